"""The same numbers of flight whichever way they are run: threads, blocks, subsets, restarts, and in plain NumPy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from postwar.core.errors import AskError
from postwar.core.flight import Closing
from postwar.model.processes.flight import run
from postwar.model.processes.flight.plain import run_plain
from postwar.model.processes.flight.run import FlightState, simulate
from postwar.model.processes.flight.tables import make_tables
from postwar.model.processes.flight.test_network import network

CLOSINGS = (Closing("country", "home", "next", 4, 11), Closing("camp", "nook", "", 0, 15))
RULES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("flee", {"avoid_short_stints": True, "capacity_scaling": 0.1, "hasten": 4}),
    ("fixed", {"avoid_short_stints": True, "awareness_level": 2, "hasten": 4}),
    ("flee", {"awareness_level": 3, "take_from_population": True, "hasten": 8}),
    ("fixed", {"weight_power": 1.7, "pruning_threshold": 9.0, "start_on_foot": False, "insert_day0": False}),
)

pytestmark = pytest.mark.slow


@pytest.mark.slow
@pytest.mark.parametrize(("compat", "rules"), RULES)
def test_the_plain_twin_gives_the_same_integers(compat: str, rules: dict[str, Any]) -> None:
    flight = network(CLOSINGS, days=17, **{**rules, "hasten": 10})
    tables, _ = make_tables(flight, compat=compat, capacity=True, days=17, classes=8)
    ours = simulate(flight, 3, 77, compat=compat, classes=8).counts
    assert (ours == run_plain(tables, 77, 3, 17, run.FINENESS)).all() and ours[:, -1].sum() > 20


@pytest.mark.parametrize(("compat", "rules"), RULES[:2])
def test_threads_blocks_and_subsets_change_no_number(compat: str, rules: dict[str, Any]) -> None:
    flight = network(CLOSINGS, **rules)
    whole = simulate(flight, 37, 5, compat=compat).counts
    for threads, block in ((1, 1), (1, 5), (2, 16), (2, 3), (3, 1)):
        assert (simulate(flight, 37, 5, compat=compat, threads=threads, block=block).counts == whole).all()
    some = (36, 2, 17)
    assert (simulate(flight, some, 5, compat=compat).counts == whole[list(some)]).all()
    assert (simulate(flight, 37, 6, compat=compat).counts != whole).any()


@pytest.mark.slow
@pytest.mark.parametrize(("compat", "rules"), RULES)
@pytest.mark.parametrize("day", [1, 13, 40])
def test_a_run_from_a_saved_state_goes_on_as_if_it_had_not_stopped(
        compat: str, rules: dict[str, Any], day: int) -> None:
    flight = network(CLOSINGS, **rules)
    whole = simulate(flight, 6, 5, compat=compat)
    before = simulate(flight, 6, 5, compat=compat, days=day, keep_state=True)
    assert before.state is not None and whole.state is None
    after = simulate(flight, 6, 5, compat=compat, start=before.state)
    assert after.first_day == day and (np.concatenate((before.counts, after.counts), axis=1) == whole.counts).all()
    assert (np.concatenate((before.arrivals, after.arrivals)) == whole.arrivals).all()


def test_everybody_is_somewhere_on_every_day() -> None:
    flight = network(CLOSINGS, avoid_short_stints=True)
    for days in range(1, flight.days, 7):
        ran = simulate(flight, 3, 8, compat="flee", days=days, keep_state=True)
        state = ran.state
        assert state is not None
        on_the_way = np.bincount(state.road[:, 0], weights=state.road[:, 5], minlength=3)
        waiting = state.first_wait.sum(axis=1) + state.wait.sum(axis=(1, 2))
        assert (waiting + on_the_way == 50 + ran.arrivals.sum()).all()


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    flight = network(CLOSINGS)
    assert (simulate(flight, 3, 8).counts[:, :20] == simulate(flight, 3, 8, days=20).counts).all()


def test_lists_that_are_too_short_grow_and_change_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    flight = network(CLOSINGS, avoid_short_stints=True)
    whole = simulate(flight, 3, 5).counts
    monkeypatch.setattr(run, "_LIST", 8)
    assert (simulate(flight, 3, 5).counts == whole).all()


@pytest.mark.parametrize(("compat", "rules"), RULES)
@pytest.mark.parametrize("short", [8, 20, 50, 120])
def test_a_list_that_grows_anywhere_on_the_way_comes_to_an_end(
        compat: str, rules: dict[str, Any], short: int, monkeypatch: pytest.MonkeyPatch) -> None:
    flight = network(CLOSINGS, **{**rules, "hasten": 1})
    whole = simulate(flight, 2, 5, compat=compat).counts
    monkeypatch.setattr(run, "_LIST", short)
    assert (simulate(flight, 2, 5, compat=compat).counts == whole).all()


def test_an_ensemble_of_people_who_differ_in_nothing_but_the_seed_differs() -> None:
    counts = simulate(network(), 50, 5).counts
    assert len({c.tobytes() for c in counts}) == 50


@pytest.mark.parametrize(("asked", "words"), [
    ({"members": 0}, "members"), ({"members": (1, -1)}, "members"), ({"seed": -1}, "seed"), ({"seed": 1 << 64}, "seed"),
    ({"compat": "both"}, "compat"), ({"days": 0}, "days"), ({"days": 61}, "days"), ({"threads": 0}, "threads"),
    ({"fineness": 0.0}, "fineness"), ({"classes": 41}, "classes"),
])
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any], words: str) -> None:
    ask: dict[str, Any] = {"members": 2, "seed": 1, **asked}
    with pytest.raises(AskError, match=words):
        simulate(network(), ask.pop("members"), ask.pop("seed"), **ask)


def test_a_state_of_something_else_is_refused() -> None:
    flight = network(CLOSINGS, avoid_short_stints=True)
    state = simulate(flight, 3, 8, days=20, keep_state=True).state
    assert isinstance(state, FlightState)
    fewer = replace(flight, stops=flight.stops[:7], legs=flight.legs[:3], intensity=flight.intensity[:, :7])
    for other, asked in ((flight, {"members": 4}), (flight, {"members": (0, 1, 3)}), (flight, {"classes": 9}),
                         (flight, {"days": 20}), (fewer, {})):
        ask: dict[str, Any] = {"members": 3, **asked}
        with pytest.raises(AskError, match="saved state"):
            simulate(other, ask.pop("members"), 8, start=state, **ask)
