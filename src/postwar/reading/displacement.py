"""Displacement: the figures of a text that count the displaced or their homes, in the terms of the field.

Terms and units are those in which the Internal Displacement Monitoring Centre keeps its records: who was displaced,
evacuated, relocated, left homeless or forced to flee, and housing destroyed or damaged; people or households.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import takewhile

from postwar.reading.figures import FigureGrammar
from postwar.reading.lexicon import load_lexicon, words
from postwar.reading.segment import sentences
from postwar.reading.tokens import Token, tokenise

PEOPLE, HOUSEHOLDS = "People", "Households"
_OTHER_UNITS = frozenset(words("share; day; year; money; km; km2; hectare; vehicle; weapon; mine; vote; incident"))
_STOPS = frozenset(words("to; their; in; of; from; ,; .; :; (; ); were; was; have; had; on; by; at")) | {";"}
_LETTERS = 4
_AHEAD, _BACK = 14, 12  # tokens from a figure in which its term can stand


@dataclass(frozen=True, slots=True)
class Displaced:
    """One figure: its characters in the text, its bounds, the term and the unit."""

    start: int
    end: int
    low: float | None
    high: float | None
    term: str
    unit: str

    @property
    def value(self) -> float:
        """The figure as one number: its lower bound, or the upper where only that is told."""
        return self.low if self.low is not None else self.high or 0.0


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    last: int  # behind it
    term: str
    homes: bool


@dataclass(frozen=True, slots=True)
class _Count:
    start: int
    end: int
    low: float | None
    high: float | None
    noun: str
    aside: bool  # between brackets
    unit: str | None


class DisplacementReader:
    """Reads figures of displacement in one language."""

    def __init__(self, language: str = "en") -> None:
        path = resources.files("postwar.reading") / "lexicon" / language / "displacement.toml"
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        cues = [
            (tuple(text.split()), term, section == "homes")
            for section in ("people", "homes")
            for term, row in data[section].items()
            for text in words(row)
        ]
        self._cues: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}  # by the first letters of the first word
        for cue in sorted(cues, key=lambda c: -len(c[0])):
            self._cues.setdefault(cue[0][0][:_LETTERS].rstrip("*"), []).append(cue)
        self._homes = frozenset(words(data["words"]["homes"]))
        self._households = frozenset(words(data["words"]["households"]))
        self._others = frozenset(words(data["words"]["others"]))
        self._harm = frozenset(words(data["words"]["harm"]))
        self._grammar = FigureGrammar(load_lexicon(language))

    def read(self, text: str) -> list[Displaced]:
        """The figures of displacement in a text, in its order."""
        out = []
        for start, end in sentences(text):
            tokens = tokenise(text, start, end)
            out += self._of_sentence(tokens)
        return out

    def _of_sentence(self, tokens: Sequence[Token]) -> list[Displaced]:
        counts = self._counts(tokens)
        low = [t.low for t in tokens]
        cues = self._cues_in(low)
        out: list[Displaced] = []
        told: tuple[str, str] | None = None  # unit and term of the count before
        for n, count in enumerate(counts):
            unit = self._unit(count, low)
            if (
                count.unit is None
                and told
                and told[0] == "homes"
                and any(c.homes and c.first == count.end for c in cues)
            ):
                unit = "homes"  # "31 houses were destroyed and 300 damaged"
            edges = (counts[n - 1].end if n else 0, next((c.start for c in counts[n + 1 :] if not c.aside), len(low)))
            term = self._term(count, unit, cues, low, edges) if unit else None
            if term is None and told and count.unit is None and low[count.start - 1] in {"and", ";", ","}:
                unit, term = told
            told = (unit, term) if term is not None else None
            if term is not None:
                first, last = tokens[count.start].start, tokens[count.end - 1].end
                said = PEOPLE if unit == "people" else HOUSEHOLDS
                out.append(Displaced(first, last, count.low, count.high, term, said))
        return out

    def _counts(self, tokens: Sequence[Token]) -> list[_Count]:
        """The figures of a sentence, and the numbers that the grammar took for what a figure is a part of."""
        out: list[_Count] = []
        inside = 0
        for figure in self._grammar.figures(tokens):
            if figure.article or figure.unit in _OTHER_UNITS:
                continue
            inside += sum(t.text == "(" for t in tokens[out[-1].end if out else 0 : figure.start])
            inside -= sum(t.text == ")" for t in tokens[out[-1].end if out else 0 : figure.start])
            noun = tokens[figure.noun].low if figure.noun is not None else ""
            if figure.of is not None and figure.end - figure.start > 3:
                out.append(_Count(figure.start, figure.start + 1, figure.low, figure.high, "", inside > 0, "place"))
                out.append(_Count(figure.end - 1, figure.end, figure.of, figure.of, noun, inside > 0, None))
            else:
                near = figure.noun is not None and figure.noun <= figure.end + 1
                unit = figure.unit if near or figure.unit not in {"place"} else None
                out.append(_Count(figure.start, figure.end, figure.low, figure.high, noun, inside > 0, unit))
        return out

    def _cues_in(self, low: Sequence[str]) -> list[_Cue]:
        out: list[_Cue] = []
        for k, word in enumerate(low):
            for parts, term, homes in self._cues.get(word[:_LETTERS], ()):
                if k + len(parts) <= len(low) and all(_same(p, low[k + n]) for n, p in enumerate(parts)):
                    out.append(_Cue(k, k + len(parts), term, homes))
                    break
        return out

    def _unit(self, count: _Count, low: Sequence[str]) -> str:
        """What a count is of: people, households, homes; empty where it is of something else."""
        if count.unit == "place":
            return "homes" if count.noun in self._homes else ""
        if count.unit not in {"person", None}:
            return {"household": "households", "dwelling": "homes"}.get(count.unit or "", "")
        behind = low[count.end : count.end + (3 if count.unit == "person" else 1)]
        if count.start and low[count.start - 1] in self._harm:
            return ""
        if any(w in self._others for w in takewhile(lambda w: w not in {",", ";", "and"}, behind)):
            return ""
        if count.unit == "person":
            return "people"
        near = list(takewhile(lambda w: w not in _STOPS, low[count.end : count.end + 3]))
        if not near:
            near = list(low[max(0, count.start - 8) : count.start])
        if any(w in self._homes for w in near):
            return "homes"
        return "households" if any(w in self._households for w in near) else "people"

    def _term(
        self, figure: _Count, unit: str, cues: Sequence[_Cue], low: Sequence[str], edges: tuple[int, int]
    ) -> str | None:
        """The term of the nearest cue that fits: behind the figure before the next one, else before it."""
        homes = unit == "homes"
        fitting = [c for c in cues if c.homes == homes or (unit == "households" and c.homes)]
        after = [c for c in fitting if figure.end - 1 <= c.first < min(edges[1], figure.end + _AHEAD)]
        before = [c for c in fitting if max(edges[0], figure.start - _BACK) <= c.first and c.last <= figure.start + 1]
        governs = before[-1] if before else None
        if governs is not None and self._governs(governs, figure, low):
            return governs.term
        if after:
            return after[0].term
        if governs is None or {";", ".", ":"} & set(low[governs.last : figure.start]):
            return None
        return governs.term

    def _governs(self, cue: _Cue, figure: _Count, low: Sequence[str]) -> bool:
        """Whether a cue before a figure has it for its object or is its label ("evacuation of 800")."""
        between = low[cue.last : figure.start]
        return len(between) <= 4 and not any(w in {",", ".", ";", "and", "while"} for w in between)


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@lru_cache(maxsize=4)
def displacement_reader(language: str = "en") -> DisplacementReader:
    """The reader of a language, made once."""
    return DisplacementReader(language)
