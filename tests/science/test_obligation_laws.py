"""Laws of the obligation engine that hold for every settlement, tried on drawn ones; and its single steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.accord import Access, Due, Stage
from postwar.core.claim import Source
from postwar.core.situation import ObligationState, situation_to_json
from postwar.core.time import AsOf, Day
from postwar.core.variable import Estimate
from postwar.situation.access import blind_on
from postwar.situation.amounts import counts_unit
from postwar.situation.dates import ambiguity, judge_time, span_of
from postwar.situation.derive import derive
from postwar.situation.evidence import sentence_after, sentence_around
from postwar.situation.powers import term_of
from postwar.situation.reach import Reach
from postwar.situation.shares import share_returned
from postwar.situation.suspension import Pause, days_paused
from tests import obligation_rows as built

SIGNED = dt.date(2020, 11, 10)
ASKED = dt.date(2020, 12, 20)
FEW = settings(max_examples=12, deadline=None, derandomize=True)


def day(n: int) -> Day:
    """The n-th day after the signing."""
    return SIGNED + dt.timedelta(days=n)


def settlement(obligation: list[dict[str, Any]], claims: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A row of data with the usual days."""
    return {"name": "drawn", "signed_on": SIGNED, "as_of": ASKED, "obligation": obligation, "claims": claims, **more}


GIVE = {"id": "o", "act": "handover", "obligor": ["west"], "beneficiary": ["east"], "place": ["north"]}
TRUCE = {"id": "t", "act": "cease_fire", "obligor": ["east", "west"], "place": ["valley"],
         "due": {"continuous_from": SIGNED}}

KINDS = ("handover", "withdrawal", "deployment", "ceasefire", "incident", "amendment", "access")
DUES: tuple[dict[str, Any], ...] = (
    {}, {"by": day(15)}, {"before": day(15)}, {"from": day(10), "by": day(20)}, {"within_days": 15, "of": "signing"},
    {"parallel_with": "t"})


def told(draw: st.DrawFn) -> dict[str, Any]:
    """One claim of a settlement with a district to hand over and a truce to keep."""
    said = draw(st.integers(1, 39))
    kind = draw(st.sampled_from(KINDS))
    row: dict[str, Any] = {
        "said": day(said),
        "kind": kind,
        "modality": draw(st.sampled_from(["happened", "happened", "agreed", "planned", "denied"])),
        "at": [draw(st.sampled_from(["north", "valley", "town", "south"]))],
        "words": draw(st.sampled_from([
            "North passed to East", "the truce holds", "soldiers opened fire", "the handover of North was put off",
            "the army began to leave", "observers were turned back", "East suspended the handover of North",
        ])),
    }
    if draw(st.booleans()):
        row["on"] = day(draw(st.integers(1, said)) if kind != "amendment" else said + draw(st.integers(0, 20)))
    if draw(st.booleans()):
        row["who"] = [draw(st.sampled_from(["east", "west", "mission"]))]
    if draw(st.booleans()):
        row["by"] = [draw(st.sampled_from(["east", "west"]))]
    return row


@st.composite
def settlements(draw: st.DrawFn) -> dict[str, Any]:
    """A settlement with some claims, perhaps an amendment and a line of the access log."""
    due: dict[str, Any] = draw(st.sampled_from(DUES))
    claims = sorted((told(draw) for _ in range(draw(st.integers(0, 6)))), key=lambda c: c["said"])
    for n, claim in enumerate(claims):
        claim["words"] += f", told {n}"
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        kind = draw(st.sampled_from(["postpone", "suspend", "resume", "waive", "replace"]))
        agreed = draw(st.integers(1, 35))
        more["amendment"] = [{"id": "a", "obligation": "o", "kind": kind, "agreed_on": day(agreed), "form": "oral",
                              **({"by": day(agreed + 9)} if kind == "postpone" else {})}]
    if draw(st.booleans()):
        state, since = draw(st.sampled_from(["shut", "open"])), day(draw(st.integers(1, 39)))
        more["access"] = [{"id": "l", "observer": "mission", "place": ["belt"], "state": state, "from": since}]
    return settlement([{**GIVE, "due": due}, TRUCE], claims, **more)


def lines(data: dict[str, Any], on: Day) -> Any:
    """The obligations of a settlement as of a day, as they are printed."""
    return situation_to_json(built.answer(data, on))["obligations"]


@FEW
@given(settlements(), st.integers(1, 39), settlements())
def test_a_claim_known_later_never_changes_an_earlier_answer(
    data: dict[str, Any], n: int, other: dict[str, Any]
) -> None:
    later = [{**c, "said": max(c["said"], day(n + 1))} for c in other["claims"]]
    amended = [{**a, "agreed_on": day(n + 1)} for a in other.get("amendment", ())]
    more = {**data, "claims": [*data["claims"], *later],
            "amendment": [*data.get("amendment", ()), *({**a, "id": "later"} for a in amended)]}
    assert lines(more, day(n)) == lines(data, day(n))


@FEW
@given(settlements(), st.integers(2, 39))
def test_an_amendment_never_rewrites_what_was_known_before(data: dict[str, Any], agreed: int) -> None:
    bare = {**data, "amendment": []}
    moved = {**data, "amendment": [{"id": "a", "obligation": "o", "kind": "postpone", "by": day(agreed + 30),
                                    "agreed_on": day(agreed), "form": "written"}]}
    for n in (1, agreed - 1):
        assert lines(moved, day(n)) == lines(bare, day(n))
    was, now = lines(bare, ASKED)[0], lines(moved, ASKED)[0]
    assert now["original_due"] == was["due"] or was["amendments"]


@FEW
@given(settlements(), st.randoms(use_true_random=False))
def test_the_order_of_entry_within_a_day_does_not_matter(data: dict[str, Any], order: Any) -> None:
    case, books = built.build_case(data), built.build_books(data["claims"], ASKED)
    claims, documents = list(books.claims), list(books.documents)
    order.shuffle(claims)
    order.shuffle(documents)
    turned = replace(books, claims=tuple(claims), documents=tuple(documents))
    as_of = AsOf(ASKED, ASKED)
    assert situation_to_json(derive(case, books, as_of)) == situation_to_json(derive(case, turned, as_of))


@FEW
@given(settlements())
def test_a_prohibition_mirrors_the_duty(data: dict[str, Any]) -> None:
    duty = settlement([{**GIVE, "due": {}}], data["claims"])
    ban = settlement([{**GIVE, "due": {}, "mode": "must_not"}], data["claims"])
    done, broken = built.answer(duty).obligations[0], built.answer(ban).obligations[0]
    if done.life_cycle == "fulfilled" or done.disposition == "contradictory":
        assert broken.life_cycle == "violated"
    if broken.life_cycle != "violated":
        assert done.life_cycle in ("in_effect", "suspended") and done.done_on is None


@FEW
@given(settlements())
def test_no_access_is_never_compliant_and_no_report_never_a_breach(data: dict[str, Any]) -> None:
    shut = [{"id": "l", "observer": "mission", "place": ["north", "valley"], "state": "shut", "from": SIGNED}]
    for state in built.answer({**data, "claims": [], "amendment": [], "access": shut}).obligations:
        assert state.disposition in ("unverifiable", "not_observed"), state
    for state in built.answer({**data, "claims": [], "access": []}).obligations:
        assert state.life_cycle != "violated" and state.disposition != "breached"


@FEW
@given(settlements())
def test_every_verdict_opens_to_the_claims_it_stands_on(data: dict[str, Any]) -> None:
    for state in built.answer(data).obligations:
        effects = dict(state.effects)
        assert set(effects) == set(state.claims)
        if state.disposition in ("breached", "compliant", "partial", "contradictory"):
            assert "for" in effects.values(), state
        assert 0.01 <= state.belief.p <= 0.99 and state.why


@FEW
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_time_is_told_from_the_last_day_alone(last: int, done: int, asked: int) -> None:
    span = span_of(Due(by=day(last)), None, {})
    code, days = judge_time(span, day(done), day(done), day(asked))
    assert (code, days) == (("on_time", None) if done <= last else ("late", done - last))
    code, days = judge_time(span, None, None, day(asked))
    assert (code, days) == (("not_due", None) if asked <= last else ("overdue", asked - last))


# ------------------------------------------------------------------------------------------------------- single steps


def test_an_ambiguous_last_day_bounds_the_days_late() -> None:
    span = span_of(Due(within_months=3, of="signing"), dt.date(2020, 11, 30), {})
    assert (span.last, span.latest) == (dt.date(2021, 2, 28), dt.date(2021, 3, 2))
    assert ambiguity(span, dt.date(2021, 3, 1), dt.date(2021, 3, 1), ASKED) == (0, 1)
    assert ambiguity(span, dt.date(2021, 3, 5), dt.date(2021, 3, 5), ASKED) == (3, 5)
    assert ambiguity(span, None, dt.date(2021, 3, 9), ASKED) == (0, 9)
    assert ambiguity(span, None, None, dt.date(2021, 3, 1)) == (0, 1)
    assert ambiguity(span, None, None, dt.date(2021, 3, 4)) == (2, 4)


def test_a_suspension_counts_each_of_its_days_once_and_only_where_it_holds() -> None:
    held = Pause(day(5), day(9), (), "agreed")
    lasting = Pause(day(8), None, (), "right")
    empty = Pause(day(1), None, (), "none")
    assert days_paused((held,), day(0), day(30)) == 5
    assert days_paused((held, lasting, empty), day(0), day(12)) == 8
    assert days_paused((held,), day(9), day(30)) == 0 and days_paused((held,), day(4), day(5)) == 1
    assert [lasting.covers(day(n)) for n in (7, 8, 900)] == [False, True, True]
    assert [p.holds for p in (held, lasting, empty)] == [True, True, False]


def test_of_an_observers_lines_the_latest_that_covers_the_day_counts() -> None:
    reach = Reach(built.build_case(settlement([GIVE], [])))

    def log(*entries: tuple[str, str, int, int | None]) -> list[Access]:
        return [Access(f"l{n}", who, ("belt",), state, day(begin), None if end is None else day(end), day(0), "")
                for n, (who, state, begin, end) in enumerate(entries)]

    shut = log(("mission", "shut", 5, None))
    assert blind_on(shut, ("north",), reach, day(4)) is None
    found = blind_on(shut, ("north", "south"), reach, day(5))
    assert found is not None and (found.since, found.observers, found.lines) == (day(5), ("mission",), ("l0",))
    assert blind_on(shut, ("town",), reach, day(9)) is None and blind_on(shut, (), reach, day(9)) is None
    assert blind_on(log(("mission", "shut", 5, 8)), ("north",), reach, day(8)) is not None
    assert blind_on(log(("mission", "shut", 5, 8)), ("north",), reach, day(9)) is None
    both = log(("mission", "shut", 5, None), ("sponsor", "shut", 7, None))
    found = blind_on(both, ("north",), reach, day(9))
    assert found is not None and (found.since, found.observers) == (day(7), ("mission", "sponsor"))
    assert blind_on(log(("mission", "open", 6, None), ("mission", "shut", 5, None)), ("north",), reach, day(9)) is None


def estimate(variable: str, group: str, value: float, **more: Any) -> Estimate:
    """A figure of people of one group."""
    made = Estimate(variable, "cumulative", "", group, "valley", "person", ASKED, value, value, value, ())
    return replace(made, **{"role": "recommended", **more})


def test_the_share_that_is_back_is_that_of_the_group_furthest_behind() -> None:
    left, back = estimate("displaced", "a", 200.0), estimate("back_in_region", "a", 50.0)
    assert share_returned((left, back)) == 0.25
    more = (estimate("displaced", "b", 100.0), estimate("back_in_region", "b", 10.0))
    assert share_returned((left, back, *more)) == 0.1
    assert share_returned((left, estimate("back_in_region", "a", 900.0))) == 0.99
    assert share_returned((back,)) is None and share_returned((left,)) is None
    for other in ({"role": "triangulation"}, {"measure": "stock"}, {"place": "town"}):
        assert share_returned((left, replace(back, **other))) is None
    for other in ({"role": "triangulation"}, {"group": "b"}, {"value": 0.0}):
        assert share_returned((replace(left, **other), back)) is None


def test_the_sentence_around_a_span_and_the_one_after() -> None:
    text = "It rained.  The hills\npassed on Monday!\n\nThen sun."
    assert sentence_around(text, 12, 15) == "The hills passed on Monday!"
    assert sentence_around(text, 0, 2) == "It rained." and sentence_around(text, 42, 46) == "Then sun."
    assert sentence_after(text, 15) == "Then sun." and sentence_after(text, 3) == "The hills passed on Monday!"
    assert sentence_after(text, 45) == ""


def stage_lines(claims: list[dict[str, Any]], known_on: Day = SIGNED) -> Any:
    """The one stage of a settlement with a district and a truce in it, and one duty outside of it."""
    other = {**GIVE, "id": "p", "place": ["south"]}
    data = settlement([{**GIVE, "stage": "s"}, {**TRUCE, "stage": "s"}, other], claims)
    case = built.build_case(data)
    accord = replace(case.accord, stages=(Stage("s", "First", "the text", known_on), Stage("e", "Empty", "x", SIGNED)))
    return derive(replace(case, accord=accord), built.build_books(claims, ASKED), AsOf(ASKED, ASKED)).stages


PASSED = {"said": day(12), "kind": "handover", "modality": "happened", "to": ["east"], "at": ["north"], "on": day(11),
          "words": "North passed to East, the first stage of it"}
HOLDS = {"said": day(20), "kind": "ceasefire", "modality": "happened", "at": ["valley"], "words": "the truce holds"}


def test_a_stage_is_done_when_its_duties_are_and_a_kept_one_counts_while_it_is_kept() -> None:
    first, empty = stage_lines([])
    assert (first.state, first.done, first.total, first.done_on) == ("not_started", 0, 2, None)
    assert (empty.state, empty.total, empty.claims) == ("not_started", 0, ())
    first, empty = stage_lines([PASSED])
    assert (first.state, first.done, first.done_on) == ("open", 1, None) and empty.claims == ()
    first, _ = stage_lines([PASSED, HOLDS])
    assert (first.state, first.done, first.done_on, first.noted_by) == ("done", 2, day(11), "the text")
    assert len(first.claims) == 2
    staged = {**HOLDS, "kind": "talks", "words": "talks on the first phase"}
    assert len(stage_lines([PASSED, staged])[0].claims) == 2
    assert [s.id for s in stage_lines([PASSED], known_on=day(60))] == ["e"]
    assert [s.id for s in stage_lines([PASSED], known_on=ASKED)] == ["s", "e"]


def test_who_is_named_for_a_breach_has_a_belief_of_its_own() -> None:
    shot = {"said": day(12), "kind": "incident", "modality": "happened", "at": ["valley"], "on": day(11)}
    rows_of = [
        {**shot, "who": ["east", "valley-people"], "words": "soldiers of East opened fire"},
        {**shot, "who": ["west-army"], "words": "the army of West opened fire"},
        {**shot, "who": ["east"], "words": "East opened fire first"},
    ]
    state: ObligationState = built.answer(settlement([TRUCE], rows_of)).obligations[0]
    assert [a.actor for a in state.attribution] == [("east",), ("west",)]
    east, west = state.attribution
    assert east.belief.p > 0.5 > west.belief.p and len(east.claims) == 2 and len(west.claims) == 1
    crowd = built.answer(settlement([TRUCE], [{**shot, "who": ["valley-people"], "words": "people opened fire"}]))
    (nobody,) = crowd.obligations[0].attribution
    assert (nobody.actor, nobody.belief.p, len(nobody.claims)) == ((), 0.5, 1)


@pytest.mark.parametrize("words,ends", [("the last of them left North", True), ("they left", False)])
def test_an_amount_that_is_completed_elsewhere_is_not_completed_here(words: str, ends: bool) -> None:
    duty = {"id": "o", "act": "withdraw", "obligor": ["west"], "place": ["belt"], "quantity": 50, "unit": "soldier"}
    claim = {"said": day(12), "kind": "withdrawal", "modality": "happened", "who": ["west-army"], "words": words}
    inside = built.answer(settlement([duty], [{**claim, "at": ["north"]}])).obligations[0]
    assert (inside.life_cycle, inside.disposition) == ("in_effect", "partial")
    whole = built.answer(settlement([duty], [{**claim, "at": ["belt"]}])).obligations[0]
    assert (whole.life_cycle == "fulfilled") is ends
    unplaced = built.answer(settlement([duty], [claim])).obligations[0]
    assert unplaced.life_cycle == "in_effect"


def test_what_had_not_begun_on_the_day_in_the_world_does_not_count_though_it_was_known() -> None:
    case, books = built.build_case(settlement([GIVE], [])), built.build_books([PASSED], ASKED)

    def asked(valid: Day, known: Day) -> str:
        state: ObligationState = derive(case, books, AsOf(valid, known)).obligations[0]
        return state.life_cycle

    assert [asked(day(n), ASKED) for n in (10, 11)] == ["in_effect", "fulfilled"]
    assert [asked(day(20), day(n)) for n in (11, 12)] == ["in_effect", "fulfilled"]
    ahead = {**PASSED, "modality": "planned", "on": day(30)}
    seen = built.build_books([ahead], ASKED)
    assert len(derive(case, seen, AsOf(day(12), ASKED)).obligations[0].claims) == 1
    assert derive(case, seen, AsOf(day(11), ASKED)).obligations[0].claims == ()
    torn = replace(books, documents=())
    assert derive(case, torn, AsOf(ASKED, ASKED)).obligations[0].life_cycle == "in_effect"


def test_where_somebody_is_seen_today_dates_the_seeing_and_not_the_coming() -> None:
    seen = {"said": day(12), "kind": "control", "modality": "happened", "who": ["east"], "at": ["north"], "on": day(12),
            "words": "East now controls North"}
    state = built.answer(settlement([{**GIVE, "due": {"by": day(11)}}], [seen])).obligations[0]
    assert (state.life_cycle, state.done_on, state.timeliness.code) == ("fulfilled", None, "deadline_ambiguous")
    earlier = {**seen, "on": day(11)}
    state = built.answer(settlement([{**GIVE, "due": {"by": day(11)}}], [earlier])).obligations[0]
    assert (state.done_on, state.timeliness.code) == (day(11), "on_time")


def test_what_a_duty_that_is_done_had_ahead_is_no_longer_expected() -> None:
    ahead = {**PASSED, "kind": "return", "modality": "planned", "said": day(5), "words": "families will return"}
    back = {**ahead, "modality": "happened", "said": day(12), "on": day(11), "words": "the last families came back"}
    duty = {"id": "r", "act": "return", "obligor": [], "place": ["north"]}
    assert len(built.answer(settlement([duty], [{**ahead, "on": None}])).expected) == 1
    assert built.answer(settlement([duty], [{**ahead, "on": None}, back])).expected == ()


def test_a_stage_of_which_something_has_begun_is_open() -> None:
    begun = {**PASSED, "kind": "withdrawal", "who": ["west-army"], "words": "the army of West is leaving North"}
    first, _ = stage_lines([begun])
    assert (first.state, first.done) == ("open", 0)


@pytest.mark.parametrize("grade,p", [("A", 0.95), ("B", 0.9), ("C", 0.75), ("D", 0.6), ("E", 0.45), ("F", 0.73)])
def test_each_grade_of_a_source_has_its_chance_to_be_right(grade: str, p: float) -> None:
    case = replace(built.build_case(settlement([GIVE], [PASSED])), sources=(Source("Paper 0", "Paper 0", "", grade),))
    state = derive(case, built.build_books([PASSED], ASKED), AsOf(ASKED, ASKED)).obligations[0]
    assert state.belief.p == pytest.approx(p)


@pytest.mark.parametrize("unit,wanted,counts", [
    ("soldier", "soldier", True), ("soldier", "person", True), ("police", "soldier", True), ("person", "police", True),
    ("weapon", "person", False), ("weapon", None, True), (None, None, True), (None, "person", False)])
def test_soldiers_police_and_persons_are_counted_alike(unit: str | None, wanted: str | None, counts: bool) -> None:
    assert counts_unit(unit, wanted) is counts


def test_a_term_counts_how_often_it_has_renewed() -> None:
    power: dict[str, Any] = {"kind": "notice", "holder": ["west"], "from": SIGNED}
    power |= {"term_years": 1, "renews_years": 2, "notice_months": 3}
    (duty,) = built.build_case(settlement([{**GIVE, "power": power}], [])).accord.obligations

    def term(today: Day) -> Any:
        made = term_of(duty, SIGNED, today)
        assert made is not None
        return made.renewals, made.until, made.notice_by, made.years

    assert term(day(9)) == (0, dt.date(2021, 11, 10), dt.date(2021, 8, 10), 1)
    assert term(dt.date(2021, 11, 10)) == (1, dt.date(2023, 11, 10), dt.date(2023, 8, 10), 1)
    assert term(dt.date(2025, 11, 9))[:2] == (2, dt.date(2025, 11, 10))
    assert term_of(replace(duty, power=None), SIGNED, day(9)) is None
