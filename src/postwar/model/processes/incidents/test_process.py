"""Incidents have their rate and their dead, feed on themselves, and war has its own dead."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.core.outlook import Ensemble
from postwar.core.parameter import Parameter
from postwar.core.time import Day
from postwar.model.processes.incidents.process import MOST, Incidents, sizes
from postwar.model.processes.resumption.process import Resumption
from postwar.model.test_settlement import D, alone, case, figure, fixed, situation

SUMMER = D(2030, 7, 1)


def course(*parameters: Parameter, to: Day = SUMMER, members: int = 300, **said: object) -> Ensemble:
    return alone((Incidents(), Resumption()), case(parameters), situation(**said), to, members, "plain")


@pytest.mark.slow
def test_days_with_an_incident_and_the_dead_are_as_many_as_the_rate_says() -> None:
    ensemble = course(fixed("incidents.rate", 0.05, "b"), fixed("incidents.deadly_share", 0.5, "b"))
    days, killed = ensemble.series["events", "incident", "b"][:, -1], ensemble.series["killed", "b", ""][:, -1]
    expected = ensemble.days * (1 - np.exp(-0.05))
    assert days.mean() == pytest.approx(expected, rel=0.06) and killed.mean() == pytest.approx(expected / 2, rel=0.1)
    assert (ensemble.series["killed", "", ""][:, -1] == killed).all()


@pytest.mark.slow
def test_one_sets_off_others_by_the_branching_ratio() -> None:
    calm = [fixed("incidents.rate", 0.01, "b")]
    fed = [*calm, fixed("incidents.branching", 0.5, "b"), fixed("incidents.memory_days", 5.0, "b")]
    one, two = (course(*p).series["events", "incident", "b"][:, -1].mean() for p in (calm, fed))
    assert 1.6 < two / one < 2.2        # 1/(1 - 0.5) less what falls on one day


@pytest.mark.parametrize("tail", [0.8, 1.5, 3.0])
def test_the_law_of_the_dead_is_a_truncated_power(tail: float) -> None:
    law = sizes(np.array([0.4]), np.array([tail]), 1)[0]
    over = np.arange(1, MOST + 2) ** -tail
    assert law.sum() == pytest.approx(1.0) and law[0] == pytest.approx(0.6)
    assert law[1:][::-1].cumsum()[::-1] == pytest.approx(0.4 * (over[:-1] - over[-1]) / (1 - over[-1]))


@pytest.mark.slow
def test_war_has_its_dead_over_its_days_and_takes_a_place() -> None:
    ensemble = course(fixed("incidents.rate", 1e-9, "b"), fixed("incidents.capture_rate", 0.0, "b"),
                      fixed("incidents.war_deaths", 700.0), fixed("incidents.war_days", 7.0),
                      fixed("resumption.tier3_share", 1.0), to=D(2031, 1, 10))
    tier, killed = ensemble.series["war_tier", "", ""], ensemble.series["killed", "", ""].astype(int)
    came = np.flatnonzero(tier[:, 300] == 3)
    assert len(came) > 20 and set(killed[came, -1]) == {700} and set(np.diff(killed[came], axis=1).max(axis=1)) == {100}
    assert (ensemble.series["events", "capture", "b"][came, -1] == 1).all()
    assert (killed[tier[:, -1] == 0] == 0).all()


def test_a_figure_of_the_dead_is_where_the_count_begins() -> None:
    found = course(fixed("incidents.rate", 0.0, "b"), members=2, figures=(figure("killed", "b", 12, 10, 14, None),))
    assert (found.series["killed", "b", ""] == 12).all()


def test_off_without_a_rate_of_a_place() -> None:
    assert "no incidents.rate" in dict(course(fixed("incidents.rate", 0.1), members=1).off)["incidents"]
