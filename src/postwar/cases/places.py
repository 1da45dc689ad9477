"""Places, and the routes between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postwar.cases.documents import Documents
from postwar.cases.fields import Fields, Ids
from postwar.cases.rows import NO_DAY, only_once
from postwar.core.place import PLACE_KINDS, TRAFFIC_KINDS, Place, Route


def read_places(documents: Documents, ids: Mapping[str, Ids], strict: bool = True) -> tuple[Place, ...]:
    """The rows of places.csv. ``strict`` also asks for sources of numbers, and that containment has no circles and
    no name means two places of one kind."""
    rows = documents.rows("places.csv").rows
    only_once(rows, "id")
    places = [_place(row, ids, strict) for row in rows]
    if strict:
        _check_circles(rows, places)
        _check_names(rows, places)
    return tuple(places)


def _place(row: Fields, ids: Mapping[str, Ids], strict: bool) -> Place:
    lat, lon = row.number("lat", least=-90, most=90), row.number("lon", least=-180, most=180)
    area = row.number("area_km2", least=0)
    if (row.raw("lat") is None) != (row.raw("lon") is None):
        row.fault(None, row.raw("id"), "a point needs both lat and lon, in the row of", "fill in both, or neither")
    valid_from, valid_to = row.day("valid_from"), row.day("valid_to")
    row.in_order("valid_from", "valid_to", valid_from, valid_to)
    numbers = any(row.raw(key) is not None for key in ("lat", "lon", "area_km2"))
    return Place(
        id=row.some_id(), name=row.text("name", required=True), aliases=row.words("aliases"),
        kind=row.choice("kind", PLACE_KINDS), within=row.ids("within", ids["place"]), lat=lat, lon=lon, area_km2=area,
        controller=row.one_id("controller", ids["actor"]) or None, source=row.text("source", strict and numbers),
        valid_from=valid_from, valid_to=valid_to)


def circles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The circles of a directed graph, each once, beginning at its first node in the order given.

    >>> circles({"a": ["b"], "b": ["c", "a"], "c": []})
    [('a', 'b')]
    """
    state: dict[str, int] = {}
    found: list[tuple[str, ...]] = []
    for start in edges:
        if start in state:
            continue
        state[start] = 1
        path = [start]
        ahead = [iter(tuple(edges[start]))]
        while path:
            step = next(ahead[-1], None)
            if step is None:
                state[path.pop()] = 2
                ahead.pop()
            elif state.get(step) == 1:
                found.append(tuple(path[path.index(step):]))
            elif step in edges and step not in state:
                state[step] = 1
                path.append(step)
                ahead.append(iter(tuple(edges[step])))
    return found


def _check_circles(rows: Iterable[Fields], places: Iterable[Place]) -> None:
    lines = {place.id: row for row, place in reversed(list(zip(rows, places, strict=True)))}
    for circle in circles({place.id: place.within for place in places}):
        lines[circle[0]].fault("within", " in ".join((*circle, circle[0])), "a place lies within itself:",
                               "take one of these out of within")


def _check_names(rows: Iterable[Fields], places: Iterable[Place]) -> None:
    """A name that two places of one kind share cannot be read."""
    owners: dict[tuple[str, str], Place] = {}
    for row, place in zip(rows, places, strict=True):
        for name in dict.fromkeys((place.name, *place.aliases)):
            owner = owners.setdefault((place.kind, name.casefold()), place)
            if owner.id != place.id:
                row.fault("aliases", name, f"this name also means {owner.id!r}, a {place.kind} too:",
                          "take it away from one of the two")


def read_routes(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Route, ...]:
    """The rows of routes.csv. A route without an id is called ``from--to``."""
    rows = documents.rows("routes.csv").rows
    only_once(rows, "id", "known_on")
    return tuple(_route(row, ids) for row in rows)


def _route(row: Fields, ids: Mapping[str, Ids]) -> Route:
    from_place = row.one_id("from", ids["place"], required=True)
    to_place = row.one_id("to", ids["place"], required=True)
    if from_place and from_place == to_place:
        row.fault("to", to_place, "a route ends where it begins:", "name two places")
    open_from, open_to = row.day("open_from"), row.day("open_to")
    row.in_order("open_from", "open_to", open_from, open_to)
    return Route(
        id=row.some_id() if row.raw("id") is not None else f"{from_place}--{to_place}",
        from_place=from_place, to_place=to_place, km=row.number("km", least=0),
        traffic=row.choices("traffic", TRAFFIC_KINDS), direction=row.text("direction"), regime=row.text("regime"),
        capacity_per_day=row.number("capacity_per_day", least=0), supply_days=row.number("supply_days", least=0),
        open_from=open_from, open_to=open_to, known_on=row.day("known_on", required=True) or NO_DAY,
        source=row.text("source", required=True))
