"""Placing: a time as said, against an anchor, becomes a stretch of the calendar.

Nothing is invented: a relative time without an anchor stays unresolved, and so does a date whose day and month cannot
be told apart.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from postwar.core.time import Day
from postwar.reading.dates import UNRESOLVED, Anchor, TimeExpression, When
from postwar.reading.times import relative
from postwar.reading.times.stretches import (
    Span,
    century_span,
    decade_span,
    iso_week,
    month_at,
    month_span,
    part_of,
    stepped,
    turn_span,
    unit_span,
    week_span,
    year_span,
)

_NEAR = 92  # days: a day and month this near to the anchor are of this year, whatever the tense
_ABSOLUTE = frozenset(
    {"date", "month", "year", "decade", "century", "numeric", "holiday", "of_month", "season", "nth", "week_no", "turn"}
)


class Calendar:
    """Places times on the calendar. ``seasons``: season -> first month and length in months, north of the equator."""

    def __init__(self, seasons: Mapping[str, Sequence[int]]) -> None:
        self._seasons = seasons

    def resolve(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None = None) -> When:
        """Place a time on the calendar.

        ``direction``: -1 past, +1 future, 0 unknown. ``context``: the last full date that was said.
        """
        when = self._place(said, anchor, direction, context)
        return when if when.first is None and when.last is None else bounded(said, when)

    def _place(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        try:
            if said.sort == "range":
                return self._place_range(said, anchor, direction, context)
            if said.sort == "shifted":
                return self._place_shifted(said, anchor, direction, context)
            if said.sort in {"length_from", "within_time"} and said.to is not None:
                return _length_on(said, self._place(said.to, anchor, direction, context))
            if said.within is not None:
                return self._place_within(said, anchor, direction, context)
            if said.sort == "around" and said.to is not None:
                base = self._place(said.to, anchor, direction, context)
                return _spanned(unit_span(base.first, said.unit), base.basis, said.unit) if base.first else UNRESOLVED
            if said.sort == "context":
                return relative.place_context(said, context)
            if said.sort == "period":
                return UNRESOLVED if anchor.period is None else When(*anchor.period, "inferred", "period")
            if said.sort in _ABSOLUTE:
                return self._place_absolute(said, anchor, direction, context)
            return relative.place_relative(said, anchor, direction)
        except (ValueError, OverflowError):
            return UNRESOLVED

    # -- of two times --------------------------------------------------------------------------------------------
    def _place_range(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        assert said.to is not None and said.opening is not None
        opening, ending = said.opening, said.to
        last = self._place(ending, anchor, direction, context)
        if opening.sort in {"date", "month"} and opening.year is None and opening.within is None and last.last:
            month = opening.month or 1
            year = ending.year or last.last.year
            later = month > (ending.month or last.last.month)
            first = self._place(replace(opening, year=year - later), anchor, direction, context)
            basis = last.basis if ending.year is None else "explicit"
            return When(first.first, last.last, basis, _coarser(first, last))
        first = self._place(opening, anchor, direction, context)
        if ending.sort in {"date", "month"} and ending.year is None and first.first and ending.within is None:
            month = ending.month or 1
            earlier = (month, ending.day or 31) < (first.first.month, first.first.day)
            last = self._place(replace(ending, year=first.first.year + earlier), anchor, direction, context)
        if opening.sort == ending.sort == "weekday" and first.first and not ending.mod:
            end = first.first + dt.timedelta(days=int(ending.n - first.first.weekday()) % 7)
            last = When(end, end, first.basis, "day")
        if first.first is None or last.last is None or last.last < first.first:
            return UNRESOLVED
        return When(
            first.first, last.last, first.basis if first.basis != "explicit" else last.basis, _coarser(first, last)
        )

    def _place_shifted(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        base = self._place(said.to, anchor, direction, context) if said.to is not None else UNRESOLVED
        day = (base.first if said.n < 0 else base.last) if said.to is not None else None
        if day is None or base.basis == "unresolved":
            return UNRESOLVED
        for n, unit in ((said.n, said.unit), *said.more):
            day = stepped(day, int(n), unit)
        return When(day, day, "inferred", "day")

    def _place_within(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        """A time in a greater one: "Tuesday of next week", "the last week of July"."""
        assert said.within is not None
        outer = self._place(said.within, anchor, direction, context)
        if outer.first is None or outer.last is None:
            return outer
        span = (outer.first, outer.last)
        if said.sort in {"month", "date", "season"}:
            inner = self._place(replace(said, within=None, year=outer.first.year), anchor, direction, context)
            return replace(inner, basis=outer.basis)
        if said.sort == "weekday":
            day = week_span(outer.first)[0] + dt.timedelta(days=int(said.n))
            return When(day, day, outer.basis, "day")
        if said.sort == "weekend":
            return _spanned(unit_span(outer.first, "weekend"), outer.basis, "weekend")
        if said.sort == "of_month" and said.day:
            day = outer.first.replace(day=said.day)
            return When(day, day, outer.basis, "day")
        if said.sort == "week_no":
            return _spanned(iso_week(outer.first.year, int(said.n)), outer.basis, "week")
        found = _first_n(said, span) if said.sort == "first_n" else _nth(said, span)
        if found is None:
            return UNRESOLVED
        named = said.within.sort == "month"  # a month that is named counts as told by a part of it
        return _spanned(part_of(found, said.part, said.unit), "explicit" if named else outer.basis, said.unit)

    # -- absolute ------------------------------------------------------------------------------------------------
    def _place_absolute(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        if said.sort == "numeric":
            return _numeric(said, anchor)
        if said.sort == "decade" and said.year:
            return _spanned(decade_span(said.year, said.part), "explicit", "decade")
        if said.sort == "century":
            return _spanned(century_span(int(said.n), said.part), "explicit", "century")
        if said.sort == "year" and said.year:
            return _spanned(year_span(said.year, said.part), "explicit", "year")
        if said.sort == "of_month" and said.day:
            return _day_of_month(said, anchor, direction, context)
        if said.sort == "turn":
            year = said.year or (anchor.day.year + (1 if anchor.day.month > 6 else 0) if anchor.day else None)
            return _spanned(turn_span(year), "explicit" if said.year else "dateline", "week") if year else UNRESOLVED
        if said.sort == "season":
            return self._season(said, anchor, direction)
        if said.sort in {"nth", "week_no"}:
            return _of_this_year(said, anchor, direction)
        return self._dated(said, anchor, direction)

    def _dated(self, said: TimeExpression, anchor: Anchor, direction: int) -> When:
        year, basis = _year_of(said, anchor, direction)
        if year is None or said.month is None:
            return UNRESOLVED
        if said.sort == "holiday":
            basis = "dateline" if anchor.day else "inferred"
            if said.part == "new_year" and said.bound in {"by", "until", "before"}:
                day = dt.date(year - 1, 12, 31) if said.month == 1 else dt.date(year, 12, 31)
                return When(day, day, basis, "day")
        if said.day is not None:
            if (said.month, said.day) == (2, 29) and said.year is None:
                year = _leap(year, anchor.day.year if anchor.day else year, direction)
            day = dt.date(year, said.month, said.day)
            return When(day, day, basis, "day")
        return _spanned(month_span(year, said.month, said.part), basis, "month")

    def _season(self, said: TimeExpression, anchor: Anchor, direction: int) -> When:
        """The months of a season. Which half of the world is meant is not said: without an anchor that tells it,
        northern months are taken and the time counts as inferred."""
        month, length = self._seasons[said.unit]
        if anchor.southern:
            month = (month + 5) % 12 + 1
        year = said.year
        if year is None:
            if anchor.day is None:
                return UNRESOLVED
            year = anchor.day.year
            if said.mod == "next" or (direction > 0 and month + length <= anchor.day.month):
                year += 1
            elif said.mod == "last" or (direction < 0 and month > anchor.day.month):
                year -= 1
        index = year * 12 + month - 1
        span = (month_at(index), month_at(index + length) - dt.timedelta(days=1))
        basis = "inferred" if anchor.southern is None else "explicit" if said.year else "dateline"
        return _spanned(part_of(span, said.part, "season"), basis, "season")


def _length_on(said: TimeExpression, base: When) -> When:
    """``for 30 days from 1 May``: those days; ``within 30 days of 1 May``: from that day until the last one meant."""
    if base.first is None:
        return UNRESOLVED
    last = stepped(base.first, int(said.n), said.unit)
    if said.sort == "length_from":
        last -= dt.timedelta(days=1)
    return When(base.first, last, base.basis if said.sort == "length_from" else "inferred", said.unit)


def _spanned(span: Span, basis: str, unit: str) -> When:
    return When(span[0], span[1], basis, unit)


def _coarser(a: When, b: When) -> str:
    order = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")
    known = [order.index(w.granularity) for w in (a, b) if w.granularity in order]
    return order[max(known)] if known else ""


def _year_of(said: TimeExpression, anchor: Anchor, direction: int) -> tuple[int | None, str]:
    """The year of a day and month: as said, else the nearest that the tense allows, else the undated report's."""
    if said.year is not None:
        return said.year, "explicit"
    if anchor.day is None:
        return (anchor.year, "inferred") if anchor.year is not None and said.mod == "" else (None, "unresolved")
    month, today = said.month or 1, anchor.day
    basis = "explicit" if said.day is not None or said.part else "dateline"
    if said.mod == "last":
        return today.year if month < today.month else today.year - 1, "dateline"
    if said.mod == "next":
        return today.year if month > today.month else today.year + 1, "dateline"
    if said.mod == "this":
        return today.year, "dateline"
    if said.weekday is not None and said.day is not None:
        years = [y for y in (today.year, today.year - 1, today.year + 1) if _falls(said, y)]
        if years:
            return min(years, key=lambda y: abs((dt.date(y, month, min(said.day or 1, 28)) - today).days)), basis
    return _nearest(said, today, direction), basis


def _leap(year: int, today: int, direction: int) -> int:
    """The year of a 29 February: the nearest leap year on the side that the tense allows."""
    near = sorted(range(year - 8, year + 9), key=lambda y: (abs(y - year), y))
    return next(y for y in near if calendar.isleap(y) and not (direction < 0 < y - today or direction > 0 > y - today))


def _falls(said: TimeExpression, year: int) -> bool:
    try:
        return dt.date(year, said.month or 1, said.day or 1).weekday() == said.weekday
    except ValueError:
        return False


def _nearest(said: TimeExpression, today: Day, direction: int) -> int:
    month, year = said.month or 1, today.year
    key = (month, said.day or (1 if direction > 0 else 28))
    late, early = key > (today.month, today.day), key < (today.month, today.day)
    if said.sort == "holiday" and said.part == "new_year":
        if direction < 0:
            return year - 1 if late else year
        return year + 1 if early else year
    away = abs((dt.date(year, month, min(key[1], 28)) - today).days)
    far = month != today.month and (away > _NEAR or said.day is None)
    if direction < 0 and late and far:
        return year - 1
    if direction > 0 and early and far:
        return year + 1
    if direction == 0:
        days = (dt.date(year, month, 15) - today).days
        return year - 1 if days > 183 else year + 1 if days < -183 else year
    return year


def _day_of_month(said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
    base = context or anchor.day
    if base is None or said.day is None:
        return UNRESOLVED
    day = dt.date(base.year, base.month, said.day)
    if said.weekday is not None and day.weekday() != said.weekday:
        months = [k for k in range(-12, 13) if _has(base, k, said)]
        if not months:
            return UNRESOLVED
        day = stepped(base.replace(day=1), min(months, key=abs), "month").replace(day=said.day)
    elif context is None and direction < 0 and day > base:
        before = stepped(base.replace(day=1), -1, "month")
        day = before.replace(day=said.day)
    return When(day, day, "inferred" if context else "dateline", "day")


def _has(base: Day, months: int, said: TimeExpression) -> bool:
    try:
        return stepped(base.replace(day=1), months, "month").replace(day=said.day or 1).weekday() == said.weekday
    except ValueError:
        return False


def _numeric(said: TimeExpression, anchor: Anchor) -> When:
    """A date in figures whose order is not told: by the weekday beside it, else by how the report writes others."""
    assert said.year is not None and said.month is not None and said.day is not None and said.alternative is not None
    one, other = dt.date(said.year, said.month, said.day), dt.date(said.year, *said.alternative)
    if said.weekday is not None and (one.weekday() == said.weekday) != (other.weekday() == said.weekday):
        day = one if one.weekday() == said.weekday else other
        return When(day, day, "explicit", "day")
    if anchor.day_first is None:
        return UNRESOLVED
    day = one if anchor.day_first else other
    return When(day, day, "inferred", "day")


def _of_this_year(said: TimeExpression, anchor: Anchor, direction: int) -> When:
    """A quarter, half or week without a year: of the year in which the tense allows it."""
    if said.year is not None:
        found = iso_week(said.year, int(said.n)) if said.unit == "week" else _nth(said, year_span(said.year))
        return _spanned(found, "explicit", said.unit) if found else UNRESOLVED
    if anchor.day is None or said.unit not in {"quarter", "half", "week"}:
        return UNRESOLVED
    today = anchor.day
    if said.sort == "week_no":
        return _spanned(iso_week(today.year, int(said.n)), "dateline", "week")
    if said.unit == "week":
        return UNRESOLVED
    found = _nth(said, year_span(today.year))
    if found and direction < 0 and found[0] > today:
        found = _nth(said, year_span(today.year - 1))
    elif found and direction > 0 and found[1] < today:
        found = _nth(said, year_span(today.year + 1))
    return _spanned(part_of(found, said.part, said.unit), "dateline", said.unit) if found else UNRESOLVED


def _nth(said: TimeExpression, span: Span) -> Span | None:
    """The n-th day, week, month, quarter, half or weekday of a stretch; the last is -1."""
    first, last = span
    n = int(said.n)
    if said.weekday is not None and said.unit == "weekday":
        day = first + dt.timedelta(days=(said.weekday - first.weekday()) % 7 + 7 * (n - 1))
        return (day, day) if day <= last else None
    if said.unit == "week":
        return _nth_week(n, first, last)
    if n < 0:
        return None
    begin = stepped(first, n - 1, said.unit)
    end = stepped(first, n, said.unit) - dt.timedelta(days=1)
    return (begin, end) if end <= last else None


def _nth_week(n: int, first: Day, last: Day) -> Span:
    """The n-th week of a month or year: of a year by ISO 8601; of a month, the first is
    the one with its first Thursday, the last the one with its last, without the days of the months beside it."""
    if (last - first).days > 300:
        return iso_week(first.year, n if n > 0 else dt.date(first.year, 12, 28).isocalendar().week)
    if n < 0:
        monday = last - dt.timedelta(days=(last.weekday() - 3) % 7 + 3)
        return monday, min(monday + dt.timedelta(days=6), last)
    monday = first - dt.timedelta(days=(first.weekday() + 3) % 7 - 3) + dt.timedelta(days=7 * (n - 1))
    return max(monday, first), monday + dt.timedelta(days=6)


def _first_n(said: TimeExpression, span: Span) -> Span:
    """The first, or the last, n units of a stretch."""
    n = int(said.n)
    if n > 0:
        return span[0], stepped(span[0], n, said.unit) - dt.timedelta(days=1)
    after = span[1] + dt.timedelta(days=1)
    return stepped(after, n, said.unit), span[1]


def bounded(said: TimeExpression, when: When) -> When:
    """The ends that a bound leaves: "by" and "until" keep the last day, "since" the first."""
    first, last = when.first, when.last
    if said.bound in {"by", "until"}:
        return replace(when, first=None, last=last)
    if said.bound == "before":
        edge = last if said.sort == "holiday" or first is None else first - dt.timedelta(days=1)
        return replace(when, first=None, last=edge)
    if said.bound in {"since", "from"}:
        return replace(when, first=first, last=None)
    if said.bound == "after":
        return replace(when, first=last + dt.timedelta(days=1) if last else first, last=None)
    return when
