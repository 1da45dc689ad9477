"""Hosting: how many displaced people others host, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.model.geography import common_container
from postwar.model.priors import Need, has_own
from postwar.model.process import Off, Running
from postwar.model.state import Drawn, Setting, State

COST, SHARE = "hosting.cost_per_day", "hosting.hosted_share"

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Hosting:
    """Those away from home are hosted where their group stays: caseload = s·away, cost = c·caseload a day.

    Away are all of a group who left and are not back, whether they would return or not; a day costs for those who are
    away in its morning. s ``hosting.hosted_share`` (1 where the case has none) is the share that somebody else lodges
    or feeds · c ``hosting.cost_per_day``, in the unit of the case's parameter, for each person. A group has its
    caseload where its ``whereabouts`` have their nearest common place. Nobody moves on. Source: judgement (an account,
    not a law); numbers from the case. It breaks where people find work and rent for themselves, which s does not
    follow.
    """

    name = "hosting"
    stream = 19
    phase = 5

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has the cost of no group."""
        groups = tuple(g for g in dict.fromkeys(r.group for r in setting.layout.rows)
                       if has_own(setting.case, COST, g))
        return Hosts(setting, groups) if groups else Off(f"the case has no {COST} for a group")


class Hosts(Running):
    """The caseloads of one case's groups."""

    def __init__(self, setting: Setting, groups: tuple[str, ...]) -> None:
        layout, case = setting.layout, setting.case
        self.groups = groups
        self.needs = tuple(Need(name, g) for g in groups for name in (COST, SHARE))
        self.cells = tuple([layout.cell(i, s) for i, row in enumerate(layout.rows) if row.group == g
                            for s in ("away", "gone")] for g in groups)
        where = {g.id: [p for p in g.whereabouts if p in layout.places and p not in g.home] for g in case.groups}
        places = [common_container(case, where[g]) if where[g] else "" for g in groups]
        self.records = tuple((v, p, g) for v in ("hosted", "hosting_cost") for p, g in zip(places, groups, strict=True))

    def begin(self, state: State, drawn: Drawn) -> None:
        """Nothing is spent by the origin."""
        state.own["hosting.spent"] = np.zeros((len(state.war), len(self.groups)))

    def _caseload(self, state: State, drawn: Drawn, i: int) -> Floats:
        away = state.people[:, self.cells[i]].sum(axis=1)
        share = drawn.of(SHARE, self.groups[i])
        return np.floor(away if share is None else away * share)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """The day's cost."""
        for i, group in enumerate(self.groups):
            state.own["hosting.spent"][:, i] += self._caseload(state, drawn, i) * drawn.given(COST, group)

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Caseloads, and what was spent since the origin, in thousands of the parameter's unit."""
        spent = np.floor(state.own["hosting.spent"] / 1000.0).astype(np.int64)
        return [*(self._caseload(state, drawn, i).astype(np.int64) for i in range(len(self.groups))), *spent.T]
