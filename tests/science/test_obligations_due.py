"""What is due, what hangs on it, the calendar of it, and the chain from a verdict to its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from postwar.core.accord import Due, Power, Remedy
from postwar.core.agenda import DueLine, Wait
from postwar.core.claim import Source
from postwar.core.errors import AskError
from postwar.core.time import AsOf, Day
from postwar.publish.due import due_calendar, due_text
from postwar.publish.why import chain_lines
from postwar.situation.clause_graph import clause_graph, hanging_on
from postwar.situation.derive import derive
from postwar.situation.due import due_lines
from postwar.situation.grades import credibility
from postwar.situation.why import chain_of
from tests import obligation_rows as built

SIGNED = dt.date(2020, 11, 10)


def day(n: int) -> Day:
    """The n-th day after the signing."""
    return SIGNED + dt.timedelta(days=n)


def duty(some_id: str, act: str = "withdraw", **more: Any) -> dict[str, Any]:
    """A duty of West in North."""
    return {"id": some_id, "act": act, "obligor": ["west"], "beneficiary": ["east"], "place": ["north"], **more}


POWER = {"kind": "notice", "holder": ["east"], "term_years": 1, "renews_years": 1, "notice_months": 3, "from": SIGNED}
SETTLEMENT: dict[str, Any] = {
    "name": "due", "signed_on": SIGNED, "as_of": day(20), "claims": [
        {"said": day(6), "kind": "withdrawal", "modality": "happened", "who": ["west-army"], "at": ["south"],
         "on": day(5), "words": "the army of West left South"},
        {"said": day(8), "kind": "withdrawal", "modality": "denied", "at": ["north"], "by": ["east"],
         "words": "the army of West has not left North"},
    ],
    "obligation": [
        duty("late", due={"by": day(15)}),
        duty("soon", due={"by": day(25)}, after=["late"]),
        duty("far", due={"within_days": 90, "of": "signing"}, after=["soon"]),
        duty("done", place=["south"], due={"by": day(10)}),
        duty("counted", "handover", due={"from_days": 30, "within_days": 40, "of": "done"}),
        duty("keep", "guard", obligor=["sponsor"], place=["corridor"],
             due={"continuous_from": SIGNED, "continuous_to": day(22)}),
        duty("stay", "stay", obligor=["sponsor"], place=["valley"], power=POWER),
        duty("ban", "deploy", mode="must_not", due={"continuous_from": SIGNED, "continuous_to": day(21)}),
        duty("may", "deploy", mode="may", due={"from": day(28), "by": day(29)}),
        duty("side", "exchange", due={"parallel_with": "late"}, remedy=[{"kind": "repair", "obligation": ["pay"]}]),
        duty("pay", "pay", place=[]),
        duty("months", "establish", obligor=["sponsor"], place=[], due={"by": day(20)}),
    ],
}


def lines(within: int | None = None, **more: Any) -> dict[tuple[str, str], DueLine]:
    """What is due in the settlement, by obligation and kind."""
    data = {**SETTLEMENT, **more}
    found = due_lines(built.build_case(data), built.answer(data), within)
    assert list(found) == sorted(found, key=lambda line: (line.on, line.obligation, line.kind))
    return {(line.obligation, line.kind): line for line in found}


def test_what_is_overdue_and_what_falls_due_with_what_hangs_on_it() -> None:
    found = lines()
    assert found["late", "overdue"] == DueLine("late", "overdue", day(15), -5, ("soon", "side", "far"))
    assert found["soon", "due"] == DueLine("soon", "due", day(25), 5, ("far",))
    assert found["far", "due"] == DueLine("far", "due", day(90), 70, ())
    assert found["months", "due"].days == 0
    assert found["counted", "opens"].on == day(35) and found["counted", "due"].on == day(45)
    assert (found["keep", "ends"].days, found["ban", "ends"].days) == (2, 1)
    assert found["stay", "ends"].on == dt.date(2021, 11, 10) and found["stay", "notice"].on == dt.date(2021, 8, 10)
    assert found["may", "opens"].on == day(28) and ("may", "due") not in found
    assert not {o for o, _ in found} & {"done", "side", "pay"}


@pytest.mark.parametrize("within,seen", [
    (0, {"late", "months"}), (1, {"late", "months", "ban"}), (2, {"late", "months", "ban", "keep"}),
    (5, {"late", "months", "ban", "keep", "soon"}), (8, {"late", "months", "ban", "keep", "soon", "may"})])
def test_within_counts_its_last_day_and_what_is_overdue_is_always_there(within: int, seen: set[str]) -> None:
    assert {o for o, _ in lines(within)} == seen


def test_a_day_that_has_passed_and_is_no_fault_has_no_line() -> None:
    assert lines(as_of=day(28))["may", "opens"].days == 0 and ("may", "opens") not in lines(as_of=day(29))
    found = lines(as_of=day(40))
    assert ("keep", "ends") not in found and ("may", "opens") not in found and ("counted", "opens") not in found


def test_a_day_that_can_be_read_two_ways_is_said_to_be() -> None:
    data = {**SETTLEMENT, "signed_on": dt.date(2020, 11, 30), "as_of": dt.date(2021, 3, 1), "claims": [],
            "obligation": [duty("m", due={"within_months": 3, "of": "signing"})]}
    (line,) = due_lines(built.build_case(data), built.answer(data))
    assert (line.kind, line.on, line.days) == ("ambiguous", dt.date(2021, 2, 28), -1)


def test_a_suspended_duty_is_not_overdue() -> None:
    pause = [{"id": "a", "obligation": "late", "kind": "suspend", "agreed_on": day(10), "form": "oral"}]
    assert ("late", "overdue") not in lines(amendment=pause)


def test_the_graph_has_an_edge_for_every_way_to_wait() -> None:
    case = built.build_case(SETTLEMENT)
    assert clause_graph(case) == (
        Wait("late", "soon", "after"), Wait("soon", "far", "after"), Wait("done", "counted", "counts_from"),
        Wait("late", "side", "parallel"), Wait("side", "pay", "repairs"))
    assert clause_graph(case, SIGNED - dt.timedelta(days=1)) == () and len(clause_graph(case, SIGNED)) == 5
    case = built.build_case({**SETTLEMENT, "obligation": [
        duty("a", remedy=[{"kind": "suspend", "obligation": ["b"]}]), duty("b", after=["signing", "gone"])]})
    assert clause_graph(case) == (Wait("a", "b", "suspends"),)


def test_what_hangs_on_a_duty_in_a_circle_is_told_once_and_without_itself() -> None:
    circle = (
        Wait("a", "b", "after"), Wait("b", "a", "after"), Wait("b", "c", "counts_from"), Wait("a", "d", "suspends"))
    assert hanging_on(circle, "a") == ("b", "c") and hanging_on(circle, "c") == ()


def unfolded(text: str) -> list[str]:
    """The lines of a calendar, as a reader of RFC 5545 puts them together."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def calendar(**more: Any) -> str:
    """The calendar of the settlement, with a title that is hard to fold and to escape."""
    data = {**SETTLEMENT, **more}
    case, answer = replace(built.build_case(data), title="Ça, «été»; \\ " + "ö" * 80 + "\nnext\x07"), built.answer(data)
    return due_calendar(case, answer, due_lines(case, answer, 30))


def test_a_calendar_has_an_event_for_each_line_in_the_form_of_the_standard() -> None:
    found = unfolded(calendar())
    assert found[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//postwar//due//EN", "CALSCALE:GREGORIAN"]
    assert found[4] == "X-WR-CALNAME:Ça\\, «été»\\; \\\\ " + "ö" * 80 + "\\nnext"
    assert found[-1] == "END:VCALENDAR"
    events = "\n".join(found).split("BEGIN:VEVENT\n")[1:]
    assert len(events) == len(lines(30))
    for event in events:
        keys = [row.partition(":")[0].partition(";")[0] for row in event.splitlines()]
        assert keys[:9] == ["UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES",
                            "TRANSP"]
    late = next(e for e in events if "row-late-due@postwar" in e)
    assert "DTSTAMP:20201130T000000Z" in late and "SUMMARY:late: Withdrawal: withdraw (overdue)" in late
    assert "DTSTART;VALUE=DATE:20201125\nDTEND;VALUE=DATE:20201126" in late
    assert "Hangs on it: soon\\, side\\, far." in late


def test_an_event_keeps_its_name_when_its_day_moves_or_passes() -> None:
    def names(text: str) -> set[str]:
        return {row for row in unfolded(text) if row.startswith("UID:row-late")}

    moved = [{"id": "a", "obligation": "late", "kind": "postpone", "by": day(30), "agreed_on": day(12), "form": "oral"}]
    assert names(calendar()) == names(calendar(as_of=day(9))) == names(calendar(amendment=moved))
    assert "SEQUENCE:1" in calendar(amendment=moved) and "SEQUENCE:1" not in calendar()


def test_the_text_names_each_day_and_what_hangs_on_it() -> None:
    case, answer = built.build_case(SETTLEMENT), built.answer(SETTLEMENT)
    text = due_text(case, answer, due_lines(case, answer, 5), 5)
    assert text[0] == "Row: what is overdue or falls due within 5 days, as of 2020-11-30, known on 2020-11-30"
    assert text[1].split()[:5] == ["2020-11-25", "5", "days", "ago", "overdue"]
    assert text[2].strip() == "hangs on it: soon, side, far"
    assert any(" today " in line for line in text) and any("in 5 days" in line for line in text)
    assert due_text(case, answer, (), None)[-1] == "nothing" and "at any time" in due_text(case, answer, (), None)[0]


# ------------------------------------------------------------------------------------------------------------- why


def chained(obligation: str, **more: Any) -> tuple[Any, Any, Any]:
    """Case, books and situation of the settlement, where each paper has a grade and one is a ministry's."""
    data = {**SETTLEMENT, **more}
    sources = (
        Source("Paper 0", "Paper 0", "", "B"), Source("p1", "Paper 1", "east", "A"),
        Source("Paper 2", "Paper 2", "", "F"))
    case = replace(built.build_case(data), sources=sources)
    books = built.build_books(data["claims"], data["as_of"])
    return case, books, derive(case, books, AsOf(data["as_of"], data["as_of"]))


def test_the_chain_names_effect_source_origin_and_grade_but_grades_no_authority() -> None:
    claims = [
        *SETTLEMENT["claims"],
        {"said": day(9), "kind": "withdrawal", "modality": "happened", "who": ["west-army"], "at": ["south"],
         "on": day(5), "words": "West left South on the 15th"},
        {"said": day(9), "kind": "withdrawal", "modality": "denied", "at": ["south"], "by": ["east"],
         "words": "West has not left South"},
    ]
    case, books, situation = chained("done", claims=claims)
    chain = chain_of(case, books, situation, "done")
    found = {(g.effect, g.source): g for g in chain.grounds}
    assert [g.effect for g in chain.grounds] == ["for", "for", "against"]
    assert (found["for", "Paper 0"].grade, found["for", "Paper 2"].grade) == ("B3", "3")
    assert (found["against", "Paper 3"].origin, found["against", "Paper 3"].grade) == ("east", "5")
    assert chain.provision == "" or chain.state.provision
    case, books, situation = chained("late")
    (denied,) = chain_of(case, books, situation, "late").grounds
    assert (denied.effect, denied.grade, denied.source) == ("against", "", "Paper 1")


def test_a_chain_to_an_unknown_obligation_names_those_that_are_near() -> None:
    case, books, situation = chained("late")
    with pytest.raises(AskError, match=r"no obligation 'lat'.*late"):
        chain_of(case, books, situation, "lat")
    with pytest.raises(AskError, match="late, soon, far"):
        chain_of(case, books, situation, "zzzz")


def test_the_lines_of_a_chain_keep_likelihood_and_confidence_apart() -> None:
    case, books, situation = chained("late")
    text = chain_lines(case, books, situation, chain_of(case, books, situation, "late"), "ipcc")
    assert text[0].startswith("late  Withdrawal: withdraw, by West, for East")
    assert not [line for line in text if "in 100" in line and "confidence" in line]
    assert any(line.startswith("hangs on it  soon, side, far") for line in text)
    assert any(line.startswith("against it") for line in text)
    alone = chain_lines(case, books, situation, chain_of(case, books, situation, "far"), "phia")
    assert alone[-1] == "no claim in the books bears on it" and any(line == "waits on     soon" for line in alone)
    assert any("realistic possibility" in line for line in alone)


@pytest.mark.parametrize("others,against,evidence,number", [
    (0, 0, None, None), (0, 0, "witnessed", 2), (0, 0, "record", 2), (0, 0, "relayed", None), (1, 0, None, 1),
    (3, 0, "relayed", 1), (2, 1, None, 2), (1, 1, None, 3), (1, 2, None, 4), (0, 1, None, 4), (0, 2, None, 5),
    (0, 1, "witnessed", 3)])
def test_credibility_is_told_from_what_others_say_and_not_from_the_source(
    others: int, against: int, evidence: str | None, number: int | None
) -> None:
    assert credibility(others, against, evidence) == number


def test_the_parts_of_an_accord_that_the_format_gained_are_empty_where_a_case_has_none() -> None:
    assert Due().from_days is None and Remedy("repair", ("x",)).notice_days == 0
    assert Power("suspension", ("x",), None, None, None, None).note == ""
