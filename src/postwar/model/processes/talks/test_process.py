"""Matters of talks end at their rates, formats stall and close, war may impose."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from postwar.core.actor import Format
from postwar.core.outlook import Ensemble
from postwar.core.parameter import Parameter
from postwar.core.situation import FormatState
from postwar.model.processes.resumption.process import Resumption
from postwar.model.processes.talks.process import Talks
from postwar.model.test_settlement import CEASEFIRE, D, alone, case, fixed, situation

MATTER, KEY = "accord;north;south", ("events", "accord", "north;south")
TALKS = Format("round-table", "Round table", "mediation", (), "meets", (), (), None, CEASEFIRE, "a test")


def course(*parameters: Parameter, state: str = "meets", members: int = 1000) -> Ensemble:
    given = dataclasses.replace(case(parameters), formats=(TALKS,))
    said = situation(formats=(FormatState("round-table", "Round table", state, (), (), (), ()),))
    return alone((Talks(), Resumption()), given, said, D(2030, 7, 1), members, "plain")


@pytest.mark.slow
def test_ways_to_end_a_matter_compete() -> None:
    ensemble = course(fixed("talks.agree_rate", 0.004, MATTER), fixed("talks.void_rate", 0.004, MATTER))
    expected = 0.5 * (1 - np.exp(-0.008 * ensemble.days))
    assert ensemble.series[KEY][:, -1].mean() == pytest.approx(expected, abs=0.05)
    assert (np.diff(ensemble.series[KEY].astype(int), axis=1) >= 0).all()


@pytest.mark.slow
def test_a_format_closes_at_its_rate_and_its_end_is_an_event() -> None:
    ensemble = course(fixed("talks.close_rate", 0.005, "round-table"))
    closed = ensemble.series["events", "accord", "round-table"][:, -1]
    assert closed.mean() == pytest.approx(1 - np.exp(-0.005 * ensemble.days), abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("state", "factor"), [("meets", 1.0), ("stalled", 0.25), ("working, with observers", 1.0)])
def test_agreement_is_rarer_while_no_format_works(state: str, factor: float) -> None:
    ensemble = course(fixed("talks.agree_rate", 0.005, MATTER), fixed("talks.stalled_factor", 0.25),
                      fixed("talks.close_rate", 0.0, "round-table"), state=state)
    assert ensemble.series[KEY][:, -1].mean() == pytest.approx(1 - np.exp(-0.005 * factor * ensemble.days), abs=0.05)


@pytest.mark.slow
def test_a_matter_imposed_by_war_is_agreed_no_more() -> None:
    ensemble = course(fixed("talks.agree_rate", 0.01, MATTER), fixed("talks.imposed_by_war_share", 1.0, MATTER),
                      fixed("resumption.tier3_share", 1.0))
    war, agreed = ensemble.series["war_tier", "", ""], ensemble.series[KEY]
    came = np.flatnonzero((war == 3).any(axis=1))
    after = agreed[came, -1] - agreed[came, np.minimum((war[came] == 3).argmax(axis=1) + 1, ensemble.days)]
    assert len(came) > 20 and (after == 0).all()


def test_off_without_rates() -> None:
    assert "talks.agree_rate" in dict(course(members=1).off)["talks"]
