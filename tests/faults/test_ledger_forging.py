"""Every forgery of a ledger file is found: rows changed, dropped, put in, replaced, reordered; bytes turned over."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from postwar.core.errors import LedgerError
from postwar.ledger import Ledger
from tests.forging import TABLES, Forgery, Rows, fill, forgeries, key

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "books.db"
    with Ledger.open(path, key=key()) as ledger:
        fill(ledger)
        assert ledger.verify() == ()
    return path


def rows_of(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as books:
        books.row_factory = sqlite3.Row
        return {table: [dict(row) for row in books.execute(f"SELECT * FROM {table}")] for table in TABLES}


def force(path: Path, forgery: Forgery) -> bool:
    """Whether the database took it, with its triggers taken off before and put back after, and its checks off."""
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        for setting in ("ignore_check_constraints = ON", "synchronous = OFF"):
            books.execute(f"PRAGMA {setting}")
        books.execute("BEGIN")
        triggers = books.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            books.execute(f"DROP TRIGGER {name}")
        try:
            for statement, values in forgery.statements:
                books.execute(statement, values)
        except sqlite3.IntegrityError:
            return False
        for _, sql in triggers:
            books.execute(sql)
        books.execute("COMMIT")
    return True


def found(path: Path) -> bool:
    try:
        with Ledger.open(path, read_only=True) as ledger:
            return ledger.verify() != ()
    except LedgerError:
        return True


def forge(sound: Path, folder: Path, count: int) -> Counter[str]:
    """Make so many forgeries, one in each of as many copies; how many of each kind, none of them missed."""
    rows, tried, refused, missed = rows_of(sound), Counter[str](), 0, []
    for forgery in forgeries(rows, random.Random(count)):
        if tried.total() == count:
            break
        path = Path(shutil.copy(sound, folder / "forged.db"))
        if not force(path, forgery):
            refused += 1
        elif rows_of(path) != rows:
            tried[forgery.kind.split()[0]] += 1
            missed += [] if found(path) else [forgery]
    assert missed == []
    print(f"{count} forgeries of a file found ({dict(sorted(tried.items()))}); {refused} refused by SQLite")
    return tried


def turn_bytes(sound: Path, folder: Path, count: int) -> tuple[int, int]:
    """Turn over so many bits, one in each of as many copies: how many were found, and how many changed no field."""
    whole, rows, chance, path = sound.read_bytes(), rows_of(sound), random.Random(count), folder / "turned.db"
    n_found = n_same = 0
    for _ in range(count):
        turned = bytearray(whole)
        turned[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(turned)
        if found(path):
            n_found += 1
        else:
            assert rows_of(path) == rows
            n_same += 1
    print(f"{count} bits turned over in a file: {n_found} found, {n_same} changed no stored field")
    return n_found, n_same


@pytest.mark.slow
def test_forgeries_are_found(sound: Path, tmp_path: Path) -> None:
    assert set(forge(sound, tmp_path, 60)) == {"field", "drop", "put", "replace", "reorder"}
    assert all(turn_bytes(sound, tmp_path, 60))


@pytest.mark.long
def test_a_thousand_forgeries_are_found(sound: Path, tmp_path: Path) -> None:
    assert forge(sound, tmp_path, 1000).total() == 1000
    assert all(turn_bytes(sound, tmp_path, 1000))
