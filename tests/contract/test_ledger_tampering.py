"""Nobody changes the books unseen: what SQL is refused, and what `verify` finds when it was forced."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from postwar.core.claim import Claim, Report, claim_id
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger, chain

TABLES = ("meta", "entries", "documents", "claims")
ENTRIES = 11                     # four documents of 2, 0, 3 and 2 claims


def document(n: int, n_claims: int) -> tuple[Report, list[Claim]]:
    text = f"document {n} says this"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    report = Report(f"doc{n}", "Agency", "", dt.date(2020, 11, n), None, "", "en", text, sha256)
    return report, [Claim(claim_id(sha256, 0, k, "talks", (), (), k, k), f"doc{n}", 0, k, text[:k], "talks", "happened",
                          low=k, high=k) for k in range(1, n_claims + 1)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "books.db"
    with Ledger.open(path) as ledger:
        for n, n_claims in enumerate((2, 0, 3, 2), 1):
            ledger.ingest(*document(n, n_claims), known_on=dt.date(2020, 11, n), who="M. Ito", why="post")
        assert ledger.verify() == ()
        assert ledger.documents()[-1].seq == ENTRIES
    return path


@pytest.fixture
def books(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "books.db"))


def changed(value: int | str | bytes | None) -> int | str | bytes:
    """Another value of the same type."""
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return value + "x" if isinstance(value, str) else (value or 0) + 50


def force(path: Path, *statements: str, triggers_back: bool = True) -> None:
    """Change the file as somebody with a database tool would who takes the triggers off first and puts them back."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.create_function("changed", 1, changed)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    if triggers_back:
        for _, sql in triggers:
            connection.execute(sql)
    connection.execute("COMMIT")
    connection.close()


def found(path: Path) -> dict[int | None, str]:
    with Ledger.open(path, read_only=True) as ledger:
        return {problem.line: str(problem) for problem in ledger.verify()}


# What is refused ------------------------------------------------------------------------------------------------

ENTRY = ("INTO entries SELECT {seq}, {seq}, recorded_at, known_on, action, document, supersedes, who, why, commitment, "
         "digest FROM entries WHERE seq = 1")
REFUSED = [
    *(f"UPDATE {table} SET rowid = rowid" for table in TABLES),
    *(f"DELETE FROM {table}" for table in TABLES),
    *(f"INSERT{how} {ENTRY.format(seq=seq)}" for how in ("", " OR REPLACE", " OR IGNORE", " OR FAIL", " OR ROLLBACK")
      for seq in (1, ENTRIES, ENTRIES + 2)),
    f"INSERT {ENTRY.format(seq=1)} ON CONFLICT DO UPDATE SET why = 'changed'",
    "REPLACE " + ENTRY.format(seq=3),
    "REPLACE INTO entries SELECT * FROM entries",
    "REPLACE INTO documents SELECT * FROM documents WHERE seq = 1",
    f"REPLACE INTO documents SELECT {ENTRIES + 1}, id, sha256, salt, payload FROM documents WHERE seq = 1",
    "REPLACE INTO documents SELECT seq, id, hex(salt), salt, payload FROM documents WHERE seq = 1",
    "REPLACE INTO claims SELECT * FROM claims WHERE seq = 2",
    "REPLACE INTO claims SELECT seq, 'c-x', salt, payload FROM claims WHERE seq = 2",
    "REPLACE INTO meta SELECT * FROM meta",
    "REPLACE INTO meta SELECT 0, ledger, made_at, digest FROM meta",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_books_refuse_every_change(books: Path, statement: str) -> None:
    before = books.read_bytes()
    connection = sqlite3.connect(books, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match="the books are append-only"):
        connection.execute(statement)
    connection.close()
    assert found(books) == {}
    assert books.read_bytes() == before


# What is found --------------------------------------------------------------------------------------------------

def test_every_stored_field_that_is_changed_is_found_and_named(sound: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(sound)
    fields = [(table, column, row) for table in TABLES
              for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
              for (row,) in connection.execute(f"SELECT rowid FROM {table}").fetchall()]
    connection.close()
    missed, unnamed = [], []
    for table, column, row in fields:
        path = Path(shutil.copy(sound, tmp_path / "changed.db"))
        force(path, f"UPDATE {table} SET {column} = changed({column}) WHERE rowid = {row}")
        problems = found(path)
        if not problems:
            missed.append((table, column, row))
        if table != "meta" and row not in problems:
            unnamed.append((table, column, row))
    assert len(fields) == 4 + ENTRIES * 11 + 4 * 5 + 7 * 4
    assert missed == []
    assert [f for f in unnamed if f[1] != "seq"] == []      # a row whose number was changed is named as missing


REWRITE = "UPDATE {table} SET seq = {to} WHERE seq = {of}"


def swap(table: str, a: int, b: int) -> list[str]:
    return [REWRITE.format(table=table, of=x, to=y) for x, y in ((a, 999), (b, a), (999, b))]


@pytest.mark.parametrize(("statements", "named"), [
    pytest.param(["DELETE FROM entries WHERE seq = 5"], 6, id="an entry dropped"),
    pytest.param([f"DELETE FROM entries WHERE seq = {ENTRIES}"], ENTRIES, id="the last entry dropped"),
    pytest.param([f"DELETE FROM {t} WHERE seq = {ENTRIES}" for t in ("entries", "claims")]
                 + [f"UPDATE sqlite_sequence SET seq = {ENTRIES - 1}"], ENTRIES, id="the last entry, uncounted"),
    pytest.param([f"DELETE FROM {t} WHERE seq > 8" for t in TABLES[1:]], 9, id="the last document dropped, all of it"),
    pytest.param([f"DELETE FROM {t} WHERE seq IN (5, 6, 7, 8)" for t in TABLES[1:]], 9, id="a document dropped"),
    pytest.param(["DELETE FROM entries", "DELETE FROM claims", "DELETE FROM documents"], 1, id="everything dropped"),
    pytest.param(["DELETE FROM claims WHERE seq = 6"], 6, id="a claim dropped"),
    pytest.param(["DELETE FROM documents WHERE seq = 5"], 5, id="a report dropped"),
    pytest.param([f"INSERT {ENTRY.format(seq=ENTRIES + 1)}"], ENTRIES + 1, id="an entry appended"),
    pytest.param(["INSERT INTO claims SELECT 50, 'c-x', salt, payload FROM claims WHERE seq = 2"], 50,
                 id="a claim put in for no entry"),
    pytest.param(["INSERT INTO claims SELECT 4, 'c-x', salt, payload FROM claims WHERE seq = 2"], 4,
                 id="a claim put in for a document's entry"),
    pytest.param(["INSERT INTO documents SELECT 6, id, hex(salt), salt, payload FROM documents WHERE seq = 1"], 6,
                 id="a report put in for a claim's entry"),
    pytest.param(swap("entries", 6, 7), 6, id="two entries reordered"),
    pytest.param(swap("claims", 6, 7), 7, id="two claims reordered"),
    pytest.param(swap("documents", 1, 4), 4, id="two reports reordered"),
    pytest.param(["REPLACE INTO claims SELECT 6, id, salt, payload FROM claims WHERE seq = 2"], 6,
                 id="a claim replaced by another"),
    pytest.param(["UPDATE sqlite_sequence SET seq = 50"], ENTRIES + 1, id="the count of entries changed"),
    pytest.param(["DELETE FROM sqlite_sequence"], ENTRIES + 1, id="the count of entries dropped"),
    pytest.param(["DELETE FROM meta"], 1, id="the birth dropped"),
    pytest.param(["INSERT INTO meta SELECT 0, ledger, made_at, digest FROM meta"], "version 3: the row does not fit",
                 id="another birth put in"),
    pytest.param(["CREATE TRIGGER quiet BEFORE INSERT ON claims BEGIN SELECT RAISE(IGNORE); END"],
                 "quiet is not part of a ledger's layout", id="a trigger added that drops claims"),
    pytest.param(["DROP INDEX claims_by_id"], "claims_by_id is missing", id="an index dropped"),
    pytest.param(["ALTER TABLE claims ADD COLUMN note TEXT"], "claims is not as a ledger has it", id="a column added"),
])
def test_rows_dropped_put_in_replaced_or_reordered_are_found(books: Path, statements: list[str],
                                                             named: int | str) -> None:
    force(books, *statements)
    with Ledger.open(books, read_only=True) as ledger:
        problems = ledger.verify()
    if isinstance(named, int):
        assert any(p.line == named and p.message.startswith(f"entry {named}: ") for p in problems)
    else:
        assert any(p.line is None and named in p.message for p in problems)


def chain_anew(path: Path) -> None:
    """Recompute every digest, as somebody would who knows how the chain is made."""
    connection = sqlite3.connect(path)
    digest = connection.execute("SELECT digest FROM meta").fetchone()[0]
    rows = connection.execute(f"SELECT {', '.join(chain.METADATA)}, commitment FROM entries ORDER BY seq").fetchall()
    connection.close()
    updates = []
    for *values, commitment in rows:
        digest = chain.link(digest, dict(zip(chain.METADATA, values, strict=True)), commitment)
        updates.append(f"UPDATE entries SET digest = x'{digest.hex()}' WHERE seq = {values[0]}")
    force(path, *updates)


@pytest.mark.parametrize(("statements", "message"), [
    ([f"DELETE FROM {t} WHERE seq IN (5, 6, 7, 8)" for t in TABLES[1:]], "entry 9: missing before it, from 5"),
    (["UPDATE entries SET closes = 10 WHERE seq = 6"], "entry 6: it stands inside the transaction that ends with 8"),
    (["UPDATE entries SET known_on = '2020-11-01' WHERE document = 9"],
     "entry 9: known on 2020-11-01, before 2020-11-03, and not marked as a backfill"),
], ids=["a gap", "a transaction that is not one", "a backfill that does not say so"])
def test_what_cannot_be_is_found_even_where_every_digest_fits(books: Path, statements: list[str], message: str) -> None:
    force(books, *statements)
    chain_anew(books)
    with Ledger.open(books, read_only=True) as ledger:
        assert message in {p.message for p in ledger.verify()}


def test_each_copy_of_an_id_in_the_file_is_held_against_the_others(sound: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed.db"
    connection = sqlite3.connect(sound)
    connection.execute("VACUUM INTO ?", (str(packed),))
    connection.close()
    assert found(packed) == {}
    whole, claim_id = packed.read_bytes(), document(3, 3)[1][0].id.encode()
    places = [i for i in range(len(whole)) if whole.startswith(claim_id, i)]
    assert len(places) == 3          # the column, the payload, the index
    for place in places:
        changed_file = bytearray(whole)
        changed_file[place + 5] ^= 1
        packed.write_bytes(changed_file)
        assert found(packed) != {}




def test_each_missing_trigger_is_found(sound: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(sound)
    triggers = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    connection.close()
    assert len(triggers) == 18
    for trigger in triggers:
        path = Path(shutil.copy(sound, tmp_path / "changed.db"))
        connection = sqlite3.connect(path)
        connection.execute(f"DROP TRIGGER {trigger}")
        connection.close()
        assert f"{trigger} is missing" in found(path)[None]


def test_a_trigger_made_harmless_is_found(books: Path) -> None:
    force(books, "CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT 1; END", triggers_back=False)
    with Ledger.open(books) as ledger:
        assert "claims_no_delete is not as a ledger has it" in {p.message for p in ledger.verify()}


def test_one_change_does_not_cast_doubt_on_every_entry_after_it(books: Path) -> None:
    force(books, "UPDATE entries SET who = 'N. N.' WHERE seq = 3")
    assert sorted(found(books)) == [3]


def test_an_erased_payload_leaves_the_chain_whole(books: Path) -> None:
    force(books, "DELETE FROM claims WHERE seq = 6", "DELETE FROM documents WHERE seq = 5")
    assert {line: text.split(": ")[2].split(";")[0] for line, text in found(books).items()} == {
        5: "its payload is missing", 6: "its payload is missing"}


def test_the_same_document_leaves_another_trace_in_another_ledger(tmp_path: Path) -> None:
    commitments, salts = [], []
    for name in ("a.db", "b.db"):
        with Ledger.open(tmp_path / name) as ledger:
            ledger.ingest(*document(1, 2), known_on=dt.date(2020, 11, 1))
        connection = sqlite3.connect(tmp_path / name)
        commitments += [c for (c,) in connection.execute("SELECT commitment FROM entries")]
        salts += [s for (s,) in connection.execute("SELECT salt FROM documents UNION ALL SELECT salt FROM claims")]
        connection.close()
    assert len(set(commitments)) == len(set(salts)) == 6
    assert {len(salt) for salt in salts} == {32}


def test_what_the_chain_keeps_tells_nothing_of_what_was_said(books: Path) -> None:
    connection = sqlite3.connect(books)
    kept = "\n".join(repr(row) for table in ("entries", "meta") for row in connection.execute(f"SELECT * FROM {table}"))
    connection.close()
    for n, n_claims in enumerate((2, 0, 3, 2), 1):
        report, claims = document(n, n_claims)
        plain = hashlib.sha256(report.text.encode()).digest()
        for trace in (report.id, report.sha256, report.text, repr(plain), *(c.id for c in claims)):
            assert trace not in kept


def contents(path: Path) -> tuple[object, ...]:
    with Ledger.open(path, read_only=True) as ledger:
        return ledger.verify(), ledger.documents(), ledger.books(dt.date.max), list(ledger.entries())


def test_a_flipped_byte_is_found_or_changes_nothing(sound: Path, tmp_path: Path) -> None:
    path, whole, before, chance = tmp_path / "flipped.db", sound.read_bytes(), contents(sound), random.Random(7)
    outcomes = {"found": 0, "unchanged": 0}
    for _ in range(100):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            with Ledger.open(path, read_only=True) as ledger:
                clean = ledger.verify() == ()
            if clean:
                assert contents(path) == before
        except LedgerError:
            clean = False
        outcomes["unchanged" if clean else "found"] += 1
    assert all(outcomes.values())


