"""UCDP GED: a row is an event in which people were killed, with a low and a high count, after the codebook (25.1)."""

from __future__ import annotations

from collections.abc import Iterator

from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import Problem
from postwar.reading.inputs.encoding import decoded, head_of
from postwar.reading.inputs.limits import REGISTER_CHARACTERS
from postwar.reading.inputs.register import Event, RowFault, claims_of_register, count, day, heads_of
from postwar.reading.layout import Page
from postwar.reading.sheet import Sheet

NAME = "ged"
NEEDED = {"type_of_violence", "side_a", "side_b", "date_start", "date_end", "best", "high", "low"}
PLACES = ("where_coordinates", "adm_2", "adm_1", "country")
_NONE = {"-9", "civilians"}  # the second is not an actor


def accepts(name: str, data: bytes) -> bool:
    """Whether the bytes begin with the column heads of the data set.

    >>> accepts("a.csv", b"id,type_of_violence,side_a,side_b,date_start,date_end,best,high,low\\n")
    True
    """
    return set(heads_of(head_of(data))) >= NEEDED


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """The table; its publisher is the data set's."""
    yield Sheet({"source": "UCDP", "language": "en"}, 0, (), decoded(name, data, declared, REGISTER_CHARACTERS))


def lay_out(text: str) -> Page:
    """Nothing is read as prose: rows become claims by :func:`claims_of`.

    >>> lay_out("side_a").blocks
    []
    """
    return Page(text, 0, [])


def claims_of(report: Report, names: Names) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims of every row: the event, and the dead from the low to the high count."""
    return claims_of_register(report, names, _event)


def _event(cells: dict[str, str]) -> Event:
    first, last = day(cells["date_start"]), day(cells["date_end"])
    if last < first:
        raise RowFault(cells["date_end"], "ends before it begins:", "check date_start and date_end")
    low, best, high = (count(cells[k], k) for k in ("low", "best", "high"))
    if not low <= best <= high:
        raise RowFault(
            f"{cells['low']}, {cells['best']}, {cells['high']}", "low, best, high out of order:", "check them"
        )
    civil = count(cells.get("deaths_civilians", ""), "deaths_civilians")
    armed = sum(count(cells.get(k, ""), k) for k in ("deaths_a", "deaths_b"))
    unknown = count(cells.get("deaths_unknown", ""), "deaths_unknown")
    status = (
        "civilian" if civil and not armed + unknown else "combatant" if armed and not civil + unknown else "unknown"
    )
    places = tuple(cells[k] for k in PLACES if cells.get(k))
    sides = [(s,) if s and s.lower() not in _NONE else () for s in (cells["side_a"], cells["side_b"])]
    return Event("incident", first, last, places, sides[0], sides[1], low, high or None, status)
