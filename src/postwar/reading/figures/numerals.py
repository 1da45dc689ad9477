"""Numerals: the numbers that words and digits make among tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from postwar.reading.figures.number_words import NumberWords
from postwar.reading.tokens import Token

_MOST = 1e18  # what lies beyond is no number that a report tells
_NEAR = 8  # tokens behind "and" that tell whether another number begins there
_ONE_POINT = re.compile(r"\d{1,3}\.\d{1,6}\Z")
_BARE = frozenset("kbgt")  # letters that magnify only beside their number


@dataclass(slots=True)
class _Term:
    """One addend of a number: what it is, and what may still be added behind it (less than ``room``)."""

    value: float
    room: float


class Numerals:
    """Reads numbers among tokens, with the words of one language."""

    def __init__(self, known: NumberWords) -> None:
        self.known = known
        self.starters = frozenset({*known.cardinals, *known.one, *known.minus, *known.parts, *known.scales})

    def number(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """Any number at token ``i``, below zero and parts of one among them, and where it ends; or None."""
        if tokens[i].low in self.known.minus:
            return self._negative(tokens, i)
        return self.part_of_scale(tokens, i) or self.part(tokens, i) or self.at(tokens, i)

    def at(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """The number at token ``i`` and where it ends: whole, decimal, mixed, with words of scale; or None."""
        got = self._whole(tokens, i) if i < len(tokens) else None
        if got is None:
            return None
        value, end = self._pointed(tokens, *got)
        mixed = self._mixed(tokens, value, end)
        return mixed if mixed is not None else (value, end)

    def part_of_scale(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """``half a million``, ``three quarters of a million``, ``half a dozen``: a number, not a share."""
        size = self.known.parts.get(tokens[i].low) if i < len(tokens) else None  # "quarter million"
        part = (size, i + 1) if size is not None else self.part(tokens, i)
        if part is None:
            return None
        at = part[1]
        at += at < len(tokens) and tokens[at].low in self.known.of
        at += at < len(tokens) and tokens[at].low in self.known.one
        scale = self.known.scales.get(tokens[at].low) if at < len(tokens) and len(tokens[at].low) > 2 else None
        return (part[0] * scale, at + 1) if scale else None

    def part(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """The part of one at ``i`` ("a third", "two thirds", "3/4", "one out of three", "⅔"), and where it ends."""
        if i >= len(tokens):
            return None
        sign = _vulgar(tokens[i].text)
        if sign is not None:
            return sign, i + 1
        return self._worded_part(tokens, i) or self._slashed(tokens, i) or self._per(tokens, i)

    # -- whole numbers -------------------------------------------------------------------------------------------
    def _negative(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """``minus five``, ``-9.2``; not the dash of ``SCP-173`` or ``555-1212``."""
        glued = i > 0 and tokens[i - 1].end == tokens[i].start and tokens[i - 1].is_word
        if glued or i + 1 >= len(tokens) or tokens[i + 1].low in self.known.minus:
            return None
        got = self.number(tokens, i + 1)
        return (-got[0], got[1]) if got else None

    def _whole(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        terms: list[_Term] = []
        at = i
        while at < len(tokens):
            step = self._step(tokens, terms, at)
            if step is None:
                break
            at = step
        if not terms or at == i:
            return None
        value = sum(term.value for term in terms)
        return (value, at) if value < _MOST else None

    def _step(self, tokens: Sequence[Token], terms: list[_Term], at: int) -> int | None:
        """Take one more word or number into the terms; where to go on, or None where the number ends."""
        low, known = tokens[at].low, self.known
        if low == known.joiner and terms and terms[-1].room >= 100 and at + 1 < len(tokens):
            return None if self._begins_anew(tokens, terms[-1], at + 1) else self._small(tokens, terms, at + 1)
        scale = self._scale(tokens, at, bool(terms))
        if scale is not None:
            lesser = [t for t in terms if t.value < scale]
            if lesser or not terms:
                sum_ = sum(t.value for t in lesser) or 1.0
                del terms[len(terms) - len(lesser) :]
                terms.append(_Term(sum_ * scale, scale))
            else:  # "three lakh crore", "thousand million"
                terms[-1] = _Term(terms[-1].value * scale, scale)
            return at + 1 + self._is_cut_short(tokens, at)
        if low in known.one and not terms:
            follows = tokens[at + 1].low if at + 1 < len(tokens) else ""
            return at + 1 if len(follows) > 1 and follows in known.scales and self._open(terms) else None
        if low == "-" and terms and terms[-1].room == 10:  # "fifty - two"
            return self._small(tokens, terms, at + 1) if at + 1 < len(tokens) else None
        return self._small(tokens, terms, at)

    @staticmethod
    def _open(terms: list[_Term]) -> bool:
        terms.append(_Term(1.0, 0.0))
        return True

    @staticmethod
    def _is_cut_short(tokens: Sequence[Token], at: int) -> bool:
        """Whether the stop behind a scale belongs to it ("11 тыс. домов", "40 mn. dollars"): the sentence goes on."""
        stop = [t.text for t in tokens[at + 1 : at + 3]]
        return len(stop) == 2 and stop[0] == "." and tokens[at + 1].start == tokens[at].end and stop[1][0].islower()

    def _small(self, tokens: Sequence[Token], terms: list[_Term], at: int) -> int | None:
        """A number in digits or a word for one below a hundred, if what stands before leaves room for it."""
        digits = self._digits(tokens, at)
        room = terms[-1].room if terms else _MOST
        if digits is not None:
            value, end = digits
            fits = not terms or (0 < value < room and float(value).is_integer() and room >= 100)
            if not fits:
                return None
            terms.append(_Term(value, 0.0))
            return end
        said = self.known.cardinal(tokens[at].low)
        if said is None or (terms and not 0 < said < room):
            return None
        terms.append(_Term(said, 10.0 if 20 <= said <= 90 and said % 10 == 0 else 0.0))
        return at + 1

    def _scale(self, tokens: Sequence[Token], at: int, begun: bool) -> float | None:
        low = tokens[at].low
        scale = self.known.scales.get(low)
        if scale is None or not begun:
            follows = tokens[at + 1].low if at + 1 < len(tokens) else ""
            return scale if len(low) > 3 and len(follows) > 3 and follows in self.known.scales else None
        beside = at > 0 and tokens[at].start == tokens[at - 1].end and tokens[at - 1].text[-1].isdecimal()
        if low in {"m", "mm"}:
            return scale if tokens[at].text.isupper() and (beside or tokens[at - 1].text[-1].isdecimal()) else None
        if low in _BARE - {"k"} or (len(low) == 1 and low != "k"):
            return scale if (beside and (tokens[at].text.isupper() or low == "b")) or tokens[at].text == "G" else None
        return scale

    def _digits(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """A number in digits, also one in groups of three, with a power of ten, or with a leading point (".08")."""
        text, end = tokens[i].text, i + 1
        if text == "." and end < len(tokens) and tokens[end].text.isdecimal() and tokens[end].start == tokens[i].end:
            before = tokens[i - 1].end == tokens[i].start if i else False
            return None if before else (float("0." + tokens[end].text), end + 1)
        if not text[0].isdecimal() or not text.isascii():
            return None
        while end < len(tokens) and _goes_on(text, tokens[end - 1], tokens[end]):
            text, end = text + tokens[end].text, end + 1
        if _is_hasty(tokens, i, end):
            text, end = text + tokens[end + 1].text, end + 2
        scaled = end < len(tokens) and len(tokens[end].low) > 1 and tokens[end].low in self.known.scales
        value = float(text) if scaled and _ONE_POINT.match(text) else parse_number(text)  # "3.028 billion"
        return None if value is None else _powered(tokens, value, end)

    def _pointed(self, tokens: Sequence[Token], value: float, end: int) -> tuple[float, int]:
        """``two hundred point seventy-one``, ``nought point nought three``."""
        if not self.known.point or end + 1 >= len(tokens) or tokens[end].low != self.known.point:
            return value, end
        digits, at = "", end + 1
        while at < len(tokens) and (one := self.known.cardinal(tokens[at].low)) is not None:
            digits, at = digits + str(int(one)), at + 1
        return (value + float("0." + digits), at) if digits else (value, end)

    # -- parts ---------------------------------------------------------------------------------------------------
    def _begins_anew(self, tokens: Sequence[Token], last: _Term, i: int) -> bool:
        """Whether what follows "and" is a part of one or a number too great to be added ("3 hundred and 2 hundred")."""
        tokens, i = tokens[i : i + _NEAR], 0
        part = self._worded_part(tokens, i) if tokens else None
        if part is not None:
            return part[0] < 1
        alone: list[_Term] = []
        got = self._small(tokens, alone, i)
        scale = self._scale(tokens, got, True) if got is not None and got < len(tokens) else None
        return scale is not None and scale <= last.room <= alone[0].value * scale

    def _worded_part(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        low, known = tokens[i].low, self.known
        top, dash, bottom = low.rpartition("-")
        if dash and bottom in known.parts:  # "two-thirds"; but "thirty-fifths" are parts of something else
            whole = 1.0 if top in known.one else known.cardinal(top)
            compound = known.part(low) is not None
            return (whole * known.parts[bottom], i + 1) if whole and not compound else None
        if low in known.bare:
            return known.parts[low], i + 1
        if low in known.one and i + 1 < len(tokens) and (size := known.part(tokens[i + 1].low)) is not None:
            return size, i + 2
        got = self._whole(tokens, i)
        return self._divided(tokens, i, *got) if got and got[1] < len(tokens) else None

    def _divided(self, tokens: Sequence[Token], i: int, value: float, at: int) -> tuple[float, int] | None:
        """A whole number from ``i`` to ``at`` and the parts that follow it: "three fifths", "three twenty-firsts"."""
        known, last = self.known, tokens[at - 1].low
        if at - i > 1 and known.cardinals.get(last, 0) >= 20 and tokens[at - 2].low != known.joiner:
            size = known.part(f"{last}-{tokens[at].low}")  # "one hundred thirty fifths" are a hundred
            fewer = self._whole(tokens[: at - 1], i) if size is not None else None
            if size is not None and fewer is not None:
                return fewer[0] * size, at + 1
        at = at + 1 if tokens[at].low == "-" and at + 1 < len(tokens) else at
        size = known.part(tokens[at].low)
        if size is None and at + 1 < len(tokens):
            size = known.part(f"{tokens[at].low}-{tokens[at + 1].low}")
            at += 1
        plural = size is not None and (value == 1 or tokens[at].low + "s" not in known.parts)
        return (value * size, at + 1) if size is not None and plural and tokens[i].is_word else None

    def _slashed(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """``3/4``: two numbers in digits about a slash, and no third (``5/17/2018``)."""
        if i + 2 >= len(tokens) or tokens[i + 1].text not in {"/", "⁄"} or not tokens[i].text.isdecimal():
            return None
        close = tokens[i].end == tokens[i + 1].start and tokens[i + 1].end == tokens[i + 2].start
        before = i > 0 and tokens[i - 1].end == tokens[i].start and tokens[i - 1].text in {"/", "-"} and i > 1
        after = i + 3 < len(tokens) and tokens[i + 3].text in {"/", "-"} and tokens[i + 3].start == tokens[i + 2].end
        if not close or (before and tokens[i - 2].text[-1].isalnum()) or after or not tokens[i + 2].text.isdecimal():
            return None
        bottom = float(tokens[i + 2].text)
        return (float(tokens[i].text) / bottom, i + 3) if 0 < bottom < 1000 else None

    def _per(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        """``one over three``, ``two out of five``, ``1 in 20``: the first number is the lesser, and no thing stands
        between."""
        top = self._whole(tokens, i)
        if top is None or top[1] >= len(tokens):
            return None
        value, at = top
        ways = (*self.known.per, (self.known.over,)) if self.known.over else self.known.per
        for way in ways:
            if [t.low for t in tokens[at : at + len(way)]] == list(way):
                bottom = self._whole(tokens, at + len(way))
                if bottom is None or value <= 0 or bottom[0] <= 0:
                    continue
                bare = bottom[1] >= len(tokens) or not tokens[bottom[1]].is_word
                if bare if way == (self.known.over,) else value < bottom[0]:
                    return value / bottom[0], bottom[1]
        return None

    def _mixed(self, tokens: Sequence[Token], value: float, end: int) -> tuple[float, int] | None:
        """``one and a half``, ``2 1/4``, ``3 million and a half``, ``five and a half million``."""
        if end >= len(tokens) or not value.is_integer():
            return None
        joined = tokens[end].low == self.known.joiner
        at = end + 1 if joined else end
        if at >= len(tokens):
            return None
        sign = _vulgar(tokens[at].text)
        part = (sign, at + 1) if sign is not None else self._slashed(tokens, at) if not joined else None
        part = part or (self._worded_part(tokens, at) if joined else None)
        if part is None or part[0] >= 1:
            return None
        scale = self.known.scales.get(tokens[end - 1].low, 1.0)
        after = self._scale(tokens, part[1], True) if part[1] < len(tokens) else None
        if after is not None:  # "five and a half million", "one billion and a half million"
            whole = value * after if scale == 1.0 else value
            return whole + part[0] * after, part[1] + 1
        return value + part[0] * (scale if scale >= 1000 and joined else 1.0), part[1]


def _goes_on(text: str, last: Token, token: Token) -> bool:
    """Whether a group of three digits goes on a number: ``40 000``, with one blank between."""
    groups = text.replace(" ", "")
    short = len(last.text) <= 3 and (last.text == text or len(last.text) == 3)
    three = re.fullmatch(r"\d{3}(?:[.,]\d+)?", token.text) is not None
    return short and three and token.start - last.end == 1 and groups.isdecimal()


def _is_hasty(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether three zeros behind a comma and a blank are the rest of a number: ``61, 000``."""
    rest = tokens[end : end + 2]
    comma = len(rest) == 2 and rest[0].text == "," and rest[0].start == tokens[end - 1].end and rest[1].text == "000"
    return comma and end == i + 1 and len(tokens[i].text) <= 3 and rest[1].start - rest[0].end == 1


def _powered(tokens: Sequence[Token], value: float, end: int) -> tuple[float, int]:
    """``1.3e6``, ``1.3x10^6``, ``1.1^23``: a number with its power."""
    rest = [t.text for t in tokens[end : end + 6]]
    near = end < len(tokens) and tokens[end].start == tokens[end - 1].end
    if not near or not rest:
        return value, end
    ten, skip = (10.0, 1) if rest[0] in {"e", "E"} else (10.0, 3) if rest[:3] == ["x", "10", "^"] else (None, 1)
    if ten is None and rest[0] != "^":
        return value, end
    sign = 1.0
    while len(rest) > skip and rest[skip] in {"-", "+"}:
        sign, skip = (-1.0 if rest[skip] == "-" and sign > 0 else 1.0), skip + 1
    if len(rest) <= skip or not rest[skip].isdecimal() or len(rest[skip]) > 3:
        return value, end
    power = sign * float(rest[skip])
    try:
        raised = value * ten**power if ten is not None else value**power
    except OverflowError:
        return value, end
    return (raised, end + skip + 1) if abs(raised) < 1e18 else (value, end)


def _vulgar(text: str) -> float | None:
    """The value of a sign such as ``½``."""
    if len(text) != 1 or text.isascii() or text.isdecimal():
        return None
    value = unicodedata.numeric(text, -1.0)
    return value if 0 < value < 1 else None


def parse_number(text: str) -> float | None:
    """A number in digits with separators; None where it is none.

    >>> parse_number("75,000"), parse_number("11.5"), parse_number("1.250.000"), parse_number("12:30")
    (75000.0, 11.5, 1250000.0, None)
    >>> parse_number("12,34,567.89"), parse_number("4.800"), parse_number("1.111,11")
    (1234567.89, 4800.0, 1111.11)
    """
    if ":" in text or len(text) > 24:
        return None
    parts = text.replace(".", ",").split(",")
    if len(parts) == 1:
        return float(text)
    if all(len(p) == 3 for p in parts[1:]) and 1 <= len(parts[0]) <= 3 and not (text.count(".") == 1 and "," in text):
        return float("".join(parts)) if parts[0] != "0" else float(text.replace(",", "."))
    if len(parts) == 2:
        return float(".".join(parts))
    last = max(text.rfind("."), text.rfind(","))
    mark, whole, rest = text[last], text[:last], text[last + 1 :]
    groups = re.split(r"[.,]", whole)
    if mark in whole or len(groups[-1]) != 3 or not all(len(g) in {2, 3} for g in groups[1:]):
        return None
    return float("".join(groups) + "." + rest) if 1 <= len(groups[0]) <= 3 else None
