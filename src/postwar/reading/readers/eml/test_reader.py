"""Mails: their words, who sent them, what is attached."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from postwar.reading.readers.eml import reader
from postwar.reading.sheet import Enclosed, Sheet

SAMPLE = (Path(__file__).parent / "samples" / "note.eml").read_bytes()
HEADS = "From: ana@mill.example\r\nSubject: Road\r\nDate: Tue, 13 May 2014 23:30:00 -0700\r\n"


def opened(data: bytes) -> list[Sheet | Enclosed]:
    """What a mail holds."""
    return list(reader.open_sheets("note.eml", data))


def test_a_coded_mail_gives_its_decoded_words_and_what_is_attached() -> None:
    sheet, attached = opened(SAMPLE)
    assert isinstance(sheet, Sheet) and isinstance(attached, Enclosed)
    assert sheet.fields == {"title": "Rifles in Ostér", "source": "Ana Ruiz", "published_at": "2014-05-12"}
    assert sheet.text.strip() == "The hill militia handed over 412 rifles on Friday – all in Oster."
    assert (attached.name, attached.data) == ("t.csv", b"District,Returned\nUlm,210")
    assert attached.fields == {"source": "Ana Ruiz", "published_at": "2014-05-12"}


def test_a_plain_mail_is_its_own_raw_text() -> None:
    data = (HEADS + "\r\nThe road is open.\r\n\r\nOn 1 May 2014 Bo Lund wrote:\r\n> Is it?\r\n-- \r\nAna\r\n").encode()
    (sheet,) = opened(data)
    assert isinstance(sheet, Sheet)
    assert sheet.text.encode() == data and sheet.text[sheet.body :].startswith("The road")
    assert sheet.fields["published_at"] == "2014-05-13" and sheet.fields["source"] == "ana@mill.example"
    assert [b.text for b in reader.lay_out(sheet.text).blocks] == ["The road is open."]


def test_a_mail_that_is_a_page() -> None:
    mail = EmailMessage()
    mail["From"] = "ana@mill.example"
    mail.set_content("<html><body><p>The road to <b>Oster</b> is open.</p></body></html>", subtype="html", cte="base64")
    (sheet,) = opened(mail.as_bytes())
    assert isinstance(sheet, Sheet) and [b.text for b in reader.lay_out(sheet.text).blocks] == [
        "The road to Oster is open."
    ]


@pytest.mark.parametrize(
    ("data", "accepted"),
    [(HEADS.encode(), True), (b"Subject: x\nText", False), (b"The road: open\nFrom: a", False), (b"", False)],
)
def test_a_mail_is_told_by_its_heads(data: bytes, accepted: bool) -> None:
    assert reader.accepts("a", data) is accepted


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Content-Type: text/plain; charset=rot13\n\nabc",
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Content-Type: multipart/mixed; boundary=" + b'b"; ' * 20_000 + b"\n\n--b\n",
        b"Subject: =?utf\xff8?q?x?=\nFrom: =?x?b?=?=\n\nabc",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: message/rfc822\n\n" * 300,
    ],
    ids=["empty", "odd encoding", "odd base64", "long head", "odd words", "mails in mails"],
)
def test_broken_mails_raise_nothing(data: bytes) -> None:
    for item in opened(data):
        assert isinstance(item, Enclosed) or reader.lay_out(item.text).begin >= 0
