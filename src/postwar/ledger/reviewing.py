"""What there is to review: claims with what people decided of their reading, field by field, and of their event."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from postwar.core.books import READING_STATES, Document, Review
from postwar.core.claim import Claim
from postwar.core.errors import AskError
from postwar.ledger.asking import Seen, claim, document
from postwar.ledger.changing import fields_changed
from postwar.ledger.deciding import stand
from postwar.ledger.payload import labels

CONTESTED = "contested"
STATES = (*READING_STATES, CONTESTED)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A claim that stands in the books, or that waits for a decision, with the reviews that stand of it.

    ``entry`` is its own; of a claim that people read differently each reading has one. ``original`` is what was read
    first, where somebody has set fields since.
    """

    claim: Claim
    document: Document
    entry: int
    contested: bool
    reviews: tuple[Review, ...]
    original: Claim | None = None

    @property
    def state(self) -> str:
        """Where its reading stands: one of :data:`STATES`; one that nobody reviewed is proposed."""
        return _state(self.contested, self.reviews)

    @property
    def event(self) -> str:
        """What is decided of the event; several words where people do not agree, empty where nobody said anything."""
        return ", ".join(sorted({r.state for r in self.reviews if r.scheme == "event"}))

    def field_state(self, field: str) -> str:
        """Where the reading of one field stands: as it was reviewed itself, else as the whole reading was."""
        own = [r.state for r in self.reviews if r.scheme == f"reading.{field}"]
        return own[-1] if own else self.state

    @property
    def by_hand(self) -> tuple[str, ...]:
        """The fields that somebody has set."""
        return () if self.original is None else fields_changed(self.original, self.claim)


def _state(contested: bool, reviews: Sequence[Review]) -> str:
    said = [r.state for r in reviews if r.scheme == "reading"]
    return CONTESTED if contested else said[-1] if said else "proposed"


def reviewed(rows: Seen, states: Collection[str], hidden: Set[int] = frozenset()) -> tuple[Reviewed, ...]:
    """The claims whose reading is in one of some states, in order of entry; ``AskError`` for a state there is not.
    Those of documents that are ``hidden`` are left out."""
    for state in states:
        if state not in STATES:
            raise AskError(f"no state {state!r} of a reading; there are {', '.join(STATES)}")
    decided = rows.decided()
    standing = stand(decided, rows.claims)
    made = decided.reviews()
    there = {row[0]: row for row in rows.documents if row[0] not in standing.out and row[0] not in hidden}
    shown = labels((n, row[1], row[2]) for n, row in there.items())
    versions = {row[2]: row for row in rows.claims}
    opened: dict[int, Document] = {}
    found = []
    for its, payload, seq, _ in rows.claims:
        contested, reviews = seq in standing.contested, tuple(made.get(seq, ()))
        if its in there and seq not in standing.out and _state(contested, reviews) in states:
            if its not in opened:
                opened[its] = document(there[its], shown[its])
            first = _first(versions, seq)
            found.append(Reviewed(claim(payload, shown[its]), opened[its], seq, contested, reviews,
                                  None if first == payload else claim(first, shown[its])))
    return tuple(found)


def _first(versions: Mapping[int, Any], seq: int) -> str:
    """The payload of the first version of a claim."""
    while (before := versions[seq][3]) in versions:
        seq = before
    return str(versions[seq][1])
