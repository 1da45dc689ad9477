"""The obligations chart: its data are the expected ones; its drawing is plain, complete and the same every time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from postwar.publish.charts.obligations import chart
from tests import invented as halda
from tests.drawings import as_json, hold_one_ink, hold_plain

EXPECTED = Path(__file__).with_name("expected.json")


def data() -> chart.Data:
    """What the chart draws of the invented settlement."""
    made = chart.data(halda.case(), halda.situation())
    assert made is not None
    return made


def test_the_data_are_the_expected_ones() -> None:
    """To renew the file after a wanted change: run this module with ``python -m`` from the root."""
    assert as_json(data()) == EXPECTED.read_text(encoding="utf-8")


def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    hold_plain(chart, data())
    hold_one_ink(chart.draw(data()))


def test_a_promise_without_any_day_is_left_to_the_table() -> None:
    assert "H3" not in {row.id for row in data().rows}


def test_a_day_that_was_moved_shows_both() -> None:
    row = next(row for row in data().rows if row.id == "H1a")
    assert (str(row.due), str(row.amended), str(row.done)) == ("2031-03-04", "2031-03-14", "2031-03-14")


def test_where_no_promise_has_a_day_nothing_is_drawn() -> None:
    undated = tuple(o for o in halda.situation().obligations if o.id == "H3")
    assert chart.picture(halda.case(), dataclasses.replace(halda.situation(), obligations=undated)) is None


if __name__ == "__main__":
    EXPECTED.write_text(as_json(data()), encoding="utf-8")
