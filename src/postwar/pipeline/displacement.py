"""The order of a recorded displacement: from its directory to scores and pictures."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from postwar.cases.flee import load_flight
from postwar.core.errors import AskError, Problem
from postwar.core.flight import CampSeries, Flight
from postwar.core.reported import as_of as reported_by
from postwar.core.reported import interpolated
from postwar.core.time import iso
from postwar.model.processes.flight.run import FlightRun, simulate
from postwar.outlook.restart.conditioning import condition
from postwar.outlook.scores.table import Observed, scaled_errors, score_rows, spread_score
from postwar.pipeline.output import SEED, Progress, pretty_json, program_version, silent
from postwar.publish.replay import LEVELS, Replayed, bands_csv, out_csv, pictures

COURSES = 20
"""Members of a replay: the score of the mean course hardly changes with more."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How a displacement is replayed: members and their seed, FLEE's quirks or none (``compat`` "flee" or "fixed"),
    camps as large as they are or unlimited, and the day from whose reports it goes on (None: from none)."""

    members: int = COURSES
    seed: int = SEED
    compat: str = "fixed"
    capacity: bool = True
    from_day: int | None = None


def replay(folder: str | Path, settings: str | Path | None = None, ask: Ask = Ask(), *, drawn: bool = True,
           progress: Progress = silent) -> tuple[dict[str, str], dict[str, Any], tuple[Problem, ...]]:
    """A recorded displacement run again and scored: files, name to text; the scores; and the notes on its directory.

    Raises ``CaseError`` for a directory that cannot be used, ``AskError`` for a day that is not within its period.
    """
    flight = load_flight(folder, settings)
    if ask.from_day is not None and not 0 <= ask.from_day < flight.days - 1:
        raise AskError(f"--from-day {ask.from_day} is not within the period: day 0 to {flight.days - 2}")
    progress(f"running {ask.members} courses of {flight.days} days")
    ran = simulate(flight, ask.members, ask.seed, compat=ask.compat, capacity=ask.capacity)
    observed = _observed(flight, ran)
    people = observed.interpolated[0].sum() * flight.rules.insert_day0 + np.cumsum(ran.arrivals)
    courses = _conditioned(flight, ran, observed, people, ask)
    mean = courses.mean(axis=0)
    bands = np.quantile(courses, LEVELS, axis=0, method="inverted_cdf")
    replayed = Replayed(
        ran.camps, _capacities(flight, ran), flight.start, mean, bands, observed.interpolated.astype(np.int64),
        observed.as_of.astype(np.int64), people.astype(np.int64), ran.raw, ran.debt, _marks(flight, ran), ask.from_day,
        ask.members, ask.seed, program_version(), int(ask.compat == "flee"))
    files = {"out.csv": out_csv(replayed), "bands.csv": bands_csv(replayed)}
    if drawn:
        progress(f"drawing {len(ran.camps)} camps")
        files |= pictures(replayed)
    scores = _scores(flight, courses, mean, observed, ask)
    scores["files"] = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())}
    return dict(sorted((files | {"scores.json": pretty_json(scores)}).items())), scores, flight.notes


def _series(flight: Flight, ran: FlightRun) -> list[CampSeries | None]:
    """The reports of each camp of a run; None for a place that has none."""
    by_name = {one.camp: one for one in flight.series}
    return [by_name.get(camp) for camp in ran.camps]


def _observed(flight: Flight, ran: FlightRun) -> Observed:
    """Step 3: what camps reported, day by day, in the persons that the run counts."""
    days, hasten = np.arange(flight.days), flight.rules.hasten
    nothing = np.zeros(flight.days, np.int64)
    known = _series(flight, ran)
    late = np.stack([nothing if s is None else interpolated(s, days, hasten) for s in known], axis=1)
    then = np.stack([nothing if s is None else reported_by(s, days) // hasten for s in known], axis=1)
    if flight.rules.empty_camps_on_day0:
        late, then = late - late[:1], np.maximum(0, then - then[:1])
    return Observed(late.astype(np.float64), then.astype(np.float64))


def _conditioned(flight: Flight, ran: FlightRun, observed: Observed, people: np.ndarray, ask: Ask) -> np.ndarray:
    """Step 4: the courses (member, day, camp), from the day after the origin on conditioned on what was known then."""
    courses = ran.counts.astype(np.float64)
    if ask.from_day is None:
        return courses
    rooms = [np.inf if room is None else room // flight.rules.hasten for room in _capacities(flight, ran)]
    ahead = condition(observed.as_of, courses, ask.from_day, people, rooms if ask.capacity else None)
    return np.concatenate([courses[:, :ask.from_day + 1], ahead], axis=1)


def _capacities(flight: Flight, ran: FlightRun) -> tuple[int | None, ...]:
    rooms = {stop.name: stop.capacity for stop in flight.stops}
    return tuple(rooms[camp] for camp in ran.camps)


def _marks(flight: Flight, ran: FlightRun) -> tuple[tuple[tuple[int, float], ...], ...]:
    """The days within the period on which each camp reported, and what."""
    def of(one: CampSeries | None) -> tuple[tuple[int, float], ...]:
        days = [] if one is None else sorted({d for d in one.days.tolist() if 0 <= d < flight.days})
        counts = [] if one is None else (reported_by(one, days) // flight.rules.hasten).tolist()
        return tuple(zip(days, map(float, counts), strict=True))
    return tuple(of(one) for one in _series(flight, ran))


def _scores(flight: Flight, courses: np.ndarray, mean: np.ndarray, observed: Observed, ask: Ask) -> dict[str, Any]:
    """Step 5: the scores as JSON, with all that is needed to make them again."""
    first = 0 if ask.from_day is None else ask.from_day + 1
    return {
        "displacement": flight.name, "start": iso(flight.start), "days": flight.days, "version": program_version(),
        "seed": ask.seed, "members": ask.members, "compat": ask.compat, "capacity": ask.capacity,
        "from_day": ask.from_day, "arrivals": "given: the recorded arrivals of every day are fed in, later ones too",
        "rules": dataclasses.asdict(flight.rules),
        "scored_against": "reports interpolated towards later ones and corrected",
        "rows": [row.to_json() for row in score_rows(mean, observed, ask.from_day)],
        "scaled_errors": dict(scaled_errors(mean, observed, ask.from_day)),
        "ranked_probability_persons": spread_score(courses, observed, first),
        "notes": [str(note) for note in flight.notes],
    }
