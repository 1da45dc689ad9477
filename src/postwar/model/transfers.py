"""Handovers still to come: what passes from whom to whom, when it falls due, and which places go with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.time import Day, add_months
from postwar.model.geography import parts
from postwar.model.state import NOBODY, Setting

ENDED = ("discharged", "terminated", "superseded")


@dataclass(frozen=True, slots=True)
class Transfer:
    """One handover that is not done yet. ``due`` is a day index, negative where overdue; ``places`` are positions."""

    id: str
    obligation: int
    due: int
    giver_side: str
    receiver: int
    places: tuple[int, ...]


def due_day(case: Case, obligation: Obligation) -> Day | None:
    """The last day in force by the text and its amendments; None where the text names none."""
    moved = [a for a in case.accord.amendments if a.obligation == obligation.id and a.by is not None]
    if moved:
        return max(moved, key=lambda a: (a.agreed_on, a.id)).by
    due, signed = obligation.due, case.accord.signed_on
    if due.by is not None:
        return due.by
    if due.before is not None:
        return due.before - dt.timedelta(days=1)
    if signed is not None and due.of == "signing":
        if due.within_days is not None:
            return signed + dt.timedelta(days=due.within_days)
        if due.within_months is not None:
            return add_months(signed, due.within_months)
    return None


def transfers(setting: Setting) -> tuple[tuple[Transfer, ...], tuple[tuple[str, str], ...]]:
    """The handovers still to come, and (obligation id, reason) for those that cannot be run."""
    states = {o.id: o for o in setting.situation.obligations}
    found: list[Transfer] = []
    left_out: list[tuple[str, str]] = []
    for position, obligation in enumerate(setting.layout.obligations):
        state = states.get(obligation.id)
        if obligation.act != "handover" or obligation.mode != "must" or (state and state.life_cycle == "fulfilled"):
            continue
        due = state.due if state else due_day(setting.case, obligation)
        if state and state.life_cycle in ENDED:
            left_out.append((obligation.id, f"the obligation is {state.life_cycle}"))
        elif due is None:
            left_out.append((obligation.id, "no day on which it falls due"))
        elif (made := _transfer(setting, position, obligation, setting.index(due))) is None:
            left_out.append((obligation.id, "no place that passes, or nobody named who receives it"))
        else:
            found.append(made)
    return tuple(found), tuple(left_out)


def _transfer(setting: Setting, position: int, obligation: Obligation, due: int) -> Transfer | None:
    case, layout = setting.case, setting.layout
    receivers = [layout.actor(b) for b in obligation.beneficiary if layout.actor(b) != NOBODY]
    heads = [p for p in obligation.place if p in layout.places]
    if not heads or not receivers:
        return None
    kept = {q for e in obligation.except_ for q in (e, *parts(case, e))}
    holders = setting.control_at_origin()
    passing: list[int] = []
    for head in heads:
        holder = holders[layout.place(head)]
        passing += [layout.place(p) for p in (head, *parts(case, head))
                    if p not in kept and holders[layout.place(p)] in (holder, NOBODY)]
    giver = case.actor(obligation.obligor[0]) if obligation.obligor else None
    if giver is None and holders[layout.place(heads[0])] != NOBODY:
        giver = case.actor(layout.actors[holders[layout.place(heads[0])]])
    side = giver.side if giver else ""
    return Transfer(obligation.id, position, due, side, receivers[0], tuple(dict.fromkeys(passing)))
