"""A small displacement of our own for tests, and what is known about it without running it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from postwar.core.errors import AskError
from postwar.core.flight import CampSeries, Closing, Flight, FlightRules, Leg, Stop
from postwar.core.reported import interpolated
from postwar.model.processes.flight.quirks import quirks
from postwar.model.processes.flight.tables import make_tables
from postwar.model.processes.flight.timetable import draw_up
from postwar.model.processes.flight.ways import UNIT, lay_ways

DAYS = 60
PLACES = (("ash", "home", "conflict", 0, 4000), ("beck", "home", "conflict", 20, 9000),
          ("cope", "home", "town", 0, 800), ("dale", "home", "town", 0, 0), ("fork", "next", "forward", 0, 0),
          ("mill", "next", "camp", 0, 700), ("nook", "next", "camp", 0, 2500), ("oak", "home", "idpcamp", 0, 0))
ROUTES = (("ash", "beck", 61, 0), ("ash", "cope", 110, 0), ("beck", "dale", 34, 0), ("cope", "dale", 47, 0),
          ("cope", "fork", 95, 0), ("dale", "oak", 150, 0), ("fork", "mill", 40, 1), ("fork", "nook", 252, 0),
          ("dale", "fork", 70, 0), ("mill", "nook", 130, 0))
REPORTS = {"mill": (40.0, 900.0), "nook": (10.0, 1800.0), "oak": (0.0, 500.0)}


def network(closings: tuple[Closing, ...] = (), days: int = DAYS, **rules: Any) -> Flight:
    """Eight stops, ten routes, three camps, of which ``oak`` is unlimited; conflict in ash, from day 20 in beck too."""
    names = [p[0] for p in PLACES]
    stops = tuple(Stop(name, "r", country, 0.0, 0.0, kind, since, 0 if "camp" in kind else size,
                       (size or None) if "camp" in kind else None) for name, country, kind, since, size in PLACES)
    legs = tuple(Leg(names.index(a), names.index(b), float(km), forced) for a, b, km, forced in ROUTES)
    intensity = np.zeros((days, len(stops)))
    intensity[:, 0], intensity[20:, 1] = 1.0, 0.5
    series = tuple(CampSeries(c, np.array([0, days - 1]), np.array(ends)) for c, ends in REPORTS.items())
    total = CampSeries("total", np.array([0, days - 1]), np.array([50.0, 3200.0]))
    asked = {"max_move_speed": 200.0, "default_movechance": 0.5, "camp_weight": 2.0, **rules}
    return Flight("valley", dt.date(2001, 5, 1), days, stops, legs, closings, intensity, series, total,
                  FlightRules(**asked))


def ways_of(flight: Flight, compat: str = "fixed"):  # type: ignore[no-untyped-def]
    """The ways of a displacement, and the names that a path passes."""
    ways = lay_ways(flight, flight.rules, quirks(compat))
    names = [s.name for s in flight.stops]
    return ways, [" ".join(names[ways.link_b[i]] for i in path) for path in ways.links]


def table(flight: Flight, compat: str = "fixed"):  # type: ignore[no-untyped-def]
    ways = lay_ways(flight, flight.rules, quirks(compat))
    return draw_up(flight, flight.rules, quirks(compat), ways, flight.days)


@pytest.mark.parametrize(("level", "expected"), [
    (1, ["mill", "nook", "cope", "dale"]),
    (2, ["mill", "mill nook", "nook", "nook mill", "cope", "cope ash", "cope dale", "dale", "dale beck", "dale cope",
         "dale oak"]),
])
def test_paths_visit_no_stop_twice_and_end_within_the_awareness_level(level: int, expected: list[str]) -> None:
    ways, names = ways_of(network(awareness_level=level))
    fork = slice(ways.first[4], ways.first[5])
    assert sorted(names[fork]) == sorted(expected)
    for p in np.flatnonzero(ways.rest >= 0):
        assert ways.links[ways.rest[p]] == ways.links[p][1:] and ways.source[ways.rest[p]] == ways.step[p]


def test_a_marker_is_passed_through_and_is_no_destination() -> None:
    flight = network()
    stops = tuple(replace(s, kind="marker") if s.name == "fork" else s for s in flight.stops)
    ways, names = ways_of(replace(flight, stops=stops))
    cope = names[ways.first[2]:ways.first[3]]
    assert sorted(cope) == sorted(["ash", "dale", "fork mill", "fork nook", "fork dale"])
    assert ways.km[names.index("fork nook")] in (95 + 252, 70 + 252)


def test_forced_redirection_1_is_laid_twice_only_with_the_quirk() -> None:
    counts = [ways_of(network(), compat)[1].count("mill") for compat in ("flee", "fixed")]
    assert counts == [3, 2]        # from nook once, from fork once or twice


def test_of_two_ways_the_one_listed_first_is_travelled_only_with_the_quirk() -> None:
    flight = network()
    twice = replace(flight, legs=(*flight.legs, Leg(3, 7, 300.0)))
    lengths = {}
    for compat in ("flee", "fixed"):
        ways, names = ways_of(twice, compat)
        lengths[compat] = [int(ways.length[p]) // UNIT for p in range(len(names))
                           if names[p] == "oak" and ways.source[p] == 3]
    assert lengths == {"flee": [150, 150], "fixed": [150, 300]}


def test_a_weight_is_score_over_softened_distance() -> None:
    flight = network(foreign_weight=3.0, conflict_weight=0.25)
    ways, names = ways_of(flight)
    weight = table(flight).weight
    to_nook = next(p for p, name in enumerate(names) if name == "nook" and ways.source[p] == 4)
    to_beck = next(p for p, name in enumerate(names) if name == "beck" and ways.source[p] == 0)
    assert weight[0, to_nook] == pytest.approx(2.0 * 3.0 / 262)
    assert weight[[19, 20], to_beck].tolist() == pytest.approx([1 / 71, 0.25**0.5 / 71])


@pytest.mark.parametrize(("closing", "compat", "shut"), [
    (Closing("link", "fork", "mill", 3, 6), "fixed", [3, 4, 5]),
    (Closing("link", "fork", "mill", 3, 6), "flee", []),
    (Closing("country", "next", "home", 0, 2), "fixed", [0, 1]),
    (Closing("country", "next", "home", 57, 0), "fixed", [57, 58, 59]),
    (Closing("location", "fork", "", 0, 0), "fixed", list(range(60))),
    (Closing("location", "fork", "", 0, 0), "flee", []),
])
def test_what_is_closed_is_closed_both_ways_until_the_day_before_the_end(
        closing: Closing, compat: str, shut: list[int]) -> None:
    flight = network((closing,))
    ways = lay_ways(flight, flight.rules, quirks(compat))
    names = [s.name for s in flight.stops]
    a, b = {"link": ("fork", "mill"), "country": ("cope", "fork"), "location": ("fork", "mill")}[closing.kind]
    for one, two in ((a, b), (b, a)):
        link = next(i for i in range(len(ways.link_a))
                    if (ways.link_a[i], ways.link_b[i]) == (names.index(one), names.index(two)))
        assert np.flatnonzero(~table(flight, compat).open[:, link]).tolist() == shut


def test_two_closings_of_one_link_hold_until_both_end_but_for_the_quirk() -> None:
    flight = network((Closing("location", "fork", "", 1, 9), Closing("location", "mill", "", 2, 4)))
    ways, _ = ways_of(flight)
    link = next(i for i in range(len(ways.link_a)) if (ways.link_a[i], ways.link_b[i]) == (4, 5))
    assert np.flatnonzero(~table(flight, "fixed").open[:, link]).tolist() == list(range(1, 9))
    flee = lay_ways(flight, flight.rules, quirks("flee"))
    link = next(i for i in range(len(flee.link_a)) if (flee.link_a[i], flee.link_b[i]) == (4, 5))
    assert np.flatnonzero(~table(flight, "flee").open[:, link]).tolist() == [1, 2, 3]


def test_a_closed_camp_is_a_town_until_it_opens() -> None:
    times = table(network((Closing("camp", "mill", "", 0, 5),)))
    assert times.chance[[4, 5], 5].tolist() == [0.5, 0.001]
    assert times.town[[4, 5], 5].tolist() == [True, False]


def test_a_place_is_what_it_was_when_conflict_ends_but_for_the_quirk() -> None:
    flight = network()
    flight.intensity[:, 4] = 0.0
    flight.intensity[5:8, 4] = (0.2, 0.9, 0.9)
    mended, kept = table(flight, "fixed"), table(flight, "flee")
    assert mended.chance[[4, 5, 8], 4].tolist() == [1.0, 1.0, 1.0] and not mended.town[8, 4]
    assert kept.chance[8, 4] == 0.5 and kept.town[8, 4]
    assert mended.source[[5, 6], 4].tolist() == [0.2, 0.9] and kept.source[[5, 6], 4].tolist() == [0.2, 0.2]


def test_decay_of_spawning_is_a_day_late_with_the_quirk() -> None:
    flight = network(conflict_spawn_decay=(1.0, 0.5, 0.1), conflict_spawn_decay_interval=10)
    assert table(flight, "fixed").source[[9, 10, 30, 45], 0].tolist() == [1.0, 0.5, 0.1, 0.1]
    assert table(flight, "flee").source[[10, 11, 20], 0].tolist() == [1.0, 0.5, 0.1]     # conflict changes on day 20


def test_rooms_and_day_0_differ_by_the_quirks() -> None:
    flight = network(capacity_scaling=2.0)
    rooms, raws = {}, {}
    for compat in ("flee", "fixed"):
        tables, come = make_tables(flight, compat=compat, capacity=True, days=DAYS, classes=8)
        rooms[compat], raws[compat] = tables.room[5:].tolist(), int(come.raw[0])
        assert tables.start[5:].tolist() == [40, 10, 0] and come.new[0] == 0
        assert come.new.sum() == sum(int(interpolated(s, [DAYS - 1])[0]) for s in flight.series) - 50
    assert rooms == {"fixed": [1400.0, 5000.0, 0.0], "flee": [1320.0, 4980.0, 0.0]}
    assert raws == {"fixed": 50, "flee": 100}
    assert make_tables(flight, compat="flee", capacity=False, days=DAYS, classes=8)[0].room.max() == 0


def test_arrivals_wait_for_a_place_to_flee_from() -> None:
    flight = network()
    flight.intensity[:] = 0.0
    flight.intensity[7:9, 1] = 1.0
    stops = (replace(flight.stops[0], kind="town"), *flight.stops[1:])
    tables, come = make_tables(replace(flight, stops=stops), compat="fixed", capacity=True, days=DAYS, classes=8)
    whole = make_tables(network(), compat="fixed", capacity=True, days=DAYS, classes=8)[1].new
    assert come.new[:7].sum() == 0 and come.new[7] == whole[:8].sum() and come.new[9:].sum() == 0
    assert tables.new is come.new


def test_ways_shorter_than_a_kilometre_are_travelled_as_one() -> None:
    flight = network()
    short = replace(flight, legs=(*flight.legs, Leg(5, 7, 0.2)))
    assert lay_ways(short, short.rules, quirks("fixed")).length.min() == UNIT


@pytest.mark.parametrize(("change", "words"), [
    ({"awareness_level": 0}, "awareness_level"),
    ({"max_move_speed": 9000.0}, "speed"),
])
def test_what_is_not_modelled_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(AskError, match=words):
        make_tables(network(**change), compat="fixed", capacity=True, days=DAYS, classes=8)


def test_random_walking_on_a_route_is_refused() -> None:
    flight = network()
    legs = (replace(flight.legs[0], attributes={"walk_probability": "0.5"}), *flight.legs[1:])
    with pytest.raises(AskError, match="walk_probability"):
        make_tables(replace(flight, legs=legs), compat="fixed", capacity=True, days=DAYS, classes=8)
