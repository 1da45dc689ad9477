"""Whether there is a ledger at a path or an address."""

from __future__ import annotations

from pathlib import Path

from postwar.ledger.postgres import PREFIXES, PostgresStore


def is_kept(path: str) -> bool:
    """Whether there is a ledger at a path; at an address, whether the server has it. ``LedgerError`` where the server
    cannot be asked.

    >>> is_kept("nowhere/books.ledger")
    False
    """
    return PostgresStore.holds(path) if path.startswith(PREFIXES) else Path(path).is_file()
