"""Processes act on each other through the state alone: war stops handovers and returns, a contingent the hazard."""

from __future__ import annotations

import math

import numpy as np

from postwar.core.actor import Group
from postwar.core.parameter import Parameter
from postwar.core.time import AsOf
from postwar.model.run import run
from postwar.model.test_settlement import CEASEFIRE, ORIGIN, D, case, figure, fixed, prior, situation

TRUCE = prior("resumption.class", "choice", truce=1.0)


def test_a_handover_waits_no_more_once_war_is_back() -> None:
    ensemble = run(case((fixed("handover.delay_days", 300), TRUCE)), situation(), D(2031, 1, 1), 300, 3)
    done = (D(2030, 2, 1) - ORIGIN).days + 299
    broken = ensemble.series["war_tier", "", ""][:, done] >= 2
    assert 0 < broken.sum() < 300
    assert (ensemble.done_day["C1"][broken] == -1).all() and (ensemble.done_day["C1"][~broken] == done).all()


def test_returns_stop_where_war_resumes() -> None:
    home = Group("southerners", "Southerners", (), ("b",), ("elsewhere",), None, None, None, None, "a test")
    given = case((fixed("returns.rate", 0.003), fixed("returns.ever_share", 0.75), TRUCE), groups=(home,))
    start = situation(figures=(figure("displaced", "b", 20_000, 20_000, 20_000),))
    series = run(given, start, D(2030, 7, 20), 60, 3).series
    tier, moved = series["war_tier", "", ""], np.diff(series["back_in_region", "b", "southerners"], axis=1) > 0
    assert (tier[:, -1] >= 2).any()
    assert not moved[tier[:, 1:] >= 2].any() and moved[tier[:, 1:] < 2].mean() > 0.95


def test_a_contingent_multiplies_the_hazard_while_it_is_there() -> None:
    def share(*parameters: Parameter) -> float:
        given = case((TRUCE, fixed("resumption.peacekeeper_hazard_ratio", 0.5), *parameters))
        start = situation(as_of=AsOf(CEASEFIRE, CEASEFIRE), figures=())
        return float((run(given, start, D(2031, 1, 2), 600, 3).series["war_tier", "", ""][:, -1] > 0).mean())

    there, gone_on_day_1 = fixed("contingent.strength_share", 1.0), fixed("contingent.early_exit_rate", 1e9)
    for found, p in ((share(), 0.46), (share(there), 1 - (1 - 0.46) ** 0.5), (share(there, gone_on_day_1), 0.46)):
        assert abs(found - p) < 4 * math.sqrt(p * (1 - p) / 600)


def test_those_who_leave_before_a_handover_may_come_back_past_the_other_side_only_slowly() -> None:
    home = Group("southerners", "Southerners", (), ("a",), ("a",), 10_000, 10_000, None, None, "a test")
    law = (fixed("handover.delay_days", 1), fixed("handover.on_time_share", 1), fixed("departure.leave_share", 0.9),
           fixed("departure.spread_days", 5), fixed("returns.rate", 0.02), fixed("returns.ever_share", 0.8))
    free = run(case((*law, fixed("returns.other_side_factor", 1.0)), groups=(home,)), situation(figures=()),
               D(2030, 9, 1), 20, 3).series["back_in_region", "a", "southerners"]
    slow = run(case((*law, fixed("returns.other_side_factor", 0.1)), groups=(home,)), situation(figures=()),
               D(2030, 9, 1), 20, 3).series["back_in_region", "a", "southerners"]
    day = (D(2030, 2, 1) - ORIGIN).days
    assert (free[:, day] > 0).all() and free[:, -1].mean() > 0.95 * 7_200 and slow[:, -1].mean() < 0.5 * 7_200
