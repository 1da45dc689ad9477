"""What each claim says of who holds a place: the moves from which control is read.

A claim on a zone reaches the places in it, save a corridor that it does not name and what the accord's handover
excepts. A claim of holding (*now in control*) dates the seeing; a transfer dates the passing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.place import Place
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.evidence import Item
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

CAPTURE = "capture"
_HOW = {"handover": "handover", "capture": CAPTURE, "deployment": "handover", "guard": "handover", "control": "unknown"}
_SEEING = ("control", "guard")
_ON_THE_SPOT = ("guard", "incident", "transport", "deployment")
_SPOTS = (
    r"(?i:\b(?:last|few|some|several|remaining|other|two|three|four|five)\s+(?:\w+\s+){0,2}"
    r"(?:places?|villages?|towns?|positions?|settlements?|heights?|posts?|hamlets?))"
)
_WIDE = ("country", "region", "district", "zone")


@dataclass(frozen=True, slots=True)
class Move:
    """One claim as it bears on one place: who holds the place by it, how, and since when.

    ``seen`` says that it tells who holds the place, not that it passed; ``steps`` how far above the place the claim
    names one; ``whole`` and ``partial`` what its words say of the extent."""

    item: Item
    place: str
    holder: str | None
    how: str
    seen: bool
    day: Day | None
    latest: Day
    steps: int
    whole: bool
    partial: bool


class Moves:
    """Sorts the claims of one case onto its places."""

    def __init__(self, case: Case, items: Sequence[Item], sides: Sides, reach: Reach) -> None:
        self._case, self._sides, self._reach = case, sides, reach
        self._handovers = [o for o in case.accord.obligations if o.act == "handover" and o.mode == "must"]
        happened = [i for i in items if i.claim.modality == "happened"]
        self._items = [(i, self._named(i)) for i in happened if i.claim.kind in _HOW]
        self._near = [i for i in happened if i.claim.kind in _ON_THE_SPOT]
        self._gone = [i for i in happened if i.claim.kind == "withdrawal"]

    def of(self, place: Place) -> list[Move]:
        """The moves of one place, oldest first; on one day the wider claim before the closer."""
        moves = []
        obligation = self.handover_of(place.id)
        for item, named in self._items:
            steps = min((s for n in named if (s := self._reach.reaches(n, place.id)) is not None), default=None)
            if steps is None or (steps > 0 and not self._spreads(item)):
                continue
            if steps > 0 and obligation is None and self._excepted(item, place.id):
                continue
            move = self._move(item, place, steps, obligation)
            if move is not None:
                moves.append(move)
        moves.sort(key=lambda m: (m.latest, m.day is None, -m.steps, m.item.claim.id))
        return moves

    def handover_of(self, place_id: str) -> Obligation | None:
        """The duty to hand over a place, or one that it lies in."""
        return next(
            (
                o
                for o in self._handovers
                if o.beneficiary and any(self._reach.reaches(p, place_id, o.except_) is not None for p in o.place)
            ),
            None,
        )

    def contests(self, place: Place) -> list[tuple[Move, bool]]:
        """Who, besides the one whom the accord puts there, is told to keep a post in a place (true) or to have closed
        it (false); a closure only until the place is told as open again. They turn nothing."""
        duties = [o for o in self._case.accord.obligations if o.act in ("guard", "control") and place.id in o.place]
        if not duties:
            return []
        near = [i for i in self._near if any(self._reach.holds(place.id, p) for p in i.claim.place)]
        opened = max((i.latest for i in near if cues.OPENED.search(i.claim.quote)), default=None)
        moves = []
        for item in near:
            claim = item.claim
            post = claim.kind == "guard" or bool(cues.POST.search(claim.quote))
            shut = bool(cues.CLOSED.search(claim.quote)) and not cues.OPENED.search(claim.quote)
            who = self._first(claim.actor) or (self._sides.first_named(claim.quote) if post else None)
            if who is None or not (post or (shut and (opened is None or opened < item.latest))):
                continue
            if not any(self._sides.acts_for((who,), o.obligor) for o in duties):
                move = Move(item, place.id, who, "unknown", True, item.day, item.latest, 0, False, False)
                moves.append((move, post))
        return moves

    def left(self, place: Place) -> list[Item]:
        """The claims that somebody left a place."""
        return [i for i in self._gone if place.id in i.claim.place and not cues.ONGOING.search(i.claim.quote)]

    def _named(self, item: Item) -> list[str]:
        """The places that a claim is about. Of a handover those that the accord hands over, where it names any; never
        one that the words only measure from (*around the town*) or name a few spots in (*the last villages in it*)."""
        named = [p for p in item.claim.place if not self._only_around(item, p) and not self._only_spots(item, p)]
        if not named and not item.claim.place:
            named = self._counted(item)
        if item.claim.kind == "handover":
            agreed = [p for p in named if self.handover_of(p) is not None]
            return agreed or named
        return named

    def _counted(self, item: Item) -> list[str]:
        """The zone that words such as *all seven* mean: the one zone of the case that is named by that number."""
        number = cues.ALL_OF_A_NUMBER.search(item.claim.quote)
        if number is None or item.claim.kind not in ("control", "capture"):
            return []
        zones = [
            p.id
            for p in self._case.places
            if p.kind == "zone"
            and any(re.search(rf"\b{number.group(1)}\b", n, re.IGNORECASE) for n in (p.name, *p.aliases))
        ]
        return zones if len(zones) == 1 else []

    def _names_of(self, place_id: str) -> str:
        """The names of a place as alternatives of a pattern, the longest first."""
        place = self._case.place(place_id)
        names = (place.name, *place.aliases) if place is not None else ()
        return "|".join(sorted((re.escape(n) for n in names if n), key=len, reverse=True))

    def _only_spots(self, item: Item, place_id: str) -> bool:
        names = self._names_of(place_id)
        return bool(names) and bool(re.search(rf"{_SPOTS}\s+(?:in|of)\s+(?:the\s+)?(?:{names})\b", item.sentence))

    def _only_around(self, item: Item, place_id: str) -> bool:
        names = self._names_of(place_id)
        if not names:
            return False
        said = re.findall(rf"(\b(?:around|near|outside|surrounding)\s+(?:the\s+)?)?\b(?:{names})\b", item.words)
        return bool(said) and all(said)

    def _excepted(self, item: Item, place_id: str) -> bool:
        return item.claim.kind == "handover" and any(
            self._reach.holds(e, place_id)
            for o in self._handovers
            if set(o.place) & set(item.claim.place)
            for e in o.except_
        )

    def _spreads(self, item: Item) -> bool:
        claim = item.claim
        if cues.PARTITIVE.search(claim.quote):
            return False
        return claim.kind == "handover" or bool(claim.actor or claim.target)

    def _move(self, item: Item, place: Place, steps: int, obligation: Obligation | None) -> Move | None:
        claim = item.claim
        if (
            claim.valid_from is None
            and claim.valid_to is None
            and cues.speaks_of_the_past(claim.quote, self._case.ceasefire_on.year)
        ):
            return None
        if (
            claim.kind == "control"
            and claim.valid_from != claim.valid_to
            and claim.valid_to is not None
            and claim.valid_to < item.said
        ):
            return None
        beneficiary = obligation.beneficiary if obligation is not None else ()
        if claim.kind == "deployment" and not self._sides.share_party(claim.actor, beneficiary):
            return None
        if claim.kind == "guard" and not (steps == 0 and self._may_guard(place.id, claim.actor)):
            return None
        holder = self._holder_by(item, place, beneficiary)
        how = _HOW[claim.kind]
        if claim.kind == "control" and holder is not None and self._sides.share_party((holder,), beneficiary):
            how = "handover"
        day = item.day
        if claim.kind in _SEEING and claim.valid_from is not None and claim.valid_to is None:
            day = claim.valid_from
        return Move(
            item,
            place.id,
            holder,
            how,
            claim.kind in _SEEING,
            day,
            item.latest,
            steps,
            bool(cues.WHOLE.search(claim.quote)),
            place.kind in _WIDE and bool(cues.PARTITIVE.search(claim.quote)),
        )

    def _may_guard(self, place_id: str, actors: tuple[str, ...]) -> bool:
        """Whether the accord puts the place in these actors' hands: who is to guard it holds it once it does."""
        return any(
            o.act in ("guard", "control") and place_id in o.place and self._sides.acts_for(actors, o.obligor)
            for o in self._case.accord.obligations
        )

    def _holder_by(self, item: Item, place: Place, beneficiary: tuple[str, ...]) -> str | None:
        """Who holds the place by this claim. A place does not pass to the one who holds it: such a receiver is not
        believed unless the other side is said to give it."""
        claim = item.claim
        if claim.kind in ("control", "capture", "deployment", "guard") or cues.TAKEOVER.search(claim.quote):
            return self._first(claim.actor)
        named = [
            p
            for n in claim.place
            if self._reach.reaches(n, place.id) is not None and (p := self._case.place(n)) is not None
        ]
        loser = next((p.controller for p in named if p.controller is not None), place.controller)
        given_up = beneficiary and self._sides.meet(claim.actor, beneficiary)
        receivers = [
            a
            for a in claim.target
            if not self._sides.is_population(a) and (given_up or loser is None or not self._sides.meet((a,), (loser,)))
        ]
        if beneficiary and (not receivers or self._sides.meet(receivers, beneficiary)):
            return self._first(beneficiary)
        takers = [a for a in (receivers or claim.actor) if loser is None or not self._sides.meet((a,), (loser,))]
        return self._first(takers or receivers)

    def _first(self, actors: Sequence[str]) -> str | None:
        acting = [a for a in actors if not self._sides.is_population(a)]
        return self._sides.principal(acting[0]) if acting else None
