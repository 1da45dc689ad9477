"""The ledger of a team: the same tables in a PostgreSQL database, through SQLAlchemy Core and pg8000."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from postwar.core.errors import LedgerError
from postwar.ledger import postgres_schema
from postwar.ledger.asking import Born
from postwar.ledger.keyring import ServerRing

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

T = TypeVar("T")

PREFIXES = ("postgresql://", "postgresql+pg8000://")
PAGE = 5000               # rows fetched at a time from a cursor
_REFUSALS = {
    "28": "the server refused the user or the password; mend the address",
    "3D": "the server has no such database; create it, or name another one",
    "42501": "this user may not do that; ask the owner of the database",
    "53": "the server has no room left; make room and ask again",
    "55P03": "others kept writing to it for too long; ask again",
    "25006": "the address is open for reading only",
}


class PostgresStore:
    """Rows in, rows out, one transaction at a time. Values are named in a statement as ``:name``.

    Writers take their turn by a lock on ``entries``; readers see one moment and never wait. A commit returns when the
    server has it on its disk.
    """

    def __init__(self, connection: Connection, name: str, ledger: str, patience: float) -> None:
        self.connection = connection
        self.name = name
        self.ledger = ledger
        self.ring = ServerRing(connection, ledger)
        self._patience = patience

    @classmethod
    def open(cls, address: str, *, read_only: bool, patience: float, born: Born) -> PostgresStore:
        """Open the ledger at ``postgresql://user@host/database[?ledger=NAME]``, or make it there.

        ``NAME`` (default ``postwar``) is a schema of the database, so that one database can hold several ledgers.
        Raises ``LedgerError`` where the server cannot be reached, refuses, or holds a later layout.
        """
        url, ledger = _address(address)
        name = _shown(url)
        with refusals(name):
            store = cls(_connect(url), name, ledger, patience)
            try:
                store._prepare(read_only, born)
            except BaseException:
                store.close()
                raise
        return store

    @classmethod
    def holds(cls, address: str) -> bool:
        """Whether the server has a ledger of that name; ``LedgerError`` where it cannot be reached or refuses."""
        url, ledger = _address(address)
        with refusals(_shown(url)):
            connection = _connect(url)
            try:
                connection.exec_driver_sql(f'SET search_path TO "{ledger}"')
                return postgres_schema.version_of(connection, _shown(url), ledger) > 0
            finally:
                connection.close()

    def _prepare(self, read_only: bool, born: Born) -> None:
        wait = int(self._patience * 1000)
        for setting in (f'search_path TO "{self.ledger}"', "synchronous_commit TO on", "datestyle TO iso",
                        f"lock_timeout TO {max(wait, 1)}"):
            self.connection.exec_driver_sql(f"SET SESSION {setting}")
        self.connection.commit()
        version = self.read(lambda: postgres_schema.version_of(self.connection, self.name, self.ledger))
        if read_only and version == 0:
            raise LedgerError(f"{self.name}: no ledger there; ingest a report into it first, or name another one")
        if read_only and version < postgres_schema.VERSION:
            raise LedgerError(f"{self.name}: made by an earlier postwar (layout {version}, this one reads "
                              f"{postgres_schema.VERSION}); open it for writing once, which brings it up to date")
        if version < postgres_schema.VERSION and not read_only:
            self._transaction(False, lambda: postgres_schema.make(self.connection, self.ledger, *born))
        if read_only:
            self.connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            self.connection.commit()

    def close(self) -> None:
        """End the session. What was acknowledged is on the server's disk already."""
        self.connection.close()

    def _transaction(self, one_moment: bool, act: Callable[[], T]) -> T:
        level = "REPEATABLE READ, READ ONLY" if one_moment else "READ COMMITTED"
        try:
            self.connection.exec_driver_sql(f"SET TRANSACTION ISOLATION LEVEL {level}")
            result = act()
            self.connection.commit()
            return result
        except BaseException:
            self.connection.rollback()
            raise

    def _in_turn(self, one_moment: bool, act: Callable[[], T]) -> T:
        """Do ``act`` in a transaction, again where another one stood in its way, for as long as there is patience."""
        from sqlalchemy.exc import DBAPIError

        until = time.monotonic() + self._patience
        while True:
            try:
                return self._transaction(one_moment, act)
            except DBAPIError as error:
                if code_of(error) not in ("40001", "40P01") or time.monotonic() >= until:
                    raise
                time.sleep(0.01)

    def write(self, act: Callable[[], T]) -> T:
        """Do ``act`` in one transaction of which all is kept, on the server's disk, or nothing."""
        def locked() -> T:
            self.connection.exec_driver_sql("LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE")
            return act()

        with refusals(self.name):
            return self._in_turn(False, locked)

    def read(self, act: Callable[[], T]) -> T:
        """Everything that ``act`` reads is of one moment, whoever writes meanwhile."""
        with refusals(self.name):
            return self._in_turn(True, act)

    def rows(self, question: str, **values: Any) -> list[Any]:
        """The rows that a question finds."""
        from sqlalchemy import text

        return [tuple(row) for row in self.connection.execute(text(question), values)]

    def walk(self, question: str) -> Iterator[Any]:
        """The rows that a question finds, few at a time; within a transaction."""
        self.connection.exec_driver_sql(f"DECLARE walk NO SCROLL CURSOR FOR {question}")
        while rows := self.connection.exec_driver_sql(f"FETCH {PAGE} FROM walk").fetchall():
            yield from (tuple(row) for row in rows)
        self.connection.exec_driver_sql("CLOSE walk")

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append rows to a table, in their order; each names the same columns. One statement, a list a column: a row
        a statement would wait for the server each time."""
        from sqlalchemy import text

        if rows:
            kinds = postgres_schema.COLUMNS[table]
            lists = ", ".join(f"CAST(:{name} AS {kinds[name].split()[0]}[])" for name in rows[0])
            self.connection.execute(text(f"INSERT INTO {table} ({', '.join(rows[0])}) SELECT * FROM unnest({lists})"),
                                    {name: [row[name] for row in rows] for name in rows[0]})

    def erase(self, table: str, seq: int) -> None:
        """Take the payload of a redacted entry out of its table."""
        from sqlalchemy import text

        self.connection.execute(text(f"DELETE FROM {table} WHERE seq = :seq"), {"seq": seq})

    def swept(self) -> None:
        """After an erasure: write the tables anew without what was erased."""
        from sqlalchemy import text

        with refusals(self.name):
            apart = self.connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in (*postgres_schema.PAYLOADS, *([self.ring.table] if self.ring.there() else [])):
                apart.execute(text(f"VACUUM FULL {table}"))
            apart.commit()
            self.connection.execution_options(isolation_level="READ COMMITTED")

    def counted(self, last: int) -> None:
        """Note outside any transaction how many entries were made; never more than there are."""
        with refusals(self.name):
            self._in_turn(False, lambda: self.rows(
                "SELECT setval('made', greatest((SELECT last_value FROM made), :last))", last=last))

    def leniently(self, act: Callable[[], T]) -> T:
        """Do ``act``; the server holds no text whose bytes are none."""
        return act()

    def version(self) -> int:
        """The version of the layout."""
        return int(self.rows("SELECT coalesce(max(version), 0) FROM meta")[0][0])

    def file_faults(self) -> Iterator[tuple[int | None, str]]:
        """Rows for entries that are not there; the keys between tables may have been taken off."""
        for table in postgres_schema.PAYLOADS:
            for (row,) in self.rows(f"SELECT seq FROM {table} WHERE seq NOT IN (SELECT seq FROM entries) ORDER BY 1"):
                yield row, f"entry {row}: {table} holds a row for it that fits none of entries"

    def layout(self) -> tuple[dict[str, str], dict[str, str]]:
        """The layout as it is, and as it must be."""
        return postgres_schema.layout(self.connection, self.ledger), postgres_schema.expected_layout()

    def counter_faults(self) -> Iterator[tuple[int | None, str]]:
        """Fewer entries than were counted means that the last ones were dropped."""
        last = self.rows("SELECT coalesce(max(seq), 0) FROM entries")[0][0]
        made, called = self.rows("SELECT last_value, is_called FROM made")[0]
        if called and made > last:
            yield last + 1, f"entry {last + 1}: the database counts {made} entries made, and holds them up to {last}"

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What the server raises where the tables are not as they must be."""
        from sqlalchemy.exc import DBAPIError

        return (DBAPIError,)


def _address(address: str) -> tuple[URL, str]:
    """The address for SQLAlchemy, and the ledger's schema in the database."""
    try:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError
    except ImportError as error:
        raise LedgerError("a ledger on a server needs SQLAlchemy and pg8000: pip install 'postwar[team]'") from error
    try:
        url = make_url(address).set(drivername="postgresql+pg8000")
    except ArgumentError as error:
        raise LedgerError("not an address; write postgresql://user@host/database") from error
    ledger = url.query.get("ledger", "postwar")
    if not isinstance(ledger, str) or not ledger.replace("_", "").isalnum() or not ledger.isascii():
        raise LedgerError(f"ledger {ledger!r}: letters, digits and _ only")
    return url.difference_update_query(["ledger"]), ledger


def _shown(url: URL) -> str:
    """The address as it may be printed."""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def _connect(url: URL) -> Connection:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(url, poolclass=NullPool, connect_args={"application_name": "postwar"}).connect()


def code_of(error: Any) -> str:
    """The SQLSTATE of what the server refused; empty where it could not be reached."""
    said = error.orig.args[0] if getattr(error, "orig", None) is not None and error.orig.args else {}
    return str(said.get("C", "")) if isinstance(said, dict) else ""


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Whatever the server refuses is said as a :class:`LedgerError` that names it and what mends it."""
    from sqlalchemy.exc import DBAPIError, InterfaceError

    try:
        yield
    except DBAPIError as error:
        code = code_of(error)
        reason = _REFUSALS.get(code) or _REFUSALS.get(code[:2])
        if reason is None and isinstance(error, InterfaceError):
            reason = "the server cannot be reached; start it, or mend the address"
        said = error.orig.args[0] if error.orig is not None and error.orig.args else ""
        words = said.get("M", "") if isinstance(said, dict) else str(said)
        raise LedgerError(f"{name}: {reason or f'refused: {words}'}") from error
