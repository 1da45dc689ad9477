"""What we do not know, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from postwar.core.situation import Gap
from postwar.publish.desk import Desk, run_on
from postwar.publish.document import Block, Bullets, Heading, Line, Paragraph, Section, Strong, line
from postwar.publish.names import alphabetical_ids
from postwar.publish.prose import interval, list_of, sentence
from postwar.publish.terms import VARIABLE_WORDS, words
from postwar.publish.verdicts import promise

KINDS = {
    "figure": "Figures",
    "obligation": "Promises",
    "route": "Routes",
    "access": "Access",
    "origin": "Figures on one origin alone",
    "position": "Positions that these reports do not give",
}


def build(desk: Desk) -> Section:
    """Gaps by kind, those of one topic as one line; then everybody who could fill one."""
    gaps = desk.situation.gaps
    title = "What we do not know, and whom to ask"
    if not gaps:
        return Section(
            "missing",
            title,
            (Paragraph(line("No gap was found by the rules at hand; that is not the same as none.")),),
        )
    kinds = [*KINDS, *sorted({g.kind for g in gaps} - set(KINDS))]
    blocks: list[Block] = []
    for kind in kinds:
        lines = LINES.get(kind, _texts)(desk, [g for g in gaps if g.kind == kind])
        if lines:
            blocks += [Heading(line(KINDS.get(kind, kind.replace("_", " ").capitalize()))), Bullets(tuple(lines))]
    ask = sorted({a for g in gaps for a in g.ask})
    if ask:
        blocks.append(Paragraph(line(Strong("Ask next: "), _asked(desk, ask, "and"), ".")))
    return Section("missing", title, tuple(blocks))


def _asked(desk: Desk, ids: Iterable[str], last: str = "or") -> str:
    return list_of((desk.names.inside(i) for i in alphabetical_ids(desk.names, ids)), last)


def _ask(desk: Desk, gaps: list[Gap]) -> str:
    ask = sorted({a for g in gaps for a in g.ask})
    return f" Ask {_asked(desk, ask)}." if ask else ""


def _texts(desk: Desk, gaps: list[Gap]) -> list[Line]:
    return [
        line(sentence(g.text or f"{desk.names.of(g.subject)}: {desk.names.plain(g.topic)}"), _ask(desk, [g]))
        for g in gaps
    ]


def _positions(desk: Desk, gaps: list[Gap]) -> list[Line]:
    """By whom to ask: the topics on which these reports give no position of somebody."""
    topics: dict[str, list[str]] = {}
    for g in gaps:
        topics.setdefault(g.subject, []).append(g.topic)
    return [
        line(Strong(f"{desk.names.plain(who)}:"), f" on {_topics(desk, topics[who])}.")
        for who in alphabetical_ids(desk.names, topics)
    ]


def _topics(desk: Desk, topics: Iterable[str]) -> str:
    return "; ".join(desk.names.topic(t) for t in dict.fromkeys(topics))


def _origins(desk: Desk, gaps: list[Gap]) -> list[Line]:
    """The figures that stand on one origin, each with its interval."""
    if not gaps:
        return []
    alone = [f for f in desk.situation.figures if f.role == "recommended" and f.origins <= 1]
    lines = [
        line(
            f"{words(VARIABLE_WORDS, f.variable).capitalize()}"
            f"{' (' + desk.names.plain(f.group or f.place or '') + ')' if f.group or f.place else ''}: ",
            desk.figure(interval(f.low, f.high), f.claims),
        )
        for f in alone
    ]
    return [*lines, line(_ask(desk, gaps).strip())] if lines else []


def _promises(desk: Desk, gaps: list[Gap]) -> list[Line]:
    """The promises on which no report was found, by whom to ask."""
    states = {s.id: s for s in desk.situation.obligations}
    by_ask: dict[tuple[str, ...], list[Line]] = {}
    for g in gaps:
        if g.subject in states:
            what = promise(desk.obligation(states[g.subject]), desk.names)
            by_ask.setdefault(tuple(sorted(g.ask)), []).append(line(f"{what} ", desk.mark([g.subject])))
    others = _texts(desk, [g for g in gaps if g.subject not in states])
    return others + [
        line(Strong("No report in the books"), f" (ask {_asked(desk, ask)}): " if ask else ": ", run_on(lines, " · "))
        for ask, lines in by_ask.items()
    ]


def _routes(desk: Desk, gaps: list[Gap]) -> list[Line]:
    states = {r.id: r for r in desk.situation.routes}
    groups: dict[str, list[Gap]] = {}
    for g in gaps:
        state = states.get(g.subject)
        groups.setdefault(state.place or g.subject if state else g.subject, []).append(g)
    return [
        line(f"No report says whether traffic passes {desk.names.inside(place)}.", _ask(desk, group))
        for place, group in groups.items()
    ]


LINES: dict[str, Callable[[Desk, list[Gap]], list[Line]]] = {
    "position": _positions,
    "origin": _origins,
    "obligation": _promises,
    "route": _routes,
}
