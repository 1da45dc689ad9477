"""Names: every name of the case's places and actors, found in a text longest first, inflection allowed for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postwar.reading.lexicon import words
from postwar.reading.tokens import APOSTROPHES, Token, tokenise

_COUNTS = frozenset(words("two; three; four; five; six; seven; eight; nine; ten; twelve"))
_SUFFIXES = ("n", "ns", "an", "ans", "ian", "ians", "i", "is", "ese", "er", "ers", "ish", "ite", "ites", "ic")


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that a name can stand for. ``form``: plain, people (a plural of its people) or adjective."""

    sort: str  # place | actor
    id: str
    form: str = "plain"


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    capital: bool
    upper: bool
    names: tuple[Name, ...]


class NameIndex:
    """Finds the names of places and actors among tokens."""

    def __init__(
        self, places: Iterable[tuple[str, Sequence[str]]], actors: Iterable[tuple[str, Sequence[str]]]
    ) -> None:
        table: dict[tuple[tuple[str, ...], bool, bool], list[Name]] = {}
        for sort, rows in (("place", places), ("actor", actors)):
            for row_id, aliases in rows:
                for alias in aliases:
                    for parts, capital, upper, form in _variants(alias):
                        names = table.setdefault((parts, capital, upper), [])
                        if not any(n.sort == sort and n.id == row_id for n in names):
                            names.append(Name(sort, row_id, form))
        self._by_first: dict[str, list[_Entry]] = {}
        for (parts, capital, upper), names in table.items():
            plain = [n for n in names if n.form == "plain"]
            self._by_first.setdefault(parts[0], []).append(_Entry(parts, capital, upper, tuple(plain or names)))
        for entries in self._by_first.values():
            entries.sort(key=lambda e: (-len(e.words), e.words, e.capital, e.upper))

    def match(self, tokens: Sequence[Token], i: int) -> tuple[int, tuple[Name, ...]] | None:
        """The longest name that begins at token ``i``: its length in tokens and what it can stand for."""
        for entry in self._by_first.get(tokens[i].low, ()):
            n = len(entry.words)
            if i + n > len(tokens) or any(tokens[i + k].low != entry.words[k] for k in range(1, n)):
                continue
            if entry.upper and not tokens[i].text.isupper():
                continue
            if entry.capital and not any(tokens[i + k].is_capital for k in range(n)):
                continue
            return n, entry.names
        return None


def _variants(alias: str) -> Iterable[tuple[tuple[str, ...], bool, bool, str]]:
    tokens = tokenise(alias.strip())
    if not tokens:
        return
    low = tuple(t.low for t in tokens)
    capital = any(t.is_capital for t in tokens) and not _common(tokens)
    upper = len(low) == 1 and tokens[0].text.isupper() and 2 <= len(tokens[0].text) <= 6
    yield low, capital, upper, "plain"
    if len(low) > 1 and low[0] in _COUNTS:
        yield ("all", low[0]), False, False, "plain"
        yield (low[0], "others"), False, False, "plain"
    if low[0] == "the" and len(low) > 1:
        return
    last = low[-1]
    if len(low) == 1 and tokens[0].is_capital and not upper and len(last) >= 4 and last.isalpha():
        for form in _demonyms(last):
            yield (form,), True, False, "people" if form.endswith("s") and not form.endswith("ish") else "adjective"
    if not capital or (len(low) > 1 and last.isalpha() and len(last) >= 4):
        if last.endswith("s") and not last.endswith("ss") and not capital and len(last) > 4:
            yield (*low[:-1], last[:-1]), capital, upper, "plain"
        elif not last.endswith("s"):
            yield (*low[:-1], last + "s"), capital, upper, "plain"
    if last.endswith("y") and not capital:
        yield (*low[:-1], last[:-1] + "ies"), capital, upper, "plain"


def _common(tokens: Sequence[Token]) -> bool:
    """Whether a name is a common noun that only begins with a capital ("Assembly areas")."""
    return len(tokens) > 1 and tokens[0].text.istitle() and all(t.text.islower() and t.is_word for t in tokens[1:])


def _demonyms(name: str) -> Iterable[str]:
    stems = {name}
    if name[-1] in "aeoiy":
        stems.add(name[:-1])
    for stem in sorted(stems):
        for suffix in _SUFFIXES:
            if stem != name and suffix in {"n", "ns"}:
                continue
            yield stem + suffix


def is_possessive(token: Token) -> bool:
    """Whether the token is a possessive ending.

    >>> is_possessive(Token("'s", "'s", 0, 2))
    True
    """
    return token.text[0] in APOSTROPHES and token.low in {"'s", "'"}
