"""A FLEE directory becomes a Flight; all that is wrong with it becomes a list of problems."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from postwar.cases.flee.closures import read_closures
from postwar.cases.flee.conflicts import read_conflicts
from postwar.cases.flee.directory import LAYOUT, LOCATIONS, Directory, find_directory
from postwar.cases.flee.locations import CAMPS, read_locations
from postwar.cases.flee.period import read_period
from postwar.cases.flee.reach import check_reach
from postwar.cases.flee.reports import read_reports
from postwar.cases.flee.routes import read_routes
from postwar.cases.flee.settings import read_settings
from postwar.cases.flee.sheet import Findings
from postwar.core.errors import CaseError, Problem
from postwar.core.flight import Flight
from postwar.core.time import Day


def load_flight(folder: str | Path, settings: str | Path | None = None) -> Flight:
    """The recorded displacement of a FLEE directory, read as it stands.

    ``folder`` holds ``input_csv/`` and ``source_data/``, or the tables themselves; ``settings`` is a ``simsetting.yml``
    (None: the one in the folder, else FLEE's own defaults). ``Flight.notes`` say what was read with indulgence. Numbers
    are of persons; ``rules.hasten`` is not applied. Raises ``CaseError`` with every fault, by file and line: names that
    do not match between files, days missing or out of order, numbers that are none, camps that no route reaches.
    """
    directory = find_directory(folder)
    found = Findings()
    flight = _flight(directory, Path(folder), settings, found)
    problems = found.faults.sorted()
    if problems or flight is None:
        raise CaseError(problems)
    return flight


def check_flight(folder: str | Path, settings: str | Path | None = None) -> tuple[Problem, ...]:
    """Every fault of a FLEE directory, by file and line; none if it can be loaded. Raises ``CaseError`` only where
    there is no such directory."""
    found = Findings()
    _flight(find_directory(folder), Path(folder), settings, found)
    return found.faults.sorted()


def _flight(directory: Directory, folder: Path, settings: str | Path | None, found: Findings) -> Flight | None:
    """The displacement; None where a fault keeps it from being put together."""
    rules = read_settings(settings, folder, found)
    start, days = read_period(directory, found)
    stops, places = read_locations(directory, found)
    names_known = not any(p.file.endswith(LOCATIONS) for p in found.faults.found)
    legs = read_routes(directory, stops, found if names_known else Findings())
    closings = read_closures(directory, stops, legs, found if names_known else Findings())
    intensity = read_conflicts(directory, stops, days, found if names_known else Findings())
    reports = read_reports(directory, stops, places, start, found)
    if not found.faults.found:
        check_reach(stops, legs, intensity, reports.series, places)
        if not any(stop.kind in CAMPS for stop in stops):
            found.faults.add(directory.input(LOCATIONS)[1], None, None, "there is no camp",
                             "give at least one place the type camp")
    if not rules.sum_from_camps and reports.total is None:
        found.faults.add(directory.source(LAYOUT)[1], None, "sum_from_camps: False",
                         "arrivals are to be taken from the total, and there is none:", "add a row total,file")
    if found.faults.found or start is None or days is None:
        return None
    _note_period(directory, start, days, [s.days for s in reports.series], found)
    return Flight(directory.name, start, days, stops, legs, closings, intensity, reports.series, reports.total, rules,
                  str(folder), found.notes.sorted())


def _note_period(directory: Directory, start: Day, days: int, known: list[np.ndarray], found: Findings) -> None:
    """Note a period that no report falls into."""
    if not any(((d > 0) & (d < days)).any() for d in known):
        found.notes.add(directory.input("sim_period.csv")[1], None, str(start),
                        "no camp reported anything within the period that begins on", "correct the period")
