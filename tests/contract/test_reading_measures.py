"""The measures of places, displacement, attributions and acts: what counts as right, on cases of our own."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from postwar.core.place import Place
from postwar.reading.displacement import Displaced

ROOT = Path(__file__).parents[2]
NAMES = ("places", "districts", "displacement", "attribution", "event_types")


@pytest.fixture
def measures(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT))
    return {name: importlib.import_module(f"benchmarks.reading.{name}") for name in NAMES}


def test_a_set_that_is_not_there_is_said_to_be_absent(measures: dict[str, ModuleType], tmp_path: Path) -> None:
    absent = importlib.import_module("benchmarks.reading.rows").Absent
    for module in measures.values():
        with pytest.raises(absent):
            module.measure(tmp_path)


def test_places_are_right_only_at_their_exact_span(measures: dict[str, ModuleType], tmp_path: Path) -> None:
    folder = tmp_path / "data/reading/geoparsing"
    folder.mkdir(parents=True)
    place = "<location><start>{}</start><end>{}</end></location>"
    text = "The envoy flew from Nairobi to Geneva."
    virus = f"<articles><article><text>{text}</text><locations>{place.format(21, 28)}{place.format(32, 37)}"
    (folder / "GeoVirus.xml").write_text(f"{virus}</locations></article></articles>")
    name = '<toponym><start>20</start><end>27</end><gaztag geonameid="184745"/></toponym>'
    local = f"<articles><article><text>{text}</text><toponyms>{name}</toponyms></article></articles>"
    (folder / "lgl.xml").write_text(local)
    rows = measures["places"].measure(tmp_path)
    assert [(r.set, r.value) for r in rows[:4]] == [("GeoVirus", 0.5), ("GeoVirus", 0.5), ("LGL", 0.5), ("LGL", 1.0)]
    assert rows[4].size == 1 and rows[4].value == 1.0


def test_a_district_is_named_by_any_of_its_names(measures: dict[str, ModuleType]) -> None:
    place = Place("oster", "Oster district", ("Ostér",), "district", (), None, None, None, None, "invented")
    named = measures["districts"].named_in
    assert named(place, "They left Oster and Ostér.") == [(10, 15), (20, 25)]
    assert named(place, "They left Ostertown.") == []


def test_figures_of_one_term_may_add_up(measures: dict[str, ModuleType]) -> None:
    fitting = measures["displacement"].fitting
    homes = [
        Displaced(0, 1, 31, 31, "Destroyed Housing", "Households"),
        Displaced(2, 3, 36, 36, "Destroyed Housing", "Households"),
    ]
    assert fitting(homes, 31) == homes[:1] and fitting(homes, 67) == homes and fitting(homes, 5) == []


def test_only_english_rows_count(measures: dict[str, ModuleType]) -> None:
    english = measures["displacement"].is_english
    assert english("Some 300 families in La Paz left.") and not english("Unas 300 familias de la costa han salido.")


def test_an_attribution_is_given_once(measures: dict[str, ModuleType]) -> None:
    matched = measures["attribution"].matched
    gold = [([(0, 4)], [(10, 20)]), ([(30, 34)], [(40, 50)])]
    assert matched([((0, 4), (12, 15)), ((1, 3), (19, 25)), ((30, 31), (60, 70))], gold) == 1
    assert matched([((2, 9), (12, 15)), ((33, 35), (49, 55))], gold) == 2


def test_macro_f1_weighs_types_alike(measures: dict[str, ModuleType]) -> None:
    macro = measures["event_types"].macro_f1
    assert macro([("A", "A")] * 9 + [("B", "A")]) == pytest.approx((18 / 19 + 0) / 2)
