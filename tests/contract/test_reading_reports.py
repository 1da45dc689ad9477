"""Opening a report: its name, its bytes, what stands over its text, and whom it credits."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from postwar.core.errors import ReportError
from postwar.reading.read import open_report, split_name

DAY = dt.date(2014, 5, 12)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", ("a.txt", None)),
        ("a.txt@2014-05-12", ("a.txt", DAY)),
        ("b@c.txt", ("b@c.txt", None)),
        ("b@c.txt@2014-05-12", ("b@c.txt", DAY)),
        ("-@2014-05-12", ("-", DAY)),
        ("@2014-05-12", ("@2014-05-12", None)),
    ],
)
def test_the_day_is_what_stands_after_the_last_at(name: str, expected: tuple[str, dt.date | None]) -> None:
    assert split_name(name) == expected


def test_a_day_that_is_in_no_calendar_is_refused() -> None:
    with pytest.raises(ReportError, match="2014-02-30"):
        split_name("a.txt@2014-02-30")


def test_front_matter_and_the_day_in_the_name(tmp_path: Path) -> None:
    path = tmp_path / "north.one.md"
    path.write_text(
        "---\nsource: Mill News\ntitle: T\npublished_at: 2014-05-01\nurl: https://m.example/1\n---\nText.\n"
    )
    report, problems = open_report(str(path))
    assert (report.id, report.source, report.title, report.url) == (
        "north.one",
        "Mill News",
        "T",
        "https://m.example/1",
    )
    assert report.published_at == dt.date(2014, 5, 1) and not problems and report.language == "en"
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert open_report(f"{path}@2014-05-12")[0].published_at == DAY


def test_a_printed_date_does_not_publish(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# A title\n\nBy AFP\n\nMay 12, 2014\n\nText follows here.\n")
    report, _ = open_report(str(path))
    assert report.published_at is None and report.title == "A title" and report.origin == "AFP" == report.source


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("By [EFE](#)\n\nText.", "EFE"),
        ("By Ana Ruiz\n\nText.", ""),
        ("Text here.\n\n**Jo Bell / AFP**\n", "AFP"),
        ("DORN (Reuters) - Troops left on Friday.", "Reuters"),
        ("Text.\n\nJo Bell / Getty\n", ""),
    ],
)
def test_origin(tmp_path: Path, text: str, origin: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert open_report(str(path))[0].origin == origin


def test_bytes_that_are_not_utf_8_are_refused_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("erste\nSüden".encode("latin-1"))
    with pytest.raises(ReportError) as caught:
        open_report(str(path))
    assert (caught.value.problem.line, caught.value.problem.value) == (2, "byte 7")


def test_a_missing_file_is_refused_by_name() -> None:
    with pytest.raises(ReportError, match=r"nowhere\.txt"):
        open_report("nowhere.txt")


def test_standard_input_is_known_by_its_hash() -> None:
    data = "\ufeffText.\r\n".encode()
    report, _ = open_report("-@2014-05-12", data)
    assert report.id == "sha256:" + hashlib.sha256(data).hexdigest() and report.text == "\ufeffText.\r\n"


def test_a_bad_date_in_the_front_matter_is_a_problem_and_the_report_is_undated(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\npublished_at: 12.5.2014\n---\nText.\n")
    report, problems = open_report(str(path))
    assert report.published_at is None and problems[0].value == "12.5.2014"


@pytest.mark.parametrize(("value", "expected"), [("2014-06-01", dt.date(2014, 6, 1)), ("last June", None)])
def test_the_day_of_retrieval(tmp_path: Path, value: str, expected: dt.date | None) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\npublished_at: 2014-05-12\nretrieved_at: {value}\n---\nText.\n")
    report, problems = open_report(str(path))
    assert (report.published_at, report.retrieved_at) == (DAY, expected)
    assert [p.value for p in problems] == ([] if expected else [value])


def test_fields_from_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.\n")
    (tmp_path / "a.toml").write_text('source = "Mill News"\npublished_at = 2014-05-12\n')
    report, problems = open_report(str(tmp_path / "a.txt"))
    assert (report.source, report.published_at, problems) == ("Mill News", DAY, ())
