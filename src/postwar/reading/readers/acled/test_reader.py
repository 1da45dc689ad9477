"""ACLED rows: kinds, days, the dead; rows that cannot be used lose no other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from postwar.core.actor import Actor
from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import Problem
from postwar.core.place import Place
from postwar.reading.readers.acled import reader

SAMPLE = (Path(__file__).parent / "samples" / "events.csv").read_bytes()
NAMES = Names(
    "c",
    (Actor("mill", "Mill", (), "state", "mill"), Actor("front", "Hill Front", (), "armed force", "hill")),
    (
        Place("bridge", "Millbridge", (), "town", (), None, None, None, None, ""),
        Place("hills", "Hills", (), "region", (), None, None, None, None, ""),
    ),
)
AT = "2014-05-12,1"
HEADS = (
    "event_date,time_precision,event_type,sub_event_type,actor1,actor2,location,admin1,fatalities,civilian_targeting"
)


def read(data: bytes) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims of a table."""
    (sheet,) = reader.open_sheets("events.csv", data)
    return reader.claims_of(Report("r", "ACLED", "", None, None, "", "en", sheet.text, "0" * 64, form="acled"), NAMES)


def one(row: str) -> Claim:
    """The last claim of a table of one row."""
    return read(f"{HEADS}\n{row}\n".encode())[0][-1]


def test_the_sample() -> None:
    claims, problems = read(SAMPLE)
    assert [(c.kind, c.actor, c.target, c.place, c.low, c.valid_from) for c in claims] == [
        ("incident", ("mill",), ("front",), ("bridge",), None, dt.date(2014, 5, 12)),
        ("casualty", ("mill",), ("front",), ("bridge",), 3, dt.date(2014, 5, 12)),
        ("accord", ("front",), ("mill",), ("hills",), None, dt.date(2014, 5, 10)),
    ]
    assert [(p.line, p.value) for p in problems] == [(4, "soon"), (5, "2 cells"), (3, "Nowhere")]
    text = SAMPLE.decode()
    assert all(text[c.start : c.end] == c.quote and c.quote.startswith(("A1,", "A2,")) for c in claims)
    assert len({c.id for c in claims}) == len(claims) and {c.evidence for c in claims} == {"record"}


@pytest.mark.parametrize(
    ("row", "kind", "dead", "status"),
    [
        (f"{AT},Battles,Government regains territory,Hill Front,Mill,Millbridge,Hills,0,", "capture", None, None),
        (f"{AT},Other,Non-violent transfer of territory,Mill,,Millbridge,Hills,0,", "handover", None, None),
        (f"{AT},Violence against civilians,Attack,Mill,,Millbridge,,4,yes", "casualty", 4, "civilian"),
        (f"{AT},Battles,Armed clash,Mill,,Millbridge,Hills,,", "incident", None, None),
    ],
)  # fmt: skip
def test_kinds_and_the_dead(row: str, kind: str, dead: float | None, status: str | None) -> None:
    claim = one(row)
    assert (claim.kind, claim.low, claim.status if dead else None) == (kind, dead, status)


def test_a_protest_without_force_makes_no_claim_and_is_told() -> None:
    rows = f"{AT},Protests,Peaceful protest,Mill,,Millbridge,Hills,0,\n" * 3
    claims, problems = read(f"{HEADS}\n{rows}".encode())
    assert not claims and [p.value for p in problems] == ["peaceful_protest (3)"]


def test_a_day_known_to_the_month_is_the_days_around_it() -> None:
    claim = one("2014-05-16,3,Battles,Armed clash,Mill,,Millbridge,Hills,0,")
    assert (claim.valid_from, claim.valid_to) == (dt.date(2014, 5, 1), dt.date(2014, 5, 31))


def test_names_that_are_not_known_are_told_once() -> None:
    rows = "".join(f"{AT},Battles,Armed clash,Ash Guard,,Elsewhere,,1,\n" for _ in range(40))
    claims, problems = read(f"{HEADS}\n{rows}".encode())
    assert len(claims) == 80 and {(c.actor, c.place) for c in claims} == {((), ())}
    assert [(p.value, p.line) for p in problems] == [("Ash Guard", 2), ("Elsewhere", 2)]
