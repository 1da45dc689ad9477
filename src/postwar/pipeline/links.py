"""The order of a link: the reasons by which the claims of one report, or of the books, bear on what was promised.

    1  the provisions that the words are of        reading.links
    2  the obligations that the claim bears on     situation.links
    3  the event that it tells of, with the others  situation.events
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.books import Books, Document
from postwar.core.case import Case, Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError
from postwar.core.link import Link
from postwar.core.situation import Event, Situation
from postwar.core.time import AsOf, Day
from postwar.pipeline.settlement import Selection, opened, situation_of
from postwar.reading.lexicon import LANGUAGES
from postwar.reading.reading import linker_of
from postwar.situation.evidence import collect_items
from postwar.situation.links import ObligationLinks
from postwar.situation.origins import Origins
from postwar.situation.sides import Sides


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim as it stands in the books: its report, its links with their reasons, the event that it tells of with the
    other claims of it; no links where no case was named."""

    claim: Claim
    document: Document
    links: tuple[Link, ...] = ()
    event: Event | None = None
    beside: tuple[Claim, ...] = ()


Links = dict[str, tuple[Link, ...]]
"""By the id of a claim its candidates, each with its reasons."""


def links_of_report(report: Report, claims: Sequence[Claim], names: Names, case: Case | None) -> Links:
    """The links of each claim of one report by the claim's id: to provisions by its words; to obligations, as they are
    known by now, where the case says what they are.

    A report without a day counts as of the last day that it speaks of, or of the ceasefire where it names none.
    """
    linker = linker_of(names, LANGUAGES[0])
    found = {claim.id: linker.links(claim, report.form) for claim in claims}
    if case is None or not case.accord.obligations:
        return found
    spoken = [d for c in claims for d in (c.valid_from, c.valid_to) if d is not None]
    day = report.published_at or report.retrieved_at or max([case.ceasefire_on, *spoken])
    document = Document(report, day, 1, len(claims))
    as_of = AsOf(Day.max, Day.max)
    books = Books(Day.max, 1, (document,), tuple(claims))
    for claim_id, more in _obligation_links(case, books, as_of, None).items():
        found[claim_id] += more
    return found


def _obligation_links(case: Case, books: Books, as_of: AsOf, situation: Situation | None) -> Links:
    items = collect_items(books, as_of, Origins(case, books.documents, Sides(case)))
    due = {o.id: o.due for o in situation.obligations} if situation is not None else {}
    links = ObligationLinks(case, items, as_of, due)
    return {item.claim.id: links.of(item) for item in items}


def show(claim_id: str, selections: Sequence[Selection]) -> Shown:
    """A claim with its words and source, what it bears on and what it tells of, from the first of these books that
    holds it; ``AskError`` if none does."""
    for selection in selections:
        with opened(selection) as (case, ledger, as_of, _):
            try:
                claim, document = ledger.claim(claim_id)
            except AskError:
                continue
            books, situation = situation_of(case, ledger, as_of, selection.as_seq)
            links = linker_of(case.names, LANGUAGES[0]).links(claim, document.report.form)
            links += _obligation_links(case, books, as_of, situation).get(claim_id, ())
            event = next((e for e in situation.events if any(t.claim == claim_id for t in e.tellings)), None)
            told = {t.claim for t in event.tellings} if event is not None else set()
            return Shown(claim, document, links, event, tuple(c for c in books.claims if c.id in told))
    raise AskError(f"no claim {claim_id!r} in these books: name them with --ledger, --reports or --case")
