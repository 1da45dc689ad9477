"""What was acknowledged is there: writers killed at any moment, at every step, and many at once."""

from __future__ import annotations

import datetime as dt
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from postwar.ledger import Ledger

ON = dt.date(2020, 11, 16)
DOCUMENT = """
import datetime as dt, hashlib, os, signal, sys
from postwar.core.claim import Claim, Report, claim_id
from postwar.ledger import Ledger

ON = dt.date(2020, 11, 16)

def enter(ledger, name, n_claims=3):
    text = f"{name} " * 400
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims = [Claim(claim_id(sha256, 0, n, "talks", (), (), None, None), name, 0, n, text[:n], "talks", "happened")
              for n in range(1, 1 + n_claims)]
    receipt = ledger.ingest(Report(name, "s", "", ON, None, "", "en", text, sha256), claims, known_on=ON)
    print(receipt.status, receipt.sha256, receipt.claims, receipt.seq, sep="\\t", flush=True)
"""
WRITER = DOCUMENT + """
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Ledger.open(path) as ledger:
    for n in range(count):
        enter(ledger, f"{name}-{n}")
"""
# Dies by its own hand at a given step of SQLite's machine, counted from the beginning of its second document.
DIES_AT_A_STEP = DOCUMENT + """
import itertools
path, name, step = sys.argv[1], sys.argv[2], int(sys.argv[3])
steps = itertools.count(1)
def die() -> None:
    if next(steps) == step:
        os.kill(os.getpid(), signal.SIGKILL)
with Ledger.open(path) as ledger:
    enter(ledger, f"{name}-0")
    ledger._store.connection.set_progress_handler(die, 1)
    enter(ledger, f"{name}-1")
    ledger._store.connection.set_progress_handler(None, 0)
"""
ENDLESS = 10**9


def start(script: str, out: Path, *values: object) -> subprocess.Popen[str]:
    """A child whose lines go to a file, as into a log."""
    with out.open("w") as log:
        return subprocess.Popen([sys.executable, "-c", script, *map(str, values)], stdout=log, stderr=subprocess.PIPE,
                                text=True)


def acknowledged(out: Path) -> dict[str, int]:
    """sha256 and last entry of every document whose line is whole."""
    lines = [line.split("\t") for line in out.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return {line[1]: int(line[3]) for line in lines if line[0] == "ok"}


def ended(child: subprocess.Popen[str]) -> int:
    """The child's exit status, once it has said nothing on its way out."""
    assert child.communicate()[1] == ""
    return child.returncode


def kill_after_first_line(path: Path, name: str, writers: int, wait: float, script: str = WRITER) -> dict[str, int]:
    """Start writers, wait for the first document of each and then a little, and kill them all."""
    logs = [path.with_name(f"{name}-{n}.log") for n in range(writers)]
    children = [start(script, log, path, log.stem, ENDLESS) for log in logs]
    while not all(map(acknowledged, logs)) and all(child.poll() is None for child in children):
        time.sleep(0.001)
    time.sleep(wait)
    for child in children:
        child.send_signal(signal.SIGKILL)
    assert [ended(child) for child in children] == [-signal.SIGKILL] * writers
    return {sha256: seq for log in logs for sha256, seq in acknowledged(log).items()}


def assert_all_kept(path: Path, done: dict[str, int]) -> float:
    """Every acknowledged document is there under its number, whole, and the chain verifies; seconds to reopen."""
    begin = time.monotonic()
    with Ledger.open(path) as ledger:
        documents = ledger.documents()
        reopened = time.monotonic() - begin
        assert ledger.verify() == ()
        there = {d.report.sha256: d.seq for d in documents}
        assert {sha256: there.get(sha256) for sha256 in done} == done
        assert len(ledger.books(ON).claims) == 3 * len(documents)
    return reopened


@pytest.mark.slow
def test_ten_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path, done, chance = tmp_path / "books.db", {}, random.Random(11)
    for kill in range(10):
        done |= kill_after_first_line(path, f"kill{kill}", 1, chance.uniform(0, 0.06))
        assert assert_all_kept(path, done) < 2
    assert len(done) > 10


@pytest.mark.slow
def test_a_kill_while_the_file_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    chance = random.Random(5)
    for n in range(12):
        path = tmp_path / f"books{n}.db"
        log = tmp_path / "early.log"
        child = start(WRITER, log, path, "early", ENDLESS)
        until = time.monotonic() + 10
        while not path.exists() and time.monotonic() < until:
            pass
        time.sleep(chance.uniform(0, 0.004))
        child.send_signal(signal.SIGKILL)
        assert ended(child) == -signal.SIGKILL
        assert_all_kept(path, acknowledged(log))


@pytest.mark.long
@pytest.mark.parametrize(("kills", "writers"), [(400, 1), (100, 4)])
def test_five_hundred_kills_lose_nothing_that_was_acknowledged(tmp_path: Path, kills: int, writers: int) -> None:
    chance, total = random.Random(writers), 0
    for series in range(kills // 25):
        path, done = tmp_path / f"books{series}.db", {}
        for kill in range(25):
            done |= kill_after_first_line(path, f"kill{kill}", writers, chance.uniform(0, 0.06))
            assert assert_all_kept(path, done) < 2
        total += len(done)
    print(f"{kills} kills of {writers} writers, {total} documents acknowledged, none lost")


def die_at(path: Path, name: str, step: int) -> bool:
    """Whether the child died at that step; its first document is there either way, its second whole or not at all."""
    log = path.with_name(f"{name}.log")
    status = ended(start(DIES_AT_A_STEP, log, path, name, step))
    assert status in (0, -signal.SIGKILL)
    done = acknowledged(log)
    assert len(done) >= 1
    assert_all_kept(path, done)
    return status != 0


@pytest.mark.slow
def test_a_writer_that_dies_at_any_step_of_a_transaction_leaves_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    assert [die_at(path, f"step{step}", step) for step in (1, 60, 200, 400, 600, 10**6)] == [True] * 5 + [False]


@pytest.mark.long
def test_a_writer_that_dies_at_each_step_of_a_transaction_leaves_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    step = 1
    while die_at(path, f"step{step}", step):
        step += 3
    assert step > 600


def run_together(script: str, path: Path, writers: int, *values: object) -> dict[str, int]:
    """Run writers at the same time until they are done; what was acknowledged to any of them."""
    logs = [path.with_name(f"writer{n}.log") for n in range(writers)]
    children = [start(script, log, path, log.stem, *values) for log in logs]
    assert [ended(child) for child in children] == [0] * writers
    return {sha256: seq for log in logs for sha256, seq in acknowledged(log).items()}


def write_together(path: Path, writers: int, count: int) -> None:
    """Writers who start before there is a file: no gap, none lost, none twice, and nobody sees a lock."""
    done = run_together(WRITER, path, writers, count)
    assert len(done) == writers * count
    assert_all_kept(path, done)
    with Ledger.open(path) as ledger:
        assert [e.seq for e in ledger.entries()] == list(range(1, 4 * writers * count + 1))
        assert sorted(done.values()) == list(range(4, 4 * writers * count + 1, 4))


@pytest.mark.slow
def test_four_writers_leave_no_gap_and_lose_nothing(tmp_path: Path) -> None:
    write_together(tmp_path / "books.db", 4, 50)


@pytest.mark.long
def test_eight_writers_leave_no_gap_and_lose_nothing(tmp_path: Path) -> None:
    write_together(tmp_path / "books.db", 8, 1000)


@pytest.mark.slow
def test_readers_and_writers_who_come_and_go_do_not_meet_a_lock(tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    come_and_go = DOCUMENT + """
for n in range(25):
    with Ledger.open(sys.argv[1]) as ledger:
        enter(ledger, f"{sys.argv[2]}-{n}")
        assert ledger.books(ON).documents
"""
    done = run_together(come_and_go, path, 4)
    assert len(done) == 100
    assert_all_kept(path, done)
