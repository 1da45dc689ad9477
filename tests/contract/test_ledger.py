"""What any store of the ledger keeps to: documents whole, two clocks, past answers given again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.books import Books
from postwar.core.claim import KINDS, MODALITIES, Claim, Report, claim_from_json, claim_id
from postwar.core.errors import AskError, LedgerError
from postwar.ledger import Ledger, Receipt, store
from postwar.ledger.payload import pack_claim, pack_report, unpack_claim, unpack_report

Opener = Callable[[], Ledger]
STORES: dict[str, Callable[[Path], Ledger]] = {
    "file": lambda folder: Ledger.open(folder / "books.db"),
    "memory": lambda folder: Ledger.open(":memory:"),
}


@pytest.fixture(params=sorted(STORES))
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with STORES[request.param](tmp_path) as opened:
        yield opened
        assert opened.verify() == ()


def day(n: int) -> dt.date:
    return dt.date(2020, 11, n)


def document(name: str, n_claims: int = 2, text: str = "") -> tuple[Report, list[Claim]]:
    """A report of that id in which every word is a claim."""
    text = text or " ".join(f"{name}-{i}" for i in range(n_claims))
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    report = Report(name, "Agency", "A title", day(9), None, "https://example.org/a", "en", text, sha256)
    claims, start = [], 0
    for word in text.split(" ")[:n_claims]:
        end = start + len(word)
        claims.append(Claim(claim_id(sha256, start, end, "return", (), ("north",), 10, None), name, start, end, word,
                            "return", "happened", place=("north",), low=10, bound="at_least", unit="person"))
        start = end + 1
    return report, claims


def put(ledger: Ledger, name: str, known_on: dt.date, n_claims: int = 2, **more: object) -> Receipt:
    return ledger.ingest(*document(name, n_claims), known_on=known_on, **more)   # type: ignore[arg-type]


def names(books: Books) -> list[str]:
    return [d.report.id for d in books.documents]


# Documents go in whole and come out as they were ----------------------------------------------------------------

@pytest.mark.parametrize("text", [
    "plain words",
    "\ufeffwith a byte-order mark\r\nand carriage returns\r",
    "beyond the basic plane 🕊 𝔘 and joined ‍👩‍👩‍👧",
    "من اليمين إلى اليسار and back",
    "a null \x00 inside, and a bell \x07",
    "a lone surrogate \ud800 as a broken decoder leaves it",
    "quotes \" ' \\ and -- ; DROP TABLE entries",
    "e\u0301 is not \u00e9",
], ids=lambda t: ascii(t)[:20])
def test_a_document_comes_back_as_it_went_in(ledger: Ledger, text: str) -> None:
    report, claims = document("note", 3, text)
    ledger.ingest(report, claims, known_on=day(16))
    books = ledger.books()
    assert books.documents[0].report == report
    assert list(books.claims) == claims
    assert books.report_of(books.claims[0]) == report
    assert ledger.claim(claims[0].id) == (claims[0], books.documents[0])


def test_a_receipt_names_the_last_entry_of_its_document(ledger: Ledger) -> None:
    first, second, third = put(ledger, "a", day(1), 2), put(ledger, "b", day(2), 0), put(ledger, "c", day(3), 3)
    assert [(r.status, r.claims, r.seq) for r in (first, second, third)] == [("ok", 2, 3), ("ok", 0, 4), ("ok", 3, 8)]
    assert [(d.seq, d.n_claims, d.known_on) for d in ledger.documents()] == [
        (3, 2, day(1)), (4, 0, day(2)), (8, 3, day(3))]
    assert [e.seq for e in ledger.entries()] == list(range(1, 9))


def test_entries_say_what_was_entered_by_whom_and_why(ledger: Ledger) -> None:
    report, claims = document("a", 1)
    ledger.ingest(report, claims, known_on=day(1), who="M. Ito", why="morning post")
    whole, part = ledger.entries()
    assert (whole.action, whole.document, whole.claim, whole.supersedes) == ("assert", report.sha256, None, None)
    assert (part.action, part.document, part.claim) == ("assert", report.sha256, claims[0].id)
    assert {(e.who, e.why, e.known_on) for e in (whole, part)} == {("M. Ito", "morning post", day(1))}
    assert whole.recorded_at.tzinfo is not None and len({whole.digest, part.digest}) == 2


@pytest.mark.parametrize("again", ["as it was", "known later", "known earlier", "under another name", "read otherwise"])
def test_the_same_document_twice_adds_nothing(ledger: Ledger, again: str) -> None:
    report, claims = document("a", 2)
    ledger.ingest(report, claims, known_on=day(5))
    put(ledger, "b", day(6))
    before = list(ledger.entries())
    if again == "under another name":
        report, claims = dataclasses.replace(report, id="z"), [dataclasses.replace(c, report="z") for c in claims]
    if again == "read otherwise":
        claims = claims[:1]
    on = {"known later": day(9), "known earlier": day(1)}.get(again, day(5))
    assert ledger.ingest(report, claims, known_on=on) == Receipt("same", report.sha256, 2, 3)
    assert list(ledger.entries()) == before


# Two clocks -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("known", "seq", "seen", "last"), [
    (1, None, [], 0),
    (2, None, ["a"], 3),
    (3, None, ["a", "b"], 6),
    (4, None, ["a", "b", "c"], 9),
    (30, None, ["a", "b", "c"], 9),
    (None, None, ["a", "b", "c"], 9),
    (None, 6, ["a", "b"], 6),
    (2, 9, ["a"], 3),
    (30, 0, [], 0),
    (30, 5, ["a"], 3),            # entry 5 lies inside the transaction of b
    (30, 8, ["a", "b"], 6),
])
def test_books_are_what_was_known_then(ledger: Ledger, known: int | None, seq: int | None, seen: list[str],
                                       last: int) -> None:
    for n, name in enumerate("abc", 2):
        put(ledger, name, day(n))
    books = ledger.books(None if known is None else day(known), seq)
    assert names(books) == seen
    assert [c.report for c in books.claims] == [name for name in seen for _ in range(2)]
    assert books.seq == last
    assert books.known == (day(known) if known else books.documents[-1].known_on)


def test_what_becomes_known_later_changes_nothing_before(ledger: Ledger) -> None:
    put(ledger, "a", day(2))
    then = ledger.books(day(2)), ledger.books(day(1))
    put(ledger, "b", day(9))
    assert (ledger.books(day(2)), ledger.books(day(1))) == then


def test_a_step_back_in_time_is_refused_unless_it_is_said(ledger: Ledger) -> None:
    put(ledger, "a", day(5))
    with pytest.raises(LedgerError, match=r"known on 2020-11-03, but the books have heard up to 2020-11-05"):
        put(ledger, "b", day(3))
    assert len(list(ledger.entries())) == 3
    put(ledger, "b", day(3), backfill=True)
    put(ledger, "c", day(4), backfill=True, why="found in the archive")
    put(ledger, "d", day(5), backfill=True)         # no step back, so nothing to record
    assert [e.why for e in ledger.entries() if e.claim is None] == [
        "", "backfill", "backfill: found in the archive", ""]
    assert ledger.last_known() == day(5)


def test_a_backfill_leaves_what_was_answered_before(ledger: Ledger) -> None:
    put(ledger, "a", day(2))
    put(ledger, "b", day(6))
    answered = ledger.books(day(4))
    put(ledger, "c", day(3), backfill=True)
    assert names(ledger.books(day(4))) == ["a", "c"]
    assert ledger.books(day(4), answered.seq) == answered


def test_order_is_by_entry_when_the_machine_clock_goes_back(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, at in enumerate(["2026-05-01T00:00:00.000000Z", "2019-01-01T00:00:00.000000Z"], 1):
        monkeypatch.setattr(store, "instant", lambda at=at: at)
        put(ledger, f"doc{n}", day(n))
    assert names(ledger.books()) == ["doc1", "doc2"]
    assert [e.recorded_at.year for e in ledger.entries()] == [2026, 2026, 2026, 2019, 2019, 2019]


def test_empty_books_answer_for_a_day_that_is_named(ledger: Ledger) -> None:
    assert ledger.books(day(1)) == Books(day(1), 0)
    assert (ledger.last_known(), ledger.documents(), list(ledger.entries())) == (None, (), [])
    with pytest.raises(AskError, match="nothing in the books yet"):
        ledger.books()


@pytest.mark.parametrize("seq", [-1, 4, 10**30])
def test_an_entry_that_is_not_there_cannot_be_asked_for(ledger: Ledger, seq: int) -> None:
    put(ledger, "a", day(1))
    with pytest.raises(AskError, match=f"no entry {seq}; the books hold entries 1 to 3"):
        ledger.books(day(1), seq)


def test_a_claim_that_is_not_there_is_said_so(ledger: Ledger) -> None:
    with pytest.raises(AskError, match="no claim 'c-0'"):
        ledger.claim("c-0")


# Two documents of one name --------------------------------------------------------------------------------------

def namesakes() -> list[tuple[Report, list[Claim]]]:
    return [document("march", 1, text) for text in ("first", "second", "third")]


def test_documents_of_one_name_are_told_apart(ledger: Ledger) -> None:
    for n, (report, claims) in enumerate(namesakes(), 1):
        ledger.ingest(report, claims, known_on=day(n))
    books = ledger.books()
    first, second, third = (r.sha256[:6] for r, _ in namesakes())
    assert first and names(books) == ["march", f"march~{second}", f"march~{third}"]
    assert [books.report_of(c).text for c in books.claims] == ["first", "second", "third"]
    for shown in books.claims:
        claim, made_by = ledger.claim(shown.id)
        assert claim == shown and made_by.report == books.report_of(shown)
    assert [d.report.id for d in ledger.documents()] == names(books)


def test_a_name_that_is_taken_later_does_not_show_before(ledger: Ledger) -> None:
    (late, late_claims), (early, early_claims), _ = namesakes()
    ledger.ingest(late, late_claims, known_on=day(9))
    ledger.ingest(early, early_claims, known_on=day(2), backfill=True)
    assert names(ledger.books(day(2))) == ["march"]
    assert ledger.books(day(2)).report_of(ledger.books(day(2)).claims[0]).text == "second"


def test_a_name_that_looks_like_a_mark_of_difference_is_told_apart_too(ledger: Ledger) -> None:
    (first, _), (second, _), _ = namesakes()
    marked = f"march~{second.sha256[:6]}"
    (third, claims), (fourth, more) = document(marked, 1, "fourth"), document("marc", 1, "fifth")
    for n, (report, its) in enumerate([(first, []), (second, []), (third, claims), (fourth, more)], 1):
        ledger.ingest(report, its, known_on=day(n))
    books = ledger.books()
    assert names(books) == ["march", marked, f"{marked}~{third.sha256[:6]}", "marc"]
    assert [ledger.claim(c.id)[0] for c in books.claims] == list(books.claims)


# What no books should hold --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("fault", "message"), [
    ({"report": "other"}, "it is of report 'other', not of 'a'"),
    ({"quote": "a-1"}, "its quote is not what stands at 0 to 3"),
    ({"end": 2}, "its quote is not what stands at 0 to 2"),
    ({"low": float("nan")}, "its figure is not a number"),
    ({"high": float("inf")}, "its figure is not a number"),
    ({"id": "c-\ud800"}, "holds bytes that are no text"),
])
def test_a_claim_that_does_not_fit_its_report_is_refused_whole(ledger: Ledger, fault: dict[str, object],
                                                               message: str) -> None:
    report, claims = document("a", 2)
    with pytest.raises(LedgerError, match=message):
        ledger.ingest(report, [claims[1], dataclasses.replace(claims[0], **fault)], known_on=day(1))
    assert list(ledger.entries()) == []


def test_a_claim_id_is_entered_once(ledger: Ledger) -> None:
    report, claims = document("a", 2)
    with pytest.raises(LedgerError, match="twice in report 'a'"):
        ledger.ingest(report, [claims[0], claims[0]], known_on=day(1))
    ledger.ingest(report, claims, known_on=day(1))
    other, (its,) = document("b", 1)
    with pytest.raises(LedgerError, match="another document has it"):
        ledger.ingest(other, [dataclasses.replace(its, id=claims[1].id)], known_on=day(1))
    assert names(ledger.books()) == ["a"]


@pytest.mark.parametrize(("report", "more", "message"), [
    ({"sha256": "ab"}, {}, "'ab' is no SHA-256"),
    ({"sha256": "G" * 64}, {}, "is no SHA-256"),
    ({"id": "caf\udce9"}, {}, "report id .* holds bytes that are no text"),
    ({}, {"who": "\udce9"}, "who .* holds bytes that are no text"),
    ({}, {"why": "\udce9"}, "why .* holds bytes that are no text"),
    ({}, {"known_on": dt.datetime(2020, 11, 1, 12)}, "which is an instant; give a day"),
])
def test_a_document_that_cannot_be_kept_is_refused(ledger: Ledger, report: dict[str, str], more: dict[str, object],
                                                   message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        ledger.ingest(dataclasses.replace(document("a")[0], **report), [], **({"known_on": day(1)} | more))
    assert list(ledger.entries()) == []


# Reading while others write -------------------------------------------------------------------------------------

def test_entries_can_be_read_while_more_come_in(ledger: Ledger) -> None:
    put(ledger, "a", day(1), 1500)
    reading = ledger.entries()
    seen = [next(reading).seq]
    put(ledger, "b", day(1), 5)
    assert seen + [e.seq for e in reading] == list(range(1, 1502))


def test_books_are_of_one_moment_whatever_comes_in_between(tmp_path: Path) -> None:
    path, came = tmp_path / "books.db", iter("bcd")
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        put(ledger, "a", day(1))

        def come_between(statement: str) -> None:
            if statement.startswith("SELECT"):
                put(other, next(came, "d"), day(1))

        ledger._store.connection.set_trace_callback(come_between)
        books = ledger.books()
        ledger._store.connection.set_trace_callback(None)
        assert (names(books), books.seq, len(books.claims)) == (["a", "b"], 6, 4)
        assert names(ledger.books()) == ["a", "b", "c", "d"]


def test_books_are_of_one_moment_while_others_write(tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    Ledger.open(path).close()

    def write() -> None:
        with Ledger.open(path) as mine:
            for n in range(40):
                put(mine, f"doc{n}", day(1), 7)

    writer = threading.Thread(target=write)
    writer.start()
    lengths = set()
    with Ledger.open(path, read_only=True) as ledger:
        while writer.is_alive() or 40 not in lengths:
            books = ledger.books(day(1))
            assert len(books.claims) == sum(d.n_claims for d in books.documents) == 7 * len(books.documents)
            assert books.seq == (books.documents[-1].seq if books.documents else 0)
            assert ledger.verify() == ()
            lengths.add(len(books.documents))
    writer.join()


# The fast way and its plain twin --------------------------------------------------------------------------------

words = st.text(max_size=8)
lists = st.lists(words, max_size=2).map(tuple)
days = st.none() | st.dates()
numbers = st.none() | st.integers(-10**20, 10**20) | st.floats(allow_nan=False, allow_infinity=False)
any_claim = st.builds(
    Claim, id=words, report=words, start=st.integers(0, 99), end=st.integers(0, 99), quote=words,
    kind=st.sampled_from(KINDS), modality=st.sampled_from(MODALITIES), actor=lists, target=lists, place=lists,
    valid_from=days, valid_to=days, low=numbers, high=numbers, bound=st.none() | words, of=numbers,
    attributed_to=lists, provision=lists, group=lists, said_on=days, depends_on=lists, scope=st.none() | words)


@settings(max_examples=50)
@given(any_claim)
def test_a_claim_is_unpacked_as_its_plain_twin_does(claim: Claim) -> None:
    packed = pack_claim(claim)
    assert unpack_claim(packed) == claim == claim_from_json(json.loads(packed))


@pytest.mark.parametrize("change", [{"a_field_of_tomorrow": 1}, {"status": "gone"}])
def test_a_payload_of_another_program_version_is_still_read(change: dict[str, object]) -> None:
    claim = document("a", 1)[1][0]
    data = json.loads(pack_claim(claim)) | change
    if change.get("status"):
        del data["status"]
    assert unpack_claim(json.dumps(data)) == claim


def test_a_report_of_another_program_version_is_still_read() -> None:
    report = document("a", 1)[0]
    data = json.loads(pack_report(report)) | {"a_field_of_tomorrow": 1}
    del data["origin"]
    assert unpack_report(json.dumps(data), "a") == report


@given(st.builds(Report, words, words, words, days, days, words, words, st.text(), words))
def test_a_report_is_unpacked_as_it_was(report: Report) -> None:
    assert unpack_report(pack_report(report), report.id) == report
