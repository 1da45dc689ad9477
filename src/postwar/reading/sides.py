"""Sides: who speaks for the two sides of a case, and which place its settlement is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from postwar.core.actor import Actor
from postwar.core.place import Place


def principals_of(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    """The two sides: for each of the two sides with most actors, the actor that speaks for it."""
    sides: dict[str, list[Actor]] = {}
    for actor in actors:
        if actor.side:
            sides.setdefault(actor.side, []).append(actor)
    ranked = sorted(sides, key=lambda s: (-len(sides[s]), list(sides).index(s)))[:2]
    out = []
    for side in sorted(ranked, key=list(sides).index):
        rows = sides[side]
        own = next((a for a in rows if a.id == side), None) or next(
            (a for a in rows if a.kind in {"state", "de-facto authority", "armed force"}), rows[0]
        )
        out.append(own.id)
    return tuple(out)


def _around(places: tuple[Place, ...]) -> Iterator[tuple[Place, set[str]]]:
    """Each place with all that it lies in, at any depth."""
    within = {p.id: p.within for p in places}
    for place in places:
        seen: set[str] = set()
        todo = list(place.within)
        while todo:
            outer = todo.pop()
            if outer not in seen:
                seen.add(outer)
                todo.extend(within.get(outer, ()))
        yield place, seen


def home_of(places: tuple[Place, ...]) -> str | None:
    """The country that holds more than half of the places that lie in one; None where none does."""
    countries = {p.id for p in places if p.kind == "country"}
    holds = Counter(outer for _, around in _around(places) for outer in around & countries)
    found = holds.most_common(1)
    return found[0][0] if found and 2 * found[0][1] > holds.total() else None


def theatre_of(places: tuple[Place, ...]) -> str | None:
    """The place that the settlement is about: the region or zone, in a country, that holds most other places.

    None where none holds a quarter of them and twice as many as the next: then no place stands for the whole.
    """
    countries = {p.id for p in places if p.kind == "country"}
    holds: dict[str, int] = {}
    wide: set[str] = set()
    for place, around in _around(places):
        for outer in around:
            holds[outer] = holds.get(outer, 0) + 1
        wide |= around if place.id in countries else set()
    others = len(places) - len(countries) - 1
    for kind in ("region", "zone"):
        held = sorted(
            (-holds.get(p.id, 0), n, p.id) for n, p in enumerate(places) if p.kind == kind and p.id not in wide
        )
        if held and 4 * -held[0][0] >= others and (len(held) == 1 or -held[0][0] >= 2 * max(1, -held[1][0])):
            return held[0][2]
    return None
