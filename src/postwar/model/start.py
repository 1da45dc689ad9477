"""Day 0: who is counted, by group and home, and how many of them are where, from the figures' intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from postwar.core.actor import Group
from postwar.core.case import Case
from postwar.core.situation import Situation
from postwar.core.variable import Estimate
from postwar.model.geography import containers, expand, parts
from postwar.model.quantiles import two_piece_quantile, uniform_quantile
from postwar.model.state import Layout, Row, Setting, State
from postwar.model.streams import named_draws

START_STREAM = 33
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Size:
    """A number of persons to draw, for rows that share it equally. Without a ``value``: uniform in the interval."""

    name: str
    value: float | None
    low: float
    high: float
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Start:
    """What day 0 is drawn from: those displaced, those back, all who had their home there before, those who live there
    now; and (name, rows) where those displaced have to be guessed from the others."""

    displaced: tuple[Size, ...] = ()
    back: tuple[Size, ...] = ()
    whole: tuple[Size, ...] = ()
    living: tuple[Size, ...] = ()
    guessed: tuple[tuple[str, tuple[int, ...]], ...] = ()


def _side(case: Case, some_id: str | None) -> str:
    actor = case.actor(some_id) if some_id else None
    return actor.side if actor else ""


def _homes(case: Case, situation: Situation, group: Group) -> tuple[str, ...]:
    held = {c.place for c in situation.control if c.actor} | {p.id for p in case.places if p.controller}
    known = [h for h in group.home if case.place(h) is not None]
    return tuple(dict.fromkeys(p for h in known for p in expand(case, h, held)))


def _owner(case: Case, situation: Situation, place: str) -> str | None:
    """Whom a figure without a group is about: the only group at home there, or the only one of the holder's side."""
    near = {place, *parts(case, place)}
    here = [g for g in case.groups if near & set(_homes(case, situation, g))]
    said = next((c.actor for c in situation.control if c.place == place), None)
    holder = said or ((row := case.place(place)) and row.controller)
    same = [g for g in here if _side(case, g.id) and _side(case, g.id) == _side(case, holder or None)]
    chosen = here if len(here) == 1 else same
    return chosen[0].id if len(chosen) == 1 else None


def _figures(case: Case, situation: Situation, variable: str, group: Group) -> list[Estimate]:
    """The recommended figures about a group: by name, and without a name where the place tells."""
    found = []
    for f in situation.figures:
        if f.variable == variable and f.role == "recommended" and (
                f.group == group.id
                or (f.group is None and f.place is not None and _owner(case, situation, f.place) == group.id)):
            found.append(f)
    return found


def _total(case: Case, figures: Sequence[Estimate], homes: Sequence[str]) -> Estimate | None:
    """The figure for all homes of a group: without a place, else for a place that holds all of them, else for a place
    elsewhere; never one for a part of a home."""
    inside = {q for h in homes for q in parts(case, h)}
    over = [{h, *containers(case, h)} for h in homes]

    def order(f: Estimate) -> int:
        if f.place is None:
            return 0
        return 1 if all(f.place in c for c in over) else 2

    usable = [f for f in figures if f.place not in inside and (order(f) < 2 or f.place not in set(homes))]
    usable = [f for f in usable if order(f) < 2 or f.group is not None]
    return min(usable, key=order) if usable else None


def _sizes(case: Case, figures: Sequence[Estimate], variable: str, group: Group, homes: Sequence[str],
           first: int) -> tuple[Size, ...]:
    """Sizes from figures: home by home where each home has one, else the total in equal parts."""
    own = {h: next((f for f in figures if f.place == h), None) for h in homes}
    if all(own.values()):
        return tuple(Size(f"{variable}:{group.id}:{h}", f.value, f.low, f.high, (first + i,))
                     for i, (h, f) in enumerate(own.items()) if f is not None)
    total = _total(case, figures, homes)
    if total is None:
        return ()
    rows = tuple(range(first, first + len(homes)))
    return (Size(f"{variable}:{group.id}", total.value, total.low, total.high, rows),)


def lay_out(case: Case, situation: Situation) -> tuple[Layout, Start, tuple[tuple[str, str], ...]]:
    """The layout of the state, what day 0 is drawn from, and (group, reason) for groups left out or guessed."""
    rows: list[Row] = []
    start = Start()
    notes: list[tuple[str, str]] = []
    for group in case.groups:
        homes = _homes(case, situation, group)
        if not homes:
            notes.append((group.id, "its home is no place of the case"))
            continue
        found = _start_of(case, situation, group, homes, len(rows))
        if not found.displaced and not found.whole and not found.living:
            notes.append((group.id, "neither the books nor the case say how many they are"))
            continue
        if found.guessed:
            notes.append((group.id, "no figure of those who left: drawn between those counted back and all"))
        counted = bool(found.displaced or found.guessed)
        named = len(homes) == 1 or len(found.displaced) > 1 or len(found.back) > 1
        rows += [Row(group.id, h, _side(case, group.id), counted, named) for h in homes]
        start = Start(*(getattr(start, f.name) + getattr(found, f.name) for f in fields(Start)))
    layout = Layout(tuple(rows), tuple(p.id for p in case.places), tuple(a.id for a in case.actors), case.forces,
                    case.accord.obligations, tuple(dict.fromkeys(r.id for r in case.routes)))
    return layout, start, tuple(notes)


def _start_of(case: Case, situation: Situation, group: Group, homes: Sequence[str], first: int) -> Start:
    """What one group's day 0 is drawn from; its rows begin at ``first``."""
    def sizes(variable: str, figures: Sequence[Estimate]) -> tuple[Size, ...]:
        return _sizes(case, figures, variable, group, homes, first)

    rows = tuple(range(first, first + len(homes)))
    counts = _figures(case, situation, "population", group)
    whole = sizes("population", [f for f in counts if f.on <= case.ceasefire_on])
    living = sizes("living", [f for f in counts if f.on > case.ceasefire_on])
    displaced = sizes("displaced", _figures(case, situation, "displaced", group))
    back = sizes("back_in_region", _figures(case, situation, "back_in_region", group))
    if group.low is not None and group.high is not None:
        near = {*group.home, *homes, *(p for h in homes for p in parts(case, h))}
        at_home = not group.whereabouts or bool(near & set(group.whereabouts))
        if at_home:
            whole = whole or (Size(f"population:{group.id}", None, group.low, group.high, rows),)
        else:
            displaced = displaced or (Size(f"displaced:{group.id}", None, group.low, group.high, rows),)
    guessed = ((f"displaced:{group.id}", rows),) if back and whole and not displaced else ()
    return Start(displaced, back, whole, living, guessed)


def _draw(sizes: Sequence[Size], rows: int, seed: int, member: NDArray[np.uint64]) -> Counts:
    """Persons by row, shape (member, row): each size drawn once a member and divided equally, the odd ones first."""
    out = np.zeros((len(member), rows), np.int64)
    for size in sizes:
        u = named_draws(seed, member, START_STREAM, size.name).single()
        drawn = uniform_quantile(u, size.low, size.high) if size.value is None \
            else two_piece_quantile(u, size.value, size.low, size.high)
        total = np.maximum(np.rint(drawn), 0).astype(np.int64)
        each, odd = np.divmod(total, len(size.rows))
        for i, row in enumerate(size.rows):
            out[:, row] = each + (i < odd)
    return out


def draw_people(layout: Layout, start: Start, seed: int, member: NDArray[np.uint64]) -> Counts:
    """Persons by cell on day 0, shape (member, cell).

    A figure is drawn with its value as median and its ends as 5th and 95th percentiles; an interval of the case
    uniformly; a figure of an earlier day counts as of the origin. displaced ≥ back in every row. Residents are
    those who live there less those back, by a figure of after the ceasefire; else the whole less the displaced. Where
    no figure says how many left but some are counted back, displaced = back + U·(whole − back), U uniform.
    Those displaced and not back are ``gone`` until a process says that some of them would return.
    """
    rows = len(layout.rows)
    back = _draw(start.back, rows, seed, member)
    whole = np.maximum(_draw(start.whole, rows, seed, member), back)
    living = _draw(start.living, rows, seed, member)
    displaced = _draw(start.displaced, rows, seed, member)
    for name, guessed in start.guessed:
        u = named_draws(seed, member, START_STREAM, name).single()
        for row in guessed:
            displaced[:, row] = back[:, row] + np.rint(u * (whole[:, row] - back[:, row])).astype(np.int64)
    displaced = np.maximum(displaced, back)
    counted = [row for size in start.living for row in size.rows]
    residents = np.maximum(whole - displaced, 0)
    residents[:, counted] = np.maximum(living - back, 0)[:, counted]
    people = np.zeros((len(member), layout.cells), np.int64)
    people[:, layout.cells_of("back")] = back
    people[:, layout.cells_of("gone")] = displaced - back
    people[:, layout.cells_of("resident")] = residents
    return people


def draw_state(setting: Setting, start: Start, seed: int, member: NDArray[np.uint64]) -> State:
    """Day 0 of a block of members: people drawn, control and obligations as the situation has them."""
    layout, n = setting.layout, len(member)
    fulfilled = {o.id for o in setting.situation.obligations if o.life_cycle == "fulfilled"}
    done = np.array([0 if o.id in fulfilled else -1 for o in layout.obligations], np.int64)
    return State(
        people=draw_people(layout, start, seed, member),
        again=np.zeros((n, len(layout.rows)), np.int64),
        control=np.tile(setting.control_at_origin(), (n, 1)),
        strength=np.zeros((n, len(layout.forces)), np.int64),
        present=np.zeros((n, len(layout.forces)), np.bool_),
        planned=np.full((n, len(layout.obligations)), -1, np.int64),
        done=np.tile(done, (n, 1)),
        war=np.zeros(n, np.int64),
        open=np.full((n, len(layout.routes)), -1, np.int64),
        unreleased=np.zeros((n, len(layout.places))),
        fit=np.ones((n, len(layout.places))),
        built=np.zeros((n, len(layout.places))),
    )
