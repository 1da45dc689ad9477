"""Handovers are done on their day, late, or on a later day agreed; control passes with them, and not before."""

from __future__ import annotations

import datetime as dt
import math
from statistics import NormalDist

import numpy as np
import pytest

from postwar.core.accord import Due, Obligation
from postwar.core.situation import Belief, Control, ObligationState, Timeliness
from postwar.core.time import Day
from postwar.model.processes.handover.process import Handover
from postwar.model.test_settlement import CEASEFIRE, ORIGIN, D, alone, case, fixed, obligation, only, prior, situation

TO = D(2030, 4, 1)
DUE = 22     # 1 February, counted from the origin


def state(life_cycle: str, due: Day | None = None) -> ObligationState:
    return ObligationState("C1", "C", None, life_cycle, Timeliness("not_due"), "compliant", 0, (), Belief(1, "", ""),
                           due, "", None, None, None, "", (), ())


def test_on_the_day_late_and_moved_shares_are_those_of_the_law() -> None:
    parameters = (fixed("handover.on_time_share", 0.7), fixed("handover.amend_p", 0.25),
                  fixed("handover.amend_days", 10), prior("handover.delay_days", "lognormal", p05=2, p95=20))
    done = alone((Handover(),), case(parameters), situation(), TO, 700).done_day["C1"]
    shares = (done == DUE).mean(), (done == DUE + 10).mean()
    for share, p in zip(shares, (0.7 * 0.75, 0.7 * 0.25 + 0.75 * 0.3 * 0.0443), strict=True):
        assert abs(share - p) < 4 * np.sqrt(p * (1 - p) / 700)
    assert done[done >= 0].min() == DUE and (done < 0).mean() < 0.02


def test_always_late_by_a_fixed_number_of_days() -> None:
    ensemble = alone((Handover(),), case((fixed("handover.delay_days", 6),)), situation(), TO, 5)
    assert (ensemble.done_day["C1"] == DUE + 5).all()      # the parameter is days late plus one
    north, south = ensemble.series["in_control", "a", "north"], ensemble.series["in_control", "a", "south"]
    assert (north[:, :DUE + 5] == 0).all() and (north[:, DUE + 5:] == 1).all() and (north + south == 1).all()


def test_places_inside_pass_too_except_those_the_text_excepts() -> None:
    given = case((fixed("handover.delay_days", 1), fixed("handover.on_time_share", 1)),
                 (obligation(except_=("a-road",)),))
    series = alone((Handover(),), given, situation(), TO, 2).series
    assert (series["in_control", "a-mill", "north"][:, -1] == 1).all()
    assert ("in_control", "a-road", "north") not in series and ("in_control", "b", "north") not in series


@pytest.mark.parametrize("elapsed", [0, 8])
def test_an_overdue_handover_waits_as_long_as_those_do_who_are_late_already(elapsed: int) -> None:
    duty = obligation(due=Due(by=ORIGIN - dt.timedelta(days=elapsed)))
    given = case((prior("handover.delay_days", "lognormal", p05=2, p95=30),), (duty,))
    done = alone((Handover(),), given, situation(), TO, 700).done_day["C1"]
    law = NormalDist((math.log(2) + math.log(30)) / 2, (math.log(30) - math.log(2)) / (2 * 1.6448536))

    def passed(days: float) -> float:       # by when a delay, rounded to a day, is over
        return law.cdf(math.log(days + 1.5))

    for wait in (1, 3, 10, 30):
        p = (passed(elapsed + wait) - passed(elapsed)) / (1 - passed(elapsed))
        assert abs(((done >= 1) & (done <= wait)).mean() - p) < 4 * math.sqrt(p * (1 - p) / 700)
    assert not (done == 0).any()


def test_the_situation_moves_the_day_and_says_what_is_done() -> None:
    given = case((fixed("handover.delay_days", 1), fixed("handover.on_time_share", 1)))
    moved = alone((Handover(),), given, situation(obligations=(state("in_effect", D(2030, 2, 11)),)), TO, 2)
    assert (moved.done_day["C1"] == DUE + 10).all()
    done = alone((Handover(),), given, situation(obligations=(state("fulfilled"),), control=(
        Control("a", "north", CEASEFIRE, "handover", "agreed", "whole", (), (), ()),)), TO, 2)
    assert (done.done_day["C1"] == 0).all()
    assert ("handover", "no handover with a day and a beneficiary is still to come") in done.off
    assert (done.series["in_control", "a", "north"] == 1).all()


@pytest.mark.parametrize(("duty", "reason"), [
    (obligation(due=Due()), "no day"), (obligation(beneficiary=()), "nobody named"),
    (obligation(place=()), "no place")])
def test_what_cannot_be_run_is_left_out_with_its_reason(duty: Obligation, reason: str) -> None:
    other = obligation("C9")
    ensemble = alone((Handover(),), case(only("handover"), (duty, other)), situation(), TO, 2)
    assert "C1" not in ensemble.done_day and "C9" in ensemble.done_day
    assert reason in dict(ensemble.off)["handover:C1"]


def test_off_without_a_prior_of_delays() -> None:
    ensemble = alone((Handover(),), case(only("resumption")), situation(), TO, 2)
    assert "no handover.delay_days" in dict(ensemble.off)["handover"] and ensemble.done_day == {}
