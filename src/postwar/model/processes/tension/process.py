"""Tension: a latent level that wanders and comes back to its mean; off unless a case gives it numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.model.priors import Need, find
from postwar.model.process import Off, Running
from postwar.model.state import Drawn, Setting, State

PACE, WIDTH = "tension.pace", "tension.width"

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Tension:
    """A whole number of quarter steps on the log scale, which goes up or down by one and is drawn back to 0.

    Up with daily probability θ·(K − k)/(2K) and down with θ·(K + k)/(2K) for k from −K to K (Ehrenfest's urn: in the
    long run k is binomial around 0 with variance K/2): θ ``tension.pace``, K = max(1, round(32·σ²)) with σ
    ``tension.width``, the standard deviation of the log factor. Rates of incidents are multiplied by exp(k/4).

    It is never printed, has no inputs from readings, and does not enter resumption. It stays off unless a case gives
    both numbers, which none should before rolling scores improve with it. Source: Ehrenfest and Ehrenfest (1907), as
    a discrete twin of a mean-reverting walk. It breaks where strain has a cause that one can name.
    """

    name = "tension"
    stream = 20
    phase = 4

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case has not both numbers."""
        if any(find(setting.case, name) is None for name in (PACE, WIDTH)):
            return Off(f"the case has no {PACE} and {WIDTH}: no score has shown that it earns its place")
        return TensionOf()


class TensionOf(Running):
    """The tension of one case."""

    needs = (Need(PACE), Need(WIDTH))
    chances = ("step",)

    def begin(self, state: State, drawn: Drawn) -> None:
        """At its mean."""
        state.own["tension"] = np.zeros(len(state.war), np.int64)

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """A step up, a step down."""
        most = np.maximum(np.rint(32.0 * drawn.given(WIDTH) ** 2), 1.0)
        pace, at = np.clip(drawn.given(PACE), 0.0, 1.0), state.own["tension"]
        return (np.stack([pace * (most - at) / (2 * most), pace * (most + at) / (2 * most)], axis=1),)

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """The step of the day."""
        state.own["tension"] += np.select([outcomes[0] == 0, outcomes[0] == 1], [1, -1], 0)
