"""How often war comes back in a calendar year, given how long it was quiet: fitted to 2009, scored on 2010–2024.

    python benchmarks/recurrence.py FOLDER      writes benchmarks/results/recurrence.json and prints a table

FOLDER holds ``ucdp-prio-acd-251.csv`` (UCDP/PRIO Armed Conflict Dataset 25.1) and ``ucdp-term-acd-3-2021.csv`` (UCDP
Conflict Termination Dataset 3-2021), both CC BY 4.0. A row is a conflict within a state in a calendar year that begins
a full quiet year or more after its last year of 25 battle deaths; the event is 25 deaths in that year. What a row
knows is known on its first day; how the last episode ended is coded to 2020 only, and none of the three after that.

Models are logistic with a ridge of 1 on standardised columns. The model is chosen by the log score of yearly rolling
origins 1985–2009, each fitted to the years before; only then is it fitted to all years to 2009 and scored once on
2010–2024. Intervals are 95 %, from 2,000 bootstrap draws of whole conflicts.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESULTS = Path(__file__).parent / "results" / "recurrence.json"
FIRST_ORIGIN, LAST_FITTED, LAST, RIDGE, DRAWS, SEED = 1985, 2009, 2024, 1.0, 2_000, 1
OUTCOMES = {"agreement": ("1.0",), "ceasefire": ("2.0",), "victory": ("3.0", "4.0")}
MODELS: dict[str, tuple[str, ...]] = {
    "constant": (),
    "time": ("log_years",),
    "time, time squared": ("log_years", "log_years_2"),
    "time, episodes": ("log_years", "log_episodes"),
    "time, episodes, years of fighting": ("log_years", "log_episodes", "log_fighting"),
    "time, episodes, other conflict in the country": ("log_years", "log_episodes", "other"),
    "time, episodes, territory, intensity": ("log_years", "log_episodes", "territory", "war"),
    "time, episodes, territory, intensity, outcome": (
        "log_years", "log_episodes", "territory", "war", "agreement", "ceasefire", "victory"),
    "all": ("log_years", "log_years_2", "log_episodes", "log_fighting", "other", "territory", "war", "agreement",
            "ceasefire", "victory"),
}
BARS = {"brier": 0.0350, "log": 0.1345, "auc": 0.83, "slope": (0.85, 1.15)}

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def read(folder: Path) -> tuple[dict[str, dict[int, dict[str, str]]], dict[tuple[str, int], str]]:
    """Years of fighting by conflict within a state, and how the episode that ended in a year ended."""
    fought: dict[str, dict[int, dict[str, str]]] = defaultdict(dict)
    with (folder / "ucdp-prio-acd-251.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["type_of_conflict"] in ("3", "4"):
                fought[row["conflict_id"]][int(row["year"])] = row
    with (folder / "ucdp-term-acd-3-2021.csv").open(newline="", encoding="utf-8") as lines:
        ended = {(row["conflict_id"], int(row["year"])): row["outcome"]
                 for row in csv.DictReader(lines) if row["confterm"] == "1"}
    return dict(fought), ended


def rows_of(fought: dict[str, dict[int, dict[str, str]]], ended: dict[tuple[str, int], str]) -> dict[str, Floats]:
    """Columns of all conflict-years at risk; ``conflict``, ``year`` and ``again`` beside what the models take."""
    elsewhere: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for conflict, years in fought.items():
        for year, row in years.items():
            for state in row["gwno_loc"].split(","):
                elsewhere[state.strip()][year].add(conflict)
    out: dict[str, list[float]] = defaultdict(list)
    for number, (conflict, years) in enumerate(sorted(fought.items())):
        last, episodes = min(years), 1
        for year in range(min(years) + 1, LAST + 1):
            if year - 1 in years:
                episodes += year - 2 > last
                last = year - 1
            if year - last < 2:
                continue
            row, before = years[last], [y for y in years if y < year]
            states = [s.strip() for s in row["gwno_loc"].split(",")]
            values = {
                "conflict": number, "year": year, "again": year in years, "log_years": np.log(year - last),
                "log_years_2": np.log(year - last) ** 2, "log_episodes": np.log(episodes),
                "log_fighting": np.log(len(before)), "territory": row["incompatibility"] == "1",
                "war": any(years[y]["intensity_level"] == "2" for y in before),
                "other": any(elsewhere[s][year - 1] - {conflict} for s in states),
            } | {name: ended.get((conflict, last), "") in codes for name, codes in OUTCOMES.items()}
            for name, value in values.items():
                out[name].append(float(value))
    return {name: np.array(column) for name, column in out.items()}


def fit(columns: Floats, again: Floats) -> tuple[Floats, Floats]:
    """Coefficients (first the constant) and their covariance, in the columns' own units: ridge by Newton's steps.

    Raises ``ArithmeticError`` where the steps do not settle.
    """
    mean, scale = columns.mean(axis=0), columns.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    design = np.column_stack([np.ones(len(columns)), (columns - mean) / scale])
    penalty = RIDGE * np.diag([0.0] + [1.0] * columns.shape[1])
    found = np.zeros(design.shape[1])
    found[0] = np.log(again.mean() / (1 - again.mean()))
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ found))
        curvature = (design * (p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, design.T @ (again - p) - penalty @ found)
        found += step
        if np.abs(step).max() < 1e-10:
            back = np.diag(np.concatenate(([1.0], 1 / scale)))
            back[0, 1:] = -mean / scale
            return back @ found, back @ np.linalg.inv(curvature) @ back.T
    raise ArithmeticError("the fit did not settle")


def predicted(rows: dict[str, Floats], names: Sequence[str], known: Flags, asked: Flags) -> Floats:
    """Probabilities of the rows ``asked`` of a model fitted to the rows ``known``."""
    table = np.column_stack([rows[name] for name in names]) if names else np.zeros((len(known), 0))
    found, _ = fit(table[known], rows["again"][known])
    return 1 / (1 + np.exp(-(found[0] + table[asked] @ found[1:])))


def brier(p: Floats, again: Floats) -> Floats:
    """Squared error of each row."""
    return (p - again) ** 2


def log_score(p: Floats, again: Floats) -> Floats:
    """Minus the log of the probability given to what happened, of each row."""
    return -np.log(np.where(again == 1, p, 1 - p))


def area(p: Floats, again: Floats) -> float:
    """Area under the receiver operating curve: the share of pairs in the right order, ties half."""
    yes, no = p[again == 1][:, None], p[again == 0]
    return float((yes > no).mean() + 0.5 * (yes == no).mean())


def slope(p: Floats, again: Floats) -> float:
    """Calibration slope: the coefficient of the log odds given, refitted; 1 is right, above 1 too timid."""
    odds, found = np.log(p / (1 - p)), np.zeros(2)
    design = np.column_stack([np.ones(len(odds)), odds])
    for _ in range(50):
        q = 1 / (1 + np.exp(-design @ found))
        found += np.linalg.solve((design * (q * (1 - q))[:, None]).T @ design, design.T @ (again - q))
    return float(found[1])


def bootstrap(difference: Floats, conflict: Floats) -> tuple[float, float]:
    """95 % interval of the mean of a paired difference, drawing whole conflicts."""
    names, index = np.unique(conflict, return_inverse=True)
    sums, counts = np.bincount(index, difference), np.bincount(index)
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(0, len(names), (DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def table(rows: dict[str, Floats]) -> dict[str, dict[str, Any]]:
    """Every model: its log score at rolling origins, and its scores on the years held out."""
    year, again = rows["year"], rows["again"]
    held, base, out = year > LAST_FITTED, None, {}
    for name, columns in MODELS.items():
        rolled = [log_score(predicted(rows, columns, year < origin, year == origin), again[year == origin])
                  for origin in range(FIRST_ORIGIN, LAST_FITTED + 1)]
        p = predicted(rows, columns, ~held, held)
        base = p if base is None else base
        gain = {kind: score(p, again[held]) - score(base, again[held])
                for kind, score in (("brier", brier), ("log", log_score))}
        out[name] = {
            "rolling_log": float(np.concatenate(rolled).mean()),
            "brier": float(brier(p, again[held]).mean()), "log": float(log_score(p, again[held]).mean()),
            "auc": area(p, again[held]), "slope": slope(p, again[held]) if columns else None,
            "mean": float(p.mean()),
            "less_than_constant": {kind: [float(d.mean()), *bootstrap(d, rows["conflict"][held])]
                                   for kind, d in gain.items()},
        }
    return out


def parameters(rows: dict[str, Floats], names: Sequence[str]) -> dict[str, list[float]]:
    """Coefficients of a model fitted to all years: value and 95 % interval."""
    found, covariance = fit(np.column_stack([rows[name] for name in names]), rows["again"])
    half = 1.96 * np.sqrt(np.diag(covariance))
    return {name: [float(value), float(value - h), float(value + h)]
            for name, value, h in zip(("constant", *names), found, half, strict=True)}


def rounded(value: Any) -> Any:
    """Four decimals are more than the data bear."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value


def main() -> None:
    """Measure, write, print."""
    rows = rows_of(*read(Path(sys.argv[1])))
    held, found = rows["year"] > LAST_FITTED, table(rows)
    chosen = min(found, key=lambda name: found[name]["rolling_log"])
    out = {"rows": {"fitted": int((~held).sum()), "held_out": int(held.sum()),
                    "recurrences_held_out": int(rows["again"][held].sum())},
           "models": found, "chosen": chosen, "bars": {key: list(bar) if isinstance(bar, tuple) else bar
                                                       for key, bar in BARS.items()},
           "parameters_all_years": parameters(rows, MODELS[chosen])}
    RESULTS.write_text(json.dumps(rounded(out), indent=1) + "\n", encoding="utf-8")
    print(f"{'model':48}{'rolling':>9}{'Brier':>8}{'log':>8}{'AUC':>7}{'slope':>7}")
    for name, row in found.items():
        tilt = "" if row["slope"] is None else f"{row['slope']:.2f}"
        print(f"{'* ' if name == chosen else '  '}{name:46}{row['rolling_log']:9.4f}{row['brier']:8.4f}"
              f"{row['log']:8.4f}{row['auc']:7.3f}{tilt:>7}")
    print(json.dumps(rounded(out["parameters_all_years"])))
    print(json.dumps(rounded(found[chosen]["less_than_constant"])))


if __name__ == "__main__":
    main()
