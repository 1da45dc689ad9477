"""Short marks for what figures open to: R2-5 is the fifth claim of the second report; anchors are the claims' ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postwar.core.books import Books, Document
from postwar.core.case import Case
from postwar.core.claim import Claim
from postwar.publish.document import Cited, Marks, Ref

ACCORD = "accord"
RUN = Ref("run", "run")
RATES = Ref("rates", "rates")


def slug(text: str) -> str:
    """An anchor made of letters, digits and hyphens.

    >>> slug("C4 (b)")
    'c4-b'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"


def report_order(books: Books) -> tuple[Document, ...]:
    """The reports in the order of their marks: by day of publication, then by entry."""
    return tuple(sorted(books.documents, key=lambda d: (d.report.published_at or d.known_on, d.seq, d.report.id)))


class MarkBook:
    """Marks and anchors of one document; it remembers what was cited, so that all of it can be listed at the end."""

    def __init__(self, case: Case, books: Books) -> None:
        self.documents = report_order(books)
        self.number = {d.report.id: n for n, d in enumerate(self.documents, 1)}
        self.claims: dict[str, Claim] = {c.id: c for c in books.claims}
        self._labels: dict[str, str] = {}
        by_report: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            by_report.setdefault(claim.report, []).append(claim)
        for report, claims in by_report.items():
            for k, claim in enumerate(sorted(claims, key=lambda c: (c.start, c.end, c.id)), 1):
                self._labels[claim.id] = f"R{self.number[report]}-{k}"
        self._provision_of = {o.id: o.provision for o in case.accord.obligations}
        self._provisions = {p.id for p in case.accord.provisions}
        self._amendments = {a.id for a in case.accord.amendments}
        self._groups = {g.id for g in case.groups}
        self.cited: dict[str, None] = {}

    def report_mark(self, report_id: str) -> Ref:
        """The mark of a whole report."""
        n = self.number[report_id]
        return Ref(f"r{n}", f"R{n}")

    def ref(self, some_id: str) -> Ref:
        """The mark of a claim, provision, obligation, amendment or group; ``KeyError`` if there is none of that id.

        A change of an obligation that a report tells has the id ``obligation:claim`` and opens to the claim.
        """
        if some_id.partition(":")[2] in self._labels:
            some_id = some_id.partition(":")[2]
        if some_id in self._labels:
            self.cited[some_id] = None
            return Ref(some_id, self._labels[some_id])
        provision = self._provision_of.get(some_id, some_id)
        if provision in self._provisions:
            return Ref(f"p-{slug(provision)}", f"{ACCORD} {provision}")
        if some_id in self._amendments:
            return Ref(f"a-{slug(some_id)}", f"change {some_id}")
        if some_id in self._groups:
            return Ref(f"g-{slug(some_id)}", "case")
        raise KeyError(f"{some_id!r} is cited, and the books and the case hold nothing of that id")

    def refs(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """The marks of several ids, each once, reports in order."""
        refs = {self.ref(i) for i in ids}
        return tuple(sorted(refs, key=_order))

    def cite(self, text: str, ids: Iterable[str]) -> Cited:
        """A figure or statement that opens to what it stands on."""
        return Cited(text, self.refs(ids))

    def marks(self, ids: Iterable[str]) -> Marks:
        """The bracketed marks of several ids."""
        return Marks(self.refs(ids))


def _order(ref: Ref) -> tuple[int, tuple[int, ...], str]:
    match = re.fullmatch(r"R(\d+)-(\d+)", ref.label)
    return (0, (int(match[1]), int(match[2])), "") if match else (1, (), ref.label)
