"""War resumes in the shares of the base rates, by class, tier and contingent."""

from __future__ import annotations

import math

import numpy as np
import pytest

from postwar.core.errors import CaseError
from postwar.core.parameter import Parameter, Prior
from postwar.core.situation import Situation
from postwar.core.time import AsOf, Day
from postwar.model.engine import make_plan
from postwar.model.processes.resumption.process import CLASSES, SHARES, Resumption, cumulative_hazard
from postwar.model.start import draw_state
from postwar.model.state import Drawn
from postwar.model.test_settlement import CEASEFIRE, D, alone, case, fixed, only, prior, situation

AT_CEASEFIRE = situation(as_of=AsOf(CEASEFIRE, CEASEFIRE))
AFTER_A_YEAR = D(2031, 1, 2)
MEMBERS = 600
TRUCE = prior("resumption.class", "choice", truce=1.0)


def tier(*parameters: Parameter, to: Day = AFTER_A_YEAR, start: Situation = AT_CEASEFIRE) -> np.ndarray:
    return alone((Resumption(),), case(parameters), start, to, MEMBERS).series["war_tier", "", ""]


def close(share: float, p: float, members: int = MEMBERS) -> bool:
    return bool(abs(share - p) < 4 * math.sqrt(p * (1 - p) / members))


@pytest.mark.parametrize("label", CLASSES)
def test_the_shares_at_war_again_after_1_2_and_5_years(label: str) -> None:
    for years, share in zip((1, 2, 5), SHARES[label], strict=True):
        assert 1 - math.exp(-cumulative_hazard(label, 365.25 * years)) == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize("label", CLASSES)
def test_the_daily_probabilities_add_up_to_these_shares(label: str) -> None:
    ended = Parameter("resumption.class", "", None, Prior("choice", ((label, 1.0),)), "class", "a test", CEASEFIRE)
    plan = make_plan(case((ended,)), AT_CEASEFIRE, D(2035, 1, 2), 1, (Resumption(),))
    state = draw_state(plan.setting, plan.start, 1, np.zeros(1, np.uint64))
    running = {p.name: r for p, r in plan.processes}["resumption"]
    held, at = 1.0, {}
    for day in range(1, plan.setting.days + 1):
        held *= 1.0 - float(running.probabilities(state, Drawn({"resumption.class": np.zeros(1)}), day)[0].sum())
        at[day] = 1.0 - held
    for years, share in zip((1, 2, 5), SHARES[label], strict=True):
        assert at[round(365.25 * years)] == pytest.approx(share, abs=0.001)


def test_the_hazards_of_all_ceasefires_are_those_published() -> None:
    published = (0, 3, 0.37), (3, 6, 0.29), (6, 12, 0.16), (12, 24, 0.095), (24, 60, 0.077), (60, 90, 0.016)
    for start, end, rate in published:
        month = 365.25 / 12
        slope = (cumulative_hazard("all", end * month) - cumulative_hazard("all", start * month)) / ((end - start) / 12)
        assert slope == pytest.approx(rate, rel=0.06)       # published to two digits


def test_a_mixture_of_classes_mixes_the_shares() -> None:
    found = tier(prior("resumption.class", "choice", truce=0.25, treaty=0.25, victory=0.5))
    assert close((found[:, -1] > 0).mean(), 0.25 * 0.46 + 0.25 * 0.21 + 0.5 * 0.06)
    assert (np.diff(found, axis=1) >= 0).all()


def test_a_settlement_that_has_held_starts_from_the_lower_hazard() -> None:
    later = situation(as_of=AsOf(D(2031, 1, 1), D(2031, 1, 1)))
    found = tier(prior("resumption.class", "choice", all=1.0), to=D(2032, 1, 1), start=later)
    assert close((found[:, -1] > 0).mean(), 1 - (1 - 0.29) / (1 - 0.22))


def test_tiers_have_their_shares() -> None:
    found = tier(TRUCE, fixed("resumption.tier3_share", 0.4), fixed("resumption.tier2_share", 0.7))[:, -1]
    again = found[found > 0]
    for level, p in ((1, 0.6 * 0.3), (2, 0.6 * 0.7), (3, 0.4)):
        assert close((again == level).mean(), p, len(again))


@pytest.mark.parametrize("parameter", [
    prior("resumption.class", "choice", stalemate=1.0), fixed("resumption.class", 1.0)])
def test_a_class_without_a_base_rate_is_an_error(parameter: Parameter) -> None:
    with pytest.raises(CaseError, match="choice among all, treaty, truce, victory"):
        alone((Resumption(),), case((parameter,)), AT_CEASEFIRE, AFTER_A_YEAR, 2)


def test_off_where_the_case_says_nothing() -> None:
    ensemble = alone((Resumption(),), case(only("handover")), AT_CEASEFIRE, AFTER_A_YEAR, 2)
    assert "resumption" in dict(ensemble.off) and ("war_tier", "", "") not in ensemble.series
