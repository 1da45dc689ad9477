"""Mean absolute scaled error: the error of a course against that of a naive forecast on the same days."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def mean_absolute_scaled_error(course: ArrayLike, reported: ArrayLike, naive: ArrayLike, after: int) -> float | None:
    """``mean |S - D| / mean |N - D|`` over all camp-days after day ``after``; below 1 the course beats the naive
    forecast.

    All have shape (day, camp) from day 0; every camp-day weighs the same. None where no day lies after it, or where the
    naive forecast is without error. MASE7 and MASE30 of FabFlee take ``after`` 7 and 30, with forecasts made on that
    day. Source: Hyndman & Koehler 2006, International Journal of Forecasting 22:679.

    >>> mean_absolute_scaled_error([[0.0], [3.0]], [[0.0], [4.0]], [[0.0], [2.0]], after=0)
    0.5
    """
    s, d, n = (np.asarray(x, np.float64)[after + 1:] for x in (course, reported, naive))
    if d.size == 0:
        return None
    scale = float(np.abs(n - d).mean())
    return None if scale == 0 else float(np.abs(s - d).mean()) / scale
