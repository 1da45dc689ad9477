"""What the page on reading beside the claims shows is run, and its tables name what is there."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/reading-beside.md"


def _lexicon(name: str) -> dict[str, object]:
    path = resources.files("postwar.reading") / "lexicon/en" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {})
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Tessa place ('") and first.endswith("[]")
    assert second == "Geneva place () ['geonames:2660646']"


def test_every_type_of_act_is_in_the_table() -> None:
    rows = re.findall(r"^\| ([A-Z, ]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {t for row in rows for t in row.split(", ")} == {a["type"] for a in _lexicon("acts.toml")["act"]}


def test_every_term_of_displacement_is_on_the_page() -> None:
    page, told = PAGE.read_text(encoding="utf-8").lower(), _lexicon("displacement.toml")
    assert all(term.lower() in page for term in told["people"])
    assert all(word in page for word in ("destroyed", "partially destroyed", "uninhabitable"))
