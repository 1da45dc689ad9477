"""Flight in a settlement: people leave where war has resumed in full, as long as a way out is open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.core.parameter import Prior
from postwar.core.time import Day
from postwar.model.access import access_to
from postwar.model.priors import Need, has_own
from postwar.model.process import Off, Running
from postwar.model.rates import Way
from postwar.model.state import FULL_WAR, Drawn, Setting, State

SHARE, SPREAD, EVER = "flight.leave_share", "flight.spread_days", "returns.ever_share"
NEVER_ALL = 1.0 - 1e-9

SPREAD_PRIOR = Prior("lognormal", (("p05", 2.0), ("p95", 40.0)))
"""How slowly people leave once war has resumed, where the case has no prior. Judgement: within a week or over two
months."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Flight:
    """When war resumes in full (tier 3), the share s of a group's people leaves, most of them in the first days.

    By t days after it has resumed the share F(t) = s·(1 − exp(−t/τ)) of those who lived there has left, s
    ``flight.leave_share``, τ ``flight.spread_days``: the rate per person is λ(t) = ln[(1 − F(t−1))/(1 − F(t))] on a
    day on which a route out is open or the case lists none, else 0, and what is missed is not made up for. Both
    those who had never left and those who had come back leave; the share ``returns.ever_share`` of them would return
    while things stay as they are.

    One law for each group that has a share; who advances, and where, is not modelled. What this gives is a restricted
    output wherever it would show a route or a day ahead of time.
    Flight over a network of routes, person by person, is ``postwar.model.processes.flight.run``.
    Source: judgement for the form; shares from the case. It breaks where people flee within the region, and where they
    go back after days.
    """

    name = "flight"
    stream = 6
    phase = 5

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where no group counted has a share that leaves."""
        rows = tuple(i for i, row in enumerate(setting.layout.rows) if has_own(setting.case, SHARE, row.group))
        return FlightOf(setting, rows) if rows else Off(f"the case has no {SHARE} for a group")


class FlightOf(Running):
    """The flight of one case's groups."""

    def __init__(self, setting: Setting, rows: tuple[int, ...]) -> None:
        layout = setting.layout
        self.setting, self.rows = setting, rows
        self.groups = tuple(layout.rows[i].group for i in rows)
        self.access = tuple(access_to(setting, layout.rows[i].home) for i in rows)
        self.ways = tuple(Way(layout.cell(i, source), layout.cell(i, target)) for i in rows
                          for source in ("resident", "back") for target in ("away", "gone"))
        self.needs = tuple(Need(name, g) for g in sorted(set(self.groups)) for name in (SHARE, EVER)) + tuple(
            Need(SPREAD, g, default=SPREAD_PRIOR) for g in sorted(set(self.groups)))

    def begin(self, state: State, drawn: Drawn) -> None:
        """No war yet."""
        state.own["flight.days"] = np.zeros(len(state.war), np.int64)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """Days since war has resumed in full, the first with it."""
        state.own["flight.days"] += state.war >= FULL_WAR

    def values(self, state: State, drawn: Drawn, day: int) -> Floats | None:
        """Rates of leaving, of each row's residents and of those back, to ``away`` and to ``gone``."""
        t = state.own["flight.days"].astype(np.float64)
        if not bool(t.any()):
            return None
        date = Day.fromordinal(self.setting.origin.toordinal() + day)
        out = np.zeros((len(t), len(self.ways)))
        for j, group in enumerate(self.groups):
            share, spread = np.minimum(drawn.given(SHARE, group), NEVER_ALL), drawn.given(SPREAD, group)
            before, now = (share * -np.expm1(-np.maximum(t - back, 0.0) / spread) for back in (1.0, 0.0))
            rate = np.where((t > 0) & self.access[j].any_open(date, state), np.log1p(-before) - np.log1p(-now), 0.0)
            ever = drawn.or_else(np.zeros_like(rate), EVER, group)
            for k in (0, 2):
                out[:, 4 * j + k], out[:, 4 * j + k + 1] = rate * ever, rate * (1.0 - ever)
        return out
