"""Elementary functions in plain arithmetic: the same double for a number, a NumPy array and in compiled code.

Only +, −, ×, ÷ are used, which every machine and library rounds alike, and no branch, so that a loop over them becomes
vector instructions. Written for what the samplers ask of them, not for all numbers.
"""

from __future__ import annotations

from typing import Any

REACH = 1.0 / 3.0
"""Up to this |s| :func:`half_log` is exact to rounding: a ratio from ½ to 2."""

LOWEST = -56.0
"""What :func:`falling` is good for: e⁻⁵⁶ is less than any difference between two uniforms of 53 bits."""


def half_log(s: Any) -> Any:
    """½·ln((1 + s)/(1 − s)) for |s| ≤ 1/3: s + s³/3 + s⁵/5 + … to s³¹, within 2 units of the last place.

    The ratio of a and b has s = (a − b)/(a + b), which is exact where a and b are whole numbers; so ln(1 − p) is twice
    this at −p/(2 − p), however small p is.

    >>> round(2 * half_log(1 / 3), 15)      # ln 2
    0.693147180559945
    """
    z = s * s
    z2 = z * z
    z4 = z2 * z2
    a = (1.0 + z * (1.0 / 3)) + z2 * (1.0 / 5 + z * (1.0 / 7))
    b = (1.0 / 9 + z * (1.0 / 11)) + z2 * (1.0 / 13 + z * (1.0 / 15))
    c = (1.0 / 17 + z * (1.0 / 19)) + z2 * (1.0 / 21 + z * (1.0 / 23))
    d = (1.0 / 25 + z * (1.0 / 27)) + z2 * (1.0 / 29 + z * (1.0 / 31))
    return s * ((a + z4 * b) + (z4 * z4) * (c + z4 * d))


def near_half_log(s: Any) -> Any:
    """:func:`half_log` for |s| ≤ 1/16: fewer terms do.

    >>> near_half_log(0.05) == half_log(0.05)
    True
    """
    z = s * s
    return s * ((1.0 + z * (1.0 / 3)) + (z * z) * ((1.0 / 5 + z * (1.0 / 7)) + (z * z) * (1.0 / 9 + z * (1.0 / 11))))


def falling(x: Any) -> Any:
    """eˣ for −56 ≤ x ≤ 0: the series of e^(x/128), squared seven times.

    Relative error below 5·10⁻¹⁴ from −28 up, where inversion needs it; 10⁻¹⁰ at the lower end, where eˣ is 10⁻²⁴.

    >>> falling(0.0), round(falling(-1.0), 12)
    (1.0, 0.367879441171)
    """
    y = x * (1.0 / 128)
    y2 = y * y
    y4 = y2 * y2
    low = (1.0 + y) + y2 * (1.0 / 2 + y * (1.0 / 6))
    high = (1.0 / 24 + y * (1.0 / 120)) + y2 * (1.0 / 720 + y * (1.0 / 5040))
    last = (1.0 / 40320 + y * (1.0 / 362880)) + y2 * (1.0 / 3628800 + y * (1.0 / 39916800))
    e = low + y4 * (high + y4 * last)
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    return e * e


def tail(k: Any) -> Any:
    """ln k! less ((k + ½)·ln(k + 1) − (k + 1) + ½·ln 2π), for k ≥ 5: Stirling's series, within 10⁻¹³.

    >>> import math
    >>> exact = math.lgamma(6) - (5.5 * math.log(6) - 6 + 0.5 * math.log(2 * math.pi))
    >>> abs(tail(5.0) - exact) < 1e-13
    True
    """
    x = 1.0 / (k + 1.0)
    z = x * x
    z2 = z * z
    low = (1.0 / 12 - z * (1.0 / 360)) + z2 * (1.0 / 1260 - z * (1.0 / 1680))
    return x * (low + (z2 * z2) * ((1.0 / 1188 - z * (691.0 / 360360)) + z2 * (1.0 / 156)))


def near_ratio(k: Any, n: Any, p: Any, mode: Any) -> Any:
    """ln of the binomial probability of k over that of the mode, where k + 1 and n − k + 1 are within ½ to 2 of theirs.

    With d = k − mode: −(k + ½)·ln((k+1)/(mode+1)) − (n−k+½)·ln((n−k+1)/(n−mode+1)) + d·ln(odds·(n−mode+1)/(mode+1)) and
    four tails. Each ratio goes into :func:`half_log` as a difference over a sum, so that nothing is lost for large n.
    """
    d = k - mode
    first = half_log(d / (k + mode + 2.0))
    second = half_log(d / (2.0 * n - k - mode + 2.0))
    third = near_half_log((p * (n + 2.0) - (mode + 1.0)) / (p * (n - mode + 1.0) + (1.0 - p) * (mode + 1.0)))
    return (((2.0 * (n - k) + 1.0) * second - (2.0 * k + 1.0) * first) + 2.0 * d * third
            + ((tail(mode) - tail(k)) + (tail(n - mode) - tail(n - k))))
