"""One day's movement of people, compiled: the law and the numbers of ``postwar.model.rates.move``.

Members are taken in chunks whose rows (member and cell) fit the cache, each from its draws to its arrivals. In a chunk
only cells with people and with a way open are looked at; all of them are drawn side by side (``rows``), way by way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.rows import REAL, WHOLE, draw_row
from postwar.model.compiled.samplers import draw_ration
from postwar.model.compiled.streams import key_of_seed, third_word
from postwar.model.rates import FIRST_PURPOSE, MOVEMENT_STREAM, RATIONING_STREAM, WAY_KINDS, Network
from postwar.model.streams import name_words

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

ROWS = 1024
"""Rows that are drawn side by side: enough to be worth a call, few enough for the second-level cache."""

FAULTS = {1: "a rate or transition is a number >= 0", 2: "the transitions out of a cell sum to more than 1",
          3: "a binomial draw was rejected too often: not a probability"}

SPARSE = 4
"""Rows are closed up when one in so many is empty."""

_NO_ROAD, _NO_ROOM = np.zeros((0, 1, 0), np.int64), np.zeros((0, 0), np.int64)
_ZERO, _ONE = np.uint64(0), np.uint64(1)
"""Positions in ``uint64`` need no check for counting from the end."""


@kernel(inner=True)
def sound(values, transition_ways):
    """0 where all values are numbers from 0 up and transitions fit; else the number of the fault."""
    sources, starts, _ = transition_ways
    for i in range(len(values)):
        good = True
        for j in range(values.shape[1]):
            good &= (values[i, j] >= 0.0) & (values[i, j] < np.inf)
        if not good:
            return 1
        for s in range(len(sources)):
            total = 0.0
            for j in range(starts[s], starts[s + 1]):
                total += values[i, j]
            if total > 1.0 + 1e-9:
                return 2
    return 0


@kernel(inner=True)
def _chances(values, ways, by_rate, p, share):
    """Of one member's values: the probability to leave each source, and each way's share among it and later ones.

    Shares (way of the source, source) are weight/(weight + all later weights), summed from the last; 0 where closed.
    """
    sources, starts, _ = ways
    for s in range(len(sources)):
        a, b = starts[s], starts[s + 1]
        total = 0.0
        for j in range(a, b):
            total += values[j]
        p[s] = -math.expm1(-total) if by_rate else min(total, 1.0)
        later = 0.0
        for j in range(b - 1, a - 1, -1):
            share[j - a, s] = values[j] / (values[j] + later) if values[j] > 0.0 else 0.0
            later = later + values[j]


@kernel(inner=True)
def _open(people, sources, chance, where):
    """Which sources of a member have people and an open way. How many."""
    found = _ZERO
    for s in range(len(sources)):
        where[found] = np.uint64(s)
        found += _ONE if (people[np.uint64(sources[s])] > 0) & (chance[s] > 0.0) else _ZERO
    return found


@kernel(inner=True)
def _open_rows(people, ways, chances, shared, stream, member, width, where, to, at, number, third, n, p):
    """The rows of a chunk: where in ``movers`` and in the table of shares their ways begin, the words of their address,
    how many they are and how likely to leave. How many rows."""
    sources, starts, _ = ways
    first = _ZERO
    for m in range(len(member)):
        table = 0 if shared else m
        found = _open(people[m], sources, chances[table], where)
        for i in range(np.int64(found)):
            s, row = where[i], first + np.uint64(i)
            source = np.uint64(sources[s])
            to[row] = np.uint64(m * width + starts[s])
            at[row] = np.uint64(table * ways[2] * len(sources)) + s
            number[row], third[row] = member[m], third_word(stream, source)
            n[row], p[row] = people[m, source], chances[table, s]
        first += found
    return np.int64(first)


@kernel(inner=True)
def _stay(rows, n, out):
    """Of the people of each row keep the leavers. How many rows have none."""
    empty = np.int64(0)
    for i in range(rows):
        n[i] = out[i]
        empty += 1 if out[i] == 0.0 else 0
    return empty


@kernel(inner=True)
def _go(j, rows, n, out, to, movers):
    """Those drawn take their j-th way. How many rows have nobody left to divide."""
    empty = np.int64(0)
    for i in range(rows):
        movers[to[i] + j] += np.int64(out[i])
    for i in range(rows):
        n[i] -= out[i]
        empty += 1 if n[i] == 0.0 else 0
    return empty


@kernel(inner=True)
def _without_empty(rows, n, to, at, number, third):
    """Close up the rows that have somebody. How many."""
    kept = _ZERO
    for i in range(rows):
        n[kept], to[kept], at[kept], number[kept], third[kept] = n[i], to[i], at[i], number[i], third[i]
        kept += _ONE if n[i] > 0.0 else _ZERO
    return np.int64(kept)


@kernel(inner=True)
def _shares(begin, rows, shares, at, p):
    """The share of a way of each row among it and later ones, from where the shares of these ways begin."""
    for i in range(rows):
        p[i] = shares[at[i] + begin]


@kernel(inner=True)
def leave(left, movers, ways, chances, shares, shared, stream, key, member, day, purpose, whole, real):
    """Who takes ways of one kind in a chunk of members, into ``movers``: first who leaves, then by which way, one by
    one; the last takes the rest. Whether every draw ended."""
    to, at, number, third = whole[0], whole[1], whole[2], whole[3]
    n, p, out = real[0], real[1], real[2]
    rows = _open_rows(left, ways, chances, shared, stream, member, movers.shape[1], whole[4], to, at, number,
                      third, n, p)
    flat, table, good = movers.reshape(-1), shares.reshape(-1), True
    for j in range(-1, ways[2] - 1):
        if rows == 0:
            break
        if j >= 0:
            _shares(np.uint64(j * len(ways[0])), rows, table, at, p)
        good &= draw_row(rows, n, p, out, key, day, purpose + 1 + j, number, third, real[3:], whole[4:])
        empty = _stay(rows, n, out) if j < 0 else _go(np.uint64(j), rows, n, out, to, flat)
        if empty * SPARSE > rows:
            rows = _without_empty(rows, n, to, at, number, third)
    for i in range(rows):
        if n[i] > 0.0:
            flat[to[i] + np.uint64(ways[2] - 1)] = np.int64(n[i])
    return good


@kernel()
def ration_members(room, pool_starts, pool_ways, pool_cells, stream, k0, k1, member, day, movers):
    """Keep of each pool's movers as many as it has room for. ``room`` (pool, member) < 0: no limit."""
    some = np.empty(max(len(pool_ways), 1), np.int64)
    for m in range(len(member)):
        for i in range(len(pool_cells)):
            a, b = pool_starts[i], pool_starts[i + 1]
            total = np.int64(0)
            for j in range(a, b):
                some[j - a] = movers[m, pool_ways[j]]
                total += some[j - a]
            if room[i, m] >= 0 and total > room[i, m]:
                mine = some[:b - a]
                draw_ration(mine, room[i, m], mine, k0, k1, member[m], day, third_word(stream, pool_cells[i]), 0)
                for j in range(a, b):
                    movers[m, pool_ways[j]] = some[j - a]


@kernel(inner=True)
def arrive_at_once(movers, ways, targets, people):
    """Take all movers off, way by way of each source, and put them where they arrive."""
    sources, starts, _ = ways
    for m in range(len(movers)):
        here, gone = people[m], movers[m]
        for s in range(len(sources)):
            total = np.int64(0)
            for j in range(starts[s], starts[s + 1]):
                way = np.uint64(j)
                total += gone[way]
                here[np.uint64(targets[way])] += gone[way]
            here[np.uint64(sources[s])] -= total


@kernel(inner=True)
def arrive_members(movers, sources, targets, days, day, people, road):
    """Take all movers off, put them where they arrive or on the road, and let in those due today."""
    slots = road.shape[1]
    today = day % slots
    for m in range(len(movers)):
        for j in range(len(sources)):
            k = movers[m, j]
            people[m, sources[j]] -= k
            if days[j] == 0:
                people[m, targets[j]] += k
            else:
                road[m, (day + days[j]) % slots, targets[j]] += k
        for c in range(people.shape[1]):
            people[m, c] += road[m, today, c]
            road[m, today, c] = 0


@kernel(inner=True)
def _begin(people, left, movers):
    """Nobody moves yet, and all are left."""
    for m in range(len(people)):
        for j in range(movers.shape[1]):
            movers[m, j] = 0
        for c in range(people.shape[1]):
            left[m, c] = people[m, c]


@kernel(inner=True)
def _take_off(left, movers, sources):
    """Take all movers off those left."""
    for m in range(len(movers)):
        for j in range(len(sources)):
            left[m, sources[j]] -= movers[m, j]


@kernel()
def move_members(values, people, road, movers, kinds, flat, pools, room, streams, key, member, day, chunk):
    """One day of many members, chunk by chunk, in place: see :class:`Movement`. 0, or the number of a fault.

    ``values`` has one row, for all members, or one a member; ``movers`` one a member, or as many as a chunk has
    members, which are then used again and again and stay in the cache.
    """
    fault = sound(values, kinds[1])
    if fault:
        return fault
    sources, targets, days = flat
    rows = chunk * max(len(kinds[0][0]), len(kinds[1][0])) + 1
    whole, real = np.empty((4 + WHOLE, rows), np.uint64), np.empty((3 + REAL, rows))
    shared, keep = len(values) == 1, len(movers) == len(member)
    of = min(len(values), chunk)
    chances = (np.empty((of, len(kinds[0][0]))), np.empty((of, len(kinds[1][0]))))
    shares = (np.zeros((of, kinds[0][2], len(kinds[0][0]))), np.zeros((of, kinds[1][2], len(kinds[1][0]))))
    left = np.empty((chunk, people.shape[1]), np.int64)
    for first in range(0, len(member), chunk):
        last = min(first + chunk, len(member))
        if not shared or first == 0:
            for m in range(first, 1 if shared else last):
                for kind in range(2):
                    _chances(values[m], kinds[kind], kind == 0, chances[kind][m - first], shares[kind][m - first])
        mine, number = people[first:last], member[first:last]
        gone = movers[first:last] if keep else movers[:last - first]
        _begin(mine, left, gone)
        for kind in range(2):
            if kind == 1 and len(kinds[1][0]):
                _take_off(left, gone, sources)
            if len(kinds[kind][0]) and not leave(left, gone, kinds[kind], chances[kind], shares[kind], shared,
                                                 streams[0], key, number, day, streams[2 + kind], whole, real):
                return 3
        if len(room):
            ration_members(room[:, first:last], pools[0], pools[1], pools[2], streams[1], key[0], key[1], number, day,
                           gone)
        if road.shape[1] > 1:
            arrive_members(gone, sources, targets, days, day, mine, road[first:last])
        else:
            for kind in range(2):
                arrive_at_once(gone, kinds[kind], targets, mine)
    return 0


class Movement:
    """The movement of people over one network, compiled: made once, asked day by day, from any thread.

    >>> from postwar.model.rates import Way
    >>> movement = Movement(Network([(1, Way(0, 1))], cells=2))
    >>> people = np.array([[100, 0]])
    >>> moved = movement.move(np.array([[0.5]]), {}, people, 1, np.zeros(1, np.uint64), 1)
    >>> int(people.sum()), bool(people[0, 1] == moved[0, 0])
    (100, True)
    """

    def __init__(self, network: Network) -> None:
        """Lay the network out flat. Ways of a cell and kind stand side by side in the network's order."""
        self.network = network
        self._kinds = tuple(_flat(network.by_kind[kind]) for kind in WAY_KINDS)
        self._sources, self._targets, self._days = (
            np.array([getattr(w, name) for w in network.ways], np.int64) for name in ("source", "target", "days"))
        self._pools = (np.cumsum([0, *(len(ways) for _, ways in network.pools)], dtype=np.int64),
                       np.concatenate([np.zeros(0, np.int64), *(ways for _, ways in network.pools)]),
                       np.array([name_words(name)[0] for name, _ in network.pools], np.int64))
        self._streams = np.array([MOVEMENT_STREAM, RATIONING_STREAM, *(FIRST_PURPOSE[k] for k in WAY_KINDS)], np.int64)
        most = max(len(sources) for sources, _, _ in self._kinds)
        self._chunk = max(1, ROWS // max(most, 1))

    def move(self, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
             member: NDArray[np.uint64], day: int, road: Counts | None = None) -> Counts:
        """As ``postwar.model.rates.move``. ``values`` may have one row that holds for all members."""
        movers = np.empty((len(member), len(self.network.ways)), np.int64)
        self._move(values, capacities, people, seed, member, day, road, movers)
        return movers

    def step(self, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
             member: NDArray[np.uint64], day: int, road: Counts | None = None) -> None:
        """As :meth:`move`, without saying who moved."""
        movers = np.empty((min(self._chunk, len(member)), len(self.network.ways)), np.int64)
        self._move(values, capacities, people, seed, member, day, road, movers)

    def _move(self, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
              member: NDArray[np.uint64], day: int, road: Counts | None, movers: Counts) -> None:
        flat = (self._sources, self._targets, self._days)
        fault = move_members(np.ascontiguousarray(values, np.float64), people, _NO_ROAD if road is None else road,
                             movers, self._kinds, flat, self._pools, self._room(capacities, len(member)),
                             self._streams, key_of_seed(seed), member, day, self._chunk)
        if fault:
            raise (ArithmeticError if fault == 3 else ValueError)(FAULTS[fault])

    def _room(self, capacities: Mapping[str, Counts], members: int) -> Counts:
        """Room by pool and member, -1 for no limit; no pool where none has a limit."""
        limited = [(i, name) for i, (name, _) in enumerate(self.network.pools) if name in capacities]
        if not limited:
            return _NO_ROOM
        room = np.full((len(self.network.pools), members), -1, np.int64)
        for i, name in limited:
            room[i] = capacities[name]
            if bool(np.any(room[i] < 0)):
                raise ValueError(f"the capacity {name!r} is negative")
        return room


def _flat(groups: tuple[tuple[int, Counts], ...]) -> tuple[Counts, Counts, int]:
    """Source cells, where the ways of each begin and end, and the most ways of a cell."""
    sources = np.array([s for s, _ in groups], np.int64)
    ends = [int(groups[0][1][0])] if groups else [0]
    longest = max((len(js) for _, js in groups), default=1)
    return sources, np.array(ends + [int(js[-1]) + 1 for _, js in groups], np.int64), longest


def move(network: Network, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
         member: NDArray[np.uint64], day: int, road: Counts | None = None) -> Counts:
    """``postwar.model.rates.move``, compiled. For more than one day make a :class:`Movement` once."""
    return Movement(network).move(values, capacities, people, seed, member, day, road)
