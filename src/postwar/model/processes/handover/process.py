"""Handover: each transfer is done on its day or some days late, and the day may be moved before it comes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.model.priors import Need, find, quantile
from postwar.model.process import Off, Running
from postwar.model.quantiles import Z95, normal_cdf
from postwar.model.state import NOT_DONE, Drawn, Setting, State
from postwar.model.transfers import Transfer, transfers

DELAY, ON_TIME = "handover.delay_days", "handover.on_time_share"
AMENDED, MOVED_BY = "handover.amend_p", "handover.amend_days"

Floats = NDArray[np.float64]


class Handover:
    """A place passes on the day on which it is due, or late; before that day the parties may move it once.

    Done on day D = due + M·A + L. M = 1 with probability ``handover.amend_p`` (only while the day lies ahead), and
    moves it by A = max(1, ``handover.amend_days``) days. L = 0 with probability ``handover.on_time_share``, else
    max(1, X − 1) days, X ~ ``handover.delay_days`` + 1 day, a lognormal. A handover overdue on the origin is known to
    be late by e days: X is then drawn given X − 1 > e. On day D the holder of the place changes to the beneficiary,
    and so do places inside it that the same holder holds, except those that the text excepts. Where war resumes before
    D (tier 2), it is not done.

    Each handover has its own delay; ``on_time_share`` and ``amend_p`` are shared by all of a member.
    Assumes one transfer a handover and no relation between delays. It breaks where a handover waits on another, or is
    done in parts. A handover without a day is left out.
    Source: judgement (the form: most are on the day, some late with a long tail); numbers from the case.
    """

    name = "handover"
    stream = 1
    phase = 1

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where no handover is to come, or the case has no prior for delays."""
        pending, left_out = transfers(setting)
        if not pending:
            return Off("no handover with a day and a beneficiary is still to come")
        missing = [t.id for t in pending if find(setting.case, DELAY, t.id) is None]
        if missing:
            return Off(f"the case has no {DELAY} for {', '.join(missing)}")
        return Handovers(setting, pending, left_out)


class Handovers(Running):
    """The handovers of one case."""

    def __init__(self, setting: Setting, pending: tuple[Transfer, ...], left_out: tuple[tuple[str, str], ...]) -> None:
        self.case = setting.case
        self.pending = pending
        self.leaves_out = left_out
        self.settles = tuple(t.obligation for t in pending)
        self.flips = tuple(setting.layout.places[p] for t in pending for p in t.places)
        self.needs = tuple(
            need for t in pending for need in (Need(DELAY, t.id, each=True), Need(ON_TIME, t.id), Need(AMENDED, t.id),
                                               Need(MOVED_BY, t.id, each=True)))
        self.uniforms = tuple(f"{what}:{t.id}" for t in pending for what in ("on time", "amended", "overdue"))

    def begin(self, state: State, drawn: Drawn) -> None:
        """Plan the day of each handover."""
        for t in self.pending:
            state.planned[:, t.obligation] = planned_day(self.case, t, drawn)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[NDArray[np.int64]]) -> None:
        """Handovers of the day are done, and control passes."""
        for t in self.pending:
            today = (state.planned[:, t.obligation] == day) & (state.done[:, t.obligation] == NOT_DONE) & ~state.at_war
            if bool(today.any()):
                state.done[today, t.obligation] = day
                for place in t.places:
                    state.control[today, place] = t.receiver


def planned_day(case: Case, transfer: Transfer, drawn: Drawn) -> NDArray[np.int64]:
    """The day index on which a handover is done in each member, if war does not resume before."""
    late = np.maximum(np.rint(drawn.parameters[f"{DELAY}:{transfer.id}"]) - 1.0, 1.0)
    if transfer.due <= 0:
        overdue = _overdue(case, transfer, drawn, late)
        return np.maximum(transfer.due + overdue, 1).astype(np.int64)
    due = np.full(len(late), float(transfer.due))
    if (p := drawn.parameters.get(f"{AMENDED}:{transfer.id}")) is not None:
        by = drawn.parameters.get(f"{MOVED_BY}:{transfer.id}", np.ones_like(late))
        due = due + np.where(drawn.uniforms[f"amended:{transfer.id}"] < p, np.maximum(np.rint(by), 1.0), 0.0)
    if (share := drawn.parameters.get(f"{ON_TIME}:{transfer.id}")) is not None:
        late = np.where(drawn.uniforms[f"on time:{transfer.id}"] < share, 0.0, late)
    return (due + late).astype(np.int64)


def _overdue(case: Case, transfer: Transfer, drawn: Drawn, late: Floats) -> Floats:
    """Days late, given that a handover is late by more than it is on the origin already."""
    elapsed = float(-transfer.due)
    parameter = find(case, DELAY, transfer.id)
    prior = parameter.prior if parameter else None
    if prior is None or prior.kind != "lognormal":
        return np.maximum(late, elapsed + 1.0)
    low, high = np.log(prior.arg("p05")), np.log(prior.arg("p95"))
    passed = normal_cdf(float((np.log(elapsed + 1.5) - (low + high) / 2) / max((high - low) / (2 * Z95), 1e-12)))
    u = passed + drawn.uniforms[f"overdue:{transfer.id}"] * (1.0 - passed)
    return np.maximum(np.rint(quantile(prior, np.minimum(u, 1.0 - 2.0**-53))) - 1.0, elapsed + 1.0)
