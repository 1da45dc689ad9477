"""Writers and redactors of protected evidence killed at any moment: what was acknowledged opens, what was redacted does
not."""

from __future__ import annotations

import random
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from postwar.ledger import Key, Ledger
from tests.faults.test_ledger_crash import (
    ON,
    WRITER,
    acknowledged,
    assert_all_kept,
    ended,
    kill_after_first_line,
    start,
)

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")
KEY = Key(bytes(32))
SEALING = WRITER.replace('"en", text, sha256)', '"en", text, sha256, restricted=True)').replace(
    "Ledger.open(path)", "Ledger.open(path, key=Key(bytes(32)))").replace("import Ledger", "import Key, Ledger")
# Enters two documents and redacts the first; dies by its own hand at a step, counted from the beginning of that.
REDACTING = SEALING.partition("path, name, count")[0] + """
import itertools, sqlite3
from postwar.ledger.keyring import FileRing
path, name, step = sys.argv[1], sys.argv[2], int(sys.argv[3])
steps = itertools.count(1)
def die(*_):
    if next(steps) == step:
        os.kill(os.getpid(), signal.SIGKILL)
with Ledger.open(path, key=Key(bytes(32))) as ledger:
    for n in range(2):
        enter(ledger, f"{name}-{n}")
    ledger._store.connection.set_progress_handler(die, 20)
    plain = FileRing.drop, ledger._store.swept
    FileRing.drop = lambda ring, entries: (die(), plain[0](ring, entries), die())
    ledger._store.swept = lambda: (die(), plain[1](), die())
    first = hashlib.sha256((f"{name}-0 " * 400).encode()).hexdigest()
    ledger.redact(first, known_on=ON, who="A. Keeper", why="asked to")
    print("redacted", first, 0, 0, sep="\\t", flush=True)
"""


def assert_all_open(path: Path, done: dict[str, int]) -> None:
    """Every acknowledged document is there, opens, and says what it said."""
    assert assert_sealed(path) < 2
    with Ledger.open(path, key=KEY, restricted=True) as ledger:
        there = {d.report.sha256: d.seq for d in ledger.documents()}
        assert {sha256: there.get(sha256) for sha256 in done} == done
        assert len(ledger.books(ON).claims) == 3 * len(there)


def assert_sealed(path: Path) -> float:
    """The chain fits, and without the key nothing is shown; seconds to reopen."""
    seconds = assert_all_kept(path, {})
    with Ledger.open(path) as ledger:
        assert ledger.documents() == ()
    return seconds


def kill(path: Path, kills: int, writers: int) -> int:
    chance, done = random.Random(kills), dict[str, int]()
    for n in range(kills):
        done |= kill_after_first_line(path, f"kill{n}", writers, chance.uniform(0, 0.06), SEALING)
        assert_all_open(path, blind(path, done))
    return len(done)


def blind(path: Path, done: dict[str, int]) -> dict[str, int]:
    """What was acknowledged under the names that the books know, by the reports' own hashes."""
    with Ledger.open(path, key=KEY, restricted=True) as ledger:
        own = {d.seq: d.report.sha256 for d in ledger.documents()}
    return {own.get(seq, name): seq for name, seq in done.items()}


@pytest.mark.slow
def test_kills_lose_no_key_of_what_was_acknowledged(tmp_path: Path) -> None:
    assert kill(tmp_path / "books.db", 4, 1) + kill(tmp_path / "more.db", 2, 3) > 6


@pytest.mark.long
@pytest.mark.parametrize(("kills", "writers"), [(100, 1), (40, 4)])
def test_many_kills_lose_no_key_of_what_was_acknowledged(tmp_path: Path, kills: int, writers: int) -> None:
    done = sum(kill(tmp_path / f"books{series}.db", 20, writers) for series in range(kills // 20))
    print(f"{kills} kills of {writers} writers of restricted reports, {done} acknowledged, all of them open")


def die_while_redacting(folder: Path, step: int) -> bool:
    """Whether it died at that step. Then the report is there and opens, or is redacted and opens nowhere."""
    path = folder / f"step{step}.db"
    status = ended(start(REDACTING, folder / "log", path, "r", step))
    assert status in (0, -signal.SIGKILL)
    done = acknowledged(folder / "log")
    with Ledger.open(path, key=KEY, restricted=True) as ledger:
        assert ledger.verify() == ()
        there = {d.seq for d in ledger.documents()}
        actions = [e.action for e in ledger.entries()]
    assert there == (set(done.values()) if "redact" not in actions else {max(done.values())})
    with closing(sqlite3.connect(f"{path}.keys")) as ring:
        assert ring.execute("SELECT count(*) FROM keys").fetchone() == (4 * len(there),)
    assert "redacted" not in (folder / "log").read_text() or "redact" in actions
    return status != 0


@pytest.mark.slow
def test_a_redaction_that_dies_is_whole_or_not_begun(tmp_path: Path) -> None:
    assert [die_while_redacting(tmp_path, step) for step in (1, 20, 10**6)] == [True, True, False]


@pytest.mark.long
def test_a_redaction_that_dies_at_each_step_is_whole_or_not_begun(tmp_path: Path) -> None:
    step = 1
    while die_while_redacting(tmp_path, step):
        step += 1
    assert step > 40
    print(f"{step - 1} deaths within a redaction, each whole or not begun")
