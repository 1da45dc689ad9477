"""Tokens: the words, numbers and marks of a sentence, with their places in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’\-‑.](?=[^\W\d_])[^\W\d_]+)*['’]?|[^\W\d_]+|\S")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_CLITIC = re.compile(r"(?i)(.+?)(['’]s|['’])\Z")
_NOT = re.compile(r"(?i)(.+)(n['’]t)\Z")
APOSTROPHES = "'’"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. ``low`` is folded for comparison, ``start``/``end`` count characters of the clean block."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or a digit."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word in lower case without accents, its apostrophes straight.

    >>> fold("Şuşa’s")
    "susa's"
    """
    if word.isascii():
        return word.lower()
    text = word.replace("’", "'").replace("‑", "-").replace("ı", "i").replace("ə", "e").replace("Ə", "e").casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)) or text


def tokenise(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Split ``text[start:end]`` into tokens; a possessive and a ``n't`` are tokens of their own.

    >>> [t.text for t in tokenise("The army didn't keep Oster's 1,200 rifles.")]
    ['The', 'army', 'did', "n't", 'keep', 'Oster', "'s", '1,200', 'rifles', '.']
    """
    out: list[Token] = []
    for found in _TOKEN.finditer(text, start, len(text) if end is None else end):
        a, b = found.span()
        word = found.group()
        if "." in word and not word[0].isdecimal() and not _INITIALS.match(word):
            _add_dotted(out, word, a)
            continue
        parted = _NOT.match(word) or (_CLITIC.match(word) if word[-1] in "sS'’" else None)
        if parted and word[0].isalpha() and len(parted.group(1)) > 0 and b - a > 2:
            cut = a + len(parted.group(1))
            out.append(Token(text[a:cut], fold(text[a:cut]), a, cut))
            out.append(Token(text[cut:b], fold(text[cut:b]), cut, b))
        else:
            out.append(Token(word, fold(word), a, b))
    return tuple(out)


def _add_dotted(out: list[Token], word: str, start: int) -> None:
    """Words that a full stop runs together are words of their own, the stop between them too."""
    at = start
    for piece in re.split(r"(\.)", word):
        if piece:
            out.append(Token(piece, fold(piece), at, at + len(piece)))
            at += len(piece)


def singular(low: str) -> tuple[str, ...]:
    """The forms that a word may be the plural of, itself first.

    >>> singular("families"), singular("posts"), singular("causes")
    (('families', 'family'), ('posts', 'post'), ('causes', 'cause', 'caus'))
    """
    if not low.endswith("s") or len(low) < 4 or low.endswith("ss"):
        return (low,)
    if low.endswith("ies"):
        return (low, low[:-3] + "y")
    if low.endswith("es"):
        return (low, low[:-1], low[:-2])
    return (low, low[:-1])
