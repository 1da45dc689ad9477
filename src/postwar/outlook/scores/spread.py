"""Continuous ranked probability score of an ensemble of counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ranked_probability(members: ArrayLike, reported: ArrayLike) -> NDArray[np.float64]:
    """The continuous ranked probability score of equally weighted members against one report each.

    ``mean_i |x_i - y| - 1/2 mean_ij |x_i - x_j|`` over members ``x`` of shape (member, ...) and reports ``y`` of shape
    (...); in the unit of the counts, lower is better; of one member it is the absolute error. Source: Gneiting &
    Raftery 2007, JASA 102:359, eq. 21; the second term by sorting, ``2/M^2 sum_k (2k - M - 1) x_(k) / 2``.

    >>> float(ranked_probability([0.0, 2.0], 1.0)), float(ranked_probability([3.0], 1.0))
    (0.5, 2.0)
    """
    x, y = np.asarray(members, np.float64), np.asarray(reported, np.float64)
    m = x.shape[0]
    weight = (2.0 * np.arange(1, m + 1) - m - 1).reshape(-1, *([1] * (x.ndim - 1)))
    return np.asarray(np.abs(x - y).mean(axis=0) - (weight * np.sort(x, axis=0)).sum(axis=0) / m**2)
