"""The hash chain: what each entry's digest is made of. Standard library only, so that anybody can check it.

    commitment = SHA-256(salt ‖ payload)
    digest     = SHA-256(digest of the entry before ‖ canonical metadata ‖ commitment)

The payload (the report, or the claim) enters the chain only through its commitment, whose salt of 32 random bytes lies
beside the payload. So a payload can be taken out of the books, salt and all, and the chain still verifies; and nobody
who holds the chain can confirm a guess of what stood there. The digest before the first entry is that of the file's
birth.

Source: commitments by hashing with a random salt, Halevi and Micali (1996); the chain, Haber and Stornetta (1991).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SALT_BYTES = 32
METADATA = ("seq", "closes", "recorded_at", "known_on", "action", "document", "supersedes", "who", "why")
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def canonical(value: Mapping[str, Any]) -> str:
    """The one spelling of a JSON object: keys sorted, no spaces, ASCII only.

    ``ValueError`` where a number is not finite.

    >>> canonical({"b": "é", "a": [1, None]})
    '{"a":[1,null],"b":"\\\\u00e9"}'
    """
    return _ENCODER.encode(value)


def commit(salt: bytes, payload: bytes) -> bytes:
    """The commitment to a payload: SHA-256(salt ‖ payload), 32 bytes.

    >>> commit(bytes(32), b"{}").hex()[:16]
    'fb1634c4e6cd4b1f'
    """
    return hashlib.sha256(salt + payload).digest()


def link(previous: bytes, metadata: Mapping[str, Any], commitment: bytes) -> bytes:
    """An entry's digest: SHA-256(previous ‖ canonical metadata ‖ commitment), 32 bytes.

    ``previous`` and ``commitment`` have 32 bytes each, so that the three parts can be told apart.

    >>> link(bytes(32), {"seq": 1}, bytes(32)).hex()[:16]
    'dc13ca075c9c13b2'
    """
    return hashlib.sha256(previous + canonical(metadata).encode("ascii") + commitment).digest()


def birth(previous: bytes, version: int, ledger: str, made_at: str) -> bytes:
    """The digest of a row of ``meta``: the file's birth, or a later change of its layout.

    ``previous`` is empty for the birth, and the row's predecessor afterwards.

    >>> birth(b"", 1, "00", "2026-01-01T00:00:00.000000Z").hex()[:16]
    '79e614117bcb9ce5'
    """
    row = {"ledger": ledger, "made_at": made_at, "version": version}
    return hashlib.sha256(previous + canonical(row).encode("ascii")).digest()
