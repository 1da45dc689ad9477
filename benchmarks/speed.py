"""What a day of many members costs, beside other ways to do it: one run, ratios, the machine named.

    make bench-speed            writes benchmarks/results/speed.json and prints a table

Times are CPU seconds of one process (the least of several goes) unless a line says wall. A grid is G groups × P places,
each cell with D ways to other places of its group; persons are spread evenly; a share ``DAILY`` of them leaves a day.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np

import postwar.model.streams as streams
from postwar.model.compiled.cache import kernel
from postwar.model.compiled.movement import Movement
from postwar.model.compiled.persons import PersonMovement, persons_of
from postwar.model.compiled.streams import key_of_seed, pairs, single, singles, third_word
from postwar.model.counts import default_block, run_counts, start_counts
from postwar.model.rates import Network, Way, move

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "speed.json"
GROUPS, PLACES, WAYS, PERSONS = 5, 50, 8, 150_000
DAILY = 0.02
SEED = 1
FLEE_SECONDS = {"mali2012": 115.5, "burundi2015": 385.0, "person_day": (12e-6, 20e-6)}
"""FLEE itself (commit 02cd2cb, May 2026), one agent a person, on one core: CPU seconds for one course of two of its
conflicts, and seconds a person and day. Measured on FLEE's own inputs; not measured anew here."""


def least(work: Callable[[], Any], seconds: float = 1.0, clock: Callable[[], float] = time.process_time) -> float:
    """The least time of one call, over as many calls as fit in some seconds, at least two."""
    work()
    best, spent = np.inf, 0.0
    while spent < seconds:
        start = clock()
        work()
        best = min(best, clock() - start)
        spent += clock() - start + 1e-6
    return float(best)


def grid(groups: int, places: int, ways: int) -> Network:
    """The network of a grid: from each place to ``ways`` others of the same group, the same in every group."""
    return Network([(1, Way(g * places + here, g * places + there)) for g in range(groups)
                    for here, there in links(places, ways)], groups * places)


def links(places: int, ways: int) -> list[tuple[int, int]]:
    """Which places a place leads to: drawn once, the same for every engine."""
    random = np.random.default_rng(7)
    return [(here, int(there)) for here in range(places)
            for there in random.choice([p for p in range(places) if p != here], min(ways, places - 1), replace=False)]


def rates_of(network: Network, daily: float) -> np.ndarray:
    """Unequal rates that sum to −ln(1 − daily) out of each cell."""
    weight = np.random.default_rng(8).exponential(size=len(network.ways))
    source = np.array([w.source for w in network.ways])
    return -np.log1p(-daily) * weight / np.bincount(source, weight, network.cells)[source]


def spread(persons: int, cells: int) -> np.ndarray:
    """Persons in each cell, as even as whole numbers are."""
    return np.full(cells, persons // cells) + (np.arange(cells) < persons % cells)


@kernel()
def one_by_one(k0, k1, member, draws):
    """Nothing but random numbers, one address at a time."""
    total = 0.0
    for m in range(len(member)):
        for i in range(draws):
            total += single(k0, k1, member[m], 1, third_word(16, i), 0, 0)
    return total


@kernel()
def side_by_side(k0, k1, member, third, times, u):
    """Nothing but random numbers, in vector instructions."""
    for day in range(times):
        singles(len(u), k0, k1, member, day, third, 0, u)


@kernel()
def packed(k0, k1, member, third, times, u, v):
    """Nothing but random numbers, in vector instructions, both of each block."""
    for day in range(times):
        pairs(len(u), k0, k1, member, day, third, 0, 0, u, v)


def floor_seconds() -> dict[str, float]:
    """Seconds for random numbers and nothing else: see :func:`beside` for what each is.

    ``one_by_one`` a block of the counter at each address, in a scalar loop · ``side_by_side`` the same in vector
    instructions, as the engine draws them · ``packed`` a uniform where both of a block are used.
    """
    k0, k1 = key_of_seed(SEED)
    member, u, v = np.arange(256, dtype=np.uint64), np.empty(256), np.empty(256)
    return {"one_by_one": least(lambda: one_by_one(k0, k1, member, 40), 0.5) / (256 * 40),
            "side_by_side": least(lambda: side_by_side(k0, k1, member, member, 40, u), 0.5) / (256 * 40),
            "packed": least(lambda: packed(k0, k1, member, member, 40, u, v), 0.5) / (512 * 40)}


def draws_a_member(network: Network, rates: np.ndarray, people: np.ndarray, members: int) -> tuple[float, float]:
    """From how many addresses a member-day draws, and how many uniforms it uses: counted in the plain engine, which
    draws the same."""
    count = {"single": 0, "pair": 0}
    kept = {name: getattr(streams.Draws, name) for name in count}

    def counted(name: str) -> Any:
        def draw(self: streams.Draws, attempt: int = 0) -> Any:
            count[name] += len(self.member)
            return kept[name](self, attempt)

        return draw

    for name in count:
        setattr(streams.Draws, name, counted(name))
    try:
        move(network, np.tile(rates, (members, 1)), {}, np.tile(people, (members, 1)), SEED,
             np.arange(members, dtype=np.uint64), 1)
    finally:
        for name, draw in kept.items():
            setattr(streams.Draws, name, draw)
    return (count["single"] + count["pair"]) / members, (count["single"] + 2 * count["pair"]) / members


def counts_seconds(network: Network, rates: np.ndarray, people: np.ndarray, members: int, days: int = 8,
                   seconds: float = 1.0, **how: Any) -> float:
    """CPU seconds a member-day of the count engine."""
    start = start_counts(network, people, members, SEED)
    table = np.tile(rates, (members, 1)) if how.pop("each", False) else rates
    return least(lambda: run_counts(network, table, start, days, **how), seconds) / members / days


def numpy_generator_seconds(network: Network, rates: np.ndarray, people: np.ndarray, members: int) -> float:
    """CPU seconds a member-day with NumPy's own multinomial: fast, but its numbers depend on blocks and order."""
    random = np.random.default_rng(SEED)
    sources = np.array([s for s, _ in network.by_kind["rate"]])
    table = np.stack([rates[js] for _, js in network.by_kind["rate"]])
    leave = -np.expm1(-table.sum(axis=1, keepdims=True))
    chance = np.concatenate([table / table.sum(axis=1, keepdims=True) * leave, 1 - leave], axis=1)
    arrive = np.zeros((len(network.ways), network.cells))
    arrive[np.arange(len(network.ways)), [w.target for w in network.ways]] = 1.0
    now = np.tile(people, (members, 1))

    def day() -> None:
        moved = random.multinomial(now[:, sources], chance)[:, :, :-1]
        now[:, sources] -= moved.sum(axis=2)
        now[:] += np.rint(moved.reshape(members, -1).astype(float) @ arrive).astype(np.int64)

    return least(day) / members


def persons_seconds(network: Network, rates: np.ndarray, people: np.ndarray) -> float:
    """CPU seconds a member-day person by person, compiled."""
    movement, everybody, day = PersonMovement(network), persons_of(people), [0]

    def step() -> None:
        day[0] += 1
        movement.move(rates, {}, everybody, SEED, 0, day[0])

    return least(step)


def other_programs(folder: Path) -> dict[str, Any]:
    """Mesa and FLEE, each agent a person, installed here in an environment of their own."""
    python = folder / "bin" / "python"
    out: dict[str, Any] = {}
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    done = subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "flee", "mesa"],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        out["not_installed"] = done.stderr.strip().splitlines()[-1:]
    for name, persons in (("mesa", 30_000), ("flee", 6_000)):
        about = json.dumps({"places": PLACES, "links": links(PLACES, WAYS), "persons": persons, "days": 5,
                            "chance": DAILY})
        with tempfile.TemporaryDirectory() as there:
            ran = subprocess.run([str(python), str(HERE / "others" / f"{name}_persons.py"), about], cwd=there,
                                 capture_output=True, text=True, check=False)
        asked = f"from importlib.metadata import version; print(version({name!r}))"
        version = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=False).stdout.strip()
        if ran.returncode == 0:
            each = json.loads(ran.stdout.strip().splitlines()[-1])["seconds"]
            out[name] = {"version": version, "persons_measured": persons, "seconds_a_person_day": each,
                         "seconds_a_member_day": each * PERSONS}
        else:
            out[name] = {"version": version, "does_not_run": (ran.stderr.strip().splitlines() or ["no word"])[-1]}
    return out


FIRST = """
import datetime as dt
from postwar.pipeline import Selection, outlook, update
outlook(update(Selection("karabakh-2020", known_on=dt.date(2020, 12, 15))), members=500)
"""
MANY = """
import datetime as dt, resource
from postwar.model.run import run
from postwar.pipeline import Selection, update
now = update(Selection("karabakh-2020", known_on=dt.date(2020, 12, 15)))
run(now.case, now.situation, now.situation.as_of.valid + dt.timedelta(days=1826), 10_000, 1, keep=())
"""
SETTLEMENT = """
import datetime as dt, json, time
import numpy as np
from postwar.model.run import run
from postwar.pipeline import Selection, update
now = update(Selection("karabakh-2020", known_on=dt.date(2020, 12, 15)))
to = now.situation.as_of.valid + dt.timedelta(days=365)
run(now.case, now.situation, to, 2, 1)
out, found = {}, {}
for members in (500, 4000):
    for engine in ("plain", "compiled"):
        start = time.process_time()
        found[engine] = run(now.case, now.situation, to, members, 1, engine=engine, threads=1)
        out[f"{engine}_{members}"] = time.process_time() - start
    pairs = [(np.asarray(v), np.asarray(found["plain"].series[k])) for k, v in found["compiled"].series.items()]
    out[f"differing_share_{members}"] = sum(int((a != b).sum()) for a, b in pairs) / sum(a.size for a, _ in pairs)
print(json.dumps(out))
"""


def process(code: str, cache: str | None = None) -> dict[str, Any]:
    """A Python process of its own: wall and CPU seconds, peak memory, and what it printed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("NUMBA_CACHE_DIR", None)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = cache
    watch = ("import resource, runpy, sys\nexec(sys.stdin.read())\nuse = resource.getrusage(resource.RUSAGE_SELF)\n"
             "print(use.ru_utime + use.ru_stime, use.ru_maxrss / 1024)")
    start = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", watch], input=code, env=environment, capture_output=True, text=True,
                         check=True)
    *printed, last = ran.stdout.strip().splitlines()
    cpu, memory = map(float, last.split())
    return {"wall_seconds": time.perf_counter() - start, "cpu_seconds": cpu, "peak_megabytes": memory,
            "printed": printed}


def machine() -> dict[str, Any]:
    """Where this was measured, and whether the machine had other work."""
    try:
        names = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                 if line.startswith("model name")]
    except OSError:
        names = []
    return {"processor": names[0] if names else platform.processor(), "processors": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}", "python": platform.python_version(),
            "numpy": np.__version__, "numba": numba.__version__, "load_average_at_start": os.getloadavg()[0]}


def beside() -> dict[str, Any]:
    """The grid of reference: the count engine, its twin, others, and the floor of its random numbers.

    The floor is the time to make the random numbers that a member-day needs and do nothing with them: a block of the
    counter at each address, in a scalar loop or in vector instructions; or, below what any engine with an address for
    each draw can reach, as many uniforms as it uses with both uniforms of every block used.
    """
    network = grid(GROUPS, PLACES, WAYS)
    people, floor = spread(PERSONS, network.cells), floor_seconds()
    out: dict[str, Any] = {"floor_seconds_a_number": floor, "by_daily_share": {}}
    for daily in (0.002, DAILY, 0.2):
        rates = rates_of(network, daily)
        addresses, uniforms = draws_a_member(network, rates, people, 64)
        mine = counts_seconds(network, rates, people, 256)
        own = counts_seconds(network, rates, people, 256, each=True)
        plain = counts_seconds(network, rates, people, 512, days=1, engine="plain")
        generator = numpy_generator_seconds(network, rates, people, 256)
        persons = persons_seconds(network, rates, people)
        out["by_daily_share"][str(daily)] = {
            "addresses_a_member_day": addresses, "uniforms_a_member_day": uniforms,
            "compiled_counts": mine, "compiled_counts_each_member_its_rates": own,
            "plain_counts": plain, "numpy_generator_counts": generator, "compiled_persons": persons,
            "times_faster_than_plain_counts": plain / mine, "times_faster_than_numpy_generator": generator / mine,
            "times_faster_than_compiled_persons": persons / mine,
            "times_the_floor_one_by_one": mine / (addresses * floor["one_by_one"]),
            "times_the_floor_side_by_side": mine / (addresses * floor["side_by_side"]),
            "times_the_floor_packed": mine / (uniforms * floor["packed"])}
    return out


def threads(goes: int = 12) -> dict[str, Any]:
    """One thread and two, in turn, so that other work on the machine falls on both; the best of each.

    Whether it was idle: the load average around it, and the CPU time that two threads got for a second of the clock,
    which is 2 where nobody else ran.
    """
    network = grid(GROUPS, PLACES, WAYS)
    rates = rates_of(network, DAILY)
    start = start_counts(network, spread(PERSONS, network.cells), 2_000, SEED)
    found: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    load = [os.getloadavg()[0]]
    for _ in range(goes):
        for n, times in found.items():
            wall, cpu = time.perf_counter(), time.process_time()
            run_counts(network, rates, start, 5, threads=n)
            times.append((time.perf_counter() - wall, time.process_time() - cpu))
    load.append(os.getloadavg()[0])
    wall_best = {n: min(times) for n, times in found.items()}
    return {"goes_of_each": goes, "load_average_before_and_after": load,
            "best_wall_seconds": {str(n): t[0] for n, t in wall_best.items()},
            "least_cpu_seconds": {str(n): min(t[1] for t in times) for n, times in found.items()},
            "cpu_seconds_a_wall_second_of_best": {str(n): t[1] / t[0] for n, t in wall_best.items()},
            "wall_one_over_two": wall_best[1][0] / wall_best[2][0],
            "cpu_one_over_two": min(t[1] for t in found[1]) / min(t[1] for t in found[2])}


def costs() -> dict[str, Any]:
    """How the cost grows with persons, places, members and threads."""
    network = grid(GROUPS, PLACES, WAYS)
    rates, out = rates_of(network, DAILY), {}
    out["by_persons"] = {str(n): counts_seconds(network, rates, spread(n, network.cells), 128, seconds=0.5)
                         for n in (10**3, 10**4, 10**5, 10**6, 10**7)}
    out["by_places"] = {}
    for places in (5, 15, 50, 150, 500):
        net = grid(GROUPS, places, WAYS)
        out["by_places"][str(places)] = counts_seconds(net, rates_of(net, DAILY), spread(PERSONS, net.cells), 64,
                                                       seconds=0.5)
    out["by_members"] = {str(n): counts_seconds(network, rates, spread(PERSONS, network.cells), n, seconds=0.5)
                         for n in (1, 10, 100, 1_000, 10_000)}
    out["by_threads"] = threads()
    out["block"] = default_block(network, "compiled")
    return out


def start_up() -> dict[str, Any]:
    """The first outlook of a process of its own, without and with the compiled cache; memory of a large run."""
    with tempfile.TemporaryDirectory() as cache:
        without, kept = process(FIRST, cache), process(FIRST, cache)
        many, settlement = process(MANY, cache), process(SETTLEMENT, cache)
    found = json.loads(settlement["printed"][0])
    return {"first_outlook_without_cache": without, "first_outlook_with_cache": kept,
            "10000_members_5_years_summaries_only": many, "settlement_one_year_cpu_seconds": found}


def main() -> None:
    """Measure, write, print."""
    Movement(grid(1, 3, 2))
    found: dict[str, Any] = {"machine": machine(), "grid": {
        "groups": GROUPS, "places": PLACES, "ways_a_place": WAYS, "persons": PERSONS, "daily_share": DAILY}}
    found["beside"] = beside()
    found["costs"] = costs()
    found["start_up"] = start_up()
    found["others"] = other_programs(HERE / "others" / ".venv")
    mine = found["beside"]["by_daily_share"][str(DAILY)]["compiled_counts"]
    for name in ("mesa", "flee"):
        if "seconds_a_member_day" in found["others"][name]:
            found["others"][name]["times_slower_than_compiled_counts"] = \
                found["others"][name]["seconds_a_member_day"] / mine
    found["others"]["flee_published_seconds"] = FLEE_SECONDS
    found["peak_megabytes_of_this_process"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rounded(found), indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


def rounded(value: Any) -> Any:
    """Numbers to four digits, which is more than they are good for."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
