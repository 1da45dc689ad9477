"""Events that may happen on any day, compiled: the law and the numbers of ``postwar.model.chances``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.streams import key_of_seed, single, third_word
from postwar.model.streams import name_words

Floats = NDArray[np.float64]


@kernel()
def decide_members(table, k0, k1, member, day, third, purpose, out):
    """The outcome of a chance in each member, into ``out``; no number is drawn where nothing can happen."""
    for m in range(len(member)):
        out[m] = -1
        may = False
        for outcome in range(table.shape[1]):
            may |= table[m, outcome] > 0.0
        if may:
            u = single(k0, k1, member[m], day, third, purpose, np.int64(0))
            edge = 0.0
            for outcome in range(table.shape[1]):
                edge = edge + table[m, outcome]
                if u < edge:
                    out[m] = outcome
                    break


def decide(table: Floats, seed: int, member: NDArray[np.uint64], day: int, stream: int, name: str) -> NDArray[np.int64]:
    """``postwar.model.chances.decide``, compiled.

    >>> decide(np.array([[0.0, 1.0], [0.0, 0.0]]), 1, np.arange(2, dtype=np.uint64), 1, 15, "a fair").tolist()
    [1, -1]
    """
    out = np.empty(len(member), np.int64)
    cell, purpose = name_words(name)
    third = third_word(np.uint64(stream), np.uint64(cell))
    decide_members(np.ascontiguousarray(table), *key_of_seed(seed), member, day, np.uint64(third), purpose, out)
    return out
