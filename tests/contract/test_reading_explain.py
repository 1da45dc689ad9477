"""Each claim can say why it was read: by which rule, which words, which anchor; and saying so changes no claim."""

from __future__ import annotations

import datetime as dt

from postwar.reading.explain import explained, lines
from postwar.reading.read import read_report
from tests import invented_names as N

TEXT = (
    "The Veskan army left Ulm on Friday, the mission said. Two farmers were killed by a mine. "
    "The Front will hand over Oster by 20 May if the families return."
)


def test_a_trace_says_by_which_rule_words_and_anchor_a_claim_was_read() -> None:
    report = N.report(TEXT, dt.date(2016, 5, 9))
    pairs = explained(report, N.NAMES)
    trace = next(t for c, t in pairs if c.kind == "withdrawal")
    assert trace.rule.startswith("frames/withdrawal ") and trace.cue == "left"
    assert "Friday" in trace.date and trace.date.startswith("dateline")
    assert trace.place == "named: “Ulm”" and "Veskan" in trace.actor and "said" in trace.source
    killed, why = next(p for p in pairs if p[0].kind == "casualty")
    assert killed.place == ("ulm",) and why.place == "carried on from what was told before"
    promised, _ = next(p for p in pairs if p[0].kind == "handover")
    assert promised.modality == "conditional"


def test_explaining_changes_no_claim() -> None:
    report = N.report(TEXT, dt.date(2016, 5, 9))
    assert tuple(c for c, _ in explained(report, N.NAMES)) == read_report(report, N.NAMES)[0]


def test_what_is_printed_names_the_claim_and_each_thing_that_decided_it() -> None:
    claim, trace = explained(N.report(TEXT, dt.date(2016, 5, 9)), N.NAMES)[0]
    printed = lines(claim, trace)
    assert printed[0].startswith(claim.id) and claim.kind in printed[0]
    assert [line.split()[0] for line in printed[1:]] == ["rule", "modality", "date", "place", "actor", "source"]
