"""An export is examined before anything of it is taken: each line against the chain and what a ledger takes."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from postwar.core.claim import Report
from postwar.core.errors import LedgerError, PostwarError, Problem
from postwar.ledger import chain
from postwar.ledger.audit import Walk, held_against
from postwar.ledger.carried import BEGINS, carried_row
from postwar.ledger.imported import row_bytes
from postwar.ledger.incoming import Incoming, parsed, refused
from postwar.ledger.payload import unpack_report
from postwar.ledger.protected import is_sealed
from postwar.ledger.schema import STEPS

FORMAT = "postwar-ledger-1"
MOST_PROBLEMS = 20
MEND = "export it again from a ledger that verifies"
_LAST = b'{"digest"'


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file of lines holds: the birth of its ledger (version, name, instant), how many entries fit in whole
    transactions from the first on, how many rows of merges fit after them, and what does not fit."""

    birth: tuple[int, str, str]
    entries: int
    carried: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reading:
    """Where the reader of a file stands."""

    path: Path
    walk: Walk
    ends: list[int] = field(default_factory=lambda: [0])       # last entries of the whole transactions that fit
    gone: list[int] = field(default_factory=list)              # entries without a payload
    redacted: dict[int, int] = field(default_factory=dict)     # by which entry an entry was redacted first
    begins: dict[int, int] = field(default_factory=dict)       # where the line of a document begins, by its entry
    carried: int = 0                                           # rows of merges
    merges: list[tuple[int, str]] = field(default_factory=list)     # the last row of each, and the sum of its rows
    sum_of_rows: Any = field(default_factory=hashlib.sha256)
    last: tuple[int, Report | None] = (0, None)                # the document that was looked at last
    problems: list[Problem] = field(default_factory=list)

    def fault(self, line: int, message: str) -> None:
        """Note what is wrong with a line."""
        self.problems.append(Problem(str(self.path), line, None, message, MEND))


def examine(path: Path) -> Examined:
    """Read a file of lines and hold each against the chain and against what a ledger takes; nothing is entered.

    Raises ``LedgerError`` where the file cannot be read or is no export of a ledger.
    """
    with opened(path) as file:
        birth, digest = birth_in(path, file.readline())
        found = _Reading(path, Walk(digest))
        n, at, ended = 1, file.tell(), False
        for n, line in enumerate(file, 2):
            if len(found.problems) >= MOST_PROBLEMS:
                break
            if ended:
                found.fault(n, "a line after the last")
            elif line.startswith(_LAST):
                ended = True
                _end(found, n, line)
            elif line.startswith(BEGINS):
                _carry(found, n, line)
            elif found.carried:
                found.fault(n, "an entry after the rows of merges")
            else:
                _take(found, n, line, at)
            at += len(line)
        if not ended and not found.problems:
            found.fault(n + 1, f"the file breaks off after entry {found.walk.seq}")
    _note_missing(found)
    return Examined(birth, _whole(found), 0 if found.problems else found.carried, tuple(found.problems))


def lines_up_to(path: Path, last: int) -> Iterator[Incoming]:
    """The entries of a file up to one of them, each held against the chain again.

    Raises ``LedgerError`` where one does not fit: the file was changed since it was examined.
    """
    with opened(path) as file:
        walk = Walk(birth_in(path, file.readline())[1])
        for n, line in enumerate(file, 2):
            if walk.seq >= last:
                return
            try:
                incoming = parsed(line)
                faults, walk = held_against(walk, incoming.row())
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                faults = [str(error)]
            if faults:
                raise LedgerError(f"{path}:{n}: {faults[0]}; the file was changed while it was read: import it again")
            yield incoming


def opened(path: Path) -> IO[bytes]:
    """The file, to read; ``LedgerError`` where it cannot be."""
    try:
        return path.open("rb")
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror}); name a file that `postwar export` wrote"
                          ) from error


def birth_in(path: Path, line: bytes) -> tuple[tuple[int, str, str], bytes]:
    """The birth of the ledger that a file's first line tells, and its digest; ``LedgerError`` where it tells none."""
    try:
        head = json.loads(line)
        row = head["birth"]
        birth = int(row["version"]), str(row["ledger"]), str(row["made_at"])
        digest = chain.birth(b"", *birth)
        if head["format"] != FORMAT or digest.hex() != row["digest"] or birth[0] < 1:
            raise ValueError(head["format"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LedgerError(f"{path}:1: not the first line of a ledger's export; name a file that `postwar export` wrote"
                          ) from error
    if birth[0] > STEPS[-1].version:
        raise LedgerError(f"{path}: made by a later postwar (layout {birth[0]}, this one knows up to "
                          f"{STEPS[-1].version}); update postwar")
    return birth, digest


def _take(found: _Reading, n: int, line: bytes, at: int) -> None:
    """Take the line of an entry into account."""
    try:
        incoming = parsed(line)
        faults, walk = held_against(found.walk, incoming.row())
        if not faults:
            refused(incoming, _report_of(found, incoming))
    except (ValueError, KeyError, TypeError, RecursionError, PostwarError) as error:
        found.fault(n, f"entry {n - 1}: {error}")
        return
    for message in faults:
        found.fault(n, f"entry {walk.seq}: {message}")
    found.walk = walk
    if incoming.table == "documents":
        found.begins[walk.seq] = at
    if incoming.payload is None:
        found.gone.append(walk.seq)
    elif incoming.entry["action"] == "redact":
        found.redacted.setdefault(incoming.said["about"], walk.seq)
    elif incoming.entry["action"] == "merge":
        found.merges.append((incoming.said["to"], incoming.said["rows"]))
    if walk.seq == walk.closes and not found.problems:
        found.ends.append(walk.seq)


def _report_of(found: _Reading, incoming: Incoming) -> Report | None:
    """The document of a claim; None where it is redacted or sealed."""
    entry = incoming.entry["document"]
    if incoming.table != "claims":
        return None
    if found.last[0] != entry:
        if entry not in found.begins:
            raise ValueError(f"its document {entry} is no document before it")
        with opened(found.path) as file:
            file.seek(found.begins[entry])
            document = parsed(file.readline())
        bare = document.payload is None or is_sealed(document.payload)
        found.last = entry, None if bare else unpack_report(document.payload or "", document.said["id"])
    return found.last[1]


def _carry(found: _Reading, n: int, line: bytes) -> None:
    """Take a row of a merge into account; the last of a merge with the sum of them all."""
    try:
        row = carried_row(line, found.carried + 1)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        found.fault(n, str(error))
        return
    found.carried += 1
    found.sum_of_rows.update(row_bytes(row))
    last, wanted = next((merge for merge in found.merges if merge[0] >= found.carried), (None, ""))
    if last is None:
        found.fault(n, "a row of no merge")
    elif last == found.carried:
        if found.sum_of_rows.hexdigest() != wanted:
            found.fault(n, "the rows up to this one are not those that their merge speaks of")
        found.sum_of_rows = hashlib.sha256()


def last_line(walk: Walk, n_carried: int) -> dict[str, Any]:
    """What the last line says: how many entries there were, with which digest they end, and how many rows of merges.
    """
    return {"digest": walk.digest.hex(), "entries": walk.seq} | ({"imported": n_carried} if n_carried else {})


def _end(found: _Reading, n: int, line: bytes) -> None:
    """Hold the last line against the lines before it."""
    wanted = last_line(found.walk, found.carried)
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if found.merges and found.merges[-1][0] != found.carried and not found.problems:
        found.fault(n, f"rows that merges brought are missing, from {found.carried + 1} to {found.merges[-1][0]}")
    if said != wanted and not found.problems:
        found.fault(n, f"the last line does not fit the {found.walk.seq} entries before it")
    if found.walk.seq != found.walk.closes:
        found.fault(n, f"the transaction that ends with entry {found.walk.closes} is not whole")


def _note_missing(found: _Reading) -> None:
    """A payload may be missing only where a later entry redacts it."""
    for entry in (entry for entry in found.gone if entry not in found.redacted):
        if not found.problems:
            found.fault(entry + 1, f"entry {entry}: its payload is missing, and nothing redacts it")


def _whole(found: _Reading) -> int:
    """Up to which entry the file can be taken: whole transactions that fit, of which nothing is missing that they do
    not redact themselves."""
    last = found.ends[-1]
    for entry in reversed(found.gone):
        if entry <= last and found.redacted.get(entry, last + 1) > last:
            last = found.ends[bisect_left(found.ends, entry) - 1]
    return last
