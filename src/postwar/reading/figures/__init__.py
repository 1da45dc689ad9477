"""Figures: a grammar of numbers, ranges, bounds, shares, denominators and units.

``figures_in`` and ``numbers_in`` read a text; :class:`FigureGrammar` reads the tokens of a sentence. The words are
data: ``lexicon/<language>/numbers.toml`` and ``units.toml``.
"""

from postwar.reading.figures.figure import Figure
from postwar.reading.figures.grammar import FigureGrammar
from postwar.reading.figures.numerals import parse_number
from postwar.reading.figures.spans import FigureSpan, NumberSpan, figures_in, numbers_in

__all__ = ["Figure", "FigureGrammar", "FigureSpan", "NumberSpan", "figures_in", "numbers_in", "parse_number"]
