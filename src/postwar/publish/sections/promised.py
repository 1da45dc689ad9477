"""Promised and done: every obligation with its due day, what is reported, the verdict in words and its readings."""

from __future__ import annotations

from postwar.core.accord import Amendment
from postwar.core.situation import ObligationState, StageState
from postwar.publish.charts.obligations import chart
from postwar.publish.desk import Desk
from postwar.publish.document import (
    Block,
    Bullets,
    Cell,
    Citation,
    Heading,
    Line,
    Paragraph,
    Section,
    Soft,
    Strong,
    Table,
    cell,
    line,
)
from postwar.publish.prose import counted, days_long, sentence, short_day
from postwar.publish.rulings import ruled
from postwar.publish.verdicts import (
    NOT_OBSERVED,
    belief_words,
    due_words,
    promise,
    promise_remark,
    promise_terms,
    reading_verdict,
    readings_differ,
)


def build(desk: Desk) -> Section:
    """Table, timeline, amendments, stages, silences."""
    states = desk.situation.obligations
    title = "Promised and done"
    if not states:
        return Section(
            "promised", title, (Paragraph(line("The case holds no obligations that were known on this day.")),)
        )
    table = Table(
        "What the accord promises, and what the reports say of it",
        ("Promise", "Due", "Reported", "Verdict"),
        tuple(_row(desk, o) for o in states),
        "promises",
    )
    blocks: list[Block] = [table, Paragraph(line(NOT_OBSERVED), "remark")]
    picture = chart.picture(desk.case, desk.situation)
    if picture is not None:
        blocks.append(picture)
    return Section("promised", title, (*blocks, *_amendments(desk), *_stages(desk), *_silences(desk)))


def _row(desk: Desk, o: ObligationState) -> tuple[Cell, ...]:
    obligation = desk.obligation(o)
    return (
        cell(
            line(Strong(sentence(promise(obligation, desk.names))[:-1]), " ", desk.mark([o.id])),
            line(Soft(promise_terms(obligation, desk.names))),
            line(Soft(promise_remark(obligation))),
        ),
        _due(desk, o),
        _reported(desk, o),
        cell(
            line(sentence(desk.verdict(o))),
            line(Soft(" ".join(text for text in _belief(o) if text))),
            *_reading_lines(desk, o),
        ),
    )


def _belief(o: ObligationState) -> tuple[str, ...]:
    return () if o.disposition in ("not_observed", "unverifiable") or not o.claims else belief_words(o)


def _due(desk: Desk, o: ObligationState) -> Cell:
    due = desk.obligation(o).due
    first = due_words(due, o, desk.event_name)
    if due.continuous_from or due.continuous_to:
        return cell(desk.opens(first, [o.id]))
    if o.due is not None and o.due != o.original_due and (o.amendments or o.original_due is not None):
        text = line("text: ", desk.opens(first, [o.id]) if first != "no date" else first)
        return cell(text, line("moved to ", desk.figure(short_day(o.due), o.amendments or (o.id,))))
    if first == "no date" and o.due_text:
        return cell(o.due_text)
    return cell(desk.opens(first, [o.id])) if first != "no date" else cell(first)


def _reported(desk: Desk, o: ObligationState) -> Cell:
    claims = desk.claims(o.claims)
    if not claims:
        return cell("no report in the books")
    if o.done_on is not None:
        return cell(line(desk.figure(short_day(o.done_on), o.claims)))
    last = max(claims, key=lambda c: (c.valid_to or desk.books.known.min, c.id))
    if last.valid_to is None:
        return cell(line("day not stated ", desk.mark(o.claims)))
    when = short_day(last.valid_to) if last.valid_from == last.valid_to else f"by {short_day(last.valid_to)}"
    return cell(desk.figure(when, o.claims))


def _reading_lines(desk: Desk, o: ObligationState) -> list[Line]:
    said = ruled(desk, o)
    if said or not readings_differ(o):
        return [line(Soft(said))] if said else []
    return [
        line(
            Soft(
                f"As {desk.names.listed(r.holder) or 'some'} {'reads' if len(r.holder) < 2 else 'read'} it: "
                + reading_verdict(r, desk.obligation(o).due.continuous_from is not None)
                + "."
            )
        )
        for r in o.readings
    ]


def _amendments(desk: Desk) -> list[Block]:
    used = {a for o in desk.situation.obligations for a in o.amendments}
    rows = [a for a in desk.case.accord.amendments if a.id in used]
    items = [_amendment(desk, a) for a in rows]
    written = {a.id for a in rows}
    for o in desk.situation.obligations:
        told = [a for a in o.amendments if a not in written]
        if told:
            dated = o.due is not None and desk.obligation(o).due.continuous_from is None
            to = line("; its last day is taken as ", desk.opens(short_day(o.due), told)) if dated else ()
            what = promise(desk.obligation(o), desk.names)
            items.append(line(f"{what}: a change is reported ", desk.mark(told), to, "."))
    return [Heading(line("Changes that were agreed or reported")), Bullets(tuple(items))] if items else []


def _amendment(desk: Desk, a: Amendment) -> Line:
    obligation = next(o for o in desk.case.accord.obligations if o.id == a.obligation)
    to = line(" to ", desk.figure(short_day(a.by), [a.id])) if a.by else ()
    moved = (
        f" ({days_long((a.by - obligation.due.by).days)} later)"
        if a.by and obligation.due.by and a.by > obligation.due.by
        else ""
    )
    who = f", by {desk.names.listed(a.parties)}" if a.parties else ""
    verb = {"postpone": "postponed", "waive": "waived", "extend": "extended", "replace": "replaced"}.get(
        a.kind, a.kind
    )
    reasons: Line = ()
    for source, reason in a.reasons:
        reasons = line(
            reasons,
            " Reason as ",
            desk.source_name(source) if source not in _actors(desk) else desk.names.plain(source),
            " gives it: ",
            sentence(reason)[:1].lower() + sentence(reason)[1:],
        )
    return line(
        f"{promise(obligation, desk.names)}: {verb}",
        to,
        f"{moved}, agreed on {short_day(a.agreed_on)}{', ' + a.form if a.form else ''}{who}.",
        reasons,
        " ",
        Soft("Source: "),
        Citation(a.source),
        Soft("."),
    )


def _actors(desk: Desk) -> set[str]:
    return {a.id for a in desk.case.actors}


def _stages(desk: Desk) -> list[Block]:
    if not desk.situation.stages:
        return []
    return [Heading(line("Stages")), Bullets(tuple(_stage(desk, g) for g in desk.situation.stages))]


def _stage(desk: Desk, g: StageState) -> Line:
    state = {"done": "done", "open": "under way", "not_started": "not begun, as far as reported"}.get(
        g.state, g.state
    )
    on = line(" on ", desk.figure(short_day(g.done_on), g.claims)) if g.done_on else ()
    counts = f"; {g.done} of {counted(g.total, 'promise')} reported done"
    staged_by = desk.names.plain(g.noted_by) if g.noted_by in _actors(desk) else desk.source_name(g.noted_by)
    who = f" This staging is as {staged_by} has it." if g.noted_by else ""
    return line(
        Strong(g.name), f": {state}", on, counts, "." if g.done_on else line(" ", desk.mark(g.claims), "."), who
    )


def _silences(desk: Desk) -> list[Block]:
    if not desk.situation.silences:
        return []
    items = tuple(
        line(Strong(f"{desk.names.plain(topic)}:"), f" {sentence(text)}") for _, topic, text in desk.situation.silences
    )
    return [
        Heading(line("What the text leaves out"), "silences"),
        Paragraph(
            line(
                f"{counted(len(items), 'topic')} on which the text says nothing, as the case has it. "
                "A silence has no verdict."
            ),
            "remark",
        ),
        Bullets(items),
    ]
