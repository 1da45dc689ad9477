"""Dwellings are built at the pace of money, after a lead time, where the funder holds and land is released."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.core.parameter import Parameter
from postwar.core.situation import Control
from postwar.model.processes.clearance.process import Clearance
from postwar.model.processes.rebuilding.process import Rebuilding
from postwar.model.test_settlement import CEASEFIRE, D, alone, case, fixed, only, situation

TO = D(2032, 1, 10)
NEEDED = fixed("rebuilding.dwellings", 500, "a")
MONEY = (fixed("rebuilding.budget_per_year", 365.25 * 2000, "south"), fixed("rebuilding.cost_per_dwelling", 1000))
BUILT = ("dwellings_fit", "a", "")


def built(*more: Parameter, **said: object) -> np.ndarray:
    given = case((NEEDED, *MONEY, *more))
    return alone((Clearance(), Rebuilding()), given, situation(**said), TO, 3).series[BUILT]


def test_two_dwellings_a_day_until_all_are_built() -> None:
    found = built()
    assert (found[:, 0] == 0).all() and (found[:, 100] == 200).all() and (found[:, 250:] == 500).all()


def test_nothing_is_built_before_the_lead_time_is_over() -> None:
    found = built(fixed("rebuilding.lead_days", 109))             # counted from the ceasefire, nine days before
    assert (found[:, 100] == 0).all() and (found[:, 110] == 20).all()


def test_no_more_is_built_than_land_is_released_for() -> None:
    mined = fixed("clearance.hectares", 1000, "a"), fixed("clearance.hectares_per_day", 0.5, "a")
    assert (built(*mined)[:, 100] == 25).all()                    # a twentieth of the land, a twentieth of the homes


def test_the_one_who_holds_the_place_builds_there() -> None:
    north = Control("a", "north", CEASEFIRE, "handover", "agreed", "whole", (), (), ())
    assert (built(control=(north,)) == 0).all()


def test_a_budget_is_divided_by_what_is_missing_and_never_spent_twice() -> None:
    both = case((NEEDED, fixed("rebuilding.dwellings", 1500, "b"), *MONEY))
    run = alone((Rebuilding(),), both, situation(), TO, 2).series
    a, b = run[BUILT], run["dwellings_fit", "b", ""]
    assert (a[:, 100] == 50).all() and (b[:, 100] == 150).all() and (a + b <= 2 * np.arange(a.shape[1])).all()


def test_a_budget_ends_at_its_rate() -> None:
    given = case((fixed("rebuilding.dwellings", 10**6, "a"), *MONEY, fixed("rebuilding.stop_rate", 0.01)))
    found = alone((Rebuilding(),), given, situation(), TO, 400).series[BUILT]
    p = 1 - np.exp(-0.01 * 100)
    assert abs((found[:, 100] == found[:, 99]).mean() - p) < 4 * np.sqrt(p * (1 - p) / 400)


@pytest.mark.parametrize("given", [only("handover"), (NEEDED,), MONEY])
def test_off_without_homes_or_money(given: tuple[Parameter, ...]) -> None:
    run = alone((Rebuilding(),), case(given), situation(), TO, 2)
    assert "rebuilding" in dict(run.off) and BUILT not in run.series
