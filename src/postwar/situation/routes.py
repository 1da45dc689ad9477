"""Routes: open, closed or restricted as reports have them, else not observed; and who guards them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from postwar.core.case import Case
from postwar.core.place import Place, Route
from postwar.core.situation import RouteState
from postwar.core.time import AsOf, Day
from postwar.situation import cues
from postwar.situation.evidence import Item, ids_of
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

_KINDS = ("transport", "incident", "guard", "access")
_CORRIDORS = ("corridor", "line", "site")


def route_states(case: Case, items: Sequence[Item], sides: Sides, reach: Reach, as_of: AsOf) -> tuple[RouteState, ...]:
    """One line for each route of the case and each corridor that no route runs along; the case's own opening days are
    the accord's, not an observation.

    A route that another of the same ends and traffic has followed has no line any more, and what is told of its
    corridor since is told of the one that followed."""
    rows: dict[str, Route] = {}
    for route in case.routes:
        if route.known_on is None or route.known_on <= as_of.known:
            rows[route.id] = route
    places = {route.id: place_of(case, route) for route in rows.values()}
    along = {p.id for p in places.values() if p is not None}
    lines = []
    for route in rows.values():
        if any(_follows(other, route) and _opens(other) <= as_of.valid for other in rows.values()):
            continue
        before = [(p, _opens(route)) for other in rows.values() if _follows(route, other) and (p := places[other.id])]
        lines.append(_state(case, route.id, places[route.id], before, items, sides, reach))
    lines += [
        _state(case, p.id, p, [], items, sides, reach)
        for p in case.places
        if p.kind == "corridor" and p.id not in along | set(rows)
    ]
    return tuple(lines)


def _opens(route: Route) -> Day:
    return route.open_from or dt.date.min


def _follows(later: Route, earlier: Route) -> bool:
    """Whether one route took over from another: the same ends and traffic, opened after the other had closed."""
    alike = (later.from_place, later.to_place, later.traffic) == (earlier.from_place, earlier.to_place, earlier.traffic)
    return alike and earlier.open_to is not None and later.open_from is not None and later.open_from > earlier.open_to


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def place_of(case: Case, route: Route) -> Place | None:
    """The corridor that a route runs along: the place of its id, or the one whose longest name its id begins with."""
    exact = case.place(route.id)
    if exact is not None:
        return exact
    best: tuple[int, Place] | None = None
    for place in case.places:
        if place.kind in _CORRIDORS:
            names = [s for s in map(_slug, (place.id, place.name, *place.aliases)) if s and route.id.startswith(s)]
            if names and (best is None or max(map(len, names)) > best[0]):
                best = max(map(len, names)), place
    return best[1] if best is not None else None


def _reading(item: Item) -> str | None:
    """What one claim says of a route; None where it does not say, or tells of a closure that is over."""
    quote = item.claim.quote
    if item.claim.kind == "guard" and not cues.POST.search(quote):
        return None
    opened, closed = bool(cues.OPENED.search(quote)), bool(cues.CLOSED.search(quote))
    if opened:
        return "open"
    if closed:
        return None if cues.A_TIME_PAST.search(quote) else "closed"
    return "restricted" if cues.RESTRICTED.search(quote) else None


def _state(
    case: Case,
    route_id: str,
    place: Place | None,
    before: Sequence[tuple[Place, Day]],
    items: Sequence[Item],
    sides: Sides,
    reach: Reach,
) -> RouteState:
    if place is None:
        return RouteState(route_id, None, "not_observed", None, None, ())
    about = [i for i in items if i.claim.kind in _KINDS and _is_along(i, place, before, reach)]
    told = [(i, r) for i in about if i.claim.modality == "happened" and (r := _reading(i)) is not None]
    state, since, claims = "not_observed", None, []
    if told:
        last = max((i.day or i.latest) for i, _ in told)
        latest = [(i, r) for i, r in told if (i.day or i.latest) == last]
        found = {r for _, r in latest}
        state = found.pop() if len(found) == 1 else "restricted"
        since = _since(told, state)
        claims = [i for i, r in latest]
    guard, guarding = _guard(case, place, about, sides)
    return RouteState(route_id, place.id, state, guard, since, ids_of([*claims, *guarding]))


def _is_along(item: Item, place: Place, before: Sequence[tuple[Place, Day]], reach: Reach) -> bool:
    """Whether a claim names the corridor of a route, or since it opened that of the route that it followed."""
    named = item.claim.place
    return any(reach.holds(place.id, p) for p in named) or any(
        (item.day or item.latest) >= day and any(reach.holds(old.id, p) for p in named) for old, day in before
    )


def _since(told: Sequence[tuple[Item, str]], state: str) -> Day | None:
    """The first day of the present run of reports of one state, where the words give the day."""
    run: list[Item] = []
    for item, reading in sorted(told, key=lambda t: (t[0].day or t[0].latest, t[0].claim.id)):
        run = [*run, item] if reading == state else []
    return run[0].day if run else None


def _guard(case: Case, place: Place, about: Sequence[Item], sides: Sides) -> tuple[str | None, list[Item]]:
    """Who guards it by report, else who is to by the accord."""
    guards = [
        i
        for i in about
        if i.claim.kind == "guard" and i.claim.modality in ("happened", "agreed", "planned") and i.claim.actor
    ]
    told = [i for i in guards if i.claim.modality == "happened"] or guards
    duty = next(
        (
            o
            for o in case.accord.obligations
            if o.act in ("guard", "control") and o.mode == "must" and place.id in o.place and o.obligor
        ),
        None,
    )
    if not told:
        return (_force_of(case, duty.obligor, place.id) if duty is not None else None), []
    if duty is not None:
        ours = [i for i in told if sides.acts_for(i.claim.actor, duty.obligor)]
        told = ours or told
    actors = told[-1].claim.actor
    return _force_of(case, actors, place.id), told


def _force_of(case: Case, actors: Sequence[str], place_id: str) -> str:
    """The force of the case that these actors have there, else the first of them."""
    return next((f.id for f in case.forces if (f.id in actors or f.actor in actors) and place_id in f.area), actors[0])
