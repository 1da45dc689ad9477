"""How far a source's numbers lie from those of others, topic by topic: learnt from the books, begun at its grade.

Law. Each origin has on each topic (a variable) a noise σ on the log scale. Its prior is that of its Admiralty letter,
σ₀, worth ``PRIOR_WEIGHT`` reports. A count of an origin is held against the path that the *other* origins' counts of
the same figure give for that day; with r the log difference, v the variance of that path and w the probability that the
count is no bad report,

    σ² = (ν₀ σ₀² + Σ w s) / (ν₀ + Σ w),    s = min(max(0, r² − v), (4 σ₀)²),    σ within σ₀/3 and 4 σ₀

Exact for a normal noise with a scaled inverse χ² prior, up to taking v as known and cutting s (one wild number
teaches little). Only counts that say a value teach (*exact*, *about*, *between*), each number of an origin once; bounds
do not. A source that nobody else can be held against keeps its prior: nothing was learnt, and the record says so with
``n`` 0.
Source: conjugate normal variance (Gelman et al. 2013, section 2.6); weight, cut and limits are judgement.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from postwar.core.situation import SourceRecord
from postwar.situation.measures import Count, noise_of
from postwar.situation.reconcile import Fused, Observation, fuse, without_copies

PRIOR_WEIGHT = 6.0  # judgement: as many reports as a grade is worth
NEAREST_DAYS = 7  # a path is read off on its day nearest to the count, no further away than this
LIMITS = (1 / 3, 4.0)
CUT = 4.0  # standard deviations of the prior, as which a larger difference counts
TELLING = ("exact", "about", "between")
Q90 = 3.2897  # standard deviations between the 5th and the 95th percentile


def learn(groups: Sequence[Sequence[Count]]) -> tuple[SourceRecord, ...]:
    """What was learnt of each origin on each topic, by origin and topic; a group holds counts that may be fused."""
    letters: dict[tuple[str, str], str] = {}
    taught: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for group in groups:
        for count in group:
            key = count.item.origin, count.variable
            letters[key] = min(letters.get(key, "F"), count.item.reliability)
            taught.setdefault(key, [])
        for origin, topic, weight, square in _lessons(group):
            taught[origin, topic].append((weight, square))
    return tuple(_record(*key, letters[key], taught[key]) for key in sorted(letters))


def noises(records: Sequence[SourceRecord]) -> Mapping[tuple[str, str], float]:
    """The noise to use for an origin on a topic."""
    return {(r.origin, r.topic): r.noise for r in records}


def _record(origin: str, topic: str, letter: str, lessons: Sequence[tuple[float, float]]) -> SourceRecord:
    prior = noise_of(letter)
    weight = sum(w for w, _ in lessons)
    squares = sum(w * min(s, (CUT * prior) ** 2) for w, s in lessons)
    variance = (PRIOR_WEIGHT * prior**2 + squares) / (PRIOR_WEIGHT + weight)
    noise = min(max(math.sqrt(variance), prior * LIMITS[0]), prior * LIMITS[1])
    return SourceRecord(origin, topic, letter, prior, len(lessons), round(noise, 4))


def _lessons(group: Sequence[Count]) -> list[tuple[str, str, float, float]]:
    """Of each telling count of a group: origin, topic, weight, squared difference beyond what the others leave open."""
    if len({c.item.origin for c in group}) < 2 or group[0].measure == "flow":
        return []
    seen = [c.observation() for c in group]
    bad, counting = fuse(seen, group[0].measure).p_bad, without_copies(seen)
    found = []
    for origin in sorted({o.origin for o in seen}):
        telling = [k for k in counting if seen[k].origin == origin and seen[k].wording in TELLING]
        if not telling:
            continue
        path = fuse([o for o in seen if o.origin != origin], group[0].measure)
        for k in telling:
            at = _on_day(path, seen[k])
            if at is not None:
                square = max(0.0, (seen[k].centre - at[0]) ** 2 - at[1])
                found.append((origin, group[k].variable, 1.0 - bad[k], square))
    return found


def _on_day(path: Fused, seen: Observation) -> tuple[float, float] | None:
    """Middle and variance of a path on the log scale, on its day nearest to a report; None where it has none near."""
    day, low, value, high = min(path.path, key=lambda p: (abs(p[0] - seen.day), p[0]))
    if abs(day - seen.day) > dt.timedelta(days=NEAREST_DAYS) or low <= 0:
        return None
    return math.log(value), (math.log(high / low) / Q90) ** 2
