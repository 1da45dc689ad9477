"""Conditions: what a thing hangs on, by an if-clause, by words such as "only after", or by what is still waited for."""

from __future__ import annotations

from postwar.reading.clauses import Clause
from postwar.reading.sentence import Sentence


def awaited(s: Sentence, clause: Clause) -> bool:
    """Whether a clause names what is still waited for: "when …", "as soon as …" in the present beside a future."""
    if clause.link not in {"when", "after", "before", "until", "once", "as"} or clause.verb is None:
        return False
    if clause.verb.tense not in {"present", "perfect"} or clause.verb.progressive:
        return False
    near = [s.clauses[clause.parent]] if clause.parent is not None and clause.parent < len(s.clauses) else []
    return any(
        c.verb is not None
        and (c.verb.tense in {"future", "modal"} or (c.verb.bases[0] == "be" and s.low(c.verb.main + 1) == "to"))
        for c in near
    )


def ahead(s: Sentence, clause: Clause) -> bool:
    """Whether the clause that this one hangs on looks ahead ("would not leave until the last soldier had gone")."""
    if clause.parent is None or clause.parent >= len(s.clauses):
        return False
    lead = s.clauses[clause.parent]
    return any(
        g.modal in {"will", "would", "shall", "must", "should", "may", "might", "can", "could"}
        or g.tense in {"future", "to"}
        for g in lead.groups
    )


def condition(s: Sentence, n: int) -> int | None:
    """Where a condition on the clause begins: its own link, or an if-clause before or after it."""
    clause = s.clauses[n]
    first = next((k for k in range(clause.start, clause.end) if s.tokens[k].is_word), clause.start)
    if clause.link == "as long as":
        return first
    if s.low(first) in {"if", "unless", "should", "provided"} and (
        clause.link in {"if", "unless", "provided"} or s.low(first) == "should"
    ):
        return first
    for other in s.clauses:
        opening = s.low(next((k for k in range(other.start, other.end) if s.tokens[k].is_word), other.start))
        only = other.start > clause.start and "only" in {s.low(other.start - 1), s.low(other.start - 2)}
        if other is clause or not (
            other.link in {"if", "unless", "provided", "as long as"}
            or (only and other.link in {"when", "once", "after"})
            or (opening == "should" and other.start < clause.start)
        ):
            continue
        index = s.clauses.index(other)
        if other.link == "as long as" and _plain_denial(clause) == "denied":
            continue
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
    if low and low[0] in {"nobody", "none"} and _waits(s):
        return clause.start
    if low[:2] == ["no", "one"] and _waits(s):
        return clause.start
    if frame_would(s, clause):
        return clause.start
    return None


def _plain_denial(clause: Clause) -> str:
    """``denied`` where a clause's own verb is negated: what it says does not hang on the condition beside it."""
    return "denied" if clause.verb is not None and clause.verb.negated else ""


def _waits(s: Sentence) -> bool:
    """Whether a sentence names what something waits for: "before" or "until" with something behind it."""
    return any(
        t.low in {"before", "until"} and k + 1 < len(s.tokens) and s.tokens[k + 1].is_word
        for k, t in enumerate(s.tokens)
    )


def frame_would(s: Sentence, clause: Clause) -> bool:
    """Whether the clause is the consequence of an unreal condition ("would … if")."""
    return (
        clause.verb is not None
        and clause.verb.modal in {"would", "could"}
        and any(c.link in {"if", "unless"} for c in s.clauses)
    )
