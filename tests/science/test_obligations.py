"""Verdicts on obligations: the cases of obligation_cases.toml, and laws that hold for every case."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.accord import Accord, Amendment, Due, Obligation, Power, Provision, Reading
from postwar.core.actor import Actor, Force, Group
from postwar.core.books import Books, Document
from postwar.core.case import Case
from postwar.core.claim import Claim, Report, claim_id
from postwar.core.place import Place
from postwar.core.situation import ObligationState, Situation, situation_to_json
from postwar.core.time import AsOf, Day
from postwar.situation.derive import derive

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "obligation_cases.toml").read_text("utf-8"))[
    "case"
]

ACTORS = (
    Actor("east", "East", ("East",), "state", "east"),
    Actor("west", "West", ("West",), "state", "west"),
    Actor("west-army", "Army of West", ("army of West",), "armed force", "west"),
    Actor("sponsor", "Sponsor", (), "state", "sponsor"),
    Actor("mission", "Mission", ("the mission",), "mission", "sponsor"),
    Actor("valley-people", "People of the valley", (), "population", "west"),
)


def _place(place_id: str, kind: str, within: tuple[str, ...], controller: str | None) -> Place:
    return Place(place_id, place_id.capitalize(), (), kind, within, None, None, None, controller, "invented")


PLACES = (
    _place("valley", "region", (), "west"),
    _place("belt", "zone", (), None),
    _place("north", "district", ("belt",), "west"),
    _place("south", "district", ("belt",), "west"),
    _place("corridor", "corridor", ("south",), "mission"),
    _place("bridge", "site", ("corridor",), None),
    _place("town", "town", ("valley",), "east"),
)


def _obligation(data: dict[str, Any]) -> Obligation:
    due = dict(data.get("due", {}))
    if "from" in due:
        due["from_"] = due.pop("from")
    power = data.get("power")
    readings = tuple(
        Reading(r["id"], tuple(r["holder"]), r["text"], tuple(r["changes"].items()), r["known_on"], "invented")
        for r in data.get("reading", ())
    )
    return Obligation(
        data["id"],
        "p-" + data["id"],
        tuple(data["obligor"]),
        tuple(data.get("beneficiary", ())),
        data.get("mode", "must"),
        data["act"],
        data["act"],
        tuple(data["place"]),
        data.get("extent", "whole"),
        tuple(data.get("except", ())),
        data.get("quantity"),
        data.get("unit"),
        Due(**due),
        tuple(data.get("after", ())),
        "",
        None
        if power is None
        else Power(
            power["kind"],
            tuple(power["holder"]),
            power["term_years"],
            power["renews_years"],
            power["notice_months"],
            power["from"],
        ),
        data.get("stage"),
        readings,
    )


def build_case(data: dict[str, Any]) -> Case:
    """The case of one row: invented places and actors, its obligations and amendments."""
    provisions = tuple(
        Provision(
            "p-" + o["id"], o["act"], "", (), "invented", data.get("known_on", data["signed_on"]), (_obligation(o),)
        )
        for o in data["obligation"]
    )
    amendments = tuple(
        Amendment(
            a["id"],
            a["obligation"],
            a["kind"],
            a.get("by"),
            a["agreed_on"],
            a["agreed_on"],
            (),
            a["form"],
            (),
            "invented",
        )
        for a in data.get("amendment", ())
    )
    return Case(
        "row",
        "Row",
        "",
        data["signed_on"],
        "UTC",
        None,
        ("en",),
        ACTORS,
        PLACES,
        groups=(
            Group("valley-people", "People of the valley", (), ("valley",), (), None, None, None, None, "invented"),
        ),
        forces=(Force("mission", "mission", "Mission", None, "soldier", "", ("valley", "corridor"), "invented"),),
        accord=Accord(data["signed_on"], provisions, amendments),
    )


def build_books(rows: list[dict[str, Any]], known: Day) -> Books:
    """One report a claim, each with its own words as its whole text and its own source; rows that name one report are
    in one."""
    documents: list[Document] = []
    claims: list[Claim] = []
    for n, row in enumerate(rows):
        if row["said"] > known:
            continue
        words = row["words"]
        name = row.get("report", f"r{n}")
        sha = hashlib.sha256(f"{name}{words}".encode()).hexdigest()
        report = Report(name, f"Paper {n}", "", row["said"], None, "", "en", words, sha)
        low, high = _figure(row)
        begin, end = row.get("on", row.get("since")), row.get("on", row.get("until"))
        who, at = tuple(row.get("who", ())), tuple(row.get("at", ()))
        claims.append(
            Claim(
                claim_id(sha, 0, len(words), row["kind"], who, at, low, high),
                report.id,
                0,
                len(words),
                words,
                row["kind"],
                row["modality"],
                who,
                tuple(row.get("to", ())),
                at,
                begin,
                end,
                "explicit" if begin else "none",
                low,
                high,
                row.get("bound"),
                row.get("unit"),
                None,
                tuple(row.get("by", ())),
                tuple(row.get("link", ())),
                measure=row.get("measure"),
            )
        )
        if name not in {d.report.id for d in documents}:
            documents.append(Document(report, row["said"], n + 1, 1))
    return Books(known, len(documents), tuple(documents), tuple(claims))


def _figure(row: dict[str, Any]) -> tuple[float | None, float | None]:
    numbers = row.get("n")
    if not numbers:
        return None, None
    if row["bound"] == "at_least":
        return numbers[0], None
    return numbers[0], numbers[-1]


def answer(data: dict[str, Any], as_of: Day | None = None) -> Situation:
    """The situation of one row as of its day."""
    day = as_of or data["as_of"]
    return derive(build_case(data), build_books(data["claims"], day), AsOf(day, day))


def compare(state: ObligationState, expected: dict[str, Any]) -> None:
    """Every axis that the row names."""
    for axis, value in expected.items():
        if axis == "timeliness":
            assert state.timeliness.code == value, (axis, state)
        elif axis == "days":
            assert state.timeliness.days == value, (axis, state)
        elif axis == "original":
            assert [state.timeliness.original_code, state.timeliness.original_days] == value, (axis, state)
        elif axis == "belief":
            assert state.belief.p == pytest.approx(value), (axis, state)
        elif axis == "readings":
            assert {r.id: [r.life_cycle, r.disposition] for r in state.readings} == value, (axis, state)
        elif axis in ("why", "due_text"):
            assert value in getattr(state, axis), (axis, state)
        elif axis == "amendments":
            assert list(state.amendments) == value, (axis, state)
        elif axis == "due" and value == "none":
            assert state.due is None, (axis, state)
        else:
            assert getattr(state, axis) == value, (axis, state)


@pytest.mark.parametrize("data", CASES, ids=[c["name"].split(":")[0] for c in CASES])
def test_verdict(data: dict[str, Any]) -> None:
    states = {o.id: o for o in answer(data).obligations}
    for obligation_id, expected in data["expect"].items():
        compare(states[obligation_id], expected)


@pytest.mark.parametrize("data", CASES, ids=[c["name"].split(":")[0] for c in CASES])
def test_order_of_claims_does_not_matter(data: dict[str, Any]) -> None:
    case, books = build_case(data), build_books(data["claims"], data["as_of"])
    turned = replace(books, claims=books.claims[::-1], documents=books.documents[::-1])
    as_of = AsOf(data["as_of"], data["as_of"])
    assert situation_to_json(derive(case, books, as_of)) == situation_to_json(derive(case, turned, as_of))


@pytest.mark.parametrize("data", [c for c in CASES if len(c["claims"]) > 1], ids=lambda c: c["name"].split(":")[0])
def test_a_claim_known_later_never_changes_an_earlier_answer(data: dict[str, Any]) -> None:
    earlier = min(c["said"] for c in data["claims"])
    only = {**data, "claims": [c for c in data["claims"] if c["said"] <= earlier]}
    assert situation_to_json(answer(data, earlier)) == situation_to_json(answer(only, earlier))


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(4)), st.integers(0, 3))
def test_no_subset_of_reports_of_what_is_ahead_makes_a_duty_done(order: list[int], n: int) -> None:
    rows = [
        {
            "said": dt.date(2020, 11, 12 + k),
            "kind": "handover",
            "modality": m,
            "at": ["north"],
            "to": ["east"],
            "words": f"{m} {k}",
        }
        for k, m in enumerate(("agreed", "planned", "demanded", "conditional"))
    ]
    data = {**CASES[0], "claims": [rows[k] for k in order[:n]]}
    state = answer(data).obligations[0]
    assert (state.life_cycle, state.done_on, state.grade) == ("in_effect", None, 0)


@pytest.mark.parametrize(
    "modality,must,must_not",
    [
        ("happened", "fulfilled", "violated"),
        ("planned", "in_effect", "in_effect"),
        ("agreed", "in_effect", "in_effect"),
    ],
)
def test_a_prohibition_mirrors_the_duty(modality: str, must: str, must_not: str) -> None:
    row = {
        "said": dt.date(2020, 11, 25),
        "kind": "handover",
        "modality": modality,
        "at": ["north"],
        "to": ["east"],
        "words": "North passed",
    }
    duty = {"id": "o", "act": "handover", "obligor": ["west"], "beneficiary": ["east"], "place": ["north"]}
    data = {"signed_on": dt.date(2020, 11, 10), "as_of": dt.date(2020, 12, 2), "claims": [row]}
    assert answer({**data, "obligation": [duty]}).obligations[0].life_cycle == must
    assert answer({**data, "obligation": [{**duty, "mode": "must_not"}]}).obligations[0].life_cycle == must_not


def test_copies_of_one_origin_do_not_raise_belief() -> None:
    row = {
        "said": dt.date(2020, 11, 21),
        "kind": "handover",
        "modality": "happened",
        "at": ["north"],
        "to": ["east"],
        "on": dt.date(2020, 11, 20),
        "by": ["east"],
        "words": "North passed to East",
    }
    one = answer({**CASES[0], "claims": [row]}).obligations[0].belief
    twenty = (
        answer({**CASES[0], "claims": [{**row, "words": f"North passed to East, copy {k}"} for k in range(20)]})
        .obligations[0]
        .belief
    )
    other = (
        answer({**CASES[0], "claims": [row, {**row, "by": ["west"], "words": "West confirms it"}]})
        .obligations[0]
        .belief
    )
    assert twenty == one
    assert other.p > one.p
