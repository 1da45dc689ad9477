"""The bundled case bosnia-1995: its gap rule, its verdicts on three days, and what was known when."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from postwar import pipeline
from postwar.cases import check_case, load_case
from postwar.core.rules import parse_rule
from postwar.core.situation import Situation

CASE = "bosnia-1995"
SUBURBS = ("vogosca", "ilijas", "hadzici", "ilidza", "grbavica")
OPEN, DONE = "in_effect", "fulfilled"
VERDICTS = {
    "1996-02-05": {
        "zone": (DONE, "on_time", "compliant"), "leave-suburbs": (DONE, "on_time", "compliant"),
        "leave-anvil": (DONE, "on_time", "compliant"), "leave-gorazde": (OPEN, "overdue", "not_observed"),
        "gap-federation": (OPEN, "not_due", "not_observed"), "gap-rs": (OPEN, "not_due", "not_observed"),
        "grbavica": (OPEN, "not_due", "partial"), "prisoners": (OPEN, "overdue", "partial"),
        "ifor": (OPEN, "not_due", "compliant"), "elections": (OPEN, "not_due", "not_observed"),
    },
    "1996-03-25": {
        **dict.fromkeys(SUBURBS, (DONE, "on_time", "compliant")), "anvil": (DONE, "on_time", "compliant"),
        "gap-federation": ("discharged", "no_deadline", "not_observed"),
        "foreign": ("violated", "overdue", "breached"), "prisoners": (OPEN, "overdue", "partial"),
        "brcko": (OPEN, "not_due", "not_observed"), "return": (OPEN, "no_deadline", "partial"),
    },
    "1997-12-31": {
        "elections": (DONE, "on_time", "compliant"), "ifor": (DONE, "on_time", "compliant"),
        "sfor": (OPEN, "not_due", "compliant"), "brcko": (OPEN, "not_due", "not_observed"),
        "return": (OPEN, "no_deadline", "partial"), "vogosca": (DONE, "on_time", "compliant"),
    },
}


@functools.cache
def known_on(day: str) -> Situation:
    """The situation as it was known on a day."""
    on = dt.date.fromisoformat(day)
    return pipeline.update(pipeline.Selection(CASE, as_of=on, known_on=on)).situation


def test_the_case_is_without_fault_and_large_enough() -> None:
    case = load_case(CASE)
    assert [str(p) for p in check_case(CASE)] == []
    assert len(case.reports) >= 15 and len(case.questions) >= 12
    for question in case.questions:
        parse_rule(question.rule)


def test_the_day_that_terms_count_from_is_hidden_until_it_came() -> None:
    assert load_case(CASE, known=dt.date(1995, 12, 19)).accord.events == ()
    (event,) = load_case(CASE, known=dt.date(1995, 12, 20)).accord.events
    assert event.on == dt.date(1995, 12, 20)


def test_the_gap_rule_is_a_term_a_prohibition_and_a_permission() -> None:
    by_id = {o.id: o for o in load_case(CASE).accord.obligations}
    leave, gap, enter = by_id["leave-suburbs"], by_id["gap-federation"], by_id["enter-federation"]
    assert (leave.mode, leave.due.within_days) == ("must", 45)
    assert (gap.mode, gap.due.within_days) == ("must_not", 90)
    assert (enter.mode, enter.due.from_days) == ("may", 91)
    assert {o.due.of for o in (leave, gap, enter)} == {"transfer-of-authority"}


def test_a_force_that_follows_is_not_known_in_the_first_year() -> None:
    strengths = [
        {f.id: f.strength for f in load_case(CASE, known=dt.date(*day)).forces if f.id != "iptf"}
        for day in ((1996, 6, 1), (1996, 12, 31), (2004, 12, 31))
    ]
    assert strengths == [{"ifor": 60000}, {"ifor": 60000, "sfor": 32000}, {"ifor": 60000, "sfor": 7000, "eufor": 7000}]


def test_no_prior_of_the_first_day_was_learnt_later() -> None:
    early = load_case(CASE, known=dt.date(1995, 12, 14)).parameters
    assert {p.about for p in early} & {"sfor", "eufor"} == set()
    assert all(p.known_on <= dt.date(1995, 12, 14) for p in early)


@pytest.mark.slow
@pytest.mark.parametrize("day", VERDICTS)
def test_the_verdicts_of_the_day(day: str) -> None:
    states = {o.id: o for o in known_on(day).obligations}
    found = {i: (states[i].life_cycle, states[i].timeliness.code, states[i].disposition) for i in VERDICTS[day]}
    assert found == VERDICTS[day]


@pytest.mark.slow
def test_days_and_last_days_are_those_of_the_accord() -> None:
    states = {o.id: o for o in known_on("1996-03-25").obligations}
    assert [states[s].done_on for s in SUBURBS] == [dt.date(1996, 2, 23), dt.date(1996, 2, 29), dt.date(1996, 3, 6),
                                                    dt.date(1996, 3, 12), dt.date(1996, 3, 19)]
    assert (states["leave-suburbs"].due, states["barracks"].due) == (dt.date(1996, 2, 3), dt.date(1996, 4, 18))
    assert "from 20 March 1996" in states["enter-federation"].due_text


@pytest.mark.slow
def test_who_left_the_suburbs_is_a_range_that_holds_both_sides_of_the_dispute() -> None:
    (figure,) = [f for f in known_on("1996-03-25").figures
                 if (f.variable, f.place, f.role) == ("displaced", "sarajevo-suburbs", "recommended")]
    assert figure.low < 50_000 < figure.high
