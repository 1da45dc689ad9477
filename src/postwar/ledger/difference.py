"""What was ever entered of a claim, and what changed between two mornings."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from postwar.core.books import Books, Document, Review
from postwar.core.claim import Claim
from postwar.core.errors import AskError
from postwar.core.time import Day
from postwar.ledger.asking import Seen, Store
from postwar.ledger.payload import unpack_claim
from postwar.ledger.sight import Sight

_VERSIONS = """
    SELECT e.seq, e.known_on, e.recorded_at, e.action, e.who, e.why, c.payload, e.supersedes
    FROM claims c JOIN entries e ON e.seq = c.seq WHERE c.id = :claim OR c.seq = :seq OR e.supersedes = :seq
    ORDER BY e.seq"""
_ACTS = """
    SELECT e.seq, e.known_on, e.recorded_at, e.action, e.who, e.why, a.payload
    FROM acts a JOIN entries e ON e.seq = a.seq WHERE a.about = :seq OR a.about = :document ORDER BY e.seq"""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry in the history of a claim: ``claim`` where it says (again) what the words mean, ``state`` where it
    reviews them (in which ``scheme``), ``by`` the claim that took its place."""

    seq: int
    known_on: Day
    recorded_at: dt.datetime
    action: str
    who: str
    why: str
    claim: Claim | None = None
    state: str = ""
    by: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A claim that the books held and no longer hold: what ended it, who and why."""

    claim: Claim
    action: str
    who: str
    why: str
    seq: int


@dataclass(frozen=True, slots=True)
class Difference:
    """From one state of the books to another: documents and claims that came, that went, claims that are read
    otherwise (before, after), and reviews that were made."""

    came: tuple[Document, ...]
    went: tuple[Document, ...]
    claims: tuple[Claim, ...]
    gone: tuple[Gone, ...]
    changed: tuple[tuple[Claim, Claim], ...]
    reviews: tuple[Review, ...]

    def __bool__(self) -> bool:
        return any((self.came, self.went, self.claims, self.gone, self.changed, self.reviews))


def history(store: Store, sight: Sight, claim_id: str) -> tuple[Step, ...]:
    """All entries about a claim, whatever id its corrections gave it; within a transaction."""
    first = store.rows("SELECT c.seq, e.document FROM claims c JOIN entries e ON e.seq = c.seq WHERE c.id = :claim "
                       "ORDER BY c.seq", claim=(name := sight.named(store, claim_id)))
    if not first:
        raise AskError(f"{store.name}: no claim {claim_id!r}; `postwar status --json` gives the ids of claims")
    found: dict[int, Step] = {}
    ahead, done = [(seq, its) for seq, its in first], set[int]()
    while ahead:
        seq, its = ahead.pop()
        done.add(seq)
        for row in store.rows(_VERSIONS, claim=name, seq=seq):
            found[row[0]] = _step(row, unpack_claim(sight.claim(row[6], row[0])))
            ahead += [(n, its) for n in (row[0], row[7]) if n is not None and n not in done]
        for row in store.rows(_ACTS, seq=seq, document=its):
            found[row[0]] = _decision(store, sight, row)
    return tuple(found[seq] for seq in sorted(found))


def _step(row: Any, claim: Claim | None, **said: str) -> Step:
    seq, known_on, recorded_at, action, who, why = row[:6]
    return Step(seq, Day.fromisoformat(known_on), dt.datetime.fromisoformat(recorded_at), action, who, why, claim,
                **said)


def _decision(store: Store, sight: Sight, row: Any) -> Step:
    said = json.loads(row[6])
    by = store.rows("SELECT payload FROM claims WHERE seq = :seq", seq=said["by"]) if "by" in said else []
    return _step(row, None, state=said.get("state", ""), scheme=said.get("scheme", ""),
                 by=sight.name_of(by[0][0], said["by"]) if by else "")


def difference(before: Books, after: Books, rows: Seen, corrected: Mapping[int, tuple[str, str]]) -> Difference:
    """What ``after`` holds that ``before`` does not, and the other way round. ``rows`` are those of ``after``: they
    say what ended a claim; ``corrected`` says who corrected and why, by entry."""
    then, now = {c.id: c for c in before.claims}, {c.id: c for c in after.claims}
    documents = [{d.report.sha256: d for d in books.documents} for books in (before, after)]
    ends = _ends(rows, corrected)
    return Difference(
        tuple(d for sha256, d in documents[1].items() if sha256 not in documents[0]),
        tuple(d for sha256, d in documents[0].items() if sha256 not in documents[1]),
        tuple(c for i, c in now.items() if i not in then),
        tuple(Gone(c, *ends.get(i, ("", "", "", 0))) for i, c in then.items() if i not in now),
        tuple((then[i], c) for i, c in now.items() if i in then and then[i] != replace(c, report=then[i].report)),
        tuple(review for review in after.reviews if review not in set(before.reviews)))


def _ends(rows: Seen, corrected: Mapping[int, tuple[str, str]]) -> dict[str, tuple[str, str, str, int]]:
    """What ended each claim that the books hold no longer, by its id."""
    by_entry = {seq: (json.loads(payload)["id"], document) for document, payload, seq, _ in rows.claims}
    of_document: dict[int, list[str]] = {}
    for claim, document in by_entry.values():
        of_document.setdefault(document, []).append(claim)
    ends: dict[str, tuple[str, str, str, int]] = {}
    for seq, about, action, payload, _, who, why in rows.acts:
        if action == "review" and json.loads(payload)["state"] != "reading_rejected":
            continue
        named = [by_entry[about][0]] if about in by_entry else of_document.get(about, [])
        ends |= dict.fromkeys(named, (action, who, why, seq))
    for _, _, seq, supersedes in rows.claims:
        if supersedes in by_entry:
            ends[by_entry[supersedes][0]] = ("correct", *corrected[seq], seq)
    return ends
