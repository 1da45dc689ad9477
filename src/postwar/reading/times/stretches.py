"""Stretches of the calendar: weeks, months, quarters, years, their parts, and steps from one to another."""

from __future__ import annotations

import calendar
import datetime as dt

from postwar.core.time import Day

Span = tuple[Day, Day]

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
_OF_YEAR = {  # months of a year
    "early": (1, 4),
    "beginning": (1, 4),
    "start": (1, 4),
    "mid": (5, 8),
    "middle": (5, 8),
    "late": (9, 12),
    "end": (9, 12),
    "first": (1, 6),
    "second": (7, 12),
}
_OF_DECADE = {"early": (0, 3), "beginning": (0, 3), "mid": (4, 6), "middle": (4, 6), "late": (7, 9), "end": (7, 9)}
_OF_WEEK = {"early": (0, 2), "beginning": (0, 1), "start": (0, 1), "mid": (2, 4), "middle": (2, 4)}
_THIRDS = {
    **dict.fromkeys(("early", "beginning", "start"), (0.0, 1.0)),
    **dict.fromkeys(("mid", "middle"), (1.0, 2.0)),
    "first": (0.0, 1.5),
    "second": (1.5, 3.0),
}
DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_TURN = 15  # days on either side of the turn of a year: judgement


def month_span(year: int, month: int, part: str = "") -> Span:
    """A month or a part of it.

    >>> [day.day for day in month_span(2020, 2, "end")]
    [21, 29]
    """
    low, high = PARTS.get(part, (1, 31))
    return dt.date(year, month, low), dt.date(year, month, min(high, calendar.monthrange(year, month)[1]))


def year_span(year: int, part: str = "") -> Span:
    """A year or a part of it."""
    first, last = _OF_YEAR.get(part, (1, 12))
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def decade_span(year: int, part: str = "") -> Span:
    """Ten years or a part of them."""
    first, last = _OF_DECADE.get(part, (0, 4) if part == "first" else (5, 9) if part == "second" else (0, 9))
    return dt.date(year + first, 1, 1), dt.date(year + last, 12, 31)


def century_span(n: int, part: str = "") -> Span:
    """The n-th century: 1900-1999 is the twentieth."""
    first, last = {"early": (0, 32), "mid": (33, 66), "late": (67, 99)}.get(part, (0, 99))
    return dt.date(100 * (n - 1) + first, 1, 1), dt.date(100 * (n - 1) + last, 12, 31)


def week_span(day: Day) -> Span:
    """The week with a day in it, from Monday."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def iso_week(year: int, n: int) -> Span:
    """The n-th week of a year (ISO 8601). Raises ``ValueError`` where the year has none."""
    monday = dt.date.fromisocalendar(year, n, 1)
    return monday, monday + dt.timedelta(days=6)


def unit_span(day: Day, unit: str) -> Span:
    """The week, month, quarter, half, year, decade or century with a day in it."""
    if unit in {"week", "fortnight"}:
        first, last = week_span(day)
        return first, last + dt.timedelta(days=7 if unit == "fortnight" else 0)
    if unit == "weekend":
        return (week_span(day)[0] + dt.timedelta(days=5)), week_span(day)[1]
    if unit == "day":
        return day, day
    if unit not in MONTHS:
        raise ValueError(f"no stretch of days: {unit}")
    months = MONTHS[unit]
    index = day.year * 12 + day.month - 1
    begin = index - index % months
    return month_at(begin), month_at(begin + months) - dt.timedelta(days=1)


def month_at(index: int) -> Day:
    """The first day of the month that is the ``index``-th since year 0."""
    return dt.date(index // 12, index % 12 + 1, 1)


def stepped(day: Day, n: int, unit: str) -> Day:
    """The day ``n`` units on; where a month has no such day, its last. Raises ``ValueError`` for a unit of no days.

    >>> stepped(dt.date(2020, 1, 31), 1, "month").isoformat()
    '2020-02-29'
    """
    if unit in DAYS:
        return day + dt.timedelta(days=n * DAYS[unit])
    if unit not in MONTHS:
        raise ValueError(f"no stretch of days: {unit}")
    first = month_at(day.year * 12 + day.month - 1 + n * MONTHS[unit])
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def part_of(span: Span, part: str, unit: str) -> Span:
    """A part of a stretch: its beginning, middle, end or half."""
    first, last = span
    if part in {"", "rest"}:
        return span
    if unit == "year" and first.month == 1:
        return year_span(first.year, part)
    if unit == "month" and first.day == 1:
        return month_span(first.year, first.month, part)
    if unit == "decade":
        return decade_span(first.year, part)
    days = (last - first).days + 1
    if unit == "week":
        begin, end = _OF_WEEK.get(part, (4, 6))
        return first + dt.timedelta(days=begin), first + dt.timedelta(days=end)
    low, high = _THIRDS.get(part, (2.0, 3.0))
    return first + dt.timedelta(days=int(days * low / 3)), first + dt.timedelta(days=int(days * high / 3) - 1)


def turn_span(year: int) -> Span:
    """The days about the first of a year."""
    new_year = dt.date(year, 1, 1)
    return new_year - dt.timedelta(days=_TURN), new_year + dt.timedelta(days=_TURN - 1)
