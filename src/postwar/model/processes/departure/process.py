"""Departure: residents leave a place before it passes to another holder, more of them the nearer the day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from postwar.model.priors import Need, find
from postwar.model.process import Off, Running
from postwar.model.rates import Way
from postwar.model.state import Drawn, Setting, State
from postwar.model.transfers import Transfer, transfers

SHARE, SPREAD, EVER = "departure.leave_share", "departure.spread_days", "returns.ever_share"
NEVER_ALL = 1.0 - 1e-9

Floats = NDArray[np.float64]


class Departure:
    """Residents of the side that hands a place over leave before the day, at a rate that rises to it.

    By t days into the run, of those who were there long before, the share F(t) = s·exp(−(D − t)/τ) has left, t ≤ D: s
    is ``departure.leave_share``, τ ``departure.spread_days``, D the day on which the member's handover is done. The
    rate per person on day t is λ(t) = ln[(1 − F(t−1)) / (1 − F(t))], and 0 after D. A figure of residents on the origin
    counts those who are still there, so that leaving goes on from F(0). Of those who leave, the share
    ``returns.ever_share`` would come back while things stay as they are. Why people leave is not modelled.

    Where a place had passed by agreement before the origin and no figure says how many left, the share s of the
    residents leaves on day 0. Where war resumes, leaving for a handover stops with the handover.
    Assumes that people act on the day on which the handover is in the end done, and a home's share of a group's
    residents to be equal where no figure says it. Source: judgement, after accounts of departures in the last days
    before a handover; numbers from the case.
    """

    name = "departure"
    stream = 2
    phase = 1

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where nobody counted lives where a handover is to come or has been, or the case has no prior."""
        ahead = _ahead(setting)
        past = _past(setting)
        if not ahead and not past:
            return Off("no residents are counted in a place that passes to the other side")
        groups = sorted({setting.layout.rows[row].group for row in (*(row for row, _ in ahead), *past)})
        for name in (SHARE, SPREAD):
            missing = [g for g in groups if find(setting.case, name, g) is None]
            if missing:
                return Off(f"the case has no {name} for {', '.join(missing)}")
        return Departures(setting, ahead, past)


def _ahead(setting: Setting) -> list[tuple[int, Transfer]]:
    """Rows of people whose home passes to another side, with the handover by which it does."""
    layout, found = setting.layout, []
    pending, _ = transfers(setting)
    for t in pending:
        homes = {layout.places[p] for p in t.places}
        found += [(i, t) for i, row in enumerate(layout.rows)
                  if row.home in homes and row.side and row.side == t.giver_side]
    return found


def _past(setting: Setting) -> list[int]:
    """Rows of people whose home has passed to another side by agreement, where no figure counts those who left."""
    layout = setting.layout
    passed = {c.place: c.actor for c in setting.situation.control if c.how == "handover" and c.actor}
    found = []
    for i, row in enumerate(layout.rows):
        holder = setting.case.actor(passed.get(row.home, ""))
        if holder is not None and row.side and holder.side != row.side and not row.counted:
            found.append(i)
    return found


class Departures(Running):
    """The departures of one case."""

    def __init__(self, setting: Setting, ahead: list[tuple[int, Transfer]], past: list[int]) -> None:
        layout = setting.layout
        self.leaving = [(row, t) for row, t in ahead] + [(row, None) for row in past]
        self.groups = [layout.rows[row].group for row, _ in self.leaving]
        self.returning = [find(setting.case, EVER, g) is not None for g in self.groups]
        self.ways = tuple(Way(layout.cell(row, "resident"), layout.cell(row, standing))
                          for row, _ in self.leaving for standing in ("away", "gone"))
        self.needs = tuple(Need(name, g) for g in sorted(set(self.groups)) for name in (SHARE, SPREAD, EVER))

    def values(self, state: State, drawn: Drawn, day: int) -> Floats | None:
        """Rates of leaving to ``away`` and to ``gone``, for each row and handover."""
        out = np.zeros((len(state.war), len(self.ways)))
        for i, (_, transfer) in enumerate(self.leaving):
            share = np.minimum(drawn.parameters[f"{SHARE}:{self.groups[i]}"], NEVER_ALL)
            if transfer is None:
                rate = -np.log1p(-share) if day == 0 else np.zeros_like(share)
            else:
                spread = drawn.parameters[f"{SPREAD}:{self.groups[i]}"]
                rate = leaving_rate(share, spread, state.planned[:, transfer.obligation], day)
                rate = np.where(state.at_war, 0.0, rate)
            ever = drawn.parameters[f"{EVER}:{self.groups[i]}"] if self.returning[i] else np.zeros_like(share)
            out[:, 2 * i], out[:, 2 * i + 1] = rate * ever, rate * (1.0 - ever)
        return out


def leaving_rate(share: Floats, spread: Floats, done: NDArray[np.int64], day: int) -> Floats:
    """Rate per person on a day: λ = ln[(1 − F(day−1)) / (1 − F(day))], 0 on day 0 and after ``done``.

    >>> leaving_rate(np.array([0.5]), np.array([3.0]), np.array([2]), 3).tolist()
    [0.0]
    """
    if day < 1:
        return np.zeros_like(share)
    ahead = np.maximum(done - day, 0)
    before = share * np.exp(-(ahead + 1.0) / spread)
    now = share * np.exp(-ahead / spread)
    return np.where(day <= done, np.log1p(-before) - np.log1p(-now), 0.0)
