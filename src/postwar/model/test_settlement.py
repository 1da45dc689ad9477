"""A small settlement for the tests of the model: a district passes from south to north, people leave and return."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from postwar.core.accord import Accord, Due, Obligation, Power, Provision
from postwar.core.actor import Actor, Force, Group
from postwar.core.case import Case
from postwar.core.outlook import Ensemble
from postwar.core.parameter import Parameter, Prior
from postwar.core.place import Place
from postwar.core.situation import Situation
from postwar.core.time import AsOf, Day
from postwar.core.variable import Estimate
from postwar.model.engine import run_members
from postwar.model.process import Off, Process, Running
from postwar.model.state import Drawn, Setting, State

D = dt.date
CEASEFIRE = D(2030, 1, 1)
ORIGIN = D(2030, 1, 10)


def prior(name: str, kind: str, about: str = "", known_on: Day = CEASEFIRE, **numbers: float) -> Parameter:
    """A parameter with a prior."""
    return Parameter(name, about, None, Prior(kind, tuple(numbers.items())), "1", "judgement: a test", known_on)


def fixed(name: str, value: float, about: str = "") -> Parameter:
    """A parameter with a value."""
    return Parameter(name, about, value, None, "1", "judgement: a test", CEASEFIRE)


def figure(variable: str, place: str | None, value: float, low: float, high: float,
           group: str | None = "southerners") -> Estimate:
    """A recommended figure of five days before the origin."""
    return Estimate(variable, "cumulative", "all", group, place, "person", D(2030, 1, 5), value, low, high, ())


def obligation(name: str = "C1", act: str = "handover", place: tuple[str, ...] = ("a",), due: Due | None = None,
               obligor: tuple[str, ...] = ("south",), beneficiary: tuple[str, ...] = ("north",),
               except_: tuple[str, ...] = (), power: Power | None = None) -> Obligation:
    """A duty of the accord."""
    return Obligation(name, "C", obligor, beneficiary, "must", act, "", place, "whole", except_, None, None,
                      due or Due(by=D(2030, 2, 1)), (), "", power, None, ())


def place(name: str, within: tuple[str, ...] = (), controller: str | None = "south", lat: float | None = None) -> Place:
    """A place of the test's map."""
    return Place(name, name.title(), (), "district", within, lat, None, None, controller, "a test")


PRIORS = (
    prior("handover.delay_days", "lognormal", p05=1.5, p95=20),
    prior("handover.on_time_share", "beta", a=6, b=2),
    prior("handover.amend_p", "beta", a=1, b=4),
    prior("handover.amend_days", "lognormal", p05=3, p95=20),
    prior("departure.leave_share", "beta", a=20, b=1),
    prior("departure.spread_days", "lognormal", p05=2, p95=10),
    prior("returns.ever_share", "beta", a=5, b=2),
    prior("returns.rate", "lognormal", p05=0.002, p95=0.02),
    prior("returns.season_amplitude", "uniform", low=0, high=1),
    prior("returns.capacity_per_day", "lognormal", p05=100, p95=2000),
    prior("contingent.ramp_days", "lognormal", p05=5, p95=30),
    prior("contingent.strength_share", "beta", a=30, b=1),
    prior("contingent.early_exit_rate", "lognormal", p05=1e-5, p95=1e-3),
    prior("contingent.notice_p", "beta", a=2, b=3),
    prior("resumption.class", "choice", truce=0.3, treaty=0.4, victory=0.3),
    prior("resumption.peacekeeper_hazard_ratio", "lognormal", p05=0.38, p95=1.12),
    prior("resumption.tier3_share", "beta", a=3, b=3),
    prior("resumption.tier2_share", "beta", a=8, b=2),
)
STAY = obligation("C2", "stay", (), Due(), ("watchers",), (),
                  power=Power("renewal", ("north", "south"), 1.0, 1.0, 6, D(2030, 1, 10)))
CASE = Case(
    "test", "A test", "", CEASEFIRE, "UTC", None, (),
    actors=(Actor("north", "North", (), "state", "n"), Actor("south", "South", (), "state", "s"),
            Actor("watchers", "Watchers", (), "mission", "z"),
            Actor("southerners", "Southerners", (), "population", "s")),
    places=(place("zone", controller=None), place("a", ("zone",)), place("a-mill", ("a",)), place("a-road", ("a",)),
            place("b", ("zone",))),
    groups=(Group("southerners", "Southerners", (), ("a", "b"), ("a", "b"), 50_000, 60_000, None, None, "a test"),),
    forces=(Force("watchers", "watchers", "Watchers", 2000, "soldier", "peacekeeping", ("zone",), "a test"),),
    accord=Accord(CEASEFIRE, (Provision("C", "", "", (), "a test", CEASEFIRE, (obligation(), STAY)),)),
    parameters=PRIORS)
SITUATION = Situation(
    "test", AsOf(ORIGIN, ORIGIN), digest="d",
    figures=(figure("displaced", "zone", 30_000, 25_000, 35_000),
             figure("back_in_region", "zone", 5_000, 4_800, 5_500)))


def case(parameters: Sequence[Parameter] = PRIORS, obligations: Sequence[Obligation] | None = None,
         **changes: object) -> Case:
    """The settlement with other parameters, obligations, or anything else."""
    if obligations is not None:
        changes["accord"] = Accord(CEASEFIRE, (Provision("C", "", "", (), "a test", CEASEFIRE, tuple(obligations)),))
    return dataclasses.replace(CASE, parameters=tuple(parameters), **changes)  # type: ignore[arg-type]


def situation(**changes: object) -> Situation:
    """The situation with something else in it."""
    return dataclasses.replace(SITUATION, **changes)  # type: ignore[arg-type]


def alone(processes: Sequence[Process], given: Case, start: Situation, to: Day, members: int,
          engine: str = "compiled") -> Ensemble:
    """A run of some processes only."""
    return run_members(given, start, to, range(members), 3, processes, engine=engine)


class DoneOn:
    """A stand-in for handovers: every obligation is planned for one day, and control does not pass."""

    name = "done on"
    stream = 14
    phase = 1

    def __init__(self, day: int) -> None:
        self.day = day

    def set_up(self, setting: Setting) -> Running | Off:
        """Always on."""
        return PlannedFor(self.day)


class PlannedFor(Running):
    """The day on which everything is done."""

    def __init__(self, day: int) -> None:
        self.day = day

    def begin(self, state: State, drawn: Drawn) -> None:
        """Plan it."""
        state.planned[:] = self.day


def only(*names: str) -> tuple[Parameter, ...]:
    """The priors of these processes."""
    return tuple(p for p in PRIORS if p.name.split(".")[0] in names)
