"""A report read by stems and cues: for a language that has data files and no grammar of its own.

Each sentence is cut into clauses; a clause carries a kind where one of the kind's acts stands in it together with what
the kind asks for; its modality is told by cues, and is *happened* only where the words say so. Places and actors are
those of the clause, a place else that of the sentence or the one spoken of before. What it passes over: who does what
to whom beyond the order of names, clauses without a verb of the lists, gapping, pronouns.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

from postwar.core.case import Names
from postwar.core.claim import Claim, Report, claim_id
from postwar.reading.dates import Anchor, When
from postwar.reading.figures import FigureSpan, figures_in
from postwar.reading.layout import Block
from postwar.reading.lexicon import words
from postwar.reading.readers import page_of_report
from postwar.reading.segment import sentences
from postwar.reading.shallow.clauses import clauses
from postwar.reading.shallow.moods import mood
from postwar.reading.shallow.named import InflectedNames, Named
from postwar.reading.shallow.stems import find
from postwar.reading.times import TimeSpan, times_in
from postwar.reading.tokens import Token, tokenise

READER = "stems@1"
PAST = frozenset({"happened", "denied"})


@lru_cache(maxsize=4)
def load_clauses(language: str) -> Mapping[str, Any]:
    """The word lists of a language; ``FileNotFoundError`` for one that has none."""
    path = resources.files("postwar.reading") / "lexicon" / language / "clauses.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shallow_languages() -> tuple[str, ...]:
    """The languages that are read in this way, sorted."""
    folder = resources.files("postwar.reading") / "lexicon"
    return tuple(sorted(p.name for p in folder.iterdir() if (p / "clauses.toml").is_file()))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what is seen in it; spans of ``times`` and ``figures`` count characters of the block."""

    block: Block
    tokens: tuple[Token, ...]
    named: list[Named]
    times: list[TimeSpan]
    figures: list[FigureSpan]
    speakers: tuple[str, ...]

    @property
    def lows(self) -> list[str]:
        return [t.low for t in self.tokens]


class ShallowReading:
    """One report on its way to claims, by the word lists of its language."""

    def __init__(self, report: Report, names: Names, language: str) -> None:
        self._report, self._names, self._language = report, names, language
        self._data = load_clauses(language)
        self._index = InflectedNames(names, self._data["endings"])
        year = None if report.published_at or names.ceasefire_on is None else names.ceasefire_on.year
        self._anchor = Anchor(report.published_at, year, True, names.ceasefire_on)
        self._place = ""

    def claims(self) -> tuple[Claim, ...]:
        """The claims in the order of the text; the same claim twice is kept once."""
        found: dict[tuple[object, ...], Claim] = {}
        for block in page_of_report(self._report).blocks:
            for a, b in sentences(block.text):
                for claim in self._read(block, a, b):
                    found.setdefault((claim.start, claim.end, claim.kind, claim.place), claim)
        return tuple(sorted(found.values(), key=lambda c: (c.start, c.end, c.kind)))

    def _read(self, block: Block, a: int, b: int) -> Iterator[Claim]:
        tokens = tuple(tokenise(block.text, a, b))
        if not tokens:
            return
        named = self._index.find(tokens)
        text = block.text[a:b]
        times = [replace(t, start=t.start + a, end=t.end + a)
                 for t in times_in(text, self._anchor, language=self._language)]
        taken = [(t.start - a, t.end - a) for t in times]
        figures = [replace(f, start=f.start + a, end=f.end + a) for f in figures_in(text, self._language, taken)]
        seen = _Sentence(block, tokens, named, times, figures, self._speakers(tokens, named))
        for clause in clauses(tokens, self._data["parts"]["links"]):
            yield from self._of_clause(seen, clause)
        places = [n.place for n in named if n.place]
        self._place = places[-1] if places else self._place

    def _of_clause(self, s: _Sentence, clause: tuple[int, int]) -> Iterator[Claim]:
        """The claims of a clause: of each kind that it carries, a claim a place where it names several."""
        for kind, rule in self._data["kinds"].items():
            act = self._act(s, clause, rule)
            if act is None:
                continue
            modality = mood(self._data, s.lows, clause, act, rule.get("modality", ""))
            if modality is not None:
                yield from self._claims(s, clause, kind, rule, modality)
                if kind not in ("casualty", "risk"):
                    return

    def _act(self, s: _Sentence, clause: tuple[int, int], rule: Mapping[str, str]) -> tuple[int, int] | None:
        """Where the act of a kind stands in a clause that has what the kind asks for; None where it has not."""
        start, end = clause
        act = find(rule["acts"], s.lows, start, end)
        if act is None or (rule.get("never") and find(rule["never"], s.lows, start, end)):
            return None
        asked = words(rule.get("with", ""))
        if not asked:
            return act
        has = {"place": any(n.place for n in self._in(s, clause)), "actor": any(n.actor for n in self._in(s, clause)),
               "figure": bool(self._figure(s, clause, rule))}
        stems = "; ".join(w for w in asked if w not in has)
        fits = any(has[w] for w in asked if w in has) or bool(stems and find(stems, s.lows, start, end))
        return act if fits else None

    def _in(self, s: _Sentence, clause: tuple[int, int]) -> list[Named]:
        return [n for n in s.named if clause[0] <= n.start < clause[1]]

    def _figure(self, s: _Sentence, clause: tuple[int, int], rule: Mapping[str, str]) -> FigureSpan | None:
        """The first figure of a clause that counts what the kind counts."""
        units = words(rule.get("units", ""))
        a, b = s.tokens[clause[0]].start, s.tokens[clause[1] - 1].end
        return next((f for f in s.figures if a <= f.start < b and f.unit in units), None)

    def _claims(self, s: _Sentence, clause: tuple[int, int], kind: str, rule: Mapping[str, str], modality: str
                ) -> Iterator[Claim]:
        named = self._in(s, clause)
        places = list(dict.fromkeys(n.place for n in named if n.place and not n.actor))
        places = places or list(dict.fromkeys(n.place for n in s.named if n.place))[:1] or [self._place]
        actors = tuple(dict.fromkeys(n.actor for n in named if n.actor and n.actor not in s.speakers))
        speaks = any(n.actor in s.speakers for n in named if n.actor)
        when, figure = self._when(s, clause, modality), self._figure(s, clause, rule)
        a, b = s.tokens[clause[0]].start, s.tokens[clause[1] - 1].end
        start, end = s.block.raw(a, b)
        several = places if kind in ("handover", "capture", "withdrawal") else places[:1]
        for place in several:
            where = (place,) if place else ()
            low, high = (figure.low, figure.high) if figure else (None, None)
            who = s.speakers if kind == "position" and not actors else actors[:1]
            yield Claim(
                claim_id(self._report.sha256, start, end, kind, who, where, low, high), self._report.id, start, end,
                self._report.text[start:end], kind, modality, who, (), where, when.first, when.last, when.basis, low,
                high, figure.bound if figure else None, figure.unit if figure else None,
                figure.of if figure else None, () if speaks and kind == "position" else s.speakers, reader=READER)

    def _when(self, s: _Sentence, clause: tuple[int, int], modality: str) -> When:
        """The first time of the clause, placed before or after the report as the modality asks."""
        a, b = s.tokens[clause[0]].start, s.tokens[clause[1] - 1].end
        said = next((t for t in s.times if a <= t.start < b), None)
        if said is None:
            return When(None, None, "none")
        return said.placed(self._anchor, -1 if modality in PAST else 1)

    def _speakers(self, tokens: Sequence[Token], named: Sequence[Named]) -> tuple[str, ...]:
        """Whom the sentence credits: the actor behind a word such as *according to*, else the one nearest to a verb of
        saying."""
        lows, rules = [t.low for t in tokens], self._data["attribution"]
        actors = [n for n in named if n.actor]
        by = find(rules["by"], lows, 0, len(lows))
        if by is not None:
            behind = [n for n in actors if by[1] <= n.start <= by[1] + 3]
            if behind:
                return (behind[0].actor,)
        verb = find(rules["verbs"], lows, 0, len(lows))
        near = [n for n in actors if verb is not None and min(abs(n.start - verb[1]), abs(verb[0] - n.end)) <= 4]
        return (near[0].actor,) if near else ()


def read_shallow(report: Report, names: Names, language: str) -> tuple[Claim, ...]:
    """The claims of a report in a language that has word lists and no grammar."""
    return ShallowReading(report, names, language).claims()

