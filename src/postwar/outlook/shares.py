"""Counts as shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def shares(counts: ArrayLike) -> NDArray[np.float64]:
    """Counts of shape (..., camp) as shares of their sum; equal shares where the sum is nought.

    >>> shares([[3, 1], [0, 0]])
    array([[0.75, 0.25],
           [0.5 , 0.5 ]])
    """
    c = np.asarray(counts, np.float64)
    whole = c.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(whole > 0, c / np.where(whole > 0, whole, 1.0), 1.0 / max(1, c.shape[-1])))
