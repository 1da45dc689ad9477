"""Dwellings are lost by cause, under one law for everybody, and only the total is recorded."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.core.parameter import Parameter
from postwar.model.processes.destruction.process import Destruction
from postwar.model.processes.handover.process import Handover
from postwar.model.processes.resumption.process import Resumption
from postwar.model.test_settlement import D, alone, case, fixed, only, prior, situation

TO = D(2030, 12, 31)
STOCK = fixed("destruction.dwellings", 10_000, "a")
ON_TIME = (fixed("handover.on_time_share", 1.0), fixed("handover.amend_p", 0.0), fixed("handover.delay_days", 2.0))
LOST = ("dwellings_lost", "", "")
PASSES = (D(2030, 2, 1) - D(2030, 1, 10)).days


def lost(*causes: Parameter, members: int = 3) -> np.ndarray:
    return alone((Handover(), Destruction()), case((STOCK, *causes, *ON_TIME)), situation(), TO, members).series[LOST]


def test_decay_takes_its_share_of_what_stands() -> None:
    found = lost(fixed("destruction.decay_rate", 0.001))
    assert (found == np.floor(10_000 * (1 - np.exp(-0.001 * np.arange(found.shape[1])) + 1e-12))).all()


def test_a_share_is_lost_on_the_day_on_which_the_place_passes_and_only_then() -> None:
    found = lost(fixed("destruction.departure_share", 0.2))
    assert (found[:, :PASSES] == 0).all() and (found[:, PASSES:] == 2000).all()


def test_what_is_lost_after_a_handover_is_lost_after_it() -> None:
    found = lost(fixed("destruction.handover_rate", 0.01))
    assert (found[:, :PASSES] == 0).all() and found[0, PASSES + 99] == int(10_000 * (1 - np.exp(-1.0)))


def test_fighting_takes_its_share_once() -> None:
    war = (prior("resumption.class", "choice", truce=1.0), fixed("resumption.tier3_share", 1.0))
    given = case((STOCK, fixed("destruction.fighting_share", 0.3), *war))
    run = alone((Resumption(), Destruction()), given, situation(), TO, 200)
    war_day, found = run.series["war_tier", "", ""], run.series[LOST]
    assert set(np.unique(found)) == {0, 3000} and ((found > 0) == (war_day == 3)).all()


@pytest.mark.parametrize("about", ["southerners", "south", "a"])
def test_a_rate_about_somebody_is_refused(about: str) -> None:
    run = alone((Destruction(),), case((STOCK, fixed("destruction.departure_share", 0.2, about))), situation(), TO, 2)
    assert "one for the whole case" in dict(run.off)["destruction"] and LOST not in run.series


def test_only_the_total_is_recorded() -> None:
    run = alone((Destruction(),), case((STOCK, fixed("destruction.decay_rate", 0.1))), situation(), TO, 2)
    assert [key for key in run.series if key[0] == "dwellings_lost"] == [LOST]


@pytest.mark.parametrize("given", [only("handover"), (STOCK,), (fixed("destruction.decay_rate", 0.1),)])
def test_off_without_homes_or_a_cause(given: tuple[Parameter, ...]) -> None:
    assert "destruction" in dict(alone((Destruction(),), case(given), situation(), TO, 2).off)
