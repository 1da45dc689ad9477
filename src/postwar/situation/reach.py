"""Where a claim reaches: from a zone to the places in it, and what a named exception leaves out."""

from __future__ import annotations

from postwar.core.case import Case


class Reach:
    """Containment of one case's places, worked out once. Schemes overlap, so a place can lie in several others."""

    def __init__(self, case: Case) -> None:
        self._places = {p.id: p for p in case.places}
        self._above = {p.id: self._climb(p.id) for p in case.places}

    def _climb(self, place_id: str) -> dict[str, int]:
        distance = {place_id: 0}
        queue = [place_id]
        while queue:
            here = queue.pop(0)
            place = self._places.get(here)
            for up in place.within if place is not None else ():
                if up not in distance:
                    distance[up] = distance[here] + 1
                    queue.append(up)
        return distance

    def kind(self, place_id: str) -> str:
        """The kind of a place; empty where the case has no such place."""
        place = self._places.get(place_id)
        return "" if place is None else place.kind

    def steps(self, place_id: str, container: str) -> int | None:
        """How many steps ``container`` lies above ``place_id``; 0 for the place itself, None if it does not."""
        return self._above.get(place_id, {place_id: 0}).get(container)

    def holds(self, container: str, place_id: str) -> bool:
        """Whether ``place_id`` is ``container`` or lies in it."""
        return self.steps(place_id, container) is not None

    def corridors_of(self, place_id: str) -> tuple[str, ...]:
        """The corridors that a place is or lies in: a corridor is a place of its own and follows no district."""
        return tuple(sorted(p for p in self._above.get(place_id, {}) if self.kind(p) == "corridor"))

    def inside(self, container: str) -> tuple[str, ...]:
        """All places in ``container``, without itself, in the order of the case."""
        return tuple(p for p in self._places if p != container and container in self._above[p])

    def reaches(self, named: str, place_id: str, except_: tuple[str, ...] = ()) -> int | None:
        """How many steps a claim on ``named`` travels to ``place_id``; None if it does not reach it.

        It does not enter a corridor that it does not name, nor what ``except_`` leaves out, and a claim on a whole
        country says nothing of a single place in it."""
        steps = self.steps(place_id, named)
        if steps is None or steps == 0:
            return steps
        if self.kind(named) == "country":
            return None
        if any(self.holds(e, place_id) for e in except_):
            return None
        if set(self.corridors_of(place_id)) - set(self.corridors_of(named)):
            return None
        return steps
