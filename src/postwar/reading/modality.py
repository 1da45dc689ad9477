"""Modality: how far a thing is said to be so. When in doubt, a thing is not read as having happened."""

from __future__ import annotations

from postwar.reading.clauses import Clause
from postwar.reading.conditions import ahead, awaited, condition
from postwar.reading.denial import DenialReader
from postwar.reading.frames import Frame
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.mood_cues import Mood, document_says, first_to, granted, leading, sought, undone
from postwar.reading.sentence import Sentence
from postwar.reading.verb_groups import VerbGroup

# kinds that are appointed for a day: the present tense with a day then means a plan
_APPOINTED = frozenset({"talks", "deployment", "centre", "disarmament", "transport"})


class ModalityReader:
    """Decides modalities by the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        m = lexicon.modality
        self._verbs = {
            name: frozenset(v for v in words(section.get("verbs", "")) if " " not in v) for name, section in m.items()
        }
        self._phrases = {name: words(section.get("phrases", "")) for name, section in m.items()}
        self._denials = DenialReader(lexicon)

    def mood(self, s: Sentence, frame: Frame, start: int, end: int) -> Mood:
        """The modality of a frame whose claim spans ``start`` to ``end``."""
        clause = s.clauses[frame.clause]
        rule = frame.rule
        conditional = condition(s, frame.clause)
        if conditional is not None and (rule.modality not in {"assessed", "position"} or frame.kind == "risk"):
            return Mood("conditional", conditional)
        if frame.kind not in {"ambiguity", "risk", "position"}:
            denied = self._denials.denied(s, clause, frame, start, end)
            if denied is not None:
                return Mood("denied", denied)
        if rule.modality or frame.kind == "deadline":
            return Mood(rule.modality or "agreed")
        bare = frame.group is None or frame.group.bases[0] == "be"
        near = range(clause.start, clause.end) if frame.group else range(max(clause.start, frame.head - 5), frame.head)
        dangers = s.lists["modality.dangers"]
        danger = next((k for k in near if s.low(k) in dangers and s.low(k + 1) in {"of", "that"}), None)
        if bare and danger is not None:
            return Mood("assessed", danger, s.low(danger) in s.lists["modality.feared"])
        if awaited(s, clause):
            return Mood("conditional", clause.start)
        wanted = sought(s, clause, frame)
        if wanted is not None:
            return wanted
        if clause.link in {"before", "until", "once"} and (
            not (clause.verb is not None and clause.verb.past) or ahead(s, clause)
        ):
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

    def _governed(self, s: Sentence, clause: Clause, frame: Frame, start: int) -> Mood | None:
        """By a verb or phrase that the frame's verb hangs on ("agreed to …", "called on … to …")."""
        group = frame.group
        if group is not None and group.tense == "to" and first_to(s, clause, group):
            return Mood("happened")
        if group is not None and not group.finite:
            for g in reversed([*leading(s, clause), *(g for g in clause.groups if g.end <= group.start)]):
                if (
                    g.passive
                    and g.bases[0] in s.lists["modality.hearsay"]
                    and any(s.low(k) == "have" for k in range(group.start, group.main))
                ):
                    return Mood("happened", g.start)
                if g.passive and group.start - g.end > 1 and group.passive:
                    break
                if g.bases[0] == "be" and group.tense in {"ing", "participle"}:
                    continue
                found = self._by_verb(g)
                if g.bases[0] == "decide" and g.past and frame.kind == "amendment":
                    found = "happened"
                if found == "denied" and g.tense == "to":
                    continue
                if g.bases[0] in {"want", "seek", "wish"} and group.start - g.end <= 1 and found == "demanded":
                    found = "planned"
                if found:
                    done = found == "agreed" and g.past and (frame.kind == "accord" or granted(s, frame, clause))
                    return Mood("happened" if done else found, g.start)
            between = self._by_noun(s, clause, group)
            if between:
                return Mood(between)
            if group.tense == "to":
                return Mood("planned")
        if group is None:
            lead = next((g for g in reversed(clause.groups) if g.end <= frame.head), None)
            if lead is not None and lead is not clause.verb and 0 <= frame.head - lead.end <= 5:
                found = self._by_verb(lead)
                stop = any(s.low(k) in {",", ";", "—"} for k in range(lead.end, frame.head))
                if found in {"demanded", "planned", "agreed"} and not stop:
                    return Mood(found, lead.start)
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
                if base in self._verbs[name] and base not in s.lists["modality.not_governing"]:
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
        if low in s.lists["modality.ready"]:
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
            if p.startswith(tuple(s.lists["modality.by_accord"]))
        )
        if group.modal in {"must", "shall"}:
            return "agreed"
        if group.tense == "present" and document_says(s, clause, group):
            return "agreed"
        if (
            group is frame.group
            and not group.passive
            and frame.kind not in {"accord", "ceasefire", "talks", "amendment"}
        ):
            if group.bases[0] in {"agree", "undertake", "commit"}:
                return "agreed"
            if group.bases[0] == "lack":
                return "denied"
        if group.tense == "future" or group.modal == "would":
            return "agreed" if by_agreement else "planned"
        if group.modal in {"should", "ought"}:
            return "demanded"
        if group.modal:
            return "assessed"
        if by_agreement and group.tense in {"present", "to"}:
            return "agreed"
        if group.bases[0] in {"remain", "await"} and frame.kind not in {"control", "deployment"} and undone(s, group):
            return "denied"
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
            and frame.kind not in {"displacement", "return"}
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
            and frame.rule.kind not in {"amendment", "displacement", "return"}
        ):
            return "planned"
        if (
            group.tense == "present"
            and not group.progressive
            and not group.passive
            and (
                (frame.kind in {"handover", "withdrawal", "exchange", "return"} and s.has("time", start, end))
                or (frame.kind in _APPOINTED and any(start <= t.start < end and t.bound == "on" for t in s.times))
            )
            and frame.group is not None
            and group.bases[0] not in {"be", "have"}
        ):
            return "planned"
        if frame.group is None and frame.kind in _ACTS and not frame.rule.phrases and not frame.rule.figure:
            if group.bases[0] not in s.lists["modality.occur"] and not (group.past and group.bases[0] == "be"):
                return "planned"
            if group.tense == "present" and not group.progressive and group.bases[0] not in {"continue", "proceed"}:
                return "planned" if not group.passive else "happened"
        if (
            frame.kind in {"handover", "withdrawal", "exchange", "return", "disarmament"}
            and frame.group is not None
            and frame.group is group
            and group.tense == "present"
            and not (group.progressive or group.passive)
            and group.bases[0] not in s.lists["modality.states"]
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
                    phrase in s.lists["modality.standing"]
                    and s.phrase_in(phrase, start, end) is not None
                    and not (group.past and name in {"planned", "agreed"})
                ):
                    return name
        return None


# how phrases begin that name the accord as what a thing rests on
# kinds of act that a noun alone does not say to have taken place
_ACTS = frozenset(
    words("withdrawal; deployment; disarmament; exchange; return; handover; guard; mines; transport; centre")
)
