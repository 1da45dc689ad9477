"""Plain text, with or without Markdown marks in it, without front matter."""

from __future__ import annotations

from postwar.reading.sheet import Sheet

NAME = "plain_text"


def accepts(name: str, text: str) -> bool:
    """Any text will do: this reader comes last.

    >>> accepts("a.txt", "")
    True
    """
    return True


def read_sheet(name: str, text: str) -> Sheet:
    """No fields; the text begins after a byte-order mark.

    >>> read_sheet("a.txt", "Text.").body
    0
    """
    return Sheet(body=1 if text[:1] == "\ufeff" else 0)
