"""Plain text, with or without Markdown marks in it, without front matter."""

from __future__ import annotations

from collections.abc import Iterator

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.encoding import decoded
from postwar.reading.layout import Page, page_of
from postwar.reading.sheet import Sheet
from postwar.reading.view import View

NAME = "plain_text"
_FOREIGN = {  # how files begin that are no text
    b"{\\rtf": "rich text",
    b"PK\x03\x04": "a packed file",
    b"\xd0\xcf\x11\xe0": "an office file from before 2007",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"%!PS": "a print file",
    b"\x1f\x8b": "a packed file",
    b"SQLite format 3\x00": "a database",
}


def accepts(name: str, data: bytes) -> bool:
    """Any bytes will do: this reader comes last.

    >>> accepts("a.txt", b"")
    True
    """
    return True


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """No fields; the text begins after a byte-order mark. Raises ``ReportError`` for what is no text.

    >>> next(open_sheets("a.txt", b"Text.")).text
    'Text.'
    """
    foreign = next((what for mark, what in _FOREIGN.items() if data.startswith(mark)), None)
    if foreign is not None:
        raise ReportError(
            Problem(name, None, foreign, "is of a form that is not read:", "save it as DOCX, PDF or text")
        )
    text = decoded(name, data, declared)
    yield Sheet(body=_begin(text), text=text)


def lay_out(text: str) -> Page:
    """The whole text.

    >>> [b.text for b in lay_out("One two\\nthree.").blocks]
    ['One two three.']
    """
    return page_of(View(text, begin=_begin(text)))


def _begin(text: str) -> int:
    return 1 if text[:1] == "\ufeff" else 0
