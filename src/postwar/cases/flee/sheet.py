"""The tables of a FLEE directory: rows of cells with their lines; names, numbers and days out of them."""

from __future__ import annotations

import codecs
import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from postwar.cases.faults import Faults, mend_by
from postwar.cases.tables import split_rows
from postwar.core.time import Day

_SPACE = " \t\u00a0\ufeff"
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")


@dataclass
class Findings:
    """What is found while a directory is read: ``faults`` forbid its use, ``notes`` say what was read with
    indulgence."""

    faults: Faults = field(default_factory=Faults)
    notes: Faults = field(default_factory=Faults)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its cells without the spaces around them, the file and the line."""

    file: str
    number: int
    cells: tuple[str, ...]
    found: Findings

    def cell(self, at: int) -> str:
        """The cell at a place; empty where the row ends before it."""
        return self.cells[at] if at < len(self.cells) else ""

    def fault(self, value: object, message: str, mend: str) -> None:
        """Note a fault on this line."""
        self.found.faults.add(self.file, self.number, value, message, mend)

    def note(self, value: object, message: str, mend: str) -> None:
        """Note on this line what is read with indulgence."""
        self.found.notes.add(self.file, self.number, value, message, mend)

    def number_at(self, at: int, what: str, *, blank: float | None = None, least: float = -math.inf,
                  most: float = math.inf) -> float | None:
        """The number at a place; None, and a fault, where there is none or it is out of range. ``blank`` stands for an
        empty cell; without it an empty cell is a fault."""
        text = self.cell(at)
        if not text and blank is not None:
            return blank
        try:
            value = float(text.replace("_", "x"))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fault(text, f"{what} is not a number:" if text else f"{what} is missing:",
                       "write digits, with a point for decimals and no separators")
            return None
        if value < least:
            self.fault(text, f"{what} is negative:" if least == 0 else f"{what} is below {least:g}:",
                       f"write at least {least:g}")
            return None
        if value > most:
            self.fault(text, f"{what} is too large:", f"write at most {most:g}")
            return None
        return value

    def whole_at(self, at: int, what: str, *, blank: int | None = None, least: float = -math.inf) -> int | None:
        """The whole number at a place; None, and a fault, where there is none."""
        value = self.number_at(at, what, blank=blank, least=least, most=1e12)
        if value is not None and value != int(value):
            self.fault(self.cell(at), f"{what} is not a whole number:", "write it without decimals")
            return None
        return None if value is None else int(value)

    def name_at(self, at: int, what: str, known: Iterable[str]) -> str | None:
        """The name at a place, which must be one of ``known``; None, and a fault, where it is not."""
        name = self.cell(at)
        options = tuple(known)
        if name in options:
            return name
        self.fault(name, f"unknown {what}" if name else f"{what} is missing:",
                   mend_by(name, options, "write a name that stands in locations.csv"))
        return None


def parse_date(text: str) -> Day | None:
    """A calendar day of the form year-month-day, its zeros left out or not; None where it is none.

    >>> parse_date("2013-1-5"), parse_date("5/1/2013")
    (datetime.date(2013, 1, 5), None)
    """
    match = _DAY.match(text)
    try:
        return dt.date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def read_rows(path: Path, name: str, found: Findings) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The rows of a file and its comment rows (they begin with ``#``; the first of them is often the header).

    Empty rows are passed over. What cannot be opened, decoded or split is a fault; a file without rows is none here.
    """
    text = _decoded(path, name, found)
    rows: list[Line] = []
    comments: list[Line] = []
    padded = False
    for number, cells in _split(name, text or "", found):
        bare = tuple(cell.strip(_SPACE) for cell in cells)
        if not any(bare):
            continue
        if not padded and any(cell != clean for cell, clean in zip(cells[:2], bare[:2], strict=True)):
            padded = True
            found.notes.add(name, number, cells[0], "spaces round what a cell holds are left out:", "write it without")
        (comments if bare[0].startswith("#") else rows).append(Line(name, number, bare, found))
    return tuple(rows), tuple(comments)


def header_names(comments: Iterable[Line], rows: tuple[Line, ...], first: str) -> tuple[tuple[str, ...], bool]:
    """The names of the columns in small letters, and whether they stand in the first row without a ``#``.

    >>> header_names([Line("f", 1, ("#Name", "km"), Findings())], (), "name")
    (('name', 'km'), False)
    """
    for line in comments:
        cells = (line.cells[0].lstrip("# ").lower(), *(cell.lower() for cell in line.cells[1:]))
        if cells[0].startswith(first):
            return cells, False
    if rows and rows[0].cells[0].lower().startswith(first) and rows[0].number == 1:
        return tuple(cell.lower() for cell in rows[0].cells), True
    return (), False


def _decoded(path: Path, name: str, found: Findings) -> str | None:
    """The text of a file; None, and a fault, where it cannot be had."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        found.faults.add(name, None, None, "this file is missing", "add it")
        return None
    except OSError as error:
        found.faults.add(name, None, None, f"this file cannot be opened ({error.strerror})", "make it a readable file")
        return None
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            found.notes.add(name, None, None, "this file is UTF-16", "save it as UTF-8")
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found.faults.add(name, line, f"byte 0x{data[error.start]:02x}", "this file is not UTF-8:", "save it as UTF-8")
        return None


def _split(name: str, text: str, found: Findings) -> Iterable[tuple[int, list[str]]]:
    """Rows of cells with the line on which each begins; a row that cannot be split is a fault."""
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        found.faults.add(name, line, None, "this file holds null bytes", "save it as a plain table of text")
        return
    for number, cells in split_rows(name, text, found.faults, spaced=True):
        if cells is not None:
            yield number, cells
