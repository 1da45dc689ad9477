"""Checkpoints: what a ledger was at one moment, signed, in a small file that is kept somewhere else.

Law: the digest of an entry covers all entries before it, so a ledger that holds the entry with that digest, and whose
chain fits, holds the whole history that the checkpoint saw.

Source: Ed25519, RFC 8032 (2017).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from postwar.core.errors import LedgerError, Problem
from postwar.ledger.asking import Store, one
from postwar.ledger.chain import canonical
from postwar.ledger.keys import library

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = 1
_KINDS = {"checkpoint": int, "ledger": str, "seq": int, "digest": str, "made_at": str}
_MEND = "ask whoever keeps this ledger, and put back a copy that holds the entry"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The name of a ledger, its last entry, the digest of that, and when this was taken down.

    >>> print(Checkpoint("00", 7, "ab" * 32, "2026-11-25T10:00:00Z").message.decode()[:33])
    {"checkpoint":1,"digest":"abababa
    """

    ledger: str
    seq: int
    digest: str
    made_at: str

    @property
    def message(self) -> bytes:
        """The bytes that are signed: all of it as canonical JSON."""
        return canonical({"checkpoint": FORMAT, **asdict(self)}).encode("ascii")


def last_entry(store: Store, made_at: str) -> Checkpoint:
    """The checkpoint of a ledger as it stands; within a transaction. ``LedgerError`` where it holds nothing yet."""
    found = one(store, "SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1")
    if found is None:
        raise LedgerError(f"{store.name}: nothing in the books yet, so there is nothing to hold on to")
    return Checkpoint(one(store, "SELECT ledger FROM meta ORDER BY version LIMIT 1"), found[0], bytes(found[1]).hex(),
                      made_at)


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The text of a checkpoint's file."""
    signature = base64.b64encode(key.sign(checkpoint.message)).decode("ascii")
    fields = {"checkpoint": FORMAT, **asdict(checkpoint), "signature": signature}
    return json.dumps(fields, indent=2, sort_keys=True) + "\n"


def read_checkpoint(name: str, text: str, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint in a text that :func:`signed` made; ``LedgerError`` where it is none, or where another hand wrote
    or changed it."""
    try:
        data = json.loads(text)
        signature = base64.b64decode(data.pop("signature"), validate=True)
        fits = isinstance(data, dict) and data.keys() == _KINDS.keys() and all(
            type(data[field]) is kind for field, kind in _KINDS.items())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        fits = False
    if not fits or data["checkpoint"] != FORMAT:
        raise LedgerError(f"{name}: not a checkpoint; name a file that `postwar checkpoint` wrote")
    checkpoint = Checkpoint(data["ledger"], data["seq"], data["digest"], data["made_at"])
    try:
        key.verify(signature, checkpoint.message)
    except library().exceptions.InvalidSignature:
        raise LedgerError(f"{name}: not signed by the holder of this public key, or changed since; "
                          "give the key of whoever signed it, or the file as it was signed") from None
    return checkpoint


def held_against(store: Store, checkpoint: Checkpoint) -> Iterator[Problem]:
    """What a checkpoint saw and the ledger does not hold; within a transaction."""
    seq, when = checkpoint.seq, f"the checkpoint of {checkpoint.made_at}"
    ledger = one(store, "SELECT ledger FROM meta ORDER BY version LIMIT 1")
    if ledger != checkpoint.ledger:
        yield Problem(store.name, None, ledger, f"{when} is of ledger {checkpoint.ledger}, and this is", _MEND)
        return
    digest = one(store, "SELECT digest FROM entries WHERE seq = :seq", seq=seq)
    if digest is None:
        last = one(store, "SELECT coalesce(max(seq), 0) FROM entries")
        yield Problem(store.name, last + 1, None, f"entries {last + 1} to {seq}: missing, and {when} saw them: an "
                      "older copy was put back, or the end was cut off", _MEND)
    elif bytes(digest).hex() != checkpoint.digest:
        yield Problem(store.name, seq, None, f"entry {seq}: not the one that {when} saw: the chain was written anew "
                      "there or before", _MEND)
