"""Who answers for whom: the side of an actor, and the authority that a person or a force speaks and acts for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postwar.core.actor import Actor
from postwar.core.case import Case

_AUTHORITIES = ("state", "de-facto authority")
_WORD = re.compile(r"[^\W\d_]{4,}")


def _stems(texts: Iterable[str]) -> set[str]:
    return {w.lower()[:6] for text in texts for w in _WORD.findall(text)}


class Sides:
    """Answers about the actors of one case, worked out once.

    A person or an armed force answers to the authority of its side whose names its own names share most words with
    (*prime minister of Toyland* answers to Toyland); on a tie to the authority that gives the side its key, then to
    the first one listed. Every other actor answers for itself.
    """

    def __init__(self, case: Case) -> None:
        self._actors = {a.id: a for a in case.actors}
        self._principal = {a.id: self._find_principal(a) for a in case.actors}

    def _find_principal(self, actor: Actor) -> str:
        if actor.kind not in ("person", "armed force") or not actor.side:
            return actor.id
        own = _stems((actor.name, *actor.aliases, actor.note))
        best, best_score = actor.id, (-1, False)
        for other in self._actors.values():
            if other.kind in _AUTHORITIES and other.side == actor.side:
                shared = len(own & _stems((other.name, *other.aliases)))
                if (shared, other.id == actor.side) > best_score:
                    best, best_score = other.id, (shared, other.id == actor.side)
        return best

    def principal(self, actor_id: str) -> str:
        """The authority that answers for an actor; the actor itself where it answers for itself."""
        return self._principal.get(actor_id, actor_id)

    def side(self, actor_id: str) -> str:
        """The key of the actor's side; its own id where it is on nobody's side."""
        actor = self._actors.get(actor_id)
        return actor.side if actor is not None and actor.side else actor_id

    def meet(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether anyone of the first acts on one side with anyone of the second."""
        return bool({self.side(a) for a in some} & {self.side(b) for b in others})

    def share_party(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether anyone of the first answers to the same authority as anyone of the second (narrower than a side)."""
        return bool({self.principal(a) for a in some} & {self.principal(b) for b in others})

    def acts_for(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether anyone of the first acts for anyone of the second: the same authority, or its force, mission or
        person; two authorities of one side do not act for each other."""
        return any(
            self.principal(a) == self.principal(b)
            or (self.side(a) == self.side(b) and not (self._is_authority(a) and self._is_authority(b)))
            for a in some
            for b in others
        )

    def _is_authority(self, actor_id: str) -> bool:
        actor = self._actors.get(actor_id)
        return actor is not None and actor.kind in _AUTHORITIES

    def is_person(self, actor_id: str) -> bool:
        """Whether the actor is a single person."""
        actor = self._actors.get(actor_id)
        return actor is not None and actor.kind == "person"

    def is_population(self, actor_id: str) -> bool:
        """Whether the actor is a population rather than somebody who acts."""
        actor = self._actors.get(actor_id)
        return actor is not None and actor.kind == "population"

    def first_named(self, text: str) -> str | None:
        """The actor that is named first in some words; of two names at one place the longer one. No population."""
        best: tuple[int, int, str] | None = None
        for actor in self._actors.values():
            if actor.kind == "population":
                continue
            for name in filter(None, (actor.name, *actor.aliases)):
                found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
                if found is not None and (best is None or (found.start(), -len(name), actor.id) < best):
                    best = (found.start(), -len(name), actor.id)
        return best[2] if best is not None else None

    def without_names(self, text: str, actors: Iterable[str]) -> str:
        """The words without the names of some actors."""
        rows = [self._actors[a] for a in actors if a in self._actors]
        names = sorted({n for row in rows for n in (row.name, *row.aliases) if n}, key=lambda n: (-len(n), n))
        for name in names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
        return text

    def known(self, actor_id: str) -> bool:
        """Whether the case has an actor of that id."""
        return actor_id in self._actors
