"""The bundled case karabakh-2020: what is in it, what was known when, and that its words are its own."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from postwar.cases import check_case, find_case, load_case
from postwar.core.accord import Obligation, Provision
from postwar.core.case import Case
from postwar.core.rules import parse_rule
from postwar.core.time import add_months

CASE = "karabakh-2020"
SHARED = Path(__file__).parents[2] / "../shared"
ORIGIN = dt.date(2020, 12, 1)
PROVISIONS = ("p1", "p2", "p3", "p4", "p5", "p6a", "p6b", "p6c", "p6d", "p7", "p8", "p9")
CLAUSES = ("C1a", "C1b", "C2", "C3", "C4a", "C4b", "C5", "C6a", "C6b", "C6c", "C6d", "C6e", "C7", "C8",
           "C9a", "C9b", "C9c", "C9d")
PARAMETERS = (
    "handover.delay_days", "handover.on_time_share", "handover.amend_p", "handover.amend_days",
    "departure.leave_share", "departure.spread_days",
    "returns.ever_share", "returns.rate", "returns.season_amplitude", "returns.capacity_per_day",
    "contingent.ramp_days", "contingent.strength_share", "contingent.early_exit_rate", "contingent.notice_p",
    "resumption.class", "resumption.peacekeeper_hazard_ratio", "resumption.tier3_share", "resumption.tier2_share",
)
LOADED = re.compile(
    r"\b(liberat\w*|reclaim\w*|occupied|occupation|separatist\w*|settlers?|regime|enemy|terrorist\w*|genocide|exodus"
    r"|ethnic cleansing|safe to return)\b", re.IGNORECASE)
"""Words that the product's own voice never uses."""


@functools.cache
def whole() -> Case:
    return load_case(CASE)


@functools.cache
def known_on(day: dt.date) -> Case:
    return load_case(CASE, known=day)


def provision(provision_id: str) -> Provision:
    return next(p for p in whole().accord.provisions if p.id == provision_id)


def obligation(obligation_id: str, case: Case | None = None) -> Obligation:
    return next(o for o in (case or whole()).accord.obligations if o.id == obligation_id)


def reports() -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, front matter and body of each report."""
    for path in whole().reports:
        _, front, body = Path(path).read_text(encoding="utf-8").split("---\n", 2)
        yield Path(path).name, dict(line.split(": ", 1) for line in front.splitlines()), body


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def test_the_case_is_without_fault() -> None:
    assert [str(p) for p in check_case(CASE)] == []


def test_every_clause_and_every_obligation_is_there() -> None:
    assert tuple(p.id for p in whole().accord.provisions) == PROVISIONS
    assert {o.id for o in whole().accord.obligations} >= set(CLAUSES)
    for p in whole().accord.provisions:
        assert p.theme and p.text and p.source and p.known_on == whole().ceasefire_on, p.id


@pytest.mark.parametrize("obligation_id", ["C2", "C5", "C7"])
def test_where_the_text_is_passive_no_obligor_is_guessed(obligation_id: str) -> None:
    assert obligation(obligation_id).obligor == ()


@pytest.mark.parametrize(("obligation_id", "day"), [("C2", "2020-11-20"), ("C6a", "2020-11-15"), ("C6b", "2020-12-01")])
def test_handovers_have_their_last_day_and_their_stage(obligation_id: str, day: str) -> None:
    due = obligation(obligation_id).due
    assert due.by == dt.date.fromisoformat(day)
    assert obligation(obligation_id).stage == "handovers"
    assert obligation(obligation_id, known_on(dt.date(2020, 12, 1))).stage is None, "the stage was named on 2 December"


def test_lachin_passes_in_part() -> None:
    lachin = obligation("C6b")
    assert (lachin.extent, lachin.place, lachin.except_) == ("part", ("lachin",), ("lachin-corridor",))


def test_the_plan_for_the_new_route_falls_due_three_years_after_the_statement() -> None:
    due, signed = obligation("C6d").due, whole().accord.signed_on
    assert signed is not None and due.of == "signing" and due.within_months is not None
    assert add_months(signed, due.within_months) == dt.date(2023, 11, 10)


def test_the_contingent_has_a_five_year_term_that_either_party_may_end() -> None:
    power = obligation("C4b").power
    assert power is not None
    assert (power.term_years, power.renews_years, power.notice_months) == (5, 5, 6)
    assert set(power.holder) == {"armenia", "azerbaijan"}
    assert next(f for f in whole().forces if f.id == "russian-peacekeepers").strength == 1960


def test_the_kalbajar_postponement_is_an_amendment_with_each_sources_reason() -> None:
    (moved,) = whole().accord.amendments
    assert (moved.obligation, moved.kind, moved.form) == ("C6a", "postpone", "oral")
    assert (moved.agreed_on, moved.known_on, moved.by) == (dt.date(2020, 11, 15),) * 2 + (dt.date(2020, 11, 25),)
    assert len({source for source, _ in moved.reasons}) == len(moved.reasons) >= 2
    assert known_on(dt.date(2020, 11, 14)).accord.amendments == ()


@pytest.mark.parametrize(("obligation_id", "voiced"), [
    ("C4c", "2021-08-11"), ("C5", "2020-11-11"), ("C6c", "2023-04-23"), ("C6e", "2022-12-13"), ("C8", "2020-12-16"),
    ("C9b", "2021-01-07"),
])
def test_a_reading_is_hidden_until_it_was_voiced(obligation_id: str, voiced: str) -> None:
    day = dt.date.fromisoformat(voiced)
    assert len(obligation(obligation_id).readings) == 2
    assert obligation(obligation_id, known_on(day - dt.timedelta(days=1))).readings == ()
    assert obligation(obligation_id, known_on(day)).readings != ()


def test_silences_are_on_topics_of_the_case_and_nobody_holds_two_readings_of_one_duty() -> None:
    topics = {t.id for t in whole().accord.topics}
    assert {s.topic for s in whole().accord.silences} <= topics
    assert {"status", "minsk-group", "turkey-role", "property", "authorities", "disputes"} <= {
        s.topic for s in whole().accord.silences}
    for o in whole().accord.obligations:
        holders = [h for r in o.readings for h in r.holder]
        assert len(holders) == len(set(holders)), o.id


def test_a_reader_will_ask_both_sides_for_their_position_on_status() -> None:
    status = next(t for t in whole().accord.topics if t.id == "status")
    assert {"armenia", "azerbaijan"} <= set(status.expected_of)


def test_all_26_questions_are_there_and_parse() -> None:
    assert [q.id for q in whole().questions] == [f"Q{n:02}" for n in range(1, 27)]
    for q in whole().questions:
        parse_rule(q.rule)
        if q.void_if:
            parse_rule(q.void_if)
        assert q.written_on > q.closes_on, f"{q.id} is written with hindsight"
        assert q.closes_on.isoformat() in q.rule, f"{q.id} is judged on another day than it closes"


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_is_a_prior_known_before_the_origin(name: str) -> None:
    found = [p for p in whole().parameters if p.name == name]
    assert found, name
    for p in found:
        assert p.prior is not None and p.unit and p.source
        assert p.known_on <= ORIGIN, f"{name} rests on what was learnt later"


def test_no_other_parameter_is_known_later_than_the_origin() -> None:
    assert max(p.known_on for p in whole().parameters) <= ORIGIN


def test_what_is_known_later_changes_nothing_on_an_earlier_day() -> None:
    early = known_on(dt.date(2020, 12, 2))
    minsk = next(f for f in early.formats if f.id == "minsk-group")
    assert minsk.rejected_by == () and minsk.state == "stalled"
    assert {f.id for f in early.formats} == {"joint-centre", "minsk-group"}
    assert {r.id for r in early.routes} == {f"lachin-road-{t}" for t in ("aid", "goods", "medical", "people")}
    assert all(r.open_to is None for r in early.routes)
    assert all(Path(r).name[:10] <= "2020-12-02" for r in early.reports)


def test_groups_of_every_side_have_an_interval_and_a_source() -> None:
    groups = {g.id: g for g in whole().groups}
    assert set(groups) == {"azerbaijani-displaced", "azerbaijani-displaced-2020", "azerbaijani-displaced-karabakh",
                           "district-armenian-residents", "karabakh-armenians"}
    for g in groups.values():
        assert g.low is not None and g.high is not None and g.low < g.high and g.source, g.id
        assert whole().actor(g.id) is not None, f"{g.id} is no actor, so that no report is read to be about them"
    assert (groups["karabakh-armenians"].low, groups["karabakh-armenians"].high) == (145000, 151000)
    born = groups["azerbaijani-displaced"]
    assert born.born_since_low is not None and born.born_since_high is not None


def test_reports_are_dated_attributed_and_short() -> None:
    found = list(reports())
    assert len(found) >= 14
    sources = {s.name for s in whole().sources}
    days = []
    for name, front, body in found:
        assert list(front) == ["source", "title", "published_at", "url", "language"], name
        assert front["source"] in sources, f"{name}: {front['source']} has no row in sources.csv"
        assert front["title"].endswith("(digest)") and front["url"].startswith("https://"), name
        day = dt.date.fromisoformat(front["published_at"])
        assert name.startswith(day.isoformat()), name
        assert 80 <= len(re.findall(r"[^\s|]*\w[^\s|]*", body)) <= 220, name
        days.append(day)
    assert min(days) == whole().ceasefire_on and dt.date(2023, 9, 20) <= max(days) <= dt.date(2023, 10, 31)


@pytest.mark.parametrize("pair", [
    ("4,436", "about 6,000"), ("more than 26,000", "More than 27,000"), ("About 43,000", "more than 42,000"),
    ("52,447", "34,564"), ("Some 25,000", "about 4,000"), ("36,989", "21,615"),
    ("denies that there is a blockade", "blockade is organised by Baku"),
])
def test_contradictions_stand_side_by_side(pair: tuple[str, str]) -> None:
    text = " ".join(body for _, _, body in reports())
    assert pair[0] in text and pair[1] in text


def test_the_case_speaks_in_neutral_words() -> None:
    case = whole()
    own = [case.title, case.summary, *(p.text for p in case.accord.provisions), *(q.question for q in case.questions)]
    own += [s.text for s in case.accord.silences] + [t.name for t in case.accord.topics]
    own += [s.name for s in case.accord.stages]
    own += [r.text for o in case.accord.obligations for r in o.readings] + [o.object for o in case.accord.obligations]
    own += [g.name for g in case.groups] + [f.state for f in case.formats] + [r.regime for r in case.routes]
    own += [name for _, names in case.print_names for name in names] + [p.name for p in case.places]
    own += [body for _, _, body in reports()]
    assert [text for text in own if LOADED.search(text)] == []


def test_loaded_names_are_never_printed() -> None:
    printed = {name.casefold() for _, names in whole().print_names for name in names}
    assert printed.isdisjoint({"settlers", "separatists", "zangezur corridor", "security belt", "reclaimed districts"})
    names = dict(whole().print_names)
    assert "Shushi" in names["shusha"] and "Khankendi" in names["stepanakert"]
    assert "Karvachar" in names["kalbajar"] and "Kashatagh" in names["lachin"] and "Berdzor" in names["lachin-town"]


@pytest.mark.parametrize("table", ["actors", "places"])
def test_ids_and_aliases_of_the_labelled_sets_are_kept(table: str) -> None:
    path = SHARED / "gold" / f"{table}.csv"
    if not path.exists():
        pytest.skip("the labelled sets are not at hand")
    rows = whole().actors if table == "actors" else whole().places
    held = {row.id: {row.name, *row.aliases} for row in rows}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert set(filter(None, row["aliases"].split(";"))) <= held[row["id"]], row["id"]


def test_no_eight_words_are_taken_from_a_dispatch() -> None:
    dispatches = sorted((SHARED / "dispatches").glob("*.txt"))
    if not dispatches:
        pytest.skip("the dispatches are not at hand")
    taken = {tuple(found[i:i + 8]) for path in dispatches for found in [words(path.read_text(encoding="utf-8"))]
             for i in range(len(found) - 7)}
    for path in sorted(find_case(CASE).rglob("*")):
        if path.is_file():
            own = words(path.read_text(encoding="utf-8"))
            shared = [" ".join(own[i:i + 8]) for i in range(len(own) - 7) if tuple(own[i:i + 8]) in taken]
            assert shared == [], path.name
