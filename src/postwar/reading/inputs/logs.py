"""Logs of incidents: sentences in the cells of a table, which take the day and the place of their row."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from postwar.core.case import Names
from postwar.core.claim import Claim, Report, claim_id
from postwar.reading.inputs.gazette import gazette_of
from postwar.reading.inputs.register import RowFault, day
from postwar.reading.layout import Block


def with_rows(report: Report, blocks: Sequence[Block], names: Names, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims; those from sentences in a cell take the day and the place of their row where the words give none.

    A place that only an earlier row names is not that of a later one. A day that the words leave ``unresolved`` stays
    so: the row need not mean the same day. What is not said to have happened takes no day.
    """
    rows = [b for b in blocks if b.kind == "row" and b.whole is not None]
    starts = [b.whole[0] for b in rows if b.whole is not None]
    gazette = gazette_of(names)
    out: list[Claim] = []
    for claim in claims:
        k = bisect_right(starts, claim.start) - 1
        whole = rows[k].whole if k >= 0 else None
        if whole is None or (claim.start, claim.end) == whole or claim.end > whole[1]:
            out.append(claim)
            continue
        row = rows[k]
        if claim.date_basis == "none" and claim.modality == "happened":
            on = _day(row)
            if on is not None:
                claim = replace(claim, valid_from=on, valid_to=on, date_basis="explicit")
        if not gazette.places_in(report.text[slice(*whole)]).intersection(claim.place):
            place = gazette.place(row.text[slice(*row.cells[0])]) if row.cells else None
            claim = replace(claim, place=(place,) if place else ())
        out.append(claim)
    return _numbered(report, out)


def _day(row: Block) -> dt.date | None:
    """The day in the row's cell for days, where it is written so that nothing is open."""
    for (start, end), head in zip(row.cells, row.header, strict=False):
        if head == "date":
            try:
                return day(row.text[start:end].strip())
            except RowFault:
                return None
    return None


def _numbered(report: Report, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims with the ids that go with their places."""
    count: Counter[tuple[object, ...]] = Counter()
    out: list[Claim] = []
    new: dict[str, str] = {}
    for c in claims:
        key = (c.start, c.end, c.kind, c.actor, c.place, c.low, c.high)
        made = claim_id(report.sha256, c.start, c.end, c.kind, c.actor, c.place, c.low, c.high, count[key])
        count[key] += 1
        new[c.id] = made
        out.append(replace(c, id=made))
    return tuple(replace(c, depends_on=tuple(new.get(n, n) for n in c.depends_on)) for c in out)
