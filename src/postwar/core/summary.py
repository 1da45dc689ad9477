"""A series of many members in small room: whole sums and whole histograms on fixed edges, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

EXACT = 64
"""Below this every number has a bin of its own."""

FINE = 32
"""From there on every doubling is divided into so many bins of equal width: a bin is at most 1/32 of its numbers."""

_FIRST_OCTAVE = 6
_SHIFT = 5


def bin_of(values: Counts) -> Counts:
    """The bin of each whole number ≥ 0, by edges that depend on no data.

    >>> bin_of(np.array([0, 63, 64, 65, 66, 1 << 20])).tolist()
    [0, 63, 64, 64, 65, 512]
    """
    octave = np.maximum(np.frexp(values.astype(np.float64))[1].astype(np.int64) - 1, _FIRST_OCTAVE)
    bins: Counts = np.where(values < EXACT, values,
                            EXACT + (octave - _FIRST_OCTAVE) * FINE + (values >> (octave - _SHIFT)) - FINE)
    return bins


def lower_edge(bins: Counts) -> Counts:
    """The smallest number of each bin; the largest is one less than the next bin's smallest.

    >>> lower_edge(np.array([0, 63, 64, 65, 512])).tolist()
    [0, 63, 64, 66, 1048576]
    """
    octave, part = np.divmod(np.maximum(bins - EXACT, 0), FINE)
    edges: Counts = np.where(bins < EXACT, bins, (FINE + part) << (octave + 1))
    return edges


@dataclass(frozen=True)
class Summary:
    """What is kept of a series in place of its members: ``total`` (day,) and ``counts`` (day, bin), both whole numbers.

    Sums of whole numbers do not depend on their order, so that a summary is the same however members were divided into
    blocks and over threads. Bins: :func:`bin_of`. All members weigh the same.
    """

    members: int
    total: Counts
    counts: Counts

    def mean(self) -> NDArray[np.float64]:
        """The mean of all members, day by day.

        >>> summarise(np.array([[1], [4]])).mean().tolist()
        [2.5]
        """
        return self.total / self.members

    def quantile(self, q: float) -> NDArray[np.float64]:
        """The q-quantile, day by day: the number below which a share q of the members lies. Exact below 64, within a
        bin in proportion: the error is less than a bin, which is 1/32 of the number.

        >>> summarise(np.arange(100)[:, None]).quantile(0.25).tolist()
        [24.0]
        """
        if not 0.0 <= q <= 1.0:
            raise ValueError(f"a quantile is asked for at 0 to 1, not {q}")
        wanted = max(q * self.members, 1e-9)
        reached = np.cumsum(self.counts, axis=1)
        bins = np.argmax(reached >= min(wanted, self.members), axis=1)
        days = np.arange(len(bins))
        inside = self.counts[days, bins]
        low, high = lower_edge(bins), lower_edge(bins + 1) - 1
        part = (wanted - (reached[days, bins] - inside)) / np.maximum(inside, 1)
        out: NDArray[np.float64] = low + np.clip(part, 0.0, 1.0) * (high - low)
        return out


def summarise(values: Counts) -> Summary:
    """The summary of a series of shape (member, day), all numbers ≥ 0.

    >>> summarise(np.array([[1, 70], [4, 90]])).total.tolist()
    [5, 160]
    """
    members, days = values.shape
    if days > 1 and values.strides[1] == 0:
        one = summarise(values[:, :1])
        return Summary(members, np.repeat(one.total, days), np.repeat(one.counts, days, axis=0))
    bins = bin_of(values)
    width = int(bins.max(initial=0)) + 1
    flat = np.bincount((bins + np.arange(days) * width).ravel(), minlength=days * width)
    return Summary(members, values.sum(axis=0, dtype=np.int64), flat.reshape(days, width).astype(np.int64))


def together(one: Summary, other: Summary) -> Summary:
    """The summary of the members of both.

    >>> together(summarise(np.array([[1]])), summarise(np.array([[70]]))).total.tolist()
    [71]
    """
    width = max(one.counts.shape[1], other.counts.shape[1])
    counts = np.zeros((len(one.total), width), np.int64)
    for part in (one, other):
        counts[:, :part.counts.shape[1]] += part.counts
    return Summary(one.members + other.members, one.total + other.total, counts)


def nothing(members: int, days: int) -> Summary:
    """The summary of members in all of whom a series is 0."""
    return Summary(members, np.zeros(days, np.int64), np.full((days, 1), members, np.int64))
