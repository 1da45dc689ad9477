"""Quantile functions: a uniform in, a draw from a prior out. Monotone, so that a scenario and its twin stay paired."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Z95 = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""

_A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3)
_B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
      3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3)
_C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
      1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4)
_D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
      1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9)
_E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7)
_F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
      1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15)


def _ratio(top: tuple[float, ...], bottom: tuple[float, ...], x: Floats) -> Floats:
    above, below = np.full_like(x, top[-1]), np.full_like(x, bottom[-1])
    for t, b in zip(reversed(top[:-1]), reversed(bottom[:-1]), strict=True):
        above, below = above * x + t, below * x + b
    return above / below


def normal_quantile(u: Floats) -> Floats:
    """The z with Φ(z) = u, to about 16 digits.

    Source: Wichura (1988), algorithm AS 241, PPND16.

    >>> normal_quantile(np.array([0.5, 0.95])).round(6).tolist()
    [0.0, 1.644854]
    """
    u = np.asarray(u, np.float64)
    q = u - 0.5
    middle = np.abs(q) <= 0.425
    central = np.where(middle, q, 0.0)
    inner = central * _ratio(_A, _B, 0.180625 - central * central)
    tail = np.sqrt(-np.log(np.where(middle, 0.5, np.minimum(u, 1.0 - u))))
    near = _ratio(_C, _D, tail - 1.6)
    far = _ratio(_E, _F, tail - 5.0)
    outer = np.where(tail <= 5.0, near, far)
    return np.where(middle, inner, np.where(q < 0.0, -outer, outer))


def normal_cdf(z: float) -> float:
    """Φ(z).

    >>> round(normal_cdf(1.6448536269514722), 6)
    0.95
    """
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def lognormal_quantile(u: Floats, p05: float, p95: float) -> Floats:
    """The lognormal quantile, given its 5th and 95th percentiles (both above 0, in the unit of the quantity).

    x = exp(μ + σ·Φ⁻¹(u)), μ = (ln p05 + ln p95)/2, σ = (ln p95 − ln p05)/(2·1.645).

    >>> lognormal_quantile(np.array([0.05, 0.5, 0.95]), 1.0, 4.0).round(6).tolist()
    [1.0, 2.0, 4.0]
    """
    low, high = math.log(p05), math.log(p95)
    return np.exp((low + high) / 2 + (high - low) / (2 * Z95) * normal_quantile(u))


def two_piece_quantile(u: Floats, value: float, low: float, high: float) -> Floats:
    """A figure's quantile: median ``value``, 5th percentile ``low``, 95th ``high``, lognormal on each side.

    Uniform between low and high where one of them is not above zero or they do not enclose the value.

    >>> two_piece_quantile(np.array([0.05, 0.5, 0.95]), 80.0, 70.0, 100.0).round(6).tolist()
    [70.0, 80.0, 100.0]
    """
    if not 0 < low <= value <= high:
        return uniform_quantile(u, low, high)
    z = normal_quantile(u)
    slope = np.where(z < 0, math.log(value / low), math.log(high / value)) / Z95
    return value * np.exp(slope * z)


def uniform_quantile(u: Floats, low: float, high: float) -> Floats:
    """The uniform quantile between low and high.

    >>> uniform_quantile(np.array([0.25]), 0.0, 8.0).tolist()
    [2.0]
    """
    return low + (high - low) * np.asarray(u, np.float64)


def choice_quantile(u: Floats, weights: tuple[float, ...]) -> NDArray[np.int64]:
    """The position drawn from weights (≥ 0, not all 0), in their order.

    >>> choice_quantile(np.array([0.1, 0.6, 0.9]), (1.0, 1.0, 2.0)).tolist()
    [0, 2, 2]
    """
    if not weights or min(weights) < 0 or math.fsum(weights) <= 0:
        raise ValueError(f"weights are not negative and sum to more than 0, not {weights}")
    edges = np.cumsum(np.array(weights, np.float64))
    last = max(i for i, w in enumerate(weights) if w > 0)
    found: NDArray[np.int64] = np.minimum(np.searchsorted(edges, np.asarray(u) * edges[-1], side="right"), last)
    return found


def _beta_fraction(x: Floats, a: float, b: float) -> Floats:
    """The continued fraction of the incomplete beta function (Lentz's method), each element until it stands still."""
    tiny = 1e-300
    out = np.ones_like(x)
    active = np.arange(len(x))
    c = np.ones_like(x)
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / np.where(np.abs(d) < tiny, tiny, d)
    h = d.copy()
    for m in range(1, 400):
        for top in (m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m)),
                    -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1.0 + top * x * d
            d = 1.0 / np.where(np.abs(d) < tiny, tiny, d)
            c = 1.0 + top * x / c
            c = np.where(np.abs(c) < tiny, tiny, c)
            h = h * (c * d)
        out[active] = h
        go = np.abs(c * d - 1.0) >= 1e-15
        if not go.all():
            active, x, c, d, h = active[go], x[go], c[go], d[go], h[go]
            if not len(active):
                break
    return out


def beta_cdf(x: Floats, a: float, b: float) -> Floats:
    """The regularised incomplete beta function I_x(a, b).

    By its continued fraction, on the side of the mean where it converges fast. Source: Abramowitz and Stegun (1964),
    26.5.8; Lentz (1976).

    >>> beta_cdf(np.array([0.5]), 2.0, 2.0).round(9).tolist()
    [0.5]
    """
    x = np.asarray(x, np.float64)
    inside = np.clip(x, 1e-300, 1.0 - 2.0**-53)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = np.exp(scale + a * np.log(inside) + b * np.log1p(-inside))
    left = inside < (a + 1.0) / (a + b + 2.0)
    lower = front * _beta_fraction(np.where(left, inside, 0.0), a, b) / a
    upper = 1.0 - front * _beta_fraction(np.where(left, 0.0, 1.0 - inside), b, a) / b
    return np.where(x <= 0, 0.0, np.where(x >= 1, 1.0, np.where(left, lower, upper)))


def _beta_guess(u: Floats, a: float, b: float) -> Floats:
    """A first guess at the quantile: by the normal for a, b ≥ 1 (Abramowitz and Stegun 26.5.22), by the tails else."""
    if a >= 1 and b >= 1:
        z = normal_quantile(u)
        left, right = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
        half = 2.0 / (left + right)
        skew = (z * z - 3.0) / 6.0
        w = z * np.sqrt(np.maximum(skew + half, 0.0)) / half - (right - left) * (skew + 5.0 / 6.0 - 2.0 / (3.0 * half))
        guess = a / (a + b * np.exp(-2.0 * w))
    else:
        lower, upper = math.exp(a * math.log(a / (a + b))) / a, math.exp(b * math.log(b / (a + b))) / b
        whole = lower + upper
        guess = np.where(u < lower / whole, (a * whole * u) ** (1.0 / a), 1.0 - (b * whole * (1.0 - u)) ** (1.0 / b))
    return np.clip(guess, 1e-12, 1.0 - 1e-12)


def _beta_lower(u: Floats, a: float, b: float) -> Floats:
    """Newton's method in a bracket; where a step leaves the bracket, the bracket is halved."""
    x = _beta_guess(u, a, b)
    low, high = np.zeros_like(u), np.ones_like(u)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    active = np.arange(len(u))
    for _ in range(80):
        if not len(active):
            break
        at = x[active]
        miss = beta_cdf(at, a, b) - u[active]
        low[active], high[active] = np.where(miss < 0, at, low[active]), np.where(miss < 0, high[active], at)
        density = np.exp(scale + (a - 1.0) * np.log(at) + (b - 1.0) * np.log1p(-at))
        step = at - miss / np.maximum(density, 1e-300)
        inside = (step >= low[active]) & (step <= high[active])
        x[active] = np.where(inside, step, 0.5 * (low[active] + high[active]))
        active = active[np.abs(x[active] - at) > 2.0**-40]
    return x


def beta_quantile(u: Floats, a: float, b: float) -> Floats:
    """The x with I_x(a, b) = u, by Newton's method in a bracket: absolute error below 10⁻¹².

    Above the median as 1 less the quantile of 1 − u for (b, a), so that the upper tail is as exact as the lower.
    Raises ``ValueError`` unless a and b are above 0.

    >>> beta_quantile(np.array([0.25, 0.5]), 1.0, 1.0).round(9).tolist()
    [0.25, 0.5]
    """
    if not (a > 0 and b > 0):
        raise ValueError(f"a beta distribution needs a > 0 and b > 0, not {a} and {b}")
    u = np.asarray(u, np.float64)
    upper = u > 0.5
    out = np.empty_like(u)
    out[~upper] = _beta_lower(u[~upper], a, b)
    out[upper] = 1.0 - _beta_lower(1.0 - u[upper], b, a)
    return out
