"""What the ledger keeps, and what it hands to the next stage: entries, documents, and the books as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from postwar.core.claim import Claim, Report
from postwar.core.time import Day

ACTIONS = ("assert", "review", "correct", "retract", "amend", "redact")
BACKFILL = "backfill"              # begins the ``why`` of an entry whose day is earlier than one the books had heard


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. ``seq`` orders, ``recorded_at`` is the machine's instant (never asked for, never
    printed), ``known_on`` the day from which these books count it as known, ``digest`` its link in the hash chain."""

    seq: int
    recorded_at: dt.datetime
    known_on: Day
    action: str
    document: str                  # sha256 of the report
    claim: str | None              # claim id; None for the document's own entry
    supersedes: int | None
    who: str
    why: str
    digest: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report in the books: since when it counts as known, the last entry of its transaction, its number of claims."""

    report: Report
    known_on: Day
    seq: int
    n_claims: int


@dataclass(frozen=True, slots=True)
class Books:
    """All that was known on ``known``: documents and claims by order of entry. ``seq`` is the last entry seen, so that
    entries recorded later change nothing here."""

    known: Day
    seq: int
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    _reports: Mapping[str, Report] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        reports = {document.report.id: document.report for document in reversed(self.documents)}
        object.__setattr__(self, "_reports", reports)

    def report_of(self, claim: Claim) -> Report:
        """The report that makes a claim; ``KeyError`` if the books hold none of that name."""
        return self._reports[claim.report]
