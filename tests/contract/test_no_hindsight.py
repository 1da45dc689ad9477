"""An outlook from a day is the same whatever was learnt later: later reports, later rows of the case, later entries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from postwar.cases import find_case, load_case
from postwar.cli import main

ORIGIN, TO = "2020-12-02", "2022-12-01"
WORDS = ["--known-on", ORIGIN, "--to", TO, "--members", "40", "--seed", "1", "--csv"]

LATER_REPORT = """---
source: TASS
title: Later news
published_at: 2021-05-01
url: https://tass.com/
language: en
---
More than 60,000 people have returned to Nagorno-Karabakh, Russia said on 30 April 2021.

The peacekeepers left on 29 April 2021.
"""
LATER_ROWS = {
    "parameters.toml": """
[[parameter]]
name = "returns.rate"
about = "karabakh-armenians"
unit = "per day"
source = "judgement: learnt later"
known_on = "2021-05-01"
prior = {kind = "lognormal", p05 = 0.5, p95 = 0.9}
""",
    "provisions.toml": """
[[silence]]
id = "learnt-later"
topic = "A topic noted later"
text = "The text says nothing on it."
noted_by = "a later observer"
known_on = "2021-05-01"
source = "a later report"
""",
    "formats.toml": """
[[format]]
id = "later-format"
name = "A format that came later"
kind = "mediation"
members = ["armenia", "azerbaijan"]
state = "meeting"
accepted_by = []
rejected_by = []
since = "2021-05-01"
known_on = "2021-05-01"
source = "a later report"
""",
    "groups.csv": "karabakh-armenians,Armenians of Nagorno-Karabakh,Karabakh Armenians,nagorno-karabakh,"
                  "nagorno-karabakh,10,20,2021-05-01,2021-05-01,a later census,,\n",
}


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints; it must end well."""
    assert main([*words]) == 0
    return capsys.readouterr().out


def copied(tmp_path: Path) -> Path:
    """The bundled case in a folder of its own."""
    folder = tmp_path / "case"
    shutil.copytree(find_case("karabakh-2020"), folder)
    return folder


@pytest.mark.slow
def test_the_same_question_has_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "outlook", "karabakh-2020", *WORDS) == answer(capsys, "outlook", "karabakh-2020", *WORDS)


@pytest.mark.slow
def test_later_reports_and_later_rows_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path)
    before = answer(capsys, "outlook", str(folder), *WORDS)
    brief = answer(capsys, "status", str(folder), "--known-on", ORIGIN, "--json")
    (folder / "reports/2021-05-01-later.md").write_text(LATER_REPORT, encoding="utf-8")
    for name, rows in LATER_ROWS.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(rows)
    assert main(["check", str(folder)]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert answer(capsys, "outlook", str(folder), *WORDS) == before
    assert answer(capsys, "status", str(folder), "--known-on", ORIGIN, "--json") == brief
    later = [word if word != ORIGIN else "2021-05-02" for word in WORDS]
    assert answer(capsys, "outlook", str(folder), *later) != before, "the later rows must matter from their day on"


@pytest.mark.slow
def test_reports_that_came_later_may_as_well_not_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path)
    before = answer(capsys, "outlook", str(folder), *WORDS)
    for path in (folder / "reports").glob("*.md"):
        if path.name[:10] > ORIGIN:
            path.unlink()
    assert answer(capsys, "outlook", str(folder), *WORDS) == before


@pytest.mark.slow
def test_entries_made_later_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = str(tmp_path / "books.ledger")
    paths = sorted(load_case("karabakh-2020").reports, key=lambda p: Path(p).name)
    for path in [p for p in paths if Path(p).name[:10] <= ORIGIN]:
        answer(capsys, "ingest", "karabakh-2020", path, "--ledger", ledger, "--known-on", Path(path).name[:10])
    before = answer(capsys, "outlook", "karabakh-2020", "--ledger", ledger, *WORDS)
    for path in [p for p in paths if ORIGIN < Path(p).name[:10] < "2021-02"]:
        answer(capsys, "ingest", "karabakh-2020", path, "--ledger", ledger, "--known-on", Path(path).name[:10])
    assert answer(capsys, "outlook", "karabakh-2020", "--ledger", ledger, *WORDS) == before
