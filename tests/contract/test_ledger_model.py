"""The ledger against a model of a few lines: any sequence of entries and questions gives the same answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from postwar.core.books import Books, Document
from postwar.core.claim import Claim, Report, claim_id
from postwar.core.errors import LedgerError
from postwar.ledger import Ledger

FIRST = dt.date(2020, 11, 1)


@dataclass
class Kept:
    """One document of the model."""

    report: Report
    claims: list[Claim]
    known_on: dt.date
    last: int


class AgainstAModel(RuleBasedStateMachine):
    """Documents with any day, backfills and duplicates; books asked for at any day and entry."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger.open(":memory:")
        self.kept: list[Kept] = []
        self.made = 0
        self.answered: list[Books] = []

    @property
    def last(self) -> int:
        return self.kept[-1].last if self.kept else 0

    def model(self, known: dt.date, seq: int) -> Books:
        seen = [k for k in self.kept if k.known_on <= known and k.last <= seq]
        documents, claims, taken = [], [], set()
        for k in seen:
            name = k.report.id
            while name in taken:
                name += "~" + k.report.sha256[:6]
            taken.add(name)
            documents.append(Document(dataclasses.replace(k.report, id=name), k.known_on, k.last, len(k.claims)))
            claims += [dataclasses.replace(c, report=name) for c in k.claims]
        return Books(known, seen[-1].last if seen else 0, tuple(documents), tuple(claims))

    @rule(name=st.sampled_from("abc"), n_claims=st.integers(0, 3), after=st.integers(0, 20), backfill=st.booleans())
    def enter(self, name: str, n_claims: int, after: int, backfill: bool) -> None:
        self.made += 1
        text = f"{self.made} " * max(n_claims, 1)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        report = Report(name, "s", "", None, None, "", "", text, sha256)
        claims = [Claim(claim_id(sha256, 0, 1, "talks", (), (), None, None, n), name, 0, 1, text[:1], "talks",
                        "happened") for n in range(n_claims)]
        known_on = FIRST + dt.timedelta(after)
        heard = max((k.known_on for k in self.kept), default=known_on)
        if known_on < heard and not backfill:
            with pytest.raises(LedgerError):
                self.ledger.ingest(report, claims, known_on=known_on)
            return
        receipt = self.ledger.ingest(report, claims, known_on=known_on, backfill=backfill)
        self.kept.append(Kept(report, claims, known_on, self.last + 1 + n_claims))
        assert (receipt.status, receipt.seq, receipt.claims) == ("ok", self.last, n_claims)
        assert self.ledger.last_known() == max(known_on, heard)

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), after=st.integers(0, 20))
    def enter_again(self, data: st.DataObject, after: int) -> None:
        old = data.draw(st.sampled_from(self.kept))
        receipt = self.ledger.ingest(old.report, old.claims, known_on=FIRST + dt.timedelta(after))
        assert (receipt.status, receipt.seq, receipt.claims) == ("same", old.last, len(old.claims))

    @rule(data=st.data(), after=st.integers(-1, 21))
    def ask(self, data: st.DataObject, after: int) -> None:
        known, seq = FIRST + dt.timedelta(after), data.draw(st.integers(0, self.last))
        assert self.ledger.books(known, seq) == self.model(known, seq)
        books = self.ledger.books(known)
        assert books == self.model(known, self.last)
        self.answered.append(books)

    @precondition(lambda self: self.answered)
    @rule(data=st.data())
    def ask_for_a_past_answer(self, data: st.DataObject) -> None:
        then = data.draw(st.sampled_from(self.answered))
        assert self.ledger.books(then.known, then.seq) == then

    @precondition(lambda self: any(k.claims for k in self.kept))
    @rule(data=st.data())
    def ask_for_a_claim(self, data: st.DataObject) -> None:
        everything = self.model(dt.date.max, self.last)
        claim = data.draw(st.sampled_from(everything.claims))
        found, document = self.ledger.claim(claim.id)
        assert found == claim and document.report == everything.report_of(claim)

    def teardown(self) -> None:
        assert self.ledger.documents() == self.model(dt.date.max, self.last).documents
        assert [e.seq for e in self.ledger.entries()] == list(range(1, self.last + 1))
        assert self.ledger.verify() == ()
        self.ledger.close()


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(AgainstAModel, settings=settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)))


def test_any_sequence_of_entries_and_questions_gives_the_models_answers() -> None:
    run(examples=40, steps=25)


@pytest.mark.long
def test_a_hundred_thousand_steps_give_the_models_answers() -> None:
    run(examples=2000, steps=50)
