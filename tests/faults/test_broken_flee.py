"""A malformed FLEE directory: every fault with file, line and mend; no traceback, and nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from postwar import cli
from postwar.cases.flee import check_flight, load_flight
from postwar.core.errors import CaseError
from tests import flee_directory as D


@dataclass(frozen=True)
class Broken:
    """In ``file`` (name without folder and ending), ``old`` becomes ``new`` (None: the file is gone); the fault stands
    at ``where`` and is said and mended in these words."""

    name: str
    file: str
    old: str
    new: str | bytes | None
    where: str
    says: str
    mend: str = ""


ALL = ""
LOC, ROU = "input_csv/locations.csv", "input_csv/routes.csv"
CLO, CON = "input_csv/closures.csv", "input_csv/conflicts.csv"
PER, COR, LAY = "input_csv/sim_period.csv", "input_csv/registration_corrections.csv", "source_data/data_layout.csv"
DUN, ELM, SET = "source_data/dune.csv", "source_data/elm.csv", "simsetting.yml"

CASES = (
    Broken("no locations", "locations", ALL, None, LOC, "this file is missing", "add it"),
    Broken("no routes", "routes", ALL, None, ROU, "this file is missing", "add it"),
    Broken("no conflicts", "conflicts", ALL, None, CON, "this file is missing", "add it"),
    Broken("no period", "sim_period", ALL, None, PER, "this file is missing", "add it"),
    Broken("no layout", "data_layout", ALL, None, LAY, "this file is missing", "add it"),
    Broken("a file of reports that is not there", "dune", ALL, None, f"{LAY}:2", "no such file: 'dune.csv'", "add it"),
    Broken("empty locations", "locations", ALL, "", LOC, "this file holds no place", "write a row"),
    Broken("empty routes", "routes", ALL, "", ROU, "this file holds no way", "write a row"),
    Broken("empty conflicts", "conflicts", ALL, "", f"{CON}:1", "no header row", "begin with it"),
    Broken("empty period", "sim_period", ALL, "", PER, "StartDate is missing", "add a row StartDate"),
    Broken("empty layout", "data_layout", ALL, "", LAY, "this file names no series", "write rows total,file"),
    Broken("empty reports", "elm", ALL, "", ELM, "this file holds no report", "write rows of a day and a count"),
    Broken("only comments in reports", "elm", ALL, "# none yet\n", ELM, "this file holds no report"),
    Broken("a place that is not UTF-8", "locations", ALL, D.LOCATIONS.replace("Dune", "Düne").encode("latin-1"),
           f"{LOC}:5",
           "this file is not UTF-8: 'byte 0xfc'", "save it as UTF-8"),
    Broken("null bytes", "routes", "Birch,Cedar", "Birch\x00,Cedar", f"{ROU}:3", "this file holds null bytes"),
    Broken("a quotation mark that stays open", "routes", "Birch,Cedar", '"Birch,Cedar', f"{ROU}:3",
           "the cells of this row cannot be told apart", "close every quotation mark"),
    Broken("a route to nowhere", "routes", "Birch,Cedar", "Birch,Ceder", f"{ROU}:3",
           "unknown place of a route 'Ceder'", "did you mean 'Cedar'?"),
    Broken("a closure of an unknown country", "closures", "Corland", "Carland", f"{CLO}:2",
           "unknown country in a closure 'Carland'", "did you mean"),
    Broken("a closure of an unknown place", "closures", "country,Arland,Corland", "location,Fir,", f"{CLO}:2",
           "unknown place in a closure 'Fir'", "locations.csv"),
    Broken("an unknown kind of closure", "closures", "country,", "county,", f"{CLO}:2",
           "unknown type of closure 'county'", "did you mean 'country'?"),
    Broken("a closure that ends before it begins", "closures", "0,4", "9,4", f"{CLO}:2",
           "a closure ends before it begins: '9 - 4'", "0 = for good"),
    Broken("a closure without an end", "closures", "0,4", "0,", f"{CLO}:2", "the last day of a closure is missing"),
    Broken("a closure on a negative day", "closures", "0,4", "-2,4", f"{CLO}:2",
           "the first day of a closure is negative"),
    Broken("conflict at an unknown place", "conflicts", "Birch", "Birck", f"{CON}:1",
           "unknown place in the header: 'Birck'", "did you mean 'Birch'?"),
    Broken("too short conflicts", "conflicts", "11,1,1,0\n", "", f"{CON}:12", "fewer days than the period of 12: '11'",
           "shorten Length"),
    Broken("a day left out of conflicts", "conflicts", "5,1,1,0\n", "", f"{CON}:7",
           "the days do not follow one another: '6'", "one row a day"),
    Broken("an intensity that is no number", "conflicts", "5,1,1,0", "5,1,high,0", f"{CON}:7",
           "intensity is not a number: 'high'"),
    Broken("a negative intensity", "conflicts", "5,1,1,0", "5,-1,1,0", f"{CON}:7", "intensity is negative: '-1'"),
    Broken("a short row of conflicts", "conflicts", "5,1,1,0", "5,1", f"{CON}:7", "2 cells where the header has 4"),
    Broken("no conflict at all", "conflicts", ALL, D.CONFLICTS.replace(",1", ",0"), f"{CON}:1",
           "there is no conflict at any place where people live", "its days"),
    Broken("a place twice in the header", "conflicts", "Cedar", "Alder", f"{CON}:1",
           "a place stands twice in the header: 'Alder'", "keep one"),
    Broken("a start that is no day", "sim_period", "2031-05-01", "01/05/2031", f"{PER}:1",
           "StartDate is not a day: '01/05/2031'", "year-month-day"),
    Broken("a day that no calendar has", "sim_period", "2031-05-01", "2031-02-30", f"{PER}:1",
           "StartDate is not a day"),
    Broken("a length of nought", "sim_period", "Length,12", "Length,0", f"{PER}:2", "Length is below 1: '0'",
           "at least 1"),
    Broken("a length in words", "sim_period", "Length,12", "Length,twelve", f"{PER}:2",
           "Length is not a number: 'twelve'"),
    Broken("a length that is not there", "sim_period", "Length,12\n", "", PER, "Length is missing", "add a row Length"),
    Broken("a duplicate place", "locations", "Cedar,South", "Alder,South", f"{LOC}:4",
           "duplicate name, first in line 2: 'Alder'", "its own name"),
    Broken("a place without a name", "locations", "Cedar,South", ",South", f"{LOC}:4", "name is missing"),
    Broken("a place without a country", "locations", "North,Arland,10.0", "North,,10.0", f"{LOC}:2",
           "country is missing"),
    Broken("an unknown kind of place", "locations", "town", "vilage", f"{LOC}:4", "unknown type of place 'vilage'",
           "use one of camp"),
    Broken("a negative population", "locations", "50000", "-50000", f"{LOC}:2", "population is negative: '-50000'"),
    Broken("half a person", "locations", "50000", "50000.5", f"{LOC}:2", "population is not a whole number"),
    Broken("thousands separators", "locations", "50000", '"50,000"', f"{LOC}:2", "population is not a number: '50,000'",
           "no separators"),
    Broken("a coordinate in words", "locations", "10.0,20.0", "north,20.0", f"{LOC}:2",
           "the first coordinate is not a number: 'north'"),
    Broken("a row cut short", "locations", "Cedar,South,Arland,11.0,21.0,town,,", "Cedar,South,Arland", f"{LOC}:4",
           "a place needs at least six cells", "one cell a column"),
    Broken("no camp", "locations", ALL, D.LOCATIONS.replace(",camp,", ",town,"), LOC, "there is no camp", "type camp"),
    Broken("a camp that no route reaches", "routes", "Cedar,Elm,150,\n", "", f"{LOC}:6",
           "no route leads from a place of conflict to this camp, which holds 33% of all people: 'Elm'", "routes.csv"),
    Broken("a distance in words", "routes", "Alder,Cedar,80", "Alder,Cedar,far", f"{ROU}:2",
           "distance is not a number: 'far'"),
    Broken("a negative distance", "routes", "Alder,Cedar,80", "Alder,Cedar,-80", f"{ROU}:2",
           "distance is negative: '-80'"),
    Broken("a distance that is not there", "routes", "Alder,Cedar,80", "Alder,Cedar,", f"{ROU}:2",
           "distance is missing"),
    Broken("an endless distance", "routes", "Alder,Cedar,80", "Alder,Cedar,inf", f"{ROU}:2",
           "distance is not a number"),
    Broken("an unknown redirection", "routes", "80,0", "80,7", f"{ROU}:2",
           "forced redirection is none of 0, 1, 2: '7'"),
    Broken("a camp without a series", "data_layout", "Elm,elm.csv", "Ellm,elm.csv", f"{LOC}:6",
           "source_data/data_layout.csv names no series of this camp: 'Elm'", "did you mean 'Ellm'?"),
    Broken("a series named twice", "data_layout", "Elm,elm.csv", "Dune,elm.csv", f"{LAY}:3",
           "duplicate name, first in line 2: 'Dune'", "keep one"),
    Broken("a series without a file", "data_layout", "Elm,elm.csv", "Elm,", f"{LAY}:3",
           "a row needs a name and a file"),
    Broken("reports out of order", "dune", "2031-05-05", "2031-05-10", f"{DUN}:3",
           "this day lies before the one above: '2031-05-09'", "in the order of their days"),
    Broken("a report of no day", "dune", "2031-05-05", "May 5", f"{DUN}:2", "not a day: 'May 5'", "year-month-day"),
    Broken("a count in words", "dune", "1400", "about 1400", f"{DUN}:2", "a count is not a number: 'about 1400'"),
    Broken("a negative count", "dune", "1400", "-1400", f"{DUN}:2", "a count is negative: '-1400'"),
    Broken("a correction of an unknown camp", "registration_corrections", "Dune", "Dunne", f"{COR}:1",
           "unknown camp in a correction 'Dunne'", "did you mean 'Dune'?"),
    Broken("a correction on no report", "registration_corrections", "05-09", "05-08", f"{COR}:1",
           "Dune reported nothing on the day of this correction: '2031-05-08'", "the nearest report is of 2031-05-09"),
    Broken("a correction of no day", "registration_corrections", "2031-05-09", "soon", f"{COR}:1", "not a day: 'soon'"),
    Broken("settings that are not YAML", "simsetting", "spawn_rules:", "spawn_rules: [", SET, "this is not YAML"),
    Broken("a misspelt setting", "simsetting", "camp_weight", "camp_weigth", f"{SET}:9",
           "unknown setting 'camp_weigth'",
           "did you mean 'camp_weight'?"),
    Broken("a setting of the wrong kind", "simsetting", "softening: 10.0", "softening: much", f"{SET}:10",
           "this setting must be a number: 'softening: much'"),
    Broken("a rule that is not modelled", "simsetting", "  softening", "  fixed_routes: True\n  softening", f"{SET}:10",
           "this rule of FLEE is not modelled: 'fixed_routes: True'", "turn it off"),
    Broken("a chance above 1", "simsetting", "default_movechance: 0.5", "default_movechance: 5", f"{SET}:11",
           "a chance lies above 1"),
)


def written(case: Broken, folder: Path) -> Path:
    """The directory with the fault in it."""
    name = next(name for name in D.FILES if Path(name).stem == case.file)
    if case.old and isinstance(case.new, str):
        assert case.old in D.FILES[name], f"{case.name}: {case.old!r} is not there to be changed"
        return D.write_directory(folder, **{case.file: D.FILES[name].replace(case.old, case.new, 1)})
    return D.write_directory(folder, **{case.file: case.new})


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_fault_is_named_with_file_line_and_mend(case: Broken, tmp_path: Path) -> None:
    problems = [str(p) for p in check_flight(written(case, tmp_path))]
    hits = [p for p in problems if case.says in p]
    assert hits, problems
    assert hits[0].startswith(f"{case.where}:"), hits
    assert case.mend in hits[0].split(";", 1)[1], hits


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_the_command_refuses_it_and_writes_nothing(case: Broken, tmp_path: Path,
                                                   capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = written(case, tmp_path / "in"), tmp_path / "out"
    assert cli.main(["replay", str(folder), "--out", str(out)]) == cli.FINDINGS
    printed = capsys.readouterr()
    assert case.says in printed.err and "Traceback" not in printed.err
    assert printed.out == "" and not out.exists()


def test_arrivals_from_a_total_that_is_not_there(tmp_path: Path) -> None:
    settings = D.FILES["simsetting.yml"].replace("sum_from_camps: True", "sum_from_camps: False")
    folder = D.write_directory(tmp_path, simsetting=settings, data_layout="Dune,dune.csv\nElm,elm.csv\n")
    assert [str(p).split(";")[0] for p in check_flight(folder)] == [
        f"{LAY}: arrivals are to be taken from the total, and there is none: 'sum_from_camps: False'"]


def test_one_fault_does_not_hide_another(tmp_path: Path) -> None:
    folder = D.write_directory(tmp_path, routes=D.ROUTES.replace("80", "x").replace("Birch", "Brich"),
                               sim_period="StartDate,2031-05-01\nLength,y\n", elm=None)
    files = {p.file for p in check_flight(folder)}
    assert files == {ROU, PER, LAY}


def test_a_lost_place_is_one_fault_and_not_one_in_every_file(tmp_path: Path) -> None:
    folder = D.write_directory(tmp_path, locations=D.LOCATIONS.replace("11.0,21.0", "x,21.0"))
    assert [p.file for p in check_flight(folder)] == [LOC]


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no such directory"):
        load_flight(tmp_path / "nowhere")
    with pytest.raises(CaseError, match="neither input_csv/ nor tables"):
        load_flight(tmp_path)


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    problems = check_flight(D.write_directory(tmp_path), tmp_path / "other.yml")
    assert [p.message for p in problems] == ["this file cannot be opened (No such file or directory)"]
