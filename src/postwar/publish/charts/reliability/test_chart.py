"""The reliability chart: its bins are counted right, and its drawing is plain, complete and the same every time."""

from __future__ import annotations

import datetime as dt

import pytest

from postwar.core.score import EventScore, Skill
from postwar.publish.charts.reliability import chart
from tests.drawings import hold_one_ink, hold_plain

D = dt.date


def skill(*pairs: tuple[float, bool]) -> Skill:
    events = tuple(EventScore(f"question:Q{n}", D(2031, 1, 1), D(2031, 6, 1), happened, {"model": p})
                   for n, (p, happened) in enumerate(pairs))
    return Skill("halda", (D(2031, 1, 1), D(2031, 2, 1)), D(2031, 12, 1), 90, 100, 1, "1", "", (), events, (), False)


def test_pairs_fall_in_tenths_and_each_tenth_counts_what_happened() -> None:
    made = chart.data(skill((0.12, False), (0.18, True), (0.95, True), (1.0, True)))
    assert made is not None
    assert [(b.p, b.happened, b.n) for b in made.bins] == [(0.15, 0.5, 2), (0.975, 1.0, 2)]


def test_the_bar_is_where_nine_in_ten_samples_lie() -> None:
    made = chart.data(skill(*[(0.5, n % 2 == 0) for n in range(20)]))
    assert made is not None and (made.bins[0].low, made.bins[0].high) == (0.3, 0.7)


def test_nothing_settled_draws_nothing() -> None:
    assert chart.data(skill()) is None


def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    made = chart.data(skill((0.1, False), (0.4, True), (0.8, True)))
    assert made is not None
    hold_plain(chart, made)
    hold_one_ink(chart.draw(made))


@pytest.mark.parametrize(("hindcast", "said"), [(True, True), (False, False)])
def test_hindsight_is_said(hindcast: bool, said: bool) -> None:
    import dataclasses

    made = chart.data(dataclasses.replace(skill((0.4, True)), hindcast=hindcast))
    assert made is not None and ("hindsight" in chart.alt_text(made)) is said
