"""Run a recorded displacement forward: any members, on any threads, from its start or from a saved state."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import AskError
from postwar.core.flight import Flight
from postwar.model.processes.flight.tables import CLASSES, Tables, make_tables
from postwar.model.streams import split_seed

Ints = NDArray[np.int64]
_Kept = tuple[Ints, NDArray[np.int32], Ints, Ints]

FINENESS = 0.5
"""Largest share of the band in which a camp's room falls from 1 to 0 that one part of a day's arrivals may fill."""

BLOCK = 16
"""Members that a thread takes at a time. It changes speed, never a number."""

_LIST = 4096
_LONGEST = 1 << 24


@dataclass(frozen=True, slots=True)
class FlightState:
    """Where everybody is on the morning of ``day``, for members ``numbers`` (M,): enough to go on from there.

    ``first_wait`` (M, stop) people who have not been anywhere yet; ``wait`` (M, row, class) others who wait; ``people``
    (M, stop) population left; ``road`` (n, 6) member's position, day of arrival, path, class, day used, people.
    """

    day: int
    numbers: tuple[int, ...]
    first_wait: Ints
    wait: NDArray[np.int32]
    people: Ints
    road: Ints


@dataclass(frozen=True, slots=True)
class FlightRun:
    """What came of it: ``counts`` (member, day, camp) people in each camp at the end of each day from ``first_day``;
    ``arrivals``, ``debt`` and ``raw`` (day,) what was fed in on those days; ``state`` the morning after, if asked for.
    """

    camps: tuple[str, ...]
    first_day: int
    counts: NDArray[np.int32]
    arrivals: Ints
    debt: Ints
    raw: Ints
    seed: int
    compat: str
    state: FlightState | None


def simulate(flight: Flight, members: int | Sequence[int], seed: int, *, compat: str = "fixed", capacity: bool = True,
             days: int | None = None, threads: int = 1, block: int = BLOCK, start: FlightState | None = None,
             keep_state: bool = False, fineness: float = FINENESS, classes: int = CLASSES) -> FlightRun:
    """Run members of a displacement: people in each camp, day by day.

    The law is that of persons who decide one by one (``persons.Crowd``), drawn as counts: people who stand at one stop
    with the same recent travel are exchangeable. Exact in distribution but for how camps fill within a day (random
    parts of the day's arrivals look at the room between them, so that none fills more than ``fineness`` of the band in
    which room falls from 1 to 0; those who set out in the morning look once, after those who leave a camp), for recent
    travel in ``classes`` a full day, and for ways in sixteenths of a kilometre: docs/flight.md.

    ``members`` is a number, or the numbers of the members to run, each the same as in a run of all; ``seed`` 64 bits;
    ``compat`` "flee" (with its quirks) or "fixed"; ``capacity`` False takes camps as unlimited; ``days`` counts from
    day 0 (all of them by default). With ``start``, a state that ``keep_state`` had kept, the run goes on from its day.
    ``threads`` and ``block`` change speed, never a number. Raises ``AskError`` for what cannot be asked, and
    ``ArithmeticError`` if people were not conserved, which is checked every day. Source: the rules of FLEE
    (Suleimenova, Bell and Groen 2017), observed; counting instead of listing is ours.

    >>> import datetime as dt
    >>> from postwar.core.flight import CampSeries, Leg, Stop
    >>> stops = (Stop("town", "", "here", 0, 0, "conflict", 0, 900, None),
    ...          Stop("camp", "", "next", 0, 0, "camp", 0, 0, None))
    >>> reported = CampSeries("camp", np.array([0, 3]), np.array([0.0, 90.0]))
    >>> flight = Flight("a", dt.date(2001, 1, 1), 4, stops, (Leg(0, 1, 50.0),), (), np.tile([1.0, 0.0], (4, 1)),
    ...                 (reported,), None)
    >>> simulate(flight, 1, 7).counts[0, :, 0].tolist()     # 30 a day from day 1, two days on foot
    [0, 0, 30, 60]
    """
    numbers = tuple(range(members)) if isinstance(members, int) else tuple(members)
    key = split_seed(seed) if 0 <= seed < 1 << 64 else None
    if key is None or not numbers or min(numbers) < 0 or max(numbers) >= 1 << 32 or threads < 1 or block < 1:
        raise AskError("a run needs a seed of 64 bits, members numbered from 0 to 2^32-1, and threads and blocks of at "
                       "least 1")
    if not 0.0 < fineness <= 1e6:
        raise AskError(f"fineness is above 0, not {fineness}")
    last = flight.days if days is None else days
    tables, come = make_tables(flight, compat=compat, capacity=capacity, days=last, classes=classes)
    first = 0 if start is None else start.day
    _check_start(tables, numbers, start, last)
    counts = np.zeros((len(numbers), last - first, len(tables.camps)), np.int32)
    parts = [range(i, min(i + block, len(numbers))) for i in range(0, len(numbers), block)]
    lane = _Lane(tables, numbers, (first, last), key, fineness, counts, start, keep_state)
    if threads == 1:
        kept = [lane.run(part) for part in parts]
    else:
        with ThreadPoolExecutor(threads) as pool:
            kept = list(pool.map(lane.run, parts))
    state = _joined(last, numbers, [k for part in kept for k in part]) if keep_state else None
    camps = tuple(flight.stops[i].name for i in tables.camps)
    return FlightRun(camps, first, counts, come.new[first:], come.debt[first:], come.raw[first:], seed, compat, state)


def _check_start(tables: Tables, numbers: tuple[int, ...], start: FlightState | None, last: int) -> None:
    if start is None:
        return
    wait, first = (len(numbers), tables.rows, len(tables.value)), (len(numbers), len(tables.room))
    if start.numbers != numbers or start.wait.shape != wait or start.first_wait.shape != first:
        raise AskError("the saved state is of other members, another displacement or other classes")
    if not 0 < start.day < last:
        raise AskError(f"the saved state is of day {start.day}: a run from it needs more than {start.day} days")


@dataclass(frozen=True)
class _Lane:
    """What every block of members needs; each call has working room of its own."""

    tables: Tables
    numbers: tuple[int, ...]
    days: tuple[int, int]
    key: tuple[int, int]
    fineness: float
    counts: NDArray[np.int32]
    start: FlightState | None
    keep: bool

    def run(self, part: range) -> list[_Kept]:
        """Run the members of a block; their states at the end, where they are to be kept."""
        from postwar.model.processes.flight.compiled import kernel
        from postwar.model.processes.flight.compiled import work as room

        size, out = _LIST, []
        days, work = room.days_of(self.tables), room.make_work(self.tables, size)
        for i in part:
            fault = room.FULL
            while fault == room.FULL:
                _lay_in(self.tables, work, self.start, i)
                fault = kernel.course(days, work, *self.days, np.uint64(self.key[0]), np.uint64(self.key[1]),
                                      np.uint64(self.numbers[i]), self.fineness, self.counts[i])
                if fault == room.FULL:
                    size *= 4
                    if size > _LONGEST:
                        raise AskError("the displacement has too many groups on the way to be counted")
                    work = room.make_work(self.tables, size)
            if fault:
                raise ArithmeticError(f"people were not conserved in member {self.numbers[i]}")
            if self.keep:
                out.append(_taken_out(self.tables, work, self.days[1]))
        return out


def _lay_in(tables: Tables, work: Any, start: FlightState | None, i: int) -> None:
    """Empty the working room and put the people of a member in it."""
    from postwar.model.processes.flight.compiled.work import (
        AGAIN,
        AT_HOME,
        FAULT,
        FIRST,
        FREE,
        HERE,
        KEY,
        NEXT,
        RIDE_LEFT,
        ROAD,
        SLOT,
        STAMP,
        USED,
        N,
    )

    for name in ("at", "wait", "soon", "sums", "heads", "lanes"):
        getattr(work, name)[...] = 0
    work.tally[[USED, FREE, STAMP, FAULT, ROAD]] = 0
    if start is None:
        work.at[FIRST], work.at[AT_HOME] = tables.start, tables.people
    else:
        work.at[FIRST], work.wait[...], work.at[AT_HOME] = start.first_wait[i], start.wait[i], start.people[i]
        work.sums[0] = work.wait.sum(axis=1)
        road = start.road[start.road[:, 0] == i]
        work.tally[ROAD] = road[:, 5].sum()
        if work.tally[AGAIN]:
            on_foot = road[:, 4] != work.ways[road[:, 2], RIDE_LEFT]
            lane = road[:, 2] + on_foot * len(work.ways)
            np.add.at(work.lanes, (road[:, 1] % tables.slots, lane, road[:, 3]), road[:, 5])
            road = road[:0]
        slots = work.tally[SLOT] + road[:, 1] % tables.slots
        work.pool[1:len(road) + 1, KEY] = road[:, 2] << 23 | road[:, 3] << 16 | road[:, 4]
        work.pool[1:len(road) + 1, N] = road[:, 5]
        for j, slot in enumerate(slots.tolist(), start=1):
            work.pool[j, NEXT] = work.heads[slot]
            work.heads[slot] = j
        work.tally[USED] = len(road)
    stops, paths = len(tables.room), len(tables.length)
    work.at[HERE] = work.at[FIRST] + work.sums[0, :stops]
    if tables.rows > stops:
        np.add.at(work.at[HERE], tables.source, work.sums[0, stops:stops + paths])
        work.at[HERE] += work.sums[0, stops + paths:]


def _taken_out(tables: Tables, work: Any, day: int) -> _Kept:
    """The state of the member that has just been run."""
    from postwar.model.processes.flight.compiled.work import AT_HOME, FIRST, FOOT_LEFT, KEY, NEXT, RIDE_LEFT, SLOT, N

    cells: dict[tuple[int, int], int] = {}
    paths = len(work.ways)
    for slot, lane, c in np.argwhere(work.lanes).tolist():
        left = int(work.ways[lane % paths, FOOT_LEFT if lane >= paths else RIDE_LEFT])
        cells[day + (slot - day) % tables.slots, lane % paths << 23 | c << 16 | left] = int(work.lanes[slot, lane, c])
    for due in range(day, day + tables.slots):
        j = int(work.heads[work.tally[SLOT] + due % tables.slots])
        while j > 0:
            place = (due, int(work.pool[j, KEY]))
            cells[place] = cells.get(place, 0) + int(work.pool[j, N])
            j = int(work.pool[j, NEXT])
    road = np.array([(due, key >> 23, key >> 16 & 127, key & 65535, n) for (due, key), n in sorted(cells.items())],
                    np.int64).reshape(-1, 5)
    return work.at[FIRST].copy(), work.wait.astype(np.int32), work.at[AT_HOME].copy(), road


def _joined(day: int, numbers: tuple[int, ...], kept: list[_Kept]) -> FlightState:
    road = [np.column_stack((np.full(len(r), i, np.int64), r)) for i, (_, _, _, r) in enumerate(kept)]
    return FlightState(day, numbers, np.array([k[0] for k in kept]), np.array([k[1] for k in kept]),
                       np.array([k[2] for k in kept]), np.concatenate(road))
