"""Incidents: fighting below war that feeds on itself, zone by zone, with a heavy tail of deaths; and war's own dead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.core.outlook import SeriesKey
from postwar.core.parameter import Prior
from postwar.model.happenings import told
from postwar.model.priors import Need, find, has_own
from postwar.model.process import Off, Running
from postwar.model.state import FULL_WAR, WAR_TIER, Drawn, Setting, State

RATE, FEEDS, MEMORY = "incidents.rate", "incidents.branching", "incidents.memory_days"
DEADLY, TAIL, CAPTURE = "incidents.deadly_share", "incidents.tail", "incidents.capture_rate"
GUARDED = "incidents.peacekeeper_ratio"
WAR_DEATHS, WAR_DAYS = "incidents.war_deaths", "incidents.war_days"

MOST = 24
"""The most killed in an incident: what kills more in 12 months is war (tier 2), and another process's."""

TIER3_DEATHS = Prior("lognormal", (("p05", 150.0), ("p95", 8000.0)))
"""Killed when war resumes in full, where the case has no prior. Judgement: a change of control can cost some hundred
lives; six weeks of war some thousand."""

TIER_DAYS = Prior("lognormal", (("p05", 1.0), ("p95", 120.0)))
"""Days that a resumption lasts, where the case has no prior. Judgement: from one day to four months."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Incidents:
    """Days with an incident, zone by zone: each makes the next one likelier for a while.

    On a day, a zone has an incident (several on one day count as one) with probability 1 − exp(−λ),

        λ(t) = μ·k·e(t) + h(t),   h(t+1) = h(t)·φ + β·(1 − φ)·[incident on t],   φ = exp(−1/τ)

    μ ``incidents.rate`` a day · k = ``incidents.peacekeeper_ratio`` while a contingent that the model runs is present,
    else 1 · e = exp(tension), 1 where tension is off · β ``incidents.branching``, the incidents that one sets off (0 to
    1; 0 where the case has none) · τ ``incidents.memory_days``. Somebody is killed in it with probability
    ``incidents.deadly_share``; then P(killed ≥ d) = d^−a for d = 1, 2, … and never more than 24, a ``incidents.tail``.
    A settlement is taken by force at the rate ``incidents.capture_rate`` a day, and when war resumes in full (tier 3).

    When war resumes, deaths come evenly over ``incidents.war_days`` days: ``incidents.war_deaths`` in all at tier 3, at
    tier 2 between 25 and 1,000 and at tier 1 between 1 and 24, equally likely on the log scale. They are counted with
    the zones by the zones' rates μ, which is an assumption, and never printed by place.

    Counts hostile deaths only, from a figure of those killed where the books have one; accidents with mines are
    another variable. Source: self-exciting counts as in Hawkes (1971), "Spectra of some self-exciting and mutually
    exciting point processes", by the day; tail of deaths as in Clauset, Young and Gleditsch (2007), "On the frequency
    of severe terrorist events"; numbers from the case. It breaks where one operation is reported as many incidents.
    """

    name = "incidents"
    stream = 8
    phase = 5

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has a rate of incidents for no place."""
        zones = tuple(p for p in setting.layout.places if has_own(setting.case, RATE, p))
        return IncidentsOf(setting, zones) if zones else Off(f"the case has no {RATE} for a place")


class IncidentsOf(Running):
    """The incidents of one case's zones."""

    def __init__(self, setting: Setting, zones: tuple[str, ...]) -> None:
        self.setting, self.zones = setting, zones
        by_zone = (RATE, FEEDS, MEMORY, DEADLY, TAIL, CAPTURE, GUARDED)
        self.needs = (*(Need(name, z) for z in zones for name in by_zone),
                      Need(WAR_DEATHS, default=TIER3_DEATHS), Need(WAR_DAYS, default=TIER_DAYS))
        self.uniforms = ("war deaths",)
        self.takes = tuple(i for i, z in enumerate(zones) if find(setting.case, CAPTURE, z) is not None)
        self.chances = tuple(f"incident:{z}" for z in zones) + tuple(f"capture:{zones[i]}" for i in self.takes)
        keys: list[SeriesKey] = [("killed", "", ""), *(("killed", z, "") for z in zones)]
        keys += [("events", "incident", z) for z in zones]
        self.records = (*keys, *(("events", "capture", zones[i]) for i in self.takes))

    def begin(self, state: State, drawn: Drawn) -> None:
        """Counts as the books have them; nothing is heated up yet."""
        own, shape = state.own, (len(state.war), len(self.zones))
        figures = [self.setting.situation.figure("killed", place=z) for z in self.zones]
        known = np.array([round(f.value) if f else 0 for f in figures], np.int64)
        own["incidents.heat"] = np.zeros(shape)
        own["incidents.killed"] = np.tile(known, (shape[0], 1))
        for name, kind in (("incidents.days", "incident"), ("incidents.captures", "capture")):
            own[name] = np.tile(np.array([told(self.setting, f"{kind};{z}") for z in self.zones], np.int64),
                                (shape[0], 1))
        own["incidents.war_day"] = np.zeros(shape[0], np.int64)
        own["incidents.war_dead"] = np.zeros(shape[0], np.int64)
        for i, z in enumerate(self.zones):
            own[f"incidents.sizes.{i}"] = sizes(drawn.of(DEADLY, z), drawn.of(TAIL, z), shape[0])

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """Of each zone: an incident today with 0, 1, 2, … killed; and a settlement taken."""
        own, guarded = state.own, state.present.any(axis=1)
        heated = np.exp(own["tension"].astype(np.float64) / 4.0) if "tension" in own else 1.0
        out: list[Floats] = []
        for i, z in enumerate(self.zones):
            ratio = drawn.of(GUARDED, z)
            rate = drawn.given(RATE, z) if ratio is None else np.where(guarded, drawn.given(RATE, z) * ratio,
                                                                       drawn.given(RATE, z))
            p = -np.expm1(-(rate * heated + own["incidents.heat"][:, i]))
            out.append(p[:, None] * own[f"incidents.sizes.{i}"])
        begun = (state.war >= FULL_WAR) & (own["incidents.war_day"] == 0)
        for i in self.takes:
            out.append(np.where(begun, 1.0, -np.expm1(-drawn.given(CAPTURE, self.zones[i])))[:, None])
        return out

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """Who was killed today, what was taken, and how far the day heats up the next ones."""
        own = state.own
        for i, z in enumerate(self.zones):
            happened, memory, feeds = outcomes[i] >= 0, drawn.of(MEMORY, z), drawn.of(FEEDS, z)
            own["incidents.days"][:, i] += happened
            own["incidents.killed"][:, i] += np.maximum(outcomes[i], 0)
            if memory is not None and feeds is not None:
                kept = np.exp(-1.0 / memory)
                own["incidents.heat"][:, i] = own["incidents.heat"][:, i] * kept + feeds * (1.0 - kept) * happened
        for j, i in enumerate(self.takes):
            own["incidents.captures"][:, i] += outcomes[len(self.zones) + j] >= 0
        own["incidents.war_day"] += state.war > 0
        total = war_dead(state.war, drawn.given(WAR_DEATHS), drawn.uniforms["war deaths"])
        over = np.minimum(own["incidents.war_day"] / np.maximum(drawn.given(WAR_DAYS), 1.0), 1.0)
        own["incidents.war_dead"] = np.rint(total * over).astype(np.int64)

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Killed in all and by zone, days with an incident, settlements taken."""
        own = state.own
        rates = np.stack([drawn.given(RATE, z) for z in self.zones], axis=1)
        upto_zone = np.cumsum(rates, axis=1)
        share = upto_zone / np.maximum(upto_zone[:, -1:], 1e-300)
        upto = np.rint(share * own["incidents.war_dead"][:, None]).astype(np.int64)
        killed = own["incidents.killed"] + np.diff(upto, axis=1, prepend=0)
        return [killed.sum(axis=1), *killed.T, *own["incidents.days"].T,
                *(own["incidents.captures"][:, i] for i in self.takes)]


def sizes(deadly: Floats | None, tail: Floats | None, members: int) -> Floats:
    """The law of those killed in an incident: shape (member, 25), P(0), P(1), …, P(24); all harmless where the case
    has no share of deadly ones. Without a tail, one is killed in each deadly one.

    >>> sizes(np.array([0.5]), np.array([1.0]), 1)[0, :3].round(3).tolist()
    [0.5, 0.26, 0.087]
    """
    out = np.zeros((members, MOST + 1))
    deadly = np.zeros(members) if deadly is None else deadly
    out[:, 0] = 1.0 - deadly
    if tail is None:
        out[:, 1] = deadly
        return out
    over = np.exp(-tail[:, None] * np.log(np.arange(1, MOST + 2))[None, :])
    out[:, 1:] = deadly[:, None] * (over[:, :-1] - over[:, 1:]) / (1.0 - over[:, -1:])
    return out


def war_dead(tier: Counts, full: Floats, u: Floats) -> Floats:
    """All who are killed when war resumes at a tier, 0 without war.

    >>> war_dead(np.array([0, 1, 2, 3]), np.full(4, 4000.0), np.full(4, 0.5)).round(1).tolist()
    [0.0, 4.9, 158.1, 4000.0]
    """
    second = 25.0 * np.exp(u * np.log(40.0))
    return np.select([tier >= FULL_WAR, tier >= WAR_TIER, tier > 0], [full, second, np.exp(u * np.log(24.0))], 0.0)
