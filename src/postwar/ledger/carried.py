"""The chains of other ledgers, which a merge brought into this one, as lines of its export, and back.

    {"imported":{"n":…,"ledger":…,"seq":…,…,"commitment":…,"previous":…,"digest":…,"entry":…}}

They follow the entries. Each must fit its own chain, digest = SHA-256(previous ‖ metadata ‖ commitment), and all of a
merge the sum in that merge's entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from postwar.core.errors import LedgerError
from postwar.ledger import chain
from postwar.ledger.asking import Store, one
from postwar.ledger.imported import COLUMNS
from postwar.ledger.incoming import metadata_of

BEGINS = b'{"imported"'
_DIGESTS = ("commitment", "previous", "digest")


def carried(store: Store) -> Iterator[dict[str, Any]]:
    """Every row that a merge brought in, as its line says it; within a transaction."""
    for row in store.walk(f"SELECT {', '.join(COLUMNS)} FROM imported ORDER BY n"):
        said = dict(zip(COLUMNS, row, strict=True))
        yield {"imported": said | {name: bytes(said[name]).hex() for name in _DIGESTS}}


def carried_row(line: bytes, n: int) -> dict[str, Any]:
    """The row that a line holds, which must be the ``n``-th; ``ValueError`` or ``KeyError`` where it does not fit.

    >>> carried_row(b'{"imported":{"n":1}}', 1)
    Traceback (most recent call last):
    ValueError: not a row of a merge: it has the fields n, ledger, seq, closes, recorded_at, known_on, action, \
document, supersedes, who, why, commitment, previous, digest, entry
    """
    said = json.loads(line)["imported"]
    if not isinstance(said, dict) or said.keys() != set(COLUMNS):
        raise ValueError(f"not a row of a merge: it has the fields {', '.join(COLUMNS)}")
    digests = {name: bytes.fromhex(said[name]) for name in _DIGESTS}
    metadata = metadata_of({name: said[name] for name in chain.METADATA})
    if said["n"] != n:
        raise ValueError(f"row {n} of the merges is missing before it")
    if not isinstance(said["ledger"], str) or not (said["entry"] is None or type(said["entry"]) is int):
        raise ValueError("its ledger or its entry is none")
    if chain.link(digests["previous"], metadata, digests["commitment"]) != digests["digest"]:
        raise ValueError("it does not fit its digest and the entry before")
    told = {**said, **metadata, **digests}
    return {name: told[name] for name in COLUMNS}


def take_carried(store: Store, lines: Iterable[bytes]) -> None:
    """Enter the rows that the ledger lacks, in one transaction.

    Raises ``LedgerError`` where those that it has are others.
    """
    rows = [carried_row(line, n) for n, line in enumerate(lines, 1)]

    def enter() -> None:
        last = one(store, "SELECT n, digest FROM imported ORDER BY n DESC LIMIT 1")
        there = 0 if last is None else last[0]
        if 0 < there <= len(rows) and bytes(last[1]) != rows[there - 1]["digest"]:
            raise LedgerError(f"{store.name}: its merges part from those of the file; name another ledger")
        store.insert("imported", rows[there:])

    store.write(enter)
