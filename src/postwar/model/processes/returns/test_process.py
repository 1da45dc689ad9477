"""Returns follow the law: the pace, the season, the doors, the room, and never more than would come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest

from postwar.core.actor import Group
from postwar.core.parameter import Parameter
from postwar.core.place import Place, Route
from postwar.core.situation import Control, RouteState
from postwar.model.processes.returns.process import Returns
from postwar.model.test_settlement import (
    CASE,
    CEASEFIRE,
    ORIGIN,
    D,
    alone,
    case,
    figure,
    fixed,
    only,
    place,
    situation,
)

TO = D(2030, 7, 20)
B_ONLY = (Group("southerners", "Southerners", (), ("b",), ("elsewhere",), None, None, None, None, "a test"),)
FIGURES = (figure("displaced", "b", 20_000, 20_000, 20_000), figure("back_in_region", "b", 5_000, 5_000, 5_000))
LAW = (fixed("returns.rate", 0.01), fixed("returns.ever_share", 0.75))
MEMBERS = 60


def back(parameters: Sequence[Parameter] = LAW, members: int = MEMBERS, control: tuple[Control, ...] = (),
         routes: tuple[Route, ...] = (), said: tuple[RouteState, ...] = (),
         places: tuple[Place, ...] = CASE.places) -> np.ndarray:
    given = case(parameters, groups=B_ONLY, routes=routes, places=places)
    start = situation(figures=FIGURES, control=control, routes=said)
    return alone((Returns(),), given, start, TO, members).series["back_in_region", "b", "southerners"]


def test_the_count_starts_at_the_figure_and_rises_by_the_law() -> None:
    counted = back()
    assert (counted[:, 0] == 5_000).all() and (np.diff(counted, axis=1) >= 0).all() and counted.max() <= 15_000
    for day in (1, 30, 180):
        p = 1 - np.exp(-0.01 * day)
        assert abs(counted[:, day].mean() - 5_000 - 10_000 * p) < 4 * np.sqrt(10_000 * p * (1 - p) / MEMBERS)
        assert counted[:, day].var() == pytest.approx(10_000 * p * (1 - p), rel=4 * np.sqrt(2 / MEMBERS))


def test_never_fewer_would_return_than_are_back() -> None:
    counted = back((fixed("returns.rate", 0.01), fixed("returns.ever_share", 0.1)), 20)
    assert (counted == 5_000).all()


def test_the_season_raises_summer_and_lowers_winter() -> None:
    flat, wavy = back(), back((*LAW, fixed("returns.season_amplitude", 0.9)))
    winter, summer = slice(0, 30), slice(150, 180)

    def hazard(counted: np.ndarray, days: slice) -> float:
        waiting = 15_000 - counted.mean(axis=0)
        return float(np.log(waiting[days.start] / waiting[days.stop]) / (days.stop - days.start))

    assert hazard(flat, winter) == pytest.approx(0.01, rel=0.03)
    assert hazard(wavy, winter) < 0.003 and hazard(wavy, summer) > 0.0165


def test_south_of_the_equator_the_season_turns() -> None:
    places = tuple(place(p.id, p.within, p.controller, lat=-8.0) for p in CASE.places)
    wavy = back((*LAW, fixed("returns.season_amplitude", 0.9)), 20, places=places)
    assert wavy[:, 30].mean() > 5_000 + 10_000 * (1 - np.exp(-0.01 * 30 * 1.5))


def test_a_place_that_the_other_side_holds_slows_returns_by_a_wide_factor() -> None:
    held = (Control("b", "north", CEASEFIRE, "capture", "observed", "whole", (), (), ()),)
    open_, barred = back(members=40), back(members=40, control=held)
    assert barred[:, -1].mean() < 0.7 * open_[:, -1].mean()
    assert np.percentile(barred[:, -1], 95) - np.percentile(barred[:, -1], 5) > 2_000
    named = back((*LAW, fixed("returns.other_side_factor", 0.0)), 10, control=held)
    assert (named == 5_000).all()


def test_a_mission_that_holds_the_place_bars_nobody() -> None:
    held = (Control("b", "watchers", CEASEFIRE, "held", "agreed", "whole", (), (), ()),)
    assert (back(members=20, control=held) == back(members=20)).all()


def route(capacity: float | None = None, open_from: dt.date | None = None, open_to: dt.date | None = None) -> Route:
    return Route("road", "elsewhere", "b", None, ("people",), "both", "", capacity, None, open_from, open_to, None, "")


def test_a_closed_route_stops_returns_until_it_opens() -> None:
    opens = ORIGIN + dt.timedelta(days=40)
    counted = back(members=20, routes=(route(open_from=opens),))
    assert (counted[:, :40] == 5_000).all() and (counted[:, 41] > 5_000).all()
    said = (RouteState("road", "b", "closed", None, None, ()),)
    assert (back(members=20, routes=(route(),), said=said) == 5_000).all()
    ends = back(members=20, routes=(route(open_to=opens),))
    assert (ends[:, 40:] == ends[:, 40:41]).all() and (ends[:, 39] < ends[:, 40]).all()


def test_room_for_the_day_is_never_exceeded_and_is_used() -> None:
    counted = back((*LAW, fixed("returns.capacity_per_day", 30.9)), 50)
    assert np.diff(counted, axis=1).max() == 30 and (np.diff(counted, axis=1)[:, :100] == 30).mean() > 0.99
    narrow = back(LAW, 50, routes=(route(capacity=12),))
    assert np.diff(narrow, axis=1).max() == 12


def test_a_group_without_priors_is_left_out_with_its_reason() -> None:
    ensemble = alone((Returns(),), case(only("resumption"), groups=B_ONLY), situation(figures=FIGURES), TO, 2)
    assert "no returns.rate" in dict(ensemble.off)["returns"]
    about = (fixed("returns.rate", 0.01, "others"), *LAW[1:])
    ensemble = alone((Returns(),), case(about, groups=B_ONLY), situation(figures=FIGURES), TO, 2)
    assert "southerners" in dict(ensemble.off)["returns"]
