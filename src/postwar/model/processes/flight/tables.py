"""Everything about a displacement that a run of it needs, as plain arrays: fixed before the first draw."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import AskError
from postwar.core.flight import CampSeries, Flight, FlightRules
from postwar.core.reported import arrivals, corrected, interpolated
from postwar.model.processes.flight.quirks import Quirks, quirks
from postwar.model.processes.flight.timetable import draw_up
from postwar.model.processes.flight.ways import UNIT, Ways, lay_ways

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MAX_STOPS = 1023
MAX_DAYS = 1 << 16
MAX_CHOICES = 1000
MAX_CLASSES = 120
CLASSES = 8
"""Classes of recent travel over one full day's distance, where short stints are avoided (docs/flight.md)."""


class Tables(NamedTuple):
    """A displacement as arrays; T days, S stops, P paths. Places where people wait are X rows: the stops, then (only
    where routes have more than one link) the paths that they are about to go on with, then once more the stops, for
    those who have lost their way for a day.

    ``new`` (T,) arrivals · ``spawn`` (T, S) weights of homes · ``people`` (S,) population · ``taken`` 1 where
    arrivals lower it · ``chance``, ``town`` (T, S) · ``open`` (T, P) whether a path's first link is open · ``weight``
    (T, P) · ``source`` to ``first`` as in ``Ways`` · ``room`` (S,) persons, 0 = unlimited · ``limited`` (S,) 1 where
    a path leads to a camp with a limit · ``epoch`` (T,) the same number while weights stay the same · ``buffer``,
    ``power``, ``prune`` (0 = off) · ``reach`` (S, S) 1/16 km to the last stop before another, over which somebody may
    come there on the same day · ``value`` (K,) recent travel of a class, in full days · ``day_length`` 1/16 km of a
    full day · ``again`` 1 where a whole day is travelled in what is left of one · ``lost`` 1 where those turned back
    may lose a day · ``slots`` days that a way can take · ``start`` (S,) people on day 0 · ``camps`` stops whose
    people are recorded · ``rows`` X.
    """

    new: Ints
    spawn: Floats
    people: Ints
    taken: int
    chance: Floats
    town: NDArray[np.uint8]
    open: NDArray[np.uint8]
    weight: Floats
    source: Ints
    step: Ints
    rest: Ints
    target: Ints
    turned: Ints
    length: Ints
    speed: Ints
    foot: Ints
    first: Ints
    room: Floats
    limited: Ints
    epoch: Ints
    buffer: float
    power: float
    prune: float
    reach: Ints
    value: Floats
    day_length: int
    again: int
    lost: int
    slots: int
    start: Ints
    camps: Ints
    rows: int


class Feed(NamedTuple):
    """Who comes, day by day (T,): new arrivals, the debt after them, and the "raw" figure of reported refugees."""

    new: Ints
    debt: Ints
    raw: Ints


def feed(flight: Flight, rules: FlightRules, odd: Quirks, days: int) -> Feed:
    """New arrivals of each day from all series added up (those of no camp too), or from the total: see
    ``postwar.core.reported``."""
    chosen = list(flight.series) if rules.sum_from_camps or flight.total is None else [flight.total]
    if rules.empty_camps_on_day0:
        chosen = [_emptied(s) for s in chosen]
    new, debt = arrivals(chosen, days, rules.hasten)
    raw = np.array([interpolated(s, np.arange(days), rules.hasten) for s in chosen]).reshape(-1, days).sum(axis=0)
    if odd.day0_twice and rules.sum_from_camps and flight.total is not None:
        raw = raw + interpolated(flight.total, np.array([0]), rules.hasten)[0]
    if not rules.insert_day0:
        new[0] = raw[0]
    return Feed(new, debt, raw)


def _emptied(series: CampSeries) -> CampSeries:
    """The series less its figure of day 0."""
    first = int(interpolated(series, np.array([0]))[0])
    return replace(series, counts=corrected(series) - first, corrections=())


def make_tables(flight: Flight, *, compat: str, capacity: bool, days: int, classes: int) -> tuple[Tables, Feed]:
    """All arrays of a displacement for ``days`` days; ``capacity`` False takes every camp as unlimited.

    Raises ``AskError`` for settings that the model does not run (named), or a displacement too large for its counters.
    """
    rules, odd = flight.rules, quirks(compat)
    _check(flight, days, classes)
    ways = lay_ways(flight, rules, odd)
    calendar = draw_up(flight, rules, odd, ways, days)
    if len(ways.km) and int(np.diff(ways.first).max()) > MAX_CHOICES:
        raise AskError(f"a stop has more than {MAX_CHOICES} destinations: lower awareness_level")
    come = feed(flight, rules, odd, days)
    start = _day0(flight, rules)
    population = np.array([s.population // rules.hasten for s in flight.stops], np.int64)
    homes = calendar.source * (1.0 if rules.take_from_population else population)
    come = come._replace(new=_placed(come.new, homes * np.maximum(population, 0)))
    full_day = round(rules.max_move_speed * UNIT)
    far = bool((ways.rest >= 0).any())
    first_links = np.array([p[0] for p in ways.links], np.int64)
    room = _rooms(flight, rules, odd, start) if capacity else np.zeros(len(flight.stops))
    changed = np.any(calendar.weight[1:] != calendar.weight[:-1], axis=1)
    return Tables(
        new=come.new, spawn=homes, people=population, taken=int(rules.take_from_population), chance=calendar.chance,
        town=calendar.town.astype(np.uint8), open=calendar.open[:, first_links].astype(np.uint8),
        weight=calendar.weight, source=ways.source, step=ways.step, rest=ways.rest, target=ways.target,
        turned=ways.turned, length=ways.length, speed=ways.speed, foot=ways.foot, first=ways.first,
        room=room, limited=_limited(ways, room), epoch=np.concatenate(([0], np.cumsum(changed))).astype(np.int64),
        buffer=rules.capacity_buffer, power=rules.weight_power,
        prune=rules.pruning_threshold if rules.pruning_threshold > 1.001 else 0.0,
        reach=_reach(ways, len(flight.stops)), value=_values(rules, odd, classes), day_length=full_day,
        again=int(odd.full_day_again), lost=int(odd.lost_day), slots=_slots(ways), start=start,
        camps=np.array([i for i, s in enumerate(flight.stops) if s.kind in ("camp", "idpcamp")], np.int64),
        rows=len(flight.stops) * (2 if far else 1) + (len(ways.km) if far else 0)), come


def _check(flight: Flight, days: int, classes: int) -> None:
    if not 1 <= days <= min(flight.days, MAX_DAYS - 1):
        raise AskError(f"a run lasts 1 to {min(flight.days, MAX_DAYS - 1)} days, not {days}")
    if len(flight.stops) > MAX_STOPS:
        raise AskError(f"{len(flight.stops)} stops are more than {MAX_STOPS}")
    if not 1 <= classes <= MAX_CLASSES // 3:
        raise AskError(f"recent travel has 1 to {MAX_CLASSES // 3} classes a full day, not {classes}")
    if any(float(leg.attributes.get("walk_probability") or 0) for leg in flight.legs):
        raise AskError("routes with walk_probability are not modelled: leave the column out")


def _day0(flight: Flight, rules: FlightRules) -> Ints:
    """The people of the camps on day 0."""
    start = np.zeros(len(flight.stops), np.int64)
    if rules.insert_day0 and not rules.empty_camps_on_day0:
        number = {s.name: i for i, s in enumerate(flight.stops) if s.kind in ("camp", "idpcamp")}
        for series in flight.series:
            if series.camp in number:
                start[number[series.camp]] = interpolated(series, np.array([0]), rules.hasten)[0]
    return start


def _rooms(flight: Flight, rules: FlightRules, odd: Quirks, start: Ints) -> Floats:
    """Persons that a camp has room for, 0 = unlimited."""
    held = np.array([-1 if s.capacity is None else s.capacity // rules.hasten for s in flight.stops], np.float64)
    if odd.capacity_less_day0 and rules.insert_day0:
        held -= np.where(held > 0, start, 0)
    room = held * rules.capacity_scaling
    return np.where(room < 1.0, 0.0, room)


def _limited(ways: Ways, room: Floats) -> Ints:
    """1 for a stop from which a path leads to a camp with a limit."""
    out = np.zeros(len(room), np.int64)
    out[ways.source[room[ways.target] > 0]] = 1
    return out


def _placed(new: Ints, homes: Floats) -> Ints:
    """Arrivals put off to the next day on which there is a place to flee from; dropped where there is none any more."""
    out, waiting = np.zeros_like(new), 0
    for day, count in enumerate(new.tolist()):
        waiting += count
        if homes[day].sum() > 0:
            out[day], waiting = waiting, 0
    return out


def _values(rules: FlightRules, odd: Quirks, classes: int) -> Floats:
    """The recent travel that each class stands for: evenly from 0 (below it, where a walked part of a day is made up
    for) to two full days."""
    if not rules.avoid_short_stints:
        return np.zeros(1)
    low = 0 if odd.full_day_again else -classes
    return np.arange(low, 2 * classes) / classes


def _slots(ways: Ways) -> int:
    if not len(ways.length):
        return 2
    return int(np.max(ways.length // np.minimum(ways.speed, ways.foot))) + 2


def _reach(ways: Ways, stops: int) -> Ints:
    """1/16 km from stop to stop over the shortest way, its last link left out; that link must be one of a day."""
    far = 1 << 40
    short = np.full((stops, stops), far, np.int64)
    np.fill_diagonal(short, 0)
    single = np.flatnonzero(ways.rest < 0) if len(ways.km) else np.zeros(0, np.int64)
    single = np.array([p for p in single if len(ways.links[p]) == 1], np.int64)
    np.minimum.at(short, (ways.source[single], ways.step[single]), ways.length[single])
    for k in range(stops):
        np.minimum(short, short[:, k:k + 1] + short[k:k + 1, :], out=short)
    reach = np.full((stops, stops), far, np.int64)
    for p in single:
        if ways.length[p] < max(ways.speed[p], ways.foot[p]):
            np.minimum(reach[:, ways.step[p]], short[:, ways.source[p]], out=reach[:, ways.step[p]])
    return reach
