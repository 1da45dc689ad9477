"""The integer samplers draw from the distributions they are named for, and are exact at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from postwar.model import samplers
from postwar.model.samplers import binomial, hypergeometric, multinomial, ration
from postwar.model.streams import Draws

SIZE = 12_000
ALPHA = 1e-4


def draws(size: int = SIZE, seed: int = 11) -> Draws:
    return Draws(seed, np.arange(size, dtype=np.uint64), 1, 1, np.zeros(size, np.uint64))


def p_value(sample: np.ndarray, law: stats.rv_discrete) -> float:
    """χ² of a sample against a law, in classes of at least 10 expected."""
    low, high = int(law.ppf(1e-7)), int(law.ppf(1 - 1e-7))
    edges = np.unique(np.linspace(low, high, min(high - low, 60) + 1).astype(int))
    p = np.diff(np.concatenate(([0.0], law.cdf(edges), [1.0])))
    observed = np.bincount(np.searchsorted(edges, sample, side="left"), minlength=len(p))
    expected = p * len(sample)
    o, e, kept = 0.0, 0.0, []
    for seen, due in zip(observed, expected, strict=True):
        o, e = o + seen, e + due
        if e >= 10:
            kept.append((o, e))
            o, e = 0.0, 0.0
    kept[-1] = (kept[-1][0] + o, kept[-1][1] + e)
    if len(kept) == 1:
        return 1.0
    statistic = sum((a - b) ** 2 / b for a, b in kept)
    return float(stats.chi2.sf(statistic, len(kept) - 1))


PLANE = [(n, p) for n in (1, 2, 7, 19, 20, 40, 150, 1_000, 90_000, 10_000_000, 1 << 31)
         for p in (1e-9, 1e-4, 0.003, 0.08, 0.3, 0.5, 0.62, 0.97, 1 - 1e-6)]


@pytest.mark.parametrize(("n", "p"), PLANE[::2])
def test_binomial_over_the_plane(n: int, p: float) -> None:
    sample = binomial(np.full(SIZE, n), np.full(SIZE, p), draws())
    assert sample.min() >= 0 and sample.max() <= n
    assert p_value(sample, stats.binom(n, p)) > ALPHA


@pytest.mark.long
@pytest.mark.parametrize(("n", "p"), PLANE)
def test_binomial_over_the_plane_with_a_million_draws_a_point(n: int, p: float) -> None:
    size = 1_000_000
    assert p_value(binomial(np.full(size, n), np.full(size, p), draws(size, seed=5)), stats.binom(n, p)) > ALPHA


def test_binomial_at_the_border_of_its_two_ways() -> None:
    for n, p in ((100, 0.0999), (100, 0.1001), (20, 0.5), (19, 0.5)):
        assert p_value(binomial(np.full(SIZE, n), np.full(SIZE, p), draws(seed=3)), stats.binom(n, p)) > ALPHA


def test_binomial_edges() -> None:
    n = np.array([0, 0, 0, 5, 5, 1 << 31, 1 << 31])
    p = np.array([0.0, 0.5, 1.0, 0.0, 1.0, 0.0, 1.0])
    assert binomial(n, p, draws(7)).tolist() == [0, 0, 0, 0, 5, 0, 1 << 31]


@pytest.mark.parametrize(("n", "p"), [(-1, 0.5), (3, -0.1), (3, 1.1), (3, float("nan"))])
def test_binomial_refuses_what_is_no_binomial(n: int, p: float) -> None:
    with pytest.raises(ValueError):
        binomial(np.array([n]), np.array([p]), draws(1))


def test_an_element_does_not_depend_on_its_neighbours() -> None:
    rng = np.arange(400)
    n, p = (rng * 37) % 5000, ((rng * 61) % 100) / 100.0
    whole = binomial(n, p, draws(400))
    for where in (np.arange(0, 400, 3), np.array([399, 5, 17])):
        assert binomial(n[where], p[where], draws(400).take(where)).tolist() == whole[where].tolist()


def test_multinomial_sums_and_has_binomial_parts() -> None:
    weights = np.tile(np.array([0.2, 0.0, 1.5, 0.3]), (SIZE, 1))
    sample = multinomial(np.full(SIZE, 37), weights, draws())
    assert (sample.sum(axis=1) == 37).all() and (sample[:, 1] == 0).all()
    for j, p in ((0, 0.1), (2, 0.75), (3, 0.15)):
        assert p_value(sample[:, j], stats.binom(37, p)) > ALPHA
    covariance = np.cov(sample[:, 0], sample[:, 2])[0, 1]
    assert covariance == pytest.approx(-37 * 0.1 * 0.75, rel=0.05)


def test_multinomial_refuses_weights_that_are_none() -> None:
    for weights in ([[0.0, 0.0]], [[-1.0, 2.0]]):
        with pytest.raises(ValueError):
            multinomial(np.array([3]), np.array(weights), draws(1))


HYPERGEOMETRIC = [(5, 5, 3), (1, 40, 20), (3, 900, 450), (30, 12, 11), (400, 900, 650), (12_000, 70_000, 2_500),
                  (70_000, 12_000, 79_000), (2_000_000, 3_000_000, 40_000), (9, 9, 9), (25, 25, 40)]


@pytest.mark.parametrize(("good", "bad", "sample"), HYPERGEOMETRIC)
def test_hypergeometric_law(good: int, bad: int, sample: int) -> None:
    found = hypergeometric(np.full(SIZE, good), np.full(SIZE, bad), np.full(SIZE, sample), draws())
    assert found.min() >= max(0, sample - bad) and found.max() <= min(good, sample)
    assert p_value(found, stats.hypergeom(good + bad, good, sample)) > ALPHA


def test_hypergeometric_edges_and_refusal() -> None:
    good, bad, sample = np.array([5, 0, 4, 0]), np.array([0, 8, 3, 0]), np.array([3, 4, 7, 0])
    assert hypergeometric(good, bad, sample, draws(4)).tolist() == [3, 0, 4, 0]
    with pytest.raises(ValueError):
        hypergeometric(np.array([2]), np.array([2]), np.array([5]), draws(1))


def test_rationing_is_without_favour_and_full() -> None:
    movers = np.tile(np.array([300, 0, 100, 100]), (SIZE, 1))
    served = ration(movers, np.full(SIZE, 50), draws())
    assert (served.sum(axis=1) == 50).all() and (served <= movers).all()
    for j in (0, 2, 3):
        assert p_value(served[:, j], stats.hypergeom(500, int(movers[0, j]), 50)) > ALPHA
    assert (ration(movers[:1], np.array([9999]), draws(1)) == movers[:1]).all()
    assert ration(movers[:1], np.array([0]), draws(1)).sum() == 0


def test_log_factorial() -> None:
    from scipy.special import gammaln
    k = np.array([0, 1, 9, 10, 126, 127, 128, 129, 1e4, 2.0**31])
    assert samplers.log_factorial(k) == pytest.approx(gammaln(k + 1), rel=1e-14, abs=1e-12)
