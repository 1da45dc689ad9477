"""HTML: the raw text is the page as it is written; what is read is its main text, each character at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postwar.core.errors import Problem
from postwar.reading.inputs.about import about, charset_of
from postwar.reading.inputs.encoding import bounded, head_of, replaced
from postwar.reading.inputs.webpage import view_of_markup
from postwar.reading.layout import Page, page_of
from postwar.reading.sheet import Sheet

NAME = "html"
_OPENING = re.compile(r"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")


def accepts(name: str, data: bytes) -> bool:
    """Whether the file is called a page, or begins as one.

    >>> accepts("a", b"<!DOCTYPE html><p>x"), accepts("a.htm", b"<p>x"), accepts("a.txt", b"5 < 6")
    (True, True, False)
    """
    if name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")):
        return b"<" in data
    return bool(_OPENING.match(head_of(data)))


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The page and what it states of itself. Bytes that are no text are replaced by a mark, and are a problem."""
    text, fault = replaced(data, declared or charset_of(data))
    problems = []
    if fault is not None:
        line = data.count(b"\n", 0, fault) + 1
        problems.append(Problem(name, line, f"byte {fault}", "not in the encoding that the page declares:", "check it"))
    bounded(name, text)
    yield Sheet(about(text), 0, tuple(problems), text)


def lay_out(text: str) -> Page:
    """The main text of the page; a quote of it is what stands in the page, with any tags within.

    >>> text = "<p>The bridge over the Mill was <b>reopened</b> to lorries on Friday, the council said.</p>"
    >>> block = lay_out(text).blocks[0]
    >>> text[slice(*block.raw(block.text.index("was"), block.text.index(" to")))]
    'was <b>reopened'
    """
    return page_of(view_of_markup(text))
