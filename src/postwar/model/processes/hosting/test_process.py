"""Those away are hosted, and each costs the same a day."""

from __future__ import annotations

import dataclasses

import numpy as np

from postwar.core.parameter import Parameter
from postwar.model.processes.hosting.process import Hosting
from postwar.model.processes.returns.process import Returns
from postwar.model.test_settlement import CASE, D, alone, case, fixed, only, place, situation

TO = D(2030, 6, 1)
COST = fixed("hosting.cost_per_day", 2.5, "southerners")
STAYING = tuple(dataclasses.replace(g, whereabouts=("city", "camp")) for g in CASE.groups)
ELSEWHERE = (*CASE.places, place("land"), place("city", ("land",)), place("camp", ("land",)))


def run(*more: Parameter, members: int = 3) -> dict[tuple[str, str, str], np.ndarray]:
    given = case((COST, *only("returns"), *more), groups=STAYING, places=ELSEWHERE)
    return dict(alone((Returns(), Hosting()), given, situation(), TO, members).series)


def test_all_who_are_away_are_hosted_where_their_group_stays() -> None:
    found = run()
    assert (found["hosted", "land", "southerners"] == found["away", "zone", "southerners"]).all()


def test_the_cost_is_the_sum_over_days_in_thousands() -> None:
    found = run()
    days = found["hosted", "land", "southerners"][:, :-1].cumsum(axis=1)      # who are away in the morning
    assert (found["hosting_cost", "land", "southerners"][:, 1:] == np.floor(days * 2.5 / 1000)).all()


def test_a_share_finds_its_own_roof() -> None:
    found = run(fixed("hosting.hosted_share", 0.4, "southerners"))
    assert (found["hosted", "land", "southerners"] == np.floor(found["away", "zone", "southerners"] * 0.4)).all()


def test_off_without_a_cost() -> None:
    off = alone((Hosting(),), case(only("returns")), situation(), TO, 2)
    assert "hosting" in dict(off.off) and not any(key[0] == "hosted" for key in off.series)
