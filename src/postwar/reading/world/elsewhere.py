"""Elsewhere: whether a clause says that it happened at a place outside the case."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.reading.tokens import Token
from postwar.reading.world.cues import load_cues
from postwar.reading.world.spelling import key_of
from postwar.reading.world.table import WorldPlace, world

_AT = frozenset({"in", "at", "near", "outside"})
_LONGEST = 4  # words of a name
_KNOWN = 15_000  # people of a town that is taken for it by its name alone


def outside_place(
    tokens: Sequence[Token], start: int, end: int, taken: frozenset[int], language: str = "en"
) -> tuple[WorldPlace, ...]:
    """What the first name behind "in", "at" or "near" among tokens ``start`` to ``end`` can be, best first.

    ``taken``: tokens that are names of the case, days or figures. Empty where no such name is known: the table of the
    world is only asked, and read, where a name with a capital stands there that the case does not have.
    """
    for k in range(start, end - 1):
        if tokens[k].low not in _AT or not tokens[k + 1].is_capital or k + 1 in taken:
            continue
        behind = k + 1
        while behind < min(end, k + 1 + _LONGEST) and tokens[behind].is_capital and behind not in taken:
            behind += 1
        cues = load_cues(language)
        key = key_of(" ".join(t.text for t in tokens[k + 1 : behind]))
        if cues.has("not.words", key) or tokens[k + 1].text.isupper():
            continue
        if world().weight(key) >= _KNOWN:
            return world().of_key(key)
    return ()
