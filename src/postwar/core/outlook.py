"""The ensemble that a run leaves, and the outlook made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postwar.core.summary import Summary
from postwar.core.time import Day, iso

SeriesKey = tuple[str, str, str]
"""(variable, place id or "", group, force or actor id or "")"""


@dataclass(frozen=True)
class Ensemble:
    """Many possible courses of one settlement.

    ``series`` maps (variable, place, who) to integers of shape (member, day); day 0 is the origin. ``done_day`` maps an
    obligation to the day index on which it was done in each member, -1 for not within the run. ``weights`` sum to one.
    ``off`` names the processes that did not run, each with its reason; ``parameters`` the draws, shape (member,).
    ``summaries`` holds the series of a run that was asked not to keep them.
    """

    origin: Day
    days: int
    seed: int
    situation_digest: str
    series: Mapping[SeriesKey, NDArray[np.int64]]
    done_day: Mapping[str, NDArray[np.int64]]
    weights: NDArray[np.float64]
    off: tuple[tuple[str, str], ...] = ()
    parameters: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    summaries: Mapping[SeriesKey, Summary] = field(default_factory=dict)

    @property
    def members(self) -> int:
        """How many courses."""
        return len(self.weights)


@dataclass(frozen=True, slots=True)
class Forecast:
    """One row of the hubverse table."""

    origin_date: Day
    target: str
    location: str
    horizon: int
    target_end_date: Day
    output_type: str              # quantile | mean | pmf
    output_type_id: str
    value: float


@dataclass(frozen=True, slots=True)
class NotModelled:
    """A question, obligation or process that this outlook says nothing about, and why."""

    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class BaseRate:
    """A frozen frequency of the same kind of event elsewhere, printed before the model's own figure."""

    event: str
    group: str
    horizon_years: float
    p: float
    low: float
    high: float
    n: int
    source: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may come next, with the rows it is scored by later, what it leaves out, and what it rests on."""

    case: str
    origin: Day
    known: Day
    seq: int
    to: Day
    seed: int
    members: int
    version: str
    case_digest: str
    rows: tuple[Forecast, ...]
    not_modelled: tuple[NotModelled, ...]
    base_rates: tuple[BaseRate, ...] = ()
    off: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[tuple[str, str, str], ...] = ()    # (parameter, what, source)
    effective_members: float = 0.0
    hindcast: bool = False
    unshown: int = 0      # restricted claims that the books hold and that nothing here stands on
    restricted: int = 0   # restricted reports that it stands on: not for release where there are any

    def probability(self, target: str) -> float | None:
        """P(yes) of a question or obligation target; None where it is not modelled."""
        for row in self.rows:
            if row.target == target and row.output_type == "pmf" and row.output_type_id == "yes":
                return row.value
        return None

    def quantile(self, target: str, location: str, on: Day, q: float) -> float | None:
        """The ``q`` quantile of a series on a day; None where there is no such row."""
        for row in self.rows:
            if row.target == target and row.location == location and row.target_end_date == on \
                    and row.output_type == "quantile" and float(row.output_type_id) == q:
                return row.value
        return None


COLUMNS = ("origin_date", "target", "location", "horizon", "target_end_date", "output_type", "output_type_id", "value")


def row_values(row: Forecast) -> tuple[str, ...]:
    """One row as text, in the order of ``COLUMNS``; numbers without needless digits."""
    value = format(round(row.value, 6), "g") if abs(row.value) < 1 else format(round(row.value, 4), ".10g")
    return (row.origin_date.isoformat(), row.target, row.location, str(row.horizon), row.target_end_date.isoformat(),
            row.output_type, row.output_type_id, value)


def outlook_to_json(o: Outlook) -> dict[str, Any]:
    """The public form of an outlook: what ``postwar outlook --json`` prints."""
    return {
        "schema": "postwar/outlook@1",
        "case": o.case, "origin_date": iso(o.origin), "known_on": iso(o.known), "seq": o.seq, "to": iso(o.to),
        "seed": o.seed, "members": o.members, "version": o.version, "case_digest": o.case_digest,
        "hindcast": o.hindcast, "effective_members": round(o.effective_members, 1),
        "rows": [dict(zip(COLUMNS, (r.origin_date.isoformat(), r.target, r.location, r.horizon,
                                    r.target_end_date.isoformat(), r.output_type, r.output_type_id, round(r.value, 6)),
                          strict=True)) for r in o.rows],
        "not_modelled": [{"target": n.target, "reason": n.reason} for n in o.not_modelled],
        "base_rates": [{"event": b.event, "group": b.group, "horizon_years": b.horizon_years, "p": b.p, "low": b.low,
                        "high": b.high, "n": b.n, "source": b.source} for b in o.base_rates],
        "off": [{"process": p, "reason": r} for p, r in o.off],
        "assumptions": [{"parameter": p, "value": v, "source": s} for p, v, s in o.assumptions],
    } | ({"restricted": {"claims_not_shown": o.unshown, "reports_shown": o.restricted}}
         if o.unshown or o.restricted else {})
