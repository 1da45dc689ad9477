"""Run a settlement forward: a case and its situation in, an ensemble of possible courses out.

The order of a day, the same for every member; ``engine.py`` steps it:

1. dated events: handovers that fall due, with the control that passes by them (phase 1 of the processes);
2. forces and mandates: ramp, end of term, early exit (phase 2);
3. clearance, rebuilding, services: no process of this version;
4. resumption of war (phase 4);
5. people: rates and transitions of all processes, one draw, room for the day's movers, arrivals;
6. record.

Day 0 is the origin: people of day 0 are drawn from the figures, each process sets its own fields, step 5 runs once for
what happened before the origin but no figure counts, and the day is recorded.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from postwar.core.case import Case
from postwar.core.errors import AskError
from postwar.core.outlook import Ensemble, SeriesKey
from postwar.core.situation import Situation
from postwar.core.time import Day
from postwar.model.engine import BLOCK, run_members
from postwar.model.processes import REGISTRY


def run(case: Case, situation: Situation, to: Day, members: int, seed: int, *, engine: str = "compiled",
        threads: int | None = None, block: int = BLOCK, keep: Collection[SeriesKey] | None = None) -> Ensemble:
    """Run ``members`` possible courses of a settlement from the situation's valid day up to and with ``to``.

    Members start from the intervals of the situation's figures, parameters from the case's priors. Every random number
    has an address (member, day, process, cell, draw) under the seed, so that the same arguments give the same bytes,
    for any block size, number of threads and order of processes, and a member is the same whichever others run beside
    it. ``engine`` is "compiled" (Numba) or "plain" (NumPy): the same numbers, except where the two libraries round
    ``exp`` or ``log`` differently. ``threads``: as many as there are processors for this process, unless said.

    With ``keep`` only the series named are kept member by member; of each other one a summary is (sums and histograms
    of whole numbers), so that memory does not grow with members times days.

    Returns an :class:`Ensemble` with integer series of shape (member, day); what does not run, and why, in ``off``.
    Raises ``AskError`` where ``to`` is not after the origin, there is no member, or the seed has not 64 bits;
    ``CaseError`` for a parameter known later than the origin, or that is no distribution.
    Assumes that the figures hold on the origin and that members are equally probable: nothing is conditioned here.

    See docs/model.md for each law, and docs/add-a-process.md.

    >>> from postwar.core.parameter import Parameter
    >>> from postwar.core.time import AsOf
    >>> first = Day(2030, 1, 1)
    >>> tier3 = Parameter("resumption.tier3_share", "", 0.5, None, "share", "judgement: an example", first)
    >>> case = Case("c", "A case", "", first, "UTC", None, (), (), (), parameters=(tier3,))
    >>> ensemble = run(case, Situation("c", AsOf(first, first)), Day(2031, 1, 1), members=4, seed=1)
    >>> ensemble.series["war_tier", "", ""].shape, dict(ensemble.off)["returns"]
    ((4, 366), 'no group is counted')
    """
    if members < 1:
        raise AskError(f"a run needs at least 1 member, not {members}")
    return run_members(case, situation, to, range(members), seed, REGISTRY, block, engine=engine,
                       threads=processors() if threads is None else threads, keep=keep)


def processors() -> int:
    """How many processors this process may use.

    >>> processors() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
