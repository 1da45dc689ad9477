"""The engine: steps blocks of members through the days in the order that ``run.py`` numbers, for any processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.core.errors import AskError, CaseError
from postwar.core.outlook import Ensemble, SeriesKey
from postwar.core.situation import Situation
from postwar.core.summary import Summary
from postwar.core.time import Day
from postwar.model.kernels import Kernels, kernels
from postwar.model.priors import draw, key_of, later_than
from postwar.model.process import Off, Process, Running
from postwar.model.rates import Network
from postwar.model.record import Record, people_lines
from postwar.model.start import Start, draw_state, lay_out
from postwar.model.state import Drawn, Layout, Setting, State
from postwar.model.streams import MAX_SEED, named_draws
from postwar.model.tally import Tally

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
Parameters = Mapping[str, Floats]
Result = TypeVar("Result")

BLOCK = 2048
"""Members that are stepped together. It changes memory and speed, never a number: a process costs about as much a day
for ten members as for a thousand; the compiled kernels cut a block into pieces that fit the cache by themselves."""

PHASES = (1, 2, 3, 4, 5)
"""1 dated events · 2 forces and mandates · 3 clearance and rebuilding · 4 tension, war, interruptions, talks · 5 what
follows from fighting. People move after the last."""

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

    @cached_property
    def leaving_again(self) -> tuple[tuple[int, int], ...]:
        """The ways out of a cell of those counted back, with the row."""
        rows = {self.layout.cell(i, "back"): i for i in range(len(self.layout.rows))}
        return tuple((j, rows[w.source]) for j, w in enumerate(self.network.ways) if w.source in rows)


def run_members(case: Case, situation: Situation, to: Day, numbers: Sequence[int], seed: int,
                registry: Sequence[Process], block: int = BLOCK, *, engine: str = "compiled", threads: int = 1,
                keep: Collection[SeriesKey] | None = None) -> Ensemble:
    """Run the members of these numbers only: each is the same as in a run of them all.

    ``registry`` are the processes, in any order; ``block`` how many members are stepped together and ``threads`` how
    many blocks at a time, which change memory and speed and never a number; ``engine`` and ``keep`` as in ``run``.
    Raises ``AskError`` where ``to`` is not after the origin, the seed has not 64 bits or a number is no member's;
    ``CaseError`` for a parameter known later than the origin, or that is no distribution.
    """
    plan = make_plan(case, situation, to, seed, registry)
    member = member_numbers(numbers, block, threads)
    steps = kernels(engine, plan.network)
    if keep is not None:
        return _summarise_members(plan, steps, member, block, threads, frozenset(keep))
    record = new_record(plan, len(member))

    def run_block(part: slice) -> Parameters:
        course = begin(plan, steps, member[part])
        record.note(course.state, course.drawn, part, 0)
        course.follow(1, plan.setting.days, record, part)
        record.close(course.state, part)
        return course.parameters

    found = over_blocks(run_block, len(member), block, threads)
    return ensemble_of(plan, record.series(), record.done_day(), found, len(member))


def member_numbers(numbers: Sequence[int], block: int, threads: int) -> Words:
    """The numbers of members, as the counter takes them; ``AskError`` for what no run can be of."""
    if not len(numbers) or min(numbers) < 0 or max(numbers) >= MAX_MEMBERS or block < 1 or threads < 1:
        raise AskError("a run needs members numbered from 0 to 2^32-1, blocks of at least 1, and at least 1 thread")
    return np.array(numbers, np.uint64)


def over_blocks(work: Callable[[slice], Result], members: int, block: int, threads: int) -> list[tuple[slice, Result]]:
    """Do some work for each block of members, on threads where there are more than one; in the order of the blocks."""
    parts = [slice(first, min(first + block, members)) for first in range(0, members, block)]
    if threads == 1 or len(parts) == 1:
        return [(part, work(part)) for part in parts]
    with ThreadPoolExecutor(threads) as pool:
        return list(zip(parts, pool.map(work, parts), strict=True))


def new_record(plan: Plan, members: int, days: int | None = None) -> Record:
    """An empty record of so many members; of all days of the run, unless said."""
    fed = frozenset(w.target for w in plan.network.ways)
    left = frozenset(w.source for w in plan.network.ways)
    lines = people_lines(plan.setting, fed, left)
    return Record(plan.setting, members, lines, tuple(r for _, r in plan.processes), days)


def ensemble_of(plan: Plan, series: Mapping[SeriesKey, Counts], done_day: Mapping[str, Counts],
                found: Sequence[tuple[slice, Parameters]], members: int,
                summaries: Mapping[SeriesKey, Summary] = MappingProxyType({})) -> Ensemble:
    """The ensemble of what was recorded, with the parameters found block by block."""
    parameters: dict[str, Floats] = {}
    for part, drawn in found:
        for key, values in drawn.items():
            parameters.setdefault(key, np.zeros(members))[part] = values
    return Ensemble(
        origin=plan.setting.origin, days=plan.setting.days, seed=plan.seed,
        situation_digest=plan.setting.situation.digest, series=series, done_day=done_day,
        weights=np.full(members, 1.0 / members), off=plan.off, parameters=dict(sorted(parameters.items())),
        summaries=summaries)


def _summarise_members(plan: Plan, steps: Kernels, member: Words, block: int, threads: int,
                       keep: frozenset[SeriesKey]) -> Ensemble:
    """Run block by block, keeping of each the series named and a summary of the others."""
    tally = Tally(len(member), plan.setting.days + 1, keep)
    ends = new_record(plan, len(member), 0)

    def run_block(part: slice) -> Parameters:
        course = begin(plan, steps, member[part])
        whole = slice(0, len(member[part]))
        for window in tally.windows:
            record = new_record(plan, whole.stop, window.stop - window.start)
            for day in range(window.start, window.stop):
                if day > 0:
                    course.step(day)
                record.note(course.state, course.drawn, whole, day - window.start)
            tally.add(part, window, record.series())
        ends.close(course.state, part)
        return course.parameters

    found = over_blocks(run_block, len(member), block, threads)
    return ensemble_of(plan, tally.series(), ends.done_day(), found, len(member), tally.summaries())


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


@dataclass
class Course:
    """One block of members under way."""

    plan: Plan
    steps: Kernels
    member: Words
    state: State
    drawn: tuple[Drawn, ...]
    parameters: Parameters

    def step(self, day: int) -> None:
        """Step from the day before to a day."""
        for phase in PHASES:
            _let_happen(self, day, phase)
        _move_people(self, day)

    def follow(self, first: int, last: int, record: Record, part: slice) -> None:
        """Step through the days from the first to the last, and note each in a part of the record."""
        for day in range(first, last + 1):
            self.step(day)
            record.note(self.state, self.drawn, part, day)


def draw_known(plan: Plan, member: Words) -> tuple[tuple[Drawn, ...], Parameters]:
    """What is drawn for each member before the run: for each process, and all parameters by name."""
    parameters: dict[str, Floats] = {}
    drawn = tuple(_draw_all(plan, process, running, member, parameters) for process, running in plan.processes)
    return drawn, parameters


def begin(plan: Plan, steps: Kernels, member: Words) -> Course:
    """A block of members on day 0."""
    state = draw_state(plan.setting, plan.start, plan.seed, member)
    if plan.network.slots > 1:
        state.road = np.zeros((len(member), plan.network.slots, plan.network.cells), np.int64)
    drawn, parameters = draw_known(plan, member)
    for (_, running), mine in zip(plan.processes, drawn, strict=True):
        running.begin(state, mine)
    course = Course(plan, steps, member, state, drawn, parameters)
    _move_people(course, 0)
    return course


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


def _let_happen(course: Course, day: int, phase: int) -> None:
    """One phase of a day: all its processes look at the same state, chance decides, then each writes its own fields."""
    plan, state = course.plan, course.state
    mine = [(process, running, known) for (process, running), known in zip(plan.processes, course.drawn, strict=True)
            if process.phase == phase]
    asked = [running.probabilities(state, known, day) for _, running, known in mine]
    for (process, running, known), probabilities in zip(mine, asked, strict=True):
        outcomes = [course.steps.decide(table, plan.seed, course.member, day, process.stream, name)
                    for name, table in zip(running.chances, probabilities, strict=True)]
        running.settle(state, known, day, outcomes)


def _move_people(course: Course, day: int) -> None:
    """Step 5: everybody's rates and transitions together, one draw."""
    plan, state, member = course.plan, course.state, course.member
    tables: list[Floats] = []
    room: dict[str, Counts] = {}
    for (_, running), known in zip(plan.processes, course.drawn, strict=True):
        if not running.ways:
            continue
        table = running.values(state, known, day)
        tables.append(np.zeros((len(member), len(running.ways))) if table is None else table)
        for pool, capacity in running.capacities(state, known, day).items():
            room[pool] = np.minimum(room[pool], capacity) if pool in room else capacity
    if tables and (any(bool(t.any()) for t in tables) or state.road is not None):
        values = np.concatenate(tables, axis=1)[:, plan.network.order]
        movers = course.steps.move(values, room, state.people, plan.seed, member, day, state.road)
        for way, row in plan.leaving_again:
            state.again[:, row] += movers[:, way]
