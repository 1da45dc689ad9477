"""What a process is to the engine: parameters it needs, events it may cause, ways it opens to people. No randomness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from postwar.core.outlook import SeriesKey
from postwar.model.priors import Need
from postwar.model.rates import Way
from postwar.model.state import Drawn, Setting, State

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Off:
    """Why a process does not run in this case."""

    reason: str


class Running:
    """A process set up for one case: what it asks of the engine, and what it answers day by day.

    The engine asks, draws and moves; a process returns numbers and never sees random state, threads or blocks.
    Every array has members as its first axis, and an answer for a member depends on that member alone.

    - ``needs``: parameters to draw, one number a member.
    - ``uniforms``: names of numbers in (0, 1), one a member, drawn once before the run (a delay, a choice made at the
      start).
    - ``chances``: names of events that may happen on any day; see :meth:`probabilities`.
    - ``ways``: the ways it opens between cells of people; see :meth:`values`.
    - ``flips``: places whose holder it may change.
    - ``settles``: obligations (positions) that it brings to an end, ``runs_forces`` the forces (positions) that it
      runs; ``runs_war`` whether it decides if war resumes.
    - ``records``: the series that it keeps a record of; see :meth:`recorded`.
    - ``leaves_out``: (what, why) of parts of the case that it does not run.
    """

    needs: tuple[Need, ...] = ()
    uniforms: tuple[str, ...] = ()
    chances: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    flips: tuple[str, ...] = ()
    settles: tuple[int, ...] = ()
    runs_forces: tuple[int, ...] = ()
    runs_war: bool = False
    records: tuple[SeriesKey, ...] = ()
    leaves_out: tuple[tuple[str, str], ...] = ()

    def begin(self, state: State, drawn: Drawn) -> None:
        """Set the process's own fields of the state on day 0."""

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """For each chance, the probabilities of its outcomes today: shape (member, outcome), rows sum to at most 1."""
        return ()

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """Write today's events into the process's own fields. ``outcomes`` gives, for each chance, the outcome that
        happened in each member, -1 for none."""

    def values(self, state: State, drawn: Drawn, day: int) -> Floats | None:
        """Today's rate (per person and day) or transition (probability) of each way: shape (member, way); None for
        all zero. Day 0 is before the first day: what a process gives there catches up on what the figures left out."""
        return None

    def capacities(self, state: State, drawn: Drawn, day: int) -> Mapping[str, Counts]:
        """Persons that each pool named in the ways has room for today, shape (member,); no limit for one left out."""
        return {}

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """The day's number of each series in ``records``, whole and at least 0, shape (member,); at the day's end."""
        return ()


class Process(Protocol):
    """A process of the model: a name, its fixed number in the counter, the phase of the day of its events."""

    name: str
    stream: int            # 1–15 or 18–31, fixed for good: part of every random number that the process's events use
    phase: int             # one of ``engine.PHASES``

    def set_up(self, setting: Setting) -> Running | Off:
        """The process for this case, or why it is off."""
        ...
