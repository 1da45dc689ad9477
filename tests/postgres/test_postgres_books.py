"""What only a server can do wrong: refuse, be tampered with through SQL, lose a writer in the middle."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from postwar.core.claim import Claim, Report
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger

pytestmark = pytest.mark.postgres
ON = dt.date(2020, 11, 16)
TABLES = ("meta", "entries", "documents", "claims", "acts")


def document(name: str) -> tuple[Report, list[Claim]]:
    words = f"{name} says ten"
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    claims = [Claim(f"c-{name}-{n}", name, 0, n, words[:n], "talks", "happened") for n in (1, 2, 3)]
    return Report(name, "s", "", ON, None, "", "en", words, sha256), claims


@pytest.fixture
def kept(address: str) -> Iterator[tuple[str, Connection]]:
    """The address of a ledger with two documents (1-4, 5-8) and a review (9), and a session of the owner."""
    with Ledger.open(address) as ledger:
        for name in "ab":
            ledger.ingest(*document(name), known_on=ON)
        ledger.review("c-a-1", "corroborated", known_on=ON, who="M. Ito")
        assert ledger.verify() == ()
    server, _, name = address.partition("&ledger=")
    engine = create_engine(server.replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'SET search_path TO "{name}"'))
        yield address, connection
    engine.dispose()


@pytest.mark.parametrize("statement", [
    *(f"DELETE FROM {table}" for table in TABLES), *(f"TRUNCATE {table} CASCADE" for table in TABLES),
    "UPDATE entries SET why = 'x'", "UPDATE documents SET id = 'x'", "UPDATE claims SET id = 'x'",
    "UPDATE acts SET payload = '{}'", "UPDATE meta SET made_at = ''",
    "INSERT INTO entries SELECT seq + 20, seq + 20, recorded_at, known_on, action, document, supersedes, who, why, "
    "commitment, digest FROM entries WHERE seq = 1",
    "INSERT INTO claims SELECT * FROM claims WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET id = 'x'",
])
def test_the_books_refuse_every_change(kept: tuple[str, Connection], statement: str) -> None:
    address, connection = kept
    with pytest.raises(Exception, match="the books are append-only"):
        connection.execute(text(statement))
    with Ledger.open(address, read_only=True) as ledger:
        assert ledger.verify() == ()


@pytest.mark.parametrize(("statement", "line", "message"), [
    ("UPDATE entries SET who = 'N. N.' WHERE seq = 3", 3, "does not fit its digest"),
    ("UPDATE claims SET payload = replace(payload, 'talks', 'return') WHERE seq = 3", 3, "commitment"),
    ("UPDATE claims SET id = 'c-x' WHERE seq = 3", 3, "its id is not"),
    ("UPDATE documents SET sha256 = 'x' WHERE seq = 1", 1, "its sha256 is not"),
    ("UPDATE acts SET about = 3 WHERE seq = 9", 9, "its about is not"),
    ("DELETE FROM claims WHERE seq = 6", 6, "its payload is missing"),
    ("DELETE FROM acts WHERE seq = 9 THEN DELETE FROM entries WHERE seq = 9", 9, "counts 9 entries made"),
    ("UPDATE meta SET made_at = ''", None, "does not fit its digest"),
    ("DROP INDEX claims_by_id", None, "claims_by_id is missing"),
    ("DROP TRIGGER claims_no_update ON claims", None, "claims_no_update is missing"),
    ("ALTER TABLE claims DISABLE TRIGGER claims_no_delete", None, "claims_no_delete is not as"),
    ("CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", None,
     "meta_no_update is not as"),
])
def test_a_change_that_was_forced_is_found(kept: tuple[str, Connection], statement: str, line: int | None,
                                           message: str) -> None:
    address, connection = kept
    connection.execute(text("SET session_replication_role = replica"))       # no trigger and no key is asked
    for each in statement.split(" THEN "):
        connection.execute(text(each))
    with Ledger.open(address, read_only=True) as ledger:
        assert any(p.line == line and message in p.message for p in ledger.verify())


def test_what_cannot_be_opened_is_said_in_one_line(address: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger there"):
        Ledger.open(address, read_only=True)
    with pytest.raises(LedgerError, match=r"has no such database|cannot be reached"):
        Ledger.open(address.replace("/postgres?", "/nowhere?"))
    with pytest.raises(LedgerError, match="cannot be reached"):
        Ledger.open(f"postgresql://u:secret@/x?unix_sock={tmp_path}/none")
    with pytest.raises(LedgerError, match="letters, digits and _ only"):
        Ledger.open(address + "-; DROP")


def test_a_reader_writes_nothing_and_a_password_is_not_said(kept: tuple[str, Connection]) -> None:
    address = kept[0].replace("postwar@", "postwar:secret@")
    with Ledger.open(address, read_only=True) as ledger, pytest.raises(LedgerError, match="for reading only") as said:
        ledger.ingest(*document("c"), known_on=ON)
    assert "secret" not in str(said.value)


WRITER = """
import datetime as dt, hashlib, sys
from postwar.core.claim import Claim, Report
from postwar.ledger import Ledger
address, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Ledger.open(address) as ledger:
    for n in range(count):
        its = f"{name}-{n}"
        claims = [Claim(f"c-{its}-{k}", its, 0, k, its[:k], "talks", "happened") for k in (1, 2, 3)]
        report = Report(its, "s", "", None, None, "", "en", its, hashlib.sha256(its.encode()).hexdigest())
        receipt = ledger.ingest(report, claims, known_on=dt.date(2020, 11, 16))
        print(receipt.sha256, receipt.seq, flush=True)
"""


def start(log: Path, *values: object) -> subprocess.Popen[str]:
    with log.open("w") as out:
        return subprocess.Popen([sys.executable, "-c", WRITER, *map(str, values)], stdout=out, stderr=subprocess.PIPE,
                                text=True)


def acknowledged(log: Path) -> dict[str, int]:
    lines = [line.split() for line in log.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return {sha256: int(seq) for sha256, seq in lines}


def assert_all_kept(address: str, done: dict[str, int]) -> float:
    begin = time.monotonic()
    with Ledger.open(address) as ledger:
        there = {d.report.sha256: d.seq for d in ledger.documents()}
        reopened = time.monotonic() - begin
        assert {sha256: there.get(sha256) for sha256 in done} == done
        assert ledger.verify() == ()
        assert [e.seq for e in ledger.entries()] == list(range(1, 4 * len(there) + 1))
    return reopened


def write_together(address: str, folder: Path, writers: int, count: int) -> None:
    logs = [folder / f"{n}.log" for n in range(writers)]
    children = [start(log, address, log.stem, count) for log in logs]
    assert [(child.communicate()[1], child.returncode) for child in children] == [("", 0)] * writers
    done = {sha256: seq for log in logs for sha256, seq in acknowledged(log).items()}
    assert len(done) == writers * count
    assert_all_kept(address, done)


def kill_together(address: str, folder: Path, writers: int, kills: int) -> int:
    chance, done = random.Random(writers), dict[str, int]()
    for kill in range(kills):
        logs = [folder / f"k{kill}-{n}.log" for n in range(writers)]
        children = [start(log, address, log.stem, 10**9) for log in logs]
        while not all(map(acknowledged, logs)) and all(child.poll() is None for child in children):
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.1))
        for child in children:
            child.send_signal(signal.SIGKILL)
        assert [(child.communicate()[1], child.returncode) for child in children] == [("", -signal.SIGKILL)] * writers
        done |= {sha256: seq for log in logs for sha256, seq in acknowledged(log).items()}
        assert assert_all_kept(address, done) < 2
    return len(done)


def test_four_writers_who_find_nothing_there_leave_no_gap(address: str, tmp_path: Path) -> None:
    write_together(address, tmp_path, 4, 25)


def test_kills_lose_nothing_that_was_acknowledged(address: str, tmp_path: Path) -> None:
    assert kill_together(address, tmp_path, 1, 4) + kill_together(address, tmp_path, 4, 2) > 6


@pytest.mark.long
def test_eight_writers_leave_no_gap_and_lose_nothing(address: str, tmp_path: Path) -> None:
    write_together(address, tmp_path, 8, 1000)


@pytest.mark.long
@pytest.mark.parametrize(("kills", "writers"), [(400, 1), (100, 4)])
def test_five_hundred_kills_lose_nothing_that_was_acknowledged(server: str, tmp_path: Path, kills: int,
                                                               writers: int) -> None:
    done = sum(kill_together(f"{server}&ledger=series_{writers}_{n}", tmp_path, writers, 25)
               for n in range(kills // 25))
    print(f"{kills} kills of {writers} writers, {done} documents acknowledged, none lost")
