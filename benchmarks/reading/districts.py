"""Districts of the case in labelled dispatches: is each one that a claim's words name resolved to its id?

A claim counts once for every district among its places whose name or alias stands in its quote; also for every corridor
or line whose name stands there, which must not be taken for the district of the same name. Districts that the quote
does not name (told by the sentence before) are left out: they are measured by the place of the claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading.rows import Absent, Row, share
from postwar.cases import load_names
from postwar.core.place import Place
from postwar.reading.lexicon import load_lexicon
from postwar.reading.mentions import Gazetteer
from postwar.reading.tokens import fold, tokenise

KINDS = frozenset({"district", "corridor", "line"})


def named_in(place: Place, quote: str) -> list[tuple[int, int]]:
    """Where a quote names a place, by any of its names."""
    text = fold_same(quote)
    names = sorted({fold_same(n) for n in (place.name, *place.aliases, *bare_names(place))}, key=len, reverse=True)
    pattern = "|".join(re.escape(n) for n in names if n)
    return [m.span() for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)]


def fold_same(text: str) -> str:
    """Folded, at the same length."""
    return "".join(f if len(f := fold(c)) == 1 else c for c in text)


def bare_names(place: Place) -> tuple[str, ...]:
    """A district's name without its title."""
    return (place.name.removesuffix(" district"),) if place.kind == "district" else ()


def outcomes(case: Path, gold: Path) -> Iterator[tuple[str, str, bool]]:
    """For each district or corridor that a claim's words name: the quote, the id, whether it is resolved to it."""
    names = load_names(case)
    gazetteer = Gazetteer(names, load_lexicon("en"))
    by_id = {p.id: p for p in names.places}
    for line in gold.read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        wanted = [by_id[p] for p in claim["place"] if p in by_id and by_id[p].kind in KINDS]
        tokens = tokenise(claim["quote"])
        read = [
            (tokens[m.start].start, tokens[m.end - 1].end, m.places[0]) for m in gazetteer.mentions(tokens) if m.places
        ]
        for place in wanted:
            spans = named_in(place, claim["quote"])
            if spans:
                hits = {p for a, b in spans for s, e, p in read if s < b and a < e}
                yield claim["quote"], place.id, place.id in hits


def measure(shared: Path) -> list[Row]:
    """One row: the share of districts and corridors named that are resolved."""
    gold = shared / "gold"
    if not (gold / "agency-1.jsonl").is_file():
        raise Absent("gold")
    sets = [(gold, gold / "agency-1.jsonl"), *((c, c / "gold.jsonl") for c in sorted((gold / "dispatches").iterdir()))]
    found = [right for case, file in sets for _, _, right in outcomes(case, file)]
    return [
        Row(
            "in-case district resolution",
            "labelled dispatches",
            len(found),
            share(sum(found), len(found)),
            0.97,
            True,
            "spaCy sm .03",
            "districts, corridors and lines that the quote names",
        )
    ]
