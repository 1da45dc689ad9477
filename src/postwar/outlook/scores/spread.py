"""Continuous ranked probability score of an ensemble of counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ranked_probability(members: ArrayLike, reported: ArrayLike, weights: ArrayLike | None = None
                       ) -> NDArray[np.float64]:
    """The continuous ranked probability score of members against one report each.

    ``sum_i w_i |x_i - y| - 1/2 sum_ij w_i w_j |x_i - x_j|`` over members ``x`` of shape (member, ...) and reports ``y``
    of shape (...), with ``weights`` (member,) that sum to one, equal where none are given; in the unit of the counts,
    lower is better; of one member it is the absolute error. Source: Gneiting & Raftery 2007, JASA 102:359, eq. 21; the
    second term by sorting, ``sum_k w_k x_(k) (2 W_k - w_k - 1)``, ``W_k`` the weight up to the k-th.

    >>> float(ranked_probability([0.0, 2.0], 1.0)), float(ranked_probability([3.0], 1.0))
    (0.5, 2.0)
    >>> float(ranked_probability([0.0, 2.0], 1.0, [1.0, 0.0]))
    1.0
    """
    x, y = np.asarray(members, np.float64), np.asarray(reported, np.float64)
    w = np.full(x.shape[0], 1.0 / x.shape[0]) if weights is None else np.asarray(weights, np.float64)
    order = np.argsort(x, axis=0, kind="stable")
    ranked, heavy = np.take_along_axis(x, order, axis=0), w[order]
    spread = (heavy * ranked * (2.0 * np.cumsum(heavy, axis=0) - heavy - 1.0)).sum(axis=0)
    return np.asarray(np.tensordot(w, np.abs(x - y), axes=1) - spread)
