"""The control chart: what it draws is the expected data, and its drawing is plain, complete and the same every time."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

from postwar.publish.charts.control import chart
from postwar.publish.names import NameBook

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
    made = chart.data(halda.case(), halda.situation(), NameBook(halda.case()).plain)
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
