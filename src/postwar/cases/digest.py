"""The digest of a case: one hash over every row that was visible."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json

from postwar.core.case import Case

UNSEEN = ("folder", "reports", "digest")
"""Fields that the digest leaves out: where the case lies, its reports (the ledger has their hashes), and itself."""

LATER = ("access", "counted_by", "events", "from_days", "from_months", "known_from", "remedies", "restricted",
         "rulings")
"""Fields that the format gained later: where a case leaves them empty its digest is what it was before."""


def digest_case(case: Case) -> str:
    """SHA-256, in hex, over the case as canonical JSON (keys sorted, no spaces, days as ISO 8601): equal rows in equal
    order give an equal digest, wherever the folder lies and however its files are written. A restricted source is left
    out: a digest would let anybody confirm a guess of its name.

    >>> digest_case(Case("x", "X", "", dt.date(2020, 1, 1), "UTC", None, (), (), ()))[:8]
    '4cf417d7'
    """
    open_ones = tuple(source for source in case.sources if not source.restricted)
    shown = dataclasses.asdict(dataclasses.replace(case, sources=open_ones))
    values = {name: _used(value) for name, value in shown.items() if name not in UNSEEN}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_iso)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _used(value: object) -> object:
    """The value without the later fields that stand empty in it, at any depth."""
    if isinstance(value, dict):
        return {k: _used(v) for k, v in value.items() if k not in LATER or v not in (None, (), False)}
    return [_used(v) for v in value] if isinstance(value, list | tuple) else value


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
