"""What we do not know, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable

from postwar.core.situation import Gap
from postwar.publish.desk import Desk
from postwar.publish.document import Block, Bullets, Heading, Line, Paragraph, Section, Strong, line
from postwar.publish.prose import interval, sentence
from postwar.publish.terms import VARIABLE_WORDS, words
from postwar.publish.verdicts import promise

KINDS = {
    "figure": "Figures",
    "obligation": "Promises",
    "route": "Routes",
    "access": "Access",
    "origin": "Origins",
    "position": "Positions",
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
        blocks.append(Paragraph(line(Strong("Ask next: "), desk.names.listed(ask), ".")))
    return Section("missing", title, tuple(blocks))


def _ask(desk: Desk, gaps: list[Gap]) -> str:
    ask = sorted({a for g in gaps for a in g.ask})
    return f" Ask {desk.names.listed(ask, 'or')}." if ask else ""


def _texts(desk: Desk, gaps: list[Gap]) -> list[Line]:
    return [
        line(sentence(g.text or f"{desk.names.of(g.subject)}: {desk.names.plain(g.topic)}"), _ask(desk, [g]))
        for g in gaps
    ]


def _positions(desk: Desk, gaps: list[Gap]) -> list[Line]:
    topics = dict.fromkeys(g.topic for g in gaps)
    return [
        line(
            Strong(desk.names.plain(t)),
            f": not stated by {desk.names.listed(g.subject for g in gaps if g.topic == t)}.",
        )
        for t in topics
    ]


def _origins(desk: Desk, gaps: list[Gap]) -> list[Line]:
    """The figures that stand on one origin, each with its interval, opening to its words."""
    if not gaps:
        return []
    alone = [f for f in desk.situation.figures if f.role == "recommended" and f.origins <= 1]
    lines = [
        line(
            f"{words(VARIABLE_WORDS, f.variable).capitalize()}"
            f"{' (' + desk.names.plain(f.group or f.place or '') + ')' if f.group or f.place else ''}, ",
            desk.figure(interval(f.low, f.high), f.claims),
            ": one origin.",
        )
        for f in alone
    ]
    return [*lines, line(_ask(desk, gaps).strip())] if lines else []


def _promises(desk: Desk, gaps: list[Gap]) -> list[Line]:
    """The promises on which no report was found, by whom to ask."""
    states = {s.id: s for s in desk.situation.obligations}
    lines = []
    for g in gaps:
        state = states.get(g.subject)
        if state is None:
            lines += _texts(desk, [g])
        else:
            lines.append(
                line(
                    promise(desk.obligation(state), desk.names),
                    " ",
                    desk.mark([state.id]),
                    ": no report in the books.",
                    _ask(desk, [g]),
                )
            )
    return lines


def _routes(desk: Desk, gaps: list[Gap]) -> list[Line]:
    states = {r.id: r for r in desk.situation.routes}
    groups: dict[str, list[Gap]] = {}
    for g in gaps:
        state = states.get(g.subject)
        groups.setdefault(state.place or g.subject if state else g.subject, []).append(g)
    return [
        line(f"No report says whether traffic passes: {desk.names.of(place)}.", _ask(desk, group))
        for place, group in groups.items()
    ]


LINES: dict[str, Callable[[Desk, list[Gap]], list[Line]]] = {
    "position": _positions,
    "origin": _origins,
    "obligation": _promises,
    "route": _routes,
}
