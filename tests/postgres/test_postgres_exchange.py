"""A ledger goes from a file to a server and back, and stays the same ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.ledger import Ledger
from tests.contract.test_ledger_exchange import day, fill, many, put, same

pytestmark = pytest.mark.postgres


def test_from_a_file_to_a_server_and_back(tmp_path: Path, address: str) -> None:
    with Ledger.open(tmp_path / "books.db") as ledger:
        fill(ledger)
        ledger.export(tmp_path / "books.jsonl")
        assert Ledger.restore(tmp_path / "books.jsonl", address).added == 15
        with Ledger.open(address) as there:
            same(ledger, there)
            assert there.verify() == ()
            there.export(tmp_path / "there.jsonl")
    assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "books.jsonl").read_bytes()
    assert Ledger.restore(tmp_path / "books.jsonl", address).added == 0


def test_what_was_written_on_the_server_comes_back_to_the_file(tmp_path: Path, address: str) -> None:
    with Ledger.open(address) as there:
        fill(there)
        there.export(tmp_path / "books.jsonl")
        Ledger.restore(tmp_path / "books.jsonl", tmp_path / "books.db")
        put(there, "d", day(6), "more words")
        there.redact(put(there, "e", day(6), "gone")[0].id, known_on=day(7), who="M. Ito", why="asked for")
        there.export(tmp_path / "longer.jsonl")
        there.export_tables(tmp_path / "tables")
        assert Ledger.restore(tmp_path / "longer.jsonl", tmp_path / "books.db").added == 6
        with Ledger.open(tmp_path / "books.db") as ledger:
            same(ledger, there)
            assert ledger.verify() == ()


def test_many_documents_go_in_at_once(address: str) -> None:
    with Ledger.open(address) as there:
        many(there)
