"""What the calendar fixes before anybody moves: who may leave where, what is open, how much each destination draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.flight import Closing, Flight, FlightRules
from postwar.model.processes.flight.quirks import Quirks
from postwar.model.processes.flight.ways import Ways

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOTHING = 1e-6
STILL = 0.005


@dataclass(frozen=True, slots=True)
class Timetable:
    """Day by day: ``chance`` (day, stop) of leaving, ``town`` (day, stop) where short stints are forced on, ``open``
    (day, link), ``weight`` (day, path) of a destination before its capacity, 0 where the path is closed, and ``source``
    (day, stop), the weight of a place among those that people flee from (without its population)."""

    chance: Floats
    town: Flags
    open: Flags
    weight: Floats
    source: Floats


class _Stage:
    """The places and links as they stand on a day."""

    def __init__(self, flight: Flight, rules: FlightRules, quirks: Quirks, ways: Ways) -> None:
        self.flight, self.rules, self.quirks, self.ways = flight, rules, quirks, ways
        self.n = len(flight.stops)
        self.camp = np.array([s.kind in ("camp", "idpcamp") for s in flight.stops])
        self.own_chance = np.array([self.chance_of(s.kind, s.conflict_day) for s in flight.stops])
        self.own_town = np.array([s.kind == "town" or (s.kind == "conflict" and s.conflict_day > 0)
                                  for s in flight.stops])
        if quirks.still_place_is_camp:
            flood = np.array([s.kind == "flood_zone" for s in flight.stops])
            self.camp |= (self.own_chance < STILL) & ~flood
        self.chance, self.town = self.own_chance.copy(), self.own_town.copy()
        self.conflict = np.array([float(s.attributes.get("conflict_intensity") or 1.0)
                                  if s.kind == "conflict" and s.conflict_day <= 0 else -1.0 for s in flight.stops])
        self.since = np.full(self.n, -1, np.int64)
        self.shut = np.zeros(len(ways.link_a), np.int64)
        countries = [s.country for s in flight.stops]
        self.foreign = np.array([c != countries[0] for c in countries])

    def chance_of(self, kind: str, conflict_day: int) -> float:
        """The moving chance of a kind of place."""
        rules = self.rules
        if kind == "conflict":
            return rules.conflict_movechance if conflict_day <= 0 else rules.default_movechance
        return {"camp": rules.camp_movechance, "idpcamp": rules.idpcamp_movechance, "forward": 1.0,
                "marker": 1.0}.get(kind, rules.default_movechance)

    def fight(self, day: int) -> bool:
        """Take over the conflict of a day; whether anything changed."""
        now = self.flight.intensity[day]
        before = self.flight.intensity[day - 1] if day else np.zeros(self.n)
        began = (now > NOTHING) & (before < NOTHING)
        ended = (now < NOTHING) & (before >= NOTHING)
        self.conflict[began] = now[began]
        self.chance[began], self.town[began], self.since[began] = self.rules.conflict_movechance, False, day
        self.conflict[ended] = -1.0
        if self.quirks.town_after_conflict:
            self.chance[ended], self.town[ended] = self.rules.default_movechance, True
        else:
            conflict_kind = np.array([s.kind == "conflict" for s in self.flight.stops])
            self.chance[ended] = np.where(conflict_kind, self.rules.default_movechance, self.own_chance)[ended]
            self.town[ended] = (self.own_town | conflict_kind)[ended]
        changed = began | ended
        if not self.quirks.first_intensity:
            other = (now > NOTHING) & (now != self.conflict)
            self.conflict[other] = now[other]
            changed |= other
        return bool(changed.any())

    def decay(self, day: int) -> Floats:
        """How much a conflict of this age still counts, for each place."""
        values = self.rules.conflict_spawn_decay
        if not values:
            return np.ones(self.n)
        step = ((day - self.since) / self.rules.conflict_spawn_decay_interval).astype(np.int64)
        return np.array(values)[np.clip(step, 0, len(values) - 1)]

    def close(self, day: int) -> None:
        """Apply the closings that start or end on a day, in their order."""
        for closing in self.flight.closings:
            if closing.start == day:
                self.turn(closing, True)
            if closing.end == day and (closing.end > 0 or self.quirks.end_zero_reopens):
                self.turn(closing, False)

    def turn(self, closing: Closing, shut: bool) -> None:
        """Close, or open again."""
        names = [s.name for s in self.flight.stops]
        if closing.kind in ("camp", "idpcamp"):
            for i in (i for i, name in enumerate(names) if name == closing.name1):
                self.camp[i], self.town[i] = not shut, shut
                self.chance[i] = self.chance_of("town" if shut else closing.kind, 0)
            return
        hit = self._links(closing, names)
        if self.quirks.last_word:
            self.shut[hit] = shut
        else:
            self.shut[hit] = np.maximum(self.shut[hit] + (1 if shut else -1), 0)

    def _links(self, closing: Closing, names: list[str]) -> Flags:
        countries = [s.country for s in self.flight.stops]
        a, b = self.ways.link_a, self.ways.link_b
        one, two = closing.name1, closing.name2
        if closing.kind == "location":
            at = np.array([name == one for name in names])
            return at[a] | at[b]
        if closing.kind == "country" or (closing.kind == "link" and not self.quirks.dead_link_closing):
            of = countries if closing.kind == "country" else names
            first, second = np.array([n == one for n in of]), np.array([n == two for n in of])
            return (first[a] & second[b]) | (second[a] & first[b])
        return np.zeros(len(a), np.bool_)

    def score(self, day: int) -> Floats:
        """How much a place draws: foreign, camp and conflict weights multiplied."""
        rules = self.rules
        value = np.where(self.foreign, rules.foreign_weight, 1.0) * np.where(self.camp, rules.camp_weight, 1.0)
        fought = rules.conflict_weight ** (self.decay(day) * np.maximum(self.conflict, 0.0))
        return value * np.where(self.conflict > 0, fought, 1.0)

    def spawn(self, day: int) -> Floats:
        """The weight of a person's home among the places that people flee from."""
        elsewhere = 0.0 if self.rules.conflict_zone_spawning_only else 1.0
        return np.where(self.conflict > 0, self.conflict * self.decay(day), elsewhere)


def draw_up(flight: Flight, rules: FlightRules, quirks: Quirks, ways: Ways, days: int) -> Timetable:
    """The timetable of ``days`` days: every day conflict, then spawning, then closings, then scores.

    Weight of path p of D km to a destination of score s: ((weight_softening + s) / (softening + D)^distance_power)
    ^ weight_power, which the model multiplies by (room of the destination)^weight_power.
    """
    stage = _Stage(flight, rules, quirks, ways)
    table = Timetable(np.zeros((days, stage.n)), np.zeros((days, stage.n), np.bool_),
                      np.zeros((days, len(ways.link_a)), np.bool_), np.zeros((days, len(ways.km))),
                      np.zeros((days, stage.n)))
    far = (rules.softening + ways.km) ** rules.distance_power
    first = np.array([p[0] for p in ways.links], np.int64)
    for day in range(days):
        changed = stage.fight(day)
        table.source[day] = stage.spawn(day - 1 if quirks.stale_decay and day and not changed else day)
        stage.close(day)
        table.chance[day], table.town[day], table.open[day] = stage.chance, stage.town, stage.shut == 0
        score = stage.score(day)
        weight = ((rules.weight_softening + score[ways.target]) / far) ** rules.weight_power
        passable = table.open[day][first] if len(first) else np.zeros(0, np.bool_)
        for p in (p for p in np.flatnonzero(ways.rest >= 0) if passable[p]):
            passable[p] = all(table.open[day][i] for i in ways.links[p])
        table.weight[day] = np.where(passable, weight, 0.0)
    if rules.movechance_pop_scale_factor:
        size = np.array([max(s.population, s.capacity or 0) // rules.hasten for s in flight.stops], np.float64)
        table.chance[:] *= np.maximum(size / rules.movechance_pop_base, 0.0) ** rules.movechance_pop_scale_factor
    np.minimum(table.chance, 1.0, out=table.chance)
    return table
