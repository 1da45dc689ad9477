"""One day's movement of people, compiled: the law and the numbers of ``postwar.model.rates.move``.

Members are taken in chunks whose rows (member and cell) fit the first-level cache. In a chunk only cells with people
and with a way open are looked at; all of them are drawn side by side (``rows``), way by way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.rows import draw_row
from postwar.model.compiled.samplers import draw_ration
from postwar.model.compiled.streams import key_of_seed, third_word
from postwar.model.rates import FIRST_PURPOSE, MOVEMENT_STREAM, RATIONING_STREAM, WAY_KINDS, Network
from postwar.model.streams import name_words

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

ROWS = 256
"""Rows that are drawn side by side: their numbers take some 30 KB."""

FAULTS = {1: "a rate or transition is a number >= 0", 2: "the transitions out of a cell sum to more than 1",
          3: "a binomial draw was rejected too often: not a probability"}

_NO_ROAD = np.zeros((0, 1, 0), np.int64)


@kernel()
def _chances(values, sources, starts, by_rate, p, share):
    """Of one member's values: the probability to leave each source, and each way's share among it and later ones.

    Shares are weight/(weight + all later weights), summed from the last; 0 where closed. Whether transitions fit.
    """
    for s in range(len(sources)):
        a, b = starts[s], starts[s + 1]
        total = 0.0
        for j in range(a, b):
            total += values[j]
        if not by_rate and total > 1.0 + 1e-9:
            return False
        p[s] = -math.expm1(-total) if by_rate else min(total, 1.0)
        later = 0.0
        for j in range(b - 1, a - 1, -1):
            share[j] = values[j] / (values[j] + later) if values[j] > 0.0 else 0.0
            later = later + values[j]
    return True


@kernel()
def _open_rows(people, m, sources, chance, rows, row_m, row_s, n, p):
    """Add one member's cells that have people and an open way to the rows. How many rows there are then."""
    for s in range(len(sources)):
        count = people[m, sources[s]]
        row_m[rows], row_s[rows], n[rows], p[rows] = m, s, count, chance[s]
        rows += 1 if (count > 0) & (chance[s] > 0.0) else 0
    return rows


@kernel()
def _divide_rows(rows, row_m, row_s, out, n, member, third, movers, starts):
    """Give leavers (``out``) of cells with one way to it; keep the other rows that have leavers, in place. How many."""
    kept = np.int64(0)
    for i in range(rows):
        if out[i] > 0.0:
            m, s = row_m[i], row_s[i]
            if starts[s + 1] - starts[s] == 1:
                movers[m, starts[s]] = np.int64(out[i])
            else:
                row_m[kept], row_s[kept], n[kept] = m, s, out[i]
                member[kept], third[kept] = member[i], third[i]
                kept += 1
    return kept


@kernel()
def _shares(j, shares, first, rows, row_m, row_s, starts, p):
    """The share of way j of each row, 0 where it has fewer. ``shares`` has one row for all, or one for each member."""
    one = len(shares) == 1
    for i in range(rows):
        at, mine = starts[row_s[i]] + j, 0 if one else row_m[i] - first
        p[i] = shares[mine, at] if at < starts[row_s[i] + 1] else 0.0


@kernel()
def _take(rows, n, out):
    """Take those drawn off those still to be divided. Whether there are any left."""
    some = False
    for i in range(rows):
        n[i] -= out[i]
        some |= n[i] > 0.0
    return some


@kernel()
def _write(ways, rows, row_m, row_s, starts, moved, movers):
    """Write what was drawn for the first ``ways`` ways of each row into ``movers``."""
    for i in range(rows):
        m, a = row_m[i], starts[row_s[i]]
        for j in range(min(ways, starts[row_s[i] + 1] - a)):
            movers[m, a + j] = np.int64(moved[j, i])


@kernel()
def _leave(people, first, last, movers, ways, chances, shares, stream, k0, k1, member, day, purpose,
           whole, real):
    """Who takes ways of one kind in a chunk of members, into ``movers``. Whether every draw ended."""
    sources, starts = ways
    row_m, row_s, mem, third = whole[0], whole[1], whole[2].view(np.uint64), whole[3].view(np.uint64)
    n, p, u, v, moved = real[0], real[1], real[2], real[3], real[4:]
    rows = np.int64(0)
    for m in range(first, last):
        rows = _open_rows(people, m, sources, chances[0 if len(chances) == 1 else m - first], rows, row_m, row_s, n, p)
    for i in range(rows):
        mem[i], third[i] = member[row_m[i]], third_word(stream, sources[row_s[i]])
    good = draw_row(rows, n, p, u, v, moved[0], k0, k1, mem, day, third, purpose)
    rows = _divide_rows(rows, row_m, row_s, moved[0], n, mem, third, movers, starts)
    some = rows > 0
    j = first - first
    while some:
        _shares(j, shares, first, rows, row_m, row_s, starts, p)
        good &= draw_row(rows, n, p, u, v, moved[j], k0, k1, mem, day, third, purpose + 1 + j)
        some = _take(rows, n, moved[j])
        j += 1
    _write(j, rows, row_m, row_s, starts, moved, movers)
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


@kernel()
def arrive_members(movers, sources, targets, days, day, people, road):
    """Take all movers off, put them where they arrive or on the road, and let in those due today."""
    slots = road.shape[1]
    today = day % slots
    for m in range(len(movers)):
        for j in range(len(sources)):
            k = movers[m, j]
            people[m, sources[j]] -= k
            if slots == 1 or days[j] == 0:
                people[m, targets[j]] += k
            else:
                road[m, (day + days[j]) % slots, targets[j]] += k
        if slots > 1:
            for c in range(people.shape[1]):
                people[m, c] += road[m, today, c]
                road[m, today, c] = 0


@kernel()
def _sound(values):
    """Whether all values are numbers from 0 up."""
    for i in range(len(values)):
        good = True
        for j in range(values.shape[1]):
            good &= (values[i, j] >= 0.0) & (values[i, j] < np.inf)
        if not good:
            return False
    return True


@kernel()
def _all_chances(values, first, last, rate_ways, transition_ways, rate_p, transition_p, shares):
    """Probabilities and shares of a chunk of members, both kinds; of all members at once where values are shared."""
    good = True
    if len(values) == 1:
        first, last = first - first, first - first + 1
    for m in range(first, last):
        good &= _chances(values[m], *rate_ways, len(values) > 0, rate_p[m - first], shares[m - first])
        good &= _chances(values[m], *transition_ways, len(values) < 0, transition_p[m - first], shares[m - first])
    return good


@kernel()
def leave_members(values, people, movers, rate_ways, transition_ways, sources, streams, k0, k1, member, day, chunk,
                  longest):
    """Who would move today, into ``movers`` (member, way): see :class:`Movement`. 0, or the number of a fault.

    ``values`` has one row, for all members, or one a member.
    """
    if not _sound(values):
        return 1
    rows = chunk * max(len(rate_ways[0]), len(transition_ways[0])) + 1
    whole, real = np.empty((4, rows), np.int64), np.empty((4 + longest, rows))
    tables = min(len(values), chunk)
    rate_p, transition_p = np.empty((tables, len(rate_ways[0]))), np.empty((tables, len(transition_ways[0])))
    shares = np.empty((tables, values.shape[1]))
    left = people.copy() if len(transition_ways[0]) else people
    for first in range(0, len(member), chunk):
        last = min(first + chunk, len(member))
        if (len(values) > 1 or first == 0) and not _all_chances(
                values, first, last, rate_ways, transition_ways, rate_p, transition_p, shares):
            return 2
        for m in range(first, last):
            for j in range(len(sources)):
                movers[m, j] = 0
        good = _leave(people, first, last, movers, rate_ways, rate_p, shares, streams[0], k0, k1, member, day,
                      streams[2], whole, real)
        if len(transition_ways[0]):
            for m in range(first, last):
                for j in range(len(sources)):
                    left[m, sources[j]] -= movers[m, j]
            good &= _leave(left, first, last, movers, transition_ways, transition_p, shares, streams[0], k0, k1, member,
                           day, streams[3], whole, real)
        if not good:
            return 3
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
        self._longest = max((len(js) for kind in WAY_KINDS for _, js in network.by_kind[kind]), default=1)
        most = max((len(sources) for sources, _ in self._kinds), default=1)
        self._chunk = max(1, ROWS // max(most, 1))

    def move(self, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
             member: NDArray[np.uint64], day: int, road: Counts | None = None, movers: Counts | None = None) -> Counts:
        """As ``postwar.model.rates.move``. ``values`` may have one row that holds for all members; ``movers`` is
        written and returned where it is given, so that a long run needs no new room every day."""
        key = key_of_seed(seed)
        if movers is None:
            movers = np.empty((len(member), len(self.network.ways)), np.int64)
        fault = leave_members(np.ascontiguousarray(values, np.float64), people, movers, *self._kinds, self._sources,
                              self._streams, *key, member, day, self._chunk, self._longest)
        if fault:
            raise (ArithmeticError if fault == 3 else ValueError)(FAULTS[fault])
        room = self._room(capacities, len(member))
        if room is not None:
            ration_members(room, *self._pools, self._streams[1], *key, member, day, movers)
        arrive_members(movers, self._sources, self._targets, self._days, day, people,
                       _NO_ROAD if road is None else road)
        return movers

    def _room(self, capacities: Mapping[str, Counts], members: int) -> Counts | None:
        """Room by pool and member, -1 for no limit; None where no pool has a limit."""
        limited = [(i, name) for i, (name, _) in enumerate(self.network.pools) if name in capacities]
        if not limited:
            return None
        room = np.full((len(self.network.pools), members), -1, np.int64)
        for i, name in limited:
            room[i] = capacities[name]
            if bool(np.any(room[i] < 0)):
                raise ValueError(f"the capacity {name!r} is negative")
        return room


def _flat(groups: tuple[tuple[int, Counts], ...]) -> tuple[Counts, Counts]:
    """Source cells, and where the ways of each begin and end."""
    sources = np.array([s for s, _ in groups], np.int64)
    ends = [int(groups[0][1][0])] if groups else [0]
    return sources, np.array(ends + [int(js[-1]) + 1 for _, js in groups], np.int64)


def move(network: Network, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
         member: NDArray[np.uint64], day: int, road: Counts | None = None) -> Counts:
    """``postwar.model.rates.move``, compiled. For more than one day make a :class:`Movement` once."""
    return Movement(network).move(values, capacities, people, seed, member, day, road)
