"""Integer draws for one address at a time, compiled: the laws and numbers of ``postwar.model.samplers``.

Integer for integer the plain samplers' results, except where ``exp``, ``log`` or ``log1p`` of NumPy and of the
compiler's mathematics library round differently. An address is given as (k0, k1, member, day, third, purpose): key,
member, day, stream and cell in one word (``streams.third_word``), purpose.
"""

from __future__ import annotations

import math

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.streams import key_of_seed, pair, single, third_word
from postwar.model.samplers import FEW, ONE_OVER, SMALL, STEPS, TAIL
from postwar.model.series import LOWEST, REACH, falling, half_log, near_half_log, near_ratio, tail
from postwar.model.streams import Draws

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

_LOG_FACTORIAL = np.array([math.lgamma(k + 1) for k in range(128)])
_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
_ATTEMPTS = 60_000
_SURE = 1e-12
_FIRST = np.int64(0)

for _function in (half_log, near_half_log, falling, tail, near_ratio):
    register_jitable(_function)


@kernel(inner=True)
def stirling_tail(k):
    """ln k! less Stirling's approximation of it: the correction of Hörmann (1993)."""
    if k < 10.0:
        return TAIL[np.int64(k)]
    return tail(k)


@kernel()
def log_factorial(k):
    """ln k! for whole k ≥ 0: a table to 127, Stirling's series beyond."""
    if k < 128.0:
        return _LOG_FACTORIAL[np.int64(k)]
    return (k + 0.5) * math.log(k) - k + _HALF_LOG_TWO_PI + (1.0 / 12 - 1.0 / 360 / k**2) / k


@kernel(inner=True)
def none_of(n, p):
    """(1 − p)ⁿ for p ≤ ½: by squaring for few, by exp(n·ln(1 − p)) else."""
    if n > FEW:
        return falling(n * (-2.0 * half_log(p / (2.0 - p))))
    power, mass = 1.0 - p, 1.0
    while n > 0:
        if n & 1:
            mass *= power
        power *= power
        n >>= 1
    return mass


@kernel(inner=True)
def invert_binomial(n, p, u):
    """BINV: the smallest k whose cumulative probability reaches u. For p ≤ ½ and n·p < 20.

    (1 − p)ⁿ ≥ 1 − n·p, so that a u below this is 0 without its power.
    """
    if u <= 1.0 - n * p - _SURE:
        return np.int64(0)
    mass = none_of(n, p)
    odds = p / (1.0 - p)
    k = 0
    while u > mass and k < n and k < STEPS:
        k += 1
        u -= mass
        mass *= odds * (n - (k - 1.0)) * ONE_OVER[k]
    return np.int64(k)


@kernel(inner=True)
def propose(count, p, u, v):
    """BTRS: the number that two uniforms propose for p ≤ ½ and n·p ≥ 20, and how high v lies over it.

    The height is to be compared with the probability of the number over that of the mode: 0 where it is surely below
    (the squeeze), ∞ where the number is none.
    """
    sd = math.sqrt(count * p * (1.0 - p))
    b = 1.15 + 2.53 * sd
    a = -0.0873 + 0.0248 * b + 0.01 * p
    shifted = u - 0.5
    us = 0.5 - abs(shifted)
    k = np.floor((2.0 * a / us + b) * shifted + (count * p + 0.5))
    height = v * ((2.83 + 5.1 / b) * sd) / (a / (us * us) + b)
    height = 0.0 if (us >= 0.07) & (v <= 0.92 - 4.2 / b) else height
    return k, np.inf if (k < 0.0) | (k > count) else height


@kernel(inner=True)
def judge(k, count, p, height):
    """1 where a height is at most the probability of k over that of the mode, 0 where it is not, −1 where k is too far
    from the mode for this formula."""
    mode = np.floor((count + 1.0) * p)
    d = k - mode
    far = (abs(d / (k + mode + 2.0)) > REACH) | (abs(d / (2.0 * count - k - mode + 2.0)) > REACH)
    below = height <= falling(min(max(near_ratio(k, count, p, mode), LOWEST), 0.0))
    return -1.0 if far else (1.0 if below else 0.0)


@kernel(inner=True)
def judge_far(k, count, p, height):
    """Whether a height is at most the probability of k over that of the mode, for any k: with logarithms."""
    mode = np.floor((count + 1.0) * p)
    d = k - mode
    third = near_half_log((p * (count + 2.0) - (mode + 1.0)) / (p * (count - mode + 1.0) + (1.0 - p) * (mode + 1.0)))
    ratio = (2.0 * d * third - (k + 0.5) * math.log((k + 1.0) / (mode + 1.0))
             - (count - k + 0.5) * math.log1p(-d / (count - mode + 1.0))
             + ((stirling_tail(mode) - stirling_tail(k)) + (stirling_tail(count - mode) - stirling_tail(count - k))))
    return height <= falling(min(max(ratio, LOWEST), 0.0))


@kernel(inner=True)
def reject_binomial(n, p, k0, k1, member, day, third, purpose):
    """BTRS: transformed rejection with a squeeze. For p ≤ ½ and n·p ≥ 20. −1 where every try was rejected."""
    count = float(n)
    for attempt in range(_ATTEMPTS):
        u, v = pair(k0, k1, member, day, third, purpose, attempt)
        k, height = propose(count, p, u, v)
        if height == 0.0:
            return np.int64(k)
        if height < np.inf:
            verdict = judge(k, count, p, height)
            if verdict > 0.0 or (verdict < 0.0 and judge_far(k, count, p, height)):
                return np.int64(k)
    return np.int64(-1)


@kernel()
def draw_binomial(n, p, k0, k1, member, day, third, purpose):
    """How many of n do it, each with probability p: one draw. Law and branches as ``postwar.model.samplers.binomial``.

    p outside [0, 1] is the caller's to refuse. −1 where rejection never ended, which no probability does.

    >>> draw_binomial(5, 1.0, np.uint64(7), np.uint64(0), 0, 1, np.uint64(0), 0)
    5
    """
    if n <= 0 or p <= 0.0:
        return np.int64(0)
    if p >= 1.0:
        return np.int64(n)
    flip = p > 0.5
    small = 1.0 - p if flip else p
    if n * small < SMALL:
        k = invert_binomial(n, small, single(k0, k1, member, day, third, purpose, _FIRST))
    else:
        k = reject_binomial(n, small, k0, k1, member, day, third, purpose)
        if k < 0:
            return k
    return np.int64(n) - k if flip else k


@kernel()
def draw_multinomial(n, weights, rest, out, k0, k1, member, day, third, purpose):
    """How n divide over outcomes in proportion to ``weights``, into ``out``: a chain of binomials, outcome j with
    purpose + j, as ``postwar.model.samplers.multinomial``. ``rest`` is room for as many floats as there are outcomes.
    """
    outcomes = len(weights)
    rest[outcomes - 1] = 0.0
    for j in range(outcomes - 2, -1, -1):
        rest[j] = rest[j + 1] + weights[j + 1]
    left = np.int64(n)
    for j in range(outcomes):
        out[j] = 0
        if left > 0 and weights[j] > 0.0:
            share = weights[j] / (weights[j] + rest[j])
            out[j] = draw_binomial(left, min(share, 1.0), k0, k1, member, day, third, purpose + j)
            left -= out[j]


@kernel(inner=True)
def _hyper_invert(good, bad, sample, u):
    """Inversion from zero for good ≤ bad and a sample below ten and at most half of all."""
    g, b, s = float(good), float(bad), float(sample)
    mass = 1.0
    for i in range(sample):
        mass = mass * max(b - i, 0.0) / (g + b - i)
    most = min(g, s)
    k = 0.0
    while u > mass and k < most:
        u -= mass
        mass *= (g - k) * (s - k) / ((k + 1.0) * max(b - s + k + 1.0, 1.0))
        k += 1.0
    return np.int64(k)


@kernel(inner=True)
def _hyper_weight(k, g, b, s):
    return log_factorial(k) + log_factorial(g - k) + log_factorial(s - k) + log_factorial(b - s + k)


@kernel(inner=True)
def _hyper_reject(good, bad, sample, k0, k1, member, day, third, purpose):
    """HRUA: ratio of uniforms for good ≤ bad and 10 ≤ sample ≤ half of all. −1 where every try was rejected."""
    g, b, s = float(good), float(bad), float(sample)
    every = g + b
    p = g / every
    centre = s * p + 0.5
    width = 1.7155277699214135 * math.sqrt((every - s) * s * p * (1.0 - p) / (every - 1.0) + 0.5) + 0.8989161620588988
    mode = np.floor((s + 1.0) * (g + 1.0) / (every + 2.0))
    peak = _hyper_weight(mode, g, b, s)
    most = min(min(s, g) + 1.0, np.floor(centre + 16.0 * width))
    for attempt in range(_ATTEMPTS):
        u, v = pair(k0, k1, member, day, third, purpose, attempt)
        x = centre + width * (v - 0.5) / u
        if x < 0.0 or x >= most:
            continue
        k = np.floor(x)
        if 2.0 * math.log(u) <= peak - _hyper_weight(k, g, b, s):
            return np.int64(k)
    return np.int64(-1)


@kernel()
def draw_hypergeometric(good, bad, sample, k0, k1, member, day, third, purpose):
    """How many good ones lie in a sample drawn without putting back: law and branches as
    ``postwar.model.samplers.hypergeometric``. A sample larger than the whole is the caller's to refuse."""
    few, many = min(good, bad), max(good, bad)
    half = min(sample, good + bad - sample)
    k = np.int64(0)
    if half > 0 and few > 0:
        if half < 10:
            k = _hyper_invert(few, many, half, single(k0, k1, member, day, third, purpose, _FIRST))
        else:
            k = _hyper_reject(few, many, half, k0, k1, member, day, third, purpose)
    if good > bad:
        k = half - k
    return good - k if half < sample else k


@kernel()
def draw_ration(movers, capacity, out, k0, k1, member, day, third, purpose):
    """Who of the movers is served when there is room for ``capacity``, into ``out``: multivariate hypergeometric, way
    j with purpose + j, as ``postwar.model.samplers.ration``. ``out`` may be ``movers``."""
    rest = np.int64(0)
    for j in range(len(movers)):
        rest += movers[j]
    room = min(np.int64(capacity), rest)
    for j in range(len(movers)):
        mine = movers[j]
        rest -= mine
        out[j] = draw_hypergeometric(mine, rest, room, k0, k1, member, day, third, purpose + j)
        room -= out[j]


@kernel()
def _binomials(n, p, k0, k1, member, day, stream, cell, purpose, out):
    for i in range(len(n)):
        out[i] = draw_binomial(n[i], p[i], k0, k1, member[i], day, third_word(stream, cell[i]), purpose)


@kernel()
def _multinomials(n, weights, k0, k1, member, day, stream, cell, purpose, out):
    rest = np.empty(weights.shape[1])
    for i in range(len(n)):
        draw_multinomial(n[i], weights[i], rest, out[i], k0, k1, member[i], day, third_word(stream, cell[i]), purpose)


@kernel()
def _hypergeometrics(good, bad, sample, k0, k1, member, day, stream, cell, purpose, out):
    for i in range(len(good)):
        out[i] = draw_hypergeometric(good[i], bad[i], sample[i], k0, k1, member[i], day, third_word(stream, cell[i]),
                                     purpose)


def binomial(n: Counts, p: Floats, draws: Draws) -> Counts:
    """``postwar.model.samplers.binomial``, compiled.

    >>> at = Draws(7, np.arange(3, dtype=np.uint64), 1, 0, np.zeros(3, np.uint64))
    >>> binomial(np.array([5, 5, 0]), np.array([0.0, 1.0, 0.5]), at).tolist()
    [0, 5, 0]
    """
    n, p = np.asarray(n, np.int64), np.asarray(p, np.float64)
    if not bool(np.all((p >= 0) & (p <= 1))) or bool(np.any(n < 0)):
        raise ValueError("binomial needs n >= 0 and a probability from 0 to 1")
    out = np.empty(len(n), np.int64)
    _binomials(n, p, *key_of_seed(draws.seed), draws.member, draws.day, draws.stream, draws.cell, draws.purpose, out)
    return out


def multinomial(n: Counts, weights: Floats, draws: Draws) -> Counts:
    """``postwar.model.samplers.multinomial``, compiled.

    >>> at = Draws(7, np.arange(2, dtype=np.uint64), 1, 0, np.zeros(2, np.uint64))
    >>> multinomial(np.array([9, 4]), np.array([[1.0, 0.0], [0.0, 2.0]]), at).tolist()
    [[9, 0], [0, 4]]
    """
    n, weights = np.asarray(n, np.int64), np.ascontiguousarray(weights, np.float64)
    if bool(np.any(weights < 0)) or bool(np.any((n > 0) & ~np.any(weights > 0, axis=1))):
        raise ValueError("multinomial needs weights >= 0, one of them above 0")
    out = np.empty(weights.shape, np.int64)
    _multinomials(n, weights, *key_of_seed(draws.seed), draws.member, draws.day, draws.stream, draws.cell,
                  draws.purpose, out)
    return out


def hypergeometric(good: Counts, bad: Counts, sample: Counts, draws: Draws) -> Counts:
    """``postwar.model.samplers.hypergeometric``, compiled.

    >>> at = Draws(7, np.arange(2, dtype=np.uint64), 1, 0, np.zeros(2, np.uint64))
    >>> hypergeometric(np.array([5, 0]), np.array([0, 8]), np.array([3, 4]), at).tolist()
    [3, 0]
    """
    good, bad, sample = (np.asarray(x, np.int64) for x in (good, bad, sample))
    if bool(np.any((good < 0) | (bad < 0) | (sample < 0) | (sample > good + bad))):
        raise ValueError("hypergeometric needs counts >= 0 and a sample no larger than the whole")
    out = np.empty(len(good), np.int64)
    _hypergeometrics(good, bad, sample, *key_of_seed(draws.seed), draws.member, draws.day, draws.stream, draws.cell,
                     draws.purpose, out)
    return out
