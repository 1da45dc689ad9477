"""Feeds: an entry is a report; its words keep their place in the entry as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.core.errors import ReportError
from postwar.reading.readers.feed import reader
from postwar.reading.sheet import Sheet

FOLDER = Path(__file__).parent / "samples"
RSS, ATOM = (FOLDER / "news.rss").read_bytes(), (FOLDER / "news.atom").read_bytes()


def opened(data: bytes) -> list[Sheet]:
    """The entries of a feed."""
    return list(reader.open_sheets("news.xml", data))


def test_entries_of_rss() -> None:
    first, second = opened(RSS)
    assert first.fields == {
        "title": "Rifles & more",
        "published_at": "2014-05-12",
        "url": "https://mill.example/1",
        "source": "Mill News",
        "language": "en",
    }
    assert first.text.startswith("<item><title>Rifles") and first.text.encode() == first.bytes_of_its_own
    said = [[b.text for b in reader.lay_out(s.text).blocks] for s in (first, second)]
    assert said == [
        ["The hill militia handed over 412 rifles on Friday."],
        ["Eleven families returned to Ulm on Sunday."],
    ]


def test_entries_of_atom_prefer_the_fullest_words() -> None:
    (entry,) = opened(ATOM)
    assert (entry.fields["title"], entry.fields["url"], entry.fields["language"]) == (
        "Road open",
        "https://mill.example/3",
        "en",
    )
    (block,) = reader.lay_out(entry.text).blocks
    assert block.text == "The road to Oster was reopened to lorries on Sunday."
    assert entry.text[slice(*block.raw(12, 21))] == "Oster</b> was"


def test_words_in_entities_keep_their_place() -> None:
    (block,) = reader.lay_out(opened(RSS)[0].text).blocks
    at = block.text.index("412")
    assert opened(RSS)[0].text[slice(*block.raw(at - 5, at + 10))] == "over &lt;b&gt;412&lt;/b&gt; rifles"


def test_the_same_entry_is_the_same_report_in_a_later_feed() -> None:
    later = RSS.replace(b"<item>", b"<item><title>New</title><description>x</description></item><item>", 1)
    assert [s.key for s in opened(later)][1:] == [s.key for s in opened(RSS)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<rss><channel></channel></rss>", "holds no entries"),
        (b"<rss><channel><item>", "no well-formed feed"),
        (b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel><item>&a;</item></channel></rss>", "declares types or entities"),
        (b"<rss>" + b"<a>" * 1000, "too deep"),
    ],
    ids=["empty", "cut", "entities", "deep"],
)
def test_what_cannot_be_opened_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        opened(data)


def test_a_feed_that_breaks_off_gives_the_entries_before() -> None:
    cut = opened(RSS[: RSS.rindex(b"<pubDate>")])
    assert len(cut) == 1 and "no well-formed feed" in cut[0].problems[0].message


def test_a_feed_in_another_encoding() -> None:
    data = ATOM.replace(b"utf-8", b"windows-1251").replace(b"Sunday", "воскресенье".encode("cp1251"))
    assert "воскресенье" in reader.lay_out(opened(data)[0].text).blocks[0].text
