"""Quantile functions of the priors: right against an independent library, monotone, inside their range."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from postwar.model import quantiles as q

U = np.array([2.0**-53, 1e-9, 1e-4, 0.01, 0.05, 0.2, 0.4, 0.5, 0.6, 0.8, 0.95, 0.999, 1 - 1e-9, 1 - 2.0**-53])


def test_normal() -> None:
    assert q.normal_quantile(U) == pytest.approx(stats.norm.ppf(U), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 5), (30, 1), (0.5, 0.5), (0.1, 4), (300, 700), (20, 0.3)])
def test_beta(a: float, b: float) -> None:
    assert q.beta_quantile(U, a, b) == pytest.approx(stats.beta.ppf(U, a, b), abs=1e-9)
    x = np.linspace(0, 1, 41)
    assert q.beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-12)


def test_beta_refuses_what_is_no_beta() -> None:
    with pytest.raises(ValueError):
        q.beta_quantile(U, 0, 1)


def test_lognormal_and_two_piece_meet_their_percentiles() -> None:
    at = np.array([0.05, 0.5, 0.95])
    assert q.lognormal_quantile(at, 0.38, 1.12)[[0, 2]] == pytest.approx([0.38, 1.12])
    assert q.two_piece_quantile(at, 26_700, 26_000, 30_000) == pytest.approx([26_000, 26_700, 30_000])
    assert q.two_piece_quantile(at, 0, 0, 100) == pytest.approx([5, 50, 95])


def test_choice_follows_weights_and_never_takes_a_weightless_one() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    shares = np.bincount(q.choice_quantile(u, (2.0, 0.0, 6.0, 0.0)), minlength=4) / len(u)
    assert shares == pytest.approx([0.25, 0, 0.75, 0], abs=1e-4)
    for weights in ((), (0.0, 0.0), (-1.0, 2.0)):
        with pytest.raises(ValueError):
            q.choice_quantile(u, weights)


@pytest.mark.parametrize("name", ["normal", "lognormal", "beta", "two-piece"])
def test_monotone(name: str) -> None:
    u = np.linspace(0.001, 0.999, 500)
    x = {"normal": lambda: q.normal_quantile(u), "lognormal": lambda: q.lognormal_quantile(u, 1, 9),
         "beta": lambda: q.beta_quantile(u, 2, 7), "two-piece": lambda: q.two_piece_quantile(u, 5, 2, 9)}[name]()
    assert (np.diff(x) > 0).all()


def test_a_beta_draw_does_not_depend_on_its_neighbours() -> None:
    u = np.linspace(0.001, 0.999, 19)
    for a, b in ((0.3, 20), (6, 2), (300, 700)):
        whole = q.beta_quantile(u, a, b)
        assert [float(q.beta_quantile(u[i:i + 1], a, b)[0]) for i in range(19)] == whole.tolist()
