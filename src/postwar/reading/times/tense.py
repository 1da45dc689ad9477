"""Tense: which way a time lies in a text that is not parsed further, told by the verb nearest to it."""

from __future__ import annotations

from postwar.reading.dates import TimeExpression
from postwar.reading.figures.bounds import Phrase, at_phrase, phrases
from postwar.reading.figures.number_words import word_set
from postwar.reading.times.line import Line
from postwar.reading.times.words import TimeWords

_REACH = 40  # words on either side that are looked at
_BREAKS, _BREAK = frozenset(";:—"), 8.0  # marks that part clauses, and as how many words each counts: judgement
_BEFORE, _BEHIND = 1.0, 1.6  # how much farther a word behind the time counts than one before it: judgement


class Tense:
    """Tells past from future beside a time, with the words of one language."""

    def __init__(self, known: TimeWords) -> None:
        said = known.data["tense"]
        self._future, self._past = _firsts(said["future"]), _firsts(said["past"])
        self._ends = tuple(sorted(word_set(said["past_ends"])))

    def direction(self, line: Line, said: TimeExpression) -> int:
        """-1 past, +1 future, 0 where no word tells."""
        best, way = float("inf"), 0
        for k in range(max(said.start - _REACH, 0), min(said.end + _REACH, len(line.tokens))):
            found = 0 if said.start <= k < said.end else self._way_at(line, k)
            if not found:
                continue
            between = range(k, said.start) if k < said.start else range(said.end, k)
            far = len(between) * (_BEFORE if k < said.start else _BEHIND)
            far += _BREAK * sum(line.low(n) in _BREAKS for n in between)
            if far < best:
                best, way = far, found
        return way

    def _way_at(self, line: Line, k: int) -> int:
        low = line.low(k)
        if any(at_phrase(line.tokens, k, p) for p in self._future.get(low, ())):
            return 1
        if any(at_phrase(line.tokens, k, p) for p in self._past.get(low, ())):
            return -1
        return -1 if len(low) > 4 and low.endswith(self._ends) and low.isalpha() else 0


def _firsts(text: str) -> dict[str, tuple[Phrase, ...]]:
    out: dict[str, tuple[Phrase, ...]] = {}
    for phrase in phrases(text):
        out[phrase[0]] = (*out.get(phrase[0], ()), phrase)
    return out
