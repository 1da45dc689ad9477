"""Which claims of one event are the same telling: one report, shared wording, shared attribution.

Law. Claims of one event are taken in the order of the saying. A claim is a copy where its report has told of the event
before, where most of the wording of its sentence is that of a sentence told before (``SHARED`` of its runs of ``RUN``
words, in sentences of at least ``WORDS`` words), or where all those from whom it has it are counted already. What is
a copy adds no origin. Source: the windows are judgement; the words are compared as letters and digits only, so that
punctuation and capitals part nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from postwar.situation.evidence import Item

RUN, WORDS, SHARED = 4, 8, 0.7
_WORD = re.compile(r"\w+")


def tellings(items: Sequence[Item]) -> tuple[list[tuple[Item, str]], int]:
    """Each claim with the reason why it is no independent report (empty for one that is), and how many origins there
    are. ``items`` are the claims of one event in the order in which they are to count."""
    counted: set[str] = set()
    found: list[tuple[Item, str]] = []
    n = 0
    for item in items:
        why = _copies(item, [i for i, _ in found], counted)
        n += not why
        counted |= set(item.origin.split("+")) if not why else set()
        found.append((item, why))
    return found, n


def _copies(item: Item, before: Sequence[Item], counted: set[str]) -> str:
    """Why a claim is a copy of what was told before; empty where it is not."""
    if any(i.claim.report == item.claim.report for i in before):
        return "its report is counted already"
    if set(item.origin.split("+")) <= counted:
        credited = item.origin != item.report_origin
        return f"{'credits' if credited else 'is of'} {item.origin.replace('+', ' and ')}, which is counted already"
    mine = runs_of(item.sentence)
    for other in before:
        shared = len(mine & runs_of(other.sentence)) / len(mine) if mine else 0.0
        if shared >= SHARED:
            return f"shares its wording with {other.claim.report}, which is counted already"
    return ""


@lru_cache(maxsize=4096)
def runs_of(sentence: str) -> frozenset[str]:
    """The runs of words of a sentence; none of a short one, whose words many would choose.

    >>> len(runs_of("The mill passed to the council at noon on Friday")), runs_of("The mill passed to the council")
    (7, frozenset())
    """
    words = _WORD.findall(sentence.casefold())
    if len(words) < WORDS:
        return frozenset()
    return frozenset(" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
