"""A sentence as a line of folded text, and what a way to say a time caught in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postwar.reading.times.words import Value, Way
from postwar.reading.tokens import Token


class Line:
    """The tokens of a sentence as one folded text, and where its words end."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.base = tokens[0].start if tokens else 0
        parts, at = [], self.base
        for token in tokens:
            low = token.low if len(token.low) == token.end - token.start else token.text.lower()
            parts.append(" " * (token.start - at) + low)
            at = token.end
        self.text = "".join(parts)
        self.ends = {token.end - self.base: n + 1 for n, token in enumerate(tokens)}

    def low(self, i: int) -> str:
        """The folded word at ``i``, or an empty string outside the sentence."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def start_of(self, i: int) -> int:
        """Where a token begins in :attr:`text`."""
        return self.tokens[i].start - self.base

    def token_at(self, at: int) -> int:
        """The token that a place of :attr:`text` lies in."""
        return next((n for n, t in enumerate(self.tokens) if t.start - self.base <= at < t.end - self.base), 0)

    def capital_at(self, at: int) -> bool:
        """Whether a capital stands at a place of :attr:`text`."""
        return any(t.start - self.base == at and t.is_capital for t in self.tokens) or self._inside(at)

    def _inside(self, at: int) -> bool:
        """A capital inside a token, as in ``mid-May``."""
        token = next((t for t in self.tokens if t.start - self.base < at < t.end - self.base), None)
        return token is not None and token.text[at - (token.start - self.base)].isupper()


@dataclass(frozen=True, slots=True)
class Caught:
    """What a way caught among the tokens ``start`` to ``end``: values by class, and where each class stands."""

    line: Line
    way: Way
    start: int
    end: int
    values: Mapping[str, Value]
    places: Mapping[str, int]

    def number(self, name: str) -> int | None:
        """A whole number that a class caught."""
        value = self.values.get(name)
        return int(value) if isinstance(value, int | float) else None

    def word(self, name: str, default: str = "") -> str:
        """A word that a class caught."""
        return str(self.values.get(name, default))

    @property
    def before(self) -> str:
        """The word before."""
        return self.line.low(self.start - 1)

    @property
    def behind(self) -> str:
        """The word behind."""
        return self.line.low(self.end)
