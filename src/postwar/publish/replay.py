"""The files of a replay: FLEE's table of days, the bands of every camp, and the pictures."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postwar.core.time import Day
from postwar.publish.charts.camps import chart as camps

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay gives, by day and camp. ``mean``, ``interpolated``, ``as_of`` (day, camp); ``quantiles`` (level,
    day, camp) at `LEVELS`; ``people``, ``raw``, ``debt`` (day,) everybody in the displacement, FLEE's raw count and its
    debt; ``marks`` days and counts of each camp's own reports; ``shift`` 1 where the date column is a day ahead, as
    FLEE's."""

    camps: tuple[str, ...]
    capacities: tuple[int | None, ...]
    start: Day
    mean: Floats
    quantiles: Floats
    interpolated: Ints
    as_of: Ints
    people: Ints
    raw: Ints
    debt: Ints
    marks: tuple[tuple[tuple[int, float], ...], ...]
    origin: int | None
    members: int
    seed: int
    version: str
    shift: int = 0


def out_csv(r: Replayed) -> str:
    """FLEE's table: a row a day, for each camp the mean member, the report and their relative difference, and the
    totals.

    The mean is rounded to whole persons. Difference of a camp: ``|sim / data - 1|``, four decimals, 0 where nothing was
    reported; total error: ``sum |sim - data|`` by the raw count.
    """
    head = ["Day", "Date", *(f"{camp} {what}" for camp in r.camps for what in ("sim", "data", "error")), "Total error",
            "refugees in camps (UNHCR)", "total refugees (simulation)", "raw UNHCR refugee count",
            "refugees in camps (simulation)", "refugee_debt"]
    course = np.rint(r.mean).astype(np.int64)
    rows: list[Sequence[object]] = [head]
    for t, (sim, data) in enumerate(zip(course.tolist(), r.interpolated.tolist(), strict=True)):
        pairs = list(zip(sim, data, strict=True))
        cells = [cell for s, d in pairs for cell in (s, d, round(abs(s / d - 1), 4) if d else 0.0)]
        wrong, raw = sum(abs(s - d) for s, d in pairs), int(r.raw[t])
        rows.append([t, _date(r, t + r.shift), *cells, wrong / raw if raw > 0 else 0.0, sum(data), int(r.people[t]),
                     raw, sum(sim), int(r.debt[t])])
    return _table(rows)


def bands_csv(r: Replayed) -> str:
    """A row a camp and day: reports, mean member, quantiles over members, and how the run was made."""
    rows: list[Sequence[object]] = [["day", "date", "camp", "interpolated", "as_of", "mean",
                                     *(f"q{level:.2f}" for level in LEVELS), "members", "seed", "version"]]
    for c, camp in enumerate(r.camps):
        for t in range(len(r.mean)):
            rows.append([t, _date(r, t), camp, int(r.interpolated[t, c]), int(r.as_of[t, c]),
                         round(float(r.mean[t, c]), 1), *(int(np.rint(q)) for q in r.quantiles[:, t, c]),
                         r.members, r.seed, r.version])
    return _table(rows)


def pictures(r: Replayed) -> Mapping[str, str]:
    """One SVG a camp, by file name."""
    made_by = f"Made by version {r.version}, seed {r.seed}."
    files: dict[str, str] = {}
    for c, camp in enumerate(r.camps):
        low, inner_low, _, inner_high, high = (tuple(q[:, c].tolist()) for q in r.quantiles)
        drawn = camps.Data(camp, r.start, tuple(r.mean[:, c].tolist()), ((low, high), (inner_low, inner_high)),
                           tuple(r.interpolated[:, c].tolist()), r.marks[c], r.origin, r.capacities[c], r.members,
                           made_by)
        files[_file(camp, files)] = camps.draw(drawn)
    return files


def _file(camp: str, taken: Mapping[str, str]) -> str:
    """A file name for a camp that no other has and that every file system takes."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", camp).strip("_") or "camp"
    name, n = f"{stem}.svg", 2
    while name.lower() in {other.lower() for other in taken}:
        name, n = f"{stem}-{n}.svg", n + 1
    return name


def _date(r: Replayed, offset: int) -> str:
    return Day.fromordinal(r.start.toordinal() + offset).isoformat()


def _table(rows: Sequence[Sequence[object]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def score_lines(scores: Mapping[str, Any], folder: str) -> list[str]:
    """The scores as lines for a terminal, and where the files are."""
    lines = [f"{scores['displacement']}: {scores['members']} courses of {scores['days']} days from {scores['start']}, "
             f"seed {scores['seed']}, version {scores['version']}",
             "averaged relative difference to the interpolated reports; the arrivals of every day are given",
             f"{'method':14} {'knows':13} {'from day':>8} {'rescaled 0-2':>12} {'0-1':>6} {'plain 0-2':>10} {'0-1':>6}"]
    for row in scores["rows"]:
        rescaled, plain = row["rescaled"], row["plain"]
        lines.append(f"{row['method']:14} {row['knows']:13} {row['first_day']:8d} {rescaled['0-2']:12.3f} "
                     f"{rescaled['0-1']:6.3f} {plain['0-2']:10.3f} {plain['0-1']:6.3f}")
    lines += [f"{name}: {'-' if value is None else format(value, '.3f')}"
              for name, value in scores["scaled_errors"].items()]
    return [*lines, f"{len(scores['files']) + 1} files in {folder}"]
