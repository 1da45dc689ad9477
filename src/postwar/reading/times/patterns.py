"""Patterns: ways to say a time, written as rows of words and classes, made into expressions that find them.

A row's elements stand apart by blanks: ``of|in`` either word, ``the?`` may be left out, ``( of the )?`` words that come
or stay away together, ``{month}`` a word of a class, ``{day2}`` a second one of it. A mark (``,``) needs no blank
before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

JOIN = r"(?:\s+|[-‑–/](?=\w)|(?<=[.,'’(/+~–-])|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d))"
DIGIT = "0"  # the first "word" of what begins with a digit
_HEAD = re.compile(r"\d|[^\W\d_]+|\S")


@dataclass(frozen=True, slots=True)
class Class:
    """Words that stand for one another in a pattern: what matches them, and the first words that they may have."""

    regex: str
    firsts: frozenset[str]


def head_of(word: str) -> str:
    """What a word is looked up by: its letters up to the first mark; any digit is :data:`DIGIT`.

    >>> head_of("mid-may"), head_of("19th"), head_of("d+45")
    ('mid', '0', 'd')
    """
    found = _HEAD.match(word)
    head = found.group() if found else ""
    return DIGIT if head.isdecimal() else head


def class_of(entries: Mapping[str, object], suffix: str = "") -> Class:
    """The class of some words and phrases.

    >>> bool(re.fullmatch(class_of({"new year": 1, "jan.": 2}).regex, "new year"))
    True
    """
    longest = sorted(entries, key=lambda word: (-len(word), word))
    parts = "|".join(_literal(word) for word in longest)
    return Class(f"(?:{parts}){suffix}", frozenset(head_of(word) for word in entries))


def _literal(phrase: str) -> str:
    out = [re.escape(word).replace("'", "['’]").replace(r"\-", "[-‑–]") for word in phrase.split()]
    return r"(?:\s+|[-‑–])".join(out)


class Pattern:
    """One way to say a time: its expression, compiled when first looked for, and the words that it may begin with."""

    def __init__(self, row: str, classes: Mapping[str, Class]) -> None:
        self._classes = classes
        items = row.split()
        self._at = 0
        body, firsts, _ = self._sequence(items)
        if self._at != len(items):
            raise ValueError(f"a bracket too many in {row!r}")
        self._body = body + r"(?!\w)"
        self.firsts = firsts

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression: most texts need few of the ways, and compiling all takes longer than reading a report."""
        return re.compile(self._body)

    def _sequence(self, items: list[str]) -> tuple[str, frozenset[str], bool]:
        """The expression of a row up to its end or a closing bracket; its first words; whether it may be empty."""
        body, firsts, begun = "", frozenset[str](), False
        while self._at < len(items) and not items[self._at].startswith(")"):
            piece, heads, optional, mark = self._element(items)
            if not begun:
                firsts |= heads
                body += f"(?:{piece}{JOIN})?" if optional else piece
                begun = not optional
            else:
                join = rf"(?:{JOIN}|\s*)" if mark else JOIN
                body += f"(?:{join}{piece})?" if optional else join + piece
        return body, firsts, not begun

    def _element(self, items: list[str]) -> tuple[str, frozenset[str], bool, bool]:
        """The next element: its expression, first words, whether it may be left out, whether it may be a mark."""
        item = items[self._at]
        self._at += 1
        if item == "(":
            mark = _may_be_mark(items[self._at])
            body, firsts, _ = self._sequence(items)
            self._at += 1
            return f"(?:{body})", firsts, items[self._at - 1] == ")?", mark
        optional = item.endswith("?") and len(item) > 1
        parts = [self._one(part) for part in (item[:-1] if optional else item).split("|")]
        heads = frozenset[str]().union(*(part.firsts for part in parts))
        return f"(?:{'|'.join(part.regex for part in parts)})", heads, optional, _may_be_mark(item)

    def _one(self, part: str) -> Class:
        if not part.startswith("{"):
            return Class(_literal(part), frozenset({head_of(part)}))
        name = part[1:-1]
        known = self._classes[name.rstrip("23456789")]
        return Class(f"(?P<{name}>{known.regex})", known.firsts)


def _may_be_mark(item: str) -> bool:
    return any(part and not part[0].isalnum() and part[0] != "{" for part in item.rstrip("?").split("|"))
