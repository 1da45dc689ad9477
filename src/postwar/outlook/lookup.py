"""What a rule's series means in an ensemble: which courses to add up, and what to say where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.core.outlook import Ensemble, SeriesKey
from postwar.core.rules import DONE, NotGiven
from postwar.core.situation import Situation
from postwar.core.variable import VARIABLES

SUMMED = frozenset(v.id for v in VARIABLES if v.kind in ("stock", "cumulative", "flow") and v.unit != "share")
FORCES = "force_strength"
CONTROL = "in_control"
EVENTS = "events"
GIVEN_BY = {
    "away": "returns", "back_home": "organised_return", "back_in_region": "returns", "displaced": "departure",
    "dwellings_fit": "rebuilding", "dwellings_lost": "destruction", "force_strength": "contingent",
    "hectares_released": "clearance", "hosted": "hosting", "hosting_cost": "hosting", "in_control": "handover",
    "killed": "incidents", "mine_accidents": "clearance", "population": "flight", "route_open": "corridor",
    "supply_days": "corridor", "unable_to_leave": "corridor", "war_tier": "resumption",
}


class EnsembleLookup:
    """Finds the series that a rule names.

    - An index of place and group, force or actor is the series of that name.
    - An index of a place alone is the sum over all groups there, for what can be added up (persons, dwellings,
      hectares).
    - A place without a series of its own is the sum over the places within it that have one, the outermost only, so
      that nobody counts twice; no index at all is the sum over everything, likewise.
    - Events are named by their kind and by the places and actors that they are about; without a series about just
      these, the sum over those about these and others besides, or about a place that holds one asked for.
    - A force has its whole strength in every place of its area; its strength is never added up over places.
    - An actor who never holds a place whose holder may change holds it on no day; where no process changes the
      holder, a change of control is not modelled.
    - An obligation that the books hold fulfilled on or before the origin is done on every day.
    """

    def __init__(self, case: Case, situation: Situation, ensemble: Ensemble) -> None:
        self._case, self._ensemble = case, ensemble
        self._fulfilled = frozenset(o.id for o in situation.obligations if o.life_cycle == "fulfilled")
        within = {p.id: p.within for p in case.places}
        self._containers = {place: _reach(place, within) for place in within}

    def __call__(self, variable: str, index: tuple[str, ...]) -> NDArray[Any]:
        """The numbers of a series, shape (member, day); ``NotGiven`` with the reason where no process gives them."""
        if variable == DONE:
            return self._done(index[0])
        place, who = (*index, "", "")[:2]
        if variable == EVENTS:
            keys = self._events(place, frozenset(index[1:]))
        else:
            keys = self._keys(variable, place, who) if len(index) <= 2 else []
        if not keys and variable == CONTROL and who and self._may_change(place):
            return np.zeros((self._ensemble.members, self._ensemble.days + 1), np.int64)
        if not keys:
            raise self._not_given(variable, index)
        total = np.asarray(self._ensemble.series[keys[0]])
        for key in keys[1:]:
            total = total.astype(np.int64) + np.asarray(self._ensemble.series[key])
        return total

    def _events(self, kind: str, about: frozenset[str]) -> list[SeriesKey]:
        """The series of events of a kind: about just these, else about these and others."""
        of_kind = [k for k in sorted(self._ensemble.series) if k[:2] == (EVENTS, kind)]
        exact = [k for k in of_kind if frozenset(filter(None, k[2].split(";"))) == about]
        return exact or [k for k in of_kind if all(self._covers(k[2].split(";"), some) for some in about)]

    def _covers(self, named: Sequence[str], some_id: str) -> bool:
        return some_id in named or bool(self._containers.get(some_id, frozenset()) & set(named))

    def _done(self, obligation: str) -> NDArray[np.int64]:
        shape = self._ensemble.members, self._ensemble.days + 1
        if obligation in self._fulfilled:
            return np.ones(shape, np.int64)
        if obligation not in self._ensemble.done_day:
            raise NotGiven(DONE, (obligation,), f"no process of this run says when obligation {obligation!r} is done")
        day = np.asarray(self._ensemble.done_day[obligation])[:, None]
        return ((day >= 0) & (np.arange(shape[1])[None, :] >= day)).astype(np.int64)

    def _keys(self, variable: str, place: str, who: str) -> list[SeriesKey]:
        there = [k for k in sorted(self._ensemble.series) if k[0] == variable and (not who or k[2] == who)]
        if variable not in SUMMED:
            return [k for k in there if k[1:] == (place, who)]
        exact = [k for k in there if k[1] == place]
        if variable == FORCES:
            return exact or self._anywhere(there, place)
        if exact:
            return exact
        inside = [k for k in there if not place or place in self._containers.get(k[1], ())]
        return [k for k in inside if not any(
            o[2] == k[2] and o[1] != k[1] and (o[1] == "" or o[1] in self._containers.get(k[1], ())) for o in inside)]

    def _anywhere(self, there: Sequence[SeriesKey], place: str) -> list[SeriesKey]:
        """Each force once: within the place asked for, or in no named place; anywhere if no place was asked for."""
        found: dict[str, SeriesKey] = {}
        for key in there:
            if not place or not key[1] or place in self._containers.get(key[1], ()):
                found.setdefault(key[2], key)
        return list(found.values())

    def _may_change(self, place: str) -> bool:
        """Whether some process changes who holds a place: then an actor who never does has a series of zeros."""
        held = [np.asarray(v) for k, v in self._ensemble.series.items() if k[:2] == (CONTROL, place)]
        return any(bool((v != v[0, 0]).any()) for v in held)

    def _not_given(self, variable: str, index: tuple[str, ...]) -> NotGiven:
        name = next((v.name for v in VARIABLES if v.id == variable), variable)
        about = ": ".join(filter(None, (variable, ", ".join(self._case.name_of(i) for i in index))))
        reason = f"no process of this run gives {name} ({about})"
        process, off = GIVEN_BY.get(variable, ""), dict(self._ensemble.off)
        parts = [f"{process}:{i}" for i in index if f"{process}:{i}" in off]
        if process in off:
            reason += f"; the process {process} is off: {off[process]}"
        elif parts:
            reason += f"; the process {process} leaves it out: {off[parts[0]]}"
        return NotGiven(variable, index, reason)


def _reach(place: str, within: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """All places that contain a place, near and far."""
    found: set[str] = set()
    todo = list(within.get(place, ()))
    while todo:
        outer = todo.pop()
        if outer not in found and outer != place:
            found.add(outer)
            todo.extend(within.get(outer, ()))
    return frozenset(found)
