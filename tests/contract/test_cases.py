"""What the stage ``cases`` promises: a folder becomes a Case; what was known later stays hidden; names need little."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postwar.cases import bundled_ids, check_case, find_case, load_case, load_names
from postwar.core.case import Case
from postwar.core.parameter import Parameter, Prior

KNOWN = dt.date(2019, 4, 1)
GOLD = Path(__file__).parents[2] / "../shared/gold"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_case("toy"), tmp_path / "case"))


@pytest.mark.parametrize("bundled", bundled_ids())
def test_every_bundled_case_has_no_problem(bundled: str) -> None:
    assert [str(problem) for problem in check_case(bundled)] == []
    assert load_case(bundled).id == bundled
    assert load_names(bundled) == load_case(bundled).names


@pytest.mark.parametrize("bundled", bundled_ids())
def test_every_bundled_case_says_what_it_is(bundled: str) -> None:
    readme = (find_case(bundled) / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# ")
    assert len(readme.split()) >= 50


def test_the_toy_case_is_read_field_by_field() -> None:
    toy = load_case("toy")
    place, group, force, route = toy.place("orrin"), toy.group("orrin-families"), toy.forces[0], toy.routes[0]
    assert place is not None
    assert group is not None
    assert (place.kind, place.within, place.lat, place.lon, place.controller) == (
        "district", ("country-lowen",), 12.55, -41.35, "valley-guard")
    assert (group.home, group.whereabouts, group.low, group.high, group.born_since_high) == (
        ("orrin",), ("country-lowen",), 3500, 4500, 0.35)
    assert (force.actor, force.strength, force.unit, force.area) == ("observer-mission", 120, "person", ("sarn-road",))
    assert (route.id, route.traffic, route.open_from) == (
        "sarn-road", ("people", "aid", "goods", "medical"), dt.date(2019, 3, 20))
    assert (toy.ceasefire_on, toy.horizon, toy.languages) == (dt.date(2019, 3, 10), dt.date(2021, 3, 10), ("en",))
    assert toy.print_names == (("tess", ("Tessa",)),)
    assert [source.reliability for source in toy.sources] == ["B", "C", "B", "B", "C"]
    assert toy.questions[1].rule == 'done("a2") by 2019-04-14'
    assert Parameter("handover.delay_days", "", None, Prior("lognormal", (("p05", 1.0), ("p95", 12.0))), "day",
                     "judgement: short distances and few posts, so days rather than weeks",
                     dt.date(2019, 3, 10)) in toy.parameters


def test_the_accord_is_read_field_by_field() -> None:
    accord = load_case("toy").accord
    by_id = {o.id: o for o in accord.obligations}
    handover, stay, guard, back = by_id["a2"], by_id["a4-stay"], by_id["a5"], by_id["a6"]
    assert (handover.obligor, handover.due.by, handover.extent, handover.except_, handover.stage) == (
        ("valley-guard",), dt.date(2019, 3, 31), "part", ("sarn-road",), "stage-2")
    assert stay.power is not None
    assert (stay.power.holder, stay.power.notice_months, stay.power.from_) == (
        ("lowen", "tess-council"), 3, dt.date(2019, 3, 20))
    assert (by_id["a4-deploy"].due.within_days, by_id["a4-deploy"].due.of) == (30, "signing")
    assert [reading.changes for reading in guard.readings] == [
        (("forbids", "guard@sarn-road"),), (("none", "a post is allowed"),)]
    assert (guard.after, guard.provision, guard.theme) == (("a3",), "a5", "Verification/Monitoring Mechanism")
    assert (back.obligor, back.due) == ((), dataclasses.replace(back.due, by=None))
    assert accord.amendments[0].reasons == (
        ("Tess Council", "Residents need more time to move their belongings."),
        ("Republic of Lowen", "Snow on the Orrin pass delays the transfer."))
    assert [silence.topic for silence in accord.silences] == [topic.id for topic in accord.topics] == ["status"]


def test_reports_come_oldest_first_and_those_without_a_publication_day_by_the_day_they_were_fetched() -> None:
    names = [Path(path).name for path in load_case("toy").reports]
    assert names == ["2019-03-11-truce.md", "2019-03-21-bulletin-1.md", "2019-03-30-handover-moved.md",
                     "2019-04-15-return-notice.md", "2019-05-06-council-disputes.md", "relief-line-letter.md"]
    assert [Path(path).name for path in load_case("toy", known=KNOWN).reports] == names[:3]


def test_a_report_of_any_kind_may_have_its_particulars_beside_it(case: Path) -> None:
    (case / "reports/radio.txt").write_text("TESS RADIO. The road is open.\n", "utf-8")
    (case / "reports/radio.toml").write_text('source = "relief-line"\npublished_at = 2019-03-12\n', "utf-8")
    assert [Path(path).name for path in load_case(case).reports][:2] == ["2019-03-11-truce.md", "radio.txt"]


READERS = Path(__file__).parents[2] / "src/postwar/reading/readers"


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["docx/samples/bulletin.docx", "pdf/samples/bulletin.pdf",
                                    "html/samples/rifles.html", "eml/samples/note.eml",
                                    "workbook/samples/returns.xlsx"], ids=lambda s: Path(s).suffix)
def test_a_report_of_every_form_that_is_read_may_lie_in_a_case(case: Path, sample: str) -> None:
    path = case / "reports" / Path(sample).name
    shutil.copy(READERS / sample, path)
    path.with_suffix(".toml").write_text('source = "relief-line"\npublished_at = 2019-03-12\n', "utf-8")
    assert check_case(case) == ()
    assert str(path) in load_case(case).reports
    shutil.copy(path, path.with_stem("again"))
    path.with_stem("again").with_suffix(".toml").write_text('source = "relief-line"\n', "utf-8")
    assert [problem.message for problem in check_case(case)] == [
        f"this report has the same text as reports/{min(path.name, 'again' + path.suffix)}"]


def test_a_case_is_the_same_wherever_it_lies_and_however_its_lines_end(case: Path) -> None:
    for path in case.rglob("*"):
        if path.suffix in {".csv", ".toml", ".md"}:
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    here, there = load_case(case), load_case("toy")
    assert here.digest == there.digest
    assert dataclasses.replace(here, folder="", reports=()) == dataclasses.replace(there, folder="", reports=())


def test_the_digest_leaves_out_reports_readme_and_outlines_and_nothing_else(case: Path) -> None:
    digest = load_case(case).digest
    (case / "README.md").write_text("# Other words\n", "utf-8")
    (case / "outlines.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    (case / "reports/relief-line-letter.md").unlink()
    assert load_case(case).digest == digest
    for file, old, new in (("places.csv", ",240,", ",241,"), ("parameters.toml", "a = 9.0", "a = 9.5"),
                           ("questions.csv", "4000", "4100"), ("provisions.toml", "at noon", "at one"),
                           ("sources.csv", "Wire,,B", "Wire,,C"), ("aliases.csv", "Tessa,", "Tessah,")):
        text = (case / file).read_text("utf-8")
        (case / file).write_text(text.replace(old, new, 1), "utf-8")
        changed = load_case(case).digest
        assert changed != digest, file
        (case / file).write_text(text, "utf-8")


LATER = {
    "a group": ("groups.csv", "newcomers,Newcomers,,tess,tess,10,20,,{day},register,,\n"),
    "a revised group": ("groups.csv", "tess-people,People of Tess,,tess,tess,9000,9500,,{day},new register,,\n"),
    "a route": ("routes.csv", "north-road,tess,orrin,12,people,both,,,,,,{day},map\n"),
    "a format": ("formats.toml", '\n[[format]]\nid = "forum"\nname = "Forum"\nknown_on = {day}\nsource = "s"\n'),
    "a revised format": ("formats.toml", '\n[[format]]\nid = "harbour-talks"\nname = "Harbour talks"\nstate = "void"\n'
                                         'known_on = {day}\nsource = "s"\n'),
    "a parameter": ("parameters.toml", '\n[[parameter]]\nname = "clearance.teams"\nunit = "team"\nvalue = 3\n'
                                       'source = "s"\nknown_on = {day}\n'),
    "a revised parameter": ("parameters.toml", '\n[[parameter]]\nname = "returns.rate"\nabout = "tess-people"\n'
                                               'unit = "1/day"\nvalue = 0.1\nsource = "s"\nknown_on = {day}\n'),
    "an amendment": ("provisions.toml", '\n[[amendment]]\nid = "a7-later"\nobligation = "a7"\nkind = "waive"\n'
                                        'agreed_on = {day}\nknown_on = {day}\nform = "oral"\nsource = "s"\n'),
    "a silence": ("provisions.toml", '\n[[silence]]\nid = "courts"\ntopic = "courts"\ntext = "No word of courts."\n'
                                     'noted_by = "an analyst"\nknown_on = {day}\nsource = "s"\n'),
    "a stage": ("provisions.toml",
    '\n[[stage]]\nid = "stage-3"\nname = "After"\nnoted_by = "a wire"\nknown_on = {day}\n'),
    "a provision": ("provisions.toml", '\n[[provision]]\nid = "b1"\ntext = "More."\nsource = "s"\nknown_on = {day}\n'
                                       '\n[[provision.obligation]]\nid = "b1"\nmode = "may"\nact = "hold_talks"\n'),
    "a report": ("reports/later.md", "---\nsource: Marrick Wire\npublished_at: {day}\n---\nNews.\n"),
}


@pytest.mark.parametrize("what", LATER)
@given(days=st.integers(1, 4000))
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_row_known_later_changes_neither_case_nor_digest(tmp_path: Path, what: str, days: int) -> None:
    folder = tmp_path / "case"
    if not folder.exists():
        shutil.copytree(find_case("toy"), folder)
    before, whole = load_case(folder, known=KNOWN), load_case(folder)
    file, row = LATER[what]
    path = folder / file
    text = path.read_text("utf-8") if path.exists() else None
    path.write_text((text or "") + row.format(day=KNOWN + dt.timedelta(days)), "utf-8")
    try:
        assert load_case(folder, known=KNOWN) == before
        assert load_case(folder) != whole
    finally:
        path.unlink()
        if text is not None:
            path.write_text(text, "utf-8")


def test_a_reading_is_hidden_until_it_was_voiced() -> None:
    def readings(known: dt.date | None) -> list[str]:
        return [r.id for o in load_case("toy", known).accord.obligations for r in o.readings]

    assert readings(dt.date(2019, 5, 5)) == []
    assert readings(dt.date(2019, 5, 6)) == readings(None) == ["a5-sole", "a5-shared"]


def test_nothing_that_is_shown_was_known_later() -> None:
    for bundled in bundled_ids():
        whole = load_case(bundled)
        for known in (whole.ceasefire_on, whole.ceasefire_on + dt.timedelta(30),
        whole.ceasefire_on + dt.timedelta(365)):
            seen = load_case(bundled, known)
            days = [day for row in every_row(seen) if (day := getattr(row, "known_on", None)) is not None]
            assert days or known < (whole.accord.signed_on or known)      # a ceasefire may come before the accord
            assert max(days, default=known) <= known


def every_row(case: Case) -> list[object]:
    accord = case.accord
    return [*case.groups, *case.routes, *case.formats, *case.parameters, *accord.provisions, *accord.amendments,
            *accord.stages, *accord.silences, *(r for o in accord.obligations for r in o.readings)]


def test_an_obligation_is_of_no_stage_until_somebody_spoke_of_it(case: Path) -> None:
    file = case / "provisions.toml"
    text = file.read_text("utf-8")
    later = text.replace('noted_by = "the accord\'s text"\nknown_on = 2019-03-10',
    'noted_by = "a wire"\nknown_on = 2019-06-01', 1)
    file.write_text(later, "utf-8")
    stages = {o.id: o.stage for o in load_case(case, KNOWN).accord.obligations}
    assert (stages["a1"], stages["a2"]) == (None, "stage-2")


def test_the_latest_known_row_of_an_id_stands_in_the_place_of_the_first(case: Path) -> None:
    with (case / "groups.csv").open("a", encoding="utf-8") as file:
        file.write("tess-people,People of Tess,,tess,tess,9000,9500,,2019-05-01,new register,,\n")
    earlier = load_case(case, KNOWN).groups[0]
    assert (earlier.id, earlier.low) == ("tess-people", 14000)
    groups = [(g.id, g.low) for g in load_case(case, dt.date(2019, 5, 1)).groups]
    assert groups == [("tess-people", 9000), ("orrin-residents", 2000), ("orrin-families", 3500)]


def test_names_need_no_more_than_actors_and_places(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("id,name,aliases,kind,side\nnorth,North,Northern army;the north,state,n\n",
     "utf-8")
    (tmp_path / "places.csv").write_text("id,name,aliases,kind,within,lat,lon,area_km2,controller,source\n"
                                         "ford,Ford,,town,,,,,north,\n", "utf-8")
    names = load_names(tmp_path)
    assert (names.case_id, names.ceasefire_on, names.groups, names.provisions) == (tmp_path.name, None, (), ())
    assert names.actors[0].aliases == ("Northern army", "the north")
    (tmp_path / "provisions.csv").write_text("id,text\nc1,The ford is open\n", "utf-8")
    assert load_names(tmp_path).provisions == (("c1", "The ford is open"),)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the labelled reports are not here")
def test_the_folders_of_labelled_reports_load_as_names() -> None:
    folders = [GOLD, *sorted(path for path in (GOLD / "dispatches").iterdir() if path.is_dir())]
    for folder in folders:
        with (folder / "places.csv").open(encoding="utf-8", newline="") as file:
            places = [row["id"] for row in csv.DictReader(file)]
        with (folder / "provisions.csv").open(encoding="utf-8", newline="") as file:
            provisions = [(row["id"], row["text"]) for row in csv.DictReader(file)]
        names = load_names(folder)
        assert [place.id for place in names.places] == places
        assert list(names.provisions) == provisions


def test_a_case_is_found_by_id_by_path_and_by_text_path(case: Path) -> None:
    assert load_case(case).digest == load_case(str(case)).digest == load_case("toy").digest
    assert load_case(find_case("toy")) == load_case("toy")
    assert list(bundled_ids()) == sorted(bundled_ids())
