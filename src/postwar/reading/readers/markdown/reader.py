"""Markdown with front matter: fields between two lines of three dashes, then the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postwar.core.errors import Problem
from postwar.reading.inputs.encoding import decoded, head_of
from postwar.reading.layout import Page, page_of
from postwar.reading.sheet import Sheet
from postwar.reading.view import View

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


def accepts(name: str, data: bytes) -> bool:
    """Whether the file begins with front matter.

    >>> accepts("a.md", b"---\\ntitle: x\\n---\\n"), accepts("a.md", b"Text")
    (True, False)
    """
    return has_front_matter(head_of(data, 40_000))


def has_front_matter(text: str) -> bool:
    """Whether the text begins with front matter.

    >>> has_front_matter("---\\ntitle: x\\n---\\n")
    True
    """
    return _closing(text) is not None


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The fields of the front matter and where the text begins.

    >>> sheet = next(open_sheets("a.md", b"---\\nsource: Mill News\\n---\\nText."))
    >>> sheet.fields, sheet.text[sheet.body:]
    ({'source': 'Mill News'}, 'Text.')
    """
    text = decoded(name, data, declared)
    end = _closing(text)
    if end is None:
        yield Sheet(text=text)
        return
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
    yield Sheet(fields, end[1], tuple(problems), text)


def lay_out(text: str) -> Page:
    """The text behind the front matter.

    >>> [b.text for b in lay_out("---\\nsource: Mill News\\n---\\n# Head\\n\\nText.").blocks]
    ['Head', 'Text.']
    """
    end = _closing(text)
    return page_of(View(text, begin=end[1] if end else _skip_mark(text)))


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
