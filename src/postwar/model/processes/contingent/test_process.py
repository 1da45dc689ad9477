"""A contingent ramps up, is renewed or leaves at the end of a term, and leaves early at its rate."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from postwar.core.parameter import Parameter
from postwar.core.situation import ForceState
from postwar.core.time import Day
from postwar.model.processes.contingent.process import Contingent
from postwar.model.test_settlement import CASE, CEASEFIRE, D, alone, case, figure, fixed, obligation, only, situation

TO = D(2032, 2, 1)
YEAR = 365
KEY = ("force_strength", "zone", "watchers")
FULL = (fixed("contingent.strength_share", 0.9), fixed("contingent.ramp_days", 20))


def strength(parameters: tuple[Parameter, ...], members: int = 3, **said: object) -> np.ndarray:
    return alone((Contingent(),), case(parameters), situation(**said), TO, members).series[KEY]


def reported(low: float, high: float, state: str = "reported", since: Day | None = None) -> tuple[ForceState, ...]:
    return (ForceState("watchers", ("zone",), low, high, since, None, None, state, ()),)


def test_the_ramp_is_straight_to_the_share_of_the_mandate() -> None:
    found = strength(FULL)
    assert (found[:, 0] == 0).all() and (found[:, 10] == 900).all() and (found[:, 20:] == 1800).all()


def test_what_is_reported_is_where_it_starts() -> None:
    found = strength(FULL, 500, forces=reported(1300, 1400, since=CEASEFIRE))
    assert 1300 <= found[:, 0].min() < 1310 and 1390 < found[:, 0].max() <= 1400
    assert (found[:, 11:] == 1800).all() and (found[:, 10] < 1800).all()        # nine of the twenty days were over


def test_a_figure_goes_before_the_report_and_more_than_the_mandate_stays() -> None:
    counted = figure("force_strength", "zone", 1900, 1850, 1990, group="watchers")
    found = strength(FULL, 500, forces=reported(100, 200, since=CEASEFIRE), figures=(counted,))
    assert np.percentile(found[:, 0], [5, 50, 95]) == pytest.approx([1850, 1900, 1990], rel=0.01)
    assert (found == found[:, :1])[found[:, 0] >= 1800].all()


def test_the_term_ends_where_notice_is_given() -> None:
    found = strength((*FULL, fixed("contingent.notice_p", 0.3)), 500)
    for end, p in ((YEAR, 0.3), (2 * YEAR, 1 - 0.7**2)):
        for day, share in ((end, 1 - (1 - p) / 0.7), (end + 1, p)):
            assert abs((found[:, day] == 0).mean() - share) < 4 * np.sqrt(0.25 / 500)
    assert (np.diff((found[:, 20:] > 0).astype(int), axis=1) <= 0).all()


def test_without_a_renewal_the_force_leaves_with_its_term() -> None:
    given = (fixed("contingent.strength_share", 1.0),)
    agreed = ForceState("watchers", ("zone",), None, None, CEASEFIRE, D(2030, 3, 1), None, "agreed", ())
    ends = situation(forces=(agreed,))
    found = alone((Contingent(),), case(given, obligations=(obligation(),)), ends, TO, 2).series[KEY]
    assert (found[:, 50] == 2000).all() and (found[:, 51:] == 0).all()     # there on its last day


def test_early_exit_has_its_rate() -> None:
    found = strength((*FULL, fixed("contingent.early_exit_rate", 0.002), fixed("contingent.notice_p", 0)), 500)
    for day in (100, YEAR, 700):
        p = 1 - np.exp(-0.002 * day)
        assert abs((found[:, day] == 0).mean() - p) < 4 * np.sqrt(p * (1 - p) / 500)


@pytest.mark.parametrize(("said", "parameters", "reason"), [
    ({"forces": reported(0, 0, "ended")}, FULL, "has ended"), ({}, only("handover"), "no force with")])
def test_off_with_its_reason(said: dict[str, object], parameters: tuple[Parameter, ...], reason: str) -> None:
    ensemble = alone((Contingent(),), case(parameters), situation(**said), TO, 2)
    assert reason in dict(ensemble.off)["contingent"] and not any(k[0] == "force_strength" for k in ensemble.series)


def test_a_force_that_keeps_no_peace_needs_a_prior_of_its_own() -> None:
    army = tuple(dataclasses.replace(f, role="army") for f in CASE.forces)
    assert "contingent" in dict(alone((Contingent(),), case(FULL, forces=army), situation(), TO, 2).off)
    own = (fixed("contingent.strength_share", 0.5, "watchers"),)
    assert "contingent" not in dict(alone((Contingent(),), case(own, forces=army), situation(), TO, 2).off)
