"""Fulfilment: duties other than handovers are done by their day, late, some day, or never; and a first step is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.accord import Obligation
from postwar.model.happenings import event_key, told
from postwar.model.priors import Need, find
from postwar.model.process import Off, Running
from postwar.model.state import FULL_WAR, NOT_DONE, Drawn, Setting, State
from postwar.model.transfers import ENDED, due_day
from postwar.model.waiting import still_to_come

DAYS, NEVER, FIRST = "fulfilment.days", "fulfilment.never_share", "fulfilment.first_days"
ON_TIME, DELAY = "fulfilment.on_time_share", "fulfilment.delay_days"

KIND_OF_ACT = {"exchange": "exchange", "establish": "centre", "deploy": "deployment", "withdraw": "withdrawal",
               "disarm": "disarmament", "release": "exchange", "return": "return", "amnesty": "accord"}
"""The kind of claim that tells of the first step of a duty, by its act."""

LATE = np.iinfo(np.int64).max // 2

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Fulfilment:
    """A duty with a day is done by it or late; one without is done some time after it binds; some are never done.

    With a day in force: done on it with probability ``fulfilment.on_time_share``, else max(1, X) days late, X ~
    ``fulfilment.delay_days``. Without: T days after it binds, T ~ ``fulfilment.days``. It binds with the signing,
    and not before the duties that it waits for are done. Of either kind the share ``fulfilment.never_share`` is
    never done. What has been waited for until the origin is drawn given that it takes longer. Once war has resumed
    in full (tier 3) nothing more is done; fighting below that stops no duty.

    A duty may be begun long before it is done: its first step comes X days after the signing, X ~
    ``fulfilment.first_days``, unless the books hold one, and counts as one event of the kind that its act is (exchange,
    centre, deployment, withdrawal, disarmament, return). It is not done before its first step.

    Run are duties (``must``) that are no handover, no standing duty, and open on the origin, for which the case has a
    prior by name or for all. Source: judgement for the form; Peace Accords Matrix (Joshi, Quinn and Regan 2015) has by
    type of provision how many were begun and done after one, two, five and ten years, which priors can be held against.
    It breaks where one duty is done in parts, and where nobody will ever say that it is done.
    """

    name = "fulfilment"
    stream = 18
    phase = 1

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where no open duty has a prior."""
        duties, left_out = _duties(setting)
        if not duties:
            return Off(f"no open duty other than a handover has a {DAYS}, {DELAY} or {FIRST}")
        return FulfilmentOf(setting, duties, left_out)


@dataclass(frozen=True, slots=True)
class Duty:
    """An open duty: its position, the day in force counted from the origin (None: none), what it waits for, the event
    that its first step is ("" for one that the case has no prior of)."""

    id: str
    position: int
    due: int | None
    waits: tuple[int, ...]
    first: str
    ends: bool


def _duties(setting: Setting) -> tuple[tuple[Duty, ...], tuple[tuple[str, str], ...]]:
    states = {o.id: o for o in setting.situation.obligations}
    found, left_out = [], []
    place = {o.id: i for i, o in enumerate(setting.layout.obligations)}
    for i, o in enumerate(setting.layout.obligations):
        state = states.get(o.id)
        standing = o.due.continuous_from is not None or o.due.continuous_to is not None
        if o.act == "handover" or o.mode != "must" or standing or (state and state.life_cycle == "fulfilled"):
            continue
        day = state.due if state else due_day(setting.case, o)
        ends = find(setting.case, DAYS if day is None else DELAY, o.id) is not None
        first = KIND_OF_ACT.get(o.act, "") if find(setting.case, FIRST, o.id) is not None else ""
        if not ends and not first:
            continue
        if state and state.life_cycle in ENDED:
            left_out.append((o.id, f"the obligation is {state.life_cycle}"))
            continue
        waits = tuple(place[a] for a in o.after if a in place)
        found.append(Duty(o.id, i, None if day is None else setting.index(day), waits, _event(o, first), ends))
    return tuple(found), tuple(left_out)


def _event(obligation: Obligation, kind: str) -> str:
    """The name of the event: its kind, and the places that the duty is about."""
    return ";".join((kind, *obligation.place)) if kind else ""


class FulfilmentOf(Running):
    """The duties of one case."""

    def __init__(self, setting: Setting, duties: tuple[Duty, ...], left_out: tuple[tuple[str, str], ...]) -> None:
        self.setting, self.duties, self.leaves_out = setting, duties, left_out
        signed = setting.case.accord.signed_on or setting.case.ceasefire_on
        self.start = setting.index(signed)
        self.settles = tuple(d.position for d in duties if d.ends)
        self.needs = tuple(Need(name, d.id, each=name in (DAYS, DELAY, FIRST)) for d in duties
                           for name in (DAYS, NEVER, ON_TIME, DELAY, FIRST))
        self.uniforms = tuple(f"{what}:{d.id}" for d in duties for what in ("never", "on time"))
        self.events = tuple(dict.fromkeys(d.first for d in duties if d.first))
        self.told = tuple(told(setting, e) for e in self.events)
        self.records = tuple(event_key(e) for e in self.events)

    def begin(self, state: State, drawn: Drawn) -> None:
        """Plan the day of each duty and of its first step."""
        n = len(state.war)
        state.own["fulfilment.first"] = np.full((n, len(self.duties)), LATE)
        state.own["fulfilment.begun"] = np.zeros((n, len(self.duties)), np.bool_)
        for i, duty in enumerate(self.duties):
            if duty.first:
                begun = self.told[self.events.index(duty.first)] > 0
                first = self._after_signing(FIRST, duty, drawn)
                state.own["fulfilment.first"][:, i] = 0 if begun else np.maximum(first, 1)
            if duty.ends:
                state.planned[:, duty.position] = self._planned(duty, drawn, n)

    def _after_signing(self, name: str, duty: Duty, drawn: Drawn) -> Counts:
        days = still_to_come(self.setting.case, name, duty.id, drawn.given(name, duty.id), -self.start)
        return np.rint(self.start + np.minimum(days, 1e6)).astype(np.int64)

    def _planned(self, duty: Duty, drawn: Drawn, n: int) -> Counts:
        if duty.due is None:
            day = self._after_signing(DAYS, duty, drawn)
        else:
            late = still_to_come(self.setting.case, DELAY, duty.id, drawn.given(DELAY, duty.id), -duty.due)
            late = np.maximum(np.rint(np.minimum(late, 1e6)), 1.0)
            share = drawn.of(ON_TIME, duty.id)
            if share is not None and duty.due > 0:
                late = np.where(drawn.uniforms[f"on time:{duty.id}"] < share, 0.0, late)
            day = (duty.due + late).astype(np.int64)
        never = drawn.of(NEVER, duty.id)
        return day if never is None else np.where(drawn.uniforms[f"never:{duty.id}"] < never, LATE, day)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """First steps and duties of the day."""
        own, going_on = state.own, state.war < FULL_WAR
        for i, duty in enumerate(self.duties):
            if duty.first:
                own["fulfilment.begun"][:, i] |= going_on & (own["fulfilment.first"][:, i] <= day)
            if not duty.ends:
                continue
            today = going_on & (state.planned[:, duty.position] <= day) & (state.done[:, duty.position] == NOT_DONE)
            for other in duty.waits:
                today &= state.done[:, other] != NOT_DONE
            if duty.first:
                today &= own["fulfilment.begun"][:, i]
            state.done[today, duty.position] = day

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Events so far: those of the books, and first steps since."""
        out = []
        for event, n in zip(self.events, self.told, strict=True):
            mine = [i for i, d in enumerate(self.duties) if d.first == event]
            begun = state.own["fulfilment.begun"][:, mine].sum(axis=1)
            out.append(n + begun if n == 0 else np.full(len(begun), n))
        return out
