"""How well a replay goes on from what camps had reported by a day: methods, each conflict and means, as a table.

    python benchmarks/restart.py FOLDER [--members N] [--hasten N] [--out benchmarks/results/restart.csv]

FOLDER holds FLEE directories and a simsetting.yml. Score: averaged relative difference, rescaled, 0 to 2, against the
interpolated and corrected reports. Measures: all days from 31 on with origin day 30; and day origin + 30 and origin +
90 for origins every 30 days. Methods are given what camps had reported by the origin, as it was then (as-of), and:
arrivals "given": the recorded arrivals of all days, as FLEE is given them; arrivals "forecast": none after the origin.
The model runs with one count for ``hasten`` persons; what is scored is in persons. Row "mixture, left out": its
weights are chosen on the other conflicts alone.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from postwar.cases.flee import load_flight
from postwar.core.flight import Flight, FlightRules
from postwar.core.reported import as_of, interpolated
from postwar.model.processes.flight.run import FlightRun, simulate
from postwar.outlook.restart.conditioning import KEPT, Mixing, condition
from postwar.outlook.restart.known import as_known
from postwar.outlook.restart.rivals import anchored_increments, ensemble_smoother, model_flow, particle_weights
from postwar.outlook.scores.difference import relative_difference
from postwar.outlook.scores.naive import fixed_share
from postwar.outlook.shares import shares

MEASURES = ("day 31 on", "t+30", "t+90")
BARS = {("given", "day 31 on"): 0.38, ("none", "day 31 on"): 0.56, ("given", "t+30"): 0.160, ("given", "t+90"): 0.190}
GRID = [Mixing(d, g, w) for d, g, w in itertools.product((0.0, 0.25, 0.5), (0.0, 0.3, 0.6, 0.9), (60, 90))
        if g > 0 or w == 60]
LIMITS = (None, 1.0, 1.125, 1.25)
JITTERED = 16
SEED = 1

Course = np.ndarray
Method = Callable[["Conflict", int], Course]


@dataclass
class Conflict:
    """One conflict with one setting of capacities: the mean course, an ensemble of jittered rules, and the reports."""

    flight: Flight
    capacity: bool
    camps: tuple[str, ...]
    truth: np.ndarray
    known: np.ndarray
    totals: np.ndarray
    rooms: np.ndarray
    course: np.ndarray
    jittered: np.ndarray
    members: int

    def limits(self, factor: float | None) -> np.ndarray | None:
        """Capacities times a factor; None for no limit."""
        return None if factor is None or not self.capacity else self.rooms * factor


def by_day(flight: Flight, run: FlightRun, read: Callable[..., np.ndarray]) -> np.ndarray:
    """What camps reported, (day, camp)."""
    series = {one.camp: one for one in flight.series}
    return np.stack([read(series[camp], np.arange(flight.days)) for camp in run.camps], axis=1).astype(float)


def jitter(rules: FlightRules, count: int) -> list[FlightRules]:
    """Rule sets spread evenly over wide ranges (a Kronecker sequence with the square roots of primes)."""
    roots = np.sqrt(np.array([2.0, 3.0, 5.0, 7.0, 11.0]))
    return [replace(rules, softening=float(3.0 * (50 / 3) ** u[0]), camp_weight=float(4.0 ** u[1]),
                    distance_power=float(0.5 + 1.5 * u[2]), conflict_weight=float(0.1 ** (1 - u[3])),
                    default_movechance=float(0.2 + 0.6 * u[4]))
            for u in (np.arange(1, count + 1)[:, None] * roots % 1.0)]


def prepare(flight: Flight, capacity: bool, members: int) -> Conflict:
    """Run a conflict with its arrivals given."""
    run = simulate(flight, members, SEED, capacity=capacity)
    each = flight.rules.hasten
    truth, known = by_day(flight, run, interpolated), by_day(flight, run, as_of)
    rooms = {stop.name: np.inf if stop.capacity is None else float(stop.capacity) for stop in flight.stops}
    jittered = [simulate(replace(flight, rules=r), 1, SEED, capacity=capacity).counts[0] for r in jitter(flight.rules,
                                                                                                         JITTERED)]
    return Conflict(flight, capacity, run.camps, truth, known, truth[0].sum() + each * np.cumsum(run.arrivals),
                    np.array([rooms[camp] for camp in run.camps]), each * run.counts.mean(axis=0),
                    each * np.array(jittered, float), members)


def particles(c: Conflict, origin: int) -> Course:
    """The mixture on the course of jittered rules weighted by their skill at the origin."""
    weight = particle_weights(c.known, c.jittered, origin)
    return condition(c.known, np.tensordot(weight, c.jittered, 1), origin, c.totals, c.limits(1.0))


def mixture(limit: float | None, mixing: Mixing) -> Method:
    """The law with other weights."""
    return lambda c, n: condition(c.known, c.course, n, c.totals, c.limits(limit), mixing)


def smoothed(c: Conflict, origin: int) -> Course:
    """Half the mixture, half the ensemble smoother, in shares."""
    own = shares(condition(c.known, c.course, origin, c.totals, c.limits(1.0)))
    return (own + shares(ensemble_smoother(c.known, c.jittered, origin))) / 2


METHODS: Mapping[str, Method] = {
    "fixed share": lambda c, n: fixed_share(c.known, n, c.totals[n + 1:]),
    "model, not conditioned": lambda c, n: c.course[n + 1:],
    "model flow": lambda c, n: model_flow(c.known, c.course, n, c.totals),
    "anchored increments": lambda c, n: anchored_increments(c.known, c.course, n),
    "ensemble smoother": lambda c, n: ensemble_smoother(c.known, c.jittered, n),
    "particles, then mixture": particles,
    "mixture and smoother": smoothed,
    "mixture (kept)": mixture(1.0, KEPT),
}


def score(c: Conflict, method: Method) -> np.ndarray:
    """The three measures of a method on a conflict."""
    days = c.flight.days
    first = float(relative_difference(method(c, 30), c.truth[31:]).mean())
    late: dict[int, list[float]] = {30: [], 90: []}
    for origin in range(30, days - 30, 30):
        ahead = method(c, origin)
        for h, found in late.items():
            if origin + h < days:
                at = min(h, len(ahead)) - 1
                found.append(float(relative_difference(ahead[at:at + 1], c.truth[origin + h:origin + h + 1])[0]))
    return np.array([first, *(float(np.mean(found)) for found in late.values())])


def forecast(c: Conflict, origin: int) -> Course:
    """The mixture where no arrival after the origin is known."""
    flight = as_known(c.flight, origin)
    days = flight.days if origin == 30 else min(flight.days, origin + 91)
    run = simulate(flight, max(2, c.members // 4), SEED, capacity=c.capacity, days=days)
    each = flight.rules.hasten
    course = each * run.counts.mean(axis=0)
    if c.known[origin].sum() == 0:
        return course[origin + 1:]
    totals = c.known[origin].sum() + each * (np.cumsum(run.arrivals) - run.arrivals[:origin + 1].sum())
    return condition(c.known, course, origin, totals, c.limits(1.0))


def left_out(given: list[Conflict], free: list[Conflict]) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[str]]:
    """For each conflict the scores of the mixture whose weights are best on all others, and which weights these are.

    Best: least sum of the four measures that have a bar, each by its bar."""
    table = {}
    for mixing in GRID:
        bare = [score(c, mixture(None, mixing)) for c in free]
        for limit in LIMITS:
            table[limit, mixing] = [(score(c, mixture(limit, mixing)), b) for c, b in zip(given, bare, strict=True)]

    def loss(rows: list[tuple[np.ndarray, np.ndarray]], out: int) -> float:
        return sum(a[0] / 0.38 + b[0] / 0.56 + a[1] / 0.16 + a[2] / 0.19 for i, (a, b) in enumerate(rows) if i != out)

    chosen = [min(table, key=lambda key: loss(table[key], out)) for out in range(len(given))]
    every = min(table, key=lambda key: loss(table[key], -1))
    said = [f"{limit} x capacity, {mixing}" for limit, mixing in [*chosen, every]]
    return [table[key][i] for i, key in enumerate(chosen)], said


def main() -> None:
    """Run all and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=8)
    parser.add_argument("--hasten", type=int, default=10)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results/restart.csv")
    args = parser.parse_args()
    folders = sorted(p for p in args.folder.iterdir() if (p / "input_csv").is_dir())
    sets: dict[str, list[Conflict]] = {"given": [], "none": []}
    for folder in folders:
        flight = load_flight(folder, args.folder / "simsetting.yml")
        flight = replace(flight, rules=replace(flight.rules, hasten=args.hasten))
        for name, conflicts in sets.items():
            conflicts.append(prepare(flight, name == "given", args.members))
            print("ran", folder.name, name, file=sys.stderr, flush=True)
    rows: list[tuple[str, str, str, list[np.ndarray]]] = []
    for name, conflicts in sets.items():
        rows += [(method, name, "given", [score(c, law) for c in conflicts]) for method, law in METHODS.items()]
        rows.append(("mixture (kept)", name, "forecast", [score(c, forecast) for c in conflicts]))
        print("scored", name, file=sys.stderr, flush=True)
    pairs, said = left_out(sets["given"], sets["none"])
    rows += [("mixture, left out", "given", "given", [a for a, _ in pairs]),
             ("mixture, left out", "none", "given", [b for _, b in pairs])]
    write(args.out, [p.name for p in folders], rows)
    for folder, words in zip([*(f"without {p.name}" for p in folders), "on all"], said, strict=True):
        print(f"chosen {folder}: {words}")


def write(path: Path, names: list[str], rows: list[tuple[str, str, str, list[np.ndarray]]]) -> None:
    """The table, and its means on the terminal."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["method", "capacities", "arrivals", "measure", *names, "mean", "bar"])
        for method, capacities, arrivals, scores in rows:
            for at, measure in enumerate(MEASURES):
                values = [s[at] for s in scores]
                bar = BARS.get((capacities, measure), "")
                out.writerow([method, capacities, arrivals, measure, *(f"{v:.3f}" for v in (*values, np.mean(values))),
                              bar])
            print(f"{method:24} capacities {capacities:5} arrivals {arrivals:8}",
                  *(f"{m} {np.mean([s[at] for s in scores]):.3f}" for at, m in enumerate(MEASURES)))


if __name__ == "__main__":
    main()
