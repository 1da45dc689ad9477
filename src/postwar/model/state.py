"""The state of a block of members: who is where, who holds what, what is done, whether war is back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postwar.core.accord import Obligation
from postwar.core.actor import Force
from postwar.core.case import Case
from postwar.core.situation import Situation
from postwar.core.time import Day

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

STANDINGS = ("resident", "back", "away", "gone")
"""Of a person, by where home is: never left · left and counted back in the region · away and would return while things
stay as they are · away and would not."""

NOBODY = -1
"""In ``State.control``: nobody, or not known."""

NOT_DONE = -1
"""In ``State.done``: not within the run."""

WAR_TIER = 2
"""From this tier on, war has resumed: 25 deaths or more in 12 months."""

FULL_WAR = 3
"""From this tier on, what the accord left to do is not done any more: 1,000 deaths in 12 months, or places change
hands."""


@dataclass(frozen=True, slots=True)
class Row:
    """Those of one group whose home is one place: four cells, one a standing."""

    group: str
    home: str
    side: str
    counted: bool          # whether the books or the case say how many of them were displaced
    named: bool            # whether a figure is for this home alone; else the split over the group's homes is assumed


@dataclass(frozen=True)
class Layout:
    """Which element of an array is what. The cells of people are group × home × standing, the place following from
    both: at home for ``resident`` and ``back``, elsewhere for ``away`` and ``gone``. Only cells that can hold people
    exist."""

    rows: tuple[Row, ...]
    places: tuple[str, ...]
    actors: tuple[str, ...]
    forces: tuple[Force, ...]
    obligations: tuple[Obligation, ...]
    routes: tuple[str, ...] = ()

    @property
    def cells(self) -> int:
        """How many cells people can be in."""
        return len(self.rows) * len(STANDINGS)

    def cell(self, row: int, standing: str) -> int:
        """The position of a cell."""
        return row * len(STANDINGS) + STANDINGS.index(standing)

    def cells_of(self, standing: str) -> slice:
        """The cells of one standing, row by row."""
        return slice(STANDINGS.index(standing), None, len(STANDINGS))

    def place(self, place_id: str) -> int:
        """The position of a place."""
        return self.places.index(place_id)

    def actor(self, actor_id: str | None) -> int:
        """The position of an actor; ``NOBODY`` where there is none of that id."""
        return self.actors.index(actor_id) if actor_id in self.actors else NOBODY


@dataclass(frozen=True)
class Setting:
    """What a process may look at before a run: the case, the situation, the days, and the layout of the state."""

    case: Case
    situation: Situation
    origin: Day
    days: int
    layout: Layout

    def index(self, day: Day) -> int:
        """A day counted from the origin, which is day 0."""
        return (day - self.origin).days

    def control_at_origin(self) -> NDArray[np.int64]:
        """Who holds each place on day 0, by the situation, and by the case where it says nothing: shape (place,)."""
        said = {c.place: c.actor for c in self.situation.control}
        return np.array([self.layout.actor(said.get(p, place.controller))
                         for p in self.layout.places if (place := self.case.place(p)) is not None], np.int64)


@dataclass
class State:
    """One block of members on one day. Axis order (member, cell · place · force · obligation).

    ``people`` persons by cell · ``control`` the position of the actor who holds a place · ``strength`` personnel of a
    force in place · ``present`` whether a force is still there · ``planned`` the day index on which an obligation will
    be done as things stand, ``done`` that on which it was · ``war`` tier 0–3 · ``again`` (member, row) those who were
    counted back and have left again · ``open`` (member, route) 1 where a route lets people through, 0 where not, −1
    where no process runs it · ``unreleased`` (member, place) the share of the land suspected of mines on the origin
    that is not released, 0 where none is known · ``fit`` the share of dwellings that can be lived in, 1 where
    nothing is known, ``built`` how many were built since the origin · ``own`` what a further process keeps, under
    names that begin with its own · ``road`` (member, slot, cell) those on the road to a cell, by the day modulo
    slots on which they arrive; None where no way takes days. Each process writes its own fields only, and keeps
    nothing anywhere else.
    """

    people: Counts
    again: Counts
    control: Counts
    strength: Counts
    present: NDArray[np.bool_]
    planned: Counts
    done: Counts
    war: Counts
    open: Counts
    unreleased: Floats
    fit: Floats
    built: Floats
    own: dict[str, NDArray[Any]] = field(default_factory=dict)
    road: Counts | None = None

    @property
    def at_war(self) -> NDArray[np.bool_]:
        """In which members war has resumed, shape (member,)."""
        return self.war >= WAR_TIER


@dataclass(frozen=True)
class Drawn:
    """What was drawn for each member before the run: parameters by "name" or "name:about", and a process's own
    uniforms by the name it gave them. All have shape (member,)."""

    parameters: Mapping[str, Floats] = field(default_factory=dict)
    uniforms: Mapping[str, Floats] = field(default_factory=dict)

    def of(self, name: str, about: str = "") -> Floats | None:
        """A parameter, one number a member; None where the case has none."""
        return self.parameters.get(f"{name}:{about}" if about else name)

    def or_else(self, otherwise: Floats, name: str, about: str = "") -> Floats:
        """A parameter, or numbers that stand for it where the case has none."""
        found = self.of(name, about)
        return otherwise if found is None else found

    def given(self, name: str, about: str = "") -> Floats:
        """A parameter that the process has made sure of; ``KeyError`` where there is none."""
        return self.parameters[f"{name}:{about}" if about else name]
