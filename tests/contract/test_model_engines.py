"""Two engines, one result: the same bytes on any threads and blocks, from a saved state, for some of the members."""

from __future__ import annotations

import dataclasses
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from postwar.core.errors import AskError
from postwar.core.outlook import Ensemble
from postwar.core.summary import summarise
from postwar.model.counts import Counted, run_counts, start_counts
from postwar.model.engine import run_members
from postwar.model.process import Off, Running
from postwar.model.processes import REGISTRY
from postwar.model.rates import Network, Way
from postwar.model.run import run
from postwar.model.saved import Saved, load_saved, run_from, run_until, save
from postwar.model.state import Drawn, Setting, State
from postwar.model.test_settlement import CASE, ORIGIN, SITUATION, D

pytestmark = pytest.mark.slow

TO = D(2030, 2, 20)
DAYS = (TO - ORIGIN).days
MEMBERS = 41
SEED = (1 << 40) + 7


class Exodus:
    """Two days' journey away for one in fifty residents, on a road for 300 persons a day: a process for these tests."""

    name = "exodus"
    stream = 15
    phase = 4

    def set_up(self, setting: Setting) -> Running | Off:
        return Journey(setting)


class Journey(Running):
    def __init__(self, setting: Setting) -> None:
        layout = setting.layout
        self.ways = tuple(Way(layout.cell(i, "resident"), layout.cell(i, end), "rate", ("the road",), days)
                          for i in range(len(layout.rows)) for end, days in (("away", 2), ("gone", 5)))

    def begin(self, state: State, drawn: Drawn) -> None:
        state.own["exodus"] = np.arange(len(state.war)) * 0

    def values(self, state: State, drawn: Drawn, day: int) -> NDArray[np.float64]:
        state.own["exodus"] += 1
        return np.full((len(state.war), len(self.ways)), 0.01)

    def capacities(self, state: State, drawn: Drawn, day: int) -> dict[str, NDArray[np.int64]]:
        return {"the road": np.full(len(state.war), 300)}


REGISTERED = (*REGISTRY, Exodus())


def run_all(**how: object) -> Ensemble:
    numbers = how.pop("numbers", range(MEMBERS))
    return run_members(CASE, SITUATION, TO, numbers, SEED, REGISTERED, **how)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole() -> Ensemble:
    return run_all()


@pytest.fixture(scope="module")
def plain() -> Ensemble:
    return run_all(engine="plain")


def assert_same(found: Ensemble, expected: Ensemble) -> None:
    assert list(found.series) == list(expected.series) and found.off == expected.off and found.seed == expected.seed
    for kind in ("series", "done_day", "parameters"):
        for key, values in getattr(found, kind).items():
            assert np.asarray(values).tobytes() == np.asarray(getattr(expected, kind)[key]).tobytes(), key


@pytest.mark.parametrize(("engine", "block", "threads"), [
    ("compiled", 7, 1), ("compiled", 7, 2), ("compiled", 40, 2), ("compiled", 2, 2), ("plain", 15, 2)])
def test_blocks_and_threads_change_no_byte(whole: Ensemble, plain: Ensemble, engine: str, block: int,
                                           threads: int) -> None:
    assert_same(run_all(block=block, threads=threads, engine=engine), whole if engine == "compiled" else plain)


def test_the_engines_give_the_same_numbers(whole: Ensemble, plain: Ensemble) -> None:
    assert list(plain.series) == list(whole.series)
    cells = sum(v.size for v in whole.series.values())
    differ = sum(int((np.asarray(v) != plain.series[k]).sum()) for k, v in whole.series.items())
    assert cells > 10_000 and differ / cells < 1e-3
    for kind in ("done_day", "parameters"):
        for key, values in getattr(whole, kind).items():
            assert values.tobytes() == getattr(plain, kind)[key].tobytes(), key


def test_a_way_that_takes_days_keeps_people_on_the_road(whole: Ensemble) -> None:
    key = ("displaced", "zone", "southerners")
    without = run_members(CASE, SITUATION, TO, range(MEMBERS), SEED, REGISTRY)
    assert (whole.series[key][:, 1] > without.series[key][:, 1]).all()
    assert (np.diff(whole.series[key], axis=1) >= 0).all()


@pytest.mark.parametrize("members", [[40], [3, 17, 22], [30, 2]])
def test_some_members_are_the_same_as_among_all(whole: Ensemble, members: list[int]) -> None:
    found = run_all(numbers=members, block=2, threads=2)
    for key, values in found.series.items():
        assert values.tobytes() == np.asarray(whole.series[key])[members].tobytes(), key


@pytest.mark.parametrize(("engine", "day"), [
    ("compiled", 0), ("compiled", 1), ("compiled", 23), ("compiled", DAYS), ("plain", 23)])
def test_a_saved_state_is_taken_up_to_the_same_bytes(whole: Ensemble, plain: Ensemble, tmp_path: Path, day: int,
                                                     engine: str) -> None:
    stopped = run_until(day, CASE, SITUATION, TO, range(MEMBERS), SEED, REGISTERED, 15, engine=engine, threads=2)
    save(stopped, tmp_path / "state.npz")
    found = run_from(load_saved(tmp_path / "state.npz"), CASE, SITUATION, REGISTERED, 30, engine=engine)
    assert_same(found, whole if engine == "compiled" else plain)


def test_the_same_state_is_saved_to_the_same_bytes(tmp_path: Path) -> None:
    for name, block in (("a", 5), ("b", 1000)):
        save(run_until(2, CASE, SITUATION, TO, range(MEMBERS), SEED, REGISTERED, block), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert load_saved(tmp_path / "a").about["seed"] == str(SEED) and not list(tmp_path.glob("*.part"))


def test_a_state_of_another_run_is_refused(tmp_path: Path) -> None:
    stopped = run_until(3, CASE, SITUATION, TO, range(4), SEED, REGISTERED)
    with pytest.raises(AskError, match="situation_digest"):
        run_from(stopped, CASE, dataclasses.replace(SITUATION, digest="other"), REGISTERED)
    with pytest.raises(AskError, match="processes"):
        run_from(stopped, CASE, SITUATION, REGISTRY)
    with pytest.raises(AskError, match="day 99"):
        run_until(99, CASE, SITUATION, TO, range(4), SEED, REGISTRY)
    for content in (b"", b"PK", b"nothing of the kind"):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(AskError, match="no saved state"):
            load_saved(tmp_path / "x")
    np.savez(tmp_path / "y.npz", head=np.frombuffer(b'{"format": "other"}', np.uint8))
    for name in ("y.npz", "missing"):
        with pytest.raises(AskError, match="no saved state"):
            load_saved(tmp_path / name)


KEPT = ("back_in_region", "zone", "southerners")


@pytest.mark.parametrize(("block", "threads"), [(1000, 1), (6, 2)])
def test_without_keeping_members_a_summary_says_the_same(whole: Ensemble, block: int, threads: int) -> None:
    found = run_all(block=block, threads=threads, keep=[KEPT])
    assert list(found.series) == [KEPT] and found.series[KEPT].tobytes() == whole.series[KEPT].tobytes()
    assert list(found.summaries) == sorted(set(whole.series) - {KEPT})
    for key, summary in found.summaries.items():
        exact = summarise(np.asarray(whole.series[key]))
        assert summary.total.tobytes() == exact.total.tobytes() and summary.counts.tobytes() == exact.counts.tobytes()
    assert_same(dataclasses.replace(found, series=whole.series), whole)


@pytest.mark.slow
def test_memory_does_not_grow_with_members_times_days() -> None:
    def peak(members: int, keep: tuple[()] | None) -> int:
        tracemalloc.start()
        run(CASE, SITUATION, D(2030, 7, 1), members, 1, threads=1, block=100, keep=keep)
        _, top = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return top

    run(CASE, SITUATION, TO, 2, 1)
    few, many, kept = peak(100, ()), peak(600, ()), peak(600, None)
    assert many - few < (kept - few) / 4      # what each member leaves does not depend on the days


@pytest.mark.parametrize("how", [{"engine": "abacus"}, {"threads": 0}, {"block": 0}])
def test_what_no_engine_can_do_is_refused(how: dict[str, object]) -> None:
    with pytest.raises(AskError):
        run(CASE, SITUATION, TO, 2, 1, **how)  # type: ignore[arg-type]


def test_every_output_names_its_seed(whole: Ensemble) -> None:
    counted = start_counts(Network([(1, Way(0, 1))], 2), np.array([9, 0]), 2, SEED)
    stopped = run_until(1, CASE, SITUATION, TO, range(2), SEED, REGISTRY)
    assert (whole.seed, counted.seed, int(stopped.about["seed"])) == (SEED, SEED, SEED)
    assert isinstance(stopped, Saved)


GRID = Network([(1, Way(c, (c + j) % 7, "rate" if j < 4 else "transition", ("bridge",) if j == 2 else (), j % 3))
                for c in range(7) for j in range(1, 6)], 7)
RATES = np.linspace(0.001, 0.05, 35)


def counted(**how: object) -> Counted:
    start = start_counts(GRID, np.full(7, 400), how.pop("members", 50), SEED)  # type: ignore[arg-type]
    return run_counts(GRID, RATES, start, 9, capacities={"bridge": 60}, follow=(3, 6), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["compiled", "plain"])
def test_counts_alone_are_the_same_however_they_are_cut(engine: str) -> None:
    one = counted(engine=engine)
    for how in ({"block": 17}, {"block": 17, "threads": 2}, {"block": 49, "threads": 2}):
        other = counted(engine=engine, **how)
        assert other.people.tobytes() == one.people.tobytes() and other.total.tobytes() == one.total.tobytes()
        assert all(other.followed[c].counts.tobytes() == one.followed[c].counts.tobytes() for c in (3, 6))
    some = counted(engine=engine, members=[7, 31, 2])
    assert some.people.tobytes() == one.people[[7, 31, 2]].tobytes()
    half = start_counts(GRID, np.full(7, 400), 50, SEED)
    for days in (6, 3):
        half = run_counts(GRID, RATES, half, days, capacities={"bridge": 60}, engine=engine)
    assert half.people.tobytes() == one.people.tobytes() and half.day == one.day == 9
    assert half.total.tobytes() == one.total[6:].tobytes()
    assert (one.persons() == 7 * 400).all() and one.road is not None and one.road.sum() > 0


def test_counts_alone_are_the_same_from_both_engines() -> None:
    one, other = counted(engine="compiled"), counted(engine="plain")
    assert (one.people != other.people).mean() < 1e-3
    each = run_counts(GRID, np.tile(RATES, (50, 1)), start_counts(GRID, np.full(7, 400), 50, SEED), 9,
                      capacities={"bridge": 60})
    assert each.people.tobytes() == one.people.tobytes()


def test_counts_refuse_people_that_do_not_fit_the_network() -> None:
    for people in (np.array([1, 2]), np.full(7, -1)):
        with pytest.raises(AskError):
            start_counts(GRID, people, 2, 1)
