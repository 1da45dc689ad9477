"""Rebuilding: whoever holds a place builds there, from a budget with its funder, on land that is released."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.core.time import Day
from postwar.model.geography import expand, parts
from postwar.model.priors import Need, find, has_own
from postwar.model.process import Off, Running
from postwar.model.season import wave
from postwar.model.state import FULL_WAR, Drawn, Setting, State

NEEDED, BUDGET, COST = "rebuilding.dwellings", "rebuilding.budget_per_year", "rebuilding.cost_per_dwelling"
LEAD, STOP, SEASON = "rebuilding.lead_days", "rebuilding.stop_rate", "rebuilding.season_amplitude"
STANDING = "rebuilding.standing_share"
DAYS_A_YEAR = 365.25

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Rebuilding:
    """Dwellings that are missing are built at the pace of money, after a lead time, on released land.

    An area is a place with ``rebuilding.dwellings`` N to build; the share ``rebuilding.standing_share`` of its
    dwellings is fit on the origin (0 where the case has none). The funder is the actor who holds it (of a zone
    without a holder: its share of the parts), with a budget ``rebuilding.budget_per_year`` B about that actor, which
    it divides over its areas by what is missing. Per day

        b(t) = B/(365.25·C)·(1 + a·cos(season)) for t > L, and never more than N·(1 − u) in all

    C ``rebuilding.cost_per_dwelling`` (with roads, power, water and schools, so that a dwelling counts when it can be
    lived in) · L ``rebuilding.lead_days`` after the ceasefire · a ``rebuilding.season_amplitude`` · u the share of land
    not released. A budget ends at the rate ``rebuilding.stop_rate`` a day, and nothing is built once war has resumed in
    full (tier 3). Where an area changes hands, the new holder's budget builds.

    Source: judgement; numbers from the case, whose ``source`` names who pays. It breaks where materials, workers or
    roads limit the pace and not money, and where dwellings are repaired by those who live there.
    """

    name = "rebuilding"
    stream = 11
    phase = 3

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has no dwellings to build, or no budget of an actor."""
        case = setting.case
        areas = tuple(p for p in setting.layout.places if has_own(case, NEEDED, p))
        funders = tuple(a for a in setting.layout.actors
                        if has_own(case, BUDGET, a) and find(case, COST, a) is not None)
        if not areas or not funders:
            return Off(f"the case has no {NEEDED} for a place, or no {BUDGET} and {COST} of an actor")
        return RebuildingOf(setting, areas, funders)


class RebuildingOf(Running):
    """The rebuilding of one case's areas."""

    def __init__(self, setting: Setting, areas: tuple[str, ...], funders: tuple[str, ...]) -> None:
        layout = setting.layout
        self.setting, self.areas, self.funders = setting, areas, funders
        self.since = setting.index(setting.case.ceasefire_on)
        self.heads = [layout.place(a) for a in areas]
        self.holders = np.array([layout.actor(f) for f in funders])
        held = {p for p, actor in zip(layout.places, setting.control_at_origin(), strict=True) if actor >= 0}
        self.held = tuple([layout.place(p) for p in expand(setting.case, a, held)] for a in areas)
        self.places = tuple([layout.place(p) for p in (a, *parts(setting.case, a))] for a in areas)
        self.needs = tuple(Need(name, a) for a in areas for name in (NEEDED, STANDING)) + tuple(
            Need(name, f) for f in funders for name in (BUDGET, COST, LEAD, STOP, SEASON))
        self.chances = tuple(f"stop:{f}" for f in funders)
        self.records = tuple(("dwellings_fit", a, "") for a in areas)

    def begin(self, state: State, drawn: Drawn) -> None:
        """Nothing is built on the origin; the share that stands is fit."""
        state.own["rebuilding.stopped"] = np.zeros((len(state.war), len(self.funders)), np.bool_)
        self._write(state, drawn, np.zeros((len(state.war), len(self.areas))))

    def _write(self, state: State, drawn: Drawn, built: Floats) -> None:
        state.own["rebuilding.built"] = built
        for i, area in enumerate(self.areas):
            stands = drawn.or_else(np.zeros(len(built)), STANDING, area)
            done = np.minimum(built[:, i] / np.maximum(drawn.given(NEEDED, area), 1.0), 1.0)
            state.fit[:, self.places[i]] = (stands + (1.0 - stands) * done)[:, None]
            state.built[:, self.heads[i]] = built[:, i]

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """That the money of each funder ends today."""
        n = len(state.war)
        return [np.where(state.own["rebuilding.stopped"][:, i], 0.0, -np.expm1(
            -drawn.or_else(np.zeros(n), STOP, f)))[:, None] for i, f in enumerate(self.funders)]

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """Dwellings built today."""
        season = wave(self.setting.case, Day.fromordinal(self.setting.origin.toordinal() + day))
        own, built = state.own, state.own["rebuilding.built"]
        needed = np.stack([drawn.given(NEEDED, a) for a in self.areas], axis=1)
        missing = np.maximum(np.rint(needed) * (1.0 - state.unreleased[:, self.heads]) - built, 0.0)
        for i, funder in enumerate(self.funders):
            own["rebuilding.stopped"][:, i] |= outcomes[i] >= 0
            begun = self.since + drawn.or_else(np.zeros(len(built)), LEAD, funder)
            pace = drawn.given(BUDGET, funder) / (DAYS_A_YEAR * np.maximum(drawn.given(COST, funder), 1.0))
            if (amplitude := drawn.of(SEASON, funder)) is not None:
                pace = pace * np.maximum(1.0 + amplitude * season, 0.0)
            working = (day > begun) & ~own["rebuilding.stopped"][:, i] & (state.war < FULL_WAR)
            mine = missing * np.stack([(state.control[:, near] == self.holders[i]).mean(axis=1)
                                       for near in self.held], axis=1)
            total = mine[:, 0].copy()
            for j in range(1, len(self.areas)):
                total += mine[:, j]
            share = np.where(working, np.minimum(pace, total), 0.0) / np.where(total > 0, total, 1.0)
            built = built + mine * share[:, None]
        self._write(state, drawn, built)

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Dwellings built and fit since the origin, by area."""
        return list(np.floor(state.own["rebuilding.built"]).astype(np.int64).T)
