"""Flight against FLEE: the same displacements, as near as FLEE is to itself, and how much faster. One run, one table.

    python benchmarks/flight.py FOLDER      writes benchmarks/results/flight.json and prints it

FOLDER holds FLEE input directories, the ``simsetting.yml`` that they were run with, and ``reference/`` with FLEE's own
outputs: ``<name>_h50*.csv`` replicas with one agent for 50 people. Nothing is measured of FLEE here: its CPU seconds
are those of ``FLEE_SECONDS``. Times are CPU seconds of one process unless a line says wall.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numba
import numpy as np

from postwar.cases.flee import load_flight
from postwar.core.flight import Flight
from postwar.model.processes.flight.run import FINENESS, simulate
from postwar.model.processes.flight.tables import CLASSES
from postwar.outlook.scores.difference import averaged_relative_difference

RESULTS = Path(__file__).parent / "results" / "flight.json"
FLEE_SECONDS = {"mali2012": 115.5, "burundi2015": 385.0}
"""FLEE itself (commit 02cd2cb, May 2026), one agent a person, one course on one core of an AMD EPYC of 2.45 GHz."""
HASTEN, MEMBERS, FRESH, SEED = 50, 200, 100, 20
COLD = """
import sys, time
from postwar.cases.flee import load_flight
from postwar.model.processes.flight.run import simulate
flight = load_flight(sys.argv[1], sys.argv[2])
simulate(flight, int(sys.argv[3]), 1, compat="flee")
import resource
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""


def read_replicas(folder: Path, name: str) -> tuple[list[str], list[np.ndarray], np.ndarray]:
    """FLEE's own outputs: camps, people in them (day, camp) of each replica, and the reports (day, camp)."""
    runs, camps, data = [], [], np.zeros(0)
    for path in sorted((folder / "reference").glob(f"{name}_h{HASTEN}*.csv")):
        with path.open(newline="") as lines:
            rows = list(csv.DictReader(lines))
        camps = [key[:-4] for key in rows[0] if key.endswith(" sim")]
        runs.append(np.array([[float(row[f"{c} sim"]) for c in camps] for row in rows]))
        data = np.array([[float(row[f"{c} data"]) for c in camps] for row in rows])
    return camps, runs, data


def rescaled(people: np.ndarray, reports: np.ndarray) -> float:
    """FabFlee's averaged relative difference, rescaled, 0 to 2."""
    return float(averaged_relative_difference(people, reports, rescaled=True))


def equivalence(folder: Path, name: str) -> dict[str, float | int]:
    """How much of FLEE lies in the members' 95 % band, beside how much of fresh members does."""
    flight = hastened(folder, name, HASTEN)
    camps, runs, data = read_replicas(folder, name)
    ran = simulate(flight, MEMBERS + FRESH, SEED, compat="flee")
    counts = ran.counts[:, :, [ran.camps.index(c) for c in camps]].astype(float)
    low, high = np.quantile(counts[:MEMBERS], [0.025, 0.975], axis=0)

    def inside(people: np.ndarray) -> float:
        return float(((people >= low) & (people <= high)).mean())

    return {"replicas": len(runs), "camp_days": int(data.size),
            "flee_inside": round(float(np.mean([inside(r) for r in runs])), 4),
            "fresh_inside": round(float(np.mean([inside(r) for r in counts[MEMBERS:]])), 4),
            "flee_difference": round(float(np.mean([rescaled(r, data) for r in runs])), 4),
            "difference": round(float(np.mean([rescaled(r, data) for r in counts])), 4),
            "difference_sd": round(float(np.std([rescaled(r, data) for r in counts])), 4)}


def hastened(folder: Path, name: str, persons: int) -> Flight:
    """A displacement with one counted head for so many persons."""
    flight = load_flight(folder / name, folder / "simsetting.yml")
    return replace(flight, rules=replace(flight.rules, hasten=persons))


def cpu(flight: Flight, members: int, threads: int = 1) -> tuple[float, float]:
    """CPU and wall seconds of a run."""
    start, wall = time.process_time(), time.perf_counter()
    simulate(flight, members, SEED, compat="flee", threads=threads)
    return time.process_time() - start, time.perf_counter() - wall


def speed(folder: Path, name: str) -> dict[str, float]:
    """Marginal CPU seconds a member with all persons: 201 members against 1 where FLEE was timed, else 5 against 1."""
    flight = hastened(folder, name, 1)
    members = 201 if name in FLEE_SECONDS else 5
    cpu(flight, 1)
    each = (cpu(flight, members)[0] - cpu(flight, 1)[0]) / (members - 1)
    out = {"seconds_a_member": round(each, 5)}
    if name in FLEE_SECONDS:
        out |= {"flee_seconds": FLEE_SECONDS[name], "times_flee": round(FLEE_SECONDS[name] / each)}
    return out


def fresh(folder: Path, name: str, members: int, cache: str | None = None) -> dict[str, float]:
    """A process of its own: wall and CPU seconds from its start to its end, and peak MiB."""
    env = {**os.environ, **({"NUMBA_CACHE_DIR": cache} if cache else {})}
    start = time.perf_counter()
    asked = [sys.executable, "-c", COLD, str(folder / name), str(folder / "simsetting.yml"), str(members)]
    done = subprocess.run(asked, env=env, capture_output=True, text=True, check=True)
    used, peak = map(float, done.stdout.split())
    wall = time.perf_counter() - start
    return {"wall_seconds": round(wall, 2), "cpu_seconds": round(used, 2), "peak_mib": round(peak)}


def starts(folder: Path) -> dict[str, dict[str, float]]:
    """From a cold process to the first result, without and with the compiled cache; and a thousand members."""
    with tempfile.TemporaryDirectory() as cache:
        without = fresh(folder, "mali2012", 20, cache)
        kept = fresh(folder, "mali2012", 20, cache)
        thousand = fresh(folder, "mali2012", 1000, cache)
    return {"first_result_compiling": without, "first_result_cached": kept, "thousand_members_of_mali2012": thousand}


def by_persons(folder: Path) -> dict[str, float]:
    """CPU seconds a member of burundi2015 with one counted head for ever fewer persons."""
    out = {}
    for persons in (1000, 100, 10, 1):
        flight = hastened(folder, "burundi2015", persons)
        cpu(flight, 1)
        out[f"1:{persons}"] = round((cpu(flight, 41)[0] - cpu(flight, 1)[0]) / 40, 5)
    return out


def main(folder: Path) -> None:
    """Measure, print, write."""
    names = sorted(p.name for p in folder.iterdir() if (p / "input_csv").is_dir())
    replicated = [n for n in names if list((folder / "reference").glob(f"{n}_h{HASTEN}*.csv"))]
    same = {name: equivalence(folder, name) for name in replicated}
    weight = np.array([row["replicas"] * row["camp_days"] for row in same.values()], float)
    pooled = float(np.average([row["flee_inside"] for row in same.values()], weights=weight))
    two = hastened(folder, "mali2012", 1)
    walls = {n: cpu(two, 60, threads=n)[1] for n in (1, 2)}
    result = {
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count(),
                    "load_before": round(os.getloadavg()[0], 2), "python": platform.python_version(),
                    "numpy": np.__version__, "numba": numba.__version__},
        "settings": {"classes": CLASSES, "fineness": FINENESS, "seed": SEED, "compat": "flee"},
        "equivalence": same, "pooled_flee_inside": round(pooled, 4),
        "speed": {name: speed(folder, name) for name in names}, "cost_by_persons": by_persons(folder),
        "two_threads_times_one": round(walls[1] / walls[2], 2), "start": starts(folder)}
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
