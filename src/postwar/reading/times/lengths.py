"""Lengths: numbers of days, weeks, months, years, alone or laid off from another time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from postwar.reading.dates import TimeExpression
from postwar.reading.times.line import Caught
from postwar.reading.times.words import TimeWords

PLACED_UNITS = frozenset({"day", "week", "fortnight", "month", "quarter", "year", "decade", "century"})
Make = Callable[[Caught, TimeExpression], TimeExpression | None]


class Lengths:
    """Makes lengths of time of what was caught, with the words of one language."""

    def __init__(self, known: TimeWords) -> None:
        self.known = known
        self.makers: dict[str, Make] = {
            "elapsed": self._elapsed,
            "context_n": self._context_n,
            "shifted": self._shifted,
            "ahead": self._ahead,
            "nth_day": self._nth_day,
            "first_n": self._first_n,
            "duration": self._duration,
            "within": self._ahead,
            "within_event": self._length,
            "event_day": self._length,
            "lately": self._length,
            "coming": self._length,
            "length_from": self._length,
            "within_time": self._length,
        }

    def _length(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        """A number of units; 2.5 years are 30 months."""
        value = got.values.get("n", 1)
        n = float(value) if isinstance(value, int | float) else 1.0
        n = 0.5 if plain.part == "only_half" else n + {"half": 0.5, "quarter": 0.25}.get(plain.part, 0.0)
        unit = got.word("unit") or got.word("many") or got.word("long_unit") or plain.unit
        pairs = [(got.values.get(f"n{k}"), got.word(f"unit{k}")) for k in (2, 3)]
        more = tuple((float(v), u) for v, u in pairs if isinstance(v, int | float) and u)
        part = "" if plain.part in {"half", "quarter", "only_half"} else plain.part
        return replace(plain, n=n, unit=unit, more=more, part=part) if n >= 0 and unit else None

    def _elapsed(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        said = self._length(got, plain)
        return replace(said, n=-said.n, more=tuple((-n, u) for n, u in said.more)) if said else None

    def _context_n(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        said = self._length(got, replace(plain, sort="context"))
        if said is None or said.unit not in PLACED_UNITS:
            return None
        way = got.number("later") or 1
        word = got.line.low(got.end - 1)
        bare = word in self.known.sets["alone"]
        the = got.behind in self.known.sets["of_him"] | self.known.sets["article"]
        more = tuple((n * way, unit) for n, unit in said.more)
        return replace(said, n=said.n * way, more=more, end=got.end if bare else got.end - 1) if bare or the else None

    def _shifted(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        said = self._length(got, plain)
        if said is None or said.unit not in PLACED_UNITS:
            return None
        way = got.number("later") or 1
        return replace(said, n=said.n * way, more=tuple((n * way, unit) for n, unit in said.more))

    def _ahead(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        said = self._length(got, plain)
        return said if said and got.behind not in self.known.sets["behind_length"] else None

    def _nth_day(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        n = got.number("ordinal") or 0
        said = got.before in self.known.sets["before_the"] | self.known.sets["article"]
        return replace(plain, sort="event_day", n=n, unit="day") if said else None

    def _first_n(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        said = self._length(got, plain)
        return said if said and got.number("ordinal") == 1 else None

    def _duration(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        said = self._length(got, plain)
        if said is None or got.behind in self.known.sets["no_length_behind"] or self._is_no_length(got, said):
            return None
        bare = "many" in got.places and got.end - got.start == 1
        if bare and got.before not in self.known.sets["before_many"]:
            return None
        if len(got.line.low(got.end - 1)) == 1 and not self._is_glued(got):
            return None
        said = replace(said, part="")
        return replace(said, part="many" if "n" not in got.places and "many" in got.places else "")

    def _is_no_length(self, got: Caught, said: TimeExpression) -> bool:
        """Whether "a second" is one more, and "a quarter" or "three-quarters" a part."""
        singular = said.unit in {"second", "quarter"} and got.line.low(got.end - 1) == said.unit
        part = said.unit == "quarter" and got.end - got.start == 1
        return part or (singular and got.line.low(got.start) in self.known.numbers.one)

    @staticmethod
    def _is_glued(got: Caught) -> bool:
        """Whether a unit of one letter stands right behind its number: ``3h``."""
        last, before = got.line.tokens[got.end - 1], got.line.tokens[got.end - 2]
        return got.end - got.start == 2 and last.start == before.end
