"""closures.csv: when a border, a place, a link or a camp is closed."""

from __future__ import annotations

from postwar.cases.faults import mend_by
from postwar.cases.flee.directory import Directory
from postwar.cases.flee.sheet import Findings, Line, read_rows
from postwar.core.flight import Closing, Leg, Stop

CLOSURES = "closures.csv"
KINDS = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")
BETWEEN = ("link", "remove_forced_redirection")


def read_closures(directory: Directory, stops: tuple[Stop, ...], legs: tuple[Leg, ...],
                  found: Findings) -> tuple[Closing, ...]:
    """The closures in the order of the file; none where there is no file, which is noted."""
    path, name = directory.input(CLOSURES)
    if not path.exists():
        found.notes.add(name, None, None, "this file is missing: nothing is ever closed", "add it")
        return ()
    rows, _ = read_rows(path, name, found)
    if rows and rows[0].number == 1 and rows[0].cells[0].lower() in ("closure_type", "type"):
        rows = rows[1:]
    ways = {frozenset((stops[leg.a].name, stops[leg.b].name)) for leg in legs}
    closings = (_closing(line, stops, ways) for line in rows)
    return tuple(closing for closing in closings if closing is not None)


def _closing(line: Line, stops: tuple[Stop, ...], ways: set[frozenset[str]]) -> Closing | None:
    """One closure; None, and a fault, where the row gives none."""
    kind = line.cell(0).lower()
    if kind not in KINDS:
        line.fault(line.cell(0), "unknown type of closure", mend_by(kind, KINDS, "use one of " + ", ".join(KINDS)))
        return None
    before = len(line.found.faults.found)
    names = {stop.name for stop in stops}
    if kind == "country":
        countries = {stop.country for stop in stops}
        for at in (1, 2):
            line.name_at(at, "country in a closure", countries)
    else:
        for at in (1, 2) if kind in BETWEEN else (1,):
            line.name_at(at, "place in a closure", names)
    start = line.whole_at(3, "the first day of a closure", least=0)
    end = line.whole_at(4, "the last day of a closure", least=0)
    if len(line.found.faults.found) > before or start is None or end is None:
        return None
    pair = f"{line.cell(1)} - {line.cell(2)}"
    if 0 < end < start:
        line.fault(f"{start} - {end}", "a closure ends before it begins:", "write the earlier day first; 0 = for good")
        return None
    if kind in BETWEEN and frozenset((line.cell(1), line.cell(2))) not in ways:
        line.note(pair, "a closure between two places that no route joins has no effect:",
                  "name the two ends of a way in routes.csv")
        return None
    if kind in ("camp", "idpcamp") and not any(s.name == line.cell(1) and "camp" in s.kind for s in stops):
        line.note(line.cell(1), "a place that is closed as a camp is none:", "close it as location")
    return Closing(kind, line.cell(1), line.cell(2), start, end)
