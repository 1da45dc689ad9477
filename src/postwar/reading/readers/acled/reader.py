"""ACLED: a row is an event; kinds by its sub-event, after the project's codebook (2023)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import Problem
from postwar.reading.inputs.encoding import decoded, head_of
from postwar.reading.inputs.limits import REGISTER_CHARACTERS
from postwar.reading.inputs.register import Event, RowFault, claims_of_register, count, day, heads_of
from postwar.reading.layout import Page
from postwar.reading.sheet import Sheet

NAME = "acled"
NEEDED = {"event_date", "event_type", "sub_event_type", "actor1", "location", "fatalities"}
PLACES = ("location", "admin3", "admin2", "admin1", "country")
_KINDS = {
    "government regains territory": "capture",
    "non-state actor overtakes territory": "capture",
    "non-violent transfer of territory": "handover",
    "agreement": "accord",
    "headquarters or base established": "deployment",
    "peaceful protest": "",
    "protest with intervention": "incident",
    "change to group/activity": "",
    "other": "",
}
_DAYS = {"1": (0, 0), "2": (-3, 3), "3": (-15, 15)}  # codebook: exact, week, month


def accepts(name: str, data: bytes) -> bool:
    """Whether the bytes begin with the column heads of the data set.

    >>> accepts("a.csv", b"event_date,event_type,sub_event_type,actor1,location,fatalities\\n")
    True
    """
    return set(heads_of(head_of(data))) >= NEEDED


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The table; its publisher is the data set's."""
    yield Sheet({"source": "ACLED", "language": "en"}, 0, (), decoded(name, data, declared, REGISTER_CHARACTERS))


def lay_out(text: str) -> Page:
    """Nothing is read as prose: rows become claims by :func:`claims_of`.

    >>> lay_out("event_date").blocks
    []
    """
    return Page(text, 0, [])


def claims_of(report: Report, names: Names) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims of every row: the event, and the dead where there are any.

    Nought dead makes no claim: the codebook writes it also where nothing is known. A day that is known to the week or
    the month only becomes the days around it.
    """
    return claims_of_register(report, names, _event)


def _event(cells: dict[str, str]) -> Event:
    on = day(cells["event_date"])
    before, after = _DAYS.get(cells.get("time_precision", "1"), (0, 0))
    dead = count(cells["fatalities"], "fatalities")
    kind = _KINDS.get(cells["sub_event_type"].lower(), "incident")
    if not cells["event_type"]:
        raise RowFault(cells["event_type"], "no event type:", "give the event_type of the data set")
    civilian = cells.get("civilian_targeting", "") != "" or cells["event_type"].lower() == "violence against civilians"
    return Event(
        kind,
        on + dt.timedelta(days=before),
        on + dt.timedelta(days=after),
        tuple(cells[k] for k in PLACES if cells.get(k)),
        tuple(cells[k] for k in ("actor1",) if cells.get(k)),
        tuple(cells[k] for k in ("actor2",) if cells.get(k)),
        dead or None,
        dead or None,
        "civilian" if civilian else "unknown",
        tuple(s.strip() for s in cells.get("source", "").split(";") if s.strip()),
        "_".join(re.findall(r"[a-z]+", cells["sub_event_type"].lower())) or None,
    )
