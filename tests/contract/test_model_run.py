"""The run's contract: the same bytes however it is cut and ordered, nothing known later, and what is off says why."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from postwar.core.errors import AskError, CaseError
from postwar.core.outlook import Ensemble
from postwar.core.time import AsOf
from postwar.model.engine import run_members
from postwar.model.processes import REGISTRY
from postwar.model.run import run
from postwar.model.start import draw_people, lay_out
from postwar.model.test_settlement import CASE, ORIGIN, PRIORS, SITUATION, D, case, figure, prior, situation

TO = D(2030, 3, 1)
MEMBERS = 23


@pytest.fixture(scope="module")
def whole() -> Ensemble:
    return run(CASE, SITUATION, TO, MEMBERS, 7)


def assert_same(found: Ensemble, expected: Ensemble, members: list[int] | None = None) -> None:
    where = slice(None) if members is None else members
    assert list(found.series) == list(expected.series) and found.off == expected.off
    for key, values in found.series.items():
        assert values.tobytes() == np.asarray(expected.series[key])[where].tobytes(), key
    for name, days in found.done_day.items():
        assert days.tobytes() == expected.done_day[name][where].tobytes(), name
    for name, draws in found.parameters.items():
        assert draws.tobytes() == expected.parameters[name][where].tobytes(), name


def test_the_same_arguments_give_the_same_bytes(whole: Ensemble) -> None:
    assert_same(run(CASE, SITUATION, TO, MEMBERS, 7), whole)


@pytest.mark.parametrize("block", [3, 22, 1000])
def test_any_block_size_gives_the_same_bytes(whole: Ensemble, block: int) -> None:
    assert_same(run_members(CASE, SITUATION, TO, range(MEMBERS), 7, REGISTRY, block), whole)


@pytest.mark.parametrize("members", [[0], [3, 4, 9, 22], [20, 1, 13]])
def test_a_subset_of_members_is_the_same(whole: Ensemble, members: list[int]) -> None:
    found = run_members(CASE, SITUATION, TO, members, 7, REGISTRY)
    for key, values in found.series.items():       # in_control lists only actors who hold a place in some member
        assert values.tobytes() == np.asarray(whole.series[key])[members].tobytes(), key
    for name, days in found.done_day.items():
        assert days.tobytes() == whole.done_day[name][members].tobytes()


def test_a_shorter_run_is_the_beginning_of_a_longer_one(whole: Ensemble) -> None:
    shorter = run(CASE, SITUATION, D(2030, 2, 20), MEMBERS, 7)
    for key, values in shorter.series.items():
        assert (values == whole.series[key][:, :shorter.days + 1]).all(), key


def test_any_order_of_the_registry_gives_the_same_bytes(whole: Ensemble) -> None:
    for order in (REGISTRY[::-1], REGISTRY[5:] + REGISTRY[:5], REGISTRY[::2] + REGISTRY[1::2]):
        assert_same(run_members(CASE, SITUATION, TO, range(MEMBERS), 7, order), whole)


def test_the_registry_numbers_processes_for_good() -> None:
    assert {p.name: p.stream for p in REGISTRY} == {
        "handover": 1, "departure": 2, "returns": 3, "contingent": 4, "resumption": 5, "flight": 6, "corridor": 7,
        "incidents": 8, "talks": 9, "clearance": 10, "rebuilding": 11, "organised_return": 12, "destruction": 13,
        "fulfilment": 18, "hosting": 19, "tension": 20}


def test_another_seed_gives_other_numbers(whole: Ensemble) -> None:
    other = run(CASE, SITUATION, TO, MEMBERS, 8)
    assert (other.parameters["returns.rate"] != whole.parameters["returns.rate"]).all()
    assert run(CASE, SITUATION, TO, 2, (1 << 64) - 1).members == 2


def test_a_change_leaves_what_it_does_not_touch(whole: Ensemble) -> None:
    without = run(case([p for p in PRIORS if not p.name.startswith("contingent")]), SITUATION, TO, MEMBERS, 7)
    for name, draws in without.parameters.items():
        assert draws.tobytes() == whole.parameters[name].tobytes()
    assert without.done_day["C1"].tobytes() == whole.done_day["C1"].tobytes()
    added = dataclasses.replace(CASE, parameters=(prior("talks.pace", "beta", a=1, b=1), *PRIORS))
    assert_same(run(added, SITUATION, TO, MEMBERS, 7), whole)


def test_series_are_whole_numbers_of_members_and_days(whole: Ensemble) -> None:
    assert whole.origin == ORIGIN and whole.days == (TO - ORIGIN).days and whole.members == MEMBERS
    assert list(whole.series) == sorted(whole.series) and whole.situation_digest == "d"
    for key, values in whole.series.items():
        assert values.dtype == np.int64 and values.shape == (MEMBERS, whole.days + 1) and (values >= 0).all(), key
    assert whole.weights.sum() == pytest.approx(1.0)
    assert {k[0] for k in whole.series} == {
        "away", "back_in_region", "displaced", "force_strength", "in_control", "population", "war_tier"}


def test_people_are_conserved(whole: Ensemble) -> None:
    away, back, displaced = (whole.series[v, "zone", "southerners"] for v in ("away", "back_in_region", "displaced"))
    assert (away + back == displaced).all()
    assert (np.diff(displaced, axis=1) >= 0).all() and (np.diff(back, axis=1) >= 0).all()


def test_members_start_from_the_figures_interval() -> None:
    ensemble = run(CASE, SITUATION, D(2030, 1, 11), 1000, 7)
    for variable, low, middle, high in (("displaced", 25_000, 30_000, 35_000), ("back_in_region", 4_800, 5_000, 5_500)):
        drawn = ensemble.series[variable, "zone", "southerners"][:, 0]
        assert np.percentile(drawn, [5, 50, 95]) == pytest.approx([low, middle, high], rel=0.03)


@pytest.mark.parametrize(("figures", "places"), [
    ((figure("displaced", "a", 100, 90, 110), figure("displaced", "b", 50, 40, 60)), {"a", "b"}),
    ((figure("displaced", None, 100, 90, 110),), {"zone"}),
    ((figure("displaced", "zone", 100, 90, 110, group=None),), {"zone"}),
    ((figure("displaced", "a-mill", 100, 90, 110),), set()),
])
def test_figures_are_split_by_home_only_where_figures_say_it(figures: tuple[object, ...], places: set[str]) -> None:
    given = case([p for p in PRIORS if not p.name.startswith("departure")])
    series = run(given, situation(figures=figures), D(2030, 1, 12), 3, 7).series
    assert {k[1] for k in series if k[0] == "displaced"} == places


def test_a_group_that_no_process_brings_back_has_no_count_of_returns() -> None:
    staying = [p for p in PRIORS if not p.name.startswith("returns")]
    ensemble = run(case(staying), SITUATION, D(2030, 1, 12), 3, 7)
    assert {k[0] for k in ensemble.series if k[2] == "southerners"} == {"displaced", "population"}
    assert "no returns.rate" in dict(ensemble.off)["returns"]
    still = run(case([p for p in staying if not p.name.startswith("departure")]), SITUATION, D(2030, 1, 12), 3, 7)
    assert not {k for k in still.series if k[2] == "southerners"}


def test_where_nobody_says_how_many_left_it_is_between_those_back_and_all() -> None:
    counted = situation(figures=(figure("back_in_region", "zone", 5_000, 4_800, 5_500),))
    ensemble = run(CASE, counted, D(2030, 1, 11), 800, 7)
    left = ensemble.series["displaced", "zone", "southerners"][:, 0]
    assert np.percentile(left, [5, 50, 95]) == pytest.approx([7_500, 30_000, 52_500], rel=0.1)
    assert "no figure of those who left" in dict(ensemble.off)["people:southerners"]


def test_a_count_of_those_living_there_now_is_of_residents_and_those_back() -> None:
    now = dataclasses.replace(figure("population", "zone", 20_000, 20_000, 20_000), on=ORIGIN)
    layout, start, _ = lay_out(CASE, situation(figures=(*SITUATION.figures, now)))
    people = draw_people(layout, start, 7, np.arange(50, dtype=np.uint64))
    residents, back = (people[:, layout.cells_of(s)].sum(axis=1) for s in ("resident", "back"))
    assert (residents + back == 20_000).all()


def test_a_group_nobody_has_a_number_of_is_left_out_with_its_reason() -> None:
    groups = tuple(dataclasses.replace(g, low=None, high=None) for g in CASE.groups)
    ensemble = run(case(groups=groups), situation(figures=()), TO, 2, 7)
    assert "how many" in dict(ensemble.off)["people:southerners"] and "returns" in dict(ensemble.off)


def test_a_parameter_known_later_than_the_origin_is_refused_by_name() -> None:
    late = case((*PRIORS, prior("returns.rate", "lognormal", "southerners", ORIGIN + dt.timedelta(days=1),
                                p05=0.01, p95=0.02)))
    with pytest.raises(CaseError, match=r"known on .*returns\.rate:southerners"):
        run(late, SITUATION, TO, 2, 7)
    on_the_day = case((*PRIORS, prior("returns.rate", "lognormal", "southerners", ORIGIN, p05=0.01, p95=0.02)))
    assert run(on_the_day, SITUATION, D(2030, 1, 12), 2, 7).members == 2


def test_a_parameter_known_after_the_books_is_refused_even_for_a_later_day() -> None:
    later = situation(as_of=AsOf(D(2030, 6, 1), ORIGIN))
    with pytest.raises(CaseError, match=r"returns\.rate"):
        run(case((prior("returns.rate", "lognormal", known_on=D(2030, 3, 1), p05=0.01, p95=0.02),)), later,
            D(2030, 7, 1), 2, 7)


@pytest.mark.parametrize(("to", "members", "seed", "words"), [
    (ORIGIN, 5, 1, "ends after its origin"), (D(2029, 1, 1), 5, 1, "ends after its origin"),
    (TO, 0, 1, "at least 1 member"), (TO, 5, -1, "seed"), (TO, 5, 1 << 64, "seed")])
def test_what_cannot_be_asked(to: dt.date, members: int, seed: int, words: str) -> None:
    with pytest.raises(AskError, match=words):
        run(CASE, SITUATION, to, members, seed)


@pytest.mark.parametrize("broken", [
    prior("returns.rate", "lognormal", p05=0.1), prior("returns.rate", "lognormal", p05=-1, p95=2),
    prior("returns.ever_share", "beta", a=0, b=1), prior("returns.rate", "pareto", a=1)])
def test_a_prior_that_is_no_distribution_is_named(broken: object) -> None:
    name = broken.name  # type: ignore[attr-defined]
    with pytest.raises(CaseError, match=name):
        run(case([p for p in PRIORS if p.name != name] + [broken]), SITUATION, TO, 2, 7)  # type: ignore[list-item]


def test_an_empty_case_runs_and_everything_is_off() -> None:
    empty = dataclasses.replace(CASE, parameters=(), groups=(), forces=())
    ensemble = run(empty, situation(figures=()), TO, 2, 7)
    assert {name for name, _ in ensemble.off} == {p.name for p in REGISTRY}
    assert {k[0] for k in ensemble.series} == {"in_control"}
