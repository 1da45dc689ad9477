"""A ledger that cannot be opened, read or written says so in one line, and keeps no half entry."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postwar.core.claim import Claim, Report
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger, connection, store, writing

ON = dt.date(2020, 11, 16)


def report(name: str, length: int = 10) -> tuple[Report, list[Claim]]:
    text = "word " * length
    claims = [Claim(f"c-{name}-{n}", name, 0, 4, "word", "talks", "happened") for n in range(3)]
    return Report(name, "", "", None, None, "", "", text, f"{name:0>64}"), claims


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "books.db"
    with Ledger.open(path) as ledger:
        ledger.ingest(*report("a"), known_on=ON)
    return path


def other_database(path: Path) -> None:
    made = sqlite3.connect(path)
    made.execute("CREATE TABLE recipes (name TEXT)")
    made.close()


MADE = {
    "no folder": (lambda p: None, "missing/books.db", r"no folder .*missing; make it"),
    "a folder": (lambda p: p.mkdir(), "books.db", "not a file; name another one"),
    "a pipe": (lambda p: os.mkfifo(p), "books.db", "not a file; name another one"),
    "some text": (lambda p: p.write_text("Dear diary, " * 99), "books.db", "not a ledger file; name another file"),
    "another program's database": (other_database, "books.db", "an SQLite file, but not a ledger"),
}


@pytest.mark.parametrize("kind", MADE)
def test_what_is_no_ledger_is_refused_and_left_alone(kind: str, tmp_path: Path) -> None:
    make, name, message = MADE[kind]
    path = tmp_path / name
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=message) as refused:
        Ledger.open(path)
    assert str(path) in str(refused.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_reader_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger there; ingest a report into it first"):
        Ledger.open(tmp_path / "books.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_writes_nothing(books: Path) -> None:
    before = books.read_bytes()
    with Ledger.open(books, read_only=True) as ledger:
        with pytest.raises(LedgerError, match="cannot be written; make the file and its folder writable"):
            ledger.ingest(*report("b"), known_on=ON)
        assert len(ledger.books().claims) == 3
        assert ledger.verify() == ()
    assert books.read_bytes() == before


@pytest.mark.parametrize("name", ["with space & 100%.db", "what?.db", "#1.db", "Կարս.db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Ledger.open(tmp_path / name) as ledger:
        ledger.ingest(*report("a"), known_on=ON)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_file_is_set_up_for_durable_and_shared_writing(books: Path) -> None:
    with Ledger.open(books) as ledger:
        for setting, value in {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}.items():
            assert ledger._store.connection.execute(f"PRAGMA {setting}").fetchone() == (value,)


def test_a_file_system_without_a_write_ahead_log_is_refused(tmp_path: Path) -> None:
    address = f"file:{tmp_path / 'books.db'}?vfs=unix-dotfile"
    without = sqlite3.connect(address, uri=True, isolation_level=None)
    with pytest.raises(LedgerError, match="does not allow a write-ahead log; put the ledger on a local disk"):
        connection.write_ahead(without, "books.db")
    without.close()


def test_a_full_disk_keeps_no_half_entry(books: Path) -> None:
    with Ledger.open(books) as ledger:
        before = list(ledger.entries())
        pages = ledger._store.connection.execute("PRAGMA page_count").fetchone()[0]
        ledger._store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(LedgerError, match="no room left on the disk; make room and ask again"):
            ledger.ingest(*report("b", 10_000), known_on=ON)
        assert list(ledger.entries()) == before
        assert ledger.verify() == ()
        ledger._store.connection.execute("PRAGMA max_page_count = 1000000")
        assert ledger.ingest(*report("b", 10_000), known_on=ON).status == "ok"
        assert ledger.verify() == ()


FAILING_DISK = """
import datetime as dt, resource, sys
from postwar.core.claim import Report
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger
ledger = Ledger.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    report = Report("b", "", "", None, None, "", "", "word " * 20000, "b" * 64)
    ledger.ingest(report, [], known_on=dt.date(2020, 11, 16))
except LedgerError as error:
    print(error)
"""


@pytest.mark.parametrize("limit", [20_000, 60_000, 100_000])
def test_a_disk_that_refuses_to_write_keeps_no_half_entry(books: Path, limit: int) -> None:
    child = subprocess.run([sys.executable, "-c", FAILING_DISK, str(books), str(limit)], capture_output=True, text=True)
    assert (child.returncode, child.stderr) == (0, "")
    assert child.stdout.startswith(f"{books}: ") and "disk" in child.stdout
    with Ledger.open(books) as ledger:
        assert [d.report.id for d in ledger.documents()] == ["a"]
        assert ledger.verify() == ()
        assert ledger.ingest(*report("b", 20_000), known_on=ON).status == "ok"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


NOT_ALLOWED = """
import datetime as dt, os, sys
from postwar.core.claim import Report
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger
if os.getuid() == 0:
    os.setuid(65534)
try:
    with Ledger.open(sys.argv[1]) as ledger:
        ledger.ingest(Report("b", "", "", None, None, "", "", "", "b" * 64), [], known_on=dt.date(2020, 11, 16))
except LedgerError as error:
    print(error)
"""


@pytest.mark.parametrize("folder_too", [True, False])
def test_a_file_that_may_not_be_written_is_left_alone(books: Path, open_folder: Path, folder_too: bool) -> None:
    path = Path(shutil.copy(books, open_folder / "books.db"))
    path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    open_folder.chmod(0o555 if folder_too else 0o777)
    before = path.read_bytes()
    child = subprocess.run([sys.executable, "-c", NOT_ALLOWED, str(path)], capture_output=True, text=True)
    assert (child.returncode, child.stderr) == (0, "")
    assert "make the file and its folder" in child.stdout and child.stdout.count("\n") == 1
    assert path.read_bytes() == before


def test_other_writers_are_waited_for_and_no_longer_than_asked(books: Path) -> None:
    other = sqlite3.connect(books, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.open(books, patience=0.2) as ledger:
        start = time.monotonic()
        with pytest.raises(LedgerError, match="others kept writing to it for too long; ask again"):
            ledger.ingest(*report("b"), known_on=ON)
        assert 0.2 <= time.monotonic() - start < 5
        assert len(ledger.books().claims) == 3          # readers do not wait
        other.execute("COMMIT")
        assert ledger.ingest(*report("b"), known_on=ON).status == "ok"
    other.close()


def test_a_closed_ledger_is_a_fault_of_the_program(books: Path) -> None:
    ledger = Ledger.open(books)
    ledger.close()
    with pytest.raises(sqlite3.ProgrammingError):
        ledger.books()


def test_books_that_were_damaged_say_so(books: Path) -> None:
    raw = sqlite3.connect(books, isolation_level=None)
    raw.execute("DROP TRIGGER claims_no_update")
    raw.execute("UPDATE claims SET payload = 'not JSON'")
    raw.close()
    with Ledger.open(books) as ledger, pytest.raises(LedgerError, match=r"holds what cannot be read .*postwar verify"):
        list(ledger.books().claims)


def test_a_break_in_the_middle_leaves_nothing(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(books) as ledger:
        def break_off(*entries: Any) -> None:
            writing.append(*entries)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(store, "append", break_off)
            with pytest.raises(KeyboardInterrupt):
                ledger.ingest(*report("b"), known_on=ON)
        assert len(list(ledger.entries())) == 4
        assert ledger.ingest(*report("b"), known_on=ON).status == "ok"
        assert ledger.verify() == ()
