"""The ledger in one SQLite file: the store that needs nothing but Python."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from postwar.core.errors import LedgerError
from postwar.ledger import schema
from postwar.ledger.asking import Born
from postwar.ledger.connection import MEMORY, connect, in_turn, refusals, transaction, write_ahead
from postwar.ledger.keyring import SUFFIX, FileRing, MemoryRing, Ring

T = TypeVar("T")


class SqliteStore:
    """Rows in, rows out, one transaction at a time. Values are named in a statement as ``:name``."""

    def __init__(self, connection: sqlite3.Connection, name: str, patience: float) -> None:
        self.connection = connection
        self.name = name
        self.ring: Ring = MemoryRing() if name == MEMORY else FileRing(Path(f"{name}{SUFFIX}"), patience)
        self._patience = patience

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool, patience: float, born: Born) -> SqliteStore:
        """Open the file at ``path``, or make it; ``born`` is the birth of a new ledger.

        A file of an earlier layout is brought up to date; for a reader, in a copy that goes when it is closed.
        Raises ``LedgerError`` where the file cannot be opened, is no ledger, or is of a later version.
        """
        name = str(path)
        with refusals(name):
            connection = in_turn(lambda: connect(path, read_only=read_only, patience=patience), patience)
            store = cls(connection, name, patience)
            try:
                store._prepare(read_only, born)
            except BaseException:
                store.close()
                raise
        return store

    def _prepare(self, read_only: bool, born: Born) -> None:
        version = self.read(lambda: schema.version_of(self.connection, self.name))
        if read_only:
            if version == 0:
                raise LedgerError(f"{self.name}: empty; ingest a report into it first, or name another file")
            if version < schema.STEPS[-1].version:
                self._copy()
                self.write(lambda: schema.bring_up_to_date(self.connection, self.name, *born))
                self.connection.execute("PRAGMA query_only = ON")
            return
        if self.name != MEMORY:
            in_turn(lambda: write_ahead(self.connection, self.name), self._patience)
        if version < schema.STEPS[-1].version:
            self.write(lambda: schema.bring_up_to_date(self.connection, self.name, *born))

    def _copy(self) -> None:
        """Go on with a copy in memory, so that a reader of an older file changes nothing."""
        copy = connect(MEMORY, read_only=False, patience=self._patience)
        self.connection.backup(copy)
        self.connection.close()
        self.connection = copy

    def close(self) -> None:
        """Close the file. What was acknowledged is on the disk already."""
        self.connection.close()

    def write(self, act: Callable[[], T]) -> T:
        """Do ``act`` in one transaction of which all is kept, on the disk, or nothing."""
        with refusals(self.name):
            return in_turn(lambda: transaction(self.connection, "BEGIN IMMEDIATE", act), self._patience)

    def read(self, act: Callable[[], T]) -> T:
        """Everything that ``act`` reads is of one moment, whoever writes meanwhile."""
        with refusals(self.name):
            return in_turn(lambda: transaction(self.connection, "BEGIN", act), self._patience)

    def rows(self, question: str, **values: Any) -> list[Any]:
        """The rows that a question finds."""
        return self.connection.execute(question, values).fetchall()

    def walk(self, question: str) -> Iterator[Any]:
        """The rows that a question finds, few at a time."""
        yield from self.connection.execute(question)

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append rows to a table; each names the same columns."""
        if rows:
            columns = list(rows[0])
            values = ", ".join(f":{column}" for column in columns)
            self.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})", rows)

    def erase(self, table: str, seq: int) -> None:
        """Take the payload of a redacted entry out of its table, and overwrite where it stood."""
        self.connection.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))

    def swept(self) -> None:
        """After an erasure: nothing of it is left in the file, which is written anew (a connection that did not
        overwrite what it moved may have left copies), nor in the write-ahead log."""
        if self.name != MEMORY:
            with refusals(self.name):
                in_turn(lambda: self.connection.execute("VACUUM"), self._patience)
                busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if busy:
                raise LedgerError(f"{self.name}: others are reading the erased text still; close them and redact again")

    def counted(self, last: int) -> None:
        """SQLite counts by itself how many entries were made."""

    def leniently(self, act: Callable[[], T]) -> T:
        """Do ``act`` with texts read whatever their bytes, so that a damaged one is found."""
        strict = self.connection.text_factory
        self.connection.text_factory = _lenient
        try:
            return act()
        finally:
            self.connection.text_factory = strict

    def version(self) -> int:
        """The version of the layout that the file says it has."""
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def file_faults(self) -> Iterator[tuple[int | None, str]]:
        """Damage below the rows."""
        for (message,) in self.connection.execute("PRAGMA integrity_check"):
            if message != "ok":
                yield None, f"the file is damaged ({message})"
        for table, row, parent, _ in self.connection.execute("PRAGMA foreign_key_check"):
            yield row, f"entry {row}: {table} holds a row for it that fits none of {parent}"

    def layout(self) -> tuple[dict[str, str], dict[str, str]]:
        """The layout as it is, and as it must be."""
        return schema.layout(self.connection), schema.expected_layout(self.version())

    def counter_faults(self) -> Iterator[tuple[int | None, str]]:
        """Fewer entries than SQLite has counted means that the last ones were dropped."""
        last = self.rows("SELECT coalesce(max(seq), 0) FROM entries")[0][0]
        made = self.rows("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entries'")[0][0]
        if made != last:
            yield last + 1, f"entry {last + 1}: the file counts {made} entries made, and holds them up to {last}"

    errors: tuple[type[Exception], ...] = (sqlite3.DatabaseError,)


def _lenient(raw: bytes) -> str:
    """Text as it lies in the file, whatever its bytes, so that a damaged one is read and found."""
    return raw.decode("utf-8", "surrogateescape")
