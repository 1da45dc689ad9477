"""Figures: a small grammar of numbers, ranges, bounds, shares, denominators and units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from postwar.reading import bounds
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.tokens import Token, singular

_COMPOUND_FRACTIONS = frozenset(
    words(
        "two-thirds; three-quarters; one-third; one-quarter; two-fifths; four-fifths; three-fifths; nine-tenths; one- "
        "half; one-fifth; one-tenth"
    )
)

_MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "mn": 1e6,
    "lakh": 1e5,
    "k": 1e3,
    "m": 1e6,
    "crore": 1e7,
    "dozen": 12.0,
    "score": 20.0,
    "trillion": 1e12,
}
_ORDERS = {
    "dozens": (24.0, 99.0),
    "scores": (40.0, 99.0),
    "hundreds": (200.0, 999.0),
    "thousands": (2000.0, 9999.0),
    "millions": (2e6, 9999999.0),
}
_FRACTIONS = {
    "third": 1 / 3,
    "quarter": 0.25,
    "fifth": 0.2,
    "half": 0.5,
    "tenth": 0.1,
    "sixth": 1 / 6,
    "eighth": 0.125,
    "thirds": 1 / 3,
    "quarters": 0.25,
    "fifths": 0.2,
    "tenths": 0.1,
    "halves": 0.5,
}
_CURRENCY = {
    "$": "money",
    "€": "money",
    "£": "money",
    "¥": "money",
    "us$": "money",
    "₽": "money",
    "₼": "money",
    "₦": "money",
}
_STOPS = frozenset(
    words(
        "is; are; was; were; be; been; has; have; had; will; would; must; shall; can; could; may; might; should; do; "
        "does; did; who; which; that; because; when; if; by; after; before; since; until; between; from; than; said; "
        "says"
    )
)
_ONE = frozenset(words("a; an; my; his; her; our; their"))
_PERSONS = frozenset(
    words(
        "brother; sister; son; daughter; husband; wife; father; mother; uncle; aunt; cousin; nephew; niece; commander; "
        "constable; sergeant; corporal; captain; pilot; priest; nurse; doctor; monk; mayor; official; leader; student; "
        "judge; merchant; passenger; guard; youth; porter; cook; trader; shopkeeper; resident; relative; neighbour"
    )
)
_PERSON_ENDS = ("keeper", "woman", "fighter", "worker", "teacher", "driver", "herder", "ionist", "alist")
_DETERMINERS = frozenset(words("the; a; an; its; their; his; her; our; these; those; this; that; of; them"))
_LABELS = frozenset(
    words(
        "no; nos; number; point; article; clause; paragraph; resolution; chapter; section; annex; page; item; "
        "highway; route; protocol; point; m; route; phase; group; camp; block; decree; law; bill; order; mile; annex; "
        "unit; "
        "battalion; brigade; division; act; ordinance; stage; round; decision; communique; bulletin; note; report; "
        "version"
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure among tokens ``start`` to ``end`` (unit noun not counted; ``noun`` is where that stands)."""

    start: int
    end: int
    low: float | None
    high: float | None
    bound: str
    unit: str | None = None
    of: float | None = None
    noun: int | None = None
    article: bool = False  # "a child": one, by the article
    by: bool = False  # "by half", "by four days": how much something changed
    of_them: bool = False  # "of them": a part of the figure before

    @property
    def said(self) -> float | None:
        """The number that was said."""
        return self.low if self.low is not None else self.high


def number_tables(lexicon: Lexicon) -> dict[str, float]:
    """Number words and what they stand for."""
    table = {w: float(i) for i, w in enumerate(words(lexicon.times["number_words"]))}
    tens = {w: 20.0 + 10 * i for i, w in enumerate(words(lexicon.times["tens"]))}
    table |= tens
    for ten, value in tens.items():
        for one, unit in zip(words(lexicon.times["number_words"])[1:10], range(1, 10), strict=True):
            table[f"{ten}-{one}"] = value + unit
    return table


class FigureGrammar:
    """Reads figures with the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._numbers = number_tables(lexicon)
        self._ordinals = {w: n + 1 for n, w in enumerate(words(lexicon.times["ordinals"]))}
        self._units = lexicon.units
        self._starters = frozenset(
            {
                *self._numbers,
                *self._ordinals,
                *_ORDERS,
                *bounds.PREFIXES,
                "between",
                "from",
                *_ONE,
                "another",
                "half",
                "one",
                "tens",
                "several",
                "many",
            }
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
        return _resolve_parts(self._with_denominators(tokens, out))

    def _figure_at(self, tokens: Sequence[Token], i: int, taken: frozenset[int]) -> Figure | None:
        low = tokens[i].low
        if not (low[0].isdecimal() or low in self._starters or low in _CURRENCY or "-" in low):
            return None
        bound, at = bounds.prefix(tokens, i)
        got = self._value(tokens, at, taken)
        if (
            got is None
            and bound is None
            and tokens[i].low in self._ordinals
            and i + 1 < len(tokens)
            and tokens[i + 1].low in {"day", "year"}
            and i > 0
            and tokens[i - 1].low == "the"
        ):
            n = float(self._ordinals[tokens[i].low])
            return Figure(i, i + 1, n, n, "exact", tokens[i + 1].low, noun=i + 1)
        if got is None:
            return self._article(tokens, i) if bound is None else None
        low, high, end, said_bound, share = got
        if low is not None and not share and self._is_label(tokens, i, at, end):
            return None
        after, end = bounds.suffix(tokens, end)
        bound = after or bound
        figure = self._bounded(i, end, low, high, bound, said_bound)
        by = i > 0 and tokens[i - 1].low == "by"
        figure = replace(figure, unit="share") if share else self._with_unit(tokens, figure, at)
        return replace(figure, by=by and figure.unit in {"share", "day", "year", None})

    def _bounded(self, i: int, end: int, low: float, high: float, bound: str | None, said: str) -> Figure:
        if said in {"between", "order"}:
            return Figure(i, end, low, high, said)
        if bound == "at_least":
            return Figure(i, end, low, None, bound)
        if bound == "at_most":
            return Figure(i, end, None, high, bound)
        return Figure(i, end, low, high, bound or said)

    def _value(
        self, tokens: Sequence[Token], i: int, taken: frozenset[int]
    ) -> tuple[float, float, int, str, bool] | None:
        """The number, range, order or share at ``i``: low, high, end, how it is bounded, whether a share."""
        if i >= len(tokens) or i in taken:
            return None
        order = self._order(tokens, i)
        if order:
            return (*order, "order", False)
        if tokens[i].low in {"between", "from"}:
            first = self._number(tokens, i + 1, taken)
            if first and first[1] < len(tokens) and tokens[first[1]].low in {"and", "to", "-", "–"}:
                second = self._number(tokens, first[1] + 1, taken)
                if second and second[0] >= first[0]:
                    return self._ranged(tokens, first[0], second[0], second[1])
            return None
        compound = self._compound(tokens, i)
        if compound:
            return compound, compound, i + 1, "exact", False
        fraction = self._fraction(tokens, i)
        if fraction:
            return fraction[0], fraction[0], fraction[1], "exact" if fraction[0] == 0.5 else "about", True
        first = self._number(tokens, i, taken)
        if first is None:
            return None
        value, end = first
        if end + 1 < len(tokens) and tokens[end].low in {"to", "-", "–", "—", "or"} and end + 1 not in taken:
            second = self._number(tokens, end + 1, taken)
            if second and second[0] > value and (tokens[end].low != "or" or second[0] <= 3 * value):
                if tokens[end].low == "-" and value < 1900 < second[0] < 2100:
                    return None
                if (
                    second[0] >= 1000 > value
                    and second[0] % 1000 == 0
                    and tokens[second[1] - 1].low in _MAGNITUDES
                    and tokens[end - 1].low not in _MAGNITUDES
                ):
                    value *= _MAGNITUDES[tokens[second[1] - 1].low]
                return self._ranged(tokens, value, second[0], second[1])
        percent = bounds.percent(tokens, end)
        if percent:
            return value / 100, value / 100, percent, "exact", True
        return value, value, end, "exact", False

    def _compound(self, tokens: Sequence[Token], i: int) -> float | None:
        """``five-year``: the number of a word that joins a number and a unit."""
        number, dash, noun = tokens[i].low.partition("-")
        return self._numbers.get(number) if dash and self._unit_of(noun) else None

    def _ranged(
        self, tokens: Sequence[Token], low: float, high: float, end: int
    ) -> tuple[float, float, int, str, bool]:
        percent = bounds.percent(tokens, end)
        if percent:
            return low / 100, high / 100, percent, "between", True
        return low, high, end, "between", False

    def _order(self, tokens: Sequence[Token], i: int) -> tuple[float, float, int] | None:
        low = [t.low for t in tokens[i : i + 4]]
        if low[:1] == ["tens"] and low[1:3] == ["of", "thousands"]:
            return 20000.0, 99999.0, i + 3
        if low[:1] == ["tens"] and low[1:3] == ["of", "millions"]:
            return 2e7, 99999999.0, i + 3
        if low[:1] == ["hundreds"] and low[1:3] == ["of", "thousands"]:
            return 200000.0, 999999.0, i + 3
        if low[:1] and low[0] in _ORDERS and (i == 0 or tokens[i - 1].low not in {"the"}):
            return (*_ORDERS[low[0]], i + 1)
        for head in (["several"], ["a", "few"], ["many"]):
            n = len(head)
            if low[:n] == head and len(low) > n and low[n] in {"hundred", "thousand", "dozen", "million"}:
                size = _MAGNITUDES[low[n]]
                return (
                    2 * size if low[n] != "dozen" else 24.0,
                    9.99 * size if low[n] == "hundred" else 10 * size - 1 if low[n] != "dozen" else 99.0,
                    i + n + 1,
                )
        return None

    def _fraction(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        word = tokens[i].low
        nxt = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if (
            word == "half"
            and nxt not in {"-"}
            and (i == 0 or tokens[i - 1].low not in {"and", "second", "first", "other"})
        ):
            return 0.5, i + 1
        if (
            word in {"a", "one"}
            and nxt in {"third", "quarter", "fifth", "tenth", "sixth", "eighth", "half"}
            and i + 2 < len(tokens)
            and tokens[i + 2].low in {"of", "to", ",", "."}
        ):
            return _rounded(_FRACTIONS[nxt]), i + 2
        if word in _COMPOUND_FRACTIONS:
            top, bottom = word.split("-")
            return _rounded(self._numbers[top] * _FRACTIONS[bottom]), i + 1
        if word in self._numbers and nxt in {"thirds", "quarters", "fifths", "tenths"}:
            return _rounded(self._numbers[word] * _FRACTIONS[nxt]), i + 2
        if (
            word in self._numbers
            and nxt == "in"
            and i + 2 < len(tokens)
            and tokens[i + 2].low in self._numbers
            and self._numbers[word] < self._numbers[tokens[i + 2].low] <= 10
        ):
            return _rounded(self._numbers[word] / self._numbers[tokens[i + 2].low]), i + 3
        return None

    def _number(self, tokens: Sequence[Token], i: int, taken: frozenset[int]) -> tuple[float, int] | None:
        if i >= len(tokens) or i in taken:
            return None
        currency = tokens[i].low in _CURRENCY
        at = i + 1 if currency else i
        if at < len(tokens) and tokens[at].text[0].isdecimal():
            value = parse_number(tokens[at].text)
            if value is None:
                return None
            return self._magnify(tokens, value, at + 1)
        return self._spelled(tokens, at)

    def _magnify(self, tokens: Sequence[Token], value: float, at: int) -> tuple[float, int]:
        while (
            at < len(tokens)
            and tokens[at].low in _MAGNITUDES
            and (len(tokens[at].low) > 1 or tokens[at].start == tokens[at - 1].end)
        ):
            value *= _MAGNITUDES[tokens[at].low]
            at += 1
        return value, at

    def _spelled(self, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
        total, current, at = 0.0, 0.0, i
        seen = False
        while at < len(tokens):
            low = tokens[at].low
            if low in self._numbers:
                current += self._numbers[low]
            elif (
                low in {"a", "another"}
                and not seen
                and at + 1 < len(tokens)
                and tokens[at + 1].low in {"hundred", "thousand", "million", "dozen"}
            ):
                current = 1.0
            elif low in {"hundred", "dozen", "score"} and seen:
                current = max(current, 1.0) * _MAGNITUDES[low]
            elif low in {"thousand", "million", "billion"} and seen:
                total, current = total + max(current, 1.0) * _MAGNITUDES[low], 0.0
            elif (
                low == "and"
                and seen
                and tokens[at - 1].low in {"hundred", "thousand"}
                and at + 1 < len(tokens)
                and tokens[at + 1].low in self._numbers
            ):
                pass
            else:
                break
            seen, at = True, at + 1
        return (total + current, at) if seen else None

    def _is_label(self, tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
        before = tokens[start - 1].low.rstrip(".") if start else ""
        if before in {"", "."} and start > 1:
            before = tokens[start - 2].low
        if before in _LABELS or (before == "-" and start > 1 and tokens[start - 2].text.isupper()):
            return True
        text = tokens[at].text
        follows = [t.low for t in tokens[end : end + 2]]
        if before == "aged" or follows[:1] == ["year-old"] or (follows[:1] == ["-"] and follows[1:] == ["year-old"]):
            return True
        if tokens[at].low == "one" and before == "in" and follows[:1] in (["case"], ["instance"]):
            return True
        if ":" in text or (
            text.isdecimal()
            and len(text) == 4
            and 1800 <= int(text) <= 2100
            and end == at + 1
            and start == at
            and self._unit_after(tokens, end)[0] is None
        ):
            return True
        if tokens[at].low == "one":
            following = tokens[end].low if end < len(tokens) else ""
            return (
                before in {"no", "any", "every", "the", "this", "that", "each", "not"}
                or following in {"of", "day", "another", "side", "year", "more"}
                or not following.isalpha()
            )
        return end < len(tokens) and tokens[end].low in {"th", "st", "nd", "rd", "°"}

    def _article(self, tokens: Sequence[Token], i: int) -> Figure | None:
        """One person by the article: "a child", "a 16-year-old protester", "my brother"."""
        if tokens[i].low not in _ONE or i + 1 >= len(tokens):
            return None
        for k in range(i + 1, min(i + 6, len(tokens))):
            low = tokens[k].low
            if low in {"-", "year-old"} or low.isdecimal():
                continue
            if not low.replace("-", "").isalpha() or low in _STOPS:
                return None
            if self._units.get(low) in {"person", "soldier", "police"} or low in _PERSONS or low.endswith(_PERSON_ENDS):
                one = singular(low) == (low,) and low not in {"people", "police", "dead", "wounded", "displaced"}
                if one and not (k + 1 < len(tokens) and tokens[k + 1].low in _PERSONS):
                    return Figure(i, i + 1, 1.0, 1.0, "exact", self._units.get(low) or "person", noun=k, article=True)
        return None

    def _unit_after(self, tokens: Sequence[Token], end: int) -> tuple[str | None, int | None, float]:
        """The unit, where its noun stands and the factor to it, after a number that ends at ``end``."""
        for k in range(end, min(end + 6, len(tokens))):
            low = tokens[k].low.lstrip("-") or "-"
            if k > end and (low in _STOPS or not (low[0].isalnum() or low[0] in "-'’²")):
                return None, None, 1.0
            for n in (3, 2, 1):
                if k + n <= len(tokens):
                    unit = self._unit_of(" ".join(t.low for t in tokens[k : k + n]))
                    if unit and not (
                        n == 1 and k + 1 < len(tokens) and k + 1 < end + 6 and self._is_modifier(tokens, k)
                    ):
                        return (*unit[:1], k + n - 1, unit[1])
            if low in _DETERMINERS and low != "of" and k > end:
                return None, None, 1.0
            if k == end and (low in _STOPS or not (low[0].isalnum() or low[0] in "-'’")):
                return None, None, 1.0
        return None, None, 1.0

    def _is_modifier(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether the noun at ``k`` only qualifies the next noun ("police officers", "mine victims")."""
        return (
            self._unit_of(tokens[k + 1].low) is not None
            and tokens[k].low not in {"people", "of"}
            and not tokens[k].low.endswith("s")
        )

    def _unit_of(self, phrase: str) -> tuple[str, float] | None:
        if not phrase or not phrase[0].isalpha():
            return None
        for form in singular(phrase) if " " not in phrase else (phrase, *singular(phrase)):
            form = form.removeprefix("ex-")
            unit = self._units.get(form)
            if unit is None:
                continue
            if not unit.startswith("="):
                return unit, 1.0
            name = unit[1:]
            known = {
                "month": ("year", 1 / 12),
                "week": ("day", 7.0),
                "acre": ("hectare", 0.404686),
                "square_metre": ("hectare", 1e-4),
                "mile": ("km", 1.60934),
                "metre": ("km", 1e-3),
            }.get(name)
            return known or ("", 1.0)
        return None

    def _with_unit(self, tokens: Sequence[Token], figure: Figure, at: int) -> Figure:
        if any(t.low in _CURRENCY for t in tokens[figure.start : figure.end]):
            return replace(figure, unit="money")
        end = figure.end
        unit = self._unit_of(tokens[at].low.partition("-")[2]) if self._compound(tokens, at) else None
        if unit:
            return _scaled(replace(figure, unit=unit[0], noun=at), unit[1])
        if (
            end < len(tokens)
            and tokens[end].low == "of"
            and end + 1 < len(tokens)
            and tokens[end + 1].low in {"them", "whom", "these", "those", "which"}
        ):
            return replace(figure, of_them=True)
        if end + 1 < len(tokens) and tokens[end].low == "-" and tokens[end].start == tokens[end - 1].end:
            end += 1
        unit, noun, factor = self._unit_after(tokens, end)
        if unit == "":
            return replace(figure, unit="hour")
        if unit is None or factor == 1.0:
            return replace(figure, unit=unit, noun=noun)
        return _scaled(replace(figure, unit=unit, noun=noun), factor)

    def _with_denominators(self, tokens: Sequence[Token], figures: list[Figure]) -> list[Figure]:
        """``N of M``, ``N out of M``, ``N of the region's M``: M becomes the denominator of N."""
        out: list[Figure] = []
        n = 0
        while n < len(figures):
            figure = figures[n]
            nxt = figures[n + 1] if n + 1 < len(figures) else None
            if (
                nxt
                and nxt.unit != "share"
                and not figure.article
                and _joined_by_of(tokens, figure, nxt)
                and nxt.said
                and (figure.unit == "share" or (figure.said or 0) <= nxt.said)
            ):
                merged = replace(
                    figure, of=nxt.said, end=nxt.end, noun=nxt.noun if nxt.noun is not None else figure.noun
                )
                if figure.unit is None:
                    merged = replace(merged, unit=nxt.unit)
                out.append(merged)
                n += 2
                continue
            out.append(figure)
            n += 1
        return out


def _scaled(figure: Figure, factor: float) -> Figure:
    low, high = (None if v is None else round(v * factor, 6) for v in (figure.low, figure.high))
    return replace(figure, low=low, high=high)


def _joined_by_of(tokens: Sequence[Token], a: Figure, b: Figure) -> bool:
    between = [t.low for t in tokens[a.end : b.start]]
    if "of" not in between or len(between) > 6:
        return False
    k = between.index("of")
    before, after = between[:k], between[k + 1 :]
    return (
        all(w in {"out", "per", "cent"} or w.isalpha() for w in before)
        and len(before) <= 2
        and not any(w in {",", ";", "and", "in", "to"} for w in before + after)
        and (k <= 1 or before[-1:] == ["out"])
    )


def _resolve_parts(figures: list[Figure]) -> list[Figure]:
    """``30,000 of them``: a part of the last figure that counts something."""
    out: list[Figure] = []
    for figure in figures:
        if figure.of_them and out:
            whole = next(
                (
                    f
                    for f in reversed(out)
                    if f.unit in {"person", "household", "soldier", "police", "weapon", "dwelling", "vehicle"}
                ),
                None,
            )
            if whole and whole.said and (figure.said or 0) <= whole.said:
                figure = replace(figure, of=whole.said, unit=whole.unit)
        out.append(figure)
    return out


def _rounded(share: float) -> float:
    return round(share, 2)


def parse_number(text: str) -> float | None:
    """A number in digits with separators; None where it is none.

    >>> parse_number("75,000"), parse_number("11.5"), parse_number("1.250.000"), parse_number("12:30")
    (75000.0, 11.5, 1250000.0, None)
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
    if text.count(".") == 1 and all(len(p) == 3 for p in text.split(".")[0].split(",")[1:]):
        return float(text.replace(",", ""))
    return None
