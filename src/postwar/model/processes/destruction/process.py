"""Destruction: dwellings are lost by cause; one law for everybody, recorded for the whole case only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.model.priors import Need, find, has_own
from postwar.model.process import Off, Running
from postwar.model.state import FULL_WAR, Drawn, Setting, State

STOCK = "destruction.dwellings"
FIGHTING, LEAVING, AFTER, DECAY = ("destruction.fighting_share", "destruction.departure_share",
                                   "destruction.handover_rate", "destruction.decay_rate")
CAUSES = (FIGHTING, LEAVING, AFTER, DECAY)

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Destruction:
    """Of the dwellings that stand in a place, shares are lost when war resumes and on a handover, others at rates.

        standing(t) = standing(t − 1)·(1 − f·[war resumed in full today])·(1 − d·[passed to another
            holder today])·exp(−δ − η·[passed])

    f ``destruction.fighting_share`` · d ``destruction.departure_share``, lost as the earlier holder's people leave · η
    ``destruction.handover_rate`` a day after a place has passed · δ ``destruction.decay_rate`` a day; each cause is
    off where the case has no number. ``destruction.dwellings`` is the number that stand in a place on the origin.

    One law for all: the four numbers hold for the whole case, and one that is about a group, an actor or a place is
    refused, because no group's rate is estimated. Only the case's total is recorded. Who destroyed a home, and why, is
    not modelled. Source: judgement; numbers from the case. It breaks where damage is repaired in a season.
    """

    name = "destruction"
    stream = 13
    phase = 5

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has no dwellings of a place or no cause for all."""
        case = setting.case
        if any(p.name in CAUSES and p.about for p in case.parameters):
            return Off("a rate of destruction is about somebody or some place: it is one for the whole case")
        places = tuple(p for p in setting.layout.places if has_own(case, STOCK, p))
        if not places or not any(find(case, c) for c in CAUSES):
            return Off(f"the case has no {STOCK} for a place, or no rate at which dwellings are destroyed")
        return DestructionOf(setting, places)


class DestructionOf(Running):
    """The dwellings of one case's places."""

    records = (("dwellings_lost", "", ""),)

    def __init__(self, setting: Setting, places: tuple[str, ...]) -> None:
        layout = setting.layout
        self.places = places
        self.heads = [layout.place(p) for p in places]
        self.needs = tuple(Need(STOCK, p) for p in places) + tuple(Need(c) for c in CAUSES)

    def begin(self, state: State, drawn: Drawn) -> None:
        """All dwellings of the origin stand."""
        own = state.own
        own["destruction.stock"] = np.stack([np.maximum(drawn.given(STOCK, p), 0.0) for p in self.places], axis=1)
        own["destruction.standing"] = own["destruction.stock"].copy()
        own["destruction.first"] = state.control[:, self.heads].copy()
        own["destruction.held"] = state.control[:, self.heads].copy()
        own["destruction.war"] = np.zeros(len(state.war), np.bool_)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """What is lost today."""
        own, n = state.own, len(state.war)
        fighting, leaving, after, decay = (drawn.or_else(np.zeros(n), c) for c in CAUSES)
        held, full = state.control[:, self.heads], state.war >= FULL_WAR
        passed = held != own["destruction.first"]
        today = held != own["destruction.held"]
        begun = full & ~own["destruction.war"]
        kept = np.exp(-(decay[:, None] + np.where(passed, after[:, None], 0.0)))
        kept = np.where(today, kept * (1.0 - leaving[:, None]), kept)
        kept = np.where(begun[:, None], kept * (1.0 - fighting[:, None]), kept)
        own["destruction.standing"] = own["destruction.standing"] * kept
        own["destruction.held"], own["destruction.war"] = held.copy(), full

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Dwellings lost since the origin, in the whole case."""
        lost = state.own["destruction.stock"] - state.own["destruction.standing"]
        total = lost[:, 0].copy()
        for i in range(1, lost.shape[1]):
            total += lost[:, i]
        return [np.floor(total).astype(np.int64)]
