"""What a run leaves: daily series of the named variables, one integer a member and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.outlook import SeriesKey
from postwar.model.geography import common_container, containers
from postwar.model.process import Running
from postwar.model.state import Drawn, Setting, State

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class People:
    """One line of the people series: a place, a group, and the cells of those back and those still away. ``returns``
    says whether a process brings people back: where none does, nobody knows how many come, and only those who left
    stand; ``leaves`` whether one takes away people who live there: only then the run says how many do."""

    place: str
    group: str
    back: tuple[int, ...]
    away: tuple[int, ...]
    living: tuple[int, ...]
    rows: tuple[int, ...]
    returns: bool
    leaves: bool


def people_lines(setting: Setting, fed: frozenset[int], left: frozenset[int] = frozenset()) -> tuple[People, ...]:
    """The places for which each group's people are recorded.

    The home, where it is the only one or has a figure of its own; else the nearest place that holds all homes, because
    nothing says how the group divides over them. Besides, every home or container that a figure or a question names.
    ``fed`` are the cells that people can come into: a group that no process moves, or nobody of whom is counted or will
    leave, has no line, because the run has nothing to say of it. ``left`` are the cells that people can go out of.
    """
    layout, asked = setting.layout, _asked(setting)
    lines: list[People] = []
    for group in dict.fromkeys(row.group for row in layout.rows):
        rows = [i for i, row in enumerate(layout.rows) if row.group == group]
        homes = {i: layout.rows[i].home for i in rows}
        wanted = {homes[i] for i in rows if layout.rows[i].named or homes[i] in asked}
        if not all(layout.rows[i].named for i in rows):
            wanted.add(common_container(setting.case, homes.values()))
        wanted |= {c for h in homes.values() for c in containers(setting.case, h) if c in asked}
        for place in sorted(wanted):
            within = [i for i in rows if place in ("", homes[i], *containers(setting.case, homes[i]))]
            leave = any(layout.cell(i, "gone") in fed for i in within)
            returns = all(layout.cell(i, "back") in fed for i in within)
            if leave or (returns and any(layout.rows[i].counted for i in within)):
                living = tuple(layout.cell(i, s) for i in within for s in ("resident", "back"))
                lines.append(People(place, group, tuple(layout.cell(i, "back") for i in within),
                                    tuple(layout.cell(i, s) for i in within for s in ("away", "gone")),
                                    living, tuple(within), returns, any(c in left for c in living)))
    return tuple(lines)


def _asked(setting: Setting) -> set[str]:
    """Places that a figure of people or a question's rule names."""
    named = {f.place for f in setting.situation.figures if f.variable in ("displaced", "back_in_region") and f.place}
    return named | {p for p in setting.layout.places if any(f'"{p}"' in q.rule for q in setting.case.questions)}


class Record:
    """The series of all members, filled block by block and day by day."""

    def __init__(self, setting: Setting, members: int, lines: tuple[People, ...], running: tuple[Running, ...],
                 days: int | None = None) -> None:
        """``running`` are the processes: what they say they change is recorded. ``days``: all of the run, day 0 with
        it, unless said."""
        layout, shape = setting.layout, (members, setting.days + 1 if days is None else days)
        self.setting, self.lines, self.shape = setting, lines, shape
        self.forces = tuple(sorted({f for r in running for f in r.runs_forces}))
        self.war_on = any(r.runs_war for r in running)
        self.flips = tuple(layout.place(p) for p in sorted({p for r in running for p in r.flips}))
        self.settled = frozenset(i for r in running for i in r.settles)
        self.back = [np.zeros(shape, np.int64) for _ in lines]
        self.away = [np.zeros(shape, np.int64) for _ in lines]
        self.living = [np.zeros(shape if line.leaves else (0, 0), np.int64) for line in lines]
        self.again = [np.zeros(shape if line.leaves else (0, 0), np.int64) for line in lines]
        self.control = [np.zeros(shape, np.int16) for _ in self.flips]
        self.strength = [np.zeros(shape, np.int64) for _ in self.forces]
        self.war = np.zeros(shape if self.war_on else (0, 0), np.int64)
        self.done = np.full((members, len(layout.obligations)), -1, np.int64)
        self.running = running
        self.keys = tuple(key for r in running for key in r.records)
        self.own = [np.zeros(shape, np.int32) for _ in self.keys]

    def note(self, state: State, drawn: Sequence[Drawn], block: slice, day: int) -> None:
        """Write one day of a block of members; ``drawn`` is what was drawn for each running process."""
        for i, line in enumerate(self.lines):
            self.back[i][block, day] = state.people[:, line.back].sum(axis=1)
            if line.leaves:
                self.living[i][block, day] = state.people[:, line.living].sum(axis=1)
                self.again[i][block, day] = state.again[:, line.rows].sum(axis=1)
            self.away[i][block, day] = state.people[:, line.away].sum(axis=1)
            if state.road is not None:      # on the road: left, and not back yet
                self.away[i][block, day] += state.road[:, :, line.back + line.away].sum(axis=(1, 2))
        for i, place in enumerate(self.flips):
            self.control[i][block, day] = state.control[:, place]
        for i, force in enumerate(self.forces):
            self.strength[i][block, day] = state.strength[:, force]
        if self.war_on:
            self.war[block, day] = state.war
        kept = [n for r, known in zip(self.running, drawn, strict=True) if r.records for n in r.recorded(state, known)]
        for series, numbers in zip(self.own, kept, strict=True):
            series[block, day] = numbers

    def close(self, state: State, block: slice) -> None:
        """Write what a block leaves at its end."""
        self.done[block] = state.done

    def series(self) -> dict[SeriesKey, Counts]:
        """All series by (variable, place, who), keys sorted."""
        layout = self.setting.layout
        out: dict[SeriesKey, Counts] = {}
        for i, line in enumerate(self.lines):
            out["displaced", line.place, line.group] = _compact(self.back[i] + self.away[i])
            counted = self.back[i] + self.again[i] if line.leaves else self.back[i]     # all who were counted back
            if line.leaves:
                out["population", line.place, line.group] = _compact(self.living[i])
            if line.returns:
                out["back_in_region", line.place, line.group] = _compact(counted)
                out["away", line.place, line.group] = _compact(self.away[i])
        for i, force in enumerate(self.forces):
            row = layout.forces[force]
            for place in row.area or ("",):
                out["force_strength", place, row.id] = self.strength[i]
        out.update(self._control_series())
        out.update(zip(self.keys, map(_compact, self.own), strict=True))
        if self.war_on:
            out["war_tier", "", ""] = self.war
        return dict(sorted(out.items()))

    def _control_series(self) -> dict[SeriesKey, Counts]:
        layout, out = self.setting.layout, {}
        for position, holder in enumerate(self.setting.control_at_origin()):
            place = layout.places[position]
            if position in self.flips:
                history = self.control[self.flips.index(position)]
                for actor in np.unique(history):
                    if actor >= 0:
                        out["in_control", place, layout.actors[actor]] = (history == actor).astype(np.int64)
            elif holder >= 0:
                out["in_control", place, layout.actors[holder]] = np.broadcast_to(np.int64(1), self.shape)
        return out

    def done_day(self) -> dict[str, Counts]:
        """The day index on which each obligation was done, -1 for not within the run: for those done by the origin (0)
        and those that a process settles. No process moves the others, so they are left out."""
        return {o.id: self.done[:, i].copy() for i, o in enumerate(self.setting.layout.obligations)
                if i in self.settled or bool((self.done[:, i] == 0).all())}


def _compact(values: Counts) -> Counts:
    """The same numbers in less room where no member's series changes."""
    first = values[:, :1]
    return np.broadcast_to(first.copy(), values.shape) if bool((values == first).all()) else values
