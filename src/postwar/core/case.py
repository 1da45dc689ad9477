"""A case: one settlement as data."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.accord import Accord
from postwar.core.actor import Actor, Force, Format, Group
from postwar.core.claim import Source
from postwar.core.parameter import Parameter
from postwar.core.place import Place, Route
from postwar.core.time import Day


@dataclass(frozen=True, slots=True)
class Question:
    """A dated question with its rule and void rule. ``written_on`` after its answer was known marks hindsight."""

    id: str
    question: str
    closes_on: Day
    rule: str
    void_if: str
    written_on: Day


@dataclass(frozen=True, slots=True)
class Names:
    """What reading needs of a case: who and where there is, and under which names."""

    case_id: str
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    groups: tuple[Group, ...] = ()
    provisions: tuple[tuple[str, str], ...] = ()    # (id, text)
    ceasefire_on: Day | None = None


NO_ACCORD = Accord(None)


@dataclass(frozen=True, slots=True)
class Case:
    """One settlement. ``reports`` are the paths of its own reports, oldest first; ``digest`` is over every row that
    was known on the day asked for, so that a row known later changes nothing."""

    id: str
    title: str
    summary: str
    ceasefire_on: Day
    time_zone: str
    horizon: Day | None
    languages: tuple[str, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    groups: tuple[Group, ...] = ()
    forces: tuple[Force, ...] = ()
    routes: tuple[Route, ...] = ()
    formats: tuple[Format, ...] = ()
    accord: Accord = NO_ACCORD
    parameters: tuple[Parameter, ...] = ()
    questions: tuple[Question, ...] = ()
    sources: tuple[Source, ...] = ()
    print_names: tuple[tuple[str, tuple[str, ...]], ...] = ()   # place or actor id -> other names shown at first use
    written_on: Day | None = None    # an outlook from an earlier day is a hindcast
    folder: str = ""
    reports: tuple[str, ...] = ()
    digest: str = ""

    @property
    def names(self) -> Names:
        """What reading needs of this case."""
        return Names(self.id, self.actors, self.places, self.groups,
                     tuple((p.id, p.text) for p in self.accord.provisions), self.ceasefire_on)

    def place(self, place_id: str) -> Place | None:
        """The place of that id, or None."""
        return next((p for p in self.places if p.id == place_id), None)

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of that id, or None."""
        return next((a for a in self.actors if a.id == actor_id), None)

    def group(self, group_id: str) -> Group | None:
        """The group of that id, or None."""
        return next((g for g in self.groups if g.id == group_id), None)

    def name_of(self, some_id: str) -> str:
        """The display name of a place, actor, group, force or format; the id itself where it has none."""
        rows: tuple[Place | Actor | Group | Force | Format, ...] = (
            *self.places, *self.actors, *self.groups, *self.forces, *self.formats)
        for row in rows:
            if row.id == some_id:
                return row.name
        return some_id
