"""Crediting: whom a claim is attributed to, and on which day it was said."""

from __future__ import annotations

from postwar.reading.arguments import Roles
from postwar.reading.attribution import AttributionReader, Saying
from postwar.reading.dates import Anchor, When
from postwar.reading.dating import NOTHING, TELLING
from postwar.reading.discourse import Discourse
from postwar.reading.frames import Frame
from postwar.reading.parts import Part
from postwar.reading.sentence import Sentence
from postwar.reading.times import TimeGrammar


class Creditor:
    """Credits claims to who said, asked for, denied or counted what they tell."""

    def __init__(self, sources: AttributionReader, grammar: TimeGrammar, anchor: Anchor, talk: Discourse) -> None:
        self._sources, self._grammar, self._anchor, self._talk = sources, grammar, anchor, talk

    def credit(
        self, s: Sentence, frame: Frame, part: Part, roles: Roles, saying: Saying | None
    ) -> tuple[tuple[str, ...], str]:
        talk = self._talk
        attributed: tuple[str, ...] = ()
        if saying is not None:
            attributed = saying.speakers
        else:
            by = self._sources.by_phrase(s, talk, part.start, part.end)
            if by is not None:
                attributed = by
            elif frame.rule.continues and frame.group is not None and frame.group.bases[0] in TELLING:
                attributed = self._before(s, s.clauses[frame.clause].start, frame.group.start)
            elif any(a <= s.tokens[part.start].start < b for a, b in s.quoted):
                attributed = talk.speaker
            else:
                attributed = self._sources.witnesses(s, part.start, part.end) or self._demander(s, frame)
        evidence = self._sources.evidence(
            s, part.start, part.end, bool(attributed) or saying is not None, part.start, part.end
        )
        return attributed, evidence

    def _demander(self, s: Sentence, frame: Frame) -> tuple[str, ...]:
        """Who asks, where a clause is somebody's request, denial or count."""
        clause = s.clauses[frame.clause]
        governors = [g for g in clause.groups if frame.group is not None and g.end <= frame.group.start] + (
            [frame.group] if frame.group else []
        )
        if clause.parent is not None and clause.link == "that" and s.clauses[clause.parent].verb is not None:
            parent = s.clauses[clause.parent]
            if parent.verb is not None and parent.verb.bases[0] in s.lists["drafts.said_by_another"]:
                return self._before(s, parent.start, parent.verb.start)
        for g in governors:
            if g.bases[0] in {"count", "estimate"} and not any(g.end <= f.start <= g.end + 1 for f in s.figures):
                continue
            if g.bases[0] in s.lists["drafts.asked_by"] and not g.passive:
                return self._before(s, clause.start, g.start)
        return ()

    def _before(self, s: Sentence, start: int, end: int) -> tuple[str, ...]:
        found = [
            m
            for m in s.mentions
            if start <= m.start < end and (m.actors or m.via in {"word", "both", "pronoun"}) and m.form != "population"
        ]
        return self._talk.actors_of(found[0], s.mentions) if found else ()

    def said(self, saying: Saying | None) -> When:
        if saying is None or saying.time is None:
            return NOTHING
        return self._grammar.resolve(saying.time, self._anchor, -1, self._talk.last_day)
