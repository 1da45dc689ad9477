"""The ledger: documents go in whole, decisions on claims beside them, and books come out as of a day and an entry."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from postwar.core.books import Books, Document, Entry
from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError, LedgerError, Problem
from postwar.core.time import Day
from postwar.ledger import acts, asking, exchange
from postwar.ledger.audit import audit
from postwar.ledger.checkpoint import Checkpoint, held_against, last_entry
from postwar.ledger.difference import Difference, Step, difference, history
from postwar.ledger.examining import examine
from postwar.ledger.keys import Key
from postwar.ledger.merging import Merge, Merging
from postwar.ledger.parquet import Written, write_parquet
from postwar.ledger.payload import labels
from postwar.ledger.postgres import PREFIXES, PostgresStore
from postwar.ledger.protected import HIDDEN
from postwar.ledger.reviewing import Reviewed, reviewed
from postwar.ledger.sight import Sight
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


def _called(report: Report) -> str:
    """How an error names a report."""
    return HIDDEN if report.restricted else f"report {report.id!r}"


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

    def __init__(self, store: asking.Store, sight: Sight) -> None:
        self._store = store
        self._sight = sight

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False, patience: float = PATIENCE, key: Key | None = None,
             restricted: bool = False, born: asking.Born | None = None) -> Ledger:
        """Open the ledger at ``path``, or make it; ``":memory:"`` is one that goes when it is closed.

        ``postgresql://user@host/database[?ledger=NAME]`` is one that a team shares. ``read_only`` makes nothing and
        changes nothing. ``patience`` is how many seconds to wait for other writers. With a ``key`` restricted reports
        can be entered; with ``restricted`` too, what comes out holds them. ``born`` is the birth of a new one, where
        it is to be that of another (see :meth:`restore`).
        Raises ``LedgerError`` where it cannot be opened, is no ledger, or is of a later version.
        """
        kind = PostgresStore if str(path).startswith(PREFIXES) else SqliteStore
        store: asking.Store = kind.open(str(path), read_only=read_only, patience=patience,
                                        born=born or (secrets.token_hex(16), instant()))
        try:
            ledger = cls(store, Sight(store.ring, key, restricted))
            if not read_only:
                ledger._drop_redacted_keys()
            return ledger
        except BaseException:
            store.close()
            raise

    def _drop_redacted_keys(self) -> None:
        """Take the keys of what was redacted off the ring: of a redaction just now, or of one that was cut short."""
        def gone() -> set[str]:
            held = self._store.ring.keys()
            return held.keys() & acts.redacted_records(self._store) if held else set()

        doomed = self._store.read(gone)
        if doomed:
            self._store.write(lambda: self._store.ring.drop(doomed))

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
        head, rest = self._sight.lines(report, claims)
        stamped = stamp(instant(), known_on, who, why, _called(report))
        receipt = self._store.write(lambda: self._append(report, head, rest, stamped, backfill))
        if receipt.status == "ok":
            self._store.counted(receipt.seq)
        return receipt

    def ingest_all(self, documents: Iterable[tuple[Report, Sequence[Claim], Day]], *, who: str = "", why: str = ""
                   ) -> Iterator[Receipt]:
        """Enter many documents (report, claims, the day from which it counts as known), as :meth:`ingest` enters each,
        but several in one transaction, so that the disk is waited for less often.

        A receipt comes when its document is on the disk. Raises ``LedgerError`` where the books refuse a document; of
        the transaction that it is in nothing is kept, and all that has a receipt is.
        """
        batch: list[tuple[Report, Line, Sequence[Line], Stamp]] = []
        n_lines = 0
        for report, claims, known_on in documents:
            head, rest = self._sight.lines(report, claims)
            batch.append((report, head, rest, stamp(instant(), known_on, who, why, _called(report))))
            n_lines += 1 + len(rest)
            if n_lines >= exchange.BATCH:
                yield from self._append_all(batch)
                batch, n_lines = [], 0
        yield from self._append_all(batch)

    def _append_all(self, batch: Sequence[tuple[Report, Line, Sequence[Line], Stamp]]) -> list[Receipt]:
        receipts = self._store.write(lambda: [self._append(*document, False) for document in batch]) if batch else []
        if any(receipt.status == "ok" for receipt in receipts):
            self._store.counted(max(receipt.seq for receipt in receipts))
        return receipts

    def _append(self, report: Report, head: Line, rest: Sequence[Line], given: Stamp, backfill: bool) -> Receipt:
        twin = self._sight.twin(self._store, report)
        if twin is not None:
            closes, n_claims = asking.one(self._store, "SELECT e.closes, e.closes - e.seq FROM documents d "
                                          "JOIN entries e ON e.seq = d.seq WHERE d.sha256 = :sha256", sha256=twin)
            return Receipt("same", twin, n_claims, closes)
        self._refuse_known([line.columns["id"] for line in rest])
        stamped = in_order(self._store, given, backfill, _called(report))
        first = asking.one(self._store, "SELECT coalesce(max(seq), 0) FROM entries") + 1
        lines = [head, *(replace(line, document=first) for line in rest)]
        return Receipt("ok", head.columns["sha256"], len(rest), append(self._store, lines, stamped))

    def _refuse_known(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _ASKED):
            asked = {f"id{n}": claim for n, claim in enumerate(ids[start:start + _ASKED])}
            names = ", ".join(f":{name}" for name in asked)
            there = self._store.rows(f"SELECT id FROM claims WHERE id IN ({names})", **asked)
            if there:
                raise LedgerError(f"claim {there[0][0]}: another document has it; ids hold the hash of their report")

    # Decisions on what is there -----------------------------------------------------------------------------------

    def review(self, claim_id: str, state: str, *, known_on: Day, who: str, why: str = "", field: str = "",
               backfill: bool = False) -> Receipt:
        """Say whether the words of a claim were read rightly, or whether its event took place; ``state`` tells which.
        With a ``field`` it speaks of that field of the reading only, and moves nothing.

        States of a reading: proposed, reading_confirmed, reading_rejected. Of an event: unverified, under_inquiry,
        corroborated, substantiated, not_substantiated, unverifiable. A claim whose reading is rejected leaves the
        books from ``known_on`` on, until another review. Raises ``AskError`` where there is no such claim or state.
        """
        return self._act(acts.review(self._named(claim_id), state, field), known_on, who, why, backfill)

    def correct(self, claim_id: str, claim: Claim, *, known_on: Day, who: str, why: str,
                backfill: bool = False) -> Receipt:
        """Put another reading of the same words in a claim's place: the reader had misread.

        ``claim`` is of the same report and quotes it exactly. If the reading had been confirmed, the new one stands as
        ``confirmed_then_changed``.
        """
        return self._act(acts.correct(self._named(claim_id), claim, self._sight), known_on, who, why, backfill)

    def retract(self, target: str, *, known_on: Day, who: str, why: str, backfill: bool = False) -> Receipt:
        """From ``known_on`` on, a claim (by its id) or a whole document (by its sha256) counts no longer: it was
        withdrawn."""
        return self._act(acts.retract(self._named(target)), known_on, who, why, backfill)

    def amend(self, claim_id: str, by: str, *, known_on: Day, who: str, why: str, backfill: bool = False) -> Receipt:
        """The source itself says otherwise now: its later claim ``by``, already in the books, takes the place of
        ``claim_id``."""
        return self._act(acts.amend(self._named(claim_id), self._named(by)), known_on, who, why, backfill)

    def redact(self, target: str, *, known_on: Day, who: str, why: str, backfill: bool = False) -> Receipt:
        """Erase a claim, or a document with all its claims, for good. That something stood there stays, not what.

        The chain verifies as before: it holds only salted commitments, and the salt goes with the text. Of a restricted
        record the key goes too, so that copies of the ledger made before cannot be opened either.
        """
        receipt = self._act(acts.redact(self._named(target)), known_on, who, why, backfill)
        self._drop_redacted_keys()
        self._store.swept()
        return receipt

    def merge(self, other: Ledger, *, known_on: Day, who: str = "", why: str = "") -> Merge:
        """Learn on ``known_on`` what another ledger holds; its chain and its authors are kept. An empty ledger keeps
        its days too. Done again it adds nothing. ``LedgerError`` where the other does not add up; nothing is kept."""
        for problem in other.verify():
            raise LedgerError(f"{problem}; nothing is merged")
        given = stamp(instant(), known_on, who, why, "a merge")
        did = self._store.write(lambda: other._store.read(lambda: Merging(self._store, other._store, given).run()))
        if did.imported:
            self._store.counted(did.seq)
        if did.erased:
            self._drop_redacted_keys()
            self._store.swept()
        return did

    def _named(self, target: str) -> str:
        name, at, entry = target.partition("@")
        return self._store.read(lambda: self._sight.named(self._store, name)) + at + entry

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
        """The latest day from which anything that is shown counts as known; None while the books hold nothing."""
        day = self._store.read(lambda: self._sight.last_known(self._store, self._sight.hidden(self._store)))
        return None if day is None else Day.fromisoformat(day)

    def books(self, known: Day | None = None, seq: int | None = None) -> Books:
        """What the books held on the day ``known``, as they stood after entry ``seq``; by default all that they hold.

        A document is seen where its day is not after ``known`` and its transaction ended with entry ``seq`` or
        before. ``Books.seq`` is the last entry *seen*: asked again with ``known`` and that number, the ledger gives
        the same books for ever, whatever is entered later; only what was redacted since is missing. Claims are
        unpacked when they are first asked for. Raises ``AskError`` where ``seq`` is not in the books, or where they
        are empty and no day is named.
        """
        with self._unreadable():
            rows, hidden = self._store.read(lambda: self._seen(known, seq))
            return asking.make_books(rows, self._unpacked, hidden)

    def to_review(self, states: Collection[str] = ("proposed",), known: Day | None = None) -> tuple[Reviewed, ...]:
        """The claims whose reading is in one of some states (a claim that nobody reviewed is "proposed", one that
        people read differently "contested"), with the reviews that stand of each."""
        with self._unreadable():
            rows, hidden = self._store.read(lambda: self._seen(known, None))
            return reviewed(rows, states, hidden)

    def _seen(self, known: Day | None, seq: int | None) -> tuple[asking.Seen, Set[int]]:
        """The rows of one moment, and the documents among them that are not shown."""
        hidden = self._sight.hidden(self._store)
        rows = asking.seen(self._store, known, seq, lambda store, at: self._sight.last_known(store, hidden, at))
        return self._sight.opened(rows, hidden), hidden

    def _unpacked(self, read: Callable[[], tuple[Claim, ...]]) -> tuple[Claim, ...]:
        with self._unreadable():
            return read()

    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of entry."""
        with self._unreadable():
            rows = self._store.read(lambda: self._sight.documents(self._store))
            shown = labels((n, label, sha256) for n, label, sha256, *_ in rows)
            return tuple(asking.document(row, shown[row[0]]) for row in rows)

    def unshown(self) -> int:
        """How many restricted documents the ledger holds and leaves out of what is asked."""
        return self._store.read(lambda: len(self._sight.hidden(self._store)))

    def claim(self, claim_id: str) -> tuple[Claim, Document]:
        """A claim, as last corrected, and the document that makes it; ``AskError`` if the books hold no such claim."""
        with self._unreadable():
            found = self._store.read(lambda: self._sight.found(
                self._store, asking.find_claim(self._store, acts.meant(self._store, self._sight, claim_id))))
            if found is None:
                raise AskError(f"{self._store.name}: no claim {claim_id!r}; "
                               "`postwar status --json` gives the ids of claims")
            (_, _, payload), its, names = found
            label = labels(names)[its[0]]
            return asking.claim(payload, label), asking.document(its, label)

    def history(self, claim_id: str) -> tuple[Step, ...]:
        """All that was ever entered of a claim, in order: its assertion, reviews, corrections, and what ended it.

        ``AskError`` if the books hold no such claim.
        """
        with self._unreadable():
            return self._store.read(lambda: history(self._store, self._sight, claim_id))

    def diff(self, before: Day, after: Day, seq_before: int | None = None,
             seq_after: int | None = None) -> Difference:
        """What changed between two mornings: the books as known on ``before`` against those as known on ``after``."""
        def read() -> tuple[tuple[asking.Seen, Set[int]], tuple[asking.Seen, Set[int]], list[tuple[int, str, str]]]:
            return (self._seen(before, seq_before), self._seen(after, seq_after),
                    self._store.rows("SELECT seq, who, why FROM entries WHERE action = 'correct'"))

        with self._unreadable():
            then, now, corrected = self._store.read(read)
            earlier, later = (asking.make_books(rows, self._unpacked, hidden) for rows, hidden in (then, now))
            return difference(earlier, later, now[0], {seq: (who, why) for seq, who, why in corrected})

    def entries(self) -> Iterator[Entry]:
        """All entries that the books hold when reading begins, in order; read by the page, so that writers go on."""
        last = self._store.read(lambda: asking.one(self._store, "SELECT coalesce(max(seq), 0) FROM entries"))
        for start in range(0, last, PAGE):
            yield from self._page(start, min(start + PAGE, last))

    def _page(self, after: int, last: int) -> list[Entry]:
        with self._unreadable():
            return self._store.read(lambda: asking.entries_between(self._store, after, last))

    def verify(self, seen: Checkpoint | None = None) -> tuple[Problem, ...]:
        """Hold every stored field against the hash chain; a :class:`Problem` for each thing that does not fit.

        A problem's line is the number of the entry. What no look at the file alone can find is an older copy put back
        whole: that is found with a checkpoint that has ``seen`` more.
        """
        return self._store.read(lambda: (*audit(self._store), *(held_against(self._store, seen) if seen else ())))

    def checkpoint(self) -> Checkpoint:
        """What the ledger is now, to be signed and kept somewhere else."""
        made_at = instant()[:19] + "Z"
        return self._store.read(lambda: last_entry(self._store, made_at))

    # To and from a file of lines -----------------------------------------------------------------------------------

    def export(self, path: Path) -> tuple[int, str]:
        """Write every entry to a file of JSON lines, from which alone the chain can be checked and the ledger be made
        again; gives their number and the last digest. Sealed records leave as they are kept, and no key with them.

        The file is there whole or not at all. Raises ``LedgerError`` where the books do not add up.
        """
        return exchange.export(self._store, path)

    def export_tables(self, folder: Path) -> Written:
        """Write the entries, documents and claims as tables in Parquet, for analysis; nothing that is sealed.

        Raises ``LedgerError`` where DuckDB is not installed, or the books do not add up.
        """
        return write_parquet(self._store, folder)

    @classmethod
    def restore(cls, file: Path, path: str | Path, *, in_part: bool = False) -> exchange.Taken:
        """Enter what an export holds in the ledger at ``path``, which is made where there is none.

        Every line is checked first; where one does not fit, its problem is told and nothing is taken, or with
        ``in_part`` only the whole transactions before it. What is there is not taken again. Raises ``LedgerError``
        where the file is no export, or is of another ledger than the one at ``path``.
        """
        examined = examine(file)
        if (examined.problems and not in_part) or not examined.entries:
            return exchange.Taken(0, 0, examined.problems)
        version, name, made_at = examined.birth
        with cls.open(path, born=(name, made_at, version)) as ledger:
            return exchange.take(ledger._store, file, examined)

    @contextmanager
    def _unreadable(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError, KeyError) as error:
            raise LedgerError(f"{self._store.name}: holds what cannot be read ({error}); "
                              "run `postwar verify`") from error
