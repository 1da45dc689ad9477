"""PDF: the words of its pages, running heads left out, and how it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.core.errors import ReportError
from postwar.reading.readers.pdf import pages, reader

SAMPLE = (Path(__file__).parent / "samples" / "bulletin.pdf").read_bytes()


def test_a_sentence_runs_on_over_the_page() -> None:
    (sheet,) = reader.open_sheets("bulletin.pdf", SAMPLE)
    assert sheet.text.count("\f") == 1 and not sheet.problems
    assert [b.text for b in reader.lay_out(sheet.text).blocks] == [
        "Mission in the Hills",
        "Bulletin 12",
        "MILLBRIDGE, 12 May 2014 - The hill militia handed over 412 rifles on Friday, the observers said.",
        "A further forty rifles are expected by 20 May, once the road to Oster, which was mined during the fighting, "
        "has been cleared.",
        "Eleven families returned to Ulm. Nobody was hurt.",
    ]


def test_a_table_is_told_by_the_tabs_that_wide_spaces_become() -> None:
    text = "Returns so far\n\nDistrict Returned Displaced\nOster\t412\t1,350\nUlm\t95\t210\n"
    rows = [b for b in reader.lay_out(text).blocks if b.kind == "row"]
    assert [(b.header, text[slice(*b.raw(0, 1))]) for b in rows] == [
        (["District", "Returned", "Displaced"], "Oster\t412\t1,350"),
        (["District", "Returned", "Displaced"], "Ulm\t95\t210"),
    ]


def test_the_pages_as_their_program_gives_them() -> None:
    rows = list(pages.pages_of(SAMPLE))
    assert [row["page"] for row in rows] == [1, 2] and rows[1]["text"].startswith("Mission in the Hills\n")


_KEYS = b"/O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b">"
_LOCK = b" /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /Length 40 " + _KEYS + b" >>"
LOCKED = SAMPLE.replace(b"/Root 1 0 R", b"/Root 1 0 R" + _LOCK)


@pytest.mark.parametrize(
    ("data", "fault"),
    [(b"%PDF-1.4\nnothing", "broken"), (SAMPLE[:300], "broken"), (LOCKED, "password")],
    ids=["no pages", "cut", "locked"],
)
def test_what_cannot_be_opened_is_told(data: bytes, fault: str) -> None:
    assert list(pages.pages_of(data)) == [{"fault": fault}]


def test_a_fault_is_a_refusal_with_what_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for rows, ended, message in (
        ([{"fault": "password"}], True, "protected by a password; save it without one"),
        ([{"page": 1, "text": "a"}], False, "at 'page 2'"),
        ([{"page": 1, "text": " "}], True, "no text layer; run text recognition"),
    ):
        monkeypatch.setattr(reader, "_rows", lambda data, found=(rows, ended): found)
        with pytest.raises(ReportError, match=message):
            list(reader.open_sheets("a.pdf", SAMPLE))


def test_a_page_that_cannot_be_opened_is_a_problem_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"page": 1, "text": None}, {"page": 2, "text": "The road is open."}]
    monkeypatch.setattr(reader, "_rows", lambda data: (rows, True))
    (sheet,) = reader.open_sheets("a.pdf", SAMPLE)
    assert sheet.problems[0].value == "page 1" and sheet.text == "\fThe road is open."


@pytest.mark.slow
def test_a_program_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.0001)
    with pytest.raises(ReportError, match="takes too long"):
        list(reader.open_sheets("a.pdf", SAMPLE * 400))
