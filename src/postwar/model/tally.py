"""What is kept of a run whose members are too many to keep them all: some series whole, of the others a summary."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from postwar.core.outlook import SeriesKey
from postwar.core.summary import Summary, nothing, summarise, together

Counts = NDArray[np.int64]


WINDOW = 64
"""Days that are recorded before they are summed up."""


class Tally:
    """Takes the series of one block of members and one window of days after the other, in any order, from any thread.

    Room: the series in ``keep`` take 8 bytes a member and day; each other one some hundred numbers a day, however many
    members there are.
    """

    def __init__(self, members: int, days: int, keep: frozenset[SeriesKey]) -> None:
        """``days`` counts day 0."""
        self._members, self._keep = members, keep
        self._kept: dict[SeriesKey, Counts] = {}
        self._parts: dict[tuple[SeriesKey, int], Summary] = {}
        self._lock = threading.Lock()
        self.windows = tuple(slice(first, min(first + WINDOW, days)) for first in range(0, days, WINDOW))

    def add(self, block: slice, window: slice, series: Mapping[SeriesKey, Counts]) -> None:
        """Add the series of a block of members on the days of a window."""
        parts = {key: summarise(values) for key, values in series.items() if key not in self._keep}
        with self._lock:
            for key in sorted(self._keep & set(series)):
                if key not in self._kept:
                    self._kept[key] = np.zeros((self._members, self.windows[-1].stop), np.int64)
                self._kept[key][block, window] = series[key]
            for key, part in parts.items():
                at = key, window.start
                self._parts[at] = together(self._parts[at], part) if at in self._parts else part

    def series(self) -> dict[SeriesKey, Counts]:
        """The series kept whole, keys sorted. One that no member of a block has is 0 in all of them."""
        return dict(sorted(self._kept.items()))

    def summaries(self) -> dict[SeriesKey, Summary]:
        """The summaries of the others, keys sorted."""
        return {key: self._whole(key) for key in sorted({key for key, _ in self._parts})}

    def _whole(self, key: SeriesKey) -> Summary:
        found = []
        for window in self.windows:
            part, days = self._parts.get((key, window.start)), window.stop - window.start
            missing = self._members - (part.members if part else 0)
            zeros = [nothing(missing, days)] if missing else []
            found.append(reduce(together, [*([part] if part else []), *zeros]))
        width = max(part.counts.shape[1] for part in found)
        counts = np.concatenate([np.pad(p.counts, ((0, 0), (0, width - p.counts.shape[1]))) for p in found])
        return Summary(self._members, np.concatenate([p.total for p in found]), counts)
