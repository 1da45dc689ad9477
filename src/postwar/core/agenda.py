"""What falls due, what is overdue, and which obligations wait on which."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.time import Day

WAITS = ("after", "counts_from", "parallel", "repairs", "suspends")
DUE_KINDS = ("overdue", "ambiguous", "due", "opens", "ends", "notice")


@dataclass(frozen=True, slots=True)
class Wait:
    """An edge of the clause graph: ``target`` waits on ``source``. ``kind``: it comes after it, its term counts from
    it, it goes in parallel with it, it repairs its breach, or it may be suspended for its breach."""

    source: str
    target: str
    kind: str                      # one of WAITS


@dataclass(frozen=True, slots=True)
class DueLine:
    """One line of what is due. ``kind``: overdue, ambiguous (whether its day has passed depends on how it is read),
    due, opens (the first day of its window), ends (the last day of a duty that is kept day by day), notice (the last
    day for notice). ``days`` from the day asked for, below 0 where it has passed; ``hangs``: what waits on it, the
    nearest first."""

    obligation: str
    kind: str                      # one of DUE_KINDS
    on: Day
    days: int
    hangs: tuple[str, ...] = ()
