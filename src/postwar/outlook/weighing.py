"""Members weighed together: quantiles, means, probabilities, and how many members the weights are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_EXACT = 1e-12


def effective_members(weights: Floats) -> float:
    """How many equally weighted members the weights are worth: 1 / Σ w², with Σ w = 1 (Kish 1965).

    >>> effective_members(np.array([0.25, 0.25, 0.25, 0.25])), effective_members(np.array([1.0, 0.0]))
    (4.0, 1.0)
    """
    return float(1.0 / np.square(weights).sum())


def quantiles(values: NDArray[Any], weights: Floats, levels: Sequence[float]) -> Floats:
    """Weighted quantiles over members: shape (level, day) for ``values`` of shape (member, day).

    The q quantile is the smallest value whose members, with all below, weigh at least q: a value that some member has
    taken (type 1 of Hyndman and Fan 1996). No interpolation, so persons stay whole. Ties are added in the order of
    members.

    >>> quantiles(np.array([[10], [40], [20], [30]]), np.full(4, 0.25), [0.25, 0.5, 0.95]).ravel().tolist()
    [10.0, 20.0, 40.0]
    """
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(values, order, axis=0)
    heavy = np.cumsum(weights[order], axis=0)
    out = np.empty((len(levels), values.shape[1]), dtype=np.float64)
    for i, level in enumerate(levels):
        first = np.argmax(heavy >= min(level, 1.0) - _EXACT, axis=0)
        out[i] = np.take_along_axis(ranked, first[None, :], axis=0)[0]
    return out


def means(values: NDArray[Any], weights: Floats) -> Floats:
    """Weighted means over members: shape (day,) for ``values`` of shape (member, day)."""
    return np.asarray((values * weights[:, None]).sum(axis=0), dtype=np.float64)


def probability(holds: NDArray[np.bool_], weights: Floats) -> float:
    """The probability of what holds in some members, to 6 decimals, never 0 and never 1.

    It is the weight of these members, kept half a member away from both ends: with n effective members at least 0.5 /
    (n + 1) and at most 1 - 0.5 / (n + 1). What no course shows is not impossible, and what all show is not certain; a
    score of the logarithm of the probability would otherwise be infinite. Its Monte Carlo standard error is √(p (1 -
    p) / n).

    >>> equal = np.full(4, 0.25)
    >>> probability(np.array([True, False, False, False]), equal), probability(np.zeros(4, bool), equal)
    (0.25, 0.1)
    """
    edge = 0.5 / (effective_members(weights) + 1.0)
    return round(min(max(float(weights[holds].sum()), edge), 1.0 - edge), 6)
