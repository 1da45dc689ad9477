"""What a user of the books may see of restricted evidence, and how it is entered: the one place that holds a key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError, LedgerError
from postwar.ledger.asking import Seen, Store, all_documents, one
from postwar.ledger.chain import canonical
from postwar.ledger.keyring import Ring
from postwar.ledger.keys import Key
from postwar.ledger.payload import check, pack_claim, pack_report, unpack_claim, unpack_report
from postwar.ledger.protected import (
    HIDDEN,
    MARK,
    blind_claim_id,
    blind_sha256,
    fits,
    is_sealed,
    seal_claim,
    seal_report,
    unseal,
)
from postwar.ledger.writing import Line

_RESTRICTED = f"SELECT seq FROM documents WHERE sha256 >= '{MARK}' AND sha256 < '{MARK[:-1]};'"


class Sight:
    """With a ``key`` restricted evidence can be entered and named; only where it is ``shown`` too does it come out.

    Whatever is asked without it is answered as if the restricted reports were not in the books; they are counted.
    """

    def __init__(self, ring: Ring, key: Key | None = None, shown: bool = False) -> None:
        if shown and key is None:
            raise LedgerError("restricted evidence is shown to whoever holds its key: add --key FILE")
        self._ring, self._key, self.shown = ring, key, shown

    # What goes in --------------------------------------------------------------------------------------------------

    def lines(self, report: Report, claims: Sequence[Claim]) -> tuple[Line, list[Line]]:
        """The lines of a report and of its claims, sealed where it is restricted; ``LedgerError`` where they are not
        fit for the books, which names nothing of a restricted one."""
        self.check(report, claims)
        if not report.restricted:
            return (Line("documents", "assert", pack_report(report), {"id": report.id, "sha256": report.sha256}),
                    [Line("claims", "assert", pack_claim(claim), {"id": claim.id}) for claim in claims])
        key = self._needed()
        head, rest = seal_report(key, report), [seal_claim(key, claim) for claim in claims]
        return (Line("documents", "assert", head.payload, {"id": head.id, "sha256": head.sha256}, sealed=head.key),
                [Line("claims", "assert", claim.payload, {"id": claim.id}, sealed=claim.key) for claim in rest])

    def check(self, report: Report, claims: Sequence[Claim]) -> None:
        """``LedgerError`` where a report and claims of it are not fit for the books."""
        try:
            check(report, claims)
            if report.restricted:
                for claim in claims:
                    pack_claim(claim)
        except LedgerError:
            if not report.restricted:
                raise
            raise LedgerError(f"{HIDDEN}: the books refuse it (a quote that is not in it, an id that is there twice, "
                              "or a figure that is no number); mend the reader") from None

    def report(self, store: Store, document: int) -> Report:
        """A report in the books, for whoever enters a correction; of a restricted one the key is needed."""
        label, payload = one(store, "SELECT id, payload FROM documents WHERE seq = :seq", seq=document)
        if is_sealed(payload):
            payload = unseal(self._needed(), self._ring.keys(), payload, document)
            label = json.loads(payload)["id"]
        return unpack_report(payload, label)

    def before(self, payload: str, entry: int) -> Claim:
        """A claim in the books, for whoever enters a correction; of a restricted one the key is needed."""
        return unpack_claim(self._open(self._ring.keys(), entry, payload) if is_sealed(payload) else payload)

    def correction(self, store: Store, claim: Claim, document: int, supersedes: int) -> Line:
        """The line by which a claim takes the place of another of the same report, sealed where that is restricted."""
        if not one(store, "SELECT sha256 FROM documents WHERE seq = :seq", seq=document).startswith(MARK):
            return Line("claims", "correct", pack_claim(claim), {"id": claim.id}, document, supersedes)
        sealed = seal_claim(self._needed(), claim)
        return Line("claims", "correct", sealed.payload, {"id": sealed.id}, document, supersedes, sealed.key)

    def _needed(self) -> Key:
        if self._key is None:
            raise LedgerError(f"{HIDDEN}: it is sealed with a key, so add --key FILE "
                              "(`postwar keys new FILE` makes one)")
        return self._key

    def twin(self, store: Store, report: Report) -> str | None:
        """The sha256 under which the report is in the books already; ``LedgerError`` where it lies there openly and is
        to be entered as restricted."""
        names = [report.sha256] if self._key is None else [report.sha256, blind_sha256(self._key, report.sha256)]
        for name in names:
            if one(store, "SELECT seq FROM documents WHERE sha256 = :sha256", sha256=name) is not None:
                if report.restricted and not name.startswith(MARK):
                    raise LedgerError(f"{HIDDEN}: it lies in the books openly; redact it there first")
                return name
        return None

    def named(self, store: Store, target: str) -> str:
        """The name by which the books know a claim or a report: its blind one where the key is here and fits."""
        if self._key is None:
            return target
        report, claim = blind_sha256(self._key, target), blind_claim_id(self._key, target)
        if one(store, "SELECT seq FROM documents WHERE sha256 = :report", report=report) is not None:
            return report
        return claim if store.rows("SELECT seq FROM claims WHERE id = :claim", claim=claim) else target

    # What comes out ------------------------------------------------------------------------------------------------

    def hidden(self, store: Store) -> Set[int]:
        """The entries of the reports that are not shown: all restricted ones, or those that this key does not open.

        ``LedgerError`` where restricted ones are asked for and none opens.
        """
        if not self.shown:
            return {seq for (seq,) in store.rows(_RESTRICTED)}
        sealed = store.rows(f"SELECT seq, payload FROM documents WHERE seq IN ({_RESTRICTED})")
        keys = self._ring.keys() if sealed else {}
        shut = {seq for seq, payload in sealed if not fits(self._needed(), keys, payload)}
        if sealed and len(shut) == len(sealed):
            self._open(keys, *sealed[0])
        return shut

    def last_known(self, store: Store, hidden: Set[int], seq: int | None = None) -> str | None:
        """The last day on which the books learnt something that is not hidden; as of an entry where one is named."""
        limit, values = ("", {}) if seq is None else (" WHERE e.closes <= :seq", {"seq": seq})
        which = ", ".join(map(str, sorted(hidden))) if self.shown else _RESTRICTED
        apart = f" {'AND' if limit else 'WHERE'} e.document NOT IN ({which})" if hidden else ""
        day: str | None = one(store, f"SELECT max(e.known_on) FROM entries e{limit}{apart}", **values)
        return day

    def opened(self, rows: Seen, hidden: Set[int]) -> Seen:
        """The rows of one moment as they are shown: those that are sealed opened, the hidden ones as they are."""
        if not self.shown or not any(row[2].startswith(MARK) for row in rows.documents):
            return rows
        keys = self._ring.keys()
        claims = [row if row[0] in hidden else (row[0], self._open(keys, row[2], row[1]), *row[2:])
                  for row in rows.claims]
        ids = {row[2]: json.loads(row[1])["id"] for row, old in zip(claims, rows.claims, strict=True)
               if row[1] is not old[1]}
        acts = [(*row[:3], _renamed(row[3], ids[row[1]]), *row[4:]) if row[1] in ids else row for row in rows.acts]
        documents = [row if row[0] in hidden else self._document(row, keys) for row in rows.documents]
        return replace(rows, documents=documents, claims=claims, acts=acts)

    def found(self, store: Store, found: tuple[Any, Any, list[Any]] | None) -> tuple[Any, Any, list[Any]] | None:
        """A claim that was looked for, its document and what its document's label can clash with, as they are shown."""
        if found is None or not found[1][2].startswith(MARK):
            return found
        (seq, document, payload), its, _ = found
        payload, its = self.claim(payload, seq), self._document(its, self._ring.keys())
        return (seq, document, payload), its, [row[:3] for row in self.documents(store)]

    def documents(self, store: Store) -> list[Any]:
        """The rows of all documents that are shown, in order of entry."""
        rows, hidden = all_documents(store), self.hidden(store)
        keys = self._ring.keys() if self.shown else {}
        return [self._document(row, keys) for row in rows if row[0] not in hidden]

    def claim(self, payload: str, entry: int) -> str:
        """The payload of a claim as it is shown; ``AskError`` where it is not."""
        if not is_sealed(payload):
            return payload
        if not self.shown:
            raise AskError("this claim is restricted: add --with-restricted --key FILE")
        return self._open(self._ring.keys(), entry, payload)

    def name_of(self, payload: str, entry: int) -> str:
        """The id of a claim as it is shown."""
        return str(json.loads(self.claim(payload, entry) if self.shown else payload)["id"])

    def _open(self, keys: Mapping[str, bytes], entry: int, payload: str) -> str:
        if not is_sealed(payload):
            return payload
        return unseal(self._needed(), keys, payload, entry)

    def _document(self, row: Any, keys: Mapping[str, bytes]) -> Any:
        payload = self._open(keys, row[0], row[3])
        if payload is row[3]:
            return row
        told = json.loads(payload)
        return (row[0], told["id"], told["sha256"], payload, *row[4:])


def _renamed(payload: str, claim: str) -> str:
    """A review under the claim's own id."""
    said = json.loads(payload)
    return canonical(said | {"claim": claim}) if "claim" in said else payload
