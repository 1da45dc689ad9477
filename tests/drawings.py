"""What holds of every chart: its data as a file keeps them, and a drawing that a page can take as it is."""

from __future__ import annotations

import dataclasses
import json
import re
import xml.etree.ElementTree as ET
from types import ModuleType
from typing import Any


def as_json(made: Any) -> str:
    """The data of a chart as the expected file holds it."""
    return json.dumps(dataclasses.asdict(made), default=str, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def hold_plain(chart: ModuleType, made: Any) -> None:
    """The drawing is the same every time, its ids are its own, no style stands in it, and its label says what it
    shows."""
    text = chart.draw(made)
    assert text == chart.draw(made)
    root = ET.fromstring(text)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) and all(str(i).startswith(chart.NAME) for i in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert not any("style" in node.attrib for node in root.iter())
    assert root.get("aria-label") == chart.alt_text(made) and root.get("viewBox")


def hold_one_ink(text: str) -> None:
    """The drawing brings no script, picture or address, and no colour but the ink of the page it stands on."""
    assert not re.search(r"<(?:style|script|metadata|image)|data:|https?://(?!www\.w3\.org)", text)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', text))
    assert all(c in ("none", "currentColor") or c.startswith("url(#") for c in colours), colours
