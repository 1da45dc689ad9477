"""What the page on the ledger shows of exports and feeds is run, and prints what it says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from postwar.cases import find_case
from postwar.cli import main
from postwar.reading.feeds.form import load_map

duckdb = pytest.importorskip("duckdb", reason="needs DuckDB: pip install 'postwar[feeds]'")
PAGE = (Path(__file__).parents[2] / "docs/ledger.md").read_text(encoding="utf-8")
SHOWN = [step for block in re.findall(r"```shell-session\n(.*?)```", PAGE, re.DOTALL)
         for step in re.findall(r"\$ postwar (.*)\n((?:(?!\$ ).*\n)*)", block)]
EVENTS = """event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,fatalities,note
LOW1,2019-03-02,Battles,Armed clash,Lowen army,Valley Guard,Orrin,12.55,-41.35,3,"Shots at dawn, three dead"
LOW2,2019-04-11,Violence against civilians,Attack,Valley Guard,,Tess,12.40,-41.20,0,A bus was stopped
"""


@pytest.mark.slow
def test_the_commands_and_the_question_print_what_the_page_says(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events/country=Lowen").mkdir(parents=True)
    Path("events/country=Lowen/2019.csv").write_text(EVENTS, encoding="utf-8")
    report = next((find_case("toy") / "reports").glob("*-truce.md"))
    assert main(["ingest", "toy", str(report), "--ledger", "toy.db", "--known-on", "2019-03-11"]) == 0
    capsys.readouterr()
    assert len(SHOWN) == 7
    for command, printed in SHOWN:
        assert main(command.split()) == 0
        out, told = capsys.readouterr()
        assert re.fullmatch(re.escape(printed).replace("…", "[0-9a-f]{64}"), told + out), (command, told + out)
    (question,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    assert len(duckdb.connect().execute(question).fetchall()) == 9


def test_the_map_on_the_page_is_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    found = load_map(tmp_path / "map.toml")
    assert found.form.name == tomllib.loads(text)["form"] and found.columns["best"] == "dead min"
