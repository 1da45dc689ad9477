"""Labels: numbers that name a thing and count nothing ("resolution 1244", "aged 16", "at 12:30", "the T-72")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postwar.reading.figures.number_words import NumberWords, word_set
from postwar.reading.figures.units import Units
from postwar.reading.tokens import Token


class Labels:
    """Tells labels from figures, with the words of one language."""

    def __init__(self, data: dict[str, Any], known: NumberWords) -> None:
        beside = data["beside"]
        self._labels = word_set(beside["labels"])
        self._no_one, self._one_of = word_set(beside["no_one"]), word_set(beside["one_of"])
        self._asked = word_set(beside.get("asked", ""))
        self._aged = word_set(beside.get("aged", "aged"))
        self._old = word_set(beside.get("old", "year-old; years-old"))
        self._case = word_set(beside.get("case", "case; instance"))
        self._ones = frozenset(w for w, n in known.cardinals.items() if n == 1)
        self._ordinal_ends = word_set(data["words"].get("ordinal_suffix", "")) | {"°"}

    def holds(self, tokens: Sequence[Token], start: int, at: int, end: int, units: Units) -> bool:
        """Whether the number at ``at`` to ``end``, with its bound from ``start`` on, is only a label."""
        before = tokens[start - 1].low.rstrip(".") if start else ""
        if before in {"", "."} and start > 1:
            before = tokens[start - 2].low
        if (before in self._labels and start == at) or (
            before == "-" and start > 1 and tokens[start - 2].text.isupper()
        ):
            return True
        follows = [t.low for t in tokens[end : end + 2]]
        old = follows[1:] if follows[:1] == ["-"] else follows[:1]
        if before in self._aged or (old and old[0] in self._old):
            return True
        if self._is_clock_or_year(tokens, start, at, end, units):
            return True
        if tokens[at].low in self._ones and end == at + 1:
            return self._is_any(before, follows)
        return bool(follows) and follows[0] in self._ordinal_ends

    def counts_nothing(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Whether a number is only a "one" that stands for a thing spoken of ("this one", "the one you meant")."""
        if tokens[at].low not in self._ones or end != at + 1:
            return False
        before, follows = tokens[at - 1].low if at else "", tokens[end].low if end < len(tokens) else ""
        return before in self._no_one | self._asked or follows in self._one_of

    @staticmethod
    def _is_clock_or_year(tokens: Sequence[Token], start: int, at: int, end: int, units: Units) -> bool:
        text = tokens[at].text
        year = text.isdecimal() and len(text) == 4 and 1800 <= int(text) <= 2100 and end == at + 1 and start == at
        return ":" in text or (year and units.after(tokens, end)[0] is None)

    def _is_any(self, before: str, follows: list[str]) -> bool:
        """Whether "one" counts nothing: "no one", "one of the towns", "in one case"."""
        following = follows[0] if follows else ""
        if before == "in" and following in self._case:
            return True
        return before in self._no_one or following in self._one_of or not following.isalpha()
