"""Times: a grammar of dates, ranges, lengths and relative times, and their place on the calendar.

``times_in`` reads a text; :class:`TimeGrammar` reads the tokens of a sentence. The words and the ways to say a time are
data: ``lexicon/<language>/times.toml``.
"""

from postwar.reading.times.grammar import TimeGrammar
from postwar.reading.times.spans import TimeSpan, times_in

__all__ = ["TimeGrammar", "TimeSpan", "times_in"]
