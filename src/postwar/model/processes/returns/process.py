"""Returns: those who would come back do, by season, open way and who holds the home, within the day's transport."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from postwar.core.parameter import Prior
from postwar.core.time import Day
from postwar.model.access import access_to
from postwar.model.priors import Need, find
from postwar.model.process import Off, Running
from postwar.model.rates import Way
from postwar.model.season import wave
from postwar.model.state import Drawn, Setting, State

RATE, EVER = "returns.rate", "returns.ever_share"
SEASON, CAPACITY = "returns.season_amplitude", "returns.capacity_per_day"

OTHER_SIDE = "returns.other_side_factor"
OTHER_SIDE_PRIOR = Prior("lognormal", (("p05", 0.001), ("p95", 0.5)))
"""What multiplies the rate where the other side holds the home, for a case that has no prior of its own. Judgement:
such returns have been from next to none to about half as fast; wide, because no settlement decides it for another."""

MINES, RUINS = "returns.mine_factor", "returns.ruin_factor"

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Returns:
    """People who would return while things stay as they are come back to the region, each at the same rate.

    At the start, of those displaced the share ``returns.ever_share`` would ever return, and never fewer than are back
    already. Each of them who is still away comes back at the rate, per person and day,

        λ(t) = r · (1 + a·cos(2π(day of year − 196)/365.25)) · G · O · M · W

    r ``returns.rate`` · a ``returns.season_amplitude`` (0 to 1; half a year later south of the equator) · G = 1 where
    the home is held by the group's own side, by a mission or contingent, or by nobody known, else
    ``returns.other_side_factor`` · O = 1 where a route for people into the home is open or the case lists none, else 0
    · M = (1 − u·(1 − ``returns.mine_factor``))·(1 − (1 − f)·(1 − ``returns.ruin_factor``)), u the share of the land
    suspected of mines at home that is not released, f the share of its dwellings that are fit; each factor is 1 where
    the case has none · W = 0 once war has resumed in the member (tier 2). All who would come on a day share the room of
    ``returns.capacity_per_day`` and of the open routes: a random sample goes, the others stay for another day.

    Counts people back *in the region*. Nothing here says how many are in their own home: dwellings, mines and services
    are not modelled, nor leaving again. Those the books count as back are not taken away again.
    Assumes that people of a group and home are exchangeable and decide one by one (a household of five moves five at a
    time: the spread of daily counts is too narrow by about the root of the household's size, that of totals over the
    years is ruled by the priors). Source: constant hazard among those who would return, as after earlier wars most of
    those who came did so in the first years; season and gates: judgement.
    """

    name = "returns"
    stream = 3
    phase = 1

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where no group has both a number of displaced and the two priors."""
        layout, case = setting.layout, setting.case
        left_out: dict[str, str] = {}
        rows = []
        for i, row in enumerate(layout.rows):
            missing = [n for n in (RATE, EVER) if find(case, n, row.group) is None]
            if missing:
                left_out[row.group] = f"the case has no {' and no '.join(missing)} for this group"
                continue
            rows.append(i)
            if not row.counted:
                left_out[row.group] = "no number of those who left is known: only who leaves during the run can return"
        if not rows:
            return Off("; ".join(f"{group}: {why}" for group, why in left_out.items()) or "no group is counted")
        return ReturnsOf(setting, tuple(rows), tuple(left_out.items()))


class ReturnsOf(Running):
    """The returns of one case's groups."""

    def __init__(self, setting: Setting, rows: tuple[int, ...], left_out: tuple[tuple[str, str], ...]) -> None:
        layout, case = setting.layout, setting.case
        self.setting, self.rows, self.leaves_out = setting, rows, left_out
        self.groups = tuple(layout.rows[i].group for i in rows)
        self.access = tuple(access_to(setting, layout.rows[i].home) for i in rows)
        self.barred = tuple(_other_side(setting, layout.rows[i].side) for i in rows)
        self.homes = tuple(layout.place(layout.rows[i].home) for i in rows)
        self.room = {g: f"{CAPACITY}:{found.about}" for g in set(self.groups) if (found := find(case, CAPACITY, g))}
        pools = [tuple(p for p in (self.room.get(g, ""), a.pool) if p)
                 for g, a in zip(self.groups, self.access, strict=True)]
        self.ways = tuple(Way(layout.cell(i, "away"), layout.cell(i, "back"), "rate", p)
                          for i, p in zip(rows, pools, strict=True))
        groups = sorted(set(self.groups))
        self.needs = tuple(Need(name, g) for g in groups for name in (
            RATE, EVER, SEASON, CAPACITY, MINES, RUINS)) + tuple(
            Need(OTHER_SIDE, g, default=OTHER_SIDE_PRIOR) for g in groups)

    def begin(self, state: State, drawn: Drawn) -> None:
        """Divide those still away into those who would return and those who would not."""
        layout = self.setting.layout
        for i, group in zip(self.rows, self.groups, strict=True):
            gone, back = state.people[:, layout.cell(i, "gone")], state.people[:, layout.cell(i, "back")]
            ever = np.rint(drawn.parameters[f"{EVER}:{group}"] * (gone + back)).astype(np.int64)
            away = np.clip(ever - back, 0, gone)
            state.people[:, layout.cell(i, "away")] += away
            state.people[:, layout.cell(i, "gone")] -= away

    def values(self, state: State, drawn: Drawn, day: int) -> Floats | None:
        """The rate of each row."""
        if day < 1:
            return None
        date = Day.fromordinal(self.setting.origin.toordinal() + day)
        season = wave(self.setting.case, date)
        out = np.zeros((len(state.war), len(self.rows)))
        for j, group in enumerate(self.groups):
            rate = drawn.parameters[f"{RATE}:{group}"]
            if (amplitude := drawn.parameters.get(f"{SEASON}:{group}")) is not None:
                rate = rate * np.maximum(1.0 + amplitude * season, 0.0)
            held = state.control[:, self.homes[j]]
            other = self.barred[j][held] & (held >= 0)
            rate = np.where(other, rate * drawn.parameters[f"{OTHER_SIDE}:{group}"], rate)
            rate = rate * self._home_gate(state, drawn, j)
            out[:, j] = np.where(state.at_war | ~self.access[j].any_open(date, state), 0.0, rate)
        return out

    def capacities(self, state: State, drawn: Drawn, day: int) -> Mapping[str, Counts]:
        """Whole persons that the day's transport and open routes have room for."""
        out: dict[str, Counts] = {}
        date = Day.fromordinal(self.setting.origin.toordinal() + day)
        for group, pool in self.room.items():
            out[pool] = np.floor(drawn.parameters[f"{CAPACITY}:{group}"]).astype(np.int64)
        for access in self.access:
            if access.pool:
                out[access.pool] = access.room(date, state)
        return out

    def _home_gate(self, state: State, drawn: Drawn, j: int) -> Floats:
        """What mines and ruined homes leave of a rate: 1 where nothing is known of them, or the case has no factor."""
        gate = np.ones(len(state.war))
        for name, bad in ((MINES, state.unreleased[:, self.homes[j]]), (RUINS, 1.0 - state.fit[:, self.homes[j]])):
            if (factor := drawn.of(name, self.groups[j])) is not None:
                gate = gate * (1.0 - bad * (1.0 - factor))
        return gate


def _other_side(setting: Setting, side: str) -> NDArray[np.bool_]:
    """For each actor of the case, whether a place that it holds is held by the other side, seen from a side."""
    neutral = {f.actor for f in setting.case.forces if "peace" in f.role.lower()} | {
        f.id for f in setting.case.forces if "peace" in f.role.lower()}
    return np.array([bool(side and a.side and a.side != side and a.kind != "mission" and a.id not in neutral)
                     for a in setting.case.actors] or [False])

