"""Layout: raw text becomes blocks of clean text, every character of which knows its place in the raw text.

What is not text (photo credits, links, "Related article" lines, page marks) is left out of the blocks, and a
sentence that a page break cuts in two is joined; offsets stay those of the raw text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from postwar.reading.view import View

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
    r"|tags?:|filed under|print this|contact:|tel:|e-?mail:"
    r"|image (?:source|caption)\b|file (?:photo|picture|image)\b|(?:watch|listen|read)(?: now)?:"
    r"|you (?:may|might) also like\b|(?:recommended|trending)(?: stories| for you)?\W*\Z|most (?:read|viewed|popular)\b"
    r"|(?:story|article) continues\b|(?:comments?|share|print|save|listen)\W*\Z|click here\b|our standards:"
    r"|\d{1,2}[- ]min(?:ute)?s? read\b|this (?:story|article) (?:was )?(?:originally|first) (?:appeared|published)\b)"
)
_ADDRESS = re.compile(r"\W{0,4}[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}\W*\Z")
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
_DROP = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_RUN = re.compile(rf"(?P<words>[^\s{_DROP}]+)|\s+")
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
    offsets: Sequence[int]
    cells: list[tuple[int, int]] = field(default_factory=list)  # of a row: spans of its cells
    header: list[str] = field(default_factory=list)  # of a row: what the columns are called
    clock: str = ""  # of a live entry: its time of day
    ends: Sequence[int] | None = None  # where the raw place of text[i] ends; None: one character further on
    whole: tuple[int, int] | None = None  # the raw span that whatever is read in it takes: a row is quoted whole

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The span in the raw text of ``text[start:end]``; the span must not be empty."""
        if self.whole is not None:
            return self.whole
        return self.offsets[start], self.offsets[end - 1] + 1 if self.ends is None else self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Page:
    """A report laid out: the words without markup, where in them the report's text begins, and its blocks."""

    text: str
    begin: int
    blocks: list[Block]


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
        or _ADDRESS.match(head)
        or (len(line) < 120 and _CREDIT.match(line.strip().strip("*_ ")))
        or _RULE.match(head)
    )


class _Cleaner:
    """Writes the clean text of raw spans: marks and links gone, white space single, each character with its place."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._runs: list[str] = []
        self.places = array("I")

    def join(self, place: int, following: str) -> None:
        """Before a further line: a blank, or nothing where a hyphen breaks a word."""
        last = self._runs[-1] if self._runs else ""
        if not last:
            return
        before = last[-2:-1] or (self._runs[-2][-1] if len(self._runs) > 1 else "")
        if last[-1] == "-" and before.isalpha() and following.islower():
            self._drop_last()
        elif last[-1] != " ":
            self._runs.append(" ")
            self.places.append(place)

    def copy(self, a: int, b: int) -> None:
        """Copy ``raw[a:b]`` without its inline marks; of a link its words."""
        at = a
        for found in _INLINE.finditer(self._raw, a, b):
            self._copy_plain(at, found.start())
            if found.group(1) is not None:
                self._copy_plain(found.start(1), found.end(1))
            at = found.end()
        self._copy_plain(at, b)

    def _copy_plain(self, a: int, b: int) -> None:
        for found in _RUN.finditer(self._raw, a, b):
            start, end = found.span()
            if found.lastgroup == "words":
                self._runs.append(found.group())
                self.places.extend(range(start, end))
            elif self._runs and self._runs[-1] != " ":
                self._runs.append(" ")
                self.places.append(start)

    def _drop_last(self) -> None:
        self._runs[-1] = self._runs[-1][:-1]
        if not self._runs[-1]:
            self._runs.pop()
        self.places.pop()

    def text(self) -> str:
        """What was written, without a blank at its end."""
        while self._runs and self._runs[-1] == " ":
            self._drop_last()
        return "".join(self._runs)


def _clean(raw: str, pieces: list[tuple[int, int]]) -> tuple[str, array[int]]:
    """The clean text of raw spans, hyphenated line ends joined, and the raw place of each character."""
    cleaner = _Cleaner(raw)
    for n, (a, b) in enumerate(pieces):
        if n:
            before = pieces[n - 1][1]
            cleaner.join(before if before < len(raw) else a, raw[a : a + 200].lstrip()[:1])
        cleaner.copy(a, b)
    text = cleaner.text()
    return text, cleaner.places


class _Builder:
    """Gathers lines into blocks."""

    def __init__(self, raw: str, paged: bool) -> None:
        self.raw, self.paged = raw, paged
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


def _without_credit(text: str, offsets: array[int]) -> tuple[str, array[int]]:
    """Without a photo credit at the very end ("Name Surname / AGENCY")."""
    tail = max(0, len(text) - 120)
    found = _CREDIT.search(text, tail) if " / " in text[tail:] else None
    if found and found.start() > 0:
        cut = len(text[: found.start()].rstrip())
        return text[:cut], offsets[:cut]
    return text, offsets


def blocks_of(raw: str, start: int = 0, paged: bool = True) -> list[Block]:
    """Every block of the raw text from ``start``, in order, with what is not text left out. Where the text is
    ``paged``, a sentence may run on over a blank line.

    >>> [b.text for b in blocks_of("One two\\nthree.\\n\\nPhoto: A. B.\\n\\n- four")]
    ['One two three.', 'four']
    """
    lines = lines_of(raw, start)
    made = _Builder(raw, paged)
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


def page_of(view: View, rows_whole: bool = False) -> Page:
    """The page that a view shows; offsets of its blocks are those of the raw text. Rows of tables are quoted whole
    where ``rows_whole`` asks for it, and where the view shows them otherwise than the raw text does.

    >>> from array import array
    >>> view = View("a & b", array("I", [3, 4, 5, 10, 11]), array("I", [4, 5, 10, 11, 12]))
    >>> page_of(view).blocks[0].raw(2, 5)
    (5, 12)
    """
    blocks = blocks_of(view.text, view.begin, view.paged)
    if view.starts is not None and view.ends is not None:
        for block in blocks:
            block.ends = array("I", (view.ends[k] for k in block.offsets))
            block.offsets = array("I", (view.starts[k] for k in block.offsets))
    for block in blocks:
        if block.kind == "row" and (rows_whole or view.starts is not None):
            block.whole = _trimmed(block)
    return Page(view.text, view.begin, blocks)


def _trimmed(block: Block) -> tuple[int, int] | None:
    """The raw span of a row from its first cell that says something to its last."""
    said = [(a, b) for a, b in block.cells if b > a]
    return block.raw(said[0][0], said[-1][1]) if said else None


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
    runs_on = made.paged and made.pieces and broken and not bullet and not clock
    if runs_on and (bare[0].islower() or _hangs(made)) and not _ended(made):
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
