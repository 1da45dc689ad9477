"""Protected evidence in a ledger on a server: the same tests as in a file, and no row that holds what is sealed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from postwar.core.claim import Claim, Report, claim_id
from postwar.core.errors import LedgerError
from postwar.ledger import Key, Ledger
from tests.postgres.test_postgres_contract import contract_of

pytestmark = pytest.mark.postgres
pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")
ON, KEY, N, WORD = dt.date(2021, 3, 1), Key(bytes(range(32))), 40, "zqxvkawj"
SEALED = contract_of("test_ledger_protected")
globals().update(SEALED)


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """Books with one open and one restricted report, whose key is there and which show what is restricted."""
    module = next(iter(SEALED.values())).__globals__
    with Ledger.open(address, key=KEY, restricted=True) as opened:
        opened.ingest(*module["OPEN"], known_on=module["FIRST"])
        opened.ingest(*module["APART"], known_on=module["SECOND"])
        yield opened
        assert opened.verify() == ()


def document(n: int) -> tuple[Report, list[Claim]]:
    words = f"{WORD}{n:03d} saw {n + 3} people leave"
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    report = Report(f"{WORD}-file-{n}", f"{WORD} radio", f"{WORD} told", ON, None, f"https://{WORD}.example", "en",
                    words, sha256, restricted=True)
    return report, [Claim(claim_id(sha256, 0, 11, "return", (), (), n, n), report.id, 0, 11, words[:11], "return",
                          "happened", low=n, high=n, unit="person")]


def rows_of(address: str) -> dict[str, str]:
    """Every row of every table of the database, as text."""
    server, _, _ = address.partition("&ledger=")
    engine = create_engine(server.replace("postgresql:", "postgresql+pg8000:"))
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^pg_'"))
        return {f"{schema}.{table}": "\n".join(
            row for (row,) in connection.execute(text(f'SELECT t::text FROM "{schema}"."{table}" t')))
            for schema, table in tables}


def test_no_row_of_the_database_holds_what_is_sealed(address: str) -> None:
    traces = [WORD, *(trace for n in range(N) for trace in (document(n)[0].sha256, document(n)[1][0].id))]
    with Ledger.open(address, key=KEY, restricted=True) as ledger:
        for n in range(N):
            ledger.ingest(*document(n), known_on=ON)
        assert [c.low for c in ledger.books().claims] == list(range(N))
    ring = f"{address.partition('&ledger=')[2]}_keys.keys"
    rows = rows_of(address)
    assert rows[ring].count("\n") == 2 * N - 1
    assert [(table, trace) for table, said in rows.items() for trace in traces if trace in said] == []
    with Ledger.open(address) as ledger:
        assert (ledger.books(known=ON).claims, ledger.unshown(), ledger.verify()) == ((), N, ())
    with Ledger.open(address, key=KEY) as ledger:
        for n in range(N):
            ledger.redact(document(n)[0].sha256, known_on=ON, who="A. Keeper", why="asked to")
        assert ledger.verify() == ()
    rows = {table: said for table, said in rows_of(address).items() if table.startswith(ring.partition("_keys")[0])}
    assert rows[ring] == "" and "restricted:" not in "".join(rows.values())


def test_a_dump_of_the_ledger_alone_cannot_be_opened(address: str) -> None:
    with Ledger.open(address, key=KEY) as ledger:
        ledger.ingest(*document(1), known_on=ON)
    server, _, name = address.partition("&ledger=")
    engine = create_engine(server.replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP SCHEMA "{name}_keys" CASCADE'))
    with Ledger.open(address, key=KEY, restricted=True) as ledger, \
            pytest.raises(LedgerError, match="not on the key ring"):
        ledger.books()


def test_who_may_not_use_the_ring_still_keeps_the_books(address: str) -> None:
    with Ledger.open(address, key=KEY) as ledger:
        ledger.ingest(*document(1), known_on=ON)
    server, _, name = address.partition("&ledger=")
    engine = create_engine(server.replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in (f'CREATE ROLE "{name}" LOGIN', f'GRANT USAGE ON SCHEMA "{name}" TO "{name}"',
                          f'GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "{name}" TO "{name}"',
                          f'GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA "{name}" TO "{name}"'):
            connection.execute(text(statement))
    theirs = address.replace("postwar@", f"{name}@")
    with Ledger.open(theirs, key=KEY, restricted=True) as ledger:
        with pytest.raises(LedgerError, match="not on the key ring"):
            ledger.books()
        with pytest.raises(LedgerError, match="may not do that"):
            ledger.ingest(*document(2), known_on=ON)
    with Ledger.open(theirs) as ledger:
        report = dataclasses.replace(document(3)[0], restricted=False)
        ledger.ingest(report, [], known_on=ON)
        assert ([d.report for d in ledger.documents()], ledger.unshown(), ledger.verify()) == ([report], 1, ())
