"""Figures: claims that count the same thing in the same scope, fused into one number with its interval.

Never across scopes: escorted buses and all routes, boardings and persons, one day's count and a running total are
different figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from postwar.core.case import Case
from postwar.core.time import Day
from postwar.core.variable import Estimate
from postwar.situation.gathering import episode_starts
from postwar.situation.measures import KIND_OF, Count
from postwar.situation.reach import Reach
from postwar.situation.reconcile import Fused, Observation, fuse, without_copies
from postwar.situation.wording import say_day, say_number

TOO_WIDE = math.log(8)  # judgement: an interval wider than eightfold ("tens of thousands" is fivefold) says little


def by_key(counts: Sequence[Count]) -> dict[tuple[str, str, str, str, str, int], list[Count]]:
    """The counts by what may be fused, in a fixed order."""
    groups: dict[tuple[str, str, str, str, str, int], list[Count]] = {}
    for count in counts:
        groups.setdefault(count.key, []).append(count)
    return {k: groups[k] for k in sorted(groups)}


def estimates(case: Case, counts: Sequence[Count], reach: Reach,
              noise: Mapping[tuple[str, str], float]) -> tuple[Estimate, ...]:
    """One estimate per variable, scope, group, place and time of leaving, with its role among those that count the same
    people. ``noise`` is that of each origin on each topic."""
    lines: list[Estimate] = []
    for key, group in by_key(counts).items():
        summed = key[0] == "killed" and key[1] == "flow"
        lines.append(_sum_of_days(group, noise) if summed else _estimate(group, noise))
    return _with_roles(case, lines, reach, episode_starts(counts))


def _seen(group: Sequence[Count], noise: Mapping[tuple[str, str], float]) -> list[Observation]:
    return [c.observation(noise.get((c.item.origin, c.variable))) for c in group]


def _estimate(group: list[Count], noise: Mapping[tuple[str, str], float]) -> Estimate:
    first = group[0]
    if first.measure == "flow":
        last = max(c.day for c in group)
        group = [c for c in group if c.day == last]
    fused = fuse(_seen(group, noise), first.measure)
    return _line(group, fused, first.measure)


def _line(group: list[Count], fused: Fused, measure: str) -> Estimate:
    first = group[0]
    origins = len({c.item.origin for c in group})
    claims = tuple(dict.fromkeys(c.item.claim.id for c in group))
    bad = sum(p > 0.5 for p in fused.p_bad)
    counted = len(without_copies([c.observation() for c in group]))
    reason = (
        f"{counted} of {len(group)} figures count; copies and restatements of one origin count once"
        if counted < len(group)
        else f"{counted} figure{'s' if counted > 1 else ''}"
    )
    if bad:
        reason += f"; {bad} taken as {'a bad report' if bad == 1 else 'bad reports'}"
    for note in dict.fromkeys(c.note for c in group if c.note):
        reason += f"; {note}"
    spread = round(_log_ratio(fused.low, fused.high), 4)
    return Estimate(
        first.variable,
        measure,
        first.scope,
        first.group,
        first.place,
        first.unit,
        fused.on,
        float(round(fused.value)),
        float(round(fused.low)),
        float(round(fused.high)),
        claims,
        origins,
        spread,
        "recommended",
        reason,
    )


def _log_ratio(low: float, high: float) -> float:
    return math.log(high / low) if low > 0 else 0.0


def _sum_of_days(group: list[Count], noise: Mapping[tuple[str, str], float]) -> Estimate:
    """Deaths told day by day add up; each day is fused by itself."""
    days = sorted({c.day for c in group})
    parts = [fuse(_seen([c for c in group if c.day == d], noise), "flow") for d in days]
    fused = Fused(days[-1], sum(p.value for p in parts), sum(p.low for p in parts), sum(p.high for p in parts), (), ())
    return _line(group, fused, "cumulative")


def _rank(e: Estimate) -> tuple[bool, bool, int, int, int, str]:
    return e.measure == "flow", e.spread > TOO_WIDE, -e.origins, -e.on.toordinal(), -len(e.claims), e.scope


def _why_not(e: Estimate, best: Estimate) -> str:
    if e.spread > TOO_WIDE:
        return "an interval too wide to say much"
    if e.origins < best.origins:
        return "fewer origins"
    return "an earlier day" if e.on < best.on else "fewer claims"


def _with_roles(case: Case, lines: list[Estimate], reach: Reach, left_again: dict[str, Day]) -> tuple[Estimate, ...]:
    """Among scopes of one variable, group and place one is recommended: running totals before one day's count, an
    interval that says something before one that does not, then most origins, the latest day, most claims; the others
    are kept for triangulation, with the reason. So are counts of an earlier time of leaving, and of a part of a place
    that a figure of the same group counts."""
    out: list[Estimate] = []
    rivals: dict[tuple[str, str, str], list[Estimate]] = {}
    for e in lines:
        aside = _aside(case, e, lines, reach, left_again)
        if aside:
            out.append(replace(e, role="triangulation", reason=f"{aside}; {e.reason}"))
        else:
            rivals.setdefault((e.variable, e.group or "", e.place or ""), []).append(e)
    for key in sorted(rivals):
        best, *others = sorted(rivals[key], key=_rank)
        out.append(best)
        for e in others:
            why = f"another scope than the recommended {say_number(best.value)} ({best.scope}): {_why_not(e, best)}"
            out.append(replace(e, role="triangulation", reason=f"{why}; {e.reason}"))
    out.sort(
        key=lambda e: (
            e.variable,
            e.role,
            -len(e.claims),
            e.spread,
            e.group or "",
            e.place or "",
            e.scope,
            e.measure,
            e.on,
        )
    )
    return tuple(out)


def _aside(case: Case, e: Estimate, lines: Sequence[Estimate], reach: Reach, left_again: dict[str, Day]) -> str:
    """Why a line is never the recommended one; empty where it may be."""
    if e.measure == "flow":
        return "counts one day or a short while, not the total"
    again = left_again.get(e.group or "")
    if (e.variable in KIND_OF or e.variable == "away") and again is not None and e.on < again:
        return f"of an earlier time: people of this group are counted as leaving again by {say_day(again)}"
    over = [
        o.place
        for o in lines
        if (o.variable, o.group) == (e.variable, e.group)
        and o.measure != "flow"
        and o.place is not None
        and e.place is not None
        and o.place != e.place
        and reach.holds(o.place, e.place)
    ]
    if e.variable in KIND_OF and over:
        return f"counts {case.name_of(e.place or '')} alone, a part of {case.name_of(over[0])}; kept apart"
    return ""
