"""Integer draws by counter: binomial, multinomial, hypergeometric. Flat arrays in, one draw an element."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from postwar.model.series import LOWEST, REACH, falling, half_log, near_half_log, near_ratio, tail
from postwar.model.streams import Draws

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

SMALL = 20.0
"""Where n·min(p, 1−p) is below this, the binomial is drawn by inversion, else by transformed rejection."""

MAX_COUNT = (1 << 31)
"""Largest count that the samplers are tested for."""

FEW = 31
"""Up to so many persons (1 − p)ⁿ is taken by repeated squaring."""

STEPS = 80
"""Inversion ends here: to pass it has a probability below 10⁻²³ where n·p < 20."""

ONE_OVER = np.array([0.0, *(1.0 / k for k in range(1, STEPS + 1))])
"""1/k, by k."""

TAIL = np.array([
    math.lgamma(k + 1) - ((k + 0.5) * math.log(k + 1) - (k + 1) + 0.5 * math.log(2 * math.pi)) for k in range(10)])
"""ln k! less Stirling's approximation of it, for small k, where the series does not hold."""

_LOG_FACTORIAL = np.array([math.lgamma(k + 1) for k in range(128)])
_ATTEMPTS = 60_000


def _tail(k: Floats) -> Floats:
    """ln k! less Stirling's approximation of it: the correction of Hörmann (1993)."""
    return np.where(k < 10, TAIL[np.clip(k, 0, 9).astype(np.int64)], tail(np.maximum(k, 10.0)))


def log_factorial(k: Floats) -> Floats:
    """ln k! for whole k ≥ 0: a table to 127, Stirling's series beyond.

    >>> log_factorial(np.array([0.0, 5.0])).round(6).tolist()
    [0.0, 4.787492]
    """
    big = np.maximum(k, 64.0)
    series = (big + 0.5) * np.log(big) - big + 0.5 * math.log(2 * math.pi) + (1.0 / 12 - 1.0 / 360 / big**2) / big
    return np.where(k < 128, _LOG_FACTORIAL[np.clip(k, 0, 127).astype(np.int64)], series)


def _none(n: Counts, p: Floats) -> Floats:
    """(1 − p)ⁿ for p ≤ ½: by squaring for few, by exp(n·ln(1 − p)) else."""
    power = 1.0 - p
    mass = np.ones(len(n))
    for bit in range(5):
        mass = mass * np.where(n >> bit & 1, power, 1.0)
        power = power * power
    return np.where(n <= FEW, mass, falling(n * (-2.0 * half_log(p / (2.0 - p)))))


def _invert(n: Counts, p: Floats, draws: Draws) -> Counts:
    """BINV: add up probabilities from zero until they pass one uniform. For p ≤ ½ and small n·p."""
    u = draws.single()
    odds = p / (1.0 - p)
    mass = _none(n, p)
    out = np.zeros(len(n), np.int64)
    active = np.flatnonzero(u > mass)
    u, mass, odds, top = u[active], mass[active], odds[active], n[active]
    for k in range(1, STEPS + 1):
        if not len(active):
            break
        u = u - mass
        mass = mass * (odds * (top - (k - 1.0)) * ONE_OVER[k])
        out[active] = k
        go = (u > mass) & (top > k)
        active, u, mass, odds, top = active[go], u[go], mass[go], odds[go], top[go]
    return out


def _log_ratio(k: Floats, n: Floats, p: Floats, mode: Floats) -> Floats:
    """ln of the binomial probability of k over that of the mode: see ``series.near_ratio``, and its formula far off."""
    d = k - mode
    far = (np.abs(d / (k + mode + 2.0)) > REACH) | (np.abs(d / (2.0 * n - k - mode + 2.0)) > REACH)
    out = np.empty(len(k))
    near = ~far
    out[near] = near_ratio(k[near], n[near], p[near], mode[near])
    k, n, p, mode, d = k[far], n[far], p[far], mode[far], d[far]
    third = near_half_log((p * (n + 2.0) - (mode + 1.0)) / (p * (n - mode + 1.0) + (1.0 - p) * (mode + 1.0)))
    out[far] = (2.0 * d * third - (k + 0.5) * np.log((k + 1.0) / (mode + 1.0))
                - (n - k + 0.5) * np.log1p(-d / (n - mode + 1.0))
                + ((_tail(mode) - _tail(k)) + (_tail(n - mode) - _tail(n - k))))
    return out


def _reject(n: Counts, p: Floats, draws: Draws) -> Counts:
    """BTRS: transformed rejection with a squeeze. For p ≤ ½ and n·p ≥ 20."""
    out = np.zeros(len(n), np.int64)
    count = n.astype(np.float64)
    sd = np.sqrt(count * p * (1.0 - p))
    b = 1.15 + 2.53 * sd
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = count * p + 0.5
    squeeze = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * sd
    mode = np.floor((count + 1.0) * p)
    active = np.arange(len(n))
    for attempt in range(_ATTEMPTS):
        if not len(active):
            return out
        u, v = draws.take(active).pair(attempt)
        u = u - 0.5
        us = 0.5 - np.abs(u)
        k = np.floor((2.0 * a[active] / us + b[active]) * u + c[active])
        possible = (k >= 0) & (k <= count[active])
        taken = possible & (us >= 0.07) & (v <= squeeze[active])
        asked = np.flatnonzero(possible & ~taken)
        at = active[asked]
        height = v[asked] * alpha[at] / (a[at] / (us[asked] * us[asked]) + b[at])
        ratio = _log_ratio(k[asked], count[at], p[at], mode[at])
        taken[asked] = height <= falling(np.minimum(np.maximum(ratio, LOWEST), 0.0))
        out[active[taken]] = k[taken].astype(np.int64)
        active = active[~taken]
    raise ArithmeticError("a binomial draw was rejected too often: not a probability")


def binomial(n: Counts, p: Floats, draws: Draws) -> Counts:
    """How many of ``n`` do it, each with probability ``p``: one draw an element.

    K ~ Binomial(n, p). By inversion (BINV) where n·min(p, 1−p) < 20, by transformed rejection (BTRS) else; p > ½ is
    drawn as n less the draw for 1−p. ``n`` and ``p`` have shape (k,), as have the addresses of ``draws``.
    Raises ``ValueError`` for a negative n or a p outside [0, 1]. Exact up to the rounding of doubles, for n to 2³¹.
    Sources: Kachitvichyanukul and Schmeiser (1988); Hörmann (1993), "The generation of binomial random variates".

    >>> at = Draws(7, np.arange(3, dtype=np.uint64), 1, 0, np.zeros(3, np.uint64))
    >>> binomial(np.array([5, 5, 0]), np.array([0.0, 1.0, 0.5]), at).tolist()
    [0, 5, 0]
    """
    n, p = np.asarray(n, np.int64), np.asarray(p, np.float64)
    if not bool(np.all((p >= 0) & (p <= 1))) or bool(np.any(n < 0)):
        raise ValueError("binomial needs n >= 0 and a probability from 0 to 1")
    out = np.where(p >= 1, n, 0).astype(np.int64)
    flip = p > 0.5
    small_p = np.where(flip, 1.0 - p, p)
    drawn = (n > 0) & (p > 0) & (p < 1)
    inverted = drawn & (n * small_p < SMALL)
    for chosen, sampler in ((inverted, _invert), (drawn & ~inverted, _reject)):
        where = np.flatnonzero(chosen)
        if len(where):
            k = sampler(n[where], small_p[where], draws.take(where))
            out[where] = np.where(flip[where], n[where] - k, k)
    return out


def multinomial(n: Counts, weights: Floats, draws: Draws) -> Counts:
    """How ``n`` divide over outcomes in proportion to ``weights``: shape (k, outcomes), rows sum to n.

    A chain of binomials: K₁ ~ Binomial(n, w₁/Σw), K₂ ~ Binomial(n − K₁, w₂/(Σw − w₁)), …; the last outcome with a
    weight takes the rest. Outcome j draws with purpose ``draws.purpose`` + j. Raises ``ValueError`` for a negative
    weight, and where n > 0 and all weights are zero.

    >>> at = Draws(7, np.arange(2, dtype=np.uint64), 1, 0, np.zeros(2, np.uint64))
    >>> multinomial(np.array([9, 4]), np.array([[1.0, 0.0], [0.0, 2.0]]), at).tolist()
    [[9, 0], [0, 4]]
    """
    n = np.asarray(n, np.int64)
    if bool(np.any(weights < 0)) or bool(np.any((n > 0) & ~np.any(weights > 0, axis=1))):
        raise ValueError("multinomial needs weights >= 0, one of them above 0")
    outcomes = weights.shape[1]
    rest = np.zeros_like(weights)
    for j in range(outcomes - 2, -1, -1):
        rest[:, j] = rest[:, j + 1] + weights[:, j + 1]
    out = np.zeros(weights.shape, np.int64)
    left = n.copy()
    for j in range(outcomes):
        some = weights[:, j] > 0
        share = np.where(some, weights[:, j] / np.where(some, weights[:, j] + rest[:, j], 1.0), 0.0)
        out[:, j] = binomial(left, np.minimum(share, 1.0), draws.aimed(draws.purpose + j))
        left = left - out[:, j]
    return out


def _hyper_invert(good: Counts, bad: Counts, sample: Counts, draws: Draws) -> Counts:
    """Inversion from zero for good ≤ bad and a sample below ten and at most half of all."""
    u = draws.single()
    g, b, s = good.astype(np.float64), bad.astype(np.float64), sample.astype(np.float64)
    mass = np.ones_like(u)
    for i in range(int(sample.max())):
        mass = np.where(i < s, mass * np.maximum(b - i, 0.0) / np.maximum(g + b - i, 1.0), mass)
    k = np.zeros_like(u)
    most = np.minimum(g, s)
    for _ in range(int(sample.max())):
        go = (u > mass) & (k < most)
        u = np.where(go, u - mass, u)
        step = (g - k) * (s - k) / ((k + 1.0) * np.maximum(b - s + k + 1.0, 1.0))
        mass = np.where(go, mass * step, mass)
        k = np.where(go, k + 1.0, k)
    return k.astype(np.int64)


def _hyper_reject(good: Counts, bad: Counts, sample: Counts, draws: Draws) -> Counts:
    """HRUA: ratio of uniforms for good ≤ bad and 10 ≤ sample ≤ half of all."""
    g, b, s = good.astype(np.float64), bad.astype(np.float64), sample.astype(np.float64)
    every = g + b
    p = g / every
    centre = s * p + 0.5
    width = 1.7155277699214135 * np.sqrt((every - s) * s * p * (1.0 - p) / (every - 1.0) + 0.5) + 0.8989161620588988
    mode = np.floor((s + 1.0) * (g + 1.0) / (every + 2.0))

    def weight(k: Floats, w: NDArray[np.int64]) -> Floats:
        return (log_factorial(k) + log_factorial(g[w] - k) + log_factorial(s[w] - k)
                + log_factorial(b[w] - s[w] + k))

    active = np.arange(len(good))
    peak = weight(mode, active)
    most = np.minimum(np.minimum(s, g) + 1.0, np.floor(centre + 16.0 * width))
    out = np.zeros(len(good), np.int64)
    for attempt in range(_ATTEMPTS):
        if not len(active):
            return out
        u, v = draws.take(active).pair(attempt)
        x = centre[active] + width[active] * (v - 0.5) / u
        possible = (x >= 0) & (x < most[active])
        k = np.where(possible, np.floor(np.where(possible, x, 0.0)), mode[active])
        taken = possible & (2.0 * np.log(u) <= peak[active] - weight(k, active))
        out[active[taken]] = k[taken].astype(np.int64)
        active = active[~taken]
    raise ArithmeticError("a hypergeometric draw was rejected too often")


def hypergeometric(good: Counts, bad: Counts, sample: Counts, draws: Draws) -> Counts:
    """How many good ones lie in a ``sample`` drawn without putting back from ``good`` and ``bad``: one draw an element.

    By inversion where the sample, or what it leaves, is below ten; by ratio of uniforms else, using the symmetries
    good ↔ bad and sample ↔ rest. Raises ``ValueError`` where the sample exceeds what there is.
    Source: Stadlober (1989), algorithm HRUA.

    >>> at = Draws(7, np.arange(2, dtype=np.uint64), 1, 0, np.zeros(2, np.uint64))
    >>> hypergeometric(np.array([5, 0]), np.array([0, 8]), np.array([3, 4]), at).tolist()
    [3, 0]
    """
    good, bad, sample = (np.asarray(x, np.int64) for x in (good, bad, sample))
    if bool(np.any((good < 0) | (bad < 0) | (sample < 0) | (sample > good + bad))):
        raise ValueError("hypergeometric needs counts >= 0 and a sample no larger than the whole")
    few, many = np.minimum(good, bad), np.maximum(good, bad)
    half = np.minimum(sample, good + bad - sample)
    k = np.zeros(len(good), np.int64)
    drawn = (half > 0) & (few > 0)
    for chosen, sampler in ((drawn & (half < 10), _hyper_invert), (drawn & (half >= 10), _hyper_reject)):
        where = np.flatnonzero(chosen)
        if len(where):
            k[where] = sampler(few[where], many[where], half[where], draws.take(where))
    k = np.where(good > bad, half - k, k)
    return np.where(half < sample, good - k, k)


def ration(movers: Counts, capacity: Counts, draws: Draws) -> Counts:
    """Who of the day's movers is served when there is room for ``capacity``: all together, without favour.

    Multivariate hypergeometric: the served are a random sample of all movers, whichever way they take. ``movers`` has
    shape (k, ways), ``capacity`` (k,); the result is movers where they fit, and else sums to the capacity.

    >>> at = Draws(7, np.arange(1, dtype=np.uint64), 1, 0, np.zeros(1, np.uint64))
    >>> int(ration(np.array([[60, 40]]), np.array([10]), at).sum())
    10
    """
    rest = movers.sum(axis=1)
    room = np.minimum(capacity, rest)
    out = np.zeros_like(movers)
    for j in range(movers.shape[1]):
        rest = rest - movers[:, j]
        out[:, j] = hypergeometric(movers[:, j], rest, room, draws.aimed(draws.purpose + j))
        room = room - out[:, j]
    return out
