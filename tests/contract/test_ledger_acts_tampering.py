"""Nobody changes a decision unseen, and no payload goes without an entry that redacts it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from postwar.core.claim import Claim, Report
from postwar.ledger import Ledger

ON = dt.date(2020, 11, 16)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A document (1), its claims (2, 3), a review (4), and a redaction of claim 3 (5)."""
    path = tmp_path / "books.db"
    claims = [Claim(f"c-{n}", "a", 0, 3, "ten", "talks", "happened") for n in range(2)]
    with Ledger.open(path) as ledger:
        ledger.ingest(Report("a", "", "", None, None, "", "", "ten", "a" * 64), claims, known_on=ON)
        ledger.review("c-0", "corroborated", known_on=ON, who="M. Ito")
        ledger.redact("c-1", known_on=ON, who="M. Ito", why="asked to")
        assert ledger.verify() == ()
    return path


@pytest.mark.parametrize("statement", [
    "UPDATE acts SET payload = '{}'", "DELETE FROM acts", "DELETE FROM claims", "DELETE FROM documents",
    "REPLACE INTO acts SELECT * FROM acts", "REPLACE INTO acts SELECT seq, 1, salt, payload FROM acts WHERE seq = 4"])
def test_decisions_are_kept_as_they_were_made(books: Path, statement: str) -> None:
    connection = sqlite3.connect(books)
    with pytest.raises(sqlite3.IntegrityError, match="the books are append-only"):
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(("statement", "entry"), [
    ("UPDATE acts SET payload = replace(payload, 'corroborated', 'substantiated') WHERE seq = 4", 4),
    ("UPDATE acts SET about = 1 WHERE seq = 4", 4),
    ("UPDATE acts SET salt = zeroblob(32) WHERE seq = 4", 4),
    ("UPDATE acts SET about = 2 WHERE seq = 5", 5),
    ("DELETE FROM acts WHERE seq = 4", 4),
    ("DELETE FROM acts WHERE seq = 5", 3),
    ("UPDATE entries SET action = 'retract' WHERE seq = 4", 4),
    ("INSERT INTO claims SELECT 3, 'c-1', salt, payload FROM claims WHERE seq = 2", 3),
    ("INSERT INTO acts SELECT 2, about, salt, payload FROM acts WHERE seq = 4", 2),
    ("DELETE FROM claims WHERE seq = 2", 2),
])
def test_a_decision_that_was_changed_is_found(books: Path, statement: str, entry: int) -> None:
    connection = sqlite3.connect(books, isolation_level=None)
    for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.close()
    with Ledger.open(books, read_only=True) as ledger:
        assert entry in {problem.line for problem in ledger.verify()}
