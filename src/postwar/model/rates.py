"""The one place where people move: competing rates, transitions for who is left, capacity for all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.model.samplers import binomial, multinomial, ration
from postwar.model.streams import Draws, name_words

MOVEMENT_STREAM = 16
RATIONING_STREAM = 17
WAY_KINDS = ("rate", "transition")
FIRST_PURPOSE = {"rate": 0, "transition": 16384}
"""The purpose with which leavers of a kind are drawn; they are divided with those that follow, way by way."""

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a cell: from ``source`` to ``target`` (cell positions), by a rate or by a transition.

    Its daily value is a rate per person and day, or a probability. ``pools`` name the capacities that its movers need.
    They arrive ``days`` later than the day on which they leave, and are on the road until then.
    """

    source: int
    target: int
    kind: str = "rate"
    pools: tuple[str, ...] = ()
    days: int = 0


class Network:
    """All ways of all processes in one fixed order, with who shares a cell and who shares a capacity.

    The order is (kind, source, target, stream, place in the process), so that it does not depend on the order in which
    processes are registered. ``order`` takes values given process by process to that order.
    """

    def __init__(self, ways: Sequence[tuple[int, Way]], cells: int) -> None:
        """``ways`` holds (stream of the process, way), process by process; ``cells`` is the number of cells."""
        for _, way in ways:
            if way.kind not in WAY_KINDS or not (0 <= way.source < cells and 0 <= way.target < cells) \
                    or way.source == way.target or way.days < 0:
                raise ValueError(f"not a way between two cells: {way}")
        rank = {}
        for position, (stream, way) in enumerate(ways):
            rank[position] = (way.kind, way.source, way.target, stream, position - _first(ways, stream))
        self.order = np.array(sorted(rank, key=rank.__getitem__), np.int64)
        self.ways = tuple(ways[i][1] for i in self.order)
        self.cells = cells
        self.slots = 1 + max((w.days for w in self.ways), default=0)
        self.by_kind = {kind: self._sources(kind) for kind in WAY_KINDS}
        users = {pool: [j for j, w in enumerate(self.ways) if pool in w.pools] for w in self.ways for pool in w.pools}
        self.pools = tuple((name, np.array(users[name], np.int64))
                           for name in sorted(users, key=lambda pool: (len(users[pool]), pool)))

    def _sources(self, kind: str) -> tuple[tuple[int, NDArray[np.int64]], ...]:
        """Each source cell that has ways of a kind, with the positions of these."""
        sources = sorted({w.source for w in self.ways if w.kind == kind})
        return tuple((s, np.array([j for j, w in enumerate(self.ways) if w.kind == kind and w.source == s], np.int64))
                     for s in sources)


def _first(ways: Sequence[tuple[int, Way]], stream: int) -> int:
    return next(i for i, (s, _) in enumerate(ways) if s == stream)


def _padded(groups: tuple[tuple[int, NDArray[np.int64]], ...], values: Floats) -> Floats:
    """Values of each source's ways, side by side: (member, source, way of the source), zero where it has fewer."""
    out = np.zeros((len(values), len(groups), max(len(js) for _, js in groups)))
    for g, (_, js) in enumerate(groups):
        out[:, g, :len(js)] = values[:, js]
    return out


def _sum_in_order(values: Floats) -> Floats:
    """Sum over the last axis, one by one, so that rounding does not depend on the shape."""
    total = values[..., 0].copy()
    for j in range(1, values.shape[-1]):
        total += values[..., j]
    return total


def _leave(network: Network, kind: str, values: Floats, people: Counts, seed: int, member: NDArray[np.uint64],
           day: int, movers: Counts) -> None:
    """Draw who takes ways of one kind, out of ``people`` (member, cell), into ``movers`` (member, way)."""
    groups = network.by_kind[kind]
    if not groups:
        return
    sources = np.array([s for s, _ in groups], np.int64)
    table = _padded(groups, values)
    total = _sum_in_order(table)
    if kind == "transition" and bool(np.any(total > 1.0 + 1e-9)):
        raise ValueError("the transitions out of a cell sum to more than 1")
    n = people[:, sources]
    m, g = np.nonzero((n > 0) & (total > 0))
    if not len(m):
        return
    p = -np.expm1(-total[m, g]) if kind == "rate" else np.minimum(total[m, g], 1.0)
    draws = Draws(seed, member[m], day, MOVEMENT_STREAM, sources[g].astype(np.uint64))
    first, split = FIRST_PURPOSE[kind], FIRST_PURPOSE[kind] + 1
    leavers = binomial(n[m, g], p, draws.aimed(first))
    some = np.flatnonzero(leavers)
    m, g, leavers, draws = m[some], g[some], leavers[some], draws.take(some)
    for position, (_, js) in enumerate(groups):
        mine = np.flatnonzero(g == position)
        if len(js) == 1:
            movers[m[mine], js[0]] = leavers[mine]
        elif len(mine):
            weights = table[m[mine], position, :len(js)]
            movers[np.ix_(m[mine], js)] = multinomial(leavers[mine], weights, draws.take(mine).aimed(split))


def _ration(network: Network, capacities: Mapping[str, Counts], seed: int, member: NDArray[np.uint64], day: int,
            movers: Counts) -> None:
    """Keep of each pool's movers as many as it has room for; the others stay."""
    for name, ways in network.pools:
        if name not in capacities:
            continue
        room = capacities[name]
        if bool(np.any(room < 0)):
            raise ValueError(f"the capacity {name!r} is negative")
        over = np.flatnonzero(movers[:, ways].sum(axis=1) > room)
        if len(over):
            cell = np.full(len(over), name_words(name)[0], np.uint64)
            draws = Draws(seed, member[over], day, RATIONING_STREAM, cell)
            movers[np.ix_(over, ways)] = ration(movers[np.ix_(over, ways)], room[over], draws)


def move(network: Network, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
         member: NDArray[np.uint64], day: int, road: Counts | None = None) -> Counts:
    """One day's movement of people, in place: who leaves which cell by which way. Returns movers (member, way).

    Out of a cell of n persons with rates λᵢ per person and day, leavers ~ Binomial(n, 1 − exp(−Σλ)), and each takes
    way i with probability λᵢ/Σλ. Of those who are left, transitions take each person by way j with probability qⱼ.
    Where the movers of a pool exceed its capacity, a random sample of them moves and the others stay; pools that share
    movers are taken in turn, the one with the fewest ways first. Movers arrive at the end of the day, or of the day
    that is the way's ``days`` later. Persons are whole and conserved exactly.

    ``values`` (member, way) in the network's order; ``people`` (member, cell); ``capacities`` persons a day, (member,);
    ``road`` (member, slot, cell), those who arrive in a cell on the days d with d mod slots = slot, changed in place:
    needed where a way takes days, with ``network.slots`` slots. Raises ``ValueError`` for a value that is negative or
    not a number, or transitions that sum to more than one.
    Assumes that rates are constant within a day and that nobody moves twice a day. Exact for exchangeable persons in
    a cell: the law of the counts is that of persons who decide independently.
    Source: competing risks with constant hazards (any textbook of survival analysis).

    >>> net = Network([(1, Way(0, 1))], cells=2)
    >>> people = np.array([[100, 0]])
    >>> moved = move(net, np.array([[0.5]]), {}, people, 1, np.zeros(1, np.uint64), 1)
    >>> int(people.sum()), bool(people[0, 1] == moved[0, 0])
    (100, True)
    """
    if not bool(np.all(np.isfinite(values) & (values >= 0))):
        raise ValueError("a rate or transition is a number >= 0")
    movers = np.zeros(values.shape, np.int64)
    _leave(network, "rate", values, people, seed, member, day, movers)
    left = people
    if network.by_kind["transition"]:
        left = people.copy()
        for j, way in enumerate(network.ways):
            left[:, way.source] -= movers[:, j]
    _leave(network, "transition", values, left, seed, member, day, movers)
    _ration(network, capacities, seed, member, day, movers)
    for j, way in enumerate(network.ways):
        people[:, way.source] -= movers[:, j]
        if way.days and road is not None:
            road[:, (day + way.days) % network.slots, way.target] += movers[:, j]
        else:
            people[:, way.target] += movers[:, j]
    if road is not None:
        people += road[:, day % network.slots]
        road[:, day % network.slots] = 0
    return movers
