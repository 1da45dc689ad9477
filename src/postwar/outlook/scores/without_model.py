"""Forecasts of one figure that need no model: what a careful reader of the last reports would say."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.time import Day
from postwar.core.variable import Estimate

LAST, TREND, SATURATING = "last value", "trend", "saturating curve"
APART, FIGURES = 5, 3
"""The figures that a trend or a curve is laid through: the latest, and those before it at least so many days apart
(judgement: counts of one and the next day differ by their noise)."""


def looked_back(days: Sequence[Day]) -> list[Day]:
    """The days, of those that have a figure, whose figures are taken: oldest first, the latest among them.

    >>> import datetime as dt
    >>> [d.day for d in looked_back([dt.date(2031, 1, n) for n in (1, 4, 8, 13, 18, 19)])]
    [8, 13, 19]
    """
    found: list[Day] = []
    for day in sorted(days, reverse=True):
        if len(found) < FIGURES and (not found or (found[-1] - day).days >= APART):
            found.append(day)
    return found[::-1]


def last_value(course: Sequence[Estimate]) -> float:
    """The latest figure stays: ``course`` holds what was known of one figure, oldest first, and is not empty."""
    return course[-1].value


def trend(course: Sequence[Estimate], ahead: int) -> float:
    """The latest figure goes on by its mean daily change since the one before it; never below 0.

    ``ahead`` are days after the latest figure's own day. One figure alone stays as it is.

    >>> import datetime as dt
    >>> def at(day, value):
    ...     return Estimate("away", "stock", "", None, "p", "person", dt.date(2031, 1, day), value, value, value, ())
    >>> trend([at(1, 100.0), at(11, 150.0)], 10)
    200.0
    """
    change = _change(course, -1)
    return max(0.0, course[-1].value + change * ahead)


def saturating(course: Sequence[Estimate], ahead: int) -> float:
    """A curve that levels off, through the last three figures: each later change is smaller by the same share.

    F(t) = F₀ + c·(1 − qᵗ)/(1 − q)·q per day, c the latest mean daily change and q its daily decline against the change
    before. With fewer than three figures, or where changes do not shrink with one sign, it is the trend.

    >>> import datetime as dt
    >>> def at(day, value):
    ...     return Estimate("away", "stock", "", None, "p", "person", dt.date(2031, 1, day), value, value, value, ())
    >>> round(saturating([at(1, 0.0), at(11, 100.0), at(21, 150.0)], 10_000))     # 100, 50, 25 … a step
    200
    """
    late, early = _change(course, -1), _change(course, -2)
    if len(course) < 3 or late * early <= 0 or abs(late) >= abs(early):
        return trend(course, ahead)
    step = (course[-1].on - course[-3].on).days / 2
    q = float((late / early) ** (1 / step))
    span = (course[-1].on - course[-2].on).days
    now = late * span * (1 - q) * q**span / (1 - q**span)     # change of the first day ahead, if it shrank all along
    return max(0.0, course[-1].value + now * (1 - q**ahead) / (1 - q))


def _change(course: Sequence[Estimate], at: int) -> float:
    """Mean daily change up to the figure ``at``; 0 where there is none before it."""
    if len(course) + at < 1:
        return 0.0
    new, old = course[at], course[at - 1]
    return (new.value - old.value) / max((new.on - old.on).days, 1)
