"""Who holds each place: from the holder when the fighting stopped, through the transfers that reports tell of.

Law: a place keeps its holder until a transfer reaches it. A claim on a zone reaches the places in it, save what lies in
a corridor or an exception, and yields to the place's own claims. What differs in actor, day or extent and is not
followed stands beside as a rival; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.place import Place
from postwar.core.situation import Control, RivalControl
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.evidence import Item, ids_of, settle_day
from postwar.situation.moves import CAPTURE, Move, Moves
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides
from postwar.situation.wording import names_of, say_day


@dataclass(slots=True)
class _Holding:
    holder: str | None
    how: str
    moves: list[Move]
    agreed: Obligation | None = None


class ControlBook:
    """Reads control off the claims of one case, place by place."""

    def __init__(self, case: Case, items: Sequence[Item], sides: Sides, reach: Reach) -> None:
        self._case, self._sides, self._reach = case, sides, reach
        self._moves = Moves(case, items, sides, reach)
        self._plans = [
            i for i in items if i.claim.kind in ("guard", "control") and i.claim.modality in ("agreed", "planned")
        ]
        self._agreed_places = {p for o in case.accord.obligations for p in o.place}

    def lines(self) -> tuple[Control, ...]:
        """One line for each place that has a holder in the case or in a claim; zones and countries have none of their
        own: a zone is a way to name several places."""
        out = []
        for place in self._case.places:
            if place.kind in ("country", "line") or (place.kind == "zone" and self._reach.inside(place.id)):
                continue
            moves = self._moves.of(place)
            if place.controller is None and not moves:
                continue
            out.append(self._line(place, moves))
        return self._with_parts(out)

    def _besides(self, place: Place, holding: _Holding) -> list[RivalControl]:
        """Who else keeps a post there or has it closed, and who says that the holder has left it again."""
        rivals = [self._rival(place, m, "a post" if post else "closed") for m, post in self._moves.contests(place)]
        since = max((m.latest for m in holding.moves), default=None)
        for item in self._moves.left(place) if holding.holder is not None else ():
            if (
                since is not None
                and item.latest >= since
                and self._sides.share_party(item.claim.actor, (holding.holder or "",))
            ):
                source = names_of(self._case, item.claim.attributed_to) or f"report {item.claim.report}"
                who, name = self._case.name_of(holding.holder or ""), self._case.name_of(place.id)
                text = f"{source} has {who} gone from {name} again."
                rivals.append(RivalControl(None, item.day, "unknown", "whole", text, (item.claim.id,)))
        return rivals

    def _line(self, place: Place, moves: list[Move]) -> Control:
        holding = _Holding(place.controller, "held", [])
        rivals: list[Move] = []
        past_holders: list[str] = []
        own = any(m.steps == 0 and not m.seen for m in moves)
        voices: dict[str | None, set[str]] = {}
        for move in moves:
            voices.setdefault(move.holder, set()).add(move.item.origin)
        for move in moves:
            if move.latest <= self._case.ceasefire_on and (move.day or move.latest) <= self._case.ceasefire_on:
                self._take_before(holding, move)
            elif self._agrees(holding, move):
                self._support(holding, move)
            elif move.holder is None or move.partial:
                continue
            elif self._yields(move, own, past_holders, holding, len(voices.get(move.holder, ())) < 2):
                rivals.append(move)
            else:
                if holding.holder is not None:
                    past_holders.append(holding.holder)
                holding = _Holding(move.holder, move.how, [move], self._moves.handover_of(place.id))
        return self._write(place, holding, rivals)

    def _take_before(self, holding: _Holding, move: Move) -> None:
        """A move of the time of the fighting tells how the first holder came to hold, and no more."""
        if holding.holder is None and move.holder is not None:
            holding.holder = move.holder
        if holding.holder is None:
            return
        taker = move.holder is not None and self._sides.meet((move.holder,), (holding.holder,))
        loser = (
            move.holder is None
            and move.item.claim.target
            and not self._sides.meet(move.item.claim.target, (holding.holder,))
        )
        if taker or loser:
            holding.moves.append(move)
            if move.how == CAPTURE:
                holding.how = CAPTURE

    def _agrees(self, holding: _Holding, move: Move) -> bool:
        if holding.holder is None:
            return False
        if move.holder is None:  # "the town fell": to whoever holds it, unless he is the one who lost it
            return (
                move.how == CAPTURE
                and move.steps == 0
                and not move.partial
                and not self._sides.meet(move.item.claim.target, (holding.holder,))
            )
        return self._sides.principal(move.holder) == self._sides.principal(holding.holder)

    @staticmethod
    def _support(holding: _Holding, move: Move) -> None:
        holding.moves.append(move)
        if holding.how in ("held", "unknown") and move.how != "unknown":
            holding.how = move.how

    def _yields(self, move: Move, own: bool, past_holders: list[str], holding: _Holding, alone: bool) -> bool:
        """Whether a move that differs from the holding is kept as a rival instead of being followed.

        What the accord foresees is followed on one party's word, though only *claimed*. Beside that, a word of one
        party alone turns nothing, nor does one report's word of a holder that says neither now nor since when."""
        undated = move.day is None
        foreseen = move.how == "handover" and self._moves.handover_of(move.place) is not None
        if move.seen and ((move.steps > 0 and own) or not move.item.own_voice):
            return True
        now = bool(cues.PRESENT.search(move.item.claim.quote))
        if not foreseen and alone and (not move.item.own_voice or (move.seen and undated and not now)):
            return True
        if undated and any(self._sides.principal(move.holder or "") == self._sides.principal(p) for p in past_holders):
            return not cues.RETOOK.search(move.item.claim.quote)
        dated = [m.day for m in holding.moves if m.day is not None]
        return undated and move.steps > 0 and bool(dated) and max(dated) >= move.latest

    def _write(self, place: Place, holding: _Holding, others: list[Move]) -> Control:
        holding.moves += [m for m in others if self._agrees(holding, m)]  # a rival of its day, borne out since
        others = [m for m in others if m not in holding.moves]
        decisive = [m for m in holding.moves if m.how == holding.how and not m.seen] or holding.moves
        since, same_day, other_day = self._settle_day(decisive)
        agreed = holding.agreed
        part = (
            holding.how == "handover"
            and agreed is not None
            and place.id in agreed.place
            and (agreed.extent == "part" or bool(agreed.except_))
        )
        rivals = [self._rival(place, m, "another actor") for m in others]
        rivals += [self._rival(place, m, "another day") for m in other_day]
        if part:
            rivals += [self._rival(place, m, "the whole") for m in holding.moves if m.whole]
        claims = [m.item for m in holding.moves if m not in other_day and not (part and m.whole)]
        besides = self._besides(place, holding)
        contested = bool(besides) or self._names_another(rivals, holding.holder)
        rivals += besides
        state = "contested" if contested else self._state(place.id, same_day or decisive)
        if not claims and state == "agreed":
            claims = self._plans_of(place.id, holding.holder)
        return Control(
            place.id,
            holding.holder,
            since,
            holding.how,
            state,
            "part" if part else "whole",
            agreed.except_ if part and agreed is not None else (),
            _distinct(rivals),
            ids_of(claims),
        )

    def _names_another(self, rivals: Sequence[RivalControl], holder: str | None) -> bool:
        return holder is not None and any(
            r.actor is not None and self._sides.principal(r.actor) != self._sides.principal(holder) for r in rivals
        )

    def _plans_of(self, place_id: str, holder: str | None) -> list[Item]:
        """The claims that put a place ahead into the hands of its holder."""
        at = [p for p in self._plans if place_id in p.claim.place] if holder is not None else []
        return [p for p in at if self._sides.acts_for(p.claim.actor, (holder or "",))]

    @staticmethod
    def _settle_day(moves: list[Move]) -> tuple[Day | None, list[Move], list[Move]]:
        """The day in force, who gives it, and who gives another; the place's own claims before those on a zone."""
        dated = [m for m in moves if m.day is not None]
        nearest = min((m.steps for m in dated), default=0)
        best = settle_day([(m.day, m.item) for m in dated if m.day is not None and m.steps == nearest])
        return best, [m for m in dated if m.day == best], [m for m in dated if m.day != best]

    def _state(self, place_id: str, moves: list[Move]) -> str:
        if not moves:
            return "agreed" if place_id in self._agreed_places else "claimed"
        own = any(m.item.own_voice for m in moves)
        return "observed" if own or len({m.item.origin for m in moves}) >= 2 else "claimed"

    def _rival(self, place: Place, move: Move, differs: str) -> RivalControl:
        who = self._case.name_of(move.holder) if move.holder else "Somebody not named"
        day = f" since {say_day(move.day)}" if move.day else ""
        source = names_of(self._case, move.item.claim.attributed_to) or f"report {move.item.claim.report}"
        text = {
            "the whole": f"{source} has {who} in control of the whole, with no exception named.",
            "another day": f"{source} gives another day for {self._case.name_of(place.id)}:{day}.",
            "another actor": f"{source} has {who} in control of {self._case.name_of(place.id)}{day}.",
            "a post": f"{source} has {who} keeping a post in {self._case.name_of(place.id)}{day}.",
            "closed": f"{source} has {who} keeping {self._case.name_of(place.id)} closed{day}.",
        }[differs]
        return RivalControl(
            move.holder,
            move.day,
            move.how,
            "whole" if move.whole or differs != "the whole" else "part",
            text,
            (move.item.claim.id,),
        )

    def _with_parts(self, lines: list[Control]) -> tuple[Control, ...]:
        """A place in which others hold places holds in part, except those."""
        holder = {c.place: c.actor for c in lines}
        out = []
        for line in lines:
            if line.actor is None:
                out.append(line)
                continue
            apart = [
                p
                for p in self._reach.inside(line.place)
                if holder.get(p) is not None
                and self._sides.principal(holder[p] or "") != self._sides.principal(line.actor)
            ]
            top = tuple(sorted(p for p in apart if not any(q != p and self._reach.holds(q, p) for q in apart)))
            if top and not line.except_:
                line = Control(
                    line.place, line.actor, line.since, line.how, line.state, "part", top, line.rivals, line.claims
                )
            out.append(line)
        return tuple(out)


def _distinct(rivals: list[RivalControl]) -> tuple[RivalControl, ...]:
    """Rivals that say the same become one, with all their claims."""
    merged: dict[tuple[str | None, Day | None, str, str], RivalControl] = {}
    for r in rivals:
        key = (r.actor, r.since, r.how, r.extent)
        first = merged.get(key)
        merged[key] = (
            r
            if first is None
            else RivalControl(
                first.actor,
                first.since,
                first.how,
                first.extent,
                first.text,
                tuple(dict.fromkeys((*first.claims, *r.claims))),
            )
        )
    return tuple(merged.values())
