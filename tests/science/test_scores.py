"""Scores of past outlooks: what came of a question by the books, proper scores, baselines, no look-ahead."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest

from postwar.core.case import Question
from postwar.core.outlook import Ensemble
from postwar.core.score import EventScore, SeriesScore, covered, mean_crps, mean_event_scores
from postwar.core.situation import Control, Situation
from postwar.core.time import AsOf
from postwar.core.variable import Estimate
from postwar.outlook.implementation import SHARES, done_by, implemented
from postwar.outlook.scores.resolution import Reported, resolve
from postwar.outlook.scores.rolling import interval_score, score_series
from postwar.outlook.scores.spread import ranked_probability
from postwar.outlook.scores.without_model import last_value, saturating, trend
from tests import invented as halda

D = dt.date
ORIGIN, CLOSES, END = D(2031, 4, 2), D(2031, 6, 30), D(2031, 12, 1)


def figure(on: dt.date, value: float, variable: str = "back_in_region", measure: str = "cumulative") -> Estimate:
    return Estimate(variable, measure, "unspecified", "tolva-people", "valley", "person", on, value, value * 0.9,
                    value * 1.1, ())


def ask(rule: str, closes: dt.date = CLOSES, void: str = "") -> Question:
    return Question("Q1", "?", closes, rule, void, D(2031, 1, 1))


def books(*figures: Estimate, known: dt.date = END, control: tuple[Control, ...] = ()) -> Reported:
    last = Situation("halda", AsOf(known, known), control=control, obligations=halda.situation().obligations)
    course: dict[tuple[str, str, str], list[Estimate]] = {}
    for f in figures:
        course.setdefault((f.variable, f.place or "", f.group or ""), []).append(f)
    return Reported(last, known, course)


BACK = 'returned["valley","tolva-people"]'
EARLY, MIDDLE, LATE = figure(D(2031, 4, 1), 1000), figure(D(2031, 6, 1), 5000), figure(D(2031, 8, 1), 6000)


@pytest.mark.parametrize(("rule", "figures", "answer"), [
    (f"reach({BACK}, 4000) by 2031-06-30", (EARLY, MIDDLE), True),          # reached before it closed
    (f"reach({BACK}, 5500) by 2031-06-30", (EARLY, MIDDLE, LATE), False),   # a later figure shows that it was not
    (f"reach({BACK}, 5500) by 2031-06-30", (EARLY, MIDDLE), None),          # nobody counted on or after the day
    (f"not reach({BACK}, 4000) by 2031-06-30", (EARLY, MIDDLE), False),     # a running total does not fall
    (f"{BACK} >= 4000 on 2031-06-30", (EARLY, MIDDLE), True),
    (f"{BACK} < 9000 on 2031-06-30", (EARLY, MIDDLE), None),
    (f"reach({BACK}, 4000) by 2031-06-30", (MIDDLE, LATE), None),           # no figure on the origin
    ('reach(war_tier, 2) by 2031-06-30', (EARLY, LATE), None),
])
def test_what_came_of_a_question_by_figures(rule: str, figures: tuple[Estimate, ...], answer: bool | None) -> None:
    found, reason = resolve(ask(rule), ORIGIN, books(*figures))
    assert found is answer and bool(reason) is (answer is None)


def test_a_stock_may_fall_after_its_last_figure_where_a_total_may_not() -> None:
    rule = 'away["valley","tolva-people"] >= 900 on 2031-06-30'
    stock = tuple(dataclasses.replace(f, variable="away", measure="stock") for f in (EARLY, MIDDLE))
    assert resolve(ask(rule), ORIGIN, books(*stock))[0] is None
    assert resolve(ask(rule.replace("away", "back_in_region")), ORIGIN, books(EARLY, MIDDLE))[0] is True


def test_who_holds_a_place_since_when_settles_control() -> None:
    held = Control("valley", "tolva", D(2031, 5, 10), "handover", "agreed", "whole", (), (), ())
    rule = 'reach(in_control["valley","tolva"], 1) by {}'
    assert resolve(ask(rule.format("2031-06-30")), ORIGIN, books(control=(held,)))[0] is True
    early = ask(rule.format("2031-05-01"), D(2031, 5, 1))
    assert resolve(early, ORIGIN, books(control=(held,)))[0] is False
    fought = dataclasses.replace(held, state="contested")
    assert resolve(early, ORIGIN, books(control=(fought,)))[0] is None


def test_a_question_that_closes_after_the_books_end_stays_open() -> None:
    found, reason = resolve(ask(f"reach({BACK}, 10) by 2032-06-30", D(2032, 6, 30)), ORIGIN, books(EARLY, LATE))
    assert found is None and "after the last day of the books" in reason


def test_a_question_that_may_have_become_void_is_not_scored() -> None:
    void = f"reach({BACK}, 4500) by 2031-06-30"
    assert resolve(ask(f"reach({BACK}, 900) by 2031-06-30", void=void), ORIGIN, books(EARLY, MIDDLE, LATE))[0] is None
    void = f"reach({BACK}, 99000) by 2031-06-30"
    assert resolve(ask(f"reach({BACK}, 900) by 2031-06-30", void=void), ORIGIN, books(EARLY, MIDDLE, LATE))[0] is True


def test_the_weighted_score_is_the_known_one_with_equal_weights_and_counts_a_double_member_twice() -> None:
    rng = np.random.Generator(np.random.Philox(5))
    x, w = rng.normal(50, 10, 40).round(1), rng.random(40)
    w /= w.sum()
    assert ranked_probability(x, 55.0, np.full(40, 1 / 40)) == pytest.approx(float(ranked_probability(x, 55.0)))
    double = np.concatenate((x, x))
    assert ranked_probability(double, 55.0, np.concatenate((w, w)) / 2) == pytest.approx(
        float(ranked_probability(x, 55.0, w)))
    by_hand = sum(a * abs(b - 55) for a, b in zip(w, x, strict=True)) - 0.5 * float(
        (w[:, None] * w * np.abs(x[:, None] - x)).sum())
    assert ranked_probability(x, 55.0, w) == pytest.approx(by_hand)


def test_proper_scores_are_least_for_the_truth() -> None:
    """In expectation no probability and no band scores better than the right one."""
    right = 0.3
    expected = {}
    for p in (0.1, 0.2, 0.3, 0.4, 0.6):
        yes, no = (EventScore("q", ORIGIN, ORIGIN, happened, {"model": p}) for happened in (True, False))
        expected[p] = (right * yes.brier("model") + (1 - right) * no.brier("model"),
                       right * yes.log("model") + (1 - right) * no.log("model"))
    for k in (0, 1):
        assert min(expected, key=lambda p: expected[p][k]) == right
    draws = np.random.Generator(np.random.Philox(6)).normal(0, 1, 20_000)
    bands = {half: np.mean([interval_score(-half, half, y) for y in draws]) for half in (1.2, 1.645, 2.2)}
    assert min(bands, key=bands.__getitem__) == 1.645


def test_figures_are_scored_against_the_run_and_beside_what_needs_no_model() -> None:
    case, now = halda.case(), halda.situation()
    origin = now.as_of.valid
    key = ("back_in_region", "valley", "tolva-people")
    members = np.linspace(1000, 3000, 101)[:, None] * np.ones((1, 41))
    ensemble = Ensemble(origin, 40, 1, "", {key: members}, {}, np.full(101, 1 / 101))
    known = [figure(origin - dt.timedelta(days=20), 1000), figure(origin - dt.timedelta(days=10), 1500)]
    later = [figure(origin + dt.timedelta(days=30), 2000), figure(origin + dt.timedelta(days=60), 9000),
             figure(origin + dt.timedelta(days=30), 50, measure="flow"),
             dataclasses.replace(figure(origin + dt.timedelta(days=30), 70), scope="registered")]
    [row] = score_series(case, now, ensemble, {key: known}, later)
    assert (row.reported, row.inside_50, row.inside_90) == (2000, True, True)
    assert row.crps["last value"] == 500 and row.crps["trend"] == pytest.approx(1500 + 50 * 40 - 2000)
    assert 0 < row.crps["model"] < 500


def test_baselines_stay_go_on_and_level_off() -> None:
    course = [figure(D(2031, 1, 1), 0), figure(D(2031, 1, 11), 800), figure(D(2031, 1, 21), 1200)]
    assert last_value(course) == 1200 and trend(course, 10) == 1600
    assert 1200 < saturating(course, 10) < 1600 and round(saturating(course, 10)) == 1400
    assert saturating(course, 10**6) == pytest.approx(1600)
    assert saturating(course[::-1][:2][::-1], 10) == trend(course, 10)          # too few to see it level off
    falling = [figure(D(2031, 1, 1), 100), figure(D(2031, 1, 11), 10)]
    assert trend(falling, 30) == 0.0


@pytest.mark.parametrize("theme", sorted(SHARES))
def test_frequencies_rise_with_time_and_stay_inside_nought_and_one(theme: str) -> None:
    found = [implemented(theme, years) for years in (0, 0.5, 1, 1.5, 2, 4, 5, 8, 10, 30)]
    assert found == sorted(found) and found[0] == 0 and found[-1] < 1
    signed = D(2031, 1, 1)
    assert 0 < done_by(theme, signed, signed, D(2032, 1, 1)) < 1


def test_means_and_coverage() -> None:
    rows = tuple(SeriesScore("away", "valley", ORIGIN, ORIGIN, 1, 1, 1, {"model": c, "trend": 2 * c}, 1.0, n == 0, True)
                 for n, c in enumerate((1.0, 3.0)))
    assert mean_crps(rows) == {"model": 2.0, "trend": 4.0} and covered(rows) == (0.5, 1.0)
    events = (EventScore("q", ORIGIN, ORIGIN, True, {"model": 0.5}),)
    assert mean_event_scores(events) == {"model": (0.25, pytest.approx(math.log(2)))}
    assert mean_crps(()) == {} and covered(()) == (0.0, 0.0)
