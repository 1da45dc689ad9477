"""The why chart: its data are the expected ones; its drawing is plain, complete and the same every time."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

from postwar.core.chain import Chain, Ground
from postwar.publish.charts.why import chart

EXPECTED = Path(__file__).with_name("expected.json")


def invented() -> ModuleType:
    """The invented settlement of tests/invented.py."""
    name = "invented_settlement"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[5] / "tests/invented.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


halda = invented()


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


def as_json(made: chart.Data) -> str:
    """The data as the expected file holds it."""
    return json.dumps(dataclasses.asdict(made), default=str, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_the_data_are_the_expected_ones() -> None:
    """To renew the file after a wanted change: run this module with python."""
    assert as_json(data()) == EXPECTED.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    text = chart.draw(data())
    assert text == chart.draw(data())
    root = ET.fromstring(text)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) and all(str(i).startswith(chart.NAME) for i in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert not any("style" in node.attrib for node in root.iter())
    assert root.get("aria-label") == chart.alt_text(data()) and root.get("viewBox")


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
