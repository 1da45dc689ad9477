"""The grammar of times: dates, weekdays, relative times, ranges and lengths among the tokens of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from postwar.core.time import Day
from postwar.reading.dates import Anchor, TimeExpression, When
from postwar.reading.figures.grammar import Spoken
from postwar.reading.times.bounding import Bounder
from postwar.reading.times.joining import Joiner
from postwar.reading.times.line import Caught, Line
from postwar.reading.times.making import Maker
from postwar.reading.times.numeric import numeric_at
from postwar.reading.times.patterns import head_of
from postwar.reading.times.placing import Calendar
from postwar.reading.times.words import Value, Way, time_words
from postwar.reading.tokens import Token

UNPLACED = frozenset(
    {"duration", "recurring", "vague", "clock", "daypart", "the_unit", "event_day", "first_n", "short_weekday", "part"}
)
"""Sorts that have no place on the calendar: a length, a habit, an hour, "recently"."""
_BASES = frozenset(
    {"date", "numeric", "weekday", "holiday", "days", "now", "month", "of_month", "week_rel", "month_rel", "year_rel"}
)
_PARTED = frozenset(
    {"month", "year", "decade", "century", "season", "nth", "week_rel", "month_rel", "year_rel", "quarter_rel",
     "decade_rel", "century_rel", "the_unit", "weekday", "days", "holiday"}
)  # fmt: skip


def _counted(said: TimeExpression) -> TimeExpression:
    """``the 45th day`` of no month is counted from an event."""
    return replace(said, sort="event_day") if is_bare_nth(said) and said.unit == "day" else said


def is_bare_nth(said: TimeExpression) -> bool:
    """Whether "the second week", "the first Sunday" stands alone, of no month or year."""
    return said.sort == "nth" and said.within is None and said.unit not in {"quarter", "half"}


class TimeGrammar:
    """Reads times with the words of one language."""

    def __init__(self, lexicon: Spoken) -> None:
        self.known = time_words(lexicon.language)
        self._maker = Maker(self.known)
        self._joiner = Joiner(self.known)
        self._bounder = Bounder(self.known)
        self._calendar = Calendar(self.known.seasons)
        self._signs = frozenset("½¼¾'’")

    def times(self, tokens: Sequence[Token]) -> list[TimeExpression]:
        """The times among the tokens of one sentence that have a place on the calendar, in order."""
        return [t for t in self.all_times(tokens) if t.sort not in UNPLACED and not is_bare_nth(t)]

    def all_times(self, tokens: Sequence[Token]) -> list[TimeExpression]:
        """All that tells a time among the tokens of one sentence, lengths and habits too, in order."""
        line = Line(tokens)
        found: list[TimeExpression] = []
        i = 0
        while i < len(tokens):
            atom = self._atom(line, i)
            if atom is not None:
                found.append(atom)
            i = max(atom.end if atom else 0, i + 1)
        if not found:
            return found
        joined = [_counted(t) for t in self._joiner.joined(line, found)]
        return self._joiner.ranges(line, [self._bounder.bounded(line, t) for t in joined])

    def _atom(self, line: Line, i: int, nested: bool = False) -> TimeExpression | None:
        """The longest time that begins at a token and stands by itself."""
        low = line.low(i)
        numeric = numeric_at(line, i) if low[0].isdecimal() else None
        if numeric is not None:
            return numeric
        ways = self.known.index.get(head_of(low), ())
        best: TimeExpression | None = None
        for way in ways:
            said = self._said(line, i, way, nested)
            if said is not None and (best is None or said.end > best.end):
                best = said
        return best

    def _said(self, line: Line, i: int, way: Way, nested: bool) -> TimeExpression | None:
        found = way.pattern.regex.match(line.text, line.start_of(i))
        end = line.ends.get(found.end()) if found else None
        if found is None or end is None or (way.then and nested):
            return None
        values: dict[str, Value] = {}
        for name, text in found.groupdict().items():
            if text is not None:
                value = self.known.value(name.rstrip("23456789"), text)
                if value is None:
                    return None
                values[name] = value
        places = {name: found.start(name) for name in values}
        said = self._maker.make(Caught(line, way, i, end, values, places))
        return self._then(line, said, values) if said is not None and way.then else said

    def _then(self, line: Line, said: TimeExpression, values: dict[str, Value]) -> TimeExpression | None:
        """A way that another time must follow: "the end of March", "two days after Christmas", "the week of 5 May"."""
        glue = self.known.sets["article" if said.sort == "shifted" else "then_glue"]
        at = said.end + (line.low(said.end) in glue)
        base = self._atom(line, at, nested=True) if at < len(line.tokens) else None
        if base is None and at > said.end:
            base = self._atom(line, said.end, nested=True)
        if base is None:
            return None
        if said.sort == "part":
            part = str(values.get("part") or values.get("straight_part"))
            straight = "straight_part" in values and base.sort not in {"month", "year", "year_rel"}
            return None if base.sort not in _PARTED or base.part or straight else self._parted(said, base, part)
        if base.sort not in _BASES:
            return None
        return replace(said, end=base.end, to=base)

    @staticmethod
    def _parted(said: TimeExpression, base: TimeExpression, part: str) -> TimeExpression:
        sort = f"{base.unit}_rel" if base.sort == "the_unit" else base.sort
        return replace(base, start=said.start, sort="weekend" if sort == "weekend_rel" else sort, part=part)

    def resolve(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None = None) -> When:
        """Place a time on the calendar: see :meth:`Calendar.resolve`."""
        return self._calendar.resolve(said, anchor, direction, context)
