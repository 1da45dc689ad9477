"""The why chart: its data are the expected ones; its drawing is plain, complete and the same every time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from postwar.core.chain import Chain, Ground
from postwar.publish.charts.why import chart
from tests import invented as halda
from tests.drawings import as_json, hold_plain

EXPECTED = Path(__file__).with_name("expected.json")


def chain(n: int = 5) -> Chain:
    """A chain to the verdict on H5: a claim for each effect, from three sources."""
    claims = halda.books().claims[:n]
    effects = ("for", "against", "moves", "suspends", "one reading")
    grounds = tuple(
        Ground(c.id, effects[k % 5], "Wire", c.report, halda.ORIGIN, "maren+wire" if k % 2 else "", "B")
        for k, c in enumerate(claims))
    state = next(o for o in halda.situation().obligations if o.id == "H5")
    return Chain(state, "The Pass road is under the control of the mission.", grounds, ("H1a",), ("H2", "H3"))


def data() -> chart.Data:
    """What the chart draws of the invented settlement."""
    return chart.data(halda.case(), halda.books(), chain())


def test_the_data_are_the_expected_ones() -> None:
    """To renew the file after a wanted change: run this module with ``python -m`` from the root."""
    assert as_json(data()) == EXPECTED.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    hold_plain(chart, data())


@pytest.mark.slow
def test_a_png_is_one_and_holds_no_date() -> None:
    made = chart.draw_png(data(), dots=40)
    assert made.startswith(b"\x89PNG") and b"tIME" not in made and made == chart.draw_png(data(), dots=40)


@pytest.mark.slow
def test_a_verdict_without_claims_has_a_picture_too_and_many_claims_are_counted() -> None:
    alone = dataclasses.replace(chain(), grounds=(), waits_on=(), hangs=())
    made = chart.picture(halda.case(), halda.books(), halda.situation(), alone)
    assert made.svg.startswith("<svg") and "No claim bears on it" in made.alt
    many = chart.data(halda.case(), halda.books(), chain(11))
    assert (len(many.rows), many.left_out) == (chart.ROWS, 3)


def test_no_more_of_a_report_is_shown_than_one_output_may() -> None:
    shown = sum(len(r.words.split()) for r in data().rows if r.words.startswith("“"))
    texts = {d.report.id: len(d.report.text.split()) for d in halda.books().documents}
    assert shown <= sum(texts.values()) / 10


if __name__ == "__main__":
    EXPECTED.write_text(as_json(data()), encoding="utf-8")
