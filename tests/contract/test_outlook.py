"""The outlook of hand-made courses: every row, reason and assumption is known beforehand."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io

import jsonschema
import numpy as np
import pytest

from postwar.core.accord import Accord, Due, Obligation, Provision
from postwar.core.actor import Actor, Force, Group
from postwar.core.case import Case, Question
from postwar.core.outlook import COLUMNS, Ensemble, Outlook, outlook_to_json
from postwar.core.parameter import Parameter, Prior
from postwar.core.place import Place
from postwar.core.situation import Belief, ObligationState, Situation, Timeliness
from postwar.core.time import AsOf
from postwar.outlook.forecast import make_outlook
from postwar.outlook.lookup import EnsembleLookup
from postwar.outlook.table import outlook_csv
from postwar.schemas import schema

ORIGIN = dt.date(2031, 1, 1)
MEMBERS, DAYS = 4, 40
BELIEF = Belief(0.5, "roughly even chance", "low")
OFF = (("handover:a9", "nobody named who receives it"), ("incidents", "the case has no zones"))
WIDE = Prior("lognormal", (("p05", 0.01), ("p95", 0.1)))


def on(n: int) -> dt.date:
    return ORIGIN + dt.timedelta(days=n)


def place(some_id: str, *within: str) -> Place:
    return Place(some_id, some_id.title(), (), "district", within, None, None, None, None, "")


def question(some_id: str, rule: str, closes: int = 30, void_if: str = "") -> Question:
    return Question(some_id, f"{some_id}?", on(closes), rule, void_if, dt.date(2040, 1, 1))


def obligation(some_id: str, mode: str = "must", due: Due | None = None) -> Obligation:
    return Obligation(some_id, "p1", ("lowland",), (), mode, "handover", "", (), "whole", (), None, None, due or Due(),
                      (), "", None, None, ())


def state(some_id: str, life_cycle: str = "in_effect", due: int | None = None,
          done: int | None = None) -> ObligationState:
    return ObligationState(
        some_id, "p1", None, life_cycle, Timeliness("not_due"), "not_observed", 0, (), BELIEF,
        None if due is None else on(due), "", None, None if done is None else on(done), None, "", (), ())


QUESTIONS = (
    question("reached", f'reach(returned["valley"], 30) by {on(30)}'),
    question("all-of-us", f"reach(returned, 30) by {on(30)}"),
    question("one-group", f'reach(returned["north","northerners"], 20) by {on(30)}'),
    question("stands", f'reach(returned["north"], 1) by {on(30)}'),
    question("handed", f'done("a1") by {on(30)}'),
    question("was-handed", f'done("a0") by {on(30)}'),
    question("watch", f'force_strength["south","watch"] >= 5 on {on(30)}'),
    question("war", f"reach(war_tier, 2) by {on(30)}"),
    question("peace", f'reach(returned["north"], 20) by {on(30)}', void_if=f"reach(war_tier, 1) by {on(30)}"),
    question("unjudged", f'reach(returned["north"], 20) by {on(30)}', void_if=f"reach(killed, 9) by {on(30)}"),
    question("void", f'reach(returned["north"], 20) by {on(30)}', void_if=f"war_tier >= 0 on {on(0)}"),
    question("mines", f'reach(hectares_released["north"], 5) by {on(30)}'),
    question("road", f'shut(route_open["pass"], 7 days) by {on(30)}'),
    question("nobody", f'done("a9") by {on(30)}'),
    question("past", f'reach(returned["north"], 20) by {on(-3)}', closes=-3),
    question("too-far", f'reach(returned["north"], 20) by {on(90)}', closes=90),
    question("opened", f'rise(returned["north"], 20) from {on(-5)} to {on(30)}'),
    question("garbled", "reach(returned, 5) by tomorrow"),
    question("holder", f'reach(in_control["south","upland"], 1) by {on(30)}'),
    question("lost", f'in_control["south","lowland"] < 1 on {on(30)}'),
    question("third", f'reach(in_control["south","riders"], 1) by {on(30)}'),
    question("fixed", f'reach(in_control["north","upland"], 1) by {on(30)}'),
)
TEXTS = (
    obligation("a0"), obligation("a1"), obligation("a2"), obligation("a3", due=Due(continuous_from=ORIGIN)),
    obligation("a4", mode="must_not"), obligation("a5"), obligation("a6"), obligation("a9"), obligation("a10"),
)
STATES = (
    state("a0", "fulfilled", due=-5, done=-6), state("a1", due=20), state("a2"), state("a3", due=20), state("a4"),
    state("a5", due=-1), state("a6", due=90), state("a9", due=20), state("a10", "terminated", due=20),
)
CASE = Case(
    "plain", "Plain", "", dt.date(2030, 12, 1), "UTC", None, ("en",),
    (Actor("lowland", "Lowland", (), "state", "low"), Actor("upland", "Upland", (), "state", "up"),
     Actor("riders", "Riders", (), "armed force", "riders")),
    (place("valley"), place("north", "valley"), place("south", "valley"), place("pass")),
    groups=(Group("northerners", "Northerners", (), ("north",), (), None, None, None, None, ""),),
    forces=(Force("watch", "lowland", "Watch", 6, "soldier", "", ("north", "south"), ""),),
    accord=Accord(dt.date(2030, 12, 1), (Provision("p1", "", "", (), "", dt.date(2030, 12, 1), TEXTS),)),
    parameters=(
        Parameter("returns.rate", "northerners", None, WIDE, "a day", "judgement: wide", dt.date(2030, 12, 1)),),
    questions=QUESTIONS, written_on=dt.date(2032, 1, 1), digest="d" * 8)
SITUATION = Situation("plain", AsOf(ORIGIN, ORIGIN, 7), obligations=STATES)


def ramp(*per_day: int) -> np.ndarray:
    """Courses that grow by so many a day."""
    return np.array(per_day)[:, None] * np.arange(DAYS + 1)[None, :]


def since(*first: int | None) -> np.ndarray:
    """Courses that are 1 from a day on."""
    return np.array([[int(f is not None and d >= f) for d in range(DAYS + 1)] for f in first])


def ensemble(weights: tuple[float, ...] = (0.25,) * MEMBERS) -> Ensemble:
    held = since(None, 10, 20, 31)
    return Ensemble(
        origin=ORIGIN, days=DAYS, seed=3, situation_digest="", weights=np.array(weights),
        series={
            ("back_in_region", "north", "northerners"): ramp(0, 0, 1, 2),       # 0, 0, 30, 60 on day 30
            ("back_in_region", "north", "guests"): ramp(0, 1, 0, 0) + 1,        # 1, 31, 1, 1
            ("back_in_region", "south", "northerners"): ramp(0, 0, 0, 1),       # 0, 0, 0, 30
            ("force_strength", "north", "watch"): ramp(0, 0, 0, 0) + np.array([[4], [5], [6], [7]]),
            ("force_strength", "south", "watch"): ramp(0, 0, 0, 0) + np.array([[4], [5], [6], [7]]),
            ("in_control", "north", "lowland"): ramp(0, 0, 0, 0) + 1,
            ("in_control", "south", "lowland"): 1 - held,
            ("in_control", "south", "upland"): held,
            ("war_tier", "", ""): 2 * (since(None, None, None, 15) - since(None, None, None, 18)) + since(
                None, None, 25, None),
        },
        done_day={"a0": np.array([0, 0, 0, 0]), "a1": np.array([3, 20, 21, -1]), "a2": np.array([1, 1, 1, 1])},
        off=OFF, parameters={"returns.rate:northerners": np.ones(MEMBERS)})


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return make_outlook(CASE, SITUATION, ensemble(), "0.0")


@pytest.mark.parametrize(("some_id", "p"), [
    ("reached", 0.75), ("all-of-us", 0.75), ("one-group", 0.5), ("stands", 0.9), ("handed", 0.75), ("was-handed", 0.9),
    ("watch", 0.75), ("war", 0.25), ("peace", 0.5), ("unjudged", 0.75), ("holder", 0.5), ("lost", 0.5), ("third", 0.1),
])
def test_a_question_has_its_share_of_the_courses(outlook: Outlook, some_id: str, p: float) -> None:
    """Back in the north by day 30: 1, 31, 31, 61. War comes in two; of the other two one reaches 20: "peace"."""
    assert outlook.probability(f"question:{some_id}") == p


@pytest.mark.parametrize(("target", "said"), [
    ("question:void", "void: war_tier >= 0"),
    ("question:mines", "no process of this run gives land released from mine suspicion (hectares_released: North)"),
    ("question:road", "share of a route's traffic let through (route_open: Pass)"),
    ("question:nobody", "no process of this run says when obligation 'a9' is done"),
    ("question:past", "closes on 2030-12-29, not after the origin 2031-01-01"),
    ("question:too-far", "2031-04-01 lies 50 days after the last day of the run"),
    ("question:opened", "2030-12-27 lies before the origin"),
    ("question:garbled", "column 23: not expected here: 'tomorrow'; write a date"),
    ("question:fixed", "whether an actor holds a place (in_control: North, Upland)"),
    ("obligation:a2:done_by_due", "the text gives no day"),
    ("obligation:a3:done_by_due", "a standing duty"),
    ("obligation:a4:done_by_due", "a standing duty"),
    ("obligation:a5:done_by_due", "was due on 2030-12-31, not after the origin"),
    ("obligation:a6:done_by_due", "due on 2031-04-01, after the last day of this run, 2031-02-10"),
    ("obligation:a9:done_by_due", "no process of this run says when it is done: nobody named who receives it"),
])
def test_what_has_no_row_has_a_reason(outlook: Outlook, target: str, said: str) -> None:
    reasons = {n.target: n.reason for n in outlook.not_modelled}
    assert said in reasons[target]
    assert outlook.probability(target) is None


def test_nothing_is_left_out_without_a_reason(outlook: Outlook) -> None:
    """Every question and every open obligation has either two rows or a reason; a closed obligation has neither."""
    told = {n.target for n in outlook.not_modelled}
    rows = {r.target for r in outlook.rows if r.target.startswith(("question:", "obligation:"))}
    wanted = {f"question:{q.id}" for q in QUESTIONS} | {
        f"obligation:{s.id}:done_by_due" for s in STATES if s.id not in {"a0", "a10"}}
    assert told | rows == wanted and not told & rows


def test_a_process_that_is_off_is_named_in_the_reason() -> None:
    case = dataclasses.replace(CASE, questions=(question("dead", f"rise(killed, 1) by {on(30)}"),))
    found = make_outlook(case, SITUATION, ensemble(), "0.0")
    reason = next(n.reason for n in found.not_modelled if n.target == "question:dead")
    assert reason.endswith("the process incidents is off: the case has no zones")


def test_a_group_that_a_process_leaves_out_is_named_in_the_reason() -> None:
    asked = question("guests", f'reach(returned["south","guests"], 1) by {on(30)}')
    bare = dataclasses.replace(ensemble(), off=(("returns:guests", "nobody counted them"),))
    found = make_outlook(dataclasses.replace(CASE, questions=(asked,)), SITUATION, bare, "0.0")
    reason = next(n.reason for n in found.not_modelled if n.target == "question:guests")
    assert reason.endswith("the process returns leaves it out: nobody counted them")


def test_an_obligation_is_done_by_its_day_or_not(outlook: Outlook) -> None:
    """Done on days 3, 20, 21 and never; due on day 20, which counts."""
    assert outlook.probability("obligation:a1:done_by_due") == 0.5
    row = next(r for r in outlook.rows if r.target == "obligation:a1:done_by_due")
    assert (row.horizon, row.target_end_date, row.location) == (20, on(20), "plain")


def test_yes_and_no_sum_to_one(outlook: Outlook) -> None:
    pairs: dict[tuple[str, str, dt.date], dict[str, float]] = {}
    for row in outlook.rows:
        if row.output_type == "pmf":
            pairs.setdefault((row.target, row.location, row.target_end_date), {})[row.output_type_id] = row.value
    assert pairs
    for key, pair in pairs.items():
        assert set(pair) == {"yes", "no"} and pair["yes"] + pair["no"] == pytest.approx(1, abs=1e-9), key
        assert 0 < pair["yes"] < 1


def test_series_have_quantiles_of_all_groups_and_of_each(outlook: Outlook) -> None:
    """On day 30 in the north: northerners 0, 0, 30, 60; guests 1, 31, 1, 1; together 1, 31, 31, 61."""
    def at(target: str, place_id: str) -> list[float | None]:
        return [outlook.quantile(target, place_id, on(30), q) for q in (0.05, 0.25, 0.5, 0.75, 0.95)]

    assert at("back_in_region", "north") == [1, 1, 31, 31, 61]
    assert at("back_in_region:northerners", "north") == [0, 0, 0, 30, 60]
    assert at("back_in_region:guests", "north") == [1, 1, 1, 1, 31]
    assert at("back_in_region", "south") == [0, 0, 0, 0, 30]
    assert at("back_in_region:northerners", "south") == [None] * 5, "one group: its rows are those of the place"
    assert at("force_strength:watch", "south") == [4, 4, 5, 6, 7]
    mean = [r.value for r in outlook.rows if (r.target, r.location, r.horizon, r.output_type)
            == ("back_in_region", "north", 30, "mean")]
    assert mean == [31.0]


def test_fighting_that_ends_has_still_been_reached(outlook: Outlook) -> None:
    def p(tier: int, n: int) -> float:
        wanted = (f"war_tier:{tier}:reached", "plain", on(n), "yes")
        return next(r.value for r in outlook.rows
                    if (r.target, r.location, r.target_end_date, r.output_type_id) == wanted)

    assert [p(1, n) for n in (7, 30, 40)] == [0.1, 0.5, 0.5]
    assert [p(2, n) for n in (7, 30, 40)] == [0.1, 0.25, 0.25]
    assert [p(3, n) for n in (7, 30, 40)] == [0.1, 0.1, 0.1]


def test_fighting_has_rows_by_round_horizons_and_the_last_day_only(outlook: Outlook) -> None:
    assert {r.horizon for r in outlook.rows if r.target.startswith("war_tier")} == {7, 30, 40}


def test_control_has_rows_only_where_it_may_change(outlook: Outlook) -> None:
    rows = {(r.target, r.location) for r in outlook.rows if r.target.startswith("in_control")}
    assert rows == {("in_control:lowland", "south"), ("in_control:upland", "south")}


def test_weights_count() -> None:
    heavy = make_outlook(CASE, SITUATION, ensemble((0.0, 0.0, 0.5, 0.5)), "0.0")
    assert heavy.effective_members == 2
    assert heavy.probability("question:reached") == round(1 - 0.5 / 3, 6)
    assert heavy.probability("question:war") == 0.5
    assert heavy.quantile("back_in_region:northerners", "north", on(30), 0.05) == 30


def test_rows_cover_the_days_asked_for(outlook: Outlook) -> None:
    days = {r.horizon for r in outlook.rows if r.target == "back_in_region"}
    assert days == {7, 20, 30, 40}, "a week; the day of a1; the questions' day, a month's end too; the last day"


def test_rows_are_sorted_and_each_there_once(outlook: Outlook) -> None:
    keys = [(r.target, r.location, r.target_end_date, r.output_type, r.output_type_id) for r in outlook.rows]
    assert keys == sorted(keys) and len(keys) == len(set(keys))
    assert all(r.horizon == (r.target_end_date - ORIGIN).days > 0 and r.origin_date == ORIGIN for r in outlook.rows)


def test_the_order_in_which_series_come_changes_no_byte(outlook: Outlook) -> None:
    one = ensemble()
    other = dataclasses.replace(one, series=dict(reversed(one.series.items())),
                                done_day=dict(reversed(one.done_day.items())))
    assert outlook_csv(make_outlook(CASE, SITUATION, other, "0.0")) == outlook_csv(outlook)
    assert make_outlook(CASE, SITUATION, one, "0.0") == outlook


def test_the_table_has_the_columns_of_the_hub(outlook: Outlook) -> None:
    text = outlook_csv(outlook)
    assert "\r" not in text and text.endswith("\n")
    rows = list(csv.reader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS and len(rows) == len(outlook.rows) + 1
    assert ["2031-01-01", "question:reached", "plain", "30", "2031-01-31", "pmf", "yes", "0.75"] in rows
    assert ["2031-01-01", "back_in_region", "north", "30", "2031-01-31", "quantile", "0.95", "61"] in rows


def test_the_head_of_an_outlook(outlook: Outlook) -> None:
    assert (outlook.case, outlook.origin, outlook.known) == ("plain", ORIGIN, ORIGIN)
    assert (outlook.seq, outlook.to) == (7, on(DAYS))
    assert (outlook.seed, outlook.members, outlook.version, outlook.case_digest) == (3, 4, "0.0", "d" * 8)
    assert outlook.effective_members == 4 and outlook.off == OFF
    assert [r.n for r in outlook.base_rates if r.group == "all cease-fires"] == [156]


@pytest.mark.parametrize(("written_on", "hindcast"), [(None, False), (ORIGIN, False), (on(1), True)])
def test_an_origin_before_the_case_was_written_is_a_hindcast(written_on: dt.date | None, hindcast: bool) -> None:
    case = dataclasses.replace(CASE, written_on=written_on)
    assert make_outlook(case, SITUATION, ensemble(), "0.0").hindcast is hindcast


def test_assumptions_are_named(outlook: Outlook) -> None:
    found = {name: (what, source) for name, what, source in outlook.assumptions}
    assert found["returns.rate:northerners"] == ("lognormal, 0.01 to 0.1 (5 % to 95 %), a day", "judgement: wide")
    assert found["question:peace"][0] == "given that it does not become void, which has probability 0.5"
    assert found["question:unjudged"][0].startswith("assumed not to become void: no process of this run gives people")
    assert set(found) == {"returns.rate:northerners", "question:peace", "question:unjudged"}


def test_an_ensemble_of_another_day_is_refused() -> None:
    with pytest.raises(ValueError, match="starts on 2031-01-01"):
        make_outlook(CASE, dataclasses.replace(SITUATION, as_of=AsOf(on(1), on(1))), ensemble(), "0.0")


def test_an_ensemble_without_series_says_so_for_every_question() -> None:
    bare = dataclasses.replace(ensemble(), series={}, done_day={}, parameters={})
    found = make_outlook(CASE, SITUATION, bare, "0.0")
    assert {r.target for r in found.rows} == {"question:was-handed"}, "what the books hold done needs no process"
    assert len(found.not_modelled) == len(QUESTIONS) - 1 + 7


def test_the_json_fits_the_schema(outlook: Outlook) -> None:
    jsonschema.validate(outlook_to_json(outlook), schema("outlook"))


# what a rule's series means

@pytest.mark.parametrize(("variable", "index", "last"), [
    ("back_in_region", ("north", "northerners"), [0, 0, 40, 80]),
    ("back_in_region", ("north",), [1, 41, 41, 81]),
    ("back_in_region", ("valley", "northerners"), [0, 0, 40, 120]),
    ("back_in_region", ("valley",), [1, 41, 41, 121]),
    ("back_in_region", (), [1, 41, 41, 121]),
    ("force_strength", ("north", "watch"), [4, 5, 6, 7]),
    ("force_strength", ("valley", "watch"), [4, 5, 6, 7]),
    ("force_strength", ("valley",), [4, 5, 6, 7]),
    ("force_strength", (), [4, 5, 6, 7]),
    ("war_tier", (), [0, 0, 1, 0]),
    ("done", ("a1",), [1, 1, 1, 0]),
    ("done", ("a0",), [1, 1, 1, 1]),
    ("in_control", ("south", "riders"), [0, 0, 0, 0]),
])
def test_a_series_is_found_or_added_up(variable: str, index: tuple[str, ...], last: list[int]) -> None:
    assert EnsembleLookup(CASE, SITUATION, ensemble())(variable, index)[:, -1].tolist() == last


def test_a_place_with_its_own_series_is_not_added_up_from_its_parts() -> None:
    own = ensemble()
    more = {**own.series, ("back_in_region", "valley", "northerners"): ramp(1, 1, 1, 1)}
    lookup = EnsembleLookup(CASE, SITUATION, dataclasses.replace(own, series=more))
    assert lookup("back_in_region", ("valley", "northerners"))[:, -1].tolist() == [40] * 4
    assert lookup("back_in_region", ())[:, -1].tolist() == [41, 81, 41, 41], "the valley's northerners and the guests"


def test_a_force_without_a_place_is_found_in_any() -> None:
    series = {("force_strength", "", "watch"): ramp(1, 2, 3, 4)}
    lookup = EnsembleLookup(CASE, SITUATION, dataclasses.replace(ensemble(), series=series))
    assert lookup("force_strength", ("north", "watch"))[:, 1].tolist() == [1, 2, 3, 4]
