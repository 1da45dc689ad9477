"""Residents leave before the day in the shares of the law, and only those of the side that hands over."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.core.actor import Group
from postwar.core.situation import Control
from postwar.model.processes.departure.process import Departure, leaving_rate
from postwar.model.test_settlement import CEASEFIRE, D, DoneOn, alone, case, fixed, only, situation

TO = D(2030, 4, 1)
DUE = 22
LAW = (fixed("departure.leave_share", 0.8), fixed("departure.spread_days", 5))
TEN_THOUSAND = Group("southerners", "Southerners", (), ("a",), ("a",), 10_000, 10_000, None, None, "a test")


def test_the_rates_of_all_days_leave_the_share_of_the_law() -> None:
    share, spread, done = np.array([0.8]), np.array([5.0]), np.array([DUE])
    total = sum(leaving_rate(share, spread, done, day)[0] for day in range(DUE + 5))
    start = 0.8 * np.exp(-DUE / 5)
    assert 1 - np.exp(-total) == pytest.approx((0.8 - start) / (1 - start))
    rates = [leaving_rate(share, spread, done, day)[0] for day in range(1, DUE + 2)]
    assert (np.diff(rates[:-1]) > 0).all() and rates[-1] == 0.0


def test_those_who_left_by_each_day() -> None:
    ensemble = alone((Departure(), DoneOn(DUE)), case(LAW, groups=(TEN_THOUSAND,)), situation(figures=()), TO, 400)
    left = ensemble.series["displaced", "a", "southerners"]
    for day in (DUE - 10, DUE - 1, DUE, DUE + 30):
        reached, start = 0.8 * np.exp(-max(DUE - day, 0) / 5), 0.8 * np.exp(-DUE / 5)
        p = (reached - start) / (1 - start)
        assert abs(left[:, day].mean() - 10_000 * p) < 4 * np.sqrt(10_000 * p * (1 - p) / 400)
    assert (left[:, 0] == 0).all() and ("back_in_region", "a", "southerners") not in ensemble.series


def test_a_handover_of_before_the_origin_is_caught_up_on_day_0_where_no_figure_counts() -> None:
    held = Control("a", "north", CEASEFIRE, "handover", "agreed", "whole", (), (), ())
    passed = situation(figures=(), control=(held,))
    ensemble = alone((Departure(),), case(LAW, groups=(TEN_THOUSAND,)), passed, TO, 400)
    left = ensemble.series["displaced", "a", "southerners"]
    assert abs(left[:, 0].mean() - 8_000) < 4 * np.sqrt(10_000 * 0.16 / 400) and (left == left[:, :1]).all()


def test_the_other_side_stays() -> None:
    northerners = Group("north", "Northerners", (), ("a",), ("a",), 10_000, 10_000, None, None, "a test")
    ensemble = alone((Departure(),), case(LAW, groups=(northerners,)), situation(figures=()), TO, 3)
    assert dict(ensemble.off)["departure"].startswith("no residents")
    assert ("displaced", "a", "north") not in ensemble.series


def test_off_without_priors() -> None:
    ensemble = alone((Departure(),), case(only("handover"), groups=(TEN_THOUSAND,)), situation(figures=()), TO, 2)
    assert "no departure.leave_share" in dict(ensemble.off)["departure"]
