"""Mood cues: what words near a verb or a noun tell of how far it is said to be so."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.reading.clauses import Clause
from postwar.reading.frames import Frame
from postwar.reading.sentence import Sentence
from postwar.reading.verb_groups import VerbGroup


@dataclass(frozen=True, slots=True)
class Mood:
    """A modality, and where the words that decided it begin (None: the verb itself)."""

    modality: str
    at: int | None = None
    feared: bool = False  # a danger of it is told, and not that it is so


def sought(s: Sentence, clause: Clause, frame: Frame) -> Mood | None:
    """What a noun before a thing says of it ("the demand for the release of …", "a plan to return …"), or what holds of
    anybody who does it."""
    head = frame.group.start if frame.group else frame.head
    if frame.group is None or not frame.group.finite:
        for k in range(head - 1, max(clause.start, head - 6) - 1, -1):
            if s.low(k) in {",", ";"} or any(g.start <= k < g.end for g in s.groups if g.finite):
                break
            if s.low(k) in s.lists["modality.demands"] and s.low(k + 1) in {"for", "that", "to"}:
                return Mood("demanded", k)
            if s.low(k) in s.lists["modality.designs"] and s.low(k + 1) in {"for", "to", "on"}:
                return Mood("planned", k)
    elif frame.group.passive:
        for k in range(clause.start, head):
            if s.low(k) in s.lists["modality.demands"] and s.low(k + 1) == "for":
                return Mood("demanded", k)
    first = next((k for k in range(clause.start, clause.end) if s.tokens[k].is_word), clause.start)
    if s.low(first) in {"anyone", "anybody", "whoever"} and not (clause.verb is not None and clause.verb.past):
        return Mood("planned", first)
    return None


def leading(s: Sentence, clause: Clause) -> list[VerbGroup]:
    """The verbs of the clause before, where this one only goes on with a further infinitive ("… to mend the wells and
    to let people go")."""
    first = min(clause.groups, key=lambda g: g.start, default=None)
    if first is None or first.tense != "to" or clause.parent is None or clause.link not in {"and", "or", "but", ""}:
        return []
    own = any(m.via in {"name", "word"} for m in s.mentions if clause.start <= m.start < first.start)
    return [] if own else s.clauses[clause.parent].groups


def first_to(s: Sentence, clause: Clause, group: VerbGroup) -> bool:
    """Whether somebody was the first or the last to do it ("became the first country to …")."""
    lead = next((g for g in reversed(clause.groups) if g.end <= group.start), None)
    near = {s.low(k) for k in range(max(clause.start, group.start - 5), group.start)}
    return lead is not None and lead.past and bool(near & {"first", "last", "latest", "only", "second", "third"})


def document_says(s: Sentence, clause: Clause, group: VerbGroup) -> bool:
    """Whether it is an accord that says so ("the agreement provides for …")."""
    if group.bases[0] not in s.lists["modality.says"] or group.passive:
        return False
    heads = [s.low(k) for k in range(clause.start, group.start) if s.low(k).isalpha()]
    named = [k for k, w in enumerate(heads) if w in s.lists["modality.documents"]]
    return bool(named) and not {"in", "under", "by", "of"} & set(heads[: named[-1]][:1])


def granted(s: Sentence, frame: Frame, clause: Clause) -> bool:
    """Whether only the granting of a postponement is told, and not how long or until when."""
    longer = any(clause.holds(f.start) and f.unit in {"day", "year"} for f in s.figures)
    return frame.kind == "amendment" and not longer


def undone(s: Sentence, group: VerbGroup) -> bool:
    """Whether what remains is a thing still to be done ("remains outstanding", "remain to be visited")."""
    after = [s.low(k) for k in range(group.main + 1, group.main + 4)]
    return (
        group.bases[0] == "await"
        or after[:1] in (["outstanding"], ["undone"], ["pending"])
        or after[:2] == ["to", "be"]
    )
