"""Counts, persons one by one and exact means of flight agree: three ways to the same law."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from postwar.core.flight import Closing, Flight
from postwar.model.processes.flight.persons import simulate_persons
from postwar.model.processes.flight.run import simulate
from postwar.model.processes.flight.tables import make_tables
from postwar.model.processes.flight.test_network import DAYS, network

pytestmark = pytest.mark.slow

CLOSINGS = (Closing("country", "home", "next", 4, 11), Closing("camp", "nook", "", 0, 25),
            Closing("location", "dale", "", 30, 33))


def exact_means(flight: Flight, compat: str) -> np.ndarray:
    """Expected people in each camp at the end of each day, without capacities and short stints: probabilities pushed
    along the ways, cell by cell, with no random number. Days of a way by walking it, not by division."""
    tb, _ = make_tables(flight, compat=compat, capacity=False, days=flight.days, classes=8)
    stops = len(tb.room)
    new, old = tb.start.astype(float), np.zeros(stops)
    due: dict[int, dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
    out = np.zeros((flight.days, stops))
    for day in range(flight.days):
        total = tb.spawn[day].sum()
        new = new + (tb.new[day] * tb.spawn[day] / total if total else 0.0)
        night = np.zeros(stops)

        def leave(stop: int, mass: float, used: int, foot: bool, day: int = day,
                  night: np.ndarray = night, order: list[tuple[int, int]] | None = None) -> float:
            """Send the leavers on their way; what stays."""
            span = range(tb.first[stop], tb.first[stop + 1])
            weight = sum(tb.weight[day, p] for p in span)
            if weight == 0:
                return mass
            for p in span:
                moving = mass * tb.chance[day, stop] * tb.weight[day, p] / weight
                speed, done, when, spent = int((tb.foot if foot else tb.speed)[p]), 0, day, used
                while moving:
                    reach = speed if tb.again else speed * max(tb.day_length - spent, 0) // tb.day_length
                    if done + reach > tb.length[p]:
                        short = int(tb.length[p]) - done
                        spent += short if tb.again else short * tb.day_length // speed
                        if when == day and order is not None and (p, spent) not in due[day]:
                            heapq.heappush(order, (spent, p))
                        due[when][p, spent] += moving
                        break
                    done, when, spent = done + reach, when + 1, 0
            return mass * (1 - tb.chance[day, stop])

        for stop in range(stops):
            new[stop] = leave(stop, new[stop], 0, True)
            night[stop] += leave(stop, old[stop], 0, False)
        coming, order = due[day], sorted((used, p) for p, used in due[day])
        while order:
            used, p = heapq.heappop(order)
            mass = coming.pop((p, used))
            if not tb.open[day, p]:
                night[tb.source[p]] += mass
            elif mass < 1e-6 or used >= (tb.speed[p] if tb.again else tb.day_length):
                night[tb.step[p]] += mass
            else:
                night[tb.step[p]] += leave(int(tb.step[p]), mass, used, False, order=order)
        old = night
        out[day] = new + old
    return out[:, tb.camps]


@pytest.mark.slow
@pytest.mark.parametrize(("compat", "on_foot"), [("flee", True), ("fixed", True), ("flee", False)])
def test_mean_counts_are_the_exact_means(compat: str, on_foot: bool) -> None:
    flight = network(CLOSINGS, start_on_foot=on_foot)
    counts = simulate(flight, 1500, 11, compat=compat, capacity=False).counts
    mean, exact = counts.mean(axis=0), exact_means(flight, compat)
    error = counts.std(axis=0) / np.sqrt(len(counts))
    lively = error > 0
    z = (mean - exact)[lively] / error[lively]
    assert lively.sum() >= 150 and np.abs(z).max() < 4 and abs(z.mean()) < 1
    assert np.abs(mean - exact)[~lively].max(initial=0) < 0.01
    assert exact[-1].min() > 100


@pytest.mark.slow
@pytest.mark.parametrize(("compat", "rules"), [
    ("fixed", {"avoid_short_stints": True, "conflict_spawn_decay": (1.0, 0.5)}),
    ("flee", {"avoid_short_stints": True, "awareness_level": 2}),
    ("fixed", {"take_from_population": True, "distance_power": 1.5, "weight_power": 0.5, "pruning_threshold": 4.0}),
])
def test_counts_and_persons_agree(compat: str, rules: dict[str, Any]) -> None:
    flight = network(CLOSINGS, days=45, hasten=12, **rules)
    counts = simulate(flight, 3000, 5, compat=compat, capacity=False, classes=40).counts
    persons = simulate_persons(flight, 60, 6, compat=compat, capacity=False)
    lively = counts.std(axis=0) > 0.5
    error = counts.std(axis=0) * np.sqrt(1 / len(counts) + 1 / len(persons))
    z = (counts.mean(axis=0) - persons.mean(axis=0))[lively] / error[lively]
    assert lively.sum() >= 80 and np.abs(z).max() < 4
    ratio = counts.var(axis=0)[lively].sum() / persons.var(axis=0, ddof=1)[lively].sum()
    assert 0.7 < ratio < 1.4


@pytest.mark.slow
def test_the_distribution_of_a_camp_is_that_of_persons() -> None:
    flight = network(days=22, hasten=20, avoid_short_stints=True)
    counts = simulate(flight, 6000, 3, compat="fixed", capacity=False, classes=40).counts[:, -1]
    persons = simulate_persons(flight, 300, 4, compat="fixed", capacity=False)[:, -1]
    for camp in range(counts.shape[1]):
        edges = np.unique(np.quantile(counts[:, camp], np.linspace(0, 1, 8))[1:-1])
        sides = [np.bincount(np.searchsorted(edges, x[:, camp], side="left"), minlength=len(edges) + 1)
                 for x in (counts, persons)]
        assert stats.chi2_contingency(np.array(sides)).pvalue > 1e-3


@pytest.mark.slow
def test_a_camp_that_fills_does_so_as_with_persons() -> None:
    flight = network(days=40, hasten=10, avoid_short_stints=True)
    counts = simulate(flight, 1000, 5, compat="flee", fineness=0.1).counts.mean(axis=0)
    persons = simulate_persons(flight, 40, 6, compat="flee").mean(axis=0)
    people = persons.sum(axis=1)
    gap = np.abs(counts - persons).sum(axis=1)[10:] / people[10:]
    free = simulate(flight, 100, 5, compat="flee", capacity=False).counts.mean(axis=0)
    assert gap.max() < 0.06 and gap.mean() < 0.025
    assert (np.abs(free - persons).sum(axis=1)[-1] / people[-1]) > 0.3      # the room does matter here


@pytest.mark.slow
def test_recent_travel_in_eight_classes_is_as_good_as_in_forty() -> None:
    flight = network(CLOSINGS, avoid_short_stints=True)
    few, many = (simulate(flight, 400, 9, compat="fixed", classes=k).counts.astype(float) for k in (8, 40))
    people = many.mean(axis=0).sum(axis=1)
    assert (np.abs(few.mean(axis=0) - many.mean(axis=0)).sum(axis=1)[20:] / people[20:]).max() < 0.01


def test_a_full_camp_takes_nobody_in_and_leaks_by_its_moving_chance() -> None:
    flight = network((), capacity_scaling=0.2, avoid_short_stints=True)
    mill = simulate(flight, 50, 2, compat="flee").counts[:, :, 0]
    room = 0.2 * (700 - 40)
    full = mill[:, :-1] >= room
    assert full.sum() > 500 and (np.diff(mill, axis=1)[full] <= 0).all()
    assert (np.diff(mill, axis=1)[full] < 0).mean() == pytest.approx(1 - 0.999 ** mill[:, :-1][full].mean(), abs=0.04)


def test_nobody_passes_a_link_that_is_closed_for_good() -> None:
    shut = (Closing("link", "fork", "mill", 0, 0), Closing("link", "mill", "nook", 0, 0))
    flight = network(shut)
    counts = simulate(flight, 20, 1, compat="fixed").counts
    assert (counts[:, :, 0] <= 40).all() and counts[:, -1, 1].mean() > 100
    assert simulate(flight, 20, 1, compat="flee").counts[:, -1, 0].mean() > 200      # with the quirk it is open


@pytest.mark.slow
def test_awareness_lets_people_go_far_in_one_choice() -> None:
    near, far = (simulate(network(awareness_level=k), 200, 4, compat="fixed", days=DAYS).counts for k in (1, 2))
    assert near[:, 20].sum(axis=1).mean() != pytest.approx(far[:, 20].sum(axis=1).mean(), rel=0.02)


def test_fast_links_are_quicker() -> None:
    flight = network()
    legs = tuple(replace(leg, attributes={"max_move_speed": "20"}) for leg in flight.legs)
    slow = simulate(replace(flight, legs=legs), 50, 4, compat="fixed").counts[:, 15].sum(axis=1).mean()
    assert slow < simulate(flight, 50, 4, compat="fixed").counts[:, 15].sum(axis=1).mean()
