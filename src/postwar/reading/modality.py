"""Modality: how far a thing is said to be so. When in doubt, a thing is not read as having happened."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.reading.clauses import Clause
from postwar.reading.frames import Frame
from postwar.reading.grammar import VerbGroup
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Mood:
    """A modality, and where the words that decided it begin (None: the verb itself)."""

    modality: str
    at: int | None = None


class ModalityReader:
    """Decides modalities by the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        m = lexicon.modality
        self._verbs = {
            name: frozenset(v for v in words(section.get("verbs", "")) if " " not in v) for name, section in m.items()
        }
        self._phrases = {name: words(section.get("phrases", "")) for name, section in m.items()}
        self._connectors = frozenset(words(m["conditional"]["connectors"]))
        self._negations = frozenset(words(m["denied"]["words"]))

    def mood(self, s: Sentence, frame: Frame, start: int, end: int) -> Mood:
        """The modality of a frame whose claim spans ``start`` to ``end``."""
        clause = s.clauses[frame.clause]
        rule = frame.rule
        conditional = self._condition(s, frame.clause)
        if conditional is not None and (rule.modality != "assessed" or frame.kind == "risk"):
            return Mood("conditional", conditional)
        if frame.kind not in {"ambiguity", "risk", "position"}:
            denied = self._negated(s, clause, frame, start, end)
            if denied is not None:
                return Mood("denied", denied)
        if rule.modality:
            return Mood(rule.modality)
        if clause.link in {"before", "until", "once"} and not (clause.verb is not None and clause.verb.past):
            return Mood("conditional", clause.start)
        governed = self._governed(s, clause, frame, start)
        if governed is not None:
            return governed
        if frame.kind == "mandate" and not (frame.group is not None and frame.group.past):
            lead = frame.group or clause.verb
            if frame.group is None or lead is None or lead.tense == "present":
                return Mood("agreed")
        group = frame.group or clause.verb
        if group is not None and not group.finite and group.tense in {"ing", "participle"} and clause.verb is not None:
            group = clause.verb
        if group is None or (not group.finite and clause.verb is None):
            return Mood(self._adjunct(s, clause, frame, start, end))
        return Mood(self._own(s, clause, frame, group, start, end))

    def _condition(self, s: Sentence, n: int) -> int | None:
        """Where a condition on the clause begins: its own link, or an if-clause before or after it."""
        clause = s.clauses[n]
        first = next((k for k in range(clause.start, clause.end) if s.tokens[k].is_word), clause.start)
        if s.low(first) in {"if", "unless", "should", "provided"} and (
            clause.link in {"if", "unless", "provided"} or s.low(first) == "should"
        ):
            return first
        for other in s.clauses:
            opening = s.low(next((k for k in range(other.start, other.end) if s.tokens[k].is_word), other.start))
            if other is clause or not (
                other.link in {"if", "unless", "provided"} or (opening == "should" and other.start < clause.start)
            ):
                continue
            index = s.clauses.index(other)
            if abs(index - n) == 1 and s.low(max(other.start - 1, 0)) not in {"ask", "asked", "know", "see", "whether"}:
                return other.start
        for phrase in (
            "only after",
            "only when",
            "only once",
            "only if",
            "not before",
            "not until",
            "on condition",
            "in case",
            "in the event",
            "as long as",
            "provided that",
            "depends on",
            "depend on",
            "conditional on",
            "contingent on",
            "first need to",
            "first needs to",
            "must first",
            "subject to",
            "first be",
            "first have to",
            "without an agreement",
        ):
            at = s.phrase_in(phrase, clause.start, clause.end)
            if at is not None and not (
                phrase == "as long as" and any(s.low(k) == "no" for k in range(clause.start, clause.end))
            ):
                return at
        low = [s.low(k) for k in range(clause.start, clause.end)]
        if low[:1] == ["without"] and "no" in low:
            return clause.start
        if (
            low
            and low[0] in {"nobody", "none"}
            and any(w in {"before", "until"} for w in [s.low(k) for k in range(len(s.tokens))])
        ):
            return clause.start
        if low[:2] == ["no", "one"] and any(t.low in {"before", "until"} for t in s.tokens):
            return clause.start
        if frame_would(s, clause):
            return clause.start
        return None

    def _negated(self, s: Sentence, clause: Clause, frame: Frame, start: int, end: int) -> int | None:
        groups = [g for g in clause.groups if g is frame.group or g is clause.verb]
        for g in groups:
            if g.negated and not (g is clause.verb and g is not frame.group and g.bases[0] in {"say", "rule"}):
                return g.start
        governors = self._verbs["denied"]
        for g in clause.groups:
            if (
                g is not frame.group
                and frame.group is not None
                and g.end <= frame.group.start
                and (g.bases[0] in governors)
                and not g.passive
            ):
                return g.start
        if (
            frame.group is None
            and clause.verb is not None
            and clause.verb.bases[0] in {"deny", "reject", "cancel", "scrap", "refuse", "dispute"}
        ):
            return clause.verb.start
        for phrase in self._phrases["denied"]:
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
            if s.low(k) in {"nobody", "no", "none", "nothing"} and s.low(k + 1) not in {
                "longer",
                "later",
                "fewer",
                "less",
                "more",
                "news",
                "word",
                "trace",
            }:
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
            if parent.verb is not None and parent.verb.bases[0] in {"deny", "dispute", "refute"}:
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

    def _governed(self, s: Sentence, clause: Clause, frame: Frame, start: int) -> Mood | None:
        """By a verb or phrase that the frame's verb hangs on ("agreed to …", "called on … to …")."""
        group = frame.group
        if group is not None and not group.finite:
            for g in reversed([g for g in clause.groups if g.end <= group.start]):
                if g.passive and group.start - g.end > 1 and group.passive:
                    break
                found = self._by_verb(g)
                if found:
                    return Mood(
                        "happened" if found == "agreed" and frame.kind == "accord" and g.past else found, g.start
                    )
            between = self._by_noun(s, clause, group)
            if between:
                return Mood(between)
            if group.tense == "to":
                return Mood("planned")
        if group is None and clause.verb is not None:
            base = clause.verb.bases[0]
            for name in ("demanded", "agreed", "planned", "assessed"):
                if (
                    base in self._verbs[name]
                    and not (name == "planned" and base in {"see", "mean", "have"})
                    and not (name == "assessed" and base in {"see", "suggest"})
                ):
                    if base in {"agree"}:
                        return Mood("agreed", clause.verb.start)
                    if (clause.verb.passive and name in {"planned", "assessed"}) or not clause.verb.passive:
                        return Mood(name, clause.verb.start)
        parent = s.clauses[clause.parent] if clause.parent is not None and clause.parent < frame.clause else None
        if parent is not None and parent.verb is not None and clause.link in {"that", "to"}:
            base = parent.verb.bases[0]
            for name in ("demanded", "agreed", "planned"):
                if base in self._verbs[name] and base not in {
                    "warn",
                    "need",
                    "find",
                    "tell",
                    "insist",
                    "see",
                    "expect",
                    "know",
                    "mean",
                }:
                    if name == "planned" and frame.group is not None and frame.group.past:
                        continue
                    return Mood(name, parent.verb.start)
        return None

    def _by_verb(self, g: VerbGroup) -> str | None:
        if g.tense in {"future"} or (g.modal in {"will", "would"}):
            return "planned"
        if g.modal in {"must", "shall"}:
            return "agreed"
        if g.modal in {"should", "ought"}:
            return "demanded"
        if g.modal in {"may", "might", "could", "can"}:
            return "assessed"
        base = g.bases[0]
        for name in ("denied", "demanded", "agreed", "planned", "assessed", "happened"):
            if base in self._verbs[name]:
                if base in {"have"} or base == "be":
                    return "agreed" if base == "have" else "planned"
                if name == "happened" and g.tense in {"to", "future", "modal"}:
                    return None
                return name
        return "planned" if base == "be" else None

    def _by_noun(self, s: Sentence, clause: Clause, group: VerbGroup) -> str | None:
        low = s.low(group.start - 1)
        if low in {
            "due",
            "set",
            "ready",
            "likely",
            "about",
            "scheduled",
            "expected",
            "poised",
            "plans",
            "plan",
            "slated",
            "order",
            "time",
        }:
            return "planned"
        if low in {"able", "forced"}:
            return "happened"
        if low in {"obliged", "bound", "required", "agreement", "obligation"}:
            return "agreed"
        return None

    def _adjunct(self, s: Sentence, clause: Clause, frame: Frame, start: int, end: int) -> str:
        """Of a part without a finite verb: as the clause that it hangs on, unless its own words say otherwise."""
        own = self._from_phrases(s, clause, start, end)
        if own:
            return own
        parent = s.clauses[clause.parent] if clause.parent is not None and clause.parent < len(s.clauses) else None
        if clause.link in {"despite", "following", "after", "amid", "since", "with", "given"}:
            return "happened"
        if parent is None or parent.verb is None:
            return "planned"
        verb = parent.verb
        if verb.modal in {"must", "shall"}:
            return "agreed"
        if verb.tense in {"future", "modal", "to"} or verb.bases[0] in self._verbs["planned"]:
            return "planned"
        return "happened"

    def _from_phrases(self, s: Sentence, clause: Clause, start: int, end: int) -> str | None:
        for name in ("agreed", "demanded", "planned", "assessed"):
            for phrase in self._phrases[name]:
                if s.phrase_in(phrase, start, end) is not None:
                    return name
        return None

    def _own(self, s: Sentence, clause: Clause, frame: Frame, group: VerbGroup, start: int, end: int) -> str:
        """By the tense and modal of the verb group itself and the phrases of the clause."""
        by_agreement = any(
            s.phrase_in(p, a, b) is not None
            for a, b in self._ranges(s, frame.clause, (start, end))
            for p in self._phrases["agreed"]
            if p.startswith(("under", "as part", "in line", "in accordance", "according", "the ", "pursuant"))
        )
        if group.modal in {"must", "shall"}:
            return "agreed"
        if group.tense == "future" or group.modal == "would":
            return "agreed" if by_agreement else "planned"
        if group.modal in {"should", "ought"}:
            return "demanded"
        if group.modal:
            return "assessed"
        if by_agreement and group.tense in {"present", "to"}:
            return "agreed"
        if group.bases[0] in {"have", "be"} and s.low(group.main + 1) == "to":
            return "agreed" if group.bases[0] == "have" else "planned"
        if group.tense == "to":
            return "planned"
        phrase = self._tail_phrase(s, clause, frame, group, start, end)
        if phrase:
            return phrase
        if (
            frame.head == group.main
            and group.bases[0] in {"want", "need", "demand", "request", "ask", "seek", "urge", "require"}
            and not group.passive
        ):
            return "demanded"
        if (
            frame.kind == "amendment"
            and group.passive
            and group.past
            and any(t.bound in {"until", "by"} for t in s.times if start <= t.start < end)
            and not any(t.bound == "on" for t in s.times if start <= t.start < end)
        ):
            return "agreed"
        if (
            group.bases[0] in self._verbs["planned"]
            and frame.head == group.main
            and frame.rule.kind not in {"amendment"}
        ):
            return "planned"
        if (
            group.tense == "present"
            and not group.progressive
            and not group.passive
            and frame.kind in {"handover", "withdrawal", "exchange", "return"}
            and s.has("time", start, end)
            and frame.group is not None
            and group.bases[0] not in {"be", "have"}
        ):
            return "planned"
        if frame.group is None and frame.rule.nouns:
            return "happened" if group.past or group.progressive or group.tense == "present" else "planned"
        return "happened"

    def _ranges(self, s: Sentence, n: int, span: tuple[int, int]) -> list[tuple[int, int]]:
        """The tokens of a clause and of the adjuncts that hang on it."""
        return [span] + [(c.start, c.end) for c in s.clauses if c.adjunct and c.parent == n]

    def _tail_phrase(
        self, s: Sentence, clause: Clause, frame: Frame, group: VerbGroup, start: int, end: int
    ) -> str | None:
        """A phrase about the verb group: "are expected", "is due", "were set for"."""
        low = s.low(group.main)
        if group.passive and group.bases[0] in self._verbs["planned"] - {"prepare", "see", "mean", "offer", "arrange"}:
            return "planned"
        if group.passive and group.bases[0] in self._verbs["demanded"] and frame.head != group.main:
            return "demanded"
        if group.passive and group.bases[0] in self._verbs["agreed"] and frame.head != group.main:
            return "agreed"
        if group.bases[0] == "be" and s.low(group.main + 1) in {
            "due",
            "scheduled",
            "planned",
            "next",
            "expected",
            "ready",
        }:
            return "planned"
        if low in {"comes", "come", "follows"} and s.low(group.main + 1) == "next":
            return "planned"
        near = (max(clause.start, group.start - 1), min(clause.end, group.main + 5))
        for name in ("agreed", "planned"):
            for phrase in self._phrases[name]:
                at = s.phrase_in(phrase, *near)
                if (
                    at is not None
                    and at <= group.main + 1
                    and len(phrase.split()) > 1
                    and not phrase.startswith(("under", "as part", "to be", "in order", "the ", "promise", "intention"))
                ):
                    return name
        for name in ("agreed", "planned", "assessed"):
            for phrase in self._phrases[name]:
                if (
                    phrase
                    in {
                        "foreseen",
                        "envisaged",
                        "stipulated",
                        "provided for",
                        "in the coming",
                        "next week",
                        "next month",
                        "next year",
                        "tomorrow",
                        "forthcoming",
                        "upcoming",
                        "allegedly",
                        "suspected",
                        "apparently",
                    }
                    and s.phrase_in(phrase, start, end) is not None
                    and not (group.past and name == "planned")
                ):
                    return name
        return None


def frame_would(s: Sentence, clause: Clause) -> bool:
    """Whether the clause is the consequence of an unreal condition ("would … if")."""
    return (
        clause.verb is not None
        and clause.verb.modal in {"would", "could"}
        and any(c.link in {"if", "unless"} for c in s.clauses)
    )
