"""When an obligation falls due, and whether it was met in time.

``by`` includes its day, ``before`` does not; ``within`` counts from the signing or from the day another obligation was
done; ``parallel_with`` falls due on the day the other is done; month arithmetic that lands on no day gives two
possible days and is said to be ambiguous, not clamped.
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
    gives two possible last days. ``waits_on`` names what has yet to happen before there is a last day."""

    opens: Day | None
    last: Day | None
    latest: Day | None
    waits_on: str | None
    continuous: bool
    text: str


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


def span_of(due: Due, signed_on: Day | None, done_on: Mapping[str, Day | None]) -> Span:
    """The days that an obligation binds on, given when it was signed and when others were done.

    >>> span_of(Due(before=dt.date(2005, 3, 1)), None, {}).last
    datetime.date(2005, 2, 28)
    """
    opens = due.from_ or due.continuous_from
    if due.continuous_from is not None or due.continuous_to is not None:
        begin = f"from {say_day(due.continuous_from)}" if due.continuous_from else ""
        end = f"to {say_day(due.continuous_to)}" if due.continuous_to else ""
        return Span(
            opens, due.continuous_to, due.continuous_to, None, True, " ".join(filter(None, ("continuous", begin, end)))
        )
    if due.by is not None or due.before is not None:
        last = due.by if due.by is not None else (due.before or dt.date.max) - dt.timedelta(days=1)
        text = f"by {say_day(last)}" if due.by is not None else f"before {say_day(due.before or last)}"
        return Span(opens, last, last, None, False, _opening(due.from_) + text)
    if due.within_days is not None or due.within_months is not None:
        return _within(due, opens, signed_on, done_on)
    if due.parallel_with is not None:
        other = done_on.get(due.parallel_with)
        waits = None if other is not None else due.parallel_with
        return Span(opens, other, other, waits, False, f"together with {due.parallel_with}")
    return Span(opens, None, None, None, False, _opening(due.from_).rstrip(", ") or "no date in the text")


def _opening(day: Day | None) -> str:
    return f"from {say_day(day)}, " if day is not None else ""


def _within(due: Due, opens: Day | None, signed_on: Day | None, done_on: Mapping[str, Day | None]) -> Span:
    base_name = due.of or SIGNING
    base = signed_on if base_name == SIGNING else done_on.get(base_name)
    length = say_days(due.within_days) if due.within_days is not None else f"{due.within_months} months"
    text = f"within {length} of {'the signing' if base_name == SIGNING else base_name}"
    if base is None:
        return Span(opens, None, None, base_name, False, text)
    if due.within_days is not None:
        last = latest = base + dt.timedelta(days=due.within_days)
    else:
        last, latest = add_months_either_way(base, due.within_months or 0)
    ends = (
        f"by {say_day(last)}"
        if last == latest
        else f"by {say_day(last)} or {say_day(latest)}, as the months are counted"
    )
    return Span(opens, last, latest, None, False, f"{text}: {ends}")


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
    if done_on is not None or done_by is not None:
        by = done_on or done_by or today
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
