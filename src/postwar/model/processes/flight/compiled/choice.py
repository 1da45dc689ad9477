"""Who leaves a stop, and by which path: compiled."""

from __future__ import annotations

import numpy as np

from postwar.model.compiled.samplers import draw_binomial
from postwar.model.compiled.streams import words
from postwar.model.processes.flight.addresses import SMALL
from postwar.model.processes.flight.compiled.inner import inner
from postwar.model.processes.flight.compiled.work import (
    END,
    GO,
    HERE,
    HOLDS,
    ROOM,
    STAMP,
    TARGET,
)

_TWO_32 = 4294967296.0


@inner(inline=True)
def look(tb, at, rooms, tally):  # type: ignore[no-untyped-def]
    """Everybody looks at the room that camps have now, and decides by it until the next look: 1 while a camp is not
    nearly full, falling to 0 when it is full."""
    tally[STAMP] += 1
    for s in range(len(tb.room)):
        room = tb.room[s]
        near = tb.buffer * room
        rooms[ROOM, s] = 1.0
        if room > 0.0 and at[HERE, s] > near:
            rooms[ROOM, s] = max(room - at[HERE, s], 0.0) / (room - near) if room > near else 0.0


@inner(inline=True)
def key_of(tb, tally, stop, day):  # type: ignore[no-untyped-def]
    """For when the shares of a stop's paths hold: until the next look where a camp's room matters, else as long as the
    weights do."""
    return tally[STAMP] if tb.limited[stop] == 1 else -1 - tb.epoch[day]


@inner(inline=True)
def direct(tb, weight, ways, law, at, rooms, stop, key):  # type: ignore[no-untyped-def]
    """Where people who leave a stop now go: the shares of its paths a … b-1, without those that are turned down."""
    at[HOLDS, stop] = key
    a, b = tb.first[stop], tb.first[stop + 1]
    total, open_ways, top = 0.0, 0, 0.0
    for p in range(a, b):
        w = weight[p]
        if w > 0.0:
            open_ways += 1
            room = rooms[ROOM, ways[p, TARGET]]
            if room < 1.0:
                w *= room if tb.power == 1.0 else room ** tb.power
        law[p, 0] = w
        total += w
        top = max(top, w)
    if tb.prune > 0.0:
        total = 0.0
        for p in range(a, b):
            if law[p, 0] < top / tb.prune:
                law[p, 0] = 0.0
            total += law[p, 0]
    added, end, whole = 0.0, -1, True
    for p in range(a, b):
        share = 0.0
        if weight[p] > 0.0:
            share = law[p, 0] / total if total > 0.0 else 1.0 / open_ways
            if share > 0.0 and rooms[ROOM, ways[p, TARGET]] < 0.5:
                share, whole = 0.0, False
        if share > 0.0:
            end = p
        added += share
        law[p, 0], law[p, 1] = added, share
    if end >= 0 and whole:
        for p in range(end, b):
            law[p, 0] = 1.0
    at[END, stop] = end
    rooms[GO, stop] = law[end, 0] if end >= 0 else 0.0
    after = 0.0
    for p in range(b - 1, a - 1, -1):
        after += law[p, 1]
        if after > 0.0:
            law[p, 1] /= after


@inner(inline=True)
def pick(law, out, bar, a, last, n, scale, k0, k1, member, time, third, purpose):  # type: ignore[no-untyped-def]
    """Few people choose one by one: a 32-bit number each, against the shares added up times ``scale``. How many go."""
    ways = last + 1 - a
    if ways == 1 and law[a, 0] * scale >= _TWO_32:
        out[0] = n
        return n
    for j in range(ways):
        bar[j] = np.int64(np.ceil(law[a + j, 0] * scale))
    out[ways] = 0
    for attempt, first in enumerate(range(0, n, 4)):
        w0, w1, w2, w3 = words(k0, k1, member, time, third, purpose, attempt)
        at0, at1, at2, at3 = 0, 0, 0, 0
        for j in range(ways):
            at0 += np.int64(w0) >= bar[j]
            at1 += np.int64(w1) >= bar[j]
            at2 += np.int64(w2) >= bar[j]
            at3 += np.int64(w3) >= bar[j]
        left = n - first
        out[at0] += 1
        if left > 1:
            out[at1] += 1
        if left > 2:
            out[at2] += 1
        if left > 3:
            out[at3] += 1
    return n - out[ways]


@inner(inline=True)
def scatter(law, go, out, bar, a, last, n, chance, k0, k1, member, time, third, purpose):  # type: ignore[no-untyped-def]
    """Of n people at a stop each leaves with a chance and then takes one of the paths a … last by its share: movers
    into ``out``, from path a on. How many leave."""
    if last < 0:
        return 0
    for j in range(last + 1 - a):
        out[j] = 0
    if n <= SMALL:
        return pick(law, out, bar, a, last, n, chance * _TWO_32, k0, k1, member, time, third, purpose)
    leave = draw_binomial(n, chance * go, k0, k1, member, time, third, purpose)
    if leave <= SMALL:
        went = pick(law, out, bar, a, last, leave, _TWO_32 / go, k0, k1, member, time, third, purpose + 1)
        out[last - a] += leave - went
        return leave
    left = leave
    for j in range(last - a):
        if law[a + j, 1] > 0.0:
            out[j] = draw_binomial(left, law[a + j, 1], k0, k1, member, time, third, purpose + 1 + j)
            left -= out[j]
    out[last - a] = left
    return leave
