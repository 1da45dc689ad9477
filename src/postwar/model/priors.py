"""What the case assumes, found and drawn: one number a member, from a prior's quantile function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.core.errors import CaseError, Problem
from postwar.core.parameter import Parameter, Prior
from postwar.core.time import Day
from postwar.model.quantiles import (
    beta_quantile,
    choice_quantile,
    lognormal_quantile,
    normal_quantile,
    uniform_quantile,
)
from postwar.model.streams import named_draws

PRIOR_STREAM = 32
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Need:
    """A parameter that a process draws: its name, and whom it is about.

    Looked up for ``about`` first and for the whole case ("") else. With ``each`` it is drawn anew for every ``about``
    even where one prior serves the whole case (the delay of each handover); without, those who share a prior share the
    draw. ``default`` is the process's own prior, with its source in the process's docstring, for a case that has none.
    """

    name: str
    about: str = ""
    each: bool = False
    default: Prior | None = None


def find(case: Case, name: str, about: str = "") -> Parameter | None:
    """The parameter of that name about ``about``, else about the whole case, else None."""
    for wanted in (about, ""):
        for parameter in case.parameters:
            if parameter.name == name and parameter.about == wanted:
                return parameter
    return None


def has_own(case: Case, name: str, about: str) -> bool:
    """Whether the case has a parameter of that name about just this, and not only for the whole case."""
    found = find(case, name, about)
    return found is not None and found.about == about


def key_of(case: Case, need: Need) -> str:
    """The name under which a need's draws are kept: "name" or "name:about"."""
    parameter = find(case, need.name, need.about)
    about = need.about if need.each or (parameter is not None and parameter.about) else ""
    return f"{need.name}:{about}" if about else need.name


def quantile(prior: Prior, u: Floats) -> Floats:
    """The prior's quantile function at u: shape of u. A choice gives positions, in the order of its weights.

    Raises ``KeyError`` where the prior lacks a number of its kind, ``ValueError`` for an unknown kind or numbers that
    no distribution has.

    >>> quantile(Prior("uniform", (("high", 3.0), ("low", 1.0))), np.array([0.5])).tolist()
    [2.0]
    """
    if prior.kind == "lognormal":
        return lognormal_quantile(u, prior.arg("p05"), prior.arg("p95"))
    if prior.kind == "normal":
        low, high = prior.arg("p05"), prior.arg("p95")
        return (low + high) / 2 + (high - low) / 2 * normal_quantile(u) / normal_quantile(np.array([0.95]))
    if prior.kind == "beta":
        return beta_quantile(u, prior.arg("a"), prior.arg("b"))
    if prior.kind == "uniform":
        return uniform_quantile(u, prior.arg("low"), prior.arg("high"))
    if prior.kind == "choice":
        return choice_quantile(u, tuple(weight for _, weight in prior.args)).astype(np.float64)
    raise ValueError(f"no such kind of prior: {prior.kind!r}")


def draw(case: Case, need: Need, seed: int, member: NDArray[np.uint64]) -> Floats | None:
    """One draw a member, shape (member,); None where neither the case nor the need has a prior. Raises ``CaseError``
    for a prior that is no distribution."""
    parameter = find(case, need.name, need.about)
    u = named_draws(seed, member, PRIOR_STREAM, key_of(case, need)).single()
    if parameter is None:
        return None if need.default is None else quantile(need.default, u)
    if parameter.prior is None:
        if parameter.value is None:
            raise CaseError([_fault(parameter, "has neither value nor prior", "give one of them")])
        return np.full(len(member), float(parameter.value))
    try:
        return quantile(parameter.prior, u)
    except (KeyError, ValueError) as error:
        message = f"has no {parameter.prior.kind} prior ({error})"
        raise CaseError([_fault(parameter, message, "mend its numbers")]) from error


def later_than(case: Case, day: Day) -> tuple[Problem, ...]:
    """A problem for each parameter that was known only after a day: what a forecast from that day may not use."""
    mend = "load the case as known on the origin"
    return tuple(_fault(p, f"is known on {p.known_on}, later than the origin {day}", mend)
                 for p in case.parameters if p.known_on > day)


def _fault(parameter: Parameter, message: str, mend: str) -> Problem:
    name = f"{parameter.name}:{parameter.about}" if parameter.about else parameter.name
    return Problem("parameters.toml", None, name, f"a parameter {message}:", mend)
