"""Cells of people, and where they go from one: compiled."""

from __future__ import annotations

import numpy as np

from postwar.model.processes.flight.compiled.inner import inner
from postwar.model.processes.flight.compiled.work import (
    AGAIN,
    BUCKET,
    CHAIN,
    FAULT,
    FOOT,
    FOOT_DAYS,
    FOOT_LANE,
    FOOT_LEFT,
    FOUND,
    FREE,
    FULL,
    FULL_DAY,
    HERE,
    KEY,
    LENGTH,
    LISTS,
    NEXT,
    REST,
    RIDE_DAYS,
    ROAD,
    SLOT,
    SLOTS,
    SPEED,
    STEP,
    STOPS,
    TODAY,
    USED,
    N,
)

_ODD, _MASK = 0x9E3779B1, LISTS - 1
_HALF = 0.5 ** np.arange(1024)


@inner(inline=True)
def class_of(grid, value):  # type: ignore[no-untyped-def]
    """The class of recent travel nearest to a value, the lower one in the middle."""
    at = int(np.ceil((value - grid[0]) * grid[1] - 0.5))
    return min(max(at, 0), len(grid) - 3)


@inner(inline=True)
def new_cell(pool, tally):  # type: ignore[no-untyped-def]
    """A free row of the pool; 0 when there is none, and then the course counts for nothing."""
    i = tally[FREE]
    if i > 0:
        tally[FREE] = pool[i, NEXT]
        return i
    i = tally[USED] + 1
    if i >= len(pool):
        tally[FAULT] = FULL
        return 0
    tally[USED] = i
    return i


@inner(inline=True)
def found_at(tally, key):  # type: ignore[no-untyped-def]
    """Where in ``heads`` the list begins on which the cell of a key is found, if it is there."""
    return tally[FOUND] + (key * _ODD >> 20 & _MASK)


@inner(inline=True)
def put(pool, heads, tally, head, key, n):  # type: ignore[no-untyped-def]
    """Add people to the cell of a key on list ``head``."""
    found = found_at(tally, key)
    i = heads[found]
    while i > 0:
        if pool[i, KEY] == key:
            pool[i, N] += n
            return
        i = pool[i, CHAIN]
    i = new_cell(pool, tally)
    if i == 0:  # no room: the lists stay whole, so that the course comes to its end and is run again with more
        return
    pool[i, KEY], pool[i, N], pool[i, NEXT], pool[i, CHAIN] = key, n, heads[head], heads[found]
    heads[head] = i
    heads[found] = i


@inner(inline=True)
def drop(pool, heads, tally, i):  # type: ignore[no-untyped-def]
    """Take a cell off the list by which it is found, and free its row."""
    found = found_at(tally, pool[i, KEY])
    j = heads[found]
    if j == i:
        heads[found] = pool[i, CHAIN]
    else:
        while pool[j, CHAIN] != i:
            j = pool[j, CHAIN]
        pool[j, CHAIN] = pool[i, CHAIN]
    pool[i, NEXT] = tally[FREE]
    tally[FREE] = i


@inner(inline=True)
def arrive(pool, heads, tally, path, recent, used, n):  # type: ignore[no-untyped-def]
    """Add people to those who come to the end of a path's first link today."""
    tally[ROAD] += n
    key = path << 23 | recent << 16 | used
    put(pool, heads, tally, tally[SLOT] + tally[TODAY], key, n)


@inner(inline=True)
def due_in(tally, days):  # type: ignore[no-untyped-def]
    """Where people are kept who are due in some days."""
    slot = tally[TODAY] + days
    return slot - tally[SLOTS] if slot >= tally[SLOTS] else slot


@inner(inline=True)
def keep_lane(lanes, tally, days, lane, recent, n):  # type: ignore[no-untyped-def]
    """Add people to a lane, due in some days."""
    lanes[due_in(tally, days), lane, recent] += n
    tally[ROAD] += n


@inner(inline=True)
def set_out(pool, heads, tally, days, path, recent, used, n):  # type: ignore[no-untyped-def]
    """Add people to those on the way, due in some days."""
    slot = due_in(tally, days)
    tally[ROAD] += n
    i = new_cell(pool, tally)
    if i == 0:
        return
    pool[i, KEY], pool[i, N], pool[i, NEXT] = path << 23 | recent << 16 | used, n, heads[tally[SLOT] + slot]
    heads[tally[SLOT] + slot] = i


@inner(inline=True)
def settle(grid, soon, sums, tally, place, recent, used, n):  # type: ignore[no-untyped-def]
    """People stay at a place for the night: recent travel becomes the mean of itself and the day's."""
    soon[place, class_of(grid, (grid[2 + recent] + used / tally[FULL_DAY]) * 0.5)] += n
    sums[1, place] += n


@inner(inline=True)
def first_leg(ways, grid, pool, heads, lanes, tally, path, n):  # type: ignore[no-untyped-def]
    """People leave on their first leg: for how many days, and what they arrive with."""
    v, days, left, full = ways[path, FOOT], ways[path, FOOT_DAYS], ways[path, FOOT_LEFT], tally[FULL_DAY]
    used = left if tally[AGAIN] == 1 else left * full // v
    c = class_of(grid, v / full * (1.0 - _HALF[days]) - (used - left) / full)
    if tally[AGAIN] == 1:
        keep_lane(lanes, tally, days, ways[path, FOOT_LANE], c, n)
    elif days == 0:
        arrive(pool, heads, tally, path, c, used, n)
    else:
        set_out(pool, heads, tally, days, path, c, used, n)


@inner(inline=True)
def in_morning(ways, grid, pool, heads, lanes, tally, path, recent, n):  # type: ignore[no-untyped-def]
    """People leave on a later leg in the morning. Those who come to its end today join the day's arrivals."""
    v, length, full = ways[path, SPEED], ways[path, LENGTH], tally[FULL_DAY]
    if length >= v:
        overnight(ways, grid, pool, heads, lanes, tally, path, recent, 0, n)
    elif tally[AGAIN] == 1:
        keep_lane(lanes, tally, 0, path, recent, n)
    else:
        arrive(pool, heads, tally, path, recent, max(16, length * full // v), n)


@inner(inline=True)
def later(ways, grid, pool, heads, lanes, tally, soon, sums, at, path, recent, used, n):  # type: ignore[no-untyped-def]
    """People leave on a later leg with part of the day used. Those who come to its end today stand there with what is
    left of the day."""
    v, length, full, again = ways[path, SPEED], ways[path, LENGTH], tally[FULL_DAY], tally[AGAIN] == 1
    if length >= (v if again else v * max(full - used, 0) // full):
        overnight(ways, grid, pool, heads, lanes, tally, path, recent, used, n)
        return
    spent = used + (length if again else max(16, length * full // v))
    place = ways[path, STEP]
    at[HERE, place] += n
    if ways[path, REST] >= 0:
        place = tally[STOPS] + ways[path, REST]
    if spent < (v if again else full):
        put(pool, heads, tally, tally[BUCKET] + (spent >> 4), place << 23 | recent << 16 | spent, n)
    else:
        settle(grid, soon, sums, tally, place, recent, spent, n)


@inner(inline=True)
def overnight(ways, grid, pool, heads, lanes, tally, path, recent, used, n):  # type: ignore[no-untyped-def]
    """People are on a later leg when the day ends: for how many more days, and what they arrive with."""
    v, full, again = ways[path, SPEED], tally[FULL_DAY], tally[AGAIN] == 1
    today = v if again else v * max(full - used, 0) // full
    ahead = ways[path, LENGTH] - today
    days = ways[path, RIDE_DAYS] if again else ahead // v + 1
    pace = v / full
    evening = (grid[2 + recent] + (used + today) / full) * 0.5
    c = class_of(grid, pace - (pace - evening) * _HALF[days - 1])
    if again:
        keep_lane(lanes, tally, days, path, c, n)
    else:
        set_out(pool, heads, tally, days, path, c, (ahead - (days - 1) * v) * full // v, n)
