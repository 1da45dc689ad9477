"""Condition a course on the counts known on a day: where those who are not yet counted will stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from postwar.outlook.shares import shares

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mixing:
    """How new people are shared out. ``deficit``: share that fills what a camp lacks against the model's level;
    ``growth``: weight of the growth over the last ``growth_days`` when the record is long; ``record_days``: days of
    record at which it has half of that weight.

    The first three were chosen over six recorded displacements of the FLEE project, and hold with each of them left out
    (benchmarks/restart.py); ``record_days`` is a judgement: four usual distances between reports, and the scores hardly
    depend on it.
    """

    deficit: float = 0.25
    growth: float = 0.3
    growth_days: int = 90
    record_days: int = 120


KEPT = Mixing()


def condition(known: ArrayLike, course: ArrayLike, origin: int, totals: ArrayLike,
              limits: ArrayLike | None = None, mixing: Mixing = KEPT) -> Floats:
    """The course from the day after ``origin``, given what camps had reported by then.

    Counts known on the origin, ``D``, stand. Whoever is in the total ``T[t]`` beyond them, ``G[t] = max(0, T[t] - sum
    D)`` — newcomers, and those who had come but were in no report — is put in camps by shares ``q[t]``, a mixture of

    * flow: what the model's camps gain after the origin, ``max(0, M[t] - M[origin])``;
    * deficit: what ``D`` lacks against the model's level, ``max(0, T[t] share(M[t]) - D)``, so that camps that have not
      reported yet are not taken for empty;
    * growth: what the reports gained over the last ``growth_days``, with weight ``growth * origin / (origin +
      record_days)``, so that it counts for little while the record is short.

    ``S[t] = D + G[t] q[t]``, where ``D`` is first cut at ``limits`` if these are given (capacities).

    ``known`` (day, camp) as-of counts, of which no row after ``origin`` is looked at; ``course`` (..., day, camp)
    people in camps in the model, from day 0; ``totals`` (day,) everybody in the displacement; the result has shape
    (..., day after origin, camp), in persons. Raises ``ValueError`` where the origin is not within the period.

    The totals are what the caller gives: a replay feeds in the recorded arrivals, later ones too, as FLEE does. The law
    conditions every member alike, so that the spread right after the origin is only of where the new people go; errors
    of the reports themselves are not in it. Source: shaped on six recorded displacements of the FLEE project
    (benchmarks/restart.py); rivals in `rivals`.

    >>> condition([[9, 0], [6, 2]], [[5, 5], [6, 6], [8, 6]], 1, [10, 10, 12]).round(1)
    array([[9.2, 2.8]])
    """
    counts = np.asarray(known, np.float64)
    m = np.asarray(course, np.float64)
    if not 0 <= origin < min(len(counts), m.shape[-2] - 1):
        raise ValueError(f"day {origin} is not within the period, or is its last day")
    seen = counts[:origin + 1]
    held = seen[origin] if limits is None else np.minimum(seen[origin], np.asarray(limits, np.float64))
    ahead = slice(origin + 1, None)
    whole = np.asarray(totals, np.float64)[ahead, None]
    flow = shares(np.maximum(0.0, m[..., ahead, :] - m[..., origin:origin + 1, :]))
    lack = shares(np.maximum(0.0, whole * shares(m[..., ahead, :]) - held))
    q = (1.0 - mixing.deficit) * flow + mixing.deficit * lack
    gained = np.maximum(0.0, seen[origin] - seen[max(0, origin - mixing.growth_days)])
    if gained.any():
        weight = mixing.growth * origin / (origin + mixing.record_days)
        q = (1.0 - weight) * q + weight * shares(gained)
    return np.asarray(held + np.maximum(0.0, whole - held.sum()) * q)
