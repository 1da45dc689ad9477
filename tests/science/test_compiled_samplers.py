"""The compiled samplers draw from the distributions they are named for, with the plain samplers' numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from postwar.model import samplers as plain
from postwar.model import streams as plain_streams
from postwar.model.compiled import samplers as compiled
from postwar.model.compiled import streams
from postwar.model.compiled.rows import REAL, WHOLE, draw_row
from postwar.model.streams import Draws

ALPHA = 1e-4
NS = (1, 2, 7, 19, 20, 40, 150, 1_000, 90_000, 10_000_000, 1 << 31)
PS = (1e-9, 1e-4, 0.003, 0.08, 0.3, 0.5, 0.62, 0.97, 1 - 1e-6)
PLANE = [(n, p) for n in NS for p in PS]


def draws(size: int, seed: int = 11, purpose: int = 0) -> Draws:
    return Draws(seed, np.arange(size, dtype=np.uint64), 3, 16, np.full(size, 5, np.uint64), purpose)


def p_value(sample: np.ndarray, law: stats.rv_discrete) -> float:
    """χ² of a sample against a law, in classes of at least 10 expected."""
    low, high = int(law.ppf(1e-7)), int(law.ppf(1 - 1e-7))
    edges = np.unique(np.linspace(low, high, min(high - low, 60) + 1).astype(int))
    p = np.diff(np.concatenate(([0.0], law.cdf(edges), [1.0])))
    observed = np.bincount(np.searchsorted(edges, sample, side="left"), minlength=len(p))
    classes = [[0.0, 0.0]]
    for seen, due in zip(observed, p * len(sample), strict=True):
        if classes[-1][1] >= 10:
            classes.append([0.0, 0.0])
        classes[-1][0] += seen
        classes[-1][1] += due
    if len(classes) > 1 and classes[-1][1] < 10:
        seen, due = classes.pop()
        classes[-1][0] += seen
        classes[-1][1] += due
    if len(classes) == 1:
        return 1.0
    return float(stats.chi2.sf(sum((o - e) ** 2 / e for o, e in classes), len(classes) - 1))


def anything(size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts and probabilities from all over the plane."""
    random = np.random.default_rng(seed)
    n = np.exp(random.uniform(0, np.log(2.0**31), size)).astype(np.int64)
    p = 10.0 ** random.uniform(-9, 0, size)
    return np.where(random.random(size) < 0.1, 0, n), np.where(random.random(size) < 0.5, p, 1 - p)


def test_words_and_uniforms_are_the_plain_ones() -> None:
    at = draws(500, seed=(3 << 40) + 9, purpose=70_000)
    k0, k1 = streams.key_of_seed(at.seed)
    third = streams.third_word(np.uint64(16), np.uint64(5))
    for attempt in (0, 1, 65_535):
        words = np.array([streams.words(k0, k1, m, 3, third, at.purpose, attempt) for m in at.member], np.uint64)
        assert (np.stack(at.words(attempt)) == words.T).all()
    u, v, w = np.empty(500), np.empty(500), np.empty(500)
    streams.pairs(500, k0, k1, at.member, 3, np.full(500, third), at.purpose, 0, u, v)
    streams.singles(500, k0, k1, at.member, 3, np.full(500, third), at.purpose, w)
    assert np.stack([u, v]).tobytes() == np.stack(at.pair()).tobytes() and w.tobytes() == u.tobytes()
    word = np.array([0, 0xFFFFFFFF, 12345], np.uint64)
    assert [streams.uniform32(x) for x in word] == plain_streams.uniform32(word).tolist()


def test_random123_known_answers() -> None:
    ones, pi = [0xFFFFFFFF] * 6, [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0]
    for given, answer in ((ones, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
                          (pi, (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1))):
        assert streams.philox(*(np.uint64(x) for x in given)) == answer


def test_binomials_are_the_plain_ones() -> None:
    n, p = anything(150_000, 1)
    differ = compiled.binomial(n, p, draws(len(n))) != plain.binomial(n, p, draws(len(n)))
    assert differ.mean() < 1e-5


def test_a_row_of_binomials_is_each_by_itself() -> None:
    n, p = anything(40_000, 2)
    n[::2] %= 40
    k0, k1 = streams.key_of_seed(11)
    out, real, whole = np.empty(len(n)), np.empty((REAL, len(n))), np.empty((WHOLE, len(n)), np.uint64)
    third = np.full(len(n), streams.third_word(np.uint64(16), np.uint64(5)), np.uint64)
    assert draw_row(len(n), n.astype(float), p, out, (k0, k1), 3, 0, draws(len(n)).member, third, real, whole)
    assert (out == compiled.binomial(n, p, draws(len(n)))).all()
    assert ((out >= 0) & (out <= n)).all()


def test_multinomials_are_the_plain_ones_and_sum() -> None:
    n, random = anything(20_000, 3)[0], np.random.default_rng(4)
    weights = random.exponential(size=(len(n), 8)) * (random.random((len(n), 8)) < 0.7)
    weights[:, 3] += 0.01
    found = compiled.multinomial(n, weights, draws(len(n)))
    assert (found != plain.multinomial(n, weights, draws(len(n)))).mean() < 1e-3
    assert (found.sum(axis=1) == n).all() and (found[weights == 0] == 0).all()


@pytest.mark.filterwarnings("ignore:invalid value")
def test_hypergeometrics_are_the_plain_ones() -> None:
    random = np.random.default_rng(5)
    good, bad = random.integers(0, 20_000, 30_000), random.integers(0, 9_000, 30_000)
    sample = (random.random(30_000) * (good + bad)).astype(np.int64)
    sample[::3] = np.minimum(sample[::3], 9)
    found = compiled.hypergeometric(good, bad, sample, draws(30_000))
    assert (found != plain.hypergeometric(good, bad, sample, draws(30_000))).mean() < 1e-3
    assert ((found >= 0) & (found <= good) & (found <= sample) & (sample - found <= bad)).all()


@pytest.mark.parametrize(("call", "given"), [
    (compiled.binomial, ([3], [1.5])), (compiled.binomial, ([3], [float("nan")])), (compiled.binomial, ([-1], [0.5])),
    (compiled.multinomial, ([3], [[0.0, 0.0]])), (compiled.multinomial, ([3], [[2.0, -1.0]])),
    (compiled.hypergeometric, ([2], [2], [5]))])
def test_what_is_no_law_is_refused(call: object, given: tuple[list[float], ...]) -> None:
    with pytest.raises(ValueError):
        call(*(np.array(x) for x in given), draws(1))  # type: ignore[operator]


@pytest.mark.parametrize(("n", "p"), PLANE[::3])
def test_binomial_over_the_plane(n: int, p: float) -> None:
    size = 20_000
    assert p_value(compiled.binomial(np.full(size, n), np.full(size, p), draws(size, 21)), stats.binom(n, p)) > ALPHA


@pytest.mark.long
def test_binomial_over_the_plane_with_a_hundred_million_draws() -> None:
    size, found = 1_100_000, []
    for at, (n, p) in enumerate(PLANE):        # other addresses for each point: the p-values are independent
        sample = compiled.binomial(np.full(size, n), np.full(size, p), draws(size, 5, purpose=at))
        found.append(p_value(sample, stats.binom(n, p)))
    assert size * len(PLANE) >= 10**8
    told = np.array([value for value in found if value < 1.0])
    assert told.min() > ALPHA and stats.kstest(told, "uniform").pvalue > ALPHA


WEIGHTS = np.array([0.2, 1.5, 0.0, 0.04, 0.7, 0.7, 3.0, 0.001])


def chi_of_parts(n: int, size: int, seed: int) -> list[float]:
    """χ² of each part of a multinomial, and of the sum of two parts, which is binomial too."""
    sample = compiled.multinomial(np.full(size, n), np.tile(WEIGHTS, (size, 1)), draws(size, seed))
    p = WEIGHTS / WEIGHTS.sum()
    parts = [(sample[:, j], p[j]) for j in np.flatnonzero(p)] + [(sample[:, 1] + sample[:, 5], p[1] + p[5])]
    return [p_value(values, stats.binom(n, share)) for values, share in parts]


@pytest.mark.parametrize("n", [1, 6, 55, 3_000, 2_000_000])
def test_multinomial_parts(n: int) -> None:
    assert min(chi_of_parts(n, 20_000, 8)) > ALPHA


@pytest.mark.long
def test_multinomial_with_a_hundred_million_draws() -> None:
    size = 1_000_000
    ns = (1, 2, 6, 12, 17, 33, 55, 300, 900, 3_000, 40_000, 2_000_000, 100_000_000, 1_000_000_000, 1 << 31)
    found = [value for n in ns for value in chi_of_parts(n, size, n)]
    assert size * len(ns) * (np.count_nonzero(WEIGHTS)) >= 10**8
    assert min(found) > ALPHA
