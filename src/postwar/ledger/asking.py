"""What is asked of a store: books as of two clocks, claims, entries. One wording for every store."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from postwar.core.books import Books, Document, Entry, Unread
from postwar.core.claim import Claim
from postwar.core.errors import AskError
from postwar.core.time import Day
from postwar.ledger.deciding import Decided, Merged, merged_of, stand
from postwar.ledger.keyring import Ring
from postwar.ledger.payload import labels, unpack_claim, unpack_report

T = TypeVar("T")
Born = tuple[str, str] | tuple[str, str, int]
"""The birth of a ledger: its name, its instant, and of one that is restored the layout with which its chain began."""

_SEEN = "e.known_on <= :known AND e.closes <= :seq"
_DOCUMENTS = ("SELECT d.seq, d.id, d.sha256, d.payload, e.known_on, e.closes "
              "FROM documents d JOIN entries e ON e.seq = d.seq")
_CLAIMS = f"""
    SELECT e.document, c.payload, c.seq, e.supersedes FROM claims c CROSS JOIN entries e
    WHERE e.seq = c.seq AND {_SEEN} ORDER BY c.seq"""
_ACTS = f"""
    SELECT a.seq, a.about, e.action, a.payload, e.known_on, e.who, e.why FROM acts a CROSS JOIN entries e
    WHERE e.seq = a.seq AND {_SEEN} ORDER BY a.seq"""
# From the last entry backwards until one is seen: joined to "" the day has no index that would be sorted first.
_LAST = """SELECT e.seq FROM entries e WHERE e.known_on || '' <= :known AND e.closes <= :seq
    ORDER BY e.seq DESC LIMIT 1"""
_LOST = f"SELECT count(*) FROM entries e WHERE e.document = e.seq AND e.action = 'assert' AND {_SEEN}"
_VERSIONS = """
    SELECT c.seq, e.document, c.payload FROM claims c JOIN entries e ON e.seq = c.seq WHERE c.id = :claim
    ORDER BY c.seq DESC"""
_VERSION = "SELECT c.seq, e.document, c.payload FROM claims c JOIN entries e ON e.seq = c.seq WHERE c.seq = :seq"
_NAMESAKES = """
    SELECT seq, id, sha256 FROM documents WHERE id = :stem OR (id >= :first AND id < :past) ORDER BY seq"""
_ENTRIES = """
    SELECT e.seq, e.recorded_at, e.known_on, e.action, d.sha256, coalesce(c.id, t.id), e.supersedes, e.who, e.why,
           e.digest
    FROM entries e LEFT JOIN documents d ON d.seq = e.document LEFT JOIN claims c ON c.seq = e.seq
    LEFT JOIN acts a ON a.seq = e.seq LEFT JOIN claims t ON t.seq = a.about
    WHERE e.seq > :after AND e.seq <= :last ORDER BY e.seq"""


class Store(Protocol):
    """Where rows are kept. Values are named in a statement as ``:name``; a transaction is all kept, or nothing."""

    name: str
    ring: Ring

    def write(self, act: Callable[[], T]) -> T:
        """Do ``act`` as the only writer; when this returns, what it wrote is on the disk."""

    def read(self, act: Callable[[], T]) -> T:
        """Do ``act``; all that it reads is of one moment."""

    def rows(self, question: str, **values: Any) -> list[Any]:
        """The rows that a question finds."""

    def walk(self, question: str) -> Iterator[Any]:
        """The rows that a question finds, few at a time."""

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append rows to a table."""

    def erase(self, table: str, seq: int) -> None:
        """Take out the payload of an entry that was redacted."""

    def swept(self) -> None:
        """Leave nothing of what was erased."""

    def counted(self, last: int) -> None:
        """Note that entries up to ``last`` were made."""

    def leniently(self, act: Callable[[], T]) -> T:
        """Do ``act`` and fail at no text."""

    def version(self) -> int:
        """The version of the layout."""

    def layout(self) -> tuple[dict[str, str], dict[str, str]]:
        """The layout as it is, and as it must be."""

    def file_faults(self) -> Iterator[tuple[int | None, str]]:
        """Damage below the rows."""

    def counter_faults(self) -> Iterator[tuple[int | None, str]]:
        """Entries that were made and are not there."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What reading damaged rows raises."""

    def close(self) -> None:
        """End the connection."""


def one(store: Store, question: str, **values: Any) -> Any:
    """The first row that a question finds, or its only value; None where there is none."""
    rows = store.rows(question, **values)
    return None if not rows else rows[0] if len(rows[0]) > 1 else rows[0][0]


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows of one moment from which books are made."""

    known: Day
    last: int
    documents: list[Any]
    claims: list[Any]
    acts: list[Any]
    n_documents: int
    merged: Merged | None = None

    def decided(self) -> Decided:
        """What the acts say."""
        decided = Decided(self.merged)
        for act in self.acts:
            decided.take(act)
        return decided


def bounds(store: Store, known: Day | None, seq: int | None,
           last_known: Callable[[Store, int], str | None]) -> tuple[Day, int]:
    """The day and the entry asked for; ``AskError`` where there is no such entry, or no day to go by. ``last_known``
    gives the last day on which the books learnt something, as of an entry."""
    last = one(store, "SELECT coalesce(max(seq), 0) FROM entries")
    if seq is not None and not 0 <= seq <= last:
        raise AskError(f"{store.name}: no entry {seq}; the books hold entries 1 to {last}")
    limit = last if seq is None else seq
    if known is None:
        day = last_known(store, limit)
        if day is None:
            raise AskError(f"{store.name}: nothing in the books yet; ingest a report, or name the day")
        known = Day.fromisoformat(day)
    return known, limit


def seen(store: Store, known: Day | None, seq: int | None, last_known: Callable[[Store, int], str | None]) -> Seen:
    """All rows that are seen; within a transaction."""
    day, limit = bounds(store, known, seq, last_known)
    asked = {"known": day.isoformat(), "seq": limit}
    last = one(store, _LAST, **asked) or 0
    with without_collector():
        return Seen(day, last, store.rows(f"{_DOCUMENTS} WHERE {_SEEN} ORDER BY d.seq", **asked),
                    store.rows(_CLAIMS, **asked), store.rows(_ACTS, **asked), one(store, _LOST, **asked),
                    merged_of(store.rows))


def make_books(rows: Seen, unpacked: Callable[[Callable[[], tuple[Claim, ...]]], tuple[Claim, ...]],
               hidden: Set[int] = frozenset()) -> Books:
    """The books that the rows hold. Claims stay packed until they are asked for; ``unpacked`` runs the unpacking.
    Documents that are ``hidden`` are left out, with all that is said of them, and their claims counted."""
    decided = rows.decided()
    standing = stand(decided, rows.claims)
    rejected, contested = standing.rejected, standing.contested
    out = standing.out | rejected | contested
    unshown = {row[2] for row in rows.claims if row[0] in hidden} if hidden else set[int]()
    n_unshown = sum(row[2] in unshown and out.isdisjoint((row[0], row[2])) for row in rows.claims) if unshown else 0
    out, decided_on = out | hidden | unshown, (rejected | contested) - unshown
    documents = [row for row in rows.documents if row[0] not in out]
    shown = labels((n, label, sha256) for n, label, sha256, *_ in documents)
    renamed = {n: shown[n] for n, label, *_ in documents if shown[n] != label or rows.merged is not None}
    claims = [row for row in rows.claims if row[2] not in out and row[0] in shown] if out else rows.claims
    made = decided.reviews()
    reviewed = {row[2] for row in claims} | decided_on if made else set()
    reviews = sorted((review for about, listed in made.items() if about in reviewed for review in listed),
                     key=lambda review: review.seq)

    def read(kept: Sequence[Any]) -> tuple[Claim, ...]:
        return unpacked(lambda: _unpack(kept, renamed))

    return Books(rows.known, rows.last, tuple(document(row, shown[row[0]]) for row in documents), Unread(claims, read),
                 tuple(reviews), rows.n_documents - len(rows.documents), n_unshown)


def _unpack(rows: Sequence[Any], renamed: Mapping[int, str]) -> tuple[Claim, ...]:
    with without_collector():
        return tuple(claim(row[1], renamed.get(row[0])) for row in rows)


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the collector of cycles: among many rows it finds none, and takes half of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def all_documents(store: Store) -> list[Any]:
    """The rows of all documents, in order of entry."""
    return store.rows(f"{_DOCUMENTS} ORDER BY d.seq")


def find_claim(store: Store, claim: str | int) -> tuple[Any, Any, list[Any]] | None:
    """The latest version of a claim, or the one of an entry; its document; and the documents whose labels can clash.
    None if there is none."""
    versions = store.rows(_VERSION, seq=claim) if isinstance(claim, int) else store.rows(_VERSIONS, claim=claim)
    if not versions:
        return None
    its = one(store, f"{_DOCUMENTS} WHERE d.seq = :seq", seq=versions[0][1])
    stem = its[1].split("~")[0]          # labels that can clash begin alike
    return versions[0], its, store.rows(_NAMESAKES, stem=stem, first=f"{stem}~", past=f"{stem}\x7f")


def entries_between(store: Store, after: int, last: int) -> list[Entry]:
    """The entries after one and up to another."""
    return [entry(row) for row in store.rows(_ENTRIES, after=after, last=last)]


def document(row: Any, label: str) -> Document:
    """The document of a row, under its label."""
    seq, _, _, payload, known_on, closes = row
    return Document(unpack_report(payload, label), Day.fromisoformat(known_on), closes, closes - seq)


def claim(payload: str, label: str | None) -> Claim:
    """The claim of a payload; its report under the label, where that is not its own."""
    unpacked = unpack_claim(payload)
    return unpacked if label is None else replace(unpacked, report=label)


def entry(row: Any) -> Entry:
    """The entry of a row; of a redacted document it names none."""
    seq, recorded_at, known_on, action, its, about, supersedes, who, why, digest = row
    return Entry(seq, dt.datetime.fromisoformat(recorded_at), Day.fromisoformat(known_on), action, its or "", about,
                 supersedes, who, why, bytes(digest).hex())
