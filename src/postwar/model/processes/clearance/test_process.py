"""Land is released at its pace, survey cancels, records speed it up, accidents follow exposure."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.core.parameter import Parameter
from postwar.model.processes.clearance.process import Clearance
from postwar.model.processes.resumption.process import Resumption
from postwar.model.test_settlement import D, alone, case, fixed, only, prior, situation

TO = D(2031, 1, 10)
LAND, PACE = fixed("clearance.hectares", 1000, "zone"), fixed("clearance.hectares_per_day", 4, "zone")
RELEASED, ACCIDENTS = ("hectares_released", "zone", ""), ("mine_accidents", "zone", "")


def released(*more: Parameter, members: int = 3) -> np.ndarray:
    return alone((Clearance(),), case((LAND, PACE, *more)), situation(), TO, members).series[RELEASED]


def test_land_is_released_at_its_pace_until_none_is_left() -> None:
    found = released()
    assert (found[:, 0] == 0).all() and (found[:, 10] == 40).all() and (found[:, 250:] == 1000).all()


def test_teams_ramp_up_from_the_ceasefire() -> None:
    found = released(fixed("clearance.ramp_days", 19))
    assert found[0, 1] == int(4 * 10 / 19)                       # the tenth of nineteen days after the ceasefire
    assert found[0, 20] - found[0, 10] == 40                      # at full pace from then on


def test_survey_cancels_its_share_before_it_is_over() -> None:
    found = released(fixed("clearance.cancel_share", 0.5), fixed("clearance.survey_days", 50))
    assert found[0, 50] == 4 * 50 + 500 and found[0, 60] - found[0, 50] == 40


def test_records_handed_over_change_the_pace() -> None:
    found = released(fixed("clearance.records_rate", 5.0), fixed("clearance.records_factor", 2.0))
    assert found[:, 11].max() == 88                               # handed over on the first day, but for one in 150


def test_less_is_released_in_winter() -> None:
    found = released(fixed("clearance.season_amplitude", 1.0), fixed("clearance.hectares", 10_000, "zone"))
    winter, summer = found[0, 10] - found[0, 0], found[0, 190] - found[0, 180]
    assert winter < 2 and 75 < summer <= 80                       # January; July


def test_accidents_come_at_their_rate_and_end_with_the_land() -> None:
    never = fixed("clearance.hectares_per_day", 0, "zone")
    rate = fixed("clearance.accident_rate", 0.01, "zone")
    run = alone((Clearance(),), case((LAND, never, rate)), situation(), TO, 400).series[ACCIDENTS]
    mean = 365 * (1 - np.exp(-0.01))
    assert abs(run[:, -1].mean() - mean) < 4 * np.sqrt(mean / 400)
    cleared = alone((Clearance(),), case((LAND, fixed("clearance.hectares_per_day", 1000, "zone"), rate)), situation(),
                    TO, 400).series[ACCIDENTS]
    assert cleared[:, -1].max() <= 1 and (cleared[:, 2:] == cleared[:, 2:3]).all()


def test_a_return_of_war_in_full_stops_it() -> None:
    war = (prior("resumption.class", "choice", truce=1.0), fixed("resumption.tier3_share", 1.0))
    run = alone((Clearance(), Resumption()), case((LAND, PACE, *war)), situation(), TO, 200)
    stopped = run.series["war_tier", "", ""][:, 200] == 3
    found = run.series[RELEASED]
    assert stopped.any() and (found[stopped, 200] == found[stopped, -1]).all() and (found[~stopped, 200] == 800).all()


@pytest.mark.parametrize("given", [only("handover"), (LAND,), (PACE,), (fixed("clearance.hectares", 9), PACE)])
def test_off_without_land_and_pace_of_a_place(given: tuple[Parameter, ...]) -> None:
    run = alone((Clearance(),), case(given), situation(), TO, 2)
    assert "clearance" in dict(run.off) and RELEASED not in run.series
