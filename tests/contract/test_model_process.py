"""A process returns numbers and never sees random state; a new one is added as docs/add-a-process.md says."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import postwar.model.processes as processes
from postwar.model.engine import make_plan, run_members
from postwar.model.process import Off, Running
from postwar.model.processes import REGISTRY
from postwar.model.rates import Way
from postwar.model.start import draw_state
from postwar.model.state import Drawn, Setting, State
from postwar.model.test_settlement import CASE, SITUATION, D

FOLDERS = sorted(p for p in Path(processes.__file__).parent.iterdir() if (p / "process.py").exists())
FORBIDDEN = ("postwar.model.streams", "postwar.model.samplers", "postwar.model.engine", "postwar.model.counts",
             "postwar.model.kernels", "postwar.model.compiled", "numba", "random", "threading")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_a_process_imports_no_randomness_and_no_other_process(folder: Path) -> None:
    tree = ast.parse((folder / "process.py").read_text(encoding="utf-8"))
    names = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    names |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert not names & set(FORBIDDEN) and not any(n.startswith("postwar.model.processes") for n in names)
    assert not any(isinstance(n, ast.Attribute) and n.attr == "random" for n in ast.walk(tree))


def test_every_folder_is_registered_once_and_has_its_test() -> None:
    assert sorted(p.name for p in REGISTRY) == [f.name for f in FOLDERS]
    assert len({p.stream for p in REGISTRY}) == len(REGISTRY) and all(
        1 <= p.stream <= 13 or 18 <= p.stream <= 31 for p in REGISTRY)
    assert all((f / "test_process.py").exists() for f in FOLDERS)


def test_a_process_answers_each_member_alone() -> None:
    plan = make_plan(CASE, SITUATION, D(2030, 4, 1), 7, REGISTRY)
    answers: list[tuple[str, NDArray[np.float64] | None, Sequence[NDArray[np.float64]]]] = []
    for member in (np.arange(6, dtype=np.uint64), np.array([4], np.uint64)):
        state = draw_state(plan.setting, plan.start, 7, member)
        for process, running in plan.processes:
            drawn = Drawn({f"{n.name}:{n.about}" if n.about else n.name: 0.1 + 0.05 * member for n in running.needs},
                          dict.fromkeys(running.uniforms, 0.1 + 0.05 * member))
            running.begin(state, drawn)
            answers.append((process.name, running.values(state, drawn, 5), running.probabilities(state, drawn, 5)))
    half = len(answers) // 2
    for (name, many, chances), (_, one, chance) in zip(answers[:half], answers[half:], strict=True):
        assert many is None or one is None or many[4].tobytes() == one[0].tobytes(), name
        assert all(a[4].tobytes() == b[0].tobytes() for a, b in zip(chances, chance, strict=True)), name


class Fair:
    """On about one day in seven there is a fair: one in ten of those who would not return comes to look, and stays."""

    name = "fair"
    stream = 15
    phase = 4

    def set_up(self, setting: Setting) -> Running | Off:
        return Fairs(setting) if setting.layout.rows else Off("nobody is counted")


class Fairs(Running):
    chances = ("a fair",)

    def __init__(self, setting: Setting) -> None:
        layout = setting.layout
        self.ways = tuple(Way(layout.cell(i, "gone"), layout.cell(i, "back"), "transition")
                          for i in range(len(layout.rows)))

    def begin(self, state: State, drawn: Drawn) -> None:
        state.own["fair"] = np.zeros(len(state.war), np.int64)

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[NDArray[np.float64]]:
        return (np.full((len(state.war), 1), 1 / 7),)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[NDArray[np.int64]]) -> None:
        state.own["fair"][:] = outcomes[0] == 0

    def values(self, state: State, drawn: Drawn, day: int) -> NDArray[np.float64] | None:
        return np.repeat(0.1 * state.own["fair"][:, None], len(self.ways), axis=1)


@pytest.mark.parametrize("engine", ["compiled", "plain"])
def test_a_process_is_added_by_one_line(engine: str) -> None:
    to, members = D(2030, 3, 1), range(40)
    before = run_members(CASE, SITUATION, to, members, 7, REGISTRY, engine=engine)
    after = run_members(CASE, SITUATION, to, members, 7, (*REGISTRY, Fair()), engine=engine)
    key = ("back_in_region", "zone", "southerners")
    assert after.series[key][:, -1].mean() > before.series[key][:, -1].mean() + 1000
    assert (after.series["displaced", *key[1:]][:, 0] == before.series["displaced", *key[1:]][:, 0]).all()
    assert after.done_day["C1"].tobytes() == before.done_day["C1"].tobytes()
    assert after.series["war_tier", "", ""].tobytes() == before.series["war_tier", "", ""].tobytes()
