"""Where one member lives while it is run: arrays that the kernel fills and changes, and what it takes of the tables.

People who share place, class of recent travel and how much of the day is used are one cell. Cells lie in ``pool``
(rows of KEY, N, NEXT, CHAIN) on linked lists along NEXT whose first entries are in ``heads``: one list a day for those
on the way, the same for those who arrive today, and one for each kilometre of the day that those who stand somewhere
have used. Along CHAIN they lie on lists by which the cell of a key is found again, hashed by its key. A key is place
(or path) · class · used.

Where a whole day is travelled again in what is left of one (AGAIN), the path alone, and whether it is walked, say when
people arrive and with how much of that day used: they are counted in ``lanes`` instead, P of riders and P on foot.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from postwar.model.processes.flight.tables import Tables

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

KEY, N, NEXT, CHAIN = 0, 1, 2, 3
SOURCE, STEP, REST, TARGET, TURNED, LENGTH, SPEED, FOOT, RIDE_DAYS, RIDE_LEFT, FOOT_DAYS, FOOT_LEFT, \
    FOOT_LANE = range(13)
# Places in ``tally``: counters, where lists begin in ``heads``, and what is fixed for a displacement.
USED, FREE, STAMP, FAULT, TODAY, SLOT, BUCKET, BUCKETS, FOUND, SLOTS, STOPS, ROWS, CLASSES, FULL_DAY, AGAIN, \
    LOST, TAKEN, ROAD = range(18)
HERE, FIRST, AT_HOME, SPREAD, END, HOLDS = range(6)
ROOM, GO = range(2)
FULL, UNBALANCED = 1, 2
LISTS = 1 << 10
"""Lists over which cells are spread by a hash of their key, so that one is found at once."""


class Work(NamedTuple):
    """Room for one member at a time: S stops, P paths, X rows where people wait, K classes.

    ``ways`` (P, 13) · ``grid`` (2 + K,) lowest value of recent travel, classes a unit, values · ``at`` (6, S)
    everybody at a stop, those of them who have not been anywhere, population left, new arrivals, last path taken, and
    for when the shares of paths were worked out · ``rooms`` (2, S) room that is left in a camp, 0 to 1, and the sum
    of the shares of a stop's paths · ``wait`` (X, K) people who wait and have been somewhere, ``soon`` (X, K) those
    of tomorrow, ``sums`` (2, X) their sums · ``lanes`` (day, lane, K) people on the way by the day on which they are
    due · ``pool``, ``heads``, ``tally`` · ``law`` (P, 2) shares of the paths of a stop: added up, and among those from
    it on · ``out``, ``bar`` movers by path, and the thresholds of their choice · ``spare`` (2, S).
    """

    ways: Ints
    grid: Floats
    at: Ints
    rooms: Floats
    wait: Ints
    soon: Ints
    sums: Ints
    lanes: NDArray[np.int32]
    pool: Ints
    heads: Ints
    tally: Ints
    law: Floats
    out: Ints
    bar: Ints
    spare: Floats


class Days(NamedTuple):
    """The part of ``Tables`` that a day needs beside ``Work``; fields as there."""

    new: Ints
    spawn: Floats
    people: Ints
    chance: Floats
    town: NDArray[np.uint8]
    open: NDArray[np.uint8]
    weight: Floats
    first: Ints
    room: Floats
    limited: Ints
    epoch: Ints
    reach: Ints
    camps: Ints
    buffer: float
    power: float
    prune: float


def days_of(tables: Tables) -> Days:
    """What the kernel takes of the tables."""
    return Days(*(getattr(tables, name) for name in Days._fields))


def make_work(tables: Tables, size: int) -> Work:
    """Empty room for a displacement, with ``size`` cells in the pool."""
    stops, paths, rows, classes = len(tables.room), len(tables.length), tables.rows, len(tables.value)
    buckets = int(max(tables.day_length, tables.speed.max(initial=1), tables.foot.max(initial=1))) // 16 + 3
    lists = np.cumsum([0, tables.slots, buckets, LISTS])
    tally = np.zeros(18, np.int64)
    tally[[SLOT, BUCKET, FOUND]] = lists[:3]
    tally[[BUCKETS, SLOTS, STOPS, ROWS, CLASSES, FULL_DAY, AGAIN, LOST, TAKEN]] = (
        buckets, tables.slots, stops, rows, classes, tables.day_length, tables.again, tables.lost, tables.taken)
    on_foot = tables.length % tables.foot
    ways = np.column_stack((
        tables.source, tables.step, tables.rest, tables.target, tables.turned, tables.length, tables.speed, tables.foot,
        tables.length // tables.speed, tables.length % tables.speed, tables.length // tables.foot, on_foot,
        np.arange(paths) + np.where(on_foot == tables.length % tables.speed, 0, paths),
    )).astype(np.int64).reshape(-1, 13)
    most = int(np.diff(tables.first).max(initial=0)) + 1
    per_class = 0.0 if classes == 1 else 1.0 / (tables.value[1] - tables.value[0])

    def whole(*shape: int) -> Ints:
        return np.zeros(shape, np.int64)

    return Work(
        ways, np.concatenate(([tables.value[0], per_class], tables.value)), whole(6, stops), np.zeros((2, stops)),
        whole(rows, classes), whole(rows, classes), whole(2, rows),
        np.zeros((tables.slots, 2 * paths if tables.again else 0, classes), np.int32), whole(size, 4),
        whole(int(lists[3])), tally, np.zeros((paths, 2)), whole(most), whole(most), np.zeros((2, stops)))
