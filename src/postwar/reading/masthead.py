"""Masthead: what stands over a report: its printed date, its dateline, its byline, its title."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from postwar.core.time import Day
from postwar.reading.dates import Anchor
from postwar.reading.layout import Block, lines_of
from postwar.reading.times import TimeGrammar
from postwar.reading.tokens import tokenise

_PLACE = (
    r"(?P<place>[A-Z][A-Z'’.-]{2,30}(?:[ /]{1,3}[A-Z][A-Z'’.-]{1,30}){0,3})"
    r"(?:, (?P<country>[A-Z][a-z][\w ]{1,30}))??,? ?"
)
_AGENCY = r"\s*(?:\((?P<agency>[A-Z][\w .]{1,20})\))?\s*"
_DATELINES = (
    re.compile(_PLACE + r"(?P<date>[^–—(:]{0,30}?)" + _AGENCY + r"(?P<mark>--|[-–—_:])\s+"),
    re.compile(_PLACE + r"\((?P<date>[^()]{0,24}\d[^()]{0,24})\)(?P<agency>)\s*(?P<mark>--|[-–—_:])\s+"),
    re.compile(_PLACE + r"(?P<date>[^–—(:]{0,20}\d{1,4})" + _AGENCY + r"(?P<mark>\.)\s+"),
    re.compile(
        r"(?P<place>[A-Z][\w'’.-]{1,30}(?:[ /,]{1,3}[A-Z][\w'’.-]{1,30}){0,4}),? ?(?P<date>[^–—(:]{0,24}?)"
        r"\s*\((?P<agency>[A-Z][\w .]{1,20})\)\s*(?P<mark>--|[-–—_:])\s+"
    ),
)
_LOOKED_AT = 4  # blocks at the top in which a dateline may stand, under a title or a note on the text
_BYLINE = re.compile(
    r"(?i)\A\W{0,4}(?:(?:text |words |report )?by|author:|written by:?)\s+"
    r"\W{0,2}(?P<who>[A-Z][\w .,'’-]{1,60}?)\W{0,3}(?:\(#\)|\([^()\s]{0,300}\))?\W*\Z"
)
_CREDITED = re.compile(
    r"\W{0,4}(?i:source|agency|agencies|via):\s{0,3}"
    r"(?P<agency>[A-Z]{2,6}|[A-Z][\w-]{2,20}(?: [A-Z][\w-]{2,20}){0,2})\W*\Z"
)
_PHOTO = re.compile(
    r"[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,3} ?/ ?"
    r"(?P<agency>[A-Z]{2,6}|[A-Z][a-z]{2,14}(?: [A-Z][a-z]{2,14})?)(?=\W|\Z)"
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands over a report.

    ``printed``: a full date that stands by itself over the text; ``dateline``: a date before the first sentence, which
    may lack its year; ``dateline_end``: how many characters of its block the dateline takes; ``dateline_block``: which
    of the paragraphs that is.
    """

    title: str = ""
    byline: str = ""
    agency: str = ""
    printed: Day | None = None
    dateline: Day | None = None
    dateline_end: int = 0
    dateline_block: int = 0


def read_masthead(raw: str, start: int, blocks: list[Block], grammar: TimeGrammar, published: Day | None) -> Masthead:
    """Read what stands over the text that begins at ``start`` of the raw report."""
    title, byline, agency, printed = "", "", "", None
    seen = 0
    for line in lines_of(raw[start : start + 4000])[:40]:
        bare = line.text.strip().strip("*_#\ufeff ").strip()
        if not bare:
            continue
        seen += 1
        if (
            not title
            and seen <= 3
            and not _BYLINE.match(bare)
            and not bare.startswith(("http", "<", "|"))
            and not _ends_as_text(bare)
        ):
            title = bare[:200]
        by = _BYLINE.match(bare)
        if by and not byline and len(bare) < 120:
            byline = by["who"].strip(" .,")
        credited = _CREDITED.match(bare) if len(bare) < 80 else None
        agency = agency or (credited["agency"] if credited else "")
        if printed is None and len(bare) < 60 and any(c.isdecimal() for c in bare):
            printed = _whole_date(bare, grammar)
    credit = _PHOTO.search(raw[start : start + 3000])
    agency = agency or (credit["agency"] if credit else "")
    dateline, end, at = None, 0, 0
    top = [b for b in blocks if b.kind in {"paragraph", "bullet"}][:_LOOKED_AT]
    for n, block in enumerate(top):
        found = next((m for m in (p.match(block.text[:160]) for p in _DATELINES) if m and _is_dateline(m)), None)
        if found:
            dateline = _dateline_day(found["date"], grammar, published or printed)
            if dateline or found["agency"] or found["mark"][0] in "-–—_":
                end, at = found.end(), n
            agency = found["agency"] or agency
            break
        if n and _ends_as_text(block.text.rstrip("\"'”’)")):
            break
    return Masthead(title, byline, agency, printed, dateline, end, at)


def _is_dateline(found: re.Match[str]) -> bool:
    return (
        bool(found["date"] and any(c.isdecimal() for c in found["date"]))
        or bool(found["agency"])
        or found["mark"][0] in "–—_-"
    )


def _ends_as_text(line: str) -> bool:
    return line.endswith((".", "!", ";", ",")) or len(line) > 160


def _whole_date(line: str, grammar: TimeGrammar) -> Day | None:
    """The day that a line consists of, if it is nothing else."""
    tokens = tokenise(line)
    found = grammar.times(tokens)
    if len(found) != 1 or found[0].sort != "date" or found[0].year is None:
        return None
    rest = [
        t
        for n, t in enumerate(tokens)
        if not found[0].start <= n < found[0].end
        and t.is_word
        and t.low not in {"published", "posted", "updated", "on", "date", "dated", "at", "utc", "gmt", "issued", "of"}
        and ":" not in t.text
    ]
    when = grammar.resolve(found[0], Anchor(None), 0)
    return when.first if not rest else None


def _dateline_day(text: str, grammar: TimeGrammar, published: Day | None) -> Day | None:
    tokens = tokenise(text.strip(" ,"))
    found = [t for t in grammar.times(tokens) if t.sort == "date"]
    if not found:
        return None
    when = grammar.resolve(found[0], Anchor(published), -1 if published else 0)
    if (
        when.first is not None
        and published is not None
        and found[0].year is None
        and when.first > published + dt.timedelta(days=31)
    ):
        return None
    return when.first
