"""Needs a person today: what no rule may settle."""

from __future__ import annotations

from postwar.publish.desk import Desk
from postwar.publish.disputes import dispute_line, disputes
from postwar.publish.document import Bullets, Line, Paragraph, Section, line
from postwar.publish.holdings import holdings
from postwar.publish.prose import counted, days_long, list_of
from postwar.publish.terms import PEOPLE, VARIABLE_WORDS, words
from postwar.publish.verdicts import promise, readings_differ

SHOWN = 6  # more than this is a list to file, not to act on today


def build(desk: Desk) -> Section:
    """Rival accounts, contradictions, readings, overdue promises, figures of one origin, undated reports."""
    items = [
        *_rivals(desk),
        *_contradictions(desk),
        *_readings(desk),
        *_overdue(desk),
        *_origins(desk),
        *_undated(desk),
    ]
    title = "Needs a person today"
    if not items:
        return Section(
            "person", title, (Paragraph(line("Nothing in the books waits for a person's judgement today.")),)
        )
    more = Paragraph(
        line(f"And {len(items) - SHOWN} more, under What is read two ways and What we do not know."), "remark"
    )
    return Section(
        "person", title, (Bullets(tuple(items[:SHOWN]), ordered=True), *([more] if len(items) > SHOWN else []))
    )


def _rivals(desk: Desk) -> list[Line]:
    return [
        line(
            f"Who holds {list_of(desk.names.inside(p) for p in h.places)}? Two accounts stand ",
            desk.mark([*h.control.claims, *(i for r in h.control.rivals for i in r.claims)]),
        )
        for h in holdings(desk.case, desk.situation.control, desk.names.plain)
        if h.control.rivals
    ]


def _contradictions(desk: Desk) -> list[Line]:
    """Contradictions that are not already named as rival accounts."""
    named = [{*c.claims, *(i for r in c.rivals for i in r.claims)} for c in desk.situation.control if c.rivals]
    checks = [c for c in desk.situation.checks if not any(set(c.claims) <= ids for ids in named)]
    return [line("Which account stands? ", dispute_line(desk, d)) for d in disputes(desk, checks)]


def _readings(desk: Desk) -> list[Line]:
    return [
        line(
            f"{promise(desk.obligation(o), desk.names)}: the readings of the text lead to different verdicts; "
            "which one is worked with? ",
            desk.mark([o.id, *o.claims]),
        )
        for o in desk.situation.obligations
        if readings_differ(o)
    ]


def _overdue(desk: Desk) -> list[Line]:
    return [
        line(
            f"{promise(desk.obligation(o), desk.names)}: its day was "
            f"{days_long(o.timeliness.days or 0)} ago, and no report says that it is complete ",
            desk.mark([o.id, *o.claims]),
        )
        for o in desk.situation.obligations
        if o.timeliness.code == "overdue"
    ]


def _origins(desk: Desk) -> list[Line]:
    alone = [f for f in desk.situation.figures if f.role == "recommended" and f.origins <= 1 and f.variable in PEOPLE]
    if not alone:
        return []
    what = list_of(dict.fromkeys(words(VARIABLE_WORDS, f.variable) for f in alone))
    return [
        line(
            f"No second origin for {counted(len(alone), 'figure')} ({what}): find one ",
            desk.mark(i for f in alone for i in f.claims),
        )
    ]


def _undated(desk: Desk) -> list[Line]:
    undated = [d.report for d in desk.marks.documents if d.report.published_at is None]
    if not undated:
        return []
    return [
        line(
            f"{counted(len(undated), 'report')} without a day of publication "
            f"({list_of(desk.marks.report_mark(r.id).label for r in undated)}): days such as “Tuesday” stay unresolved"
        )
    ]
