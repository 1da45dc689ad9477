"""What the pages on reading show is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def _examples(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_on_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in _examples("reading.md", "python"):
        exec(code, names)
    assert capsys.readouterr().out.splitlines() == [
        "north 2020-05-12 ['return']",
        "html return 40.0 The first 40 families returned to Tessa on 8 May 2020",
        "table return 410.0 Tessa,2020-05-12,410",
        "missing.pdf: cannot be read (No such file or directory); give the path of a file that can be read",
    ]


def test_the_page_on_adding_a_reader() -> None:
    code = _examples("add-a-reader.md", "python")
    assert len(code) == 1
    exec(code[0], {})


def test_the_rule_on_the_page_has_only_fields_that_rules_have() -> None:
    import tomllib

    from postwar.reading.lexicon import Rule

    row = tomllib.loads(_examples("add-a-reader.md", "toml")[0])["rule"][0]
    renamed = {"verb": "verbs", "not": "barred"}
    assert {renamed.get(k, k) for k in row} <= set(Rule.__slots__)


def test_every_module_of_the_table_is_there() -> None:
    folder = DOCS.parent / "src/postwar/reading"
    table = (DOCS / "reading.md").read_text(encoding="utf-8").split("## The way of a report")[1].split("##")[0]
    named = set(re.findall(r"`(\w+/?)`", table))
    packages = {f"{p.parent.name}/" for p in folder.glob("*/__init__.py")}
    there = packages | {p.stem for p in folder.glob("*.py")} - {"__init__", "read", "lexicon", "sheet", "sentence"}
    assert named == there, named ^ there
