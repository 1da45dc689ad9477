"""XLSX: the cells of each sheet, as they are shown, become lines of the raw text, a tab between two cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from postwar.core.errors import ReportError
from postwar.reading.inputs.archive import Archive
from postwar.reading.inputs.encoding import bounded
from postwar.reading.inputs.grid import page_of_rows, rows_of
from postwar.reading.inputs.limits import CELL_CHARACTERS, ROWS
from postwar.reading.inputs.xml import read_xml
from postwar.reading.layout import Page
from postwar.reading.sheet import Sheet

NAME = "workbook"
_BOOK = "xl/workbook.xml"
_COLUMNS = 1000
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_DAY_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DAY_LETTERS = re.compile(r"[dy]|m{3,}", re.IGNORECASE)
_OPENING = re.compile(r"\A# ([^\n]*)\n")


def accepts(name: str, data: bytes) -> bool:
    """Whether the bytes are a packed file that is called a workbook, or that names the part with a workbook's sheets.

    >>> accepts("a.xlsx", b"PK\\x03\\x04"), accepts("a.xlsx", b"text")
    (True, False)
    """
    packed = data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return packed and (name.lower().endswith((".xlsx", ".xlsm", ".xls")) or _BOOK.encode() in data)


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The workbook's visible sheets as text. Raises ``ReportError`` where it cannot be opened."""
    archive = Archive(name, data)
    sheets, since_1904 = _sheets(name, archive)
    strings = _strings(name, archive) if "xl/sharedStrings.xml" in archive else []
    days = _day_styles(name, archive) if "xl/styles.xml" in archive else frozenset()
    written, problems = [], []
    for title, part in sheets:
        try:
            lines = _lines(name, archive, part, strings, days, since_1904)
        except ReportError as fault:
            problems.append(fault.problem)
            continue
        if lines:
            written.append(f"# {title}\n" + "\n".join(lines) + "\n")
    if not written and problems:
        raise ReportError(problems[0])
    yield Sheet({}, 0, tuple(problems), bounded(name, "\f".join(written)))


def lay_out(text: str) -> Page:
    """A block a row, sheet by sheet.

    >>> [(b.kind, b.text) for b in lay_out("# May\\nDistrict\\tReturned\\nUlm\\t40\\n").blocks]
    [('heading', 'May'), ('row', 'Ulm | 40')]
    """
    blocks = []
    for found in re.finditer(r"[^\f]+", text):
        opening = _OPENING.match(found.group())
        start = found.start() + (opening.end() if opening else 0)
        rows = list(rows_of(text, "\t", start, found.end()))
        blocks += page_of_rows(text, rows, found.start(), opening[1] if opening else "").blocks
    return Page(text, 0, blocks)


def _sheets(name: str, archive: Archive) -> tuple[list[tuple[str, str]], bool]:
    """The visible sheets with the parts that hold them, in their order; and whether days count from 1904."""
    found: list[tuple[str, str]] = []
    targets: dict[str, str] = {}
    since_1904 = False

    def relation(tag: str, said: dict[str, str]) -> None:
        if tag == "Relationship":
            target = said.get("Target", "").lstrip("/")
            targets[said.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"

    def sheet(tag: str, said: dict[str, str]) -> None:
        nonlocal since_1904
        if tag == "sheet" and said.get("state", "visible") == "visible":
            title = " ".join(said.get("name", "").split())[:100]
            found.append((title, targets.get(said.get("id", ""), "")))
        elif tag == "workbookPr":
            since_1904 = said.get("date1904", "") in {"1", "true"}

    relations = "xl/_rels/workbook.xml.rels"
    read_xml(name, archive.part(relations), relation, _nothing, _nothing, relations)
    read_xml(name, archive.part(_BOOK), sheet, _nothing, _nothing, _BOOK)
    return [(title, part) for title, part in found[:100] if part in archive and "worksheets/" in part], since_1904


def _nothing(_: str) -> None:
    return None


def _strings(name: str, archive: Archive) -> list[str]:
    """The texts that cells share; readings beside them (phonetic) are left out."""
    out: list[str] = []
    depth: list[str] = []

    def opened(tag: str, _: dict[str, str]) -> None:
        depth.append(tag)
        if tag == "si":
            out.append("")

    def text(said: str) -> None:
        if depth and depth[-1] == "t" and "rPh" not in depth and out and len(out[-1]) < CELL_CHARACTERS:
            out[-1] += said

    read_xml(name, archive.part("xl/sharedStrings.xml"), opened, lambda _: depth.pop(), text)
    return out


def _day_styles(name: str, archive: Archive) -> frozenset[int]:
    """The styles under which a number is shown as a day."""
    formats: set[int] = set(_DAY_FORMATS)
    styles: list[bool] = []
    within: list[str] = []

    def opened(tag: str, said: dict[str, str]) -> None:
        if tag == "numFmt" and _DAY_LETTERS.search(re.sub(r'"[^"]*"|\[[^\]]*\]', "", said.get("formatCode", "")[:100])):
            formats.add(_whole(said.get("numFmtId", "")))
        elif tag == "xf" and "cellXfs" in within:
            styles.append(_whole(said.get("numFmtId", "")) in formats)
        within.append(tag)

    read_xml(name, archive.part("xl/styles.xml"), opened, lambda _: within.pop(), _nothing)
    return frozenset(k for k, is_day in enumerate(styles) if is_day)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _lines(
    name: str, archive: Archive, part: str, strings: list[str], days: frozenset[int], since_1904: bool
) -> list[str]:
    """The rows of one sheet, a tab between two cells."""
    sheet = _Cells(strings, days, since_1904)
    read_xml(name, archive.part(part), sheet.opened, sheet.closed, sheet.text, part)
    return ["\t".join(row) for row in sheet.rows]


class _Cells:
    """Gathers the cells of one sheet as its elements pass by."""

    def __init__(self, strings: list[str], days: frozenset[int], since_1904: bool) -> None:
        self.rows: list[list[str]] = []
        self._strings, self._days, self._since_1904 = strings, days, since_1904
        self._sort, self._style, self._column = "", -1, 0
        self._value: list[str] | None = None
        self._seen = ""

    def opened(self, tag: str, said: dict[str, str]) -> None:
        if tag == "row" and len(self.rows) < ROWS:
            self.rows.append([])
        elif tag == "c":
            found = _CELL.match(said.get("r", ""))
            self._column = _column(found[1]) if found else len(self.rows[-1]) if self.rows else 0
            self._sort, self._style, self._seen = said.get("t", "n"), _whole(said.get("s", "")), ""
        elif tag in {"v", "t"}:
            self._value = []

    def text(self, said: str) -> None:
        if self._value is not None:
            self._value.append(said)

    def closed(self, tag: str) -> None:
        if tag in {"v", "t"} and self._value is not None:
            self._seen += "".join(self._value)
            self._value = None
        elif tag == "c" and self.rows and self._seen and self._column < _COLUMNS:
            row = self.rows[-1]
            row.extend([""] * (self._column - len(row)))
            row.append(" ".join(self._shown().split())[:CELL_CHARACTERS])

    def _shown(self) -> str:
        """What a cell shows: a shared text, a day, a number without a needless fraction."""
        said = self._seen
        if self._sort == "s":
            k = _whole(said)
            return self._strings[k] if 0 <= k < len(self._strings) else ""
        if self._sort in {"str", "inlineStr", "b", "e", "d"}:
            return said
        try:
            number = float(said)
        except ValueError:
            return said
        if self._style in self._days and 1 <= number < 2_958_466:
            start = dt.date(1904, 1, 1) if self._since_1904 else dt.date(1899, 12, 30)
            return (start + dt.timedelta(days=int(number))).isoformat()
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(round(number, 10))


def _column(letters: str) -> int:
    n = 0
    for c in letters:
        n = 26 * n + ord(c) - 64
    return n - 1
