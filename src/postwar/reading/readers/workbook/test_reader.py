"""Workbooks: cells as they are shown, sheet by sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.core.errors import ReportError
from postwar.reading.readers.workbook import reader

SAMPLE = (Path(__file__).parent / "samples" / "returns.xlsx").read_bytes()


def test_visible_sheets_with_shared_texts_days_and_numbers() -> None:
    (sheet,) = reader.open_sheets("returns.xlsx", SAMPLE)
    assert sheet.text == ("# May\nReturns by district\nDistrict\tDate\tReturned\nOster\t2014-05-03\t1350\nUlm\t\t210\n")


def test_rows_are_quoted_whole_under_their_heads() -> None:
    (sheet,) = reader.open_sheets("returns.xlsx", SAMPLE)
    blocks = reader.lay_out(sheet.text).blocks
    assert [(b.kind, b.text) for b in blocks[:2]] == [("heading", "May"), ("heading", "Returns by district")]
    assert blocks[2].header == ["District", "date", "Returned"]
    assert [sheet.text[slice(*b.raw(0, 1))] for b in blocks[2:]] == ["Oster\t2014-05-03\t1350", "Ulm\t\t210"]


@pytest.mark.parametrize("size", [10, 200, len(SAMPLE) - 10])
def test_a_workbook_that_is_cut_short_is_refused(size: int) -> None:
    with pytest.raises(ReportError, match="cut short"):
        list(reader.open_sheets("a.xlsx", SAMPLE[:size]))


def test_a_document_is_no_workbook() -> None:
    assert not reader.accepts("a.docx", b"PK\x03\x04word/document.xml")
