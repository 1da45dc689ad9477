"""Mutation testing of the obligation engine: nine faults in ten are noticed by its tests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_nine_faults_in_ten_are_noticed() -> None:
    run = [sys.executable, str(ROOT / "tests/mutation/obligations.py"), "--show"]
    out = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    found = re.search(r"^all +(\d+) of +(\d+) killed", out, re.M)
    assert found is not None, out
    killed, tried = int(found[1]), int(found[2])
    assert tried > 1000 and killed >= 0.9 * tried, out
