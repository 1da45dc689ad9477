"""What is learnt of a source on a topic, and three figures that must add up."""

from __future__ import annotations

import datetime as dt
import math
import random

import pytest

from postwar.core.case import Case
from postwar.core.claim import Claim, Report
from postwar.core.variable import Estimate
from postwar.situation.balance import balance, balanced_figures
from postwar.situation.evidence import Item
from postwar.situation.measures import Count, noise_of
from postwar.situation.reliability import CUT, LIMITS, PRIOR_WEIGHT, learn

FIRST = dt.date(2031, 5, 1)


def count(k: int, origin: str, value: float, letter: str = "C", variable: str = "back_in_region",
          bound: str = "exact") -> Count:
    day = FIRST + dt.timedelta(days=k)
    claim = Claim(f"c-{origin}-{k}-{variable}", "r", 0, 1, "x", "return", "happened", low=value, high=value,
                  bound=bound, unit="person")
    report = Report("r", origin, "", day, None, "", "en", "x", "0" * 64)
    item = Item(claim, report, day, day, day, origin, origin, letter, "", "")
    return Count(item, variable, "stock", "all", "g", "p", "person", value, value, day)


def series(noise: float, seed: int, days: int = 30) -> list[Count]:
    """Two careful desks and one whose noise is asked for, every day."""
    rng = random.Random(seed)
    out = []
    for k in range(days):
        truth = 30_000 * math.exp(0.002 * k)
        out += [count(k, origin, round(truth * math.exp(rng.gauss(0, s))))
                for origin, s in (("careful", 0.02), ("steady", 0.02), ("asked", noise))]
    return out


def learnt(counts: list[Count], origin: str) -> float:
    return next(r.noise for r in learn([counts]) if r.origin == origin)


@pytest.mark.parametrize("noise", [0.025, 0.05, 0.1])
def test_a_noise_is_found_from_many_reports(noise: float) -> None:
    found = [learnt(series(noise, seed), "asked") for seed in range(4)]
    assert sum(found) / 4 == pytest.approx(noise, rel=0.3)


def test_few_reports_leave_it_near_the_grade() -> None:
    few = [count(0, "desk", 30_000), count(0, "other", 30_100), count(1, "desk", 30_100), count(1, "other", 30_200)]
    assert 0.7 * noise_of("C") < learnt(few, "desk") <= noise_of("C")


def test_one_wild_number_teaches_little() -> None:
    calm = [count(k, origin, 30_000 + k) for k in range(4) for origin in ("a", "b")]
    wild = [*calm, count(4, "a", 30_004), count(4, "b", 300_000)]
    most = noise_of("C") * math.sqrt((PRIOR_WEIGHT + CUT**2) / (PRIOR_WEIGHT + 1))
    assert learnt(wild, "b") <= most


@pytest.mark.parametrize("counts", [
    pytest.param([count(0, "a", 30_000), count(1, "a", 90_000)], id="nobody beside it"),
    pytest.param([count(0, "a", 30_000), count(40, "b", 90_000)], id="nobody near it in time"),
    pytest.param([count(0, "a", 30_000, bound="at_least"), count(0, "b", 90_000, bound="at_most")], id="bounds only"),
])
def test_who_cannot_be_held_against_anybody_keeps_the_grade(counts: list[Count]) -> None:
    assert {(r.n, r.noise) for r in learn([counts])} == {(0, noise_of("C"))}


def test_what_is_learnt_on_one_topic_stays_there() -> None:
    other = [count(k, origin, 500, variable="killed") for k in range(3) for origin in ("asked", "careful")]
    records = {(r.origin, r.topic): r for r in learn([series(0.15, 1), other])}
    assert records["asked", "back_in_region"].noise > 1.5 * records["asked", "killed"].noise
    assert all(LIMITS[0] * r.prior <= r.noise <= LIMITS[1] * r.prior for r in records.values())


def figure(variable: str, low: float, value: float, high: float, on: int = 0, group: str = "g") -> Estimate:
    day = FIRST + dt.timedelta(days=on)
    return Estimate(variable, "cumulative", "all", group, "p", "person", day, value, low, high, (f"c-{variable}",), 1,
                    math.log(high / low))


LEFT, BACK = figure("displaced", 85e3, 90e3, 95e3), figure("back_in_region", 48e3, 50e3, 52e3)
CASE = Case("c", "", "", FIRST, "UTC", None, (), (), ())


def test_the_vaguest_of_three_figures_gains_most() -> None:
    vague = figure("away", 15e3, 40e3, 110e3)
    left, back, away = balanced_figures(LEFT, BACK, vague) or ()
    assert 30e3 < away.value < 50e3 and away.high / away.low < 0.5 * (vague.high / vague.low)
    assert (left.low, left.high) == pytest.approx((LEFT.low, LEFT.high), rel=0.03) and back == BACK
    assert "held against" in away.reason


def test_figures_that_agree_are_hardly_moved() -> None:
    for before, after in zip((LEFT, BACK), balanced_figures(LEFT, BACK, figure("away", 36e3, 40e3, 44e3)) or (),
                             strict=False):
        assert after.value == pytest.approx(before.value, rel=0.02)


def test_what_does_not_add_up_is_named_and_not_moved() -> None:
    lines = (LEFT, BACK, figure("away", 98e3, 100e3, 102e3))
    after, checks = balance(CASE, lines)
    assert after == lines
    assert [c.kind for c in checks] == ["contradiction"] and "stand as reported" in checks[0].text
    assert set(checks[0].claims) == {"c-displaced", "c-back_in_region", "c-away"}


@pytest.mark.parametrize("lines", [
    pytest.param((LEFT, BACK), id="only two"),
    pytest.param((LEFT, BACK, figure("away", 98e3, 100e3, 102e3, on=60)), id="counted at another time"),
    pytest.param((LEFT, BACK, figure("away", 98e3, 100e3, 102e3, group="h")), id="other people"),
])
def test_nothing_is_balanced_that_does_not_belong_together(lines: tuple[Estimate, ...]) -> None:
    assert balance(CASE, lines) == (lines, ())
