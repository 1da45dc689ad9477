"""The ledger: documents go in whole, decisions on claims beside them, and books come out as of a day and an entry."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from postwar.core.books import Books, Document, Entry
from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError, LedgerError, Problem
from postwar.core.time import Day
from postwar.ledger import acts, asking
from postwar.ledger.audit import audit
from postwar.ledger.difference import Difference, Step, difference, history
from postwar.ledger.payload import check, labels, pack_claim, pack_report
from postwar.ledger.postgres import PREFIXES, PostgresStore
from postwar.ledger.sqlite import SqliteStore
from postwar.ledger.writing import Line, Stamp, append, in_order, stamp

PATIENCE = 60.0           # seconds to wait for other writers
PAGE = 1000               # entries read at a time
_ASKED = 500              # ids asked for at a time


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a document: ``ok`` or ``same`` (it was there), its number of claims, and its last entry."""

    status: str
    sha256: str
    claims: int
    seq: int


def instant() -> str:
    """The machine's instant in UTC, as text that sorts. Only stored: order is by ``seq``."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Ledger:
    """The books of one settlement: append-only, chained, asked by two clocks. See docs/ledger.md.

    >>> report = Report("note", "A", "", Day(2020, 11, 16), None, "", "en", "Ten people returned.", "ab" * 32)
    >>> claim = Claim("c-1", "note", 0, 19, "Ten people returned", "return", "happened", low=10, high=10)
    >>> with Ledger.open(":memory:") as ledger:
    ...     ledger.ingest(report, [claim], known_on=Day(2020, 11, 16))
    ...     len(ledger.books(known=Day(2020, 11, 15)).claims), len(ledger.books(known=Day(2020, 11, 16)).claims)
    ...     ledger.verify()
    Receipt(status='ok', sha256='abababababababababababababababababababababababababababababababab', claims=1, seq=2)
    (0, 1)
    ()
    """

    def __init__(self, store: asking.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False, patience: float = PATIENCE) -> Ledger:
        """Open the ledger at ``path``, or make it; ``":memory:"`` is one that goes when it is closed.

        ``postgresql://user@host/database[?ledger=NAME]`` is one that a team shares. ``read_only`` makes nothing and
        changes nothing. ``patience`` is how many seconds to wait for other writers.
        Raises ``LedgerError`` where it cannot be opened, is no ledger, or is of a later version.
        """
        born = (secrets.token_hex(16), instant())
        if str(path).startswith(PREFIXES):
            return cls(PostgresStore.open(str(path), read_only=read_only, patience=patience, born=born))
        return cls(SqliteStore.open(path, read_only=read_only, patience=patience, born=born))

    def close(self) -> None:
        """Close it. What was acknowledged is on the disk already."""
        self._store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    # Claims go in --------------------------------------------------------------------------------------------------

    def ingest(self, report: Report, claims: Sequence[Claim], *, known_on: Day, backfill: bool = False,
               who: str = "", why: str = "") -> Receipt:
        """Enter a document and all its claims in one transaction; when this returns, they are on the disk.

        The document is known by its sha256: one that is there adds nothing and gets the receipt ``same`` with its
        number of claims and last entry. ``known_on`` is the day from which the books count it as known; one earlier
        than the last is refused without ``backfill``, and with it the entry's ``why`` begins with "backfill".
        Raises ``LedgerError`` where the books refuse; then nothing of the document is kept.
        """
        check(report, claims)
        stamped = stamp(instant(), known_on, who, why, f"report {report.id!r}")
        payloads = [pack_report(report), *(pack_claim(claim) for claim in claims)]
        receipt = self._store.write(lambda: self._append(report, claims, payloads, stamped, backfill))
        if receipt.status == "ok":
            self._store.counted(receipt.seq)
        return receipt

    def _append(self, report: Report, claims: Sequence[Claim], payloads: list[str], given: Stamp,
                backfill: bool) -> Receipt:
        there = self._store.rows("SELECT e.closes, e.closes - e.seq FROM documents d JOIN entries e ON e.seq = d.seq "
                                 "WHERE d.sha256 = :sha256", sha256=report.sha256)
        if there:
            return Receipt("same", report.sha256, there[0][1], there[0][0])
        self._refuse_known([claim.id for claim in claims])
        stamped = in_order(self._store, given, backfill, f"report {report.id!r}")
        first = asking.one(self._store, "SELECT coalesce(max(seq), 0) FROM entries") + 1
        lines = [Line("documents", "assert", payloads[0], {"id": report.id, "sha256": report.sha256}),
                 *(Line("claims", "assert", payload, {"id": claim.id}, first)
                   for claim, payload in zip(claims, payloads[1:], strict=True))]
        return Receipt("ok", report.sha256, len(claims), append(self._store, lines, stamped))

    def _refuse_known(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _ASKED):
            asked = {f"id{n}": claim for n, claim in enumerate(ids[start:start + _ASKED])}
            names = ", ".join(f":{name}" for name in asked)
            there = self._store.rows(f"SELECT id FROM claims WHERE id IN ({names})", **asked)
            if there:
                raise LedgerError(f"claim {there[0][0]}: another document has it; ids hold the hash of their report")

    # Decisions on what is there -----------------------------------------------------------------------------------

    def review(self, claim_id: str, state: str, *, known_on: Day, who: str, why: str = "",
               backfill: bool = False) -> Receipt:
        """Say whether the words of a claim were read rightly, or whether its event took place; ``state`` tells which.

        States of a reading: proposed, reading_confirmed, reading_rejected. Of an event: unverified, under_inquiry,
        corroborated, substantiated, not_substantiated, unverifiable. A claim whose reading is rejected leaves the
        books from ``known_on`` on, until another review. Raises ``AskError`` where there is no such claim or state.
        """
        return self._act(acts.review(claim_id, state), known_on, who, why, backfill)

    def correct(self, claim_id: str, claim: Claim, *, known_on: Day, who: str, why: str,
                backfill: bool = False) -> Receipt:
        """Put another reading of the same words in a claim's place: the reader had misread.

        ``claim`` is of the same report and quotes it exactly. If the reading had been confirmed, the new one stands as
        ``confirmed_then_changed``.
        """
        return self._act(acts.correct(claim_id, claim), known_on, who, why, backfill)

    def retract(self, target: str, *, known_on: Day, who: str, why: str, backfill: bool = False) -> Receipt:
        """From ``known_on`` on, a claim (by its id) or a whole document (by its sha256) counts no longer: it was
        withdrawn."""
        return self._act(acts.retract(target), known_on, who, why, backfill)

    def amend(self, claim_id: str, by: str, *, known_on: Day, who: str, why: str, backfill: bool = False) -> Receipt:
        """The source itself says otherwise now: its later claim ``by``, already in the books, takes the place of
        ``claim_id``."""
        return self._act(acts.amend(claim_id, by), known_on, who, why, backfill)

    def redact(self, target: str, *, known_on: Day, who: str, why: str, backfill: bool = False) -> Receipt:
        """Erase a claim, or a document with all its claims, for good. That something stood there stays, not what.

        The chain verifies as before: it holds only salted commitments, and the salt goes with the text.
        """
        receipt = self._act(acts.redact(target), known_on, who, why, backfill)
        self._store.swept()
        return receipt

    def _act(self, act: acts.Act, known_on: Day, who: str, why: str, backfill: bool) -> Receipt:
        if not who or (act.action != "review" and not why):
            raise LedgerError(f"{act.target}: to {act.action} it, say who does and why")
        given = stamp(instant(), known_on, who, why, act.target)

        def enter() -> Receipt:
            stamped = in_order(self._store, given, backfill, act.target)
            lines, erased = act.lines(self._store)
            last = append(self._store, lines, stamped)
            for table, seq in erased:
                self._store.erase(table, seq)
            return Receipt("ok", act.sha256_of(self._store, lines), 0, last)

        receipt = self._store.write(enter)
        self._store.counted(receipt.seq)
        return receipt

    # Books come out ------------------------------------------------------------------------------------------------

    def last_known(self) -> Day | None:
        """The latest day from which anything counts as known; None while the books are empty."""
        day = self._store.read(lambda: asking.one(self._store, "SELECT max(known_on) FROM entries"))
        return None if day is None else Day.fromisoformat(day)

    def books(self, known: Day | None = None, seq: int | None = None) -> Books:
        """What the books held on the day ``known``, as they stood after entry ``seq``; by default all that they hold.

        A document is seen where its day is not after ``known`` and its transaction ended with entry ``seq`` or
        before. ``Books.seq`` is the last entry *seen*: asked again with ``known`` and that number, the ledger gives
        the same books for ever, whatever is entered later; only what was redacted since is missing. Claims are
        unpacked when they are first asked for. Raises ``AskError`` where ``seq`` is not in the books, or where they
        are empty and no day is named.
        """
        rows = self._store.read(lambda: asking.seen(self._store, known, seq))
        with self._unreadable():
            return asking.make_books(rows, self._unpacked)

    def _unpacked(self, read: Callable[[], tuple[Claim, ...]]) -> tuple[Claim, ...]:
        with self._unreadable():
            return read()

    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of entry."""
        rows = self._store.read(lambda: asking.all_documents(self._store))
        with self._unreadable():
            shown = labels((n, label, sha256) for n, label, sha256, *_ in rows)
            return tuple(asking.document(row, shown[row[0]]) for row in rows)

    def claim(self, claim_id: str) -> tuple[Claim, Document]:
        """A claim, as last corrected, and the document that makes it; ``AskError`` if the books hold no such claim."""
        found = self._store.read(lambda: asking.find_claim(self._store, claim_id))
        if found is None:
            raise AskError(f"{self._store.name}: no claim {claim_id!r}; "
                           "`postwar status --json` gives the ids of claims")
        (_, _, payload), its, names = found
        with self._unreadable():
            label = labels(names)[its[0]]
            return asking.claim(payload, label), asking.document(its, label)

    def history(self, claim_id: str) -> tuple[Step, ...]:
        """All that was ever entered of a claim, in order: its assertion, reviews, corrections, and what ended it.

        ``AskError`` if the books hold no such claim.
        """
        with self._unreadable():
            return self._store.read(lambda: history(self._store, claim_id))

    def diff(self, before: Day, after: Day, seq_before: int | None = None,
             seq_after: int | None = None) -> Difference:
        """What changed between two mornings: the books as known on ``before`` against those as known on ``after``."""
        def read() -> tuple[asking.Seen, asking.Seen, list[tuple[int, str, str]]]:
            return (asking.seen(self._store, before, seq_before), asking.seen(self._store, after, seq_after),
                    self._store.rows("SELECT seq, who, why FROM entries WHERE action = 'correct'"))

        then, now, corrected = self._store.read(read)
        with self._unreadable():
            return difference(asking.make_books(then, self._unpacked), asking.make_books(now, self._unpacked), now,
                              {seq: (who, why) for seq, who, why in corrected})

    def entries(self) -> Iterator[Entry]:
        """All entries that the books hold when reading begins, in order; read by the page, so that writers go on."""
        last = self._store.read(lambda: asking.one(self._store, "SELECT coalesce(max(seq), 0) FROM entries"))
        for start in range(0, last, PAGE):
            yield from self._page(start, min(start + PAGE, last))

    def _page(self, after: int, last: int) -> list[Entry]:
        with self._unreadable():
            return self._store.read(lambda: asking.entries_between(self._store, after, last))

    def verify(self) -> tuple[Problem, ...]:
        """Hold every stored field against the hash chain; a :class:`Problem` for each thing that does not fit.

        A problem's line is the number of the entry. What no look at the file alone can find is an older copy put back
        whole: keep a checkpoint elsewhere and hold the file against it.
        """
        return self._store.read(lambda: audit(self._store))

    @contextmanager
    def _unreadable(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError, KeyError) as error:
            raise LedgerError(f"{self._store.name}: holds what cannot be read ({error}); "
                              "run `postwar verify`") from error
