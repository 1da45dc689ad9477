"""A corridor is shut for the share of time that renewal gives, stocks run down, and nobody passes a shut road."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from postwar.core.case import Case
from postwar.core.outlook import Ensemble
from postwar.core.parameter import Parameter
from postwar.core.place import Route
from postwar.core.situation import RouteState
from postwar.core.time import Day
from postwar.model.processes.corridor.process import Corridor
from postwar.model.processes.returns.process import Returns
from postwar.model.test_settlement import CEASEFIRE, D, alone, case, fixed, only, situation

ROAD = Route("road", "b", "a", None, ("people",), "both", "", None, 10.0, CEASEFIRE, None, CEASEFIRE, "a test")
KEY = ("route_open", "a-road", "")
SUMMER = D(2030, 7, 1)


def with_road(*parameters: Parameter) -> Case:
    return dataclasses.replace(case(parameters), routes=(ROAD,))


def course(given: Case, state: str = "open", to: Day = SUMMER, members: int = 300) -> Ensemble:
    said = situation(routes=(RouteState("road", "a-road", state, None, CEASEFIRE, ()),))
    return alone((Corridor(), Returns()), given, said, to, members, "plain")


@pytest.mark.slow
def test_it_is_shut_for_the_share_of_time_that_renewal_gives_and_stocks_follow() -> None:
    ensemble = course(with_road(fixed("corridor.interruption_rate", 0.1), fixed("corridor.short_days", 5.0)))
    begin, end = 1 - np.exp(-0.1), 1 - np.exp(-0.2)
    assert (ensemble.series[KEY][:, 60:] == 0).mean() == pytest.approx(begin / (begin + end), abs=0.02)
    stocks = ensemble.series["supply_days", "a-road", ""].astype(int)
    assert stocks.max() == 10 and stocks.min() >= 0 and set(np.unique(np.diff(stocks, axis=1))) <= {-1, 0, 1, 2}


def test_who_lives_behind_a_shut_road_cannot_leave_and_nobody_returns_by_it() -> None:
    given = with_road(fixed("corridor.interruption_rate", 0.0), fixed("corridor.long_days", 1e9), *only("returns"))
    ensemble = course(given, "closed", D(2030, 2, 1), 20)
    assert (ensemble.series[KEY] == 0).all()
    assert ensemble.series["unable_to_leave", "a", "southerners"].min() > 0
    free = course(given, "open", D(2030, 2, 1), 20)
    back = ("back_in_region", "zone", "southerners")
    assert free.series["unable_to_leave", "a", "southerners"].max() == 0
    assert ensemble.series[back][:, -1].mean() < free.series[back][:, -1].mean() - 100


def test_a_way_that_nobody_has_used_opens_its_days_after_the_ceasefire_or_never() -> None:
    opens = course(case((fixed("corridor.opening_days", 40.0, "a-road"),)), "not_observed", members=3)
    assert (opens.series[KEY].argmax(axis=1) == 40 - 9).all() and (opens.series[KEY][:, -1] == 1).all()
    never = case((fixed("corridor.opening_days", 40.0, "a-road"), fixed("corridor.opening_share", 0.0, "a-road")))
    assert (course(never, "not_observed", members=3).series[KEY] == 0).all()


def test_aid_passes_where_others_do_not() -> None:
    both = dataclasses.replace(ROAD, id="aid", traffic=("aid",))
    given = dataclasses.replace(with_road(fixed("corridor.interruption_rate", 1.0), fixed("corridor.short_days", 1e9),
                                          fixed("corridor.aid_share", 1.0)), routes=(ROAD, both))
    states = tuple(RouteState(r, "a-road", "open", None, CEASEFIRE, ()) for r in ("road", "aid"))
    ensemble = alone((Corridor(),), given, situation(routes=states), D(2030, 2, 1), 50, "plain")
    assert (ensemble.series[KEY][:, 15:] == 0).mean() > 0.99
    assert (ensemble.series["route_open", "a-road", "aid"] == 1).all()
