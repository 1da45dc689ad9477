"""Extents: which words of a sentence belong to a claim, and what claims of one sentence share."""

from __future__ import annotations

from postwar.reading.arguments import Roles
from postwar.reading.draft import Draft
from postwar.reading.frames import Frame
from postwar.reading.sentence import Sentence


def without_conditions(s: Sentence, drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that only name what another, conditional one waits for ("nobody may enter before the
    mines are cleared"); what a plan waits for stays a claim of its own."""
    waited = {"before", "until", "as long as"}
    hanging = {d.clause for d in drafts if d.modality == "conditional" and s.clauses[d.clause].link in waited}
    main = [d for d in drafts if d.modality == "conditional" and d.clause not in hanging]
    return [d for d in drafts if d.clause not in hanging] if main else drafts


def share(s: Sentence, drafts: list[Draft]) -> None:
    """Casualties and the incident that caused them, told in one sentence, share place and time."""
    sharing = {"casualty", "incident"}
    for a in drafts:
        for b in drafts:
            if a is b or not {a.kind, b.kind} <= sharing or "denied" in {a.modality, b.modality}:
                continue
            if a.kind == b.kind == "incident":
                continue
            if not a.roles.place and b.roles.place:
                a.roles = Roles(a.roles.actor, a.roles.target, b.roles.place)
            if a.when.basis == "none" and b.when.basis != "none":
                a.when = b.when
            if a.kind == b.kind and a.clause == b.clause and not a.roles.target:
                a.roles = Roles(a.roles.actor, b.roles.target, a.roles.place)


def span_of(s: Sentence, frame: Frame, frames: list[Frame]) -> tuple[int, int]:
    """The tokens of a frame: its clause, cut at the last comma or dash towards another frame of the same clause."""
    clause = s.clauses[frame.clause]
    start, end = clause.start, clause.end
    if frame.kind == "position":
        quoted = _within_quote(s, start, end)
        if quoted is not None:
            return quoted
    if frame.kind == "ambiguity":
        for following in s.clauses[frame.clause + 1 :]:
            if following.link not in s.lists["frames.asking"] or following.start != end:
                break
            end = following.end
        previous = s.clauses[frame.clause - 1] if frame.clause else None
        if previous is not None and previous.link in s.lists["frames.asking"] and previous.end == start:
            start = previous.start
        return start, end
    for other in frames:
        if other is frame or other.clause != frame.clause:
            continue
        low, high = sorted((frame.head, other.head))
        marks = [k for k in range(low, high) if s.low(k) in {",", "—", "–", ";"}]
        if marks and other.head > frame.head:
            end = min(end, marks[-1])
        elif marks:
            start = max(start, marks[-1] + 1)
    return (start, end) if end > start else (clause.start, clause.end)


def _within_quote(s: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The tokens of the quotation that a clause lies in, or None."""
    for a, b in s.quoted:
        inside = [k for k, t in enumerate(s.tokens) if a < t.start and t.end < b]
        if inside and any(start <= k < end for k in inside) and s.tokens[start].start >= a - 1:
            return inside[0], inside[-1] + 1
    return None
