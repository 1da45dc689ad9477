"""`postwar replay`: the files it writes, what they hold, and that equal questions get equal bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from postwar import cli, pipeline
from postwar.core.errors import AskError
from tests import flee_directory as D

REAL = Path(__file__).parents[2] / "../shared/data/flee"
needs_data = pytest.mark.skipif(not REAL.is_dir(), reason="the recorded displacements are not here")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small directory."""
    return D.write_directory(tmp_path_factory.mktemp("in") / "arland2031")


def rows(text: str) -> list[dict[str, str]]:
    """A table by its header."""
    return list(csv.DictReader(io.StringIO(text)))


def test_the_command_writes_tables_scores_and_a_picture_a_camp(folder: Path, tmp_path: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["replay", str(folder), "--members", "3", "--seed", "7", "--out", str(tmp_path / "o")]) == cli.FINE
    assert sorted(p.name for p in (tmp_path / "o").iterdir()) == ["Dune.svg", "Elm.svg", "bands.csv", "out.csv",
                                                                  "scores.json"]
    printed = capsys.readouterr().out
    assert "arland2031: 3 courses of 12 days from 2031-05-01, seed 7" in printed
    scores = json.loads((tmp_path / "o/scores.json").read_text())
    assert (scores["seed"], scores["members"], scores["compat"], scores["capacity"]) == (7, 3, "fixed", True)
    assert scores["version"] == pipeline.program_version()
    for name, digest in scores["files"].items():
        assert hashlib.sha256((tmp_path / "o" / name).read_bytes()).hexdigest() == digest
    for name in ("Dune.svg", "Elm.svg"):
        assert f"version {scores['version']}, seed 7" in (tmp_path / "o" / name).read_text()


def test_out_csv_has_flees_columns(folder: Path) -> None:
    files, _, _ = pipeline.replay(folder, ask=pipeline.Ask(members=2), drawn=False)
    table = rows(files["out.csv"])
    assert list(table[0]) == ["Day", "Date", "Dune sim", "Dune data", "Dune error", "Elm sim", "Elm data", "Elm error",
                              "Total error", "refugees in camps (UNHCR)", "total refugees (simulation)",
                              "raw UNHCR refugee count", "refugees in camps (simulation)", "refugee_debt"]
    assert len(table) == 12
    assert [row["Dune data"] for row in table][:5] == ["150", "637", "1125", "1612", "2100"]
    last = table[-1]
    assert int(last["refugees in camps (UNHCR)"]) == 2600 + 1300
    assert int(last["Dune sim"]) + int(last["Elm sim"]) == int(last["refugees in camps (simulation)"])
    assert (table[0]["Date"], last["Date"]) == ("2031-05-01", "2031-05-12")


def test_with_flees_quirks_the_date_is_a_day_ahead(folder: Path) -> None:
    files, _, _ = pipeline.replay(folder, ask=pipeline.Ask(members=2, compat="flee"), drawn=False)
    assert rows(files["out.csv"])[0]["Date"] == "2031-05-02"


def test_bands_hold_the_mean_and_name_seed_and_version(folder: Path) -> None:
    files, _, _ = pipeline.replay(folder, ask=pipeline.Ask(members=9, seed=3), drawn=False)
    table = rows(files["bands.csv"])
    assert len(table) == 24
    for row in table:
        levels = [int(row[f"q{q}"]) for q in ("0.05", "0.25", "0.50", "0.75", "0.95")]
        assert levels == sorted(levels) and levels[0] <= float(row["mean"]) <= levels[-1] + 0.1
        assert (row["seed"], row["members"], row["version"]) == ("3", "9", pipeline.program_version())


def test_equal_questions_get_equal_bytes(folder: Path) -> None:
    first, again, other = (pipeline.replay(folder, ask=pipeline.Ask(members=2, seed=seed))[0] for seed in (1, 1, 2))
    assert first == again
    assert first["bands.csv"] != other["bands.csv"]


def test_from_a_day_on_the_run_stands_on_what_was_known_then(folder: Path) -> None:
    free, bound = (rows(pipeline.replay(folder, ask=pipeline.Ask(members=2, from_day=day), drawn=False)[0]["out.csv"])
                   for day in (None, 5))
    assert [r["Dune sim"] for r in bound[:6]] == [r["Dune sim"] for r in free[:6]]
    assert int(bound[6]["Dune sim"]) >= 1400 and int(bound[6]["Elm sim"]) >= 500
    assert int(free[6]["Dune sim"]) < 1400
    assert all(int(r["refugees in camps (simulation)"]) == pytest.approx(int(r["total refugees (simulation)"]), abs=1)
               for r in bound[6:])


def test_from_a_day_on_later_reports_of_a_camp_change_nothing_but_the_arrivals(tmp_path: Path) -> None:
    """People who come later go elsewhere in the data, the same number each day: the run must not know it."""
    moved = {"dune": "2031-05-01,100\n2031-05-05,1400\n2031-05-09,1400\n2031-05-12,1400\n",
                 "elm": "2031-05-01,0\n2031-05-05,400\n2031-05-09,1100\n2031-05-12,2300\n"}
    swapped = {"dune": "2031-05-01,100\n2031-05-05,1400\n2031-05-09,2100\n2031-05-12,3300\n",
                   "elm": "2031-05-01,0\n2031-05-05,400\n2031-05-09,400\n2031-05-12,400\n"}
    ask = pipeline.Ask(members=2, from_day=4)
    courses = [[(r["Dune sim"], r["Elm sim"]) for r in rows(pipeline.replay(
        D.write_directory(tmp_path / name, registration_corrections="", **changed), ask=ask,
        drawn=False)[0]["out.csv"])]
        for name, changed in (("a", moved), ("b", swapped))]
    assert courses[0] == courses[1]


def test_a_day_outside_the_period_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AskError, match="day 0 to 10"):
        pipeline.replay(folder, ask=pipeline.Ask(from_day=11))
    assert cli.main(["replay", str(folder), "--from-day", "40", "--out", str(tmp_path / "o")]) == cli.USAGE
    assert "--from-day 40 is not within the period" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_without_capacities_a_full_camp_takes_more(tmp_path: Path) -> None:
    small = D.write_directory(tmp_path, locations=D.LOCATIONS.replace(",4000", ",300"))
    with_rooms, without = (rows(pipeline.replay(small, ask=pipeline.Ask(members=4, capacity=capacity), drawn=False)[0][
        "out.csv"])[-1] for capacity in (True, False))
    assert int(with_rooms["Dune sim"]) < int(without["Dune sim"])


def test_notes_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = D.write_directory(tmp_path / "in", routes=D.ROUTES + "Dune,Cedar,120,0\n")
    assert cli.main(["replay", str(folder), "--members", "1", "--no-pictures", "--out",
                     str(tmp_path / "o")]) == cli.FINE
    assert "note: input_csv/routes.csv:6: this way stands in line 4 too" in capsys.readouterr().err


@needs_data
def test_a_recorded_displacement_scores_as_flee_does() -> None:
    ask = pipeline.Ask(members=4, compat="flee")
    files, scores, _ = pipeline.replay(REAL / "mali2012", REAL / "simsetting.yml", ask, drawn=False)
    assert scores["rows"][0]["rescaled"]["0-2"] == pytest.approx(0.362, abs=0.015)
    with (REAL / "reference/mali2012_full.csv").open() as file:
        reference = list(csv.DictReader(file))
    ours = rows(files["out.csv"])
    assert list(ours[0]) == list(reference[0])
    fed = [name for name in ours[0] if name.endswith(" data") or name in (
        "Day", "Date", "refugees in camps (UNHCR)", "total refugees (simulation)", "raw UNHCR refugee count",
        "refugee_debt")]
    assert [[row[name] for name in fed] for row in ours] == [[row[name] for name in fed] for row in reference]
