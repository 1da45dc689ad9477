"""locations.csv: the places of a displacement."""

from __future__ import annotations

from collections.abc import Mapping

from postwar.cases.faults import mend_by
from postwar.cases.flee.directory import LOCATIONS, Directory
from postwar.cases.flee.sheet import Findings, Line, header_names, read_rows
from postwar.core.flight import STOP_KINDS, Stop

COLUMNS = ("name", "region", "country", "x", "y", "type", "conflict_date", "population")
_CALLED = {
    "location_type": "type", "loc_type": "type", "population/capacity": "population", "pop/cap": "population",
    "pop": "population", "capacity": "population", "cap": "population", "#name": "name",
}
_POINT = {"gps_x", "gps_y", "x", "y", "latitude", "longitude", "lat", "lon", "long", "lng"}
CAMPS = ("camp", "idpcamp")


def kind_of(text: str) -> str | None:
    """The kind of place that a type means, by what it contains, in FLEE's order; None where it is none of them.

    >>> [kind_of(t) for t in ("conflict_zone", "forwarding_hub", "idpcamp", "default", "village")]
    ['conflict', 'forward', 'idpcamp', 'town', None]
    """
    low = text.lower()
    if "camp" in low:
        return "idpcamp" if "idp" in low else "camp"
    for part in ("conflict", "forward", "marker", "flood_zone"):
        if part in low:
            return part
    return "town" if "default" in low or "town" in low else None


def read_locations(directory: Directory, found: Findings) -> tuple[tuple[Stop, ...], dict[str, Line]]:
    """The places in the order of the file (the first one's country is home), and the row of each by its name."""
    path, name = directory.input(LOCATIONS)
    faults_before = len(found.faults.found)
    rows, comments = read_rows(path, name, found)
    names, in_first_row = header_names(comments, rows, "name")
    where, extra = _columns(names, (comments or rows)[:1], found)
    stops: dict[str, Stop] = {}
    lines: dict[str, Line] = {}
    for line in rows[1:] if in_first_row else rows:
        stop = _stop(line, where, extra)
        if stop is None:
            continue
        if stop.name in lines:
            line.fault(stop.name, f"duplicate name, first in line {lines[stop.name].number}:",
                       "give each place its own name")
            continue
        stops[stop.name], lines[stop.name] = stop, line
    if not stops and len(found.faults.found) == faults_before:
        found.faults.add(name, None, None, "this file holds no place", "write a row for each place")
    return tuple(stops.values()), lines


def _columns(names: tuple[str, ...], first: tuple[Line, ...],
             found: Findings) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The place of each column in a row, and of the further ones: by the header where it names all of them, else in
    FLEE's order."""
    called = [_CALLED.get(name, name) for name in names]
    points = [at for at, name in enumerate(called) if name in _POINT][:2]
    where = {name: called.index(name) for name in COLUMNS if name in called}
    if len(points) == 2:
        where |= {"x": points[0], "y": points[1]}
    if len(where) < len(COLUMNS):
        where = {name: at for at, name in enumerate(COLUMNS)}
    elif [where[name] for name in COLUMNS] != list(range(len(COLUMNS))):
        for line in first:
            line.note(None, "the columns are taken in the order of the header", "FLEE takes them in its own order")
    taken = set(where.values())
    return where, {name: at for at, name in enumerate(names) if at not in taken and name}


def _stop(line: Line, where: Mapping[str, int], extra: Mapping[str, int]) -> Stop | None:
    """One place; None, and a fault, where the row gives none."""
    before = len(line.found.faults.found)
    name, country, text = (line.cell(where[key]) for key in ("name", "country", "type"))
    if len(line.cells) < 6:
        line.fault(line.cells[0], "a place needs at least six cells: " + ", ".join(COLUMNS[:6]) + "; in the row of",
                   "write one cell a column")
        return None
    for value, what in ((name, "name"), (country, "country")):
        if not value:
            line.fault(None, f"{what} is missing", f"fill in {what}")
    kind = kind_of(text)
    if kind is None:
        line.fault(text, "unknown type of place", mend_by(text, STOP_KINDS, "use one of " + ", ".join(STOP_KINDS)))
    x, y = line.number_at(where["x"], "the first coordinate"), line.number_at(where["y"], "the second coordinate")
    is_camp = kind in CAMPS
    starts = line.whole_at(where["conflict_date"], "the day of conflict", blank=0, least=0)
    people = line.whole_at(where["population"], "capacity" if is_camp else "population", blank=0,
                           least=-1e12 if is_camp else 0)
    if len(line.found.faults.found) > before or kind is None or starts is None or people is None:
        return None
    if is_camp and people == 0:
        line.note(name, "a capacity of 0 or none counts as unlimited:", "write -1 for unlimited")
    if kind == "conflict" and people == 0:
        line.note(name, "nobody lives in this place of conflict, so nobody flees from it:", "fill in its population")
    return Stop(name, line.cell(where["region"]), country, x or 0.0, y or 0.0, kind,
                starts if kind == "conflict" else -1, 0 if is_camp else people,
                people if is_camp and people > 0 else None,
                {key: line.cell(at) for key, at in extra.items() if line.cell(at)})
