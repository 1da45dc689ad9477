"""The picture of a camp says what it shows, holds seed and version, and is the same every time."""

from __future__ import annotations

import datetime as dt

from postwar.publish.charts.camps.chart import Data, alt_text, draw


def data(**changed: object) -> Data:
    """Ten days of one camp."""
    given: dict[str, object] = {
        "camp": "Dune", "first": dt.date(2031, 5, 1), "mean": tuple(100.0 * n for n in range(10)),
        "bands": ((tuple(80.0 * n for n in range(10)), tuple(120.0 * n for n in range(10))),
               (tuple(90.0 * n for n in range(10)), tuple(110.0 * n for n in range(10)))),
        "reported": tuple(95.0 * n for n in range(10)), "marks": ((0, 0.0), (7, 700.0)), "origin": 4, "capacity": 1000,
        "members": 20,
        "made_by": "Made by version 1, seed 5."}
    return Data(**{**given, **changed})  # type: ignore[arg-type]


def test_the_words_say_what_is_drawn() -> None:
    assert alt_text(data()) == (
        "Dune: people in the camp from 1 May 2031 to 10 May 2031. On the last day 855 by the reports, 900 in the mean "
        "of 20 courses. The run goes on from what was reported by 5 May 2031. Made by version 1, seed 5.")
    assert "goes on from" not in alt_text(data(origin=None))


def test_the_picture_is_the_same_every_time() -> None:
    assert draw(data()) == draw(data())


def test_origin_and_capacity_are_drawn_where_they_are() -> None:
    whole, no_origin = draw(data()), draw(data(origin=None))
    far = draw(data(capacity=9000))
    assert draw(data(capacity=None)) == far != whole
    assert whole != no_origin


def test_one_day_and_nobody_can_be_drawn() -> None:
    nobody = data(mean=(0.0,), bands=(((0.0,), (0.0,)), ((0.0,), (0.0,))), reported=(0.0,), marks=(), origin=None)
    assert draw(nobody).startswith("<svg")
