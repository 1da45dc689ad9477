"""UCDP GED rows: both counts of the dead, sides, days; rows that contradict themselves lose no other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from postwar.core.actor import Actor
from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import Problem
from postwar.core.place import Place
from postwar.reading.readers.ged import reader

SAMPLE = (Path(__file__).parent / "samples" / "events.csv").read_bytes()
NAMES = Names(
    "c",
    (Actor("mill", "Mill", (), "state", "mill"), Actor("front", "Hill Front", (), "armed force", "hill")),
    (Place("ulm", "Ulm", (), "town", (), None, None, None, None, ""),),
)
HEADS = (
    "type_of_violence,side_a,side_b,where_coordinates,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "best,high,low"
)


def read(data: bytes) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims of a table."""
    (sheet,) = reader.open_sheets("ged.csv", data)
    return reader.claims_of(Report("r", "UCDP", "", None, None, "", "en", sheet.text, "0" * 64, form="ged"), NAMES)


def test_the_sample() -> None:
    claims, problems = read(SAMPLE)
    assert [(c.kind, c.actor, c.target, c.place, c.low, c.high, c.bound) for c in claims] == [
        ("incident", ("mill",), ("front",), ("ulm",), None, None, None),
        ("casualty", ("mill",), ("front",), ("ulm",), 3, 5, "between"),
    ]
    assert (claims[0].valid_from, claims[0].valid_to) == (dt.date(2014, 5, 12), dt.date(2014, 5, 13))
    assert [(p.line, p.value) for p in problems] == [(3, "2014-05-11")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("3,Government of Mill,Civilians,Ulm town,2014-05-12,2014-05-12,0,0,4,4,4,4", (4, "civilian", ())),
        ("1,Government of Mill,Hill Front,Ulm,2014-05-12,2014-05-12,2,1,0,3,3,3", (3, "combatant", ("front",))),
        ("1,Government of Mill,Hill Front,Ulm,2014-05-12,2014-05-12,2,1,1,4,4,4", (4, "unknown", ("front",))),
    ],
    ids=["civilians", "combatants", "both"],
)
def test_who_died(row: str, expected: tuple[float, str, tuple[str, ...]]) -> None:
    claim = read(f"{HEADS}\n{row}\n".encode())[0][-1]
    assert (claim.low, claim.status, claim.target) == expected


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("1,A,B,Ulm,2014-05-12,2014-05-12,0,0,0,9,5,3", "3, 9, 5"),
        ("1,A,B,Ulm,2014-05-12,2014-05-12,0,0,0,-1,5,3", "-1"),
        ("1,A,B,Ulm,12/05/2014,2014-05-12,0,0,0,3,5,3", "12/05/2014"),
    ],
)
def test_a_row_that_cannot_be_used(row: str, value: str) -> None:
    claims, problems = read(f"{HEADS}\n{row}\n".encode())
    assert not claims and (problems[0].line, problems[0].value) == (2, value)
