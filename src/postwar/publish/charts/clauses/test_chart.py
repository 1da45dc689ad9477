"""The clauses chart: its data are the expected ones; its drawing is plain, complete and the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.core.agenda import Wait
from postwar.publish.charts.clauses import chart
from tests import invented as halda
from tests.drawings import as_json, hold_plain

EXPECTED = Path(__file__).with_name("expected.json")
GRAPH = (
    Wait("H1a", "H1b", "after"),
    Wait("H1b", "H3", "counts_from"),
    Wait("H1a", "H3", "parallel"),
    Wait("H2", "H4", "repairs"),
    Wait("H2", "H1b", "suspends"),
    Wait("H4", "H2", "after"),  # a circle
    Wait("H1a", "gone", "after"),
)


def data() -> chart.Data:
    """What the chart draws of the invented settlement."""
    made = chart.data(halda.case(), halda.situation(), GRAPH)
    assert made is not None
    return made


def test_the_data_are_the_expected_ones() -> None:
    """To renew the file after a wanted change: run this module with ``python -m`` from the root."""
    assert as_json(data()) == EXPECTED.read_text(encoding="utf-8")


def test_what_is_waited_on_stands_further_left_and_no_two_share_a_place() -> None:
    made = data()
    column = {n.id: n.column for n in made.nodes}
    assert all(column[e.source] < column[e.target] for e in made.edges if {e.source, e.target} != {"H2", "H4"})
    places = [(n.column, n.row) for n in made.nodes]
    assert len(places) == len(set(places)) and made.left_out == len(halda.situation().obligations) - len(made.nodes)


@pytest.mark.slow
def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    hold_plain(chart, data())


@pytest.mark.slow
def test_where_nothing_waits_nothing_is_drawn() -> None:
    assert chart.picture(halda.case(), halda.situation(), ()) is None
    made = chart.picture(halda.case(), halda.situation(), GRAPH)
    assert made is not None and made.svg.startswith("<svg")


if __name__ == "__main__":
    EXPECTED.write_text(as_json(data()), encoding="utf-8")
