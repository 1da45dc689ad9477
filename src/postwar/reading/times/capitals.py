"""Capitals: which words are months and weekdays ("May", "March", "Jan", "Sat") and which only look like them."""

from __future__ import annotations

from postwar.reading.times.line import Caught, Line
from postwar.reading.times.words import TimeWords


class Capitals:
    """Tells months and weekdays from other words, in one language."""

    def __init__(self, known: TimeWords) -> None:
        self.known = known

    def hold(self, got: Caught) -> bool:
        """Whether months and weekdays have the capitals that tell them from other words."""
        for name, at in got.places.items():
            kind = name.rstrip("23456789")
            if kind not in {"month", "weekday", "short_weekday"}:
                continue
            text = got.line.text[at : at + 12]
            word = text.split(" ")[0].split(".")[0].split("-")[0].rstrip(",")
            low = word in self.known.sets["capital"] and not got.line.capital_at(at)
            if low and not self._beside_number(got, at) and not self._after_time_word(got, at):
                return False
            if kind == "month" and word in self.known.sets["unsure"] and not self._sure(got, at):
                return False
            stop = text[len(word) : len(word) + 1] == "."
            short = kind == "month" and word in self.known.sets["short"] and not stop
            if short and not self._beside_number(got, at) and not self._after_time_word(got, at):
                return False
        return True

    def _sure(self, got: Caught, at: int) -> bool:
        """Whether "May" or "March" is a month: a number stands beside it, or a word that stands before months."""
        line = got.line
        i = line.token_at(at)
        if "day" in got.places and got.line.capital_at(at):
            return True
        if line.start_of(i) != at or i == 0:
            return i != 0 or self._number_at(line, i + 1)
        before = line.tokens[i - 1]
        return (
            before.text[0].isdecimal() or before.low in self.known.sets["unsure_after"] or self._number_at(line, i + 1)
        )

    def _beside_number(self, got: Caught, at: int) -> bool:
        """Whether digits stand right before or behind a month that is cut short ("3 Jan", not "Jan Oster")."""
        line = got.line
        i = line.token_at(at)
        near = [t.text for t in (*line.tokens[max(i - 1, 0) : i], *line.tokens[i + 1 : i + 3])]
        return any(text[0].isdecimal() for text in near) or bool({"day", "year"} & {n.rstrip("23") for n in got.places})

    def _after_time_word(self, got: Caught, at: int) -> bool:
        """Whether a word stands before a month that mostly stands before times ("in may", "from Sep")."""
        line = got.line
        i = line.token_at(at)
        word = line.tokens[i].low
        lower = word in self.known.sets["unsure"] and not line.tokens[i].is_capital
        return line.start_of(i) == at and line.low(i - 1) in self.known.sets["sure_after" if lower else "month_after"]

    @staticmethod
    def _number_at(line: Line, i: int) -> bool:
        return i < len(line.tokens) and line.tokens[i].text.isdecimal() and 1 <= int(line.tokens[i].text[:4]) <= 31
