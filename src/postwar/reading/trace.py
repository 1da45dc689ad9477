"""Traces: how a claim came to be read as it is: which rule, by which words, from which anchor, named or carried on.

A trace is kept beside its claim and never inside it: claims are the same with and without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.reading.arguments import Roles
from postwar.reading.attribution import Saying
from postwar.reading.dates import When
from postwar.reading.frames import Frame
from postwar.reading.lexicon import Rule
from postwar.reading.mood_cues import Mood
from postwar.reading.parts import Part
from postwar.reading.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a claim was read: ``rule`` and its words ``cue``; what decided the modality (``mood``), the day (``date``),
    the places, the actors, and whom it is credited to."""

    rule: str
    cue: str
    mood: str
    date: str
    place: str
    actor: str
    source: str


def trace_of(
    s: Sentence, frame: Frame, part: Part, mood: Mood, when: When, roles: Roles, saying: Saying | None
) -> Trace:
    """The trace of the claim that a frame gives in one part of its sentence."""
    times = [t for t in s.times if part.start <= t.start < part.end]
    return Trace(
        rule_name(frame.rule),
        _words(s, frame.head, frame.head_end),
        _mood(s, frame, mood),
        _date(s, times, when),
        _by(s, part, roles.place, "places"),
        _by(s, part, roles.actor, "actors"),
        _source(s, saying),
    )


def rule_name(rule: Rule) -> str:
    """How a rule is called: its file and number among the frames, or how it came to stand.

    >>> rule_name(Rule("return", 12, number=3)), rule_name(Rule("return", 9003)), rule_name(Rule("return", 9504))
    ('frames/return 3', 'events 4 (return)', 'goes on (return)')
    """
    if rule.number:
        return f"frames/{rule.kind} {rule.number}"
    if 9000 <= rule.order < 9500:
        return f"events {rule.order - 8999} ({rule.kind})"
    return f"goes on ({rule.kind})" if rule.order < 9700 else f"beside another ({rule.kind})"


def _words(s: Sentence, start: int, end: int) -> str:
    return " ".join(t.text for t in s.tokens[start:end])


def _mood(s: Sentence, frame: Frame, mood: Mood) -> str:
    if mood.at is not None:
        return f"by “{_words(s, mood.at, min(mood.at + 4, len(s.tokens)))}”"
    group = frame.group or s.clauses[frame.clause].verb
    if frame.rule.modality:
        return "the rule says so"
    return f"by the verb “{_words(s, group.start, group.end)}”" if group is not None else "no verb"


def _date(s: Sentence, times: Sequence[object], when: When) -> str:
    said = ", ".join(f"“{_words(s, t.start, t.end)}”" for t in times if hasattr(t, "start") and hasattr(t, "end"))
    if when.basis == "none":
        return "no time is told"
    return f"{when.basis}: {said}" if said else f"{when.basis}: from what stands before"


def _by(s: Sentence, part: Part, ids: tuple[str, ...], field: str) -> str:
    """Whether ids are named in the part's words, stand in them by another word, or are carried on."""
    if not ids:
        return "nobody is told" if field == "actors" else "none is told"
    inside = [m for m in s.mentions if part.start <= m.start < part.end]
    named = [m for m in inside if set(ids) & set(m.places if field == "places" else m.actors)]
    if named:
        return "named: " + ", ".join(f"“{_words(s, m.start, m.end)}”" for m in named)
    standing = {"place_word"} if field == "places" else {"word", "pronoun", "both"}
    words = [m for m in inside if m.via in standing]
    if words:
        return "by “" + _words(s, words[0].start, words[0].end) + "”"
    return "carried on from what was told before"


def _source(s: Sentence, saying: Saying | None) -> str:
    if saying is None:
        return "the report's own voice, or a phrase"
    verb = s.clauses[saying.clause].verb
    return f"by the verb of saying “{_words(s, verb.start, verb.end)}”" if verb is not None else "by a saying"
