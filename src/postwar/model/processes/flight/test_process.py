"""In a settlement people flee when war resumes in full, while a way out is open, and nobody is lost."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from postwar.core.place import Route
from postwar.model.processes.flight.process import Flight
from postwar.model.processes.resumption.process import Resumption
from postwar.model.test_settlement import CEASEFIRE, D, alone, case, fixed, situation

GIVEN = (fixed("resumption.tier3_share", 1.0), fixed("flight.leave_share", 0.6, "southerners"),
         fixed("flight.spread_days", 3.0, "southerners"))
LIVING = ("population", "zone", "southerners")


@pytest.mark.slow
def test_the_share_that_leaves_has_left_and_people_are_conserved() -> None:
    ensemble = alone((Resumption(), Flight()), case(GIVEN), situation(), D(2030, 7, 1), 300, "plain")
    living, war = ensemble.series[LIVING], ensemble.series["war_tier", "", ""] == 3
    came = war[:, 120]
    assert (1 - living[came, -1] / living[came, 0]).mean() == pytest.approx(0.6, abs=0.02)
    assert (living[~war[:, -1]] == living[~war[:, -1]][:, :1]).all()
    displaced = ensemble.series["displaced", "zone", "southerners"]
    assert (np.diff(displaced, axis=1) >= 0).all() and (displaced[came, -1] > displaced[came, 0]).all()


def test_nobody_leaves_by_a_way_that_is_closed() -> None:
    shut = tuple(Route(f"road-{p}", "b", p, None, ("people",), "both", "", None, None, CEASEFIRE, CEASEFIRE, CEASEFIRE,
                       "a test") for p in ("a", "zone"))
    given = dataclasses.replace(case(GIVEN), routes=shut)
    ensemble = alone((Resumption(), Flight()), given, situation(), D(2030, 5, 1), 100, "plain")
    assert (ensemble.series[LIVING] == ensemble.series[LIVING][:, :1]).all()


def test_off_without_a_share() -> None:
    assert "no flight.leave_share" in dict(alone((Flight(),), case(()), situation(), D(2030, 1, 12), 1, "plain").off)[
        "flight"]
