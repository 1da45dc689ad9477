"""Which place lies in which: containers, parts, and the places that a home stands for."""

from __future__ import annotations

from collections.abc import Iterable

from postwar.core.case import Case


def containers(case: Case, place_id: str) -> tuple[str, ...]:
    """All places that contain a place, nearest first, in the order of the case among equals."""
    found: list[str] = []
    front = [place_id]
    while front:
        above = [w for p in front if (place := case.place(p)) is not None for w in place.within]
        front = [w for w in dict.fromkeys(above) if w not in found and w != place_id]
        found += front
    return tuple(found)


def parts(case: Case, place_id: str) -> tuple[str, ...]:
    """All places that lie in a place, in the order of the case."""
    return tuple(p.id for p in case.places if place_id in containers(case, p.id))


def expand(case: Case, home: str, held: Iterable[str]) -> tuple[str, ...]:
    """The places that a home stands for: itself where somebody holds it (is in ``held``), else its smallest direct
    parts.

    A zone of several districts has no holder of its own; its districts have.
    """
    if home in set(held):
        return (home,)
    children = [p.id for p in case.places if home in p.within]
    smallest = [c for c in children if not any(c in containers(case, other) for other in children)]
    return tuple(smallest) or (home,)


def common_container(case: Case, places: Iterable[str]) -> str:
    """The nearest place that contains all of several places, else ""; a single place stands for itself."""
    several = tuple(places)
    if len(several) == 1:
        return several[0]
    shared = [c for c in containers(case, several[0]) if all(c in containers(case, p) for p in several[1:])]
    return shared[0] if shared else ""
