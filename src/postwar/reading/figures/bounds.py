"""Bounds: the words before and after a number that say how firm it is ("at least", "or more", "some", "per cent")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from postwar.reading.figures.number_words import number_data, word_set
from postwar.reading.lexicon import words
from postwar.reading.tokens import Token, fold

Phrase = tuple[str, ...]
_OVER = ("hand", "turn", "take", "took", "giv", "gave", "sign", "pass", "deliver")  # verbs whose particle is "over"


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of a list, longest first.

    >>> phrases("over; more than")
    (('more', 'than'), ('over',))
    """
    found = [tuple(fold(p).split()) for p in words(text.replace("\n", " "))]
    return tuple(sorted(found, key=lambda p: (-len(p), p)))


def at_phrase(tokens: Sequence[Token], i: int, phrase: Phrase) -> bool:
    """Whether a phrase stands at ``i``."""
    return i + len(phrase) <= len(tokens) and all(tokens[i + k].low == word for k, word in enumerate(phrase))


class Bounds:
    """Reads the words beside numbers, in one language."""

    def __init__(self, language: str) -> None:
        data = number_data(language)
        self._before = _by_first(data["before"])
        self._after = _by_first(data["after"])
        self._equal = phrases(data["after_bound"]["equal"]) if "after_bound" in data else ()
        self._percent = phrases(data["percent"]["words"])
        self._percent_head = phrases(data["percent"].get("head", ""))
        self._further = word_set(data["beside"].get("further", ""))
        self._article = word_set(data["words"].get("one", "")) | word_set(data["beside"].get("the", "the"))
        self.starters = frozenset({*self._before, *(p[0] for p in self._percent_head)})

    def prefix(self, tokens: Sequence[Token], i: int) -> tuple[str | None, int]:
        """The bound that words at ``i`` give a number, and where the number begins."""
        if tokens[i].low == "over" and i and tokens[i - 1].low.startswith(_OVER):
            return None, i
        for phrase, bound in self._before.get(tokens[i].low, ()):
            if at_phrase(tokens, i, phrase):
                return bound, self._past_further(tokens, i + len(phrase))
        return None, i

    def _past_further(self, tokens: Sequence[Token], at: int) -> int:
        """Past one word such as "the", "another", "estimated" between the bound and its number in digits."""
        if at + 1 >= len(tokens) or tokens[at].low not in self._further:
            return at
        follows = tokens[at + 1]
        return at + 1 if follows.text[0].isdecimal() or follows.low in self._further - self._article else at

    def suffix(self, tokens: Sequence[Token], end: int, bounded: bool = False) -> tuple[str | None, int]:
        """The bound that words behind a number give it, and where they end ("55,000 residents or more")."""
        if bounded:
            found = next((p for p in self._equal if at_phrase(tokens, end, p)), None)
            return (None, end + len(found)) if found else (None, end)
        for at in (end, end + 1):
            for phrase, bound in self._after.get(tokens[at].low, ()) if at < len(tokens) else ():
                if at_phrase(tokens, at, phrase) and not self._goes_on(tokens, at + len(phrase)):
                    if at == end:
                        return bound, end + len(phrase)
                    if tokens[end].is_word and len(phrase) > 1 and bound != "about":
                        return bound, end
        return None, end

    @staticmethod
    def _goes_on(tokens: Sequence[Token], at: int) -> bool:
        """Whether another number follows, so that the words are its own ("200 or greater than 190")."""
        follows = [t.low for t in tokens[at : at + 2]]
        return bool(follows) and (follows[0][0].isdecimal() or (follows[0] == "than" and follows[-1][0].isdecimal()))

    def percent(self, tokens: Sequence[Token], end: int) -> int | None:
        """Where "per cent" ends, if it stands at ``end``."""
        found = next((p for p in self._percent if at_phrase(tokens, end, p)), None)
        return end + len(found) if found else None

    def percent_head(self, tokens: Sequence[Token], i: int) -> int | None:
        """Where the number begins in "per cent of 210"."""
        found = next((p for p in self._percent_head if at_phrase(tokens, i, p)), None)
        at = i + len(found) if found else 0
        return at + 1 if found and at + 1 < len(tokens) and tokens[at].low == "of" else None


def _by_first(section: dict[str, str]) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Phrases by their first word, the longest first."""
    out: dict[str, list[tuple[Phrase, str]]] = {}
    for bound, text in section.items():
        for phrase in phrases(text):
            out.setdefault(phrase[0], []).append((phrase, bound))
    return {word: tuple(sorted(found, key=lambda f: (-len(f[0]), f[0]))) for word, found in out.items()}


@lru_cache(maxsize=8)
def bounds_of(language: str) -> Bounds:
    """The bounds of a language."""
    return Bounds(language)
