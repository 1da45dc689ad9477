"""With every process on: the order of the registry, blocks and a stop change nothing, and people are conserved."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from postwar.core.actor import Format
from postwar.core.outlook import Ensemble
from postwar.core.place import Route
from postwar.core.situation import FormatState, RouteState
from postwar.model.engine import make_plan, run_members
from postwar.model.processes import REGISTRY
from postwar.model.saved import run_from, run_until
from postwar.model.test_settlement import CASE, CEASEFIRE, PRIORS, STAY, D, case, fixed, obligation, prior, situation

ROAD = Route("road", "b", "a", None, ("people",), "both", "", None, 10.0, CEASEFIRE, None, CEASEFIRE, "a test")
FURTHER = (
    prior("corridor.interruption_rate", "lognormal", p05=0.01, p95=0.2),
    prior("corridor.short_days", "lognormal", p05=1, p95=9),
    prior("incidents.rate", "lognormal", "b", p05=0.01, p95=0.3),
    prior("incidents.deadly_share", "beta", "b", a=2, b=2),
    prior("incidents.tail", "lognormal", "b", p05=1, p95=2),
    prior("incidents.branching", "beta", "b", a=2, b=3),
    prior("incidents.memory_days", "lognormal", "b", p05=3, p95=30),
    prior("talks.agree_rate", "lognormal", "accord;north;south", p05=0.001, p95=0.05),
    prior("talks.close_rate", "lognormal", "round-table", p05=0.001, p95=0.05),
    prior("fulfilment.days", "lognormal", p05=10, p95=300),
    prior("clearance.hectares", "uniform", "zone", low=9, high=99),
    prior("clearance.hectares_per_day", "lognormal", "zone", p05=0.1, p95=3),
    prior("clearance.accident_rate", "lognormal", "zone", p05=0.01, p95=0.3),
    fixed("returns.mine_factor", 0.3),
    fixed("returns.ruin_factor", 0.5),
    prior("rebuilding.dwellings", "uniform", "zone", low=100, high=900),
    fixed("rebuilding.budget_per_year", 1e6, "south"),
    prior("rebuilding.cost_per_dwelling", "lognormal", "south", p05=500, p95=5000),
    fixed("destruction.dwellings", 800.0, "a"),
    fixed("destruction.departure_share", 0.1),
    prior("hosting.cost_per_day", "lognormal", "southerners", p05=1, p95=9),
    fixed("tension.pace", 0.2),
    fixed("tension.width", 0.4),
    fixed("flight.leave_share", 0.5, "southerners"),
)
GIVEN = dataclasses.replace(
    case((*PRIORS, *FURTHER), (obligation(), STAY, dataclasses.replace(STAY, id="C3", act="exchange", power=None))),
    routes=(ROAD,),
    formats=(Format("round-table", "Round table", "mediation", (), "meets", (), (), None, CEASEFIRE, "a test"),))
START = situation(routes=(RouteState("road", "a-road", "open", None, CEASEFIRE, ()),),
                  formats=(FormatState("round-table", "Round table", "meets", (), (), (), ()),))
TO, MEMBERS = D(2030, 3, 1), range(12)


def same(one: Ensemble, other: Ensemble) -> None:
    assert list(one.series) == list(other.series)
    for key, values in one.series.items():
        assert np.ascontiguousarray(values).tobytes() == np.ascontiguousarray(other.series[key]).tobytes(), key
    assert {k: v.tobytes() for k, v in one.done_day.items()} == {k: v.tobytes() for k, v in other.done_day.items()}


@pytest.fixture(scope="module")
def whole() -> Ensemble:
    return run_members(GIVEN, START, TO, MEMBERS, 5, REGISTRY, engine="plain")


@pytest.mark.slow
def test_every_process_but_the_programmes_runs(whole: Ensemble) -> None:
    plan = make_plan(GIVEN, START, TO, 5, REGISTRY)
    assert {p.name for p in REGISTRY} - {p.name for p, _ in plan.processes} == {"organised_return"}
    assert {"killed", "route_open", "events", "hosted", "dwellings_fit", "population"} <= {k[0] for k in whole.series}


@pytest.mark.slow
def test_order_blocks_and_a_stop_change_nothing(whole: Ensemble) -> None:
    same(whole, run_members(GIVEN, START, TO, MEMBERS, 5, REGISTRY[::-1], 5, engine="plain"))
    saved = run_until(17, GIVEN, START, TO, MEMBERS, 5, REGISTRY, engine="plain")
    same(whole, run_from(saved, GIVEN, START, REGISTRY, 7, engine="plain"))


@pytest.mark.slow
def test_people_are_conserved(whole: Ensemble) -> None:
    living, displaced = (whole.series[v, "zone", "southerners"] for v in ("population", "displaced"))
    back, away = (whole.series[v, "zone", "southerners"] for v in ("back_in_region", "away"))
    assert (living + away == (living + away)[:, :1]).all() and (back + away >= displaced).all()


@pytest.mark.parametrize("process", [p for p in REGISTRY if p.stream > 5], ids=lambda p: p.name)
def test_off_without_data(process: object) -> None:
    ensemble = run_members(CASE, START, D(2030, 1, 12), range(1), 5, [process], engine="plain")  # type: ignore[list-item]
    assert dict(ensemble.off)[process.name]  # type: ignore[attr-defined]


@pytest.mark.slow
def test_both_engines_give_the_same(whole: Ensemble) -> None:
    same(whole, run_members(GIVEN, START, TO, MEMBERS, 5, REGISTRY, engine="compiled", threads=2, block=4))
