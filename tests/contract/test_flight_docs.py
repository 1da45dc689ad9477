"""The page about flight says what the code does: its example runs, its table of quirks is whole."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import fields
from pathlib import Path

from postwar.model.processes.flight.quirks import Quirks
from postwar.model.processes.flight.run import FINENESS
from postwar.model.processes.flight.tables import CLASSES

PAGE = (Path(__file__).parents[2] / "docs/flight.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_shows() -> None:
    [(code, output)] = re.findall(r"```python\n(.*?)```\n\nIt prints:\n\n```text\n(.*?)```", PAGE, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == output


def test_every_quirk_is_on_the_page_and_no_other() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == [field.name for field in fields(Quirks)]


def test_what_the_counts_round_is_said_as_it_is() -> None:
    assert f"{CLASSES} classes a full day" in PAGE
    assert FINENESS == 0.5 and "more than half of the band" in PAGE
