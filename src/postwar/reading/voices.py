"""Voices: who is given what content by which words, in every sentence of a report, of whatever kind the content is.

Wider than :mod:`postwar.reading.attribution`, which credits claims to actors of the case: here thinking and wanting
count beside saying, and the one who speaks is a span of words, known to the case or not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources

from postwar.reading.lexicon import forms_of, words
from postwar.reading.tokens import Token

Span = tuple[int, int]  # tokens: first, behind last

_QUOTES = frozenset("\"“”«»„''``")
_MARKS = frozenset(";:—–-()[]…") | _QUOTES
_CLOSES = frozenset(",.!?…") | _QUOTES
_NEAR = 6  # tokens behind a verb in which a content has to begin


@dataclass(frozen=True, slots=True)
class Voice:
    """One attribution: tokens of its source, its cue and its content, each ``(first, behind last)``.

    ``sort``: saying, thinking, speaking (of somebody), phrase ("according to"), label ("Mill: ...").
    """

    source: Span
    cue: Span
    content: Span
    sort: str


@dataclass(frozen=True, slots=True)
class _Words:
    forms: dict[str, tuple[str, frozenset[str]]]  # form -> sort, tags
    phrases: tuple[tuple[str, ...], ...]
    hearers: frozenset[str]
    auxiliary: frozenset[str]
    stops: frozenset[str]
    numbers: frozenset[str]
    doubtful: frozenset[str]
    openers: frozenset[str]
    particles: frozenset[str]
    being: frozenset[str]
    before_nouns: frozenset[str]
    prepositions: frozenset[str]
    no_subject: frozenset[str]


@lru_cache(maxsize=4)
def _load(language: str) -> _Words:
    path = resources.files("postwar.reading") / "lexicon" / language / "voices.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    sorts = {base: sort for sort in ("speaking", "thinking", "saying") for base in words(data["verbs"][sort])}
    forms: dict[str, tuple[str, frozenset[str]]] = {}
    for form, tags in forms_of(language, sorts).items():
        known = [(sorts[base], tag) for base, tag in tags if base in sorts]
        if known:
            forms[form] = (known[0][0], frozenset(tag for _, tag in known))
    return _Words(
        forms,
        tuple(tuple(p.split()) for p in words(data["phrases"]["before"])),
        *(frozenset(words(data["words"][field.name])) for field in fields(_Words)[2:]),
    )


def attributions_in(tokens: Sequence[Token], language: str = "en") -> list[Voice]:
    """The attributions of one sentence, in the order of their cues.

    >>> from postwar.reading.tokens import tokenise
    >>> tokens = tokenise("The mission said that the road was open.")
    >>> [[" ".join(t.text for t in tokens[a:b]) for a, b in (v.source, v.cue, v.content)]
    ...  for v in attributions_in(tokens)]
    [['The mission', 'said', 'that the road was open .']]
    """
    return _Sentence(tokens, _load(language)).voices()


class _Sentence:
    """One sentence on its way to attributions."""

    def __init__(self, tokens: Sequence[Token], known: _Words) -> None:
        self.tokens, self.known = tokens, known
        self.low = [t.low for t in tokens]
        self.quoted = self._quoted()
        self.subject: Span | None = None  # of the last cue that had one

    def voices(self) -> list[Voice]:
        """The attributions, in order."""
        out = [*self._labels(), *self._phrases()]
        held: list[Span] = []  # what earlier cues of the sentence give to somebody
        for k, low in enumerate(self.low):
            if low in self.known.forms and not any(a <= k < b for a, b in held):
                voice = self._of_verb(k)
                held += [voice.content] if voice is not None else []
            elif low in self.known.forms and self._goes_on(k):
                voice = self._of_verb(k)
            else:
                voice = None
            if voice is not None:
                out.append(voice)
        return sorted(out, key=lambda v: (v.cue, v.source))

    def _quoted(self) -> list[bool]:
        """Which tokens stand between quotation marks."""
        out, inside = [], False
        for low in self.low:
            if low in _QUOTES:
                inside = low in _OPENS or (low not in _SHUTS and not inside)
                out.append(True)
            else:
                out.append(inside)
        return out

    def _of_verb(self, k: int) -> Voice | None:
        sort, tags = self.known.forms[self.low[k]]
        if self.quoted[k] or not self._is_verb(k, sort, tags):
            return None
        start = k
        while start and self.low[start - 1] in self.known.auxiliary:
            start -= 1
        helpers = self.low[start:k]
        if "to" in helpers[-1:] or (tags & {"base", "s"} and self._at(start - 1) in self.known.before_nouns):
            return None
        if tags <= {"participle", "past"} and self.known.being & set(helpers):
            return None
        if tags == {"ing"} and not self.known.being & set(helpers):
            source: Span | None = self.subject if start and self._at(start - 1) not in self.known.prepositions else None
        else:
            source = self._subject(start)
            if source is None:
                return self._turned(k, sort)
            self.subject = source
        if source is None:
            return None
        content = self._content(source if source[1] >= start else (0, 0), k + 1, sort)
        return Voice(source, (start, k + 1), content, sort) if content else None

    def _is_verb(self, k: int, sort: str, tags: frozenset[str]) -> bool:
        """Whether a form that can be another word is a verb here."""
        before, after = self._at(k - 1), self._at(k + 1)
        if k and self.tokens[k].is_capital and self.tokens[k - 1].is_capital:
            return False
        if tags <= {"base", "s"} and (before in {"'s", "'", "like"} or self.low[k] in {"like", "please"}):
            return False
        if (
            "s" in tags
            and before.endswith("s")
            and not before.endswith("ss")
            and self._at(k - 2) not in {"who", "which"}
            and before not in {"is", "was", "has", "this", "its"}
            and not self.tokens[k - 1].is_capital
        ):
            return False
        if before.isdecimal() or before in self.known.numbers:
            return False
        if sort == "speaking" or (tags <= {"base", "s"} and self.low[k] in self.known.doubtful):
            return (
                after in self.known.openers
                or after in _QUOTES
                or (k + 1 < len(self.low) and self.tokens[k + 1].is_capital)
                or (
                    after in self.known.particles
                    and self.low[k] not in self.known.doubtful
                    and not self._participial(k, tags)
                )
            )
        return not (sort == "thinking" and before in {"you", "we"})

    def _participial(self, k: int, tags: frozenset[str]) -> bool:
        return tags <= {"past", "participle"} and self._at(k + 1) in {"in", "by", "at", "for"}

    def _goes_on(self, k: int) -> bool:
        """Whether a cue within what is said goes on with the same speaker (", adding that", "and said")."""
        start = k
        while start and self.low[start - 1] in self.known.auxiliary:
            start -= 1
        if self._at(start - 1) == "," and self.known.forms[self.low[k]][1] == {"ing"}:
            return True
        return self._at(start - 1) in {"and", "but"} and self._at(k + 1) in _RESUMES

    def _subject(self, end: int) -> Span | None:
        """Who stands before a verb group: what comes straight before it, an apposition with what it explains."""
        before = self._at(end - 1)
        if before in {"who", "which"}:
            return self._run_before(end - 2 if self._at(end - 2) == "," else end - 1)
        if before in {"and", "but", "or"}:
            return self.subject
        if before == ",":
            if self._at(end - 2) in _QUOTES or self.quoted[max(0, end - 2)]:
                return None
            start = end - 1
            while start and self.low[start - 1] not in _MARKS and self.low[start - 1] not in self.known.stops:
                start -= 1
            return (start, end - 1) if end - 1 - start >= 3 and self._nominal(start) else None
        return self._run_before(end)

    def _run_before(self, end: int) -> Span | None:
        start = end
        while start:
            low = self.low[start - 1]
            if low in _MARKS or low == "," or low in self.known.stops or low in _ENDS:
                break
            if low == "and" and any(
                w in self.known.forms or w in self.known.being for w in self.low[max(0, start - 9) : start]
            ):
                break
            start -= 1
        if start == end or not self._nominal(start):
            return None
        return start, end

    def _nominal(self, start: int) -> bool:
        return self.tokens[start].is_word and self.low[start] not in self.known.no_subject

    def _turned(self, k: int, sort: str) -> Voice | None:
        """A verb before its subject, behind what is said: ("...," said the envoy)."""
        if sort != "saying" or not k or self.low[k - 1] not in _CLOSES:
            return None
        end = k + 1
        while (
            end < len(self.low)
            and self.low[end] not in _MARKS
            and self.low[end] not in _CLOSES
            and self.low[end] not in self.known.stops
        ):
            end += 1
        if end == k + 1 or self.low[k + 1] in self.known.hearers - {"the"} or not self._words(0, k):
            return None
        self.subject = (k + 1, end)
        return Voice((k + 1, end), (k, k + 1), (0, k), sort)

    def _content(self, source: Span, behind: int, sort: str) -> Span | None:
        """What is said: behind the verb, or before its subject where only a day or a place follows."""
        end = len(self.low)
        left = self._at(source[0] - 1)
        rest = self._words(behind, self._clause_end(behind))
        quoted = left in _QUOTES or (left == "," and self.quoted[max(0, source[0] - 2)])
        if sort == "saying" and source[0] > 2 and (quoted or (left == "," and rest <= 3)):
            return (0, source[0])
        while behind < end and self.low[behind] in {",", ":"}:
            behind += 1
        return (behind, end) if self._words(behind, end) >= 1 else None

    def _clause_end(self, k: int) -> int:
        while k < len(self.low) and self.low[k] not in {",", ";", "—", "–"}:
            k += 1
        return k

    def _words(self, start: int, end: int) -> int:
        return sum(t.is_word for t in self.tokens[start:end])

    def _at(self, k: int) -> str:
        return self.low[k] if 0 <= k < len(self.low) else ""

    def _phrases(self) -> Iterator[Voice]:
        for phrase in self.known.phrases:
            for k in range(len(self.low) - len(phrase)):
                if tuple(self.low[k : k + len(phrase)]) != phrase:
                    continue
                start = end = k + len(phrase)
                while end < len(self.low) and self.low[end] not in _CLOSES and self.low[end] not in _MARKS:
                    end += 1
                content = (end + 1, len(self.low)) if k <= 1 else (0, k)
                if end > start and content[0] < content[1]:
                    yield Voice((start, end), (k, start), content, "phrase")

    def _labels(self) -> Iterator[Voice]:
        k = next((k for k in range(1, min(6, len(self.low))) if self.low[k] == ":"), 0)
        if k and k + 2 < len(self.low) and all(t.is_capital or not t.is_word for t in self.tokens[:k]):
            yield Voice((0, k), (k, k + 1), (k + 1, len(self.low)), "label")


_OPENS, _SHUTS = frozenset("“«„"), frozenset("”»")
_ENDS = frozenset(".!?")
_RESUMES = frozenset({"that", "he", "she", "they", "it", ":", "“", '"'})
