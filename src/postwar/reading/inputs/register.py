"""Registers of events: each row of a data set becomes claims that quote the row whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from postwar.core.case import Names
from postwar.core.claim import Claim, Report, claim_id
from postwar.core.errors import Problem
from postwar.reading.inputs.gazette import Gazette, Unknown, gazette_of
from postwar.reading.inputs.grid import Row, delimiter_of, rows_of

READER = "register@1"
MOST_ROW_PROBLEMS = 200
_ABBREVIATIONS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: n for n, name in enumerate(_ABBREVIATIONS, 1)}


@dataclass(frozen=True, slots=True)
class Event:
    """What one row says: kind of claim (empty: none), days, places from finest to coarsest, the two sides, the dead."""

    kind: str
    first: dt.date | None
    last: dt.date | None
    places: tuple[str, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    dead_low: float | None = None
    dead_high: float | None = None
    status: str = "unknown"
    sources: tuple[str, ...] = ()
    scope: str | None = None  # what the data set calls it


class RowFault(Exception):
    """A row that cannot be used: the value at fault, what is wrong with it, and what mends it."""

    def __init__(self, value: str, message: str, mend: str) -> None:
        self.value, self.message, self.mend = value, message, mend
        super().__init__(message)


def heads_of(text: str) -> tuple[str, ...]:
    """The column heads of a register, in lower case.

    >>> heads_of('event_date,"Event Type"\\n2014-05-12,Battles')
    ('event_date', 'event_type')
    """
    top = text[:20_000].lstrip("\ufeff")
    row = next(iter(rows_of(top, delimiter_of(top))), None)
    return tuple("_".join(c.value.strip().lower().split()) for c in row.cells) if row else ()


def claims_of_register(
    report: Report, names: Names, event_of: Callable[[dict[str, str]], Event]
) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Every row's claims, in order. A row that is no event is a problem with its line, and loses no other row."""
    gazette, unknown = gazette_of(names), Unknown(report.id)
    claims: list[Claim] = []
    problems: list[Problem] = []
    silent: Counter[str] = Counter()
    bad = 0
    for row, cells, fault in cells_of_register(report.text):
        try:
            if fault is not None:
                raise fault
            event = event_of(cells)
        except RowFault as found:
            bad += 1
            if bad <= MOST_ROW_PROBLEMS:
                problems.append(Problem(report.id, row.line, found.value[:80], found.message, found.mend))
            continue
        if not event.kind and not event.dead_high:
            silent[event.scope or ""] += 1
            continue
        claims += _claims(report, row, event, gazette, unknown)
    if bad > MOST_ROW_PROBLEMS:
        rest = Problem(report.id, None, str(bad - MOST_ROW_PROBLEMS), "further rows cannot be used:", "see those above")
        problems.append(rest)
    if silent:
        said = ", ".join(f"{scope} ({n})" for scope, n in sorted(silent.items()))[:300]
        problems.append(
            Problem(report.id, None, said, "rows that make no claim:", "nothing, they are no acts of force")
        )
    return _numbered(report, claims), (*problems, *unknown.problems())


def cells_of_register(text: str) -> Iterator[tuple[Row, dict[str, str], RowFault | None]]:
    """Each row of a register, its cells by the heads of their columns, and what is wrong with it.

    >>> [(row.line, cells) for row, cells, _ in cells_of_register("id,best\\n7,3\\n")]
    [(2, {'id': '7', 'best': '3'})]
    """
    heads = heads_of(text)
    begin = 1 if text.startswith("\ufeff") else 0
    for n, row in enumerate(rows_of(text, delimiter_of(text), begin)):
        if n == 0 or row.empty:
            continue
        if len(row.cells) != len(heads):
            said = f"{len(row.cells)} cells"
            yield row, {}, RowFault(said, f"the heads are {len(heads)}, the row has", "quote cells that hold commas")
            continue
        yield row, dict(zip(heads, (c.value.strip() for c in row.cells), strict=True)), None


def _claims(report: Report, row: Row, event: Event, gazette: Gazette, unknown: Unknown) -> list[Claim]:
    """The event as a claim of its kind, and the dead as another."""
    place = next((p for p in map(gazette.place, event.places) if p), None)
    named = next((p for p in event.places if p), "")
    if named and (gazette.place(named) is None):
        unknown.note("place", named, row.line)
    resolved: list[list[str]] = []
    for cells in (event.actors, event.targets):
        ids: list[str] = []
        for cell in cells:
            found = gazette.actor(cell)
            if found is None:
                unknown.note("actor", cell, row.line)
            elif found not in ids:
                ids.append(found)
        resolved.append(ids)
    sources = [s for s in map(gazette.actor, event.sources) if s]
    claim = Claim(
        id="",
        report=report.id,
        start=row.start,
        end=row.end,
        quote=report.text[row.start : row.end],
        kind=event.kind,
        modality="happened",
        actor=tuple(resolved[0]),
        target=tuple(a for a in resolved[1] if a not in resolved[0]),
        place=(place,) if place else (),
        valid_from=event.first,
        valid_to=event.last,
        date_basis="explicit" if event.first else "none",
        attributed_to=tuple(dict.fromkeys(sources)),
        reader=READER,
        scope=event.scope,
        evidence="record",
    )
    if not event.dead_high:
        return [claim]
    bound = "exact" if event.dead_low == event.dead_high else "between"
    dead = replace(
        claim, kind="casualty", low=event.dead_low, high=event.dead_high, bound=bound, unit="person", measure="flow",
        status=event.status, scope="killed",
    )  # fmt: skip
    return [claim, dead] if event.kind else [dead]


def _numbered(report: Report, claims: list[Claim]) -> tuple[Claim, ...]:
    return tuple(
        replace(c, id=claim_id(report.sha256, c.start, c.end, c.kind, c.actor, c.place, c.low, c.high)) for c in claims
    )


def day(text: str) -> dt.date:
    """The day of a cell; ``RowFault`` where it is none.

    >>> day("2014-05-12 00:00:00.000"), day("12 May 2014")
    (datetime.date(2014, 5, 12), datetime.date(2014, 5, 12))
    """
    parts = text.split()
    try:
        if len(parts) == 3 and parts[1][:3].title() in _MONTHS:
            return dt.date(int(parts[2]), _MONTHS[parts[1][:3].title()], int(parts[0]))
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise RowFault(text, "no day:", "write YYYY-MM-DD") from None


def count(text: str, name: str) -> float:
    """The number of a cell, nought where it is empty; ``RowFault`` where it is no whole number of nought or more.

    >>> count("12", "deaths"), count("", "deaths")
    (12.0, 0.0)
    """
    bare = text.strip().removesuffix(".0")
    if not bare:
        return 0.0
    if not (bare.isascii() and bare.isdigit() and len(bare) < 10):
        raise RowFault(text, f"{name} is no whole number:", "write figures alone")
    return float(bare)
