"""Markdown with front matter: fields between two lines of three dashes, then the text."""

from __future__ import annotations

import re

from postwar.core.errors import Problem
from postwar.reading.sheet import Sheet

NAME = "markdown"
_FENCE = re.compile(r"-{3,}[ \t]*(?:\r\n|\n|\r|\Z)")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_FIELD = re.compile(r"([A-Za-z_][\w-]{0,40})\s*:\s*(.*)\Z")
_SAME = {
    "date": "published_at",
    "published": "published_at",
    "lang": "language",
    "link": "url",
    "headline": "title",
    "publisher": "source",
    "retrieved": "retrieved_at",
    "accessed": "retrieved_at",
}


def accepts(name: str, text: str) -> bool:
    """Whether the text begins with front matter.

    >>> accepts("a.md", "---\\ntitle: x\\n---\\n"), accepts("a.md", "Text")
    (True, False)
    """
    return _closing(text) is not None


def read_sheet(name: str, text: str) -> Sheet:
    """The fields of the front matter and where the text begins.

    >>> sheet = read_sheet("a.md", "---\\nsource: Mill News\\n---\\nText.")
    >>> sheet.fields, "---\\nsource: Mill News\\n---\\nText."[sheet.body:]
    ({'source': 'Mill News'}, 'Text.')
    """
    end = _closing(text)
    if end is None:
        return Sheet()
    start = _FENCE.match(text, _skip_mark(text))
    fields: dict[str, str] = {}
    problems: list[Problem] = []
    at, number = start.end() if start else 0, 2
    while at < end[0]:
        found = _LINE.match(text, at)
        if found is None or found.end() == at:
            break
        line = found.group(1).strip()
        parted = _FIELD.match(line)
        if parted:
            key = parted[1].lower()
            fields[_SAME.get(key, key)] = _unquoted(parted[2].strip())
        elif line and not line.startswith("#"):
            problems.append(
                Problem(name, number, line[:60], "not a field of the front matter", "write it as name: value")
            )
        at, number = found.end(), number + 1
    return Sheet(fields, end[1], tuple(problems))


def _skip_mark(text: str) -> int:
    return 1 if text[:1] == "\ufeff" else 0


def _closing(text: str) -> tuple[int, int] | None:
    """Where the closing fence begins and ends, within the first hundred lines."""
    at = _skip_mark(text)
    opening = _FENCE.match(text, at)
    if opening is None:
        return None
    at = opening.end()
    for _ in range(100):
        if at >= len(text):
            return None
        fence = _FENCE.match(text, at)
        if fence:
            return at, fence.end()
        found = _LINE.match(text, at)
        if found is None or found.end() == at:
            return None
        at = found.end()
    return None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'" else value
