"""The same displacement person by person: plain Python, one at a time, camps filling as each one comes. For tests."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import AskError
from postwar.core.flight import Flight
from postwar.model.processes.flight.tables import Tables, make_tables
from postwar.model.streams import Draws

Counts = NDArray[np.int32]

TWIN_STREAM = 7
_CHUNK = 1 << 14


def uniforms(seed: int, member: int) -> Iterator[float]:
    """A member's uniform numbers, one after another."""
    cell = np.arange(_CHUNK, dtype=np.uint64)
    for day in range(1 << 31):
        u, v = Draws(seed, np.full(_CHUNK, member, np.uint64), day, TWIN_STREAM, cell).pair()
        yield from u.tolist()
        yield from v.tolist()


class _Person:
    """Where somebody is: waiting at ``stop`` or, with ``path`` ≥ 0, on its first link, ``done`` of its length."""

    __slots__ = ("done", "first", "moved", "path", "recent", "route", "stop", "used")

    def __init__(self, stop: int) -> None:
        self.stop, self.path, self.route, self.first = stop, -1, -1, True
        self.done = self.used = self.moved = 0
        self.recent = 0.0


class Crowd:
    """All persons of one member, in the order in which they came.

    The day of a person (law): leaves with the chance of the place, takes a path in proportion to its weight times the
    room of its end, and drops it where that end has less than half its room left. Then travels: a link is passed once
    more than its length has been covered; who has part of the day left decides again at its end.
    """

    def __init__(self, tables: Tables, seed: int, member: int) -> None:
        self.tb, self.draw = tables, uniforms(seed, member)
        self.people: list[_Person] = [_Person(s) for s, n in enumerate(tables.start.tolist()) for _ in range(n)]
        self.here = tables.start.copy()
        self.left = tables.people.copy()
        self.day = 0
        self.paths = [list(range(tables.first[s], tables.first[s + 1])) for s in range(len(tables.room))]

    def room_left(self, stop: int) -> float:
        """1 while a camp is not nearly full, falling to 0 when it is full."""
        room = float(self.tb.room[stop])
        near = self.tb.buffer * room
        n = int(self.here[stop])
        if room == 0.0 or n <= near:
            return 1.0
        return max(room - n, 0.0) / (room - near)

    def choose(self, weights: list[float]) -> int:
        """The position of one of the weights, by its share."""
        at, total = next(self.draw) * sum(weights), 0.0
        for i, w in enumerate(weights):
            total += w
            if at < total:
                return i
        return max(i for i, w in enumerate(weights) if w > 0)

    def come(self) -> None:
        """The day's new arrivals find their homes."""
        n, homes = int(self.tb.new[self.day]), self.tb.spawn[self.day]
        weights = (homes * np.maximum(self.left, 0) if self.tb.taken else homes).tolist()
        if not any(weights):
            weights = (homes * self.tb.people).tolist()
        for _ in range(n):
            stop = self.choose(weights)
            self.people.append(_Person(stop))
            self.here[stop] += 1
            if self.tb.taken:
                self.left[stop] -= 1

    def decide(self, one: _Person, hurry: bool = False) -> None:
        """Leave or stay."""
        tb, day, stop = self.tb, self.day, one.stop
        path = one.route
        if path == -1:
            chance = 1.0 if hurry and tb.town[day, stop] else float(tb.chance[day, stop])
            if next(self.draw) >= chance:
                return
            ways = [p for p in self.paths[stop] if tb.weight[day, p] > 0]
            if not ways:
                return
            weights = [float(tb.weight[day, p]) * self.room_left(int(tb.target[p])) ** tb.power for p in ways]
            if tb.prune:
                weights = [w if w >= max(weights) / tb.prune else 0.0 for w in weights]
            path = ways[self.choose(weights if any(weights) else [1.0] * len(ways))]
        one.route = -1
        if path < -1 or not tb.open[day, path] or self.room_left(int(tb.target[path])) < 0.5:
            return
        one.path, one.done = path, 0
        self.here[stop] -= 1

    def travel(self, one: _Person) -> None:
        """Cover a day's way, and go on while some of the day is left."""
        tb, full = self.tb, self.tb.day_length
        while one.path >= 0:
            p = one.path
            v = int(tb.foot[p] if one.first else tb.speed[p])
            reach = v if tb.again else v * max(full - one.used, 0) // full
            if one.done + reach <= tb.length[p]:
                one.done += reach
                one.moved += reach
                return
            covered = int(tb.length[p]) - one.done
            one.moved += covered
            one.used += covered if tb.again else (covered * full // v if one.done else max(16, covered * full // v))
            one.first, one.path, one.done = False, -1, 0
            rest = int(tb.rest[p])
            if not tb.open[self.day, p]:
                one.stop = int(tb.source[p])
                one.route = (int(tb.turned[p]) if tb.turned[p] >= 0 else -2) if tb.lost and rest >= 0 else -1
                self.here[one.stop] += 1
                return
            one.stop, one.route = int(tb.step[p]), rest
            self.here[one.stop] += 1
            if one.used >= (v if tb.again else full):
                return
            self.decide(one, len(tb.value) > 1 and one.recent + one.moved / full < 1.0)

    def step(self) -> None:
        """One day of everybody."""
        self.come()
        for one in self.people:
            if one.path < 0:
                self.decide(one)
        for one in self.people:
            self.travel(one)
        for one in self.people:
            one.recent = (one.recent + one.moved / self.tb.day_length) / 2.0
            one.moved = one.used = 0
        self.day += 1


def simulate_persons(flight: Flight, members: int, seed: int, *, compat: str = "fixed", capacity: bool = True,
                     days: int | None = None) -> Counts:
    """People in each camp at the end of each day (member, day, camp), person by person: the law of ``run.simulate``
    without its three approximations. Slow: about 10 µs a person and day.

    The numbers are drawn in the order in which persons come, and so are not those of the counts.
    """
    if members < 1:
        raise AskError("a run needs at least one member")
    last = flight.days if days is None else days
    tables, _ = make_tables(flight, compat=compat, capacity=capacity, days=last, classes=32)
    out = np.zeros((members, last, len(tables.camps)), np.int32)
    for member in range(members):
        crowd = Crowd(tables, seed, member)
        for day in range(last):
            crowd.step()
            out[member, day] = crowd.here[tables.camps]
            if int(crowd.here.sum()) + sum(one.path >= 0 for one in crowd.people) != len(crowd.people):
                raise ArithmeticError("people were not conserved")
    return out
