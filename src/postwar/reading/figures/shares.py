"""Shares and denominators: parts of one, and what a figure is a part of ("243 of the 279", "30,000 of them")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from postwar.reading.figures.figure import Figure
from postwar.reading.tokens import Token

_WHOLES = frozenset({"person", "household", "soldier", "police", "weapon", "dwelling", "vehicle"})
_MARKS = frozenset({",", ";", ":", "-", "–", "—"})
_MOST_BETWEEN = 6  # tokens between a part and its whole


def with_denominators(
    tokens: Sequence[Token], figures: list[Figure], of: frozenset[str], out_of: frozenset[str], breaks: frozenset[str]
) -> list[Figure]:
    """``N of M``, ``N out of M``, ``N of the region's M``: M becomes the denominator of N."""
    out: list[Figure] = []
    n = 0
    while n < len(figures):
        figure = figures[n]
        whole = figures[n + 1] if n + 1 < len(figures) else None
        if whole is not None and _is_part(tokens, figure, whole, of, out_of, breaks):
            out.append(_merged(figure, whole))
            n += 2
            continue
        out.append(figure)
        n += 1
    return out


def _is_part(
    tokens: Sequence[Token],
    part: Figure,
    whole: Figure,
    of: frozenset[str],
    out_of: frozenset[str],
    breaks: frozenset[str],
) -> bool:
    if whole.unit == "share" or part.article or not whole.said:
        return False
    lesser = part.unit == "share" or (part.said or 0) <= whole.said
    return lesser and _joined_by_of([t.low for t in tokens[part.end : whole.start]], of, out_of, breaks)


def _joined_by_of(between: list[str], of: frozenset[str], out_of: frozenset[str], breaks: frozenset[str]) -> bool:
    k = next((n for n, word in enumerate(between) if word in of), None)
    if k is None or len(between) > _MOST_BETWEEN:
        return False
    before, after = between[:k], between[k + 1 :]
    plain = all(word in {*out_of, "per", "cent"} or word.isalpha() for word in before) and len(before) <= 2
    return plain and not any(w in breaks or w in _MARKS for w in before + after) and (k <= 1 or before[-1] in out_of)


def _merged(part: Figure, whole: Figure) -> Figure:
    noun = whole.noun if whole.noun is not None else part.noun
    unit = part.unit if part.unit is not None else whole.unit
    return replace(part, of=whole.said, end=whole.end, noun=noun, unit=unit)


def with_wholes(figures: list[Figure]) -> list[Figure]:
    """``30,000 of them``: a part of the last figure that counts something."""
    out: list[Figure] = []
    for figure in figures:
        whole = next((f for f in reversed(out) if f.unit in _WHOLES), None) if figure.of_them else None
        if whole and whole.said and (figure.said or 0) <= whole.said:
            figure = replace(figure, of=whole.said, unit=whole.unit)
        out.append(figure)
    return out
