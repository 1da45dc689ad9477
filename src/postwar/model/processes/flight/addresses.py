"""Where in the counter the draws of flight lie: the parts of an address that are fixed for good.

Words: member · day (16 bits) and how much of it is used, in 1/16 km of a full day's way (16 bits, upper) · stream (8
bits), stop or path (17 bits) and class of recent travel (7 bits) · purpose (16 bits) and attempt (16 bits).
Purpose: part of the day's arrivals (6 bits, or one of the kinds below) and outcome (10 bits).
"""

from __future__ import annotations

STREAM = 6
"""The number of flight among the streams."""

FIRST_LEG = 127
"""The class of those who have not been anywhere yet."""

MAX_PARTS = 56
SPLIT, DECIDE, SPAWN = 61 << 10, 62 << 10, 63 << 10
"""Who belongs to which part of the day's arrivals; deciding in the morning; where new arrivals come from.
Below: deciding on arrival, by part."""

SMALL = 16
"""Up to so many people choose one by one, a 32-bit number each; more are drawn together by binomials."""
