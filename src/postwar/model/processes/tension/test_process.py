"""Tension wanders about its mean with its width, and is off unless a case gives both numbers."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.core.parameter import Parameter
from postwar.model.engine import make_plan
from postwar.model.processes.incidents.process import Incidents
from postwar.model.processes.tension.process import Tension
from postwar.model.start import draw_state
from postwar.model.state import Drawn
from postwar.model.test_settlement import D, alone, case, fixed, situation

TO = D(2031, 1, 10)
PACE, WIDTH = fixed("tension.pace", 0.2), fixed("tension.width", 0.5)
RATE = (fixed("incidents.rate", 0.05, "a"), fixed("incidents.deadly_share", 0.0, "a"))


def test_in_the_long_run_it_has_its_mean_and_width() -> None:
    """Ehrenfest's urn with K = 8: binomial around 0 with variance K/2 = 4 quarter steps squared, so 0.5 on the log
    scale."""
    plan = make_plan(case((PACE, WIDTH)), situation(), TO, 1, (Tension(),))
    running = {p.name: r for p, r in plan.processes}["tension"]
    n, rng = 4000, np.random.Generator(np.random.Philox(3))
    state = draw_state(plan.setting, plan.start, 1, np.arange(n, dtype=np.uint64))
    drawn = Drawn({"tension.pace": np.full(n, 0.2), "tension.width": np.full(n, 0.5)})
    running.begin(state, drawn)
    for day in range(1, 301):
        p = running.probabilities(state, drawn, day)[0]
        u = rng.random(n)
        running.settle(state, drawn, day, [np.where(u < p[:, 0], 0, np.where(u < p.sum(axis=1), 1, -1))])
    steps = state.own["tension"]
    assert abs(steps.mean()) < 4 * 2 / np.sqrt(n) and np.abs(steps).max() <= 8
    assert steps.var() == pytest.approx(4.0, rel=0.12)


def test_it_raises_the_rate_of_incidents_in_the_mean_by_its_width() -> None:
    calm = alone((Incidents(),), case(RATE), situation(), TO, 1000).series["events", "incident", "a"][:, -1]
    tense = alone((Tension(), Incidents()), case((*RATE, PACE, WIDTH)), situation(), TO, 1000)
    assert 1.02 < tense.series["events", "incident", "a"][:, -1].mean() / calm.mean() < 1.25      # exp(0.5²/2) = 1.13
    assert not any("tension" in key[0] for key in tense.series)


@pytest.mark.parametrize("given", [(), (PACE,), (WIDTH,)])
def test_off_without_both_numbers(given: tuple[Parameter, ...]) -> None:
    off = dict(alone((Tension(), Incidents()), case((*RATE, *given)), situation(), TO, 2).off)
    assert "no score has shown that it earns its place" in off["tension"]
