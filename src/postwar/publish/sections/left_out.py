"""Not modelled: what this outlook says nothing about, by the reason why."""

from __future__ import annotations

import re

from postwar.core.case import Question
from postwar.core.outlook import NotModelled
from postwar.publish.desk import Desk
from postwar.publish.document import Block, Bullets, Heading, Line, Paragraph, Strong, line
from postwar.publish.prose import alphabetical, clean, counted, list_of, plain_days, sentence, short_day
from postwar.publish.verdicts import promise

NO_PLACE = "renewed violence is printed by horizon, never by place"
SHORT = 12  # letters: a list of such names has commas
PAST = "its day was not after this brief: what happened is a matter for the books"


def is_violence(rule: str) -> bool:
    """Whether a rule asks for fighting or its dead."""
    return "war_tier" in rule or "killed" in rule


def has_place(rule: str) -> bool:
    """Whether a rule on violence names a place or a side: then no number is printed."""
    return 'killed["' in rule or 'war_tier["' in rule


def left_out(desk: Desk) -> list[Block]:
    """Questions and promises without a probability, and processes that did not run, each reason once."""
    reasons: dict[str, dict[str, list[str]]] = {}
    for n in desk.outlook.not_modelled:
        kind, name, reason = _missed(desk, n)
        reasons.setdefault(reason, {}).setdefault(kind, []).append(name)
    for q in desk.case.questions:
        if is_violence(q.rule) and has_place(q.rule) and desk.outlook.probability(f"question:{q.id}") is not None:
            reasons.setdefault(NO_PLACE, {}).setdefault("question", []).append(_asked(q))
    items: list[Line] = [
        line(Strong(sentence(reason)), " ", _listed(kinds)) for reason, kinds in sorted(reasons.items(), key=_size)
    ]
    items += _off(desk)
    if not items:
        return []
    nothing = "No probability here means that nothing was computed; it does not mean that it is unlikely."
    return [
        Heading(line("Not modelled"), "not-modelled"),
        Paragraph(line(nothing), "remark"),
        Bullets(tuple(items), role="left-out"),
    ]


def _off(desk: Desk) -> list[Line]:
    """The processes that did not run; one that did not for several groups is one line."""
    found: dict[tuple[str, str], list[str]] = {}
    for process, reason in desk.outlook.off:
        name, _, about = process.partition(":")
        key = name.replace("_", " ").capitalize(), sentence(plain_days(clean(reason)))
        found.setdefault(key, []).extend([desk.names.inside(about)] if about else [])
    return [
        line(Strong(f"{name}{f', for {list_of(alphabetical(about))}' if about else ''}: off."), f" {reason}")
        for (name, reason), about in found.items()
    ]


def _size(item: tuple[str, dict[str, list[str]]]) -> tuple[int, str]:
    return -sum(len(names) for names in item[1].values()), item[0]


def _listed(kinds: dict[str, list[str]]) -> str:
    parts = []
    for kind, names in sorted(kinds.items()):
        lead = f"{counted(len(names), kind)}: " if len(names) > 1 else ""
        parts.append(lead + (", " if all(len(n) < SHORT for n in names) else " · ").join(names))
    return "; ".join(parts)


def _asked(q: Question) -> str:
    return f"{clean(q.question)} ({q.id})"


def _missed(desk: Desk, n: NotModelled) -> tuple[str, str, str]:
    """Its kind, what has no probability, in words, and why; what is past, and what lies beyond the run, have one reason
    each."""
    kind, _, rest = n.target.partition(":")
    beyond = f"it falls after the last day of this run, {short_day(desk.outlook.to)}: run it on to that day"
    reason = _named(desk, n.reason)
    if kind == "question":
        asked = next((q for q in desk.case.questions if q.id == rest), None)
        if asked is not None:
            if asked.closes_on <= desk.outlook.origin:
                return "question", asked.id, PAST
            return "question", _asked(asked), beyond if asked.closes_on > desk.outlook.to else reason
    if kind == "obligation":
        state = next((s for s in desk.situation.obligations if s.id == rest.partition(":")[0]), None)
        if state is not None:
            past = state.due is not None and state.due <= desk.outlook.origin
            standing = desk.obligation(state).due.continuous_from is not None
            late = state.due is not None and state.due > desk.outlook.to
            words = promise(desk.obligation(state), desk.names)
            return "promise", words, PAST if past and not standing else beyond if late else reason
    return "series", n.target.replace("_", " "), reason


def _named(desk: Desk, reason: str) -> str:
    """The reason with promises by their words, not by their ids."""
    promises = {o.id: o for o in desk.case.accord.obligations}

    def name(match: re.Match[str]) -> str:
        found = promises.get(match[1])
        return f"“{promise(found, desk.names)}”" if found is not None else match[0]

    return plain_days(re.sub(r"obligation '([^']+)'", name, clean(reason.partition(" (")[0])))
