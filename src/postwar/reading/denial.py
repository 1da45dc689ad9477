"""Denial: whether words say that a thing is not, or not yet, so.

By a negated verb ("has not left"), a verb or an adjective that governs it ("refused to leave", "unable to return"), a
word before it ("nobody", "without"), or by calling the report of it untrue ("the claim that … has no foundation").
"""

from __future__ import annotations

from postwar.reading.clauses import Clause
from postwar.reading.frames import Frame
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.sentence import Sentence
from postwar.reading.verb_groups import VerbGroup


class DenialReader:
    """Finds denials by the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        section = lexicon.modality["denied"]
        self._verbs = frozenset(v for v in words(section.get("verbs", "")) if " " not in v)
        self._phrases = words(section.get("phrases", ""))
        self._demands = frozenset(v for v in words(lexicon.modality["demanded"].get("verbs", "")) if " " not in v)

    def denied(self, s: Sentence, clause: Clause, frame: Frame, start: int, end: int) -> int | None:
        """Where the words begin that deny a frame, or None."""
        groups = [g for g in clause.groups if g is frame.group or g is clause.verb]
        for g in groups:
            if g.negated and not (g is clause.verb and g is not frame.group and g.bases[0] in {"say", "rule"}):
                return g.start
        told = self._not_so(s, clause, frame)
        if told is not None:
            return told
        governors = self._verbs
        for g in clause.groups:
            if (
                g is not frame.group
                and frame.group is not None
                and g.end <= frame.group.start
                and (g.bases[0] in governors)
                and not self._asked_to(clause, g)
                and not self._beside(s, frame.group, g)
                and (not g.passive or g.bases[0] in s.lists["denial.barring"])
            ):
                return g.start
        bare = frame.group is not None and not frame.group.finite and frame.group.tense == "to"
        if bare and frame.group is not None and s.low(frame.group.start - 1) in s.lists["denial.unable"]:
            return frame.group.start - 1
        verb = clause.verb if frame.group is None else None
        if verb is not None and (
            verb.bases[0] in s.lists["denial.undoing"] or (verb.bases[0] == "call" and s.low(verb.end) == "off")
        ):
            return verb.start
        for phrase in self._phrases:
            at = s.phrase_in(phrase, clause.start, clause.end)
            if at is not None and (
                at < frame.head or phrase.startswith(("is ", "are ", "was ", "untrue", "baseless", "unfounded"))
            ):
                return at
        head = frame.group.start if frame.group else frame.head
        for k in range(max(clause.start, start), head):
            if (
                s.low(k) in {"nobody", "none", "neither", "never", "nothing"}
                or (s.low(k) == "no" and s.low(k + 1) not in {"longer", "later", "fewer", "less", "more"})
                or (s.low(k) == "not" and s.low(k + 1) in {"a", "one", "all", "any", "every", "everyone"})
            ):
                return k
        for k in range(frame.head_end, min(frame.head_end + 2, clause.end)):
            if s.low(k) in {"nobody", "no", "none", "nothing"} and s.low(k + 1) not in s.lists["denial.not_negating"]:
                return k
        if clause.parent is not None and s.clauses[clause.parent].hole == (clause.start, clause.end):
            parent = s.clauses[clause.parent]
            if any(
                s.phrase_in(p, clause.end, parent.end) is not None
                for p in ("untrue", "baseless", "unfounded", "false", "fabricated", "groundless")
            ):
                return parent.start
        if clause.parent is not None and clause.link in {"that", ""} and clause.parent < frame.clause:
            parent = s.clauses[clause.parent]
            if parent.verb is not None and (
                parent.verb.bases[0] in s.lists["denial.denying"]
                or (clause.link == "that" and parent.verb.bases[0] in s.lists["denial.rejecting"])
            ):
                return parent.verb.start
        for other in s.clauses[frame.clause + 1 : frame.clause + 2]:
            for phrase in ("untrue", "baseless", "unfounded", "false", "fabricated"):
                if (
                    s.phrase_in(phrase, other.start, other.end) is not None
                    and other.verb is not None
                    and other.verb.bases[0] == "be"
                ):
                    return other.start
        return None

    def _beside(self, s: Sentence, group: VerbGroup, g: VerbGroup) -> bool:
        """Whether a verb only says how another is done ("blocked the road with burning tyres")."""
        inner = group.tense in {"ing", "participle"} and g.bases[0] in s.lists["denial.barring"]
        return inner and s.low(group.start - 1) in {"with", "by", "while", "using", ","}

    def _asked_to(self, clause: Clause, g: VerbGroup) -> bool:
        """Whether a thing is only asked to stop ("called on both sides to stop …")."""
        lead = [x for x in clause.groups if x.end <= g.start and x.bases[0] in self._demands]
        return g.tense == "to" and bool(lead)

    def _not_so(self, s: Sentence, clause: Clause, frame: Frame) -> int | None:
        """Where words say that a thing is not, or not yet, so: "nor has …", "without …", "remains to be …", "the claim
        that … has no foundation"."""
        head = frame.group.start if frame.group else frame.head
        first = next((k for k in range(clause.start, clause.end) if s.tokens[k].is_word), clause.start)
        opened = clause.start == 0 or s.low(clause.start - 1) in {";", ",", "and"} or clause.parent == 0
        start = 0 if clause.parent == 0 and s.low(0) == "nor" else first
        if s.low(start) == "nor" and opened and not any(s.low(k) == "," for k in range(start, head)):
            return start
        for k in range(max(clause.start, head - 4), head):
            if s.low(k) == "without" and not any(s.low(j) in {",", ";"} for j in range(k, head)):
                return k
        if frame.group is not None and not frame.group.finite and frame.group.tense == "to":
            lead = next((g for g in reversed(clause.groups) if g.end <= frame.group.start), None)
            near = lead is not None and frame.group.start - lead.end <= 1
            if lead is not None and near and lead.bases[0] in {"remain", "await"} and not lead.passive:
                return lead.start
        for k in range(max(clause.start, head - 6), head):
            if s.low(k) in {"hardly", "scarcely", "barely"} and s.low(k + 1) in {
                "any",
                "anyone",
                "anybody",
                "anything",
            }:
                return k
        verb = clause.verb if frame.group is None else None
        if verb is not None and verb.passive and set(verb.bases) & s.lists["denial.thwarted"]:
            return verb.start
        return self._untrue(s, clause, frame, head)

    def _untrue(self, s: Sentence, clause: Clause, frame: Frame, head: int) -> int | None:
        """Where a report or charge begins that is called untrue: "the claim that …", "rumours of …", "it is not true
        that …"."""
        parent = s.clauses[clause.parent] if clause.parent is not None and clause.parent < len(s.clauses) else None
        hangs = clause.link == "that" and parent is not None and parent.start < clause.start
        if (
            hangs
            and parent
            and any(s.phrase_in(p, parent.start, clause.start + 1) is not None for p in s.lists["denial.false"])
        ):
            return parent.start
        lead = clause.start if clause.link == "that" else head
        for k in range(max(0, lead - 14), lead + 1):
            if s.low(k) not in s.lists["denial.allegations"]:
                continue
            opens = {s.low(j) for j in range(k + 1, min(max(head, lead + 1), k + 16))} & {"that", "of"}
            before = any(s.low(j) in {"no", "false", "untrue", "baseless"} for j in range(max(0, k - 6), k))
            rejected = any(g.bases[0] in s.lists["denial.rejecting"] and 0 <= k - g.end <= 5 for g in s.groups)
            behind = any(
                s.phrase_in(p, k, len(s.tokens)) is not None
                for p in (*s.lists["denial.unfounded"], *s.lists["denial.false"])
            )
            if opens and (before or behind or (rejected and "that" in opens)):
                return k
        return None
