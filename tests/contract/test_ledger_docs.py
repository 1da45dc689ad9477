"""What the page on the ledger shows is run, and prints what it says."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from postwar.ledger import schema

PAGE = (Path(__file__).parents[2] / "docs/ledger.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```.*?```text\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_print_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    assert len(EXAMPLES) == PAGE.count("```python") == 3
    for code, printed in EXAMPLES:
        exec(code, names)
        assert capsys.readouterr().out == printed


@pytest.mark.parametrize(("statement", "named"), [
    ("UPDATE entries SET who = 'N. N.' WHERE seq = 3", "entry 3"),
    ("UPDATE documents SET payload = replace(payload, 'Forty', 'Fifty') WHERE seq = 3", "the payload of entry 3"),
    ("DELETE FROM entries WHERE seq = 4", "entry 4 is missing"),
    ("UPDATE meta SET made_at = ''", "the file's birth"),
])
def test_the_check_that_needs_only_python_finds_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str,
                                                        named: str) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code, _ in EXAMPLES:
        exec(code, names)
    books = sqlite3.connect("books.db", isolation_level=None)
    for (trigger,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        books.execute(f"DROP TRIGGER {trigger}")
    books.execute(statement)
    books.close()
    check = names["check"]
    assert callable(check)
    with pytest.raises(AssertionError, match=named):
        check("books.db")


def test_the_page_names_every_column() -> None:
    books = sqlite3.connect(":memory:")
    for step in schema.STEPS:
        for statement in step.statements:
            books.execute(statement)
    for table in ("meta", "entries", "documents", "claims", "acts"):
        assert f"| `{table}` |" in PAGE
        for (column,) in books.execute("SELECT name FROM pragma_table_info(?)", (table,)):
            assert f"`{column}`" in PAGE, f"{table}.{column} is not on the page"
