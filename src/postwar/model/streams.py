"""Random numbers by counter: the same numbers for a member, day, process, cell and draw, whoever asks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIER = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10
MAX_CELL = (1 << 24) - 1
MAX_STREAM = (1 << 8) - 1
MAX_SEED = (1 << 64) - 1


def philox(counter: tuple[Words, Words, Words, Words], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Philox4x32-10: four 32-bit words of a counter and two of a key to four random 32-bit words.

    Ten rounds of two 32×32→64-bit products, exchanged and mixed with the key, which a Weyl sequence steps each round.
    ``counter`` holds four broadcastable ``uint64`` arrays of values below 2³²; the result has the broadcast shape.
    Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3"; checked against the
    known-answer vectors of Random123.

    >>> zero = np.zeros(1, np.uint64)
    >>> [hex(int(w[0])) for w in philox((zero, zero, zero, zero), (0, 0))]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        first = _MULTIPLIER[0] * c0
        second = _MULTIPLIER[1] * c2
        c0, c1, c2, c3 = ((second >> _SHIFT) ^ c1 ^ np.uint64(k0), second & _MASK,
                          (first >> _SHIFT) ^ c3 ^ np.uint64(k1), first & _MASK)
        k0 = (k0 + _WEYL[0]) & 0xFFFFFFFF
        k1 = (k1 + _WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


def uniform32(word: Words) -> Floats:
    """A 32-bit word as a number in (0, 1): (w + ½)·2⁻³². Never 0 and never 1.

    >>> uniform32(np.array([0, 0xFFFFFFFF], np.uint64)).tolist() == [2.0**-33, 1 - 2.0**-33]
    True
    """
    return (word.astype(np.float64) + 0.5) * 2.0**-32


def uniform53(high: Words, low: Words) -> Floats:
    """Two 32-bit words as a number in (0, 1): an odd multiple of 2⁻⁵³, from 52 of their bits.

    u = (k + ½)·2⁻⁵² with k the 26 upper bits of ``high`` and of ``low``. k + ½ has 53 bits and is exact, so that u
    is never rounded to 0 or 1.

    >>> ones = np.array([0xFFFFFFFF], np.uint64)
    >>> float(uniform53(ones, ones)[0]) == 1 - 2.0**-53
    True
    """
    upper = (high >> np.uint64(6)).astype(np.float64)
    lower = (low >> np.uint64(6)).astype(np.float64)
    return (upper * 2.0**26 + lower + 0.5) * 2.0**-52


def split_seed(seed: int) -> tuple[int, int]:
    """A seed of 64 bits as the two words of the key, lower word first; ``ValueError`` outside 0 … 2⁶⁴−1.

    >>> split_seed(1), split_seed((1 << 32) + 7)
    ((1, 0), (7, 1))
    """
    if not 0 <= seed <= MAX_SEED:
        raise ValueError(f"a seed is an integer from 0 to 2^64-1, not {seed}")
    return seed & 0xFFFFFFFF, seed >> 32


def name_words(text: str) -> tuple[int, int]:
    """A name as a cell (24 bits) and a purpose (16 bits), by BLAKE2b: the place of a named draw in the counter.

    A named draw (a prior, a start figure) keeps its numbers whichever other names a case has.

    >>> name_words("returns.rate:northerners") == name_words("returns.rate:northerners")
    True
    """
    digest = hashlib.blake2b(text.encode("utf-8"), digest_size=5).digest()
    return int.from_bytes(digest[:3], "little"), int.from_bytes(digest[3:], "little")


@dataclass(frozen=True)
class Draws:
    """Where in the counter a set of draws lies: one address for each element of a flat array.

    Counter words: member · day · stream (8 bits) and cell (24 bits) · purpose (16 bits) and attempt (16 bits).
    ``member`` and ``cell`` have shape (n,); ``stream`` is the registered number of a process or of the engine.
    A purpose tells draws of one cell and day apart; an attempt counts the tries of a rejection sampler.
    """

    seed: int
    member: Words
    day: int
    stream: int
    cell: Words
    purpose: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.stream <= MAX_STREAM:
            raise ValueError(f"a stream is a number from 0 to {MAX_STREAM}, not {self.stream}")

    def take(self, where: NDArray[np.bool_] | NDArray[np.int64]) -> Draws:
        """The addresses of some elements."""
        return replace(self, member=self.member[where], cell=self.cell[where])

    def aimed(self, purpose: int) -> Draws:
        """The same addresses with another purpose."""
        return replace(self, purpose=purpose)

    def words(self, attempt: int = 0) -> tuple[Words, Words, Words, Words]:
        """The four random words at each address."""
        third = np.uint64(self.stream << 24) | self.cell
        same = np.ones_like(third)
        fourth = same * np.uint64(((self.purpose & 0xFFFF) << 16) | (attempt & 0xFFFF))
        return philox((self.member, same * np.uint64(self.day), third, fourth), split_seed(self.seed))

    def pair(self, attempt: int = 0) -> tuple[Floats, Floats]:
        """Two uniforms in (0, 1) at each address, 53 bits each."""
        a, b, c, d = self.words(attempt)
        return uniform53(a, b), uniform53(c, d)

    def single(self, attempt: int = 0) -> Floats:
        """One uniform in (0, 1) at each address, 53 bits."""
        a, b, _, _ = self.words(attempt)
        return uniform53(a, b)


def named_draws(seed: int, member: Words, stream: int, name: str) -> Draws:
    """The addresses of a named draw, one for each member, on day 0.

    >>> u = named_draws(1, np.arange(2, dtype=np.uint64), 32, "displaced:north").single()
    >>> bool(((u > 0) & (u < 1)).all())
    True
    """
    cell, purpose = name_words(name)
    return Draws(seed, member, 0, stream, np.full(len(member), cell, np.uint64), purpose)
