"""Spelling: one key for the many ways in which a place's name is written."""

from __future__ import annotations

import re
from functools import lru_cache

from postwar.reading.tokens import fold

_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_MARKS = re.compile(r"[\s\-‐‑–_]+")
_DROPPED = dict.fromkeys(map(ord, ".,'’‘ʼ`ʻ"))


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """The key of a name: lower case, without accents, stops and apostrophes, hyphens as blanks, ``Saint`` as ``St``.

    >>> key_of("Saint-Étienne"), key_of("Ft. Worth"), key_of("U.S.")
    ('st etienne', 'ft worth', 'us')
    """
    parts = _MARKS.split(fold(name).translate(_DROPPED).strip())
    return " ".join(_SHORT.get(p, p) for p in parts if p)
