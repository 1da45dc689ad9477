"""The order of a feed: a folder of event tables is asked, and only the rows that match are read and entered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from postwar.cases import load_names
from postwar.core.books import Document
from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError, Problem
from postwar.core.place import Place
from postwar.core.time import Day
from postwar.ledger import Ledger, Receipt
from postwar.reading.feeds.asking import Wanted, matches
from postwar.reading.feeds.form import load_map
from postwar.reading.feeds.table import bad_lines, duck, open_table
from postwar.reading.inputs.gazette import gazette_of
from postwar.reading.inputs.grid import Row
from postwar.reading.inputs.register import cells_of_register
from postwar.reading.read import read_report

Cells = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FeedAsk:
    """What is asked of a feed: which rows, of which folder, with the names of which case. ``near`` (with ``within_km``)
    and ``inside`` are places of the case by id or name; ``limit`` is how many rows are taken at most."""

    folder: str
    case: str
    countries: tuple[str, ...] = ()
    first: Day | None = None
    last: Day | None = None
    near: str | None = None
    within_km: float | None = None
    inside: str | None = None
    map_file: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Fed:
    """The matches of a feed as read: claims and problems, rows that are in the report, and rows that match in all."""

    report: Report | None
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    taken: int
    found: int
    event: str                      # the column that names an event


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of entering matches: the receipt (None where the books held every row), rows that were there, and
    claims of earlier versions of a row that gave way."""

    receipt: Receipt | None
    there: int
    revised: int


def ask_feed(ask: FeedAsk) -> Fed:
    """Ask a feed, and read the rows that match (steps 1 to 3 and 5); nothing is entered.

    Raises ``AskError`` for what cannot be asked as put, ``ReportError`` for a feed that cannot be read.
    """
    names = load_names(ask.case)
    wanted = _wanted(ask, names)
    with duck(ask.folder) as connection:
        table = open_table(connection, Path(ask.folder), load_map(Path(ask.map_file)) if ask.map_file else None)
        found = matches(connection, table, wanted, ask.limit)
        problems = bad_lines(connection)
    if found.report is None:
        return Fed(None, (), problems, 0, found.found, table.mapped.form.event)
    report = replace(found.report, title=_title(ask))
    claims, faults = read_report(report, names)
    return Fed(report, claims, (*problems, *faults), found.taken, found.found, table.mapped.form.event)


def _title(ask: FeedAsk) -> str:
    """What was asked, in words."""
    days = f"{ask.first or '…'} to {ask.last or '…'}" if ask.first or ask.last else ""
    near = f"within {ask.within_km:g} km of {ask.near}" if ask.near else ""
    inside = f"in {ask.inside}" if ask.inside else ""
    said = "; ".join(part for part in (", ".join(ask.countries), days, near, inside) if part)
    return f"Rows of {Path(ask.folder).name}: {said or 'all'}"


def _wanted(ask: FeedAsk, names: Names) -> Wanted:
    """What is asked, with the places of the case (step 2)."""
    if (ask.near is None) != (ask.within_km is None):
        raise AskError("--near and --within go together: --near PLACE --within KM")
    if ask.first and ask.last and ask.last < ask.first:
        raise AskError(f"from {ask.first} to {ask.last} there is no day; give the earlier day first")
    near = None
    if ask.near is not None and ask.within_km is not None:
        place = _place(names, ask.near)
        if place.lat is None or place.lon is None:
            raise AskError(f"{place.name} has no coordinates; add lat and lon in places.csv, or ask with --in")
        near = place.lat, place.lon, ask.within_km
    return Wanted(ask.countries, ask.first, ask.last, near,
                  None if ask.inside is None else _Inside(names, _place(names, ask.inside)))


def _place(names: Names, said: str) -> Place:
    """The place of the case that an id or a name means."""
    found = gazette_of(names).place(said)
    for place in names.places:
        if place.id in (said, found):
            return place
    raise AskError(f"no place {said!r} in the case; `postwar cases` and places.csv name them")


class _Inside:
    """Whether the cells of a row name a place within a place of the case, by the place that its claims get."""

    def __init__(self, names: Names, whole: Place) -> None:
        self._gazette = gazette_of(names)
        self._places = {whole.id}
        while more := {p.id for p in names.places if self._places.intersection(p.within)} - self._places:
            self._places |= more

    def __call__(self, cells: Sequence[str]) -> bool:
        return next((p for p in map(self._gazette.place, cells) if p), None) in self._places


def enter_feed(fed: Fed, case: str, ledger: str, *, known_on: Day, backfill: bool = False, who: str = "") -> Entered:
    """Enter the matches that the books do not hold yet, and let the rows of an earlier version of the feed give way
    to those of this one (steps 4 to 7). Done again, it adds nothing.

    Raises ``LedgerError`` where the books refuse.
    """
    if fed.report is None:
        return Entered(None, 0, 0)
    with Ledger.open(ledger) as books:
        rest, there = _without(fed, _versions(books, fed))
        receipt = None
        if rest is not None:
            claims, _ = read_report(rest, load_names(case))
            receipt = books.ingest(rest, claims, known_on=known_on, backfill=backfill, who=who)
        revised = _revise(books, fed, known_on, backfill, who or fed.report.source)
    return Entered(receipt, there, revised)


@dataclass(frozen=True, slots=True)
class _Versions:
    """The rows that the books hold of tables like this one: of each event the last, with its document; and the rows
    that name no event."""

    last: dict[str, tuple[Cells, str]]
    nameless: set[Cells]

    def holds(self, event: str, row: Cells) -> bool:
        """Whether a row is there, and for its event no later one."""
        return row in self.nameless if not event else event in self.last and self.last[event][0] == row


def _versions(books: Ledger, fed: Fed) -> _Versions:
    found = _Versions({}, set())
    for document in _alike(books.documents(), fed):
        for _, event, row in _rows(document.report, fed.event):
            if event:
                found.last[event] = row, document.report.sha256
            else:
                found.nameless.add(row)
    return found


def _alike(documents: Sequence[Document], fed: Fed) -> Iterator[Document]:
    """The tables of the same form and publisher."""
    assert fed.report is not None
    for document in documents:
        if (document.report.form, document.report.source) == (fed.report.form, fed.report.source):
            yield document


def _rows(report: Report, event: str) -> Iterator[tuple[Row, str, Cells]]:
    """The rows of a table, each with the event that it names and its cells in whatever order of columns."""
    for row, cells, _ in cells_of_register(report.text):
        yield row, cells.get(event, ""), tuple(sorted((name, cell) for name, cell in cells.items() if cell))


def _without(fed: Fed, held: _Versions) -> tuple[Report | None, int]:
    """The report without the rows that are held, None where that is all of them; and how many they are."""
    assert fed.report is not None
    text = fed.report.text
    rows = list(_rows(fed.report, fed.event))
    kept = [text[row.start:row.end] for row, event, cells in rows if not held.holds(event, cells)]
    rest = "\n".join([text[:text.index("\n")], *kept]) + "\n"
    sha256 = hashlib.sha256(rest.encode("utf-8")).hexdigest()
    return replace(fed.report, text=rest, sha256=sha256) if kept else None, len(rows) - len(kept)


def _revise(books: Ledger, fed: Fed, known_on: Day, backfill: bool, who: str) -> int:
    """Where the books show claims of an event by an earlier row than the last, the claims of the last take their
    place; how many claims gave way."""
    assert fed.report is not None
    versions, shown = _versions(books, fed), books.books()
    now = {event for _, event, row in _rows(fed.report, fed.event) if event and versions.holds(event, row)}
    stale: list[tuple[str, Claim]] = []
    fresh: dict[tuple[str, str], Claim] = {}
    rows = {document.report.id: {row.start: event for row, event, _ in _rows(document.report, fed.event)}
            for document in _alike(shown.documents, fed)}
    for claim in shown.claims:
        event = rows.get(claim.report, {}).get(claim.start, "")
        if event in now and shown.report_of(claim).sha256 == versions.last[event][1]:
            fresh[event, claim.kind] = claim
        elif event in now:
            stale.append((event, claim))
    for event, claim in stale:
        by = fresh.get((event, claim.kind))
        why = "the feed gives this event by another row"
        if by is None:
            books.retract(claim.id, known_on=known_on, who=who, why=why, backfill=backfill)
        else:
            books.amend(claim.id, by.id, known_on=known_on, who=who, why=why, backfill=backfill)
    return len(stale)
