"""Senses: which spans of a text are places, by their own words, by the same name elsewhere in it, or by fame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from postwar.reading.lexicon import words
from postwar.reading.world.judge import MIDDLING, STRONG, WEAK
from postwar.reading.world.spans import Span
from postwar.reading.world.table import KNOWN, WorldTable

CITY = 100_000  # people of a town that is known by its name alone (judgement: no list of persons' names tells more)
# what has to be told of a name that no table has
_TELLING = frozenset(
    words(
        "near; apposition; in a wider place; dateline; area; areas; region; province; district; village; neighborhood; "
        "neighbourhood; residents; of; town; city"
    )
)

_SURE = frozenset({"dateline", "apposition"})  # enough even of a first word, which has a capital anyhow


def decide(spans: Sequence[Span], table: WorldTable) -> list[Span]:
    """The spans that are places."""
    places, persons = _senses(spans, table)
    good = {id(s) for s in spans if _is_place(s, places, persons, table)}
    _add_listed(spans, good, table)
    return [s for s in spans if id(s) in good]


def _is_place(span: Span, places: set[str], persons: set[str], table: WorldTable) -> bool:
    if span.build in {"street", "road", "people", "short"}:
        return span.score > -STRONG
    if span.build == "unknown":
        return _told(span, places)
    if span.build in {"feature", "region"}:
        return span.score > -MIDDLING
    if span.score <= -MIDDLING:
        return False
    if span.score >= STRONG and not (span.start == 0 and span.key in table.ordinary):
        own = span.line.low(span.end) in {"'s", "'"} and span.weight < KNOWN
        return not (span.key in persons and (own or span.key not in places))
    return _stands(span, places, persons, table)


def _senses(spans: Iterable[Span], table: WorldTable) -> tuple[set[str], set[str]]:
    """The names that somewhere in the text are surely a place's, and those that are surely a person's."""
    places, persons, perhaps = set(), set(), set()
    for span in spans:
        if span.score >= STRONG and (span.build != "unknown" or _told(span, set())):
            places.add(span.key)
        elif span.score <= -STRONG and span.reasons[0] in {"title", "given name", "initial"}:
            persons.add(span.key)
        if "capital before" in span.reasons and span.key in table.surnames:
            perhaps.add(span.key)
    return places, persons | (perhaps - places)


def _told(span: Span, places: set[str]) -> bool:
    """Whether the words around a name that no table has are enough."""
    if span.score < 0:
        return False
    if span.key in places:
        return True
    first_word = span.start == 0 and span.end == 1 and _SURE.isdisjoint(span.reasons)
    return not first_word and span.score >= STRONG and not _TELLING.isdisjoint(span.reasons)


def _stands(span: Span, places: set[str], persons: set[str], table: WorldTable) -> bool:
    """Whether a name with little around it is a place."""
    key = span.key
    ordinary = key in table.ordinary and span.weight < KNOWN
    if key in persons or (ordinary and (span.start == 0 or span.line.title)):
        return False
    if key in places or span.weight >= KNOWN:
        return True
    if ordinary or key in table.given or key in table.surnames:
        return span.score >= WEAK and span.weight >= CITY and not ordinary
    return span.weight >= CITY or span.score >= WEAK


def _add_listed(spans: Sequence[Span], good: set[int], table: WorldTable) -> None:
    """Add those that nothing speaks against in a list with a good one ("Denver, Akron and Mill")."""
    pairs = [(a, b) for a, b in pairwise(spans) if a.line is b.line and _listed(a, b)]
    for row in ([(a, b) for a, b in pairs], [(b, a) for a, b in reversed(pairs)]):
        for known, other in row:
            if id(known) in good and other.score >= 0 and other.build == "table" and other.key not in table.ordinary:
                good.add(id(other))


def _listed(left: Span, right: Span) -> bool:
    between = [left.line.low(k) for k in range(left.end, right.start)]
    return 0 < len(between) <= 2 and set(between) <= {",", "and", "or", "/"}
