"""The access log of a case: access.csv, what each observer could see, where and when."""

from __future__ import annotations

from collections.abc import Mapping

from postwar.cases.documents import Documents
from postwar.cases.fields import Ids
from postwar.cases.rows import NO_DAY, only_once
from postwar.core.accord import ACCESS_STATES, Access


def read_access(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Access, ...]:
    """The lines of access.csv in their order; none where the case has no such file."""
    rows = documents.rows("access.csv").rows
    only_once(rows, "id")
    lines = []
    for row in rows:
        begin, end = row.day("from", required=True), row.day("to")
        row.in_order("from", "to", begin, end)
        lines.append(Access(
            id=row.some_id(), observer=row.one_id("observer", ids["actor"], required=True),
            place=row.ids("place", ids["place"], required=True), state=row.choice("state", ACCESS_STATES),
            from_=begin or NO_DAY, to=end, known_on=row.day("known_on", required=True) or NO_DAY,
            source=row.text("source", required=True)))
    return tuple(lines)
