"""The obligations chart: its data are the expected ones; its drawing is plain, complete and the same every time."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

from postwar.publish.charts.obligations import chart

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


def data() -> chart.Data:
    """What the chart draws of the invented settlement."""
    made = chart.data(halda.case(), halda.situation())
    assert made is not None
    return made


def as_json(made: chart.Data) -> str:
    """The data as the expected file holds it."""
    return json.dumps(dataclasses.asdict(made), default=str, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_the_data_are_the_expected_ones() -> None:
    """To renew the file after a wanted change: run this module with python."""
    assert as_json(data()) == EXPECTED.read_text(encoding="utf-8")


def test_the_drawing_is_plain_and_the_same_every_time() -> None:
    text = chart.draw(data())
    assert text == chart.draw(data())
    root = ET.fromstring(text)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) and all(str(i).startswith(chart.NAME) for i in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert not any("style" in node.attrib for node in root.iter())
    assert not re.search(r"<(?:style|script|metadata|image)|data:|https?://(?!www\.w3\.org)", text)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', text))
    assert all(c in ("none", "currentColor") or c.startswith("url(#") for c in colours), colours
    assert root.get("aria-label") == chart.alt_text(data()) and root.get("viewBox")


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
