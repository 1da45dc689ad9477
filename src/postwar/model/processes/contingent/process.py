"""Contingent: a force ramps up to its strength, stays term by term, and may leave early."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.actor import Force
from postwar.core.time import Day, add_months
from postwar.model.priors import Need, find
from postwar.model.process import Off, Running
from postwar.model.quantiles import two_piece_quantile, uniform_quantile
from postwar.model.state import Drawn, Setting, State

RAMP, SHARE = "contingent.ramp_days", "contingent.strength_share"
EXIT, NOTICE = "contingent.early_exit_rate", "contingent.notice_p"
AFTER_WAR = "contingent.after_war_factor"
TERM_ACTS = ("stay", "deploy", "guard", "renew")

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Contingent:
    """A force comes up to strength in a straight line, stays from term to term, and may leave before a term ends.

    S(t) = S₀ + (S* − S₀)·min(1, t/R) personnel while it is present, 0 after. S₀ is drawn from the figure of its
    strength on the origin, else uniformly from the strength that the situation reports, 0 where none is; S* is
    ``contingent.strength_share`` × the strength of its mandate, or S₀ where that is more; R is
    ``contingent.ramp_days`` less the days since it came, at least 1. It leaves early with daily probability 1 −
    exp(−ε·w), ε ``contingent.early_exit_rate``, w = ``contingent.after_war_factor`` once war has resumed (tier 2; 1
    where the case has none), else 1. On the day after a term it leaves with probability
    ``contingent.notice_p`` (a party has given notice), and surely where the text gives no renewal; else the next term
    begins.

    A force is run where the case has a prior of its strength for it, or for the whole case if its role is to keep
    peace. Withdrawal takes one day. The strength is that of the whole force: in each place of its area the same series
    stands. Its presence enters the rate of ``resumption``, and war its exit. Assumes that notice once given is not
    withdrawn; and it breaks where a force draws down by stages. Source: judgement (form); terms from the accord;
    numbers from the case.
    """

    name = "contingent"
    stream = 4
    phase = 2

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has no force with a strength and a prior of it."""
        found, left_out = [], []
        for position, force in enumerate(setting.layout.forces):
            prior = find(setting.case, SHARE, force.id)
            if prior is None or (prior.about == "" and "peace" not in force.role.lower()):
                continue
            if force.strength is None:
                left_out.append((force.id, "the case gives no strength of its mandate"))
            elif _ended(setting, force):
                left_out.append((force.id, "the books say that it has ended"))
            else:
                found.append(_tour(setting, position, force))
        if not found:
            return Off("; ".join(f"{f}: {why}" for f, why in left_out) or f"the case has no force with {SHARE}")
        return Contingents(found, tuple(left_out))


@dataclass(frozen=True, slots=True)
class Tour:
    """One force: its position, mandate, reported strength, days since it came, the days after the ends of terms."""

    id: str
    position: int
    mandate: float
    value: float | None
    low: float
    high: float
    here_for: int
    ends: tuple[int, ...]
    renews: bool


def _ended(setting: Setting, force: Force) -> bool:
    return any(f.id == force.id and f.state == "ended" for f in setting.situation.forces)


def _tour(setting: Setting, position: int, force: Force) -> Tour:
    state = next((f for f in setting.situation.forces if f.id == force.id), None)
    since = state.since if state else None
    first, every = _terms(setting, force)
    ends: list[int] = []
    end = first
    while end is not None and setting.index(end) < setting.days:
        if setting.index(end) >= 0:
            ends.append(setting.index(end) + 1)
        end = add_months(end, every) if every else None
    figure = setting.situation.figure("force_strength", force.id)
    low = state.low if state and state.low is not None else (state.high if state and state.high is not None else 0.0)
    high = state.high if state and state.high is not None else low
    value, low, high = (figure.value, figure.low, figure.high) if figure else (None, low, high)
    return Tour(force.id, position, float(force.strength or 0.0), value, low, high,
                max(-setting.index(since), 0) if since else 0, tuple(ends), bool(every))


def _terms(setting: Setting, force: Force) -> tuple[Day | None, int]:
    """The last day of the first term, and the months of each renewal (0: none), by the situation and the accord."""
    state = next((f for f in setting.situation.forces if f.id == force.id), None)
    powers = [o.power for o in setting.layout.obligations if o.power is not None and o.act in TERM_ACTS
              and (not o.obligor or {force.actor, force.id} & set(o.obligor)
                   or ((side := setting.case.actor(force.actor)) is not None and side.side in
                   {a.side for x in o.obligor if (a := setting.case.actor(x)) is not None and a.side}))]
    power = next((p for p in powers if p.term_years), None)
    renews = next((p.renews_years for p in powers if p.renews_years), None)
    term = (state.term_years if state and state.term_years else None) or (power.term_years if power else None)
    until = state.until if state else None
    if until is None and term:
        begun = (power.from_ if power and power.from_ else None) or setting.case.accord.signed_on or (
            state.since if state else None)
        until = add_months(begun, round(12 * term)) if begun else None
    return until, round(12 * renews) if renews else 0


class Contingents(Running):
    """The forces of one case."""

    def __init__(self, tours: list[Tour], left_out: tuple[tuple[str, str], ...]) -> None:
        self.tours = tuple(tours)
        self.leaves_out = left_out
        self.runs_forces = tuple(t.position for t in tours)
        self.needs = tuple(Need(name, t.id) for t in tours for name in (RAMP, SHARE, EXIT, NOTICE, AFTER_WAR))
        self.uniforms = tuple(f"strength:{t.id}" for t in tours)
        self.chances = tuple(f"{what}:{t.id}" for t in tours for what in ("exit", "notice"))

    def begin(self, state: State, drawn: Drawn) -> None:
        """The strength reported on the origin."""
        for t in self.tours:
            state.strength[:, t.position] = self._first(t, drawn)
            state.present[:, t.position] = True

    def _first(self, t: Tour, drawn: Drawn) -> Counts:
        u = drawn.uniforms[f"strength:{t.id}"]
        found = uniform_quantile(u, t.low, t.high) if t.value is None else two_piece_quantile(u, t.value, t.low, t.high)
        return np.rint(np.maximum(found, 0.0)).astype(np.int64)

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """Of each force: that it leaves early today, and that its term ended yesterday and is not renewed."""
        out: list[Floats] = []
        for t in self.tours:
            here = state.present[:, t.position]
            rate = drawn.parameters.get(f"{EXIT}:{t.id}", np.zeros(len(here)))
            if (factor := drawn.of(AFTER_WAR, t.id)) is not None:
                rate = np.where(state.at_war, rate * factor, rate)
            notice = drawn.parameters.get(f"{NOTICE}:{t.id}", np.zeros(len(here))) if t.renews else np.ones(len(here))
            out.append(np.where(here, -np.expm1(-rate), 0.0)[:, None])
            out.append(np.where(here & (day in t.ends), notice, 0.0)[:, None])
        return out

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """Presence and strength of the day."""
        for i, t in enumerate(self.tours):
            here = state.present[:, t.position] & (outcomes[2 * i] < 0) & (outcomes[2 * i + 1] < 0)
            state.present[:, t.position] = here
            first = self._first(t, drawn).astype(np.float64)
            full = np.maximum(drawn.parameters[f"{SHARE}:{t.id}"] * t.mandate, first)
            ramp = np.maximum(drawn.parameters.get(f"{RAMP}:{t.id}", np.zeros(len(here))) - t.here_for, 1.0)
            strength = np.rint(first + (full - first) * np.minimum(1.0, day / ramp)).astype(np.int64)
            state.strength[:, t.position] = np.where(here, strength, 0)
