"""Tables of a case: comma-separated files with a header, row by row with their lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from postwar.cases.faults import Faults, nearest
from postwar.cases.fields import NUMBER, Fields
from postwar.core.time import Day, parse_day


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: those it must have and those it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is known."""
        return self.required + self.optional


class Row(Fields):
    """One row of a table: cells by column."""

    def __init__(self, file: str, number: int, cells: dict[str, str], faults: Faults, absent: frozenset[str]) -> None:
        self.file = file
        self.faults = faults
        self._number = number
        self._cells = cells
        self._absent = absent

    def raw(self, key: str) -> object | None:
        """The cell without the spaces around it; None where it is empty."""
        return self._cells.get(key, "").strip() or None

    def line(self, key: str | None = None) -> int:
        """The line on which the row begins."""
        return self._number

    def as_number(self, value: object) -> float | None:
        """A number with a decimal point."""
        return float(value) if isinstance(value, str) and NUMBER.match(value) else None

    def as_day(self, value: object) -> Day | None:
        """A day of the form YYYY-MM-DD."""
        try:
            return parse_day(str(value))
        except ValueError:
            return None

    def as_list(self, value: object) -> tuple[str, ...] | None:
        """The parts between semicolons."""
        return tuple(part.strip() for part in str(value).split(";") if part.strip())

    def absent(self, key: str) -> bool:
        """Whether the table has no such column: that is one fault of the header, not one of each row."""
        return key in self._absent


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file. ``whole`` is False where a row was lost, so that its id may be missing here."""

    file: str
    rows: tuple[Row, ...]
    whole: bool


def parse_table(file: str, text: str, columns: Columns, faults: Faults) -> Table:
    """The rows of a comma-separated text. A row with a wrong number of cells is noted and left out; unknown,
    doubled and missing columns are noted once."""
    lines = split_rows(file, text, faults)
    _, header = next(lines, (1, None))
    names = [name.strip() for name in header or ()]
    if not set(names) & set(columns.all):
        faults.add(file, 1, None, "the first line names no column", "begin with " + ",".join(columns.required))
        return Table(file, (), False)
    absent = _check_header(file, names, columns, faults)
    whole = "id" not in absent and len(set(names)) == len(names)
    rows = []
    for number, cells in lines:
        if cells is None:
            whole = False
        elif len(cells) != len(names):
            whole = False
            faults.add(file, number, cells[0], f"{len(cells)} cells where the header has {len(names)}, in the row of",
                       "write one cell a column; put a cell that holds a comma in quotation marks")
        else:
            rows.append(Row(file, number, dict(zip(names, cells, strict=True)), faults, absent))
    return Table(file, tuple(rows), whole)


def split_rows(file: str, text: str, faults: Faults, spaced: bool = False) -> Iterator[tuple[int, list[str] | None]]:
    """Rows of cells with the line on which each begins, None for a row that cannot be split; empty lines are passed
    over. ``spaced``: blanks may stand behind a comma."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=spaced)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.add(file, number, None, "the cells of this row cannot be told apart",
                       'close every quotation mark, and double those inside a cell: "a ""b"" c"')
            yield number, None
            continue
        if cells:
            yield number, cells


def _check_header(file: str, names: list[str], columns: Columns, faults: Faults) -> frozenset[str]:
    """Note what is wrong with the header; the required columns that it lacks."""
    missing = [name for name in columns.required if name not in names]
    free = [name for name in columns.all if name not in names]
    meant: set[str] = set()
    for place, name in enumerate(names):
        if name in names[:place]:
            faults.add(file, 1, name, "a column stands twice:", "keep one of the two")
        elif name not in columns.all:
            near = nearest(name, free)
            meant.update({near} & set(missing) if near else ())
            mend = f"did you mean {near!r}?" if near else "the columns are " + ", ".join(columns.all)
            faults.add(file, 1, name, "unknown column", mend)
    for name in missing:
        if name not in meant:
            faults.add(file, 1, name, "a column is missing:", f"add the column {name} to the header and to every row")
    return frozenset(missing)
