"""Obligations: the probability that each open one is done by its day, or why there is none."""

from __future__ import annotations

import datetime as dt

import numpy as np

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.outlook import Ensemble, Forecast, NotModelled
from postwar.core.situation import ObligationState, Situation
from postwar.core.time import iso
from postwar.outlook.rows import Frame
from postwar.outlook.weighing import probability

CLOSED = frozenset({"fulfilled", "discharged", "terminated", "superseded"})


def promised(case: Case, situation: Situation, ensemble: Ensemble, frame: Frame) -> tuple[
        list[Forecast], list[NotModelled]]:
    """Two rows for each open obligation with a day in force inside the run, a reason for every other open one.

    P = weight of members in which it is done on a day from the origin to the day in force, both included. An obligation
    that the books hold fulfilled, discharged, terminated or superseded has neither row nor reason: nothing about it is
    left to forecast.
    """
    texts = {o.id: o for o in case.accord.obligations}
    rows: list[Forecast] = []
    left_out: list[NotModelled] = []
    for state in situation.obligations:
        if state.life_cycle in CLOSED:
            continue
        target = f"obligation:{state.id}:done_by_due"
        reason = _no_day(state, texts.get(state.id), ensemble)
        if reason or state.due is None:
            left_out.append(NotModelled(target, reason))
            continue
        day = np.asarray(ensemble.done_day[state.id])
        done = (day >= 0) & (day <= (state.due - ensemble.origin).days)
        rows.extend(frame.yes_no(target, "", state.due, probability(done, ensemble.weights)))
    return rows, left_out


def _no_day(state: ObligationState, text: Obligation | None, ensemble: Ensemble) -> str:
    """Why there is no probability that an obligation is done by its day; empty where there is one."""
    if text is not None and (text.mode == "must_not" or text.due.continuous_from or text.due.continuous_to):
        return "a standing duty: it is kept or broken day by day, and there is no day on which it is done"
    if state.due is None:
        return "the text gives no day by which it is due" + (f" ({state.due_text})" if state.due_text else "")
    if state.due <= ensemble.origin:
        return f"was due on {iso(state.due)}, not after the origin: whether it was done is a matter for the books"
    last = ensemble.origin + dt.timedelta(days=ensemble.days)
    if state.due > last:
        return f"due on {iso(state.due)}, after the last day of this run, {iso(last)}: run it on to that day"
    if state.id in ensemble.done_day:
        return ""
    why = next((reason for what, reason in ensemble.off if what.partition(":")[2] == state.id), "")
    return "no process of this run says when it is done" + (f": {why}" if why else "")
