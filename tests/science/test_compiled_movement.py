"""Compiled counts, plain counts, named persons and exact means are one law; nobody is lost on the road."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.model.compiled.movement import Movement
from postwar.model.compiled.movement import move as compiled_move
from postwar.model.compiled.persons import PersonMovement, persons_of
from postwar.model.counts import run_counts, start_counts
from postwar.model.rates import Network, Way, move

pytestmark = pytest.mark.slow

SEED = 12


def anything(random: np.random.Generator, cells: int, pools: bool, days: bool) -> tuple[Network, np.ndarray]:
    """A network of both kinds of way with up to six out of a cell, and values in its order."""
    ways, values = [], []
    for source in range(cells):
        for kind, most in (("rate", 6), ("transition", 3)):
            others = [c for c in range(cells) if c != source]
            targets = random.choice(others, random.integers(0, min(most, len(others)) + 1), replace=False)
            for target in targets:
                names = tuple(p for p in ("road", "buses", "ferry") if pools and random.random() < 0.3)
                ways.append((1 + int(random.integers(3)), Way(source, int(target), kind, names,
                                                              int(random.integers(0, 4)) if days else 0)))
                scale = 0.2 if kind == "rate" else 0.9 / max(len(targets), 1)
                values.append(0.0 if random.random() < 0.15 else scale * random.random())
    order = sorted(range(len(ways)), key=lambda i: ways[i][0])
    network = Network([ways[i] for i in order], cells)
    return network, np.array(values)[order][network.order]


@pytest.mark.parametrize(("pools", "days"), [(False, False), (True, False), (True, True)])
@pytest.mark.filterwarnings("ignore:invalid value")
def test_compiled_and_plain_movement_give_the_same_numbers(pools: bool, days: bool) -> None:
    random = np.random.default_rng(3)
    cells = differ = 0
    for trial in range(12):
        network, values = anything(random, int(random.integers(2, 14)), pools, days)
        member = random.permutation(5_000)[:random.integers(1, 300)].astype(np.uint64)
        table = values * random.uniform(0.2, 1.1, (len(member), 1))
        people = random.integers(0, 10 ** int(random.integers(1, 6)), (len(member), network.cells))
        room = {name: random.integers(0, 3_000, len(member)) for name in ("road", "buses") if trial % 2}
        road = [np.zeros((len(member), network.slots, network.cells), np.int64) if days else None for _ in range(2)]
        kept = [people.copy(), people.copy()]
        movement = Movement(network)
        for day in range(1, 6):
            one = move(network, table, room, kept[0], SEED, member, day, road[0])
            two = movement.move(table, room, kept[1], SEED, member, day, road[1])
            cells, differ = cells + one.size, differ + int((one != two).sum())
            for now, away in zip(kept, road, strict=True):
                held = now.sum(axis=1) + (0 if away is None else away.sum(axis=(1, 2)))
                assert (now >= 0).all() and (held == people.sum(axis=1)).all()
    assert cells > 10_000 and differ / cells < 1e-3


@pytest.mark.parametrize("values", [[-0.1, 0.2], [float("nan"), 0.2], [float("inf"), 0.2], [0.1, 1.2]])
def test_compiled_movement_refuses_what_plain_movement_refuses(values: list[float]) -> None:
    network = Network([(1, Way(0, 1)), (1, Way(0, 2, "transition"))], 3)
    for mover in (move, compiled_move):
        with pytest.raises(ValueError):
            mover(network, np.array([values]), {}, np.array([[9, 0, 0]]), 1, np.zeros(1, np.uint64), 1)
    pooled = Network([(1, Way(0, 1, pools=("bus",)))], 2)
    for mover in (move, compiled_move):
        with pytest.raises(ValueError, match="bus"):
            mover(pooled, np.array([[0.1]]), {"bus": np.array([-1])}, np.array([[9, 0]]), 1, np.zeros(1, np.uint64), 1)


def means(network: Network, values: np.ndarray, start: np.ndarray, days: int) -> np.ndarray:
    """The exact expected persons by cell, without room or road."""
    step = np.eye(network.cells)
    for kind_first, kind in enumerate(("rate", "transition")):
        for source, js in network.by_kind[kind]:
            total = values[js].sum()
            if total <= 0:
                continue
            stay = step[source, source]
            go = -np.expm1(-total) if kind_first == 0 else total
            step[source, source] -= stay * go
            for j in js:
                step[source, network.ways[j].target] += stay * go * values[j] / total
    return start @ np.linalg.matrix_power(step, days)


def test_counts_and_exact_means_agree_in_240_cells() -> None:
    random = np.random.default_rng(6)
    network, values = anything(random, 240, False, False)
    start, members, days = random.integers(0, 400, 240), 1_200, 4
    expected = means(network, values, start, days)
    found = run_counts(network, values, start_counts(network, start, members, SEED), days)
    error = np.sqrt(np.maximum(found.people.var(axis=0), 1e-12) / members)
    z = (found.people.mean(axis=0) - expected)[expected > 0.01] / error[expected > 0.01]
    assert len(z) >= 200 and np.abs(z).max() < 4 and 0.85 < z.std() < 1.15
    assert (found.persons() == start.sum()).all()


def persons_after(network: Network, values: np.ndarray, room: dict[str, int], start: np.ndarray, days: int,
                  members: int) -> np.ndarray:
    movement, out = PersonMovement(network), []
    for member in range(members):
        everybody = persons_of(start)
        for day in range(1, days + 1):
            movement.move(values, room, everybody, SEED + 1, member, day)
        assert len(everybody.cell) == start.sum()
        out.append(everybody.counts(network.cells, days))
    return np.array(out)


@pytest.mark.parametrize(("room", "days"), [({}, False), ({"road": 12, "buses": 5}, False), ({"buses": 4}, True)])
def test_counts_and_named_persons_have_one_law(room: dict[str, int], days: bool) -> None:
    random = np.random.default_rng(9)
    network, values = anything(random, 6, True, days)
    start, members = np.array([60, 0, 35, 5, 90, 20]), 3_000
    named = persons_after(network, values, room, start, 5, members)
    counted = run_counts(network, values, start_counts(network, start, members, SEED), 5, capacities=room).people
    noise = np.sqrt((named.var(axis=0) + counted.var(axis=0)) / members)
    z = (named.mean(axis=0) - counted.mean(axis=0)) / np.maximum(noise, 1e-9)
    spread = (named.var(axis=0) - counted.var(axis=0)) / (
        np.sqrt(2 / members) * np.maximum(named.var(axis=0) + counted.var(axis=0), 1e-9))
    assert np.abs(z).max() < 4 and np.abs(spread).max() < 4
    for cell in range(6):       # the whole distribution, in the cells' own classes
        classes = np.unique(np.quantile(counted[:, cell], np.linspace(0, 1, 9)))
        a, b = (np.bincount(np.searchsorted(classes, x[:, cell]), minlength=len(classes) + 1) for x in (named, counted))
        seen = a + b > 20
        assert ((a - b) ** 2 / np.maximum(a + b, 1))[seen].sum() < 45


def test_those_on_the_road_arrive_on_their_day_and_not_before() -> None:
    network = Network([(1, Way(0, 1, "transition", days=3)), (1, Way(1, 0, "transition", days=0))], 2)
    for engine in ("plain", "compiled"):
        now = start_counts(network, np.array([50, 0]), 4, SEED)
        seen = []
        for day in range(1, 7):
            now = run_counts(network, np.array([1.0 if day == 1 else 0.0, 0.0]), now, 1, engine=engine)
            seen.append(now.people[0].tolist())
            assert (now.persons() == 50).all()
        assert seen == [[0, 0]] * 3 + [[0, 50]] * 3
