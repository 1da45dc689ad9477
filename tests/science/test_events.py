"""Claims that tell of the same event: what is one, what is two, who is recommended, what stands beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.actor import Actor
from postwar.core.case import Case
from postwar.core.claim import Claim, Report
from postwar.core.place import Place
from postwar.situation.events import events
from postwar.situation.evidence import Item
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

FIRST = dt.date(2031, 5, 1)
CASE = Case(
    "c", "", "", FIRST, "UTC", None, (),
    actors=(Actor("upland", "Upland", (), "state", "upland"), Actor("lowland", "Lowland", (), "state", "lowland"),
            Actor("upland-army", "Upland army", (), "armed force", "upland")),
    places=tuple(Place(i, i, (), "district", within, None, None, None, None, "invented")
                 for i, within in (("north", ()), ("mill", ("north",)), ("south", ()))))
SIDES, REACH = Sides(CASE), Reach(CASE)


def told(name: str, kind: str = "handover", day: int | None = 4, said: int = 5, **more: Any) -> Item:
    """A claim told on a day (of May 2031), by an origin of its own unless said."""
    on = None if day is None else FIRST + dt.timedelta(days=day)
    saying = FIRST + dt.timedelta(days=said)
    origin, letter = more.pop("origin", name), more.pop("letter", "B")
    quote, modality = more.pop("quote", "it passed"), more.pop("modality", "happened")
    claim = Claim(f"c-{name}", f"r-{name}", 0, 1, quote, kind, modality,
                  valid_from=more.pop("first", on), valid_to=more.pop("last", on), **more)
    report = Report(f"r-{name}", origin, "", saying, None, "", "en", "x", "0" * 64)
    return Item(claim, report, saying, on, saying, origin, origin, letter, "", "")


def groups(*items: Item) -> list[list[str]]:
    return sorted(sorted(t.claim.removeprefix("c-") for t in e.tellings) for e in events(items, SIDES, REACH))


N, S, M = ("north",), ("south",), ("mill",)


@pytest.mark.parametrize(("items", "expected"), [
    pytest.param([told("a", place=N), told("b", place=N)], [["a", "b"]], id="the same"),
    pytest.param([told("a", place=N), told("b", place=S)], [["a"], ["b"]], id="two places"),
    pytest.param([told("a", place=N), told("b", place=M)], [["a", "b"]], id="one place in the other"),
    pytest.param([told("a", place=N), told("b", day=7, place=N)], [["a", "b"]], id="once, days near"),
    pytest.param([told("a", place=N), told("b", day=9, place=N)], [["a"], ["b"]], id="once, days far"),
    pytest.param([told("a", "incident", place=N), told("b", "incident", day=5, place=N)], [["a"], ["b"]],
                 id="often: another day is another"),
    pytest.param([told("a", place=N), told("b", "capture", place=N)], [["a"], ["b"]], id="another kind"),
    pytest.param([told("a", place=N, actor=("upland",)), told("b", place=N, actor=("upland-army",))], [["a", "b"]],
                 id="an army and its state"),
    pytest.param([told("a", place=N, actor=("upland",)), told("b", place=N, actor=("lowland",))], [["a"], ["b"]],
                 id="two parties"),
    pytest.param([told("a", place=N, actor=("upland",)), told("b", place=N)], [["a", "b"]], id="one names no party"),
    pytest.param([told("a", place=N), told("b", day=None, said=6, place=N)], [["a", "b"]], id="news without a day"),
    pytest.param([told("a", place=N), told("b", day=None, said=30, place=N)], [["a"], ["b"]], id="too late to be news"),
    pytest.param([told("a", place=N), told("b", day=None, said=3, place=N)], [["a"], ["b"]], id="told before it was"),
    pytest.param([told("a", place=N), told("b", modality="planned", place=N)], [["a"]], id="planned is no event"),
    pytest.param([told("a", place=N), told("b")], [["a", "b"]], id="once, without a place"),
    pytest.param([told("a", "incident", place=N), told("b", "incident")], [["a"], ["b"]], id="often, without a place"),
    pytest.param([told("a", "casualty", measure="cumulative", place=N)], [], id="a total is no event"),
    pytest.param([told("a", "talks", actor=("upland",)), told("b", "talks", actor=("upland",)),
                  told("c", "talks", actor=("lowland",))], [["a", "b"], ["c"]], id="talks by who took part"),
])
def test_what_is_one_event(items: list[Item], expected: list[list[str]]) -> None:
    assert groups(*items) == expected


@given(st.permutations([told("a", place=N), told("b", place=N, day=None, said=6), told("c", place=M, day=6),
                        told("d", "incident", place=N), told("e", "incident", place=M, said=9), told("f", place=S)]))
@settings(max_examples=40, deadline=None)
def test_the_order_of_claims_does_not_matter(items: list[Item]) -> None:
    assert events(items, SIDES, REACH) == events(sorted(items, key=lambda i: i.claim.id), SIDES, REACH)


def test_the_one_that_says_most_is_recommended() -> None:
    (event,) = events([told("vague", day=None, said=5, place=N), told("good", place=N, letter="B", said=6),
                       told("better", place=N, letter="A", said=7)], SIDES, REACH)
    roles = {t.claim: (t.role, t.reason) for t in event.tellings}
    assert roles["c-better"][0] == "recommended"
    assert roles["c-good"] == ("triangulation", "an independent report")
    assert roles["c-vague"] == ("triangulation", "an independent report; no day")
    assert event.id == "e-vague" and event.origins == 3


WIRE = "The north was handed over to the council at noon on 5 May, officials said"


def worded(name: str, sentence: str, **more: Any) -> Item:
    return dataclasses.replace(told(name, place=N, **more), sentence=sentence)


@pytest.mark.parametrize(("other", "origins", "reason"), [
    pytest.param(worded("b", WIRE.upper(), said=6), 1, "shares its wording with r-a", id="the same sentence"),
    pytest.param(worded("b", WIRE + " in a statement", said=6), 1, "shares its wording with r-a", id="hardly changed"),
    pytest.param(worded("b", "By five in the afternoon the whole north was in the council's hands", said=6), 2,
                 "an independent report", id="words of its own"),
    pytest.param(worded("b", "", said=6, origin="a+c"), 2, "an independent report", id="one source more"),
    pytest.param(worded("b", "", said=6, origin="a"), 1, "credits a, which is counted already", id="the same source"),
    pytest.param(worded("b", "It passed", said=6), 2, "an independent report", id="few words are nobody's"),
])
def test_a_copy_adds_no_origin_and_says_why(other: Item, origins: int, reason: str) -> None:
    other = dataclasses.replace(other, report_origin="b")
    (event,) = events([worded("a", WIRE), other], SIDES, REACH)
    assert event.origins == origins
    assert event.tellings[1].claim == "c-b" and event.tellings[1].reason.startswith(reason)


@given(st.integers(0, 3), st.integers(0, 9), st.sampled_from(["0", "z"]))
@settings(max_examples=30, deadline=None)
def test_adding_a_copy_changes_nothing_but_the_list(which: int, later: int, prefix: str) -> None:
    kept = [worded("m", WIRE),
            worded("n", "Soldiers of the council drove into the north on Friday morning", day=5, said=6),
            worded("o", "", day=None, said=6, letter="A"), told("p", "casualty", place=S, low=3, high=3, bound="exact",
                                                               unit="person", quote="killed three")]
    first = kept[which]
    copy = dataclasses.replace(
        first, claim=dataclasses.replace(first.claim, id=f"c-{prefix}", report=f"r-{prefix}"),
        said=first.said + dt.timedelta(1), origin=first.origin)
    before, after = events(kept, SIDES, REACH), events([copy, *kept], SIDES, REACH)
    shape = [(e.id, e.origins, e.first, e.last, e.rivals, e.tellings[0]) for e in before]
    assert [(e.id, e.origins, e.first, e.last, e.rivals, e.tellings[0]) for e in after] == shape


def test_a_copy_with_another_figure_is_a_contradiction_and_both_stand() -> None:
    killed = {"quote": "killed", "bound": "exact", "unit": "person"}
    (event,) = events([told("a", "casualty", place=N, low=3, high=3, **killed),
                       told("b", "casualty", place=N, low=9, high=9, origin="a", said=6, **killed)], SIDES, REACH)
    assert event.origins == 1 and event.rivals == (("figure", "c-a", "c-b"),)


def test_copies_of_one_origin_count_once() -> None:
    (event,) = events([told("a", place=N), told("b", place=N, origin="a", said=6), told("c", place=N, origin="a")],
                      SIDES, REACH)
    assert event.origins == 1
    assert sum("counted already" in t.reason for t in event.tellings) == 2


def test_rivals_stand_beside_each_other() -> None:
    (event,) = events([
        told("a", "casualty", place=N, quote="killed three", low=3, high=3, bound="exact", unit="person"),
        told("b", "casualty", place=N, quote="killed nine", low=9, high=9, bound="exact", unit="person"),
        told("c", "casualty", place=N, quote="wounded twenty", low=20, high=20, bound="exact", unit="person"),
        told("d", "casualty", place=N, quote="more than two killed", low=2, high=None, bound="at_least", unit="person"),
    ], SIDES, REACH)
    assert event.rivals == (("figure", "c-a", "c-b"),)
    (other,) = events([told("a", place=N), told("b", day=6, said=6, place=N)], SIDES, REACH)
    assert other.rivals == (("day", "c-a", "c-b"),) and (other.first, other.last) == (
        FIRST + dt.timedelta(4), FIRST + dt.timedelta(6))
