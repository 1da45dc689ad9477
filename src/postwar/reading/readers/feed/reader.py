"""RSS and Atom: each entry is a report of its own, whose raw text is the entry as it stands in the feed.

An entry is known by the bytes of its own, so that the same entry in a later issue of the feed is the same report.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.about import day_of
from postwar.reading.inputs.encoding import decoded, head_of
from postwar.reading.inputs.limits import DEPTH
from postwar.reading.inputs.markup import plain, write_text
from postwar.reading.inputs.webpage import view_of_markup
from postwar.reading.inputs.xml import Declared, declared_at, refuse_declarations
from postwar.reading.layout import Page, page_of
from postwar.reading.sheet import Sheet
from postwar.reading.view import Scribe, View, through

NAME = "feed"
_ROOT = re.compile(
    r"(?is)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<\?[^>]{0,300}>\s*|<!--.{0,2000}?-->\s*)*<(?:rss|feed|rdf:RDF)\b"
)
_TYPED = re.compile(r"(?is)\s*(?:<\?xml[^>]{0,200}>\s*)?<!DOCTYPE\s+(?!html)")
_WITHIN = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_DECLARED = re.compile(r"<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,40})", re.IGNORECASE)
_WORDS = ("encoded", "content", "description", "summary")  # which element holds the words, the fullest first
_DAYS = ("pubDate", "published", "date", "issued", "updated", "modified")
_ENTRIES = 2000


@dataclass(slots=True)
class _Entry:
    """One entry: its span in the feed's bytes, and of its elements the first of each name: inner span, attributes."""

    start: int
    end: int = 0
    inner: dict[str, tuple[int, int]] = field(default_factory=dict)
    said: dict[str, dict[str, str]] = field(default_factory=dict)


def accepts(name: str, data: bytes) -> bool:
    """Whether the bytes begin as a feed does.

    >>> accepts("a.xml", b"<?xml version='1.0'?><rss version='2.0'>"), accepts("a.xml", b"<html>")
    (True, False)
    """
    head = head_of(data)
    return bool(_ROOT.match(head)) or bool(_TYPED.match(head) and _WITHIN.search(head))


def open_sheets(name: str, data: bytes, declared: str | None = None) -> Iterator[Sheet]:
    """A sheet for each entry. Raises ``ReportError`` for a feed that is damaged before its first entry ends; damage
    further on is a problem of the last sheet."""
    found = _DECLARED.search(head_of(data))
    text = decoded(name, data, declared or (found[1] if found else None))
    coded = text.encode("utf-8")
    scan = _Scan(name, coded)
    if not scan.entries:
        raise scan.fault or ReportError(Problem(name, None, None, "holds no entries", "give a feed that has some"))
    source = plain(scan.title)
    language = scan.language.split("-")[0].lower()
    for n, entry in enumerate(scan.entries):
        raw = coded[entry.start : entry.end]
        fields = _fields(coded, entry) | {"source": source, "language": language}
        last = scan.fault if n == len(scan.entries) - 1 else None
        problems = (last.problem,) if last else ()
        key = hashlib.sha256(raw).hexdigest()[:12]
        sheet = Sheet({k: v for k, v in fields.items() if v}, 0, problems, raw.decode("utf-8"), key, raw)
        yield sheet


class _Scan:
    """Finds the entries of a feed and what the feed says of itself."""

    def __init__(self, name: str, data: bytes) -> None:
        self.entries: list[_Entry] = []
        self.title, self.language = "", ""
        self.fault: ReportError | None = None
        self._data = data
        self._path: list[str] = []
        self._now: _Entry | None = None
        self._inner: tuple[str, int, int] | None = None  # name, where it begins, how deep it lies
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        refuse_declarations(parser)
        try:
            parser.Parse(data, True)
        except expat.ExpatError as fault:
            said = expat.errors.messages[fault.code]
            self.fault = ReportError(Problem(name, fault.lineno, said, "is no well-formed feed:", "fetch it again"))
        except Declared:
            self.entries.clear()
            self.fault = declared_at(name, parser.CurrentLineNumber)
        except (LookupError, ValueError, RecursionError) as fault:
            self.fault = ReportError(
                Problem(name, None, str(fault)[:100], "is no feed that can be read:", "fetch it again")
            )

    def _opened(self, full: str, said: dict[str, str]) -> None:
        name = full.rpartition(":")[2]
        self._path.append(name)
        at = self._parser.CurrentByteIndex
        if len(self._path) > DEPTH:
            raise ValueError("elements lie too deep")
        if name in {"feed", "channel"}:
            self.language = self.language or said.get("xml:lang", "")
        if name in {"item", "entry"} and self._now is None and len(self.entries) < _ENTRIES:
            self._now = _Entry(at)
        elif self._inner is None and (self._now is not None or name in {"title", "language"}):
            self._inner = name, self._data.find(b">", at) + 1, len(self._path)
            if self._now is not None:
                self._now.said.setdefault(name, said)

    def _closed(self, full: str) -> None:
        at = self._parser.CurrentByteIndex
        name = full.rpartition(":")[2]
        if self._inner is not None and self._inner[2] == len(self._path):
            start = self._inner[1]
            if self._now is not None:
                if name != "link" or "href" not in self._now.said.get("link", {}):
                    self._now.inner.setdefault(name, (start, max(start, at)))
            elif name == "title" and not self.title and self._path[-2:-1] in (["channel"], ["feed"]):
                self.title = _unwrapped(self._data[start:at].decode("utf-8", "replace"))
            elif name == "language" and not self.language:
                self.language = self._data[start:at].decode("utf-8", "replace").strip()[:20]
            self._inner = None
        elif self._now is not None and name in {"item", "entry"}:
            self._now.end = self._data.find(b">", at) + 1
            self.entries.append(self._now)
            self._now = None
        self._path.pop()


def _unwrapped(text: str) -> str:
    return text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip()[:2000]


def _fields(data: bytes, entry: _Entry) -> dict[str, str]:
    def said(name: str) -> str:
        span = entry.inner.get(name)
        return _unwrapped(data[slice(*span)].decode("utf-8", "replace")) if span else ""

    day = next((d for d in (day_of(said(name)) for name in _DAYS) if d), "")
    link = entry.said.get("link", {}).get("href") or said("link")
    return {"title": plain(plain(said("title")))[:300], "published_at": day, "url": plain(link)[:2000]}


def lay_out(text: str) -> Page:
    """The words of an entry, which may be markup, written out or as entities.

    >>> text = "<item><title>x</title><description>Lorries &lt;b&gt;returned&lt;/b&gt; on Friday.</description></item>"
    >>> block = lay_out(text).blocks[0]
    >>> block.text, text[slice(*block.raw(8, 16))]
    ('Lorries returned on Friday.', 'returned')
    """
    span, markup = _words_of(text)
    if markup:
        return page_of(view_of_markup(text, *span, whole=True))
    outer = _characters(text, *span)
    return page_of(through(view_of_markup(outer.text, whole=True), outer))


def _words_of(text: str) -> tuple[tuple[int, int], bool]:
    """The span of the fullest element with words, and whether they are markup as they stand."""
    coded = text.encode("utf-8")
    scan = _Scan("", coded)
    if not scan.entries:
        return (0, len(text)), True
    entry = scan.entries[0]
    spans = [(name, entry.inner[name]) for name in _WORDS if name in entry.inner]
    if not spans:
        return (0, 0), True
    name, (a, b) = max(spans, key=lambda s: (s[1][1] - s[1][0], -_WORDS.index(s[0])))
    start = len(coded[:a].decode("utf-8"))
    return (start, start + len(coded[a:b].decode("utf-8"))), entry.said.get(name, {}).get("type") == "xhtml"


def _characters(text: str, start: int, end: int) -> View:
    """The characters that ``text[start:end]`` stands for: entities resolved, wrapped sections unwrapped."""
    scribe = Scribe()
    at = start
    while at < end:
        opening = text.find("<![CDATA[", at, end)
        stop = end if opening < 0 else opening
        write_text(scribe, text, at, stop)
        if opening < 0:
            break
        closing = text.find("]]>", opening + 9, end)
        closing = end if closing < 0 else closing
        scribe.copy(text, opening + 9, closing)
        at = min(end, closing + 3)
    return scribe.view()
