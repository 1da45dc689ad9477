"""What camps reported, interpolated as FLEE does or as it was known on a day, and the arrivals that it implies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from postwar.core.flight import CampSeries

Days = NDArray[np.int64]
Counts = NDArray[np.int64]


def corrected(series: CampSeries) -> NDArray[np.float64]:
    """The counts of a series, earlier ones scaled to the new basis at every correction of the registration.

    For a correction on the day of report ``i``: ``c[j] *= c[i] / c[i-1]`` for all ``j < i``. The corrections are taken
    in their order; a correction on the first report changes nothing. Source: FLEE (Suleimenova, Bell & Groen 2017),
    "level 1 registration corrections". This rescales the past by what was known later: see `as_of`.

    >>> corrected(CampSeries("a", np.array([0, 10, 20]), np.array([100.0, 200.0, 150.0]), (20,)))
    array([ 75., 150., 150.])
    """
    counts = series.counts.astype(np.float64).copy()
    for day in series.corrections:
        at = int(np.argmax(series.days == day))
        if at > 0 and series.days[at] == day and counts[at - 1] > 0:
            counts[:at] *= counts[at] / counts[at - 1]
    return counts


def interpolated(series: CampSeries, days: ArrayLike, hasten: int = 1) -> Counts:
    """The count of a series on ``days`` (any shape), as FLEE validates against: linear between reports, the first
    report before, the last one after, corrected, divided by ``hasten`` and cut to whole persons.

    It knows later reports, and so is no measure of what could be known on a day: see `as_of`.

    >>> interpolated(CampSeries("a", np.array([0, 10]), np.array([0.0, 105.0])), [-1, 5, 11]).tolist()
    [0, 52, 105]
    """
    wanted = np.asarray(days, np.int64)
    counts, known = corrected(series), series.days
    after = np.searchsorted(known, wanted, side="right")
    a, b = np.maximum(after - 1, 0), np.minimum(after, len(known) - 1)
    span = np.where((after == 0) | (known[b] == known[a]), 1, known[b] - known[a])
    share = np.where((after == 0) | (after == len(known)), 0.0, (wanted - known[a]) / span)
    return np.trunc((counts[a] + share * (counts[b] - counts[a])) / hasten).astype(np.int64)


def as_of(series: CampSeries, days: ArrayLike) -> Counts:
    """The last report up to each of ``days`` (any shape), uncorrected; 0 where nothing had been reported.

    Of a series that several files add up to, the last report of each file.

    >>> as_of(CampSeries("a", np.array([0, 10]), np.array([0.0, 105.0]), (10,)), [-1, 9, 10]).tolist()
    [0, 0, 105]
    """
    wanted = np.asarray(days, np.int64)
    total = np.zeros(wanted.shape, np.float64)
    for known, counts in series.parts or ((series.days, series.counts),):
        last = np.searchsorted(known, wanted, side="right") - 1
        total += np.where(last >= 0, counts[np.maximum(last, 0)], 0.0)
    return np.trunc(total).astype(np.int64)


def last_report(series: CampSeries, days: ArrayLike) -> Days:
    """The day of the last report up to each of ``days``; -1 below the first day of all where there was none.

    >>> last_report(CampSeries("a", np.array([0, 10]), np.array([0.0, 105.0])), [9, 12]).tolist()
    [0, 10]
    """
    wanted = np.asarray(days, np.int64)
    at = np.searchsorted(series.days, wanted, side="right") - 1
    return np.where(at >= 0, series.days[np.maximum(at, 0)], series.days[0] - 1)


def arrivals(series: Iterable[CampSeries], days: int, hasten: int = 1) -> tuple[Counts, Counts]:
    """New arrivals of each day and the debt left after it, both of shape (day,), from all series added up.

    With ``d[t]`` the change of the summed `interpolated` counts from the day before (``d[0] = 0``) and ``x = d[t] -
    debt``: where ``x < 0`` nobody arrives and the debt becomes ``-x``, else ``x`` arrive and the debt is nought. A
    decline is never a removal: only later growth is set off against it. Source: FLEE, observed.

    >>> arrivals([CampSeries("a", np.array([0, 1, 2, 3]), np.array([0.0, 9.0, 5.0, 12.0]))], 4)[0].tolist()
    [0, 9, 0, 3]
    """
    totals = _sum_of([interpolated(one, np.arange(days), hasten) for one in series], days)
    new, owed = np.zeros(days, np.int64), np.zeros(days, np.int64)
    debt = 0
    for day, change in enumerate(np.diff(totals, prepend=totals[:1]).tolist()):
        left = change - debt
        debt = max(0, -left)
        new[day], owed[day] = max(0, left), debt
    return new, owed


def _sum_of(counts: Sequence[Counts], days: int) -> Counts:
    """The sum of the counts, shape (day,)."""
    return np.sum(counts, axis=0) if counts else np.zeros(days, np.int64)
