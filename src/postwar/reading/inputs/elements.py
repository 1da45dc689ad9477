"""Elements: a page as a tree of elements, and its texts as paragraphs that each know where in the tree they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from postwar.reading.inputs.limits import DEPTH
from postwar.reading.inputs.markup import Piece, attributes, pieces

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header"),
        *("hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul", "noscript", "svg", "math", "select", "button", "template", "object", "caption"),
    ]
)
_ENDS = {  # an opening tag ends an open element of these, as far up as the first of those behind it
    "p": (("p",), ("td", "th", "li", "div", "section", "article", "blockquote")),
    "li": (("li",), ("ul", "ol")),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
}
_NOT_TEXT = frozenset(
    [
        *("nav", "footer", "aside", "form", "button", "select", "noscript", "template", "svg", "math", "object"),
        *("figure", "figcaption", "head", "dialog", "fieldset"),
    ]
)
_HINT = re.compile(
    r"(?:\A|[\s_-])(?:nav|navbar|navigation|menu|sidebar|footer|comments?|disqus|shar(?:e|ing)\w*|social\w*|related\w*"
    r"|recommend(?:ed|ation|ations)?|promo|advert(?:isement)?|ads?|banner|breadcrumbs?|newsletter|subscribe|subscription"
    r"|cookies?|consent|popup|modal|widget|tags?|pagination|pager|toolbar|skip|captions?|credits?|read-?more|most-?read"
    r"|trending|outbrain|taboola|sponsor(?:ed)?|sidenote|copyright|paywall|signup)(?:[\s_-]|\Z)"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FAR = 16  # elements up from a tag among which it looks for one that it ends
_OWN = frozenset({"html", "body", "main", "article", "td", "th", "tr", "table", "tbody"})


@dataclass(slots=True)
class Element:
    """An element that holds paragraphs. ``out``: no text of the report; ``doubtful``: by its name or class likely none,
    unless most of the page's text stands in it."""

    name: str
    parent: int
    out: bool = False
    doubtful: bool = False
    good: int = 0


@dataclass(slots=True)
class Paragraph:
    """A run of text: spans of the raw page (``None`` for a line break), how much of it is in links, its place in a
    table as (table, row, cell)."""

    element: int
    kind: str  # p | h | li
    spans: list[tuple[int, int] | None] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    cell: tuple[int, int, int] | None = None


class Tree:
    """The elements and paragraphs of ``raw[start:end]``."""

    def __init__(self, raw: str, start: int = 0, end: int | None = None) -> None:
        self.raw = raw
        self.elements = [Element("", -1)]
        self.paragraphs: list[Paragraph] = []
        self._open = [0]  # of elements, innermost last
        self._link: int | None = None  # how many elements are open around an open link
        self._now: Paragraph | None = None
        self._tables: list[list[int]] = []  # of open tables: number, row, cell
        self._n_tables = 0
        for piece in pieces(raw, start, end):
            if piece.sort == "text":
                self._text(piece)
            elif piece.sort == "open":
                self._opened(piece)
            elif piece.sort == "close":
                self._closed(piece.name)

    def _text(self, piece: Piece) -> None:
        if self._now is None:
            if self.raw[piece.start : piece.end].isspace():
                return
            top = self._open[-1]
            names = [self.elements[k].name for k in self._open[-4:]]
            kind = "p" if _HEADS.isdisjoint(names) else "h"
            kind = "li" if kind == "p" and "li" in names else kind
            cell = (self._tables[-1][0], self._tables[-1][1], self._tables[-1][2]) if self._tables else None
            self._now = Paragraph(top, kind, cell=cell)
            self.paragraphs.append(self._now)
        self._now.spans.append((piece.start, piece.end))
        n = piece.end - piece.start
        self._now.size += n
        self._now.linked += 0 if self._link is None else n

    def _opened(self, piece: Piece) -> None:
        name = piece.name
        if name == "br":
            self._line_break()
        elif name == "a":
            self._link = len(self._open)
        if name not in _BLOCKS or name in _VOID:
            self._now = None if name == "hr" else self._now
            return
        self._now = None
        self._end_implied(name)
        self._count_table(name)
        if len(self._open) >= DEPTH:
            return
        self.elements.append(self._element(name, piece))
        if not self.raw.startswith("/>", piece.end - 2) or name not in {"svg", "math", "object", "template"}:
            self._open.append(len(self.elements) - 1)

    def _element(self, name: str, piece: Piece) -> Element:
        above = self.elements[self._open[-1]]
        made = Element(name, self._open[-1], above.out)
        if piece.inside[1] - piece.inside[0] > 1:
            said = attributes(self.raw, piece)
            hidden = (
                "hidden" in said or said.get("aria-hidden") == "true" or _HIDDEN.search(said.get("style", "")[:200])
            )
            made.out = made.out or (bool(hidden) and name not in {"html", "body"})
            words = f"{said.get('class', '')[:200]} {said.get('id', '')[:100]}".lower()
            made.doubtful = name not in _OWN and bool(_HINT.search(words))
            made.doubtful = made.doubtful or said.get("role") in {
                "navigation",
                "complementary",
                "contentinfo",
                "search",
            }
        made.doubtful = made.doubtful or name in _NOT_TEXT or (name == "header" and not self._within("article", "main"))
        return made

    def _within(self, *names: str) -> bool:
        return any(self.elements[k].name in names for k in self._open)

    def _line_break(self) -> None:
        """One break parts lines, two part paragraphs."""
        if self._now is None:
            return
        if self._now.spans and self._now.spans[-1] is None:
            self._now = None
        else:
            self._now.spans.append(None)

    def _end_implied(self, name: str) -> None:
        ends, within = _ENDS.get(name, ((), ()))
        for k in range(len(self._open) - 1, max(0, len(self._open) - _FAR), -1):
            above = self.elements[self._open[k]].name
            if above in ends:
                self._close(k)
                return
            if above in within:
                return

    def _count_table(self, name: str) -> None:
        if name == "table":
            self._n_tables += 1
            self._tables = [*self._tables[-16:], [self._n_tables, 0, 0]]
        elif self._tables and name == "tr":
            self._tables[-1][1] += 1
            self._tables[-1][2] = 0
        elif self._tables and name in {"td", "th"}:
            self._tables[-1][2] += 1

    def _closed(self, name: str) -> None:
        if name == "a":
            self._link = None
        if name not in _BLOCKS:
            return
        self._now = None
        if name == "table" and self._tables:
            self._tables.pop()
        for k in range(len(self._open) - 1, 0, -1):
            if self.elements[self._open[k]].name == name:
                self._close(k)
                return
            if self.elements[self._open[k]].name == "table" and name not in {"table", "body", "html"}:
                return

    def _close(self, k: int) -> None:
        """Close the open elements from ``k`` inwards, with a link that was opened in one of them."""
        del self._open[k:]
        if self._link is not None and self._link > k:
            self._link = None
