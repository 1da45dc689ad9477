"""Events that may happen on any day: which outcome of a chance happens in each member."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from postwar.model.streams import Draws, name_words

Floats = NDArray[np.float64]


def decide(table: Floats, seed: int, member: NDArray[np.uint64], day: int, stream: int, name: str) -> NDArray[np.int64]:
    """Which outcome of the chance ``name`` happens in each member today: −1 for none. One uniform a member.

    ``table`` (member, outcome) holds probabilities, rows sum to at most 1: outcome j where u lies in the j-th of the
    intervals that they lay off from 0.

    >>> decide(np.array([[0.0, 1.0], [0.0, 0.0]]), 1, np.arange(2, dtype=np.uint64), 1, 15, "a fair").tolist()
    [1, -1]
    """
    out = np.full(len(member), -1, np.int64)
    may = np.flatnonzero(table.max(axis=1) > 0)
    if len(may):
        cell, purpose = name_words(name)
        u = Draws(seed, member[may], day, stream, np.full(len(may), cell, np.uint64), purpose).single()
        edge = np.zeros(len(may))
        chosen = np.full(len(may), -1, np.int64)
        for outcome in range(table.shape[1]):
            edge = edge + table[may, outcome]
            chosen = np.where((chosen < 0) & (u < edge), outcome, chosen)
        out[may] = chosen
    return out
