"""What the acts that are seen say of entries: which are out, which reviews stand, and what two ledgers disagree on.

In a ledger of its own a review takes the place of the one before, and a correction of what it corrects. Where ledgers
were merged, people may have decided on the same claim without knowing of each other. Then a review takes the place of
those only that it was made in view of, and the rest stand beside it. A reading that one rejects, that two correct in
different ways, or that one corrects while another confirms it, is not shown until somebody decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from postwar.core.books import Review
from postwar.core.time import Day

CONFIRMED = ("reading_confirmed", "confirmed_then_changed")


@dataclass(frozen=True, slots=True)
class Merged:
    """What tells apart who had seen what, in a ledger that others were merged into: of each review the one that it
    took the place of, and the id of each claim by its entry."""

    before: Mapping[int, int | None]
    ids: Mapping[int, str]

    def came_before(self, earlier: int, later: int) -> bool:
        """Whether a review was made in view of an earlier one."""
        at = self.before.get(later)
        while at is not None and at != earlier:
            at = self.before.get(at)
        return at is not None


@dataclass(slots=True)
class Decided:
    """What the acts that are seen say, taken one by one in order of entry."""

    merged: Merged | None = None
    out: set[int] = field(default_factory=set)
    _reviews: dict[tuple[int, str], list[Review]] = field(default_factory=dict)

    def take(self, row: Any) -> None:
        """Take one act into account."""
        seq, about, action, payload, known_on, who, why = row
        if action == "merge":
            return
        if action != "review":
            self.out.add(about)
            return
        said = json.loads(payload)
        made = Review(said["claim"], said["scheme"], said["state"], who, why, Day.fromisoformat(known_on), seq)
        beside = self._reviews.get((about, made.scheme), []) if self.merged is not None else []
        self._reviews[about, made.scheme] = [
            *(r for r in beside if self.merged is not None and not self.merged.came_before(r.seq, seq)), made]

    def standing(self, about: int, scheme: str) -> list[Review]:
        """The reviews of an entry that stand, in order of entry: one at most, or several still undecided."""
        return [r for r in self._reviews.get((about, scheme), ()) if r.seq not in self.out]

    def reviews(self) -> dict[int, list[Review]]:
        """All reviews that stand, by the entry that they are about."""
        found: dict[int, list[Review]] = {}
        for about, scheme in self._reviews:
            found.setdefault(about, []).extend(self.standing(about, scheme))
        return found

    def rejected(self) -> set[int]:
        """The claims that somebody says were read wrongly."""
        return {about for about, scheme in self._reviews if scheme == "reading"
                and any(r.state == "reading_rejected" for r in self.standing(about, scheme))}


@dataclass(frozen=True, slots=True)
class Standing:
    """Which claims stand: entries that are ``out``, those that are ``rejected``, and those that are ``contested``
    because people read the words differently; all three are shown in no answer."""

    out: Set[int]
    rejected: Set[int]
    contested: Set[int]


def stand(decided: Decided, claims: Sequence[Any]) -> Standing:
    """Which claims stand, given the rows (document, payload, seq, supersedes) of those that are seen."""
    rejected = decided.rejected()
    rejected &= {row[2] for row in claims} if rejected else set()      # of one that was erased nothing is said
    superseded = {row[3] for row in claims if row[3] is not None}
    contested: set[int] = set()
    if decided.merged is not None:
        contested = {about for about, reviews in decided.reviews().items()
                     if len({r.state for r in reviews if r.scheme == "reading"}) > 1} & {row[2] for row in claims}
        superseded -= _confirmed_beside(decided, claims)
        passed, disputed = _rivals(decided, claims, decided.out | superseded | rejected)
        superseded |= passed
        contested |= disputed
    return Standing(decided.out | superseded, rejected, contested - decided.out - superseded)


def _confirmed_beside(decided: Decided, claims: Sequence[Any]) -> set[int]:
    """Claims that one corrected while another, who did not know of it, confirmed them."""
    return {row[3] for row in claims if row[3] is not None and row[2] not in decided.out
            and not any(r.state == "confirmed_then_changed" for r in decided.standing(row[2], "reading"))
            and any(r.state in CONFIRMED for r in decided.standing(row[3], "reading"))}


def _rivals(decided: Decided, claims: Sequence[Any], out: Set[int]) -> tuple[set[int], set[int]]:
    """Of readings of one claim that stand beside each other: those that are passed over, those that are disputed."""
    assert decided.merged is not None
    parents = {row[2]: row[3] for row in claims}
    ids = decided.merged.ids

    def root(seq: int) -> str:
        while (before := parents.get(seq)) is not None and before in ids:
            seq = before
        return ids[seq]

    groups: dict[str, list[Any]] = {}
    for row in claims:
        if row[2] not in out and row[0] not in out:
            groups.setdefault(root(row[2]), []).append(row)
    passed, disputed = set[int](), set[int]()
    for rows in groups.values():
        if len(rows) > 1:
            by_hand = [row for row in rows if row[3] is not None
                       or any(r.state in CONFIRMED for r in decided.standing(row[2], "reading"))]
            held = _same(by_hand or rows)
            if by_hand and len(held) > 1:
                disputed |= {row[2] for row in by_hand}
                passed |= {row[2] for row in rows} - disputed
            else:
                passed |= {row[2] for row in rows} - {held[max(held)]}
    return passed, disputed


def _same(rows: Iterable[Any]) -> dict[tuple[str, str], int]:
    """Rows by what they say, whatever name their report has there: by reader, then by the words of the payload."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        found.setdefault(reading(row[1]), row[2])
    return found


def reading(payload: str) -> tuple[str, str]:
    """What a claim's payload says apart from the name of its report: its reader, and all the rest.

    >>> reading('{"id":"c-1","reader":"rules@1","report":"a"}')
    ('rules@1', '{"id": "c-1"}')
    """
    said = json.loads(payload)
    reader = str(said.pop("reader", ""))
    said.pop("report", None)
    return reader, json.dumps(said, sort_keys=True)


def merged_of(rows: Callable[..., list[Any]]) -> Merged | None:
    """What is needed where ledgers were merged; None where none was. ``rows`` answers questions of the store."""
    if not rows("SELECT n FROM imported LIMIT 1"):
        return None
    return Merged(dict(rows("SELECT seq, supersedes FROM entries WHERE action = 'review'")),
                  dict(rows("SELECT seq, id FROM claims")))
