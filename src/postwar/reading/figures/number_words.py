"""Number words: what the words of a language stand for, from its file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from postwar.reading.lexicon import words
from postwar.reading.tokens import fold


@lru_cache(maxsize=8)
def number_data(language: str) -> dict[str, Any]:
    """The number words of a language, as its file has them."""
    file = resources.files("postwar.reading") / "lexicon" / language / "numbers.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def word_set(text: str) -> frozenset[str]:
    """The words of a list, folded.

    >>> sorted(word_set("No; Été"))
    ['ete', 'no']
    """
    return frozenset(fold(word) for word in words(text.replace("\n", " ")))


def _table(section: dict[str, str]) -> dict[str, float]:
    return {fold(word): float(value) for value, text in section.items() for word in words(text.replace("\n", " "))}


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, folded: what each stands for."""

    cardinals: dict[str, float]
    scales: dict[str, float]
    ordinals: dict[str, float]
    parts: dict[str, float]  # words for a part of one: a half, two thirds
    joiner: str
    one: frozenset[str]
    point: str
    minus: frozenset[str]
    over: str
    per: tuple[tuple[str, ...], ...]
    of: frozenset[str]
    plural: str  # the ending of an ordinal that names several parts
    bare: frozenset[str]  # parts that need no number before them

    def cardinal(self, word: str) -> float | None:
        """The number of one word, also of one that a hyphen joins ("twenty-five").

        >>> number_words("en").cardinal("twenty-five"), number_words("en").cardinal("five-year")
        (25.0, None)
        """
        plain = self.cardinals.get(word)
        if plain is not None or "-" not in word:
            return plain
        return _joined(word, self.cardinals, self.cardinals)

    def ordinal(self, word: str) -> float | None:
        """The number of a word for a place in a row ("twenty-first")."""
        plain = self.ordinals.get(word)
        return plain if plain is not None or "-" not in word else _joined(word, self.cardinals, self.ordinals)

    def part(self, word: str) -> float | None:
        """The part of one that a word names ("fifths", "twenty-first")."""
        plain = self.parts.get(word)
        if plain is not None or "-" not in word:
            return plain
        ten, _, one = word.partition("-")
        a, b = self.cardinals.get(ten), self.parts.get(one)
        return 1 / (a + round(1 / b)) if a and b and 20 <= a <= 90 and 1 / b < 9.5 else self._first(a, one)

    def _first(self, ten: float | None, one: str) -> float | None:
        n = self.ordinals.get(one) or self.ordinals.get(one.removesuffix(self.plural or "-"))
        return 1 / (ten + n) if ten and n and 20 <= ten <= 90 and n < 10 else None


def _joined(word: str, tens: dict[str, float], ones: dict[str, float]) -> float | None:
    ten, _, one = word.partition("-")
    a, b = tens.get(ten), ones.get(one)
    return a + b if a is not None and b is not None and 20 <= a <= 90 and 0 < b < 10 else None


@lru_cache(maxsize=8)
def number_words(language: str) -> NumberWords:
    """The number words of a language. Raises ``FileNotFoundError`` where there are none."""
    data = number_data(language)
    ordinals = _table(data["ordinal"])
    plural = data["words"].get("plural", "")
    parts = {word: 1 / n for word, n in ordinals.items() if n > 2}
    parts |= {word + plural: 1 / n for word, n in ordinals.items() if n > 2 and plural}
    parts |= {word: 1 / n for word, n in _table(data["fraction"]).items()}
    said = data["words"]
    return NumberWords(
        _table(data["cardinal"]),
        _table(data["scale"]) | _table(data.get("plural_scale", {})),
        ordinals,
        parts,
        fold(said.get("joiner", "")),
        word_set(said.get("one", "")),
        said.get("point", ""),
        word_set(said.get("minus", "")) | {"-", "−"},
        said.get("over", ""),
        tuple(tuple(fold(p).split()) for p in words(said.get("per", ""))),
        word_set(data["beside"]["of"]),
        plural,
        word_set(said.get("bare", "")),
    )
