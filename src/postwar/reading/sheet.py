"""Sheet: what a reader hands over: a report's text, the report's own fields and where its text begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from postwar.core.errors import Problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report as its reader opened it.

    ``fields``: by name (source, title, published_at, retrieved_at, url, language); ``body``: where the text begins in
    the raw report; ``problems``: what could not be used; ``text``: the raw text; ``key``: tells it from the other
    reports of the same file; ``bytes_of_its_own``: the bytes that it is known by where they are not the whole file's.
    """

    fields: dict[str, str] = field(default_factory=dict)
    body: int = 0
    problems: tuple[Problem, ...] = ()
    text: str = ""
    key: str = ""
    bytes_of_its_own: bytes | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that lies in another (an attachment), to be opened by whichever reader it needs.

    ``fields``: what it takes from the file around it where it says nothing itself.
    """

    name: str
    data: bytes
    key: str = ""
    fields: dict[str, str] = field(default_factory=dict)
