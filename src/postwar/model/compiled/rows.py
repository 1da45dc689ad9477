"""Rows of binomial draws in vector instructions: many cells, the same numbers as one by one.

A row is sorted by how its elements are drawn. Few persons (most draws of a day: some leavers of a cell over its ways)
and more persons with a small mean are inverted side by side in fixed numbers of steps; large means go through rejection
side by side, attempt by attempt. Loops over arithmetic have no branch, so that they are vectorised; what is left to
branches is the copying of those who need more.
"""

from __future__ import annotations

import numpy as np

from postwar.model.compiled.cache import kernel
from postwar.model.compiled.samplers import judge, judge_far, propose
from postwar.model.compiled.streams import pairs, singles
from postwar.model.samplers import FEW, ONE_OVER, SMALL, STEPS
from postwar.model.series import falling, half_log

_ZERO, _ONE = np.uint64(0), np.uint64(1)

LATER = -1.0
"""In a row of results: more steps are needed."""

REAL, WHOLE = 11, 7
"""How many arrays of floats and of ``uint64`` the draws of a row need as room."""

_ATTEMPTS = 60_000


@kernel(inner=True)
def invert_few(rows, n, p, u, out):
    """BINV for the first ``rows`` of whole n ≤ 31 (as floats), p in [0, 1] and uniforms u, into ``out``; ``LATER``
    where u lies beyond the fifth step.

    Each step adds one while u is above the probability summed so far; once it is not, it never is again.
    """
    for i in range(rows):
        count, flip = n[i], p[i] > 0.5
        small = 1.0 - p[i] if flip else p[i]
        bits = np.int32(count)
        power = 1.0 - small
        odds = small / power
        mass = power if bits & 1 else 1.0
        power *= power
        mass *= power if bits & 2 else 1.0
        power *= power
        mass *= power if bits & 4 else 1.0
        power *= power
        mass *= power if bits & 8 else 1.0
        power *= power
        mass *= power if bits & 16 else 1.0
        rest = u[i]
        k = 1.0 if rest > mass else 0.0
        rest -= mass
        mass *= odds * count
        k += 1.0 if rest > mass else 0.0
        rest -= mass
        mass *= odds * (count - 1.0) * (1.0 / 2)
        k += 1.0 if rest > mass else 0.0
        rest -= mass
        mass *= odds * (count - 2.0) * (1.0 / 3)
        k += 1.0 if rest > mass else 0.0
        rest -= mass
        mass *= odds * (count - 3.0) * (1.0 / 4)
        k += 1.0 if rest > mass else 0.0
        late = (k > 4.0) & (count > 5.0)
        k = min(k, count)
        k = count - k if flip else k
        out[i] = LATER if late else k


@kernel(inner=True)
def _begin_more(rows, n, p, out, mass, odds):
    """The probability of none, (1 − p)ⁿ, of more than few; the odds; and nobody yet."""
    for i in range(rows):
        small = min(p[i], 1.0 - p[i])
        mass[i] = falling(n[i] * (-2.0 * half_log(small / (2.0 - small))))
        odds[i] = small / (1.0 - small)
    out[:rows] = 0.0


@kernel(inner=True)
def _begin_few(rows, n, p, out, mass, odds):
    """The same for few, as :func:`invert_few` takes it."""
    for i in range(rows):
        small = min(p[i], 1.0 - p[i])
        bits, power, one = np.int32(n[i]), 1.0 - small, 1.0
        odds[i] = small / power
        for bit in range(5):
            one *= power if bits & (1 << bit) else 1.0
            power *= power
        mass[i] = one
    out[:rows] = 0.0


@kernel(inner=True)
def invert_on(rows, n, p, rest, out, mass, odds):
    """BINV from the probabilities of none, four steps at a time until all are done, into ``out``. ``rest`` holds the
    uniforms; it, ``mass`` and ``odds`` are used up."""
    for k in range(1, STEPS, 4):
        going = np.int64(0)
        for i in range(rows):
            here, left, top = mass[i], rest[i], n[i] - k
            more = 1.0 if left > here else 0.0
            left -= here
            here *= odds[i] * (top + 1.0) * ONE_OVER[k]
            more += 1.0 if left > here else 0.0
            left -= here
            here *= odds[i] * top * ONE_OVER[k + 1]
            more += 1.0 if left > here else 0.0
            left -= here
            here *= odds[i] * (top - 1.0) * ONE_OVER[k + 2]
            more += 1.0 if left > here else 0.0
            left -= here
            mass[i] = here * (odds[i] * (top - 2.0) * ONE_OVER[k + 3])
            rest[i] = left
            out[i] = min(out[i] + more, n[i])
            going += 1 if (more > 3.0) & (out[i] < n[i]) else 0
        if going == 0:
            break
    for i in range(rows):
        out[i] = n[i] - out[i] if p[i] > 0.5 else out[i]


@kernel(inner=True)
def _draw_few(rows, n, p, out, key, day, purpose, member, third, real, whole):
    """Few persons: inverted in five steps, and those who need more again."""
    u, late_n, late_p, late_u, late_out = real[0], real[1], real[2], real[3], real[4]
    where = whole[0]
    singles(rows, key[0], key[1], member, day, third, purpose, u)
    invert_few(rows, n, p, u, out)
    late = _ZERO
    for i in range(rows):
        where[late] = np.uint64(i)
        late += _ONE if out[i] == LATER else _ZERO
    if late > _ZERO:
        for i in range(np.int64(late)):
            late_n[i], late_p[i], late_u[i] = n[where[i]], p[where[i]], u[where[i]]
        _begin_few(np.int64(late), late_n, late_p, late_out, real[5], real[6])
        invert_on(np.int64(late), late_n, late_p, late_u, late_out, real[5], real[6])
        for i in range(np.int64(late)):
            out[where[i]] = late_out[i]


@kernel(inner=True)
def _propose(rows, n, p, u, v):
    """Turn the uniforms of each into what they propose, and how high."""
    for i in range(rows):
        k, height = propose(n[i], p[i], u[i], v[i])
        u[i] = k
        v[i] = height


@kernel(inner=True)
def _judge(rows, k, n, p, height):
    """Turn the height of each into a verdict."""
    for i in range(rows):
        height[i] = judge(k[i], n[i], p[i], height[i])


@kernel(inner=True)
def _ask(rows, n, p, k, height, real, where):
    """Of those proposed, judge all that the squeeze did not take: height 0 for taken, above for not."""
    ask_k, ask_n, ask_p, ask_h = real[0], real[1], real[2], real[3]
    asked = _ZERO
    for i in range(rows):
        where[asked] = np.uint64(i)
        asked += _ONE if (height[i] > 0.0) & (height[i] < np.inf) else _ZERO
    for i in range(np.int64(asked)):
        ask_k[i], ask_n[i], ask_p[i], ask_h[i] = k[where[i]], n[where[i]], p[where[i]], height[where[i]]
    _judge(np.int64(asked), ask_k, ask_n, ask_p, ask_h)
    far = np.int64(0)
    for i in range(np.int64(asked)):
        far += 1 if ask_h[i] < 0.0 else 0
    for i in range(np.int64(asked) if far > 0 else 0):
        if ask_h[i] < 0.0:
            ask_h[i] = 1.0 if judge_far(ask_k[i], ask_n[i], ask_p[i], height[where[i]]) else 0.0
    for i in range(np.int64(asked)):
        height[where[i]] = 0.0 if ask_h[i] > 0.0 else np.inf


@kernel(inner=True)
def draw_large(rows, n, p, out, key, day, purpose, member, third, real, whole):
    """BTRS for the first ``rows`` with n·min(p, 1 − p) ≥ 20, attempt by attempt. Whether every rejection ended."""
    left_n, left_p, u, v = real[0], real[1], real[2], real[3]
    at, left_member, left_third = whole[0], whole[1], whole[2]
    for i in range(rows):
        left_n[i], left_p[i] = n[i], min(p[i], 1.0 - p[i])
    for i in range(rows):
        at[i], left_member[i], left_third[i] = np.uint64(i), member[i], third[i]
    left = rows
    for attempt in range(_ATTEMPTS):
        pairs(left, key[0], key[1], left_member, day, left_third, purpose, attempt, u, v)
        _propose(left, left_n, left_p, u, v)
        _ask(left, left_n, left_p, u, v, real[4:], whole[3])
        for i in range(left):
            out[at[i]] = u[i]
        kept = _ZERO
        for i in range(left):
            left_n[kept], left_p[kept], at[kept] = left_n[i], left_p[i], at[i]
            left_member[kept], left_third[kept] = left_member[i], left_third[i]
            kept += _ONE if v[i] > 0.0 else _ZERO
        left = np.int64(kept)
        if left == 0:
            break
    for i in range(rows):
        out[i] = n[i] - out[i] if p[i] > 0.5 else out[i]
    return left == 0


@kernel(inner=True)
def _draw_more(rows, n, p, out, key, day, purpose, member, third, real):
    """More than few persons with a small mean."""
    singles(rows, key[0], key[1], member, day, third, purpose, real[0])
    _begin_more(rows, n, p, out, real[1], real[2])
    invert_on(rows, n, p, real[0], out, real[1], real[2])


@kernel(inner=True)
def _count(rows, n, p):
    """How many of the first ``rows`` are of each kind: few, more with a small mean, a large mean."""
    many, large = np.int64(0), np.int64(0)
    for i in range(rows):
        large += 1 if n[i] * min(p[i], 1.0 - p[i]) >= SMALL else 0
        many += 1 if n[i] > FEW else 0
    return rows - many, many - large, large


@kernel(inner=True)
def _pick(kind, rows, n, p, number, third, real, whole):
    """Copy those of a kind out of the first ``rows``: n, p, and their address; and where they were."""
    where, found = whole[0], _ZERO
    for i in range(rows):
        where[found] = np.uint64(i)
        large = n[i] * min(p[i], 1.0 - p[i]) >= SMALL
        found += _ONE if (2 if large else (1 if n[i] > FEW else 0)) == kind else _ZERO
    for i in range(np.int64(found)):
        real[0, i], real[1, i] = n[where[i]], p[where[i]]
        whole[1, i], whole[2, i] = number[where[i]], third[where[i]]


@kernel()
def draw_row(rows, n, p, out, key, day, purpose, member, third, real, whole):
    """A binomial draw for each of the first ``rows``, into ``out``: ``samplers.draw_binomial`` of whole n (as floats)
    and p in [0, 1] at the addresses given. ``real`` and ``whole`` are room: see ``REAL`` and ``WHOLE``. Whether every
    rejection ended."""
    good, counts = True, _count(rows, n, p)
    for kind in range(3):
        found = counts[kind]
        if found == 0:
            continue
        mine, chance, drawn, number, word = n, p, out, member, third
        if found < rows:
            _pick(kind, rows, n, p, member, third, real, whole)
            mine, chance, drawn, number, word = real[0], real[1], real[2], whole[1], whole[2]
        if kind == 0:
            _draw_few(found, mine, chance, drawn, key, day, purpose, number, word, real[3:], whole[3:])
        elif kind == 1:
            _draw_more(found, mine, chance, drawn, key, day, purpose, number, word, real[3:])
        else:
            good &= draw_large(found, mine, chance, drawn, key, day, purpose, number, word, real[3:], whole[3:])
        for i in range(found if found < rows else 0):
            out[whole[0, i]] = drawn[i]
    return good
