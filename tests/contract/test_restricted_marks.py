"""What marks a report as restricted, wherever it stands and however badly it is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from postwar.cases import check_case, find_case, load_case, restricted_sources
from postwar.core.claim import says_restricted
from postwar.pipeline.right import marked


@pytest.mark.parametrize(("about", "wanted"), [
    ("restricted: yes", True), ("restricted: true", True), ("Restricted : YES", True), ("restricted = true", True),
    ('"restricted" = "yes"', True), ("restricted: oui", True), ("restricted: 1", True),
    ("source: a\nrestricted: y", True), ("[[broken\nrestricted = true", True), ("restricted: no", False),
    ("restricted = false", False), ("restricted:", False), ("", False),
    ("title: restricted: yes, they said", False), ("unrestricted: yes", False)])
def test_a_mark_is_read_line_by_line(about: str, wanted: bool) -> None:
    assert says_restricted(about) is wanted


HEAD = "---\nsource: Hidden Voice\npublished_at: 2019-04-20\n"
TEXT = "The Lowen army withdrew.\n"


@pytest.mark.parametrize(("files", "sources", "wanted"), [
    ({"a.md": f"{HEAD}restricted: yes\n---\n{TEXT}"}, (), True),
    ({"a.md": f"{HEAD}restricted: perhaps\n---\n{TEXT}"}, (), True),
    ({"a.md": f"{HEAD}restricted: no\n---\n{TEXT}"}, (), False),
    ({"a.md": f"{HEAD}---\n{TEXT}"}, (), False),
    ({"a.md": f"{HEAD}---\n{TEXT}"}, ("Hidden Voice",), True),
    ({"a.md": f"{HEAD}---\n{TEXT}restricted: yes\n"}, (), False),
    ({"a.txt": TEXT, "a.toml": 'source = "Hidden Voice"\nrestricted = true\n'}, (), True),
    ({"a.txt": TEXT, "a.toml": "restricted = true\n[[not toml"}, (), True),
    ({"a.html": f"<html><body><p>{TEXT}</p></body></html>", "a.toml": "restricted = true\n"}, (), True)])
def test_a_report_is_marked_above_it_beside_it_or_by_its_source(tmp_path: Path, files: dict[str, str],
                                                               sources: tuple[str, ...], wanted: bool) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (report, problems), = marked([str(tmp_path / next(iter(files)))], sources=frozenset(sources))
    assert report is not None and report.restricted is wanted
    assert not wanted or all(str(tmp_path) not in str(p) for p in problems)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_case("toy"), tmp_path / "case"))


def add_source(case: Path, row: str) -> None:
    header, *rows = (case / "sources.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([f"{header},restricted", *(f"{r}," for r in rows), row, ""])
    (case / "sources.csv").write_text(text, encoding="utf-8")


def test_a_restricted_source_is_not_part_of_the_digest(case: Path) -> None:
    before = load_case(case).digest
    add_source(case, "hidden,Hidden Voice,,B,yes")
    assert (load_case(case).digest, restricted_sources(case)) == (before, {"hidden", "Hidden Voice"})


def test_a_mark_that_cannot_be_read_is_a_fault_and_counts(case: Path) -> None:
    add_source(case, "hidden,Hidden Voice,,B,yse")
    assert [str(p) for p in check_case(case)] == ["sources.csv:7: unknown restricted 'yse'; use one of yes, no"]
    assert restricted_sources(case) == {"hidden", "Hidden Voice"}


def test_what_is_wrong_with_a_restricted_report_is_said_without_its_name(case: Path) -> None:
    (case / "reports/zq-told.md").write_text(f"{HEAD}restricted: yes\ntitel: Zq\n---\n{TEXT}", encoding="utf-8")
    found = [str(p) for p in check_case(case)]
    assert found and all(line.startswith("reports/(a restricted report):") for line in found)
    assert not any(word in line for line in found for word in ("zq", "Zq", "Hidden"))
