"""The counter's random numbers for one address at a time, compiled: the same words as ``postwar.model.streams``."""

from __future__ import annotations

import numpy as np

from postwar.model.compiled.cache import kernel
from postwar.model.streams import split_seed

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_FIRST, _SECOND = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_0, _WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_SIX, _SIXTEEN, _TWENTY_FOUR = np.uint64(6), np.uint64(16), np.uint64(24)
_LOW = np.uint64(0xFFFF)


def key_of_seed(seed: int) -> tuple[np.uint64, np.uint64]:
    """A seed of 64 bits as the two words of the key, as kernels take them; ``ValueError`` outside 0 … 2⁶⁴−1.

    >>> key_of_seed((1 << 32) + 7) == (7, 1)
    True
    """
    low, high = split_seed(seed)
    return np.uint64(low), np.uint64(high)


@kernel(inline=True)
def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10 of one counter: four words of 32 bits and two of a key, all ``uint64``, to four random words.

    Its body is put into its callers, so that a loop over counters becomes vector instructions (four counters at a time
    with AVX2); the masks tell the compiler that the upper halves are empty.
    Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".

    >>> zero = np.uint64(0)
    >>> [hex(w) for w in philox(zero, zero, zero, zero, zero, zero)]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    c0, c1, c2, c3, k0, k1 = c0 & _MASK, c1 & _MASK, c2 & _MASK, c3 & _MASK, k0 & _MASK, k1 & _MASK
    for _ in range(10):
        first = _FIRST * c0
        second = _SECOND * c2
        c0 = (second >> _SHIFT) ^ c1 ^ k0
        c1 = second & _MASK
        c2 = (first >> _SHIFT) ^ c3 ^ k1
        c3 = first & _MASK
        k0 = (k0 + _WEYL_0) & _MASK
        k1 = (k1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


@kernel()
def third_word(stream, cell):
    """The third word of a counter: stream (8 bits) and cell (24 bits)."""
    return (np.uint64(stream) << _TWENTY_FOUR) | np.uint64(cell)


@kernel()
def words(k0, k1, member, day, third, purpose, attempt):
    """The four random words at one address: key · member · day · stream and cell · purpose · attempt."""
    fourth = ((np.uint64(purpose) & _LOW) << _SIXTEEN) | (np.uint64(attempt) & _LOW)
    return philox(np.uint64(member), np.uint64(day), np.uint64(third), fourth, np.uint64(k0), np.uint64(k1))


@kernel()
def uniform32(word):
    """A 32-bit word as a number in (0, 1): (w + ½)·2⁻³²."""
    return (np.float64(word) + 0.5) * 2.0**-32


@kernel()
def uniform53(high, low):
    """Two 32-bit words as a number in (0, 1), an odd multiple of 2⁻⁵³: see ``postwar.model.streams.uniform53``."""
    return (np.float64(high >> _SIX) * 2.0**26 + np.float64(low >> _SIX) + 0.5) * 2.0**-52


@kernel()
def single(k0, k1, member, day, third, purpose, attempt):
    """One uniform in (0, 1) at one address, 53 bits."""
    a, b, _, _ = words(k0, k1, member, day, third, purpose, attempt)
    return uniform53(a, b)


@kernel()
def pair(k0, k1, member, day, third, purpose, attempt):
    """Two uniforms in (0, 1) at one address, 53 bits each."""
    a, b, c, d = words(k0, k1, member, day, third, purpose, attempt)
    return uniform53(a, b), uniform53(c, d)


_ONE = np.uint64(0x3FF0000000000000)
"""The bits of 1.0: with 52 more in the fraction it is a number in [1, 2), which costs no conversion."""
_TWENTY_SIX = np.uint64(26)
_HALF = 2.0**-53


@kernel()
def pairs(rows, k0, k1, member, day, third, purpose, attempt, u, v):
    """Two uniforms at each of the first ``rows`` addresses, into ``u`` and ``v``: as :func:`singles`."""
    two = np.uint64(day)
    fourth = ((np.uint64(purpose) & _LOW) << _SIXTEEN) | (np.uint64(attempt) & _LOW)
    bits, more = u.view(np.uint64), v.view(np.uint64)
    for i in range(rows):
        a, b, c, d = philox(np.uint64(member[i]), two, np.uint64(third[i]), fourth, np.uint64(k0), np.uint64(k1))
        bits[i] = ((a >> _SIX) << _TWENTY_SIX) | (b >> _SIX) | _ONE
        more[i] = ((c >> _SIX) << _TWENTY_SIX) | (d >> _SIX) | _ONE
    for i in range(rows):
        u[i] = (u[i] - 1.0) + _HALF
    for i in range(rows):
        v[i] = (v[i] - 1.0) + _HALF


@kernel()
def singles(rows, k0, k1, member, day, third, purpose, u):
    """One uniform at each of the first ``rows`` addresses, into ``u``: :func:`single` at the first attempt, in vector
    instructions. ``member`` and ``third`` are arrays of whole numbers."""
    two = np.uint64(day)
    fourth = (np.uint64(purpose) & _LOW) << _SIXTEEN
    bits = u.view(np.uint64)
    for i in range(rows):
        a, b, _, _ = philox(np.uint64(member[i]), two, np.uint64(third[i]), fourth, np.uint64(k0), np.uint64(k1))
        bits[i] = ((a >> _SIX) << _TWENTY_SIX) | (b >> _SIX) | _ONE
    for i in range(rows):
        u[i] = (u[i] - 1.0) + _HALF
