"""Averaged relative difference: the share of all people who stand in the wrong camp."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SCALES = (2, 1)
"""0 to 2: summed over camps, so that a person in the wrong camp counts in two of them; 0 to 1: half of it."""


def relative_difference(course: ArrayLike, reported: ArrayLike, *, rescaled: bool = True, scale: int = 2) -> Floats:
    """How far a course lies from the reports on each day, as a share of all people reported.

    Plain: ``sum_c |S_c - D_c| / max(1, sum_c D_c)``. Rescaled: the course is first scaled to the reported total, ``S_c
    * sum D / sum S`` (left alone where ``sum S = 0``), so that only the shares of the camps count. ``scale`` 2 gives
    FabFlee's "averaged relative difference", 0 to 2 where the totals agree; 1 its "error", half of it.

    ``course`` and ``reported`` are counts of shape (..., day, camp), or shares where rescaled; the result has shape
    (..., day). Raises ``ValueError`` on another scale. Source: Suleimenova, Bell & Groen 2017, Scientific Reports
    7:13377; FabFlee's validation.

    >>> relative_difference([[60, 40]], [[100, 100]]), relative_difference([[60, 40]], [[100, 100]], rescaled=False)
    (array([0.2]), array([0.5]))
    """
    if scale not in SCALES:
        raise ValueError(f"the scale is 2 (0 to 2) or 1 (0 to 1), not {scale}")
    s, d = np.asarray(course, np.float64), np.asarray(reported, np.float64)
    total = d.sum(axis=-1)
    if rescaled:
        whole = s.sum(axis=-1)
        s = s * np.where(whole > 0, total / np.where(whole > 0, whole, 1.0), 1.0)[..., None]
    result: Floats = np.abs(s - d).sum(axis=-1) / np.maximum(1.0, total) * (scale / 2)
    return result


def averaged_relative_difference(course: ArrayLike, reported: ArrayLike, *, rescaled: bool = True,
                                 scale: int = 2) -> Floats:
    """`relative_difference` averaged over days, each with the same weight; shape (...).

    A day on which nobody was reported counts as nought when nobody is in the course either (rescaled: in any case),
    which flatters long beginnings with no reports. Camp-days are strongly correlated: this is one number, not days of
    evidence.

    >>> float(averaged_relative_difference([[0, 1], [1, 1]], [[1, 0], [5, 5]]))
    1.0
    """
    return np.asarray(relative_difference(course, reported, rescaled=rescaled, scale=scale).mean(axis=-1))
