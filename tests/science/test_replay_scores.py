"""Scores of a replay: against their plain twins, by hand, and against FLEE's own outputs."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from postwar.cases.flee import load_flight
from postwar.core.reported import as_of, interpolated
from postwar.outlook.scores.difference import averaged_relative_difference, relative_difference
from postwar.outlook.scores.naive import equal_shares, fixed_share, last_count, trend
from postwar.outlook.scores.scaled import mean_absolute_scaled_error
from postwar.outlook.scores.spread import ranked_probability
from postwar.outlook.scores.table import Observed, score_rows
from postwar.outlook.shares import shares

REAL = Path(__file__).parents[2] / "../shared/data/flee"
needs_data = pytest.mark.skipif(not REAL.is_dir(), reason="the recorded displacements are not here")


def plain_difference(course: list[list[float]], reported: list[list[float]], rescaled: bool, scale: int) -> float:
    """The averaged relative difference, said in loops."""
    days = []
    for s, d in zip(course, reported, strict=True):
        factor = sum(d) / sum(s) if rescaled and sum(s) > 0 else 1.0
        days.append(sum(abs(a * factor - b) for a, b in zip(s, d, strict=True)) / max(1.0, sum(d)))
    return sum(days) / len(days) * scale / 2


def invented(seed: int, days: int = 40, camps: int = 5) -> np.ndarray:
    """Counts that look like nothing in particular, some of them nought."""
    n = np.arange(days * camps).reshape(days, camps)
    return np.maximum(0.0, np.floor(900 * np.sin(n * (seed + 1.7)) + 300))


@pytest.mark.parametrize("rescaled", [True, False])
@pytest.mark.parametrize("scale", [2, 1])
def test_the_difference_is_that_of_its_plain_twin(rescaled: bool, scale: int) -> None:
    s, d = invented(1), invented(2)
    s[3], d[5] = 0.0, 0.0
    fast = averaged_relative_difference(s, d, rescaled=rescaled, scale=scale)
    assert float(fast) == pytest.approx(plain_difference(s.tolist(), d.tolist(), rescaled, scale), rel=1e-12)


def test_bounds_and_scales() -> None:
    assert relative_difference([[9, 0]], [[0, 9]])[0] == 2.0
    assert relative_difference([[9, 0]], [[0, 9]], scale=1)[0] == 1.0
    assert relative_difference([[2, 4]], [[1, 2]])[0] == 0.0
    assert relative_difference([[2, 4]], [[1, 2]], rescaled=False)[0] == 1.0
    with pytest.raises(ValueError, match="the scale is 2"):
        relative_difference([[1]], [[1]], scale=3)


def test_members_and_days_keep_their_places() -> None:
    members = np.stack([invented(1), invented(3)])
    both = averaged_relative_difference(members, invented(2))
    assert both.shape == (2,)
    assert both[1] == averaged_relative_difference(invented(3), invented(2))


def test_the_scaled_error_of_the_naive_forecast_itself_is_one() -> None:
    d = invented(2)
    naive = np.concatenate([d[:8], last_count(d, 7, d[8:].sum(axis=1))])
    assert mean_absolute_scaled_error(naive, d, naive, 7) == 1.0
    assert mean_absolute_scaled_error(d, d, naive, 7) == 0.0
    assert mean_absolute_scaled_error(d, d, d, 7) is None
    assert mean_absolute_scaled_error(d, d, naive, 39) is None


def test_naive_forecasts_by_hand() -> None:
    known = np.array([[0, 10], [10, 10], [20, 10]])
    assert fixed_share(known, 2, [60.0])[0].tolist() == [40.0, 20.0]
    assert equal_shares(known, 2, [60.0])[0].tolist() == [30.0, 30.0]
    assert last_count(known, 2, [60.0])[0].tolist() == [20.0, 10.0]
    assert trend(known, 2, [80.0, 50.0]).tolist() == [[60.0, 20.0], [40.0, 10.0]]


def test_naive_forecasts_look_at_nothing_later() -> None:
    known, changed = invented(4), invented(4)
    changed[11:] = 7.0
    for forecast in (fixed_share, equal_shares, last_count, trend):
        assert np.array_equal(forecast(known, 10, np.full(29, 50.0)), forecast(changed, 10, np.full(29, 50.0)))


def test_the_ranked_probability_score_is_that_of_all_pairs() -> None:
    x, y = invented(5, 6, 3), invented(6, 1, 3)[0]
    pairs = np.abs(x - y).mean(axis=0) - np.abs(x[:, None] - x[None]).mean(axis=(0, 1)) / 2
    assert ranked_probability(x, y) == pytest.approx(pairs, rel=1e-12)


def test_rows_of_a_conditioned_run_leave_out_what_it_was_given() -> None:
    data = invented(7)
    rows = score_rows(data, Observed(data, data), origin=12)
    assert {(row.first_day, row.days) for row in rows} == {(13, 27)}
    assert [row.rescaled for row in rows if row.method == "run"] == [0.0]


def flee_outputs(patterns: str, camps: list[str]) -> list[np.ndarray]:
    """People in camps, (day, camp), of each reference run."""
    found = []
    for path in sorted(p for pattern in patterns.split() for p in (REAL / "reference").glob(pattern)):
        with path.open() as file:
            found.append(np.array([[float(row[f"{camp} sim"]) for camp in camps] for row in csv.DictReader(file)]))
    return found


REFERENCE = (
    ("burundi2015", "burundi2015_h50*.csv", 50, 0.543), ("car2013", "car2013_h50*.csv", 50, 0.436),
    ("mali2012", "mali2012_h50*.csv", 50, 0.365), ("mali2017_adm1", "mali2017_adm1_h50*.csv", 50, 0.333),
    ("nigeria2022_adm2", "nigeria2022_adm2_h50*.csv", 50, 0.487), ("burundi2015", "burundi2015_full.csv", 1, 0.535),
    ("mali2012", "mali2012_full.csv mali2012_h1_r1.csv", 1, 0.362), ("burundi2015", "burundi2015nc_h50.csv", 50, 0.930),
    ("car2013", "car2013nc_h50.csv", 50, 0.868), ("mali2012", "mali2012nc_h50.csv", 50, 0.830),
)


@needs_data
@pytest.mark.parametrize(("name", "pattern", "hasten", "published"), REFERENCE)
def test_flees_own_runs_score_as_published(name: str, pattern: str, hasten: int, published: float) -> None:
    flight = load_flight(REAL / name, REAL / "simsetting.yml")
    camps = [s.name for s in flight.stops if s.kind == "camp"]
    series = {s.camp: s for s in flight.series}
    data = np.stack([interpolated(series[camp], np.arange(flight.days), hasten) for camp in camps], axis=1)
    scores = [float(averaged_relative_difference(run, data)) for run in flee_outputs(pattern, camps)]
    assert np.mean(scores) == pytest.approx(published, abs=0.004)


FIXED = {"burundi2015": 1.034, "car2013": 1.039, "mali2012": 0.413, "mali2017_adm1": 0.123, "nigeria2022_adm2": 0.534,
         "syria2013": 0.705}


@needs_data
@pytest.mark.parametrize(("name", "published"), FIXED.items())
def test_the_fixed_share_of_day_30_as_known_then_scores_as_published(name: str, published: float) -> None:
    flight = load_flight(REAL / name, REAL / "simsetting.yml")
    camps = {s.name for s in flight.stops if s.kind == "camp"}
    series = [s for s in flight.series if s.camp in camps]
    days = np.arange(flight.days)
    data = np.stack([interpolated(s, days) for s in series], axis=1)
    known = np.stack([as_of(s, days) for s in series], axis=1)
    ahead = fixed_share(known, 30, data[31:].sum(axis=1))
    assert float(averaged_relative_difference(ahead, data[31:])) == pytest.approx(published, abs=0.004)


def test_shares_of_nobody_are_equal() -> None:
    assert shares([0, 0, 0, 0]).tolist() == [0.25] * 4
