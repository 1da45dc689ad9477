"""Verdicts on obligations: the cases of the tables beside this file, and laws that hold for every case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.situation import situation_to_json
from postwar.core.time import AsOf
from postwar.situation.derive import derive
from tests import obligation_rows as built

CASES: list[dict[str, Any]] = built.CASES
FEW = CASES[::5]  # the laws below are tried on drawn settlements too, beside this file
MANY = [c for c in CASES if c not in FEW]
answer, build_books, build_case, compare = built.answer, built.build_books, built.build_case, built.compare


@pytest.mark.parametrize("data", CASES, ids=[c["name"].split(":")[0] for c in CASES])
def test_verdict(data: dict[str, Any]) -> None:
    states = {o.id: o for o in answer(data).obligations}
    for obligation_id, expected in data["expect"].items():
        compare(states[obligation_id], expected)


def name_of(data: dict[str, Any]) -> str:
    """What a row is called."""
    return str(data["name"]).partition(":")[0]


BOTH = [*FEW, *(pytest.param(c, marks=pytest.mark.slow) for c in MANY)]


@pytest.mark.parametrize("data", BOTH, ids=name_of)
def test_order_of_claims_does_not_matter(data: dict[str, Any]) -> None:
    case, books = build_case(data), build_books(data["claims"], data["as_of"])
    turned = replace(books, claims=books.claims[::-1], documents=books.documents[::-1])
    as_of = AsOf(data["as_of"], data["as_of"])
    assert situation_to_json(derive(case, books, as_of)) == situation_to_json(derive(case, turned, as_of))


@pytest.mark.parametrize("data", BOTH, ids=name_of)
def test_a_claim_known_later_never_changes_an_earlier_answer(data: dict[str, Any]) -> None:
    earlier = min((c["said"] for c in data["claims"]), default=data["as_of"])
    only = {**data, "claims": [c if c["said"] <= earlier else None for c in data["claims"]]}
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
