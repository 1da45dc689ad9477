"""The commands as they are pinned: arguments, outputs, exit status."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from postwar.cli import main
from postwar.schemas import schema

BULLETIN = """---
source: Harbour Gazette
title: Handover
published_at: 2031-05-04
---
The handover took place on 1 May 2031, the mission said.
"""


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    path = tmp_path / "bulletin.md"
    path.write_text(BULLETIN, encoding="utf-8")
    return path


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["program"] == "postwar"


def test_no_command_is_a_usage_error() -> None:
    assert main([]) == 2


@pytest.mark.parametrize("words", [["status"], ["status", "toy", "--as-of", "2 May"],
                                   ["outlook", "toy", "--members", "0"], ["outlook", "toy", "--seed", "-1"],
                                   ["schema", "dreams"], ["status", "toy", "--ledger", "a", "--reports", "b"]])
def test_usage_errors_end_with_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2


def test_cases_lists_the_bundled_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases"]) == 0
    assert [line.split()[0] for line in lines(capsys)] == ["aceh-2005", "bosnia-1995", "karabakh-2020", "toy"]


@pytest.mark.parametrize("case", ["aceh-2005", "bosnia-1995", "karabakh-2020", "toy"])
def test_bundled_cases_have_no_fault(case: str) -> None:
    assert main(["check", case]) == 0


def test_a_case_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "atlantis"]) == 1
    assert "atlantis" in capsys.readouterr().err


def test_read_prints_claims_that_fit_the_schema(bulletin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(bulletin), "--case", "toy"]) == 0
    found = [json.loads(line) for line in lines(capsys)]
    assert found
    for claim in found:
        jsonschema.validate(claim, schema("claim"))
        assert BULLETIN[claim["start"]:claim["end"]] == claim["quote"]


def test_one_bad_file_does_not_stop_the_rest(bulletin: Path, tmp_path: Path,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    assert main(["read", str(tmp_path / "bad.txt"), str(tmp_path / "none.txt"), str(bulletin), "--case", "toy"]) == 1
    out = capsys.readouterr()
    assert out.out.strip() and "bad.txt" in out.err and "none.txt" in out.err and "Traceback" not in out.err


@pytest.mark.slow
def test_ingest_log_verify_status(bulletin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = str(tmp_path / "books.ledger")
    words = ["ingest", "toy", str(bulletin), "--ledger", ledger, "--known-on", "2031-05-04"]
    assert main(words) == 0
    status, sha, n, seq = lines(capsys)[0].split("\t")
    assert (status, len(sha)) == ("ok", 64) and int(n) >= 1 and int(seq) >= 1
    assert main(words) == 0
    assert lines(capsys) == [f"same\t{sha}\t{n}\t{seq}"]
    assert main(["log", "--ledger", ledger, "--json"]) == 0
    logged = json.loads(capsys.readouterr().out)
    assert [(row["sha256"], row["seq"]) for row in logged] == [(sha, int(seq))]
    assert main(["verify", "--ledger", ledger]) == 0
    capsys.readouterr()
    assert main(["status", "toy", "--ledger", ledger, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, schema("status"))
    assert found["as_of"] == {"valid": "2031-05-04", "known": "2031-05-04", "seq": int(seq)}


def test_an_earlier_day_of_knowledge_needs_backfill(bulletin: Path, tmp_path: Path) -> None:
    ledger, other = str(tmp_path / "books.ledger"), tmp_path / "other.md"
    other.write_text(BULLETIN.replace("1 May", "2 May"), encoding="utf-8")
    assert main(["ingest", "toy", str(bulletin), "--ledger", ledger, "--known-on", "2031-05-04"]) == 0
    earlier = ["ingest", "toy", str(other), "--ledger", ledger, "--known-on", "2031-05-03"]
    assert main(earlier) == 1
    assert main([*earlier, "--backfill"]) == 0


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.ledger"
    assert main(["log", "--ledger", str(path)]) == 2
    assert main(["status", "toy", "--ledger", str(path)]) == 2
    assert not path.exists() and "postwar ingest" in capsys.readouterr().err


@pytest.mark.slow
def test_show_gives_the_words_and_the_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "toy", "--json"]) == 0
    control = json.loads(capsys.readouterr().out)["control"]
    claim = next(c for place in control.values() for c in place["claims"])
    assert main(["show", claim, "--case", "toy"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(claim) and "“" in text and "from:" in text
    assert main(["show", "c-0000000000000000", "--case", "toy"]) == 2


@pytest.mark.slow
def test_outlook_forms(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["outlook", "toy", "--members", "20", "--seed", "3", "--to", "2020-03-01"]
    assert main([*words, "--csv"]) == 0
    table = lines(capsys)
    assert table[0] == "origin_date,target,location,horizon,target_end_date,output_type,output_type_id,value"
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, schema("outlook"))
    assert len(found["rows"]) == len(table) - 1
    sums: dict[tuple[str, str], float] = {}
    for row in found["rows"]:
        if row["output_type"] == "pmf":
            key = row["target"], row["target_end_date"]
            sums[key] = sums.get(key, 0) + row["value"]
    assert sums and all(abs(total - 1) < 1e-6 for total in sums.values())
    assert main(words) == 0


@pytest.mark.slow
def test_an_outlook_refuses_hindsight(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlook", "karabakh-2020", "--as-of", "2020-12-02", "--known-on", "2021-03-01"]) == 2
    assert "--known-on 2020-12-02" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("case", ["karabakh-2020", "toy"])
def test_brief_writes_five_files_and_says_little(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", case, "--members", "20", "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["brief.html", "brief.md", "outlook.csv", "outlook.json",
                                                          "situation.json"]
    assert len(out.splitlines()) <= 25
    again = tmp_path / "again"
    assert main(["brief", case, "--members", "20", "--out", str(again)]) == 0
    for path in again.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), f"{path.name} differs on a second run"
