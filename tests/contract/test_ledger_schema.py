"""A ledger file outlives the program that made it: older layouts are brought up to date, later ones refused."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from pathlib import Path

import pytest

from postwar.core.claim import Claim, Report
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger, schema

FROZEN = Path(__file__).with_name("test_ledger_v1.sql")
TODAY = schema.STEPS[-1].version
NOTE = "ALTER TABLE claims ADD COLUMN note TEXT"
NEXT = schema.Step(TODAY + 1, (NOTE, "CREATE INDEX entries_by_document ON entries (document)"))
BROKEN = schema.Step(TODAY + 1, (NOTE, "CREATE INDEX no_such ON nowhere (note)"))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A file exactly as layout version 1 wrote it."""
    path = tmp_path / "books.db"
    connection = sqlite3.connect(path)
    connection.executescript(FROZEN.read_text(encoding="utf-8"))
    connection.close()
    return path


def layout_version(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def report(name: str) -> tuple[Report, list[Claim]]:
    return Report(name, "", "", None, None, "", "", name, name[0] * 64), []


def test_what_the_first_layout_wrote_is_read_as_it_was_meant(first: Path) -> None:
    with Ledger.open(first) as ledger:
        assert ledger.verify() == ()
        books = ledger.books()
        assert [(d.report.id, d.report.text, d.known_on.day, d.seq) for d in books.documents] == [
            ("post", "Ten people returned to the north.", 16, 2), ("étape", "Двадцать человек вернулись.", 12, 4)]
        assert [(c.quote, c.place, c.low, c.valid_to) for c in books.claims] == [
            ("Ten people", ("north",), 10, dt.date(2020, 11, 16)),
            ("Двадцать человек", ("north",), 20, dt.date(2020, 11, 12))]
        assert [(e.seq, e.who, e.why) for e in ledger.entries()] == [
            (1, "M. Ito", ""), (2, "M. Ito", ""), (3, "M. Ito", "backfill: found later"),
            (4, "M. Ito", "backfill: found later")]
        assert [e.digest[:8] for e in ledger.entries()] == ["6d5063b9", "21a52bfb", "30dafd66", "458b5735"]


def test_a_file_of_the_first_layout_becomes_one_of_today(first: Path, tmp_path: Path) -> None:
    assert schema.layout(sqlite3.connect(first)) == schema.expected_layout(1)
    for path in (first, tmp_path / "new.db"):
        Ledger.open(path).close()
        assert schema.layout(sqlite3.connect(path)) == schema.expected_layout(TODAY)


def test_an_older_file_is_brought_up_to_date_and_says_the_same(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(first) as ledger:
        before = ledger.books(), list(ledger.entries())
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    for _ in range(2):
        with Ledger.open(first) as ledger:
            assert ledger.verify() == ()
            assert (ledger.books(), list(ledger.entries())[:4]) == before
    with Ledger.open(first) as ledger:
        ledger.ingest(*report("aa"), known_on=dt.date(2020, 12, 1))
        assert ledger.verify() == ()
    connection = sqlite3.connect(first)
    rows = connection.execute("SELECT version, ledger FROM meta ORDER BY version").fetchall()
    connection.close()
    assert (layout_version(first), [version for version, _ in rows]) == (TODAY + 1, [1, TODAY, TODAY + 1])
    assert len({ledger for _, ledger in rows}) == 1


def test_a_change_to_the_history_of_the_layout_is_found(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    Ledger.open(first).close()
    connection = sqlite3.connect(first)
    connection.execute("DROP TRIGGER meta_no_delete")
    connection.execute(f"DELETE FROM meta WHERE version = {TODAY + 1}")
    connection.commit()
    connection.close()
    with Ledger.open(first) as ledger:
        assert "meta does not end with the version of the file's layout" in {p.message for p in ledger.verify()}


def test_a_step_that_fails_leaves_the_file_as_it_was(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", (*schema.STEPS, BROKEN))
        with pytest.raises(LedgerError, match=r"refused: no such table: .*nowhere"):
            Ledger.open(first)
    assert layout_version(first) == 1
    with Ledger.open(first) as ledger:
        assert ledger.verify() == ()


def test_a_file_of_a_later_layout_is_refused_and_left_alone(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
        Ledger.open(first).close()
    before = first.read_bytes()
    for read_only in (False, True):
        said = rf"made by a later postwar \(layout {TODAY + 1}, this one knows up to {TODAY}\)"
        with pytest.raises(LedgerError, match=said):
            Ledger.open(first, read_only=read_only)
    assert first.read_bytes() == before


def test_an_older_file_is_read_and_not_changed_by_a_reader(first: Path) -> None:
    before = first.read_bytes()
    with Ledger.open(first, read_only=True) as ledger:
        assert (len(ledger.books().claims), ledger.verify()) == (2, ())
        with pytest.raises(LedgerError, match="cannot be written"):
            ledger.ingest(*report("aa"), known_on=dt.date(2020, 12, 1))
    assert first.read_bytes() == before


@pytest.mark.parametrize("there", [True, False])
def test_many_who_open_a_file_at_once_make_or_change_it_once(first: Path, tmp_path: Path, there: bool,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    path, start, faults = first if there else tmp_path / "new.db", threading.Barrier(6), []

    def enter(n: int) -> None:
        start.wait()
        try:
            with Ledger.open(path) as ledger:
                ledger.ingest(*report(f"{n:x}"), known_on=dt.date(2020, 12, 1))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=enter, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with Ledger.open(path) as ledger:
        assert ledger.verify() == ()
        assert len(ledger.documents()) == 6 + 2 * there
