"""How likely the wording of a figure is, for every value that the figure could have had.

A report does not give a number, it gives words: *more than 26,000*, *nearly 2,000*, *tens of thousands*. Each wording
is a likelihood over the true value ``x`` on the log scale, so that words of different kinds can be held together.
``sigma`` is the source's noise on that scale (0.03 = about three in a hundred).

Source: the censored-observation view of reported figures in this project's design; the constants are judgement, from
how far later exact counts lay from the rounded words that preceded them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

WORDINGS = ("exact", "about", "nearly", "between", "at_least", "at_most", "order")
ABOUT_NOISE = 0.12  # judgement: "about" and "some" reach 20 % either way at 90 %
NEARLY_SCALE = 0.02  # judgement: who says "nearly 2,000" means 1,900 and more
LEAST_SCALE = 0.02  # judgement: the smallest overshoot of "more than" where the number is not rounded
EDGE_NOISE = 0.1  # judgement: how soft the edges of a phrase such as "tens of thousands" are

Grid = NDArray[np.float64]


def last_digit_step(value: float) -> float:
    """The place of the last non-zero digit: how coarsely a number was rounded.

    >>> last_digit_step(26000), last_digit_step(47188), last_digit_step(90000)
    (1000.0, 1.0, 10000.0)
    """
    whole = round(abs(value))
    if whole == 0:
        return 1.0
    step = 1
    while whole % (step * 10) == 0:
        step *= 10
    return float(step)


def normal_cdf(z: Grid) -> Grid:
    """Φ(z) of the standard normal distribution, for each entry of ``z``."""
    flat = [0.5 * math.erfc(-float(v) / math.sqrt(2.0)) for v in np.ravel(z)]
    return np.array(flat, dtype=np.float64).reshape(np.shape(z))


def _normal(x: Grid, centre: float, sigma: float) -> Grid:
    return np.exp(-0.5 * ((x - centre) / sigma) ** 2) / (sigma * math.sqrt(2.0 * math.pi))


def _bound(x: Grid, value: float, sigma: float, scale: float, sign: float) -> Grid:
    """Mass on one side of ``value`` only: sign +1 above it (*more than*), -1 below it (*up to*, *nearly*)."""
    distance = sign * (x - math.log(value))
    return normal_cdf(distance / sigma) * np.exp(-np.maximum(distance, 0.0) / scale) / (scale + sigma)


def likelihood(x: Grid, wording: str, low: float | None, high: float | None, sigma: float = 0.03) -> Grid:
    """Likelihood of a wording for each log value of ``x``.

    Law: *exact* Normal(log v, sigma) widened by rounding; *about* sigma + 0.12; *at_least* v:
    Phi((x - log v) / sigma) * exp(-max(x - log v, 0) / tau), tau = max(0.02, step / v) with ``step`` the place of the
    last non-zero digit, because speakers quote the last round number passed; *at_most* its mirror image; *nearly* the
    mirror image with a short tail; *between* and *order* a box with soft edges.

    ``x``: log values, any shape. ``low``, ``high``: the figure as the claim gives it, in the unit itself, > 0.
    Returns an array of the shape of ``x``. Raises ``ValueError`` for an unknown wording or a missing number.
    Breaks where overshoot is a matter of policy rather than of rounding (a ministry that always says *at least*).

    >>> x = np.log(np.array([25000.0, 26500.0, 40000.0]))
    >>> [round(float(v), 2) for v in likelihood(x, "at_least", 26000, None, sigma=0.01)]
    [0.0, 12.22, 0.0]
    """
    if wording not in WORDINGS:
        raise ValueError(f"no such wording: {wording!r}")
    value = low if low is not None else high
    if value is None or value <= 0 or (high is not None and high <= 0):
        raise ValueError("a figure needs a number above zero")
    if wording in ("between", "order") and low is not None and high is not None and high > low:
        edge = sigma if wording == "between" else max(sigma, EDGE_NOISE)
        a, b = math.log(low), math.log(high)
        return (normal_cdf((x - a) / edge) - normal_cdf((x - b) / edge)) / (b - a)
    step = last_digit_step(value)
    if wording == "at_least":
        return _bound(x, value, sigma, max(LEAST_SCALE, step / value), +1.0)
    if wording == "at_most":
        limit = high if high is not None else value
        return _bound(x, limit, sigma, max(LEAST_SCALE, last_digit_step(limit) / limit), -1.0)
    if wording == "nearly":
        return _bound(x, value, min(sigma, NEARLY_SCALE / 2), NEARLY_SCALE, -1.0)
    rounding = step / (value * math.sqrt(12.0))
    noise = math.hypot(sigma, rounding) + (ABOUT_NOISE if wording == "about" else 0.0)
    return _normal(x, math.log(value), noise)
