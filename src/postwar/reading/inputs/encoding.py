"""Encoding: bytes become text; a byte-order mark and carriage returns are kept."""

from __future__ import annotations

import codecs
import re

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.limits import TEXT_CHARACTERS, too_large

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXTUAL = re.compile(
    r"(?:utf[-_]?(?:8|16|16[-_]?[lb]e|32|32[-_]?[lb]e)|us[-_]?ascii|ascii|latin[-_]?1|iso[-_]?8859[-_]?\d{1,2}"
    r"|(?:windows|cp)[-_]?(?:12\d\d|866|874|932|936|949|950|437|850|852|855)|koi8[-_]?[rut]|mac[-_]?(?:roman|cyrillic)"
    r"|gb2312|gbk|gb18030|big5|euc[-_]?(?:jp|kr)|shift[-_]?jis|iso[-_]?2022[-_]?(?:jp|kr)|tis[-_]?620)\Z",
    re.IGNORECASE,
)
_SAME = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252"}


def codec_of(declared: str) -> str | None:
    """The codec of a declared encoding, None where the name is none of a text's.

    As browsers do, Latin-1 and ASCII are taken for Windows-1252, which holds them.

    >>> codec_of("Windows-1251"), codec_of("ISO-8859-1"), codec_of("rot13"), codec_of("utf8")
    ('cp1251', 'cp1252', None, 'utf-8')
    """
    bare = declared.strip().strip("\"'").lower()
    if not _TEXTUAL.match(bare):
        return None
    bare = re.sub(r"^windows[-_]?", "cp", bare)
    try:
        found = codecs.lookup(_SAME.get(bare, bare)).name
    except LookupError:
        return None
    return _SAME.get(found, found)


def mark_of(data: bytes) -> str | None:
    """The codec that a byte-order mark names, or that the zero bytes of plain letters tell; None: neither.

    >>> mark_of("a".encode("utf-16")), mark_of("plain words".encode("utf-16-be")), mark_of(b"plain words")
    ('utf-16-le', 'utf-16-be', None)
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    head = data[:512]
    if len(head) >= 8 and head.count(0) * 5 > len(head) * 2:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if min(even, odd) * 10 <= max(even, odd):
            return "utf-16-be" if even > odd else "utf-16-le"
    return None


def decoded(name: str, data: bytes, declared: str | None = None, limit: int = TEXT_CHARACTERS) -> str:
    """The text of the bytes: by their mark, as UTF-8, or in the encoding that is declared for them.

    Raises ``ReportError`` with the first byte that is none of the encoding's, and for a text beyond its limit.
    """
    codec = _codec(data, declared)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as fault:
        raise ReportError(_undecoded(name, data, codec, fault.start)) from None
    return bounded(name, text, limit)


def _codec(data: bytes, declared: str | None) -> str:
    """Bytes that are UTF-8 beyond ASCII are UTF-8, whatever is declared: no other text looks like it."""
    marked = mark_of(data)
    named = codec_of(declared) if declared else None
    if marked is None and named is not None and not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return named
        return "utf-8"
    return marked or named or "utf-8"


def bounded(name: str, text: str, limit: int = TEXT_CHARACTERS) -> str:
    """The text, where it is not too long. Raises ``ReportError`` where it is."""
    if len(text) > limit:
        raise too_large(name, "characters", len(text), limit)
    return text


def _undecoded(name: str, data: bytes, codec: str, start: int) -> Problem:
    if codec == "utf-8" and b"\0" in data[:1024]:
        return Problem(
            name, None, None, "is no text, and no form that is read", "give one of the forms in docs/reading.md"
        )
    line = data.count(b"\n", 0, start) + 1
    said = "UTF-8" if codec == "utf-8" else codec
    mend = (
        "save the file as UTF-8, or name its encoding in a .toml beside it" if codec == "utf-8" else "save it as UTF-8"
    )
    return Problem(name, line, f"byte {start}", f"not {said} at", mend)


def replaced(data: bytes, declared: str | None) -> tuple[str, int | None]:
    r"""The text of bytes of which some may be no text, each such run replaced by a mark; and the first of them.

    >>> replaced(b"caf\xe9 open", "utf-8")
    ('caf\ufffd open', 3)
    """
    codec = _codec(data, declared)
    try:
        return data.decode(codec), None
    except UnicodeDecodeError as fault:
        return data.decode(codec, "replace"), fault.start


def head_of(data: bytes, size: int = 4096) -> str:
    """The first characters of the bytes, for a look at what they are; what cannot be decoded is left out.

    >>> head_of("<html>".encode("utf-16"))
    '<html>'
    """
    return data[:size].decode(mark_of(data) or "utf-8", "ignore").lstrip("\ufeff")
