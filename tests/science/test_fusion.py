"""Figures: wordings as likelihoods, fusion of reports, coverage on synthetic truth, and real runs of numbers."""

from __future__ import annotations

import datetime as dt
import math
import random

import numpy as np
import pytest

from postwar.core.likelihood import last_digit_step, likelihood
from postwar.core.time import Day
from postwar.situation.reconcile import Observation, fuse, quantiles, without_copies

GRID = np.arange(math.log(5000), math.log(400000), 0.002)


def day(month: int, number: int, year: int = 2020) -> Day:
    return dt.date(year, month, number)


def at_least(d: Day, n: float, origin: str = "ministry", sigma: float = 0.01) -> Observation:
    return Observation(d, "at_least", n, None, origin, sigma)


def about(d: Day, n: float, origin: str = "ministry", sigma: float = 0.03) -> Observation:
    return Observation(d, "about", n, n, origin, sigma)


def exact(d: Day, n: float, origin: str = "ministry", sigma: float = 0.03) -> Observation:
    return Observation(d, "exact", n, n, origin, sigma)


# ---------------------------------------------------------------- wordings


@pytest.mark.parametrize(
    "wording,low,high,within,outside",
    [
        ("exact", 47188, 47188, 47188, 60000),
        ("about", 43000, 43000, 42000, 70000),
        ("nearly", 50400, 50400, 50000, 51500),
        ("at_least", 26000, None, 26700, 25000),
        ("at_most", None, 90000, 88000, 96000),
        ("between", 75000, 90000, 80000, 110000),
        ("order", 20000, 99999, 45000, 200000),
    ],
)
def test_a_wording_prefers_what_it_means(
    wording: str, low: float | None, high: float | None, within: float, outside: float
) -> None:
    x = np.log(np.array([within, outside]))
    inside, beyond = likelihood(x, wording, low, high, 0.01)
    assert inside > 20 * beyond


def test_more_than_26000_is_about_26700_and_at_most_some_29300() -> None:
    weight = likelihood(GRID, "at_least", 26000, None, 0.005)
    low, middle, high = quantiles(GRID, weight / weight.sum(), (0.05, 0.5, 0.95))
    assert 25900 < low < 26200
    assert abs(middle - 26700) < 150
    assert abs(high - 29300) < 300


def test_up_to_mirrors_more_than() -> None:
    v = 30000.0
    d = np.array([0.01, 0.05, 0.2])
    above = likelihood(math.log(v) + d, "at_least", v, None, 0.01)
    below = likelihood(math.log(v) - d, "at_most", None, v, 0.01)
    assert above == pytest.approx(below)


@pytest.mark.parametrize("n,step", [(47188, 1), (52440, 10), (26000, 1000), (90000, 10000), (1000000, 1000000), (0, 1)])
def test_rounding_is_read_off_the_last_digit(n: float, step: float) -> None:
    assert last_digit_step(n) == step


def test_a_rounded_number_is_wider_than_an_unrounded_one() -> None:
    def width(n: float) -> float:
        weight = likelihood(GRID, "exact", n, n, 0.005)
        low, high = quantiles(GRID, weight / weight.sum(), (0.05, 0.95))
        return math.log(high / low)

    assert width(50000) > 3 * width(50123)


@pytest.mark.parametrize(
    "wording,low,high", [("loads", 1, 1), ("exact", None, None), ("exact", 0, 0), ("between", -1, 5)]
)
def test_a_wording_without_a_number_is_refused(wording: str, low: float | None, high: float | None) -> None:
    with pytest.raises(ValueError):
        likelihood(GRID, wording, low, high, 0.03)


# ---------------------------------------------------------------- real runs of numbers (bulletins of autumn 2020)


def test_two_floors_by_one_ministry_on_one_day_give_the_higher() -> None:
    f = fuse([at_least(day(12, 1), 26000), at_least(day(12, 1), 27000)], "cumulative")
    assert 27000 <= f.low < f.value < f.high < 31000
    assert f.p_bad == (0.0, pytest.approx(f.p_bad[1])) and f.p_bad[1] < 0.2


def test_the_next_bulletin_moves_the_count_up() -> None:
    first = fuse([at_least(day(12, 1), 27000)], "cumulative")
    then = fuse([at_least(day(12, 1), 27000), at_least(day(12, 3), 28000)], "cumulative")
    assert then.on == day(12, 3)
    assert then.low >= 28000 and then.value > first.value


def test_about_43000_then_more_than_42000_is_rounding_not_a_fall() -> None:
    f = fuse([about(day(12, 21), 43000), at_least(day(12, 22), 42000)], "cumulative")
    assert max(f.p_bad) < 0.3
    assert f.low >= 42000 and 41000 < f.value < 46000


def test_a_plateau_of_exact_counts_is_followed_closely() -> None:
    series = [
        (1, 22, 50390),
        (1, 24, 50658),
        (1, 25, 51065),
        (1, 26, 51216),
        (1, 27, 51408),
        (1, 28, 51537),
        (2, 11, 52447),
    ]
    f = fuse([exact(day(m, d, 2021), n) for m, d, n in series], "cumulative")
    assert f.low < 52447 < f.high and f.high / f.low < 1.15
    assert all(low <= high for _, low, _, high in f.path)


def test_an_outlier_among_bulletins_is_taken_as_a_bad_report() -> None:
    f = fuse(
        [
            exact(day(12, 1), 27100),
            exact(day(12, 3), 28400),
            exact(day(12, 5), 90000, "other"),
            exact(day(12, 6), 33900),
            exact(day(12, 8), 36100),
        ],
        "cumulative",
    )
    assert f.p_bad[2] > 0.9 and max(p for k, p in enumerate(f.p_bad) if k != 2) < 0.3
    assert 34000 < f.value < 38500


def test_a_range_keeps_its_own_ends() -> None:
    f = fuse([Observation(day(11, 16), "between", 75000, 90000, "agency", 0.05)], "cumulative")
    assert 60000 < f.low <= 75000 and 90000 <= f.high < 110000


def test_an_origin_that_restates_its_range_as_up_to_adds_nothing() -> None:
    first = Observation(day(11, 16), "between", 75000, 90000, "agency", 0.05)
    again = Observation(day(12, 2), "at_most", None, 90000, "agency", 0.01)
    f = fuse([first, again], "cumulative")
    assert f == fuse([first], "cumulative") or (f.low, f.high) == (
        fuse([first], "cumulative").low,
        fuse([first], "cumulative").high,
    )


def test_twenty_copies_of_one_origin_move_the_estimate_no_more_than_one() -> None:
    truth = [exact(day(11, 20), 40000, "count", 0.05)]
    false = Observation(day(11, 22), "exact", 80000, 80000, "rumour", 0.05)
    one, twenty = fuse([*truth, false], "stock"), fuse([*truth, *[false] * 20], "stock")
    assert (one.low, one.value, one.high) == (twenty.low, twenty.value, twenty.high)
    assert len(without_copies([*truth, *[false] * 20])) == 2


def test_independent_origins_narrow_the_interval() -> None:
    one = fuse([about(day(11, 20), 40000, "a")], "stock")
    two = fuse([about(day(11, 20), 40000, "a"), about(day(11, 20), 41000, "b")], "stock")
    assert math.log(two.high / two.low) < math.log(one.high / one.low)


def test_a_cumulative_never_falls_and_a_stock_may() -> None:
    reports = [
        exact(day(11, 1), 50000, "a"),
        exact(day(11, 2), 50500, "b"),
        exact(day(12, 1), 40000, "c"),
        exact(day(12, 2), 40100, "d"),
    ]
    stock, cumulative = fuse(reports, "stock"), fuse(reports, "cumulative")
    assert stock.value < 42000
    assert [v for _, _, v, _ in cumulative.path] == sorted(v for _, _, v, _ in cumulative.path)


def test_order_of_reports_does_not_matter() -> None:
    reports = [about(day(11, 20), 40000, "a"), at_least(day(11, 25), 42000, "b"), exact(day(11, 22), 41234, "c")]
    a, b = fuse(reports, "cumulative"), fuse(reports[::-1], "cumulative")
    assert (a.low, a.value, a.high) == pytest.approx((b.low, b.value, b.high))


# ---------------------------------------------------------------- synthetic truth


def _worded(d: Day, true: float, rng: random.Random, origin: str, sigma: float, bad: bool) -> Observation:
    seen = true * math.exp(rng.gauss(0, sigma)) * (rng.choice((0.3, 0.4, 2.5, 3.0)) if bad else 1.0)
    step = 10 ** (math.floor(math.log10(seen)) - 1)
    wording = rng.choice(("exact", "exact", "about", "at_least", "at_most", "between"))
    if wording == "exact":
        n = round(seen)
        return Observation(d, "exact", n, n, origin, sigma)
    if wording == "about":
        n = max(step, round(seen * math.exp(rng.gauss(0, 0.1)) / step) * step)
        return Observation(d, "about", n, n, origin, sigma)
    if wording == "at_least":
        return Observation(d, "at_least", math.floor(seen / step) * step, None, origin, sigma)
    if wording == "at_most":
        return Observation(d, "at_most", None, math.ceil(seen / step) * step, origin, sigma)
    width = rng.uniform(0.08, 0.3)
    place = rng.random()
    return Observation(
        d, "between", seen * math.exp(-width * place), seen * math.exp(width * (1 - place)), origin, sigma
    )


def _series(seed: int, measure: str, sigma: float, share_bad: float) -> tuple[list[Observation], float]:
    """A path of 30 days with reports on about half of them; the value on the day of the last report."""
    rng = random.Random(seed)
    value, reports, last = rng.uniform(5e3, 9e4), [], 0.0
    for k in range(30):
        if measure == "cumulative":
            value *= math.exp(rng.expovariate(1 / rng.choice((0.01, 0.01, 0.06))))
        else:
            value *= math.exp(rng.gauss(0, rng.choice((0.01, 0.01, 0.01, 0.05))))
        if rng.random() < 0.4 or k == 29:
            origin = rng.choice("abcd")
            reports.append(
                _worded(
                    dt.date(2020, 11, 1) + dt.timedelta(days=k), value, rng, origin, sigma, rng.random() < share_bad
                )
            )
            last = value
    return reports, last


def _covered(n: int, sigma_true: float, sigma_used: float, share_bad: float) -> tuple[float, float, float]:
    """Share of series whose 90 % interval holds the truth; mean log errors of the fusion and of the last report."""
    hits, errors, naive = 0, [], []
    for seed in range(n):
        reports, truth = _series(seed, "cumulative" if seed % 2 else "stock", sigma_true, share_bad)
        used = [Observation(o.day, o.wording, o.low, o.high, o.origin, sigma_used) for o in reports]
        f = fuse(used, "cumulative" if seed % 2 else "stock")
        hits += f.low <= truth <= f.high
        errors.append(abs(math.log(f.value / truth)))
        naive.append(abs(reports[-1].centre - math.log(truth)))
    return hits / n, float(np.mean(errors)), float(np.mean(naive))


def test_the_90_percent_interval_covers_and_beats_the_last_report() -> None:
    coverage, error, naive = _covered(60, 0.05, 0.05, 0.07)
    assert 0.80 <= coverage <= 1.0
    assert error < 0.6 * naive


@pytest.mark.parametrize("used", [0.025, 0.1])
def test_coverage_holds_with_noise_wrong_by_a_factor_of_two(used: float) -> None:
    coverage, _, _ = _covered(40, 0.05, used, 0.07)
    assert coverage >= 0.75
