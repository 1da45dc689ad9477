"""Since the last issue: what the books say now that they did not say then."""

from __future__ import annotations

from postwar.core.situation import Situation
from postwar.core.variable import Estimate
from postwar.publish.desk import Desk
from postwar.publish.document import Block, Bullets, Line, Paragraph, Section, line
from postwar.publish.holdings import holdings
from postwar.publish.prose import counted, day, interval, sentence
from postwar.publish.terms import HOW_WORDS, VARIABLE_WORDS, words
from postwar.publish.verdicts import promise, verdict


def build(desk: Desk) -> Section:
    """New, changed and withdrawn lines against the situation as known at the previous report's day."""
    before = desk.previous
    if before is None:
        blocks: tuple[Block, ...] = (Paragraph(line("First issue: there is nothing earlier to compare with.")),)
        return Section("since", "Since the last issue", blocks)
    items = (
        *_reports(desk, before),
        *_control(desk, before),
        *_obligations(desk, before),
        *_figures(desk, before),
        *_positions(desk, before),
        *_checks(desk, before),
        *_gone(desk, before),
    )
    lead = Paragraph(
        line(
            f"Compared with what was known on {day(before.as_of.known)}. “+” is new, “~” is changed, “−” no longer "
            "stands."
        ),
        "remark",
    )
    if not items:
        return Section("since", "Since the last issue", (lead, Paragraph(line("Nothing has changed."))))
    return Section("since", "Since the last issue", (lead, Bullets(tuple(items), role="changes")))


def _reports(desk: Desk, before: Situation) -> list[Line]:
    old = {r.sha256 for r in before.reports}
    new = [d.report for d in desk.marks.documents if d.report.sha256 not in old]
    if not new:
        return []
    return [
        line(
            f"+ {counted(len(new), 'report')}: ",
            "; ".join(desk.published(r) for r in new[:6]),
            f"; and {len(new) - 6} more" if len(new) > 6 else "",
        )
    ]


def _control(desk: Desk, before: Situation) -> list[Line]:
    old = {c.place: (c.actor, c.since, c.how, c.extent) for c in before.control}
    new = tuple(
        c
        for c in desk.situation.control
        if old.get(c.place) != (c.actor, c.since, c.how, c.extent) and old.get(c.place, (None,))[0] != c.actor
    )
    lines = []
    for h in holdings(desk.case, new, desk.names.plain):
        c = h.control
        holder = desk.names.of(c.actor) if c.actor else "a holder not named"
        inner = f" and {counted(len(h.inside), 'place')} in it" if h.inside else ""
        lines.append(
            line(
                f"{'~' if c.place in old else '+'} {desk.names.listed(h.places)}{inner}: {holder}, "
                f"{words(HOW_WORDS, c.how)}, ",
                desk.figure(day(c.since) if c.since else "day not stated", c.claims),
            )
        )
    return lines


def _obligations(desk: Desk, before: Situation) -> list[Line]:
    old = {o.id: verdict(o) for o in before.obligations}
    lines = []
    for o in desk.situation.obligations:
        now = verdict(o)
        if o.id not in old or old[o.id] == now:
            continue
        lines.append(
            line(
                f"~ {promise(desk.obligation(o), desk.names)}: was “",
                old[o.id],
                "”, is “",
                now,
                "” ",
                desk.mark(o.claims or (o.id,)),
            )
        )
    return lines


def _key(f: Estimate) -> tuple[str, str, str, str, str]:
    return f.variable, f.scope, f.measure, f.group or "", f.place or ""


def _figures(desk: Desk, before: Situation) -> list[Line]:
    old = {_key(f): f for f in before.figures if f.role == "recommended"}
    lines = []
    for f in desk.situation.figures:
        if f.role != "recommended":
            continue
        was, now = old.get(_key(f)), interval(f.low, f.high)
        what = words(VARIABLE_WORDS, f.variable)
        where = f" ({desk.names.plain(f.group or f.place or '')})" if f.group or f.place else ""
        if was is None:
            lines.append(line(f"+ First figure for {what}{where}: ", desk.figure(now, f.claims)))
        elif interval(was.low, was.high) != now:
            lines.append(
                line(
                    f"~ {what[0].upper()}{what[1:]}{where}: {interval(was.low, was.high)} became ",
                    desk.figure(now, f.claims),
                )
            )
    return lines


def _gone(desk: Desk, before: Situation) -> list[Line]:
    """Figures and contradictions that no longer stand."""
    figures = {_key(f) for f in desk.situation.figures}
    checks = {frozenset(c.claims) for c in desk.situation.checks}
    lines = []
    for f in before.figures:
        if f.role == "recommended" and _key(f) not in figures:
            about = f" ({desk.names.plain(f.group or f.place or '')})" if f.group or f.place else ""
            lines.append(line(f"− Figure for {words(VARIABLE_WORDS, f.variable)}{about}: ",
                              desk.figure(interval(f.low, f.high), f.claims)))
    gone = [c for c in before.checks if c.kind == "contradiction" and frozenset(c.claims) not in checks]
    return lines + [line("− No longer against each other: ", desk.worded(sentence(c.text), c.claims)) for c in gone]


def _positions(desk: Desk, before: Situation) -> list[Line]:
    old = {(p.actor, p.topic, p.stance) for p in before.positions}
    return [
        line(
            f"{'~' if p.changed_from else '+'} Position of {desk.names.of(p.actor)} on “",
            desk.names.plain(p.topic),
            "” ",
            desk.mark(p.claims),
        )
        for p in desk.situation.positions
        if (p.actor, p.topic, p.stance) not in old
    ]


def _checks(desk: Desk, before: Situation) -> list[Line]:
    old = {frozenset(c.claims) for c in before.checks}
    new = {frozenset(c.claims): c for c in reversed(desk.situation.checks) if c.kind == "contradiction"}
    return [
        line("+ Accounts contradict each other: ", desk.worded(sentence(c.text), c.claims), " ", desk.mark(c.claims))
        for claims, c in reversed(new.items())
        if claims not in old
    ]
