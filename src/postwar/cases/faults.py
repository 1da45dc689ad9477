"""What is wrong with a case, gathered while it is read: one fault, one line."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from postwar.core.errors import Problem

LONGEST_VALUE = 60
"""How much of an offending value is shown."""


@dataclass
class Faults:
    """A list of problems that grows while the files of one case are read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int | None, value: object, message: str, mend: str) -> None:
        """Note one fault; a value that is long or of several lines is shown on one line and cut."""
        self.found.append(Problem(file, line, None if value is None else shown(value), message, mend))

    def sorted(self) -> tuple[Problem, ...]:
        """The faults by file and line, in the order of their finding where these are the same; each once."""
        once = dict.fromkeys(self.found)
        return tuple(sorted(once, key=lambda p: (p.file, p.line or 0)))


def shown(value: object) -> str:
    """The value as text, cut where it is long.

    >>> shown(3), shown("a" * 100) == "a" * 59 + "…"
    ('3', True)
    """
    if isinstance(value, dt.date | dt.time):
        value = value.isoformat()
    text = value if isinstance(value, str) else repr(value)[:4 * LONGEST_VALUE]
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that a misspelt word most probably means, or None if none is near.

    >>> nearest("sorce", ["note", "source"]), nearest("x", ["note"])
    ('source', None)
    """
    close = difflib.get_close_matches(word[:LONGEST_VALUE], sorted(set(options)), n=1, cutoff=0.7)
    return close[0] if close else None


def mend_by(word: object, options: Iterable[str], otherwise: str) -> str:
    """What mends a word that is none of ``options``: the nearest of them, or else ``otherwise``.

    >>> mend_by("happend", ["happened"], "leave it out")
    "did you mean 'happened'?"
    """
    near = nearest(word, options) if isinstance(word, str) else None
    return otherwise if near is None else f"did you mean {near!r}?"
