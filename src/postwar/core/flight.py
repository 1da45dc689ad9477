"""A recorded displacement: places, routes, conflict by day, what camps reported, as the FLEE project lays them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import Problem
from postwar.core.time import Day

STOP_KINDS = ("camp", "idpcamp", "conflict", "forward", "marker", "flood_zone", "town")


@dataclass(frozen=True, slots=True)
class Stop:
    """A place people flee from, through or to. ``population`` is of places that are not camps; ``capacity`` of camps
    (None = unlimited). ``conflict_day`` is the day on which it becomes a conflict place (0 = from the start)."""

    name: str
    region: str
    country: str
    x: float
    y: float
    kind: str
    conflict_day: int
    population: int
    capacity: int | None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leg:
    """A way between two stops (indices into ``Flight.stops``), open both ways; ``forced`` 0, 1 or 2 as in the file."""

    a: int
    b: int
    km: float
    forced: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closing:
    """From day ``start`` until day ``end`` (0 = for good): a country pair, a place, a link or a camp is closed."""

    kind: str                      # country | location | link | camp | idpcamp | remove_forced_redirection
    name1: str
    name2: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CampSeries:
    """What one camp reported: day offsets from the start (may be negative or beyond the end) and counts, in file order
    of days; ``corrections`` are the offsets on which a new registration replaced the old basis. Where several files
    are added up, ``parts`` holds the days and counts of each, so that what was known on a day can be told."""

    camp: str
    days: NDArray[np.int64]
    counts: NDArray[np.float64]
    corrections: tuple[int, ...] = ()
    parts: tuple[tuple[NDArray[np.int64], NDArray[np.float64]], ...] = ()


@dataclass(frozen=True, slots=True)
class FlightRules:
    """The rule set with FLEE's settings; defaults are FLEE's (design: flight semantics)."""

    sum_from_camps: bool = True
    conflict_spawn_decay: tuple[float, ...] | None = None
    conflict_spawn_decay_interval: int = 30
    conflict_zone_spawning_only: bool = True
    take_from_population: bool = False
    empty_camps_on_day0: bool = False
    insert_day0: bool = True
    max_move_speed: float = 360.0
    max_walk_speed: float = 35.0
    foreign_weight: float = 1.0
    camp_weight: float = 1.0
    conflict_weight: float = 0.316
    softening: float = 10.0
    weight_softening: float = 0.0
    weight_power: float = 1.0
    distance_power: float = 1.0
    default_movechance: float = 0.3
    camp_movechance: float = 0.001
    idpcamp_movechance: float = 0.1
    conflict_movechance: float = 1.0
    movechance_pop_base: float = 10000.0
    movechance_pop_scale_factor: float = 0.0
    awareness_level: int = 1
    start_on_foot: bool = True
    avoid_short_stints: bool = False
    capacity_scaling: float = 1.0
    capacity_buffer: float = 0.9
    pruning_threshold: float = 1.0
    hasten: int = 1


@dataclass(frozen=True, slots=True)
class Flight:
    """One recorded displacement as data. ``intensity`` is of shape (day, stop), 0 to 1; day 0 is ``start``.

    ``series`` holds every entry of the data layout in its order, those included that name no camp (FLEE adds them all
    up for the arrivals of a day). ``notes`` say what was read with indulgence."""

    name: str
    start: Day
    days: int
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    closings: tuple[Closing, ...]
    intensity: NDArray[np.float64]
    series: tuple[CampSeries, ...]
    total: CampSeries | None
    rules: FlightRules = FlightRules()
    source: str = ""
    notes: tuple[Problem, ...] = ()
