"""Summaries of whole numbers: the same however members are divided, and as good as their bins."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from postwar.core.summary import bin_of, lower_edge, nothing, summarise, together


def test_every_number_lies_in_its_bin_and_bins_have_no_gap() -> None:
    values = np.concatenate([np.arange(5_000), np.geomspace(5_000, 2.0**40, 3_000).astype(np.int64)])
    bins = bin_of(values)
    assert (lower_edge(bins) <= values).all() and (values < lower_edge(bins + 1)).all()
    assert np.unique(bins[:5_000]).tolist() == list(range(int(bins[4_999]) + 1))
    width = lower_edge(bins + 1) - lower_edge(bins)
    assert (width[values < 64] == 1).all() and (width <= np.maximum(values / 32, 1)).all()


def test_any_division_of_the_members_gives_the_same_summary() -> None:
    values = np.random.default_rng(1).integers(0, 90_000, (60, 5))
    values[:20] %= 7
    whole = summarise(values)
    for cut, order in itertools.product((1, 20, 59), (1, -1)):
        parts = [summarise(values[:cut]), summarise(values[cut:])][::order]
        both = together(*parts)
        assert both.total.tobytes() == whole.total.tobytes() and both.counts.tobytes() == whole.counts.tobytes()
        assert both.members == 60


@pytest.mark.parametrize("q", [0.0, 0.05, 0.5, 0.95, 1.0])
def test_quantiles_are_within_a_bin(q: float) -> None:
    values = np.random.default_rng(2).lognormal(8, 1.5, (4_001, 3)).astype(np.int64)
    summary = summarise(values)
    exact = np.quantile(values, q, axis=0, method="inverted_cdf")
    assert (np.abs(summary.quantile(q) - exact) <= np.maximum(exact / 32, 1)).all()
    assert summary.mean() == pytest.approx(values.mean(axis=0))


def test_small_numbers_are_exact_and_zeros_are_counted() -> None:
    summary = together(summarise(np.array([[3], [60]])), nothing(2, 1))
    assert [summary.quantile(q)[0] for q in (0.5, 0.75, 1.0)] == [0.0, 3.0, 60.0] and summary.mean()[0] == 63 / 4
    with pytest.raises(ValueError):
        summary.quantile(1.2)


def test_a_series_that_never_changes_is_summed_once() -> None:
    still = np.broadcast_to(np.array([[4], [90]]), (2, 6))
    assert summarise(still).counts.tobytes() == summarise(still.copy()).counts.tobytes()
