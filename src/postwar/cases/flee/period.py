"""sim_period.csv: the first day and the number of days."""

from __future__ import annotations

from postwar.cases.flee.directory import Directory
from postwar.cases.flee.sheet import Findings, parse_date, read_rows
from postwar.core.time import Day

PERIOD = "sim_period.csv"
LONGEST = 36600
"""The longest period in days: a hundred years."""


def read_period(directory: Directory, found: Findings) -> tuple[Day | None, int | None]:
    """The first day and the number of days; None, and a fault, for what is not there."""
    path, name = directory.input(PERIOD)
    start, days = None, None
    before = len(found.faults.found)
    rows, _ = read_rows(path, name, found)
    for line in rows:
        key = line.cell(0).lower()
        if key == "startdate":
            start = parse_date(line.cell(1))
            if start is None:
                line.fault(line.cell(1), "StartDate is not a day:", "write it as year-month-day, like 2013-01-31")
        elif key == "length":
            days = line.whole_at(1, "Length", least=1)
            if days is not None and days > LONGEST:
                line.fault(days, "Length is too long:", f"write at most {LONGEST} days")
                days = None
        else:
            line.note(line.cell(0), "a row that is neither StartDate nor Length is left out:", "take it out")
    if len(found.faults.found) == before:
        for value, key in ((start, "StartDate"), (days, "Length")):
            if value is None:
                found.faults.add(name, None, None, f"{key} is missing", f"add a row {key},…")
    return start, days
