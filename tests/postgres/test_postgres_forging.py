"""Every forgery of a ledger on a server is found: rows changed, dropped, put in, replaced, reordered."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from postwar.ledger import Ledger
from postwar.ledger.audit import audit
from postwar.ledger.postgres import PostgresStore
from tests.forging import TABLES, Rows, fill, forgeries, key

pytestmark = pytest.mark.postgres
pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")


def forge(address: str, count: int) -> Counter[str]:
    """Make so many forgeries, each in a transaction in which no trigger and no key is asked and that is undone."""
    with Ledger.open(address, key=key()) as ledger:
        fill(ledger)
        store = ledger._store
        assert isinstance(store, PostgresStore)
        books = store.connection

        def rows() -> Rows:
            return {t: [dict(row) for row in books.execute(text(f"SELECT * FROM {t} ORDER BY 1")).mappings()]
                    for t in TABLES}

        before, tried, refused, missed = rows(), Counter[str](), 0, []
        books.rollback()
        for forgery in forgeries(before, random.Random(count)):
            if tried.total() == count:
                break
            books.execute(text("SET LOCAL session_replication_role = replica"))
            try:
                for statement, values in forgery.statements:
                    books.execute(text(statement), values)
                if rows() != before:
                    tried[forgery.kind.split()[0]] += 1
                    missed += [] if audit(store) else [forgery]
            except DBAPIError:
                refused += 1
            books.rollback()
        assert missed == []
        assert ledger.verify() == ()
    print(f"{count} forgeries on a server found ({dict(sorted(tried.items()))}); {refused} refused by PostgreSQL")
    return tried


def test_forgeries_are_found(address: str) -> None:
    assert set(forge(address, 60)) == {"field", "drop", "put", "replace", "reorder"}


@pytest.mark.long
def test_a_thousand_forgeries_are_found(address: str) -> None:
    assert forge(address, 1000).total() == 1000
