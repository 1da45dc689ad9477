"""Duties other than handovers: on their day, late, some day, or never; the first step before the end."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from postwar.core.accord import Due, Obligation
from postwar.core.outlook import Ensemble
from postwar.core.parameter import Parameter
from postwar.core.time import Day
from postwar.model.processes.fulfilment.process import Fulfilment
from postwar.model.processes.resumption.process import Resumption
from postwar.model.test_settlement import D, alone, case, fixed, obligation, prior, situation

NO_DAY = Due(within_days=None, of="")
SWAP = obligation("X", "exchange", (), NO_DAY)
NINE = 9        # days from the signing to the origin
SUMMER = D(2030, 7, 1)


def course(*parameters: Parameter, duties: tuple[Obligation, ...] = (SWAP,), to: Day = SUMMER,
           members: int = 3) -> Ensemble:
    given = case(parameters, duties)
    return alone((Fulfilment(), Resumption()), given, situation(), to, members, "plain")


def test_without_a_day_it_is_done_its_days_after_the_signing_and_its_first_step_before() -> None:
    ensemble = course(fixed("fulfilment.days", 60.0), fixed("fulfilment.first_days", 30.0))
    assert set(ensemble.done_day["X"]) == {60 - NINE}
    assert (ensemble.series["events", "exchange", ""].argmax(axis=1) == 30 - NINE).all()


def test_it_is_not_done_before_its_first_step() -> None:
    ensemble = course(fixed("fulfilment.days", 60.0), fixed("fulfilment.first_days", 80.0))
    assert set(ensemble.done_day["X"]) == {80 - NINE}


def test_with_a_day_it_is_on_time_or_late_or_never() -> None:
    dated = (obligation("X", "withdraw", ("a",), Due(by=D(2030, 2, 1))),)
    ensemble = course(fixed("fulfilment.on_time_share", 0.5), fixed("fulfilment.delay_days", 10.0),
                      fixed("fulfilment.never_share", 0.2), duties=dated, members=2000)
    shares = {day: (ensemble.done_day["X"] == day).mean() for day in (22, 32, -1)}
    assert sum(shares.values()) == 1.0
    assert shares[22] == pytest.approx(0.4, abs=0.05) and shares[-1] == pytest.approx(0.2, abs=0.04)


def test_what_was_waited_for_is_drawn_given_that_it_takes_longer() -> None:
    ensemble = course(prior("fulfilment.days", "lognormal", p05=5, p95=50), members=2000, to=D(2031, 1, 1))
    days = ensemble.done_day["X"] + NINE
    assert days.min() >= NINE and (days > 10 * 5).mean() == pytest.approx(0.05 / (1 - 0.23), abs=0.03)


@pytest.mark.slow
def test_one_waits_for_another_and_nothing_is_done_after_full_war() -> None:
    second = dataclasses.replace(SWAP, id="Y", act="establish", after=("X",))
    both = course(fixed("fulfilment.days", 60.0, "X"), fixed("fulfilment.days", 20.0, "Y"), duties=(SWAP, second))
    assert set(both.done_day["Y"]) == {60 - NINE}
    war = course(fixed("fulfilment.days", 160.0), fixed("resumption.tier3_share", 1.0), members=300)
    came = (war.series["war_tier", "", ""][:, 140] == 3)
    assert came.any() and (war.done_day["X"][came] == -1).all() and (war.done_day["X"][~came] >= -1).all()


def test_handovers_and_standing_duties_are_not_run_and_a_case_without_priors_is_off() -> None:
    standing = obligation("S", "guard", (), Due(continuous_from=D(2030, 1, 1)))
    ensemble = course(fixed("fulfilment.days", 60.0), duties=(standing, obligation("H", "handover")))
    assert "no open duty" in dict(ensemble.off)["fulfilment"] and not set(ensemble.done_day) & {"S", "H"}
    assert "fulfilment" in dict(course(members=1).off)
    assert np.all([k != "events" for k, _, _ in ensemble.series])
