"""Who acts and who is counted: actors, groups of people, forces, mediation formats."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.time import Day

ACTOR_KINDS = (
    "state", "de-facto authority", "armed force", "mission", "mediator", "organisation", "person", "population",
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who promises, acts, speaks or is spoken of. Actors of one ``side`` act on one side."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    side: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A population that figures count, by where its home is. ``low`` to ``high`` persons as of a day."""

    id: str
    name: str
    aliases: tuple[str, ...]
    home: tuple[str, ...]
    whereabouts: tuple[str, ...]
    low: float | None
    high: float | None
    as_of: Day | None
    known_on: Day | None
    source: str
    born_since_low: float | None = None   # share of the group born since it left, 0 to 1
    born_since_high: float | None = None


@dataclass(frozen=True, slots=True)
class Force:
    """A contingent or army with the strength that its mandate names. ``known_from`` is the day from which it could be
    known of: a force that follows another is hidden until then."""

    id: str
    actor: str
    name: str
    strength: float | None
    unit: str
    role: str
    area: tuple[str, ...]
    source: str
    known_from: Day | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A mediation format or mission, and who accepts or rejects it since when."""

    id: str
    name: str
    kind: str
    members: tuple[str, ...]
    state: str
    accepted_by: tuple[str, ...]
    rejected_by: tuple[str, ...]
    since: Day | None
    known_on: Day | None
    source: str
