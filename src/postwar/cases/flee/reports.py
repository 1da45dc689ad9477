"""data_layout.csv, its files, and registration_corrections.csv: what camps reported."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from postwar.cases.faults import mend_by
from postwar.cases.flee.directory import LAYOUT, Directory
from postwar.cases.flee.locations import CAMPS
from postwar.cases.flee.sheet import Findings, Line, parse_date, read_rows
from postwar.core.flight import CampSeries, Stop
from postwar.core.time import Day

CORRECTIONS = "registration_corrections.csv"
TOTAL = "total"

Points = tuple[NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Reports:
    """All series in the order of the layout, and the total where there is one."""

    series: tuple[CampSeries, ...]
    total: CampSeries | None


def read_reports(directory: Directory, stops: tuple[Stop, ...], places: dict[str, Line], start: Day | None,
                 found: Findings) -> Reports:
    """What the files of the layout hold, by days since ``start`` (None: nothing can be dated, so none is kept)."""
    path, name = directory.source(LAYOUT)
    before = len(found.faults.found)
    rows, _ = read_rows(path, name, found)
    entries: dict[str, CampSeries] = {}
    lines: dict[str, Line] = {}
    for line in rows:
        camp = line.cell(0)
        if camp in lines:
            line.fault(camp, f"duplicate name, first in line {lines[camp].number}:", "keep one of the two")
            continue
        lines[camp] = line
        series = _entry(directory, line, start)
        if series is not None:
            entries[camp] = series
    if not rows and len(found.faults.found) == before:
        found.faults.add(name, None, None, "this file names no series", f"write rows {TOTAL},file and camp,file")
    elif rows and TOTAL not in lines:
        found.notes.add(name, None, None, "there is no series of the total", f"add a row {TOTAL},file")
    _match(stops, places, lines, name)
    if start is not None:
        entries = _with_corrections(directory, entries, set(lines), start, found)
    total = entries.pop(TOTAL, None)
    return Reports(tuple(entries.values()), total)


def _entry(directory: Directory, line: Line, start: Day | None) -> CampSeries | None:
    """The series of one row of the layout; None, and faults, where it cannot be had."""
    camp, files = line.cell(0), [cell for cell in line.cells[1:] if cell]
    if not camp or not files:
        line.fault(camp, "a row needs a name and a file:", "write camp,file")
        return None
    parts = []
    for file in files:
        path, name = directory.source(file)
        if not path.is_file():
            line.fault(file, "no such file:", "add it, or correct its name")
            continue
        points = _points(path, name, start, camp == TOTAL, line.found)
        if points is not None:
            parts.append(points)
    if len(parts) < len(files):
        return None
    days, counts = parts[0]
    for further in parts[1:]:
        days, counts = _added((days, counts), further)
    return CampSeries(camp, days, counts, (), tuple(parts) if len(parts) > 1 else ())


def _points(path: Path, name: str, start: Day | None, lenient: bool, found: Findings) -> Points | None:
    """Days since the start and counts of one file; None, and faults, where they cannot be had."""
    before = len(found.faults.found)
    rows, _ = read_rows(path, name, found)
    points: list[tuple[int, float]] = []
    for line in rows:
        day = parse_date(line.cell(0))
        if day is None:
            if line is rows[0] and not line.cell(0)[:1].isdigit():
                line.note(line.cell(0), "the first row is passed over as a header:", "begin it with #")
            else:
                line.fault(line.cell(0), "not a day:", "write it as year-month-day, like 2013-01-31")
            continue
        if not line.cell(1):
            line.note(line.cell(0), "a row without a count is passed over:", "fill in the count")
            continue
        count = line.number_at(1, "a count", least=0)
        if count is None:
            continue
        offset = (day - (start or day)).days
        if points and offset < points[-1][0]:
            tell = line.note if lenient else line.fault
            tell(line.cell(0), "this day lies before the one above:", "put the rows in the order of their days")
        points.append((offset, count))
    if not points and len(found.faults.found) == before:
        found.faults.add(name, None, None, "this file holds no report", "write rows of a day and a count")
    if len(found.faults.found) > before:
        return None
    points.sort(key=lambda point: point[0])
    return np.array([p[0] for p in points], np.int64), np.array([p[1] for p in points])


def _added(one: Points, other: Points) -> Points:
    """Two series added up as FLEE does: at each day of the second, its count and the next of the first; what the first
    holds after the last day of the second is left out."""
    days, counts = [], []
    at, last = 0, 0.0
    for day, count in zip(other[0].tolist(), other[1].tolist(), strict=True):
        while day > one[0][at]:
            days.append(int(one[0][at]))
            counts.append(float(one[1][at]) + last)
            if at == len(one[0]) - 1:
                break
            at += 1
        days.append(day)
        counts.append(count + float(one[1][at]))
        if day == one[0][at] and at < len(one[0]) - 1:
            at += 1
        last = count
    return np.array(days, np.int64), np.array(counts)


def _match(stops: tuple[Stop, ...], places: dict[str, Line], lines: dict[str, Line], layout: str) -> None:
    """Every camp needs its series; a series that belongs to no camp is noted."""
    kinds = {stop.name: stop.kind for stop in stops}
    lost = [name for name in lines if name != TOTAL and name not in kinds]
    for stop in stops:
        if stop.kind in CAMPS and stop.name not in lines:
            places[stop.name].fault(stop.name, f"{layout} names no series of this camp:",
                                    mend_by(stop.name, lost, "add a row for it there"))
    for name, line in lines.items():
        if name == TOTAL:
            continue
        if name not in kinds:
            line.note(name, "not in locations.csv: no camp of the run, its reports are not scored:",
                      mend_by(name, kinds, "add it there, or leave its row out"))
        elif kinds[name] not in CAMPS:
            line.note(name, f"a {kinds[name]}, no camp of the run, its reports are not scored:",
                      "make it a camp, or leave its row out")


def _with_corrections(directory: Directory, entries: dict[str, CampSeries], layout: set[str], start: Day,
                      found: Findings) -> dict[str, CampSeries]:
    """The series with their corrections."""
    path, name = directory.input(CORRECTIONS)
    if not path.exists():
        found.notes.add(name, None, None, "this file is missing: no registration is corrected", "add it")
        return entries
    corrected = dict(entries)
    for line in read_rows(path, name, found)[0]:
        camp, day = line.cell(0), parse_date(line.cell(1))
        if camp not in layout:
            line.fault(camp, "unknown camp in a correction", mend_by(camp, layout, f"write a name that {LAYOUT} holds"))
        elif day is None:
            line.fault(line.cell(1), "not a day:", "write it as year-month-day, like 2013-01-31")
        elif camp in corrected:
            offset = (day - start).days
            if offset < 0:
                line.note(line.cell(1), "a correction before the first day changes nothing:", "leave it out")
            elif _check_correction(line, corrected[camp], offset, start):
                corrected[camp] = replace(corrected[camp], corrections=(*corrected[camp].corrections, offset))
    return corrected


def _check_correction(line: Line, series: CampSeries, offset: int, start: Day) -> bool:
    """Whether a correction falls on a report that can be set against the one before."""
    at = int(np.argmax(series.days == offset))
    if series.days[at] != offset:
        near = int(series.days[np.argmin(np.abs(series.days - offset))])
        line.fault(line.cell(1), f"{line.cell(0)} reported nothing on the day of this correction:",
                   f"the nearest report is of {start.fromordinal(start.toordinal() + near)}")
        return False
    if at == 0:
        line.note(line.cell(1), "a correction on the first report changes nothing:", "leave it out")
        return True
    if series.counts[at - 1] <= 0 or not math.isfinite(series.counts[at] / series.counts[at - 1]):
        line.fault(line.cell(1), "the report before this correction is 0, so nothing can be scaled:", "leave it out")
        return False
    return True
