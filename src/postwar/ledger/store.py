"""The ledger as one SQLite file: documents go in whole, and books come out as of a day and as of an entry."""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from postwar.core.books import BACKFILL, Books, Document, Entry
from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError, LedgerError, Problem
from postwar.core.time import Day
from postwar.ledger import chain, schema
from postwar.ledger.audit import audit
from postwar.ledger.connection import MEMORY, connect, in_turn, refusals, transaction, write_ahead
from postwar.ledger.payload import check, labels, pack_claim, pack_report, printable, unpack_claim, unpack_report

T = TypeVar("T")

PATIENCE = 60.0           # seconds to wait for other writers
PAGE = 1000               # entries read at a time

_DOCUMENTS = ("SELECT d.seq, d.id, d.sha256, d.payload, e.known_on, e.closes "
              "FROM documents d CROSS JOIN entries e ON e.seq = d.seq")
_CLAIMS = "SELECT e.document, c.payload FROM claims c CROSS JOIN entries e ON e.seq = c.seq"
_SEEN = "WHERE e.known_on <= ? AND e.closes <= ?"
_NAMESAKES = """
    SELECT seq, id, sha256 FROM documents WHERE id = ? OR (id >= ? || '~' AND id < ? || char(127)) ORDER BY seq"""
_ENTRIES = """
    SELECT e.seq, e.recorded_at, e.known_on, e.action, d.sha256, c.id, e.supersedes, e.who, e.why, e.digest
    FROM entries e JOIN documents d ON d.seq = e.document LEFT JOIN claims c ON c.seq = e.seq
    WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq"""


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

    def __init__(self, connection: sqlite3.Connection, name: str, patience: float) -> None:
        self._connection = connection
        self._name = name
        self._patience = patience

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False, patience: float = PATIENCE) -> Ledger:
        """Open the ledger at ``path``, or make it; ``":memory:"`` is one that goes when it is closed.

        ``read_only`` makes nothing and changes nothing. ``patience`` is how many seconds to wait for other writers.
        Raises ``LedgerError`` where the file cannot be opened, is no ledger, or is of a later version.
        """
        name = str(path)
        with refusals(name):
            connection = in_turn(lambda: connect(path, read_only=read_only, patience=patience), patience)
            ledger = cls(connection, name, patience)
            try:
                ledger._prepare(read_only)
            except BaseException:
                ledger.close()
                raise
        return ledger

    def _prepare(self, read_only: bool) -> None:
        version = self._read(lambda: schema.version_of(self._connection, self._name))
        if read_only:
            if version < schema.STEPS[-1].version:
                raise LedgerError(f"{self._name}: empty, or of an earlier layout; open it once for writing")
            return
        if self._name != MEMORY:
            in_turn(lambda: write_ahead(self._connection, self._name), self._patience)
        if version < schema.STEPS[-1].version:
            self._write(lambda: schema.bring_up_to_date(self._connection, self._name, secrets.token_hex(16), instant()))

    def close(self) -> None:
        """Close the file. What was acknowledged is on the disk already."""
        self._connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    # One transaction each ------------------------------------------------------------------------------------------

    def _write(self, act: Callable[[], T]) -> T:
        return in_turn(lambda: transaction(self._connection, "BEGIN IMMEDIATE", act), self._patience)

    def _read(self, act: Callable[[], T]) -> T:
        """Everything that ``act`` reads is of one moment, whoever writes meanwhile."""
        with refusals(self._name):
            return in_turn(lambda: transaction(self._connection, "BEGIN", act), self._patience)

    def _one(self, question: str, *values: Any) -> Any:
        row = self._connection.execute(question, values).fetchone()
        return None if row is None else row if len(row) > 1 else row[0]

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
        if isinstance(known_on, dt.datetime):
            raise LedgerError(f"report {report.id!r}: known on {known_on}, which is an instant; give a day")
        printable("who", who)
        printable("why", why)
        payloads = [pack_report(report), *(pack_claim(claim) for claim in claims)]
        with refusals(self._name):
            return self._write(lambda: self._append(report, claims, payloads, known_on, backfill, who, why))

    def _append(self, report: Report, claims: Sequence[Claim], payloads: list[str], known_on: Day, backfill: bool,
                who: str, why: str) -> Receipt:
        there = self._one("SELECT e.closes, e.closes - e.seq FROM documents d JOIN entries e ON e.seq = d.seq "
                          "WHERE d.sha256 = ?", report.sha256)
        if there:
            return Receipt("same", report.sha256, there[1], there[0])
        for claim in claims:
            if self._one("SELECT 1 FROM claims WHERE id = ?", claim.id):
                raise LedgerError(f"claim {claim.id}: another document has it; ids hold the hash of their report")
        last = self._last_known()
        if last is not None and known_on < last:
            if not backfill:
                raise LedgerError(f"report {report.id!r}: known on {known_on}, but the books have heard up to {last}; "
                                  "give a later day, or say that it is a backfill")
            why = f"{BACKFILL}: {why}" if why else BACKFILL
        seq = self._one("SELECT coalesce(max(seq), 0) FROM entries") + 1
        common = {"closes": seq + len(claims), "recorded_at": instant(), "known_on": known_on.isoformat(),
                  "action": "assert", "document": seq, "supersedes": None, "who": who, "why": why}
        salts = self._chain(seq, common, payloads)
        self._connection.execute("INSERT INTO documents (seq, id, sha256, salt, payload) VALUES (?, ?, ?, ?, ?)",
                                 (seq, report.id, report.sha256, salts[0], payloads[0]))
        self._connection.executemany(
            "INSERT INTO claims (seq, id, salt, payload) VALUES (?, ?, ?, ?)",
            [(seq + i, claim.id, salts[i], payloads[i]) for i, claim in enumerate(claims, 1)])
        return Receipt("ok", report.sha256, len(claims), seq + len(claims))

    def _chain(self, seq: int, common: dict[str, Any], payloads: list[str]) -> list[bytes]:
        """Append one entry a payload, each linked to the one before; the salts of the payloads come back."""
        digest = self._one("SELECT digest FROM entries WHERE seq = ?", seq - 1) \
            or self._one("SELECT digest FROM meta ORDER BY version LIMIT 1")
        rows, salts = [], []
        for i, payload in enumerate(payloads):
            salt = secrets.token_bytes(chain.SALT_BYTES)
            entry = {"seq": seq + i, **common}
            commitment = chain.commit(salt, payload.encode("ascii"))
            digest = chain.link(digest, entry, commitment)
            rows.append((*(entry[name] for name in chain.METADATA), commitment, digest))
            salts.append(salt)
        self._connection.executemany(
            f"INSERT INTO entries ({', '.join(chain.METADATA)}, commitment, digest) "
            f"VALUES ({', '.join('?' * (len(chain.METADATA) + 2))})", rows)
        return salts

    # Books come out ------------------------------------------------------------------------------------------------

    def last_known(self) -> Day | None:
        """The latest day from which anything counts as known; None while the books are empty."""
        return self._read(self._last_known)

    def _last_known(self) -> Day | None:
        day = self._one("SELECT max(known_on) FROM entries")
        return None if day is None else Day.fromisoformat(day)

    def books(self, known: Day | None = None, seq: int | None = None) -> Books:
        """What the books held on the day ``known``, as they stood after entry ``seq``; by default all that they hold.

        A document is seen where its day is not after ``known`` and its transaction ended with entry ``seq`` or
        before. ``Books.seq`` is the last entry *seen*: asked again with ``known`` and that number, the ledger gives
        the same books for ever, whatever is entered later. Raises ``AskError`` where ``seq`` is not in the books, or
        where they are empty and no day is named.
        """
        def read() -> tuple[Day, int, list[Any], list[Any]]:
            day, limit = self._bounds(known, seq)
            seen = (day.isoformat(), limit)
            return (day, self._one(f"SELECT e.seq FROM entries e {_SEEN} ORDER BY e.seq DESC LIMIT 1", *seen) or 0,
                    self._connection.execute(f"{_DOCUMENTS} {_SEEN} ORDER BY d.seq", seen).fetchall(),
                    self._connection.execute(f"{_CLAIMS} {_SEEN} ORDER BY c.seq", seen).fetchall())

        day, last, documents, claims = self._read(read)
        with self._unreadable():
            shown = labels((n, label, sha256) for n, label, sha256, *_ in documents)
            renamed = {n: shown[n] for n, label, *_ in documents if shown[n] != label}
            return Books(day, last, tuple(_document(row, shown[row[0]]) for row in documents),
                         tuple(_claim(payload, renamed.get(n)) for n, payload in claims))

    def _bounds(self, known: Day | None, seq: int | None) -> tuple[Day, int]:
        last = self._one("SELECT coalesce(max(seq), 0) FROM entries")
        if seq is not None and not 0 <= seq <= last:
            raise AskError(f"{self._name}: no entry {seq}; the books hold entries 1 to {last}")
        limit = last if seq is None else seq
        if known is None:
            day = self._one("SELECT max(known_on) FROM entries WHERE closes <= ?", limit)
            if day is None:
                raise AskError(f"{self._name}: nothing in the books yet; ingest a report, or name the day")
            known = Day.fromisoformat(day)
        return known, limit

    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of entry."""
        rows = self._read(lambda: self._connection.execute(f"{_DOCUMENTS} ORDER BY d.seq").fetchall())
        with self._unreadable():
            shown = labels((n, label, sha256) for n, label, sha256, *_ in rows)
            return tuple(_document(row, shown[row[0]]) for row in rows)

    def claim(self, claim_id: str) -> tuple[Claim, Document]:
        """A claim and the document that makes it; ``AskError`` if the books hold no such claim."""
        def read() -> tuple[str, Any, list[Any]] | None:
            found = self._connection.execute(f"{_CLAIMS} WHERE c.id = ?", (claim_id,)).fetchone()
            if found is None:
                return None
            document = self._connection.execute(f"{_DOCUMENTS} WHERE d.seq = ?", (found[0],)).fetchone()
            stem = document[1].split("~")[0]      # labels that can clash begin alike
            return found[1], document, self._connection.execute(_NAMESAKES, (stem, stem, stem)).fetchall()

        found = self._read(read)
        if found is None:
            raise AskError(f"{self._name}: no claim {claim_id!r}; `postwar status --json` gives the ids of claims")
        payload, document, names = found
        with self._unreadable():
            label = labels(names)[document[0]]
            return _claim(payload, label), _document(document, label)

    def entries(self) -> Iterator[Entry]:
        """All entries that the books hold when reading begins, in order; read by the page, so that writers go on."""
        last = self._read(lambda: self._one("SELECT coalesce(max(seq), 0) FROM entries"))
        for start in range(0, last, PAGE):
            yield from self._page(start, min(start + PAGE, last))

    def _page(self, after: int, last: int) -> list[Entry]:
        rows = self._read(lambda: self._connection.execute(_ENTRIES, (after, last)).fetchall())
        with self._unreadable():
            return [_entry(row) for row in rows]

    def verify(self) -> tuple[Problem, ...]:
        """Hold every stored field against the hash chain; a :class:`Problem` for each thing that does not fit.

        A problem's line is the number of the entry. What no look at the file alone can find is an older copy put back
        whole: keep the last entry's digest elsewhere and look for it among the entries.
        """
        return self._read(lambda: audit(self._connection, self._name))

    @contextmanager
    def _unreadable(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError, KeyError) as error:
            raise LedgerError(f"{self._name}: holds what cannot be read ({error}); run `postwar verify`") from error


def _document(row: Any, label: str) -> Document:
    seq, _, _, payload, known_on, closes = row
    return Document(unpack_report(payload, label), Day.fromisoformat(known_on), closes, closes - seq)


def _claim(payload: str, label: str | None) -> Claim:
    claim = unpack_claim(payload)
    return claim if label is None else replace(claim, report=label)


def _entry(row: Any) -> Entry:
    seq, recorded_at, known_on, action, document, claim, supersedes, who, why, digest = row
    return Entry(seq, dt.datetime.fromisoformat(recorded_at), Day.fromisoformat(known_on), action, document, claim,
                 supersedes, who, why, digest.hex())
