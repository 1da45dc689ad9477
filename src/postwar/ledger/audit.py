"""Does a ledger file add up? Every stored field is held against the chain; what does not fit is named by its entry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from postwar.core.books import BACKFILL
from postwar.core.errors import Problem
from postwar.ledger import chain, schema

MEND = "put back a copy that verifies"

_ROWS = """
    SELECT e.seq, e.closes, e.recorded_at, e.known_on, e.action, e.document, e.supersedes, e.who, e.why,
           e.commitment, e.digest, d.seq, d.id, d.sha256, d.salt, d.payload, c.seq, c.id, c.salt, c.payload
    FROM entries e LEFT JOIN documents d ON d.seq = e.seq LEFT JOIN claims c ON c.seq = e.seq ORDER BY e.seq"""


@dataclass(slots=True)
class _Walk:
    """Where the reader of the chain stands: what the next entry must fit."""

    digest: bytes
    seq: int = 0
    closes: int = 0
    known_on: str = ""


def audit(connection: sqlite3.Connection, name: str) -> tuple[Problem, ...]:
    """All that does not fit, in order; empty when the books add up. The caller holds a read transaction."""
    problems: list[Problem] = []
    text = connection.text_factory
    connection.text_factory = _lenient
    checks: tuple[Callable[[sqlite3.Connection], Iterator[tuple[int | None, str]]], ...] = (
        _file_faults, _layout_faults, _birth_faults, _entry_faults, _counter_faults)
    for faults in checks:
        try:
            for seq, message in faults(connection):
                problems.append(Problem(name, seq, None, message, MEND))
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError) as error:
            problems.append(Problem(name, None, None, f"the file is damaged ({error})", MEND))
    connection.text_factory = text
    return tuple(problems)


def _lenient(raw: bytes) -> str:
    """Text as it lies in the file, whatever its bytes, so that a damaged one is read and found."""
    return raw.decode("utf-8", "surrogateescape")


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _file_faults(connection: sqlite3.Connection) -> Iterator[tuple[int | None, str]]:
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield None, f"the file is damaged ({message})"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield row, f"entry {row}: {table} holds a row for it that fits none of {parent}"


def _layout_faults(connection: sqlite3.Connection) -> Iterator[tuple[int | None, str]]:
    there = schema.layout(connection)
    wanted = schema.expected_layout(connection.execute("PRAGMA user_version").fetchone()[0])
    for name in sorted(wanted.keys() | there.keys()):
        if name not in there:
            yield None, f"{name} is missing from the layout of the file"
        elif name not in wanted:
            yield None, f"{name} is not part of a ledger's layout"
        elif there[name] != wanted[name]:
            yield None, f"{name} is not as a ledger has it"


def _birth_faults(connection: sqlite3.Connection) -> Iterator[tuple[int | None, str]]:
    digest, version = b"", None
    for version, ledger, made_at, stored in connection.execute("SELECT * FROM meta ORDER BY version"):
        if chain.birth(digest, version, ledger, made_at) != stored:
            yield None, f"meta, version {version}: the row does not fit its digest"
        digest = stored
    if version != connection.execute("PRAGMA user_version").fetchone()[0]:
        yield None, "meta does not end with the version of the file's layout"


def _entry_faults(connection: sqlite3.Connection) -> Iterator[tuple[int | None, str]]:
    born = connection.execute("SELECT digest FROM meta ORDER BY version LIMIT 1").fetchone()
    walk = _Walk(born[0] if born else b"")
    for row in connection.execute(_ROWS):
        entry, commitment, digest = dict(zip(chain.METADATA, row, strict=False)), row[9], row[10]
        seq = entry["seq"]
        for message in (*_order_faults(walk, entry), *_payload_faults(entry, commitment, row[11:16], row[16:])):
            yield seq, f"entry {seq}: {message}"
        if chain.link(walk.digest, entry, commitment) != digest:
            yield seq, f"entry {seq}: it does not fit its digest and the entry before"
        walk = _Walk(digest, seq, entry["closes"], max(walk.known_on, entry["known_on"]))
    if walk.seq != walk.closes:
        yield walk.seq + 1, f"entry {walk.seq + 1}: missing, up to {walk.closes}; their transaction is not whole"


def _order_faults(walk: _Walk, entry: dict[str, object]) -> Iterator[str]:
    """Numbers without gap, transactions whole, and no unmarked step back of the second clock."""
    if entry["seq"] != walk.seq + 1:
        yield f"missing before it, from {walk.seq + 1}"
    if walk.seq < walk.closes != entry["closes"]:
        yield f"it stands inside the transaction that ends with {walk.closes}"
    if str(entry["known_on"]) < walk.known_on and not str(entry["why"]).startswith(BACKFILL):
        yield f"known on {entry['known_on']}, before {walk.known_on}, and not marked as a backfill"


def _payload_faults(entry: dict[str, object], commitment: bytes, document: tuple[object, ...],
                    claim: tuple[object, ...]) -> Iterator[str]:
    """One payload an entry, of the right table, that fits the commitment and the columns beside it."""
    of_document = entry["document"] == entry["seq"]
    wanted, other = (document, claim) if of_document else (claim, document)
    if other[0] is not None:
        yield "it has a second payload"
    if wanted[0] is None:
        yield "its payload is missing"
        return
    salt, payload = wanted[-2], wanted[-1]
    if not isinstance(salt, bytes) or not isinstance(payload, str) or chain.commit(salt, _raw(payload)) != commitment:
        yield "its payload does not fit its commitment"
        return
    data = json.loads(payload)
    for column, stored in zip(("id", "sha256") if of_document else ("id",), wanted[1:-2], strict=True):
        if data[column] != stored:
            yield f"its {column} is not the one in its payload"


def _counter_faults(connection: sqlite3.Connection) -> Iterator[tuple[int | None, str]]:
    """SQLite counts by itself how many entries were ever made; fewer entries means that the last ones were dropped."""
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM entries").fetchone()[0]
    made = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entries'").fetchone()[0]
    if made != last:
        yield last + 1, f"entry {last + 1}: the file counts {made} entries made, and holds them up to {last}"
