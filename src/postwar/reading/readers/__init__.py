"""Readers: one folder for each form in which reports come. To add one, add its folder and one line here."""

from __future__ import annotations

from postwar.reading.readers.markdown import reader as markdown
from postwar.reading.readers.plain_text import reader as plain_text
from postwar.reading.sheet import Sheet

READERS = (
    markdown,
    plain_text,
)


def sheet_of(name: str, text: str) -> Sheet:
    """What the first reader that accepts the text makes of it; the last one accepts any.

    >>> sheet_of("a.txt", "Text.").fields
    {}
    """
    return next(r for r in READERS if r.accepts(name, text)).read_sheet(name, text)
