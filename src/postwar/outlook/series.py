"""Rows of the series: people, forces, control, and how far fighting has gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postwar.core.outlook import Ensemble, Forecast, SeriesKey
from postwar.outlook.horizons import AFTER
from postwar.outlook.rows import LEVELS, NO_TYPE, Frame
from postwar.outlook.weighing import means, probability, quantiles

PEOPLE = ("away", "back_home", "back_in_region", "displaced", "hosted", "population", "unable_to_leave")
THINGS = ("dwellings_fit", "dwellings_lost", "hectares_released", "hosting_cost", "mine_accidents")
ROUTE = "route_open"
STOCKS = "supply_days"
KILLED = "killed"
FORCES = "force_strength"
CONTROL = "in_control"
WAR = "war_tier"
TIERS = (1, 2, 3)


def series_rows(ensemble: Ensemble, frame: Frame, horizons: Sequence[int]) -> Iterator[Forecast]:
    """Rows of every series at every horizon.

    People and things: target ``variable`` is all groups of a place together, as a rule without a group means it; where
    a place has several groups each has its own, ``variable:group``. Forces: ``force_strength:force``; a force that
    serves in several places has its whole strength in each. Quantiles at ``rows.LEVELS``, and the mean.
    """
    ahead = np.asarray(horizons, dtype=np.int64)
    places = sorted({(variable, place) for variable, place, _ in ensemble.series if variable in PEOPLE + THINGS})
    for variable, place in places:
        parts = {k: v for k, v in ensemble.series.items() if k[:2] == (variable, place)}
        values = sum(np.asarray(v)[:, ahead].astype(np.int64) for v in parts.values())
        yield from _spread(frame, ensemble, variable, place, ahead, np.asarray(values))
        for key in sorted(parts) if len(parts) > 1 else ():
            if key[2]:
                part = np.asarray(parts[key])[:, ahead]
                yield from _spread(frame, ensemble, f"{variable}:{key[2]}", place, ahead, part)
    for key in sorted(k for k in ensemble.series if k[0] == FORCES):
        target = f"{FORCES}:{key[2]}" if key[2] else FORCES
        yield from _spread(frame, ensemble, target, key[1], ahead, np.asarray(ensemble.series[key])[:, ahead])
    yield from _routes(ensemble, frame, ahead)
    yield from _killed(ensemble, frame, ahead)
    yield from _control(ensemble, frame, ahead)
    yield from _war(ensemble, frame, ahead)


def _spread(frame: Frame, ensemble: Ensemble, target: str, place: str, ahead: NDArray[np.int64],
            values: NDArray[Any]) -> Iterator[Forecast]:
    found, mean = quantiles(values, ensemble.weights, LEVELS), means(values, ensemble.weights)
    for i, horizon in enumerate(ahead.tolist()):
        on = frame.day(horizon)
        yield frame.row(target, place, on, "mean", NO_TYPE, float(mean[i]))
        for j, level in enumerate(LEVELS):
            yield frame.row(target, place, on, "quantile", str(level), float(found[j, i]))


def _routes(ensemble: Ensemble, frame: Frame, ahead: NDArray[np.int64]) -> Iterator[Forecast]:
    """P(a route lets everybody through, or aid, on a day), and the stocks of what it feeds."""
    for key in sorted(k for k in ensemble.series if k[0] in (ROUTE, STOCKS)):
        values = np.asarray(ensemble.series[key])[:, ahead]
        if key[0] == STOCKS:
            yield from _spread(frame, ensemble, STOCKS, key[1], ahead, values)
            continue
        for i, horizon in enumerate(ahead.tolist()):
            p = probability(values[:, i] > 0, ensemble.weights)
            yield from frame.yes_no(f"{ROUTE}:{key[2]}" if key[2] else ROUTE, key[1], frame.day(horizon), p)


def _killed(ensemble: Ensemble, frame: Frame, ahead: NDArray[np.int64]) -> Iterator[Forecast]:
    """All who are killed in fighting, by round horizons and the last day only, and never by place."""
    key: SeriesKey = (KILLED, "", "")
    if key in ensemble.series:
        by = np.array(sorted({h for h in ahead.tolist() if h in AFTER} | {ensemble.days}), np.int64)
        yield from _spread(frame, ensemble, KILLED, "", by, np.asarray(ensemble.series[key])[:, by])


def _control(ensemble: Ensemble, frame: Frame, ahead: NDArray[np.int64]) -> Iterator[Forecast]:
    """P(an actor holds a place on a day), for places whose holder changes in some member."""
    for key in sorted(k for k in ensemble.series if k[0] == CONTROL):
        held = np.asarray(ensemble.series[key])
        if bool((held == held[0, 0]).all()):
            continue
        for horizon in ahead.tolist():
            p = probability(held[:, horizon] >= 1, ensemble.weights)
            yield from frame.yes_no(f"{CONTROL}:{key[2]}", key[1], frame.day(horizon), p)


def _war(ensemble: Ensemble, frame: Frame, ahead: NDArray[np.int64]) -> Iterator[Forecast]:
    """P(fighting has reached a tier at any time from the origin to a horizon), whoever starts it: by round horizons and
    the last day only, never by another day, and never by place."""
    war: SeriesKey = (WAR, "", "")
    if war not in ensemble.series:
        return
    highest = np.maximum.accumulate(np.asarray(ensemble.series[war])[:, 1:], axis=1)
    by = sorted({h for h in ahead.tolist() if h in AFTER} | {ensemble.days})
    for tier in TIERS:
        for horizon in by:
            p = probability(highest[:, horizon - 1] >= tier, ensemble.weights)
            yield from frame.yes_no(f"{WAR}:{tier}:reached", "", frame.day(horizon), p)
