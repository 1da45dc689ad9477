"""The law person by person: for processes that need named persons, and to hold the counts against it.

Each person in a cell with rates λᵢ leaves with probability 1 − exp(−Σλ) by way i with probability λᵢ/Σλ; who stays
takes way j with probability qⱼ. Of a pool's movers a random sample goes where there is room for fewer. The cost grows
with the number of persons; that of counts does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.streams import key_of_seed, pair, single, third_word
from postwar.model.rates import WAY_KINDS, Network
from postwar.model.streams import MAX_CELL

PERSON_STREAM = 18
_SERVE = 1
"""Purposes of a person's draws on a day: 0 who goes where, then one for each pool."""

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Persons:
    """The persons of one member: ``cell`` each is in or on the road to, and the day on which each is ``there``."""

    cell: NDArray[np.int32]
    there: NDArray[np.int32]

    def counts(self, cells: int, day: int) -> Counts:
        """How many are in each cell at the end of a day, those on the road left out."""
        return np.bincount(self.cell[self.there <= day], minlength=cells).astype(np.int64)


def persons_of(people: Counts) -> Persons:
    """Persons in place of counts (cell,): numbered cell by cell. ``ValueError`` for more than the counter can name.

    >>> persons_of(np.array([2, 0, 1])).cell.tolist()
    [0, 0, 2]
    """
    if int(people.sum()) > MAX_CELL:
        raise ValueError(f"at most {MAX_CELL} persons can be named in a member")
    cell = np.repeat(np.arange(len(people), dtype=np.int32), people)
    return Persons(cell, np.zeros(len(cell), np.int32))


@kernel()
def _pick(values, a, b, point):
    """The way in whose interval a point lies, the intervals being laid off from 0; the last open one at the end."""
    edge, last = 0.0, -1
    for j in range(a, b):
        if values[j] > 0.0:
            edge, last = edge + values[j], j
            if point < edge:
                return j
    return last


@kernel()
def choose_ways(cell, there, values, rate_starts, transition_starts, chance, total, k0, k1, member, day, way):
    """Which way each person would take today, -1 for none. ``chance`` and ``total`` (kind, cell)."""
    for i in range(len(cell)):
        way[i] = -1
        c = cell[i]
        if there[i] >= day or (chance[0, c] <= 0.0 and chance[1, c] <= 0.0):
            continue
        u, v = pair(k0, k1, member, day, third_word(PERSON_STREAM, i), 0, 0)
        if u < chance[0, c]:
            way[i] = _pick(values, rate_starts[c], rate_starts[c + 1], u / chance[0, c] * total[0, c])
        elif v < chance[1, c]:
            way[i] = _pick(values, transition_starts[c], transition_starts[c + 1], v)


@kernel()
def serve(way, uses, room, k0, k1, member, day, purpose):
    """Let a random sample of a pool's movers go, as many as there is room for; the others stay (selection sampling)."""
    left = 0
    for i in range(len(way)):
        left += 1 if way[i] >= 0 and uses[way[i]] else 0
    for i in range(len(way)):
        if way[i] >= 0 and uses[way[i]]:
            u = single(k0, k1, member, day, third_word(PERSON_STREAM, i), purpose, 0)
            if u * left < room:
                room -= 1
            else:
                way[i] = -1
            left -= 1


@kernel()
def go(cell, there, way, targets, days, day):
    """Let everybody who takes a way go."""
    for i in range(len(cell)):
        if way[i] >= 0:
            cell[i] = targets[way[i]]
            there[i] = day + days[way[i]]


class PersonMovement:
    """The movement of named persons over one network: the law of ``rates.move``, for one member.

    >>> from postwar.model.rates import Way
    >>> everybody = persons_of(np.array([50, 0]))
    >>> ways = PersonMovement(Network([(1, Way(0, 1, "transition"))], cells=2)).move(
    ...     np.array([1.0]), {}, everybody, seed=1, member=0, day=1)
    >>> everybody.counts(2, day=1).tolist()
    [0, 50]
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._targets = np.array([w.target for w in network.ways], np.int32)
        self._days = np.array([w.days for w in network.ways], np.int32)
        self._starts = tuple(self._bounds(kind) for kind in WAY_KINDS)
        self._pools = [(name, np.isin(np.arange(len(network.ways)), ways)) for name, ways in network.pools]

    def _bounds(self, kind: str) -> Counts:
        """Where each cell's ways of a kind begin in the network's order; they end where the next cell's begin."""
        starts = np.zeros(self.network.cells + 1, np.int64)
        at = dict(self.network.by_kind[kind])
        end = min((int(js[0]) for js in at.values()), default=0)
        for c in range(self.network.cells):
            starts[c] = end
            end = int(at[c][-1]) + 1 if c in at else end
        starts[-1] = end
        return starts

    def move(self, values: Floats, capacities: Mapping[str, int], persons: Persons, seed: int, member: int,
             day: int) -> NDArray[np.int32]:
        """One day, in place; ``values`` (way,). Returns the way that each person took, -1 for none."""
        total = np.zeros((len(WAY_KINDS), self.network.cells))
        for kind, name in enumerate(WAY_KINDS):
            for source, js in self.network.by_kind[name]:
                total[kind, source] = math.fsum(values[js])
        if not bool(np.all(np.isfinite(values) & (values >= 0))) or bool(np.any(total[1] > 1.0 + 1e-9)):
            raise ValueError("rates and transitions are numbers >= 0, and transitions out of a cell sum to at most 1")
        chance = np.stack([-np.expm1(-total[0]), np.minimum(total[1], 1.0)])
        way = np.empty(len(persons.cell), np.int32)
        k0, k1 = key_of_seed(seed)
        number = np.uint64(member)
        choose_ways(persons.cell, persons.there, values, *self._starts, chance, total, k0, k1, number, day, way)
        for i, (name, uses) in enumerate(self._pools):
            if name in capacities:
                serve(way, uses, capacities[name], k0, k1, number, day, _SERVE + i)
        go(persons.cell, persons.there, way, self._targets, self._days, day)
        return way
