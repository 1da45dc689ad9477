"""Clauses of a language without a grammar of it: cut at marks and at the words that begin another one."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.reading.shallow.stems import find
from postwar.reading.tokens import Token

MARKS = frozenset({",", ";", ":", "–", "—", "-", "(", ")"})


def clauses(tokens: Sequence[Token], links: str) -> list[tuple[int, int]]:
    """The clauses of a sentence as token spans: a semicolon parts always, another mark where a linking word follows.

    >>> from postwar.reading.tokens import tokenise
    >>> [(a, b) for a, b in clauses(tokenise("Город передан, но дорога закрыта; люди ждут."), "но; а")]
    [(0, 2), (3, 6), (7, 9)]
    """
    lows = [t.low for t in tokens]
    cuts = [0]
    for i, token in enumerate(tokens):
        if token.text not in MARKS or i == 0:
            continue
        if token.text == ";" or _begins(lows, i + 1, links):
            cuts.append(i + 1)
    spans = [(a, b) for a, b in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    trimmed = (_trimmed(tokens, a, b) for a, b in spans)
    return [(a, b) for a, b in trimmed if b - a > 1]


def _begins(lows: Sequence[str], i: int, links: str) -> bool:
    """Whether a linking word stands at ``i``."""
    found = find(links, lows, i, min(i + 3, len(lows))) if i < len(lows) else None
    return found is not None and found[0] == i


def _trimmed(tokens: Sequence[Token], a: int, b: int) -> tuple[int, int]:
    """The span without the marks at its ends."""
    while a < b and not tokens[a].is_word and not tokens[a].text[0].isdecimal():
        a += 1
    while b > a and not tokens[b - 1].is_word and not tokens[b - 1].text[0].isdecimal():
        b -= 1
    return a, b
