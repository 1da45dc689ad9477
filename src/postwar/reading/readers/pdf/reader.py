"""PDF with a text layer: its pages become the raw text, a page break (form feed) between two."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.encoding import bounded
from postwar.reading.layout import Page, page_of
from postwar.reading.readers.pdf import pages
from postwar.reading.sheet import Sheet
from postwar.reading.view import Scribe

NAME = "pdf"
SECONDS = 0.7  # of processor time for a page; a dense page takes a hundredth of that
MEGABYTES = 190  # of memory, beside thrice the file
PATIENCE = 120.0  # seconds by the clock for a whole file, for machines that are busy
_EDGE = 3  # lines at the top and the foot of a page among which running heads are looked for
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*\s*\Z")
_OPENS = re.compile(r"\s*(?:[\"'“«(\[]?[A-Z0-9]|[-•‣▪◦–—·*]\s)")
_FIGURE = re.compile(r"\s*[~<>≥≤]?\d[\d\s.,%]*")
_FAULTS = {
    "password": ("is protected by a password", "save it without one"),
    "broken": ("is no PDF that can be opened: it is damaged or cut short", "fetch it again"),
    "pages": (f"has more than {pages.MOST_PAGES} pages", "give the part that matters"),
}


def accepts(name: str, data: bytes) -> bool:
    """Whether the file begins as a PDF does.

    >>> accepts("a", b"%PDF-1.7"), accepts("a.pdf", b"text")
    (True, False)
    """
    return b"%PDF-" in data[:1024]


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The text of the pages. Raises ``ReportError`` for a file that is damaged, protected, or a picture of text."""
    rows, ended = _rows(data)
    fault = next((row["fault"] for row in rows if "fault" in row), None)
    if fault is not None:
        raise ReportError(Problem(name, None, None, *_FAULTS[str(fault)]))
    if not ended:
        where = f"page {len(rows) + 1}"
        raise ReportError(
            Problem(name, None, where, "takes too long, too much memory, or crashes its reader, at", "save it anew")
        )
    problems = tuple(
        Problem(name, None, f"page {row['page']}", "cannot be opened:", "save the file anew")
        for row in rows
        if row["text"] is None
    )
    text = bounded(name, "\f".join(str(row["text"] or "") for row in rows))
    if not any(c.isalnum() for c in text):
        raise ReportError(
            Problem(name, None, None, "has no text layer", "run text recognition over its pictures first")
        )
    yield Sheet(text=text, problems=problems)


def _rows(data: bytes) -> tuple[list[dict[str, object]], bool]:
    """What the program for pages wrote, and whether it came to its end."""
    size = MEGABYTES + 3 * len(data) // 2**20
    command = [sys.executable, "-I", str(Path(pages.__file__)), str(SECONDS), str(size)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return [], False
    if b"No module named 'pypdfium2'" in done.stderr:
        raise ReportError(Problem("pypdfium2", None, None, "is not installed", "install it to read PDF"))
    lines = done.stdout.split(b"\n")[:-1]  # a line that was cut short has no end
    return [json.loads(line) for line in lines], done.returncode == 0


def lay_out(text: str) -> Page:
    """The pages without their running heads, paragraphs told by where lines end.

    >>> [b.text for b in lay_out("BULLETIN 1\\nThe bridge\\fBULLETIN 2\\nreopened on Friday.").blocks]
    ['BULLETIN 1', 'The bridge reopened on Friday.']
    """
    spans = [_lines(text, *page.span()) for page in re.finditer(r"[^\f]+", text)]
    heads = _running_heads(text, spans)
    kept = [
        [s for s in page if _masked(text, s) not in heads or not _at_edge(page, s, n == 0)]
        for n, page in enumerate(spans)
    ]
    lengths = sorted(b - a for page in kept for a, b in page)
    full = lengths[len(lengths) * 4 // 5] if lengths else 0
    scribe = Scribe()
    for page in kept:
        _write_page(scribe, text, page, full)
        scribe.add("\f", page[-1][1] if page else 0)
    return page_of(scribe.view())


def _write_page(scribe: Scribe, text: str, page: list[tuple[int, int]], full: int) -> None:
    """Write the lines of a page: tables as rows of cells, the rest as paragraphs."""
    n = 0
    while n < len(page):
        rows = _table(text, page, n)
        if rows:
            scribe.add("\n\n", page[n][0])
            for k, row in enumerate(rows):
                _write_row(scribe, text, row)
                scribe.add("\n|---|---|\n" if k == 0 else "\n", row[-1][1])
            scribe.add("\n", rows[-1][-1][1])
            n += len(rows)
            continue
        (a, b), following = page[n], page[n + 1] if n + 1 < len(page) else None
        scribe.copy(text, a, b)
        parted = following is not None and (_gap(text, b, following[0]) or _parts(text, (a, b), following, full))
        scribe.add("\n\n" if parted else "\n", b)
        n += 1


def _table(text: str, page: list[tuple[int, int]], n: int) -> list[list[tuple[int, int]]]:
    """The rows of a table that begins at line ``n``, each as the spans of its cells: a line of heads, and one or more
    lines of as many cells, parted by tabs, of which some hold figures. Empty where there is none."""
    body: list[list[tuple[int, int]]] = []
    for a, b in page[n + 1 : n + 400]:
        cells = _cells(text, a, b)
        if len(cells) < 2 or (body and len(cells) != len(body[0])):
            break
        body.append(cells)
    if not body or not any(_FIGURE.fullmatch(text, *cell) for row in body for cell in row):
        return []
    heads = _cells(text, *page[n])
    if len(heads) != len(body[0]):
        heads = [m.span() for m in re.compile(r"\S+").finditer(text, *page[n])]
    worded = len(heads) == len(body[0]) and not any(_FIGURE.fullmatch(text, *cell) for cell in heads)
    return [heads, *body] if worded else []


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [m.span() for m in re.compile(r"[^\t]*[^\t\s][^\t]*").finditer(text, start, end)]


def _write_row(scribe: Scribe, text: str, cells: list[tuple[int, int]]) -> None:
    for n, (a, b) in enumerate(cells):
        scribe.add(" | " if n else "| ", a)
        scribe.copy(text, a, b)
    scribe.add(" |", cells[-1][1])


def _gap(text: str, end: int, start: int) -> bool:
    """Whether an empty line parts two lines."""
    return text.count("\n", end, start) > 1


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [m.span() for m in re.compile(r"[^\n]*\S[^\n]*").finditer(text, start, end)]


def _masked(text: str, span: tuple[int, int]) -> str:
    return _DIGITS.sub("0", text[span[0] : min(span[1], span[0] + 200)]).strip()


def _at_edge(page: list[tuple[int, int]], span: tuple[int, int], first: bool) -> bool:
    """Whether a line stands where running heads do; at the top of the first page the title does."""
    return not first if span in page[:_EDGE] else span in page[-_EDGE:]


def _running_heads(text: str, pages_of_lines: list[list[tuple[int, int]]]) -> set[str]:
    """Lines at the edges of pages that most pages share, their numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages_of_lines:
        seen.update({_masked(text, s) for s in [*page[:_EDGE], *page[-_EDGE:]]})
    return {line for line, n in seen.items() if n >= 2 and n * 2 > len(pages_of_lines)}


def _parts(text: str, line: tuple[int, int], following: tuple[int, int], full: int) -> bool:
    """Whether a paragraph ends with a line: it falls short of a full one, and the next opens as a paragraph does."""
    said, length = text[line[0] : line[1]], line[1] - line[0]
    if not _OPENS.match(text, following[0]):
        return False
    if _ENDED.search(said):
        return length < 0.85 * full
    return length < 0.6 * full
