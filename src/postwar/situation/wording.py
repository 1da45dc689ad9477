"""Sentences of the situation, in neutral words: what a report says is said, what it does not say is not reported."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.case import Case
from postwar.core.time import Day

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_day(day: Day) -> str:
    """The day in words, the same under every locale.

    >>> import datetime as dt
    >>> say_day(dt.date(2020, 11, 5))
    '5 November 2020'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_days(n: int) -> str:
    """A number of days in words.

    >>> say_days(1), say_days(10)
    ('1 day', '10 days')
    """
    return f"{n} day" if n == 1 else f"{n} days"


def say_number(value: float) -> str:
    """A count with thousands apart, or a share as it is.

    >>> say_number(150000), say_number(0.6)
    ('150,000', '0.6')
    """
    return f"{round(value):,}" if abs(value) >= 1 else f"{value:g}"


def say_list(parts: Sequence[str]) -> str:
    """Parts joined by commas and *and*.

    >>> say_list(["a", "b", "c"])
    'a, b and c'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def names_of(case: Case, ids: Sequence[str]) -> str:
    """The display names of ids, alphabetically, so that no party is ranked."""
    return say_list(sorted(case.name_of(i) for i in ids))
