"""The tables of a ledger file, as a list of steps. Making a file and bringing an older one up to date are the same act:
the steps that it lacks are taken, in one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from postwar.core.errors import LedgerError
from postwar.ledger import chain

APPLICATION_ID = 0x70777231          # "pwr1", in the header of the file


@dataclass(frozen=True, slots=True)
class Step:
    """What takes a file to ``version`` from the one before: statements, one each."""

    version: int
    statements: tuple[str, ...]


def _never_changed(table: str) -> tuple[str, ...]:
    """Triggers by which a table refuses UPDATE and DELETE."""
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the books are append-only: no {verb} on {table}'); END"
        for verb in ("UPDATE", "DELETE")
    )


def _kept_unless_redacted(table: str) -> str:
    """The trigger by which a table lets a payload go only after an entry that redacts it."""
    return (f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "WHEN NOT EXISTS (SELECT 1 FROM acts a JOIN entries e ON e.seq = a.seq "
            "WHERE a.about = OLD.seq AND e.action = 'redact') "
            f"BEGIN SELECT RAISE(ABORT, 'the books are append-only: no DELETE on {table}'); END")


STEPS: tuple[Step, ...] = (
    Step(1, (
        """CREATE TABLE meta (
            version INTEGER PRIMARY KEY,
            ledger TEXT NOT NULL,
            made_at TEXT NOT NULL,
            digest BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE entries (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            closes INTEGER NOT NULL CHECK (closes >= seq),
            recorded_at TEXT NOT NULL,
            known_on TEXT NOT NULL,
            action TEXT NOT NULL,
            document INTEGER NOT NULL REFERENCES entries (seq),
            supersedes INTEGER REFERENCES entries (seq),
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            commitment BLOB NOT NULL CHECK (length(commitment) = 32),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT""",
        """CREATE TABLE documents (
            seq INTEGER PRIMARY KEY REFERENCES entries (seq),
            id TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE,
            salt BLOB NOT NULL CHECK (length(salt) = 32),
            payload TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE claims (
            seq INTEGER PRIMARY KEY REFERENCES entries (seq),
            id TEXT NOT NULL,
            salt BLOB NOT NULL CHECK (length(salt) = 32),
            payload TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX entries_by_known_on ON entries (known_on)",
        "CREATE INDEX documents_by_id ON documents (id, sha256)",
        "CREATE INDEX claims_by_id ON claims (id)",
        *(trigger for table in ("meta", "entries", "documents", "claims") for trigger in _never_changed(table)),
        # INSERT OR REPLACE removes the old row without asking the triggers above, so it is refused before it begins.
        """CREATE TRIGGER meta_no_replace BEFORE INSERT ON meta
            WHEN EXISTS (SELECT 1 FROM meta WHERE version >= NEW.version)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: meta has this version or a later one'); END""",
        """CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries
            WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: entries are numbered without gap'); END""",
        """CREATE TRIGGER documents_no_replace BEFORE INSERT ON documents
            WHEN EXISTS (SELECT 1 FROM documents WHERE seq = NEW.seq OR sha256 = NEW.sha256)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: this document is there'); END""",
        """CREATE TRIGGER claims_no_replace BEFORE INSERT ON claims
            WHEN EXISTS (SELECT 1 FROM claims WHERE seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: this claim is there'); END""",
    )),
    # What is decided of claims, and a way out for what is redacted.
    Step(2, (
        """CREATE TABLE acts (
            seq INTEGER PRIMARY KEY REFERENCES entries (seq),
            about INTEGER NOT NULL REFERENCES entries (seq),
            salt BLOB NOT NULL CHECK (length(salt) = 32),
            payload TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX acts_by_about ON acts (about)",
        _never_changed("acts")[0],
        *(f"DROP TRIGGER {table}_no_delete" for table in ("documents", "claims")),
        *(_kept_unless_redacted(table) for table in ("documents", "claims", "acts")),
        """CREATE TRIGGER acts_no_replace BEFORE INSERT ON acts
            WHEN EXISTS (SELECT 1 FROM acts WHERE seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: this act is there'); END""",
    )),
    # The chains of other ledgers that were merged into this one.
    Step(3, (
        """CREATE TABLE imported (
            n INTEGER PRIMARY KEY,
            ledger TEXT NOT NULL,
            seq INTEGER NOT NULL,
            closes INTEGER NOT NULL,
            recorded_at TEXT NOT NULL,
            known_on TEXT NOT NULL,
            action TEXT NOT NULL,
            document INTEGER NOT NULL,
            supersedes INTEGER,
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            commitment BLOB NOT NULL CHECK (length(commitment) = 32),
            previous BLOB NOT NULL CHECK (length(previous) = 32),
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
            entry INTEGER REFERENCES entries (seq)
        ) STRICT""",
        "CREATE INDEX imported_by_entry ON imported (entry)",
        *_never_changed("imported"),
        """CREATE TRIGGER imported_no_replace BEFORE INSERT ON imported
            WHEN NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM imported)
              OR EXISTS (SELECT 1 FROM imported WHERE digest = NEW.digest)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: this entry was imported'); END""",
    )),
)


def version_of(connection: sqlite3.Connection, name: str) -> int:
    """The version of a file's layout; 0 for an empty file. The caller holds a transaction.

    ``LedgerError`` where the file is another program's, or of a later version than this program knows.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = version == 0 and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and not (empty and mark == 0):
        raise LedgerError(f"{name}: an SQLite file, but not a ledger; name another file")
    newest = STEPS[-1].version
    if version > newest:
        raise LedgerError(f"{name}: made by a later postwar (layout {version}, this one knows up to {newest}); "
                          "update postwar")
    return version


def bring_up_to_date(connection: sqlite3.Connection, name: str, ledger: str, made_at: str,
                     born: int | None = None) -> None:
    """Take the steps that the file lacks; the caller holds the transaction.

    ``ledger`` is the random name that a new file gets; an older file keeps its own. ``born`` is the version with which
    the chain of a new file begins: that of the ledger that it restores; the newest by default.
    """
    version = version_of(connection, name)
    steps = [step for step in STEPS if step.version > version]
    if not steps:
        return
    for step in steps:
        for statement in step.statements:
            connection.execute(statement)
    before = connection.execute("SELECT ledger, digest FROM meta ORDER BY version DESC LIMIT 1").fetchone()
    ledger, previous = before or (ledger, b"")
    newest = steps[-1].version
    for row in (newest,) if before or born is None else sorted({born, newest}):
        digest = chain.birth(previous, row, ledger, made_at)
        connection.execute("INSERT INTO meta (version, ledger, made_at, digest) VALUES (?, ?, ?, ?)",
                           (row, ledger, made_at, digest))
        previous = digest
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {newest}")


def layout(connection: sqlite3.Connection) -> dict[str, str]:
    """The tables, indexes and triggers of a file by name, each with the statement that made it."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return dict(rows.fetchall())


def expected_layout(version: int) -> dict[str, str]:
    """The layout that a file of this version must have."""
    connection = sqlite3.connect(":memory:")
    try:
        for step in STEPS:
            if step.version <= version:
                for statement in step.statements:
                    connection.execute(statement)
        return layout(connection)
    finally:
        connection.close()
