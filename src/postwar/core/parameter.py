"""What the model assumes: a value or a prior, never without unit, source and the day it was known."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.time import Day

PRIOR_KINDS = {
    "lognormal": ("p05", "p95"),     # 5th and 95th percentile, both > 0
    "normal": ("p05", "p95"),
    "beta": ("a", "b"),
    "uniform": ("low", "high"),
    "choice": ("weights",),          # {label: weight}; the mixture is shown, never settled
}


@dataclass(frozen=True, slots=True)
class Prior:
    """A distribution over a parameter. ``args`` holds the numbers of :data:`PRIOR_KINDS` by name;
    for ``choice`` the labels and their weights."""

    kind: str
    args: tuple[tuple[str, float], ...]

    def arg(self, name: str) -> float:
        """The number called ``name``; ``KeyError`` if the prior has none."""
        return dict(self.args)[name]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One assumption of a case. ``about`` scopes it to an id (group, place, force, obligation); "" = the whole case.
    ``source`` is a citation, or begins with "judgement:" and the reason."""

    name: str
    about: str
    value: float | None
    prior: Prior | None
    unit: str
    source: str
    known_on: Day
