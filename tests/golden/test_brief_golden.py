"""The brief of the invented settlement, word for word. To renew it after a wanted change: run this with python."""

from __future__ import annotations

import difflib
from pathlib import Path

from postwar.publish.brief import render_brief
from tests import invented as halda

EXPECTED = Path(__file__).with_name("halda-brief.md")


def made() -> str:
    """The Markdown of the brief."""
    return render_brief(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())["brief.md"]


def test_the_brief_reads_as_expected() -> None:
    expected, now = EXPECTED.read_text(encoding="utf-8"), made()
    change = difflib.unified_diff(expected.splitlines(), now.splitlines(), "expected", "now", lineterm="", n=1)
    assert now == expected, "\n".join(change)


if __name__ == "__main__":
    EXPECTED.write_text(made(), encoding="utf-8")
