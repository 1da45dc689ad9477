"""Corridor: a way in and out is interrupted and restored, or opens for the first time; stocks run down meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.outlook import SeriesKey
from postwar.core.place import Route
from postwar.core.time import Day
from postwar.model.access import access_to
from postwar.model.priors import Need, find, has_own
from postwar.model.process import Off, Running
from postwar.model.state import FULL_WAR, Drawn, Setting, State
from postwar.model.waiting import still_to_come

RATE, LONG_SHARE, AID = "corridor.interruption_rate", "corridor.long_share", "corridor.aid_share"
SHORT, LONG = "corridor.short_days", "corridor.long_days"
OPENING, EVER, UNGUARDED = "corridor.opening_days", "corridor.opening_share", "corridor.unguarded_factor"
STOCK = "corridor.supply_days"
HUMANE = ("aid", "medical")
OPEN, SHORTLY, FOR_LONG = 0, 1, 2
NEVER = np.iinfo(np.int64).max // 2

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Corridor:
    """A corridor is interrupted at a rate, for a short or a long time, and restored at a rate of its own.

    Open → interrupted with daily probability 1 − exp(−ι·v), ι ``corridor.interruption_rate``, v = 1, or
    ``corridor.unguarded_factor`` once a force that stood in the corridor on the origin is gone. With probability
    ``corridor.long_share`` the interruption is a long one. It ends with daily probability 1 − exp(−1/T), T
    ``corridor.short_days`` or ``corridor.long_days`` (means). Aid and the sick pass through an interruption with
    probability ``corridor.aid_share``, drawn once for each, and nobody else does. One that the books say is closed
    is in a long interruption on the origin.

    A corridor that nobody has used yet opens X days after the ceasefire, X ~ ``corridor.opening_days``, given that it
    is later than the origin, with probability ``corridor.opening_share`` (1 where the case has none), and not once war
    has resumed in full (tier 3). A route's own days of opening and closing, as the case gives them, hold besides.

    Stocks: days of supply in what the corridor feeds go down by one on each day without goods and up by two on each
    day with them, from 0 to ``corridor.supply_days`` or the ``supply_days`` of its routes. Those who live where every
    route is interrupted are *unable to leave*: counted, and not displaced.

    Source: judgement (form: alternating renewal with a mixture of two exponentials, because interruptions of hours and
    of months have different causes); numbers from the case. It breaks where interruptions grow out of each other, and
    where a checkpoint lets some through and not others.
    """

    name = "corridor"
    stream = 7
    phase = 4

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where no place with routes has a rate of interruption, and none has days to its opening."""
        lines = _lines(setting)
        if not lines:
            return Off(f"the case has no {RATE} for a place with routes, and no {OPENING}")
        return Corridors(setting, lines)


@dataclass(frozen=True, slots=True)
class Line:
    """A corridor: its place, its routes with their positions, how it stands on the origin, and who may guard it."""

    place: str
    routes: tuple[tuple[int, Route], ...]
    used: bool
    shut: bool
    guards: tuple[int, ...]
    stock: float | None

    def serves(self, kinds: Sequence[str]) -> bool:
        """Whether some route carries one of these kinds of traffic."""
        return any(set(kinds) & set(r.traffic) for _, r in self.routes)


def _lines(setting: Setting) -> tuple[Line, ...]:
    case, states = setting.case, {r.id: r for r in setting.situation.routes}
    of_place: dict[str, list[str]] = {}
    for state in setting.situation.routes:
        if state.place:
            of_place.setdefault(state.place, []).append(state.id)
    found = []
    for place in setting.layout.places:
        ids = [i for i in of_place.get(place, ()) if i in setting.layout.routes]
        routes = tuple((setting.layout.routes.index(r.id), r) for r in case.routes if r.id in ids)
        coming = has_own(case, OPENING, place)
        if not (coming or (routes and find(case, RATE, place) is not None)):
            continue
        said = [states[i].state for i in of_place.get(place, ())]
        used = bool(routes) or any(s in ("open", "restricted", "closed") for s in said)
        guards = tuple(i for i, f in enumerate(setting.layout.forces) if place in f.area)
        stocks = [r.supply_days for _, r in routes if r.supply_days is not None]
        found.append(Line(place, routes, used, bool(said) and all(s == "closed" for s in said), guards,
                          max(stocks, default=None)))
    return tuple(found)


class Corridors(Running):
    """The corridors of one case."""

    def __init__(self, setting: Setting, lines: tuple[Line, ...]) -> None:
        self.setting, self.lines = setting, lines
        self.start = setting.index(setting.case.ceasefire_on)
        self.needs = tuple(Need(name, x.place) for x in lines for name in (
            RATE, LONG_SHARE, AID, SHORT, LONG, OPENING, EVER, UNGUARDED, STOCK))
        self.uniforms = tuple(f"opens:{x.place}" for x in lines)
        self.chances = tuple(f"{what}:{x.place}" for x in lines for what in ("interruption", "restoration"))
        self.stocked = tuple(i for i, x in enumerate(lines)
                             if x.stock is not None or find(setting.case, STOCK, x.place) is not None)
        self.shut_in = self._shut_in()
        self.records = self._records()

    def _shut_in(self) -> tuple[tuple[int, tuple[int, ...], str, str], ...]:
        """(row, positions of its routes, home, group) of those whose every route for people is one that this process
        runs."""
        mine = {r.id for x in self.lines for _, r in x.routes}
        found = []
        for i, row in enumerate(self.setting.layout.rows):
            access = access_to(self.setting, row.home)
            if access.routes and all(r.id in mine for r in access.routes):
                found.append((i, access.positions, row.home, row.group))
        return tuple(found)

    def _records(self) -> tuple[SeriesKey, ...]:
        keys: list[SeriesKey] = [("route_open", x.place, "") for x in self.lines]
        keys += [("route_open", x.place, "aid") for x in self.lines if x.serves(HUMANE)]
        keys += [("supply_days", self.lines[i].place, "") for i in self.stocked]
        return (*keys, *(("unable_to_leave", home, group) for _, _, home, group in self.shut_in))

    def begin(self, state: State, drawn: Drawn) -> None:
        """How each corridor stands on the origin, and when one that is not in use yet opens."""
        n, k = len(state.war), len(self.lines)
        own = state.own
        own["corridor.status"] = np.tile(np.array([FOR_LONG if x.shut else OPEN for x in self.lines]), (n, 1))
        own["corridor.aid"], own["corridor.humane"] = np.zeros((n, k), np.bool_), np.zeros((n, k), np.bool_)
        own["corridor.opens"] = np.stack([self._opening(x, drawn, n) for x in self.lines], axis=1)
        own["corridor.guarded"] = np.stack(
            [state.present[:, x.guards].any(axis=1) if x.guards else np.zeros(n, np.bool_) for x in self.lines], axis=1)
        own["corridor.stock"] = np.stack([self._most(x, drawn, n) for x in self.lines], axis=1)
        self._let_through(state, 0)

    def _opening(self, line: Line, drawn: Drawn, n: int) -> Counts:
        if line.used:
            return np.zeros(n, np.int64)
        days = still_to_come(self.setting.case, OPENING, line.place, drawn.given(OPENING, line.place), -self.start)
        opens = np.maximum(np.rint(self.start + np.minimum(days, 1e6)), 1).astype(np.int64)
        ever = drawn.of(EVER, line.place)
        return opens if ever is None else np.where(drawn.uniforms[f"opens:{line.place}"] < ever, opens, NEVER)

    def _most(self, line: Line, drawn: Drawn, n: int) -> Floats:
        most = drawn.of(STOCK, line.place)
        return np.full(n, float(line.stock or 0.0)) if most is None else most

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """Of each corridor: the four kinds of interruption (short or long, with aid or without), and its end."""
        out: list[Floats] = []
        for i, line in enumerate(self.lines):
            status, n = state.own["corridor.status"][:, i], len(state.war)
            rate = drawn.or_else(np.zeros(n), RATE, line.place)
            if (factor := drawn.of(UNGUARDED, line.place)) is not None and line.guards:
                gone = state.own["corridor.guarded"][:, i] & ~state.present[:, line.guards].any(axis=1)
                rate = np.where(gone, rate * factor, rate)
            begun = state.own["corridor.opens"][:, i] < day
            p = np.where((status == OPEN) & begun, -np.expm1(-rate), 0.0)
            long, aid = (drawn.or_else(np.zeros(n), name, line.place) for name in (LONG_SHARE, AID))
            out.append(np.stack([p * (1 - long) * (1 - aid), p * (1 - long) * aid, p * long * (1 - aid),
                                 p * long * aid], axis=1))
            short_days, long_days = (drawn.or_else(np.ones(n), name, line.place) for name in (SHORT, LONG))
            mean = np.where(status == FOR_LONG, long_days, short_days)
            out.append(np.where(status != OPEN, -np.expm1(-1.0 / mean), 0.0)[:, None])
        return out

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """How each corridor stands, what its routes let through, and the stocks of what it feeds."""
        own = state.own
        for i in range(len(self.lines)):
            begins, ends = outcomes[2 * i], outcomes[2 * i + 1]
            status, aid = own["corridor.status"][:, i], own["corridor.aid"][:, i]
            own["corridor.status"][:, i] = np.where(begins >= 0, np.where(begins >= 2, FOR_LONG, SHORTLY),
                                                    np.where(ends >= 0, OPEN, status))
            own["corridor.aid"][:, i] = np.where(begins >= 0, begins % 2 == 1, aid)
            late = (own["corridor.opens"][:, i] >= day) & (state.war >= FULL_WAR)
            own["corridor.opens"][late, i] = NEVER
        passing = self._let_through(state, day)
        for i in self.stocked:
            stock = own["corridor.stock"][:, i] + np.where(passing[:, i], 2.0, -1.0)
            own["corridor.stock"][:, i] = np.clip(stock, 0.0, self._most(self.lines[i], drawn, len(stock)))

    def _let_through(self, state: State, day: int) -> NDArray[np.bool_]:
        """Write what each route lets through, and return which corridors let everybody pass."""
        date = Day.fromordinal(self.setting.origin.toordinal() + day)
        passing = (state.own["corridor.status"] == OPEN) & (state.own["corridor.opens"] <= day)
        for i, line in enumerate(self.lines):
            state.own["corridor.humane"][:, i] = False
            humane = passing[:, i] | (state.own["corridor.aid"][:, i] & (state.own["corridor.status"][:, i] != OPEN))
            for position, route in line.routes:
                dated = (route.open_from is None or route.open_from <= date) and (
                    route.open_to is None or date <= route.open_to or route.open_to < self.setting.origin)
                only = set(route.traffic) <= set(HUMANE)
                state.open[:, position] = dated & (humane if only else passing[:, i])
                if set(route.traffic) & set(HUMANE):
                    state.own["corridor.humane"][:, i] |= dated & humane
        state.own["corridor.passing"] = passing
        return passing

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Open or not, for everybody and for aid; stocks in whole days; those unable to leave."""
        own, out = state.own, []
        for i, line in enumerate(self.lines):
            usual = [state.open[:, p] for p, r in line.routes if not set(r.traffic) <= set(HUMANE)]
            out.append(np.max(usual, axis=0) if usual else own["corridor.passing"][:, i])
        out += [own["corridor.humane"][:, i] for i, line in enumerate(self.lines) if line.serves(HUMANE)]
        out += [np.floor(own["corridor.stock"][:, i]).astype(np.int64) for i in self.stocked]
        layout = self.setting.layout
        for row, positions, _, _ in self.shut_in:
            free = state.open[:, positions].max(axis=1) > 0
            there = state.people[:, [layout.cell(row, "resident"), layout.cell(row, "back")]].sum(axis=1)
            out.append(np.where(free, 0, there))
        return out
