"""Layout: raw text becomes blocks of clean text, every character of which knows its place in the raw text.

What is not text (photo credits, links, "Related article" lines, page marks) is left out of the blocks, and a
sentence that a page break cuts in two is joined; offsets stay those of the raw text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PAGE = re.compile(
    r"(?i)\s*(?:[-–—]{1,3}\s*\d{1,4}\s*[-–—]{1,3}|\[?page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\]?|\d{1,3}\s*/\s*\d{1,3}|\d{1,3})\s*\Z"
)
_SKIP = re.compile(
    r"(?i)\W{0,4}(?:related(?: articles?| stor(?:y|ies)| news| coverage| content)?\W{0,3}:"
    r"|related(?: articles?| stor(?:y|ies))\b"
    r"|read more\b|read also\b|see also\b|also read\b|more on this\b|more stories\b|more from\b"
    r"|original url\b|source url\b|link:|url:|https?:|www\."
    r"|photos?(?: by| courtesy|graph)?\W{0,3}(?::|by\b)|photograph(?:s|ed)?(?: by|:)|pictures?(?: by|:)"
    r"|image(?:s)?(?: by|:| credit)|photo credit"
    r"|credits?:|caption:|video:|©|\(c\)\s|copyright\b|all rights reserved|advertisement\b|share this\b|subscribe\b"
    r"|sign up (?:for|to)\b|follow us\b|editing by\b|reporting by\b|writing by\b|additional reporting\b"
    r"|tags?:|filed under|print this|contact:|tel:|e-?mail:)"
)
_CREDIT = re.compile(
    r"(?:\A|(?<=[.!?]\s)|(?<=[.!?]))\W{0,3}[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,4} ?/ ?"
    r"[A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20}){0,3}\W{0,4}\Z"
)
_LINK_ONLY = re.compile(r"\s*[<(]?(?:https?://|www\.)\S*\s*\Z")
_RULE = re.compile(r"\s*(?:[-*_=~#]\s*){3,}\Z")
_TABLE_RULE = re.compile(r"\s*\|?[\s:|+-]*-[\s:|+-]*\Z")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_BULLET = re.compile(r"\s*(?:[-*•‣▪◦–—·]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_CLOCK = re.compile(
    r"\s*(?:[([]?)(\d{1,2}[:.]\d{2})(?:\s?(?:am|pm|a\.m\.|p\.m\.|GMT|UTC|CET|local time))?[\])]?\s*[-–—:]?\s+"
)
_INLINE = re.compile(
    r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)|\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)|<(?:https?|mailto)[^<>\s]{0,600}>"
    r"|(?:https?://|www\.)\S{1,600}|\[\d{1,3}\]|\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|</?[a-zA-Z][^<>\n]{0,200}>"
)
_DROP = {*"\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_OPEN_WORDS = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "its",
        "their",
        "into",
        "near",
    }
)
_END = re.compile(r"[.!?:;…][\"'”’»)\]*_]*\s*\Z")


@dataclass(slots=True)
class Block:
    """One paragraph, bullet, entry, heading or table row. ``offsets[i]`` is the raw place of ``text[i]``."""

    kind: str  # paragraph | bullet | entry | heading | row
    text: str
    offsets: list[int]
    cells: list[tuple[int, int]] = field(default_factory=list)  # of a row: spans of its cells
    header: list[str] = field(default_factory=list)  # of a row: what the columns are called
    clock: str = ""  # of a live entry: its time of day

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The span in the raw text of ``text[start:end]``; the span must not be empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str


def lines_of(raw: str, start: int = 0) -> list[_Line]:
    """The lines of the raw text from ``start``, whatever ends them."""
    out, at = [], start
    for found in _LINE.finditer(raw, start):
        out.append(_Line(at, found.start(), raw[at : found.start()]))
        at = found.end()
    out.append(_Line(at, len(raw), raw[at:]))
    return out


def _is_skipped(line: str) -> bool:
    head = line[:400]
    return bool(
        _PAGE.match(head)
        or _SKIP.match(head.lstrip("*_ >"))
        or _LINK_ONLY.match(line)
        or (len(line) < 120 and _CREDIT.match(line.strip().strip("*_ ")))
        or _RULE.match(head)
    )


def _clean(raw: str, pieces: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """The clean text of raw spans: marks and links gone, white space single, hyphenated line ends joined."""
    chars: list[str] = []
    places: list[int] = []
    for n, (a, b) in enumerate(pieces):
        if n and chars:
            if chars[-1] == "-" and len(chars) > 1 and chars[-2].isalpha() and raw[a:b].lstrip()[:1].islower():
                chars.pop()
                places.pop()
            elif chars[-1] != " ":
                chars.append(" ")
                places.append(pieces[n - 1][1] if pieces[n - 1][1] < len(raw) else a)
        _copy(raw, a, b, chars, places)
    while chars and chars[-1] == " ":
        chars.pop()
        places.pop()
    return "".join(chars), places


def _copy(raw: str, a: int, b: int, chars: list[str], places: list[int]) -> None:
    at = a
    for found in _INLINE.finditer(raw, a, b):
        _copy_plain(raw, at, found.start(), chars, places)
        if found.group(1) is not None:
            _copy_plain(raw, found.start(1), found.end(1), chars, places)
        at = found.end()
    _copy_plain(raw, at, b, chars, places)


def _copy_plain(raw: str, a: int, b: int, chars: list[str], places: list[int]) -> None:
    for i in range(a, b):
        c = raw[i]
        if c in _DROP:
            continue
        if c.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                places.append(i)
        else:
            chars.append(c)
            places.append(i)


class _Builder:
    """Gathers lines into blocks."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.blocks: list[Block] = []
        self.pieces: list[tuple[int, int]] = []
        self.kind = "paragraph"
        self.clock = ""
        self.header: list[str] = []
        self.rows = 0

    def flush(self) -> None:
        if self.pieces:
            text, offsets = _clean(self.raw, self.pieces)
            if text:
                text, offsets = _without_credit(text, offsets)
            if text:
                self.blocks.append(Block(self.kind, text, offsets, clock=self.clock))
        self.pieces, self.kind, self.clock = [], "paragraph", ""

    def row(self, line: _Line, next_line: str) -> None:
        text, offsets = _clean(self.raw, [(line.start, line.end)])
        cells, at = [], 0
        for part in text.split("|"):
            a, b = at, at + len(part)
            at = b + 1
            while a < b and text[a] == " ":
                a += 1
            while b > a and text[b - 1] == " ":
                b -= 1
            cells.append((a, b))
        if cells and cells[0][0] == cells[0][1]:
            cells = cells[1:]
        if cells and cells[-1][0] == cells[-1][1] and text.endswith("|"):
            cells = cells[:-1]
        if self.rows == 0 and _TABLE_RULE.match(next_line):
            self.header = [text[a:b] for a, b in cells]
        elif not _TABLE_RULE.match(line.text):
            self.blocks.append(Block("row", text, offsets, cells, self.header))
        self.rows += 1


def _without_credit(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Without a photo credit at the very end ("Name Surname / AGENCY")."""
    tail = max(0, len(text) - 120)
    found = _CREDIT.search(text, tail) if " / " in text[tail:] else None
    if found and found.start() > 0:
        cut = len(text[: found.start()].rstrip())
        return text[:cut], offsets[:cut]
    return text, offsets


def blocks_of(raw: str, start: int = 0) -> list[Block]:
    """Every block of the raw text from ``start``, in order, with what is not text left out.

    >>> [b.text for b in blocks_of("One two\\nthree.\\n\\nPhoto: A. B.\\n\\n- four")]
    ['One two three.', 'four']
    """
    lines = lines_of(raw, start)
    made = _Builder(raw)
    broken = False  # a blank or skipped line since the last piece
    for n, line in enumerate(lines):
        following = lines[n + 1].text if n + 1 < len(lines) else ""
        bare = line.text.strip().strip("\ufeff")
        if not bare or _is_skipped(line.text):
            broken = True
            if not bare:
                made.rows = 0
            continue
        broken = _take(made, line, bare, following, broken)
    made.flush()
    return made.blocks


def _take(made: _Builder, line: _Line, bare: str, following: str, broken: bool) -> bool:
    if (
        bare.startswith("|")
        or (bare.count("|") >= 2 and made.rows)
        or (bare.count("|") >= 1 and _TABLE_RULE.match(following) and "|" in following)
    ):
        made.flush()
        made.row(line, following)
        return True
    made.rows = 0
    heading, bullet, clock = _HEADING.match(line.text), _BULLET.match(line.text), _CLOCK.match(line.text)
    if made.pieces and broken and not bullet and not clock and (bare[0].islower() or _hangs(made)) and not _ended(made):
        broken = False  # a page break in mid-sentence
    if broken or heading or bullet or clock or made.kind == "heading" or _closed(made):
        made.flush()
    if not heading and not bullet and not clock and not made.pieces and _is_capitals(bare):
        made.kind = "heading"
    if heading:
        made.kind = "heading"
    elif clock:
        made.kind, made.clock = "entry", clock.group(1)
    elif bullet:
        made.kind = "bullet"
    mark = heading or clock or bullet
    made.pieces.append((line.start + (mark.end() if mark else 0), line.end))
    return False


def _is_capitals(bare: str) -> bool:
    """Whether a line is a heading by its letters: short, all capitals, no full stop."""
    letters = [c for c in bare.split("(")[0] if c.isalpha()]
    return len(bare) < 90 and len(letters) > 3 and all(c.isupper() for c in letters) and not bare.endswith((".", ":"))


def _ended(made: _Builder) -> bool:
    a, b = made.pieces[-1]
    return bool(_END.search(made.raw[max(a, b - 40) : b]))


def _hangs(made: _Builder) -> bool:
    """Whether the last line breaks off after a word that no sentence ends with."""
    a, b = made.pieces[-1]
    words = made.raw[max(a, b - 40) : b].split()
    return bool(words) and words[-1].lower() in _OPEN_WORDS


def _closed(made: _Builder) -> bool:
    """Whether the last line introduced something (a colon ends a block)."""
    if not made.pieces:
        return False
    a, b = made.pieces[-1]
    return made.raw[max(a, b - 40) : b].rstrip().endswith(":")
