"""Sheet: what a reader hands over: the report's own fields and where its text begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from postwar.core.errors import Problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands over a report's text.

    ``fields``: by name (source, title, published_at, url, language); ``body``: where the text begins in the raw report;
    ``problems``: fields that could not be used.
    """

    fields: dict[str, str] = field(default_factory=dict)
    body: int = 0
    problems: tuple[Problem, ...] = ()
