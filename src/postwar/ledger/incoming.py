"""A line of an export as it comes in: what it must be to enter a ledger, beyond fitting the hash chain.

The chain shows that nothing was changed since it was written, and not that a ledger wrote it. So whoever takes lines
from elsewhere asks of each record what the ledger asks of its own.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from postwar.core.books import ACTIONS
from postwar.core.claim import Report
from postwar.core.time import Day
from postwar.ledger import chain
from postwar.ledger.acts import scheme_of
from postwar.ledger.audit import COLUMNS, table_of
from postwar.ledger.payload import check, unpack_claim, unpack_report
from postwar.ledger.protected import is_sealed

_NUMBERS = ("seq", "closes", "document")
_TEXTS = ("recorded_at", "known_on", "action", "who", "why")


@dataclass(frozen=True)
class Incoming:
    """One entry of a file: its metadata, its link in the chain, and its payload; None where that was redacted."""

    entry: dict[str, Any]
    commitment: bytes
    digest: bytes
    salt: bytes | None = None
    payload: str | None = None

    @cached_property
    def table(self) -> str:
        """Where its payload lies in a ledger."""
        return table_of(self.entry)

    @cached_property
    def said(self) -> dict[str, Any]:
        """Its payload, unpacked as far as JSON goes."""
        said = json.loads(self.payload or "{}")
        if not isinstance(said, dict):
            raise ValueError("its payload is no JSON object")
        return said

    def entry_row(self) -> dict[str, Any]:
        """Its row of ``entries``."""
        return self.entry | {"commitment": self.commitment, "digest": self.digest}

    def payload_row(self) -> dict[str, Any] | None:
        """Its row beside ``entries``; None where it was redacted."""
        if self.payload is None:
            return None
        said = self.said
        return {"seq": self.entry["seq"], **{name: said[name] for name in COLUMNS[self.table]}, "salt": self.salt,
                "payload": self.payload}

    def row(self) -> tuple[Any, ...]:
        """As the check of the chain reads it (``audit.ROWS``); a payload that is missing counts as redacted."""
        sides: list[Any] = []
        for table in COLUMNS:
            own = self.payload_row() if table == self.table else None
            sides += own.values() if own else [None] * (len(COLUMNS[table]) + 3)
        gone = self.entry["seq"] if self.payload is None else None
        return (*self.entry.values(), self.commitment, self.digest, gone, *sides)


def parsed(line: bytes) -> Incoming:
    """The entry that a line holds; ``ValueError`` or ``KeyError`` where it holds none.

    >>> parsed(b'{"entry":{}}')
    Traceback (most recent call last):
    ValueError: not an entry: it needs entry, commitment and digest, and salt with payload
    """
    data = json.loads(line)
    if not isinstance(data, dict) or data.keys() not in (
            {"entry", "commitment", "digest"}, {"entry", "commitment", "digest", "salt", "payload"}):
        raise ValueError("not an entry: it needs entry, commitment and digest, and salt with payload")
    entry = metadata_of(data["entry"])
    link = {name: bytes.fromhex(data[name]) for name in ("commitment", "digest", "salt") if name in data}
    if any(len(part) != chain.SALT_BYTES for part in link.values()):
        raise ValueError("not an entry: commitment, digest and salt have 64 hexadecimal digits")
    payload = data.get("payload")
    if payload is not None and not (isinstance(payload, str) and payload.isascii()):
        raise ValueError("its payload is no text in ASCII")
    return Incoming(entry, link["commitment"], link["digest"], link.get("salt"), payload)


def metadata_of(entry: Any) -> dict[str, Any]:
    """The metadata of an entry in their order; ``ValueError`` where a field is missing or is not of its kind."""
    if not isinstance(entry, dict) or entry.keys() != set(chain.METADATA):
        raise ValueError(f"not an entry: it has the fields {', '.join(chain.METADATA)}")
    for name in (*_NUMBERS, *(("supersedes",) if entry["supersedes"] is not None else ())):
        if type(entry[name]) is not int or not 0 < entry[name] <= max(entry["closes"], entry["seq"]) < 2**62:
            raise ValueError(f"its {name} is no number of an entry")
    for name in _TEXTS:
        if not isinstance(entry[name], str):
            raise ValueError(f"its {name} is no text")
        entry[name].encode("utf-8")
    if entry["action"] not in ACTIONS:
        raise ValueError(f"no action {entry['action']!r}")
    Day.fromisoformat(entry["known_on"])
    dt.datetime.fromisoformat(entry["recorded_at"])
    return {name: entry[name] for name in chain.METADATA}


def refused(incoming: Incoming, report: Report | None) -> None:
    """Raise what a ledger would raise at a record that it did not write.

    ``report`` is the document of a claim, None where it is redacted or sealed: then its words cannot be looked at.
    """
    if incoming.payload is None or is_sealed(incoming.payload):
        return
    said = incoming.said
    if incoming.table == "documents":
        check(unpack_report(incoming.payload, said["id"]), [])
    elif incoming.table == "claims":
        claim = unpack_claim(incoming.payload)
        if report is not None:
            check(report, [claim])
    elif incoming.entry["action"] == "review" and scheme_of(said["state"]) != said["scheme"]:
        raise ValueError(f"no state {said['state']!r} of a {said['scheme']}")
