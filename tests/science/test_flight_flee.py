"""Flight with FLEE's quirks is as near to FLEE itself as FLEE's own courses are to one another."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from postwar.cases.flee import load_flight
from postwar.model.processes.flight.run import simulate
from postwar.outlook.scores.difference import averaged_relative_difference

DATA = Path(__file__).parents[2] / "../shared/data/flee"
HASTEN, MEMBERS, FRESH = 50, 200, 60
pytestmark = [pytest.mark.slow,
              pytest.mark.skipif(not DATA.is_dir(), reason="the recorded displacements are not here")]


@dataclass(frozen=True)
class Compared:
    """Shares of camp-days inside the members' 95 % band, of FLEE's replicas and of fresh members; FLEE's camp-days;
    averaged relative differences of members and FLEE's replicas, each a mean."""

    flee_inside: float
    fresh_inside: float
    camp_days: int
    difference: float
    flee_difference: float


@cache
def compared(name: str) -> Compared:
    """Run a displacement with one head for 50 people beside FLEE's replicas of it."""
    flight = load_flight(DATA / name, DATA / "simsetting.yml")
    flight = replace(flight, rules=replace(flight.rules, hasten=HASTEN))
    camps, runs, reports = replicas(name)
    ran = simulate(flight, MEMBERS + FRESH, 20, compat="flee")
    counts = ran.counts[:, :, [ran.camps.index(c) for c in camps]].astype(float)
    low, high = np.quantile(counts[:MEMBERS], [0.025, 0.975], axis=0)

    def inside(courses: np.ndarray) -> float:
        return float(((courses >= low) & (courses <= high)).mean())

    def difference(courses: np.ndarray) -> float:
        return float(np.mean([averaged_relative_difference(c, reports, rescaled=True) for c in courses]))

    return Compared(inside(runs), inside(counts[MEMBERS:]), runs.size, difference(counts), difference(runs))


def replicas(name: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Camps, FLEE's people in them (replica, day, camp), and what the camps reported (day, camp)."""
    tables = []
    for path in sorted((DATA / "reference").glob(f"{name}_h{HASTEN}*.csv")):
        with path.open(newline="") as lines:
            tables.append(list(csv.DictReader(lines)))
    camps = [key[:-4] for key in tables[0][0] if key.endswith(" sim")]
    runs = np.array([[[float(row[f"{c} sim"]) for c in camps] for row in rows] for rows in tables])
    return camps, runs, np.array([[float(row[f"{c} data"]) for c in camps] for row in tables[0]])


NAMES = [pytest.param("mali2012", marks=pytest.mark.slow), pytest.param("burundi2015", marks=pytest.mark.long),
         pytest.param("car2013", marks=pytest.mark.long)]


@pytest.mark.parametrize("name", NAMES)
def test_flee_lies_in_the_members_band_as_fresh_members_do(name: str) -> None:
    found = compared(name)
    assert found.fresh_inside > 0.9
    assert found.flee_inside >= found.fresh_inside - 0.03


@pytest.mark.parametrize("name", NAMES)
def test_the_averaged_relative_difference_is_that_of_flee(name: str) -> None:
    found = compared(name)
    assert found.difference == pytest.approx(found.flee_difference, abs=0.01)
    with (DATA / "reference/scores.csv").open(newline="") as lines:
        published = next(float(row["ard_rescaled"]) for row in csv.DictReader(lines)
                         if row["conflict"] == name and row["run"] == "FLEE h50 given capacities")
    assert found.difference == pytest.approx(published, abs=0.01)


@pytest.mark.long
def test_over_three_displacements_94_of_100_camp_days_of_flee_lie_in_the_band() -> None:
    found = [compared(name) for name in ("mali2012", "burundi2015", "car2013")]
    assert np.average([f.flee_inside for f in found], weights=[f.camp_days for f in found]) >= 0.94


@pytest.mark.slow
def test_the_arrivals_are_flees_to_the_person() -> None:
    for name in ("mali2012", "burundi2015", "car2013"):
        flight = load_flight(DATA / name, DATA / "simsetting.yml")
        flight = replace(flight, rules=replace(flight.rules, hasten=HASTEN))
        with (DATA / f"reference/{name}_h{HASTEN}.csv").open(newline="") as lines:
            rows = list(csv.DictReader(lines))
        ran = simulate(flight, 1, 1, compat="flee", days=len(rows))
        people = [int(float(row["total refugees (simulation)"])) for row in rows]
        assert np.diff(people).tolist() == ran.arrivals[1:].tolist()
        assert [int(float(row["refugee_debt"])) for row in rows] == ran.debt.tolist()
        assert [int(float(row["raw UNHCR refugee count"])) for row in rows] == ran.raw.tolist()
