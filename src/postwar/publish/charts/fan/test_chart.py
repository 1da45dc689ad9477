"""The fan chart: what it draws is the expected data, and its drawing is plain, complete and the same every time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from postwar.publish.charts.fan import chart
from postwar.publish.names import NameBook
from postwar.publish.series import series_of
from tests import invented as halda
from tests.drawings import as_json, hold_one_ink, hold_plain

EXPECTED = Path(__file__).with_name("expected.json")


def data() -> chart.Data:
    """What the chart draws of the invented settlement."""
    claims = {c.id: c for c in halda.books().claims}
    made = chart.data(halda.case(), halda.situation(), halda.outlook(), claims, NameBook(halda.case()).plain)
    assert made is not None
    return made


def test_the_data_are_the_expected_ones() -> None:
    """To renew the file after a wanted change: run this module with ``python -m`` from the root."""
    assert as_json(data()) == EXPECTED.read_text(encoding="utf-8")


def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    hold_plain(chart, data())
    hold_one_ink(chart.draw(data()))


def test_the_series_of_the_place_with_reported_figures_is_taken() -> None:
    ahead = halda.outlook()
    elsewhere = tuple(dataclasses.replace(r, location="castor", value=r.value * 9) for r in ahead.rows
                      if r.output_type == "quantile")
    both = dataclasses.replace(ahead, rows=(*ahead.rows, *elsewhere))
    assert [s.place for s in chart.choose(series_of(both), halda.situation())] == ["valley", "valley"]


def test_an_outlook_without_series_of_people_draws_nothing() -> None:
    none = dataclasses.replace(halda.outlook(), rows=())
    assert chart.picture(halda.case(), halda.situation(), none, {}, NameBook(halda.case()).plain) is None


def test_bands_lie_within_each_other_and_open_ends_stay_open() -> None:
    made = data()
    for panel in made.panels:
        assert all(list(band[1:]) == sorted(band[1:]) for band in panel.bands)
    assert any(mark.high is None and mark.low == 12000 for mark in made.panels[0].marks)


if __name__ == "__main__":
    EXPECTED.write_text(as_json(data()), encoding="utf-8")
