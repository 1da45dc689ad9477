"""Times: a small grammar of dates, weekdays and relative times among the tokens of a sentence."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

from postwar.core.time import Day
from postwar.reading.dates import PARTS, Anchor, Calendar, TimeExpression, When
from postwar.reading.figures import number_tables
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.tokens import Token

_BEFORE_MONTH = frozenset(
    words(
        "in; of; by; since; until; last; next; early; late; from; on; to; end; before; after; and; this; between; "
        "during; for; -; st; nd; rd; th; mid"
    )
)
_COUNTED_NOUNS = frozenset(
    words(
        "people; soldiers; families; troops; houses; weapons; km; hectares; mines; rifles; men; women; percent; %; "
        "euros; dollars; s"
    )
)
_BEFORE_YEAR = frozenset(
    words(
        "in; since; of; until; by; from; during; after; before; early; late; mid; year; ,; and; to; (; -; –; through; "
        "the; summer; spring; autumn; winter; around; between; mid-"
    )
)
_BEFORE_SEASON = frozenset(words("in; by; until; since; this; before; after; over; during; last; next"))
_MOVED_TO = frozenset(
    words("extended; days; prolonged; postponed; delayed; off; weeks; back; progress; figures; position")
)

_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\Z")
_AFTER_DAY = frozenset({"yesterday", "the", "a", "his", "its", "their", "that"})
_ORDINAL_END = frozenset({"st", "nd", "rd", "th"})


class TimeGrammar:
    """Reads times with the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        t = lexicon.times
        self._months = {m: i + 1 for i, m in enumerate(words(t["months"]))}
        shorts = [s.strip() for s in t["short_months"].split(";")]
        self._months |= {s: i + 1 for i, s in enumerate(shorts) if s} | {"sept": 9}
        self._full_months = frozenset(words(t["months"]))
        self._weekdays = {w: i for i, w in enumerate(words(t["weekdays"]))} | {
            w: i for i, w in enumerate(words(t["short_weekdays"]))
        }
        self._weekdays |= {w + "s": i for w, i in list(self._weekdays.items()) if len(w) > 3}
        self._ordinals = {w: i + 1 for i, w in enumerate(words(t["ordinals"]))} | {"thirtieth": 30, "thirty-first": 31}
        self._ordinals |= {f"twenty-{w}": 21 + i for i, w in enumerate(words(t["ordinals"])[:9])}
        self._now = [tuple(w.split()) for w in words(t["now"])]
        self._so_far = [tuple(w.split()) for w in words(t["so_far"])]
        self._seasons: dict[str, list[int]] = t["seasons"]
        self._numbers = number_tables(lexicon)
        self._calendar = Calendar(self._seasons)
        self._starters = frozenset(
            {
                *self._months,
                *self._weekdays,
                *self._ordinals,
                *self._numbers,
                *self._seasons,
                *PARTS,
                "the",
                "last",
                "next",
                "this",
                "weekend",
                "yesterday",
                "tomorrow",
                "previous",
                "coming",
                "past",
                "later",
                "earlier",
                "some",
                "about",
                "around",
                "nearly",
                "almost",
                "a",
                "an",
                "new",
                "christmas",
                "overnight",
                "within",
                "in",
                "year",
                "before",
                "after",
                "then",
                "that",
                "year-end",
                "mid",
                *(p[0] for p in self._now),
                *(p[0] for p in self._so_far),
            }
        )

    # -- finding -----------------------------------------------------------------------------------------------
    def times(self, tokens: Sequence[Token]) -> list[TimeExpression]:
        """The times among the tokens of one sentence, in order."""
        out: list[TimeExpression] = []
        i = 0
        while i < len(tokens):
            found = self._at(tokens, i)
            if found is None:
                i += 1
                continue
            if found.sort == "weekday" and not found.mod and self._word(tokens, found.end) in {"last", "next"}:
                found = replace(found, mod=self._word(tokens, found.end), end=found.end + 1)
            out.append(self._bounded(tokens, found))
            i = max(found.end, i + 1)
        out = [
            t
            for n, t in enumerate(out)
            if not (t.sort == "overnight" and n + 1 < len(out) and out[n + 1].start - t.end <= 2)
        ]
        return self._joined(tokens, out)

    def _at(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        low = tokens[i].low
        if not (low[0].isdecimal() or low in self._starters or "-" in low):
            return None
        for reader in (
            self._numeric,
            self._decade,
            self._part_of,
            self._absolute,
            self._weekday,
            self._relative,
            self._elapsed,
            self._then,
            self._season,
            self._holiday,
            self._of_month,
            self._now_at,
        ):
            found = reader(tokens, i)
            if found is not None:
                return found
        return None

    def _word(self, tokens: Sequence[Token], i: int) -> str:
        return tokens[i].low if 0 <= i < len(tokens) else ""

    def _is_month(self, tokens: Sequence[Token], i: int) -> int | None:
        if not 0 <= i < len(tokens):
            return None
        month = self._months.get(tokens[i].low)
        if month is None or not tokens[i].is_capital:
            return None
        if (
            tokens[i].low in {"may", "march", "mar"}
            and i > 0
            and not (
                tokens[i - 1].text[0].isdecimal()
                or self._word(tokens, i - 1) in _BEFORE_MONTH
                or self._number_at(tokens, i + 1)
            )
        ):
            return None
        return month

    def _number_at(self, tokens: Sequence[Token], i: int) -> bool:
        return i < len(tokens) and tokens[i].text.isdecimal() and 1 <= int(tokens[i].text[:4]) <= 31

    def _day_at(self, tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
        """A day of the month at ``i``: its number and where it ends."""
        if not 0 <= i < len(tokens):
            return None
        text = tokens[i].text
        if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31:
            end = i + 1
            if end < len(tokens) and tokens[end].low in _ORDINAL_END and tokens[end].start == tokens[i].end:
                end += 1
            return int(text), end
        if tokens[i].low in self._ordinals:
            return self._ordinals[tokens[i].low], i + 1
        return None

    def _year_at(self, tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
        at = i + 1 if self._word(tokens, i) in {",", "of"} else i
        if (
            at < len(tokens)
            and tokens[at].text.isdecimal()
            and len(tokens[at].text) == 4
            and 1800 <= int(tokens[at].text) <= 2200
        ):
            return int(tokens[at].text), at + 1
        return None

    def _skip_dot(self, tokens: Sequence[Token], i: int) -> int:
        return (
            i + 1
            if self._word(tokens, i) == "."
            and i > 0
            and tokens[i].start == tokens[i - 1].end
            and self._word(tokens, i - 1) in self._months
            and self._word(tokens, i - 1) not in self._full_months
            else i
        )

    def _absolute(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        day = self._day_at(tokens, i)
        if day and (tokens[i].text[0].isdecimal() or self._word(tokens, i - 1) in {"the", "on"}):
            at = day[1] + 1 if self._word(tokens, day[1]) == "of" else day[1]
            month = self._is_month(tokens, at)
            if month:
                end = self._skip_dot(tokens, at + 1)
                year = self._year_at(tokens, end)
                return _checked(
                    TimeExpression(
                        i, year[1] if year else end, "date", year=year[0] if year else None, month=month, day=day[0]
                    )
                )
            second = self._second_day(tokens, i, day)
            if second:
                return second
        month = self._is_month(tokens, i)
        if month:
            at = self._skip_dot(tokens, i + 1)
            day = self._day_at(tokens, at)
            if day and tokens[at].text[0].isdecimal():
                year = self._year_at(tokens, day[1])
                first = _checked(
                    TimeExpression(
                        i, year[1] if year else day[1], "date", year=year[0] if year else None, month=month, day=day[0]
                    )
                )
                return self._day_range(tokens, first, at) if first else None
            year = self._year_at(tokens, at)
            return TimeExpression(i, year[1] if year else at, "month", year=year[0] if year else None, month=month)
        if (
            tokens[i].text.isdecimal()
            and len(tokens[i].text) == 4
            and 1900 <= int(tokens[i].text) <= 2100
            and self._is_year(tokens, i)
        ):
            return TimeExpression(i, i + 1, "year", year=int(tokens[i].text))
        return self._iso(tokens, i)

    def _second_day(self, tokens: Sequence[Token], i: int, day: tuple[int, int]) -> TimeExpression | None:
        """``12 and 13 May``, ``12-15 May 2020``: the first day takes the month of the second."""
        if self._word(tokens, day[1]) not in {"-", "–", "and", "to", "or"}:
            return None
        second = self._day_at(tokens, day[1] + 1)
        if not second:
            return None
        month = self._is_month(tokens, second[1])
        if not month:
            return None
        end = self._skip_dot(tokens, second[1] + 1)
        year = self._year_at(tokens, end)
        value = year[0] if year else None
        last = TimeExpression(day[1] + 1, year[1] if year else end, "date", year=value, month=month, day=second[0])
        first = TimeExpression(i, last.end, "date", year=value, month=month, day=day[0])
        return (
            replace(first, sort="range", to=last)
            if _checked(first) and _checked(last) and second[0] >= day[0]
            else None
        )

    def _day_range(self, tokens: Sequence[Token], first: TimeExpression, at: int) -> TimeExpression:
        if self._word(tokens, first.end) in {"-", "–"} and first.year is None:
            second = self._day_at(tokens, first.end + 1)
            if second and first.day is not None and second[0] > first.day:
                year = self._year_at(tokens, second[1])
                value = year[0] if year else None
                last = _checked(replace(first, day=second[0], year=value, end=year[1] if year else second[1]))
                if last:
                    return replace(first, sort="range", year=value, end=last.end, to=last)
        return first

    def _is_year(self, tokens: Sequence[Token], i: int) -> bool:
        before, after = self._word(tokens, i - 1), self._word(tokens, i + 1)
        if after in _COUNTED_NOUNS:
            return False
        return before in _BEFORE_YEAR or before in {"election"} or (before == "," and after in {",", "."})

    def _iso(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        if (
            i + 4 < len(tokens)
            and tokens[i].text.isdecimal()
            and len(tokens[i].text) == 4
            and tokens[i + 1].text == "-" == tokens[i + 3].text
            and tokens[i + 2].text.isdecimal()
            and tokens[i + 4].text.isdecimal()
            and tokens[i + 4].end - tokens[i].start == 10
        ):
            return _checked(
                TimeExpression(
                    i,
                    i + 5,
                    "date",
                    year=int(tokens[i].text),
                    month=int(tokens[i + 2].text),
                    day=int(tokens[i + 4].text),
                )
            )
        return None

    def _numeric(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        if not tokens[i].text[0].isdecimal() or (
            i and tokens[i - 1].end == tokens[i].start and tokens[i - 1].text in "/-."
        ):
            return None
        end, text = i, ""
        while (
            end < len(tokens)
            and len(text) < 11
            and (end == i or tokens[end].start == tokens[end - 1].end)
            and (tokens[end].text[0].isdecimal() or tokens[end].text in "/.-")
        ):
            text += tokens[end].text
            end += 1
        while text.endswith((".", "-", "/")):
            text, end = text[:-1], end - 1
        found = _NUMERIC.match(text)
        if not found:
            return None
        a, b, year = int(found[1]), int(found[3]), int(found[4])
        if not 1900 <= year <= 2100:
            return None
        day_first = _checked(TimeExpression(i, end, "date", year=year, month=b, day=a))
        month_first = _checked(TimeExpression(i, end, "date", year=year, month=a, day=b))
        if found[2] == "." and day_first:
            return day_first
        if day_first and month_first and a != b:
            return replace(day_first, sort="numeric", alternative=(a, b))
        return day_first or month_first

    def _part_of(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        """Early May, mid-May, the end of the month, by the middle of October, the second half of June."""
        low = self._word(tokens, i)
        start = i
        if low == "the":
            i, low = i + 1, self._word(tokens, i + 1)
        if low.startswith("mid-") and low[4:] in self._months:
            year = self._year_at(tokens, self._skip_dot(tokens, i + 1))
            return TimeExpression(
                start,
                year[1] if year else i + 1,
                "month",
                year=year[0] if year else None,
                month=self._months[low[4:]],
                part="mid",
            )
        if low in {"first", "second"} and self._word(tokens, i + 1) == "half" and self._word(tokens, i + 2) == "of":
            return self._month_or_year(tokens, start, i + 3, low)
        if low in self._ordinals and self._word(tokens, i + 1) == "week" and self._word(tokens, i + 2) == "of":
            return self._month_or_year(tokens, start, i + 3, f"week{self._ordinals[low]}")
        if low not in PARTS or low in {"first", "second"}:
            return None
        at = i + 1
        straight = low in {"end", "beginning"} and self._is_month(tokens, at) is not None
        if low in {"start", "end", "beginning", "middle"} and self._word(tokens, at) != "of" and not straight:
            return None
        at = at + 1 if self._word(tokens, at) in {"of", "in", "-"} else at
        at = at + 1 if self._word(tokens, at) in {"the"} else at
        return self._month_or_year(tokens, start, at, low)

    def _month_or_year(self, tokens: Sequence[Token], start: int, at: int, part: str) -> TimeExpression | None:
        month = self._is_month(tokens, at)
        if month:
            end = self._skip_dot(tokens, at + 1)
            if self._number_at(tokens, end) and part in {"early", "late"}:
                return None
            year = self._year_at(tokens, end)
            return TimeExpression(
                start, year[1] if year else end, "month", year=year[0] if year else None, month=month, part=part
            )
        low = self._word(tokens, at)
        if low in {"month", "year", "week"}:
            return TimeExpression(start, at + 1, low + "_rel", mod="this", part=part)
        if low in {"this", "next", "last"} and self._word(tokens, at + 1) in {"month", "year", "week"}:
            return TimeExpression(start, at + 2, self._word(tokens, at + 1) + "_rel", mod=low, part=part)
        if (
            at < len(tokens)
            and tokens[at].text.isdecimal()
            and len(tokens[at].text) == 4
            and 1800 <= int(tokens[at].text) <= 2200
        ):
            return TimeExpression(start, at + 1, "year", year=int(tokens[at].text), part=part)
        return None

    def _weekday(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        low, mod, at = self._word(tokens, i), "", i
        if low in {"last", "next", "this"}:
            mod, at = low, i + 1
        elif low == "the" and self._word(tokens, i + 1) in {"weekend"}:
            at = i + 1
        word = self._word(tokens, at)
        if word == "weekend" and (mod or low in {"the", "weekend"} or at > 0):
            return TimeExpression(i, at + 1, "weekend", mod=mod)
        if word not in self._weekdays or not tokens[at].is_capital or (word in {"sun", "sat"} and at == 0):
            return None
        end = at + 1
        if word in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}:
            if self._word(tokens, end) != ".":
                return None
            end += 1
        comma = end + 1 if self._word(tokens, end) == "," else end
        beside = self._absolute(tokens, comma) if comma < len(tokens) else None
        if beside and beside.sort == "date":
            return replace(beside, start=i, weekday=self._weekdays[word])
        numeric = self._numeric(tokens, comma) if comma < len(tokens) else None
        if numeric:
            return replace(numeric, start=i, weekday=self._weekdays[word])
        return TimeExpression(i, end, "weekday", n=self._weekdays[word], mod=mod)

    def _relative(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        low, nxt = self._word(tokens, i), self._word(tokens, i + 1)
        if low == "yesterday":
            return TimeExpression(i, i + 1, "days", n=-1)
        if low == "tomorrow":
            return TimeExpression(i, i + 1, "days", n=1)
        if low in {"last", "next", "this", "previous", "coming", "past"} and nxt in {"week", "month", "year"}:
            mod = {"previous": "last", "coming": "next", "past": "last"}.get(low, low)
            return TimeExpression(i, i + 2, nxt + "_rel", mod=mod)
        if low in {"last", "next", "this"} and self._months.get(nxt) and tokens[i + 1].is_capital:
            return TimeExpression(i, i + 2, "month", month=self._months[nxt], mod=low)
        if low in {"last", "next", "this"} and nxt in self._seasons:
            return TimeExpression(i, i + 2, "season", unit=nxt, mod=low)
        if low == "last" and nxt == "night":
            return TimeExpression(i, i + 2, "days", n=-1)
        if low == "later" and nxt == "this" and self._word(tokens, i + 2) in {"week", "month", "year"}:
            return TimeExpression(i, i + 3, self._word(tokens, i + 2) + "_rel", mod="this")
        if low == "earlier" and nxt == "this" and self._word(tokens, i + 2) in {"week", "month", "year"}:
            return TimeExpression(i, i + 3, self._word(tokens, i + 2) + "_rel", mod="this")
        return None

    def _elapsed(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        """Three days ago, a week ago, some 30 years ago, in ten days' time, two days after Christmas."""
        at = i + 1 if self._word(tokens, i) in {"some", "about", "around", "nearly", "almost"} else i
        low = self._word(tokens, at)
        n = (
            1
            if low in {"a", "an"}
            else int(self._numbers[low])
            if low in self._numbers
            else int(low)
            if low.isdecimal() and len(low) < 4
            else 0
        )
        unit = self._word(tokens, at + 1).rstrip("s")
        if not n or unit not in {"day", "week", "month", "year", "decade", "fortnight"}:
            if (
                low == "the"
                and self._word(tokens, at + 1) in {"day", "week"}
                and self._word(tokens, at + 2) in {"after", "before", "following"}
            ):
                return self._after(tokens, i, at + 2, 1 if self._word(tokens, at + 1) == "day" else 7)
            return None
        end = at + 2
        if self._word(tokens, end) == "ago":
            return TimeExpression(i, end + 1, "elapsed", n=-n, unit=unit, part="about" if at > i else "")
        days = n * {"day": 1, "week": 7, "fortnight": 14}.get(unit, 0)
        word = self._word(tokens, end)
        if word in {"later", "earlier"} and days:
            return TimeExpression(i, end + 1, "context", n=days if word == "later" else -days)
        if word in {"after", "before"} and days:
            told = self._after(tokens, i, end, days)
            if told is None and self._word(tokens, end + 1) in {"the", "that", "its", "their", "his"}:
                return TimeExpression(i, end, "context", n=days if word == "after" else -days)
            return told
        return None

    def _then(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        """Times told by the day spoken of before: "a day later", "the same evening", "by then", "overnight"."""
        low = [self._word(tokens, k) for k in range(i, i + 4)]
        if self._word(tokens, i - 1) == "day" and low[0] in {"before", "after"} and low[1] in {"yesterday", "tomorrow"}:
            return TimeExpression(i, i + 2, "days", n=-2 if low[0] == "before" else 2)
        if low[:3] in (["the", "day", "before"], ["the", "previous", "day"]) and low[3] not in _AFTER_DAY:
            return TimeExpression(i, i + 3, "context", n=-1)
        if low[0] in {"in", "within"}:
            return self._ahead(tokens, i)
        if low[:3] == ["year", "'s", "end"]:
            return TimeExpression(i, i + 3, "year_rel", mod="this", part="end")
        if low[0] == "overnight" or (low[:2] == ["the", "night"] and self._word(tokens, i - 1) in {"in", "during"}):
            return TimeExpression(i, i + (1 if low[0] == "overnight" else 2), "overnight")
        if low[0] == "the" and low[1] in {"past", "last", "previous"} and low[3].rstrip("s") in {"hour", "day", "week"}:
            n = int(low[2]) if low[2].isdecimal() and len(low[2]) < 4 else int(self._numbers.get(low[2], 0))
            days = -(-n // 24) if low[3].startswith("hour") else 7 * n if low[3].startswith("week") else n
            if n and self._word(tokens, i - 1) in {"in", "over", "during", "within", "for"}:
                return TimeExpression(i, i + 4, "lately", n=days)
        if low[0] == "then" and self._word(tokens, i - 1) in {"by", "since", "until"}:
            return TimeExpression(i, i + 1, "context")
        if low[0] in {"the", "that"} and low[1] == "same" and low[2] in {"day", "evening", "morning", "night", "date"}:
            return TimeExpression(i, i + 3, "context")
        if low[0] == "that" and low[1] in {"day", "evening", "morning", "night"}:
            return TimeExpression(i, i + 2, "context")
        if low[0] == "the" and low[1] in {"following", "next"} and low[2] in {"day", "morning"}:
            return TimeExpression(i, i + 3, "context", n=1)
        covered = low[:2] == ["the", "period"] or (low[0] in {"the", "this"} and low[1:3] == ["reporting", "period"])
        if covered and self._word(tokens, i - 1) in {"during", "in", "within", "over", "throughout"}:
            return TimeExpression(i, i + (2 if low[1] == "period" else 3), "period")
        return None

    def _ahead(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        """``within ten days``, ``in two weeks``: counted from the report, for what is planned."""
        word = self._word(tokens, i + 1)
        n = (
            int(word)
            if word.isdecimal() and len(word) < 4
            else 1
            if word in {"a", "an"}
            else int(self._numbers.get(word, 0))
        )
        unit = self._word(tokens, i + 2).rstrip("s")
        if (
            not n
            or unit not in {"day", "week", "fortnight"}
            or self._word(tokens, i + 3) in {"of", "after", "from", "following"}
        ):
            return None
        days = n * {"day": 1, "week": 7, "fortnight": 14}[unit]
        return TimeExpression(i, i + 3, "within" if self._word(tokens, i) == "within" else "ahead", n=days)

    def _after(self, tokens: Sequence[Token], start: int, at: int, days: int) -> TimeExpression | None:
        readers = (self._numeric, self._absolute, self._weekday, self._holiday) if at + 1 < len(tokens) else ()
        found = next((x for x in (reader(tokens, at + 1) for reader in readers) if x is not None), None)
        if found is None or found.sort not in {"date", "holiday", "weekday"}:
            return None
        return replace(
            found, start=start, n=days if self._word(tokens, at) == "after" else -days, sort="shifted", to=found
        )

    def _decade(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        text = tokens[i].text
        part, at = "", i
        if tokens[i].low in {"early", "late", "mid"}:
            at = i + 2 if self._word(tokens, i + 1) == "-" else i + 1
            part, text = tokens[i].low, tokens[at].text if at < len(tokens) else ""
        if (
            len(text) == 4
            and text.isdecimal()
            and text[3] == "0"
            and self._word(tokens, at + 1) == "s"
            and tokens[at + 1].start == tokens[at].end
        ):
            return TimeExpression(i, at + 2, "decade", year=int(text), part=part)
        return None

    def _season(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        at = i + 1 if self._word(tokens, i) == "the" else i
        low = self._word(tokens, at)
        if low not in self._seasons or (
            low in {"fall", "spring"}
            and self._word(tokens, i - 1)
            not in {"in", "this", "by", "last", "next", "the", "until", "since", "late", "early"}
        ):
            return None
        if low == "fall" and at == i:
            return None
        year = self._year_at(tokens, at + 1)
        if not year and self._word(tokens, at + 1) == "of":
            return None
        if not year and self._word(tokens, i - 1) not in _BEFORE_SEASON:
            return None
        return TimeExpression(i, year[1] if year else at + 1, "season", unit=low, year=year[0] if year else None)

    def _holiday(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        at = i + 1 if self._word(tokens, i) == "the" else i
        low, nxt = self._word(tokens, at), self._word(tokens, at + 1)
        if low == "new" and nxt == "year" and at + 1 < len(tokens) and tokens[at].is_capital:
            end = at + 2
            if self._word(tokens, end) == "'s":
                end += 1
            eve = self._word(tokens, end) == "eve"
            return TimeExpression(
                i,
                end + 1 if eve or self._word(tokens, end) == "day" else end,
                "holiday",
                month=12 if eve else 1,
                day=31 if eve else 1,
                part="new_year",
            )
        if low == "christmas" and self._word(tokens, at - 1) != "orthodox":
            eve = nxt == "eve"
            return TimeExpression(
                i, at + 2 if nxt in {"eve", "day"} else at + 1, "holiday", month=12, day=24 if eve else 25
            )
        if low in {"year-end", "year's-end"}:
            return TimeExpression(i, at + 1, "year_rel", mod="this", part="end")
        return None

    def _of_month(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        if self._word(tokens, i) != "the":
            return None
        day = self._day_at(tokens, i + 1)
        if (
            day
            and day[1] > i + 2
            and tokens[i + 1].text[0].isdecimal()
            and not (
                day[1] < len(tokens)
                and tokens[day[1]].low.isalpha()
                and tokens[day[1]].low not in {"and", "when", "after", "but", "at"}
            )
        ):
            return TimeExpression(i, day[1], "of_month", day=day[0])
        return None

    def _now_at(self, tokens: Sequence[Token], i: int) -> TimeExpression | None:
        for sort, phrases in (("so_far", self._so_far), ("now", self._now)):
            for phrase in phrases:
                if (
                    tokens[i].low == phrase[0]
                    and i + len(phrase) <= len(tokens)
                    and all(tokens[i + k].low == phrase[k] for k in range(1, len(phrase)))
                ):
                    if phrase == ("now",) and self._word(tokens, i - 1) in {"until", "by", "up"}:
                        return None
                    return TimeExpression(i, i + len(phrase), sort)
        return None

    # -- bounds and ranges ------------------------------------------------------------------------------------
    def _bounded(self, tokens: Sequence[Token], found: TimeExpression) -> TimeExpression:
        before = self._word(tokens, found.start - 1)
        two = f"{self._word(tokens, found.start - 2)} {before}"
        if found.sort in {"range", "within", "ahead"}:
            return found
        if two == "or before":
            before = "by"
        three = f"{self._word(tokens, found.start - 3)} {two}"
        if before == "the":
            before, two = (
                self._word(tokens, found.start - 2),
                f"{self._word(tokens, found.start - 3)} {self._word(tokens, found.start - 2)}",
            )
        if before == "before" and found.part == "end":
            before = "by"
        bound = {
            "by": "by",
            "until": "until",
            "till": "until",
            "before": "before",
            "since": "since",
            "from": "from",
            "after": "after",
            "through": "until",
            "til": "until",
        }.get(before, "on")
        if two in {
            "starting on",
            "beginning on",
            "as from",
            "effective from",
            "starting from",
            "effective on",
        } or before in {"starting", "beginning", "effective"}:
            bound = "from"
        if two in {"as of", "as at"} and found.part == "end":
            bound = "by"
        if three in {"no later than", "not later than"} or two in {"up to", "prior to", "ahead of"}:
            bound = {"prior to": "before", "ahead of": "before"}.get(two, "by")
        if before == "to" and self._word(tokens, found.start - 2) in _MOVED_TO:
            bound = "until"
        return replace(found, bound=bound)

    def _joined(self, tokens: Sequence[Token], found: list[TimeExpression]) -> list[TimeExpression]:
        out: list[TimeExpression] = []
        n = 0
        while n < len(found):
            a = found[n]
            b = found[n + 1] if n + 1 < len(found) else None
            if (
                b is not None
                and b.start - a.end == 1
                and a.to is None
                and b.to is None
                and a.sort in {"date", "month", "year", "weekday", "of_month", "holiday"}
            ):
                middle, before = tokens[a.end].low, self._word(tokens, a.start - 1)
                if (
                    (middle in {"and"} and before == "between")
                    or (middle in {"to", "until", "till", "through", "-", "–", "and"} and before in {"from"})
                    or middle in {"–", "-", "to"}
                    or (middle == "and" and a.sort == b.sort == "weekday" and (b.n - a.n) % 7 == 1)
                ):
                    out.append(replace(a, sort="range", end=b.end, bound="on", to=replace(b, bound="on"), unit=a.sort))
                    n += 2
                    continue
            out.append(a)
            n += 1
        return out

    def resolve(self, said: TimeExpression, anchor: Anchor, direction: int, context: Day | None = None) -> When:
        """Place a time on the calendar: see :meth:`Calendar.resolve`."""
        return self._calendar.resolve(said, anchor, direction, context)


def _checked(said: TimeExpression) -> TimeExpression | None:
    """The expression if its day exists in its month, else None."""
    if said.month is None or not 1 <= said.month <= 12 or said.day is None:
        return None
    longest = calendar.monthrange(said.year or 2000, said.month)[1]
    return said if 1 <= said.day <= longest else None
