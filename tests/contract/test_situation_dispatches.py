"""Two real agency dispatches, read by the package's own reader, and what the situation must say of 2 December 2020."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postwar.cases import load_case
from postwar.core.books import Books, Document
from postwar.core.claim import Claim
from postwar.core.situation import situation_to_json
from postwar.core.time import AsOf, parse_day
from postwar.reading.read import open_report, read_report
from postwar.situation.derive import derive

FOLDER = Path(__file__).parents[2] / "../shared/dispatches"
FILES = (("000_3f0ce53d2351d1f0.txt", "2020-11-16"), ("001_c88c3bc9dbb4111b.txt", "2020-12-02"))
DAY = parse_day("2020-12-02")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the two dispatches are not here")


@pytest.fixture(scope="module")
def books() -> Books:
    names = load_case("karabakh-2020", DAY).names
    documents: list[Document] = []
    claims: list[Claim] = []
    for name, published in FILES:
        report, _ = open_report(f"{FOLDER / name}@{published}")
        found, _ = read_report(report, names)
        claims += found
        documents.append(Document(report, parse_day(published), len(claims) + len(documents) + 1, len(found)))
    return Books(DAY, len(claims) + len(documents), tuple(documents), tuple(claims))


@pytest.fixture(scope="module")
def answer(books: Books) -> dict[str, Any]:
    return situation_to_json(derive(load_case("karabakh-2020", DAY), books, AsOf(DAY, DAY)))


def obligation(answer: dict[str, Any], act: str, place: str) -> dict[str, Any]:
    """The verdict on the duty of that act at that place."""
    found = next(o.id for o in load_case("karabakh-2020", DAY).accord.obligations if o.act == act and place in o.place)
    return next(o for o in answer["obligations"] if o["id"] == found)


@pytest.mark.parametrize(
    "place,since,extent,except_",
    [
        ("aghdam", "2020-11-20", "whole", []),
        ("kalbajar", "2020-11-25", "whole", []),
        ("lachin", "2020-12-01", "part", ["lachin-corridor"]),
    ],
)
def test_three_districts_by_handover(
    answer: dict[str, Any], place: str, since: str, extent: str, except_: list[str]
) -> None:
    line = answer["control"][place]
    assert (line["actor"], line["since"], line["how"], line["extent"], line["except"]) == (
        "azerbaijan",
        since,
        "handover",
        extent,
        except_,
    )


def test_all_seven_is_kept_as_a_rival(answer: dict[str, Any]) -> None:
    assert [r["extent"] for r in answer["control"]["lachin"]["rivals"]] == ["whole"]


@pytest.mark.parametrize("place", ["fuzuli", "jabrayil", "zangilan", "qubadli"])
def test_four_districts_by_capture(answer: dict[str, Any], place: str) -> None:
    assert (answer["control"][place]["actor"], answer["control"][place]["how"]) == ("azerbaijan", "capture")


def test_kalbajar_on_time_after_its_amendment_ten_days_late_on_the_text(answer: dict[str, Any]) -> None:
    line = obligation(answer, "handover", "kalbajar")
    assert line["timeliness"] == {"code": "on_time", "days": None, "original": {"code": "late", "days": 10}}
    assert (line["life_cycle"], line["disposition"]) == ("fulfilled", "compliant")


def test_the_postponement_of_one_district_moves_no_other_duty(answer: dict[str, Any]) -> None:
    kalbajar = obligation(answer, "handover", "kalbajar")["id"]
    assert {o["id"] for o in answer["obligations"] if o["amendments"]} == {kalbajar}
    for act in ("deploy", "stay", "withdraw"):
        line = obligation(answer, act, "nagorno-karabakh")
        assert line["timeliness"]["code"] in ("not_due", "no_deadline") and line["due"] != "2020-11-25"


def test_the_mandate_runs_for_five_years(answer: dict[str, Any]) -> None:
    assert obligation(answer, "stay", "nagorno-karabakh")["life_cycle"] == "in_effect"
    force = next(f for f in answer["forces"] if f["id"] == "russian-peacekeepers")
    assert (force["since"], force["until"], force["term_years"]) == ("2020-11-10", "2025-11-10", 5)
    assert obligation(answer, "stay", "nagorno-karabakh")["due"] == "2025-11-10"


def test_people(answer: dict[str, Any]) -> None:
    left = next(f for f in answer["figures"] if f["variable"] == "displaced" and f["group"] == "karabakh-armenians")
    assert 60000 < left["low"] <= 75000 and 90000 <= left["high"] < 110000
    back = next(f for f in answer["figures"] if f["variable"] == "back_in_region" and f["role"] == "recommended")
    assert back["on"] == "2020-12-01" and 26000 <= back["low"] <= back["high"] <= 30000


def test_the_return_of_azerbaijanis_is_ahead_and_waits_on_mines_and_rebuilding(
    answer: dict[str, Any], books: Books
) -> None:
    kinds = {c.id: c.kind for c in books.claims}
    line = next(e for e in answer["expected"] if e["kind"] == "return" and "azerbaijani-displaced" in e["group"])
    assert {kinds[c] for c in line["depends_on"]} >= {"mines", "reconstruction"}
    assert not [f for f in answer["figures"] if f["group"] == "azerbaijani-displaced"]


def test_sixty_per_cent_of_150000(answer: dict[str, Any]) -> None:
    assert any(c["kind"] == "consistent" and "150,000" in c["text"] for c in answer["checks"])


def test_status(answer: dict[str, Any]) -> None:
    assert "status" in {s["topic"] for s in answer["silences"]}
    held = {(p["actor"], p["topic"]): p["stance"] for p in answer["positions"]}
    assert "status" in held["azerbaijan", "status"] and "exclude" in held["armenia", "turkey-role"]
    assert any(g["kind"] == "position" and g["subject"] == "armenia" and g["topic"] == "status" for g in answer["gaps"])


def test_one_agency_is_one_origin(answer: dict[str, Any]) -> None:
    assert answer["origins"] == 1 and {r["origin"] for r in answer["reports"]} == {"afp"}
