"""Places that are held alike, by the same claims, as one line: a district and the towns in it are not ten findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from postwar.core.case import Case
from postwar.core.situation import Control


@dataclass(frozen=True, slots=True)
class Holding:
    """One account: ``control`` of the first place stands for all; ``inside`` lie within the ``places`` named."""

    control: Control
    places: tuple[str, ...]
    inside: tuple[str, ...]


def holdings(case: Case, controls: tuple[Control, ...], name: Callable[[str], str]) -> tuple[Holding, ...]:
    """The reported accounts of control, by day and name; places that no report speaks of are left out.

    Places are one account where holder, day, manner, standing, claims and rival accounts are the same. A place that
    passes in part stands alone.
    """
    groups: dict[tuple[object, ...], list[Control]] = {}
    for c in controls:
        if c.claims:
            rivals = tuple((r.actor, r.since, r.how, r.extent, r.claims) for r in c.rivals)
            alone = c.place if c.except_ else ""
            key = (c.actor, c.since, c.how, c.state, c.extent, tuple(sorted(c.claims)), rivals, alone)
            groups.setdefault(key, []).append(c)
    made = [_holding(case, group, name) for group in groups.values()]
    return tuple(sorted(made, key=lambda h: (h.control.since or case.ceasefire_on, name(h.places[0]))))


def _holding(case: Case, group: list[Control], name: Callable[[str], str]) -> Holding:
    ids = {c.place for c in group}
    inside = {i for i in ids if surrounding(case, i) & ids}
    places = tuple(sorted(ids - inside, key=lambda i: (name(i), i))) or tuple(sorted(ids))
    inner = tuple(sorted(inside - set(places), key=lambda i: (name(i), i)))
    first = next(c for c in group if c.place == places[0])
    return Holding(first, places, inner)


def surrounding(case: Case, place: str) -> set[str]:
    """Every place that contains a place, over any number of steps."""
    within = {p.id: set(p.within) for p in case.places}
    found: set[str] = set()
    queue = sorted(within.get(place, set()))
    while queue:
        one = queue.pop()
        if one not in found and one != place:
            found.add(one)
            queue += sorted(within.get(one, set()))
    return found
