"""What is measured: the variables that figures, rules and forecasts share."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.time import Day


@dataclass(frozen=True, slots=True)
class Variable:
    """A measured quantity: unit, kind (stock, flow, cumulative, status, event) and HXL hashtag."""

    id: str
    name: str
    unit: str
    kind: str
    hxl: str


VARIABLES: tuple[Variable, ...] = (
    Variable("away", "people away from their homes", "person", "stock", "#affected+away"),
    Variable("back_home", "people back in their own home", "person", "cumulative", "#reached+returned+home"),
    Variable("back_in_region", "people counted back in the region", "person", "cumulative", "#reached+returned+region"),
    Variable("displaced", "people who left their homes", "person", "cumulative", "#affected+displaced"),
    Variable("dwellings_fit", "dwellings built and fit to live in", "dwelling", "cumulative",
             "#output+dwellings+built"),
    Variable("dwellings_lost", "dwellings destroyed", "dwelling", "cumulative", "#affected+dwellings+destroyed"),
    Variable("events", "events of a kind since the fighting stopped", "incident", "cumulative", "#event+num"),
    Variable("force_strength", "personnel of a force in place", "soldier", "stock", "#capacity+force"),
    Variable("hectares_released", "land released from mine suspicion", "hectare", "cumulative",
             "#output+hectares+released"),
    Variable("hosted", "displaced people whom others host", "person", "stock", "#affected+hosted"),
    Variable("hosting_cost", "spent on hosting, in thousands", "money", "cumulative", "#value+hosting"),
    Variable("in_control", "whether an actor holds a place", "share", "status", "#status+control"),
    Variable("killed", "people killed since the fighting stopped", "person", "cumulative", "#affected+killed"),
    Variable("mine_accidents", "accidents with mines", "incident", "cumulative", "#event+mines"),
    Variable("population", "people living in a place", "person", "stock", "#population"),
    Variable("route_open", "share of a route's traffic let through", "share", "stock", "#access+route"),
    Variable("supply_days", "days that stocks in reach of a route last", "day", "status", "#capacity+stocks"),
    Variable("unable_to_leave", "people with no open way out", "person", "stock", "#affected+trapped"),
    Variable("war_tier", "level of renewed fighting", "tier", "status", "#event+tier"),
)
VARIABLE_IDS = frozenset(v.id for v in VARIABLES)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure with its interval: fused claims of one variable, scope, group and place on one day.

    ``low`` to ``high`` is a 90 % interval; ``spread`` is its width on the log scale. ``claims`` are the
    claims it stands on, ``origins`` how many independent origins they have.
    """

    variable: str
    measure: str
    scope: str
    group: str | None
    place: str | None
    unit: str
    on: Day
    value: float
    low: float
    high: float
    claims: tuple[str, ...]
    origins: int = 1
    spread: float = 0.0
    role: str = "recommended"      # or triangulation, as IDMC uses the words
    reason: str = ""
