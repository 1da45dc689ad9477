"""Markup: the tags and texts of a page, one after the other, in time that grows with its length alone.

The standard library's parser of pages takes quadratic time on some broken ones, and gives lines instead of places.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from postwar.reading.view import Scribe

ATTRIBUTES = 2048  # characters in one tag; what lies beyond is passed over
_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,40})")
_INSIDE = re.compile(r"(?:[^\"'>]|\"[^\"]{0,2048}\"|'[^']{0,2048}')*+>")
_PAIR = re.compile(r"([^\s=/\"'>]{1,60})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,7};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_OPAQUE = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, or a tag that opens or closes: ``raw[start:end]``. ``inside``: the span of an opening tag's attributes,
    or of the text of an element that holds no tags (a script, a title)."""

    sort: str  # text | open | close | opaque
    start: int
    end: int
    name: str = ""
    inside: tuple[int, int] = (0, 0)


def pieces(raw: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """The pieces of ``raw[start:end]``, in order; comments and declarations are passed over.

    >>> [p.sort for p in pieces("3 < 4")]
    ['text', 'text', 'text']
    >>> [p.sort for p in pieces("<p id=x>One<!-- two -->three</p>")]
    ['open', 'text', 'text', 'close']
    """
    end = len(raw) if end is None else end
    at = start
    while at < end:
        mark = raw.find("<", at, end)
        if mark < 0:
            mark = end
        if mark > at:
            yield Piece("text", at, mark)
        if mark >= end:
            return
        at = mark
        if raw.startswith("<!--", mark):
            close = raw.find("-->", mark + 4, end)
            at = end if close < 0 else close + 3
            continue
        if raw.startswith("<![CDATA[", mark):
            close = raw.find("]]>", mark + 9, end)
            yield Piece("text", mark + 9, end if close < 0 else close)
            at = end if close < 0 else close + 3
            continue
        name = _NAME.match(raw, mark + 1, end)
        if name is None:
            if raw[mark + 1 : mark + 2] in {"!", "?", "/"}:
                close = raw.find(">", mark, end)
                at = end if close < 0 else close + 1
            else:
                yield Piece("text", mark, mark + 1)
                at = mark + 1
            continue
        at = _tag_end(raw, name.end(), end)
        low = name[2].lower()
        if name[1]:
            yield Piece("close", mark, at, low)
        elif low in _OPAQUE:
            close = _closing(raw, low, at, end)
            yield Piece("opaque", mark, close, low, (at, close))
            at = close
        else:
            yield Piece("open", mark, at, low, (name.end(), min(at, name.end() + ATTRIBUTES)))


def _tag_end(raw: str, start: int, end: int) -> int:
    """Where a tag ends: behind the next ``>`` that is not quoted; where quotes do not close, behind the next at all."""
    window = min(end, start + ATTRIBUTES)
    found = _INSIDE.match(raw, start, window)
    if found:
        return found.end()
    close = raw.find(">", start, end)
    return end if close < 0 else close + 1


def _closing(raw: str, name: str, start: int, end: int) -> int:
    """Where the closing tag of an opaque element begins, or where all ends."""
    found = re.compile("</" + name, re.IGNORECASE).search(raw, start, end)
    return end if found is None else found.start()


def attributes(raw: str, piece: Piece) -> dict[str, str]:
    """The attributes of an opening tag, names in lower case, entities resolved.

    >>> tag = "<a HREF='x?a=1&amp;b' hidden>"
    >>> attributes(tag, next(pieces(tag)))
    {'href': 'x?a=1&b', 'hidden': ''}
    """
    out: dict[str, str] = {}
    for found in _PAIR.finditer(raw, *piece.inside):
        value = next((v for v in found.groups()[1:] if v is not None), "")
        out.setdefault(found[1].lower(), html.unescape(value) if "&" in value else value)
    return out


def write_text(scribe: Scribe, raw: str, start: int, end: int) -> None:
    """Write ``raw[start:end]`` with its entities resolved; each stands for its own characters."""
    at = start
    for found in _ENTITY.finditer(raw, start, end):
        said = html.unescape(found.group())
        if said == found.group():
            continue
        if found.start() > at:
            scribe.copy(raw, at, found.start())
        scribe.add(said, found.start(), found.end())
        at = found.end()
    if end > at:
        scribe.copy(raw, at, end)


def plain(raw: str, start: int = 0, end: int | None = None) -> str:
    """The words of ``raw[start:end]`` without tags, white space single.

    >>> plain("<b>One</b>&nbsp;<br>two")
    'One two'
    """
    spans = [raw[p.start : p.end] for p in pieces(raw, start, end) if p.sort == "text"]
    return " ".join(html.unescape(" ".join(spans)).split())
