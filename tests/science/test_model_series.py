"""The elementary functions of the samplers are exact to rounding, and the same compiled."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from postwar.model import series


def exact_log_ratio(k: int, n: int, p: Fraction, mode: int) -> float:
    """ln of the binomial probability of k over that of the mode, from whole numbers."""
    above = Fraction(math.comb(n, k), math.comb(n, mode)) * (p / (1 - p)) ** (k - mode)
    return math.log(above.numerator) - math.log(above.denominator)


def test_half_log_is_the_inverse_hyperbolic_tangent() -> None:
    s = np.concatenate([np.linspace(1e-12, series.REACH, 20_001), 10.0 ** np.arange(-300.0, 0.0) / 3])
    for sign in (1, -1):
        assert np.abs(series.half_log(sign * s) / np.arctanh(sign * s) - 1).max() < 8e-16
    near = s[s <= 1 / 16]
    assert np.abs(series.near_half_log(near) / np.arctanh(near) - 1).max() < 8e-16


def test_falling_is_the_exponential() -> None:
    for low, high, error in ((-28.0, 0.0, 5e-14), (series.LOWEST, -28.0, 1e-10)):
        x = np.linspace(low, high, 50_001)
        assert np.abs(series.falling(x) / np.exp(x) - 1).max() < error


@pytest.mark.parametrize(("n", "p"), [(40, Fraction(1, 2)), (600, Fraction(1, 32)), (3_000, Fraction(1, 4))])
def test_the_ratio_to_the_mode(n: int, p: Fraction) -> None:
    mode = int((n + 1) * p)
    for k in range(mode - mode // 3, min(mode + mode // 2, n - (n - mode) // 3)):
        found = series.near_ratio(float(k), float(n), float(p), float(mode))
        assert found == pytest.approx(exact_log_ratio(k, n, p, mode), abs=3e-13 * (1 + abs(found)) * math.sqrt(n))
