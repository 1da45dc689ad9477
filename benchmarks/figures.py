"""How good the fusion of figures is on synthetic truth; writes benchmarks/results/figures.json.

    python benchmarks/figures.py [SERIES]

A hidden path of thirty days is reported on about two days in five in one of six wordings, each number with noise and
some of them bad. On every reporting day from the third on, the figure is fused from what had been reported by then and
held against the truth of that day: whether its 90 % interval holds it, and the continuous ranked probability score
(CRPS, log scale) beside three that people use instead: the last report, the mean and the median of all reports (of a
running total, of the last six). These are points, whose CRPS is their absolute error. "Wrong" lines are fused with a
noise and a share of bad reports that are half or twice the true ones.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import random
import statistics
import sys
from pathlib import Path
from typing import Any

import numpy as np

from postwar.core.time import Day
from postwar.situation.reconcile import Observation, fuse

RESULTS = Path(__file__).parent / "results" / "figures.json"
SERIES, DAYS, FIRST = 240, 30, dt.date(2031, 5, 1)
NOISE, BAD = 0.05, 0.07
RECENT = 6
LEVELS = tuple((k + 0.5) / 50 for k in range(50))


def reported(day: Day, truth: float, rng: random.Random, origin: str, noise: float, bad: float) -> Observation:
    """One report of a true value: noise, perhaps a gross error, then a wording as people choose it."""
    gross = rng.choice((0.3, 0.4, 2.5, 3.0)) if rng.random() < bad else 1.0
    seen = truth * math.exp(rng.gauss(0, noise)) * gross
    step = 10 ** (math.floor(math.log10(seen)) - 1)
    wording = rng.choice(("exact", "exact", "about", "at_least", "at_most", "between"))
    if wording == "exact":
        return Observation(day, wording, round(seen), round(seen), origin)
    if wording == "about":
        near = max(step, round(seen * math.exp(rng.gauss(0, 0.1)) / step) * step)
        return Observation(day, wording, near, near, origin)
    if wording == "at_least":
        return Observation(day, wording, math.floor(seen / step) * step, None, origin)
    if wording == "at_most":
        return Observation(day, wording, None, math.ceil(seen / step) * step, origin)
    width, place = rng.uniform(0.08, 0.3), rng.random()
    return Observation(day, wording, seen * math.exp(-width * place), seen * math.exp(width * (1 - place)), origin)


def series(seed: int, measure: str, noise: float = NOISE, bad: float = BAD) -> list[tuple[Observation, float]]:
    """Reports with the truth of their day."""
    rng = random.Random(seed)
    value, found = rng.uniform(5e3, 9e4), []
    for k in range(DAYS):
        if measure == "cumulative":
            value *= math.exp(rng.expovariate(1 / rng.choice((0.01, 0.01, 0.06))))
        else:
            value *= math.exp(rng.gauss(0, rng.choice((0.01, 0.01, 0.01, 0.05))))
        if rng.random() < 0.4 or k == DAYS - 1:
            found.append((reported(FIRST + dt.timedelta(days=k), value, rng, rng.choice("abcd"), noise, bad), value))
    return found


def crps(levels: np.ndarray, quantiles: np.ndarray, truth: float) -> float:
    """CRPS of a distribution given by its quantiles: twice the mean pinball loss."""
    off = truth - quantiles
    return float(2 * np.mean(np.maximum(levels * off, (levels - 1) * off)))


def measured(n: int, noise: float, bad: float) -> dict[str, Any]:
    """Coverage and scores with a noise and share of bad reports that the fusion takes for true."""
    held, wins, last_held = [], {"last": 0, "mean": 0, "median": 0}, []
    fused_scores = []
    for seed in range(n):
        measure = "cumulative" if seed % 2 else "stock"
        course = series(seed, measure)
        ours: list[float] = []
        theirs: dict[str, list[float]] = {name: [] for name in wins}
        for k in range(3, len(course) + 1):
            told = [Observation(o.day, o.wording, o.low, o.high, o.origin, noise) for o, _ in course[:k]]
            truth = math.log(course[k - 1][1])
            f = fuse(told, measure, bad, LEVELS)
            ours.append(crps(np.array(LEVELS), np.log(np.array(f.quantiles)), truth))
            held.append(math.log(f.low) <= truth <= math.log(f.high))
            points = [o.centre for o in told][-RECENT if measure == "cumulative" else 0:]
            theirs["last"].append(abs(told[-1].centre - truth))
            theirs["mean"].append(abs(statistics.fmean(points) - truth))
            theirs["median"].append(abs(statistics.median(points) - truth))
        last_held.append(held[-1])
        fused_scores.append(statistics.fmean(ours))
        for name in wins:
            wins[name] += statistics.fmean(ours) < statistics.fmean(theirs[name])
    return {"noise": noise, "bad_share": bad, "coverage_last_day": round(statistics.fmean(last_held), 3),
            "coverage_all_days": round(statistics.fmean(held), 3), "days": len(held),
            "crps": round(statistics.fmean(fused_scores), 4),
            "share_of_series_better_than": {name: round(w / n, 3) for name, w in wins.items()}}


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else SERIES
    found = {"series": n, "true": {"noise": NOISE, "bad_share": BAD},
             "well specified": measured(n, NOISE, BAD),
             "wrong": [measured(n, NOISE * a, BAD * b) for a in (0.5, 2) for b in (0.5, 2)]}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
