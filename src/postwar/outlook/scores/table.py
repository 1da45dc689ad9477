"""All scores of one replay: the run, and the forecasts that need no model, on the same days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.outlook.scores.difference import averaged_relative_difference
from postwar.outlook.scores.naive import FORECASTS, fixed_share, last_count
from postwar.outlook.scores.scaled import mean_absolute_scaled_error
from postwar.outlook.scores.spread import ranked_probability

Floats = NDArray[np.float64]

ORIGIN = 30
"""The day on which the naive forecasts are made where no other is asked for."""

MASE_DAYS = (7, 30)


@dataclass(frozen=True, slots=True)
class Observed:
    """What camps reported, both (day, camp): ``interpolated`` towards later reports and corrected, the measure of all
    scores; ``as_of`` what was known on each day."""

    interpolated: Floats
    as_of: Floats


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One method on one window: averaged relative difference in four forms. ``knows`` says what the method was given of
    camps' reports: nothing, those up to the origin as they were known then, or the interpolated ones of the origin."""

    method: str
    knows: str
    first_day: int
    days: int
    rescaled: float
    plain: float

    def to_json(self) -> dict[str, object]:
        """The row as JSON, each figure in both scales."""
        return {"method": self.method, "knows": self.knows, "first_day": self.first_day, "days": self.days,
                "rescaled": {"0-2": _rounded(self.rescaled), "0-1": _rounded(self.rescaled / 2)},
                "plain": {"0-2": _rounded(self.plain), "0-1": _rounded(self.plain / 2)}}


def score_rows(course: Floats, observed: Observed, origin: int | None = None) -> tuple[ScoreRow, ...]:
    """The run and the naive forecasts against the interpolated reports.

    ``course`` (day, camp) is the mean member from day 0; with ``origin`` it was conditioned on that day, and only later
    days are scored. Without it the run is scored on all days, and again from the day after `ORIGIN` on, beside the
    naive forecasts made on that day. All methods are given the totals of the day.
    """
    days = len(course)
    start = ORIGIN if origin is None else origin
    rows = [] if origin is not None else [_row("run", "nothing", 0, course, observed.interpolated)]
    if start >= days - 1:
        return tuple(rows)
    ahead = observed.interpolated[start + 1:]
    rows.append(_row("run", "nothing" if origin is None else "as-of", start + 1, course[start + 1:], ahead))
    for knows, known in (("as-of", observed.as_of), ("interpolated", observed.interpolated)):
        for name, forecast in FORECASTS.items():
            rows.append(_row(name, knows, start + 1, forecast(known, start, ahead.sum(axis=1)), ahead))
    return tuple(rows)


def scaled_errors(course: Floats, observed: Observed, origin: int | None = None) -> Mapping[str, float | None]:
    """Mean absolute scaled errors of the run, against the last count and the fixed share of days 7 and 30 (of the
    origin where there is one), interpolated."""
    result: dict[str, float | None] = {}
    data = observed.interpolated
    for day in MASE_DAYS if origin is None else (origin,):
        if day < len(data) - 1:
            for name, forecast in (("last count", last_count), ("fixed share", fixed_share)):
                ahead = forecast(data, day, data[day + 1:].sum(axis=1))
                whole = np.concatenate([data[:day + 1], ahead])
                value = mean_absolute_scaled_error(course, data, whole, day)
                result[f"MASE{day} {name}"] = None if value is None else _rounded(value)
    return result


def spread_score(members: Floats, observed: Observed, first_day: int = 0) -> float:
    """Mean continuous ranked probability score over camp-days, in persons; ``members`` (member, day, camp)."""
    return _rounded(float(ranked_probability(members[:, first_day:], observed.interpolated[first_day:]).mean()))


def _row(method: str, knows: str, first: int, course: Floats, reported: Floats) -> ScoreRow:
    return ScoreRow(method, knows, first, len(course), float(averaged_relative_difference(course, reported)),
                    float(averaged_relative_difference(course, reported, rescaled=False)))


def _rounded(value: float) -> float:
    return round(value, 4)
