"""Where: places that can lie in several others, and the routes between them."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.time import Day

PLACE_KINDS = ("country", "region", "district", "town", "village", "corridor", "line", "zone", "site")
TRAFFIC_KINDS = ("people", "aid", "goods", "medical", "military")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the case. ``within`` names any number of places that contain it: schemes overlap,
    so it is not a tree. ``controller`` is who held it when the fighting stopped."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    within: tuple[str, ...]
    lat: float | None
    lon: float | None
    area_km2: float | None
    controller: str | None
    source: str
    valid_from: Day | None = None
    valid_to: Day | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A way between two places for one kind of traffic, with who lets it through and how much a day."""

    id: str
    from_place: str
    to_place: str
    km: float | None
    traffic: tuple[str, ...]
    direction: str
    regime: str
    capacity_per_day: float | None
    supply_days: float | None
    open_from: Day | None
    open_to: Day | None
    known_on: Day | None
    source: str
