"""The grammar of figures: numbers, ranges, orders of magnitude, shares, their bounds and units, among tokens."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from postwar.reading.figures.bounds import at_phrase, bounds_of, phrases
from postwar.reading.figures.figure import Figure
from postwar.reading.figures.labels import Labels
from postwar.reading.figures.number_words import number_data, number_words, word_set
from postwar.reading.figures.numerals import Numerals
from postwar.reading.figures.shares import with_denominators, with_wholes
from postwar.reading.figures.units import scaled, units_of
from postwar.reading.tokens import Token, fold, singular

_HALF = 0.5
_SIGNS = frozenset({"<", ">", "="})
_ARTICLE_REACH = 6  # tokens behind an article in which the person stands


class Spoken(Protocol):
    """Anything that names its language."""

    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Value:
    """A number, range, order or share: its ends, where it ends, how it is bounded, whether it is a share."""

    low: float
    high: float
    end: int
    bound: str = "exact"
    share: bool = False


class FigureGrammar:
    """Reads figures with the words of one language."""

    def __init__(self, lexicon: Spoken) -> None:
        data = number_data(lexicon.language)
        self.numerals = Numerals(number_words(lexicon.language))
        self.units, self.bounds = units_of(lexicon.language), bounds_of(lexicon.language)
        self._orders = {tuple(fold(p).split()): (float(a), float(b)) for p, (a, b) in data["order"].items()}
        self._order_firsts = frozenset(p[0] for p in self._orders)
        self._currency = word_set(data["currency"]["marks"])
        said, beside, persons = data["range"], data["beside"], data["persons"]
        self._opener, self._middle = word_set(said["opener"]), phrases(said["middle"])
        self._plain = phrases(said["plain"])
        self._the_same = word_set(said.get("either", "or"))
        self._of, self._them = word_set(beside["of"]), word_set(beside["them"])
        self._breaks = word_set(beside.get("breaks", ""))
        self._out_of = frozenset(w for p in self.numerals.known.per for w in p[:-1])
        self.labels = Labels(data, self.numerals.known)
        self._one, self._no_half = word_set(beside["one"]), word_set(beside["no_fraction"])
        self._the = word_set(beside.get("the", "the"))
        self._persons = word_set(persons["words"])
        self._person_ends, self._no_person = tuple(sorted(word_set(persons["ends"]))), word_set(persons["plural"])
        self._in = frozenset(p[0] for p in self.numerals.known.per if len(p) == 1)
        self._ordinal_units = frozenset({"day", "year"})
        self._starters = frozenset(
            {*self.numerals.starters, *self.bounds.starters, *self._order_firsts, *self._opener, *self._one}
            | {*self.numerals.known.ordinals, *self._currency}
        )

    def figures(self, tokens: Sequence[Token], taken: frozenset[int] = frozenset()) -> list[Figure]:
        """The figures among the tokens of one sentence; ``taken`` are tokens that dates hold already."""
        out: list[Figure] = []
        i = 0
        while i < len(tokens):
            found = None if i in taken else self._figure_at(tokens, i, taken)
            if found is None:
                i += 1
                continue
            out.append(found)
            i = max(found.end, i + 1)
        return with_wholes(with_denominators(tokens, self._between(tokens, out), self._of, self._out_of, self._breaks))

    # -- one figure ----------------------------------------------------------------------------------------------
    def _figure_at(self, tokens: Sequence[Token], i: int, taken: frozenset[int]) -> Figure | None:
        low = tokens[i].low
        if not (low[0].isnumeric() or low in self._starters or "-" in low or low == "."):
            return None
        bound, at = self.bounds.prefix(tokens, i)
        got = self._value(tokens, at, taken)
        if got is None:
            return (self._nth(tokens, i) or self._article(tokens, i)) if bound is None else None
        label = not got.share and got.bound not in {"order"}
        if label and self.labels.holds(tokens, i, at, got.end, self.units):
            return None
        after, end = self.bounds.suffix(tokens, got.end, bound in {"at_least", "at_most"})
        figure = self._bounded(i, end, got, after or bound)
        by = i > 0 and tokens[i - 1].low == "by"
        figure = replace(figure, unit="share") if got.share else self._with_unit(tokens, figure, at)
        return replace(figure, by=by and figure.unit in {"share", "day", "year", None})

    def _nth(self, tokens: Sequence[Token], i: int) -> Figure | None:
        """``the ninth day``: how many days that is."""
        n = self.numerals.known.ordinal(tokens[i].low)
        unit = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if n is None or not i or tokens[i - 1].low not in self._the or unit not in self._ordinal_units:
            return None
        return Figure(i, i + 1, n, n, "exact", unit, noun=i + 1)

    @staticmethod
    def _bounded(i: int, end: int, got: _Value, bound: str | None) -> Figure:
        if got.bound in {"between", "order"}:
            return Figure(i, end, got.low, got.high, got.bound)
        if bound == "at_least":
            return Figure(i, end, got.low, None, bound)
        if bound == "at_most":
            return Figure(i, end, None, got.high, bound)
        return Figure(i, end, got.low, got.high, bound or got.bound)

    # -- values --------------------------------------------------------------------------------------------------
    def _value(self, tokens: Sequence[Token], i: int, taken: frozenset[int]) -> _Value | None:
        """The number, range, order or share at ``i``."""
        if i >= len(tokens) or i in taken:
            return None
        order = self._order(tokens, i)
        if order:
            return order
        if tokens[i].low in self._opener:
            return self._opened(tokens, i, taken)
        compound = self._compound(tokens, i)
        if compound:
            return _Value(compound, compound, i + 1)
        head = self.bounds.percent_head(tokens, i)
        part = self._part(tokens, i) if head is None else None
        if part is not None:
            return part
        first = self._number(tokens, head or i, taken)
        if first is None:
            return None
        value, end = first
        if head is not None:
            return _Value(value / 100, value / 100, end, share=True)
        ranged = self._ranged(tokens, value, end, taken, self._plain)
        if ranged is not None:
            return ranged
        percent = self.bounds.percent(tokens, end)
        if percent:
            return _Value(value / 100, value / 100, percent, share=True)
        return _Value(value, value, end)

    def _opened(self, tokens: Sequence[Token], i: int, taken: frozenset[int]) -> _Value | None:
        """``between 1,100 and 1,300``, ``from 40 to 60``."""
        part = self.numerals.part(tokens, i + 1)
        first = part or self._number(tokens, i + 1, taken)
        return self._ranged(tokens, *first, taken, self._middle, share=part is not None) if first else None

    def _ranged(
        self,
        tokens: Sequence[Token],
        value: float,
        end: int,
        taken: frozenset[int],
        middles: tuple[tuple[str, ...], ...],
        share: bool = False,
    ) -> _Value | None:
        """A second number behind a first, where it is the greater one."""
        middle = next((m for m in middles if at_phrase(tokens, end, m)), None)
        if middle is None or end + len(middle) in taken:
            return None
        at = end + len(middle)
        second = self.numerals.part(tokens, at) if share else self._number(tokens, at, taken)
        if not second or second[0] <= value or (middle[0] in self._the_same and second[0] > 3 * value):
            return None
        if middle[0] == "-" and (value < 1900 < second[0] < 2100 or _is_code(tokens, second[1] + 1)):
            return None
        scales = self.numerals.known.scales
        scale = scales.get(tokens[second[1] - 1].low)
        if scale and scale >= 1000 > value and second[0] >= scale and tokens[end - 1].low not in scales:
            value *= scale
        percent = self.bounds.percent(tokens, second[1])
        if percent:
            return _Value(value / 100, second[0] / 100, percent, "between", True)
        return _Value(value, second[0], second[1], "between", share)

    def _order(self, tokens: Sequence[Token], i: int) -> _Value | None:
        if tokens[i].low not in self._order_firsts or (i and tokens[i - 1].low in self._the):
            return None
        found = max((p for p in self._orders if at_phrase(tokens, i, p)), key=len, default=None)
        return _Value(*self._orders[found], i + len(found), "order") if found else None

    def _compound(self, tokens: Sequence[Token], i: int) -> float | None:
        """``five-year``: the number of a word that joins a number and a unit."""
        number, dash, noun = tokens[i].low.rpartition("-")
        return self.numerals.known.cardinal(number) if dash and self.units.of_phrase(noun) else None

    def _part(self, tokens: Sequence[Token], i: int) -> _Value | None:
        """A part of a whole: half of them, a third of the houses, two in three; or of a scale, half a million."""
        known, before = self.numerals.known, tokens[i - 1].low if i else ""
        whole = self.numerals.part_of_scale(tokens, i)
        if whole is not None:
            return _Value(whole[0], whole[0], whole[1])
        got = self.numerals.part(tokens, i)
        if got is None or got[0] > 1:
            return None
        value, end = got
        follows = tokens[end].low if end < len(tokens) else "."
        if tokens[i].low in known.bare:
            share, bound = round(value, 2), "exact" if value == _HALF else "about"
            return _Value(share, share, end, bound, True) if follows != "-" and before not in self._no_half else None
        single = tokens[i].low in known.one or known.cardinals.get(tokens[i].low) == 1
        if single and end == i + 2 and follows not in {*self._of, "to", ",", ".", "and"}:
            return None
        if self._is_count(tokens, i, end):
            return None
        share = round(value, 2)
        return _Value(share, share, end, "exact" if share == _HALF or "/" in tokens[i + 1].text else "about", True)

    def _is_count(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether a number over another is a count and its whole ("65 out of 340", "killed 3 in 5 villages"), no share:
        a share is told in words, and of few."""
        per = {t.low for t in tokens[i + 1 : end - 1]} & {*self._out_of, *self._in}
        words_only = all(self.numerals.known.cardinal(tokens[k].low) is not None for k in (i, end - 1))
        time = self.units.after(tokens, end)[0] in {"day", "year", ""}
        return bool(per) and (not words_only or time or bool(per & self._out_of) or end - i > 3)

    def _number(self, tokens: Sequence[Token], i: int, taken: frozenset[int]) -> tuple[float, int] | None:
        if i >= len(tokens) or i in taken:
            return None
        currency = tokens[i].low in self._currency
        at = i + 1 if currency else i
        if at >= len(tokens) or _is_code(tokens, i):
            return None
        signed = tokens[at].low.isalpha() or tokens[i - 1].low in _SIGNS
        below = signed and tokens[at].low in self.numerals.known.minus
        got = self.numerals.number(tokens, at) if below else self.numerals.at(tokens, at)
        return self._millions(tokens, *got, currency) if got else None

    def _millions(self, tokens: Sequence[Token], value: float, end: int, currency: bool) -> tuple[float, int]:
        """``$5m``, ``1.2m people``: a small m magnifies money and what is counted; else it stands for metres."""
        beside = end < len(tokens) and tokens[end].text == "m" and tokens[end].start == tokens[end - 1].end
        if not beside:
            return value, end
        counted = self.units.after(tokens, end + 1)[0] is not None if end + 1 < len(tokens) else False
        return (value * 1e6, end + 1) if currency or counted else (value, end)

    # -- units and neighbours ------------------------------------------------------------------------------------
    def _with_unit(self, tokens: Sequence[Token], figure: Figure, at: int) -> Figure:
        if any(t.low in self._currency for t in tokens[figure.start : figure.end]):
            return replace(figure, unit="money")
        compound = self.units.of_phrase(tokens[at].low.rpartition("-")[2]) if self._compound(tokens, at) else None
        if compound:
            return scaled(replace(figure, unit=compound[0] or "hour", noun=at), compound[1])
        end = figure.end
        if end + 1 < len(tokens) and tokens[end].low in self._of and tokens[end + 1].low in self._them:
            return replace(figure, of_them=True)
        if end + 1 < len(tokens) and tokens[end].low == "-" and tokens[end].start == tokens[end - 1].end:
            end += 1
        unit, noun, factor = self.units.after(tokens, end)
        if unit == "":
            return replace(figure, unit="hour")
        return scaled(replace(figure, unit=unit, noun=noun), factor)

    def _article(self, tokens: Sequence[Token], i: int) -> Figure | None:
        """One person by the article: "a child", "a 16-year-old protester", "my brother"."""
        if tokens[i].low not in self._one:
            return None
        for k in range(i + 1, min(i + _ARTICLE_REACH, len(tokens))):
            low = tokens[k].low
            if low in {"-", "year-old"} or low.isdecimal():
                continue
            if not low.replace("-", "").isalpha() or low in self.units.stops:
                return None
            unit = self.units.nouns.get(low, ("", 1.0))[0]
            if unit in {"person", "soldier", "police"} or low in self._persons or low.endswith(self._person_ends):
                one = singular(low) == (low,) and low not in self._no_person
                if one and not (k + 1 < len(tokens) and tokens[k + 1].low in self._persons):
                    return Figure(i, i + 1, 1.0, 1.0, "exact", unit or "person", noun=k, article=True)
        return None

    def _between(self, tokens: Sequence[Token], figures: list[Figure]) -> list[Figure]:
        """``more than 100 and fewer than 300``: a floor and a ceiling about the same thing are one range."""
        out: list[Figure] = []
        for figure in figures:
            last = out[-1] if out else None
            gap = [t.low for t in tokens[last.end : figure.start]] if last else []
            pair = {last.bound, figure.bound} == {"at_least", "at_most"} if last else False
            if (
                last
                and pair
                and last.unit in {None, figure.unit}
                and gap
                and len(gap) <= 2
                and not any(word.isalpha() and word not in {"and", "but"} for word in gap)
            ):
                low, high = last.low or figure.low, last.high or figure.high
                if low is not None and high is not None and low < high:
                    out[-1] = replace(figure, start=last.start, low=low, high=high, bound="between")
                    continue
            out.append(figure)
        return out


def _is_code(tokens: Sequence[Token], i: int) -> bool:
    """Whether digits at ``i`` go on a telephone number or another code: a sign and digits stand right before them."""
    if not 0 <= i < len(tokens) or not tokens[i].text[0].isdecimal():
        return False
    row = tokens[i : i + 4]
    joined = all(a.end == b.start for a, b in itertools.pairwise(row))
    if len(row) == 4 and joined and row[1].text == row[3].text == "-" and row[2].text.isdecimal():
        return True
    if i < 2:
        return False
    sign, before = tokens[i - 1], tokens[i - 2]
    close = sign.end == tokens[i].start and before.end == sign.start
    return close and sign.text == "-" and before.text[-1].isdecimal() and _is_joined(tokens, i)


def _is_joined(tokens: Sequence[Token], i: int) -> bool:
    """Whether a third group of digits stands before or behind two that a hyphen joins."""
    head = i > 3 and tokens[i - 3].text in {"-", "+", "/"} and tokens[i - 3].end == tokens[i - 2].start
    tail = i + 1 < len(tokens) and tokens[i + 1].text in {"-", "/"} and tokens[i + 1].start == tokens[i].end
    return head or tail
