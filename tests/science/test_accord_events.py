"""Terms that count from an event of the accord, hidden until it is known; the acts of elections and awards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from postwar.core.accord import Event
from postwar.core.case import Case
from postwar.core.situation import ObligationState
from postwar.core.time import AsOf
from postwar.situation.acts import act_of, acts_named
from postwar.situation.derive import derive
from postwar.situation.due import due_lines
from tests import obligation_rows as built

D_DAY = dt.date(1995, 12, 20)
ROW: dict[str, Any] = {
    "signed_on": dt.date(1995, 12, 14),
    "obligation": [
        {"id": "leave", "act": "withdraw", "obligor": ["west"], "place": ["north"],
         "due": {"within_days": 45, "of": "d-day"}},
        {"id": "gap", "mode": "must_not", "act": "deploy", "obligor": ["east"], "place": ["north"],
         "due": {"within_days": 90, "of": "d-day"}},
        {"id": "enter", "mode": "may", "act": "deploy", "obligor": ["east"], "place": ["north"],
         "due": {"from_days": 91, "of": "d-day"}},
        {"id": "vote", "act": "elect", "obligor": ["sponsor"], "place": ["valley"], "after": ["d-day"]},
    ],
    "claims": [
        {"said": dt.date(1996, 3, 2), "kind": "deployment", "modality": "happened", "who": ["east"], "at": ["north"],
         "on": dt.date(1996, 3, 1), "words": "soldiers of East entered North"},
        {"said": dt.date(1996, 9, 16), "kind": "election", "modality": "happened", "at": ["valley"],
         "on": dt.date(1996, 9, 14), "words": "elections were held in the valley"},
    ],
}


def settlement() -> Case:
    case = built.build_case(ROW)
    event = Event("d-day", "the transfer of authority", D_DAY, D_DAY, "invented")
    return replace(case, accord=replace(case.accord, events=(event,)))


def states(day: dt.date) -> dict[str, ObligationState]:
    situation = derive(settlement(), built.build_books(ROW["claims"], day), AsOf(day, day))
    return {o.id: o for o in situation.obligations}


def test_before_the_event_nothing_is_triggered_and_its_name_is_said() -> None:
    before = states(dt.date(1995, 12, 19))
    assert {o.life_cycle for i, o in before.items() if i != "enter"} == {"not_triggered"}
    assert "Waits on the transfer of authority" in before["leave"].why


def test_from_the_event_on_the_days_count() -> None:
    after = states(D_DAY)
    assert (after["leave"].due, after["gap"].due) == (dt.date(1996, 2, 3), dt.date(1996, 3, 19))
    assert after["enter"].due_text == "not before 91 days after the transfer of authority: from 20 March 1996"


def test_an_army_that_comes_inside_the_gap_breaks_it() -> None:
    found = states(dt.date(1996, 3, 10))["gap"]
    assert (found.life_cycle, found.disposition, found.done_on) == ("violated", "breached", dt.date(1996, 3, 1))


def test_the_day_on_which_the_gap_ends_is_on_the_agenda() -> None:
    situation = derive(settlement(), built.build_books([], D_DAY), AsOf(D_DAY, D_DAY))
    lines = {(line.obligation, line.kind): line.on for line in due_lines(settlement(), situation)}
    assert lines["enter", "opens"] == dt.date(1996, 3, 20)
    assert lines["gap", "ends"] == dt.date(1996, 3, 19)


def test_an_election_that_was_held_is_done() -> None:
    held = states(dt.date(1996, 10, 1))["vote"]
    assert (held.life_cycle, held.done_on) == ("fulfilled", dt.date(1996, 9, 14))
    assert act_of("elect").done == ("election",) and act_of("decide").done == ("accord",)
    assert acts_named("the elections were put off") == {"elect"}
