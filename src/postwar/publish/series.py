"""The rows of an outlook as series and probabilities: what charts and tables of the brief read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from postwar.core.outlook import Forecast, Outlook
from postwar.core.time import Day

Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Series:
    """One series: ``points`` are (day, level, value), by day and level. ``place`` is empty for the whole case."""

    variable: str
    who: str
    place: str
    points: tuple[tuple[Day, float, float], ...]

    @property
    def days(self) -> tuple[Day, ...]:
        """The days that have rows, in order."""
        return tuple(sorted({on for on, _, _ in self.points}))

    def at(self, on: Day) -> dict[float, float]:
        """Level to value on a day."""
        return {q: v for d, q, v in self.points if d == on}


def series_of(outlook: Outlook) -> tuple[Series, ...]:
    """Every series of an outlook that has quantiles, sorted by variable, place and group.

    A target is ``variable`` or ``variable:who``; the location of the whole case is the case's own id.
    """
    found: dict[tuple[str, str, str], list[tuple[Day, float, float]]] = {}
    for row in outlook.rows:
        if row.output_type != "quantile":
            continue
        variable, _, who = row.target.partition(":")
        place = "" if row.location == outlook.case else row.location
        found.setdefault((variable, place, who), []).append(
            (row.target_end_date, float(row.output_type_id), row.value)
        )
    return tuple(
        Series(variable, who, place, tuple(sorted(points)))
        for (variable, place, who), points in sorted(found.items())
    )


def yes_rows(outlook: Outlook, prefix: str) -> tuple[Forecast, ...]:
    """The probability rows of the targets that begin so, by day and target."""
    rows = [
        r
        for r in outlook.rows
        if r.output_type == "pmf" and r.output_type_id == "yes" and r.target.startswith(prefix)
    ]
    return tuple(sorted(rows, key=lambda r: (r.target_end_date, r.target, r.location)))


def simulation_error(p: float, members: float) -> float:
    """Half the 95 % interval of a frequency among so many members: 1.96 √(p(1 − p)/n).

    >>> round(simulation_error(.5, 500), 3)
    0.044
    """
    return 1.0 if members <= 0 else Z95 * math.sqrt(max(p * (1 - p), 0.0) / members)
