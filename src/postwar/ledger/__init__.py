"""Claims become entries, kept in an append-only file with a hash chain and asked for by two clocks."""

from __future__ import annotations

from postwar.ledger.changing import FIELDS, changed, fields_changed
from postwar.ledger.difference import Difference, Step
from postwar.ledger.kept import is_kept
from postwar.ledger.keys import Key, load_key
from postwar.ledger.merging import Merge
from postwar.ledger.reviewing import STATES, Reviewed
from postwar.ledger.store import Ledger, Receipt

__all__ = [
    "FIELDS", "STATES", "Difference", "Key", "Ledger", "Merge", "Receipt", "Reviewed", "Step", "changed",
    "fields_changed", "is_kept", "load_key",
]
