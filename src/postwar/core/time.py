"""Days and the two clocks."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

Day = dt.date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def parse_day(text: str) -> Day:
    """Read an ISO 8601 calendar day; anything else is a ``ValueError``.

    >>> parse_day("2020-11-20")
    datetime.date(2020, 11, 20)
    """
    if not _ISO.match(text):
        raise ValueError(f"not a day of the form YYYY-MM-DD: {text!r}")
    return dt.date.fromisoformat(text)


def iso(day: Day | None) -> str | None:
    """The day as text, or None.

    >>> iso(dt.date(2020, 12, 1)), iso(None)
    ('2020-12-01', None)
    """
    return None if day is None else day.isoformat()


def add_months(day: Day, months: int) -> Day:
    """The same day of the month, ``months`` later.

    Months differ in length: where the month has no such day this raises ``ValueError`` instead of
    clamping, because an accord's "three months from 30 November" is for a person to decide.

    >>> add_months(dt.date(2020, 11, 10), 36)
    datetime.date(2023, 11, 10)
    """
    index = day.year * 12 + day.month - 1 + months
    try:
        return dt.date(index // 12, index % 12 + 1, day.day)
    except ValueError:
        raise ValueError(f"{months} months from {day} falls on no day: say the day itself") from None


@dataclass(frozen=True, slots=True)
class AsOf:
    """Two clocks: the day in the world, and the day up to which the books had heard.

    ``valid`` is the valid time and ``known`` the transaction time of SQL:2011; ``seq`` is the last
    ledger entry that was visible, so that an answer can be asked for again exactly.
    """

    valid: Day
    known: Day
    seq: int = 0
