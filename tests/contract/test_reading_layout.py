"""Layout: what of a text is no text of the report, and what stands over it."""

from __future__ import annotations

import pytest

from postwar.reading.layout import blocks_of
from postwar.reading.read import open_bytes

SENTENCE = "The bridge over the Mill was reopened to lorries on Friday."

NOT_TEXT = (
    "Jo Bell / AFP", "[Jo Bell/AFP]", "AP Photo/Jo Bell", "REUTERS/Jo Bell", "Photo: Jo Bell", "© Jo Bell, AFP",
    "Image source, Getty Images", "Image caption, The bridge", "FILE PHOTO: The bridge in 2012",
    "Photograph by Jo Bell", "Related article: Bridge closes", "Related articles", "RELATED STORIES",
    "Read more: Bridge closes", "READ: A bridge", "Watch: The bridge opens", "You may also like",
    "Recommended stories", "Most read", "Trending", "Story continues below", "Advertisement", "ADVERTISEMENT",
    "Share", "Comments", "Print this page", "Follow us on the net", "3 min read", "Sign up for our newsletter",
    "https://mill.example/bridge", "<https://mill.example/bridge>", "www.mill.example", "desk@mill.example",
    "E-mail: desk@mill.example", "Tel: 555 01", "(Reporting by Jo Bell; Editing by Ana Ruiz)",
    "Copyright Mill News 2014", "All rights reserved", "Tags: bridge, lorries", "- 3 -", "Page 3 of 12", "[page 4]",
    "3/12", "* * *", "-----", "This article originally appeared in the Mill Post.", "Click here to see the map",
    "Original url:",
)  # fmt: skip


@pytest.mark.parametrize("line", NOT_TEXT)
def test_a_line_that_is_no_text_is_left_out_and_parts_no_sentence(line: str) -> None:
    assert [b.text for b in blocks_of(f"{SENTENCE}\n\n{line}\n\n{SENTENCE}")] == [SENTENCE, SENTENCE]
    broken = f"The bridge over the Mill\n\n{line}\n\nwas reopened to lorries on Friday."
    assert [b.text for b in blocks_of(broken)] == [SENTENCE]


TEXT = (
    "Related charges were dropped, the court said.", "Watch posts were left on Friday.", "Shares in the mill fell.",
    "Print works in Ulm were shut.", "Images of the bridge were shown.", "Comments by the mayor were cut.",
    "Files were found.", "Most people had left.", "Readers were told.", "Tags were put on the bodies.",
    "By Friday all had left.", "Recommended routes were mined.", "The mail went to desk@mill.example on Friday.",
)  # fmt: skip


@pytest.mark.parametrize("line", TEXT)
def test_a_sentence_that_begins_like_one_stays(line: str) -> None:
    assert [b.text for b in blocks_of(f"{SENTENCE}\n\n{line}")] == [SENTENCE, line]


@pytest.mark.parametrize(
    ("text", "title", "origin"),
    [
        (f"Bridge reopens\nBy AFP\n\n{SENTENCE}", "Bridge reopens", "AFP"),
        (f"Bridge reopens\nText by Ana Ruiz\n\n{SENTENCE}", "Bridge reopens", ""),
        (f"Bridge reopens\nSource: EFE\n\n{SENTENCE}", "Bridge reopens", "EFE"),
        (f"Bridge reopens\nVia: Mill Wire\n\n{SENTENCE}", "Bridge reopens", "Mill Wire"),
        (f"Bridge reopens\nSource: the mayor, who was there\n\n{SENTENCE}", "Bridge reopens", ""),
        (f"Bridge reopens\n\nULM, Veska (AP) — {SENTENCE}", "Bridge reopens", "AP"),
        (f"Bridge reopens\n\nULM, 12 May (DPA) - {SENTENCE}", "Bridge reopens", "DPA"),
    ],
)
def test_what_stands_over_the_text(text: str, title: str, origin: str) -> None:
    ((report, _),) = open_bytes("a.txt", text.encode())
    assert report is not None and (report.title, report.origin) == (title, origin)
