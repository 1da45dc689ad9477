"""The page of terms says what the code holds."""

from __future__ import annotations

import re
from pathlib import Path

from postwar.core.variable import VARIABLES

PAGE = (Path(__file__).parents[2] / "docs/terms.md").read_text(encoding="utf-8")


def test_the_table_of_variables_is_the_one_in_core() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\w+) \| `([^`]+)` \|$", PAGE, re.M)
    assert rows == [(v.id, v.unit, v.kind, v.hxl) for v in sorted(VARIABLES, key=lambda v: v.id)]
