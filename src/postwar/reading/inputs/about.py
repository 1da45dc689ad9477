"""About: what a page says of itself: its title, its day, who publishes it, its language, its address."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from email.utils import parsedate_to_datetime
from typing import Any

from postwar.reading.inputs.markup import Piece, attributes, pieces, plain

_HEAD = 400_000  # characters of the page in which its own account of itself is looked for
_SCRIPT = 200_000  # characters of a script that holds such an account
_META = {
    "og:title": "title", "twitter:title": "title", "dc.title": "title", "dcterms.title": "title",
    "article:published_time": "published_at", "datepublished": "published_at", "date": "published_at",
    "dc.date": "published_at", "dcterms.date": "published_at", "dcterms.created": "published_at",
    "dc.date.issued": "published_at", "dcterms.issued": "published_at", "pubdate": "published_at",
    "publish-date": "published_at", "publishdate": "published_at", "publication_date": "published_at",
    "citation_publication_date": "published_at", "parsely-pub-date": "published_at", "sailthru.date": "published_at",
    "og:published_time": "published_at", "article.published": "published_at",
    "og:site_name": "source", "application-name": "source", "dc.publisher": "source", "dcterms.publisher": "source",
    "publisher": "source", "og:url": "url",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


def day_of(text: str) -> str:
    """The day that a machine-written date names, as YYYY-MM-DD, in its own time zone; empty where it names none.

    >>> day_of("2014-05-12T23:30:00-07:00"), day_of("Mon, 12 May 2014 09:00:00 GMT"), day_of("last May")
    ('2014-05-12', '2014-05-12', '')
    """
    bare = text.strip()[:64]
    found = _DAY.match(bare)
    try:
        if found:
            return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        return parsedate_to_datetime(bare).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def about(raw: str) -> dict[str, str]:
    """The fields that a page states about itself.

    >>> day = "<meta property='article:published_time' content=2014-05-12>"
    >>> about(f"<html lang=en-GB><title>Bridge - Mill News</title>{day}")
    {'language': 'en', 'title': 'Bridge - Mill News', 'published_at': '2014-05-12'}
    """
    found: dict[str, str] = {}
    weaker: dict[str, str] = {}
    for piece in pieces(raw[:_HEAD]):
        if piece.sort == "open":
            _from_tag(raw, piece, found, weaker)
        elif piece.sort == "opaque" and piece.name == "title":
            weaker.setdefault("title", " ".join(html.unescape(raw[slice(*piece.inside)][:1000]).split())[:300])
        elif piece.sort == "opaque" and piece.name == "script":
            _from_script(raw, piece, weaker)
    return {k: v for k, v in (weaker | found).items() if v}


def _from_tag(raw: str, piece: Piece, found: dict[str, str], weaker: dict[str, str]) -> None:
    if piece.name not in {"html", "meta", "link", "time", "h1"}:
        return
    said = attributes(raw, piece)
    if piece.name == "html":
        weaker.setdefault("language", re.split(r"[-_]", said.get("lang", said.get("xml:lang", "")))[0].lower()[:8])
    elif piece.name == "link":
        if said.get("rel", "").lower() == "canonical":
            found["url"] = said.get("href", "")[:2000]
    elif piece.name == "h1":
        close = raw.find("</", piece.end, piece.end + 2000)
        text = plain(raw, piece.end, raw.find("</h1", piece.end, piece.end + 2000)) if close >= 0 else ""
        if 0 < len(text) < 300:
            found.setdefault("title", text)
    elif piece.name == "time":
        if "pubdate" in said or said.get("itemprop", "").lower() == "datepublished":
            found.setdefault("published_at", day_of(said.get("datetime", "")))
    else:
        name = (said.get("property") or said.get("name") or said.get("itemprop") or "").lower()
        key = _META.get(name)
        if key:
            value = said.get("content", "")
            value = day_of(value) if key == "published_at" else " ".join(value.split())[:2000]
            if value:
                found.setdefault(key, value)


def _from_script(raw: str, piece: Piece, weaker: dict[str, str]) -> None:
    """The account for machines (JSON-LD) that many news pages carry."""
    start, end = piece.inside
    if "ld+json" not in raw[piece.start : start] or end - start > _SCRIPT:
        return
    try:
        data = json.loads(raw[start:end])
    except (ValueError, RecursionError):
        return
    for item in _articles(data):
        day, who = item.get("datePublished"), item.get("publisher")
        if isinstance(day, str):
            weaker.setdefault("published_at", day_of(day))
        if isinstance(who, dict) and isinstance(who.get("name"), str):
            weaker.setdefault("source", who["name"][:300])


def _articles(data: Any) -> list[dict[str, Any]]:
    """The objects of such an account that carry a day of publication, two levels deep."""
    rows = data if isinstance(data, list) else [data]
    flat: list[Any] = []
    for row in rows[:50]:
        graph = row.get("@graph") if isinstance(row, dict) else None
        flat += [row, *(graph[:50] if isinstance(graph, list) else ())]
    return [row for row in flat if isinstance(row, dict) and "datePublished" in row]


def charset_of(data: bytes) -> str | None:
    """The encoding that a page declares in its first bytes.

    >>> charset_of(b"<meta charset=windows-1251>"), charset_of(b"<p>")
    ('windows-1251', None)
    """
    found = re.search(rb"(?i)charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,40})", data[:4096])
    found = found or re.match(rb"(?i)\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,40})", data[:400])
    return found[1].decode("ascii", "replace") if found else None
