"""DOCX: paragraphs become lines of the raw text, headings and lists marked as in Markdown, tables as rows of cells."""

from __future__ import annotations

from collections.abc import Iterator

from postwar.core.errors import ReportError
from postwar.reading.inputs.about import day_of
from postwar.reading.inputs.archive import Archive
from postwar.reading.inputs.encoding import bounded
from postwar.reading.inputs.limits import CELL_CHARACTERS
from postwar.reading.inputs.xml import read_xml
from postwar.reading.layout import Page, page_of
from postwar.reading.sheet import Sheet
from postwar.reading.view import View

NAME = "docx"
_BODY = "word/document.xml"
_CORE = "docProps/core.xml"
_FIELDS = {"title": "title", "language": "language", "publisher": "source"}


def accepts(name: str, data: bytes) -> bool:
    """Whether the bytes are a packed file that is called a document, or that names the part with a document's text.

    >>> accepts("a.docx", b"PK\\x03\\x04"), accepts("a.docx", b"text")
    (True, False)
    """
    packed = data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return packed and (name.lower().endswith((".docx", ".docm", ".doc")) or _BODY.encode() in data)


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The document's text and what it says of itself. Raises ``ReportError`` where it cannot be opened."""
    archive = Archive(name, data)
    writer = _Writer()
    read_xml(name, archive.part(_BODY), writer.opened, writer.closed, writer.text, _BODY)
    fields, problems = {}, []
    if _CORE in archive:
        try:
            fields = _about(name, archive.part(_CORE))
        except ReportError as fault:
            problems.append(fault.problem)
    text = bounded(name, "".join(writer.out))
    yield Sheet(fields, 0, tuple(problems), text)


def lay_out(text: str) -> Page:
    """The text as Markdown is laid out.

    >>> [b.kind for b in lay_out("# Returns\\n\\n| a | b |\\n|---|---|\\n| Ulm | 40 |\\n").blocks]
    ['heading', 'row']
    """
    return page_of(View(text), rows_whole=True)


class _Writer:
    """Writes down the text of a document as its elements pass by."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._paragraph: list[str] = []
        self._mark = ""
        self._outer: list[tuple[list[str], str]] = []  # paragraphs around the open one, as around a text box
        self._in_text = False
        self._skip = 0  # depth within what was deleted, or within a second rendering of the same
        self._cells: list[list[str]] = []  # of open table rows, the texts of their cells
        self._rows: list[int] = []  # of open tables, rows so far

    def opened(self, name: str, said: dict[str, str]) -> None:
        if self._skip or name in {"del", "moveFrom", "Fallback", "instrText"}:
            self._skip += 1
        elif name == "p":
            self._outer.append((self._paragraph, self._mark))
            self._paragraph, self._mark = [], ""
        elif name == "pStyle" and said.get("val", "").lower().startswith(("heading", "title")):
            self._mark = "# "
        elif name == "numPr" and not self._mark:
            self._mark = "- "
        elif name == "t":
            self._in_text = True
        elif name in {"tab", "br", "cr", "lastRenderedPageBreak"}:
            page = name == "lastRenderedPageBreak" or said.get("type") == "page"
            self._paragraph.append(" " if name == "tab" or self._cells else "\f" if page else "\n")
        elif name == "noBreakHyphen":
            self._paragraph.append("-")
        elif name == "tbl":
            self._rows.append(0)
        elif name == "tr" and self._rows:
            self._cells.append([])
        elif name == "tc" and self._cells:
            self._cells[-1].append("")

    def closed(self, name: str) -> None:
        if self._skip:
            self._skip -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._end_paragraph()
        elif name == "tr" and self._cells:
            self._end_row(self._cells.pop())
        elif name == "tbl" and self._rows:
            self._rows.pop()
            self.out.append("\n")

    def text(self, said: str) -> None:
        if self._in_text and not self._skip:
            self._paragraph.append(said)

    def _end_paragraph(self) -> None:
        said, mark = "".join(self._paragraph), self._mark
        self._paragraph, self._mark = self._outer.pop() if self._outer else ([], "")
        if self._cells and self._cells[-1]:
            cell = f"{self._cells[-1][-1]} {' '.join(said.split())}".strip()
            self._cells[-1][-1] = cell[:CELL_CHARACTERS]
        elif said.strip():
            self.out.append(f"{mark}{said}\n\n")

    def _end_row(self, cells: list[str]) -> None:
        row = "| " + " | ".join(c.replace("|", "/") for c in cells) + " |"
        if self._cells and self._cells[-1]:  # a table in a cell
            self._cells[-1][-1] = f"{self._cells[-1][-1]} {' '.join(cells)}".strip()[:CELL_CHARACTERS]
            return
        self.out.append(row + "\n")
        self._rows[-1] += 1
        if self._rows[-1] == 1:
            self.out.append("|" + "---|" * len(cells) + "\n")


def _about(name: str, data: bytes) -> dict[str, str]:
    """The title, language and publisher that the document's properties state, and the day it was issued, if stated."""
    fields: dict[str, str] = {}
    path: list[str] = []

    def text(said: str) -> None:
        if path and path[-1] in _FIELDS:
            key = _FIELDS[path[-1]]
            fields[key] = (fields.get(key, "") + said)[:300]
        elif path and path[-1] in {"issued", "date"}:
            fields["published_at"] = day_of(said)

    read_xml(name, data, lambda tag, _: path.append(tag), lambda _: path.pop(), text, _CORE)
    if "language" in fields:
        fields["language"] = fields["language"].split("-")[0].lower()
    return {key: value.strip() for key, value in fields.items() if value.strip()}
