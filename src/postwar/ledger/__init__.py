"""Claims become entries, kept in an append-only file with a hash chain and asked for by two clocks."""

from __future__ import annotations

from postwar.ledger.store import Ledger, Receipt

__all__ = ["Ledger", "Receipt"]
