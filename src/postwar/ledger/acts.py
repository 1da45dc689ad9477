"""What can be done with what is in the books: review, correct, retract, amend, redact. Each is an entry of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from postwar.core.books import EVENT_STATES, READING_STATES
from postwar.core.claim import Claim
from postwar.core.errors import AskError, LedgerError
from postwar.ledger.asking import Decided, Store, one
from postwar.ledger.chain import canonical
from postwar.ledger.payload import check, pack_claim, unpack_report
from postwar.ledger.writing import Line

_CLAIM = """
    SELECT c.seq, e.document, c.id FROM claims c JOIN entries e ON e.seq = c.seq WHERE c.id = :target
    ORDER BY c.seq DESC"""
_ABOUT = """
    SELECT a.seq, a.about, e.action, a.payload, e.known_on, e.who, e.why FROM acts a JOIN entries e ON e.seq = a.seq
    WHERE a.about = :seq ORDER BY a.seq"""
Lines = tuple[list[Line], list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to be done with a claim or a document. ``lines`` gives its entries, and which payloads it erases;
    it is called within the transaction that enters them."""

    action: str
    target: str
    lines: Callable[[Store], Lines]

    def sha256_of(self, store: Store, lines: Sequence[Line]) -> str:
        """The document that the act bears on; empty where it was erased."""
        return one(store, "SELECT sha256 FROM documents WHERE seq = :seq", seq=lines[0].document) or ""


def _found(store: Store, target: str) -> tuple[int, int, str]:
    """Entry, document's entry, and id of the latest version of a claim."""
    rows = store.rows(_CLAIM, target=target)
    if not rows:
        raise AskError(f"{store.name}: no claim {target!r}; `postwar status --json` gives the ids of claims")
    return tuple(rows[0])


def _found_any(store: Store, target: str) -> tuple[int, int]:
    """Entry and document's entry of a claim, or of a document by its sha256."""
    seq = one(store, "SELECT seq FROM documents WHERE sha256 = :target", target=target)
    return (seq, seq) if seq is not None else _found(store, target)[:2]


def _line(action: str, about: int, document: int, supersedes: int | None, **said: Any) -> Line:
    return Line("acts", action, canonical({"about": about, "action": action, **said}), {"about": about}, document,
                supersedes)


def scheme_of(state: str) -> str:
    """To which of the two a state belongs: "reading" or "event"; ``AskError`` where to neither.

    >>> scheme_of("reading_rejected"), scheme_of("corroborated")
    ('reading', 'event')
    """
    if state in READING_STATES:
        return "reading"
    if state in EVENT_STATES:
        return "event"
    raise AskError(f"no state {state!r}; there are {', '.join((*READING_STATES, *EVENT_STATES))}")


def standing(store: Store, entry: int, scheme: str) -> tuple[int | None, str]:
    """The last review of an entry in a scheme: its number and its state; None and "" where there is none."""
    decided = Decided()
    for row in store.rows(_ABOUT, seq=entry):
        decided.take(row)
    last = decided.reviews.get((entry, scheme))
    return (None, "") if last is None else (last.seq, last.state)


def review(claim_id: str, state: str) -> Act:
    """Say whether the words were read rightly, or whether the event took place."""
    scheme = scheme_of(state)

    def lines(store: Store) -> Lines:
        seq, document, claim = _found(store, claim_id)
        before, _ = standing(store, seq, scheme)
        return [_line("review", seq, document, before, claim=claim, scheme=scheme, state=state)], []

    return Act("review", claim_id, lines)


def correct(claim_id: str, claim: Claim) -> Act:
    """Put another reading of the same report in a claim's place."""
    def lines(store: Store) -> Lines:
        seq, document, _ = _found(store, claim_id)
        label, payload = one(store, "SELECT id, payload FROM documents WHERE seq = :seq", seq=document)
        check(unpack_report(payload, label), [claim])
        other = store.rows(_CLAIM, target=claim.id)
        if claim.id != claim_id and other:
            raise LedgerError(f"claim {claim.id}: it is in the books already; retract or amend {claim_id} instead")
        made = [Line("claims", "correct", pack_claim(claim), {"id": claim.id}, document, seq)]
        if standing(store, seq, "reading")[1] in ("reading_confirmed", "confirmed_then_changed"):
            new = one(store, "SELECT coalesce(max(seq), 0) FROM entries") + 1
            made.append(_line("review", new, document, None, claim=claim.id, scheme="reading",
                              state="confirmed_then_changed"))
        return made, []

    return Act("correct", claim_id, lines)


def retract(target: str) -> Act:
    """A claim or a document counts no longer."""
    def lines(store: Store) -> Lines:
        seq, document = _found_any(store, target)
        return [_line("retract", seq, document, seq)], []

    return Act("retract", target, lines)


def amend(claim_id: str, by: str) -> Act:
    """A later claim of the source takes the place of a claim."""
    def lines(store: Store) -> Lines:
        (seq, document, _), (later, _, _) = _found(store, claim_id), _found(store, by)
        if later <= seq:
            raise LedgerError(f"claim {by}: entered before {claim_id}, so it cannot take its place; "
                              "name the claim of a later document")
        return [_line("amend", seq, document, seq, by=later)], []

    return Act("amend", claim_id, lines)


def redact(target: str) -> Act:
    """Erase a claim in all its versions, or a document with all that hangs on it."""
    def lines(store: Store) -> Lines:
        seq, document = _found_any(store, target)
        whole = seq == document
        doomed = [("documents", seq)] if whole else []
        named = "e.document = :seq" if whole else "c.id = :target"
        values: dict[str, Any] = {"seq": seq} if whole else {"target": target}
        doomed += [("claims", n) for (n,) in store.rows(
            f"SELECT c.seq FROM claims c JOIN entries e ON e.seq = c.seq WHERE {named} ORDER BY c.seq", **values)]
        return [_line("redact", n, document, n) for _, n in doomed], doomed

    return Act("redact", target, lines)
