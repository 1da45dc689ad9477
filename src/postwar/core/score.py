"""How right past outlooks were: each forecast beside what was reported later and beside what needs no model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postwar.core.time import Day, iso

MODEL = "model"
"""The name of the outlook itself among those that are scored."""


@dataclass(frozen=True, slots=True)
class SeriesScore:
    """One figure that was reported for ``on``, foreseen from ``origin``.

    ``reported`` with ``low`` to ``high`` (90 %) is the figure of that day as known at the end. ``crps`` by model, in
    the figure's unit, lower is better; ``interval`` the interval score of the model's 90 % band; ``inside_50``,
    ``inside_90`` whether its bands hold the figure.
    """

    target: str
    location: str
    origin: Day
    on: Day
    reported: float
    low: float
    high: float
    crps: Mapping[str, float]
    interval: float
    inside_50: bool
    inside_90: bool


@dataclass(frozen=True, slots=True)
class EventScore:
    """One thing that happened or not by ``on``, with the probability that each model gave it from ``origin``."""

    target: str
    origin: Day
    on: Day
    happened: bool
    p: Mapping[str, float]

    def brier(self, model: str) -> float:
        """(p − o)², between 0 and 1; always saying one half gets .25."""
        return (self.p[model] - self.happened) ** 2

    def log(self, model: str) -> float:
        """−ln of the probability given to what happened; always saying one half gets .693."""
        p = self.p[model]
        return -math.log(p if self.happened else 1.0 - p)


@dataclass(frozen=True, slots=True)
class Skill:
    """How good the outlooks of one case were that were made on past days with what was known then.

    ``unresolved`` are the questions and obligations that the books do not settle, with the reason. ``hindcast``: the
    case was written after the origins, so that whoever chose its parameters and questions may have known the outcome.
    """

    case: str
    origins: tuple[Day, ...]
    known: Day
    horizon: int
    members: int
    seed: int
    version: str
    case_digest: str
    series: tuple[SeriesScore, ...]
    events: tuple[EventScore, ...]
    unresolved: tuple[tuple[str, str], ...]
    hindcast: bool


def mean_crps(rows: tuple[SeriesScore, ...]) -> dict[str, float]:
    """Mean CRPS of each model, over rows that all models have, in the order of the first row."""
    return {} if not rows else {m: sum(r.crps[m] for r in rows) / len(rows) for m in rows[0].crps}


def covered(rows: tuple[SeriesScore, ...]) -> tuple[float, float]:
    """Shares of figures inside the 50 % and the 90 % band; a model that is right has .5 and .9."""
    n = max(len(rows), 1)
    return sum(r.inside_50 for r in rows) / n, sum(r.inside_90 for r in rows) / n


def mean_event_scores(rows: tuple[EventScore, ...]) -> dict[str, tuple[float, float]]:
    """Mean Brier and log score of each model."""
    return {} if not rows else {m: (sum(r.brier(m) for r in rows) / len(rows), sum(r.log(m) for r in rows) / len(rows))
                                for m in rows[0].p}


def skill_to_json(s: Skill) -> dict[str, Any]:
    """The public form of the scores: what ``postwar score --json`` prints."""
    whole = covered(s.series)
    return {
        "schema": "postwar/score@1",
        "case": s.case, "case_digest": s.case_digest, "version": s.version, "seed": s.seed, "members": s.members,
        "known_on": iso(s.known), "horizon": s.horizon, "origins": [iso(o) for o in s.origins],
        "hindcast": s.hindcast,
        "series": {"n": len(s.series), "crps": {m: round(v, 3) for m, v in mean_crps(s.series).items()},
                   "inside_50": round(whole[0], 4), "inside_90": round(whole[1], 4),
                   "rows": [_series_json(r) for r in s.series]},
        "events": {"n": len(s.events),
                   "scores": {m: {"brier": round(b, 4), "log": round(v, 4)}
                              for m, (b, v) in mean_event_scores(s.events).items()},
                   "rows": [_event_json(r) for r in s.events]},
        "unresolved": [{"target": t, "reason": r} for t, r in s.unresolved],
    }


def _series_json(r: SeriesScore) -> dict[str, Any]:
    return {"target": r.target, "location": r.location, "origin_date": iso(r.origin), "on": iso(r.on),
            "reported": round(r.reported, 1), "low": round(r.low, 1), "high": round(r.high, 1),
            "crps": {m: round(v, 3) for m, v in r.crps.items()}, "interval_score": round(r.interval, 3),
            "inside_50": r.inside_50, "inside_90": r.inside_90}


def _event_json(r: EventScore) -> dict[str, Any]:
    return {"target": r.target, "origin_date": iso(r.origin), "on": iso(r.on), "happened": r.happened,
            "p": {m: round(v, 6) for m, v in r.p.items()},
            "brier": {m: round(r.brier(m), 4) for m in r.p}, "log": {m: round(r.log(m), 4) for m in r.p}}
