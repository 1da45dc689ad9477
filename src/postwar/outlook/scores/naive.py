"""Forecasts that need no model, made on a day from what camps had reported by then."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from postwar.outlook.shares import shares

Floats = NDArray[np.float64]

WINDOW = 30
"""Days over which a trend is taken (judgement: a month, the usual distance between two reports)."""


def last_count(known: ArrayLike, origin: int, totals: ArrayLike) -> Floats:
    """Every camp stays at its count of the origin.

    ``known`` (day, camp) are counts up to ``origin`` at least; ``totals`` (day,) all people on each day to be forecast,
    whose number alone is used here. The result has shape (day, camp), as of all forecasts in this file.

    >>> last_count([[1, 1], [3, 1]], 1, [8.0, 10.0])
    array([[3., 1.],
           [3., 1.]])
    """
    return np.repeat(np.asarray(known, np.float64)[origin][None], len(np.asarray(totals)), axis=0)


def fixed_share(known: ArrayLike, origin: int, totals: ArrayLike) -> Floats:
    """Every camp keeps its share of the origin in the total: ``total[t] * D_c[origin] / sum D[origin]``.

    >>> fixed_share([[1, 1], [3, 1]], 1, [8.0])
    array([[6., 2.]])
    """
    return np.asarray(totals, np.float64)[:, None] * shares(np.asarray(known)[origin])


def trend(known: ArrayLike, origin: int, totals: ArrayLike) -> Floats:
    """Every camp goes on by its mean daily change of the last `WINDOW` days, never below nought, scaled to the total.

    ``totals[0]`` belongs to the day after the origin.

    >>> trend([[0, 2], [1, 2]], 1, [8.0, 10.0])
    array([[4., 4.],
           [6., 4.]])
    """
    counts = np.asarray(known, np.float64)
    span = min(WINDOW, origin)
    slope = (counts[origin] - counts[origin - span]) / span if span else np.zeros(counts.shape[1])
    whole = np.asarray(totals, np.float64)
    ahead = np.arange(1, len(whole) + 1)[:, None]
    return whole[:, None] * shares(np.maximum(0.0, counts[origin] + slope * ahead))


def equal_shares(known: ArrayLike, origin: int, totals: ArrayLike) -> Floats:
    """Every camp holds the same share of the total.

    >>> equal_shares([[1, 3]], 0, [8.0])
    array([[4., 4.]])
    """
    whole, camps = np.asarray(totals, np.float64), np.asarray(known).shape[1]
    return np.repeat(whole[:, None] / max(1, camps), camps, axis=1)


FORECASTS: Mapping[str, Callable[[ArrayLike, int, ArrayLike], Floats]] = {
    "equal shares": equal_shares, "fixed share": fixed_share, "last count": last_count, "trend": trend,
}
"""All of them by name."""
