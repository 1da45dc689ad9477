"""Entries of a word list that speak of stems: ``переда*`` is any word that begins so, ``~`` up to three words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from postwar.reading.lexicon import words
from postwar.reading.tokens import fold

GAP = 3
"""Words that may stand where an entry has ``~``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its words as (text, is a stem), and before which of them words may stand between."""

    parts: tuple[tuple[str, bool], ...]
    gaps: frozenset[int]

    def ends_at(self, lows: Sequence[str], i: int, stop: int) -> int | None:
        """Behind which word the entry ends if it begins at word ``i``; None where it does not stand there."""
        if not _is(self.parts[0], lows[i]):
            return None
        at = i + 1
        for n, part in enumerate(self.parts[1:], 1):
            reach = GAP + 1 if n in self.gaps else 1
            found = next((k for k in range(at, min(at + reach, stop)) if _is(part, lows[k])), None)
            if found is None:
                return None
            at = found + 1
        return at


def _is(part: tuple[str, bool], word: str) -> bool:
    return word.startswith(part[0]) if part[1] else word == part[0]


@lru_cache(maxsize=256)
def folded(text: str) -> tuple[str, ...]:
    """The entries of a list, folded as the words of a text are.

    >>> folded("ещё; Войск*")
    ('еще', 'воиск*')
    """
    return tuple(fold(entry) for entry in words(text))


@lru_cache(maxsize=1024)
def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a list, the longest first.

    >>> [e.parts for e in entries("под контрол*; центр* ~ контрол*")]
    [(('под', False), ('контрол', True)), (('центр', True), ('контрол', True))]
    """
    out = []
    for entry in folded(text):
        parts: list[tuple[str, bool]] = []
        gaps: set[int] = set()
        for word in entry.split():
            if word == "~":
                gaps.add(len(parts))
            else:
                parts.append((word.removesuffix("*"), word.endswith("*")))
        out.append(Entry(tuple(parts), frozenset(gaps)))
    return tuple(sorted(out, key=lambda e: -len(e.parts)))


def find(text: str, lows: Sequence[str], start: int, stop: int) -> tuple[int, int] | None:
    """The first place in ``start`` to ``stop`` where an entry of a list stands.

    >>> find("под контрол*", "город перешел под контроль властей".split(), 0, 5)
    (2, 4)
    """
    for i in range(start, stop):
        for entry in entries(text):
            end = entry.ends_at(lows, i, stop)
            if end is not None:
                return i, end
    return None
