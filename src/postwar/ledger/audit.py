"""Does a ledger file add up? Every stored field is held against the chain; what does not fit is named by its entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from postwar.core.books import ACTIONS, BACKFILL
from postwar.core.errors import Problem
from postwar.ledger import chain
from postwar.ledger.asking import Store
from postwar.ledger.imported import imported_faults

MEND = "put back a copy that verifies"

ROWS = """
    SELECT e.seq, e.closes, e.recorded_at, e.known_on, e.action, e.document, e.supersedes, e.who, e.why,
           e.commitment, e.digest, r.seq, d.seq, d.id, d.sha256, d.salt, d.payload, c.seq, c.id, c.salt, c.payload,
           a.seq, a.about, a.salt, a.payload
    FROM entries e LEFT JOIN documents d ON d.seq = e.seq LEFT JOIN claims c ON c.seq = e.seq
    LEFT JOIN acts a ON a.seq = e.seq
    LEFT JOIN (SELECT DISTINCT x.about AS seq FROM acts x JOIN entries y ON y.seq = x.seq WHERE y.action = 'redact') r
        ON r.seq = e.seq
    ORDER BY e.seq"""
COLUMNS = {"documents": ("id", "sha256"), "claims": ("id",), "acts": ("about",)}
Faults = Iterator[tuple[int | None, str]]


@dataclass(slots=True)
class Walk:
    """Where the reader of the chain stands: what the next entry must fit."""

    digest: bytes
    seq: int = 0
    closes: int = 0
    known_on: str = ""


def audit(store: Store) -> tuple[Problem, ...]:
    """All that does not fit, in order; empty when the books add up. The caller holds a read transaction."""
    return store.leniently(lambda: tuple(_problems(store)))


def _problems(store: Store) -> Iterator[Problem]:
    checks: tuple[Callable[[Store], Faults], ...] = (
        lambda store: store.file_faults(), _layout_faults, _birth_faults, _entry_faults, imported_faults,
        lambda store: store.counter_faults())
    for faults in checks:
        try:
            for seq, message in faults(store):
                yield Problem(store.name, seq, None, message, MEND)
        except (*store.errors, ValueError, TypeError, KeyError) as error:
            yield Problem(store.name, None, None, f"the file is damaged ({error})", MEND)


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _layout_faults(store: Store) -> Faults:
    there, wanted = store.layout()
    for name in sorted(wanted.keys() | there.keys()):
        if name not in there:
            yield None, f"{name} is missing from the layout of the file"
        elif name not in wanted:
            yield None, f"{name} is not part of a ledger's layout"
        elif there[name] != wanted[name]:
            yield None, f"{name} is not as a ledger has it"


def _birth_faults(store: Store) -> Faults:
    digest, version = b"", None
    for version, ledger, made_at, stored in store.rows("SELECT version, ledger, made_at, digest FROM meta ORDER BY 1"):
        if chain.birth(digest, version, ledger, made_at) != stored:
            yield None, f"meta, version {version}: the row does not fit its digest"
        digest = stored
    if version != store.version():
        yield None, "meta does not end with the version of the file's layout"


def _entry_faults(store: Store) -> Faults:
    born = store.rows("SELECT digest FROM meta ORDER BY version LIMIT 1")
    walk = Walk(born[0][0] if born else b"")
    for row in store.walk(ROWS):
        faults, walk = held_against(walk, row)
        for message in faults:
            yield walk.seq, f"entry {walk.seq}: {message}"
    if walk.seq != walk.closes:
        yield walk.seq + 1, f"entry {walk.seq + 1}: missing, up to {walk.closes}; their transaction is not whole"


def held_against(walk: Walk, row: Sequence[Any]) -> tuple[list[str], Walk]:
    """What of an entry does not fit the chain up to it, and where the reader of the chain then stands.

    The row is one of ``ROWS``.
    """
    entry, commitment, digest = dict(zip(chain.METADATA, row, strict=False)), row[9], row[10]
    payloads = {"documents": row[12:17], "claims": row[17:21], "acts": row[21:]}
    faults = [*_order_faults(walk, entry), *_payload_faults(entry, commitment, payloads, row[11] is not None)]
    if chain.link(walk.digest, entry, commitment) != digest:
        faults.append("it does not fit its digest and the entry before")
    return faults, Walk(digest, entry["seq"], entry["closes"], max(walk.known_on, entry["known_on"]))


def _order_faults(walk: Walk, entry: dict[str, object]) -> Iterator[str]:
    """Numbers without gap, transactions whole, and no unmarked step back of the second clock."""
    if entry["seq"] != walk.seq + 1:
        yield f"missing before it, from {walk.seq + 1}"
    if walk.seq < walk.closes != entry["closes"]:
        yield f"it stands inside the transaction that ends with {walk.closes}"
    if str(entry["known_on"]) < walk.known_on and not str(entry["why"]).startswith(BACKFILL):
        yield f"known on {entry['known_on']}, before {walk.known_on}, and not marked as a backfill"


def table_of(entry: dict[str, Any]) -> str:
    """Where the payload of an entry lies."""
    if entry["action"] == "assert" and entry["document"] == entry["seq"]:
        return "documents"
    return "claims" if entry["action"] in ("assert", "correct") else "acts"


def _payload_faults(entry: dict[str, Any], commitment: bytes, payloads: dict[str, tuple[Any, ...]],
                    redacted: bool) -> Iterator[str]:
    """One payload an entry, of the right table, that fits the commitment and the columns beside it; none where it was
    redacted."""
    if entry["action"] not in ACTIONS:
        yield "its action is none that a ledger knows"
    table = table_of(entry)
    wanted = payloads.pop(table)
    if any(other[0] is not None for other in payloads.values()):
        yield "it has a second payload"
    if wanted[0] is None or redacted:
        if wanted[0] is not None:
            yield "it was redacted, and its payload is there"
        elif not redacted:
            yield "its payload is missing"
        return
    salt, payload = wanted[-2], wanted[-1]
    if not isinstance(salt, bytes) or not isinstance(payload, str) or chain.commit(salt, _raw(payload)) != commitment:
        yield "its payload does not fit its commitment"
        return
    data = json.loads(payload)
    for column, stored in zip(COLUMNS[table], wanted[1:-2], strict=True):
        if data[column] != stored:
            yield f"its {column} is not the one in its payload"
    if table == "acts" and data["action"] != entry["action"]:
        yield "its action is not the one in its payload"
