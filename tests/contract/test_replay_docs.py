"""The page about replays says what the code does: its examples run, its faults are those that are printed."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from postwar import cli
from postwar.cases.flee import check_flight
from postwar.outlook.restart.conditioning import KEPT
from tests import flee_directory as made

PAGE = (Path(__file__).parents[2] / "docs/replay.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\nIt prints:\n\n```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("code", "output"), EXAMPLES)
def test_an_example_prints_what_the_page_shows(code: str, output: str) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == output


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) == PAGE.count("```python") == 1


def test_every_option_is_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["replay", "--help"])
    for option in set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}:
        assert f"`{option}" in PAGE, option


def test_the_faults_on_the_page_are_those_that_are_printed(tmp_path: Path) -> None:
    folder = made.write_directory(tmp_path, routes=made.ROUTES.replace("Birch,Cedar", "Birch,Ceder"),
                                  conflicts=made.CONFLICTS.replace("11,1,1,0\n", ""))
    shown = [line for line in PAGE.splitlines() if line.startswith("input_csv/") and "; " in line]
    assert sorted(shown) == sorted(str(p) for p in check_flight(folder))


def test_the_weights_on_the_page_are_those_in_use() -> None:
    assert f"w = {KEPT.growth} · N / (N + {KEPT.record_days})" in PAGE
    assert f"{int(4 * (1 - KEPT.deficit))}/4 flow + {int(4 * KEPT.deficit)}/4 deficit" in PAGE
    assert f"gained over the last {KEPT.growth_days} days" in PAGE
