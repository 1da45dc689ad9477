"""CSV and TSV: situation tables, of which each row is quoted whole."""

from __future__ import annotations

from collections.abc import Iterator

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.encoding import decoded
from postwar.reading.inputs.grid import delimiter_of, page_of_rows, rows_of
from postwar.reading.layout import Page
from postwar.reading.sheet import Sheet

NAME = "table"


def accepts(name: str, data: bytes) -> bool:
    """Whether the file is called a table.

    >>> accepts("a.CSV", b""), accepts("a.txt", b"a,b")
    (True, False)
    """
    return name.lower().endswith((".csv", ".tsv", ".tab"))


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The table; it has no fields of its own. Rows with more cells than the table has heads are problems."""
    text = decoded(name, data, declared)
    body = 1 if text.startswith("\ufeff") else 0
    rows = list(rows_of(text, delimiter_of(text), body))
    widths = sorted(len(r.cells) for r in rows[:20])
    widest = widths[len(widths) // 2] if widths else 0  # that most rows have: a head may lack some, a bad row have more
    if widest < 2:
        raise ReportError(
            Problem(name, 1, text[:40], "is no table of two columns or more:", "part the cells with commas")
        )
    ragged = [r for r in rows if len(r.cells) > widest + 3]
    problems = [
        Problem(name, r.line, f"{len(r.cells)} cells", "more cells than heads:", "quote cells that hold commas")
        for r in ragged[:20]
    ]
    yield Sheet({}, body, tuple(problems), text)


def lay_out(text: str) -> Page:
    """A block a row.

    >>> page = lay_out("District,Returned\\nUlm,40\\n")
    >>> page.blocks[0].header, page.blocks[0].raw(0, 1)
    (['District', 'Returned'], (18, 24))
    """
    body = 1 if text.startswith("\ufeff") else 0
    return page_of_rows(text, list(rows_of(text, delimiter_of(text), body)), body)
