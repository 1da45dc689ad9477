"""What the outlook rests on: each parameter that the run drew, with its prior in words and its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from postwar.core.case import Case
from postwar.core.parameter import Parameter, Prior


def number(value: float) -> str:
    """A number to four digits, without exponent or needless zeros.

    >>> number(0.65), number(1960.0), number(0.00012346)
    ('0.65', '1960', '0.0001235')
    """
    return np.format_float_positional(float(f"{value:.4g}"), trim="-")


def prior_text(prior: Prior) -> str:
    """A prior in words.

    >>> prior_text(Prior("lognormal", (("p05", 0.38), ("p95", 1.12))))
    'lognormal, 0.38 to 1.12 (5 % to 95 %)'
    >>> prior_text(Prior("choice", (("treaty", 0.25), ("truce", 0.75))))
    'a mixture: treaty 0.25, truce 0.75'
    """
    args = dict(prior.args)
    if prior.kind == "choice":
        return "a mixture: " + ", ".join(f"{label} {number(weight)}" for label, weight in prior.args)
    if prior.kind == "beta":
        a, b = args["a"], args["b"]
        return f"beta, a = {number(a)}, b = {number(b)} (mean {number(a / (a + b))})"
    if prior.kind == "uniform":
        return f"uniform, {number(args['low'])} to {number(args['high'])}"
    return f"{prior.kind}, {number(args['p05'])} to {number(args['p95'])} (5 % to 95 %)"


def parameter_text(parameter: Parameter) -> str:
    """A parameter's value or prior in words, with its unit."""
    if parameter.prior is not None:
        text = prior_text(parameter.prior)
    else:
        text = "unset" if parameter.value is None else number(parameter.value)
    return f"{text}, {parameter.unit}" if parameter.unit else text


def rests_on(case: Case, draws: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """(parameter, what, source) of every parameter of the case that the run drew, sorted by name.

    ``draws`` are named "name" or "name:about". A row of the case about "" stands for every draw of its name that has
    no row of its own.
    """
    rows = {(p.name, p.about): p for p in case.parameters}
    used: dict[str, Parameter] = {}
    for key in draws:
        name, _, about = key.partition(":")
        parameter = rows.get((name, about)) or rows.get((name, ""))
        if parameter is not None:
            used[f"{name}:{parameter.about}" if parameter.about else name] = parameter
    return tuple((key, parameter_text(used[key]), used[key].source) for key in sorted(used))
