"""Dating: when what a claim tells took place, or is to take place, by the times of its own words and those around.

First the times within the claim; else one that stands before the clause, a clause with "since", the clause that it
goes on from, or the incident whose outcome it tells. The day on which something was said dates only the saying.
"""

from __future__ import annotations

import dataclasses

from postwar.reading.dates import Anchor, TimeExpression, When
from postwar.reading.discourse import Discourse
from postwar.reading.frames import Frame
from postwar.reading.parts import Part
from postwar.reading.sentence import Sentence
from postwar.reading.times import TimeGrammar

NOTHING = When(None, None, "none")
TELLING = frozenset({"speak", "put", "count", "give", "estimate", "record"})  # verbs that name a number
_DONE = frozenset({"happened", "denied"})
_AHEAD = frozenset({"planned", "agreed", "conditional", "demanded"})
_MOVING = frozenset({"displacement", "withdrawal", "return", "deployment"})
_CLOSING = frozenset({"by", "until", "before"})
_REACH = 6  # words between a participle and its time
_MANY = 100  # so many dead are counted over a longer time: judgement


class Dater:
    """Dates the claims of one report."""

    def __init__(self, grammar: TimeGrammar, anchor: Anchor, talk: Discourse) -> None:
        self._grammar, self._anchor, self._talk = grammar, anchor, talk

    def when(self, s: Sentence, frame: Frame, part: Part, modality: str) -> When:
        found = self._times_of(s, frame, part, modality)
        if not found:
            return self._without_time(s, frame, part, modality)
        whens = self._placed(s, frame, found, self._direction(s, frame, modality))
        when = _combined(frame, whens)
        day = next((w.first or w.last for t, w in whens if t.sort == "date" and (w.first or w.last)), None)
        if day:
            self._talk.last_day = day
        today = when.first is None and when.last is not None and when.last == self._anchor.day
        return dataclasses.replace(when, first=when.last) if s.block.kind == "entry" and today else when

    def _times_of(self, s: Sentence, frame: Frame, part: Part, modality: str) -> list[TimeExpression]:
        """The times of a claim's own words that may date it."""
        found = [t for t in s.times if part.start <= t.start < part.end and not self._of_document(s, t)]
        found = [t for t in found if t.sort not in {"within", "ahead"} or modality == "planned"]
        found = [t for t in found if not _aside(s, frame, t)]
        if frame.rule.continues and frame.group is not None and frame.group.bases[0] in TELLING:
            found = [t for t in found if t.start > frame.group.start]
        return [t for t in found if t.bound == "on"] if frame.kind == "position" else found

    def _direction(self, s: Sentence, frame: Frame, modality: str) -> int:
        """Which way a claim's times lie: -1 past, +1 future, 0 unknown; by its modality, then by its verbs."""
        direction = -1 if modality in _DONE else 1 if modality in _AHEAD else 0
        lead = s.clauses[frame.clause].verb
        group = frame.group or lead
        if group is None:
            return direction
        was, owed = s.lists["dating.was"], modality in {"planned", "agreed"}
        if modality != "planned" and (group.past or s.low(group.main) in was):
            return -1
        governed = lead is not None and not group.finite and lead.end <= group.start
        past_lead = governed and lead is not None and s.low(lead.start) in s.lists["dating.had"]
        if owed and (s.low(group.start) in was or past_lead):
            return -1
        perfect = group.modal and any(s.low(k) in s.lists["dating.have"] for k in range(group.start, group.main))
        return -1 if perfect else direction

    def _placed(
        self, s: Sentence, frame: Frame, found: list[TimeExpression], direction: int
    ) -> list[tuple[TimeExpression, When]]:
        """The times on the calendar; those that only say "now" where there is no other. The new day of an obligation
        that was changed lies ahead."""
        anchor, last_day = self._anchor_in(s), self._talk.last_day
        dated = [t for t in found if t.sort not in {"now", "so_far"}] or found
        moved = [frame.kind == "amendment" and t.bound in {"until", "by"} for t in dated]
        return [
            (t, self._grammar.resolve(t, anchor, 1 if ahead else direction, last_day))
            for t, ahead in zip(dated, moved, strict=True)
        ]

    def _anchor_in(self, s: Sentence) -> Anchor:
        """The anchor; in an undated report, a full date in the same sentence lends its year to days without one."""
        if self._anchor.day is not None or self._anchor.year is not None:
            return self._anchor
        year = next((t.year for t in s.times if t.sort == "date" and t.year is not None), None)
        return dataclasses.replace(self._anchor, year=year) if year else self._anchor

    def _without_time(self, s: Sentence, frame: Frame, part: Part, modality: str) -> When:
        group = frame.group or s.clauses[frame.clause].verb
        after = s.clauses[frame.clause + 1] if frame.clause + 1 < len(s.clauses) else None
        if group is not None and group.tense == "pluperfect" and after is not None and after.link == "when":
            time = next((t for t in s.times if after.holds(t.start)), None)
            when = self._grammar.resolve(time, self._anchor, -1, self._talk.last_day) if time else NOTHING
            return dataclasses.replace(when, first=None)
        lead = self._opening_time(s, frame, modality)
        if lead is not None:
            return lead
        since = self._since_clause(s, frame)
        if since is not None:
            return since
        joined = self._joined_clause(s, frame, modality)
        if joined is not None:
            return joined
        then = self._talk.scene_when
        plain = part.figure is None or (part.figure.bound == "exact" and (part.figure.said or 0) < _MANY)
        told = group is not None and group.tense == "past" and modality in _DONE
        if frame.kind == "casualty" and told and plain and then is not None and not _general(s):
            return dataclasses.replace(then, basis="inferred")
        today = self._anchor.day
        if today is None or group is None:
            return NOTHING
        going_on = group.progressive and group.tense == "present" and modality == "happened"
        if self._of_today(s, frame, part, going_on):
            return When(today, today, "dateline")
        return NOTHING

    @staticmethod
    def _of_today(s: Sentence, frame: Frame, part: Part, going_on: bool) -> bool:
        """Whether a claim without a time is of the report's day: it is going on, an entry of that day names an hour, or
        an incident has lasted for days."""
        entry, span = s.block.kind == "entry", range(part.start, part.end)
        still = entry or any(s.low(k) in s.lists["dating.still"] for k in span)
        if going_on and still and frame.kind in _MOVING:
            return True
        if entry and any(s.phrase_in(p, part.start, part.end) is not None for p in sorted(s.lists["dating.by_hour"])):
            return True
        if entry and any(s.low(k) in s.lists["dating.by"] and ":" in s.low(k + 1) for k in span):
            return True
        lasting = part.figure is not None and part.figure.unit == "day"
        return frame.kind == "incident" and lasting and s.low(part.start) in s.lists["dating.lasting"]

    def _opening_time(self, s: Sentence, frame: Frame, modality: str) -> When | None:
        """The time that stands by itself before the clause ("As at 28 June, …")."""
        for clause in s.clauses:
            if clause.adjunct and clause.parent == frame.clause and clause.start < s.clauses[frame.clause].start:
                time = next((t for t in s.times if clause.holds(t.start)), None)
                if time is not None and time.start - clause.start <= 2 and clause.end - time.end <= 1:
                    direction = -1 if modality in {"happened", "denied"} else 1
                    return self._grammar.resolve(time, self._anchor_in(s), direction, self._talk.last_day)
        return None

    def _since_clause(self, s: Sentence, frame: Frame) -> When | None:
        """From when on, where a clause with "since" that hangs on this one tells a day ("since fighting broke out on
        18 March")."""
        for clause in s.clauses[frame.clause + 1 : frame.clause + 2]:
            if clause.link == "since" and clause.parent == frame.clause:
                time = next((t for t in s.times if clause.holds(t.start) and t.bound == "on"), None)
                when = self._grammar.resolve(time, self._anchor, -1, self._talk.last_day) if time else NOTHING
                return dataclasses.replace(when, last=None) if when.first else None
        return None

    def _joined_clause(self, s: Sentence, frame: Frame, modality: str) -> When | None:
        """The day of the clause before, where this one only goes on with the same subject ("… on Tuesday and …")."""
        clause = s.clauses[frame.clause]
        if clause.link != "and" or clause.parent is None or clause.verb is None or modality != "happened":
            return None
        parent = s.clauses[clause.parent]
        bare = sum(s.tokens[k].is_word for k in range(clause.start, clause.verb.start)) <= 1
        if not bare or parent.verb is None or parent.verb.tense != clause.verb.tense or not clause.verb.past:
            return None
        time = next((t for t in s.times if parent.holds(t.start) and t.bound == "on" and t.sort != "so_far"), None)
        return self._grammar.resolve(time, self._anchor, -1, self._talk.last_day) if time else None

    def _of_document(self, s: Sentence, t: TimeExpression) -> bool:
        """Whether a time only names a document or an earlier event ("the statement of 9 May", "the 2005 accord")."""
        if s.low(t.start - 1) in s.lists["dating.of"] and s.low(t.start - 2) in s.lists["dating.documents"]:
            return True
        return s.low(t.end) in s.lists["dating.documents"]


def _combined(frame: Frame, whens: list[tuple[TimeExpression, When]]) -> When:
    """One stretch of a claim's times: the first, unless two of them open and close one, or the first has no place."""
    said, first = whens[0]
    opening = next((w for t, w in whens if t.bound in {"from", "since"} and w.first), None)
    closing = next((w for t, w in whens if t.bound in _CLOSING and w.last), None)
    if opening and closing and opening.first and closing.last and opening.first <= closing.last:
        return dataclasses.replace(opening, last=closing.last)
    if frame.kind in {"deadline", "amendment"} and first.last is not None and said.bound in _CLOSING:
        return dataclasses.replace(first, first=first.last)
    if first.basis == "unresolved" and len(whens) > 1:
        return next((w for _, w in whens if w.basis != "unresolved"), first)
    return first


def _aside(s: Sentence, frame: Frame, t: TimeExpression) -> bool:
    """Whether a time belongs to a participle that only tells of a noun ("homes burnt in 2008 have been rebuilt")."""
    verb = frame.group
    if verb is None or not verb.finite:
        return False
    before = [g for g in s.groups if g is not verb and g.end <= t.start <= g.end + _REACH]
    if not before or before[-1].finite or before[-1].tense != "participle":
        return False
    return t.start < verb.start or s.low(before[-1].start - 1) in s.lists["dating.as"]


def _general(s: Sentence) -> bool:
    """Whether a sentence counts over a longer time and so does not go on about the last event."""
    return any(t.low in s.lists["dating.general"] for t in s.tokens)
