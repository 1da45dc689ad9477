"""Limits: how large an input may be. What is larger is refused before it is read.

All are judgement: the longest reports of missions have some hundred pages, that is half a million characters; a
register of events of one country over a war has some ten thousand rows of two kilobytes.
"""

from __future__ import annotations

from postwar.core.errors import Problem, ReportError

FILE_BYTES = 64 * 2**20  # of a file of any form
FETCHED_BYTES = 10 * 2**20  # of what an address gives
TEXT_CHARACTERS = 2_000_000  # of the text of one report
REGISTER_CHARACTERS = 48_000_000  # of a register of events
UNPACKED_BYTES = 48 * 2**20  # of one part of a packed file
RATIO = 100  # of unpacked to packed bytes, beyond the first megabyte
PARTS = 10_000  # files in a packed file
ROWS = 200_000  # of a table
CELL_CHARACTERS = 100_000
DEPTH = 256  # how deep elements lie in each other


def too_large(name: str, what: str, size: int, limit: int) -> ReportError:
    """The refusal of what is larger than its limit.

    >>> print(too_large("a.txt", "characters", 12, 10))
    a.txt: too large: more than 10 characters '12'; split it, or give the part that matters
    """
    return ReportError(
        Problem(
            name, None, str(size), f"too large: more than {limit} {what}", "split it, or give the part that matters"
        )
    )
