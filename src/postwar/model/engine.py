"""The engine: steps blocks of members through the days in the order that ``run.py`` numbers, for any processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.core.errors import AskError, CaseError
from postwar.core.outlook import Ensemble
from postwar.core.situation import Situation
from postwar.core.time import Day
from postwar.model.priors import draw, key_of, later_than
from postwar.model.process import Off, Process, Running
from postwar.model.rates import Network, move
from postwar.model.record import Record, people_lines
from postwar.model.start import Start, draw_state, lay_out
from postwar.model.state import Drawn, Layout, Setting, State
from postwar.model.streams import MAX_SEED, Draws, name_words, named_draws

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

BLOCK = 512
"""Members that are stepped together. It changes memory and speed, never a number."""

PHASES = (1, 2, 4)
MAX_MEMBERS = 1 << 32


@dataclass(frozen=True)
class Plan:
    """Everything that is fixed before the first draw."""

    setting: Setting
    start: Start
    seed: int
    processes: tuple[tuple[Process, Running], ...]
    network: Network
    off: tuple[tuple[str, str], ...]

    @property
    def layout(self) -> Layout:
        """Which element of an array is what."""
        return self.setting.layout


def run_members(case: Case, situation: Situation, to: Day, numbers: Sequence[int], seed: int,
                registry: Sequence[Process], block: int = BLOCK) -> Ensemble:
    """Run the members of these numbers only: each is the same as in a run of them all.

    ``registry`` are the processes, in any order; ``block`` how many members are stepped together, which changes memory
    and speed and never a number. Raises ``AskError`` where ``to`` is not after the origin, the seed has not 64 bits or
    a number is no member's; ``CaseError`` for a parameter known later than the origin, or that is no distribution.
    """
    plan = make_plan(case, situation, to, seed, registry)
    if not len(numbers) or min(numbers) < 0 or max(numbers) >= MAX_MEMBERS or block < 1:
        raise AskError("a run needs members numbered from 0 to 2^32-1, and blocks of at least 1")
    member = np.array(numbers, np.uint64)
    running = tuple(r for _, r in plan.processes)
    fed = frozenset(w.target for w in plan.network.ways)
    record = Record(plan.setting, len(member), people_lines(plan.setting, fed), running)
    parameters: dict[str, Floats] = {}
    for first in range(0, len(member), block):
        part = slice(first, min(first + block, len(member)))
        for key, values in _run_block(plan, member[part], part, record).items():
            parameters.setdefault(key, np.zeros(len(member)))[part] = values
    return Ensemble(
        origin=plan.setting.origin, days=plan.setting.days, seed=seed, situation_digest=situation.digest,
        series=record.series(), done_day=record.done_day(),
        weights=np.full(len(member), 1.0 / len(member)), off=plan.off, parameters=dict(sorted(parameters.items())))


def make_plan(case: Case, situation: Situation, to: Day, seed: int, registry: Sequence[Process]) -> Plan:
    """Set everything up that needs no draw. Raises as :func:`run_members`."""
    origin, known = situation.as_of.valid, situation.as_of.known
    if to <= origin:
        raise AskError(f"an outlook ends after its origin {origin}, not on {to}")
    if not 0 <= seed <= MAX_SEED:
        raise AskError(f"a seed is an integer from 0 to 2^64-1, not {seed}")
    if problems := later_than(case, min(origin, known)):
        raise CaseError(problems)
    layout, start, left_out = lay_out(case, situation)
    setting = Setting(case, situation, origin, (to - origin).days, layout)
    off = [(f"people:{group}", reason) for group, reason in left_out]
    processes: list[tuple[Process, Running]] = []
    for process in sorted(registry, key=lambda p: p.stream):
        made = process.set_up(setting)
        if isinstance(made, Off):
            off.append((process.name, made.reason))
        else:
            processes.append((process, made))
            off += [(f"{process.name}:{what}", why) for what, why in made.leaves_out]
    ways = [(process.stream, way) for process, running in processes for way in running.ways]
    return Plan(setting, start, seed, tuple(processes), Network(ways, layout.cells), tuple(sorted(off)))


def _run_block(plan: Plan, member: Words, part: slice, record: Record) -> Mapping[str, Floats]:
    """Run a block of members from day 0 to the end; returns their parameters."""
    state = draw_state(plan.setting, plan.start, plan.seed, member)
    parameters: dict[str, Floats] = {}
    drawn: list[Drawn] = []
    for process, running in plan.processes:
        drawn.append(_draw_all(plan, process, running, member, parameters))
    for (_, running), mine in zip(plan.processes, drawn, strict=True):
        running.begin(state, mine)
    _move_people(plan, state, drawn, member, 0)
    record.note(state, part, 0)
    for day in range(1, plan.setting.days + 1):
        for phase in PHASES:
            _let_happen(plan, state, drawn, member, day, phase)
        _move_people(plan, state, drawn, member, day)
        record.note(state, part, day)
    record.close(state, part)
    return parameters


def _draw_all(plan: Plan, process: Process, running: Running, member: Words, kept: dict[str, Floats]) -> Drawn:
    """Draw a process's parameters (shared ones once, in ``kept``) and its uniforms."""
    mine: dict[str, Floats] = {}
    for need in running.needs:
        key = key_of(plan.setting.case, need)
        if key not in kept and (values := draw(plan.setting.case, need, plan.seed, member)) is not None:
            kept[key] = values
        if key in kept:
            mine[f"{need.name}:{need.about}" if need.about else need.name] = kept[key]
    return Drawn(mine, {name: named_draws(plan.seed, member, process.stream, name).single()
                        for name in running.uniforms})


def _let_happen(plan: Plan, state: State, drawn: Sequence[Drawn], member: Words, day: int, phase: int) -> None:
    """One phase of a day: all its processes look at the same state, chance decides, then each writes its own fields."""
    mine = [(process, running, known) for (process, running), known in zip(plan.processes, drawn, strict=True)
            if process.phase == phase]
    asked = [running.probabilities(state, known, day) for _, running, known in mine]
    for (process, running, known), probabilities in zip(mine, asked, strict=True):
        outcomes = [_decide(table, plan.seed, member, day, process.stream, name)
                    for name, table in zip(running.chances, probabilities, strict=True)]
        running.settle(state, known, day, outcomes)


def _decide(table: Floats, seed: int, member: Words, day: int, stream: int, name: str) -> NDArray[np.int64]:
    """Which outcome of a chance happens in each member: −1 for none. One uniform a member."""
    out = np.full(len(member), -1, np.int64)
    may = np.flatnonzero(table.max(axis=1) > 0)
    if len(may):
        cell, purpose = name_words(name)
        u = Draws(seed, member[may], day, stream, np.full(len(may), cell, np.uint64), purpose).single()
        edge = np.zeros(len(may))
        chosen = np.full(len(may), -1, np.int64)
        for outcome in range(table.shape[1]):
            edge = edge + table[may, outcome]
            chosen = np.where((chosen < 0) & (u < edge), outcome, chosen)
        out[may] = chosen
    return out


def _move_people(plan: Plan, state: State, drawn: Sequence[Drawn], member: Words, day: int) -> None:
    """Step 5: everybody's rates and transitions together, one draw."""
    tables: list[Floats] = []
    room: dict[str, NDArray[np.int64]] = {}
    for (_, running), known in zip(plan.processes, drawn, strict=True):
        if not running.ways:
            continue
        table = running.values(state, known, day)
        tables.append(np.zeros((len(member), len(running.ways))) if table is None else table)
        for pool, capacity in running.capacities(state, known, day).items():
            room[pool] = np.minimum(room[pool], capacity) if pool in room else capacity
    if tables and any(bool(t.any()) for t in tables):
        values = np.concatenate(tables, axis=1)[:, plan.network.order]
        move(plan.network, values, room, state.people, plan.seed, member, day)
