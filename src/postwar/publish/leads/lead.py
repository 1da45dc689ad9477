"""A sentence that could open a brief, and how much speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from postwar.core.time import Day
from postwar.publish.desk import RECENT, Desk
from postwar.publish.document import Line

NEWS = 30  # days
MANY_PEOPLE = 10_000
MANY_PLACES = 4


@dataclass(frozen=True, slots=True)
class Lead:
    """``weight``: what speaks for it; ``write`` makes the sentence, which introduces names and cites claims.
    ``always``: told in every brief."""

    weight: int
    write: Callable[[], Line]
    always: bool = False


def weigh(desk: Desk, on: Day | None, changed: bool, large: bool, standing: int = 0) -> int:
    """Two for the last 30 days or one for the last half year, one if it has changed since the last issue, one if it is
    large, and what it weighs on any day. The weights are a judgement; ties go to the order of the sentences."""
    ago = None if on is None else desk.days_ago(on)
    fresh = 0 if ago is None or ago > RECENT else 1 if ago > NEWS else 2
    return standing + fresh + changed + large


def latest(desk: Desk, ids: Iterable[str]) -> Day | None:
    """The last day that any of these claims tells of."""
    return max((desk.day_of(c) for c in desk.claims(ids)), default=None)
