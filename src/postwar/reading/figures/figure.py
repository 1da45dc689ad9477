"""A figure: a number as said, its bounds, its unit and what it is a part of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure among tokens ``start`` to ``end`` (unit noun not counted; ``noun`` is where that stands)."""

    start: int
    end: int
    low: float | None
    high: float | None
    bound: str
    unit: str | None = None
    of: float | None = None
    noun: int | None = None
    article: bool = False  # "a child": one, by the article
    by: bool = False  # "by half", "by four days": how much something changed
    of_them: bool = False  # "of them": a part of the figure before

    @property
    def said(self) -> float | None:
        """The number that was said."""
        return self.low if self.low is not None else self.high
