"""Plain text has no fields; a byte-order mark is not part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.core.errors import ReportError
from postwar.reading.readers.plain_text import reader

SAMPLE = (Path(__file__).parent / "samples" / "notice.txt").read_bytes().decode("utf-8")


def test_no_fields_and_the_whole_text() -> None:
    (sheet,) = reader.open_sheets("notice.txt", SAMPLE.encode())
    assert (sheet.fields, sheet.body, sheet.text) == ({}, 0, SAMPLE) and reader.accepts("notice.txt", b"\xff")


def test_the_text_begins_after_a_byte_order_mark() -> None:
    (sheet,) = reader.open_sheets("notice.txt", ("\ufeff" + SAMPLE).encode())
    assert sheet.body == 1 and reader.lay_out(sheet.text).blocks[0].text == "Bridge reopens"


@pytest.mark.parametrize("data", [b"{\\rtf1 a}", b"PK\x03\x04odt", b"\x89PNG", b"\x00\x01\x02\xff"])
def test_what_is_no_text_is_refused_by_what_it_is(data: bytes) -> None:
    with pytest.raises(ReportError, match=r"not read|no form that is read"):
        list(reader.open_sheets("a", data))
