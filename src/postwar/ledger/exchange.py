"""The whole ledger as lines of JSON, and back. Each line is held against the hash chain when written and when read.

The first line is the ledger's birth, then comes a line an entry, and the last line says how many there were:

    {"birth":{"digest":…,"ledger":…,"made_at":…,"version":…},"format":"postwar-ledger-1"}
    {"commitment":…,"digest":…,"entry":{…},"payload":"…","salt":…}
    {"digest":…,"entries":…}

Before the last come the chains that merges brought in, if any (:mod:`postwar.ledger.carried`). A payload is its text
letter for letter, as a JSON string, so that it can be hashed without spelling it anew. An entry that was redacted has
neither payload nor salt; one that is sealed leaves as it is kept, and no key leaves with it.
See docs/ledger.md for the check that needs only the standard library.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from postwar.core.errors import LedgerError, Problem
from postwar.ledger import chain
from postwar.ledger.acts import redacted_records
from postwar.ledger.asking import Store, one
from postwar.ledger.audit import COLUMNS, ROWS, Walk, held_against
from postwar.ledger.carried import BEGINS, carried, take_carried
from postwar.ledger.examining import FORMAT, Examined, last_line, lines_up_to, opened
from postwar.ledger.incoming import Incoming

BATCH = 5000              # entries written in one transaction of the store, at least


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import: entries that were added, that were there, and what was wrong with the file."""

    added: int
    there: int
    problems: tuple[Problem, ...] = ()


# Out -----------------------------------------------------------------------------------------------------------------

def export(store: Store, path: Path) -> tuple[int, str]:
    """Write every entry of one moment to a file; gives their number and the last digest.

    The file is there whole or not at all. Raises ``LedgerError`` at the first entry that does not fit the chain.
    """
    with _whole_file(path) as out:
        return store.read(lambda: _write(store, out))


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[str]]:
    """A file that takes its name when all is written and on the disk."""
    with tempfile.NamedTemporaryFile("w+", encoding="ascii", newline="\n", dir=path.parent, prefix=f".{path.name}.",
                                     delete=False) as out:
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
            os.chmod(out.name, 0o666 & ~_umask())
            os.replace(out.name, path)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _write(store: Store, out: IO[str]) -> tuple[int, str]:
    out.seek(0)
    out.truncate()
    *birth, digest = _birth_of(store)
    head = dict(zip(("version", "ledger", "made_at"), birth, strict=True)) | {"digest": digest.hex()}
    out.write(chain.canonical({"birth": head, "format": FORMAT}) + "\n")
    walk = Walk(digest)
    for row in store.walk(ROWS):
        faults, walk = held_against(walk, row)
        if faults:
            raise LedgerError(f"{store.name}: entry {walk.seq}: {faults[0]}; nothing is exported: run `postwar verify`")
        out.write(chain.canonical(_entry(row)) + "\n")
    if walk.seq != walk.closes:
        raise LedgerError(f"{store.name}: entry {walk.seq + 1} is missing; nothing is exported: run `postwar verify`")
    n_carried = 0
    for line in carried(store):
        out.write(chain.canonical(line) + "\n")
        n_carried += 1
    out.write(chain.canonical(last_line(walk, n_carried)) + "\n")
    return walk.seq, walk.digest.hex()


def _birth_of(store: Store) -> tuple[int, str, str, bytes]:
    """Version, name, instant and digest with which the chain begins; within a transaction."""
    version, ledger, made_at, digest = one(
        store, "SELECT version, ledger, made_at, digest FROM meta ORDER BY version LIMIT 1")
    return version, ledger, made_at, bytes(digest)


def _entry(row: Sequence[Any]) -> dict[str, Any]:
    """An entry as its line says it."""
    said = {"entry": dict(zip(chain.METADATA, row, strict=False)), "commitment": bytes(row[9]).hex(),
            "digest": bytes(row[10]).hex()}
    at = len(chain.METADATA) + 3
    for columns in COLUMNS.values():
        end = at + len(columns) + 3
        if row[at] is not None:
            return said | {"salt": bytes(row[end - 2]).hex(), "payload": row[end - 1]}
        at = end
    return said


# In ------------------------------------------------------------------------------------------------------------------

def take(store: Store, path: Path, examined: Examined) -> Taken:
    """Enter what a file holds beyond what the ledger has; whole transactions, the ledger's own digests kept.

    What the ledger has must be the same chain up to there: ``LedgerError`` where it is another ledger, or where the two
    part. A second time adds nothing; an import that was cut short goes on when it is done again.
    """
    birth, there, digest = store.read(lambda: _state(store))
    if birth != examined.birth:
        raise LedgerError(f"{store.name}: another ledger than the one that was exported to {path}; name a file that is "
                          "not there yet, or make one ledger of two with `postwar merge`")
    added, batch, erased = 0, list[Incoming](), False
    for incoming in lines_up_to(path, examined.entries):
        seq = incoming.entry["seq"]
        if seq == min(there, examined.entries) and incoming.digest != (digest if seq == there else _digest(store, seq)):
            raise LedgerError(f"{store.name}: its entries part from those of {path} at or before entry {seq}; make one "
                              "ledger of two with `postwar merge`")
        if seq <= there:
            continue
        batch.append(incoming)
        if seq == incoming.entry["closes"] and len(batch) >= BATCH:
            erased |= _enter(store, batch)
            added, batch = added + len(batch), []
    erased |= _enter(store, batch)
    if erased:
        store.swept()
    if examined.carried:
        with opened(path) as file:
            take_carried(store, (line for line in file if line.startswith(BEGINS)))
    return Taken(added + len(batch), there, examined.problems)


def _state(store: Store) -> tuple[tuple[int, str, str], int, bytes]:
    """The birth of a ledger, its last entry and its digest; within a transaction."""
    *birth, digest = _birth_of(store)
    last = one(store, "SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1")
    return (birth[0], birth[1], birth[2]), *((0, digest) if last is None else (last[0], bytes(last[1])))


def _digest(store: Store, seq: int) -> bytes:
    return bytes(store.read(lambda: one(store, "SELECT digest FROM entries WHERE seq = :seq", seq=seq)))


def _enter(store: Store, batch: Sequence[Incoming]) -> bool:
    """Enter whole transactions as one; whether anything was erased that was there."""
    if not batch:
        return False

    def enter() -> bool:
        last = one(store, "SELECT coalesce(max(seq), 0) FROM entries")
        if last != batch[0].entry["seq"] - 1:
            raise LedgerError(f"{store.name}: others wrote to it meanwhile; import again")
        store.insert("entries", [incoming.entry_row() for incoming in batch])
        for table in COLUMNS:
            store.insert(table, [row for incoming in batch if incoming.table == table
                                 and (row := incoming.payload_row()) is not None])
        gone = [incoming.said["about"] for incoming in batch if incoming.entry["action"] == "redact"]
        for seq in gone:
            for table in COLUMNS:
                store.erase(table, seq)
        store.ring.drop(redacted_records(store))
        return bool(gone)

    erased = store.write(enter)
    store.counted(batch[-1].entry["seq"])
    return erased
