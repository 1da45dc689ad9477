"""Those who come to the end of their way today, and everybody counted: compiled."""

from __future__ import annotations

import numpy as np

from postwar.model.processes.flight.compiled.cells import arrive, found_at, new_cell, settle
from postwar.model.processes.flight.compiled.inner import inner
from postwar.model.processes.flight.compiled.work import (
    AGAIN,
    FIRST,
    FOOT_LEFT,
    FREE,
    HERE,
    KEY,
    LOST,
    NEXT,
    REST,
    RIDE_LEFT,
    ROAD,
    SLOT,
    SLOTS,
    SOURCE,
    STOPS,
    TODAY,
    TURNED,
    N,
)


@inner(inline=True)
def send_back(tb, wk, path, recent, used, n):  # type: ignore[no-untyped-def]
    """Where a link has been closed meanwhile, those on it are back at its start."""
    back = wk.ways[path, SOURCE]
    wk.tally[ROAD] -= n
    wk.at[HERE, back] += n
    place = back
    if wk.tally[LOST] == 1 and wk.ways[path, REST] >= 0:
        turned = wk.ways[path, TURNED]
        place = wk.tally[STOPS] + (turned if turned >= 0 else len(wk.ways) + back)
    settle(wk.grid, wk.soon, wk.sums, wk.tally, place, recent, used, n)


@inner()
def from_lanes(tb, wk, day):  # type: ignore[no-untyped-def]
    """Those who are due today, from their lanes."""
    pool, heads, tally, ways, paths = wk.pool, wk.heads, wk.tally, wk.ways, len(wk.ways)
    today, lanes = tally[SLOT] + tally[TODAY], wk.lanes[tally[TODAY]]
    for lane in range(lanes.shape[0]):
        path = lane if lane < paths else lane - paths
        for c in range(lanes.shape[1]):
            n = np.int64(lanes[lane, c])
            if n == 0:
                continue
            lanes[lane, c] = 0
            used = ways[path, RIDE_LEFT if lane < paths else FOOT_LEFT]
            if tb.open[day, path] == 1:
                i = new_cell(pool, tally)
                pool[i, KEY], pool[i, N], pool[i, NEXT] = path << 23 | c << 16 | used, n, heads[today]
                heads[today] = i
            else:
                send_back(tb, wk, path, c, used, n)


@inner()
def from_lists(tb, wk, day):  # type: ignore[no-untyped-def]
    """Those who are due today are merged with those who left today and arrive, or are sent back."""
    pool, heads, tally, today = wk.pool, wk.heads, wk.tally, wk.tally[SLOT] + wk.tally[TODAY]
    i = heads[today]
    while i > 0:
        heads[found_at(tally, pool[i, KEY])] = 0
        i = pool[i, NEXT]
    i = heads[today]
    heads[today] = 0
    while i > 0:
        key, n, following = pool[i, KEY], pool[i, N], pool[i, NEXT]
        pool[i, NEXT] = tally[FREE]
        tally[FREE] = i
        path, recent, used = key >> 23, key >> 16 & 127, key & 65535
        if tb.open[day, path] == 1:
            tally[ROAD] -= n
            arrive(pool, heads, tally, path, recent, used, n)
        else:
            send_back(tb, wk, path, recent, used, n)
        i = following
    i = heads[today]
    while i > 0:
        heads[found_at(tally, pool[i, KEY])] = 0
        i = pool[i, NEXT]


@inner()
def gather(tb, wk, day):  # type: ignore[no-untyped-def]
    """Everybody who is due today, one cell for all of a path, a class and a part of the day used."""
    if wk.tally[AGAIN] == 1:
        from_lanes(tb, wk, day)
    else:
        from_lists(tb, wk, day)


@inner()
def everybody(wk):  # type: ignore[no-untyped-def]
    """Who waits, and who is on the way by the running count; -1 where those who wait are not those at the stops."""
    total, here = 0, 0
    for s in range(wk.tally[STOPS]):
        total += wk.at[FIRST, s]
        here += wk.at[HERE, s]
    for x in range(wk.sums.shape[1]):
        total += wk.sums[0, x]
    return total + wk.tally[ROAD] if here == total else -1


@inner()
def on_the_way(wk):  # type: ignore[no-untyped-def]
    """Who is on the way, counted one cell after another."""
    total = 0
    for d in range(wk.tally[SLOTS]):
        i = wk.heads[wk.tally[SLOT] + d]
        while i > 0:
            total += wk.pool[i, N]
            i = wk.pool[i, NEXT]
    for n in wk.lanes.flat:
        total += n
    return total
