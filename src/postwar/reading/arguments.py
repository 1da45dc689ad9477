"""Arguments: who does it to whom, and where, within the span of one claim."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.reading.discourse import Discourse
from postwar.reading.events import subject_heads
from postwar.reading.forces import ForceFinder
from postwar.reading.frames import Frame
from postwar.reading.lexicon import words
from postwar.reading.places import PlaceFinder
from postwar.reading.sentence import Sentence
from postwar.reading.subjects import everywhere

_NO_PEOPLE_ACT = frozenset(
    words("exchange; incident; casualty; disarmament; handover; withdrawal; mines; amendment; centre; guard")
)

# who only counts an act does not do it
_DONE_BY = frozenset({"transport", "housing", "mines", "recognition", "amendment"})  # an agent may be named
_RECORDED = frozenset({"incident", "ceasefire", "casualty", "housing"})
# kinds that have a place: where none is told, it is that of the claim before
_PLACED = frozenset(
    words(
        "capture; control; deployment; displacement; guard; handover; housing; incident; mines; population; "
        "recognition; reconstruction; return; transport; withdrawal; risk; ambiguity"
    )
)
_ABOUT_ACTS = frozenset({"amendment", "deadline"})  # what is said of an act, which a relative clause hangs on
_OF_PEOPLE = frozenset({"return", "displacement", "population", "reconstruction", "housing"})
_COLLECTIVE = frozenset(
    {"handover", "withdrawal", "disarmament", "exchange", "amendment", "capture", "control", "deployment"}
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Ids of who, to whom and where."""

    actor: tuple[str, ...]
    target: tuple[str, ...]
    place: tuple[str, ...]


class RoleFinder(ForceFinder):
    """Fills the roles of a frame from the mentions of its sentence and the discourse."""

    def __init__(self, talk: Discourse) -> None:
        super().__init__(talk)
        self.where = PlaceFinder(talk)

    def roles(self, s: Sentence, frame: Frame, start: int, end: int, places: tuple[str, ...] | None = None) -> Roles:
        """The roles within tokens ``start`` to ``end``."""
        s = s.view(s.clauses[frame.clause])
        self._talk.kind = frame.kind
        where = places if places is not None else self.where.places(s, frame, start, end)
        holder = self._holder(s, frame, start, end)
        if holder is not None:
            where = tuple(p for p in where if p != holder[0]) or (
                () if len(where) > 1 else self.where.default_place(s, frame, start, end)
            )
        if frame.kind == "return" and where and self._only_now(s, frame, start, end, where):
            where = ()
        if not where and frame.kind in _ABOUT_ACTS and s.clauses[frame.clause].relative:
            first = s.clauses[frame.clause].start
            before = [m for m in s.mentions if m.start < first and m.places and not (m.actors and m.form != "plain")]
            where = before[-1].places[:1] if before else ()
        if not where and frame.kind in _PLACED and not everywhere(s):
            where = self._carried_place(frame)
        actor = self._actor(s, frame, start, end, where)
        if frame.kind == "talks":
            actor = self._parties(s, frame, actor)
        if frame.kind in _COLLECTIVE:
            actor = self.collective(actor)
        if holder is not None and holder[1] not in actor:
            actor = (*actor, holder[1])
        if frame.kind == "displacement" and len(actor) == 1 and where == (self._talk.gazetteer.theatre,):
            named = any(start <= m.start < end and m.places[:1] == where for m in s.mentions)
            home = self._talk.gazetteer.home_of(actor[0]) if not named else None
            where = (home,) if home is not None else where
        target = self._target(s, frame, start, end, actor, where)
        return Roles(actor, target, where)

    def collective(self, actor: tuple[str, ...]) -> tuple[str, ...]:
        """A person who hands over, disarms or withdraws does it for a side: the actor that speaks for the side."""
        gazetteer = self._talk.gazetteer
        out = []
        for a in actor:
            side = gazetteer.actors[a].side
            head = next((p for p in gazetteer.principals if gazetteer.actors[p].side == side and side), None)
            head = head or next(
                (
                    x.id
                    for x in gazetteer.actors.values()
                    if x.side == side and side and x.kind in {"state", "armed force", "de-facto authority"}
                ),
                None,
            )
            if gazetteer.actors[a].kind == "person":
                head = gazetteer.employer(a) or head
            out.append(head if gazetteer.actors[a].kind == "person" and head else a)
        return tuple(dict.fromkeys(out))

    def _holder(self, s: Sentence, frame: Frame, start: int, end: int) -> tuple[str, str] | None:
        """A place that acts stands for who holds it: the place and its holder, or None."""
        group, gazetteer = frame.group, self._talk.gazetteer
        if (
            group is None
            or group.passive
            or frame.kind not in {"handover", "withdrawal", "exchange", "disarmament", "capture"}
        ):
            return None
        for m in s.mentions:
            if start <= m.start and m.end == group.start and m.via == "name" and m.places and not m.actors:
                holder = gazetteer.places[m.places[0]].controller
                joined = s.low(m.start - 1) == "and" and any(x.end == m.start - 1 and x.actors for x in s.mentions)
                if holder in gazetteer.actors and joined and holder is not None:
                    return m.places[0], holder
        return None

    def _parties(self, s: Sentence, frame: Frame, actor: tuple[str, ...]) -> tuple[str, ...]:
        """Who talks: the two sides where nobody is named, or where one of them is named as whom it is talked with."""
        sides = self._talk.gazetteer.principals
        if len(sides) != 2 or frame.rule.actor == "all":
            return actor
        other = self._met_with(s, frame)
        if other and len(actor) < 2:
            mine = [
                p
                for p in (*actor, *sides)
                if p != other and self._talk.gazetteer.actors[p].side != self._talk.gazetteer.actors[other].side
            ]
            return (mine[0], other) if mine else actor
        if not actor:
            heads = (
                subject_heads(s, s.clauses[frame.clause], frame.group)
                if frame.group
                else range(frame.head, frame.head_end)
            )
            spoken = any(k in heads for k in s.positions("negotiation"))
            return sides if spoken and not frame.rule.modality else actor
        return actor

    def _carried_place(self, frame: Frame) -> tuple[str, ...]:
        """The place of the claim before, where that can hold what this one tells: people live in no bridge."""
        last = self._talk.last_place[:1]
        if not last or frame.kind not in _OF_PEOPLE:
            return last
        gazetteer = self._talk.gazetteer
        narrow = gazetteer.places[last[0]].kind in {"site", "line", "corridor"}
        theatre = gazetteer.theatre
        abroad = theatre is not None and last[0] != theatre and not gazetteer.lies_in(last[0], theatre)
        return () if narrow or abroad else last

    def _only_now(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> bool:
        """Whether a place is only where those who are to return are now ("called on all who are in Kassia to
        return")."""
        group = frame.group
        if group is None or group.tense != "to":
            return False
        named = [m for m in s.mentions if start <= m.start < end and m.places and m.places[0] in where]
        return bool(named) and all(m.start < group.start and s.low(m.start - 1) == "in" for m in named)

    def own_people(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        """The population that a part names for itself ("… and 270 Korvs to Hask")."""
        if frame.rule.actor != "population" or not any(
            start <= m.start < end and m.via == "name" and m.form in {"people", "plain"} and m.actors
            for m in s.mentions
        ):
            return ()
        return tuple(self._actors_in(s, start, end, where, frame, frozenset({"population"}))[:1])

    def own_actor(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        """Who a counted part names for itself ("12,103 soldiers of the Front"), for kinds of act by those counted."""
        if frame.kind not in {"deployment", "withdrawal", "disarmament", "return", "displacement"}:
            return ()
        found = self._actors_in(s, start, end, where, frame)
        return tuple(found[:1])

    def _actor(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        role = frame.rule.actor
        asked = self._asked(s, frame, where) if role not in {"none", "population", "speaker", "to", "of"} else None
        if asked is not None:
            return asked
        if role == "none" and frame.kind in _DONE_BY and frame.group is not None and frame.group.passive:
            return tuple(self._agent(s, start, end, frame.group.end, where))[:1]
        if frame.kind in {"incident", "exchange"} and role in {"subject", "none", "releaser"}:
            both = self._both_of(s, frame, where)
            if both:
                return both
        if (
            frame.kind in _RECORDED
            and frame.group is not None
            and frame.group.bases[0] in s.lists["arguments.recording"]
            and not frame.group.passive
        ):
            return ()
        if role == "none" and frame.kind == "incident" and frame.group is None:
            actors = self._talk.gazetteer.actors
            owner = self._owner(s, frame, start, end, where)
            return tuple(a for a in owner if actors[a].kind in {"armed force", "state", "mission"})[:1]
        if role == "none" and frame.kind == "casualty":
            passive = frame.group is not None and frame.group.passive
            got = self._agent(s, start, end, frame.group.end, where) if passive and frame.group else []
            actors = self._talk.gazetteer.actors
            return tuple(a for a in got if actors[a].kind in {"armed force", "state", "mission", "de-facto authority"})
        if role == "none":
            return ()
        return self._by_role(s, frame, start, end, where, role)

    def _by_role(
        self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...], role: str
    ) -> tuple[str, ...]:
        """The actor where a rule says by which part of the clause it is told."""
        if role == "population":
            return self._population(s, frame, start, end, where)
        if role == "mission" and frame.group is not None and frame.group.bases[0] in s.lists["arguments.granting"]:
            kinds = frozenset({"organisation", "state"})
            by = self._agent(s, start, end, frame.group.end, where) if frame.group.passive else None
            giver = by if by is not None else self._subject(s, frame, start, end, where, kinds)
            giver = [a for a in giver if self._talk.gazetteer.actors[a].kind in kinds]
            if giver:
                return tuple(dict.fromkeys([*giver[:1], *self._force(s, frame, start, end, where, role)[:1]]))
        if role in {"force", "mission", "fighters"}:
            return self._force(s, frame, start, end, where, role)
        if role in {"by", "controller"}:
            got = (
                self._agent(s, start, end, frame.head, where)
                if role == "by" or (frame.group and frame.group.passive)
                else []
            )
            if role == "controller" and not got:
                got = self._controller(s, frame, start, end, where)
            return tuple(got)
        if role == "to":
            return self._after_word(s, start, end, frame.head, where, "to")
        if role == "of":
            return self._after_word(s, start, end, frame.head, where, "of")
        if role == "owner":
            return self._owner(s, frame, start, end, where)
        if role == "all":
            return tuple(self._actors_in(s, start, end, where, frame))
        if role == "obligor":
            return tuple(
                self._subject(
                    s, frame, start, end, where, frozenset({"state", "armed force", "mission", "de-facto authority"})
                )
                or self._talk.last_actor
            )
        if role == "speaker":
            return ()
        if role == "ambiguous":
            return (
                tuple(self._actors_in(s, start, end, where, frame)[:1])
                if not any(m.via == "pronoun" and m.start <= start + 1 for m in s.mentions)
                else ()
            )
        passive = frame.group is not None and frame.group.passive
        if passive:
            got = tuple(self._agent(s, start, end, frame.group.end if frame.group else start, where))
            return got or (self._force(s, frame, start, end, where, "fighters") if frame.kind == "disarmament" else ())
        if frame.group is None and frame.rule.actor in {"releaser", "subject"}:
            return self._owner(s, frame, start, end, where)
        found = self._subject(s, frame, start, end, where)
        if frame.kind in _NO_PEOPLE_ACT:
            found = (
                [a for a in found if self._talk.gazetteer.actors[a].kind != "population"]
                if frame.kind != "disarmament"
                else found
            )
        if frame.kind == "disarmament" and not found:
            return self._force(s, frame, start, end, where, "fighters")
        return tuple(found)

    def _asked(self, s: Sentence, frame: Frame, where: tuple[str, ...]) -> tuple[str, ...] | None:
        """Who is asked to do it ("called on the Front to …", "demanded of Veska a …"); None where nobody is."""
        head = frame.group.start if frame.group else frame.head
        clause = s.clauses[frame.clause]
        if frame.group is not None and frame.rule.modality == "demanded" and not frame.group.passive:
            return self._addressed(s, frame, where)
        lead = next((g for g in reversed(clause.groups) if g.end <= head), None)
        if lead is None or lead.passive or lead.bases[0] not in s.lists["arguments.asking"]:
            return None
        behind = [m for m in s.mentions if lead.end <= m.start < head and not m.possessive]
        near = [m for m in behind if m.start - lead.end <= 4 or s.low(m.start - 1) == "and"]
        found = [
            a
            for m in near
            if (m.form != "adjective" and m.places[:1] == ()) or m.actors
            for a in self._ids(s, m, where)
        ]
        return tuple(dict.fromkeys(found))[:2] or None

    def _addressed(self, s: Sentence, frame: Frame, where: tuple[str, ...]) -> tuple[str, ...]:
        """Whom a demand is put to: behind its verb ("called on the Front for …"); nobody where it does not say."""
        assert frame.group is not None
        clause = s.clauses[frame.clause]
        verbs = [g.start for g in clause.groups if g.start > frame.group.start]
        stop = min([clause.end, frame.group.end + 9, *verbs])
        for m in s.mentions:
            if not frame.group.end <= m.start < stop or m.form == "adjective" or m.possessive:
                continue
            before = s.low(m.start - 1) if s.low(m.start - 1) not in {"the", "both", "all"} else s.low(m.start - 2)
            if before in {"on", "upon", "to", "of"} or m.start - frame.group.end <= 1:
                found = self._ids(s, m, where)
                if found and not (m.places and not m.actors):
                    return tuple(found[:2])
        return ()

    def _both_of(self, s: Sentence, frame: Frame, where: tuple[str, ...]) -> tuple[str, ...]:
        """The two who clash: "between A and B", "involving A and B", "A clashed with B"."""
        clause = s.clauses[frame.clause]
        said = {s.low(k) for k in range(frame.head, frame.head_end)}
        passive = frame.group is not None and frame.group.passive
        for k in range(clause.start if passive else frame.head, clause.end):
            if s.low(k) in {"between", "involving"}:
                found = self._actors_in(s, k, min(clause.end, k + 14), where, frame)
                span = range(k, min(clause.end, k + 14))
                joined = any(s.low(j) in {"and", "both"} for j in span) or any(
                    m.via == "both" and m.start in span for m in s.mentions
                )
                return tuple(found[:2]) if len(found) > 1 and joined else ()
            if s.low(k) == "with" and said & s.lists["arguments.mutual"] and frame.kind == "incident":
                first = self._subject(s, frame, clause.start, clause.end, where)
                other = self._actors_in(s, k, min(clause.end, k + 8), where, frame)
                return tuple(dict.fromkeys([*first[:1], *other[:1]])) if first and other else ()
        return ()

    def _controller(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> list[str]:
        behind = self._actors_in(s, frame.head, end, where, frame)
        lead = self._subject(s, frame, start, end, where)
        words = {s.low(k) for k in range(frame.head, frame.head_end)}
        if words & {"hands", "by", "under"} or "with" in words:
            return behind[:1] or lead[:1]
        return lead[:1] or behind[:1]

    def _owner(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        owner = next(
            (m for m in s.mentions if m.possessive and frame.head - 4 <= m.start < frame.head and m.actors), None
        )
        near = [m for m in s.mentions if m.form == "adjective" and m.actors and frame.head - 2 <= m.end <= frame.head]
        owner = owner or next((m for m in near if "-" not in m.word), None)
        if owner:
            return self._ids(s, owner, where)
        agent = self._agent(s, start, end, frame.head, where)
        if agent:
            return tuple(agent)
        if frame.kind == "disarmament":
            own = next((m for m in s.mentions if m.possessive and m.actors and start <= m.start < end), None)
            if own is not None:
                return self._ids(s, own, where)
        clause = s.clauses[frame.clause]
        if (
            clause.verb is not None
            and clause.verb.bases[0] in s.lists["arguments.asking"]
            and clause.verb.end <= frame.head
        ):
            asked = self._actors_in(s, clause.verb.end, frame.head, where, frame)
            if asked:
                return tuple(asked[:2])
        if clause.verb is not None and not clause.verb.passive and clause.verb.end <= frame.head:
            return tuple(self._subject(s, frame, start, end, where))
        return ()

    def _receiver(self, actor: tuple[str, ...], where: tuple[str, ...]) -> tuple[str, ...]:
        """Who receives a place where the clause does not say: as told before, else the other side than the giver's."""
        gazetteer = self._talk.gazetteer
        if self._talk.receiver:
            return tuple(a for a in self._talk.receiver if a not in actor)
        giver = actor or tuple(
            c for p in where for c in [gazetteer.places[p].controller] if c in gazetteer.actors and c
        )
        sides = {gazetteer.actors[a].side for a in giver}
        other = [p for p in gazetteer.principals if gazetteer.actors[p].side not in sides]
        return tuple(other) if len(other) == 1 and giver else ()

    def _target(
        self, s: Sentence, frame: Frame, start: int, end: int, actor: tuple[str, ...], where: tuple[str, ...]
    ) -> tuple[str, ...]:
        role = frame.rule.target
        if role == "none":
            return ()
        if role == "to":
            got = tuple(a for a in self._after_word(s, start, end, frame.head, where, "to") if a not in actor)
            return got or (self._receiver(actor, where) if frame.kind == "handover" else ())
        if role == "from":
            return self._after_word(s, start, end, frame.head, where, "from")
        if role == "subject":
            return tuple(self._subject(s, frame, start, end, where))
        if role == "victims":
            return tuple(
                a
                for a in self._actors_in(s, start, end, where, frame)
                if self._talk.gazetteer.actors[a].kind in {"population", "armed force", "mission"}
            )[:1]
        behind = self._actors_in(s, frame.head_end, end, where, frame)
        return tuple(a for a in behind if a not in actor)[:2]
