"""The reader against labelled reports of four settlements: pooled scores hold the bars."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from postwar.core.actor import Actor
from postwar.core.case import Names
from postwar.core.claim import claim_to_json
from postwar.core.place import Place
from postwar.reading.read import open_report, read_report

GOLD = Path(__file__).parents[2] / "../shared/gold"
pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="the labelled reports are not here")


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_claims", GOLD / "score_claims.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = written
    return module


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(x for x in (cell or "").split(";") if x)


def _names(folder: Path) -> Names:
    actors = tuple(
        Actor(r["id"], r["name"], _list(r["aliases"]), r["kind"], r["side"] or "") for r in _rows(folder / "actors.csv")
    )
    places = tuple(
        Place(
            r["id"],
            r["name"],
            _list(r["aliases"]),
            r["kind"],
            _list(r["within"]),
            None,
            None,
            None,
            r["controller"] or None,
            "",
        )
        for r in _rows(folder / "places.csv")
    )
    return Names(folder.name, actors, places, (), tuple((r["id"], r["text"]) for r in _rows(folder / "provisions.csv")))


def _sets() -> list[tuple[str, Path, Path, Path, list[str]]]:
    dispatches = GOLD.parent / "dispatches"
    out = [
        ("agency", GOLD, GOLD / "agency-1.jsonl", dispatches, [f"{dispatches / '000_3f0ce53d2351d1f0.txt'}@2020-11-16"])
    ]
    for folder in sorted((GOLD / "dispatches").iterdir()):
        out.append(
            (
                folder.name,
                folder,
                folder / "gold.jsonl",
                folder / "reports",
                [str(p) for p in sorted((folder / "reports").iterdir())],
            )
        )
    return out


@pytest.fixture(scope="module")
def read() -> tuple[list[dict[str, Any]], list[dict[str, Any]], float | None]:
    """All gold claims, all claims read, and the least share of exact quotes of any set."""
    scorer = _scorer()
    gold: list[dict[str, Any]] = []
    pred: list[dict[str, Any]] = []
    exact: list[float] = []
    for name, folder, labelled, reports, files in _sets():
        names = _names(folder)
        wanted = [{**c, "report": f"{name}/{c['report']}"} for c in scorer.load(labelled)]
        found = []
        for file in files:
            report, _ = open_report(file)
            found += [claim_to_json(c) for c in read_report(report, names)[0]]
        exact.append(scorer.score(scorer.load(labelled), found, reports)["quote_exactness"])
        gold += wanted
        pred += [{**c, "report": f"{name}/{c['report']}"} for c in found]
    return gold, pred, min(exact)


def _books(scorer: ModuleType, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [c for c in claims if c["kind"] in scorer.BOOKS]


def test_quotes_are_exact(read: Any) -> None:
    assert read[2] == 1.0


def test_core_of_what_moves_the_books(read: Any) -> None:
    scorer = _scorer()
    core = scorer.score(_books(scorer, read[0]), _books(scorer, read[1]))["core"]
    assert core["f1"] >= 0.55 and core["precision"] >= 0.60 and core["recall"] >= 0.55, core


def test_core_of_all_claims(read: Any) -> None:
    scorer = _scorer()
    result = scorer.score(read[0], [c for c in read[1] if c["kind"] not in scorer.LATER])
    assert result["core"]["f1"] >= 0.50 and result["lenient"]["f1"] >= 0.70, result
    assert result["modality"]["macro_f1"] >= 0.80, result["modality"]


def test_no_dates_are_invented(read: Any) -> None:
    scorer = _scorer()
    invented = scorer.score(_books(scorer, read[0]), _books(scorer, read[1]))["invented_dates"]
    assert invented["share"] <= 0.02, invented


def test_what_did_not_happen_is_not_read_as_happened(read: Any) -> None:
    worst = _scorer().read_as_happened(read[0], read[1])
    assert worst["share"] <= 0.02, worst
