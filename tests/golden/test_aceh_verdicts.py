"""The bundled case aceh-2005: its key verdicts on three days, and what a ruling and a counter do to them."""

from __future__ import annotations

import datetime as dt
import functools
import re
from pathlib import Path

import pytest

from postwar import pipeline
from postwar.cases import check_case, load_case
from postwar.core.rules import parse_rule
from postwar.core.situation import ObligationState

CASE = "aceh-2005"
FULFILLED, OPEN = "fulfilled", "in_effect"
EXPECTED = {
    "2005-09-01": {
        "amnesty": (FULFILLED, "on_time", None, "compliant"), "prisoners": (OPEN, "overdue", 2, "partial"),
        "arms": (OPEN, "not_due", None, "not_observed"), "law": (OPEN, "not_due", None, "not_observed"),
        "elections": ("not_triggered", "not_due", None, "not_observed"),
    },
    "2006-01-02": {
        "arms-1": (FULFILLED, "on_time", None, "compliant"), "arms-2": (FULFILLED, "late", 2, "compliant"),
        "arms-3": (FULFILLED, "late", 5, "compliant"), "arms-4": (FULFILLED, "late", 4, "compliant"),
        "arms": (FULFILLED, "on_time", None, "compliant"), "troops-1": (FULFILLED, "on_time", None, "compliant"),
        "troops-4": (FULFILLED, "on_time", None, "compliant"), "troops": (FULFILLED, "on_time", None, "compliant"),
        "police": (OPEN, "overdue", 2, "partial"), "monitoring": (OPEN, "not_due", None, "compliant"),
    },
    "2006-12-31": {
        "law": (FULFILLED, "late", 102, "compliant"), "elections": (FULFILLED, "late", 225, "excused"),
        "police": (FULFILLED, "late", 5, "compliant"), "monitoring": (FULFILLED, "on_time", None, "compliant"),
        "rights-court": (OPEN, "no_deadline", None, "not_observed"),
        "truth-commission": (OPEN, "no_deadline", None, "not_observed"),
    },
}
LOADED = re.compile(r"\b(liberat\w*|occupied|separatist\w*|rebels?|regime|enemy|terrorist\w*|genocide|exodus)\b", re.I)


@functools.cache
def states(day: str) -> dict[str, ObligationState]:
    """The verdicts on a day, by obligation."""
    as_of = dt.date.fromisoformat(day)
    found = pipeline.update(pipeline.Selection(CASE, as_of=as_of, known_on=as_of))
    return {o.id: o for o in found.situation.obligations}


@pytest.mark.slow
@pytest.mark.parametrize("day", EXPECTED)
def test_the_key_verdicts_are_those_of_the_record(day: str) -> None:
    held = states(day)
    found = {k: (held[k].life_cycle, held[k].timeliness.code, held[k].timeliness.days, held[k].disposition)
             for k in EXPECTED[day]}
    assert found == EXPECTED[day]


@pytest.mark.slow
def test_the_mission_s_ruling_settles_whose_count_of_the_weapons_stands() -> None:
    arms = states("2006-01-02")["arms"]
    assert {r.id: (r.life_cycle, r.upheld) for r in arms.readings} == {
        "arms-monitors": (FULFILLED, True), "arms-army": (OPEN, False)}
    assert "Read as Aceh Monitoring Mission ruled on 19 December 2005" in arms.why


def test_the_case_is_whole_and_its_priors_are_no_later_than_the_signing() -> None:
    case = load_case(CASE)
    assert check_case(CASE) == ()
    assert len(case.reports) >= 15 and len(case.questions) >= 12
    assert max(p.known_on for p in case.parameters) <= case.ceasefire_on
    for q in case.questions:
        parse_rule(q.rule)
    texts = [p.text for p in case.accord.provisions] + [s.text for s in case.accord.silences]
    texts += [Path(r).read_text(encoding="utf-8").split("---\n", 2)[2] for r in case.reports]
    assert [t for t in texts if LOADED.search(t)] == []


def test_a_stage_is_hidden_until_it_was_scheduled() -> None:
    early = load_case(CASE, known=dt.date(2005, 9, 1)).accord
    assert early.stages == () and early.rulings == ()
    assert not any(o.id.startswith("arms-") for o in early.obligations)
