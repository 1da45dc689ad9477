"""Dates: times as they are said, and their place on the calendar against an anchor.

Nothing is invented: a relative time without an anchor stays unresolved, and so does a date whose day and month
cannot be told apart.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postwar.core.time import Day

# the days of a month that a word for a part of it means: judgement, thirds of a month as news agencies use them
PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "late": (21, 31),
    "beginning": (1, 10),
    "start": (1, 10),
    "end": (21, 31),
    "first": (1, 15),
    "second": (16, 31),
}


_NEAR = 31  # days: a day and month this near to the anchor are of this year, whatever the tense


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as said, among tokens ``start`` to ``end``, not yet placed on the calendar.

    ``sort``: date, month, year, decade, weekday, weekend, now, so_far, days (offset in days), week_rel, month_rel,
    year_rel, season, of_month, numeric, range, elapsed (n units ago), holiday, shifted (days after another time),
    context (n days from the day spoken of), overnight, lately (the last n days), within and ahead (n days on), period
    (what the report covers).
    ``bound``: on, by, until, before, since, from, after.
    """

    start: int
    end: int
    sort: str
    bound: str = "on"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    n: int = 0
    mod: str = ""  # last | next | this | ""
    unit: str = ""
    alternative: tuple[int, int] | None = None  # of a numeric date: the other (month, day)
    to: TimeExpression | None = None  # of a range
    weekday: int | None = None  # a weekday said beside a date


@dataclass(frozen=True, slots=True)
class When:
    """A time on the calendar: inclusive ends (None = open or unknown) and how it was told."""

    first: Day | None
    last: Day | None
    basis: str


UNRESOLVED = When(None, None, "unresolved")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative times count from.

    ``day``: the report's date; ``year``: the year that an undated report may take; ``day_first``: whether the report
    writes the day before the month in figures, where it tells; ``ceasefire``: the day on which the fighting ended;
    ``period``: the days that the report says it covers.
    """

    day: Day | None
    year: int | None = None
    day_first: bool | None = None
    ceasefire: Day | None = None
    period: tuple[Day, Day] | None = None


class Calendar:
    """Places times on the calendar. ``seasons``: season -> first month and length in months."""

    def __init__(self, seasons: Mapping[str, Sequence[int]]) -> None:
        self._seasons = seasons

    def resolve(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None = None) -> When:
        """Place a time on the calendar.

        ``direction``: -1 past, +1 future, 0 unknown. ``context``: the last full date that was said.
        """
        when = self._place(said, anchor, direction, context)
        if when.first is None and when.last is None:
            return when
        return _apply(said, when)

    def _place(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        try:
            if said.sort == "range":
                return self._place_range(said, anchor, direction, context)
            if said.sort == "shifted" and said.to is not None:
                base = self._place(said.to, anchor, direction, context)
                if base.first is None:
                    return UNRESOLVED
                day = base.first + dt.timedelta(days=said.n)
                return When(day, day, "inferred")
            if said.sort == "context":
                return _place_context(said, context)
            if said.sort == "period":
                return UNRESOLVED if anchor.period is None else When(*anchor.period, "inferred")
            if said.sort in {"date", "month", "year", "decade", "numeric", "holiday", "of_month", "season"}:
                return self._place_calendar(said, anchor, direction, context)
            return _place_relative(said, anchor, direction)
        except (ValueError, OverflowError):
            return UNRESOLVED

    def _place_range(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        assert said.to is not None
        last = self._place(said.to, anchor, direction, context)
        opening = replace(said, sort="date" if said.unit == "" else said.unit, to=None)
        if opening.year is None and said.to.year is not None:
            opening = replace(
                opening, year=said.to.year if (opening.month or 1) <= (said.to.month or 12) else said.to.year - 1
            )
        if opening.year is None and last.last is not None and opening.month is not None:
            opening = replace(opening, year=last.last.year if opening.month <= last.last.month else last.last.year - 1)
            first = self._place(opening, anchor, direction, context)
            return When(first.first, last.last, last.basis)
        first = self._place(opening, anchor, direction, context)
        if first.first is None or last.last is None or last.last < first.first:
            return UNRESOLVED
        return When(first.first, last.last, first.basis if first.basis != "explicit" else last.basis)

    def _place_calendar(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None) -> When:
        if said.sort == "numeric":
            return _place_numeric(said, anchor)
        if said.sort == "decade" and said.year:
            first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(said.part, (0, 9))
            return When(dt.date(said.year + first, 1, 1), dt.date(said.year + last, 12, 31), "explicit")
        if said.sort == "year" and said.year:
            return _part_of_year(said.year, said.part, "explicit")
        if said.sort == "of_month" and said.day:
            return _place_day_of_month(said, anchor, context)
        if said.sort == "season":
            return self._place_season(said, anchor, direction)
        year, basis = self._year_of(said, anchor, direction)
        if year is None or said.month is None:
            return UNRESOLVED
        if said.sort == "holiday":
            basis = "dateline" if anchor.day else "inferred"
            if said.part == "new_year" and said.bound in {"by", "until", "before"}:
                day = dt.date(year - 1, 12, 31) if said.month == 1 else dt.date(year, 12, 31)
                return When(day, day, basis)
        if said.day is not None:
            day = dt.date(year, said.month, said.day)
            return When(day, day, basis)
        first, last = _month_span(year, said.month, said.part)
        return When(first, last, basis)

    def _place_season(self, said: TimeExpression, anchor: Anchor, direction: int) -> When:
        month, length = self._seasons[said.unit]
        year, basis = said.year, "explicit"
        if year is None:
            if anchor.day is None:
                return UNRESOLVED
            basis, year = "dateline", anchor.day.year
            if said.mod == "next" or (direction > 0 and month + length <= anchor.day.month):
                year += 1
            elif said.mod == "last" or (direction < 0 and month > anchor.day.month):
                year -= 1
        first = dt.date(year, month, 1)
        end = month + length - 1
        last_year, last_month = (year, end) if end <= 12 else (year + 1, end - 12)
        return When(first, dt.date(last_year, last_month, calendar.monthrange(last_year, last_month)[1]), basis)

    def _year_of(self, said: TimeExpression, anchor: Anchor, direction: int) -> tuple[int | None, str]:
        """The year of a day and month: as said, else the nearest that the tense allows, else the undated report's."""
        if said.year is not None:
            return said.year, "explicit"
        if anchor.day is None:
            return (anchor.year, "inferred") if anchor.year is not None and said.mod == "" else (None, "unresolved")
        month, today = said.month or 1, anchor.day
        basis = "explicit" if said.day is not None else "dateline" if said.part == "" else "explicit"
        if said.mod == "last":
            return today.year if month < today.month else today.year - 1, "dateline"
        if said.mod == "next":
            return today.year if month > today.month else today.year + 1, "dateline"
        key = (month, said.day or (1 if direction > 0 else 28))
        year = today.year
        if said.sort == "holiday" and said.part == "new_year":
            if direction < 0 and key > (today.month, today.day):
                return year - 1, basis
            return year + 1 if direction >= 0 and key < (today.month, today.day) else year, basis
        late, early = key > (today.month, today.day), key < (today.month, today.day)
        away = abs((dt.date(year, month, min(key[1], 28)) - today).days)
        if direction < 0 and late and month != today.month and (away > _NEAR or said.day is None):
            year -= 1
        elif direction > 0 and early and month != today.month and (away > _NEAR or said.day is None):
            year += 1
        elif direction == 0:
            days = (dt.date(year, month, 15) - today).days
            year += -1 if days > 183 else 1 if days < -183 else 0
        return year, basis


def _month_span(year: int, month: int, part: str) -> tuple[Day, Day]:
    longest = calendar.monthrange(year, month)[1]
    if part.startswith("week"):
        monday = dt.date(year, month, 1) - dt.timedelta(days=dt.date(year, month, 1).weekday())
        monday += dt.timedelta(days=7 * (int(part[4:]) - 1))
        return max(monday, dt.date(year, month, 1)), monday + dt.timedelta(days=6)
    low, high = PARTS.get(part, (1, 31))
    return dt.date(year, month, low), dt.date(year, month, min(high, longest))


def _part_of_year(year: int, part: str, basis: str) -> When:
    months = {
        "early": (1, 4),
        "beginning": (1, 4),
        "start": (1, 4),
        "mid": (5, 8),
        "middle": (5, 8),
        "late": (9, 12),
        "end": (9, 12),
        "first": (1, 6),
        "second": (7, 12),
    }.get(part, (1, 12))
    return When(dt.date(year, months[0], 1), dt.date(year, months[1], calendar.monthrange(year, months[1])[1]), basis)


def _place_day_of_month(said: TimeExpression, anchor: Anchor, context: Day | None) -> When:
    base = context or anchor.day
    if base is None or said.day is None:
        return UNRESOLVED
    day = dt.date(base.year, base.month, said.day)
    return When(day, day, "inferred" if context else "dateline")


def _place_numeric(said: TimeExpression, anchor: Anchor) -> When:
    assert said.year is not None and said.month is not None and said.day is not None and said.alternative is not None
    one, other = dt.date(said.year, said.month, said.day), dt.date(said.year, *said.alternative)
    if said.weekday is not None and (one.weekday() == said.weekday) != (other.weekday() == said.weekday):
        day = one if one.weekday() == said.weekday else other
        return When(day, day, "explicit")
    if anchor.day_first is None:
        return UNRESOLVED
    day = one if anchor.day_first else other
    return When(day, day, "inferred")


def _place_context(said: TimeExpression, context: Day | None) -> When:
    """A time told by the last day that was spoken of."""
    if context is None:
        return UNRESOLVED
    day = context + dt.timedelta(days=said.n)
    return When(day, day, "inferred")


def _place_relative(said: TimeExpression, anchor: Anchor, direction: int) -> When:
    today = anchor.day
    if today is None:
        return UNRESOLVED
    monday = today - dt.timedelta(days=today.weekday())
    if said.sort == "now":
        return When(today, today, "dateline")
    if said.sort == "so_far":
        return When(None, today, "dateline")
    if said.sort == "days":
        day = today + dt.timedelta(days=said.n)
        return When(day, day, "dateline")
    if said.sort in {"within", "ahead"}:
        then = today + dt.timedelta(days=said.n)
        return When(None if said.sort == "within" else then, then, "dateline") if direction > 0 else UNRESOLVED
    if said.sort == "lately":
        return When(today - dt.timedelta(days=said.n), today, "dateline")
    if said.sort == "overnight":
        return When(today - dt.timedelta(days=1), today, "dateline")
    if said.sort == "weekday":
        day = _weekday(today, said.n, said.mod, direction)
        return When(day, day, "dateline")
    if said.sort == "weekend":
        saturday = monday + dt.timedelta(days=5)
        if said.mod == "next" or (direction > 0 and said.mod != "last" and saturday + dt.timedelta(days=1) < today):
            saturday += dt.timedelta(days=7)
        elif said.mod == "last" or (direction <= 0 and said.mod != "this" and saturday > today):
            saturday -= dt.timedelta(days=7)
        return When(saturday, saturday + dt.timedelta(days=1), "dateline")
    shift = {"last": -1, "next": 1}.get(said.mod, 0)
    if said.sort == "week_rel":
        first = monday + dt.timedelta(days=7 * shift)
        last = first + dt.timedelta(days=6)
        return When(last - dt.timedelta(days=2) if said.part == "end" else first, last, "dateline")
    if said.sort == "month_rel":
        index = today.year * 12 + today.month - 1 + shift
        return When(*_month_span(index // 12, index % 12 + 1, said.part), "dateline")
    if said.sort == "year_rel":
        return _part_of_year(today.year + shift, said.part, "dateline")
    if said.sort == "elapsed":
        return _ago(said, today)
    return UNRESOLVED


def _ago(said: TimeExpression, today: Day) -> When:
    if said.unit in {"day", "week", "fortnight"}:
        day = today + dt.timedelta(days=said.n * {"day": 1, "week": 7, "fortnight": 14}[said.unit])
        return When(day, day, "dateline")
    if said.unit == "month":
        index = today.year * 12 + today.month - 1 + said.n
        return When(*_month_span(index // 12, index % 12 + 1, ""), "dateline")
    year = today.year + said.n * (10 if said.unit == "decade" else 1)
    return When(dt.date(year, 1, 1), dt.date(year, 12, 31), "dateline")


def _weekday(today: Day, weekday: int, mod: str, direction: int) -> Day:
    back = (today.weekday() - weekday) % 7
    if mod == "last":
        return today - dt.timedelta(days=back or 7)
    if mod == "next" or (direction > 0 and mod != "last"):
        ahead = (weekday - today.weekday()) % 7
        return today + dt.timedelta(days=(ahead or 7) if mod == "next" else ahead)
    if mod == "this":
        return today - dt.timedelta(days=today.weekday() - weekday)
    return today - dt.timedelta(days=back)


def _apply(said: TimeExpression, when: When) -> When:
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
