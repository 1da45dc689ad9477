"""What can be done with what is in the books: review, correct, retract, amend, redact. Each is an entry of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from postwar.core.books import EVENT_STATES, READING_STATES
from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError, LedgerError
from postwar.ledger.asking import Store, one
from postwar.ledger.chain import canonical
from postwar.ledger.changing import FIELDS
from postwar.ledger.deciding import CONFIRMED, Decided, Standing, merged_of, stand
from postwar.ledger.protected import record_of
from postwar.ledger.sight import Sight
from postwar.ledger.writing import Line

_VERSIONS = """
    SELECT e.document, c.payload, c.seq, e.supersedes, c.id FROM claims c JOIN entries e ON e.seq = c.seq
    WHERE c.id = :target OR c.seq = :seq OR e.supersedes = :seq ORDER BY c.seq"""
_ABOUT = """
    SELECT a.seq, a.about, e.action, a.payload, e.known_on, e.who, e.why FROM acts a JOIN entries e ON e.seq = a.seq
    WHERE a.about = :seq ORDER BY a.seq"""
_REDACTED = "SELECT a.payload FROM acts a JOIN entries e ON e.seq = a.seq WHERE e.action = 'redact'"
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


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that is to be decided on: the rows of all its versions, what was decided of them so far, and the version
    that is meant."""

    versions: list[Any]
    decided: Decided
    standing: Standing
    row: Any

    @property
    def live(self) -> list[Any]:
        """The versions that nothing took the place of."""
        return [row for row in self.versions if row[2] not in self.standing.out]

    @property
    def rivals(self) -> list[Any]:
        """The other readings that people stand by."""
        return [row for row in self.live if row[2] in self.standing.contested and row[2] != self.row[2]]


def versions(store: Store, claim_id: str) -> list[Any]:
    """All versions of a claim, in order of entry, whatever ids its corrections gave it."""
    found: dict[int, Any] = {}
    ahead: list[tuple[str, int | None]] = [(claim_id, 0)]
    while ahead:
        name, seq = ahead.pop()
        for row in store.rows(_VERSIONS, target=name, seq=seq or 0):
            if row[2] not in found:
                found[row[2]] = row
                ahead += [(row[4], row[2]), (row[4], row[3])]
    return [found[seq] for seq in sorted(found)]


def _found(store: Store, target: str) -> Found:
    """The version of a claim that is meant: the one that stands, or that of an entry, written claim@entry."""
    claim_id, at, entry = (target, "", "") if store.rows(_VERSIONS, target=target, seq=0) else target.partition("@")
    listed = versions(store, claim_id)
    if not listed:
        raise AskError(f"{store.name}: no claim {target!r}; `postwar status --json` gives the ids of claims")
    decided = Decided(merged_of(store.rows))
    acts = {row[0]: row for version in listed for row in store.rows(_ABOUT, seq=version[2])}
    acts |= {row[0]: row for act in list(acts) for row in store.rows(_ABOUT, seq=act)}
    for seq in sorted(acts):
        decided.take(acts[seq])
    standing = stand(decided, listed)
    live = [row for row in listed if row[2] not in standing.out]
    if at:
        chosen = [row for row in listed if str(row[2]) == entry]
        if not chosen:
            raise AskError(f"{target}: entry {entry} is no version of it; those are "
                           f"{', '.join(f'{row[4]}@{row[2]}' for row in listed)}")
        return Found(listed, decided, standing, chosen[0])
    named = [row for row in listed if row[4] == claim_id]
    return Found(listed, decided, standing, ([row for row in live if row in named] or live or named)[-1])


def meant(store: Store, sight: Sight, target: str) -> str | int:
    """Which version of a claim is meant: its latest, by its id; or that of an entry, where one is named, or where
    ledgers were merged and the one that stands need not be the latest."""
    claim_id, at, entry = target.partition("@")
    name = sight.named(store, claim_id)
    if (not at and merged_of(store.rows) is None) or not store.rows(_VERSIONS, target=name, seq=0):
        return name
    return int(_found(store, f"{name}{at}{entry}").row[2])


def _one(store: Store, target: str) -> Found:
    """As :func:`_found`; ``AskError`` where people read the words in several ways and none is named."""
    found = _found(store, target)
    if found.rivals and "@" not in target:
        raise AskError(f"{target}: people read it differently; name one of "
                       f"{', '.join(f'{row[4]}@{row[2]}' for row in found.live if row[2] in found.standing.contested)}")
    return found


def _document(store: Store, target: str) -> int | None:
    """The entry of a document, by its sha256."""
    seq: int | None = one(store, "SELECT seq FROM documents WHERE sha256 = :target", target=target)
    return seq


def _line(action: str, about: int, document: int, supersedes: int | None, **said: Any) -> Line:
    return Line("acts", action, canonical({"about": about, "action": action, **said}), {"about": about}, document,
                supersedes)


def scheme_of(state: str, field: str = "") -> str:
    """To which a state belongs: "reading" or "event", or "reading.FIELD" where it is of one field of the reading.

    ``AskError`` where there is no such state or field.

    >>> scheme_of("reading_rejected"), scheme_of("corroborated"), scheme_of("reading_confirmed", "place")
    ('reading', 'event', 'reading.place')
    """
    if state in READING_STATES:
        if field and field not in FIELDS:
            raise AskError(f"no field {field!r}; there are {', '.join(FIELDS)}")
        return f"reading.{field}" if field else "reading"
    if state in EVENT_STATES and not field:
        return "event"
    raise AskError(f"no state {state!r}; there are {', '.join((*READING_STATES, *(() if field else EVENT_STATES)))}")


def review(claim_id: str, state: str, field: str = "") -> Act:
    """Say whether the words were read rightly, in whole or in one field, or whether the event took place.

    In view of several reviews that stand beside each other this one takes the place of all; a confirmation of one
    reading ends its rivals.
    """
    scheme = scheme_of(state, field)

    def lines(store: Store) -> Lines:
        found = _one(store, claim_id)
        document, _, seq, _, claim = found.row
        before = [r.seq for r in found.decided.standing(seq, scheme)]
        ended = [row[2] for row in found.rivals] if scheme == "reading" and state in CONFIRMED else []
        return [_line("review", seq, document, before[-1] if before else None, claim=claim, scheme=scheme, state=state),
                *(_line("retract", n, document, n) for n in (*before[:-1], *ended))], []

    return Act("review", claim_id, lines)


def correct(claim_id: str, claim: Claim, sight: Sight) -> Act:
    """Put another reading of the same report in a claim's place."""
    def lines(store: Store) -> Lines:
        found = _one(store, claim_id)
        document, _, seq, _, _ = found.row
        report = sight.report(store, document)
        given = replace(claim, report=report.id) if _labelled(claim.report, report) else claim
        sight.check(report, [given])
        name = sight.named(store, given.id)
        if all(row[4] != name for row in found.versions) and store.rows(_VERSIONS, target=name, seq=0):
            raise LedgerError(f"claim {given.id}: it is in the books already; retract or amend {claim_id} instead")
        made = [sight.correction(store, given, document, seq)]
        new = one(store, "SELECT coalesce(max(seq), 0) FROM entries") + 1
        for scheme, state in _carried(found, sight.before(found.row[1], seq), given):
            made.append(_line("review", new, document, None, claim=made[0].columns["id"], scheme=scheme, state=state))
        made += [_line("retract", row[2], document, row[2]) for row in found.rivals]
        return made, []

    return Act("correct", claim_id, lines)


def _labelled(label: str, report: Report) -> bool:
    """Whether a label is the one under which a report is shown beside another of its name."""
    return label.startswith(f"{report.id}~{report.sha256[:6]}")


def _carried(found: Found, before: Claim, after: Claim) -> list[tuple[str, str]]:
    """The reviews that a correction takes along: what was confirmed in whole stands as changed, and what was confirmed
    of a field too, if it changed."""
    made = []
    for scheme in ("reading", *(f"reading.{field}" for field in FIELDS)):
        field = scheme.partition(".")[2]
        if any(r.state in CONFIRMED for r in found.decided.standing(found.row[2], scheme)):
            same = field and getattr(before, field) == getattr(after, field)
            made.append((scheme, "reading_confirmed" if same else "confirmed_then_changed"))
    return made


def retract(target: str) -> Act:
    """A claim or a document counts no longer."""
    def lines(store: Store) -> Lines:
        document = _document(store, target)
        if document is not None:
            return [_line("retract", document, document, document)], []
        return [_line("retract", seq, its, seq) for its, seq in _ended(store, target)], []

    return Act("retract", target, lines)


def _ended(store: Store, target: str) -> list[tuple[int, int]]:
    """Document and entry of each version that ends with a claim: those that stand, or the one that is named."""
    found = _found(store, target)
    rows = found.live if found.live and "@" not in target else [found.row]
    return [(row[0], row[2]) for row in rows]


def amend(claim_id: str, by: str) -> Act:
    """A later claim of the source takes the place of a claim."""
    def lines(store: Store) -> Lines:
        before, later = _ended(store, claim_id), _found(store, by).row[2]
        if later <= max(seq for _, seq in before):
            raise LedgerError(f"claim {by}: entered before {claim_id}, so it cannot take its place; "
                              "name the claim of a later document")
        return [_line("amend", seq, document, seq, by=later) for document, seq in before], []

    return Act("amend", claim_id, lines)


def redact(target: str) -> Act:
    """Erase a claim in all its versions, or a document with all that hangs on it."""
    def lines(store: Store) -> Lines:
        document = _document(store, target)
        if document is None:
            rows = _found(store, target).versions
            doomed = [("claims", row[2], row[1]) for row in rows]
            document = rows[0][0]
        else:
            whole = one(store, "SELECT payload FROM documents WHERE seq = :seq", seq=document)
            doomed = [("documents", document, whole), *(("claims", n, payload) for n, payload in store.rows(
                "SELECT c.seq, c.payload FROM claims c JOIN entries e ON e.seq = c.seq WHERE e.document = :seq "
                "ORDER BY c.seq", seq=document))]
        sealed = ({"record": record} if (record := record_of(payload)) else {} for _, _, payload in doomed)
        return ([_line("redact", n, document, n, **its) for (_, n, _), its in zip(doomed, sealed, strict=True)],
                [(table, n) for table, n, _ in doomed])

    return Act("redact", target, lines)


def redacted_records(store: Store) -> set[str]:
    """The names of the sealed records that were redacted."""
    return {said["record"] for (payload,) in store.rows(_REDACTED) if "record" in (said := json.loads(payload))}
