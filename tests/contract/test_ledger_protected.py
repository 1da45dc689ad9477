"""Protected evidence in the books: sealed where it lies, left out of what is asked, and gone for good when redacted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from postwar.core.claim import Claim, Report, claim_id
from postwar.core.errors import AskError, LedgerError
from postwar.ledger import Ledger
from postwar.ledger.keys import Key

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")
FIRST, SECOND = dt.date(2021, 3, 1), dt.date(2021, 3, 2)
KEY = Key(bytes(range(32)))
ABOUT = {"known_on": SECOND, "who": "A. Keeper", "why": "asked to"}


def document(name: str, text: str, restricted: bool = False) -> tuple[Report, list[Claim]]:
    """A report of two claims; all that could betray a source holds the word that the text holds."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    report = Report(name, f"{name} radio", f"{name} title", FIRST, None, f"https://{name}.example/", "en", text, sha256,
                    restricted=restricted)
    return report, [Claim(claim_id(sha256, 0, n, "return", (), (), n, n), name, 0, n, text[:n], "return", "happened",
                          actor=(f"{name}-person",), place=(f"{name}-village",), low=n, high=n, unit="person")
                    for n in (6, 9)]


OPEN, APART = document("plain", "Forty people came home"), document("hidden", "Ninety people fled Oldmill", True)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """Books in memory with one open and one restricted report, whose key is there and which show what is restricted."""
    with Ledger.open(":memory:", key=KEY, restricted=True) as opened:
        opened.ingest(*OPEN, known_on=FIRST)
        opened.ingest(*APART, known_on=SECOND)
        yield opened
        assert opened.verify() == ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The same books in a file."""
    with Ledger.open(tmp_path / "books.db", key=KEY) as opened:
        opened.ingest(*OPEN, known_on=FIRST)
        opened.ingest(*APART, known_on=SECOND)
    return tmp_path / "books.db"


# With the right to it --------------------------------------------------------------------------------------------

def test_what_was_sealed_comes_out_as_it_went_in(ledger: Ledger) -> None:
    books = ledger.books()
    assert [d.report for d in books.documents] == [OPEN[0], APART[0]]
    assert list(books.claims) == [*OPEN[1], *APART[1]]
    assert (books.known, books.unshown, ledger.unshown(), ledger.last_known()) == (SECOND, 0, 0, SECOND)
    claim, of = ledger.claim(APART[1][0].id)
    assert (claim, of.report) == (APART[1][0], APART[0])


def test_decisions_on_a_sealed_claim_go_by_its_own_id(ledger: Ledger) -> None:
    first, second = APART[1]
    ledger.review(first.id, "reading_confirmed", known_on=SECOND, who="A. Keeper")
    ledger.correct(first.id, dataclasses.replace(first, low=90, high=90), **ABOUT)
    ledger.retract(second.id, **ABOUT)
    books = ledger.books()
    assert [(c.id, c.low) for c in books.claims if c.report == "hidden"] == [(first.id, 90)]
    assert [(r.claim, r.state) for r in books.reviews] == [(first.id, "confirmed_then_changed")]
    assert [s.action for s in ledger.history(first.id)] == ["assert", "review", "correct", "review"]
    assert [g.claim.id for g in ledger.diff(FIRST, SECOND).gone] == []


def test_the_same_report_counts_once_however_it_comes(ledger: Ledger) -> None:
    assert ledger.ingest(*APART, known_on=SECOND).status == "same"
    assert ledger.ingest(dataclasses.replace(APART[0], restricted=False), APART[1], known_on=SECOND).status == "same"
    with pytest.raises(LedgerError, match="it lies in the books openly; redact it there first"):
        ledger.ingest(dataclasses.replace(OPEN[0], restricted=True), OPEN[1], known_on=SECOND)


# Without it ------------------------------------------------------------------------------------------------------

def test_without_the_key_the_books_are_those_without_the_report(path: Path) -> None:
    with Ledger.open(path) as sealed, Ledger.open(":memory:") as without:
        without.ingest(*OPEN, known_on=FIRST)
        books, wanted = sealed.books(), without.books()
        assert (books.documents, list(books.claims), books.known) == (wanted.documents, list(wanted.claims), FIRST)
        assert (books.unshown, sealed.books(known=SECOND).unshown, sealed.unshown()) == (0, 2, 1)
        assert sealed.last_known() == FIRST
        assert [d.report for d in sealed.documents()] == [OPEN[0]]
        assert not sealed.diff(FIRST, SECOND)


def test_a_key_alone_shows_nothing(path: Path) -> None:
    with Ledger.open(path, key=KEY) as ledger:
        assert [d.report.id for d in ledger.books().documents] == ["plain"]
        with pytest.raises(AskError, match="restricted: add --with-restricted"):
            ledger.claim(APART[1][0].id)
    with pytest.raises(LedgerError, match="add --key FILE"):
        Ledger.open(path, restricted=True)


def test_nothing_about_a_sealed_claim_is_told_without_the_key(path: Path) -> None:
    with Ledger.open(path) as ledger:
        for ask in (ledger.claim, ledger.history):
            with pytest.raises(AskError, match="no claim 'c-"):
                ask(APART[1][0].id)
            blind = next(e.claim for e in ledger.entries() if e.claim and e.claim.startswith("r-"))
            with pytest.raises(AskError, match="restricted"):
                ask(blind)


def test_another_key_opens_nothing(path: Path) -> None:
    with Ledger.open(path, key=Key(bytes(32)), restricted=True) as ledger, \
            pytest.raises(LedgerError, match="sealed under another key"):
        ledger.books()


def test_a_lost_ring_is_said_and_the_rest_is_there(path: Path) -> None:
    Path(f"{path}.keys").unlink()
    with Ledger.open(path, key=KEY, restricted=True) as ledger, pytest.raises(LedgerError, match="not on the key ring"):
        ledger.books()
    with Ledger.open(path) as ledger:
        assert len(ledger.books().claims) == 2


def test_a_review_of_a_sealed_claim_shows_nowhere_without_the_key(path: Path) -> None:
    with Ledger.open(path, key=KEY) as ledger:
        ledger.review(APART[1][0].id, "reading_rejected", known_on=SECOND, who="A. Keeper")
    with Ledger.open(path) as ledger:
        books = ledger.books(known=SECOND)
        assert (books.reviews, books.unshown, len(books.claims)) == ((), 1, 2)


@pytest.mark.parametrize("broken", [
    (APART[0], [dataclasses.replace(APART[1][0], quote="Oldmill")]),
    (APART[0], [dataclasses.replace(APART[1][0], low=float("nan"))]),
    (dataclasses.replace(APART[0], sha256="hidden"), APART[1])])
def test_a_refusal_names_nothing_of_a_restricted_report(broken: tuple[Report, list[Claim]]) -> None:
    with Ledger.open(":memory:", key=KEY) as ledger, pytest.raises(LedgerError) as said:
        ledger.ingest(*broken, known_on=FIRST)
    assert "hidden" not in str(said.value) and "Oldmill" not in str(said.value)
    assert said.value.__cause__ is None and said.value.__suppress_context__


def test_without_a_key_a_restricted_report_is_refused(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "books.db") as ledger:
        with pytest.raises(LedgerError, match="postwar keys new FILE"):
            ledger.ingest(*APART, known_on=FIRST)
        assert list(ledger.entries()) == []


# In the file -----------------------------------------------------------------------------------------------------

def everything(path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(path.parent.iterdir()))


TRACES = (b"hidden", b"Oldmill", b"Ninety", APART[0].sha256.encode(), *(c.id.encode() for c in APART[1]))


def test_the_file_holds_only_what_is_sealed(path: Path) -> None:
    whole = everything(path)
    assert b"plain title" in whole
    assert [trace for trace in TRACES if trace in whole] == []
    with Ledger.open(path) as ledger:
        assert ledger.verify() == ()
    assert Path(f"{path}.keys").stat().st_mode & 0o077 == 0


def test_lengths_say_little(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "books.db", key=KEY) as ledger:
        for n in (1, 40):
            ledger.ingest(*document(f"h{n}", "a" * 9 * n, True), known_on=FIRST)
    rows = sqlite3.connect(tmp_path / "books.db").execute("SELECT length(payload) FROM claims").fetchall()
    assert len(set(rows)) == 1


def test_a_redaction_takes_the_keys_so_that_older_copies_stay_shut(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path / "copy.db"))
    with Ledger.open(path, key=KEY, restricted=True) as ledger:
        ledger.redact(APART[0].sha256, **ABOUT)
        assert [d.report.id for d in ledger.books().documents] == ["plain"]
        assert (ledger.books(known=SECOND).withheld, ledger.verify()) == (1, ())
    shutil.copy(f"{path}.keys", f"{copy}.keys")
    with Ledger.open(copy, key=KEY, restricted=True) as ledger, pytest.raises(LedgerError, match="not on the key ring"):
        ledger.books()


def test_one_claim_can_be_redacted_without_the_key(path: Path) -> None:
    with Ledger.open(path) as ledger:
        blind = next(e.claim for e in ledger.entries() if e.claim and e.claim.startswith("r-"))
        ledger.redact(blind, **ABOUT)
        assert ledger.verify() == ()
    with Ledger.open(path, key=KEY, restricted=True) as ledger:
        assert [c.id for c in ledger.books().claims if c.report == "hidden"] == [APART[1][1].id]
    assert len(sqlite3.connect(f"{path}.keys").execute("SELECT * FROM keys").fetchall()) == 2


def test_a_redaction_that_was_cut_short_is_finished_when_the_books_are_opened(path: Path,
                                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cut, Ledger.open(path, key=KEY) as ledger:
        cut.setattr(Ledger, "_drop_redacted_keys", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ledger.redact(APART[0].sha256, **ABOUT)
    assert len(sqlite3.connect(f"{path}.keys").execute("SELECT * FROM keys").fetchall()) == 3
    Ledger.open(path).close()
    assert sqlite3.connect(f"{path}.keys").execute("SELECT * FROM keys").fetchall() == []


def test_an_export_carries_what_is_sealed_and_opens_with_ring_and_key_only(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path, key=KEY, restricted=True) as ledger:
        ledger.export(tmp_path / "books.jsonl")
        wanted = ledger.books()
    assert [trace for trace in TRACES if trace in (tmp_path / "books.jsonl").read_bytes()] == []
    made = tmp_path / "made" / "books.db"
    made.parent.mkdir()
    Ledger.restore(tmp_path / "books.jsonl", made)
    with Ledger.open(made, key=KEY, restricted=True) as ledger, pytest.raises(LedgerError, match="not on the key ring"):
        ledger.books()
    shutil.copy(f"{path}.keys", f"{made}.keys")
    with Ledger.open(made, key=KEY, restricted=True) as ledger:
        assert (ledger.books(), ledger.verify()) == (wanted, ())


def test_whoever_may_not_read_the_ring_goes_on_without_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with Ledger.open(path) as ledger:
        ledger.ingest(*document("more", "Eighty people stayed"), known_on=SECOND)
        assert [d.report.id for d in ledger.documents()] == ["plain", "more"]


def test_each_of_two_keys_opens_its_own(path: Path) -> None:
    other = Key(bytes(32))
    with Ledger.open(path, key=other) as ledger:
        ledger.ingest(*document("theirs", "Seventy people left", True), known_on=SECOND)
    for key, name in ((KEY, "hidden"), (other, "theirs")):
        with Ledger.open(path, key=key, restricted=True) as ledger:
            books = ledger.books()
            assert [d.report.id for d in books.documents] == ["plain", name]
            assert ([d.report.id for d in ledger.documents()], books.unshown) == (["plain", name], 2)
            assert ledger.unshown() == 1
    with Ledger.open(path) as ledger:
        assert (ledger.books(known=SECOND).unshown, ledger.unshown()) == (4, 2)
