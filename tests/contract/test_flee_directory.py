"""A FLEE directory is read as it stands: what FLEE bears without harm is borne, and said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from postwar.cases.flee import check_flight, load_flight
from postwar.core.flight import Flight
from postwar.core.reported import arrivals, as_of, corrected, interpolated
from tests import flee_directory as D

REAL = Path(__file__).parents[2] / "../shared/data/flee"
CONFLICTS = ("burundi2015", "car2013", "mali2012", "mali2017_adm1", "nigeria2022_adm2", "syria2013")
needs_data = pytest.mark.skipif(not REAL.is_dir(), reason="the recorded displacements are not here")


def test_what_the_files_say_is_what_is_loaded(tmp_path: Path) -> None:
    flight = load_flight(D.write_directory(tmp_path / "arland2031"))
    assert (flight.name, flight.start, flight.days, flight.notes) == ("arland2031", dt.date(2031, 5, 1), 12, ())
    assert [(s.name, s.kind, s.conflict_day, s.population, s.capacity) for s in flight.stops] == [
        ("Alder", "conflict", 0, 50000, None), ("Birch", "conflict", 3, 20000, None), ("Cedar", "town", -1, 0, None),
        ("Dune", "camp", -1, 0, 4000), ("Elm", "camp", -1, 0, 2500)]
    assert [(leg.a, leg.b, leg.km, leg.forced) for leg in flight.legs] == [
        (0, 2, 80.0, 0), (1, 2, 60.0, 0), (2, 3, 120.0, 0), (2, 4, 150.0, 0)]
    assert [(c.kind, c.name1, c.name2, c.start, c.end) for c in flight.closings] == [("country", "Arland", "Corland",
                                                                                      0, 4)]
    assert flight.intensity.shape == (12, 5)
    assert flight.intensity[:, 1].tolist() == [0.0] * 3 + [1.0] * 9
    assert [(s.camp, s.days.tolist(), s.corrections) for s in flight.series] == [
        ("Dune", [0, 4, 8, 11], (8,)), ("Elm", [0, 5, 11], ())]
    assert flight.total is not None and flight.total.counts.tolist() == [100.0, 3900.0]
    rules = flight.rules
    assert (rules.max_move_speed, rules.camp_weight, rules.conflict_spawn_decay) == (200.0, 2.0, (1.0, 1.0, 0.5))
    assert rules.max_walk_speed == 35.0


BORNE = {
    "byte-order marks": ({"locations": b"\xef\xbb\xbf" + D.LOCATIONS.encode()}, None),
    "line ends of another system": ({"routes": D.ROUTES.replace("\n", "\r\n")}, None),
    "quoted cells": ({"data_layout": '"total","refugees.csv"\n"Dune","dune.csv"\n"Elm","elm.csv"\n'}, None),
    "empty rows at the end": ({"dune": D.FILES["source_data/dune.csv"] + "\n\n , \n"}, None),
    "comments": ({"elm": "# by phone\n" + D.FILES["source_data/elm.csv"]}, None),
    "spaces after commas": ({"conflicts": D.CONFLICTS.replace(",", ", ")}, None),
    "a comma at the end of the header": ({"conflicts": D.CONFLICTS.replace("Cedar\n", "Cedar,\n")}, None),
    "more days of conflict than needed": ({"conflicts": D.CONFLICTS + "12,1,1,0\n13,1,1,0\n"}, None),
    "two reports on a day": ({"elm": "2031-05-01,0\n2031-05-06,400\n2031-05-06,500\n2031-05-12,1300\n"}, None),
    "days without leading zeros": ({"elm": "2031-5-1,0\n2031-5-6,500\n2031-5-12,1300\n"}, None),
    "a place closed towards a country": ({"closures": "location,Elm,Arland,0,4\n"}, None),
    "a header without #": ({"locations": D.LOCATIONS[1:]}, None),
    "spaces round a name": ({"locations": D.LOCATIONS.replace("Dune,", "Dune ,")}, "spaces round what a cell holds"),
    "UTF-16": ({"routes": D.ROUTES.encode("utf-16")}, "this file is UTF-16"),
    "a header in reports": ({"elm": "date,count\n" + D.FILES["source_data/elm.csv"]}, "passed over as a header"),
    "a day without a count": ({"elm": D.FILES["source_data/elm.csv"] + "2031-05-13,\n"}, "without a count"),
    "no closures": ({"closures": None}, "nothing is ever closed"),
    "no corrections": ({"registration_corrections": None}, "no registration is corrected"),
    "a series of no place": ({"data_layout": "total,refugees.csv\nDune,dune.csv\nElm,elm.csv\nFir,elm.csv\n"},
                             "not in locations.csv: no camp of the run"),
    "a series of a town": ({"data_layout": "total,refugees.csv\nDune,dune.csv\nElm,elm.csv\nCedar,elm.csv\n"},
                           "a town, no camp"),
    "a column of no place, without conflict": ({"conflicts": D.CONFLICTS.replace("Cedar", "Fir")},
                                               "is left out: 'Fir'"),
    "a way given twice": ({"routes": D.ROUTES + "Dune,Cedar,120,0\n"}, "doubles its weight"),
    "a closure of a link that is none": ({"closures": "link,Alder,Elm,0,4\n"}, "no route joins has no effect"),
    "a town closed as a camp": ({"closures": "camp,Cedar,,0,4\n"}, "closed as a camp is none: 'Cedar'"),
    "a correction before the start": ({"registration_corrections": "Dune,2031-04-01,normalize\n"},
                                      "before the first day"),
    "unlimited by nought": ({"locations": D.LOCATIONS.replace(",,2500", ",,0")}, "counts as unlimited: 'Elm'"),
    "a total out of order": ({"refugees": "2031-05-12,3900\n2031-05-01,100\n"}, "lies before the one above"),
    "an unknown setting": ({"simsetting": D.FILES["simsetting.yml"] + "  turbo: 3\n"},
                           "an unknown setting is left out"),
    "a number that YAML takes for text": (
        {"simsetting": D.FILES["simsetting.yml"].replace("  softening: 10.0", "  softening: 1e1")}, None),
    "no settings": ({"simsetting": None}, "FLEE's own defaults hold"),
    "columns in another order": ({"locations": "#name,country,region,latitude,longitude,location_type,conflict_date,"
                                      "population\n" + "".join(",".join([c[0], c[2], c[1], *c[3:]]) + "\n" for c in (
                                          line.split(",") for line in D.LOCATIONS.splitlines()[1:]))},
                                 "in the order of the header"),
}


@pytest.mark.parametrize(("changed", "note"), BORNE.values(), ids=BORNE.keys())
def test_what_is_harmless_is_borne_and_said(changed: dict[str, str | bytes | None], note: str | None,
                                            tmp_path: Path) -> None:
    plain, flight = load_flight(D.write_directory(tmp_path / "a")), load_flight(D.write_directory(tmp_path / "b",
                                                                                                  **changed))
    said = [str(n) for n in flight.notes]
    assert [n for n in said if note is None or note not in n] == [], said
    assert note is None or any(note in n for n in said)
    assert [s.name for s in flight.stops] == [s.name for s in plain.stops]
    assert [s.country for s in flight.stops] == [s.country for s in plain.stops]
    assert np.array_equal(flight.intensity, plain.intensity)


def test_the_tables_may_lie_in_the_folder_itself(tmp_path: Path) -> None:
    nested = D.write_directory(tmp_path / "x")
    inside = load_flight(nested / "input_csv", nested / "simsetting.yml")
    assert (inside.name, [s.camp for s in inside.series]) == ("x", ["Dune", "Elm"])


def test_an_unreached_camp_of_few_is_noted_and_not_refused(tmp_path: Path) -> None:
    flight = load_flight(D.write_directory(tmp_path, routes=D.ROUTES.replace("Cedar,Elm,150,\n", ""),
                                           elm="2031-05-01,0\n2031-05-06,50\n2031-05-12,90\n"))
    assert [n.line for n in flight.notes if "no route leads" in n.message] == [6]


def test_later_reports_do_not_change_what_was_known(tmp_path: Path) -> None:
    before = load_flight(D.write_directory(tmp_path / "a")).series[0]
    later = load_flight(D.write_directory(tmp_path / "b",
                                          dune="2031-05-01,100\n2031-05-05,1400\n2031-05-09,9\n")).series[0]
    days = np.arange(8)
    assert as_of(before, days).tolist() == as_of(later, days).tolist() == [100] * 4 + [1400] * 4
    assert interpolated(before, days).tolist() != interpolated(later, days).tolist()


def test_a_sum_of_files_is_as_of_the_last_of_each(tmp_path: Path) -> None:
    layout = "total,refugees.csv\nDune,dune.csv\nElm,elm.csv,elm-outside.csv\n"
    folder = D.write_directory(tmp_path, data_layout=layout)
    (folder / "source_data/elm-outside.csv").write_text("2031-05-01,0\n2031-05-03,40\n2031-05-12,70\n")
    series = load_flight(folder).series[1]
    assert as_of(series, [0, 2, 5, 11]).tolist() == [0, 40, 540, 1370]


def test_corrections_scale_what_lies_before() -> None:
    from postwar.core.flight import CampSeries

    series = CampSeries("x", np.array([0, 10, 20, 30]), np.array([10.0, 100.0, 50.0, 80.0]), (20,))
    assert corrected(series).tolist() == [5.0, 50.0, 50.0, 80.0]
    assert interpolated(series, [10, 25, 99], hasten=7).tolist() == [7, 9, 11]


def totals(flight: Flight) -> np.ndarray:
    """People in camps on day 0 and everybody who came since."""
    camps = {s.name for s in flight.stops if "camp" in s.kind}
    first = sum(int(interpolated(s, [0])[0]) for s in flight.series if s.camp in camps)
    return first + np.cumsum(arrivals(flight.series, flight.days)[0])


@needs_data
@pytest.mark.parametrize("name", CONFLICTS)
def test_recorded_displacements_load_as_they_stand(name: str) -> None:
    assert check_flight(REAL / name, REAL / "simsetting.yml") == ()
    flight = load_flight(REAL / name, REAL / "simsetting.yml")
    assert flight.rules.avoid_short_stints and flight.rules.max_move_speed == 200.0
    assert flight.intensity.shape == (flight.days, len(flight.stops)) and flight.intensity.max() == 1.0


@needs_data
@pytest.mark.parametrize("name", ["mali2012", "burundi2015"])
def test_series_and_arrivals_are_flees_to_the_person(name: str) -> None:
    import csv

    flight = load_flight(REAL / name, REAL / "simsetting.yml")
    with (REAL / f"reference/{name}_full.csv").open() as file:
        rows = list(csv.DictReader(file))
    for series in flight.series:
        if f"{series.camp} data" in rows[0]:
            wanted = [int(row[f"{series.camp} data"]) for row in rows]
            assert interpolated(series, np.arange(flight.days)).tolist() == wanted, series.camp
    assert totals(flight).tolist() == [int(row["total refugees (simulation)"]) for row in rows]
    assert arrivals(flight.series, flight.days)[1].tolist() == [int(row["refugee_debt"]) for row in rows]
