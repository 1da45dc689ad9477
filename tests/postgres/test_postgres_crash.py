"""A writer to a server that dies at a step of its transaction, and a server that dies itself."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from postwar.ledger import Ledger
from tests.postgres.test_postgres_books import WRITER, acknowledged, assert_all_kept

pytestmark = pytest.mark.postgres
# Dies by its own hand before or after the nth statement or commit, counted from the beginning of its second document.
DIES_AT_A_STEP = WRITER.partition("with Ledger")[0] + """
import itertools, os, signal
from sqlalchemy import event
step, steps = int(sys.argv[4]), itertools.count(1)
def die(*_):
    if next(steps) == step:
        os.kill(os.getpid(), signal.SIGKILL)
def enter(ledger, its):
    claims = [Claim(f"c-{its}-{k}", its, 0, k, its[:k], "talks", "happened") for k in (1, 2, 3)]
    report = Report(its, "s", "", None, None, "", "en", its, hashlib.sha256(its.encode()).hexdigest())
    receipt = ledger.ingest(report, claims, known_on=dt.date(2020, 11, 16))
    print(receipt.sha256, receipt.seq, flush=True)
with Ledger.open(address) as ledger:
    enter(ledger, f"{name}-0")
    books = ledger._store.connection
    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(books, moment, die)
    plain = books.dialect.do_commit
    books.dialect.do_commit = lambda *given: (plain(*given), die())
    enter(ledger, f"{name}-1")
"""


def die_at(address: str, folder: Path, step: int) -> bool:
    """Whether the writer died at that step; its first document is there either way, its second whole or not at all."""
    log = folder / f"step{step}.log"
    with log.open("w") as out:
        child = subprocess.run([sys.executable, "-c", DIES_AT_A_STEP, address, f"s{step}", "2", str(step)], stdout=out,
                               stderr=subprocess.PIPE, text=True)
    assert (child.stderr, child.returncode in (0, -signal.SIGKILL)) == ("", True)
    done = acknowledged(log)
    assert len(done) >= 1
    assert_all_kept(address, done)
    return child.returncode != 0


def test_a_writer_that_dies_at_some_steps_leaves_all_or_nothing(address: str, tmp_path: Path) -> None:
    assert [die_at(address, tmp_path, step) for step in (1, 9, 10**6)] == [True, True, False]


@pytest.mark.long
def test_a_writer_that_dies_at_each_step_leaves_all_or_nothing(address: str, tmp_path: Path) -> None:
    step = 1
    while die_at(address, tmp_path, step):
        step += 1
    assert step > 15
    print(f"{step - 1} deaths within a transaction on a server, each whole or not begun")


def test_a_server_that_dies_has_what_it_acknowledged(tmp_path: Path, own_server: tuple[str, list[str]]) -> None:
    address, control = own_server
    log = tmp_path / "writer.log"
    with log.open("w") as out:
        child = subprocess.Popen([sys.executable, "-c", WRITER, address, "w", str(10**9)], stdout=out,
                                 stderr=subprocess.DEVNULL)
        while len(acknowledged(log)) < 20:
            assert child.poll() is None
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL)
        child.wait()
    done = acknowledged(log)
    subprocess.run([*control, "-w", "start"], check=True, stdout=subprocess.DEVNULL)
    assert_all_kept(address, done)
    with Ledger.open(address) as ledger:
        assert len(ledger.documents()) >= len(done) >= 20
