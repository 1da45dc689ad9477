"""Documents of word processors: their text, and how they fail."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from postwar.core.errors import ReportError
from postwar.reading.readers.docx import reader

SAMPLE = (Path(__file__).parent / "samples" / "bulletin.docx").read_bytes()


def packed(**parts: str) -> bytes:
    """A packed file with these parts in ``word/``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(f"word/{name}.xml", text)
    return made.getvalue()


def test_paragraphs_runs_lists_and_tables() -> None:
    (sheet,) = reader.open_sheets("bulletin.docx", SAMPLE)
    assert sheet.fields == {"title": "Bulletin 12", "language": "en"} and not sheet.problems
    assert [(b.kind, b.text) for b in reader.lay_out(sheet.text).blocks] == [
        ("heading", "Bulletin of the mission"),
        ("paragraph", "MILLBRIDGE, 12 May 2014 – The hill militia handed over 412 rifles on Friday & left Oster."),
        ("bullet", "Eleven families returned to Ulm."),
        ("paragraph", "The road is open to lorries again."),
        ("row", "| Oster | 1,350 |"),
        ("row", "| Ulm | 210 |"),
    ]


def test_a_text_box_within_a_paragraph_is_read_once_and_parts_nothing() -> None:
    box = "<txbxContent><p><r><t>Map of Ulm</t></r></p></txbxContent>"
    body = f"<p><r><t>The road </t></r><Choice>{box}</Choice><Fallback>{box}</Fallback><r><t>is open.</t></r></p>"
    (sheet,) = reader.open_sheets("a.docx", packed(document=f"<body>{body}</body>"))
    assert [b.text for b in reader.lay_out(sheet.text).blocks] == ["Map of Ulm", "The road is open."]


BOMB = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><w>&b;</w>"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (SAMPLE[:400], "cut short"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (packed(other="<a/>"), "lacks 'word/document.xml'"),
        (packed(document="<w><t>"), r"document\.xml:1: is no well-formed XML"),
        (packed(document=BOMB), "declares types or entities"),
        (packed(document="<a>" * 100_000), "elements lie deeper"),
        (packed(document=" " * 30_000_000), "unpacks to more than"),
        (SAMPLE.replace(b"PK\x01\x02", b"PK\x01\x02", 1)[:-30], "cut short"),
    ],
    ids=["cut", "locked", "no text part", "no XML", "entities", "deep", "bomb", "no directory"],
)
def test_what_cannot_be_opened_is_refused_with_its_reason(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        list(reader.open_sheets("a.docx", data))


def test_a_part_of_damaged_bytes_is_named() -> None:
    at = SAMPLE.index(b"word/document.xml") + 40
    with pytest.raises(ReportError, match=r"damaged in 'word/document\.xml'"):
        list(reader.open_sheets("a.docx", SAMPLE[:at] + b"\x00" * 30 + SAMPLE[at + 30 :]))
