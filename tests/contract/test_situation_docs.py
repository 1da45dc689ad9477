"""The examples on the pages of the situation and of the accord run and give what they show."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page,least", [("situation.md", 8), ("accord.md", 6)])
def test_the_examples_of_the_page_run(page: str, least: int) -> None:
    found = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8")
    assert found.attempted >= least and found.failed == 0
