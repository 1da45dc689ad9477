"""People move by one law: counts agree with persons who decide one by one, nobody is lost, order does not matter."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from postwar.model.rates import Network, Way, move

MEMBERS = 1_500
WAYS = [
    (1, Way(0, 1)), (1, Way(1, 2)),
    (2, Way(0, 2)), (2, Way(2, 0)),
    (3, Way(0, 3, "transition")), (3, Way(1, 3, "transition")), (3, Way(0, 1, "transition")),
]
VALUES = np.array([0.30, 0.05, 0.10, 0.02, 0.20, 1.0, 0.10])
START = np.array([90, 40, 25, 3])
MEMBER = np.arange(MEMBERS, dtype=np.uint64)


def table(values: np.ndarray = VALUES, members: int = MEMBERS) -> np.ndarray:
    return np.tile(values, (members, 1))


def run_counts(days: int, ways: list[tuple[int, Way]], values: np.ndarray, start: np.ndarray) -> np.ndarray:
    network = Network(ways, cells=len(start))
    people = np.tile(start, (MEMBERS, 1))
    for day in range(1, days + 1):
        move(network, table(values)[:, network.order], {}, people, 5, MEMBER, day)
    return people


def run_persons(days: int, ways: list[tuple[int, Way]], values: np.ndarray, start: np.ndarray, seed: int) -> np.ndarray:
    """The same law, person by person: a race of exponential clocks, then one die for those the clocks left."""
    random = np.random.default_rng(seed)
    where = np.tile(np.repeat(np.arange(len(start)), start), (MEMBERS, 1))
    for _ in range(days):
        goes = where.copy()
        for cell in range(len(start)):
            here = where == cell
            rates = [(w.target, v) for (_, w), v in zip(ways, values, strict=True)
                     if w.source == cell and w.kind == "rate"]
            clocks = np.stack([random.exponential(1 / v, where.shape) for _, v in rates]) if rates else None
            left = here.copy()
            if clocks is not None:
                first, soonest = clocks.argmin(axis=0), clocks.min(axis=0)
                rings = here & (soonest < 1.0)
                goes[rings] = np.array([t for t, _ in rates])[first[rings]]
                left &= ~rings
            die, edge = random.random(where.shape), 0.0
            for (_, w), v in zip(ways, values, strict=True):
                if w.source == cell and w.kind == "transition":
                    goes[left & (die >= edge) & (die < edge + v)] = w.target
                    edge += v
        where = goes
    return np.stack([(where == cell).sum(axis=1) for cell in range(len(start))], axis=1)


def exact_means(days: int) -> np.ndarray:
    step = np.zeros((4, 4))
    for cell in range(4):
        rates = np.array([v if w.source == cell and w.kind == "rate" else 0.0
                          for (_, w), v in zip(WAYS, VALUES, strict=True)])
        shares = np.array([v if w.source == cell and w.kind == "transition" else 0.0
                           for (_, w), v in zip(WAYS, VALUES, strict=True)])
        stay = np.exp(-rates.sum())
        for j, (_, w) in enumerate(WAYS):
            if rates[j]:
                step[cell, w.target] += (1 - stay) * rates[j] / rates.sum()
            step[cell, w.target] += stay * shares[j]
        step[cell, cell] += stay * (1 - shares.sum())
    return START @ np.linalg.matrix_power(step, days)


@pytest.mark.parametrize("days", [1, 2, 5])
def test_counts_agree_with_persons_and_with_the_exact_means(days: int) -> None:
    counts, persons = run_counts(days, WAYS, VALUES, START), run_persons(days, WAYS, VALUES, START, seed=days)
    means = exact_means(days)
    for found in (counts, persons):
        error = found.std(axis=0) / np.sqrt(MEMBERS)
        assert (np.abs(found.mean(axis=0) - means) < 4 * np.maximum(error, 1e-12)).all()
    spread = counts.var(axis=0) - persons.var(axis=0)
    noise = np.sqrt(2 / MEMBERS) * (counts.var(axis=0) + persons.var(axis=0))
    assert (np.abs(spread) < 4 * np.maximum(noise, 1e-12)).all()
    together = np.cov(counts[:, 0], counts[:, 1])[0, 1] - np.cov(persons[:, 0], persons[:, 1])[0, 1]
    assert abs(together) < 4 * np.sqrt(2 / MEMBERS) * counts.std(axis=0)[0] * counts.std(axis=0)[1] * 1.5


def test_two_hundred_cells_agree_with_the_exact_means() -> None:
    pairs = 200
    rates = np.linspace(0.0005, 1.2, pairs)
    start = np.tile([60, 0], pairs)
    ways = [(1, Way(2 * i, 2 * i + 1)) for i in range(pairs)]
    network = Network(ways, cells=2 * pairs)
    people = np.tile(start, (MEMBERS, 1))
    move(network, table(rates)[:, network.order], {}, people, 8, MEMBER, 1)
    p = -np.expm1(-rates)
    z = (people[:, 1::2].mean(axis=0) - 60 * p) / np.sqrt(60 * p * (1 - p) / MEMBERS)
    assert np.abs(z).max() < 4 and abs(z.mean()) < 4 / np.sqrt(pairs) and 0.8 < z.std() < 1.2


def test_nobody_is_lost_or_made() -> None:
    people = run_counts(7, WAYS, VALUES, START)
    assert (people >= 0).all() and (people.sum(axis=1) == START.sum()).all()


def test_the_order_of_processes_does_not_matter() -> None:
    blocks = [[(s, w) for s, w in WAYS if s == stream] for stream in (1, 2, 3)]
    parts = [VALUES[[i for i, (s, _) in enumerate(WAYS) if s == stream]] for stream in (1, 2, 3)]
    results = []
    for order in itertools.permutations(range(3)):
        ways = [w for i in order for w in blocks[i]]
        values = np.concatenate([parts[i] for i in order])
        results.append(run_counts(3, ways, values, START).tobytes())
    assert len(set(results)) == 1


def test_a_transition_of_1_takes_all_who_are_left() -> None:
    people = np.tile(np.array([50, 0, 0]), (MEMBERS, 1))
    network = Network([(1, Way(0, 1)), (2, Way(0, 2, "transition"))], cells=3)
    moved = move(network, table(np.array([0.4, 1.0]))[:, network.order], {}, people, 5, MEMBER, 1)
    assert (people[:, 0] == 0).all() and (moved.sum(axis=1) == 50).all()
    assert abs(people[:, 1].mean() - 50 * (1 - np.exp(-0.4))) < 4 * people[:, 1].std() / np.sqrt(MEMBERS)


def test_capacity_takes_movers_of_all_processes_without_favour_and_the_others_stay() -> None:
    people = np.tile(np.array([600, 200, 0, 0]), (MEMBERS, 1))
    ways = [(1, Way(0, 2, "rate", ("bus",))), (2, Way(1, 2, "rate", ("bus",))), (3, Way(0, 3))]
    network = Network(ways, cells=4)
    room = {"bus": np.full(MEMBERS, 40)}
    moved = move(network, table(np.array([0.5, 0.5, 0.1]))[:, network.order], room, people, 5, MEMBER, 1)
    by_bus = np.array([w.pools == ("bus",) for w in network.ways])
    assert (moved[:, by_bus].sum(axis=1) == 40).all() and (people.sum(axis=1) == 800).all()
    assert (people[:, 2] == 40).all() and people[:, 3].mean() > 40
    free = move(network, table(np.array([0.5, 0.5, 0.1]))[:, network.order], {},
                np.tile(np.array([600, 200, 0, 0]), (MEMBERS, 1)), 5, MEMBER, 1)
    served, asked = moved[:, by_bus], free[:, by_bus]
    expected = 40 * asked / asked.sum(axis=1, keepdims=True)
    z = (served - expected).mean(axis=0) / (served.std(axis=0) / np.sqrt(MEMBERS))
    assert np.abs(z).max() < 4


def test_two_capacities_at_once_are_both_kept() -> None:
    people = np.tile(np.array([500, 500, 0]), (200, 1))
    ways = [(1, Way(0, 2, "rate", ("bus", "bridge"))), (1, Way(1, 2, "rate", ("bridge",)))]
    network = Network(ways, cells=3)
    room = {"bus": np.full(200, 20), "bridge": np.full(200, 50)}
    moved = move(network, table(np.array([0.6, 0.6]), 200)[:, network.order], room, people, 5, MEMBER[:200], 1)
    assert (moved[:, 0] <= 20).all() and (moved.sum(axis=1) == 50).all()


@pytest.mark.parametrize(("values", "words"), [
    ([-0.1, 0.0], "rate or transition"), ([float("nan"), 0.0], "rate or transition"), ([0.0, 1.2], "more than 1")])
def test_values_that_are_none_are_refused(values: list[float], words: str) -> None:
    network = Network([(1, Way(0, 1)), (1, Way(0, 1, "transition"))], cells=2)
    with pytest.raises(ValueError, match=words):
        move(network, np.array([values])[:, network.order], {}, np.array([[5, 0]]), 1, MEMBER[:1], 1)


def test_a_negative_capacity_is_refused() -> None:
    network = Network([(1, Way(0, 1, "rate", ("bus",)))], cells=2)
    with pytest.raises(ValueError, match="'bus' is negative"):
        move(network, np.array([[1.0]]), {"bus": np.array([-1])}, np.array([[5, 0]]), 1, MEMBER[:1], 1)


@pytest.mark.parametrize("way", [Way(0, 0), Way(0, 2), Way(0, 1, "wish")])
def test_a_way_that_is_none_is_refused(way: Way) -> None:
    with pytest.raises(ValueError, match="not a way"):
        Network([(1, way)], cells=2)
