"""Dates: times as they are said, what they count from, and where they stand on the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postwar.core.place import Place
from postwar.core.time import Day


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as said, among tokens ``start`` to ``end``, not yet placed on the calendar.

    ``sort``: date, numeric, month, year, decade, century, weekday, weekend, now, so_far, days (offset in days),
    week_rel, month_rel, quarter_rel, year_rel, decade_rel, century_rel, season, of_month, nth (of a ``unit``), week_no,
    around (the week or month with a day in it), range, elapsed (n units ago), holiday, turn (of the year), shifted (n
    units after another time), context (n units from the day spoken of), overnight, lately (the last n units), coming
    (the next n), within and ahead (n units on), within_event and event_day (n units after an event that has no date),
    period (what the report covers); and sorts that have no place on the calendar: duration, recurring, vague, clock,
    daypart, the_unit.
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
    n: float = 0
    mod: str = ""  # last | next | this | ""
    unit: str = ""
    alternative: tuple[int, int] | None = None  # of a numeric date: the other (month, day)
    to: TimeExpression | None = None  # of a range: its end; of a shifted time: what it counts from
    weekday: int | None = None  # a weekday said beside a date
    within: TimeExpression | None = None  # the greater time that it lies in: "Tuesday of next week", "June last year"
    opening: TimeExpression | None = None  # of a range: its beginning
    more: tuple[tuple[float, str], ...] = ()  # of a length: further parts, "2 years and 3 months"
    clock: str = ""  # an hour or a part of the day said beside it


@dataclass(frozen=True, slots=True)
class When:
    """A time on the calendar: inclusive ends (None = open or unknown), how it was told, and how finely.

    ``basis``: explicit, dateline, inferred, unresolved, none. ``granularity``: day, week, month, quarter, season, year,
    decade, century, or empty where it is not told.
    """

    first: Day | None
    last: Day | None
    basis: str
    granularity: str = ""


UNRESOLVED = When(None, None, "unresolved")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative times count from.

    ``day``: the report's date; ``year``: the year that an undated report may take; ``day_first``: whether the report
    writes the day before the month in figures, where it tells; ``ceasefire``: the day on which the fighting ended;
    ``period``: the days that the report says it covers; ``southern``: whether seasons are those south of the equator
    (None: not known, then northern ones are taken and marked as inferred).
    """

    day: Day | None
    year: int | None = None
    day_first: bool | None = None
    ceasefire: Day | None = None
    period: tuple[Day, Day] | None = None
    southern: bool | None = None


def hemisphere(places: Iterable[Place]) -> bool | None:
    """Whether places lie south of the equator, so that seasons are those of the south; None where they lie on both
    sides, near it, or nowhere known.

    >>> hemisphere([]) is None
    True
    """
    known = [place.lat for place in places if place.lat is not None]
    if not known or min(abs(lat) for lat in known) < _TROPICS or min(known) < 0 < max(known):
        return None
    return known[0] < 0


_TROPICS = 10.0  # degrees of latitude within which the seasons of four have no months of their own: judgement
