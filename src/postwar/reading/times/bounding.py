"""Bounding: the words before and behind a time that say how it bounds: by, until, before, since, from, after."""

from __future__ import annotations

from dataclasses import replace

from postwar.reading.dates import TimeExpression
from postwar.reading.figures.bounds import Phrase, at_phrase, phrases
from postwar.reading.times.line import Line
from postwar.reading.times.words import TimeWords

_UNBOUNDED = frozenset({"range", "within", "ahead", "within_event", "duration", "recurring", "vague"})


class Bounder:
    """Tells how times bound, with the words of one language."""

    def __init__(self, known: TimeWords) -> None:
        self._before = _by_end(known.data["bound"])
        self._behind = tuple((p, b) for b, text in known.data.get("bound_behind", {}).items() for p in phrases(text))
        self._more = phrases(known.data.get("near", {}).get("more", ""))
        self._moved = known.sets["moved"]
        self._to, self._article = known.sets["to"], known.sets["article"]
        self._as = phrases(known.data["bound"].get("as_at", ""))

    def bounded(self, line: Line, said: TimeExpression) -> TimeExpression:
        """The time with its bound."""
        if said.sort in _UNBOUNDED:
            return said
        if said.sort == "shifted" and any(at_phrase(line.tokens, said.start - len(p), p) for p in self._more):
            return replace(said, bound="by" if said.n < 0 else "from")
        for phrase, bound in self._behind:
            if at_phrase(line.tokens, said.end, phrase) and not self._goes_on(line, said.end + len(phrase), phrase):
                return replace(said, bound=bound, end=said.end + len(phrase))
        at = said.start - (line.low(said.start - 1) in self._article)
        bound = self._bound_at(line, at)
        if bound == "before" and said.part == "end":
            bound = "by"
        ends = said.part == "end" and any(at_phrase(line.tokens, at - 2, p) for p in self._as if at >= 2)
        if ends:
            bound = "by"
        if line.low(at - 1) in self._to and line.low(at - 2) in self._moved:
            bound = "until"
        return replace(said, bound=bound)

    @staticmethod
    def _goes_on(line: Line, at: int, phrase: Phrase) -> bool:
        """Whether the words belong to what follows ("before 2010 or after 2018", "and after my work is done")."""
        follows = line.low(at)
        return follows[:1].isdecimal() or follows == "than" or (phrase[-1] in {"after", "before"} and follows.isalpha())

    def _bound_at(self, line: Line, at: int) -> str:
        for phrase, bound in self._before.get(line.low(at - 1), ()):
            if at >= len(phrase) and at_phrase(line.tokens, at - len(phrase), phrase):
                return bound
        return "on"


def _by_end(section: dict[str, str]) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Phrases by their last word, the longest first."""
    out: dict[str, list[tuple[Phrase, str]]] = {}
    for bound, text in section.items():
        for phrase in phrases(text) if bound != "as_at" else ():
            out.setdefault(phrase[-1], []).append((phrase, bound))
    return {word: tuple(sorted(found, key=lambda f: (-len(f[0]), f[0]))) for word, found in out.items()}
