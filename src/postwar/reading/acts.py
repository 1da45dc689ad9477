"""Acts: what one side does to another, in the types of event data, for comparison with sets coded in PLOVER or CAMEO.

The types are those of PLOVER (Open Event Data Alliance, 2018); docs/reading.md sets them beside the reader's kinds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from postwar.reading.lexicon import forms_of, words
from postwar.reading.tokens import Token, singular

_GAP = 6  # words that "_" can stand for
_ATTRIBUTION = frozenset({"say", "tell", "report", "announce"})


@dataclass(frozen=True, slots=True)
class Act:
    """What is done: its type, and the token whose wording tells it."""

    type: str
    cue: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    parts: tuple[frozenset[str], ...]  # an empty set is a gap
    type: str
    order: int


class ActFinder:
    """Finds the act of a sentence by the patterns of one language."""

    def __init__(self, language: str = "en") -> None:
        path = resources.files("postwar.reading") / "lexicon" / language / "acts.toml"
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self._verbs: dict[str, list[_Pattern]] = {}
        self._nouns: dict[str, list[_Pattern]] = {}
        for order, row in enumerate(data["act"]):
            for table, key in ((self._verbs, "verbs"), (self._nouns, "nouns")):
                for text in words(row[key]):
                    pattern = _Pattern(tuple(_part(w) for w in text.split()), row["type"], order)
                    for first in pattern.parts[0]:
                        table.setdefault(first, []).append(pattern)
        for table in (self._verbs, self._nouns):
            for patterns in table.values():
                patterns.sort(key=lambda p: (-sum(bool(x) for x in p.parts), p.order))
        self._forms = forms_of(language, {w for w in self._verbs if w.isalpha()})
        self._will = frozenset(words(data["words"]["will"]))
        self._may = frozenset(words(data["words"]["may"]))
        self._before_nouns = frozenset(words(data["words"]["before_nouns"]))
        self._hostile = frozenset(words(data["words"]["hostile"]))
        self._leaving = frozenset(words(data["words"]["leaving"]))

    def act(self, tokens: Sequence[Token]) -> Act | None:
        """The act that a sentence is about: of its first verb that tells one, else of its first noun."""
        forms = [self._bases(t.low) for t in tokens]
        acts = [
            a
            for a in self._told(forms, self._verbs)
            if _verbal(tokens, a.cue, self._before_nouns) and not self._attributes(tokens, a)
        ]
        nouns = list(self._told(forms, self._nouns))
        will = next((k for k, t in enumerate(tokens) if t.low in self._will), None)
        first = acts[0] if acts else None
        may = next((k for k, t in enumerate(tokens) if t.low in self._may), None)
        if may is not None and (first is None or may <= first.cue) and self._threat(forms, acts, may):
            return Act("THREATEN", may)
        if will is not None and (first is None or will < first.cue or first.cue == will):
            return self._willed(forms, acts, will)
        return first or (nouns[0] if nouns else None)

    def _willed(self, forms: list[frozenset[str]], acts: list[Act], will: int) -> Act:
        if acts and acts[0].cue == will:
            return acts[0]
        return Act("THREATEN" if self._threat(forms, acts, will) else "AGREE", will)

    def _threat(self, forms: list[frozenset[str]], acts: list[Act], at: int) -> bool:
        """Whether what is opened at a place is hostile."""
        after = next((a for a in acts if a.cue > at), None)
        near = {f for k in range(at + 1, min(at + 4, len(forms))) for f in forms[k]}
        return bool(near & self._leaving) or (after is not None and after.type in self._hostile and after.cue - at <= 4)

    def _told(self, forms: list[frozenset[str]], table: dict[str, list[_Pattern]]) -> Iterator[Act]:
        for k, own in enumerate(forms):
            found = [p for form in own for p in table.get(form, ()) if _fits(p.parts, forms, k)]
            if found:
                best = min(found, key=lambda p: (-sum(bool(x) for x in p.parts), p.order))
                yield Act(best.type, k)

    def _attributes(self, tokens: Sequence[Token], act: Act) -> bool:
        """Whether a verb only says who tells it."""
        return bool(self._bases(tokens[act.cue].low) & _ATTRIBUTION)

    def _bases(self, low: str) -> frozenset[str]:
        return frozenset({low, *(base for base, _ in self._forms.get(low, ())), *singular(low)})


def _verbal(tokens: Sequence[Token], k: int, before_nouns: frozenset[str]) -> bool:
    """Whether a word that can be a noun is a verb here."""
    if not k:
        return True
    low = tokens[k].low
    if low.endswith("ed") and tokens[k - 1].low in {"the", "a", "an", "in", "of"}:
        return False
    if tokens[k].is_capital or (tokens[k - 1].low in before_nouns and not low.endswith(("ed", "ing"))):
        return False
    return not (k + 1 < len(tokens) and tokens[k + 1].low == "of" and not low.endswith(("ed", "ing")))


def _part(word: str) -> frozenset[str]:
    return frozenset() if word == "_" else frozenset(word.split("|"))


def _fits(parts: tuple[frozenset[str], ...], forms: list[frozenset[str]], k: int) -> bool:
    """Whether a pattern stands at a place."""
    if not parts:
        return True
    if not parts[0]:
        return any(_fits(parts[1:], forms, j) for j in range(k, min(k + _GAP + 1, len(forms))))
    return k < len(forms) and bool(parts[0] & forms[k]) and _fits(parts[1:], forms, k + 1)


@lru_cache(maxsize=4)
def act_finder(language: str = "en") -> ActFinder:
    """The finder of a language, made once."""
    return ActFinder(language)
