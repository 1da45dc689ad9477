"""Forces: which force or which population a claim is about, by name, by a word for it, or as spoken of before."""

from __future__ import annotations

import itertools

from postwar.reading.events import object_heads
from postwar.reading.frames import Frame
from postwar.reading.sentence import Sentence
from postwar.reading.subjects import SubjectFinder

# verbs that only say how an act goes, which a noun tells
_ACT_NOUNS = ("withdrawal_noun", "withdrawal_subject", "deployment_subject", "disarm_noun")


class ForceFinder(SubjectFinder):
    """Finds forces, fighters, missions and populations."""

    def _population(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        people = frozenset({"population"})
        named = self._named_people(s, start, end)
        if named:
            return named
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
            uprooted = [a for a in rows if self._talk.gazetteer.counts(a, s.lists["arguments.uprooted"])]
            recent = uprooted[0] if len(uprooted) == 1 else None
        return (recent,) if recent else ()

    def _named_people(self, s: Sentence, start: int, end: int) -> tuple[str, ...]:
        """A population that a name stands for, also where the name stands for somebody else besides ("the Serbs")."""
        actors = self._talk.gazetteer.actors
        for m in s.mentions:
            if start <= m.start < end and m.via == "name" and len(m.actors) > 1:
                found = [a for a in m.actors if actors[a].kind == "population"]
                if found and actors[m.actors[0]].kind != "population":
                    return tuple(found[:1])
        return ()

    def _force(
        self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...], role: str
    ) -> tuple[str, ...]:
        several = self._several(s, frame, start, end, where)
        if several:
            return several
        if frame.group is None or frame.group.bases[0] in s.lists["arguments.light"]:
            whose = self._of_whom(s, frame, where)
            if whose:
                return whose
        missions = frozenset({"mission"})
        forces = (
            frozenset({"mission", "armed force"}) if role != "fighters" else frozenset({"armed force", "population"})
        )
        wide = frozenset({"state", "de-facto authority", "armed force", "mission", "organisation"})
        if role != "mission" and frame.group is not None and not frame.group.passive:
            found = self._subject(s, frame, start, end, where, wide)
            if found and object_force(s, frame, end):
                return tuple(found[:2])
        for kinds in (missions, forces) if role == "mission" else (forces,):
            found = self._subject(s, frame, start, end, where, kinds) or self._actors_in(
                s, start, end, where, frame, kinds
            )
            if found:
                return tuple(found[:2])
        found = self._subject(s, frame, start, end, where, wide) or self._actors_in(s, start, end, where, frame, wide)
        if found and role != "mission":
            return tuple(found[:2])
        before = self._talk.doers.get(frame.kind)
        if before is not None and (role != "mission" or before in self._talk.gazetteer.of_kind("mission")):
            return (before,)
        if role == "mission" or frame.kind == "deployment":
            missions_there = self._talk.gazetteer.of_kind("mission")
            recent = next((a for a in reversed(self._talk.actors) if a in missions_there), None)
            return (recent,) if recent else missions_there[:1]
        actors = self._talk.gazetteer.actors
        if role == "fighters":
            states = {a.side for a in actors.values() if a.kind == "state"}
            rows = [a.id for a in actors.values() if a.kind == "armed force" and a.side not in states]
            return tuple(a for a in self._talk.last_actor if a in rows)[:1] or tuple(rows[:1])
        recent = next((a for a in reversed(self._talk.actors) if actors[a].kind in forces), None)
        return (recent,) if recent else ()

    def _of_whom(self, s: Sentence, frame: Frame, where: tuple[str, ...]) -> tuple[str, ...]:
        """Whose act a noun tells ("the movement of 200 combatants")."""
        actors = self._talk.gazetteer.actors
        clause = s.clauses[frame.clause]
        nouns = sorted({k for n in _ACT_NOUNS for k in s.positions(n) if clause.holds(k)})
        end = frame.head_end if frame.group is None else nouns[0] + 1 if nouns else clause.end
        for m in s.mentions:
            if not end <= m.start < end + 8 or (m.via == "name" and not m.actors):
                continue
            between = [s.low(k) for k in range(end, m.start)]
            if between[:1] != ["of"] or {"by", "from", "to", "in", ",", "and"} & set(between):
                continue
            found = self._ids(s, m, where)
            kinds = {"armed force", "mission", "de-facto authority", "state"}
            return tuple(a for a in found[:1] if actors[a].kind in kinds)
        return ()

    def _several(self, s: Sentence, frame: Frame, start: int, end: int, where: tuple[str, ...]) -> tuple[str, ...]:
        """Two that are the subject together: "both sides", "Veska and the Front"."""
        if frame.group is None or frame.group.passive:
            return ()
        clause = s.clauses[frame.clause]
        if (
            clause.verb is not frame.group
            and clause.verb is not None
            and clause.verb.bases[0] in s.lists["arguments.asking"]
        ):
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


def object_force(s: Sentence, frame: Frame, end: int) -> bool:
    """Whether a verb has a force without a name for its object ("sent 1,100 troops", "pulled out its last men")."""
    if frame.group is None:
        return False
    span = [k for k in object_heads(s, s.clauses[frame.clause], frame.group) if k < end]
    named = any(m.start in span and m.via == "name" and m.actors for m in s.mentions)
    return not named and any(k in span for n in ("force", "peacekeeper") for k in s.positions(n))
