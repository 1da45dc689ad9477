"""Toponyms: the names of places in a text, those of the case apart from those of the world."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.reading.world.cues import load_cues
from postwar.reading.world.judge import Judge
from postwar.reading.world.pieces import lines_of
from postwar.reading.world.senses import decide
from postwar.reading.world.spans import Span, SpanFinder
from postwar.reading.world.table import KNOWN, WorldPlace, WorldTable, world

MOST = 5  # candidates that are kept of an ambiguous name


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place: characters ``start`` to ``end`` of the text. ``sort``: place, street, road (a
    numbered one), or people ("Russian").

    ``candidates``: what it can be, best first; empty where the rules know it for a place but no table has it.
    """

    start: int
    end: int
    text: str
    sort: str
    candidates: tuple[WorldPlace, ...] = ()


def toponyms(text: str, language: str = "en") -> list[Toponym]:
    """The names of places in a text, in its order."""
    table, cues = world(), load_cues(language)
    finder, judge = SpanFinder(table, cues), Judge(table, cues)
    spans = [span for line in lines_of(text, table, cues) for span in finder.spans(line)]
    for span in spans:
        judge.weigh(span)
    good = decide(spans, table)
    areas = _areas(good, table)
    return [_toponym(text, span, table, areas) for span in good]


def _areas(spans: list[Span], table: WorldTable) -> frozenset[str]:
    """The countries and wide regions that a text names: what else it names lies rather there."""
    out = set()
    for span in spans:
        if span.weight >= KNOWN and span.build in {"table", "short"}:
            first = table.of_key(span.key)[:1]
            out |= {p.area if p.sort == "region" else p.country for p in first if p.sort in {"region", "country"}}
    return frozenset(out)


def _toponym(text: str, span: Span, table: WorldTable, areas: frozenset[str]) -> Toponym:
    sort = {"people": "people", "street": "street", "road": "road"}.get(span.build, "place")
    found = table.of_key(span.key) if sort == "place" else ()
    wide = span.weight >= KNOWN
    ranked = found if wide else sorted(found, key=lambda p: (p.area not in areas, p.country not in areas))
    return Toponym(span.first, span.last, text[span.first : span.last], sort, tuple(ranked[:MOST]))
