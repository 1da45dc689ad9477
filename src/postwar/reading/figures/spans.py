"""Figures of a text: the way in for whoever has text and no sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from postwar.reading.figures.grammar import FigureGrammar
from postwar.reading.figures.numerals import parse_number
from postwar.reading.segment import sentences
from postwar.reading.tokens import Token, tokenise


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """A figure of a text: where it stands, its ends (None = open), how firm it is, what it counts, of how many."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    bound: str
    unit: str | None
    of: float | None
    noun: str = ""


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number of a text, whatever it counts or names."""

    start: int
    end: int
    text: str
    value: float


@dataclass(frozen=True, slots=True)
class _Tongue:
    language: str


@lru_cache(maxsize=8)
def figure_grammar(language: str) -> FigureGrammar:
    """The grammar of figures of a language."""
    return FigureGrammar(_Tongue(language))


def figures_in(text: str, language: str = "en", taken: Sequence[tuple[int, int]] = ()) -> list[FigureSpan]:
    """The figures of a text, in order; ``taken``: stretches of the text that hold dates, of which no number counts.

    >>> [(f.text, f.low, f.high, f.bound, f.unit) for f in figures_in("Some 40 to 60 houses burnt; two thirds stand.")]
    [('Some 40 to 60', 40.0, 60.0, 'between', 'dwelling'), ('two thirds', 0.67, 0.67, 'about', 'share')]
    """
    grammar = figure_grammar(language)
    out = []
    for a, b in sentences(text):
        tokens = tokenise(text, a, b)
        held = frozenset(k for k, t in enumerate(tokens) if any(s <= t.start < e for s, e in taken))
        for f in grammar.figures(tokens, held):
            start, end = tokens[f.start].start, tokens[f.end - 1].end
            noun = tokens[f.noun].text if f.noun is not None else ""
            out.append(FigureSpan(start, end, text[start:end], f.low, f.high, f.bound, f.unit, f.of, noun))
    return out


def numbers_in(text: str, language: str = "en") -> list[NumberSpan]:
    """Every number of a text, in order, whatever it counts or names.

    >>> [(n.text, n.value) for n in numbers_in("Resolution 1244 asks two and a half million people")]
    [('1244', 1244.0), ('two and a half million', 2500000.0)]
    """
    grammar = figure_grammar(language)
    tokens = _split(text)
    out, i = [], 0
    while i < len(tokens):
        got = grammar.numerals.number(tokens, i)
        if got is None:
            i += 1
            continue
        value, end = got
        if not _is_glued(tokens, i, end) and not grammar.labels.counts_nothing(tokens, i, end):
            out.append(
                NumberSpan(tokens[i].start, tokens[end - 1].end, text[tokens[i].start : tokens[end - 1].end], value)
            )
        i = end
    return out


def _split(text: str) -> list[Token]:
    """The tokens of a text; digits with marks between that make no number ("22,24,26") are parted."""
    out: list[Token] = []
    for token in tokenise(text):
        if not token.text[0].isdecimal() or parse_number(token.text) is not None:
            out.append(token)
            continue
        out += [
            Token(m.group(), m.group(), token.start + m.start(), token.start + m.end())
            for m in re.finditer(r"\d+|\D", token.text)
        ]
    return out


def _is_glued(tokens: list[Token], i: int, end: int) -> bool:
    """Whether letters stand at a number in digits without a blank ("180ml", "4th", "T72")."""
    before = i > 0 and tokens[i - 1].end == tokens[i].start and tokens[i - 1].text[-1].isalpha()
    behind = end < len(tokens) and tokens[end].start == tokens[end - 1].end and tokens[end].text[0].isalpha()
    return before or (behind and tokens[end - 1].text[-1].isdecimal())
