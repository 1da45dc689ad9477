"""The counts in plain NumPy, all members side by side: the twin of the compiled kernel, number for number. For tests.

A cell that any member has people in is stepped for all of them at once; a member without people there draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from postwar.model.processes.flight.addresses import (
    DECIDE,
    FIRST_LEG,
    MAX_PARTS,
    SMALL,
    SPAWN,
    SPLIT,
    STREAM,
)
from postwar.model.processes.flight.tables import Tables
from postwar.model.samplers import binomial, multinomial
from postwar.model.streams import Draws

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Cell = tuple[int, int, int]
_TWO_32 = 4294967296.0


@dataclass
class _Law:
    """Where people who leave a stop go, for each member: shares added up and among those from a path on (member, path),
    the last path taken (position, -1 none) and the sum of shares (member,)."""

    cum: Floats
    then: Floats
    last: Ints
    go: Floats


@dataclass
class PlainDays:
    """Members of a displacement, day by day. ``here`` (member, stop) everybody at a stop; ``step`` does one day."""

    tables: Tables
    seed: int
    member: NDArray[np.uint64]
    fineness: float
    day: int = 0
    here: Ints = field(init=False)
    first: Ints = field(init=False)
    wait: Ints = field(init=False)
    people: Ints = field(init=False)
    road: dict[tuple[int, Cell], Ints] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tb, m = self.tables, len(self.member)
        self.first = np.repeat(tb.start[None], m, axis=0)
        self.here = self.first.copy()
        self.people = np.repeat(tb.people[None], m, axis=0)
        self.wait = np.zeros((m, tb.rows, len(tb.value)), np.int64)
        self.soon = np.zeros_like(self.wait)
        self.stops, self.paths = len(tb.room), len(tb.length)

    def step(self) -> None:
        """One day of everybody."""
        tb, day = self.tables, self.day
        self.soon[:] = 0
        if tb.new[day]:
            self._spawn()
        self.come: dict[Cell, Ints] = {}
        self._decide()
        for x in range(self.stops, tb.rows):
            for c in range(len(tb.value)):
                n = self.wait[:, x, c].copy()
                self.wait[:, x, c] = 0
                if x < self.stops + self.paths:
                    self._take_step(x - self.stops, c, 0, n, self.come)
                else:
                    self.soon[:, x - self.stops - self.paths, c] += n
        self._gather()
        self._travel()
        self.wait[:] = self.soon
        self.day += 1

    def _at(self, cell: int, used: int, purpose: int) -> Draws:
        m = len(self.member)
        return Draws(self.seed, self.member, self.day | used << 16, STREAM, np.full(m, cell, np.uint64), purpose)

    def _spawn(self) -> None:
        tb, m = self.tables, len(self.member)
        weights = np.repeat(tb.spawn[self.day][None], m, axis=0)
        if tb.taken:
            weights = weights * np.maximum(self.people, 0)
            none = ~np.any(weights > 0, axis=1)
            weights[none] = tb.spawn[self.day] * tb.people
        came = multinomial(np.full(m, tb.new[self.day]), weights, self._at(0, 0, SPAWN))
        self.first += came
        self.here += came
        if tb.taken:
            self.people -= came

    def _room(self) -> Floats:
        """Room that camps have now, 0 to 1 (member, stop)."""
        room, near = self.tables.room, self.tables.buffer * self.tables.room
        short = (room > 0) & (self.here > near)
        band = np.where(room > near, room - near, 1.0)
        return np.where(short, np.where(room > near, np.maximum(room - self.here, 0.0) / band, 0.0), 1.0)

    def _law(self, stop: int, room: Floats) -> _Law:
        tb = self.tables
        span = slice(int(tb.first[stop]), int(tb.first[stop + 1]))
        weight, target = tb.weight[self.day, span], tb.target[span]
        left = room[:, target]
        w = np.where(weight > 0, weight * np.where(left < 1, left if tb.power == 1.0 else left**tb.power, 1.0), 0.0)
        if tb.prune > 0:
            w = np.where(w < w.max(axis=1, initial=0.0, keepdims=True) / tb.prune, 0.0, w)
        total = np.zeros(len(w))
        for j in range(w.shape[1]):
            total = total + w[:, j]
        some = max(int((weight > 0).sum()), 1)
        share = np.where(total[:, None] > 0, w / np.where(total > 0, total, 1.0)[:, None], 1.0 / some) * (weight > 0)
        refused = (share > 0) & (left < 0.5)
        share[refused] = 0.0
        cum, then, after = np.zeros_like(share), np.zeros_like(share), np.zeros(len(share))
        added = np.zeros(len(share))
        for j in range(w.shape[1]):
            added = added + share[:, j]
            cum[:, j] = added
        for j in range(w.shape[1] - 1, -1, -1):
            after = after + share[:, j]
            then[:, j] = np.where(after > 0, share[:, j] / np.where(after > 0, after, 1.0), share[:, j])
        last = np.where(np.any(share > 0, axis=1), w.shape[1] - 1 - np.argmax(share[:, ::-1] > 0, axis=1), -1) \
            if w.shape[1] else np.full(len(w), -1)
        whole = ~np.any(refused, axis=1) & (last >= 0)
        cum[whole[:, None] & (np.arange(w.shape[1]) >= last[:, None])] = 1.0
        go = np.where(last >= 0, cum[np.arange(len(w)), np.maximum(last, 0)], 0.0) if w.shape[1] else np.zeros(len(w))
        return _Law(cum, then, last, go)

    def _pick(self, law: _Law, n: Ints, scale: Floats, at: Draws) -> Ints:
        """Few people choose one by one: movers (member, path)."""
        out = np.zeros(law.cum.shape, np.int64)
        for attempt in range((int(n.max(initial=0)) + 3) // 4):
            for i, word in enumerate(at.words(attempt)):
                ways = np.arange(law.cum.shape[1]) <= law.last[:, None]
                to = ((word.astype(np.float64)[:, None] >= law.cum * scale[:, None]) & ways).sum(axis=1)
                moves = np.flatnonzero((4 * attempt + i < n) & (to <= law.last))
                out[moves, to[moves]] += 1
        return out

    def _scatter(self, law: _Law, n: Ints, chance: Floats, at: Draws) -> Ints:
        """Of n people each leaves with a chance and then takes a path by its share: movers (member, path)."""
        n = np.where(law.last >= 0, n, 0)
        out = self._pick(law, np.where(n <= SMALL, n, 0), chance * _TWO_32, at)
        many = n > SMALL
        leave = binomial(np.where(many, n, 0), chance * law.go, at)
        few = many & (leave <= SMALL)
        where = np.flatnonzero(few)
        went = self._pick(law, np.where(few, leave, 0), _TWO_32 / np.where(law.go > 0, law.go, 1.0),
                          at.aimed(at.purpose + 1))
        went[where, law.last[where]] += (leave - went.sum(axis=1))[where]
        out += went
        left = np.where(many & ~few, leave, 0)
        for j in range(law.cum.shape[1]):
            k = binomial(np.where(j < law.last, left, 0), np.where(law.then[:, j] > 0, law.then[:, j], 0.0),
                         at.aimed(at.purpose + 1 + j))
            k = np.where(j == law.last, left, k)
            out[:, j] += k
            left = left - k
        return out

    def _decide(self) -> None:
        for camps in (True, False):
            self.look = self._room()
            for stop in np.flatnonzero((self.tables.room > 0) == camps).tolist():
                self._decide_at(stop)

    def _decide_at(self, stop: int) -> None:
        tb, law = self.tables, self._law(stop, self.look)
        chance = np.full(len(self.member), tb.chance[self.day, stop])
        for c in (FIRST_LEG, *range(len(tb.value))):
            new = c == FIRST_LEG
            n = (self.first[:, stop] if new else self.wait[:, stop, c]).copy()
            if not n.any():
                continue
            out = self._scatter(law, n, chance, self._at(stop << 7 | c, 0, DECIDE))
            leave = out.sum(axis=1)
            self.here[:, stop] -= leave
            if new:
                self.first[:, stop] -= leave
            else:
                self.wait[:, stop, c] = 0
                self._settle(stop, c, 0, n - leave)
            for j in np.flatnonzero(out.any(axis=0)).tolist():
                path = int(tb.first[stop]) + j
                if new:
                    self._first_leg(path, out[:, j])
                else:
                    self._next_leg(path, c, 0, out[:, j], self.come)

    def _class(self, value: float) -> int:
        grid = self.tables.value
        per_class = 0.0 if len(grid) == 1 else 1.0 / (grid[1] - grid[0])
        return int(min(max(np.ceil((value - grid[0]) * per_class - 0.5), 0), len(grid) - 1))

    def _settle(self, place: int, recent: int, used: int, n: Ints) -> None:
        c = self._class((self.tables.value[recent] + used / self.tables.day_length) * 0.5)
        self.soon[:, place, c] += n

    @staticmethod
    def _add(cells: dict, key: object, n: Ints) -> None:  # type: ignore[type-arg]
        cells[key] = cells[key] + n if key in cells else n.copy()

    def _first_leg(self, path: int, n: Ints) -> None:
        tb, full = self.tables, self.tables.day_length
        v = int(tb.foot[path])
        days, left = divmod(int(tb.length[path]), v)
        used = left if tb.again else left * full // v
        c = self._class(v / full * (1.0 - 0.5**days) - (used - left) / full)
        if days == 0:
            self._add(self.come, (path, c, used), n)
        else:
            self._add(self.road, (self.day + days, (path, c, used)), n)

    def _next_leg(self, path: int, recent: int, used: int, n: Ints, arrive: dict[Cell, Ints] | None) -> None:
        """Leave on a later leg: into ``arrive`` where its end is reached today, or (None) stand there."""
        tb, full = self.tables, self.tables.day_length
        v, length = int(tb.speed[path]), int(tb.length[path])
        today = v if tb.again else v * max(full - used, 0) // full
        if length < today:
            spent = used + (length if tb.again else max(16, length * full // v))
            if arrive is not None:
                self._add(arrive, (path, recent, spent), n)
                return
            self.here[:, tb.step[path]] += n
            place = int(tb.step[path]) if tb.rest[path] < 0 else self.stops + int(tb.rest[path])
            if spent < (v if tb.again else full):
                self._add(self.items, (spent, place, recent), n)
            else:
                self._settle(place, recent, spent, n)
            return
        days, left = divmod(length - today, v)
        evening = (tb.value[recent] + (used + today) / full) * 0.5
        c = self._class(v / full - (v / full - evening) * 0.5**days)
        self._add(self.road, (self.day + days + 1, (path, c, left if tb.again else left * full // v)), n)

    def _take_step(self, path: int, recent: int, used: int, n: Ints, arrive: dict[Cell, Ints] | None) -> None:
        tb = self.tables
        goes = (self.look[:, tb.target[path]] >= 0.5) & bool(tb.open[self.day, path]) if n.any() else n > 0
        stop = int(tb.source[path])
        self._settle(stop, recent, used, np.where(goes, 0, n))
        go = np.where(goes, n, 0)
        if go.any():
            self.here[:, stop] -= go
            self._next_leg(path, recent, used, go, arrive)

    def _gather(self) -> None:
        tb, day = self.tables, self.day
        for key in sorted(k for k in self.road if k[0] == day):
            self._add(self.come, key[1], self.road.pop(key))
        for (path, recent, used), n in sorted(self.come.items()):
            if tb.open[day, path]:
                continue
            back = place = int(tb.source[path])
            self.here[:, back] += n
            if tb.lost and tb.rest[path] >= 0:
                turned = int(tb.turned[path])
                place = self.stops + (turned if turned >= 0 else self.paths + back)
            self._settle(place, recent, used, n)
            del self.come[path, recent, used]

    def _parts(self) -> Ints:
        """Into how many parts each member's arrivals are split."""
        tb, most = self.tables, np.ones(len(self.member))
        every = sum(self.come.values(), np.zeros(len(most), np.int64))
        for e in np.flatnonzero(tb.room > 0).tolist():
            near = tb.buffer * tb.room[e]
            near_by = [n for (path, _, used), n in self.come.items()
                       if tb.step[path] == e or used + tb.reach[tb.step[path], e] < tb.day_length]
            come = sum(near_by, np.zeros(len(most), np.int64))
            here = self.here[:, e]
            asked = (here < tb.room[e]) & (here + every > near) & (here + come > near)
            most = np.where(asked, np.maximum(most, come / max(self.fineness * (tb.room[e] - near), 1.0)), most)
        return np.minimum(np.ceil(most), MAX_PARTS).astype(np.int64)

    def _travel(self) -> None:
        tb, parts = self.tables, self._parts()
        for part in range(int(parts.max())):
            self.look, self.items = self._room(), {}
            for (path, recent, used), left in sorted(self.come.items()):
                share = np.where(part < parts - 1, 1.0 / np.maximum(parts - part, 1), 1.0)
                drawn = binomial(np.where(part < parts - 1, left, 0), share,
                                 self._at(path << 7 | recent, used, SPLIT + part))
                n = np.where(part < parts - 1, drawn, left)
                self.come[path, recent, used] = left - n
                self.here[:, tb.step[path]] += n
                place = int(tb.step[path]) if tb.rest[path] < 0 else self.stops + int(tb.rest[path])
                self._add(self.items, (used, place, recent), n)
            self._walk_on(part)

    def _walk_on(self, part: int) -> None:
        tb, full, laws = self.tables, self.tables.day_length, {}
        while self.items:
            used, place, recent = min(self.items)
            n = self.items.pop((used, place, recent))
            if not n.any():
                continue
            if place >= self.stops:
                self._take_step(place - self.stops, recent, used, n, None)
                continue
            hurry = tb.town[self.day, place] and len(tb.value) > 1 and tb.value[recent] + used / full < 1.0
            if place not in laws:
                laws[place] = self._law(place, self.look)
            chance = np.full(len(n), 1.0 if hurry else tb.chance[self.day, place])
            out = self._scatter(laws[place], n, chance, self._at(place << 7 | recent, used, part << 10))
            self.here[:, place] -= out.sum(axis=1)
            for j in np.flatnonzero(out.any(axis=0)).tolist():
                self._next_leg(int(tb.first[place]) + j, recent, used, out[:, j], None)
            self._settle(place, recent, used, n - out.sum(axis=1))


def run_plain(tables: Tables, seed: int, members: int, days: int, fineness: float) -> Ints:
    """People in each camp at the end of each day (member, day, camp), in plain NumPy."""
    state = PlainDays(tables, seed, np.arange(members, dtype=np.uint64), fineness)
    out = np.zeros((members, days, len(tables.camps)), np.int64)
    for day in range(days):
        state.step()
        out[:, day] = state.here[:, tables.camps]
    return out
