"""A ledger leaves as a file of lines and comes back the same; nothing of a file that does not fit is taken."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from postwar.core.claim import Claim, Report, claim_id
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger, chain
from postwar.ledger.keys import Key

BY = {"who": "M. Ito", "why": "read again"}
Lines = list[dict[str, Any]]


def day(n: int) -> dt.date:
    return dt.date(2020, 11, n)


def document(name: str, known_on: dt.date, text: str, restricted: bool = False) -> tuple[Report, list[Claim]]:
    """A document in which every word is a claim."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims, start = [], 0
    for word in text.split(" "):
        end = start + len(word)
        claims.append(Claim(claim_id(sha256, start, end, "return", (), (), 10, None), name, start, end, word,
                            "return", "happened", ("a",), low=10, bound="at_least", unit="person",
                            valid_from=known_on, place=("north", "valley")))
        start = end + 1
    return Report(name, "Agency", "", known_on, None, "", "en", text, sha256, restricted=restricted), claims


def put(ledger: Ledger, name: str, known_on: dt.date, text: str, restricted: bool = False) -> list[Claim]:
    """Enter such a document."""
    report, claims = document(name, known_on, text, restricted)
    ledger.ingest(report, claims, known_on=known_on)
    return claims


def fill(ledger: Ledger) -> list[Claim]:
    """Three documents and every kind of decision; the words of the second document are erased."""
    ten, twenty = put(ledger, "a", day(1), "ten zwölf")
    put(ledger, "b", day(2), "secret words here")
    (later,) = put(ledger, "c", day(3), "thirty")
    ledger.review(ten.id, "reading_rejected", known_on=day(4), **BY)
    ledger.amend(twenty.id, later.id, known_on=day(4), **BY)
    ledger.redact(hashlib.sha256(b"secret words here").hexdigest(), known_on=day(5), **BY)
    return [ten, twenty, later]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a ledger that holds a bit of everything."""
    path = tmp_path_factory.mktemp("export") / "books.jsonl"
    with Ledger.open(":memory:") as ledger:
        fill(ledger)
        ledger.export(path)
    return path


@pytest.fixture
def sound(exported: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(exported, tmp_path))


def same(one: Ledger, other: Ledger) -> None:
    """Both hold the same, entry by entry and as of any day and entry."""
    assert list(one.entries()) == list(other.entries())
    for n in range(1, 6):
        assert one.books(day(n)) == other.books(day(n)) and one.books(day(n), 6) == other.books(day(n), 6)


def test_what_was_exported_comes_back_the_same_and_once(sound: Path, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "books.db") as before:
        fill(before)
        before.export(sound)
        taken = Ledger.restore(sound, tmp_path / "back.db")
        assert (taken.added, taken.there, taken.problems) == (15, 0, ())
        with Ledger.open(tmp_path / "back.db") as after:
            same(before, after)
            assert after.verify() == ()
            after.export(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == sound.read_bytes()
    assert Ledger.restore(sound, tmp_path / "back.db").added == 0


def test_a_longer_export_adds_only_what_is_new_and_erases_what_was_redacted(sound: Path, tmp_path: Path) -> None:
    for path in ("books.db", "back.db"):
        Ledger.restore(sound, tmp_path / path)
    with Ledger.open(tmp_path / "books.db") as ledger:
        put(ledger, "d", day(6), "canary")
        ledger.export(tmp_path / "longer.jsonl")
        assert Ledger.restore(tmp_path / "longer.jsonl", tmp_path / "back.db").added == 2
        assert any(b"canary" in file.read_bytes() for file in tmp_path.glob("back.db*"))
        ledger.redact(hashlib.sha256(b"canary").hexdigest(), known_on=day(7), **BY)
        ledger.export(tmp_path / "longest.jsonl")
    assert Ledger.restore(tmp_path / "longest.jsonl", tmp_path / "back.db").added > 0
    for file in tmp_path.glob("back.db*"):
        assert b"canary" not in file.read_bytes()
    with Ledger.open(tmp_path / "back.db") as ledger:
        assert ledger.verify() == ()


def many(ledger: Ledger) -> None:
    """Many documents at once are what each alone would be, but for the instant; the second time they are the same."""
    texts = [f"one two {n}" for n in range(5)]
    made = [(*document(text, day(n + 1), text), day(n + 1)) for n, text in enumerate(texts)]
    assert [(r.status, r.claims, r.seq) for r in ledger.ingest_all([*made[:3], made[1], *made[3:]])] == [
        ("ok", 3, 4), ("ok", 3, 8), ("ok", 3, 12), ("same", 3, 8), ("ok", 3, 16), ("ok", 3, 20)]
    assert [r.status for r in ledger.ingest_all(made)] == ["same"] * 5
    assert len(ledger.books(day(2)).claims) == 6 and ledger.books(day(2)).seq == 8 and ledger.verify() == ()


def test_many_documents_go_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postwar.ledger.exchange.BATCH", 8)
    with Ledger.open(":memory:") as ledger:
        many(ledger)


def test_of_a_transaction_with_a_document_that_is_refused_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postwar.ledger.exchange.BATCH", 4)
    made = [(*document(text, day(n), text), day(n)) for n, text in ((1, "a b"), (2, "c d"), (3, "e"), (1, "f g"))]
    with Ledger.open(":memory:") as ledger:
        coming = ledger.ingest_all(made)
        assert [next(coming).seq, next(coming).seq] == [3, 6]
        with pytest.raises(LedgerError, match="known on 2020-11-01, but the books have heard up to 2020-11-03"):
            next(coming)
        assert ledger.books().seq == 6 and ledger.verify() == ()


def test_an_import_that_was_cut_short_goes_on(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postwar.ledger.exchange.BATCH", 1)
    monkeypatch.setattr("postwar.ledger.sqlite.SqliteStore.counted", _stop_at(7))
    with pytest.raises(KeyboardInterrupt):
        Ledger.restore(sound, tmp_path / "back.db")
    monkeypatch.undo()
    taken = Ledger.restore(sound, tmp_path / "back.db")
    assert (taken.added, taken.there) == (8, 7)
    with Ledger.open(tmp_path / "back.db") as ledger:
        assert ledger.verify() == ()


def _stop_at(last: int) -> Callable[[object, int], None]:
    def counted(_: object, seq: int) -> None:
        if seq >= last:
            raise KeyboardInterrupt
    return counted


def relinked(lines: Lines, change: Callable[[Lines], None]) -> None:
    """Change lines, then compute every commitment and digest anew, as a forger would."""
    change(lines)
    digest = bytes.fromhex(lines[0]["birth"]["digest"])
    for line in lines[1:-1]:
        if "payload" in line:
            line["commitment"] = chain.commit(bytes.fromhex(line["salt"]), line["payload"].encode()).hex()
        digest = chain.link(digest, line["entry"], bytes.fromhex(line["commitment"]))
        line["digest"] = digest.hex()
    lines[-1].update(digest=digest.hex(), entries=len(lines) - 2)


def of_payload(n: int, old: str, new: str) -> Callable[[Lines], None]:
    """Replace words in the payload of an entry."""
    def change(lines: Lines) -> None:
        assert old in lines[n]["payload"]
        lines[n]["payload"] = lines[n]["payload"].replace(old, new)
    return change


@pytest.mark.parametrize(("change", "line", "words"), [
    (of_payload(3, "zw", "zz"), 4, "does not fit its commitment"),
    (lambda lines: lines[2]["entry"].update(who="N. N."), 3, "does not fit its digest"),
    (lambda lines: lines.pop(3), 4, "missing before it"),
    (lambda lines: lines.insert(3, lines[2]), 4, "missing before it"),
    (lambda lines: lines.__setitem__(slice(2, 4), [lines[3], lines[2]]), 3, "missing before it"),
    (lambda lines: (lines[2].pop("salt"), lines[2].pop("payload")), 3, "nothing redacts it"),
    (lambda lines: lines.pop(), 17, "breaks off after entry 15"),
    (lambda lines: lines.pop(-2), 16, "does not fit the 14 entries"),
    (lambda lines: lines[4].pop("entry"), 5, "it needs entry, commitment and digest"),
    (lambda lines: lines.append(lines[2]), 18, "a line after the last"),
], ids=["a word", "who", "left out", "twice", "order", "payload out", "no end", "last entry out", "half", "more"])
def test_a_line_that_does_not_fit_is_named_and_nothing_is_taken(
        sound: Path, tmp_path: Path, change: Callable[[Lines], object], line: int, words: str) -> None:
    lines = [json.loads(text) for text in sound.read_text().splitlines()]
    change(lines)
    bad = tmp_path / "bad.jsonl"
    bad.write_text("".join(chain.canonical(text) + "\n" for text in lines))
    taken = Ledger.restore(bad, tmp_path / "back.db")
    assert (taken.added, taken.problems[0].line) == (0, line) and words in taken.problems[0].message
    assert not (tmp_path / "back.db").exists()


@pytest.mark.parametrize(("change", "line", "words"), [
    (of_payload(2, '"quote":"ten"', '"quote":"two"'), 3, "its quote is not what stands"),
    (of_payload(2, '"report":"a"', '"report":"b"'), 3, "it is of report 'b'"),
    (of_payload(1, '"sha256":"', '"sha256":"x'), 2, "is no SHA-256"),
    (of_payload(10, "reading_rejected", "believed"), 11, "no state 'believed'"),
    (lambda lines: lines[2]["entry"].update(action="believe"), 3, "no action 'believe'"),
    (lambda lines: lines[2]["entry"].update(known_on="Monday"), 3, "Monday"),
    (lambda lines: lines[2]["entry"].update(document=99), 3, "its document is no number of an entry"),
], ids=["quote", "report", "hash", "state", "action", "day", "document"])
def test_what_no_ledger_would_have_taken_is_refused_though_its_chain_fits(
        sound: Path, tmp_path: Path, change: Callable[[Lines], None], line: int, words: str) -> None:
    lines = [json.loads(text) for text in sound.read_text().splitlines()]
    relinked(lines, change)
    forged = tmp_path / "forged.jsonl"
    forged.write_text("".join(chain.canonical(text) + "\n" for text in lines))
    taken = Ledger.restore(forged, tmp_path / "back.db")
    assert (taken.added, taken.problems[0].line) == (0, line) and words in taken.problems[0].message


def test_in_part_takes_the_whole_transactions_before_the_fault(sound: Path, tmp_path: Path) -> None:
    lines = sound.read_text().splitlines(keepends=True)
    (tmp_path / "cut.jsonl").write_text("".join(lines[:6]))          # within the second document, which is redacted
    taken = Ledger.restore(tmp_path / "cut.jsonl", tmp_path / "back.db", in_part=True)
    assert (taken.added, len(taken.problems)) == (3, 1)
    with Ledger.open(tmp_path / "back.db") as ledger:
        assert ledger.verify() == () and ledger.books().seq == 3
    assert Ledger.restore(sound, tmp_path / "back.db").added == 12


def test_another_ledger_and_one_that_went_its_own_way_are_refused(sound: Path, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "other.db") as ledger:
        put(ledger, "x", day(1), "other")
    with pytest.raises(LedgerError, match="another ledger than the one that was exported"):
        Ledger.restore(sound, tmp_path / "other.db")
    for path, text in (("back.db", "one"), ("books.db", "another")):
        Ledger.restore(sound, tmp_path / path)
        with Ledger.open(tmp_path / path) as ledger:
            put(ledger, text, day(6), text)
    with Ledger.open(tmp_path / "books.db") as ledger:
        ledger.export(sound)
    with pytest.raises(LedgerError, match="its entries part from those"):
        Ledger.restore(sound, tmp_path / "back.db")


@pytest.mark.parametrize("text", ["", "{}\n", "[1]\n", "no lines\n", '{"format":"postwar-ledger-1","birth":{}}\n'])
def test_a_file_that_is_no_export_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(LedgerError, match=re.escape("x.jsonl:1: not the first line of a ledger's export")):
        Ledger.restore(tmp_path / "x.jsonl", tmp_path / "back.db")


def test_books_that_do_not_add_up_are_not_exported(sound: Path, tmp_path: Path) -> None:
    Ledger.restore(sound, tmp_path / "books.db")
    sound.unlink()
    books = sqlite3.connect(tmp_path / "books.db", isolation_level=None)
    books.execute("DROP TRIGGER entries_no_update")
    books.execute("UPDATE entries SET who = 'N. N.' WHERE seq = 4")
    books.close()
    with (Ledger.open(tmp_path / "books.db", read_only=True) as ledger,
          pytest.raises(LedgerError, match="entry 4: it does not fit its digest")):
        ledger.export(sound)
    assert not list(tmp_path.glob("*jsonl*"))


def test_chains_that_merges_brought_in_come_along(sound: Path, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "other.db") as other, Ledger.open(":memory:") as ledger:
        fill(other)
        put(ledger, "own", day(1), "own words")
        ledger.merge(other, known_on=day(20))
        ledger.export(sound)
        put(other, "more", day(9), "more words")
        ledger.merge(other, known_on=day(21))
        ledger.export(tmp_path / "longer.jsonl")
        for file in (sound, tmp_path / "longer.jsonl", sound):
            assert Ledger.restore(file, tmp_path / "back.db").problems == ()
        with Ledger.open(tmp_path / "back.db") as back:
            assert back.verify() == () and back.books(day(25)) == ledger.books(day(25))
            back.export(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "longer.jsonl").read_bytes()


@pytest.mark.parametrize(("change", "words"), [
    (lambda row: None, "rows that merges brought are missing, from"),
    (lambda row: {**row, "ledger": 7}, "its ledger or its entry"),
    (lambda row: {**row, "who": "N. N."}, "does not fit its digest"),
    (lambda row: {**row, "entry": None}, "are not those that their merge speaks of"),
    (lambda row: {**row, "n": 99}, "of the merges is missing before it"),
], ids=["dropped", "no ledger", "who", "entry", "number"])
def test_a_changed_row_of_a_merge_is_named(sound: Path, tmp_path: Path, words: str,
                                           change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    with Ledger.open(":memory:") as other, Ledger.open(":memory:") as ledger:
        put(other, "a", day(1), "ten")
        put(ledger, "b", day(1), "own")
        ledger.merge(other, known_on=day(20))
        ledger.export(sound)
    *lines, last, end = sound.read_text().splitlines(keepends=True)
    changed = change(json.loads(last)["imported"])
    sound.write_text("".join([*lines, chain.canonical({"imported": changed}) + "\n" if changed else "", end]))
    taken = Ledger.restore(sound, tmp_path / "back.db")
    assert taken.added == 0 and words in taken.problems[0].message


@pytest.mark.slow
def test_what_is_sealed_leaves_sealed_and_without_its_keys(tmp_path: Path) -> None:
    key = Key.fresh()
    with Ledger.open(tmp_path / "books.db", key=key, restricted=True) as ledger:
        put(ledger, "open", day(1), "plain")
        put(ledger, "hidden-name", day(2), "canary", restricted=True)
        ledger.export(tmp_path / "books.jsonl")
        ledger.export_tables(tmp_path / "tables")
    for file in [tmp_path / "books.jsonl", *(tmp_path / "tables").iterdir()]:
        assert not re.search(rb"canary|hidden-name", file.read_bytes())
    Ledger.restore(tmp_path / "books.jsonl", tmp_path / "back.db")
    with Ledger.open(tmp_path / "back.db") as ledger:
        assert ledger.verify() == () and [claim.quote for claim in ledger.books().claims] == ["plain"]


@pytest.mark.slow
def test_the_tables_for_analysis_have_types(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with Ledger.open(tmp_path / "books.db") as ledger:
        fill(ledger)
        made = ledger.export_tables(tmp_path)
    assert (made.entries, made.documents, made.claims, made.sealed) == (15, 2, 3, 0)
    ask = duckdb.connect().sql
    kinds = {name: str(kind) for name, kind, *_ in ask(f"DESCRIBE FROM '{tmp_path}/claims.parquet'").fetchall()}
    assert {name: kinds[name] for name in ("seq", "known_on", "valid_from", "low", "unit", "place", "start")} == {
        "seq": "BIGINT", "known_on": "DATE", "valid_from": "DATE", "low": "DOUBLE", "unit": "VARCHAR",
        "place": "VARCHAR[]", "start": "BIGINT"}
    assert ask(f"SELECT quote, valid_from, low, high, place FROM '{tmp_path}/claims.parquet' ORDER BY seq").fetchall()[
        1] == ("zwölf", day(1), 10.0, None, ["north", "valley"])
    assert ask(f"SELECT text FROM '{tmp_path}/documents.parquet' ORDER BY seq").fetchall() == [
        ("ten zwölf",), ("thirty",)]
    assert ask(f"SELECT action, state FROM '{tmp_path}/entries.parquet' WHERE about = 2").fetchall() == [
        ("review", "reading_rejected")]
