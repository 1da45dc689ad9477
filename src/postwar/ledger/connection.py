"""The file behind the ledger: how it is opened, how a transaction waits its turn, and how refusals read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from postwar.core.errors import LedgerError

T = TypeVar("T")

MEMORY = ":memory:"
SHORT_WAIT = 5.0          # seconds that SQLite itself waits for a lock before it asks again

_REFUSALS = {
    sqlite3.SQLITE_FULL: "no room left on the disk; make room and ask again",
    sqlite3.SQLITE_READONLY: "cannot be written; make the file and its folder writable",
    sqlite3.SQLITE_PERM: "cannot be used; make the file and its folder readable and writable",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; make the file and its folder readable and writable",
    sqlite3.SQLITE_NOTADB: "not a ledger file; name another file",
    sqlite3.SQLITE_CORRUPT: "damaged; put back a copy that verifies",
    sqlite3.SQLITE_IOERR: "the disk refused to read or write; check the disk and ask again",
}


def connect(path: str | Path, *, read_only: bool, patience: float) -> sqlite3.Connection:
    """A connection to the file, made if it is not there (never so when ``read_only``).

    ``LedgerError`` where there is no such folder or file, or where it is none.
    """
    if str(path) == MEMORY:
        connection = sqlite3.connect(MEMORY, isolation_level=None)
    else:
        file = Path(path)
        if not file.parent.is_dir():
            raise LedgerError(f"{file}: no folder {file.parent}; make it, or name another file")
        if file.exists() and not file.is_file():
            raise LedgerError(f"{file}: not a file; name another one")
        if read_only and not file.exists():
            raise LedgerError(f"{file}: no ledger there; ingest a report into it first, or name another file")
        address = f"{file.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=min(SHORT_WAIT, patience))
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA secure_delete = ON")       # rows that move leave nothing behind either
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def write_ahead(connection: sqlite3.Connection, name: str) -> None:
    """Set the file to write-ahead logging, once for all who open it; a file that has it is left alone."""
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode not in ("wal", "memory"):
        raise LedgerError(f"{name}: its file system does not allow a write-ahead log; put the ledger on a local disk")


def is_busy(error: sqlite3.Error) -> bool:
    """Whether SQLite refused only because another connection was at it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def in_turn(act: Callable[[], T], patience: float) -> T:
    """Do ``act``, again while others are at the file, for ``patience`` seconds at most."""
    until = time.monotonic() + patience
    pause = 0.001
    while True:
        try:
            return act()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= until:
                raise
            time.sleep(pause)
            pause = min(2 * pause, 0.1)


def transaction(connection: sqlite3.Connection, begin: str, act: Callable[[], T]) -> T:
    """Do ``act`` between BEGIN and COMMIT: all of it happens, or none."""
    connection.execute(begin)
    try:
        result = act()
        connection.execute("COMMIT")
        return result
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Whatever SQLite refuses is said as a :class:`LedgerError` that names the file and what mends it."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if is_busy(error):
            reason = "others kept writing to it for too long; ask again"
        else:
            reason = _REFUSALS.get(code, f"refused: {error}")
        raise LedgerError(f"{name}: {reason}") from error
    except UnicodeDecodeError as error:     # what SQLite says of a damaged layout quotes bytes that are no text
        raise LedgerError(f"{name}: {_REFUSALS[sqlite3.SQLITE_CORRUPT]}") from error
