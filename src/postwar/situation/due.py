"""What falls due, what is overdue, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from postwar.core.accord import Obligation
from postwar.core.agenda import DueLine
from postwar.core.case import Case
from postwar.core.situation import ObligationState, Situation
from postwar.core.time import Day
from postwar.situation.acts import act_of
from postwar.situation.clause_graph import clause_graph, hanging_on
from postwar.situation.dates import span_of
from postwar.situation.powers import term_of

_OVER = ("fulfilled", "discharged", "terminated", "superseded")


def due_lines(case: Case, situation: Situation, within: int | None = None) -> tuple[DueLine, ...]:
    """What is overdue, and what falls due, opens, ends or needs notice within so many days (None: at any time), by day.

    A duty that is behind its obligor has no line, a permission only the day on which it opens. Where a suspension
    holds nothing is overdue."""
    texts = {o.id: o for o in case.accord.obligations}
    graph = clause_graph(case, situation.as_of.known)
    done: dict[str, Day | None] = {o.id: o.done_on for o in situation.obligations if o.life_cycle == "fulfilled"}
    done |= case.accord.event_days(situation.as_of.known)
    signed = case.accord.signed_on or case.ceasefire_on
    today = situation.as_of.valid
    lines = []
    for state in situation.obligations:
        hangs = hanging_on(graph, state.id)
        for kind, on in _days(texts[state.id], state, signed, done, today):
            days = (on - today).days
            if days < 0 and kind not in ("overdue", "ambiguous"):
                continue
            if within is None or days <= within:
                lines.append(DueLine(state.id, kind, on, days, hangs))
    return tuple(sorted(lines, key=lambda line: (line.on, line.obligation, line.kind)))


def _days(
    o: Obligation, state: ObligationState, signed: Day, done: dict[str, Day | None], today: Day
) -> Iterator[tuple[str, Day]]:
    """The days of one obligation, each with what falls on it."""
    if state.life_cycle in _OVER:
        return
    span = span_of(o.due, signed, done)
    if span.opens is not None and span.opens >= today:
        yield "opens", span.opens
    if o.mode == "may":
        return
    if state.due is not None:
        code = state.timeliness.code
        lasts = act_of(o.act).lasting or span.continuous or o.mode == "must_not"
        late = {"overdue": "overdue", "deadline_ambiguous": "ambiguous"}
        yield late.get(code, "ends" if lasts else "due"), state.due
    term = term_of(o, signed, today)
    if term is not None and term.notice_by is not None and state.life_cycle == "in_effect":
        yield "notice", term.notice_by
