"""Terms: what a postponement or a renewal says besides itself, the new last day or the new term."""

from __future__ import annotations

import dataclasses

from postwar.core.time import Day
from postwar.reading.arguments import Roles
from postwar.reading.dates import Anchor, TimeExpression, When
from postwar.reading.dating import NOTHING
from postwar.reading.discourse import Discourse
from postwar.reading.draft import Draft
from postwar.reading.frames import Frame
from postwar.reading.lexicon import word_list
from postwar.reading.parts import Part
from postwar.reading.sentence import Sentence
from postwar.reading.times import TimeGrammar

_TO = word_list("terms.to")


class TermReader:
    """Reads new terms; dates count from ``anchor``."""

    def __init__(self, grammar: TimeGrammar, anchor: Anchor, talk: Discourse) -> None:
        self._grammar, self._anchor, self._talk = grammar, anchor, talk

    def postponed(self, s: Sentence, frame: Frame, part: Part, draft: Draft) -> list[Draft]:
        """A postponement that names the new last day ("from 3 May to 9 May", "to 9 May", or a day until which it was
        granted on another) states a deadline besides, and is not itself dated by it."""
        view = s.view(s.clauses[frame.clause])
        times = [t for t in view.times if part.start <= t.start < part.end]
        if frame.kind != "amendment" or draft.modality not in {"happened", "agreed", "planned"}:
            return []
        until = next((t for t in times if t.bound == "until"), None)
        moved = next((t for t in times if s.low(t.start - 1) == "to" or (t.to is not None and _from(s, t))), None)
        if moved is None and (until is None or not any(t.bound == "on" for t in times)):
            return []
        last = moved or until
        if last is None:
            return []
        said = last.to if last.to is not None else last
        when = self._grammar.resolve(dataclasses.replace(said, bound="until"), self._anchor, 1, self._talk.last_day)
        if when.last is None:
            return []
        first = self._to_at(s, last)
        start, end = s.tokens[first].start, s.tokens[last.end - 1].end
        draft.end = max(s.tokens[max(first - 1, part.start)].end, draft.start + 1)
        if moved is not None:
            day = next((t for t in times if t is not moved and t.bound == "on" and t.to is None), None)
            draft.when = self._grammar.resolve(day, self._anchor, -1, self._talk.last_day) if day else NOTHING
            draft.modality = "happened" if draft.modality == "agreed" else draft.modality
        point = dataclasses.replace(when, first=when.last if said.day is not None else self._opening(said, when))
        actor = self._talk.last_actor or draft.roles.actor
        return [
            dataclasses.replace(
                draft,
                start=start,
                end=end,
                kind="deadline",
                modality="agreed",
                when=point,
                figure=None,
                roles=Roles(actor, draft.roles.target, draft.roles.place),
            )
        ]

    def granted(self, s: Sentence, frame: Frame, part: Part, draft: Draft) -> list[Draft]:
        """A renewal that was granted ("renewed the mandate for six months, until 15 June") states the new term besides:
        how long and until when is agreed, and neither dates nor counts the granting."""
        clause = s.clauses[frame.clause]
        if frame.kind != "mandate" or draft.modality != "happened" or frame.group is None:
            return []
        view = s.view(clause)
        length = next(
            (
                f
                for f in view.figures
                if frame.head < f.start < clause.end and f.unit in {"year", "day"} and not f.article
            ),
            None,
        )
        until = next((t for t in view.times if frame.head < t.start < clause.end and t.bound == "until"), None)
        at = min([x.start for x in (length, until) if x is not None], default=None)
        lead = (
            next((k for k in range(at, max(frame.head, at - 5), -1) if s.low(k) in {"for", "by", "until"}), None)
            if at
            else None
        )
        if lead is None or at is None:
            return []
        last = max(x.end for x in (length, until) if x is not None)
        when = self._grammar.resolve(until, self._anchor, 1, self._talk.last_day) if until else NOTHING
        other = next(
            (
                f
                for f in view.figures
                if part.start <= f.start < part.end and f.unit in {"vote", "soldier", "police", "person"}
            ),
            None,
        )
        days = [t for t in view.times if part.start <= t.start < part.end and t.bound == "on"]
        draft.figure = other
        draft.end = max(s.tokens[lead - 1].end, draft.start + 1)
        if until is not None and days:
            draft.when = self._grammar.resolve(days[0], self._anchor, -1, self._talk.last_day)
        elif until is not None:
            draft.when = NOTHING
        holder = (
            tuple(a for a in draft.roles.actor if self._talk.gazetteer.actors[a].kind == "mission") or draft.roles.actor
        )
        return [
            dataclasses.replace(
                draft,
                start=s.tokens[lead].start,
                end=s.tokens[last - 1].end,
                modality="agreed",
                when=when,
                figure=length,
                roles=Roles(holder, draft.roles.target, draft.roles.place),
            )
        ]

    def _to_at(self, s: Sentence, said: TimeExpression) -> int:
        """Where the words of a new last day begin: at the "to" or "until" before it or, of two days, between them."""
        if said.to is not None:
            return next((k for k in range(said.start, said.end) if s.low(k) in _TO), said.start)
        return said.start - 1 if s.low(said.start - 1) in _TO else max(said.start - 1, 0)

    def _opening(self, said: TimeExpression, when: When) -> Day | None:
        """The first day of a month or year that is itself the new limit."""
        return self._grammar.resolve(dataclasses.replace(said, bound="on"), self._anchor, 1).first or when.last


def _from(s: Sentence, said: TimeExpression) -> bool:
    """Whether two days are those from which and to which something is put off."""
    return "from" in {s.low(said.start), s.low(said.start - 1)}
