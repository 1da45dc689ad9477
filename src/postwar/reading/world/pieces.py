"""Pieces: the words of a text as names are built of them; short forms whole, hyphens apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postwar.reading.segment import sentences
from postwar.reading.tokens import Token, fold, tokenise
from postwar.reading.world.cues import Cues
from postwar.reading.world.spelling import key_of
from postwar.reading.world.table import WorldTable

_PART = re.compile(r"[^\-‐‑–]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or mark: ``short`` is the short form that it is; ``glued`` whether a hyphen ties it to the one before."""

    text: str
    low: str
    start: int
    end: int
    short: str = ""
    glued: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it begins with a letter or a digit."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in pieces; ``title``: nearly all its words have capitals, so that a capital tells nothing."""

    pieces: tuple[Piece, ...]
    title: bool

    def low(self, k: int) -> str:
        """The word at ``k`` in lower case, empty beyond the ends."""
        return self.pieces[k].low if 0 <= k < len(self.pieces) else ""

    def capital(self, k: int) -> bool:
        """Whether the word at ``k`` has a capital."""
        return 0 <= k < len(self.pieces) and self.pieces[k].capital


def lines_of(text: str, table: WorldTable, cues: Cues) -> list[Line]:
    """The sentences of a text, in pieces."""
    shorts = {m.start(): m for m in cues.shorts.finditer(text) if _counts(text, m)}
    out = []
    for start, end in sentences(text):
        pieces = tuple(_pieces(text, start, end, shorts, table, cues))
        long = [p for p in pieces if len(p.text) > 3 and p.text[0].isalpha()]
        capitals = sum(p.capital for p in long)
        out.append(Line(pieces, len(long) >= 4 and capitals >= 0.75 * len(long)))
    return out


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether a short form counts: one word with a stop needs a comma, a bracket or a direction before it."""
    form = found.group()
    if form.count(".") != 1 or not form.endswith("."):
        return True
    before = text[max(0, found.start() - 8) : found.start()].rstrip()
    return before.endswith((",", "(", "-", "stern", "thern", "North", "South"))


def _pieces(
    text: str, start: int, end: int, shorts: dict[int, re.Match[str]], table: WorldTable, cues: Cues
) -> list[Piece]:
    out: list[Piece] = []
    behind = start
    for token in tokenise(text, start, end):
        whole = token.start not in shorts and not _hyphened(token, table, cues)
        for part in (token,) if whole else _parts(text, max(token.start, behind), token.end):
            if part.start < behind:
                continue
            found = shorts.get(part.start)
            form = found.group() if found is not None and found.end() <= end else ""
            behind = part.start + len(form) if form else part.end
            said = form or part.text
            out.append(Piece(said, fold(said), part.start, behind, form, part.start > token.start and not whole))
    return out


def _hyphened(token: Token, table: WorldTable, cues: Cues) -> bool:
    """Whether a word is tied together by hyphens, and no name as a whole."""
    if token.text[0] in "-‑" or ("-" not in token.text and "‑" not in token.text):
        return False
    key = key_of(token.text)
    return key not in table and key not in cues.regions


def _parts(text: str, start: int, end: int) -> list[Token]:
    """What hyphens tie together."""
    return [Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _PART.finditer(text[:end], start)]
