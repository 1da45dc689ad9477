"""The chains of other ledgers that were merged into one: how their rows are spelled, and whether they add up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from postwar.ledger import chain
from postwar.ledger.asking import Store

COLUMNS = ("n", "ledger", *chain.METADATA, "commitment", "previous", "digest", "entry")
_MERGES = ("SELECT a.seq, a.payload FROM acts a JOIN entries e ON e.seq = a.seq WHERE e.action = 'merge' "
           "ORDER BY a.seq")
_ROWS = f"""
    SELECT {', '.join(f'i.{column}' for column in COLUMNS)}, e.seq, e.commitment, a.payload
    FROM imported i LEFT JOIN entries e ON e.seq = i.entry LEFT JOIN acts a ON a.seq = i.entry ORDER BY i.n"""
_ACTIONS_OF_ACTS = ("review", "retract", "amend")


def row_bytes(row: Mapping[str, Any]) -> bytes:
    """A row as it enters the sum of a merge: canonical JSON, digests in hexadecimal, one line.

    >>> row_bytes({"n": 1, "digest": b"\\xff"})
    b'{"digest":"ff","n":1}\\n'
    """
    told = {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
    return chain.canonical(told).encode("ascii") + b"\n"


def births_of(store: Store) -> list[list[Any]]:
    """The births of a store's own chain and of those that it took in: version, name, instant, digest."""
    own = [[version, name, made_at, bytes(digest).hex()] for version, name, made_at, digest in store.rows(
        "SELECT version, ledger, made_at, digest FROM meta ORDER BY version")]
    taken = [birth for _, payload in store.rows(_MERGES) for birth in json.loads(payload)["births"]]
    return [*own, *(birth for birth in taken if birth not in own)]


def imported_faults(store: Store) -> Iterator[tuple[int | None, str]]:
    """What of the imported chains does not add up: each row fits its digest and the row before it, what was taken from
    it fits its commitment, and all rows of a merge fit the sum in that merge's entry."""
    merges = [(seq, json.loads(payload)) for seq, payload in store.rows(_MERGES)]
    known: set[bytes] = set()
    if merges:
        known = {bytes(digest) for (digest,) in store.rows("SELECT digest FROM entries")}
    births = births_of(store)
    yield from _birth_faults(births, merges)
    known |= {bytes.fromhex(birth[3]) for birth in births}
    ahead, n, total, made = iter(merges), 0, hashlib.sha256(), set[int | None]()
    seq, merge = next(ahead, (None, None))
    for found in store.walk(_ROWS):
        row = dict(zip(COLUMNS, found, strict=False))
        n += 1
        if merge is None or row["n"] != n:
            yield seq, f"imported row {row['n']}: it is of no merge, or one before it is missing"
            continue
        first = row["entry"] is not None and row["entry"] not in made
        made.add(row["entry"])
        for message in _row_faults(row, found[len(COLUMNS):], known, first):
            yield seq, f"imported row {n} (entry {row['seq']} of ledger {row['ledger'][:8]}): {message}"
        known.add(bytes(row["digest"]))
        total.update(row_bytes(row))
        if n == merge["to"]:
            if total.hexdigest() != merge["rows"]:
                yield seq, f"entry {seq}: the rows that this merge brought are not those it speaks of"
            total = hashlib.sha256()
            seq, merge = next(ahead, (None, None))
    if merge is not None:
        yield seq, f"entry {seq}: rows that this merge brought are missing, from {n + 1} to {merge['to']}"


def _birth_faults(births: list[list[Any]], merges: list[tuple[int, Any]]) -> Iterator[tuple[int | None, str]]:
    """Each ledger's births follow each other; those of the own chain are checked with the file."""
    before: dict[str, bytes] = {}
    seq = merges[-1][0] if merges else None
    for version, name, made_at, digest in births:
        if chain.birth(before.get(name, b""), version, name, made_at).hex() != digest:
            yield seq, f"ledger {name[:8]}, version {version}: its birth does not fit its digest"
        before[name] = bytes.fromhex(digest)


def _row_faults(row: Mapping[str, Any], here: tuple[Any, ...], known: set[bytes], first: bool) -> Iterator[str]:
    """What is wrong with a row. The ``first`` that stands for an entry here is the one that the entry was made of."""
    metadata = {name: row[name] for name in chain.METADATA}
    if chain.link(bytes(row["previous"]), metadata, bytes(row["commitment"])) != bytes(row["digest"]):
        yield "it does not fit its digest and the entry before"
    if bytes(row["previous"]) not in known:
        yield "the entry before it is missing"
    seq, _, payload = here
    if row["entry"] is not None and seq is None:
        yield f"entry {row['entry']}, which it became, is missing"
    decided = first and payload is not None and row["action"] in _ACTIONS_OF_ACTS
    if decided and not _holds(payload, bytes(row["commitment"])):
        yield f"entry {row['entry']}, which it became, does not hold what it says"


def _holds(payload: str, commitment: bytes) -> bool:
    """Whether a decision that was taken in holds, within it, what another ledger committed to."""
    made_here = "as" not in json.loads(payload)
    while (kept := json.loads(payload).get("as")) is not None:
        payload = kept["payload"]
        if chain.commit(bytes.fromhex(kept["salt"]), payload.encode("ascii")) == commitment:
            return True
    return made_here
