"""Grids: tables written as characters: their rows and cells with places, and rows as blocks that are quoted whole."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postwar.reading.inputs.limits import CELL_CHARACTERS, ROWS
from postwar.reading.layout import Block, Page

_PLACE_HEADS = re.compile(
    r"(?i)\b(?:district|place|location|region|town|village|province|adm(?:in)?\s?[0-4]\w*|area|camp|site|municipality"
    r"|settlement|community|city|county|department|governorate|oblast|rayon|raion|locality|where)\b|#(?:adm|loc)"
)
_DAY_HEADS = re.compile(
    r"(?i)\b(?:date|day|month|year|period|week|as of|as at|reported on|status on)\b|#date\b|\Awhen\Z|\Aon\Z"
)
_COUNTS_NOTHING = re.compile(
    r"(?i)%|\b(?:share|percent|percentage|ratio|p-?codes?|codes?|lat|latitude|lon|long|longitude|id|nr|rank|phone)\b"
)
_HOUSEHOLDS = re.compile(r"(?i)\b(?:hhs?|h/h)\b")
_NUMBER = re.compile(r"[\s\d.,%+~<>≥≤–-]{1,40}\Z")
_DAY = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
_DAYLIKE = re.compile(_DAY.pattern + r"|(?:19|20)\d\d\Z|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3}|[A-Z][a-z]{2,8}\.? \d")
_HXL = {
    "#affected+idps": "displaced persons", "#affected+displaced": "displaced persons",
    "#affected+refugees": "refugees", "#affected+returnees": "returned persons", "#affected+killed": "killed",
    "#affected+injured": "injured", "#affected+missing": "missing", "#population": "population",
}  # fmt: skip
PROSE = 90  # characters; a longer cell with a full stop is read as text
_RAGGED = 3  # cells more than its heads that a row may have


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it says, and the span of it in the text, quotation marks of the table left out."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, its span in the text, the line that it begins on."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    line: int

    @property
    def empty(self) -> bool:
        """Whether no cell says anything."""
        return not any(c.value.strip() for c in self.cells)


def delimiter_of(text: str) -> str:
    """What parts the cells: the mark that the first lines have most evenly.

    >>> delimiter_of("a;b;c\\n1,5;2;3"), delimiter_of("a,b\\n1,2"), delimiter_of("a")
    (';', ',', ',')
    """
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:8] if line.strip()]

    def score(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines] or [0]
        return min(counts) if len(counts) < 3 else sorted(counts)[len(counts) // 2], max(counts)

    return max(",;\t|", key=score) if lines else ","


def rows_of(text: str, delimiter: str, start: int = 0, end: int | None = None, line: int = 1) -> Iterator[Row]:
    """The rows of ``text[start:end]``; a quoted cell may hold the delimiter, line ends and doubled quotation marks. A
    quotation mark that never closes is a character like others.

    >>> [[c.value for c in row.cells] for row in rows_of('a,"b, ""c"" d"\\n1,"2', ",")]
    [['a', 'b, "c" d'], ['1', '"2']]
    """
    end = len(text) if end is None else end
    mark = re.escape(delimiter)
    quoted = re.compile(r'[ ]?"((?:[^"]|"")*+)"[ ]?(?=' + mark + r"|[\r\n]|\Z)")
    plain = re.compile(rf"[^{mark}\r\n]*+")
    at, n = start, 0
    while at < end and n < ROWS:
        begun, first = at, line
        cells = []
        while True:
            found = quoted.match(text, at, end) if text[at : at + 2].lstrip()[:1] == '"' else None
            if found:
                cells.append(Cell(found[1].replace('""', '"')[:CELL_CHARACTERS], found.start(1), found.end(1)))
                line += text.count("\n", at, found.end())
                at = found.end()
            else:
                found = plain.match(text, at, end)
                assert found is not None
                cells.append(Cell(found.group()[:CELL_CHARACTERS], found.start(), found.end()))
                at = found.end()
            if at >= end or text[at] != delimiter:
                break
            at += 1
        yield Row(tuple(cells), begun, at, first)
        n += 1
        line += 1
        at += 2 if text.startswith("\r\n", at) else 1


def page_of_rows(text: str, rows: Sequence[Row], begin: int = 0, name: str = "") -> Page:
    """A table as a page: what stands over its heads, then a block a row, then the cells that hold prose."""
    blocks: list[Block] = []
    if name:
        blocks.append(Block("heading", name, array("I", [begin] * len(name))))
    at = _heads_at(rows)
    for row in rows[: at if at is not None else 0]:
        said = " ".join(c.value.strip() for c in row.cells if c.value.strip())
        if said:
            blocks.append(Block("heading", said, array("I", [row.start] * len(said)), whole=(row.start, row.end)))
    if at is None:
        return Page(text, begin, blocks)
    heads = [c.value for c in rows[at].cells]
    body = [r for r in rows[at + 1 :] if not r.empty]
    if body and any(c.value.startswith("#") for c in body[0].cells):
        heads = _with_tags(heads, body.pop(0))
    label = _label_column(heads, body)
    heads = [_head(head, _said(body, k)) for k, head in enumerate(heads)]
    for row in body:
        if len(row.cells) > len(heads) + _RAGGED:
            continue
        blocks.append(_row_block(heads, row, label))
        blocks += [_prose_block(text, c) for c in row.cells if len(c.value) >= PROSE and "." in c.value]
    return Page(text, begin, blocks)


def _heads_at(rows: Sequence[Row]) -> int | None:
    """Which row names the columns: the first with two or more cells that say something and none a number."""
    for n, row in enumerate(rows[:20]):
        said = [c.value.strip() for c in row.cells if c.value.strip()]
        if len(said) >= 2 and not any(_is_number(v) for v in said):
            return n
    return None


def _is_number(said: str) -> bool:
    """Whether a cell holds a number, or a day in figures, and nothing else.

    >>> [_is_number(said) for said in ("1 350", "> 40 %", "12/05/2014", "40 families", "-", "1" * 9000)]
    [True, True, True, False, False, False]
    """
    return bool(_DAY.fullmatch(said) or (_NUMBER.match(said) and any(c.isdecimal() for c in said)))


def _with_tags(heads: list[str], tags: Row) -> list[str]:
    """Column heads with what the tags of a humanitarian exchange table add to them."""
    out = list(heads)
    for k, cell in enumerate(tags.cells[: len(heads)]):
        tag = cell.value.strip().lower()
        said = next((words for start, words in _HXL.items() if tag.startswith(start)), "")
        said = said or (tag if tag.startswith(("#adm", "#loc")) else "")
        out[k] = f"{heads[k]} {said}".strip()
    return out


def _label_column(heads: list[str], body: list[Row]) -> int:
    """The column that says where, the finest where several do; else the first whose cells are no numbers or days."""
    named = [k for k, head in enumerate(heads) if _PLACE_HEADS.search(head.replace("_", " "))]
    worded = [k for k in range(len(heads)) if not _mostly_numbers(body, k)]
    return next((k for k in reversed(named) if k in worded), worded[0] if worded else 0)


def _mostly_numbers(body: list[Row], k: int) -> bool:
    said = _said(body, k)
    return sum(_is_number(v) or bool(_DAY.match(v)) for v in said) * 2 > len(said)


def _said(body: list[Row], k: int) -> list[str]:
    """What the cells of a column say, in the first rows."""
    return [r.cells[k].value.strip() for r in body[:50] if k < len(r.cells) and r.cells[k].value.strip()]


def _head(head: str, said: list[str]) -> str:
    """A column head as the reader of tables knows it: ``date`` where it and its cells speak of days; empty where the
    column counts nothing (shares, codes).

    >>> _head("Reporting_date", ["2014-05-12"]), _head("Returned this month", ["40"]), _head("P-code", ["H1"])
    ('date', 'Returned this month', '')
    """
    bare = _HOUSEHOLDS.sub("households", " ".join(re.sub(r"[_#+]", " ", head).split()))
    if _COUNTS_NOTHING.search(bare):
        return ""
    days = sum(bool(_DAYLIKE.match(v)) for v in said) * 2 > len(said) or not said
    return "date" if days and _DAY_HEADS.search(head.replace("_", " ")) else bare


def _row_block(heads: list[str], row: Row, label: int) -> Block:
    order = [label, *(k for k in range(len(row.cells)) if k != label)]
    order = [k for k in order if k < min(len(row.cells), len(heads)) and (k == label or heads[k])]
    text, cells, at = [], [], 0
    offsets = array("I")
    for k in order:
        cell = row.cells[k]
        said = " ".join(cell.value.split())[:400]
        cells.append((at, at + len(said)))
        text.append(said)
        offsets.extend([cell.start] * (len(said) + 3))
        at += len(said) + 3
    joined = " | ".join(text)
    header = [heads[k] for k in order]
    return Block("row", joined, offsets[: len(joined)], cells, header, whole=(row.start, row.end))


def _prose_block(text: str, cell: Cell) -> Block:
    """A cell that holds sentences, read as a paragraph."""
    said, offsets = [], array("I")
    at = cell.start
    while at < cell.end:
        c = text[at]
        said.append(" " if c.isspace() else c)
        offsets.append(at)
        at += 2 if c == '"' and text.startswith('""', at) else 1
    return Block("paragraph", "".join(said), offsets)
