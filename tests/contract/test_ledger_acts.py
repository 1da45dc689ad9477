"""Decisions on what is in the books: each is an entry, takes effect from its day, and leaves past answers alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from postwar.core.claim import Claim, Report, claim_id
from postwar.core.errors import AskError, LedgerError
from postwar.ledger import Ledger

BY = {"who": "M. Ito", "why": "read again"}


@pytest.fixture(params=["file", "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "books.db" if request.param == "file" else ":memory:") as opened:
        yield opened
        assert opened.verify() == ()


def day(n: int) -> dt.date:
    return dt.date(2020, 11, n)


def put(ledger: Ledger, name: str, known_on: dt.date, text: str) -> list[Claim]:
    """A document in which every word is a claim."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims, start = [], 0
    for word in text.split(" "):
        end = start + len(word)
        claims.append(Claim(claim_id(sha256, start, end, "return", (), (), 10, None), name, start, end, word,
                            "return", "happened", low=10, bound="at_least", unit="person"))
        start = end + 1
    ledger.ingest(Report(name, "Agency", "", None, None, "", "en", text, sha256), claims, known_on=known_on)
    return claims


def quotes(ledger: Ledger, known: dt.date, seq: int | None = None) -> list[str]:
    return [claim.quote for claim in ledger.books(known, seq).claims]


def test_a_rejected_reading_leaves_the_books_and_a_later_review_brings_it_back(ledger: Ledger) -> None:
    ten, _ = put(ledger, "a", day(1), "ten twenty")
    ledger.review(ten.id, "reading_rejected", known_on=day(3), who="M. Ito")
    ledger.review(ten.id, "reading_confirmed", known_on=day(5), who="N. Oh", why="the page was cut")
    assert [quotes(ledger, day(n)) for n in (2, 3, 4, 5)] == [
        ["ten", "twenty"], ["twenty"], ["twenty"], ["ten", "twenty"]]
    assert [(r.claim, r.scheme, r.state, r.who) for r in ledger.books(day(4)).reviews] == [
        (ten.id, "reading", "reading_rejected", "M. Ito")]
    assert [(s.action, s.state, s.who) for s in ledger.history(ten.id)] == [
        ("assert", "", ""), ("review", "reading_rejected", "M. Ito"), ("review", "reading_confirmed", "N. Oh")]


def test_whether_it_took_place_is_another_question_than_whether_it_was_read_rightly(ledger: Ledger) -> None:
    (ten,) = put(ledger, "a", day(1), "ten")
    ledger.review(ten.id, "reading_confirmed", known_on=day(2), who="M. Ito")
    ledger.review(ten.id, "not_substantiated", known_on=day(2), who="The commission")
    assert {(r.scheme, r.state) for r in ledger.books().reviews} == {
        ("reading", "reading_confirmed"), ("event", "not_substantiated")}
    assert quotes(ledger, day(2)) == ["ten"]


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_correction_takes_the_place_of_what_was_misread(ledger: Ledger, confirmed: bool) -> None:
    ten, _ = put(ledger, "a", day(1), "ten twenty")
    if confirmed:
        ledger.review(ten.id, "reading_confirmed", known_on=day(2), who="M. Ito")
    then = ledger.books(day(2))
    planned = dataclasses.replace(ten, modality="planned")
    ledger.correct(ten.id, planned, known_on=day(3), **BY)
    assert ledger.books(day(2), then.seq) == then
    assert [(c.quote, c.modality) for c in ledger.books(day(3)).claims] == [
        ("twenty", "happened"), ("ten", "planned")]
    assert ledger.claim(ten.id)[0] == planned
    assert [r.state for r in ledger.books().reviews] == ["confirmed_then_changed"] * confirmed
    assert ledger.diff(day(2), day(3)).changed == ((ten, planned),)
    fewer = dataclasses.replace(planned, id="c-other", low=5)
    ledger.correct(ten.id, fewer, known_on=day(4), who="N. Oh", why="five")
    assert [c.id for c in ledger.books().claims][1:] == ["c-other"]
    for known_as in (ten.id, "c-other"):
        assert [(s.action, s.claim) for s in ledger.history(known_as) if s.claim] == [
            ("assert", ten), ("correct", planned), ("correct", fewer)]
    assert [(g.claim, g.action, g.who) for g in ledger.diff(day(3), day(4)).gone] == [(planned, "correct", "N. Oh")]


def test_a_claim_or_a_whole_document_can_be_withdrawn(ledger: Ledger) -> None:
    ten, twenty = put(ledger, "a", day(1), "ten twenty")
    put(ledger, "b", day(1), "thirty")
    ledger.retract(ten.id, known_on=day(2), **BY)
    ledger.retract(ledger.documents()[0].report.sha256, known_on=day(3), **BY)
    assert [quotes(ledger, day(n)) for n in (1, 2, 3)] == [
        ["ten", "twenty", "thirty"], ["twenty", "thirty"], ["thirty"]]
    assert [d.report.id for d in ledger.books(day(3)).documents] == ["b"]
    changed = ledger.diff(day(2), day(3))
    assert [d.report.id for d in changed.went] == ["a"]
    assert [(g.claim, g.action, g.why) for g in changed.gone] == [(twenty, "retract", "read again")]
    assert [s.action for s in ledger.history(twenty.id)] == ["assert", "retract"]


def test_a_source_that_says_otherwise_later_amends_its_claim(ledger: Ledger) -> None:
    (ten,), (twelve,) = put(ledger, "a", day(1), "ten"), put(ledger, "b", day(2), "twelve")
    ledger.amend(ten.id, twelve.id, known_on=day(2), **BY)
    assert quotes(ledger, day(2)) == ["twelve"]
    assert [(s.action, s.by) for s in ledger.history(ten.id)] == [("assert", ""), ("amend", twelve.id)]
    with pytest.raises(LedgerError, match="entered before"):
        ledger.amend(twelve.id, ten.id, known_on=day(3), **BY)


def test_what_is_redacted_is_gone_from_every_day_and_the_chain_holds(ledger: Ledger) -> None:
    ten, _ = put(ledger, "a", day(1), "ten twenty")
    put(ledger, "b", day(1), "thirty")
    whole = ledger.documents()[0].report.sha256
    last = ledger.redact(ten.id, known_on=day(2), **BY).seq
    assert (quotes(ledger, day(1)), last) == (["twenty", "thirty"], 6)
    ledger.redact(whole, known_on=day(3), **BY)
    assert ledger.verify() == ()
    books = ledger.books(day(1))
    assert ([d.report.id for d in books.documents], [c.quote for c in books.claims], books.withheld) == (
        ["b"], ["thirty"], 1)
    assert not ledger.diff(day(1), day(3))
    assert [e.action for e in ledger.entries()].count("redact") == 3
    with pytest.raises(AskError, match="no claim"):
        ledger.claim(ten.id)


def test_nothing_of_a_redacted_text_is_left_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    with Ledger.open(path) as ledger:
        put(ledger, "secretname", day(1), "canaryword canarytoo " * 500)
        put(ledger, "b", day(1), "thirty")
        its = ledger.documents()[0].report.sha256
        ledger.redact(its, known_on=day(2), **BY)
        for file in tmp_path.iterdir():
            for trace in (b"canary", b"secretname", its.encode()):
                assert trace not in file.read_bytes()


def test_a_difference_says_what_came_between_two_mornings(ledger: Ledger) -> None:
    put(ledger, "a", day(1), "ten")
    (twenty,) = put(ledger, "b", day(2), "twenty")
    ledger.review(twenty.id, "corroborated", known_on=day(2), who="M. Ito")
    changed = ledger.diff(day(1), day(2))
    assert ([d.report.id for d in changed.came], changed.claims) == (["b"], (twenty,))
    assert [r.state for r in changed.reviews] == ["corroborated"]
    assert not ledger.diff(day(2), day(2))


@pytest.mark.parametrize(("who", "why"), [("", "because"), ("M. Ito", "")])
def test_a_decision_without_an_author_or_a_reason_is_refused(ledger: Ledger, who: str, why: str) -> None:
    (ten,) = put(ledger, "a", day(1), "ten")
    before = list(ledger.entries())
    with pytest.raises(LedgerError, match="say who does and why"):
        ledger.retract(ten.id, known_on=day(2), who=who, why=why)
    assert list(ledger.entries()) == before


def test_what_cannot_be_decided_is_refused_and_nothing_is_kept(ledger: Ledger) -> None:
    (ten,), (other,) = put(ledger, "a", day(1), "ten"), put(ledger, "b", day(2), "twelve")
    before = list(ledger.entries())
    with pytest.raises(AskError, match="no state 'fine'"):
        ledger.review(ten.id, "fine", known_on=day(2), who="M. Ito")
    with pytest.raises(AskError, match="no claim 'c-0'"):
        ledger.retract("c-0", known_on=day(2), **BY)
    with pytest.raises(LedgerError, match="its quote is not what stands"):
        ledger.correct(ten.id, dataclasses.replace(ten, quote="eleven"), known_on=day(2), **BY)
    with pytest.raises(LedgerError, match="it is of report 'b'"):
        ledger.correct(ten.id, other, known_on=day(2), **BY)
    with pytest.raises(LedgerError, match="the books have heard up to"):
        ledger.retract(ten.id, known_on=day(1), **BY)
    assert list(ledger.entries()) == before
