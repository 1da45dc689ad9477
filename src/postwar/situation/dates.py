"""When an obligation falls due, and whether it was met in time.

``by`` includes its day, ``before`` does not; ``within`` counts from the signing, from an event of the accord, or from
the day another obligation was done (of what makes a breach good: from the day of the breach); ``from_days`` opens a
window that long after it, the gap rule *not before*; ``parallel_with`` falls due on the day the other is done; month
arithmetic that lands on no day gives two possible days and is said to be ambiguous, not clamped.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from postwar.core.accord import Due
from postwar.core.time import Day, add_months
from postwar.situation.wording import say_day, say_days

SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that bind. ``opens`` to ``last``, both inclusive; ``latest`` differs from ``last`` only where the text
    gives two possible last days. ``waits_on`` names what has yet to happen before there is a last day, or a first;
    ``base`` is the day that a term counts from."""

    opens: Day | None
    last: Day | None
    latest: Day | None
    waits_on: str | None
    continuous: bool
    text: str
    base: Day | None = None


def add_months_either_way(day: Day, months: int) -> tuple[Day, Day]:
    """The day ``months`` later, as the earliest and the latest it can be read.

    >>> add_months_either_way(dt.date(2020, 11, 30), 3)
    (datetime.date(2021, 2, 28), datetime.date(2021, 3, 2))
    """
    try:
        same = add_months(day, months)
        return same, same
    except ValueError:
        index = day.year * 12 + day.month - 1 + months
        year, month = index // 12, index % 12 + 1
        end = dt.date(year, month, calendar.monthrange(year, month)[1])
        return end, end + dt.timedelta(days=day.day - end.day)


def span_of(
    due: Due, signed_on: Day | None, done_on: Mapping[str, Day | None], names: Mapping[str, str] | None = None
) -> Span:
    """The days that an obligation binds on, given when it was signed and when others were done. ``names`` says what an
    event that a term counts from is called.

    >>> span_of(Due(before=dt.date(2005, 3, 1)), None, {}).last
    datetime.date(2005, 2, 28)
    >>> span_of(Due(from_days=91, of="d"), None, {"d": dt.date(1995, 12, 20)}, {"d": "the transfer of authority"}).text
    'not before 91 days after the transfer of authority: from 20 March 1996'
    """
    opens = due.from_ or due.continuous_from
    if due.continuous_from is not None or due.continuous_to is not None:
        begin = f"from {say_day(due.continuous_from)}" if due.continuous_from else ""
        end = f"to {say_day(due.continuous_to)}" if due.continuous_to else ""
        text = " ".join(filter(None, ("continuous", begin, end)))
        return Span(opens, due.continuous_to, due.continuous_to, None, True, text)
    if due.by is not None or due.before is not None:
        last = due.by if due.by is not None else (due.before or dt.date.max) - dt.timedelta(days=1)
        text = f"by {say_day(last)}" if due.by is not None else f"before {say_day(due.before or last)}"
        return Span(opens, last, last, None, False, _opening(due.from_) + text)
    if any(n is not None for n in (due.within_days, due.within_months, due.from_days, due.from_months)):
        return _counted(due, opens, signed_on, done_on, names or {})
    if due.parallel_with is not None:
        other = done_on.get(due.parallel_with)
        waits = None if other is not None else due.parallel_with
        return Span(opens, other, other, waits, False, f"together with {due.parallel_with}")
    return Span(opens, None, None, None, False, _opening(due.from_).rstrip(", ") or "no date in the text")


def _opening(day: Day | None) -> str:
    return f"from {say_day(day)}, " if day is not None else ""


def _length(days: int | None, months: int | None) -> str:
    return say_days(days) if days is not None else f"{months} month" + ("" if months == 1 else "s")


def _shift(base: Day, days: int | None, months: int | None) -> tuple[Day, Day]:
    """A day some days or months on, as the earliest and the latest it can be read."""
    if days is not None:
        return (base + dt.timedelta(days=days),) * 2
    return add_months_either_way(base, months or 0)


def _counted(
    due: Due, opens: Day | None, signed_on: Day | None, done_on: Mapping[str, Day | None], names: Mapping[str, str]
) -> Span:
    """A window, or a last day, that counts from an event."""
    base_name = due.of or SIGNING
    base = signed_on if base_name == SIGNING else done_on.get(base_name)
    gap = due.from_days is not None or due.from_months is not None
    term = due.within_days is not None or due.within_months is not None
    of = "the signing" if base_name == SIGNING else names.get(base_name, base_name)
    parts = [f"not before {_length(due.from_days, due.from_months)} after"] if gap else []
    parts += [f"within {_length(due.within_days, due.within_months)} of"] if term else []
    text = " and ".join(parts) + f" {of}"
    if base is None:
        return Span(opens, None, None, base_name, False, text)
    if gap:
        opens = _shift(base, due.from_days, due.from_months)[0]
        text += f": from {say_day(opens)}"
    if not term:
        return Span(opens, None, None, None, False, text, base)
    last, latest = _shift(base, due.within_days, due.within_months)
    either = f" or {say_day(latest)}, as the months are counted" if last != latest else ""
    text += f"{', ' if gap else ': '}by {say_day(last)}{either}"
    return Span(opens, last, latest, None, False, text, base)


def judge_time(span: Span, done_on: Day | None, done_by: Day | None, today: Day) -> tuple[str, int | None]:
    """A code of ``accord.TIMELINESS`` and its number of days.

    ``done_on`` is the day of fulfilment where it is told; ``done_by`` the day by which it must have happened, since a
    report tells of it. A fulfilment told after the last day without its own day can have been in time or late.

    >>> span = span_of(Due(by=dt.date(2020, 11, 15)), None, {})
    >>> judge_time(span, dt.date(2020, 11, 25), dt.date(2020, 11, 25), dt.date(2020, 12, 1))
    ('late', 10)
    """
    if span.last is None or span.latest is None:
        return ("not_due" if span.waits_on else "no_deadline"), None
    by = done_on or done_by
    if by is not None:
        if by <= span.last:
            return "on_time", None
        if done_on is None or done_on <= span.latest:
            return "deadline_ambiguous", None
        return "late", (done_on - span.latest).days
    if today <= span.last:
        return "not_due", None
    if today <= span.latest:
        return "deadline_ambiguous", None
    return "overdue", (today - span.latest).days


def ambiguity(span: Span, done_on: Day | None, done_by: Day | None, today: Day) -> tuple[int, int]:
    """The fewest and the most days late that an ambiguous deadline leaves open: by the latest last day and the earliest
    day of doing, and by the earliest last day and the latest day of doing.

    >>> ambiguity(span_of(Due(by=dt.date(2020, 11, 20)), None, {}), None, dt.date(2020, 11, 25), dt.date(2020, 12, 1))
    (0, 5)
    """
    assert span.last is not None and span.latest is not None
    end = done_on or done_by or today
    known = done_on or (today if done_by is None else None)
    least = max(0, (known - span.latest).days) if known is not None else 0
    return least, max(0, (end - span.last).days)
