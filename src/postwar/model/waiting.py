"""How long something takes, given how long it has been waited for already."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.model.priors import find
from postwar.model.quantiles import Z95, lognormal_quantile, normal_cdf

Floats = NDArray[np.float64]


def still_to_come(case: Case, name: str, about: str, drawn: Floats, elapsed: float) -> Floats:
    """Days from a start, given that they are more than ``elapsed``: a draw X of the prior is moved to the place that
    it has among what is left of the prior, F⁻¹(F(e) + F(X)·(1 − F(e))). A value, or a prior that is no lognormal, is
    at least e + 1.

    >>> from postwar.core.parameter import Parameter, Prior
    >>> from postwar.core.time import Day
    >>> days = Parameter("a.days", "", None, Prior("lognormal", (("p05", 10.0), ("p95", 1000.0))), "day", "", Day.min)
    >>> one = Case("c", "A case", "", Day(2030, 1, 1), "UTC", None, (), (), (), parameters=(days,))
    >>> still_to_come(one, "a.days", "", np.array([10.0, 100.0, 1000.0]), 100.0).round().tolist()
    [109.0, 257.0, 1554.0]
    """
    if elapsed <= 0:
        return drawn
    parameter = find(case, name, about)
    prior = parameter.prior if parameter else None
    if prior is None or prior.kind != "lognormal":
        return np.maximum(drawn, elapsed + 1.0)
    low, high = np.log(prior.arg("p05")), np.log(prior.arg("p95"))
    middle, width = (low + high) / 2, (high - low) / (2 * Z95)
    passed = normal_cdf(float((np.log(elapsed) - middle) / width))
    place = np.array([normal_cdf(float(z)) for z in (np.log(drawn) - middle) / width])
    u = np.minimum(passed + place * (1.0 - passed), 1.0 - 2.0**-53)
    return np.maximum(lognormal_quantile(u, prior.arg("p05"), prior.arg("p95")), elapsed)
