# ruff: noqa: E501 (a mark stands on one line with its words)
"""What one claim shows, and what it does not: who else is there, which counts belong together, whose words are a view.

Reports are marked up as in test_situation.py.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from postwar.core.situation import Situation, situation_to_json
from postwar.core.time import AsOf, parse_day
from postwar.situation.derive import derive


def _marked() -> ModuleType:
    """The module beside this one that reads marked-up reports."""
    path = Path(__file__).with_name("test_situation.py")
    spec = importlib.util.spec_from_file_location("marked_reports", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["marked_reports"] = module
    spec.loader.exec_module(module)
    return module


MARKED = _marked()
Row = tuple[str, str, str, str]


def on(day: str, *reports: Row) -> Situation:
    return MARKED.situation_on(day, *reports)  # type: ignore[no-any-return]


def paper(day: str, text: str, name: str = "r", source: str = "Paper A") -> Row:
    return (f"{name}-{day}", source, day, text)


# ---------------------------------------------------------------- who else is there

BLOCKED = "{{Protesters have blocked the corridor since 12 December|incident happened a=lachin-road-protesters p=lachin-corridor on=2022-12-12}}."
OPENED = "{{The corridor was opened again on 20 December|transport happened p=lachin-corridor on=2022-12-20}}."
POST = "{{Azerbaijan set up a checkpoint at the bridge|transport happened p=hakari-bridge on=2023-04-23}}."


@pytest.mark.parametrize(
    "reports,state,rivals",
    [
        ([], "agreed", []),
        ([paper("2022-12-13", BLOCKED)], "contested", ["lachin-road-protesters"]),
        ([paper("2022-12-13", BLOCKED), paper("2022-12-21", OPENED)], "agreed", []),
        ([paper("2023-04-24", POST)], "contested", ["azerbaijan"]),
        (
            [paper("2023-04-24", "{{Russian posts guard the corridor|guard happened a=russian-peacekeepers p=lachin-corridor}}.")],
            "observed",
            [],
        ),
    ],
    ids=["nobody else", "blocked", "open again", "a post", "its own guard"],
)
def test_the_corridor_is_contested_while_others_block_it_or_keep_a_post(
    reports: list[Row], state: str, rivals: list[str]
) -> None:
    line = next(c for c in on("2023-05-01", *reports).control if c.place == "lachin-corridor")
    assert (line.actor, line.state, [r.actor for r in line.rivals]) == ("russian-peacekeepers", state, rivals)


def test_who_is_told_to_have_left_a_village_again_holds_it_contested() -> None:
    taken = "{{Azerbaijani soldiers took Farukh on 24 March|capture happened a=azerbaijan p=farukh on=2022-03-24}}."
    left = "{{Azerbaijan withdrew its units from Farukh|withdrawal happened a=azerbaijan p=farukh by=russia}}."
    before = next(c for c in on("2022-04-01", paper("2022-03-26", taken)).control if c.place == "farukh")
    after = next(
        c for c in on("2022-04-01", paper("2022-03-26", taken), paper("2022-03-28", left)).control if c.place == "farukh"
    )
    assert (before.actor, before.state) == ("azerbaijan", "observed")
    assert (after.actor, after.state) == ("azerbaijan", "contested") and "gone from Farukh" in after.rivals[0].text


def test_a_few_villages_in_a_place_are_not_the_place() -> None:
    text = "They were the last villages in Hadrut that {{Armenian forces still held|control happened a=armenian-forces p=hadrut}}."
    line = next(c for c in on("2020-12-20", paper("2020-12-16", text)).control if c.place == "hadrut")
    assert (line.actor, line.state, line.rivals) == ("azerbaijan", "claimed", ())


def test_a_road_that_another_followed_has_no_line_and_its_corridor_is_told_of_the_new_one() -> None:
    early = {r.id: r.state for r in on("2021-01-10", paper("2021-01-05", "{{The corridor is open|transport happened p=lachin-corridor}}.")).routes}
    late = {r.id: r.state for r in on("2022-12-20", paper("2022-12-13", BLOCKED)).routes}
    assert early["lachin-road-people"] == "open" and "lachin-new-road-people" not in early
    assert late["lachin-new-road-people"] == "closed" and "lachin-road-people" not in late


def test_a_closure_that_is_over_is_no_closed_road_and_a_denied_one_is_a_contradiction() -> None:
    over = on("2021-02-01", paper("2021-01-20", "{{The road was closed for two days|incident happened p=lachin-corridor}}."))
    assert {r.state for r in over.routes if r.place == "lachin-corridor"} == {"not_observed"}
    denied = on("2022-12-20", paper("2022-12-13", BLOCKED + " Baku denies {{that there is a blockade|incident denied by=azerbaijan}}."))
    assert [c.text for c in denied.checks if "denied" in c.text and c.kind == "contradiction"]


def test_a_force_does_not_end_because_people_left_the_district_around_its_road() -> None:
    here = "{{The contingent is in the corridor|deployment happened a=russian-peacekeepers p=lachin-corridor on=2020-11-20}}."
    gone = "{{The contingent left Kalbajar|withdrawal happened a=russian-peacekeepers p=kalbajar on=2020-12-10}}."
    force = next(f for f in on("2020-12-20", paper("2020-12-15", here + " " + gone)).forces if f.id == "russian-peacekeepers")
    assert (force.state, str(force.until)) == ("reported", "2025-11-10")


# ---------------------------------------------------------------- which counts belong together

LEFT_2020 = "{{90,640 arrivals were counted by 11 December|displacement happened a=karabakh-armenians p=country-armenia n=90640 u=person until=2020-12-11}}."
BACK_2021 = "{{52,447 people had come back by 11 February|return happened a=karabakh-armenians p=nagorno-karabakh n=52447 u=person until=2021-02-11 m=cumulative}}."
LEFT_2023 = "{{100,417 people had arrived by 30 September|displacement happened a=karabakh-armenians p=country-armenia n=100417 u=person until=2023-09-30 m=cumulative}}."
AGAIN = "{{Some 90,000 had left in the war|displacement happened a=karabakh-armenians p=nagorno-karabakh n=~90000 u=person}}."


def test_people_who_leave_again_are_another_count_and_those_back_before_are_no_longer_back() -> None:
    answer = on("2023-10-10", paper("2020-12-20", LEFT_2020), paper("2021-02-12", BACK_2021), paper("2023-10-02", LEFT_2023))
    left = [f for f in answer.figures if f.variable == "displaced"]
    assert {(f.role, round(f.value, -3)) for f in left} == {("recommended", 100000), ("triangulation", 91000)}
    assert {f.place for f in left} == {"nagorno-karabakh"}, "counted where their home is, not where they arrived"
    back = next(f for f in answer.figures if f.variable == "back_in_region")
    assert back.role == "triangulation" and "leaving again" in back.reason


def test_an_old_number_told_again_later_opens_no_new_time_of_leaving() -> None:
    answer = on("2021-12-01", paper("2020-12-20", LEFT_2020), paper("2021-11-20", AGAIN, "later"))
    assert {f.role for f in answer.figures if f.variable == "displaced" and "earlier time" in f.reason} == set()


TOWN = "{{4,436 people had come back to Stepanakert in all|return happened a=karabakh-armenians p=stepanakert n=4436 u=person m=cumulative}}."
REGION = "{{11,000 people had come back in all|return happened a=karabakh-armenians p=nagorno-karabakh n=11000 u=person m=cumulative}}."
SAME = "{{11,000 people had come back to Stepanakert in all|return happened a=karabakh-armenians p=stepanakert n=11000 u=person m=cumulative}}."


@pytest.mark.parametrize(
    "text,expected,words",
    [
        (TOWN, [("nagorno-karabakh", "recommended")], "counted at Stepanakert, taken for Nagorno-Karabakh"),
        (TOWN + " " + REGION, [("nagorno-karabakh", "recommended"), ("stepanakert", "triangulation")], "a part of Nagorno-Karabakh; kept apart"),
        (REGION + " " + SAME, [("nagorno-karabakh", "recommended")], "counted at Stepanakert"),
    ],
    ids=["only the town is counted", "town and region", "one number for both"],
)
def test_a_town_in_the_home_of_a_group(text: str, expected: list[tuple[str, str]], words: str) -> None:
    lines = [f for f in on("2020-12-01", paper("2020-11-25", text)).figures if f.variable == "back_in_region"]
    assert sorted((f.place, f.role) for f in lines) == expected
    assert any(words in f.reason for f in lines)


def test_what_a_source_counts_is_taken_from_its_other_counts_and_from_the_sentence_that_goes_on() -> None:
    def count(n: str, scope: str = "") -> str:
        return f"{{{{{n} were back|return happened a=karabakh-armenians p=nagorno-karabakh n=>{n} u=person m=cumulative by=russia{scope}}}}}. "

    text = count("9000", " s=escorted_bus on=2020-11-23") + count("11000", " s=escorted_bus on=2020-11-25") + count("26000", " on=2020-12-01")
    text += "{{Some 25,000 are back|return happened a=karabakh-armenians p=nagorno-karabakh n=~25000 u=person m=cumulative by=harutyunyan on=2020-11-22}}. He cited a centre that records arrivals by all routes."
    lines = {f.scope: f for f in on("2020-12-03", paper("2020-12-02", text)).figures if f.variable == "back_in_region"}
    assert set(lines) == {"escorted_bus", "all_routes"} and len(lines["escorted_bus"].claims) == 3
    assert "as its source says elsewhere" in lines["escorted_bus"].reason


@pytest.mark.parametrize(
    "text,variables",
    [
        ("{{36,989 people remained in Armenia|population happened g=karabakh-armenians p=country-armenia n=36989 u=person m=stock on=2021-06-30}}.", {"away"}),
        ("{{120,000 people live in the region|population happened p=nagorno-karabakh n=~120000 u=person}}.", {"population"}),
        ("{{40,000 people have been left without housing|population happened p=nagorno-karabakh n=<40000 u=person}}.", set()),
        ("{{More than 30,000 people lived in the district|population happened p=zangilan n=>30000 u=person}} before 1993.", set()),
        ("{{Up to 40,000 live there|population happened n=<40000 u=person}}.", set()),
    ],
    ids=["a group counted away from home", "who lives there", "not who lives there", "who lived there long ago", "nowhere"],
)
def test_who_is_counted_by_a_population_claim(text: str, variables: set[str]) -> None:
    assert {f.variable for f in on("2021-08-01", paper("2021-07-20", text)).figures} == variables


def test_mines_and_fire_are_counted_apart_and_since_the_truce_means_since_the_truce() -> None:
    text = "{{At least six people were killed by mines since the truce|casualty happened p=nagorno-karabakh n=>6 u=person}}. {{Four soldiers were shot dead on 8 December|casualty happened p=nagorno-karabakh n=4 u=soldier on=2020-12-08}}."
    lines = {f.scope: f.value for f in on("2020-12-20", paper("2020-12-10", text)).figures if f.variable == "killed"}
    assert set(lines) == {"mines", "unspecified"} and lines["mines"] >= 6 and lines["unspecified"] == 4


def test_a_group_that_cannot_be_meant_there_is_not_exchanged_for_the_nearest_one() -> None:
    text = "{{90,640 had left|displacement happened a=karabakh-armenians p=nagorno-karabakh n=90640 u=person}}. {{On the other side 40,000 were displaced|displacement happened a=azerbaijani-displaced p=nagorno-karabakh n=~40000 u=person}}."
    lines = [f for f in on("2020-12-30", paper("2020-12-21", text)).figures if f.variable == "displaced"]
    assert sorted((f.group or "", round(f.value, -4)) for f in lines) == [("", 40000), ("karabakh-armenians", 90000)]


def test_a_vaguer_number_of_one_source_and_day_adds_nothing_to_a_closer_one() -> None:
    close = "{{More than 43,000 are back|return happened a=karabakh-armenians p=nagorno-karabakh n=>43000 u=person m=cumulative by=russia on=2020-12-24}}."
    vague = "{{About 43,000 are back|return happened a=karabakh-armenians p=nagorno-karabakh n=~43000 u=person m=cumulative by=russia on=2020-12-24}}."
    one, both = (
        on("2020-12-30", paper("2020-12-24", text)).figure("back_in_region") for text in (close, vague + " " + close)
    )
    assert one is not None and both is not None and (one.low, one.high) == (both.low, both.high)


# ---------------------------------------------------------------- what happened, what is ahead, whose view


@pytest.mark.parametrize(
    "text",
    [
        "The return can begin {{only when mines have been cleared|mines happened p=fuzuli}}.",
        "The return can begin only when roads and {{houses have been built|reconstruction happened p=fuzuli}}.",
        "{{Once the school was rebuilt|reconstruction happened p=fuzuli}} families would come.",
    ],
)
def test_a_condition_is_nothing_that_happened(text: str) -> None:
    lines = on("2020-12-30", paper("2020-12-10", text)).expected
    assert [e.modality for e in lines] == ["conditional"]


def test_not_until_monday_did_happen() -> None:
    text = "It was not until Monday that {{the first roads were rebuilt|reconstruction happened p=fuzuli}}."
    assert not on("2020-12-30", paper("2020-12-10", text)).expected


def test_what_was_to_be_by_a_day_that_has_passed_or_has_come_is_no_longer_ahead() -> None:
    plan = "{{1,960 soldiers will deploy|deployment planned a=russian-peacekeepers p=lachin-corridor n=1960 u=soldier}}. {{The group is to meet by 30 January|talks planned until=2021-01-30}}."
    came = "{{The contingent is in place|deployment happened a=russian-peacekeepers}}."
    kinds = [e.kind for e in on("2021-01-20", paper("2020-11-10", plan)).expected]
    assert kinds == ["deployment", "talks"]
    assert [e.kind for e in on("2021-02-10", paper("2020-11-10", plan), paper("2020-11-21", came)).expected] == []


VIEWS = [
    (
        "what a minister is quoted with as planned or denied is his state's view",
        '{{No Turkish units would be sent|deployment denied a=turkey by=lavrov}}, Lavrov said. {{A corridor to Nakhchivan will open|transport planned by=aliyev p=nakhchivan-link}}, said Aliyev.',
        {("russia", "turkey-role"): "No Turkish units would be sent", ("azerbaijan", "transport"): "A corridor to Nakhchivan will open"},
    ),
    (
        "a denial is quoted with its no",
        "Azerbaijan denies that {{there is a blockade|incident denied a=azerbaijan by=azerbaijan}}.",
        {("azerbaijan", "corridor"): "Azerbaijan denies that there is a blockade."},
    ),
    (
        "two who agree hold it both",
        "{{Both recognised the Alma-Ata declaration|recognition agreed a=armenia,azerbaijan on=2022-10-06}}.",
        {
            ("armenia", "recognition"): "Both recognised the Alma-Ata declaration",
            ("azerbaijan", "recognition"): "Both recognised the Alma-Ata declaration",
        },
    ),
    (
        "soldiers who are told to withdraw change nobody's view",
        "{{The peacekeepers must make Azerbaijan withdraw|withdrawal demanded a=azerbaijan by=armenia}}.",
        {("armenia", "peacekeepers"): "The peacekeepers must make Azerbaijan withdraw"},
    ),
]


@pytest.mark.parametrize("text,expected", [v[1:] for v in VIEWS], ids=[v[0] for v in VIEWS])
def test_views(text: str, expected: dict[tuple[str, str], str]) -> None:
    answer = on("2023-01-10", paper("2023-01-05", text))
    held: dict[tuple[str, str], Any] = {(p.actor, p.topic): p for p in answer.positions}
    for key, words in expected.items():
        assert held[key].stance == words and held[key].changed_from is None


def test_an_unchanged_view_is_no_change_and_a_later_one_keeps_what_it_was_before() -> None:
    first = "{{The status of Karabakh has not changed for us|position position a=pashinyan by=pashinyan}}. {{Status will be settled by the co-chairs|position position a=pashinyan by=pashinyan}}."
    later = "{{There is no status question|position position a=pashinyan by=pashinyan on=2023-05-22}}."
    before = next(p for p in on("2021-01-10", paper("2020-11-27", first)).positions if (p.actor, p.topic) == ("armenia", "status"))
    after = next(
        p
        for p in on("2023-06-10", paper("2020-11-27", first), paper("2023-05-26", later)).positions
        if (p.actor, p.topic) == ("armenia", "status")
    )
    assert before.changed_from is None
    assert (after.stance, str(after.since), after.changed_from) == (
        "There is no status question",
        "2023-05-22",
        "Status will be settled by the co-chairs",
    )


def test_order_of_entry_does_not_matter_for_any_of_it() -> None:
    reports = [paper("2020-12-20", LEFT_2020), paper("2021-02-12", BACK_2021 + " " + TOWN), paper("2023-10-02", LEFT_2023 + " " + POST)]
    books = MARKED.books_of(*reports, known="2023-10-10")
    turned = replace(books, claims=books.claims[::-1], documents=books.documents[::-1])
    as_of = AsOf(parse_day("2023-10-10"), parse_day("2023-10-10"))
    case = MARKED.karabakh("2023-10-10")
    assert situation_to_json(derive(case, books, as_of)) == situation_to_json(derive(case, turned, as_of))
