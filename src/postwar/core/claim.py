"""A claim: one thing that one report says, with the words it said it in. See docs/reading.md."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postwar.core.time import Day, iso, parse_day

KINDS = (
    "ceasefire", "accord", "handover", "capture", "control", "withdrawal", "deployment", "mandate", "guard", "centre",
    "deadline", "amendment", "disarmament", "exchange", "displacement", "return", "population", "casualty", "incident",
    "housing", "mines", "reconstruction", "aid", "transport", "position", "talks", "recognition", "support",
    "ambiguity", "risk", "history", "access", "services", "heritage", "border", "election",
)
MODALITIES = ("happened", "agreed", "planned", "demanded", "conditional", "denied", "position", "assessed")
BASES = ("explicit", "dateline", "inferred", "unresolved", "none")
BOUNDS = ("exact", "about", "between", "at_least", "at_most", "order")
UNITS = (
    "person", "household", "soldier", "police", "place", "dwelling", "vehicle", "weapon", "mine", "hectare", "km2",
    "km", "day", "year", "share", "money", "vote", "incident",
)
MEASURES = ("stock", "flow", "cumulative")
EVIDENCE = ("witnessed", "record", "stated", "relayed", "unsourced")


HIDDEN = "a restricted report"      # how a report to be protected is called wherever its name might be read


@dataclass(frozen=True, slots=True)
class Source:
    """Who publishes. ``reliability`` A to F by the Admiralty code; F is *cannot be judged*, never *middling*.
    ``restricted``: every report of this source is."""

    id: str
    name: str
    party: str = ""
    reliability: str = "F"
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One document as it came: ``text`` is the decoded raw text, byte-order mark and carriage returns kept.

    ``sha256`` is over the bytes as they came; of one report among several in a file, over its own part.
    """

    id: str
    source: str
    title: str
    published_at: Day | None
    retrieved_at: Day | None
    url: str
    language: str
    text: str
    sha256: str
    origin: str = ""    # whom the report itself credits (an agency's byline); empty: its own source
    form: str = ""      # the reader that opened it ("html", "pdf", …); empty: told by the text
    raw: str = ""       # the bytes as they came, in base64, where they are not just the text in UTF-8
    restricted: bool = False    # a source to be protected: sealed in a ledger, and in no output without the right to it

    @property
    def signed(self) -> str:
        """The source as it is printed: of a restricted report, marked so."""
        return f"{self.source or 'source not named'} (restricted)" if self.restricted else self.source


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one report says. ``quote`` is exactly ``text[start:end]`` of the raw report.

    ``low``/``high`` bound the figure (an open end is None), ``of`` is its denominator, ``attributed_to`` whom
    the report credits (empty: its own voice). A thing not said to have happened is never ``happened``.
    """

    id: str
    report: str
    start: int
    end: int
    quote: str
    kind: str
    modality: str
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
    date_basis: str = "none"
    low: float | None = None
    high: float | None = None
    bound: str | None = None
    unit: str | None = None
    of: float | None = None
    attributed_to: tuple[str, ...] = ()
    provision: tuple[str, ...] = ()
    reader: str = ""
    group: tuple[str, ...] = ()
    measure: str | None = None
    scope: str | None = None
    said_on: Day | None = None
    depends_on: tuple[str, ...] = ()
    evidence: str | None = None
    polarity: str | None = None    # of a risk: risk or opening
    status: str | None = None      # of a casualty: civilian, combatant, unknown


_RESTRICTED = re.compile(r"""(?im)^[ \t]*["']?restricted["']?[ \t]*[:=][ \t]*["']?([^"'\s#]*)""")
_MARKUP = frozenset({"html", "feed", "eml"})
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<!--.{0,1000}?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_NO_WORDS = re.compile(
    r"(?is)<(script|style)\b[^<]*+(?:<(?!/\1)[^<]*+)*+|&lt;/?[a-z].{0,300}?&gt;|" + _TAG.pattern
)
_LISTS = frozenset({"actor", "target", "place", "attributed_to", "provision", "group", "depends_on"})
_DAYS = frozenset({"valid_from", "valid_to", "said_on"})


def says_restricted(about: str) -> bool:
    """Whether what stands above or beside a report marks it as restricted. It is read line by line, so that a mark
    holds where the rest of it cannot be read, and what is neither yes nor no is taken for yes.

    >>> says_restricted("source: x\\nrestricted: yes"), says_restricted("restricted = false"), says_restricted("a: b")
    (True, False, False)
    """
    found = _RESTRICTED.search(about)
    return found is not None and found[1].lower() not in ("no", "false", "")


def claim_id(sha256: str, start: int, end: int, kind: str, actor: tuple[str, ...], place: tuple[str, ...],
             low: float | None, high: float | None, ordinal: int = 0) -> str:
    """The claim's id: the same words read the same way have the same id under any reader version.

    ``c-`` and 16 hex digits of SHA-256 over the report's hash, the span, kind, actors, places, figure, and an
    ordinal that tells ties apart.

    >>> claim_id("00", 0, 5, "return", (), ("p",), 10, 10)
    'c-d57d8443f2f04e50'
    """
    number = [None if v is None else float(v) for v in (low, high)]
    key = json.dumps([sha256, start, end, kind, sorted(actor), sorted(place), *number, ordinal], separators=(",", ":"))
    return "c-" + hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]


def quoted_words(quote: str, form: str) -> str:
    """The words of a quote without the markup that stands between them in reports of some forms.

    A quote is what stands in the raw report; of a page it may hold tags and entities, of a feed tags as entities.

    >>> quoted_words("412&nbsp;rifles on <b>Friday", "html"), quoted_words("5 < 6 & 7", "")
    ('412 rifles on Friday', '5 < 6 & 7')
    """
    if form not in _MARKUP:
        return quote
    said = html.unescape(_TAG.sub("", quote))
    if form == "feed":
        said = html.unescape(_TAG.sub("", said))
    return " ".join(said.split())


def blanked(text: str, form: str) -> str:
    """The text with its markup, scripts and styles as blanks, so that every word keeps its place.

    >>> blanked("412 <b>rifles</b>", "html"), blanked("a < b", "")
    ('412    rifles    ', 'a < b')
    """
    return _NO_WORDS.sub(lambda found: " " * len(found.group()), text) if form in _MARKUP else text


def plain_number(value: float | None) -> float | int | None:
    """The number without a needless fraction: 3.0 becomes 3.

    >>> plain_number(26000.0), plain_number(0.6), plain_number(None)
    (26000, 0.6, None)
    """
    if value is None:
        return None
    return int(value) if float(value).is_integer() else float(value)


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """The claim as a JSON object with every field of the contract; unknown is null, an empty list is []."""
    out: dict[str, Any] = {}
    for field in dataclasses.fields(claim):
        value = getattr(claim, field.name)
        if field.name in _LISTS:
            value = list(value)
        elif field.name in _DAYS:
            value = iso(value)
        elif field.name in {"low", "high", "of"}:
            value = plain_number(value)
        out[field.name] = value
    return out


def claim_from_json(data: Mapping[str, Any]) -> Claim:
    """The claim that :func:`claim_to_json` wrote; fields that are absent take their defaults."""
    known = {field.name for field in dataclasses.fields(Claim)}
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name not in known:
            continue
        if name in _LISTS:
            value = tuple(value or ())
        elif name in _DAYS:
            value = None if value is None else parse_day(value)
        values[name] = value
    return Claim(**values)
