"""Situation tables: rows quoted whole, columns told by their heads."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.core.errors import ReportError
from postwar.reading.layout import Block
from postwar.reading.readers.table import reader

SAMPLE = (Path(__file__).parent / "samples" / "returns.csv").read_bytes()


def blocks(text: str) -> list[Block]:
    """The blocks of a table."""
    (sheet,) = reader.open_sheets("a.csv", text.encode())
    return reader.lay_out(sheet.text).blocks


def test_rows_and_the_cells_that_hold_prose() -> None:
    text = SAMPLE.decode()
    found = blocks(text)
    assert [b.kind for b in found] == ["row", "row", "paragraph"]
    assert text[slice(*found[0].raw(0, 3))] == 'Oster,2014-05-03,"1,350",2,'
    assert found[0].header == ["District", "date", "Returned", "Killed", "Notes"]
    start = found[2].text.index("40 rifles")
    assert text[slice(*found[2].raw(start, start + 9))] == "40 rifles"


@pytest.mark.parametrize(
    ("text", "header", "first"),
    [
        ("Reporting date;Village;IDPs\n2014-05-01;Ulm;1 200\n", ["Village", "date", "IDPs"], "Ulm"),
        ("Province\tDistrict\tReturned\nHills\tUlm\t40\n", ["District", "Province", "Returned"], "Ulm"),
        ("Returns in May\n\nDistrict,Returned\nUlm,40\n", ["District", "Returned"], "Ulm"),
        ("Admin,Total\n#adm2+name,#affected+idps\nUlm,40\n", ["Admin adm2 name", "Total displaced persons"], "Ulm"),
        ("\ufeffDistrict,Returned\r\nUlm,40\r\n", ["District", "Returned"], "Ulm"),
    ],
    ids=["semicolons", "the finest place", "a caption", "humanitarian tags", "mark and carriage returns"],
)
def test_columns(text: str, header: list[str], first: str) -> None:
    (row,) = [b for b in blocks(text) if b.kind == "row"]
    assert row.header == header and row.text[slice(*row.cells[0])] == first


def test_columns_that_count_nothing_are_no_cells_and_short_words_are_written_out() -> None:
    (row,) = blocks("P-code,District,Returned HHs,% of all,Latitude,Note\nH1,Ulm,40,12,41.5,x\n")
    assert row.header == ["District", "Returned households", "Note"]
    assert [row.text[a:b] for a, b in row.cells] == ["Ulm", "40", "x"]


def test_a_row_of_too_many_cells_is_a_problem_and_loses_no_other() -> None:
    text = "District,Returned\nUlm,4,0,a,b,c,d\nOster,12\n"
    (sheet,) = reader.open_sheets("a.csv", text.encode())
    assert (sheet.problems[0].line, sheet.problems[0].value) == (2, "7 cells")
    assert [text[slice(*b.raw(0, 1))] for b in reader.lay_out(text).blocks] == ["Oster,12"]


@pytest.mark.parametrize("data", [b"", b"one column\n1\n", b"\xff\xfe,"], ids=["empty", "one column", "no text"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(ReportError):
        list(reader.open_sheets("a.csv", data))
