"""The control chart: what it draws is the expected data, and its drawing is plain, complete and the same every time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from postwar.publish.charts.control import chart
from postwar.publish.names import NameBook
from tests import invented as halda
from tests.drawings import as_json, hold_one_ink, hold_plain

EXPECTED = Path(__file__).with_name("expected.json")


def data() -> chart.Data:
    """What the chart draws of the invented settlement."""
    made = chart.data(halda.case(), halda.situation(), NameBook(halda.case()).plain)
    assert made is not None
    return made


def test_the_data_are_the_expected_ones() -> None:
    """To renew the file after a wanted change: run this module with ``python -m`` from the root."""
    assert as_json(data()) == EXPECTED.read_text(encoding="utf-8")


def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    hold_plain(chart, data())
    hold_one_ink(chart.draw(data()))


def test_standing_is_told_by_pattern_and_holder_by_name() -> None:
    assert len({(hatch, ink) for hatch, ink in chart.FILLS.values()}) == len(chart.FILLS)
    text = chart.draw(data())
    assert "Tolva, since 14 Mar 2031, by agreement" in text and "Brelin district" in text


def test_a_place_that_no_report_speaks_of_is_not_drawn() -> None:
    assert "Halda valley" not in {row.place for row in data().rows}


def test_without_reports_of_control_nothing_is_drawn() -> None:
    silent = dataclasses.replace(halda.situation(), control=())
    assert chart.picture(halda.case(), silent, NameBook(halda.case()).plain) is None


def test_a_place_that_passed_on_a_day_nobody_gives_is_not_drawn_as_held_all_along() -> None:
    """The other side held it when the fighting stopped; when it passed is not told, and so no bar says so."""
    passed = tuple(dataclasses.replace(c, actor="tolva", since=None, claims=halda.situation().control[0].claims)
                   if c.place == "valley" else c for c in halda.situation().control)
    drawn = chart.data(halda.case(), dataclasses.replace(halda.situation(), control=passed), halda.case().name_of)
    assert drawn is not None
    row = next(r for r in drawn.rows if r.place == "Halda valley")
    assert [s.standing for s in row.stretches] == ["undated"]
    assert row.text.startswith("Tolva, day not stated")


if __name__ == "__main__":
    EXPECTED.write_text(as_json(data()), encoding="utf-8")
