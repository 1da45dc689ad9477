"""Many reports of one quantity, one path with its interval: forward–backward on a log grid.

Law. The hidden value x (log scale) moves between reporting days: for a *cumulative* by increments that are never
negative (a mixture of exponentials, most small, some large); for a *stock* by a random walk (a mixture of two
normals). Each report weighs every x by the likelihood of its wording (core/likelihood.py), mixed with a small share of
bad reports that say nothing about x:

    weight(x) = (1 - e) L(wording | x) + e u,    e = 0.07

The forward pass gives the value on the last day, the backward pass every earlier day. Copies count once: one origin
that repeats a number, or restates its own interval, adds nothing. Deterministic, no draws.
Source: hidden Markov model on a grid (Rabiner 1989); the outlier share, the steps and the noise are judgement, checked
on synthetic series.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from postwar.core.likelihood import likelihood, normal_cdf
from postwar.core.time import Day

OUTLIER_SHARE = 0.07
SOURCE_NOISE = 0.05
CHOICE_NOISE = 0.02  # judgement: which number is picked among those that would do
FLOOR_NOISE = 0.015  # judgement: a lower bound with no more noise than this was counted past
_OUTLIER_DENSITY = 0.2  # of a bad report, per unit of log value: anywhere within a factor of twelve either way
_RISES = ((0.6, 0.015), (0.3, 0.08), (0.1, 0.5))  # share, mean log increment a day
_WALKS = ((0.8, 0.01), (0.2, 0.06))  # share, standard deviation of the log change a day
_LONG = 60  # days after which an increment grows no further
_POINTS = 900  # at most this many grid points
_STEP = 0.004
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observation:
    """One report of the quantity on a day, in its own unit. ``sigma`` is its noise on the log scale."""

    day: Day
    wording: str
    low: float | None
    high: float | None
    origin: str
    sigma: float = SOURCE_NOISE

    @property
    def noise(self) -> float:
        """The noise with what the choice of a number adds; a bound that was counted past has none of that."""
        return self.sigma if self.sigma <= FLOOR_NOISE else math.hypot(self.sigma, CHOICE_NOISE)

    @property
    def centre(self) -> float:
        """The middle of the figure on the log scale, an open end ignored."""
        ends = [math.log(v) for v in (self.low, self.high) if v is not None and v > 0]
        return sum(ends) / len(ends)


@dataclass(frozen=True, slots=True)
class Fused:
    """The path on its last day: median, 5th and 95th percentile; for each observation how probably it is a bad one."""

    on: Day
    value: float
    low: float
    high: float
    p_bad: tuple[float, ...]
    path: tuple[tuple[Day, float, float, float], ...]
    quantiles: tuple[float, ...] = ()  # on its last day, at the levels asked for


def _is_restated(o: Observation, other: Observation) -> bool:
    """Whether ``o`` says nothing that the same origin has not already said more fully with ``other``."""
    if o.origin != other.origin:
        return False
    if (o.wording, o.low, o.high) == (other.wording, other.low, other.high):
        return True
    if o.wording not in ("at_most", "at_least") or other.wording in ("about", "nearly"):
        return False
    if other.low is None or other.high is None:
        return False
    return o.high == other.high if o.wording == "at_most" else o.low == other.low


def without_copies(observations: Sequence[Observation]) -> list[int]:
    """The positions of the observations that count: each origin's number once, of several lower bounds by one origin on
    one day the highest, and no *about* of a number that it gives more closely."""
    order = sorted(
        range(len(observations)),
        key=lambda k: (
            observations[k].day,
            observations[k].origin,
            observations[k].wording,
            observations[k].low or 0.0,
            observations[k].high or 0.0,
            k,
        ),
    )
    kept: list[int] = []
    for k in order:
        o = observations[k]
        if any(_is_restated(o, observations[j]) for j in kept):
            continue
        lower = [
            j
            for j in kept
            if observations[j].origin == o.origin
            and observations[j].day == o.day
            and observations[j].wording == o.wording == "at_least"
        ]
        for j in lower:
            kept.remove(j)  # sorted by bound: the later one is the higher
        kept.append(k)
    return [k for k in kept if not any(_is_vaguer(observations[k], observations[j]) for j in kept)]


def _is_vaguer(o: Observation, other: Observation) -> bool:
    """Whether ``o`` is the *about* of a number that the same origin gives more closely on the same day."""
    same = (o.day, o.origin) == (other.day, other.origin) and o.wording == "about"
    return same and other.wording in ("exact", "at_least", "at_most") and o.low in (other.low, other.high)


def _grid(observations: Sequence[Observation]) -> Array:
    ends = [math.log(v) for o in observations for v in (o.low, o.high) if v is not None and v > 0]
    start, stop = min(ends) - 0.8, max(ends) + 0.8
    n = min(_POINTS, max(200, round((stop - start) / _STEP)))
    return np.linspace(start, stop, n)


@dataclass(frozen=True, slots=True)
class _Move:
    """How the value moves over a gap: a kernel over grid steps from ``-(n - 1)`` to ``n - 1``, and each row's total."""

    kernel: Array
    total: Array

    def ahead(self, p: Array) -> Array:
        """The distribution after the gap, given that before it."""
        n = len(p)
        return np.convolve(p / self.total, self.kernel)[n - 1 : 2 * n - 1]

    def back(self, g: Array) -> Array:
        """The expectation of ``g`` after the gap, for each value before it."""
        n = len(g)
        return np.convolve(g, self.kernel[::-1])[n - 1 : 2 * n - 1] / self.total


def _move_over(x: Array, days: int, cumulative: bool) -> _Move:
    """The move over a gap of ``days``: never down for a cumulative."""
    gap = float(min(days, _LONG))
    h = float(x[1] - x[0])
    d: Array = np.arange(len(x), dtype=np.float64) * h
    if cumulative:
        up = np.sum(
            [w * (np.exp(-np.maximum(d - h / 2, 0) / (m * gap)) - np.exp(-(d + h / 2) / (m * gap))) for w, m in _RISES],
            axis=0,
        )
        kernel = np.concatenate([np.zeros(len(x) - 1), up])
    else:
        spread = math.sqrt(gap)
        half = np.sum(
            [w * (normal_cdf((d + h / 2) / (s * spread)) - normal_cdf((d - h / 2) / (s * spread))) for w, s in _WALKS],
            axis=0,
        )
        kernel = np.concatenate([half[:0:-1], half])
    total = np.convolve(np.ones(len(x)), kernel[::-1])[len(x) - 1 : 2 * len(x) - 1]
    return _Move(kernel, np.maximum(total, 1e-300))


def _weights(x: Array, observations: Sequence[Observation], outlier_share: float) -> tuple[Array, list[Array]]:
    """The product over a day's observations; several of one origin on one day share one vote."""
    votes = [sum(p.origin == o.origin for p in observations) for o in observations]
    each = [
        (1 - outlier_share) * likelihood(x, o.wording, o.low, o.high, o.noise) + outlier_share * _OUTLIER_DENSITY
        for o in observations
    ]
    product = np.ones_like(x)
    for weight, n in zip(each, votes, strict=True):
        product = product * weight ** (1.0 / n)
    return product, each


def quantiles(x: Array, p: Array, levels: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of a distribution on the log grid, in the unit itself."""
    cumulative = np.cumsum(p)
    h = float(x[1] - x[0])
    return tuple(float(math.exp(np.interp(q * cumulative[-1], cumulative, x + h / 2))) for q in levels)


def fuse(observations: Sequence[Observation], measure: str, outlier_share: float = OUTLIER_SHARE,
         levels: Sequence[float] = ()) -> Fused:
    """Fuse the observations of one quantity, one scope, into its path.

    ``observations``: at least one, figures above zero, any order. ``measure``: ``cumulative`` (never falls), else a
    stock. ``levels``: of further quantiles of the last day, between 0 and 1. Returns the estimate on the day of the
    last observation. A lower bound of little noise that stands (it is more likely than not to hold) is not undercut by
    the interval: who counted past a number says *more than*.

    >>> import datetime as dt
    >>> f = fuse([Observation(dt.date(2020, 12, 1), "at_least", 26000, None, "m", 0.01)], "cumulative")
    >>> f.low >= 26000, round(f.high, -3)
    (True, 30000.0)
    """
    used = sorted(without_copies(observations), key=lambda k: (observations[k].day, k))
    kept = [observations[k] for k in used]
    x = _grid(kept)
    days = sorted({o.day for o in kept})
    by_day = [[o for o in kept if o.day == d] for d in days]
    weights, each = zip(*(_weights(x, group, outlier_share) for group in by_day), strict=True)
    moves = [_move_over(x, (b - a).days, measure == "cumulative") for a, b in pairwise(days)]
    forward = [weights[0] / weights[0].sum()]
    for move, weight in zip(moves, weights[1:], strict=True):
        ahead = move.ahead(forward[-1]) * weight
        forward.append(ahead / ahead.sum())
    backward = [np.ones_like(x)]
    for move, weight in zip(reversed(moves), reversed(weights[1:]), strict=True):
        back = move.back(weight * backward[0])
        backward.insert(0, back / back.max())
    smooth = [f * b / (f * b).sum() for f, b in zip(forward, backward, strict=True)]
    path = []
    for day, p in zip(days, smooth, strict=True):
        low, value, high = quantiles(x, p, (0.05, 0.5, 0.95))
        path.append((day, low, value, high))
    p_bad = _p_bad(by_day, each, smooth, outlier_share)
    last, floor = smooth[-1], _standing_floor(kept, x, smooth[-1], days[-1], measure)
    if floor is not None:
        last = last * (x >= math.log(floor))
    low, value, high, *asked = (max(floor or 0.0, q)
                                for q in quantiles(x, last / last.sum(), (0.05, 0.5, 0.95, *levels)))
    bad = dict(zip(used, p_bad, strict=True))
    p_all = tuple(bad.get(k, 0.0) for k in range(len(observations)))
    return Fused(days[-1], value, low, high, p_all, tuple(path), tuple(asked))


def _p_bad(
    by_day: Sequence[Sequence[Observation]],
    each: Sequence[Sequence[Array]],
    smooth: Sequence[Array],
    outlier_share: float,
) -> list[float]:
    """For each observation the probability that it is a bad report, given all the others."""
    out = []
    for group, weights, p in zip(by_day, each, smooth, strict=True):
        for _, weight in zip(group, weights, strict=True):
            out.append(float((p * (outlier_share * _OUTLIER_DENSITY / weight)).sum()))
    return out


def _standing_floor(kept: Sequence[Observation], x: Array, last: Array, on: Day, measure: str) -> float | None:
    floors = [
        o.low
        for o in kept
        if o.wording == "at_least"
        and o.low is not None
        and o.sigma <= FLOOR_NOISE
        and (measure == "cumulative" or o.day == on)
        and float(last[x >= math.log(o.low) - 1e-9].sum()) > 0.5
    ]
    return max(floors, default=None)
