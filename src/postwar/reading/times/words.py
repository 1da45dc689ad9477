"""Time words: the words and ways of one language to say a time, from its file, made ready to be matched."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from postwar.reading.figures.number_words import NumberWords, number_data, number_words, word_set
from postwar.reading.figures.numerals import Numerals
from postwar.reading.lexicon import words
from postwar.reading.times.patterns import DIGIT, Class, Pattern, class_of, head_of
from postwar.reading.tokens import fold, tokenise

Value = int | float | str
_BLANK = re.compile(r"[\s‑–-]+")
_PIVOT = 30  # a year of two digits below it is of this century
_LISTS = (
    "capital", "unsure", "unsure_after", "day_suffix", "day_after", "before_year", "no_year_after",
    "no_year_before", "before_season", "before_overnight", "before_many", "before_the", "before_then",
    "before_period", "behind_length", "ordinal_day_of", "glue", "moved", "short", "month_only", "month_after",
    "sure_after", "no_length_behind", "no_day_before", "of_him", "article", "to", "alone", "of", "year_words",
    "no_now_before", "no_feast_before", "then_glue",
)  # fmt: skip


def plain(phrase: str) -> str:
    """A phrase as it is looked up: folded, one blank for every blank or hyphen.

    >>> plain("Mid - November")
    'mid november'
    """
    return _BLANK.sub(" ", fold(phrase)).strip()


@dataclass(frozen=True, slots=True)
class Way:
    """A way to say a time: its pattern, the sort of time, and what it says of itself."""

    pattern: Pattern
    sort: str
    n: int = 0
    unit: str = ""
    mod: str = ""
    part: str = ""
    then: bool = False


class TimeWords:
    """The words and ways of one language."""

    def __init__(self, language: str) -> None:
        file = resources.files("postwar.reading") / "lexicon" / language / "times.toml"
        self.language = language
        self.data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        self.numbers: NumberWords = number_words(language)
        self._numerals = Numerals(self.numbers)
        self.tables: dict[str, dict[str, Value]] = {
            name: {plain(w): _value(key) for key, text in table.items() for w in words(text.replace("\n", " "))}
            for name, table in self.data.items()
            if isinstance(table, dict) and all(isinstance(text, str) for text in table.values())
        }
        few = number_data(language).get("few", {})
        self.few = {plain(w): int(n) for n, text in few.items() for w in words(text)}
        self.sets = {name: word_set(self.data.get(name, "")) for name in _LISTS}
        self.seasons: dict[str, list[int]] = self.data["seasons"]
        self._read: dict[str, Callable[[str], Value | None]] = {
            "day": self._day, "year": _year, "n": self._n, "ordinal": self._ordinal, "decade": _decade,
            "yy": int, "q": _last_digit, "h": _last_digit, "clock": lambda text: text,
            "spelled_year": self._spelled_year,
        }  # fmt: skip
        classes = self._classes()
        self.index: dict[str, tuple[Way, ...]] = _indexed(self._ways(classes))

    def _ways(self, classes: Mapping[str, Class]) -> list[Way]:
        return [
            Way(Pattern(fold(row), classes), **{key: value for key, value in way.items() if key != "say"})
            for way in self.data["way"]
            for row in way["say"]
        ]

    def _classes(self) -> dict[str, Class]:
        """The classes of the tables, and those of numbers."""
        known = self.numbers
        out = {name: class_of(table) for name, table in self.tables.items() if table}
        suffix = "|".join(sorted(map(re.escape, self.sets["day_suffix"]), key=len, reverse=True))
        tens = class_of({w: n for w, n in known.cardinals.items() if 20 <= n <= 90})
        ones = class_of({w: n for w, n in known.ordinals.items() if 0 < n < 10})
        small = class_of({w: n for w, n in known.cardinals.items() if 10 <= n <= 30})
        unit = class_of({w: n for w, n in known.cardinals.items() if 0 < n < 10})
        ordinal = class_of(known.ordinals)
        worded = f"{tens.regex}[\\s-]{ones.regex}|{ordinal.regex}"
        firsts = frozenset({DIGIT, *ordinal.firsts, *tens.firsts})
        number = class_of({**known.cardinals, **{w: s for w, s in known.scales.items() if len(w) > 2}})
        few = class_of({**self.few, **dict.fromkeys(known.one, 1)})
        joiner = f"(?:{re.escape(known.joiner)}[\\s-])?" if known.joiner else ""
        words_ = f"{number.regex}(?:[\\s-]{joiner}{number.regex}){{0,7}}"
        half = f"(?:\\s{re.escape(known.joiner)}\\s(?:a\\s)?{class_of(known.parts).regex})?" if known.joiner else ""
        digits = r"\d{1,3}(?:[,.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?(?:\s?[¼½¾]|\s\d/\d)?|[¼½¾]"
        out["n"] = Class(
            f"(?:{digits}|(?:{few.regex}|{words_}){half})",
            frozenset({DIGIT, "¼", "½", "¾", *number.firsts, *few.firsts}),
        )
        out["day"] = Class(
            f"(?:(?:3[01]|[12]\\d|0?[1-9])(?:{suffix or '(?!x)x'})?(?!\\d|[.,:]\\d|%|\\s?°)"
            f"|{tens.regex}[\\s-]{unit.regex}|{worded}|{small.regex})",
            firsts | small.firsts,
        )
        out["ordinal"] = Class(f"(?:\\d{{1,3}}(?:{suffix or '(?!x)x'})|{worded})", firsts)
        out["year"] = Class(r"(?:(?:1[0-9]|2[01])\d\d(?!\d|[.,]\d)|['’]\d\d(?!\d))", frozenset({DIGIT, "'"}))
        out["spelled_year"] = Class(f"{number.regex}(?:[\\s-]{joiner}{number.regex}){{1,5}}", number.firsts)
        out["decade"] = Class(
            f"(?:(?:1[0-9]|20)\\d0|['’]?\\d0)\\s?(?:{self.data.get('decade_suffix', 's')})", frozenset({DIGIT, "'"})
        )
        out["yy"] = Class(r"\d\d(?![\d]|[-/.,]\d)", frozenset({DIGIT}))
        out["q"], out["h"] = Class("q\\s?[1-4]", frozenset("q")), Class("h\\s?[12]", frozenset("h"))
        noon = class_of(self.tables.get("half_day", {"a.m.": 0}))
        out["clock"] = Class(
            f"(?:\\d{{1,2}}(?:[:.]\\d\\d)?\\s?{noon.regex}\\.?|\\d{{1,2}}:\\d\\d(?::\\d\\d)?)", frozenset({DIGIT})
        )
        return out

    # -- values --------------------------------------------------------------------------------------------------
    def value(self, name: str, text: str) -> Value | None:
        """What the words that a class caught stand for; None where they stand for nothing."""
        read = self._read.get(name)
        return read(plain(text) if name != "clock" else text) if read else self.tables[name].get(plain(text))

    def _n(self, text: str) -> float | None:
        for few, n in self.few.items():
            if text == few:
                return float(n)
        if text in self.numbers.one:
            return 1.0
        tokens = tokenise(text.removeprefix("a ") if text.startswith("a ") and text != "a" else text)
        got = self._numerals.number(tokens, 0) if tokens else None
        return got[0] if got and got[1] == len(tokens) else None

    def _day(self, text: str) -> int | None:
        found = re.match(r"\d+", text)
        value = float(found.group()) if found else self._ordinal(text)
        value = value if value is not None else self._n(text)
        return int(value) if value is not None and 1 <= value <= 31 else None

    def _ordinal(self, text: str) -> int | None:
        found = re.match(r"\d+", text)
        if found:
            return int(found.group())
        value = self.numbers.ordinal(text.replace(" ", "-")) or self.numbers.ordinal(text)
        return int(value) if value is not None else None

    def _spelled_year(self, text: str) -> int | None:
        """``nineteen ninety-six``, ``two thousand and fifteen``, ``nineteen hundred ninety three``."""
        parts = [w for w in text.split() if w != self.numbers.joiner]
        head = self.numbers.cardinal(parts[0])
        if head is not None and 11 <= head <= 21 and len(parts) > 1 and parts[1] not in self.numbers.scales:
            tail = self._n(" ".join(parts[1:])) if parts[1] != "zero" else self._n(parts[-1])
            year = head * 100 + tail if tail is not None and tail < 100 and (tail > 9 or parts[1] == "zero") else None
        else:
            year = self._n(text)
        return int(year) if year is not None and 1000 <= year <= 2199 else None


def _value(key: str) -> Value:
    return int(key) if re.fullmatch(r"-?\d+", key) else key


def _year(text: str) -> int:
    digits = int(text.lstrip("'’"))
    return digits if digits > 99 else digits + (2000 if digits < _PIVOT else 1900)


def _decade(text: str) -> int:
    digits = int(re.sub(r"\D", "", text))
    return digits if digits > 99 else digits + (2000 if digits < _PIVOT else 1900)


def _last_digit(text: str) -> int:
    return int(text[-1])


def _indexed(ways: list[Way]) -> dict[str, tuple[Way, ...]]:
    out: dict[str, list[Way]] = {}
    for way in ways:
        for first in sorted(way.pattern.firsts):
            out.setdefault(head_of(first), []).append(way)
    return {first: tuple(found) for first, found in sorted(out.items())}


@lru_cache(maxsize=8)
def time_words(language: str) -> TimeWords:
    """The time words of a language, read once. Raises ``FileNotFoundError`` where there are none."""
    return TimeWords(language)
