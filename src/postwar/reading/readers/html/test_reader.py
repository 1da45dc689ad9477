"""Web pages: what is their text, what they say of themselves, and that every character keeps its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.reading.readers.html import reader
from postwar.reading.sheet import Sheet

SAMPLE = (Path(__file__).parent / "samples" / "rifles.html").read_bytes()
LONG = "The council said that the bridge over the Mill would be open to lorries until the end of the month."


def opened(data: bytes, declared: str | None = None) -> Sheet:
    """The one sheet of a page."""
    (sheet,) = reader.open_sheets("a.html", data, declared)
    return sheet


def words(page: str) -> list[str]:
    """The blocks of a page."""
    return [b.text for b in reader.lay_out(page).blocks]


def test_what_the_page_says_of_itself() -> None:
    assert opened(SAMPLE).fields == {
        "language": "en",
        "title": "Rifles handed over",
        "source": "Mill News",
        "published_at": "2014-05-12",
        "url": "https://mill.example/rifles",
    }


def test_the_main_text_without_what_stands_around_it() -> None:
    said = words(SAMPLE.decode())
    assert said[0] == "Rifles handed over" and "By Ana Ruiz" in said
    assert "The hill militia handed over 412 rifles on Friday, the observers’ office said." in said
    assert "Eleven families returned to Ulm & Oster. “Nobody was hurt,” she said." in said
    for other in ("99 rifles", "7 rifles", "10 rifles", "1,000 rifles", "3 rifles", "Home", "Copyright", "Related"):
        assert not any(other in block for block in said), other


def test_a_table_of_figures_keeps_its_heads() -> None:
    rows = [b for b in reader.lay_out(SAMPLE.decode()).blocks if b.kind == "row"]
    assert [(b.header, [b.text[x:y] for x, y in b.cells]) for b in rows] == [
        (["District", "Returned", "Killed"], ["Oster", "1,350", "2"]),
        (["District", "Returned", "Killed"], ["Ulm", "210"]),
    ]
    assert SAMPLE.decode()[slice(*rows[0].raw(0, 1))] == "Oster</td><td>1,350</td><td>2"


def test_every_character_stands_at_its_place() -> None:
    page = SAMPLE.decode()
    for block in (b for b in reader.lay_out(page).blocks if b.kind != "row"):
        for k, c in enumerate(block.text):
            if c.isalnum():
                assert page[slice(*block.raw(k, k + 1))] == c
    block = next(b for b in reader.lay_out(page).blocks if "412" in b.text)
    start = block.text.index("412")
    assert page[slice(*block.raw(start, start + 10))] == "412&nbsp;rifles"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<meta charset=windows-1251><p>Дорога открыта.".encode("cp1251"), "Дорога открыта."),
        ("<meta charset=iso-8859-1><p>“café”".encode("cp1252"), "“café”"),
        ("<p>Route ouverte à Ulm".encode("utf-16"), "Route ouverte à Ulm"),
        ("<meta charset=ascii><p>à Ulm".encode(), "à Ulm"),
    ],
    ids=["windows-1251", "latin-1 is windows-1252", "mark", "declared wrongly, but UTF-8"],
)
def test_encodings(data: bytes, said: str) -> None:
    sheet = opened(data)
    assert words(sheet.text) == [said] and not sheet.problems


def test_the_server_may_declare_the_encoding_and_bytes_that_fit_none_are_a_problem() -> None:
    assert words(opened("<p>Дорога".encode("koi8-r"), "koi8-r").text) == ["Дорога"]
    sheet = opened(b"<meta charset=utf-8>\n<p>caf\xe9 open")
    assert words(sheet.text) == ["caf� open"] and (sheet.problems[0].line, sheet.problems[0].value) == (2, "byte 27")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"<div class=sidebar><p>{LONG}</p></div>", [LONG]),
        (f"<p>{LONG}</p><div class='related-news'><p>{LONG}</p></div><p>{LONG}</p>", [LONG, LONG]),
        (f"<p>{LONG}</p><p hidden>Hidden {LONG}</p><p style='display:none'>{LONG}</p>", [LONG]),
        (f"<article><header><h1>Head</h1></header><p>{LONG}</p></article>", ["Head", LONG]),
        ("<p>One<br>two<br><br>three", ["One two", "three"]),
        ("<p>a<p>b<li>c", ["a", "b", "c"]),
        ("a <b 5 < 6 &amp &notin; &bogus;", ["a"]),
        ("", []),
    ],
)
def test_pages_of_many_kinds(page: str, expected: list[str]) -> None:
    assert words(page) == expected


def test_a_page_in_pieces_of_markup_is_told_by_its_beginning() -> None:
    assert reader.accepts("a", b"\xef\xbb\xbf\n<!-- x --><!DOCTYPE html>") and not reader.accepts("a", b"<p>x")
