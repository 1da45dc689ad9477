"""The two engines behind one interface: plain NumPy, and the same laws and random numbers compiled with Numba."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from postwar.core.errors import AskError
from postwar.model import chances, rates
from postwar.model.rates import Network

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

ENGINES = ("compiled", "plain")


class Move(Protocol):
    """One day's movement of people over a fixed network, in place: ``postwar.model.rates.move``."""

    def __call__(self, values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
                 member: NDArray[np.uint64], day: int, road: Counts | None = None) -> Counts:
        """Movers (member, way)."""
        ...


@dataclass(frozen=True)
class Kernels:
    """What an engine computes: people's movement, and which chances happen. Neither keeps anything between calls."""

    move: Move
    decide: Callable[[Floats, int, NDArray[np.uint64], int, int, str], Counts]


def kernels(engine: str, network: Network) -> Kernels:
    """The kernels of an engine, for one network; ``AskError`` for an engine that there is not.

    Numba is imported here, and not before: who asks for the plain engine never loads it.

    >>> kernels("plain", Network([], 1)).decide(np.zeros((1, 1)), 1, np.zeros(1, np.uint64), 1, 1, "a").tolist()
    [-1]
    """
    if engine == "compiled":
        from postwar.model.compiled.chances import decide
        from postwar.model.compiled.movement import Movement

        return Kernels(Movement(network).move, decide)
    if engine == "plain":
        def move(values: Floats, capacities: Mapping[str, Counts], people: Counts, seed: int,
                 member: NDArray[np.uint64], day: int, road: Counts | None = None) -> Counts:
            return rates.move(network, values, capacities, people, seed, member, day, road)

        return Kernels(move, chances.decide)
    raise AskError(f"no engine {engine!r}: it is {' or '.join(ENGINES)}")
