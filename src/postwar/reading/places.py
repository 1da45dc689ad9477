"""Places: where a claim lies, from the places that its words name and those spoken of before."""

from __future__ import annotations

from postwar.reading.discourse import Discourse
from postwar.reading.frames import Frame
from postwar.reading.lexicon import words
from postwar.reading.mentions import Mention
from postwar.reading.sentence import Sentence

_LOCATIVE = frozenset(
    words(
        "in; at; near; around; into; inside; within; throughout; across; outside; through; towards; toward; from; of; "
        "on; over; along; via; north; south; east; west; between; off; to; leave; leaving; left; reach; reached; "
        "enter; entered"
    )
)
_FINENESS = {"town": 3, "village": 3, "district": 3, "site": 2, "zone": 1}
_HOME_KINDS = frozenset({"displacement", "return", "housing", "mines", "handover", "capture", "control"})


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
        kept = [p for p in found if not any(q != p and gazetteer.lies_in(q, p) for q in found)]
        if frame.kind in {"handover", "capture", "withdrawal", "control"}:
            below = [p for p in kept if gazetteer.places[p].kind != "country"]
            kept = below or ([] if frame.kind == "handover" else kept)
        if kept:
            return tuple(kept)
        return self.default_place(s, frame, start, end)

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
            return (
                frame.kind
                in {
                    "displacement",
                    "return",
                    "transport",
                    "casualty",
                    "incident",
                    "exchange",
                    "deployment",
                    "withdrawal",
                    "aid",
                }
                and frame.kind != "aid"
            )
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
            and frame.kind in {"capture", "control", "displacement", "return", "withdrawal"}
        )

    def default_place(self, s: Sentence, frame: Frame, start: int, end: int) -> tuple[str, ...]:
        """Where the claim names no place: that of "it", or the last one spoken of, for kinds that are about places."""
        talk = self._talk
        if frame.kind not in _HOME_KINDS | {"guard", "casualty", "incident", "transport", "withdrawal"}:
            return ()
        clause = s.clauses[frame.clause]
        before = [
            x.places[0]
            for x in s.mentions
            if x.places
            and x.start < start
            and not (x.actors and (x.form == "adjective" or s.low(x.start - 1) not in _LOCATIVE))
        ]
        recent = [p for p in talk.places if p not in talk.weak] + before
        if clause.relative and before:
            return (before[-1],)
        kinds: tuple[str, ...] = ("district", "town", "village", "region", "zone", "corridor", "site", "line")
        if frame.kind == "guard":
            kinds = ("corridor", "line", "site", "town", "district")
        if frame.kind == "transport":
            kinds = ("corridor", "line", "site")
        theatre = talk.gazetteer.theatre
        if not before:
            recent = (
                sorted(recent[-5:], key=lambda p: -_FINENESS.get(talk.gazetteer.places[p].kind, 0))
                if frame.kind in {"housing", "mines"}
                else recent
            )
            recent = recent[::-1] if frame.kind in {"housing", "mines"} else recent
        if (
            frame.kind in {"displacement", "return"}
            and not clause.relative
            and not before
            and not any(s.low(k) in {"there", "it", "them"} for k in range(start, end))
        ):
            return (theatre,) if theatre and frame.kind == "displacement" else ()
        found = next((p for p in reversed(recent) if talk.gazetteer.places[p].kind in kinds), None)
        if frame.kind == "withdrawal" and not before:
            return (theatre,) if theatre else ()
        if frame.kind == "casualty" and not before:
            return ()
        if (
            frame.kind == "incident"
            and not before
            and any(s.phrase_in(p, start, end) is not None for p in ("cut off", "stranded", "trapped", "besieged"))
        ):
            return (theatre,) if theatre else ()
        if (
            frame.kind == "incident"
            and not before
            and not any(
                s.low(k) in {"there", "it", "road", "blockade", "roadblock", "corridor", "closed", "blocked"}
                for k in range(start, end)
            )
        ):
            return ()
        return (found,) if found else ()
