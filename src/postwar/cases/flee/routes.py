"""routes.csv: the ways between places."""

from __future__ import annotations

from postwar.cases.flee.directory import Directory
from postwar.cases.flee.sheet import Findings, Line, header_names, read_rows
from postwar.core.flight import Leg, Stop

ROUTES = "routes.csv"
NUMBERS = ("max_move_speed", "walk_probability")


def read_routes(directory: Directory, stops: tuple[Stop, ...], found: Findings) -> tuple[Leg, ...]:
    """The ways in the order of the file; a way that stands twice is kept twice, as FLEE keeps it."""
    path, name = directory.input(ROUTES)
    faults_before = len(found.faults.found)
    rows, comments = read_rows(path, name, found)
    names, in_first_row = header_names(comments, rows, "name")
    extra = {column: at for at, column in enumerate(names) if at > 3 and column}
    index = {stop.name: at for at, stop in enumerate(stops)}
    legs = []
    first: dict[tuple[int, int], int] = {}
    for line in rows[1:] if in_first_row else rows:
        leg = _leg(line, index, extra)
        if leg is None:
            continue
        ends = (min(leg.a, leg.b), max(leg.a, leg.b))
        if ends in first:
            line.note(f"{line.cell(0)} - {line.cell(1)}",
                      f"this way stands in line {first[ends]} too, which doubles its weight:", "leave one of them out")
        first.setdefault(ends, line.number)
        legs.append(leg)
    if not legs and len(found.faults.found) == faults_before:
        found.faults.add(name, None, None, "this file holds no way", "write a row for each way between two places")
    return tuple(legs)


def _leg(line: Line, index: dict[str, int], extra: dict[str, int]) -> Leg | None:
    """One way; None where the row gives none, which is a fault unless it leads from a place to itself."""
    a, b = line.name_at(0, "place of a route", index), line.name_at(1, "place of a route", index)
    km = line.number_at(2, "distance", least=0)
    forced = line.whole_at(3, "forced redirection", blank=0)
    if forced not in (None, 0, 1, 2):
        line.fault(line.cell(3), "forced redirection is none of 0, 1, 2:", "write 0 where there is none")
        return None
    for key, at in extra.items():
        if key in NUMBERS and line.cell(at) and line.number_at(at, key, least=0) is None:
            return None
    if a is None or b is None or km is None or forced is None:
        return None
    if a == b:
        line.note(a, "a way from a place to itself is left out:", "take it out")
        return None
    if km == 0:
        line.note(f"{a} - {b}", "a way of 0 km:", "write its length")
    return Leg(index[a], index[b], km, forced, {key: line.cell(at) for key, at in extra.items() if line.cell(at)})
