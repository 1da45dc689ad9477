"""Two ledgers that were written apart become one: nothing is lost, counts twice or is decided silently."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError, LedgerError
from postwar.ledger import Ledger
from postwar.ledger.deciding import reading
from postwar.ledger.payload import pack_claim

BY = {"who": "M. Ito", "why": "read again"}
FIRST, MERGED, LAST = dt.date(2020, 11, 1), dt.date(2020, 12, 1), dt.date(2020, 12, 31)


def day(n: int) -> dt.date:
    return dt.date(2020, 11, n)


def document(text: str, reader: str = "rules@1", modality: str = "happened") -> tuple[Report, list[Claim]]:
    """A report in which every word is a claim, with ids as any reader would give them."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims, start = [], 0
    for word in text.split(" "):
        claims.append(Claim(f"c-{sha256[:6]}-{start}", text[:3], start, start + len(word), word, "talks", modality,
                            reader=reader))
        start += len(word) + 1
    return Report(text[:3], "Agency", "", None, None, "", "en", text, sha256), claims


@pytest.fixture(params=[pytest.param("file", marks=pytest.mark.slow), "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "a.db" if request.param == "file" else ":memory:") as opened:
        yield opened
        assert opened.verify() == ()


@pytest.fixture
def other() -> Iterator[Ledger]:
    with Ledger.open(":memory:") as opened:
        yield opened
        assert opened.verify() == ()


def put(ledger: Ledger, text: str, known_on: dt.date = FIRST, **more: Any) -> list[Claim]:
    report, claims = document(text, **more)
    ledger.ingest(report, claims, known_on=known_on, who="clerk")
    return claims


def merge(ledger: Ledger, other: Ledger, known_on: dt.date = MERGED) -> Any:
    return ledger.merge(other, known_on=known_on, who="the desk")


def content(ledger: Ledger) -> tuple[Any, ...]:
    """What a ledger says, whatever the order in which it learnt it."""
    books = ledger.books(dt.date(2021, 1, 1))
    return (sorted(d.report.sha256 for d in books.documents), sorted(reading(pack_claim(c)) for c in books.claims),
            sorted((r.claim, r.scheme, r.state, r.who) for r in books.reviews),
            sorted({r.claim.id for r in ledger.to_review(("contested",), dt.date(2021, 1, 1))}))


def test_the_one_learns_what_the_other_holds_on_the_day_of_the_merge(ledger: Ledger, other: Ledger) -> None:
    put(ledger, "one two")
    put(other, "three four", day(5))
    then = ledger.books(day(9))
    did = merge(ledger, other)
    assert (did.documents, did.claims, did.same, did.imported) == (1, 2, 0, 3)
    assert ledger.books(day(9)) == then, "what this book answered before it learnt more stays"
    assert [c.quote for c in ledger.books(MERGED).claims] == ["one", "two", "three", "four"]
    assert [e.who for e in ledger.entries()] == ["clerk"] * 6 + ["the desk"]


def test_an_empty_ledger_goes_on_with_the_books_that_it_takes_in(ledger: Ledger, other: Ledger) -> None:
    put(other, "three four", day(5))
    merge(ledger, other)
    assert (len(ledger.books(day(4)).claims), len(ledger.books(day(5)).claims)) == (0, 2)


def test_the_same_document_counts_once_and_a_second_merge_adds_nothing(ledger: Ledger, other: Ledger) -> None:
    put(ledger, "one two")
    put(other, "one two", day(3))
    other.review("c-" + document("one two")[0].sha256[:6] + "-0", "reading_confirmed", known_on=day(3), who="N. Oh")
    did = merge(ledger, other)
    assert (did.documents, did.claims, did.same, did.decisions) == (0, 0, 1, 1)
    assert [(r.state, r.who) for r in ledger.books().reviews] == [("reading_confirmed", "N. Oh")]
    before = list(ledger.entries())
    assert merge(ledger, other).imported == 0
    assert list(ledger.entries()) == before


def test_reviews_that_differ_stand_side_by_side_until_somebody_decides(ledger: Ledger, other: Ledger) -> None:
    one, _ = put(ledger, "one two")
    put(other, "one two")
    ledger.review(one.id, "reading_confirmed", known_on=day(2), who="M. Ito")
    other.review(one.id, "reading_rejected", known_on=day(2), who="N. Oh", why="no")
    merge(ledger, other)
    books = ledger.books()
    assert {(r.who, r.state) for r in books.reviews} == {
        ("M. Ito", "reading_confirmed"), ("N. Oh", "reading_rejected")}
    assert [c.quote for c in books.claims] == ["two"]
    assert [r.claim.id for r in ledger.to_review(("contested",))] == [one.id]
    ledger.review(one.id, "reading_confirmed", known_on=MERGED, who="the desk")
    books = ledger.books()
    assert [(r.who, r.state) for r in books.reviews] == [("the desk", "reading_confirmed")]
    assert [c.quote for c in books.claims] == ["one", "two"] and ledger.to_review(("contested",)) == ()


@pytest.mark.parametrize("confirmed", [True, False])
def test_readings_that_differ_wait_for_a_decision(ledger: Ledger, other: Ledger, confirmed: bool) -> None:
    one, _ = put(ledger, "one two")
    put(other, "one two")
    if confirmed:
        ledger.review(one.id, "reading_confirmed", known_on=day(2), who="M. Ito")
    else:
        ledger.correct(one.id, dataclasses.replace(one, modality="planned"), known_on=day(2), **BY)
    other.correct(one.id, dataclasses.replace(one, modality="agreed"), known_on=day(2), who="N. Oh", why="so")
    merge(ledger, other)
    assert [c.quote for c in ledger.books().claims] == ["two"]
    mine, theirs = ledger.to_review(("contested",))
    assert {mine.claim.modality, theirs.claim.modality} == {"happened" if confirmed else "planned", "agreed"}
    with pytest.raises(AskError, match="people read it differently; name one of"):
        ledger.review(one.id, "reading_confirmed", known_on=MERGED, who="the desk")
    ledger.review(f"{one.id}@{theirs.entry}", "reading_confirmed", known_on=MERGED, who="the desk")
    assert [(c.quote, c.modality) for c in ledger.books().claims if c.id == one.id] == [("one", theirs.claim.modality)]
    assert ledger.claim(one.id)[0].modality == theirs.claim.modality


def test_of_two_readings_by_program_the_later_reader_is_shown(ledger: Ledger, other: Ledger) -> None:
    put(ledger, "one", reader="rules@2", modality="planned")
    put(other, "one", reader="rules@1")
    merge(ledger, other)
    assert [(c.modality, c.reader) for c in ledger.books().claims] == [("planned", "rules@2")]


def test_what_was_erased_there_is_erased_here_where_it_came_from_there(ledger: Ledger, other: Ledger) -> None:
    put(other, "canary bird")
    merge(ledger, other, day(2))
    other.redact(other.documents()[0].report.sha256, known_on=day(3), **BY)
    assert merge(ledger, other).erased == 3
    assert ledger.documents() == () and ledger.books().withheld == 1


def test_a_ledger_goes_there_and_back_and_through_a_third(ledger: Ledger, other: Ledger) -> None:
    put(ledger, "one two")
    put(other, "three")
    merge(other, ledger, day(2))
    merge(ledger, other, day(3))
    with Ledger.open(":memory:") as third:
        merge(third, other)
        merge(third, ledger)
        assert third.verify() == ()
        assert content(third) == content(ledger) == content(other)
        assert (merge(third, other).imported, merge(ledger, other).imported) == (0, 0)


def test_a_copy_that_went_its_own_way_comes_back(ledger: Ledger, tmp_path: Path) -> None:
    put(ledger, "one two")
    with Ledger.open(tmp_path / "copy.db") as copy:
        merge(copy, ledger)
        put(copy, "three", MERGED)
        put(ledger, "four", day(2))
        assert merge(ledger, copy).documents == 1
    assert sorted(c.quote for c in ledger.books().claims) == ["four", "one", "three", "two"]


def test_an_earlier_day_than_the_books_have_heard_is_refused_and_nothing_is_kept(ledger: Ledger,
                                                                                other: Ledger) -> None:
    put(ledger, "one two", day(9))
    put(other, "three")
    before = list(ledger.entries())
    with pytest.raises(LedgerError, match="the books have heard up to"):
        merge(ledger, other, day(8))
    assert list(ledger.entries()) == before


@pytest.mark.slow
@pytest.mark.parametrize("change", [
    *(f"UPDATE imported SET {column} = {value} WHERE n = 2" for column, value in (
        ("ledger", "'x'"), ("seq", 9), ("closes", 9), ("recorded_at", "''"), ("known_on", "'2020-01-01'"),
        ("action", "'review'"), ("document", 9), ("supersedes", 1), ("who", "'N. N.'"), ("why", "'x'"),
        ("commitment", "zeroblob(32)"), ("previous", "zeroblob(32)"), ("digest", "zeroblob(32)"), ("entry", 1))),
    "DELETE FROM imported WHERE n = 1", "DELETE FROM imported WHERE n = 4", "DELETE FROM imported",
    "INSERT INTO imported SELECT n + 4, ledger, seq, closes, recorded_at, known_on, action, document, supersedes, who, "
    "why, commitment, previous, randomblob(32), entry FROM imported WHERE n = 4"])
def test_every_change_to_an_imported_chain_is_found(change: str, other: Ledger, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.db") as ledger:
        put(ledger, "one two")
        one, _ = put(other, "three four")
        other.review(one.id, "reading_confirmed", known_on=day(2), who="N. Oh")
        merge(ledger, other)
        assert ledger.verify() == ()
    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(change)
    connection.close()
    with Ledger.open(tmp_path / "a.db", read_only=True) as ledger:
        assert any("imported row" in p.message or "this merge" in p.message for p in ledger.verify())
        with pytest.raises(LedgerError, match="nothing is merged"), Ledger.open(":memory:") as empty:
            merge(empty, ledger)


STEPS = st.lists(st.tuples(st.sampled_from(["put", "confirm", "reject", "correct", "retract", "event", "redact"]),
                           st.sampled_from(["one two", "three", "four five"]),
                           st.sampled_from(["planned", "agreed"])), max_size=6)


def write(ledger: Ledger, steps: Sequence[tuple[str, str, str]], who: str, start: int = 10) -> None:
    """Do what can be done of some steps, a day each."""
    for n, (step, text, word) in enumerate(steps, start):
        report, claims = document(text)
        known_on = MERGED + dt.timedelta(n)
        first, by = claims[0], {"known_on": known_on, "who": who, "why": "so"}
        if step == "put":
            ledger.ingest(report, claims, known_on=known_on)
            continue
        try:
            if step in ("confirm", "reject"):
                ledger.review(first.id, f"reading_{step}ed", **by)
            elif step == "event":
                ledger.review(first.id, "corroborated", **by)
            elif step == "correct":
                ledger.correct(first.id, dataclasses.replace(first, modality=word, reader="hand"), **by)
            elif step == "retract":
                ledger.retract(first.id, **by)
            else:
                ledger.redact(first.id, **by)
        except AskError:
            pass


def check_any_order(before: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> None:
    with Ledger.open(":memory:") as a, Ledger.open(":memory:") as b:
        write(a, [("put", text, "") for _, text, _ in before], "A", 0)
        merge(b, a, MERGED + dt.timedelta(9))
        write(a, mine, "A")
        write(b, theirs, "B")
        with Ledger.open(":memory:") as ab, Ledger.open(":memory:") as ba:
            for into, order in ((ab, (a, b)), (ba, (b, a))):
                for other in order:
                    merge(into, other, LAST)
            assert content(ab) == content(ba)
            assert (ab.verify(), ba.verify()) == ((), ())
            for again in (ab, ba):
                assert [merge(again, other, LAST).imported for other in (a, b)] == [0, 0]
            merge(a, b, LAST)
            merge(a, ab, LAST)
            assert content(a) == content(ab) and a.verify() == ()


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=STEPS, mine=STEPS, theirs=STEPS)
def test_in_any_order_two_ledgers_say_the_same(before: Sequence[Any], mine: Sequence[Any],
                                               theirs: Sequence[Any]) -> None:
    check_any_order(before, mine, theirs)


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=STEPS, mine=STEPS, theirs=STEPS)
def test_in_any_order_two_ledgers_say_the_same_at_length(before: Sequence[Any], mine: Sequence[Any],
                                                         theirs: Sequence[Any]) -> None:
    check_any_order(before, mine, theirs)
