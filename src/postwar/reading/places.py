"""Places: where a claim lies, from the places that its words name and those spoken of before."""

from __future__ import annotations

from postwar.reading.discourse import Discourse
from postwar.reading.frames import Frame
from postwar.reading.lexicon import words
from postwar.reading.mentions import Mention
from postwar.reading.sentence import Sentence
from postwar.reading.world.elsewhere import outside_place

_KINDS_TO = frozenset(
    words("displacement; return; transport; casualty; incident; exchange; deployment; withdrawal; aid")
)

_LOCATIVE = frozenset(
    words(
        "in; at; near; around; into; inside; within; throughout; across; outside; through; towards; toward; from; of; "
        "on; over; along; via; north; south; east; west; between; off; to; leave; leaving; left; reach; reached; "
        "enter; entered"
    )
)
_BOUND = frozenset({"return", "deployment", "aid"})  # what is told of those who come, not of those who leave
_FINENESS = {"town": 3, "village": 3, "district": 3, "site": 2, "zone": 1}
_HOME_KINDS = frozenset({"displacement", "return", "housing", "mines", "handover", "capture", "control"})
# kinds that happen where the sentence before them happened, if they name no place
_SCENE_KINDS = frozenset(
    words(
        "casualty; incident; housing; displacement; return; withdrawal; capture; mines; deployment; disarmament; "
        "handover; control; guard; transport"
    )
)


class PlaceFinder:
    """Finds the places of a frame; ``talk`` is what the report has spoken of so far."""

    def __init__(self, talk: Discourse) -> None:
        self._talk = talk

    def places(self, s: Sentence, frame: Frame, start: int, end: int) -> tuple[str, ...]:
        """The places of the claim: those named in it as places, most specific first, else the last fitting one."""
        found: list[str] = []
        for m in s.mentions:
            if not start <= m.start < end or not (m.places or m.via == "place_word"):
                continue
            if m.actors and m.via == "name" and not self._as_place(s, frame, m):
                continue
            found += [p for p in self._talk.places_of(m, s.mentions) if p not in found]
        gazetteer = self._talk.gazetteer
        if len(found) > 1:
            around = {
                p
                for m in s.mentions
                if start <= m.start < end and s.low(m.start - 1) == "around" and m.via == "name"
                for p in m.places[:1]
            }
            found = [p for p in found if p not in around] or found
        left = self._left(s, frame, start, end)
        found = [p for p in found if p not in left]
        kept = [p for p in found if not any(q != p and gazetteer.lies_in(q, p) for q in found)]
        if frame.kind in {"handover", "capture", "withdrawal", "control"}:
            below = [p for p in kept if gazetteer.places[p].kind != "country"]
            kept = below or ([] if frame.kind == "handover" else kept)
        if kept:
            return tuple(kept)
        return self.default_place(s, frame, start, end)

    def _left(self, s: Sentence, frame: Frame, start: int, end: int) -> set[str]:
        """The places from which somebody or something comes: where it is not, once it has come."""
        named = [m for m in s.mentions if start <= m.start < end and m.via == "name" and m.places]
        before = {m.start: (s.low(m.start - 1), s.low(m.start - 2), s.low(m.start - 3)) for m in named}
        from_ = {m for m in named if frame.kind in _BOUND and "from" in before[m.start][:2]}
        toward = {m for m in named if before[m.start][:2] == ("of", "direction")}
        return {m.places[0] for m in [*from_, *toward]}

    def _as_place(self, s: Sentence, frame: Frame, m: Mention) -> bool:
        """Whether a name that is both place and actor is meant as a place here."""
        before = s.low(m.start - 1)
        if before == "the":
            before = s.low(m.start - 2)
        if m.form == "adjective" or m.possessive:
            return False
        if m.places and not m.actors:
            return True
        if before == "to":
            return frame.kind in _KINDS_TO and frame.kind != "aid"
        if before == "of":
            return frame.kind in {"population", "incident", "displacement"}
        if before in {"city", "town", "village", "district", "capital", "province", "region", "port", "hamlet"}:
            return True
        if before in _LOCATIVE:
            return not (
                before in {"from", "between"}
                and frame.kind in {"handover", "exchange", "aid", "support", "accord", "talks"}
            )
        group = frame.group
        return (
            group is not None
            and not group.passive
            and group.end <= m.start <= group.end + 2
            and frame.kind in {"capture", "control", "displacement", "return", "withdrawal", "recognition"}
        )

    def default_place(self, s: Sentence, frame: Frame, start: int, end: int) -> tuple[str, ...]:
        """Where the claim names no place: one that its sentence names, the scene of the sentence before, or the last
        one spoken of, for kinds that are about places."""
        talk, kind = self._talk, frame.kind
        clause = s.clauses[frame.clause]
        if kind not in _HOME_KINDS | _SCENE_KINDS | {"guard", "transport"}:
            return ()
        named = [
            x
            for x in s.mentions
            if x.places and not (x.actors and (x.form == "adjective" or s.low(x.start - 1) not in _LOCATIVE))
        ]
        before = [x.places[0] for x in named if x.start < start]
        if clause.relative and before:
            return (before[-1],)
        if kind in _SCENE_KINDS:
            near = before or (
                [x.places[0] for x in named if x.start >= end] if kind in {"casualty", "incident"} else []
            )
            if near:
                return (self._finest(near),)
            if self._outside(s, start, end):
                return ()
            if talk.scene and not self._elsewhere(s, kind):
                return talk.scene[:1] if len(talk.scene) > 2 else talk.scene
        return self._last_spoken_of(s, frame, start, end, before)

    def _outside(self, s: Sentence, start: int, end: int) -> bool:
        """Whether the claim's words name a place of the world that the case does not have."""
        taken = {k for m in s.mentions for k in range(m.start, m.end)} | {
            k for t in (*s.times, *s.figures) for k in range(t.start, t.end)
        }
        return bool(outside_place(s.tokens, start, end, frozenset(taken)))

    def _finest(self, places: list[str]) -> str:
        """The last of the places that no other of them lies in."""
        lies_in = self._talk.gazetteer.lies_in
        return [p for p in places if not any(q != p and lies_in(q, p) for q in places)][-1]

    def _elsewhere(self, s: Sentence, kind: str) -> bool:
        """Whether a sentence speaks of the whole and not of the scene ("since the signing", "in all")."""
        return kind == "casualty" and any(
            s.phrase_in(p, 0, len(s.tokens)) is not None for p in ("since the signing", "nationwide", "in the war")
        )

    def _last_spoken_of(self, s: Sentence, frame: Frame, start: int, end: int, before: list[str]) -> tuple[str, ...]:
        talk, kind = self._talk, frame.kind
        recent = [p for p in talk.places if p not in talk.weak and not talk.gazetteer.abroad(p)] + before
        kinds: tuple[str, ...] = ("district", "town", "village", "region", "zone", "corridor", "site", "line")
        if kind == "guard":
            kinds = ("corridor", "line", "site", "town", "district")
        if kind == "transport":
            kinds = ("corridor", "line", "site")
        theatre = talk.gazetteer.theatre
        if not before and kind in {"housing", "mines"}:
            recent = sorted(recent[-5:], key=lambda p: -_FINENESS.get(talk.gazetteer.places[p].kind, 0))[::-1]
        words_in = {s.low(k) for k in range(start, end)}
        if kind in {"displacement", "return"} and not before and not words_in & {"there", "it", "them"}:
            return (theatre,) if theatre and kind == "displacement" else ()
        found = next((p for p in reversed(recent) if talk.gazetteer.places[p].kind in kinds), None)
        if kind == "withdrawal" and not before:
            return (theatre,) if theatre else ()
        if kind in {"casualty", "deployment", "disarmament"} and not before:
            return ()
        if kind == "incident" and not before:
            if any(s.phrase_in(p, start, end) is not None for p in ("cut off", "stranded", "trapped", "besieged")):
                return (theatre,) if theatre else ()
            if not words_in & {"there", "it", "road", "blockade", "roadblock", "corridor", "closed", "blocked"}:
                return ()
        return (found,) if found else ()
