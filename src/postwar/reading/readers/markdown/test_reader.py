"""Front matter: its fields, where the text begins, and what is not front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.reading.readers.markdown import reader
from postwar.reading.sheet import Sheet

SAMPLE = (Path(__file__).parent / "samples" / "notice.md").read_text(encoding="utf-8")


def opened(text: str) -> Sheet:
    """The one sheet of a text."""
    (sheet,) = reader.open_sheets("notice.md", text.encode())
    assert sheet.text == text
    return sheet


def test_fields_and_body() -> None:
    sheet = opened(SAMPLE)
    assert sheet.fields == {
        "source": "Mill News",
        "title": "Bridge reopens",
        "published_at": "2014-05-12",
        "language": "en",
    }
    assert SAMPLE[sheet.body :].startswith("MILLBRIDGE") and not sheet.problems


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_a_mark_or_carriage_returns_change_no_field(change: object) -> None:
    text = change(SAMPLE)  # type: ignore[operator]
    sheet = opened(text)
    assert reader.accepts("notice.md", text.encode()) and sheet.fields["source"] == "Mill News"
    assert text[sheet.body :].startswith("MILLBRIDGE")


@pytest.mark.parametrize("text", ["", "Text.", "---", "---\nsource: x\n", "--- a rule\ntext\n---\n"])
def test_what_is_no_front_matter(text: str) -> None:
    assert not reader.accepts("a.md", text.encode())
    assert opened(text).body == 0


def test_a_line_that_is_no_field_is_a_problem_with_its_line() -> None:
    sheet = opened("---\nsource: x\nnonsense\n---\nText.")
    assert sheet.fields == {"source": "x"} and (sheet.problems[0].line, sheet.problems[0].value) == (3, "nonsense")
