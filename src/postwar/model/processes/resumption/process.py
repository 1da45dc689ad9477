"""Resumption: war comes back at the rate at which it came back elsewhere, by the time since the fighting stopped."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import CaseError, Problem
from postwar.core.parameter import Parameter
from postwar.model.priors import Need, find
from postwar.model.process import Off, Running
from postwar.model.state import Drawn, Setting, State

CLASS, RATIO = "resumption.class", "resumption.peacekeeper_hazard_ratio"
TIER3, TIER2 = "resumption.tier3_share", "resumption.tier2_share"

CLASSES = ("all", "treaty", "truce", "victory")
"""How the war ended. A case mixes some of them; the draws of ``resumption.class`` are positions in its own list."""

SHARES: dict[str, tuple[float, float, float]] = {
    "all": (0.22, 0.29, 0.43),
    "treaty": (0.21, 0.26, 0.44),
    "truce": (0.46, 0.58, 0.71),
    "victory": (0.06, 0.10, 0.23),
}
"""Share of settlements at war again after 1, 2 and 5 years (Kaplan–Meier; Fortna 2008 data, 1947–99; n = 156, 39, 48,
69)."""

FIRST_YEAR = ((0.0, 0.25, 0.37), (0.25, 0.5, 0.29), (0.5, 1.0, 0.16))
"""Hazard a year in parts of the first year (from, to, hazard), all classes; its shape serves each class."""

LATER = 0.016
"""Hazard a year after five years, all classes: the data are too few to tell classes apart."""

DAYS_A_YEAR = 365.25

Floats = NDArray[np.float64]


class Resumption:
    """War resumes with a hazard that falls with the time since the fighting stopped. Whoever starts it: not attributed.

    On day t the probability is 1 − exp(−κ·[H(t) − H(t−1)]), H the cumulative hazard of the member's class at t days
    since the ceasefire. The class (truce, treaty, victory, all) is drawn from the mixture ``resumption.class`` that
    the case shows. H is piece-wise linear and reproduces the shares at war again after 1, 2 and 5 years, Hᵢ = −ln(1 −
    shareᵢ); within the first year it is divided as the hazards of all ceasefires (.37, .29, .16 a year in months 0–3,
    3–6, 6–12); after five years it grows by .016 a year. κ = ``resumption.peacekeeper_hazard_ratio`` while a
    contingent that the model runs is present, else 1.

    The event is war again as the source defines it. It reaches tier 3 (1,000 deaths, or control changes) with
    probability ``resumption.tier3_share``; of the others the share ``resumption.tier2_share`` reaches tier 2 (25
    deaths in 12 months), and the rest stays below it (tier 1). The tier is drawn on the day and kept to the end of the
    run.

    Source: Fortna (2008), "Does Peacekeeping Work?", data of ceasefires 1947–99; ratio as the case gives it (.65,
    .38–1.12 in the same data, given how the war ended: not identified, so no causal words).
    Assumes that these settlements are a guide for this one. It breaks: the shares hold some settlements with
    peacekeepers already, so that κ < 1 counts part of their effect twice; one resumption a member; what war does to
    control and to people's flight is not modelled, so that series of a member after that day are those of its start.
    """

    name = "resumption"
    stream = 5
    phase = 4

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has none of the four parameters. Raises ``CaseError`` for a class that there is no rate
        of."""
        given = [p for p in setting.case.parameters if p.name in (CLASS, RATIO, TIER3, TIER2)]
        if not given:
            return Off("the case says neither how the war ended nor how far fighting would go")
        parameter = find(setting.case, CLASS)
        labels = _labels(parameter) if parameter else ("all",)
        return ResumptionOfWar(setting, labels)


def _labels(parameter: Parameter) -> tuple[str, ...]:
    choice = parameter.prior if parameter.prior and parameter.prior.kind == "choice" else None
    labels = tuple(label for label, _ in choice.args) if choice else ()
    wrong = [label for label in labels if label not in CLASSES]
    if wrong or not labels:
        named, mend = ", ".join(wrong) or None, f"give {CLASS} a choice among {', '.join(CLASSES)}"
        raise CaseError([Problem("parameters.toml", None, named, "no base rate for this class", mend)])
    return labels


class ResumptionOfWar(Running):
    """The resumption of one case's war."""

    runs_war = True
    chances = ("resumption",)

    def __init__(self, setting: Setting, labels: tuple[str, ...]) -> None:
        self.labels = labels
        self.since = setting.index(setting.case.ceasefire_on)
        self.needs = tuple(Need(name) for name in (CLASS, RATIO, TIER3, TIER2))
        days = np.arange(setting.days + 1) - self.since
        table = np.array([[cumulative_hazard(label, max(float(d), 0.0)) for d in days] for label in labels])
        self.steps = np.diff(table, axis=1)

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """That war resumes today at tier 1, 2 and 3."""
        n = len(state.war)
        which = drawn.parameters.get(CLASS, np.zeros(n)).astype(np.int64)
        hazard = self.steps[which, day - 1]
        if (ratio := drawn.parameters.get(RATIO)) is not None:
            hazard = np.where(state.present.any(axis=1), hazard * ratio, hazard)
        p = np.where(state.war == 0, -np.expm1(-hazard), 0.0)
        third = drawn.parameters.get(TIER3, np.zeros(n))
        second = (1.0 - third) * drawn.parameters.get(TIER2, np.ones(n))
        return (np.stack([p * np.maximum(1.0 - third - second, 0.0), p * second, p * third], axis=1),)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[NDArray[np.int64]]) -> None:
        """The tier of the day."""
        state.war[:] = np.where(outcomes[0] >= 0, outcomes[0] + 1, state.war)


def cumulative_hazard(label: str, days: float) -> float:
    """H(t): expected resumptions per settlement at risk by ``days`` since the ceasefire, for one class.

    >>> [round(1 - math.exp(-cumulative_hazard("truce", y * DAYS_A_YEAR)), 2) for y in (1, 2, 5)]
    [0.46, 0.58, 0.71]
    """
    one, two, five = (-math.log1p(-share) for share in SHARES[label])
    whole = math.fsum(rate * (to - start) for start, to, rate in FIRST_YEAR)
    pieces: list[tuple[float, float, float]] = [(start, to, rate * one / whole) for start, to, rate in FIRST_YEAR]
    pieces += [(1.0, 2.0, two - one), (2.0, 5.0, (five - two) / 3.0), (5.0, math.inf, LATER)]
    years = days / DAYS_A_YEAR
    return math.fsum(rate * (min(years, to) - start) for start, to, rate in pieces if years > start)
