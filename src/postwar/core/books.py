"""What the ledger keeps, and what it hands to the next stage: entries, documents, and the books as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from postwar.core.claim import Claim, Report
from postwar.core.time import Day

ACTIONS = ("assert", "review", "correct", "retract", "amend", "redact", "merge")
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
class Review:
    """What somebody decided of a claim: ``scheme`` "reading" (were the words read rightly) or "event" (did it take
    place). The one never implies the other."""

    claim: str                     # claim id
    scheme: str
    state: str
    who: str
    why: str
    known_on: Day
    seq: int                       # its entry


READING_STATES = ("proposed", "reading_confirmed", "reading_rejected", "confirmed_then_changed")
EVENT_STATES = ("unverified", "under_inquiry", "corroborated", "substantiated", "not_substantiated", "unverifiable")


class Unread(Sequence[Claim]):
    """Claims that are unpacked when they are first asked for: all of them at once, and once.

    Equal to the tuple of the same claims.

    >>> made = Unread(["a"], lambda rows: tuple(Claim(f"c-{r}", "note", 0, 1, r, "talks", "happened") for r in rows))
    >>> len(made), made[0].id, made == (made[0],)
    (1, 'c-a', True)
    """

    __slots__ = ("_claims", "_read", "_rows")

    def __init__(self, rows: Sequence[object], read: Callable[[Sequence[object]], tuple[Claim, ...]]) -> None:
        self._rows: Sequence[object] = rows
        self._read = read
        self._claims: tuple[Claim, ...] | None = None

    def _all(self) -> tuple[Claim, ...]:
        if self._claims is None:
            self._claims = self._read(self._rows)
        return self._claims

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Claim: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Claim, ...]: ...
    def __getitem__(self, at: int | slice) -> Claim | tuple[Claim, ...]:
        return self._all()[at]

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Unread, tuple)):
            return len(self) == len(other) and self._all() == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


@dataclass(frozen=True, slots=True)
class Books:
    """All that was known on ``known``: documents and claims by order of entry. ``seq`` is the last entry seen, so that
    entries recorded later change nothing here. ``reviews`` are those that stand: the latest of
    each claim and scheme. ``withheld`` counts the documents that were known and have been redacted since, ``unshown``
    the claims of restricted reports that are in the books and left out here."""

    known: Day
    seq: int
    documents: tuple[Document, ...] = ()
    claims: Sequence[Claim] = ()
    reviews: tuple[Review, ...] = ()
    withheld: int = 0
    unshown: int = 0
    _reports: Mapping[str, Report] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        reports = {document.report.id: document.report for document in reversed(self.documents)}
        object.__setattr__(self, "_reports", reports)

    def report_of(self, claim: Claim) -> Report:
        """The report that makes a claim; ``KeyError`` if the books hold none of that name."""
        return self._reports[claim.report]
