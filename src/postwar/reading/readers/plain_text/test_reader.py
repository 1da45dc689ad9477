"""Plain text has no fields; a byte-order mark is not part of it."""

from __future__ import annotations

from pathlib import Path

from postwar.reading.readers.plain_text import reader

SAMPLE = (Path(__file__).parent / "samples" / "notice.txt").read_bytes().decode("utf-8")


def test_no_fields_and_the_whole_text() -> None:
    sheet = reader.read_sheet("notice.txt", SAMPLE)
    assert (sheet.fields, sheet.body) == ({}, 0) and reader.accepts("notice.txt", SAMPLE)


def test_the_text_begins_after_a_byte_order_mark() -> None:
    assert reader.read_sheet("notice.txt", "\ufeff" + SAMPLE).body == 1
