"""What a reader will ask for that the books do not hold, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postwar.core.case import Case
from postwar.core.situation import Gap, ObligationState, PositionState, RouteState
from postwar.core.variable import VARIABLES, Estimate
from postwar.situation.evidence import Item
from postwar.situation.wording import names_of, say_day, say_number

_COUNTERS = re.compile(r"refugee|migration|displace|return|statistic|relief", re.IGNORECASE)
_WATCHERS = re.compile(r"red cross|refugee|monitor|observer mission", re.IGNORECASE)
_ONE_ORIGIN = (
    "back_home",
    "back_in_region",
    "displaced",
    "dwellings_lost",
    "force_strength",
    "hectares_released",
    "killed",
)
_NAME = {v.id: v.name for v in VARIABLES}


def gap_lines(
    case: Case,
    items: Sequence[Item],
    obligations: Sequence[ObligationState],
    figures: Sequence[Estimate],
    positions: Sequence[PositionState],
    routes: Sequence[RouteState],
) -> tuple[Gap, ...]:
    """All gaps, by kind: positions, obligations, figures, origins, routes, access."""
    return (
        *_positions(case, positions),
        *_obligations(case, obligations),
        *_figures(case, figures),
        *_routes(case, routes),
        *_access(case, items),
    )


def _organisations(case: Case, pattern: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(
        a.id
        for a in case.actors
        if a.kind in ("organisation", "mission") and pattern.search(" ".join((a.name, *a.aliases, a.note)))
    )


def _positions(case: Case, positions: Sequence[PositionState]) -> list[Gap]:
    held = {(p.actor, p.topic) for p in positions}
    return [
        Gap(
            "position",
            actor,
            topic.id,
            f"The position of {case.name_of(actor)} on “{topic.name}” is in no report in the books.",
            (actor,),
        )
        for topic in case.accord.topics
        for actor in topic.expected_of
        if (actor, topic.id) not in held
    ]


def _obligations(case: Case, obligations: Sequence[ObligationState]) -> list[Gap]:
    out = []
    by_id = {o.id: o for o in case.accord.obligations}
    for state in obligations:
        if state.disposition not in ("not_observed", "unverifiable"):
            continue
        o = by_id[state.id]
        where = f" ({names_of(case, o.place)})" if o.place else ""
        what = "observers had no access" if state.disposition == "unverifiable" else "no report says whether it happens"
        ask = tuple(
            dict.fromkeys(
                a
                for a in (*o.obligor, *o.beneficiary)
                if (actor := case.actor(a)) is not None and actor.kind != "population"
            )
        )
        out.append(Gap("obligation", state.id, o.act, f"{o.object or o.act}{where}: {what}.", ask))
    return out


def _figures(case: Case, figures: Sequence[Estimate]) -> list[Gap]:
    out = []
    counters = _organisations(case, _COUNTERS)
    homes = {(f.group, f.place) for f in figures if f.variable == "back_home"}
    for f in figures:
        if f.role != "recommended":
            continue
        who = f" ({case.name_of(f.group)})" if f.group else ""
        if f.origins == 1 and f.variable in _ONE_ORIGIN:
            force = next((x for x in case.forces if x.id == f.group), None)
            figure = f"{_NAME[f.variable]}{who}, {say_number(f.low)} to {say_number(f.high)} on {say_day(f.on)}"
            ask = (force.actor,) if force is not None else counters
            out.append(Gap("origin", f.variable, f.variable, f"The figure for {figure}, rests on one origin.", ask))
        if f.variable == "back_in_region" and (f.group, f.place) not in homes:
            people = f"of the group “{case.name_of(f.group)}”" if f.group else "people"
            out.append(
                Gap(
                    "figure",
                    "back_home",
                    "back_home",
                    f"How many {people} are back in their own homes is in no report in the books.",
                    counters,
                )
            )
    if not any(f.variable == "back_in_region" for f in figures) and any(f.variable == "displaced" for f in figures):
        out.append(
            Gap(
                "figure",
                "back_in_region",
                "back_in_region",
                "How many people are back is in no report in the books.",
                counters,
            )
        )
    return out


def _routes(case: Case, routes: Sequence[RouteState]) -> list[Gap]:
    out = []
    for route in routes:
        if route.state == "not_observed":
            name = case.name_of(route.place) if route.place else route.id
            out.append(
                Gap(
                    "route",
                    route.id,
                    "open",
                    f"No report says whether {name} ({route.id}) is open.",
                    (route.guard,) if route.guard else (),
                )
            )
    return out


def _access(case: Case, items: Sequence[Item]) -> list[Gap]:
    if any(i.claim.kind == "access" for i in items):
        return []
    return [
        Gap(
            "access",
            "access",
            "access",
            "No report says what access observers, aid or media had.",
            _organisations(case, _WATCHERS),
        )
    ]
