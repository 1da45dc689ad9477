"""Rows of binomial draws in vector instructions: many cells, the same numbers as one by one.

Most draws of a day are small: a few leavers of a cell over its ways. These are inverted side by side, without a branch,
in a fixed number of steps; what needs more (many persons, a large mean, a far tail) is drawn one by one.
"""

from __future__ import annotations

import numpy as np

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.samplers import invert_binomial, reject_binomial
from postwar.model.compiled.streams import pairs, singles
from postwar.model.samplers import SMALL

FEW = 31
"""Up to so many persons (1 − p)ⁿ is taken by repeated squaring, which rounds as well as exp(n·log(1 − p))."""

LATER = -1.0
"""In a row of results: not decided by the fixed steps."""


@kernel()
def invert_few(rows, n, p, u, out):
    """BINV for the first ``rows`` of whole n (as floats), p in [0, 1] and uniforms u, into ``out``.

    ``LATER`` where n > 31, n·min(p, 1 − p) ≥ 10 or u lies beyond the fourth step. The loop has no branch, so that it is
    vectorised.
    """
    for i in range(rows):
        count, flip = n[i], p[i] > 0.5
        small = 1.0 - p[i] if flip else p[i]
        bits = np.int32(count) if count < 32.0 else np.int32(0)
        base = 1.0 - small
        mass = base if bits & 1 else 1.0
        base *= base
        mass *= base if bits & 2 else 1.0
        base *= base
        mass *= base if bits & 4 else 1.0
        base *= base
        mass *= base if bits & 8 else 1.0
        base *= base
        mass *= base if bits & 16 else 1.0
        odds = small / (1.0 - small)
        rest = u[i]
        more = 1.0 if (rest > mass) & (count > 0.0) else 0.0
        k = more
        rest -= mass
        mass *= odds * count
        more = more if (rest > mass) & (count > 1.0) else 0.0
        k += more
        rest -= mass
        mass *= odds * (count - 1.0) * 0.5
        more = more if (rest > mass) & (count > 2.0) else 0.0
        k += more
        rest -= mass
        mass *= odds * (count - 2.0) * (1.0 / 3.0)
        more = more if (rest > mass) & (count > 3.0) else 0.0
        k += more
        rest -= mass
        mass *= odds * (count - 3.0) * 0.25
        more = more if (rest > mass) & (count > 4.0) else 0.0
        whole = count - k if flip else k
        late = (more > 0.0) | (count > 31.0) | (count * small >= SMALL)
        out[i] = LATER if late else whole


@kernel()
def draw_later(rows, n, p, u, v, out, k0, k1, member, day, third, purpose):
    """Draw one by one what :func:`invert_few` left of the first ``rows``. Whether every rejection ended."""
    good = True
    for i in range(rows):
        if out[i] == LATER:
            count, flip = np.int64(n[i]), p[i] > 0.5
            small = 1.0 - p[i] if flip else p[i]
            if count * small < SMALL:
                k = invert_binomial(count, small, u[i])
            else:
                k = reject_binomial(count, small, u[i], v[i], k0, k1, member[i], day, third[i], purpose)
                good &= k >= 0
            out[i] = count - k if flip else k
    return good


@kernel()
def draw_row(rows, n, p, u, v, out, k0, k1, member, day, third, purpose):
    """A binomial draw for each of the first ``rows``, into ``out``: ``samplers.draw_binomial`` of whole n (as floats)
    and p in [0, 1] at the addresses given. ``u`` and ``v`` are room. Whether every rejection ended."""
    large = False
    for i in range(rows):
        large |= n[i] >= 2.0 * SMALL
    if large:
        pairs(rows, k0, k1, member, day, third, purpose, u, v)
    else:
        singles(rows, k0, k1, member, day, third, purpose, u)
    invert_few(rows, n, p, u, out)
    return draw_later(rows, n, p, u, v, out, k0, k1, member, day, third, purpose)
