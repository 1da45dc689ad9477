"""Units: what a number counts, told by the noun behind it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from postwar.reading.figures.figure import Figure
from postwar.reading.figures.number_words import number_data, word_set
from postwar.reading.lexicon import words
from postwar.reading.tokens import Token, fold, singular

LONGEST = 3  # words in the name of a unit
_REACH = 6  # tokens behind a number in which its noun stands
FACTORS = {  # other units: the unit they are told in, and how much of it one is
    "month": ("year", 1 / 12),
    "week": ("day", 7.0),
    "hour": ("", 1.0),
    "acre": ("hectare", 0.404686),
    "square_metre": ("hectare", 1e-4),
    "mile": ("km", 1.60934),
    "metre": ("km", 1e-3),
}


class Units:
    """Finds the unit of a number, with the nouns of one language."""

    def __init__(self, language: str) -> None:
        file = resources.files("postwar.reading") / "lexicon" / language / "units.toml"
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        self.nouns = {fold(noun): (unit, 1.0) for unit, text in data["nouns"].items() for noun in words(text)}
        self.nouns |= {fold(noun): FACTORS[unit] for unit, text in data["other"].items() for noun in words(text)}
        beside = number_data(language)["beside"]
        self.stops = word_set(beside["stops"])
        self._determiners = word_set(beside["determiners"])
        self._of = word_set(beside["of"])

    def of_phrase(self, phrase: str) -> tuple[str, float] | None:
        """The unit that a noun or phrase names, and how much of it one is."""
        if not phrase or not phrase[0].isalpha():
            return None
        for form in singular(phrase) if " " not in phrase else (phrase, *singular(phrase)):
            known = self.nouns.get(form.removeprefix("ex-"))
            if known is not None:
                return known
        return None

    def after(self, tokens: Sequence[Token], end: int) -> tuple[str | None, int | None, float]:
        """The unit, where its noun stands and the factor to it, after a number that ends at ``end``."""
        for k in range(end, min(end + _REACH, len(tokens))):
            low = tokens[k].low.lstrip("-") or "-"
            if k > end and (low in self.stops or not (low[0].isalnum() or low[0] in "-'’²")):
                break
            found = self._named(tokens, k, end)
            if found:
                return found
            if low in self._determiners and low not in self._of and k > end:
                break
            if k == end and (low in self.stops or not (low[0].isalnum() or low[0] in "-'")):
                break
        return None, None, 1.0

    def _named(self, tokens: Sequence[Token], k: int, end: int) -> tuple[str, int, float] | None:
        for n in range(LONGEST, 0, -1):
            unit = self.of_phrase(" ".join(t.low for t in tokens[k : k + n])) if k + n <= len(tokens) else None
            near = n == 1 and k + 1 < len(tokens) and k + 1 < end + _REACH
            if unit and not (near and self._is_modifier(tokens, k)):
                return unit[0], k + n - 1, unit[1]
        return None

    def _is_modifier(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether the noun at ``k`` only qualifies the next noun ("police officers", "mine victims")."""
        return (
            self.of_phrase(tokens[k + 1].low) is not None
            and tokens[k].low not in {"people", *self._of}
            and not tokens[k].low.endswith("s")
        )


def scaled(figure: Figure, factor: float) -> Figure:
    """The figure told in a unit of which one of its own is ``factor``."""
    low, high = (None if v is None else round(v * factor, 6) for v in (figure.low, figure.high))
    return replace(figure, low=low, high=high)


@lru_cache(maxsize=8)
def units_of(language: str) -> Units:
    """The units of a language."""
    return Units(language)
