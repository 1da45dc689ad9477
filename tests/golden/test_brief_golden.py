"""The brief of the invented settlement, word for word. To renew it after a wanted change: run this with python."""

from __future__ import annotations

import difflib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from postwar.publish.brief import render_brief

EXPECTED = Path(__file__).with_name("halda-brief.md")


def invented() -> ModuleType:
    """The invented settlement of tests/invented.py."""
    name = "invented_settlement"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "invented.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


def made() -> str:
    """The Markdown of the brief."""
    halda = invented()
    return render_brief(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())["brief.md"]


def test_the_brief_reads_as_expected() -> None:
    expected, now = EXPECTED.read_text(encoding="utf-8"), made()
    change = difflib.unified_diff(expected.splitlines(), now.splitlines(), "expected", "now", lineterm="", n=1)
    assert now == expected, "\n".join(change)


if __name__ == "__main__":
    EXPECTED.write_text(made(), encoding="utf-8")
