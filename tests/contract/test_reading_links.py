"""Which provisions a claim speaks of, and why: what is chosen, tied or set aside, and for what reasons."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.link import ABOUT, STANDS, STATES, Link, chosen_of
from postwar.reading.links import Linker
from postwar.reading.read import read_report
from postwar.reading.reading import linker_of
from tests.invented_names import actor_of, place_of

LABELLED = tomllib.loads(Path(__file__).with_name("link_sentences.toml").read_text(encoding="utf-8"))


def names_of(data: dict[str, Any], provisions: list[list[str]] | None = None) -> Names:
    rows = data["provisions"] if provisions is None else provisions
    actors = tuple(actor_of(row) for row in data["actors"].strip().splitlines())
    places = tuple(place_of(row) for row in data["places"].strip().splitlines())
    return Names("invented", actors, places, (), tuple((pid, text) for pid, text in rows))


BAY, PASS = names_of(LABELLED["bay"]), names_of(LABELLED["pass"])


def said(kind: str, quote: str = "it was so", **fields: Any) -> Claim:
    return Claim("c-1", "r", 0, len(quote), quote, kind, fields.pop("modality", "happened"), **fields)


def links(names: Names, claim: Claim) -> dict[str, Link]:
    return {link.to: link for link in linker_of(names, "en").links(claim)}


ELM, RASK, BOTH = ("elm",), ("rask",), ("rask", "elm")


@pytest.mark.parametrize(("names", "claim", "chosen", "state"), [
    pytest.param(PASS, said("handover", place=ELM), ("d2",), "chosen", id="the same place"),
    pytest.param(PASS, said("handover", place=("hult",)), ("d1",), "chosen", id="a place inside"),
    pytest.param(PASS, said("handover", place=("highlands",)), (), "", id="a wider place tells neither"),
    pytest.param(PASS, said("handover"), (), "", id="a handover of no place"),
    pytest.param(PASS, said("handover", place=BOTH), ("d1", "d2"), "chosen", id="two places, a clause each: no tie"),
    pytest.param(PASS, said("control", place=RASK), ("d1",), "chosen", id="a near kind at the place"),
    pytest.param(PASS, said("disarmament", low=500, high=500, unit="soldier"), ("d7",), "chosen", id="counts the same"),
    pytest.param(PASS, said("disarmament", low=500, high=500, unit="weapon"), (), "", id="counts something else"),
    pytest.param(PASS, said("disarmament", actor=("anvari-army",)), (), "", id="done by another"),
    pytest.param(PASS, said("displacement", place=RASK), (), "", id="a kind that no clause is about"),
    pytest.param(PASS, said("exchange", "forty prisoners were freed"), ("d5",), "chosen", id="words in common"),
    pytest.param(BAY, said("withdrawal", place=("kell",), actor=("sellan-army",)), ("c2",), "chosen", id="army"),
    pytest.param(BAY, said("withdrawal", place=("kell",), actor=("league",)), (), "", id="the other side's forces"),
    pytest.param(BAY, said("deadline", "by the 15th", valid_to=dt.date(2022, 5, 15), actor=("sellan-army",)), ("c2",),
                 "chosen", id="the clause's day"),
    pytest.param(BAY, said("incident", place=("mora",)), (), "", id="an incident is of no clause by its place alone"),
])
def test_what_a_claim_is_linked_to(names: Names, claim: Claim, chosen: tuple[str, ...], state: str) -> None:
    found = links(names, claim)
    assert chosen_of(found.values()) == chosen
    assert {found[to].state for to in chosen} == ({state} if state else set())


def test_what_fits_equally_well_is_tied_and_kept() -> None:
    two = names_of(LABELLED["bay"], [["a", "The League hands in its rifles"], ["b", "The League hands in its mortars"]])
    found = links(two, said("disarmament", "arms were handed in", actor=("league",)))
    assert {to: link.state for to, link in found.items()} == {"a": "tied", "b": "tied"}


def test_a_place_that_a_clause_leaves_out_speaks_against_it() -> None:
    names = names_of(LABELLED["pass"], [["a", "Rask district, except Hult, passes to Anvar"]])
    found = links(names, said("handover", place=("hult",)))["a"]
    assert found.state == "set aside"
    assert [(r.about, r.words) for r in found.reasons if r.stands == "against"] == [
        ("place", "the clause leaves hult out")]


def test_reasons_for_and_against_stand_beside_each_candidate() -> None:
    found = links(PASS, said("handover", place=ELM, actor=("council",), valid_from=dt.date(2019, 4, 8),
                             valid_to=dt.date(2019, 4, 8)))
    assert {(r.about, r.stands) for r in found["d2"].reasons} >= {("kind", "for"), ("place", "for")}
    assert next(r.words for r in found["d2"].reasons if r.about == "window") == "2019-04-08 is after 2019-04-01"
    assert [r.words for r in found["d1"].reasons if r.stands == "against"] == ["elsewhere: elm"]


KINDS = st.sampled_from(
    ["handover", "withdrawal", "exchange", "deployment", "guard", "deadline", "incident", "position"])
CLAIMS = st.builds(
    lambda kind, actor, place, unit, words: said(
        kind, words, actor=tuple(actor), place=tuple(place), unit=unit, low=None if unit is None else 400.0),
    KINDS, st.lists(st.sampled_from([a.id for a in PASS.actors]), max_size=2, unique=True),
    st.lists(st.sampled_from([p.id for p in PASS.places]), max_size=2, unique=True),
    st.sampled_from([None, "soldier", "weapon", "person"]),
    st.sampled_from(["it was so", "the truce and the law", "prisoners were exchanged", "soldiers guarded the pass"]))


@given(CLAIMS)
@settings(max_examples=60, deadline=None)
def test_whatever_is_set_aside_has_a_reason_against_it(claim: Claim) -> None:
    for link in links(PASS, claim).values():
        assert link.state in STATES and all(r.about in ABOUT and r.stands in STANDS for r in link.reasons)
        assert link.holds is not any(r.stands == "against" for r in link.reasons)


@given(CLAIMS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_clauses_and_of_ids_does_not_matter(claim: Claim, order: Any) -> None:
    linker = linker_of(PASS, "en")
    clauses = list(linker.clauses)
    order.shuffle(clauses)
    other = Linker(clauses, linker.gazetteer, linker.lexicon).links(claim)
    assert sorted(other, key=lambda x: x.to) == sorted(linker.links(claim), key=lambda x: x.to)


def test_linking_changes_nothing_else_of_a_claim() -> None:
    text = "The Council handed over Elm on 1 April."
    bare = names_of(LABELLED["pass"], [])
    with_accord, without = (read_report(report(text, dt.date(2019, 4, 2)), n)[0] for n in (PASS, bare))
    assert [c.id for c in with_accord] == [c.id for c in without]
    assert [c.provision for c in with_accord] == [("d2",)] and [c.provision for c in without] == [()]


def report(text: str, day: dt.date) -> Report:
    return Report("r", "Wire", "", day, None, "", "en", text, "0" * 64)


@pytest.mark.slow
def test_sentences_of_two_settlements_are_linked_as_labelled() -> None:
    hits = found = wanted = 0
    for data in LABELLED.values():
        names = names_of(data)
        for text, labels in data["sentences"]:
            got = {p for c in read_report(report(text, data["day"]), names)[0] for p in c.provision}
            hits += len(got & set(labels))
            found += len(got)
            wanted += len(labels)
    assert hits / found >= 0.85 and hits / wanted >= 0.8, (hits, found, wanted)
