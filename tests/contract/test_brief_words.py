"""Verdicts, assumptions and shares in plain words."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from postwar.core.parameter import Parameter, Prior
from postwar.core.situation import Timeliness
from postwar.publish.assumptions import judgement_words, table, void_words
from postwar.publish.brief import render_brief
from postwar.publish.desk import Desk
from postwar.publish.document import own_words
from postwar.publish.names import NameBook
from postwar.publish.prose import in_hundred, percent_span
from postwar.publish.quotes import WORDS_A_CLAIM
from postwar.publish.terminal import brief_lines, status_lines
from postwar.publish.verdicts import verdict
from tests import invented as halda

VERDICTS = [
    ("in_effect", Timeliness("no_deadline"), "partial", None, False, "begun, partly done; no date, so no breach"),
    ("in_effect", Timeliness("no_deadline"), "partial", 0.205, False, "begun, about 21% done; no date, so no breach"),
    ("in_effect", Timeliness("overdue", 7), "partial", None, False, "begun, partly done; 7 days past its last day"),
    ("in_effect", Timeliness("overdue", 7, "no_deadline"), "partial", None, False,
     "begun, partly done; 7 days past its last day (a day agreed later)"),
    ("in_effect", Timeliness("not_due"), "partial", None, False, "begun, partly done; not due yet"),
    ("in_effect", Timeliness("no_deadline"), "partial", None, True, "kept in part"),
    ("in_effect", Timeliness("no_deadline"), "compliant", None, True, "in effect"),
    ("violated", Timeliness("no_deadline"), "breached", None, True, "reported as not kept"),
    ("in_effect", Timeliness("overdue", 13), "not_observed", None, False, "not observed; its day was 13 days ago"),
    ("in_effect", Timeliness("not_due"), "not_observed", None, False, "not observed; not due yet"),
    ("fulfilled", Timeliness("on_time"), "compliant", None, False, "done, on time"),
    ("fulfilled", Timeliness("on_time", None, "late", 10), "compliant", None, False,
     "done, on time as amended; 10 days after the first date"),
    ("fulfilled", Timeliness("late", 5), "compliant", None, False, "done, 5 days late"),
    ("fulfilled", Timeliness("no_deadline"), "compliant", None, False, "done"),
    ("in_effect", Timeliness("overdue", 3), "unverifiable", None, False,
     "cannot be verified: observers had no access; its day was 3 days ago"),
]


@pytest.mark.parametrize(("life", "time", "held", "share", "standing", "words"), VERDICTS, ids=[v[5] for v in VERDICTS])
def test_a_verdict_is_plain(life: str, time: Timeliness, held: str, share: float | None, standing: bool,
                            words: str) -> None:
    state = halda.state("X", "h1", life, time, held, (), share=share)
    assert verdict(state, standing) == words


def test_shares_round_half_up_in_every_table_and_on_the_terminal() -> None:
    assert percent_span(0.205, 0.345) == "21–35%" and in_hundred(0.125) == "13 in 100"
    rate = dataclasses.replace(halda.outlook().base_rates[0], p=0.205, low=0.125, high=0.365)
    ahead = dataclasses.replace(halda.outlook(), base_rates=(rate,))
    made = render_brief(halda.case(), halda.situation(), ahead, halda.books())["brief.md"]
    assert "[21% (13–37%)](#rates)" in made


def desk(**changes: object) -> Desk:
    """A desk of the invented settlement with a changed outlook or case."""
    case = changes.pop("case", halda.case())
    ahead = dataclasses.replace(halda.outlook(), **changes)  # type: ignore[arg-type]
    return Desk(case, halda.situation(), ahead, halda.books(), None)  # type: ignore[arg-type]


def parameter(name: str, about: str, prior: Prior, unit: str, source: str) -> Parameter:
    """A parameter of the invented case."""
    return Parameter(name, about, None, prior, unit, source, dt.date(2031, 3, 1))


PARAMETERS = (
    parameter("returns.season_amplitude", "", Prior("uniform", (("low", 0.0), ("high", 0.6))), "share", "judgement: w"),
    parameter("resumption.class", "", Prior("choice", (("treaty", 0.255), ("truce", 0.745))), "class", "judgement: x"),
    parameter("contingent.notice_p", "river-mission", Prior("beta", (("a", 1.0), ("b", 1.0))), "probability",
              "judgement: y"),
    parameter("returns.rate", "valley-people", Prior("lognormal", (("p05", 0.000034), ("p95", 0.02))), "per day",
              "Census of 2029"),
    parameter("mines.pace", "", Prior("beta", (("a", 5.0), ("b", 2.0))), "share", "judgement: z"),
)
ASSUMED = tuple((f"{p.name}:{p.about}" if p.about else p.name, "as the outlook has it", p.source) for p in PARAMETERS)


def test_judgements_are_counted_and_those_that_weigh_most_are_named() -> None:
    made = desk(case=dataclasses.replace(halda.case(), parameters=PARAMETERS), assumptions=ASSUMED)
    assert judgement_words(made) == (
        "4 of the 5 assumptions rest on judgement, above all how the war ended, whether a party gives notice when "
        "the force's term ends and how much winter slows returns")
    assert judgement_words(desk(assumptions=())) == ""


def test_every_assumption_is_a_row_with_value_unit_and_source() -> None:
    found = table(desk(case=dataclasses.replace(halda.case(), parameters=PARAMETERS), assumptions=ASSUMED))
    assert found is not None
    rows = [[" ".join(own_words(one) for one in made) for made in row] for row in found.rows]
    assert [row[:4] for row in rows] == [
        ["How the war ended resumption.class", "the whole case", "treaty 26%, truce 75%", "–"],
        ["Whether a party gives notice when the force's term ends contingent.notice_p", "River Mission",
         "0 to 1 (each value alike)", "probability"],
        ["How fast people come back returns.rate", "People of the valley",
         "0.000034 to 0.02 in nine of ten (lognormal)", "per day"],
        ["How much winter slows returns returns.season_amplitude", "the whole case", "0 to 0.6 (each value alike)",
         "share"],
        ["Mines: pace mines.pace", "the whole case", "about 0.714 (beta 5, 2)", "share"],
    ]


def test_answers_that_hold_unless_void_say_so_once() -> None:
    notes = tuple((f"question:Q{n}", f"given that it does not become void, which has probability {p}", "its own rule")
                  for n, p in ((1, 0.006), (2, 0.041)))
    assert void_words(desk(assumptions=notes)) == (
        "The answers to Q1 and Q2 are given that the question does not become void by its own rule; the chance that "
        "it does is at most 5 in 100.")
    assert judgement_words(desk(assumptions=notes)) == ""


NAMES = [
    ("river-mission", "the River Mission"), ("pass-road", "the Pass road"), ("three-districts", "the three districts"),
    ("valley-people", "people of the valley"), ("brelin", "Brelin district"), ("tolva", "Tolva"),
    ("venn", "Orla Venn"),
]


@pytest.mark.parametrize(("some_id", "words"), NAMES, ids=[i for i, _ in NAMES])
def test_a_name_inside_a_sentence_has_its_article(some_id: str, words: str) -> None:
    assert NameBook(halda.case()).inside(some_id) == words


def test_own_words_on_what_the_text_leaves_open_are_quoted_before_all_else() -> None:
    """A tenth of the report holds them and little more: the figures of the same report wait."""
    made = desk()
    made.marks.refs([c.id for c in halda.shelf().claims.values() if c.report == "r-mill"])
    made.settle_quotes()
    assert made.quotes.of(halda.shelf().claims["venn"]).whole
    assert len(halda.shelf().claims["venn"].quote.split()) <= WORDS_A_CLAIM
    assert made.quotes.used("r-mill") <= made.quotes.budget("r-mill")


def test_counts_of_one_are_singular_on_the_terminal() -> None:
    one = dataclasses.replace(halda.situation(), reports=halda.situation().reports[:1], origins=1)
    told = " ".join([*status_lines(halda.case(), one), *brief_lines(halda.case(), one, halda.outlook(), "out", ["a"])])
    assert "1 report, 1 independent origin" in told
    assert "1 reports" not in told and "1 independent origins" not in told and "(s)" not in told
