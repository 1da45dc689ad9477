"""The days of a displacement, compiled: one member after another, everybody counted. Import lazily.

The plain twin of these numbers is ``postwar.model.processes.flight.plain``; the law of one person is in ``persons``.
"""

from __future__ import annotations

import numpy as np

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.samplers import draw_binomial, draw_multinomial
from postwar.model.compiled.streams import third_word
from postwar.model.processes.flight.addresses import (
    DECIDE,
    FIRST_LEG,
    MAX_PARTS,
    SPAWN,
    SPLIT,
    STREAM,
)
from postwar.model.processes.flight.compiled.cells import drop, first_leg, in_morning, later, put, settle
from postwar.model.processes.flight.compiled.choice import direct, key_of, look, scatter
from postwar.model.processes.flight.compiled.due import everybody, gather, on_the_way
from postwar.model.processes.flight.compiled.inner import inner
from postwar.model.processes.flight.compiled.work import (
    AT_HOME,
    BUCKET,
    BUCKETS,
    CLASSES,
    END,
    FAULT,
    FIRST,
    FREE,
    FULL_DAY,
    GO,
    HERE,
    HOLDS,
    KEY,
    NEXT,
    REST,
    ROAD,
    ROOM,
    ROWS,
    SLOT,
    SLOTS,
    SOURCE,
    SPREAD,
    STEP,
    STOPS,
    TAKEN,
    TARGET,
    TODAY,
    UNBALANCED,
    N,
)


@inner()
def spawn(tb, wk, day, k0, k1, member):  # type: ignore[no-untyped-def]
    """The day's new arrivals, divided over the places that people flee from."""
    n, at, weights, taken = tb.new[day], wk.at, wk.spare[0], wk.tally[TAKEN] == 1
    if n == 0:
        return
    some = False
    for s in range(len(weights)):
        weights[s] = tb.spawn[day, s]
        if taken:
            weights[s] *= max(at[AT_HOME, s], 0)
        some = some or weights[s] > 0.0
    if not some:
        for s in range(len(weights)):
            weights[s] = tb.spawn[day, s] * tb.people[s]
    draw_multinomial(n, weights, wk.spare[1], at[SPREAD], k0, k1, member, day, third_word(STREAM, 0), SPAWN)
    for s in range(len(weights)):
        at[FIRST, s] += at[SPREAD, s]
        at[HERE, s] += at[SPREAD, s]
        if taken:
            at[AT_HOME, s] -= at[SPREAD, s]


@inner()
def decide(tb, wk, day, k0, k1, member):  # type: ignore[no-untyped-def]
    """Everybody who waits at a stop decides: those in camps by the room that there is at the start of the day, then the
    others by the room that those have left behind."""
    for turn in range(2 * len(tb.room)):
        s = turn % len(tb.room)
        if s == 0:
            look(tb, wk.at, wk.rooms, wk.tally)
        if (tb.room[s] > 0.0) == (turn < len(tb.room)) and wk.at[FIRST, s] + wk.sums[0, s] > 0:
            decide_at(tb, wk, s, day, k0, k1, member)


@inner()
def decide_at(tb, wk, s, day, k0, k1, member):  # type: ignore[no-untyped-def]
    """Everybody who waits at a stop decides whether to leave, and by which path."""
    ways, grid, pool, heads, tally, at = wk.ways, wk.grid, wk.pool, wk.heads, wk.tally, wk.at
    wait, soon, sums, law, out, bar = wk.wait, wk.soon, wk.sums, wk.law, wk.out, wk.bar
    a, chance, holds = tb.first[s], tb.chance[day, s], key_of(tb, tally, s, day)
    if at[HOLDS, s] != holds:
        direct(tb, tb.weight[day], ways, law, at, wk.rooms, s, holds)
    end, go = at[END, s], wk.rooms[GO, s]
    n = at[FIRST, s]
    if n > 0:
        third = third_word(STREAM, s << 7 | FIRST_LEG)
        leave = scatter(law, go, out, bar, a, end, n, chance, k0, k1, member, day, third, DECIDE)
        at[FIRST, s] -= leave
        at[HERE, s] -= leave
        if leave > 0:
            for j in range(end + 1 - a):
                if out[j] > 0:
                    first_leg(ways, grid, pool, heads, wk.lanes, tally, a + j, out[j])
    if sums[0, s] == 0:
        return
    sums[0, s] = 0
    for c in range(tally[CLASSES]):
        n = wait[s, c]
        if n == 0:
            continue
        wait[s, c] = 0
        third = third_word(STREAM, s << 7 | c)
        leave = scatter(law, go, out, bar, a, end, n, chance, k0, k1, member, day, third, DECIDE)
        at[HERE, s] -= leave
        if leave > 0:
            for j in range(end + 1 - a):
                if out[j] > 0:
                    in_morning(ways, grid, pool, heads, wk.lanes, tally, a + j, c, out[j])
        if leave < n:
            settle(grid, soon, sums, tally, s, c, 0, n - leave)


@inner()
def take_step(tb, wk, day, path, recent, used, n, now):  # type: ignore[no-untyped-def]
    """People with a route go on with it, unless its next link is closed or its end is a camp without room: then they
    drop it and stay."""
    stop = wk.ways[path, SOURCE]
    if tb.open[day, path] == 1 and wk.rooms[ROOM, wk.ways[path, TARGET]] >= 0.5:
        wk.at[HERE, stop] -= n
        if now == 0:
            in_morning(wk.ways, wk.grid, wk.pool, wk.heads, wk.lanes, wk.tally, path, recent, n)
        else:
            later(wk.ways, wk.grid, wk.pool, wk.heads, wk.lanes, wk.tally, wk.soon, wk.sums, wk.at, path, recent, used,
                  n)
    else:
        settle(wk.grid, wk.soon, wk.sums, wk.tally, stop, recent, used, n)


@inner()
def go_on(tb, wk, day):  # type: ignore[no-untyped-def]
    """Those who waited on the way of a route take its next step; those who had lost theirs look again tomorrow."""
    stops, paths = len(tb.room), len(wk.ways)
    for x in range(stops, wk.tally[ROWS]):
        if wk.sums[0, x] == 0:
            continue
        wk.sums[0, x] = 0
        for c in range(wk.tally[CLASSES]):
            n = wk.wait[x, c]
            if n > 0:
                wk.wait[x, c] = 0
                if x < stops + paths:
                    take_step(tb, wk, day, x - stops, c, 0, n, 0)
                else:
                    settle(wk.grid, wk.soon, wk.sums, wk.tally, x - stops - paths, c, 0, n)


@inner()
def parts_of(tb, wk, fineness):  # type: ignore[no-untyped-def]
    """Into how many parts the day's arrivals are split, so that no part fills more than ``fineness`` of the band in
    which a camp's room falls from 1 to 0."""
    pool, today, every = wk.pool, wk.heads[wk.tally[SLOT] + wk.tally[TODAY]], 0
    i = today
    while i > 0:
        every += pool[i, N]
        i = pool[i, NEXT]
    most = 1.0
    for e in range(len(tb.room)):
        room = tb.room[e]
        near = tb.buffer * room
        if room > 0.0 and wk.at[HERE, e] < room and wk.at[HERE, e] + every > near:
            come, i = 0, today
            while i > 0:
                stop = wk.ways[pool[i, KEY] >> 23, STEP]
                if stop == e or (pool[i, KEY] & 65535) + tb.reach[stop, e] < wk.tally[FULL_DAY]:
                    come += pool[i, N]
                i = pool[i, NEXT]
            if wk.at[HERE, e] + come > near:
                most = max(most, come / max(fineness * (room - near), 1.0))
    return int(min(np.ceil(most), float(MAX_PARTS)))


@inner()
def travel(tb, wk, day, k0, k1, member, parts):  # type: ignore[no-untyped-def]
    """The day's arrivals, part by part, go on as long as the day lasts; camps fill between the parts."""
    pool, heads, tally = wk.pool, wk.heads, wk.tally
    today = tally[SLOT] + tally[TODAY]
    first = heads[today]
    heads[today] = 0
    for part in range(parts):
        look(tb, wk.at, wk.rooms, tally)
        i = first
        while i > 0:
            key, n = pool[i, KEY], pool[i, N]
            if n > 0:
                path, recent, used = key >> 23, key >> 16 & 127, key & 65535
                if part < parts - 1:
                    n = draw_binomial(n, 1.0 / (parts - part), k0, k1, member, day | used << 16,
                                      third_word(STREAM, path << 7 | recent), SPLIT + part)
                pool[i, N] -= n
                if n > 0:
                    place = wk.ways[path, STEP]
                    tally[ROAD] -= n
                    wk.at[HERE, place] += n
                    if wk.ways[path, REST] >= 0:
                        place = tally[STOPS] + wk.ways[path, REST]
                    put(pool, heads, tally, tally[BUCKET] + (used >> 4), place << 23 | recent << 16 | used, n)
            i = pool[i, NEXT]
        walk_on(tb, wk, day, k0, k1, member, part)
    while first > 0:
        i = pool[first, NEXT]
        pool[first, NEXT] = tally[FREE]
        tally[FREE] = first
        first = i


@inner()
def walk_on(tb, wk, day, k0, k1, member, part):  # type: ignore[no-untyped-def]
    """One part of the arrivals decides again at each stop, in order of how much of the day is used."""
    ways, grid, pool, heads, tally = wk.ways, wk.grid, wk.pool, wk.heads, wk.tally
    soon, sums, at, law, out, bar, weight = wk.soon, wk.sums, wk.at, wk.law, wk.out, wk.bar, tb.weight[day]
    stops, full = tally[STOPS], tally[FULL_DAY]
    for b in range(tally[BUCKETS]):
        i = heads[tally[BUCKET] + b]
        heads[tally[BUCKET] + b] = 0
        while i > 0:
            key, n, following = pool[i, KEY], pool[i, N], pool[i, NEXT]
            drop(pool, heads, tally, i)
            i = following
            place, c, used = key >> 23, key >> 16 & 127, key & 65535
            if place >= stops:
                take_step(tb, wk, day, place - stops, c, used, n, 1)
                continue
            a = tb.first[place]
            holds = key_of(tb, tally, place, day)
            if at[HOLDS, place] != holds:
                direct(tb, weight, ways, law, at, wk.rooms, place, holds)
            hurry = tb.town[day, place] == 1 and tally[CLASSES] > 1 and grid[2 + c] + used / full < 1.0
            end = at[END, place]
            chance = 1.0 if hurry else tb.chance[day, place]
            leave = scatter(law, wk.rooms[GO, place], out, bar, a, end, n, chance, k0, k1, member, day | used << 16,
                            third_word(STREAM, place << 7 | c), part << 10)
            at[HERE, place] -= leave
            if leave > 0:
                for j in range(end + 1 - a):
                    if out[j] > 0:
                        later(ways, grid, pool, heads, wk.lanes, tally, soon, sums, at, a + j, c, used, out[j])
            if leave < n:
                settle(grid, soon, sums, tally, place, c, used, n - leave)


@inner()
def night(wk):  # type: ignore[no-untyped-def]
    """What the day left becomes what the next day begins with."""
    for x in range(wk.sums.shape[1]):
        n = wk.sums[1, x]
        wk.sums[0, x] = n
        wk.sums[1, x] = 0
        if n > 0:
            for c in range(wk.wait.shape[1]):
                wk.wait[x, c] = wk.soon[x, c]
                wk.soon[x, c] = 0


@kernel()
def course(tb, wk, first, last, k0, k1, member, fineness, out):  # type: ignore[no-untyped-def]
    """One member from day ``first`` up to day ``last``, which is left out: the people of the camps at the end of each
    day into ``out`` (day, camp). Returns 0, or FULL where the pool is too small, or UNBALANCED where people were not
    conserved."""
    tally = wk.tally
    expected = everybody(wk)
    for day in range(first, last):
        tally[TODAY] = day % tally[SLOTS]
        spawn(tb, wk, day, k0, k1, member)
        expected += tb.new[day]
        decide(tb, wk, day, k0, k1, member)
        if tally[ROWS] > tally[STOPS]:
            go_on(tb, wk, day)
        gather(tb, wk, day)
        travel(tb, wk, day, k0, k1, member, parts_of(tb, wk, fineness))
        night(wk)
        if tally[FAULT] == 0 and everybody(wk) != expected:
            tally[FAULT] = UNBALANCED
        if tally[FAULT] != 0:
            return tally[FAULT]
        for j in range(len(tb.camps)):
            out[day - first, j] = wk.at[HERE, tb.camps[j]]
    return 0 if on_the_way(wk) == tally[ROAD] else UNBALANCED
