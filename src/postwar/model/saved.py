"""A run that is stopped on a day, kept in a file, and taken up again: to the same bytes as one that never stopped."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.core.errors import AskError
from postwar.core.outlook import Ensemble
from postwar.core.situation import Situation
from postwar.core.time import Day, parse_day
from postwar.model.engine import (
    BLOCK,
    Course,
    Plan,
    begin,
    draw_known,
    ensemble_of,
    make_plan,
    member_numbers,
    new_record,
    over_blocks,
)
from postwar.model.kernels import kernels
from postwar.model.process import Process
from postwar.model.record import Record
from postwar.model.state import State

FORMAT = "postwar/state@1"
_SERIES = ("back", "away", "living", "again", "control", "strength", "own")


@dataclass(frozen=True)
class Saved:
    """The state of all members at the end of a day, and what was recorded until then.

    ``about`` says of what: case, situation, origin, last day, seed and processes; a run is taken up only with the same.
    ``arrays`` have members as their first axis.
    """

    day: int
    about: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]

    @property
    def members(self) -> NDArray[np.uint64]:
        """The numbers of the members."""
        return self.arrays["member"]


def run_until(day: int, case: Case, situation: Situation, to: Day, numbers: Sequence[int], seed: int,
              registry: Sequence[Process], block: int = BLOCK, *, engine: str = "compiled", threads: int = 1) -> Saved:
    """Run members to the end of a day (0 is the origin) of a run that ends on ``to``, and stop there.

    Everything else as in ``postwar.model.engine.run_members``. Raises ``AskError`` for a day outside the run.
    """
    plan = make_plan(case, situation, to, seed, registry)
    if not 0 <= day <= plan.setting.days:
        raise AskError(f"a run of {plan.setting.days} days cannot stop on day {day}")
    member = member_numbers(numbers, block, threads)
    steps, record = kernels(engine, plan.network), new_record(plan, len(member))

    def run_block(part: slice) -> State:
        course = begin(plan, steps, member[part])
        record.note(course.state, course.drawn, part, 0)
        course.follow(1, day, record, part)
        return course.state

    states = [state for _, state in over_blocks(run_block, len(member), block, threads)]
    arrays: dict[str, NDArray[Any]] = {"member": member}
    for name in sorted(_state_arrays(states[0])):
        arrays[f"state.{name}"] = np.concatenate([_state_arrays(state)[name] for state in states])
    for name, values in _record_arrays(record).items():
        arrays[f"record.{name}"] = values[:, :day + 1].copy()
    return Saved(day, _about(plan), arrays)


def run_from(saved: Saved, case: Case, situation: Situation, registry: Sequence[Process], block: int = BLOCK, *,
             engine: str = "compiled", threads: int = 1) -> Ensemble:
    """Take a run up where it was stopped; the ensemble is that of a run that was never stopped, byte for byte.

    Raises ``AskError`` where the case, the situation or the processes are not those of the saved state.
    """
    plan = make_plan(case, situation, parse_day(saved.about["to"]), int(saved.about["seed"]), registry)
    if (now := _about(plan)) != dict(saved.about):
        other = ", ".join(k for k in sorted(now) if now[k] != saved.about.get(k))
        raise AskError(f"the saved state is of another run: its {other} is not the same")
    member, steps = saved.members, kernels(engine, plan.network)
    member_numbers([int(m) for m in member], block, threads)
    record = new_record(plan, len(member))
    for name, values in _record_arrays(record).items():
        values[:, :saved.day + 1] = saved.arrays[f"record.{name}"]

    def run_block(part: slice) -> Mapping[str, NDArray[np.float64]]:
        drawn, parameters = draw_known(plan, member[part])
        course = Course(plan, steps, member[part], _state_of(saved, part), drawn, parameters)
        course.follow(saved.day + 1, plan.setting.days, record, part)
        record.close(course.state, part)
        return parameters

    found = over_blocks(run_block, len(member), block, threads)
    return ensemble_of(plan, record.series(), record.done_day(), found, len(member))


def save(saved: Saved, path: str | Path) -> None:
    """Write a saved state to a file: whole or not at all. The same state gives the same bytes."""
    path = Path(path)
    head = json.dumps({"format": FORMAT, "day": saved.day, "about": dict(saved.about)}, sort_keys=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        np.savez(file, head=np.frombuffer(head.encode("utf-8"), np.uint8),
                 **{name: saved.arrays[name] for name in sorted(saved.arrays)})
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def load_saved(path: str | Path) -> Saved:
    """Read a saved state; ``AskError`` with the path for a file that is none."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        head = json.loads(arrays.pop("head").tobytes().decode("utf-8"))
        if head["format"] != FORMAT:
            raise ValueError(f"its format is {head['format']}")
        return Saved(int(head["day"]), head["about"], arrays)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        raise AskError(f"{path} is no saved state that this version reads: {error}") from error


def _about(plan: Plan) -> dict[str, Any]:
    setting = plan.setting
    return {"case": setting.case.id, "case_digest": setting.case.digest, "situation_digest": setting.situation.digest,
            "origin": setting.origin.isoformat(), "to": setting.origin.fromordinal(
                setting.origin.toordinal() + setting.days).isoformat(), "seed": str(plan.seed),
            "processes": [[process.name, process.stream] for process, _ in plan.processes]}


def _state_arrays(state: State) -> dict[str, NDArray[Any]]:
    out = {f.name: getattr(state, f.name) for f in dataclasses.fields(state) if f.name not in ("own", "road")}
    out |= {f"own.{name}": values for name, values in state.own.items()}
    return out if state.road is None else out | {"road": state.road}


def _state_of(saved: Saved, part: slice) -> State:
    given = {name.removeprefix("state."): values[part].copy()
             for name, values in saved.arrays.items() if name.startswith("state.")}
    own = {name.removeprefix("own."): given.pop(name) for name in sorted(given) if name.startswith("own.")}
    return State(**given, own=own)


def _record_arrays(record: Record) -> dict[str, NDArray[Any]]:
    out = {f"{name}.{i}": values for name in _SERIES for i, values in enumerate(getattr(record, name))}
    out = {name: values for name, values in out.items() if values.size}
    return out | {"war": record.war} if record.war_on else out
