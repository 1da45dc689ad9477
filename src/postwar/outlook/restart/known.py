"""A displacement as it was known on a day: for forecasts that must not be given later arrivals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from postwar.core.flight import CampSeries, Flight
from postwar.core.reported import as_of

RATE_DAYS = 60
"""Days over which the rate of arrivals is taken (judgement: two usual distances between reports)."""

UNKNOWN_RATE = 100.0
"""Persons a day where nobody has been reported yet: only the shares of camps can then be forecast."""

def as_known(flight: Flight, origin: int) -> Flight:
    """The displacement without any report, or correction, after day ``origin``; arrivals go on at their recent rate.

    The rate is that of the last `RATE_DAYS` days of all reports together, never below nought. The model takes arrivals
    from the growth of the series, whichever camp it is of, so the rate is laid on the series of the first camp; no
    camp's series is to be read after the origin. Conflict, closures and capacities stay as they are given.
    """
    camps = [stop.name for stop in flight.stops if stop.kind in ("camp", "idpcamp")]
    cut = {one.camp: _cut(one, origin) for one in flight.series if one.camp in camps and (one.days <= origin).any()}
    now, then = (sum(int(as_of(one, [day])[0]) for one in cut.values()) for day in (origin, max(0, origin - RATE_DAYS)))
    since, rate = origin, max(0.0, (now - then) / max(1, min(origin, RATE_DAYS)))
    if now == 0:
        since, rate = 0, UNKNOWN_RATE
    last = float(as_of(cut[camps[0]], [since])[0]) if camps[0] in cut else 0.0
    ahead = ((since, last), (flight.days, last + rate * (flight.days - since)))
    cut[camps[0]] = _lengthened(cut.get(camps[0]), camps[0], ahead)
    return replace(flight, series=tuple(cut.values()), total=None if flight.total is None else _cut(flight.total,
                                                                                                    origin))


def _lengthened(series: CampSeries | None, camp: str, ahead: tuple[tuple[int, float], ...]) -> CampSeries:
    """A series with further points."""
    days, counts = ([], []) if series is None else (series.days.tolist(), series.counts.tolist())
    return CampSeries(camp, np.array([*days, *(d for d, _ in ahead)], np.int64),
                      np.array([*counts, *(c for _, c in ahead)]), () if series is None else series.corrections)


def _cut(series: CampSeries, origin: int) -> CampSeries:
    """A series without what came after the origin; of several files, the reports of each that had come."""
    seen = series.days <= origin
    if series.parts:
        days = np.unique(np.concatenate([d[d <= origin] for d, _ in series.parts]))
        counts = as_of(series, days).astype(np.float64)
    else:
        days, counts = series.days[seen], series.counts[seen]
    return CampSeries(series.camp, days, counts,
                      tuple(day for day in series.corrections if day <= origin and day in days))
