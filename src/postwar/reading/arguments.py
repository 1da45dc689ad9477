"""Arguments: who does it to whom, and where, within the span of one claim."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from postwar.reading.clauses import Clause
from postwar.reading.discourse import Discourse
from postwar.reading.frames import Frame
from postwar.reading.lexicon import words
from postwar.reading.mentions import Mention
from postwar.reading.places import PlaceFinder
from postwar.reading.sentence import Sentence

_NO_PEOPLE_ACT = frozenset(
    words("exchange; incident; casualty; disarmament; handover; withdrawal; mines; amendment; centre; guard")
)

_UPROOTED = frozenset({"displaced", "refugee", "idp", "evacuee", "returnee"})
_ASKING = frozenset(
    words("urge; ask; call; request; demand; order; press; appeal; invite; exhort; implore; want; tell")
)
_GRANTING = frozenset(
    words("give; authorise; authorize; extend; renew; vote; approve; prolong; adopt; set; grant; decide")
)
_MUTUAL = frozenset(
    words(
        "clashed; clash; clashes; fought; fight; fighting; skirmish; skirmished; encounter; encounters; battle; battled"
    )
)
_COLLECTIVE = frozenset(
    {"handover", "withdrawal", "disarmament", "exchange", "amendment", "capture", "control", "deployment"}
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Ids of who, to whom and where."""

    actor: tuple[str, ...]
    target: tuple[str, ...]
    place: tuple[str, ...]


class RoleFinder:
    """Fills the roles of a frame from the mentions of its sentence and the discourse."""

    def __init__(self, talk: Discourse) -> None:
        self._talk = talk
        self.where = PlaceFinder(talk)

    def roles(self, s: Sentence, frame: Frame, start: int, end: int, places: tuple[str, ...] | None = None) -> Roles:
        """The roles within tokens ``start`` to ``end``."""
        s = s.view(s.clauses[frame.clause])
        where = places if places is not None else self.where.places(s, frame, start, end)
        holder = self._holder(s, frame, start, end)
        if holder is not None:
            where = tuple(p for p in where if p != holder[0]) or (
                () if len(where) > 1 else self.where.default_place(s, frame, start, end)
            )
        actor = self._actor(s, frame, start, end, where)
        if frame.kind in _COLLECTIVE:
            actor = self._collective(actor)
        if holder is not None and holder[1] not in actor:
            actor = (*actor, holder[1])
        if frame.kind == "displacement" and len(actor) == 1 and where == (self._talk.gazetteer.theatre,):
            named = any(start <= m.start < end and m.places[:1] == where for m in s.mentions)
            home = self._talk.gazetteer.home_of(actor[0]) if not named else None
            where = (home,) if home is not None else where
        target = self._target(s, frame, start, end, actor, where)
        return Roles(actor, target, where)

    def _collective(self, actor: tuple[str, ...]) -> tuple[str, ...]:
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

    # actors -----------------------------------------------------------------------------------------------------
    def _ids(self, s: Sentence, m: Mention, where: Sequence[str]) -> tuple[str, ...]:
        around = [t.low for t in s.tokens[max(0, m.start - 4) : m.end + 6]]
        return self._talk.actors_of(m, s.mentions, around, where)

    def _actors_in(
        self, s: Sentence, start: int, end: int, where: Sequence[str], frame: Frame, kinds: frozenset[str] | None = None
    ) -> list[str]:
        out: list[str] = []
        for m in s.mentions:
            if not start <= m.start < end:
                continue
            if m.via == "name" and (not m.actors or (m.places and m.places[0] in where)):
                continue
            if m.form == "adjective" and self._only_adjective(s, m):
                continue
            for a in self._ids(s, m, where):
                if a not in out and (kinds is None or self._talk.gazetteer.actors[a].kind in kinds):
                    out.append(a)
        return out

    def _only_adjective(self, s: Sentence, m: Mention) -> bool:
        """Whether an adjective qualifies a thing that is no actor ("a Russian-brokered accord")."""
        if "-" in m.word:
            return True
        return any(x.start == m.end and x.via == "word" and x.form == "population" for x in s.mentions)

    def _subject(
        self, s: Sentence, frame: Frame, start: int, end: int, where: Sequence[str], kinds: frozenset[str] | None = None
    ) -> list[str]:
        clause = s.clauses[frame.clause]
        head = frame.group.start if frame.group else frame.head
        first = self._subject_from(s, clause, head)
        found = self._actors_in(s, max(clause.start, first), head, where, frame, kinds)
        if found:
            return self._coordinated(s, found, max(clause.start, first), head, where, frame)
        if (
            frame.group is not None
            and not frame.group.finite
            and clause.verb is not None
            and clause.verb.end <= frame.group.start
        ):
            found = self._actors_in(s, clause.start, clause.verb.start, where, frame, kinds)
            if found:
                return found
        return self._inherited(s, clause, frame, where, kinds)

    def _subject_from(self, s: Sentence, clause: Clause, head: int) -> int:
        """Where the subject of a verb can begin: after the verb that governs it, if somebody stands between."""
        governors = [g for g in clause.groups if g.end <= head]
        if governors:
            last = max(governors, key=lambda g: g.end)
            if any(
                last.end <= m.start < head and (m.actors or m.via in {"word", "both"}) and m.via != "pronoun"
                for m in s.mentions
            ):
                return last.end
        return clause.start

    def _coordinated(
        self, s: Sentence, found: list[str], start: int, end: int, where: Sequence[str], frame: Frame
    ) -> list[str]:
        """Of several in the subject: those joined by "and"; else only the last one before the verb."""
        if len(found) < 2:
            return found
        if any(start <= m.start < end and m.via == "both" for m in s.mentions):
            return found
        joined = any(s.low(k) in {"and", "&"} for k in range(start, end))
        possessed = [m for m in s.mentions if start <= m.start < end and m.possessive]
        if joined and not possessed:
            return found
        return found[:1] if not possessed else found[-1:]

    def _inherited(
        self, s: Sentence, clause: Clause, frame: Frame, where: Sequence[str], kinds: frozenset[str] | None
    ) -> list[str]:
        if (
            clause.parent is None
            or clause.parent >= frame.clause
            or clause.link not in {"and", "but", "which", "who", "that", "yet", "or", "nor", "whose", ""}
        ):
            return []
        parent = s.clauses[clause.parent]
        dated = {k for t in s.times for k in range(t.start, t.end)}
        own = clause.verb is not None and sum(1 for k in range(clause.start, clause.verb.start) if k not in dated) > 2
        if own:
            return []
        if clause.relative:
            near = [m for m in s.mentions if parent.start <= m.start < clause.start]
            return (
                [
                    a
                    for a in self._ids(s, near[-1], where)
                    if kinds is None or self._talk.gazetteer.actors[a].kind in kinds
                ]
                if near
                else []
            )
        edge = parent.verb.start if parent.verb else parent.end
        return self._actors_in(s, parent.start, edge, where, frame, kinds)

    def _agent(self, s: Sentence, start: int, end: int, head: int, where: Sequence[str]) -> list[str]:
        for m in s.mentions:
            if head <= m.start < end and (m.actors or m.via in {"word", "both"}):
                k = m.start - 1
                counted = {j for f in s.figures for j in range(f.start, f.end)}
                while (
                    k > head
                    and m.start - k < 7
                    and (
                        s.low(k) in {"the", "a", "an", "its", "their", "some", "armed", "several", "former", "local"}
                        or k in counted
                    )
                ):
                    k -= 1
                if s.low(k) == "by":
                    return list(self._ids(s, m, where))
        return []

    def _actor(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        role = frame.rule.actor
        if frame.kind in {"incident", "exchange"} and role in {"subject", "none", "releaser"}:
            both = self._both_of(s, frame, where)
            if both:
                return both
        if role == "none" and frame.kind == "incident" and frame.group is None:
            actors = self._talk.gazetteer.actors
            got = self._owner(s, frame, start, end, where)
            return tuple(a for a in got if actors[a].kind in {"armed force", "state", "mission"})[:1]
        if role == "none" and frame.kind == "casualty":
            passive = frame.group is not None and frame.group.passive
            got = self._agent(s, start, end, frame.group.end, where) if passive and frame.group else []
            actors = self._talk.gazetteer.actors
            return tuple(a for a in got if actors[a].kind in {"armed force", "state", "mission", "de-facto authority"})
        if role == "none":
            return ()
        if role == "population":
            return self._population(s, frame, start, end, where)
        if role == "mission" and frame.group is not None and frame.group.bases[0] in _GRANTING:
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

    def _both_of(self, s: Sentence, frame: Frame, where: tuple[str, ...]) -> tuple[str, ...]:
        """The two who clash: "between A and B", "involving A and B", "A clashed with B"."""
        clause = s.clauses[frame.clause]
        said = {s.low(k) for k in range(frame.head, frame.head_end)}
        for k in range(frame.head, clause.end):
            if s.low(k) in {"between", "involving"}:
                found = self._actors_in(s, k, min(clause.end, k + 14), where, frame)
                joined = any(s.low(j) in {"and", "both"} for j in range(k, min(clause.end, k + 14)))
                return tuple(found[:2]) if len(found) > 1 and joined else ()
            if s.low(k) == "with" and said & _MUTUAL and frame.kind == "incident":
                first = self._subject(s, frame, clause.start, clause.end, where)
                other = self._actors_in(s, k, min(clause.end, k + 8), where, frame)
                return tuple(dict.fromkeys([*first[:1], *other[:1]])) if first and other else ()
        return ()

    def _population(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        people = frozenset({"population"})
        found = self._actors_in(s, start, end, where, frame, people)
        if found:
            return tuple(found[:1])
        words = [t.low for t in s.tokens[start:end]]
        adjectives = [
            a for m in s.mentions if start <= m.start < end and m.form in {"adjective", "people"} for a in m.actors[:1]
        ]
        got = self._talk.population(words, where or tuple(self._talk.places[-1:]), adjectives)
        if got:
            return got
        recent = next(
            (a for a in reversed(self._talk.actors) if self._talk.gazetteer.actors[a].kind == "population"), None
        )
        if recent is None and frame.kind in {"displacement", "return"}:
            rows = self._talk.gazetteer.of_kind("population")
            uprooted = [a for a in rows if self._talk.gazetteer.counts(a, _UPROOTED)]
            recent = uprooted[0] if len(uprooted) == 1 else None
        return (recent,) if recent else ()

    def _force(
        self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...], role: str
    ) -> tuple[str, ...]:
        several = self._several(s, frame, start, end, where)
        if several:
            return several
        missions = frozenset({"mission"})
        forces = (
            frozenset({"mission", "armed force"}) if role != "fighters" else frozenset({"armed force", "population"})
        )
        for kinds in (missions, forces) if role == "mission" else (forces,):
            found = self._subject(s, frame, start, end, where, kinds) or self._actors_in(
                s, start, end, where, frame, kinds
            )
            if found:
                return tuple(found[:2])
        wide = frozenset({"state", "de-facto authority", "armed force", "mission", "organisation"})
        found = self._subject(s, frame, start, end, where, wide) or self._actors_in(s, start, end, where, frame, wide)
        if found and role != "mission":
            return tuple(found[:2])
        if role == "mission" or frame.kind == "deployment":
            rows = self._talk.gazetteer.of_kind("mission")
            recent = next((a for a in reversed(self._talk.actors) if a in rows), None)
            return (recent,) if recent else rows[:1]
        actors = self._talk.gazetteer.actors
        if role == "fighters":
            states = {a.side for a in actors.values() if a.kind == "state"}
            rows = [a.id for a in actors.values() if a.kind == "armed force" and a.side not in states]
            return tuple(a for a in self._talk.last_actor if a in rows)[:1] or tuple(rows[:1])
        recent = next((a for a in reversed(self._talk.actors) if actors[a].kind in forces), None)
        return (recent,) if recent else ()

    def _several(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        """Two that are the subject together: "both sides", "Veska and the Front"."""
        if frame.group is None or frame.group.passive:
            return ()
        clause = s.clauses[frame.clause]
        if clause.verb is not frame.group and clause.verb is not None and clause.verb.bases[0] in _ASKING:
            return ()
        lead = [m for m in s.mentions if clause.start <= m.start < frame.group.start]
        if any(m.via == "both" for m in lead):
            return self._ids(s, next(m for m in lead if m.via == "both"), where)
        named = [m for m in lead if m.via == "name" and m.actors and m.form == "plain" and not m.possessive]
        for a, b in itertools.pairwise(named):
            joined = {s.low(k) for k in range(a.end, b.start)}
            if "and" in joined and len(joined) <= 3 and joined <= {"and", "the", "both", ","}:
                return tuple(dict.fromkeys([*self._ids(s, a, where), *self._ids(s, b, where)]))
        return ()

    def _controller(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> list[str]:
        behind = self._actors_in(s, frame.head, end, where, frame)
        lead = self._subject(s, frame, start, end, where)
        words = {s.low(k) for k in range(frame.head, frame.head_end)}
        if words & {"hands", "by", "under"} or "with" in words:
            return behind[:1] or lead[:1]
        return lead[:1] or behind[:1]

    def _after_word(
        self, s: Sentence, start: int, end: int, head: int, where: Sequence[str], word: str
    ) -> tuple[str, ...]:
        for m in s.mentions:
            if head <= m.start < end and (m.actors or m.via in {"word", "both"}):
                k = m.start - 1
                while k > head and s.low(k) in {"the", "a", "an", "its", "their"}:
                    k -= 1
                if s.low(k) == word:
                    return self._ids(s, m, where)
        return ()

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
        if clause.verb is not None and clause.verb.bases[0] in _ASKING and clause.verb.end <= frame.head:
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
