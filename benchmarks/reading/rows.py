"""Rows of the table of bars: what is measured, on what, how much of it there is, and what it should reach."""

from __future__ import annotations

from dataclasses import dataclass


class Absent(Exception):
    """A set is not there; the message says which."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure on one set.

    ``value``: what was measured, None where it could not be; ``bar``: what it should reach, None where none is set;
    ``at_least``: whether the bar is a floor (else a ceiling); ``reference``: what others reach; ``note``: what was left
    out and why. Shares are 0-1.

    >>> Row("spans, F1", "a set", 120, 0.91, 0.9, True, "Recognizers .873").verdict
    'met'
    """

    what: str
    set: str
    size: int
    value: float | None
    bar: float | None = None
    at_least: bool = True
    reference: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the bar is met: ``met``, ``missed``, ``not measured``, or empty where there is no bar."""
        if self.value is None:
            return "not measured"
        if self.bar is None:
            return ""
        return "met" if (self.value >= self.bar if self.at_least else self.value <= self.bar) else "missed"


def f1(hits: int, wanted: int, found: int) -> float:
    """The harmonic mean of precision and recall.

    >>> f1(8, 10, 10), f1(0, 0, 0)
    (0.8, 0.0)
    """
    return 2 * hits / (wanted + found) if wanted + found else 0.0


def share(part: int, whole: int) -> float | None:
    """A part of a whole, None of nothing.

    >>> share(3, 4), share(0, 0)
    (0.75, None)
    """
    return part / whole if whole else None
