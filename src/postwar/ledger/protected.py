"""Protected evidence: how a restricted report or claim is sealed before it is entered, and opened by whoever may.

    payload    = JSON {id, sha256, record, commitment, sealed}: what the ledger keeps, under its own salted commitment
    sealed     = nonce ‖ AES-256-GCM(key of the record, padded JSON {salt, payload}; associated data: the record's name)
    commitment = SHA-256(salt ‖ payload), over what was sealed; the salt is sealed with it
    wrapped    = nonce ‖ AES-256-GCM(wrapping key, key of the record; associated data: the record's name)

Every record has a random name and a random key of its own. The ids and hashes in the ledger's columns are blind: keyed
hashes that the holder of the key can look up and nobody else can guess. What is sealed is filled up to a multiple of
``PAD`` bytes, so that its length says little.

Source: AES-GCM, NIST SP 800-38D (2007); a commitment beside it because GCM alone does not bind a key, Grubbs, Lu
and Ristenpart (2017).
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postwar.core.claim import Claim, Report
from postwar.core.errors import LedgerError
from postwar.ledger import chain
from postwar.ledger.keys import KEY_BYTES, Key, library
from postwar.ledger.payload import pack_claim, pack_report

MARK = "restricted:"      # begins what stands for the sha256 of a restricted report; no report's own can begin so
PAD = 1024                # bytes
NONCE_BYTES = 12
HIDDEN = "a restricted report"    # how it is called wherever its name might be read


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record as the ledger keeps it, and its name with the wrapped key that opens it, which go on the ring."""

    payload: str
    id: str
    sha256: str
    key: tuple[str, bytes]


def blind_sha256(key: Key, sha256: str) -> str:
    """What stands in the books for the sha256 of a restricted report.

    >>> blind_sha256(Key(bytes(32)), "ab" * 32)[:20]
    'restricted:6adff133a'
    """
    return MARK + key.blind(sha256)


def blind_claim_id(key: Key, claim_id: str) -> str:
    """What stands in the books for the id of a restricted claim.

    >>> blind_claim_id(Key(bytes(32)), "c-0123")
    'r-2e2802fb8c6e251f'
    """
    return "r-" + key.blind(claim_id)[:16]


def seal_report(key: Key, report: Report) -> Sealed:
    """The report as the ledger keeps it."""
    sha256 = blind_sha256(key, report.sha256)
    return _seal(key, pack_report(report), {"id": "restricted-" + sha256[len(MARK):][:12], "sha256": sha256})


def seal_claim(key: Key, claim: Claim) -> Sealed:
    """A claim of a restricted report as the ledger keeps it."""
    return _seal(key, pack_claim(claim), {"id": blind_claim_id(key, claim.id)})


def _seal(key: Key, payload: str, beside: dict[str, str]) -> Sealed:
    record, own, salt = secrets.token_hex(16), secrets.token_bytes(KEY_BYTES), secrets.token_bytes(chain.SALT_BYTES)
    inner = chain.canonical({"payload": payload, "salt": salt.hex()}).encode("ascii")
    inner += b" " * (-len(inner) % PAD)
    outer = {**beside, "record": record, "commitment": chain.commit(salt, payload.encode("ascii")).hex(),
             "sealed": base64.b64encode(_encrypt(own, inner, record)).decode("ascii")}
    return Sealed(chain.canonical(outer), beside["id"], beside.get("sha256", ""),
                  (record, _encrypt(key.wrapping, own, record)))


def _encrypt(key: bytes, data: bytes, record: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = library().hazmat.primitives.ciphers.aead.AESGCM(key)
    return nonce + bytes(cipher.encrypt(nonce, data, record.encode("ascii")))


def _decrypt(key: bytes, data: bytes, record: str) -> bytes:
    cipher = library().hazmat.primitives.ciphers.aead.AESGCM(key)
    return bytes(cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], record.encode("ascii")))


def is_sealed(payload: str) -> bool:
    """Whether a payload is sealed.

    >>> is_sealed('{"commitment":"00","id":"r-0"}'), is_sealed('{"actor":[]}')
    (True, False)
    """
    return payload.startswith('{"commitment":')


def record_of(payload: str) -> str | None:
    """The name of a record that is sealed; None of one that is not.

    >>> record_of('{"commitment":"00","id":"r-0","record":"ab"}'), record_of('{"actor":[]}')
    ('ab', None)
    """
    return str(json.loads(payload)["record"]) if is_sealed(payload) else None


def fits(key: Key, keys: Mapping[str, bytes], payload: str) -> bool:
    """Whether a record's key is among those of the ring, and was wrapped with this key."""
    record = json.loads(payload)["record"]
    try:
        return record in keys and len(_decrypt(key.wrapping, keys[record], record)) == KEY_BYTES
    except library().exceptions.InvalidTag:
        return False


def unseal(key: Key, keys: Mapping[str, bytes], payload: str, entry: int) -> str:
    """The payload that was sealed; ``LedgerError`` where its key is not among those of the ring, is not of this key
    file, or where it is not what was committed to."""
    outer: dict[str, Any] = json.loads(payload)
    wrapped = keys.get(outer["record"])
    if wrapped is None:
        raise LedgerError(f"entry {entry}: its key is not on the key ring, so nobody can open it; lay the ring beside "
                          "the ledger, or ask without restricted evidence")
    try:
        own = _decrypt(key.wrapping, wrapped, outer["record"])
        inner = json.loads(_decrypt(own, base64.b64decode(outer["sealed"]), outer["record"]))
    except library().exceptions.InvalidTag as error:
        raise LedgerError(f"entry {entry}: sealed under another key; give the key file that it was entered with"
                          ) from error
    if chain.commit(bytes.fromhex(inner["salt"]), inner["payload"].encode("ascii")).hex() != outer["commitment"]:
        raise LedgerError(f"entry {entry}: what was sealed is not what was committed to; run `postwar verify`")
    return str(inner["payload"])
