"""Claims held against each other: what agrees by arithmetic, what contradicts, what only counts something else."""

from __future__ import annotations

import math
from collections.abc import Sequence

from postwar.core.case import Case
from postwar.core.likelihood import ABOUT_NOISE, last_digit_step
from postwar.core.situation import Check, Control, RouteState
from postwar.situation import cues
from postwar.situation.evidence import Item
from postwar.situation.figures import by_key
from postwar.situation.measures import UNSTATED, Count
from postwar.situation.wording import names_of, say_day, say_number

_SAME = 0.15  # judgement: derived numbers within 15 % agree
_NOISE = 0.02  # judgement: two exact counts this close do not contradict
_DAYS_APART = 7  # within which two scopes are put side by side
_MOST = 3  # contradictions printed per figure, the widest first
WIDER = {  # scope -> scopes that it must be at least as large as
    "all_routes": ("escorted_bus", "registered", "boardings"),
    "boardings": ("escorted_bus",),
}


def hard_bounds(count: Count) -> tuple[float, float]:
    """The least and the most that a count's words allow, rounding and wording considered.

    *About 43,000* allows what a twelfth more or less would be; *more than 42,000* anything above."""
    low, high = count.low, count.high
    wording = count.wording
    if wording == "at_least":
        return (low or 0.0) * (1 - _NOISE), math.inf
    if wording == "at_most":
        return 0.0, (high or math.inf) * (1 + _NOISE)
    a, b = low if low is not None else high or 0.0, high if high is not None else low or 0.0
    slack = ABOUT_NOISE if wording in ("about", "nearly", "order") else _NOISE
    rounding = max(last_digit_step(a) / a, last_digit_step(b) / b) / 2 if a > 0 and b > 0 else 0.0
    slack = max(slack, min(rounding, 0.2)) if wording != "between" else slack
    return a * (1 - slack), b * (1 + slack)


def figure_checks(case: Case, counts: Sequence[Count]) -> list[Check]:
    """Contradictions within a scope and between nested scopes; different scopes side by side."""
    out: list[Check] = []
    groups = by_key(counts)
    for key, group in groups.items():
        if key[1] != "flow":
            out += _contradictions(case, group)
    seen: dict[tuple[str, str, str], list[list[Count]]] = {}
    for key, group in groups.items():
        if key[1] == "cumulative":
            seen.setdefault((key[0], key[3], key[4]), []).append(group)
    for scopes in seen.values():
        out += _between_scopes(case, scopes)
    return out


def _conflict(earlier: Count, later: Count) -> float:
    """By how much two counts cannot both be right, on the log scale; 0 where they can."""
    a, b = hard_bounds(earlier), hard_bounds(later)
    gap = 0.0
    if a[0] > b[1]:
        gap = math.log(a[0] / b[1])
    elif b[0] > a[1] and abs((later.day - earlier.day).days) == 0:
        gap = math.log(b[0] / a[1])
    apart = abs((later.day - earlier.day).days)
    if earlier.measure != "cumulative" and apart > 1:
        return 0.0
    return gap


def _contradictions(case: Case, group: list[Count]) -> list[Check]:
    found: list[tuple[float, Count, Count]] = []
    ordered = sorted(group, key=lambda c: (c.day, c.item.claim.id))
    for i, first in enumerate(ordered):
        for second in ordered[i + 1 :]:
            gap = _conflict(first, second)
            if gap > 0 and first.item.claim.id != second.item.claim.id:
                found.append((gap, first, second))
    found.sort(key=lambda f: (-f[0], f[1].item.claim.id, f[2].item.claim.id))
    return [
        Check(
            "contradiction",
            _two(case, a, b) + " In one scope both cannot hold; both stand.",
            (a.item.claim.id, b.item.claim.id),
        )
        for _, a, b in found[:_MOST]
    ]


def _between_scopes(case: Case, scopes: list[list[Count]]) -> list[Check]:
    out: list[Check] = []
    for i, some in enumerate(scopes):
        for others in scopes[i + 1 :]:
            pairs = sorted(
                (
                    (abs((a.day - b.day).days), a.day, a.item.claim.id, b.item.claim.id, a, b)
                    for a in some
                    for b in others
                ),
                key=lambda p: p[:4],
            )
            nested = [p for p in pairs if _nested_conflict(p[4], p[5])]
            if nested:
                a, b = nested[0][4], nested[0][5]
                out.append(
                    Check(
                        "contradiction",
                        _two(case, a, b) + " The wider count is the smaller one; both stand, unresolved.",
                        (a.item.claim.id, b.item.claim.id),
                    )
                )
            elif pairs and pairs[0][0] <= _DAYS_APART and UNSTATED not in (some[0].scope, others[0].scope):
                a, b = pairs[0][4], pairs[0][5]
                out.append(
                    Check(
                        "scope",
                        _two(case, a, b) + " They count different things and are not fused.",
                        (a.item.claim.id, b.item.claim.id),
                    )
                )
    return out


def _nested_conflict(a: Count, b: Count) -> bool:
    for wide, narrow in ((a, b), (b, a)):
        if (
            narrow.scope in WIDER.get(wide.scope, ())
            and wide.day >= narrow.day
            and hard_bounds(wide)[1] < hard_bounds(narrow)[0]
        ):
            return True
    return False


def _said(case: Case, count: Count) -> str:
    who = names_of(case, count.item.claim.attributed_to) or f"report {count.item.claim.report}"
    scope = "" if count.scope == UNSTATED else f" ({count.scope.replace('_', ' ')})"
    low, high = count.low, count.high
    number = {
        "at_least": f"more than {say_number(low or 0)}",
        "at_most": f"up to {say_number(high or 0)}",
        "about": f"about {say_number(low or high or 0)}",
        "nearly": f"nearly {say_number(low or high or 0)}",
    }.get(count.wording, say_number(low or 0) if low == high else f"{say_number(low or 0)} to {say_number(high or 0)}")
    return f"{who}: {number}{scope}, {say_day(count.day)}"


def _two(case: Case, a: Count, b: Count) -> str:
    return f"{_said(case, a)}; {_said(case, b)}."


def share_checks(case: Case, items: Sequence[Item], counts: Sequence[Count]) -> list[Check]:
    """A share of a whole, the count it goes with in the same report, and the whole: do the three agree?"""
    out: list[Check] = []
    wholes = [c for c in counts if c.variable == "population"]
    for item in items:
        claim = item.claim
        share = claim.low if claim.low is not None else claim.high
        if claim.unit != "share" or claim.modality != "happened" or share is None or not 0 < share <= 1:
            continue
        near = [
            c
            for c in counts
            if c.variable in ("displaced", "back_in_region")
            and c.item.claim.report == claim.report
            and c.item.claim.id != claim.id
            and abs(c.item.claim.start - claim.start) <= 300
            and (claim.kind == c.item.claim.kind or claim.kind == "population")
        ]
        if not near:
            continue
        part = min(near, key=lambda c: (abs(c.item.claim.start - claim.start), c.item.claim.id))
        top = part.high if part.high is not None else part.low or 0.0
        derived = top / share
        whole = next((c for c in wholes if c.place == part.place), None) or next(
            (c for c in wholes if c.item.claim.of), None
        )
        if whole is None:
            continue
        stated = whole.low or whole.high or 0.0
        agrees = abs(math.log(derived / stated)) <= _SAME
        text = (
            f"{say_number(top)} as {share:.0%} of the population gives {say_number(derived)} (derived); "
            f"{say_number(stated)} is stated: {'consistent' if agrees else 'they do not agree'}."
        )
        ids = tuple(dict.fromkeys((claim.id, part.item.claim.id, whole.item.claim.id)))
        out.append(Check("consistent" if agrees else "contradiction", text, ids))
    return out


def control_checks(case: Case, control: Sequence[Control]) -> list[Check]:
    """Accounts of who holds a place that cannot all be right."""
    out: list[Check] = []
    for line in control:
        for rival in line.rivals:
            except_ = f", except {names_of(case, line.except_)}" if line.except_ else ""
            holder = case.name_of(line.actor) if line.actor else "nobody named"
            out.append(
                Check(
                    "contradiction",
                    f"{case.name_of(line.place)} is taken as held by {holder}{except_}; {rival.text} Both stand.",
                    tuple(dict.fromkeys((*line.claims, *rival.claims))),
                )
            )
    return out


def route_checks(case: Case, items: Sequence[Item], routes: Sequence[RouteState]) -> list[Check]:
    """A route told as closed by some, where somebody denies it; a route that several lines share is checked once."""
    by_id = {i.claim.id: i for i in items}
    out: dict[str, Check] = {}
    for route in routes:
        told = [i for c in route.claims if (i := by_id.get(c)) is not None and i.claim.modality == "happened"]
        shut = [i for i in told if cues.CLOSED.search(i.claim.quote)]
        if route.state not in ("closed", "restricted") or not shut or route.place is None or route.place in out:
            continue
        reports = {i.claim.report for i in shut}
        denied = [
            i
            for i in items
            if i.claim.modality == "denied"
            and i.claim.kind in ("incident", "transport")
            and cues.CLOSED.search(i.claim.quote)
            and (i.claim.report in reports or route.place in i.claim.place)
        ]
        if denied:
            who = names_of(case, sorted({a for i in denied for a in i.claim.attributed_to})) or "another report"
            since = f" since {say_day(route.since)}" if route.since is not None else ""
            text = f"{case.name_of(route.place)} is told as {route.state}{since}; {who}: denied. Both stand."
            ids = tuple(dict.fromkeys(i.claim.id for i in (*shut, *denied)))
            out[route.place] = Check("contradiction", text, ids)
    return list(out.values())
