"""The key ring: the wrapped key of every sealed record, kept apart from the ledger so that copies of it go without.

To take a key from the ring is to erase its record for good, in the ledger and in every copy of the ledger.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from postwar.ledger.connection import connect, in_turn, refusals, transaction

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
SUFFIX = ".keys"


class Ring(Protocol):
    """Wrapped keys by the names of the records that they open."""

    def put(self, wrapped: Mapping[str, bytes]) -> None:
        """Keep keys; when this returns they are as durable as the entry that is about to be written. What an
        unfinished transaction leaves there opens nothing."""

    def keys(self) -> dict[str, bytes]:
        """All that the ring holds."""

    def drop(self, records: Collection[str]) -> None:
        """Take keys out, and leave nothing of them."""


class MemoryRing:
    """A ring that goes with a ledger in memory.

    >>> ring = MemoryRing()
    >>> ring.put({"a": b"three", "b": b"four"}); ring.drop(["a"]); ring.keys()
    {'b': b'four'}
    """

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    def put(self, wrapped: Mapping[str, bytes]) -> None:
        """Keep keys."""
        self._keys.update(wrapped)

    def keys(self) -> dict[str, bytes]:
        """All that the ring holds."""
        return dict(self._keys)

    def drop(self, records: Collection[str]) -> None:
        """Take keys out."""
        for record in records:
            self._keys.pop(record, None)


class FileRing:
    """A ring in a small SQLite file beside the ledger's, ``LEDGER.keys``, made when the first record is sealed."""

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self._patience = patience

    def put(self, wrapped: Mapping[str, bytes]) -> None:
        """Keep keys on the disk."""
        if not self.path.exists():
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))

        def keep(ring: sqlite3.Connection) -> None:
            ring.execute("CREATE TABLE IF NOT EXISTS keys (record TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT")
            ring.executemany("INSERT OR IGNORE INTO keys (record, wrapped) VALUES (?, ?)", list(wrapped.items()))

        self._do("BEGIN IMMEDIATE", keep)

    def keys(self) -> dict[str, bytes]:
        """All that the ring holds; nothing where there is no file, or none that this user may read."""
        def held(ring: sqlite3.Connection) -> dict[str, bytes]:
            made = ring.execute("SELECT count(*) FROM sqlite_master WHERE name = 'keys'").fetchone()[0]
            return dict(ring.execute("SELECT record, wrapped FROM keys").fetchall()) if made else {}

        return self._do("BEGIN", held) if os.access(self.path, os.R_OK) else {}

    def drop(self, records: Collection[str]) -> None:
        """Take keys out; where they stood is overwritten."""
        if records and self.path.exists():
            self._do("BEGIN IMMEDIATE", lambda ring: ring.executemany("DELETE FROM keys WHERE record = ?",
                                                                      [(record,) for record in records]))

    def _do(self, begin: str, act: Callable[[sqlite3.Connection], T]) -> T:
        """One transaction on a connection of its own, so that nobody holds the ring for longer. It is open for writing
        for readers too: what a writer that died left half done is undone first."""
        name, wait = str(self.path), self._patience
        with refusals(name), closing(connect(name, read_only=False, patience=wait)) as ring:
            return in_turn(lambda: transaction(ring, begin, lambda: act(ring)), wait)


class ServerRing:
    """A ring in a schema of its own beside the ledger's, ``LEDGER_keys``, made when the first record is sealed. What is
    done to it is part of a transaction of the ledger."""

    def __init__(self, connection: Connection, ledger: str) -> None:
        self._connection = connection
        self.schema = f"{ledger}_keys"
        self.table = f'"{self.schema}".keys'

    def there(self, privilege: str = "SELECT") -> bool:
        """Whether anything was ever sealed that this user may read, or do other things with."""
        from sqlalchemy import text

        return bool(self._connection.execute(text(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'keys' "
            "AND n.nspname = :schema AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, :may)"),
            {"schema": self.schema, "may": privilege}).scalar_one())

    def put(self, wrapped: Mapping[str, bytes]) -> None:
        """Keep keys, within the transaction that enters their records."""
        from sqlalchemy import text

        if not self.there("INSERT"):
            self._connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"')
            self._connection.exec_driver_sql(
                f"CREATE TABLE {self.table} (record text PRIMARY KEY, wrapped bytea NOT NULL)")
        self._connection.execute(
            text(f"INSERT INTO {self.table} (record, wrapped) VALUES (:record, :wrapped) "
                 "ON CONFLICT (record) DO NOTHING"),
            [{"record": record, "wrapped": key} for record, key in wrapped.items()])

    def keys(self) -> dict[str, bytes]:
        """All that the ring holds."""
        if not self.there():
            return {}
        rows = self._connection.exec_driver_sql(f"SELECT record, wrapped FROM {self.table}").fetchall()
        return {record: bytes(wrapped) for record, wrapped in rows}

    def drop(self, records: Collection[str]) -> None:
        """Take keys out, within a transaction."""
        from sqlalchemy import text

        if records and self.there("DELETE"):
            self._connection.execute(text(f"DELETE FROM {self.table} WHERE record = :record"),
                                     [{"record": record} for record in records])
