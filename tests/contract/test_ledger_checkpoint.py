"""Keys and checkpoints: what a ledger was is signed, kept elsewhere, and held against what it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from postwar.cli import main
from postwar.core.claim import Report
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger, chain
from postwar.ledger.checkpoint import Checkpoint, read_checkpoint, signed
from postwar.ledger.keys import load_key, load_public_key, load_signing_key, new_key, new_signing_pair

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")
ON = dt.date(2021, 3, 1)


def enter(path: Path, *names: str) -> None:
    with Ledger.open(path) as ledger:
        for name in names:
            ledger.ingest(Report(name, "", "", None, None, "", "", name, name[0] * 64), [], known_on=ON)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A ledger of three documents."""
    enter(tmp_path / "books.db", "a", "b", "c")
    return tmp_path / "books.db"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """The files of a key that signs, and of its public half."""
    return tmp_path / "sign.key", new_signing_pair(tmp_path / "sign.key")


def seen(books: Path) -> Checkpoint:
    with Ledger.open(books, read_only=True) as ledger:
        return ledger.checkpoint()


def said(books: Path, checkpoint: Checkpoint) -> list[str]:
    with Ledger.open(books, read_only=True) as ledger:
        return [f"{p.line}: {p.message}" for p in ledger.verify(checkpoint)]


# What is found -----------------------------------------------------------------------------------------------------

def test_a_ledger_that_went_on_still_holds_what_the_checkpoint_saw(books: Path) -> None:
    checkpoint = seen(books)
    enter(books, "d", "e")
    assert said(books, checkpoint) == []


def test_an_older_copy_put_back_is_found(books: Path, tmp_path: Path) -> None:
    older = shutil.copy(books, tmp_path / "older.db")
    enter(books, "d", "e")
    checkpoint = seen(books)
    shutil.copy(older, books)
    with Ledger.open(books) as ledger:
        assert ledger.verify() == ()
    (message,) = said(books, checkpoint)
    assert message.startswith("4: entries 4 to 5: missing") and "an older copy was put back" in message


def test_an_older_copy_that_went_on_otherwise_is_found(books: Path, tmp_path: Path) -> None:
    older = shutil.copy(books, tmp_path / "older.db")
    enter(books, "d")
    checkpoint = seen(books)
    shutil.copy(older, books)
    enter(books, "e", "f")
    (message,) = said(books, checkpoint)
    assert message.startswith("4: entry 4: not the one that the checkpoint of 2")


def test_a_chain_written_anew_is_found(books: Path) -> None:
    checkpoint = seen(books)
    connection = sqlite3.connect(books, isolation_level=None)
    (trigger,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_no_update'").fetchone()
    connection.execute("DROP TRIGGER entries_no_update")
    connection.execute("UPDATE entries SET who = 'N. N.' WHERE seq = 2")
    digest = connection.execute("SELECT digest FROM meta").fetchone()[0]
    columns = ", ".join(chain.METADATA)
    for *row, commitment in connection.execute(f"SELECT {columns}, commitment FROM entries ORDER BY seq").fetchall():
        digest = chain.link(digest, dict(zip(chain.METADATA, row, strict=True)), commitment)
        connection.execute("UPDATE entries SET digest = ? WHERE seq = ?", (digest, row[0]))
    connection.execute(trigger)
    connection.close()
    with Ledger.open(books) as ledger:
        assert ledger.verify() == ()
    assert "the chain was written anew there or before" in said(books, checkpoint)[0]


def test_another_ledger_is_not_taken_for_this_one(books: Path, tmp_path: Path) -> None:
    enter(tmp_path / "other.db", "a", "b", "c")
    assert "is of ledger" in said(tmp_path / "other.db", seen(books))[0]


# What is signed ----------------------------------------------------------------------------------------------------

def test_a_checkpoint_is_taken_from_its_signer_only(books: Path, pair: tuple[Path, Path], tmp_path: Path) -> None:
    checkpoint = seen(books)
    text = signed(checkpoint, load_signing_key(pair[0]))
    assert read_checkpoint("c", text, load_public_key(pair[1])) == checkpoint
    other = new_signing_pair(tmp_path / "other.key")
    with pytest.raises(LedgerError, match="not signed by the holder"):
        read_checkpoint("c", text, load_public_key(other))


@pytest.mark.parametrize(("name", "value"), [
    ("seq", 2), ("digest", "00" * 32), ("ledger", "00" * 16), ("made_at", "2020-01-01T00:00:00Z")])
def test_a_changed_checkpoint_is_refused(books: Path, pair: tuple[Path, Path], name: str, value: object) -> None:
    data = json.loads(signed(seen(books), load_signing_key(pair[0])))
    with pytest.raises(LedgerError, match="or changed since"):
        read_checkpoint("c", json.dumps(data | {name: value}), load_public_key(pair[1]))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 9999, '{"signature": "AAAA"}', '{"signature": 3}',
                                  '{"signature":"", "checkpoint":1,"ledger":"","seq":true,"digest":"","made_at":""}'])
def test_what_is_no_checkpoint_is_said_so(text: str, pair: tuple[Path, Path]) -> None:
    with pytest.raises(LedgerError, match="not a checkpoint"):
        read_checkpoint("c", text, load_public_key(pair[1]))


def test_empty_books_give_no_checkpoint() -> None:
    with Ledger.open(":memory:") as ledger, pytest.raises(LedgerError, match="nothing in the books yet"):
        ledger.checkpoint()


def test_the_commands(books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, out = tmp_path / "k", tmp_path / "seen.json"
    assert main(["keys", "new", str(key), "--signing"]) == 0
    assert main(["checkpoint", "--ledger", str(books), "--key", str(key), "--out", str(out)]) == 0
    verify = ["verify", "--ledger", str(books), "--checkpoint", str(out)]
    assert main([*verify, "--public-key", f"{key}.pub"]) == 0
    assert capsys.readouterr().out.endswith(": 3 documents, the chain holds, and holds all up to entry 3 that the "
                                            "checkpoint saw\n")
    assert main(verify) == 2
    books.unlink()
    enter(books, "a")
    assert main([*verify, "--public-key", f"{key}.pub", "--json"]) == 1
    assert "is of ledger" in json.loads(capsys.readouterr().out)["problems"][0]["message"]


# Keys --------------------------------------------------------------------------------------------------------------

def test_a_key_is_for_its_owner_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "my.key"
    new_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    first = load_key(path)
    for make in (new_key, new_signing_pair):
        with pytest.raises(LedgerError, match="never overwritten"):
            make(path)
    assert load_key(path) == first
    path.chmod(0o640)
    with pytest.raises(LedgerError, match="others can read this key; say `chmod 600"):
        load_key(path)


@pytest.mark.parametrize("text", ["", "postwar-key-1:", "postwar-key-1:AAAA", "postwar-key-1:é", "AAAA"])
def test_what_is_no_key_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my.key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    for load in (load_key, load_signing_key):
        with pytest.raises(LedgerError, match="make one with `postwar keys new FILE"):
            load(path)
    with pytest.raises(LedgerError, match=r"give the file that ends in \.pub"):
        load_public_key(path)


def test_a_key_shows_nothing_of_itself(tmp_path: Path) -> None:
    new_key(tmp_path / "my.key")
    key = load_key(tmp_path / "my.key")
    assert repr(key) == "Key()" and str(dataclasses.replace(key)) == "Key()"


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be read"):
        load_key(tmp_path / "none")
    with pytest.raises(LedgerError, match="cannot be written"):
        new_key(tmp_path / "none" / "my.key")
