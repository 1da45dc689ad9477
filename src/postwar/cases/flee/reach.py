"""Camps that no route reaches."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from postwar.cases.flee.locations import CAMPS
from postwar.cases.flee.sheet import Line
from postwar.core.flight import CampSeries, Leg, Stop

BEARABLE_SHARE = 0.05
"""Up to this share of all people in camps an unreached camp is noted and not refused (judgement: below the error that
a replay has in any case)."""


def check_reach(stops: tuple[Stop, ...], legs: tuple[Leg, ...], intensity: NDArray[np.float64],
                series: Iterable[CampSeries], places: dict[str, Line]) -> None:
    """Find the camps that no chain of routes joins to a place with conflict; closures are not looked at.

    They can never hold anybody. A fault, where such a camp reported more than `BEARABLE_SHARE` of what all camps
    reported at their peaks; else a note.
    """
    reached = _reached(stops, legs, [at for at, stop in enumerate(stops)
                                     if stop.kind == "conflict" or intensity[:, at].any()])
    camps = {stop.name: at for at, stop in enumerate(stops) if stop.kind in CAMPS}
    peaks = {one.camp: float(one.counts.max()) for one in series if one.camp in camps}
    whole = sum(peaks.values())
    for name, at in camps.items():
        if at not in reached:
            share = peaks.get(name, whole) / whole if whole else 1.0
            tell = places[name].fault if share > BEARABLE_SHARE else places[name].note
            tell(name, f"no route leads from a place of conflict to this camp, which holds {share:.0%} of all people:",
                 "add the way to routes.csv, or leave the camp out")


def _reached(stops: tuple[Stop, ...], legs: tuple[Leg, ...], start: list[int]) -> set[int]:
    """The stops that chains of routes join to those of ``start``."""
    neighbours: dict[int, set[int]] = {at: set() for at in range(len(stops))}
    for leg in legs:
        neighbours[leg.a].add(leg.b)
        neighbours[leg.b].add(leg.a)
    reached, ends = set(start), list(start)
    while ends:
        new = neighbours[ends.pop()] - reached
        reached |= new
        ends.extend(sorted(new))
    return reached
