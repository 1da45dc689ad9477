"""The routes for people that lead to a home, and which of them are open in each member on a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.place import Route
from postwar.core.time import Day
from postwar.model.geography import containers, parts
from postwar.model.state import Setting, State


@dataclass(frozen=True, slots=True)
class Access:
    """The routes for people that lead to a row's home; ``closed`` are those that the books say are closed."""

    routes: tuple[Route, ...]
    closed: frozenset[str]
    positions: tuple[int, ...]

    def dated(self, route: Route, day: Day) -> bool:
        """Whether a route is open on a day by the dates of the case and what the books say of it."""
        begun = route.open_from is not None and route.open_from <= day if route.id in self.closed \
            else route.open_from is None or route.open_from <= day
        return begun and (route.open_to is None or day <= route.open_to)

    def open_on(self, day: Day, state: State) -> NDArray[np.bool_]:
        """Which routes are open in each member, shape (member, route): as the process that runs it says, else by
        dates."""
        return np.stack([np.where(state.open[:, i] < 0, self.dated(r, day), state.open[:, i] > 0)
                         for r, i in zip(self.routes, self.positions, strict=True)], axis=1)

    def any_open(self, day: Day, state: State) -> NDArray[np.bool_]:
        """In which members one can come and go: some route is open, or the case lists none."""
        return self.open_on(day, state).any(axis=1) if self.routes else np.ones(len(state.war), np.bool_)

    @property
    def pool(self) -> str:
        """The name of the room that these routes share; "" where they set none."""
        limited = self.routes and all(r.capacity_per_day is not None for r in self.routes)
        return "routes:" + ";".join(sorted(r.id for r in self.routes)) if limited else ""

    def room(self, day: Day, state: State) -> NDArray[np.int64]:
        """Whole persons that the open routes have room for today, shape (member,)."""
        each = np.array([r.capacity_per_day or 0.0 for r in self.routes])
        return (self.open_on(day, state) * each).sum(axis=1).astype(np.int64)


def access_to(setting: Setting, home: str) -> Access:
    """The routes for people with an end at a home, in it or around it; one-way routes by where they lead."""
    near = {home, *containers(setting.case, home), *parts(setting.case, home)}
    routes = tuple(r for r in setting.case.routes if "people" in r.traffic and (
        r.to_place in near or (r.from_place in near and r.direction in ("both", ""))))
    return Access(routes, frozenset(r.id for r in setting.situation.routes if r.state == "closed"),
                  tuple(setting.layout.routes.index(r.id) for r in routes))
