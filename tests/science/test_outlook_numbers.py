"""Numbers of the outlook: weighted quantiles, probabilities, days with rows, base rates."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.case import Case
from postwar.core.parameter import Parameter, Prior
from postwar.outlook.assumptions import parameter_text, prior_text, rests_on
from postwar.outlook.horizons import horizons, month_ends
from postwar.outlook.recurrence import CURVES, Curve, frequencies, still_at_peace
from postwar.outlook.weighing import effective_members, means, probability, quantiles

EQUAL = np.full(4, 0.25)


def column(*values: float) -> np.ndarray:
    return np.array(values)[:, None]


# weighing

@pytest.mark.parametrize(("level", "value"), [
    (0.05, 1), (0.25, 1), (0.2501, 2), (0.5, 2), (0.75, 3), (0.7501, 9), (0.95, 9), (1.0, 9)])
def test_a_quantile_is_a_value_that_some_member_took(level: float, value: float) -> None:
    assert quantiles(column(9, 2, 3, 1), EQUAL, [level])[0, 0] == value


@pytest.mark.parametrize(("weights", "median"), [((0.7, 0.1, 0.1, 0.1), 9), ((0.1, 0.1, 0.1, 0.7), 1),
                                                 ((0.0, 0.5, 0.5, 0.0), 2), ((0.4, 0.0, 0.6, 0.0), 3)])
def test_weights_move_a_quantile(weights: tuple[float, ...], median: float) -> None:
    assert quantiles(column(9, 2, 3, 1), np.array(weights), [0.5])[0, 0] == median


def test_five_hundred_equal_members_give_the_exact_rank() -> None:
    values = np.random.default_rng(5).permutation(500)[:, None]
    found = quantiles(values, np.full(500, 1 / 500), [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])[:, 0]
    assert found.tolist() == [24, 49, 124, 249, 374, 449, 474]


def test_days_do_not_mix() -> None:
    values = np.array([[1, 8], [2, 7], [3, 6], [4, 5]])
    assert quantiles(values, EQUAL, [0.5]).tolist() == [[2, 6]]
    assert means(values, EQUAL).tolist() == [2.5, 6.5]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=30), st.floats(0.01, 0.99))
def test_a_weighted_quantile_is_the_quantile_of_copies(rows: list[tuple[int, int]], level: float) -> None:
    values, copies = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    whole = np.repeat(values, copies)
    found = quantiles(values[:, None], copies / copies.sum(), [level])[0, 0]
    rank = np.sort(whole)[math.ceil(level * len(whole) - 1e-9) - 1]
    assert found == rank


@settings(max_examples=60)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(values: list[int], chance: object) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    weights = np.full(len(values), 1 / len(values))
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    first, second = (quantiles(column(*v), weights, levels).tolist() for v in (values, shuffled))
    assert first == second


@pytest.mark.parametrize(("holds", "p"), [
    ((1, 0, 0, 0), 0.25), ((1, 1, 0, 0), 0.5), ((0, 0, 0, 0), 0.1), ((1, 1, 1, 1), 0.9)])
def test_a_probability_is_a_share_and_never_certain(holds: tuple[int, ...], p: float) -> None:
    assert probability(np.array(holds, dtype=bool), EQUAL) == p


def test_more_members_allow_to_say_more() -> None:
    none = [probability(np.zeros(n, bool), np.full(n, 1 / n)) for n in (10, 100, 1000)]
    assert none == [round(0.5 / (n + 1), 6) for n in (10, 100, 1000)]


def test_uneven_weights_are_worth_fewer_members() -> None:
    assert effective_members(EQUAL) == 4
    assert effective_members(np.array([0.5, 0.5, 0.0, 0.0])) == 2
    assert probability(np.array([True, True, True, True]), np.array([0.5, 0.5, 0.0, 0.0])) == round(1 - 0.5 / 3, 6)


# days with rows

def test_months_end_every_month_for_a_year_and_every_quarter_after() -> None:
    ends = sorted(str(d) for d in month_ends(dt.date(2031, 1, 31), 800))
    assert ends == ["2031-02-28", "2031-03-31", "2031-04-30", "2031-05-31", "2031-06-30", "2031-07-31", "2031-08-31",
                    "2031-09-30", "2031-10-31", "2031-11-30", "2031-12-31", "2032-01-31",
                    "2032-03-31", "2032-06-30", "2032-09-30", "2032-12-31", "2033-03-31"]


def test_days_asked_for_outside_the_run_are_left_out() -> None:
    origin = dt.date(2031, 1, 1)
    asked = [origin, origin - dt.timedelta(3), origin + dt.timedelta(11), origin + dt.timedelta(21)]
    assert horizons(origin, 20, asked) == (7, 11, 20)


def test_a_long_run_has_the_whole_years() -> None:
    found = horizons(dt.date(2031, 1, 1), 1826, [])
    assert {7, 30, 90, 180, 365, 730, 1095, 1826} <= set(found) and found == tuple(sorted(set(found)))


# base rates

NAMES = {
    "all cease-fires": ("Fortna", "all"),
    "ended by a truce": ("Fortna", "truce"),
    "ended by a treaty": ("Fortna", "treaty"),
    "ended by victory": ("Fortna", "victory"),
    "all episodes": ("UCDP conflict", "all"),
    "ended by a ceasefire": ("UCDP conflict", "ceasefire"),
    "ended by a peace agreement": ("UCDP conflict", "peace agreement"),
    "all agreements": ("UCDP PAD", "all"),
}


@pytest.mark.parametrize("curve", CURVES, ids=lambda c: c.group)
def test_a_curve_rises_and_lies_in_its_interval(curve: Curve) -> None:
    years, shares, lows, highs = zip(*curve.points, strict=True)
    assert list(years) == sorted(set(years))
    for values in (shares, lows, highs):
        assert list(values) == sorted(values)
    assert all(low <= share <= high for share, low, high in zip(shares, lows, highs, strict=True))


@pytest.mark.parametrize("curve", CURVES, ids=lambda c: c.group)
def test_the_frozen_numbers_are_those_of_the_data(curve: Curve) -> None:
    path = Path(__file__).parents[2] / "../shared/data/base_rates.csv"
    if not path.is_file():
        pytest.skip("the table of base rates is not at hand")
    source, group = NAMES[curve.group]
    with path.open(encoding="utf-8") as text:
        rows = [r for r in csv.DictReader(text) if r["source"].startswith(source) and r["group"] == group]
    assert {r["n"] for r in rows} == {str(curve.n)}
    assert curve.points == tuple(tuple(float(r[k]) for k in ("horizon", "prob", "lo95", "hi95")) for r in rows)


def rates(origin: dt.date, to: dt.date) -> dict[tuple[str, float], tuple[float, float, float, int]]:
    ended = dt.date(2030, 1, 1)
    return {(r.group, r.horizon_years): (r.p, r.low, r.high, r.n) for r in frequencies(ended, origin, to)}


def test_base_rates_cover_the_years_of_the_run() -> None:
    five = rates(dt.date(2030, 2, 1), dt.date(2035, 2, 1))
    assert [five["all cease-fires", y][0] for y in (1, 2, 5)] == [0.218, 0.288, 0.429]
    assert five["ended by a truce", 1] == (0.458, 0.33, 0.608, 48)
    assert ("all cease-fires", 10) not in five and ("all cease-fires", 0.5) not in five
    assert ("all episodes", 1) not in five, "the first year is empty by construction there"


def test_a_short_run_has_the_nearest_rate_beyond_it() -> None:
    short = rates(dt.date(2030, 2, 1), dt.date(2030, 2, 10))
    assert short["all cease-fires", 0.25] == (0.09, 0.054, 0.147, 156)
    share, low, high, n = short["ended by victory", 0.25]
    assert (share, low, n) == (0.0, 0.0, 69) and high == round(1 - 0.025 ** (1 / 69), 3), "none in 69 is not never"


def test_years_of_peace_already_passed_are_not_counted_again() -> None:
    later = rates(dt.date(2033, 1, 1), dt.date(2036, 1, 1))
    group = "all cease-fires, where it had not happened in the first 2 years"
    assert later[group, 5][0] == round(1 - (1 - 0.429) / (1 - 0.288), 3)
    assert later[group, 5][3] == round(156 * (1 - 0.288))
    assert not any(g == "all cease-fires" for g, _ in later)


@pytest.mark.parametrize("curve", CURVES, ids=lambda c: c.group)
def test_conditional_rates_multiply_back(curve: Curve) -> None:
    years = [point[0] for point in curve.points]
    for after, until in itertools.pairwise(years):
        first, last = 1 - still_at_peace(curve, after, 0)[0], 1 - still_at_peace(curve, until, 0)[0]
        share, low, high, n = still_at_peace(curve, until, after)
        assert first * (1 - share) == pytest.approx(last)
        assert 0 <= low <= share <= high < 1 and 0 < n <= curve.n


def test_the_conditional_interval_is_close_to_that_of_its_own_cases() -> None:
    """111 at risk, 19.8 % by year 5: Wilson's interval of such a share is the yardstick."""
    share, low, high, n = still_at_peace(CURVES[0], 5, 2)
    z = 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    assert low == pytest.approx(middle - half, abs=0.02) and high == pytest.approx(middle + half, abs=0.02)


def test_a_source_that_came_out_after_the_origin_says_so() -> None:
    found = frequencies(dt.date(2010, 1, 1), dt.date(2010, 2, 1), dt.date(2015, 2, 1))
    assert {r.source[:6] for r in found if "after the origin" in r.source} == {"UCDP/P", "UCDP P"}
    assert {r.source[:6] for r in found if "after the origin" not in r.source} == {"Fortna"}
    now = frequencies(dt.date(2030, 1, 1), dt.date(2030, 2, 1), dt.date(2035, 2, 1))
    assert not any("after the origin" in r.source for r in now)


# assumptions

@pytest.mark.parametrize(("prior", "text"), [
    (Prior("lognormal", (("p05", 0.38), ("p95", 1.12))), "lognormal, 0.38 to 1.12 (5 % to 95 %)"),
    (Prior("normal", (("p05", -1.0), ("p95", 3.0))), "normal, -1 to 3 (5 % to 95 %)"),
    (Prior("beta", (("a", 2.0), ("b", 6.0))), "beta, a = 2, b = 6 (mean 0.25)"),
    (Prior("uniform", (("low", 0.0), ("high", 1.0))), "uniform, 0 to 1"),
    (Prior("choice", (("treaty", 0.25), ("truce", 0.75))), "a mixture: treaty 0.25, truce 0.75"),
])
def test_a_prior_in_words(prior: Prior, text: str) -> None:
    assert prior_text(prior) == text


def test_a_value_has_its_unit() -> None:
    assert parameter_text(Parameter("x", "", 12000.0, None, "persons a day", "s", dt.date(2030, 1, 1))) == \
        "12000, persons a day"


def test_only_what_was_drawn_is_listed_each_row_once() -> None:
    one = np.ones(4)
    known = dt.date(2030, 1, 1)
    case = Case("plain", "Plain", "", known, "UTC", None, ("en",), (), (), parameters=(
        Parameter("returns.rate", "northerners", 0.01, None, "a day", "judgement: for the test", known),
        Parameter("returns.rate", "southerners", 0.02, None, "a day", "judgement: not drawn", known),
        Parameter("handover.delay_days", "", 2.0, None, "days", "Someone 2029", known)))
    draws = dict.fromkeys(
        ("returns.rate:northerners", "handover.delay_days:a1", "handover.delay_days:a2", "unheard"), one)
    assert [row[0] for row in rests_on(case, draws)] == ["handover.delay_days", "returns.rate:northerners"]
    assert rests_on(case, draws)[1][2] == "judgement: for the test"
    assert rests_on(case, {}) == ()
