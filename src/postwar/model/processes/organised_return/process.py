"""Organised return: people long displaced come back under a programme, as homes, land and its places allow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from postwar.core.parameter import Prior
from postwar.model.geography import containers, parts
from postwar.model.priors import Need, find, has_own
from postwar.model.process import Off, Running
from postwar.model.rates import Way
from postwar.model.state import FULL_WAR, Drawn, Setting, State
from postwar.model.waiting import still_to_come

PLACES, FIRST = "organised_return.places_per_year", "organised_return.first_days"
EVER, RATE, HOUSEHOLD = "organised_return.ever_share", "organised_return.rate", "organised_return.household"
DAYS_A_YEAR = 365.25

RATE_PRIOR = Prior("lognormal", (("p05", 0.001), ("p95", 0.05)))
"""How fast those who would come take a place that is free, where the case has no prior. Judgement: within a month or
within years."""

HOUSEHOLD_PRIOR = Prior("uniform", (("low", 3.0), ("high", 5.0)))
"""Persons in a dwelling, where the case has no prior. Judgement: most household surveys of displaced people lie
between."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class OrganisedReturn:
    """A programme brings people of one group back from its first day on, no faster than places, homes and people.

    The first come X days after the ceasefire, X ~ ``organised_return.first_days``, later than the origin where nobody
    is back yet. The share ``organised_return.ever_share`` of the displaced would come (all, where the case has none);
    each takes a free place at the rate ``organised_return.rate`` a day. Room on day t, for all homes of the group
    together:

        room(t) = min( p·(t − X)/365.25 , h·b(t) ) − people brought back so far

    p ``organised_return.places_per_year`` · b dwellings built in the group's homes, where rebuilding runs there, h
    ``organised_return.household``. Land that is not released holds back what is built, and so the return. A home held
    by the other side is closed, and the programme stops once war has resumed in full (tier 3).

    The same law serves any group that has its numbers. Part of a long-displaced group was born since: *return* counts
    whoever comes under the programme. Those who come live in a dwelling of the programme: back in their own home or
    district is not told apart. A group that ``returns`` moves is left to it.
    Source: judgement (a queue served by places); numbers from the case. It breaks where people visit and do not stay.
    """

    name = "organised_return"
    stream = 12
    phase = 3

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where no group counted has a programme."""
        case, found, left_out = setting.case, [], []
        for group in dict.fromkeys(row.group for row in setting.layout.rows):
            programme = find(case, PLACES, group)
            if programme is None or programme.about != group:
                continue
            if find(case, "returns.rate", group) is not None and find(case, "returns.ever_share", group) is not None:
                left_out.append((group, "the process returns moves this group"))
            elif find(case, FIRST, group) is None:
                left_out.append((group, f"the case has no {FIRST} for this group"))
            else:
                found.append(group)
        if not found:
            return Off("; ".join(f"{g}: {why}" for g, why in left_out) or f"the case has no {PLACES} for a group")
        return Programmes(setting, tuple(found), tuple(left_out))


class Programmes(Running):
    """The programmes of one case's groups."""

    def __init__(self, setting: Setting, groups: tuple[str, ...], left_out: tuple[tuple[str, str], ...]) -> None:
        layout, case = setting.layout, setting.case
        self.setting, self.groups, self.leaves_out = setting, groups, left_out
        self.since = setting.index(case.ceasefire_on)
        self.rows = [(i, groups.index(r.group)) for i, r in enumerate(layout.rows) if r.group in groups]
        self.ways = tuple(Way(layout.cell(i, "away"), layout.cell(i, "back"), "rate", (f"programme:{groups[g]}",))
                          for i, g in self.rows)
        self.needs = tuple(Need(name, g) for g in groups for name in (PLACES, FIRST, EVER)) + tuple(
            Need(name, g, default=prior) for g in groups
            for name, prior in ((RATE, RATE_PRIOR), (HOUSEHOLD, HOUSEHOLD_PRIOR)))
        self.homes = tuple(self._homes(g) for g in range(len(groups)))
        sides = np.array([a.side for a in case.actors] or [""])
        self.barred = tuple((sides != "") & (sides != layout.rows[i].side) & (layout.rows[i].side != "")
                            for i, _ in self.rows)

    def _homes(self, group: int) -> list[int]:
        """The places with dwellings of a programme: homes of the group, and what lies in or around them."""
        layout, case = self.setting.layout, self.setting.case
        homes = [layout.rows[i].home for i, g in self.rows if g == group]
        near = {q for h in homes for q in (h, *parts(case, h), *containers(case, h))}
        return [layout.place(p) for p in layout.places if p in near and has_own(case, "rebuilding.dwellings", p)]

    def begin(self, state: State, drawn: Drawn) -> None:
        """Those who would come are set apart; the programme's first day."""
        layout = self.setting.layout
        own = state.own
        own["organised_return.first"] = np.zeros((len(state.war), len(self.groups)), np.int64)
        own["organised_return.back"] = np.zeros((len(state.war), len(self.groups)), np.int64)
        for g, group in enumerate(self.groups):
            days = still_to_come(self.setting.case, FIRST, group, drawn.given(FIRST, group), -self.since)
            own["organised_return.first"][:, g] = np.rint(self.since + np.minimum(days, 1e6))
        for i, g in self.rows:
            back, gone = state.people[:, layout.cell(i, "back")], state.people[:, layout.cell(i, "gone")]
            share = drawn.of(EVER, self.groups[g])
            ever = gone.copy() if share is None else np.rint(share * gone).astype(np.int64)
            state.people[:, layout.cell(i, "away")] += ever
            state.people[:, layout.cell(i, "gone")] -= ever
            own["organised_return.back"][:, g] += back

    def values(self, state: State, drawn: Drawn, day: int) -> Floats | None:
        """The rate of each home."""
        if day < 1:
            return None
        out = np.zeros((len(state.war), len(self.rows)))
        for j, (i, g) in enumerate(self.rows):
            held = state.control[:, self.setting.layout.place(self.setting.layout.rows[i].home)]
            closed = (self.barred[j][held] & (held >= 0)) | (state.war >= FULL_WAR)
            begun = state.own["organised_return.first"][:, g] <= day
            out[:, j] = np.where(begun & ~closed, drawn.given(RATE, self.groups[g]), 0.0)
        return out

    def capacities(self, state: State, drawn: Drawn, day: int) -> Mapping[str, Counts]:
        """The places that are free today, of each programme."""
        layout, out = self.setting.layout, {}
        for g, group in enumerate(self.groups):
            begun = np.maximum(day - state.own["organised_return.first"][:, g] + 1, 0)
            most = drawn.given(PLACES, group) * begun / DAYS_A_YEAR
            if self.homes[g]:
                built = state.built[:, self.homes[g][0]].copy()
                for place in self.homes[g][1:]:
                    built += state.built[:, place]
                most = np.minimum(most, built * drawn.given(HOUSEHOLD, group))
            rows = [i for i, h in self.rows if h == g]
            came = sum(state.people[:, layout.cell(i, "back")] + state.again[:, i] for i in rows) \
                - state.own["organised_return.back"][:, g]
            out[f"programme:{group}"] = np.maximum(np.floor(most).astype(np.int64) - came, 0)
        return out
