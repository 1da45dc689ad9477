"""EML: the words of a mail, and the files attached to it.

Where the words stand in the mail as they are (plain text, not coded for transfer) the raw text is the mail itself;
else it is the decoded part that holds them.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from postwar.core.errors import Problem
from postwar.reading.inputs.about import day_of
from postwar.reading.inputs.encoding import bounded, head_of, replaced
from postwar.reading.inputs.webpage import view_of_markup
from postwar.reading.layout import Page, page_of
from postwar.reading.sheet import Enclosed, Sheet
from postwar.reading.view import View

NAME = "eml"
_HEADER = re.compile(r"(?m)^(From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Delivered-To): ", re.I)
_LINES = re.compile(r"(?:[!-9;-~]+:[^\r\n]*(?:\r\n|\n|\r)(?:[ \t][^\r\n]*(?:\r\n|\n|\r))*)+(?:\r\n|\n|\r)")
_QUOTED = re.compile(r"(?m)^(?:>.*|-{2,} ?(?:Original|Forwarded) [Mm]essage ?-{2,}.*|On .{6,200} wrote:)\r?$")
_SIGNATURE = re.compile(r"(?m)^-- \r?$")
_AS_IT_IS = frozenset({"", "7bit", "8bit", "binary"})
_LONG = re.compile(  # heads that no mail has so long, cut: the library takes quadratic time on them
    rb"(?im)^(content-(?:type|disposition):[^\r\n]{0,1000}(?:\r?\n[ \t][^\r\n]{0,1000}){0,8})"
    rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*"
)
_PARTS = 200


def accepts(name: str, data: bytes) -> bool:
    """Whether the file is called a mail, or begins with the heads of one.

    >>> accepts("a", b"From: a@b.example\\nSubject: x\\n\\nText"), accepts("a", b"From: here to there")
    (True, False)
    """
    if name.lower().endswith(".eml"):
        return True
    top = re.split(r"\r?\n\r?\n", head_of(data), maxsplit=1)[0]
    return bool(re.match(r"[A-Za-z-]{2,40}: ", top)) and len({m[1].lower() for m in _HEADER.finditer(top)}) >= 2


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet | Enclosed]:
    """The mail's words with who sent it, when and under which subject; then what is attached."""
    try:
        mail = email.message_from_bytes(_LONG.sub(rb"\1", data))
        parts = list(_leaves(mail))[:_PARTS]
        fields = _fields(mail)
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError) as fault:
        yield Sheet(
            problems=(Problem(name, None, type(fault).__name__, "is no mail that can be read:", "save it anew"),)
        )
        return
    words = next((p for p in parts if _is_words(p, "plain")), None) or next(
        (p for p in parts if _is_words(p, "html")), None
    )
    if words is not None or not any(p.get_filename() for p in parts):
        yield _sheet(name, data, mail, words, fields)
    for n, part in enumerate(parts, 1):
        attached = _file_name(part)
        if attached and part is not words:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                around = {key: said for key, said in fields.items() if key != "title"}
                yield Enclosed(attached, payload, f"{n}", around)


def _leaves(mail: Message) -> Iterator[Message]:
    for part in mail.walk():
        if not part.is_multipart():
            yield part


def _is_words(part: Message, subtype: str) -> bool:
    attached = str(part.get("Content-Disposition", "")).lower().startswith("attachment")
    return not attached and part.get_content_maintype() == "text" and part.get_content_subtype() == subtype


def _file_name(part: Message) -> str:
    """The name of an attached file that may hold a report, without its folders; empty for none."""
    said = part.get_filename() if part.get_content_maintype() not in {"image", "audio", "video"} else None
    return re.split(r"[\\/]", str(said))[-1][:200] if said else ""


def _fields(mail: Message) -> dict[str, str]:
    """Who sent it, when, under which subject, with the words of the heads decoded."""
    found: dict[str, str] = {}
    for key, name in (("Subject", "title"), ("From", "source"), ("Date", "published_at")):
        value = str(mail.get(key, ""))[:1000]
        with suppress(MessageError, ValueError, LookupError):  # then it is shown as it is written
            value = str(make_header(decode_header(value)))
        value = " ".join(value.encode("utf-8", "replace").decode("utf-8").split())[:500]
        if name == "source":
            who, address = parseaddr(value)
            value = who or address
        found[name] = day_of(value) if name == "published_at" else value
    return {key: value for key, value in found.items() if value}


def _sheet(name: str, data: bytes, mail: Message, words: Message | None, fields: dict[str, str]) -> Sheet:
    """The mail as it is where its words stand in it as they are, else the decoded words."""
    if words is None:
        fault = Problem(name, None, None, "holds no text", "give the mail with its text")
        return Sheet(fields, 0, (fault,), "")
    charset = words.get_content_charset()
    coded = str(words.get("Content-Transfer-Encoding", "")).strip().lower()
    if words is mail and coded in _AS_IT_IS and words.get_content_subtype() == "plain":
        text, fault_at = replaced(data, charset)
        found = _LINES.match(text)
        return Sheet(fields, found.end() if found else 0, _undecoded(name, fault_at), bounded(name, text))
    payload = words.get_payload(decode=True)
    text, fault_at = replaced(payload if isinstance(payload, bytes) else b"", charset)
    return Sheet(fields, 0, _undecoded(name, fault_at), bounded(name, text))


def _undecoded(name: str, fault: int | None) -> tuple[Problem, ...]:
    if fault is None:
        return ()
    return (Problem(name, None, f"byte {fault}", "not in the encoding that the mail declares:", "check it"),)


def lay_out(text: str) -> Page:
    """The words without heads, quoted mails and the signature.

    >>> page = lay_out("From: a@b.example\\nSubject: x\\n\\nThe bridge is open.\\n\\n> Is it?\\n")
    >>> [b.text for b in page.blocks]
    ['The bridge is open.']
    """
    if re.match(r"(?is)\s*(?:<!doctype|<html|<head|<body|<div|<p\b|<table|<meta)", text):
        return page_of(view_of_markup(text, whole=True))
    heads = _LINES.match(text)
    begin = heads.end() if heads and len({m[1].lower() for m in _HEADER.finditer(heads.group())}) >= 2 else 0
    signature = _SIGNATURE.search(text, begin)
    page = page_of(View(text[: signature.start()] if signature else text, begin=begin))
    page.blocks[:] = [b for b in page.blocks if not _QUOTED.match(text, text.rfind("\n", 0, b.offsets[0]) + 1)]
    return page
