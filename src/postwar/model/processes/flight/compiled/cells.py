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
    RIDE_LEFT,
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
    """A free row of the pool; row 0, which nobody reads, when there is none."""
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
    pool[i, KEY], pool[i, N], pool[i, NEXT], pool[i, CHAIN] = key, n, heads[head], heads[found]
    heads[head] = i
    heads[found] = i


@inner(inline=True)
def arrive(pool, heads, tally, path, recent, used, n):  # type: ignore[no-untyped-def]
    """Add people to those who come to the end of a path's first link today."""
    key = path << 23 | recent << 16 | used
    put(pool, heads, tally, tally[SLOT] + tally[TODAY], key, n)


@inner(inline=True)
def set_out(pool, heads, tally, days, path, recent, used, n):  # type: ignore[no-untyped-def]
    """Add people to those on the way, due in some days."""
    slot = tally[TODAY] + days
    if slot >= tally[SLOTS]:
        slot -= tally[SLOTS]
    i = new_cell(pool, tally)
    pool[i, KEY], pool[i, N], pool[i, NEXT] = path << 23 | recent << 16 | used, n, heads[tally[SLOT] + slot]
    heads[tally[SLOT] + slot] = i


@inner(inline=True)
def settle(grid, soon, sums, tally, place, recent, used, n):  # type: ignore[no-untyped-def]
    """People stay at a place for the night: recent travel becomes the mean of itself and the day's."""
    soon[place, class_of(grid, (grid[2 + recent] + used / tally[FULL_DAY]) * 0.5)] += n
    sums[1, place] += n


@inner(inline=True)
def first_leg(ways, grid, pool, heads, tally, path, n):  # type: ignore[no-untyped-def]
    """People leave on their first leg: for how many days, and what they arrive with."""
    v, days, left, full = ways[path, FOOT], ways[path, FOOT_DAYS], ways[path, FOOT_LEFT], tally[FULL_DAY]
    used = left if tally[AGAIN] == 1 else left * full // v
    c = class_of(grid, v / full * (1.0 - _HALF[days]) - (used - left) / full)
    if days == 0:
        arrive(pool, heads, tally, path, c, used, n)
    else:
        set_out(pool, heads, tally, days, path, c, used, n)


@inner(inline=True)
def next_leg(ways, grid, pool, heads, tally, soon, sums, at, path, recent, used, n, now):  # type: ignore[no-untyped-def]
    """People leave on a later leg with part of the day used. Those who come to its end today join the day's arrivals
    (``now`` 0), or stand there with what is left of the day."""
    v, length, full, again = ways[path, SPEED], ways[path, LENGTH], tally[FULL_DAY], tally[AGAIN] == 1
    today = v if again else v * max(full - used, 0) // full
    if length < today:
        spent = used + (length if again else max(16, length * full // v))
        if now == 0:
            arrive(pool, heads, tally, path, recent, spent, n)
            return
        place = ways[path, STEP]
        at[HERE, place] += n
        if ways[path, REST] >= 0:
            place = tally[STOPS] + ways[path, REST]
        if spent < (v if again else full):
            put(pool, heads, tally, tally[BUCKET] + (spent >> 4), place << 23 | recent << 16 | spent, n)
        else:
            settle(grid, soon, sums, tally, place, recent, spent, n)
        return
    if again:
        days, left = ways[path, RIDE_DAYS], ways[path, RIDE_LEFT]
    else:
        ahead = length - today
        days = ahead // v + 1
        left = (ahead - (days - 1) * v) * full // v
    pace = v / full
    evening = (grid[2 + recent] + (used + today) / full) * 0.5
    set_out(pool, heads, tally, days, path, class_of(grid, pace - (pace - evening) * _HALF[days - 1]), left, n)
