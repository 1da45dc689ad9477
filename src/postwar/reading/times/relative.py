"""Relative times: placed by the day of the report or by the last day spoken of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from postwar.core.time import Day
from postwar.reading.dates import UNRESOLVED, Anchor, TimeExpression, When
from postwar.reading.times.stretches import DAYS, month_at, part_of, stepped, unit_span

_HOURS = frozenset({"hour", "minute", "second"})
_SHIFTS = {"last": -1, "next": 1, "after_next": 2}


def place_context(said: TimeExpression, context: Day | None) -> When:
    """A time told by the last day that was spoken of."""
    if context is None:
        return UNRESOLVED
    day = context
    for n, unit in ((said.n, said.unit or "day"), *said.more):
        day = stepped(day, int(n), unit)
    if said.more or said.unit in {"", "day", "week", "fortnight"}:
        return When(day, day, "inferred", "day")
    first, last = unit_span(day, said.unit)
    return When(first, last, "inferred", said.unit)


def place_relative(said: TimeExpression, anchor: Anchor, direction: int) -> When:
    """A time told by the day of the report; unresolved without one."""
    today = anchor.day
    if today is None:
        return UNRESOLVED
    if said.sort.endswith("_rel") or said.sort == "the_unit":
        return _stretch(said, today, direction)
    place = _PLACED.get(said.sort)
    return place(said, today, direction) if place is not None else UNRESOLVED


def _one(day: Day, granularity: str = "day") -> When:
    return When(day, day, "dateline", granularity)


def _stretch(said: TimeExpression, today: Day, direction: int) -> When:
    """Last week, this month, next year, and their parts; the rest of this month."""
    unit = said.unit or said.sort.removesuffix("_rel")
    first, last = unit_span(today, unit)
    shift = _SHIFTS.get(said.mod, 0)
    if shift:
        first, last = unit_span(stepped(first, shift, unit), unit)
    if said.part == "rest":
        return When(today, last, "dateline", unit)
    if said.part == "early" and said.mod == "this" and direction < 0 and unit in {"week", "month"}:
        return When(first, min(last, today), "dateline", unit)
    a, b = part_of((first, last), said.part, unit)
    return When(a, b, "dateline", unit)


def _days(said: TimeExpression, today: Day, direction: int) -> When:
    return _one(today + dt.timedelta(days=int(said.n)))


def _now(said: TimeExpression, today: Day, direction: int) -> When:
    return _one(today)


def _so_far(said: TimeExpression, today: Day, direction: int) -> When:
    return When(None, today, "dateline", "day")


def _on(said: TimeExpression, today: Day) -> tuple[Day, str]:
    """The day a length away from the report, and how fine that is."""
    day, finest = today, said.unit
    for n, unit in ((said.n, said.unit), *said.more):
        finest, whole = unit, int(n)
        if unit in _HOURS:
            continue
        day = stepped(day, whole, unit)
        if n != whole and unit == "year":
            day = stepped(day, round((n - whole) * 12), "month")
    return day, finest


def _ahead(said: TimeExpression, today: Day, direction: int) -> When:
    then, _ = _on(said, today)
    if direction < 0 and not said.mod:
        return UNRESOLVED
    return When(None if said.sort == "within" else then, then, "dateline", "day")


def _lately(said: TimeExpression, today: Day, direction: int) -> When:
    if not said.n:
        return UNRESOLVED
    unit, n = (said.unit, said.n) if said.unit != "hour" else ("day", -(-said.n // 24))
    if unit in {"quarter", "decade", "century"}:
        first, _ = unit_span(today, unit)
        return When(stepped(first, -int(n), unit), first - dt.timedelta(days=1), "dateline", unit)
    first = stepped(today, -int(n), unit)
    for extra, finer in said.more:
        first = stepped(first, -int(extra), finer)
    return When(first, today, "dateline", unit)


def _coming(said: TimeExpression, today: Day, direction: int) -> When:
    if not said.n:
        return UNRESOLVED
    unit, n = (said.unit, said.n) if said.unit != "hour" else ("day", -(-said.n // 24))
    if unit in {"quarter", "decade", "century"}:
        _, last = unit_span(today, unit)
        begin = last + dt.timedelta(days=1)
        return When(begin, stepped(begin, int(n), unit) - dt.timedelta(days=1), "dateline", unit)
    return When(today + dt.timedelta(days=1), stepped(today, int(n), unit), "dateline", unit)


def _overnight(said: TimeExpression, today: Day, direction: int) -> When:
    return When(today - dt.timedelta(days=1), today, "dateline", "day")


def _weekday(said: TimeExpression, today: Day, direction: int) -> When:
    weekday = int(said.n)
    back, ahead = (today.weekday() - weekday) % 7, (weekday - today.weekday()) % 7
    if said.mod == "last":
        return _one(today - dt.timedelta(days=back or 7))
    if said.mod == "next":
        return _one(today + dt.timedelta(days=ahead or 7))
    if said.mod == "this":
        return _one(today - dt.timedelta(days=today.weekday() - weekday))
    return _one(today + dt.timedelta(days=ahead) if direction > 0 else today - dt.timedelta(days=back))


def _weekend(said: TimeExpression, today: Day, direction: int) -> When:
    saturday = today - dt.timedelta(days=today.weekday() - 5)
    gone = direction > 0 and said.mod != "last" and saturday < today - dt.timedelta(days=1)
    if said.mod in {"next", "after_next"} or gone:
        saturday += dt.timedelta(days=14 if said.mod == "after_next" else 7)
    elif said.mod == "last" or (direction < 0 and said.mod != "this" and saturday > today):
        saturday -= dt.timedelta(days=7)
    return When(saturday, saturday + dt.timedelta(days=1), "dateline", "weekend")


def _elapsed(said: TimeExpression, today: Day, direction: int) -> When:
    """Three days ago: that day; a month or more ago: the month, the year."""
    day, finest = _on(said, today)
    if finest in DAYS:
        return _one(day)
    if finest == "month":
        first = day.replace(day=1)
        return When(first, month_at(first.year * 12 + first.month) - dt.timedelta(days=1), "dateline", "month")
    if finest not in {"year", "decade", "century", "quarter"}:
        return _one(today) if finest in _HOURS else UNRESOLVED
    first, last = unit_span(day, "quarter" if finest == "quarter" else "year")
    return When(first, last, "dateline", "year")


_PLACED: dict[str, Callable[[TimeExpression, Day, int], When]] = {
    "now": _now,
    "so_far": _so_far,
    "days": _days,
    "within": _ahead,
    "ahead": _ahead,
    "lately": _lately,
    "coming": _coming,
    "overnight": _overnight,
    "weekday": _weekday,
    "weekend": _weekend,
    "elapsed": _elapsed,
}
