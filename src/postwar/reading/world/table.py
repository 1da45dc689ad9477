"""The table of the world's places: names, what each is, where it lies, how many live there; read when first asked.

Derived from GeoNames (geonames.org, CC BY 4.0) by ``sources.py``; NOTICE in this folder says what was kept.
"""

from __future__ import annotations

import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from postwar.reading.world.spelling import key_of

SORTS = ("country", "region", "district", "town", "continent")
SECTIONS = ("names", "areas", "sort", "id", "lat", "lon", "people", "given", "surnames", "ordinary")
NOWHERE = -32768  # a coordinate that the table does not hold


@dataclass(frozen=True, slots=True)
class WorldPlace:
    """One place of the table: ``sort`` as in :data:`SORTS`; ``area`` is its country and first division (``US.GA``).

    ``people`` is right to a tenth; ``lat`` and ``lon`` are degrees, right to a twentieth, None where not known.
    """

    id: str
    sort: str
    area: str
    lat: float | None
    lon: float | None
    people: int

    @property
    def country(self) -> str:
        """The two letters of its country, empty for a continent."""
        return self.area[:2]


def shuffled(values: np.ndarray[Any, Any]) -> bytes:
    """The bytes of an array of numbers, all first bytes before all second ones: it packs better so."""
    flat = np.ascontiguousarray(values).view(np.uint8).reshape(len(values), values.dtype.itemsize)
    return flat.T.tobytes()


def unshuffled(data: bytes, sort: str) -> np.ndarray[Any, Any]:
    """The array that :func:`shuffled` took apart.

    >>> [int(x) for x in unshuffled(shuffled(np.array([1, 300], "<i4")), "<i4")]
    [1, 300]
    """
    size = np.dtype(sort).itemsize
    planes = np.frombuffer(data, np.uint8).reshape(size, -1)
    return np.ascontiguousarray(planes.T).view(sort).reshape(-1)


def pack(sections: dict[str, bytes]) -> bytes:
    """The sections in one packed run of bytes, their lengths on its first line."""
    head = " ".join(str(len(sections[name])) for name in SECTIONS).encode() + b"\n"
    return lzma.compress(head + b"".join(sections[name] for name in SECTIONS), preset=9 | lzma.PRESET_EXTREME)


def unpack(data: bytes) -> dict[str, bytes]:
    """The sections of a packed run of bytes.

    >>> unpack(pack({name: name.encode() for name in SECTIONS}))["lat"]
    b'lat'
    """
    raw = lzma.decompress(data)
    at = raw.index(b"\n") + 1
    out = {}
    for name, size in zip(SECTIONS, raw[: at - 1].split(), strict=True):
        out[name] = raw[at : at + int(size)]
        at += int(size)
    return out


class WorldTable:
    """The places of the world by name."""

    def __init__(self, sections: dict[str, bytes]) -> None:
        self._areas: list[str] = []
        self._counts: list[int] = []
        for line in sections["areas"].decode().splitlines():
            area, count = line.split(" ")
            self._areas.append(area)
            self._counts.append(int(count))
        self._ends = np.cumsum(self._counts)
        self._sort = np.frombuffer(sections["sort"], np.uint8)
        self._ids = np.cumsum(unshuffled(sections["id"], "<i4"))
        self._lat = unshuffled(sections["lat"], "<i2")
        self._lon = unshuffled(sections["lon"], "<i2")
        self._people = np.frombuffer(sections["people"], np.uint8)
        self._rows: dict[str, int | tuple[int, ...]] = {}
        for row, line in enumerate(sections["names"].decode().split("\n")):
            for name in line.split("\t"):
                before = self._rows.get(name)
                self._rows[name] = (
                    row if before is None else (before, row) if isinstance(before, int) else (*before, row)
                )
        self.given = frozenset(sections["given"].decode().split(" "))
        self.surnames = frozenset(sections["surnames"].decode().split(" "))
        self.ordinary = frozenset(sections["ordinary"].decode().split(" "))

    def __len__(self) -> int:
        return len(self._sort)

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def find(self, name: str) -> tuple[WorldPlace, ...]:
        """Every place of that name, the best known first: countries, regions, then by how many live there."""
        return self.of_key(key_of(name))

    def of_key(self, key: str) -> tuple[WorldPlace, ...]:
        """Every place whose name has that key (:func:`~postwar.reading.world.spelling.key_of`)."""
        rows = self._rows.get(key)
        if rows is None:
            return ()
        if isinstance(rows, int):
            return (self._place(rows),)
        return _ordered([self._place(r) for r in rows])

    def weight(self, key: str) -> int:
        """How well known the best known place of that key is: its people, regions and countries above all towns."""
        rows = self._rows.get(key)
        if rows is None:
            return 0
        found: Sequence[int] = (rows,) if isinstance(rows, int) else rows
        return max(_weight(int(self._sort[r]), _people(int(self._people[r]))) for r in found)

    def _place(self, row: int) -> WorldPlace:
        area = self._areas[int(np.searchsorted(self._ends, row, side="right"))]
        lat, lon = int(self._lat[row]), int(self._lon[row])
        return WorldPlace(
            f"geonames:{int(self._ids[row])}",
            SORTS[int(self._sort[row])],
            "" if area == "-" else area,
            None if lat == NOWHERE else lat / 10,
            None if lon == NOWHERE else lon / 10,
            _people(int(self._people[row])),
        )


KNOWN = 10**8  # the weight of regions of many people; that of a country is ten times as much
MANY = 1_500_000
_RANK = {"continent": 0, "country": 0, "region": 1, "town": 2, "district": 2}


def _people(step: int) -> int:
    """How many live there: a quarter of a doubling a step, 0 for not known."""
    return round(2.0 ** (step / 4)) if step else 0


def _weight(sort: int, people: int) -> int:
    if SORTS[sort] in {"country", "continent"}:
        return 10 * KNOWN
    return KNOWN if SORTS[sort] == "region" and people >= MANY else people


def _ordered(places: list[WorldPlace]) -> tuple[WorldPlace, ...]:
    """The best known first; a city before the region that bears its name, where many of it live there."""
    cities = {p.area: p.people for p in sorted(places, key=lambda p: p.people) if p.sort == "town"}

    def known(place: WorldPlace) -> tuple[int, int, str]:
        behind = place.sort == "region" and 4 * cities.get(place.area, 0) >= place.people
        return _RANK["town"] if behind else _RANK[place.sort], 1 if behind else -place.people, place.id

    return tuple(sorted(places, key=known))


@lru_cache(maxsize=1)
def world() -> WorldTable:
    """The bundled table, read on the first call (a third of a second)."""
    return WorldTable(unpack((resources.files("postwar.reading.world") / "places.xz").read_bytes()))
