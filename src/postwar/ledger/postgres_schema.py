"""The tables of a ledger in PostgreSQL: the columns of the SQLite file, and triggers that keep them append-only."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from postwar.core.errors import LedgerError
from postwar.ledger import chain

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

VERSION = 3
PAYLOADS = ("documents", "claims", "acts")
KEPT = ("meta", "entries", "documents", "claims", "acts", "imported")
FIRST = 2                 # the first layout on a server
SINCE = {"imported": 3}   # the layout that a later table came with
_TEXT, _DIGEST = 'text COLLATE "C" NOT NULL', "bytea NOT NULL CHECK (length({}) = 32)"
_ENTRY = "bigint NOT NULL REFERENCES entries (seq)"
_KEY = "bigint PRIMARY KEY REFERENCES entries (seq)"
COLUMNS: dict[str, dict[str, str]] = {
    "meta": {"version": "bigint PRIMARY KEY", "ledger": _TEXT, "made_at": _TEXT, "digest": "bytea NOT NULL"},
    "entries": {
        "seq": "bigint PRIMARY KEY", "closes": "bigint NOT NULL CHECK (closes >= seq)", "recorded_at": _TEXT,
        "known_on": _TEXT, "action": _TEXT, "document": _ENTRY, "supersedes": _ENTRY.replace(" NOT NULL", ""),
        "who": _TEXT, "why": _TEXT, "commitment": _DIGEST.format("commitment"), "digest": _DIGEST.format("digest")},
    "documents": {"seq": _KEY, "id": _TEXT, "sha256": _TEXT + " UNIQUE", "salt": _DIGEST.format("salt"),
                  "payload": _TEXT},
    "claims": {"seq": _KEY, "id": _TEXT, "salt": _DIGEST.format("salt"), "payload": _TEXT},
    "acts": {"seq": _KEY, "about": _ENTRY, "salt": _DIGEST.format("salt"), "payload": _TEXT},
    "imported": {
        "n": "bigint PRIMARY KEY", "ledger": _TEXT, "seq": "bigint NOT NULL", "closes": "bigint NOT NULL",
        "recorded_at": _TEXT, "known_on": _TEXT, "action": _TEXT, "document": "bigint NOT NULL",
        "supersedes": "bigint", "who": _TEXT, "why": _TEXT, "commitment": _DIGEST.format("commitment"),
        "previous": _DIGEST.format("previous"), "digest": _DIGEST.format("digest") + " UNIQUE",
        "entry": "bigint REFERENCES entries (seq)"},
}
INDEXES = {
    "entries_by_known_on": "entries (known_on)", "documents_by_id": "documents (id, sha256)",
    "claims_by_id": "claims (id)", "acts_by_about": "acts (about)", "imported_by_entry": "imported (entry)",
}
_SAY = ("RAISE EXCEPTION 'the books are append-only: no % on %', TG_OP, TG_TABLE_NAME "
        "USING ERRCODE = '23001'; END")
_REFUSE = f"BEGIN {_SAY}"
_ERASE = ("BEGIN IF EXISTS (SELECT 1 FROM acts a JOIN entries e ON e.seq = a.seq WHERE a.about = OLD.seq "
          "AND e.action = 'redact') THEN RETURN OLD; END IF; "
          f"{_SAY}")
_NEXT = ("BEGIN IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries) THEN "
         "RAISE EXCEPTION 'the books are append-only: entries are numbered without gap' USING ERRCODE = '23001'; "
         "END IF; RETURN NEW; END")
FUNCTIONS = {"refuse": _REFUSE, "erase": _ERASE, "next": _NEXT}


def triggers() -> dict[str, tuple[str, str, str]]:
    """Every trigger by name: when it fires, on what table, and the function that it calls."""
    made: dict[str, tuple[str, str, str]] = {}
    for table in KEPT:
        erasable = table in PAYLOADS
        made[f"{table}_no_update"] = ("BEFORE UPDATE", table, "refuse")
        made[f"{table}_no_delete"] = ("BEFORE DELETE", table, "erase" if erasable else "refuse")
        made[f"{table}_no_truncate"] = ("BEFORE TRUNCATE", table, "refuse")
    made["entries_no_replace"] = ("BEFORE INSERT", "entries", "next")
    return made


def statements(schema: str, version: int = 0) -> list[str]:
    """What makes the tables, or those that a ledger of an earlier version lacks; one statement each."""
    lacking = [table for table in COLUMNS if SINCE.get(table, FIRST) > version]
    made = []
    for table in lacking:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS[table].items())
        made.append(f"CREATE TABLE {table} ({columns})")
    for name, on in INDEXES.items():
        if on.split()[0] in lacking:
            made.append(f"CREATE INDEX {name} ON {on}")
    for name, body in FUNCTIONS.items() if version == 0 else ():
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
                    f'SET search_path FROM CURRENT AS $body$ {body} $body$')
    for name, (when, table, function) in triggers().items():
        each = "STATEMENT" if "TRUNCATE" in when else "ROW"
        if table in lacking:
            made.append(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()")
    return [f'CREATE SCHEMA IF NOT EXISTS "{schema}"', *made, "CREATE SEQUENCE made"] if version == 0 else made


def version_of(connection: Connection, name: str, schema: str) -> int:
    """The version of the layout; 0 where there is no ledger. ``LedgerError`` where it is a later one than this
    program knows."""
    from sqlalchemy import text

    there = connection.execute(text("SELECT count(*) FROM information_schema.tables WHERE table_schema = :schema "
                                    "AND table_name = 'meta'"), {"schema": schema}).scalar_one()
    if not there:
        return 0
    version = int(connection.exec_driver_sql("SELECT max(version) FROM meta").scalar_one() or 0)
    if version > VERSION:
        raise LedgerError(f"{name}: made by a later postwar (layout {version}, this one knows up to {VERSION}); "
                          "update postwar")
    return version


def make(connection: Connection, schema: str, ledger: str, made_at: str, born: int | None = None) -> None:
    """Make the tables, or bring those of an earlier version up to date, once for all who come at the same time; the
    caller holds the transaction. ``born`` is the version with which the chain of a new ledger begins: that of the
    ledger that it restores; the newest by default."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock(hashtext('postwar:{schema}'))")
    version = version_of(connection, "", schema)
    if version == VERSION:
        return
    for statement in statements(schema, version):
        connection.exec_driver_sql(statement)
    previous = b""
    if version:
        ledger, previous = connection.exec_driver_sql(
            "SELECT ledger, digest FROM meta ORDER BY version DESC LIMIT 1").one()
    for row in (VERSION,) if version or born is None else sorted({born, VERSION}):
        digest = chain.birth(bytes(previous), row, ledger, made_at)
        connection.execute(tables(schema)["meta"].insert(), {
            "version": row, "ledger": ledger, "made_at": made_at, "digest": digest})
        previous = digest


@cache
def tables(schema: str) -> dict[str, Table]:
    """The tables as SQLAlchemy Core knows them."""
    from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text

    kinds: dict[str, Any] = {"bigint": BigInteger, "text": Text, "bytea": LargeBinary}
    meta = MetaData(schema=schema)
    return {table: Table(table, meta, *(Column(name, kinds[kind.split()[0]], autoincrement=False)
                                        for name, kind in columns.items())) for table, columns in COLUMNS.items()}


_COLUMNS = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = :schema"
_TRIGGERS = """
    SELECT t.tgname, c.relname, p.proname, t.tgenabled, p.prosrc FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE n.nspname = :schema AND NOT t.tgisinternal"""
_INDEXES = "SELECT indexname FROM pg_indexes WHERE schemaname = :schema"


def layout(connection: Connection, schema: str) -> dict[str, str]:
    """The columns, indexes and triggers that are there, by name."""
    from sqlalchemy import text

    def ask(question: str) -> list[Any]:
        return list(connection.execute(text(question), {"schema": schema}))

    there = {f"{table}.{column}": kind for table, column, kind in ask(_COLUMNS) if table in COLUMNS}
    there |= {name: "index" for (name,) in ask(_INDEXES) if name in INDEXES}
    return there | {name: f"{table} {function} {'on' if enabled == 'O' else 'off'} {source.strip()}"
                    for name, table, function, enabled, source in ask(_TRIGGERS)}


def expected_layout() -> dict[str, str]:
    """The layout that a ledger must have."""
    wanted = {f"{table}.{column}": kind.split()[0] for table, columns in COLUMNS.items()
              for column, kind in columns.items()}
    wanted |= dict.fromkeys(INDEXES, "index")
    return wanted | {name: f"{table} {function} on {FUNCTIONS[function]}"
                     for name, (_, table, function) in triggers().items()}
