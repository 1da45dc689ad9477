"""How entries are appended: each linked to the one before, each payload in its table, whole transactions only."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postwar.core.books import BACKFILL
from postwar.core.errors import LedgerError
from postwar.core.time import Day
from postwar.ledger import chain
from postwar.ledger.asking import Store, one
from postwar.ledger.payload import printable


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all entries of a transaction share: the two times, who and why."""

    recorded_at: str
    known_on: Day
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be: what it does, about which document, and its payload with the columns that lie beside it.

    ``document`` is the entry of its document; None where the entry is the document. ``sealed`` is the name and the
    wrapped key of a payload that is sealed, for the key ring; ``salt`` is one that the payload was committed to with.
    """

    table: str
    action: str
    payload: str
    columns: Mapping[str, Any]
    document: int | None = None
    supersedes: int | None = None
    sealed: tuple[str, bytes] | None = None
    salt: bytes | None = None


def stamp(recorded_at: str, known_on: Day, who: str, why: str, what: str) -> Stamp:
    """The stamp of a transaction; ``LedgerError`` where a day is an instant, or a text is none."""
    if isinstance(known_on, dt.datetime):
        raise LedgerError(f"{what}: known on {known_on}, which is an instant; give a day")
    printable("who", who)
    printable("why", why)
    return Stamp(recorded_at, known_on, who, why)


def in_order(store: Store, given: Stamp, backfill: bool, what: str) -> Stamp:
    """The stamp as it is recorded: a day before the last is refused, or marked as a backfill. Within a transaction."""
    last = one(store, "SELECT max(known_on) FROM entries")
    if last is None or given.known_on.isoformat() >= last:
        return given
    if not backfill:
        raise LedgerError(f"{what}: known on {given.known_on}, but the books have heard up to {last}; "
                          "give a later day, or say that it is a backfill")
    why = f"{BACKFILL}: {given.why}" if given.why else BACKFILL
    return Stamp(given.recorded_at, given.known_on, given.who, why)


def append(store: Store, lines: Sequence[Line], stamped: Stamp) -> int:
    """Append one entry a line, as one transaction; the number of the last. The caller holds the transaction."""
    first = one(store, "SELECT coalesce(max(seq), 0) FROM entries") + 1
    digest = one(store, "SELECT digest FROM entries WHERE seq = :seq", seq=first - 1) \
        or one(store, "SELECT digest FROM meta ORDER BY version LIMIT 1")
    closes = first + len(lines) - 1
    entries: list[dict[str, Any]] = []
    payloads: dict[str, list[dict[str, Any]]] = {}
    for at, line in enumerate(lines):
        seq = first + at
        metadata = {
            "seq": seq, "closes": closes, "recorded_at": stamped.recorded_at,
            "known_on": stamped.known_on.isoformat(), "action": line.action,
            "document": seq if line.document is None else line.document, "supersedes": line.supersedes,
            "who": stamped.who, "why": stamped.why}
        salt = line.salt or secrets.token_bytes(chain.SALT_BYTES)
        commitment = chain.commit(salt, line.payload.encode("ascii"))
        digest = chain.link(digest, metadata, commitment)
        entries.append({**metadata, "commitment": commitment, "digest": digest})
        payloads.setdefault(line.table, []).append(
            {"seq": seq, **line.columns, "salt": salt, "payload": line.payload})
    sealed = dict(line.sealed for line in lines if line.sealed is not None)
    if sealed:
        store.ring.put(sealed)
    store.insert("entries", entries)
    for table, rows in payloads.items():
        store.insert(table, rows)
    return closes
