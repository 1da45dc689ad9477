"""People who left, people who came back, people still away: three figures of which any two give the third.

Law. For one group and home, away = left − back, softly: people who left twice, settled elsewhere or died make it no
identity. With the three figures as independent lognormals (5th, 50th and 95th percentile as fused, each side with its
own spread), a set of values has the weight

    w(left, back, away) = exp(−½ ((away − (left − back)) / (s · left))²),    s = 0.1

and the balanced figures are the weighted quantiles, computed on ``POINTS`` quantiles of each, without draws. Where the
mean weight is that of sets three standard deviations off, or less, nothing is moved: the three contradict each other,
and that is named instead.
Source: soft stock-flow reconciliation, as in this project's design; s is judgement.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.core.situation import Check
from postwar.core.variable import Estimate
from postwar.situation.wording import say_day, say_number

LEFT, BACK, AWAY = "displaced", "back_in_region", "away"
SLACK = 0.1  # judgement: share of those who left that may be neither back nor away
SAME_TIME = dt.timedelta(days=14)  # judgement: counts of those back and those away this near are of one time
POINTS = 60
LEAST_WEIGHT = math.exp(-4.5)  # three standard deviations off
_Z95 = 1.6448536269514722
_LEVELS = (np.arange(POINTS) + 0.5) / POINTS
_Z = np.array([NormalDist().inv_cdf(float(q)) for q in _LEVELS])
Array = NDArray[np.float64]


def balance(case: Case, lines: Sequence[Estimate]) -> tuple[tuple[Estimate, ...], tuple[Check, ...]]:
    """The figures with those that make up a balance held against each other, and the balances that do not add up.

    ``lines``: estimates with their roles; of each group and home the recommended ones are taken, the counts of those
    back and away at most a fortnight apart. Returns the lines in the order given.
    """
    out, checks = list(lines), []
    index = {(e.variable, e.group, e.place): k for k, e in enumerate(lines) if e.role == "recommended"}
    for group, place in sorted({(g, p) for _, g, p in index if g and p}):
        where = [index.get((variable, group, place)) for variable in (LEFT, BACK, AWAY)]
        if None in where:
            continue
        three = [lines[k] for k in where if k is not None]
        left, back, away = three
        if abs(back.on - away.on) > SAME_TIME or left.on > max(back.on, away.on):
            continue
        balanced = balanced_figures(left, back, away)
        if balanced is None:
            checks.append(_named(case, left, back, away))
            continue
        for k, figure in zip(where, balanced, strict=True):
            assert k is not None
            out[k] = figure
    return tuple(out), tuple(checks)


def balanced_figures(left: Estimate, back: Estimate, away: Estimate) -> tuple[Estimate, ...] | None:
    """The three figures after each has been held against the two others; None where they do not add up.

    >>> import datetime as dt
    >>> d = dt.date(2031, 5, 1)
    >>> def count(variable, low, value, high):
    ...     return Estimate(variable, "cumulative", "all", "g", "p", "person", d, value, low, high, ())
    >>> three = count("displaced", 80e3, 90e3, 100e3), count("back_in_region", 48e3, 50e3, 52e3)
    >>> [round(f.high / f.low, 1) for f in balanced_figures(*three, count("away", 20e3, 40e3, 80e3))]
    [1.2, 1.1, 2.2]
    >>> balanced_figures(*three, count("away", 99e3, 1e5, 101e3)) is None
    True
    """
    x, y, z = (_quantiles(e) for e in (left, back, away))
    off = (z[None, None, :] - (x[:, None, None] - y[None, :, None])) / (SLACK * x[:, None, None])
    weight = np.exp(-0.5 * off**2)
    if float(weight.mean()) < LEAST_WEIGHT / POINTS:
        return None
    sums = (weight.sum(axis=(1, 2)), weight.sum(axis=(0, 2)), weight.sum(axis=(0, 1)))
    return tuple(_weighed(e, v, w) for e, v, w in zip((left, back, away), (x, y, z), sums, strict=True))


def _quantiles(e: Estimate) -> Array:
    """A figure on its quantiles: lognormal with one spread below its median and another above it."""
    below, above = math.log(e.value / e.low) / _Z95, math.log(e.high / e.value) / _Z95
    return e.value * np.exp(_Z * np.where(_Z < 0, below, above))


def _weighed(e: Estimate, values: Array, weights: Array) -> Estimate:
    """The figure with its quantiles weighed anew."""
    cumulative = np.cumsum(weights) / weights.sum()
    middle = cumulative - 0.5 * weights / weights.sum()
    low, value, high = (float(np.exp(np.interp(q, middle, np.log(values)))) for q in (0.05, 0.5, 0.95))
    spread = round(math.log(high / low), 4)
    if spread > 0.98 * e.spread > 0:  # the others say nothing that this figure did not
        return e
    told = f"{e.reason}; held against those who left, came back and are still away"
    return replace(e, value=_rounded(value), low=_rounded(low), high=_rounded(high), spread=spread, reason=told)


def _rounded(value: float) -> float:
    return float(round(value))


def _named(case: Case, left: Estimate, back: Estimate, away: Estimate) -> Check:
    """What does not add up, in words."""
    who = case.name_of(left.group or "")
    text = (f"{who}: {say_number(left.value)} left ({say_day(left.on)}), {say_number(back.value)} came back "
            f"({say_day(back.on)}) and {say_number(away.value)} are away ({say_day(away.on)}); away should be near "
            f"{say_number(max(0.0, left.value - back.value))}. The three stand as reported.")
    return Check("contradiction", text, tuple(dict.fromkeys((*left.claims, *back.claims, *away.claims))))
