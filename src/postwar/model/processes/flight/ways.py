"""Links and the paths over them that a person chooses from, as arrays: laid once for a displacement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import AskError
from postwar.core.flight import Flight, FlightRules, Leg, Stop
from postwar.model.processes.flight.quirks import Quirks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNIT = 16
"""Ways are travelled in sixteenths of a kilometre, so that those who stand at the same point are counted together."""

MAX_PATHS = 1 << 16


@dataclass(frozen=True, slots=True)
class Ways:
    """Links (one a direction) and paths (one or more links), with -1 for none.

    Path ``p`` follows ``links[p]`` from ``source[p]``; its first link leads to ``step[p]``; what is left of it
    from there is path ``rest[p]``; it ends at ``target[p]`` after ``km[p]`` kilometres. Paths of one stop lie together,
    in the order of ``first``: those of stop s are ``first[s] … first[s+1] - 1``. ``turned[p]`` is the path that
    somebody follows who is turned back on the first link of p with the rest of it still ahead; -1 where there is none.
    ``length`` (1/16 km) and ``speed``, ``foot`` (1/16 km a day; ``foot`` on a person's first leg) are of the first
    link.
    """

    link_a: Ints
    link_b: Ints
    links: tuple[tuple[int, ...], ...]
    source: Ints
    step: Ints
    rest: Ints
    target: Ints
    turned: Ints
    km: Floats
    length: Ints
    speed: Ints
    foot: Ints
    first: Ints


def lay_ways(flight: Flight, rules: FlightRules, quirks: Quirks) -> Ways:
    """Lay the links of a displacement both ways and list every path within the awareness level.

    A path is a walk that visits no stop twice. A stop that is no marker is a destination and uses one hop of
    ``awareness_level``; a marker is passed through. Raises ``AskError`` for an awareness level below 1, a speed of 0 or
    more than 65,536 paths. A way shorter than 1 km is travelled as one of 1 km.
    """
    if rules.awareness_level < 1:
        raise AskError("awareness_level is at least 1: with 0 nobody knows of a place to go to")
    times = [2 if quirks.doubled_link and leg.forced == 1 else 1 for leg in flight.legs]
    pairs = [(leg, a, b) for leg, n in zip(flight.legs, times, strict=True)
             for a, b in ((leg.a, leg.b), (leg.b, leg.a)) for _ in range(n)]
    out: list[list[int]] = [[] for _ in flight.stops]
    for number, (_, a, _) in enumerate(pairs):
        out[a].append(number)
    ends = [b for _, _, b in pairs]
    paths = [p for s in range(len(flight.stops)) for p in _walk(s, out, ends, flight.stops, rules.awareness_level)]
    if len(paths) > MAX_PATHS:
        raise AskError(f"awareness_level {rules.awareness_level} gives {len(paths)} paths, more than {MAX_PATHS}")
    legs = [pair[0] for pair in pairs]
    source = np.array([pairs[p[0]][1] for p in paths], np.int64)
    number = {p: i for i, p in enumerate(paths)}
    taken = [_taken(p[0], out[pairs[p[0]][1]], ends, quirks) for p in paths]
    ride, foot = _speeds([legs[i] for i in taken], rules)
    return Ways(
        link_a=np.array([a for _, a, _ in pairs], np.int64), link_b=np.array(ends, np.int64),
        links=tuple(paths), source=source,
        step=np.array([ends[p[0]] for p in paths], np.int64),
        rest=np.array([number[p[1:]] if len(p) > 1 else -1 for p in paths], np.int64),
        target=np.array([ends[p[-1]] for p in paths], np.int64),
        turned=np.array([_turned(p, out, ends, pairs[p[0]][1], number) for p in paths], np.int64),
        km=np.array([sum(legs[i].km for i in p) for p in paths], np.float64),
        length=np.array([max(UNIT, round(legs[i].km * UNIT)) for i in taken], np.int64), speed=ride, foot=foot,
        first=np.searchsorted(source, np.arange(len(flight.stops) + 1)).astype(np.int64))


def _walk(start: int, out: list[list[int]], ends: list[int], stops: tuple[Stop, ...],
          level: int) -> Iterator[tuple[int, ...]]:
    """Every path from a stop, depth first."""
    ahead: list[tuple[tuple[int, ...], frozenset[int], int]] = [((), frozenset((start,)), 0)]
    while ahead:
        path, seen, hops = ahead.pop()
        here = ends[path[-1]] if path else start
        marker = stops[here].kind == "marker"
        if path and not marker:
            yield path
        if hops < level:
            ahead.extend(((*path, i), seen | {ends[i]}, hops + (stops[ends[i]].kind != "marker"))
                         for i in reversed(out[here]) if ends[i] not in seen)


def _taken(link: int, links: list[int], ends: list[int], quirks: Quirks) -> int:
    """The link that is travelled by whoever chose ``link`` among those of its stop."""
    return next(i for i in links if ends[i] == ends[link]) if quirks.first_of_two_ways else link


def _turned(path: tuple[int, ...], out: list[list[int]], ends: list[int], start: int,
            number: dict[tuple[int, ...], int]) -> int:
    """The path from the start of ``path`` straight to its second stop and on, -1 where no link leads there."""
    if len(path) > 1:
        for i in out[start]:
            if ends[i] == ends[path[1]]:
                return number.get((i, *path[2:]), -1)
    return -1


def _speeds(legs: list[Leg], rules: FlightRules) -> tuple[Ints, Ints]:
    """Speed of a link, and of somebody's first leg, in 1/16 km a day."""
    ride = [round(float(leg.attributes.get("max_move_speed") or rules.max_move_speed) * UNIT) for leg in legs]
    walk = round(rules.max_walk_speed * UNIT)
    foot = [walk if rules.start_on_foot else v for v in ride]
    if legs and (min(ride + foot) < 1 or max(ride + foot) >= 1 << 16):
        raise AskError("a speed is above 0 and below 4096 km a day")
    return np.array(ride, np.int64), np.array(foot, np.int64)
