"""The check of an export that needs nothing but Python's own library: it runs alone, and finds what was changed."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from postwar.ledger import Ledger
from tests.forging import fill, key

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")
SCRIPT = Path(__file__).parents[2] / "docs/check_export.py"
Line = dict[str, Any]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Line], Line]:
    """The lines of an export that holds a decision of every kind, and a checkpoint of its ledger."""
    path = tmp_path_factory.mktemp("exported") / "books.jsonl"
    with Ledger.open(":memory:", key=key()) as ledger:
        fill(ledger)
        ledger.export(path)
        seen = ledger.checkpoint()
    return ([json.loads(line) for line in path.read_text().splitlines()],
            {"ledger": seen.ledger, "seq": seen.seq, "digest": seen.digest, "made_at": seen.made_at})


@pytest.fixture(scope="module")
def check() -> Callable[..., Iterator[str]]:
    found: Callable[..., Iterator[str]] = runpy.run_path(str(SCRIPT))["check"]
    return found


def texts(lines: list[Line]) -> Iterator[str]:
    return iter([json.dumps(line) for line in lines])


def test_what_a_ledger_exports_fits(exported: tuple[list[Line], Line], check: Callable[..., Iterator[str]]) -> None:
    lines, seen = exported
    assert list(check(texts(lines))) == list(check(texts(lines), seen)) == []


@pytest.mark.parametrize("named", ["who", "why", "known_on", "recorded_at", "action", "document", "supersedes",
                                   "closes", "seq"])
def test_every_changed_field_is_found(exported: tuple[list[Line], Line], check: Callable[..., Iterator[str]],
                                      named: str) -> None:
    for at in (1, 7, len(exported[0]) - 2):
        lines = json.loads(json.dumps(exported[0]))
        value = lines[at]["entry"][named]
        lines[at]["entry"][named] = f"{value}x" if isinstance(value, str) else (value or 0) + 1
        assert any(f"entry {at}:" in found for found in check(texts(lines)))


def test_lines_dropped_put_in_or_reordered_are_found(exported: tuple[list[Line], Line],
                                                     check: Callable[..., Iterator[str]]) -> None:
    lines, _ = exported
    for at in range(1, len(lines) - 1, 5):
        for forged in (lines[:at] + lines[at + 1:], [*lines[:at], lines[at], *lines[at:]],
                       [*lines[:at], lines[at + 1], lines[at], *lines[at + 2:]], lines[:at]):
            assert list(check(texts(forged)))


def test_payloads_changed_or_taken_out_are_found(exported: tuple[list[Line], Line],
                                                 check: Callable[..., Iterator[str]]) -> None:
    for at, line in list(enumerate(exported[0]))[::4]:
        for named in {"payload", "salt", "commitment"} & line.keys():
            lines = json.loads(json.dumps(exported[0]))
            lines[at][named] = lines[at][named][::-1]
            assert list(check(texts(lines)))
        if "payload" in line:
            bare = {k: v for k, v in line.items() if k not in ("payload", "salt")}
            found = list(check(texts([*exported[0][:at], bare, *exported[0][at + 1:]])))
            assert f"entry {at}: its payload is missing, or is there though it was redacted" in found


def test_an_older_export_is_found_against_a_checkpoint(exported: tuple[list[Line], Line],
                                                       check: Callable[..., Iterator[str]]) -> None:
    lines, seen = exported
    older = [*lines[:2], {"entries": 1, "digest": lines[1]["digest"]}]
    assert list(check(texts(older))) == []
    assert "not the one that the checkpoint of" in next(check(texts(older), seen))
    assert list(check(texts(lines), seen | {"ledger": "00"})) == ["the checkpoint is of another ledger"]


@pytest.mark.slow
def test_it_runs_without_anything_installed(exported: tuple[list[Line], Line], tmp_path: Path) -> None:
    whole, cut, seen = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl", tmp_path / "seen.json"
    whole.write_text("".join(json.dumps(line) + "\n" for line in exported[0]))
    cut.write_text(whole.read_text()[:-200])
    seen.write_text(json.dumps(exported[1]))
    for arguments, status in (((whole,), 0), ((whole, seen), 0), ((cut,), 1), ((), 2)):
        ran = subprocess.run([sys.executable, "-I", "-S", SCRIPT, *arguments], capture_output=True, text=True)
        assert ran.returncode == status and (ran.stdout or ran.stderr)
