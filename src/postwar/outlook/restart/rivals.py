"""Other laws of conditioning, kept to be compared with: benchmarks/restart.py ranks them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from postwar.outlook.shares import shares

Floats = NDArray[np.float64]


def anchored_increments(known: ArrayLike, course: ArrayLike, origin: int) -> Floats:
    """The last report of each camp and what the model adds to it or takes from it: ``max(0, D + M[t] - M[origin])``.

    Shapes as in `condition`.

    >>> anchored_increments([[9, 1]], [[5, 5], [6, 3]], 0)
    array([[10.,  0.]])
    """
    m = np.asarray(course, np.float64)
    change = m[..., origin + 1:, :] - m[..., origin:origin + 1, :]
    return np.maximum(0.0, np.asarray(known, np.float64)[origin] + change)


def model_flow(known: ArrayLike, course: ArrayLike, origin: int, totals: ArrayLike) -> Floats:
    """The last report of each camp; all further people by the shares of what the model's camps gain after the origin.

    Shapes as in `condition`.

    >>> model_flow([[6, 2]], [[5, 5], [8, 6]], 0, [10, 12])
    array([[9., 3.]])
    """
    m = np.asarray(course, np.float64)
    held = np.asarray(known, np.float64)[origin]
    gain = shares(np.maximum(0.0, m[..., origin + 1:, :] - m[..., origin:origin + 1, :]))
    return np.asarray(held + np.maximum(0.0, np.asarray(totals, np.float64)[origin + 1:, None] - held.sum()) * gain)


def ensemble_smoother(known: ArrayLike, courses: ArrayLike, origin: int, error: float = 0.1) -> Floats:
    """Shares of camps after the origin from an ensemble with jittered rules, by the update of the ensemble Kalman
    filter.

    With ``A`` the members' shares on the origin and ``F`` those on a later day: ``mean F + cov(F, A) (cov(A, A) +
    R)^-1 (share(D) - mean A)``, never below nought, ``R`` diagonal with standard deviations ``error * max(share,
    .05)``. Where nobody has reported, ``mean F``. ``courses`` (member, day, camp); the result (day after origin,
    camp). Source: Evensen 2003, Ocean Dynamics 53:343; the update of later days at once is the ensemble smoother (van
    Leeuwen & Evensen 1996).

    >>> courses = np.array([[[1.0, 1.0], [1.0, 1.0]], [[3.0, 1.0], [3.0, 1.0]], [[1.0, 3.0], [1.0, 3.0]]])
    >>> ensemble_smoother([[3.0, 1.0]], courses, 0).round(2)
    array([[0.75, 0.25]])
    """
    c = np.asarray(courses, np.float64)
    held = np.asarray(known, np.float64)[origin]
    at, later = shares(c[:, origin]), shares(c[:, origin + 1:])
    middle = later.mean(axis=0)
    if held.sum() <= 0 or len(c) < 2:
        return np.asarray(middle)
    seen = shares(held)
    a, f = at - at.mean(axis=0), later - middle
    spread = a.T @ a / (len(c) - 1) + np.diag((error * np.maximum(seen, 0.05)) ** 2)
    gain = np.einsum("mtc,mk->tck", f, a) / (len(c) - 1)
    return np.maximum(0.0, middle + gain @ np.linalg.solve(spread, seen - at.mean(axis=0)))


def particle_weights(known: ArrayLike, courses: ArrayLike, origin: int, error: float = 0.1) -> Floats:
    """Weights of members with jittered rules by how near their shares came to the reports; shape (member,), sum 1.

    ``w ∝ exp(-d / error)`` with ``d`` the rescaled relative difference (0 to 2) on the origin; equal where nobody had
    reported.

    >>> particle_weights([[1.0, 1.0]], np.array([[[1.0, 1.0]], [[1.0, 0.0]]]), 0).round(3)
    array([1., 0.])
    """
    c = np.asarray(courses, np.float64)[:, origin]
    held = np.asarray(known, np.float64)[origin]
    far = np.abs(shares(c) - shares(held)).sum(axis=-1) if held.sum() > 0 else np.zeros(len(c))
    weight = np.exp(-(far - far.min()) / error)
    return np.asarray(weight / weight.sum())
