"""Clearance: suspected land is cancelled by survey, then released by teams that grow; accidents grow with exposure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.core.time import Day
from postwar.model.geography import parts
from postwar.model.priors import Need, find, has_own
from postwar.model.process import Off, Running
from postwar.model.season import wave
from postwar.model.state import FULL_WAR, Drawn, Setting, State

LAND, PACE, RAMP = "clearance.hectares", "clearance.hectares_per_day", "clearance.ramp_days"
CANCELLED, SURVEY, SEASON = "clearance.cancel_share", "clearance.survey_days", "clearance.season_amplitude"
RECORDS, RECORDS_FACTOR = "clearance.records_rate", "clearance.records_factor"
ACCIDENTS = "clearance.accident_rate"

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Clearance:
    """Hectares suspected of mines on the origin are released, by survey and by clearance.

    Survey cancels the share c of the land evenly over S days: ``clearance.cancel_share``, ``clearance.survey_days``
    (0 where the case has none). Teams release, per day,

        v(t) = P·min(1, t/R)·(1 + a·cos(season))·ρ

    P ``clearance.hectares_per_day`` · R ``clearance.ramp_days``, from the ceasefire · a
    ``clearance.season_amplitude`` · ρ = ``clearance.records_factor`` once records of minefields were handed over,
    which happens at the rate ``clearance.records_rate``, else 1. Nothing is released once war has resumed in full
    (tier 3). An accident with victims happens with daily probability 1 − exp(−α·u), α ``clearance.accident_rate``
    (all land unreleased, with the people there on the origin), u the share of land not released times the people
    living there now over those living there on the origin.

    An area is a place with ``clearance.hectares``; teams are its own. Source: judgement; that survey cancels before
    clearance as in the International Mine Action Standards (IMAS 07.11, land release); numbers from the case. It breaks
    where new land becomes suspected, and where teams follow the order of need.
    """

    name = "clearance"
    stream = 10
    phase = 3

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has no land and pace for a place."""
        areas = tuple(p for p in setting.layout.places
                      if has_own(setting.case, LAND, p) and find(setting.case, PACE, p) is not None)
        return ClearanceOf(setting, areas) if areas else Off(f"the case has no {LAND} and {PACE} for a place")


class ClearanceOf(Running):
    """The clearance of one case's areas."""

    def __init__(self, setting: Setting, areas: tuple[str, ...]) -> None:
        layout = setting.layout
        self.setting, self.areas = setting, areas
        self.since = setting.index(setting.case.ceasefire_on)
        self.places = tuple([layout.place(p) for p in (a, *parts(setting.case, a))] for a in areas)
        self.cells = tuple([layout.cell(i, s) for i, row in enumerate(layout.rows) for s in ("resident", "back")
                            if layout.place(row.home) in near] for near in self.places)
        self.needs = tuple(Need(name, a) for a in areas for name in (
            LAND, PACE, RAMP, CANCELLED, SURVEY, SEASON, RECORDS, RECORDS_FACTOR, ACCIDENTS))
        self.chances = tuple(f"{what}:{a}" for a in areas for what in ("records", "accident"))
        self.records = tuple((v, a, "") for v in ("hectares_released", "mine_accidents") for a in areas)

    def begin(self, state: State, drawn: Drawn) -> None:
        """All land is suspected on the origin."""
        shape = len(state.war), len(self.areas)
        for name in ("released", "accidents", "records"):
            state.own[f"clearance.{name}"] = np.zeros(shape)
        state.own["clearance.people"] = np.stack(
            [np.maximum(state.people[:, c].sum(axis=1), 1) for c in self.cells], axis=1)
        for i, places in enumerate(self.places):
            state.unreleased[:, places] = np.where(drawn.given(LAND, self.areas[i]) > 0, 1.0, 0.0)[:, None]

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """Of each area: records are handed over; an accident."""
        n, out = len(state.war), []
        for i, area in enumerate(self.areas):
            records, accidents = (drawn.or_else(np.zeros(n), name, area) for name in (RECORDS, ACCIDENTS))
            out.append(np.where(state.own["clearance.records"][:, i] > 0, 0.0, -np.expm1(-records))[:, None])
            there = state.people[:, self.cells[i]].sum(axis=1) / state.own["clearance.people"][:, i]
            exposed = state.unreleased[:, self.places[i][0]] * np.minimum(there, 100.0)
            out.append(-np.expm1(-accidents * exposed)[:, None])
        return out

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """Land released today, and what is left of it."""
        own = state.own
        season = wave(self.setting.case, Day.fromordinal(self.setting.origin.toordinal() + day))
        for i, area in enumerate(self.areas):
            own["clearance.records"][:, i] += outcomes[2 * i] >= 0
            own["clearance.accidents"][:, i] += outcomes[2 * i + 1] >= 0
            land = drawn.given(LAND, area)
            pace = drawn.given(PACE, area) * np.minimum(
                1.0, 1.0 if (ramp := drawn.of(RAMP, area)) is None else (day - self.since) / np.maximum(ramp, 1.0))
            if (amplitude := drawn.of(SEASON, area)) is not None:
                pace = pace * np.maximum(1.0 + amplitude * season, 0.0)
            if (factor := drawn.of(RECORDS_FACTOR, area)) is not None:
                pace = np.where(own["clearance.records"][:, i] > 0, pace * factor, pace)
            cancelled, survey = drawn.of(CANCELLED, area), drawn.of(SURVEY, area)
            if cancelled is not None:
                over = np.ones_like(land) if survey is None else np.maximum(survey, 1.0)
                pace = pace + np.where(day <= over, cancelled * land / over, 0.0)
            released = own["clearance.released"][:, i]
            released = np.where(state.war < FULL_WAR, np.minimum(released + pace, land), released)
            own["clearance.released"][:, i] = released
            left = np.where(land > 0, 1.0 - released / np.where(land > 0, land, 1.0), 0.0)
            state.unreleased[:, self.places[i]] = left[:, None]

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Hectares released since the origin, and accidents, by area."""
        return [np.floor(state.own[f"clearance.{name}"][:, i]).astype(np.int64)
                for name in ("released", "accidents") for i in range(len(self.areas))]
