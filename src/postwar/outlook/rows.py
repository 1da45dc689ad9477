"""Rows of the hubverse table, made one way: targets, places, horizons, values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from postwar.core.outlook import Forecast
from postwar.core.time import Day

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
NO_TYPE = "NA"


@dataclass(frozen=True, slots=True)
class Frame:
    """What all rows of an outlook share: the origin, and the location of what is about the whole case."""

    origin: Day
    whole: str

    def day(self, horizon: int) -> Day:
        """The day that lies ``horizon`` days after the origin."""
        return self.origin + dt.timedelta(days=horizon)

    def row(self, target: str, location: str, on: Day, kind: str, kind_id: str, value: float) -> Forecast:
        """One row; a location of "" is the whole case."""
        return Forecast(self.origin, target, location or self.whole, (on - self.origin).days, on, kind, kind_id, value)

    def yes_no(self, target: str, location: str, on: Day, p: float) -> tuple[Forecast, Forecast]:
        """The two rows of a probability; they sum to one."""
        return (self.row(target, location, on, "pmf", "no", round(1.0 - p, 6)),
                self.row(target, location, on, "pmf", "yes", p))


def in_order(row: Forecast) -> tuple[str, str, Day, str, str]:
    """The key by which rows are sorted: target, location, day, type."""
    return row.target, row.location, row.target_end_date, row.output_type, row.output_type_id
