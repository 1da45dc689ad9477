"""conflicts.csv: the intensity of conflict at each place on each day."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from postwar.cases.faults import mend_by
from postwar.cases.flee.directory import Directory
from postwar.cases.flee.locations import CAMPS
from postwar.cases.flee.sheet import Findings, Line, header_names, read_rows
from postwar.core.flight import Stop

CONFLICTS = "conflicts.csv"


def read_conflicts(directory: Directory, stops: tuple[Stop, ...], days: int | None,
                   found: Findings) -> NDArray[np.float64]:
    """Intensity of shape (day, stop). A place of conflict that has no column keeps the day of locations.csv: it is at 1
    from then on."""
    path, name = directory.input(CONFLICTS)
    faults_before = len(found.faults.found)
    rows, comments = read_rows(path, name, found)
    names, in_first_row = header_names(comments, rows, "day")
    rows = rows[1:] if in_first_row else rows
    length = days if days is not None else len(rows)
    intensity = np.zeros((length, len(stops)))
    if len(found.faults.found) > faults_before:
        return intensity
    if not names:
        found.faults.add(name, 1, None, "no header row of the form #Day,place,…", "begin with it")
        return intensity
    header = (comments or rows)[0]
    table = _values(rows[:length], len(names), header.found)
    if days is not None and len(rows) < days:
        found.faults.add(name, rows[-1].number if rows else None, len(rows),
                         f"conflict is given for fewer days than the period of {days}:",
                         "add a row for every day, or shorten Length in sim_period.csv")
    if table is None or len(rows) < length:
        return intensity
    columns = [cell.lstrip("# ") for cell in _header(comments, in_first_row, path, name)]
    _place(columns, table, stops, header, intensity)
    _check_people(stops, intensity, header)
    return intensity


def _header(comments: tuple[Line, ...], in_first_row: bool, path: Path, name: str) -> tuple[str, ...]:
    """The names of the columns as they are written."""
    if not in_first_row:
        return next(line.cells for line in comments if line.cells[0].lstrip("# ").lower().startswith("day"))
    rows, _ = read_rows(path, name, Findings())
    return rows[0].cells


def _values(rows: tuple[Line, ...], columns: int, found: Findings) -> NDArray[np.float64] | None:
    """The table of numbers, shape (row, column), the day left out; None, and faults, where it cannot be had."""
    before = len(found.faults.found)
    table = np.zeros((len(rows), columns))
    for at, line in enumerate(rows):
        cells = line.cells
        while len(cells) > columns and not cells[-1]:
            cells = cells[:-1]
        if not (columns - 1 <= len(cells) <= columns):
            line.fault(line.cell(0), f"{len(cells)} cells where the header has {columns}, in the row of day",
                       "write one cell a column")
            continue
        for place in range(len(cells)):
            value = line.number_at(place, "the day" if place == 0 else "intensity", least=0)
            table[at, place] = 0.0 if value is None else value
        if at and table[at, 0] != table[at - 1, 0] + 1:
            line.fault(line.cell(0), "the days do not follow one another:", "write one row a day, in order")
        if len(found.faults.found) > before + 20:
            return None
    if len(rows) and table[0, 0] != 0:
        rows[0].note(rows[0].cell(0), "the first row is taken as day 0 though it says day", "begin with day 0")
    return table[:, 1:] if len(found.faults.found) == before else None


def _place(columns: list[str], table: NDArray[np.float64], stops: tuple[Stop, ...], header: Line,
           intensity: NDArray[np.float64]) -> None:
    """Put the columns of the table where their stops are."""
    index = {stop.name: at for at, stop in enumerate(stops)}
    seen: set[str] = set()
    for at, name in enumerate(columns[1:]):
        values = table[:, at]
        if not name and not values.any():
            continue
        if name in seen:
            header.fault(name, "a place stands twice in the header:", "keep one of the two")
        elif name in index:
            intensity[:, index[name]] = values
        elif values.any():
            header.fault(name, "unknown place in the header:",
                         mend_by(name, set(index) - set(columns), "write a name that stands in locations.csv"))
        else:
            header.note(name, "a place that is not in locations.csv, without conflict, is left out:", "take it out")
        seen.add(name)
    for stop in stops:
        if stop.name not in seen and stop.kind == "conflict":
            header.note(stop.name, f"no column for a place of conflict: it is at 1 from day {stop.conflict_day}:",
                        "add its column")
            intensity[stop.conflict_day:, index[stop.name]] = 1.0
    if intensity.max(initial=0.0) > 1:
        header.note(float(intensity.max()), "an intensity above 1:", "write shares from 0 to 1")


def _check_people(stops: tuple[Stop, ...], intensity: NDArray[np.float64], header: Line) -> None:
    """Somebody must live where there is conflict, or nobody can flee."""
    at_war = intensity.any(axis=0)
    if not any(at_war[at] and stop.population > 0 and stop.kind not in CAMPS for at, stop in enumerate(stops)):
        header.fault(None, "there is no conflict at any place where people live",
                     "give a place of conflict its population and its days")
