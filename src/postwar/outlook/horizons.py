"""The days that an outlook has rows for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from postwar.core.case import Case
from postwar.core.errors import RuleError
from postwar.core.rules import parse_rule, rule_days
from postwar.core.situation import Situation
from postwar.core.time import Day

AFTER = (7, 30, 90, 180, 365, 730, 1095, 1826)
MONTHLY = 365


def month_ends(origin: Day, days: int) -> set[Day]:
    """The last days of the months of the first year, then of the quarters, after ``origin`` and up to ``days`` on.

    >>> [str(d) for d in sorted(month_ends(dt.date(2030, 12, 2), 460))][-3:]
    ['2031-10-31', '2031-11-30', '2031-12-31']
    """
    found = set()
    for ahead in range(1, days + 1):
        day = origin + dt.timedelta(days=ahead)
        if (day + dt.timedelta(days=1)).day == 1 and (ahead <= MONTHLY or day.month % 3 == 0):
            found.add(day)
    return found


def asked_days(case: Case, situation: Situation) -> set[Day]:
    """The days that questions and obligations name: when a question closes, each day of its rule, each day in force."""
    days = {q.closes_on for q in case.questions} | {o.due for o in situation.obligations if o.due is not None}
    for question in case.questions:
        try:
            days.update(rule_days(parse_rule(question.rule)))
        except RuleError:
            continue
    return days


def horizons(origin: Day, days: int, asked: Iterable[Day]) -> tuple[int, ...]:
    """Days ahead for which there are rows, in order: 7, 30, 90, 180 days and 1, 2, 3, 5 years; ends of months in the
    first year and of quarters after it; every day asked for; the last day. All within the run of ``days`` days.

    >>> horizons(dt.date(2030, 12, 2), 31, [dt.date(2030, 12, 20), dt.date(2040, 1, 1)])
    (7, 18, 29, 30, 31)
    """
    ahead = {*AFTER, days, *((day - origin).days for day in month_ends(origin, days)),
             *((day - origin).days for day in asked)}
    return tuple(sorted(n for n in ahead if 0 < n <= days))
