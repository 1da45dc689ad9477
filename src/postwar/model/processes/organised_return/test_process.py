"""A programme brings back no more people than its places and the homes built, on land released."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from postwar.core.outlook import Ensemble
from postwar.core.parameter import Parameter
from postwar.model.processes.clearance.process import Clearance
from postwar.model.processes.organised_return.process import OrganisedReturn
from postwar.model.processes.rebuilding.process import Rebuilding
from postwar.model.test_settlement import CASE, D, alone, case, fixed, only, situation

BACK = ("back_in_region", "zone", "southerners")
PROGRAMME = (fixed("organised_return.places_per_year", 36525.0, "southerners"),
             fixed("organised_return.first_days", 20.0, "southerners"),
             fixed("organised_return.household", 4.0, "southerners"),
             fixed("organised_return.rate", 0.9, "southerners"))
HOMES = (fixed("rebuilding.dwellings", 500.0, "zone"), fixed("rebuilding.budget_per_year", 365250.0, "south"),
         fixed("rebuilding.cost_per_dwelling", 1000.0, "south"))
LAND = (fixed("clearance.hectares", 1000.0, "zone"), fixed("clearance.hectares_per_day", 1.0, "zone"))


def course(*parameters: Parameter, members: int = 3, **changes: object) -> Ensemble:
    given = dataclasses.replace(case(parameters), **changes)  # type: ignore[arg-type]
    return alone((Clearance(), Rebuilding(), OrganisedReturn()), given, situation(), D(2030, 2, 19), members, "plain")


def brought(ensemble: Ensemble) -> np.ndarray:
    return ensemble.series[BACK] - ensemble.series[BACK][:, :1]


def test_places_alone_set_the_pace_from_the_first_day_on() -> None:
    found = brought(course(*PROGRAMME))
    assert (found[:, :11] == 0).all() and (found[:, 11] > 0).all()      # the twentieth day is the eleventh of the run
    assert set(found[:, 30]) == {100 * 20}


@pytest.mark.parametrize(("further", "homes"), [(HOMES, 40), ((*HOMES, *LAND), 20)])
def test_homes_and_the_land_under_them_hold_it_back(further: tuple[Parameter, ...], homes: int) -> None:
    found = brought(course(*PROGRAMME, *further))
    assert (np.abs(found[:, 40] - 4 * homes) <= 4).all()


def test_a_home_held_by_the_other_side_is_closed() -> None:
    taken = tuple(dataclasses.replace(p, controller="north") for p in CASE.places)
    assert (brought(course(*PROGRAMME, places=taken)) == 0).all()


def test_a_group_that_returns_moves_is_left_to_it_and_a_case_without_a_programme_is_off() -> None:
    assert "returns moves" in dict(course(*PROGRAMME, *only("returns"), members=1).off)["organised_return"]
    assert "no organised_return.places_per_year" in dict(course(members=1).off)["organised_return"]
