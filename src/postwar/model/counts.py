"""The count engine by itself: people on any network of cells, many members, many days, no case and no processes.

For measuring, for tests of the law, and for whoever has rates but no settlement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import AskError
from postwar.core.summary import Summary, summarise, together
from postwar.model.engine import member_numbers, over_blocks
from postwar.model.kernels import kernels
from postwar.model.rates import Network

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

CACHE_BYTES = 1 << 20
"""A block's people and movers take so much: near a second-level cache of today, and enough members for one call."""

PLAIN_BLOCK = 512


@dataclass(frozen=True)
class Counted:
    """People of many members at the end of a day, and how they came there.

    ``people`` (member, cell) · ``road`` (member, slot, cell) those on the road, see ``rates.move`` · ``member`` their
    numbers · ``total`` (day, cell) the sum of all members on each day since the first, which is in it · ``followed``
    the summary of each cell asked for, over the same days.
    """

    day: int
    seed: int
    member: NDArray[np.uint64]
    people: Counts
    road: Counts | None
    total: Counts
    followed: Mapping[int, Summary] = field(default_factory=dict)

    def persons(self) -> Counts:
        """Persons in each member, those on the road with them: shape (member,)."""
        on_road = 0 if self.road is None else self.road.sum(axis=(1, 2))
        persons: Counts = self.people.sum(axis=1) + on_road
        return persons


def start_counts(network: Network, people: Counts, members: int | Sequence[int], seed: int) -> Counted:
    """Day 0: the same ``people`` (cell,) in every member, or (member, cell). ``members``: how many, or which."""
    member = member_numbers(range(members) if isinstance(members, int) else members, 1, 1)
    if people.shape[-1] != network.cells or bool(np.any(people < 0)):
        raise AskError(f"the network has {network.cells} cells: it needs as many whole numbers from 0 up")
    every = np.broadcast_to(people.astype(np.int64), (len(member), network.cells)).copy()
    road = np.zeros((len(member), network.slots, network.cells), np.int64) if network.slots > 1 else None
    return Counted(0, seed, member, every, road, every.sum(axis=0, keepdims=True))


def run_counts(network: Network, values: Floats, start: Counted, days: int, *,
               capacities: Mapping[str, int] | None = None, engine: str = "compiled", threads: int = 1,
               block: int | None = None, follow: Sequence[int] = ()) -> Counted:
    """Step the members of ``start`` so many days further. ``start`` itself is left as it is.

    ``values`` are the daily rates and transitions of the network's ways, in its order: (way,) the same for all members,
    or (member, way). ``capacities`` persons a day for pools. ``follow`` names cells to summarise day by day. The result
    is the same for any ``block``, any number of ``threads``, in one go or taken up again, and for a subset of members.
    Raises ``ValueError`` as ``rates.move``, ``AskError`` for an engine that there is not.

    >>> from postwar.model.rates import Way
    >>> net = Network([(1, Way(0, 1))], cells=2)
    >>> later = run_counts(net, np.array([0.1]), start_counts(net, np.array([1000, 0]), 50, seed=1), 10, engine="plain")
    >>> later.day, later.total.sum(axis=1).tolist() == [50_000] * 11
    (10, True)
    """
    block = block or default_block(network, engine)
    rooms = {name: np.int64(room) for name, room in (capacities or {}).items()}
    step = _stepper(network, engine)
    people, road = start.people.copy(), None if start.road is None else start.road.copy()
    table = np.ascontiguousarray(np.atleast_2d(values), np.float64)

    def run_block(part: slice) -> tuple[Counts, list[Counts]]:
        mine, on_road, member = people[part], None if road is None else road[part], start.member[part]
        room = {name: np.full(len(member), limit) for name, limit in rooms.items()}
        rates = table if len(table) == 1 else table[part]
        total = np.empty((days, network.cells), np.int64)
        followed = [np.empty((len(member), days), np.int64) for _ in follow]
        for i in range(days):
            step(rates, room, mine, start.seed, member, start.day + i + 1, on_road)
            total[i] = mine.sum(axis=0)
            for kept, cell in zip(followed, follow, strict=True):
                kept[:, i] = mine[:, cell]
        return total, followed

    done = over_blocks(run_block, len(start.member), block, threads)
    total = start.total[-1:].copy(), np.sum([t for _, (t, _) in done], axis=0, dtype=np.int64)
    summaries: dict[int, Summary] = {}
    for part, (_, followed) in done:
        for kept, cell in zip(followed, follow, strict=True):
            mine = summarise(np.concatenate([start.people[part, cell][:, None], kept], axis=1))
            summaries[cell] = together(summaries[cell], mine) if cell in summaries else mine
    return replace(start, day=start.day + days, people=people, road=road, total=np.concatenate(total),
                   followed=summaries)


def default_block(network: Network, engine: str) -> int:
    """Members to step together: what fits the cache where the kernel is compiled, enough to be worth a call else."""
    if engine != "compiled":
        return PLAIN_BLOCK
    return max(8, CACHE_BYTES // (8 * (network.cells + len(network.ways))))


Step = Callable[[Floats, Mapping[str, Counts], Counts, int, NDArray[np.uint64], int, Counts | None], object]


def _stepper(network: Network, engine: str) -> Step:
    """One day of a block of an engine; the compiled one takes the shared row of rates as it is."""
    if engine == "compiled":
        from postwar.model.compiled.movement import Movement

        return Movement(network).step
    move = kernels(engine, network).move

    def plain(values: Floats, room: Mapping[str, Counts], people: Counts, seed: int, member: NDArray[np.uint64],
              day: int, road: Counts | None) -> None:
        move(np.broadcast_to(values, (len(member), len(network.ways))), room, people, seed, member, day, road)

    return plain
