"""Making: what a way to say a time caught, made into a time as said, if it is one where it stands."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import replace

from postwar.reading.dates import TimeExpression
from postwar.reading.figures.units import units_of
from postwar.reading.times.capitals import Capitals
from postwar.reading.times.lengths import Lengths
from postwar.reading.times.line import Caught
from postwar.reading.times.words import TimeWords

BARE_YEARS = range(1900, 2101)  # what four digits alone may be
Make = Callable[[Caught, TimeExpression], TimeExpression | None]


class Maker:
    """Makes times as said of what was caught, with the words of one language."""

    def __init__(self, known: TimeWords) -> None:
        self.known = known
        self._units = units_of(known.language)
        self._capitals = Capitals(known)
        self._makers: dict[str, Make] = {
            "date": self._date,
            "days_in": self._days_in,
            "days_rel": self._days_rel,
            "day_rel": self._day_rel,
            "weekday_day": self._weekday_day,
            "of_month": self._of_month,
            "month": self._month,
            "year": self._year,
            "spelled_year": self._spelled_year,
            "decade": self._decade,
            "century": self._century,
            "season": self._season,
            "weekday": self._weekday,
            "short_weekday": self._short_weekday,
            "rel": self._rel,
            "weekend": self._weekend,
            "the_unit": self._the_unit,
            "that_unit": self._that_unit,
            "years_in": self._years_in,
            "months_in": self._months_in,
            "weekdays_in": self._weekdays_in,
            "nth": self._nth,
            "week_no": self._week_no,
            "holiday": self._holiday,
            "recurring": self._recurring,
            "latest": self._latest,
            "clock": self._clock,
            "daypart": self._daypart,
            "then": self._then,
            "the_night": self._the_night,
            "period": self._period,
            "now": self._now,
        } | Lengths(known).makers

    def make(self, got: Caught) -> TimeExpression | None:
        """The time as said; None where the words mean something else here."""
        if not self._capitals.hold(got):
            return None
        way = got.way
        plain = TimeExpression(
            got.start, got.end, way.sort, n=way.n, unit=way.unit or got.word("unit"),
            mod=way.mod or got.word("mod") or got.word("bare_mod"), part=way.part, year=got.number("year"),
            month=got.number("month"),
        )  # fmt: skip
        make = self._makers.get(way.sort)
        return make(got, plain) if make is not None else plain

    # -- days ----------------------------------------------------------------------------------------------------
    def _date(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        year = plain.year if plain.year is not None else got.number("spelled_year")
        if "spelled_year" in got.places and year is None:
            return None
        said = replace(plain, year=year, day=got.number("day"))
        if got.before in self.known.sets["no_day_before"] and got.places["day"] == got.line.start_of(got.start):
            return None
        day_at = got.places["day"]
        in_words = not got.line.text[day_at].isdecimal()
        first = in_words and day_at < got.places["month"] and year is None  # "the second May" is no date
        if first and not self._of_between(got) and got.before not in self.known.sets["day_after"]:
            return None
        if year is None and got.places["month"] < day_at and self._counts(got):
            return None
        return checked(said)

    def _of_between(self, got: Caught) -> bool:
        """Whether a word such as "of" stands between a day in words and its month."""
        between = got.line.text[got.places["day"] : got.places["month"]].split()
        return bool(self.known.sets["of"] & set(between)) or got.line.low(got.start) in self.known.sets["article"]

    def _counts(self, got: Caught) -> bool:
        """Whether the number behind a month counts what follows ("In May 10 people died")."""
        return got.before in self.known.sets["month_only"] and self._units.of_phrase(got.behind) is not None

    def _days_in(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        month2 = got.number("month2") or plain.month
        month = plain.month if got.number("month2") is None or "month" in got.places else month2
        year = plain.year if plain.year is not None else got.number("spelled_year")
        plain = replace(plain, year=year)
        last = checked(replace(plain, sort="date", month=month2, day=got.number("day2")))
        first = checked(replace(plain, sort="date", month=month, day=got.number("day"), end=got.end))
        if last is None or first is None or (month == month2 and (first.day or 0) >= (last.day or 0)):
            return None
        return replace(first, sort="range", opening=first, to=last)

    def _days_rel(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        outer = TimeExpression(got.start, got.end, "month_rel", mod=plain.mod)
        first, last = (
            TimeExpression(got.start, got.end, "of_month", day=got.number(name), within=outer)
            for name in ("day", "day2")
        )
        return replace(first, sort="range", opening=first, to=last) if (first.day or 0) < (last.day or 0) else None

    def _day_rel(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        outer = TimeExpression(got.start, got.end, "month_rel", mod=plain.mod, unit="month")
        return replace(plain, sort="of_month", day=got.number("day"), within=outer, mod="")

    def _weekday_day(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        """``Friday the 13th``, ``Monday 21``: with nothing behind that the number could count."""
        weekday = got.number("weekday")
        weekday = weekday if weekday is not None else got.number("short_weekday")
        free = not got.behind[:1].isalnum() or got.behind in self.known.sets["ordinal_day_of"]
        free = free and got.behind not in {"-", "–", "/", ":", "%"}
        return replace(plain, sort="of_month", day=got.number("day"), weekday=weekday) if free else None

    def _of_month(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        """``the 9th``: with its ending, and no noun behind it."""
        text = got.line.text[got.places["day"] : got.line.tokens[got.end - 1].end - got.line.base]
        weekday = got.before in self.known.tables["weekday"]
        ended = any(text.endswith(suffix) for suffix in self.known.sets["day_suffix"]) or weekday
        free = not got.behind[:1].isalpha() or got.behind in self.known.sets["ordinal_day_of"]
        said = ended and free and (text[0].isdecimal() or weekday)
        return replace(plain, day=got.number("day")) if said else None

    # -- months and years ----------------------------------------------------------------------------------------
    def _month(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        year = plain.year if plain.year is not None else got.number("spelled_year")
        return replace(plain, year=year) if "spelled_year" not in got.places or year else None

    def _year(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        """Four digits are a year where the words beside them say so, and count nothing."""
        if got.end - got.start > 1 and got.line.text[got.line.start_of(got.start)] != "'":
            return plain
        sets = self.known.sets
        two = got.line.text[got.line.start_of(got.start)] in "'’"
        if got.behind in sets["no_year_after"] or (plain.year not in BARE_YEARS):
            return None
        if got.before in sets["before_year"] or (got.before == "," and got.behind in {",", ".", "", ")"}):
            return plain
        if two or got.before in sets["no_year_before"] or self._units.of_phrase(got.behind) is not None:
            return None
        named = got.start > 0 and got.line.tokens[got.start - 1].is_capital and got.start > 1
        return plain if not got.behind.endswith("s") and not named and got.behind != "-" else None

    def _spelled_year(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        year = got.number("spelled_year")
        said = got.before in self.known.sets["before_year"] or got.line.low(got.start) in self.known.sets["year_words"]
        counts = self._units.of_phrase(got.behind) is not None
        return replace(plain, sort="year", year=year) if said and year and not counts else None

    def _decade(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        year = got.number("decade")
        if year is None:
            word = got.number("decade_word") or 0
            year = (1900 if word >= 30 or got.way.n else 2000) + word
        digits = got.line.text[got.line.start_of(got.start)]
        aged = digits.isdecimal() and year < 2000 and got.before in self.known.sets["of_him"]
        return replace(plain, year=year) if year % 10 == 0 and not aged else None

    def _century(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return replace(plain, n=got.number("ordinal") or 0)

    def _season(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        year = plain.year if plain.year is not None else got.number("spelled_year")
        if year is None and not plain.mod and got.before not in self.known.sets["before_season"]:
            return None
        if year is None and got.behind in self.known.sets["of"]:
            return None
        return replace(plain, unit=got.word("season"), year=year)

    # -- weekdays and stretches ----------------------------------------------------------------------------------
    def _weekday(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        n = got.number("weekday")
        n = n if n is not None else got.number("short_weekday")
        return replace(plain, n=n or 0)

    def _short_weekday(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        said = replace(plain, n=got.number("short_weekday") or 0)
        return replace(said, sort="weekday") if got.line.low(got.end - 1) == "." else said

    def _rel(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        unit = got.word("long_unit") or plain.unit
        part = got.word("part")
        if part:
            return replace(plain, sort=f"{unit}_rel", unit=unit, mod="this", part=part) if unit != "weekend" else None
        mod = plain.mod or "after_next"
        return replace(plain, sort="weekend" if unit == "weekend" else f"{unit}_rel", unit=unit, mod=mod)

    def _weekend(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return plain if plain.mod or got.start or got.end - got.start > 1 else None

    def _the_unit(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        unit = got.word("long_unit")
        said = unit != "weekend" and got.before in self.known.sets["before_the"]
        return replace(plain, unit=unit, mod="this") if said else None

    def _that_unit(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return replace(plain, sort="the_unit", unit=got.word("long_unit"), mod="this")

    def _years_in(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        first, short = plain.year or 0, got.number("yy")
        last = first - first % 100 + short if short is not None else got.number("year2") or 0
        if not first < last or first not in BARE_YEARS or last not in BARE_YEARS or got.behind in {"-", "/"}:
            return None
        ends = (replace(plain, sort="year", year=year) for year in (first, last))
        return None if got.before in {"-", "/", "+"} else _range(*ends)

    def _months_in(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        first = replace(plain, sort="month", year=None)
        return _range(first, replace(first, month=got.number("month2"), year=plain.year))

    def _weekdays_in(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        ends = (replace(plain, sort="weekday", n=got.number(name) or 0) for name in ("weekday", "weekday2"))
        return _range(*ends)

    def _nth(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        n = got.number("ordinal") or got.number("q") or got.number("h") or 0
        weekday = got.number("weekday")
        unit = plain.unit or got.word("nth_unit") or "weekday"
        most = {"quarter": 4, "half": 2, "month": 12, "week": 53, "weekday": 5, "weekend": 5}.get(unit, 366)
        return replace(plain, n=n, unit=unit, weekday=weekday) if 1 <= n <= most else None

    def _week_no(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        n = got.number("n") or 0
        return replace(plain, n=n, unit="week") if 1 <= n <= 53 else None

    def _holiday(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        month, day = (int(x) for x in got.word("holiday").split("-"))
        if not got.line.capital_at(got.places["holiday"]) or got.before in self.known.sets["no_feast_before"]:
            return None
        return replace(plain, month=month, day=day, part="new_year" if day in {1, 31} else "")

    def _recurring(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        unit = got.word("unit") or got.word("once") or "day"
        return replace(plain, unit=unit)

    def _latest(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return replace(plain, sort="vague", part="PAST_REF")

    def _clock(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        hour = got.word("clock") or got.word("noon")
        return replace(plain, clock=hour) if got.before not in {"-", "/"} else None

    def _daypart(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return replace(plain, clock=got.word("daypart"))

    def _then(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return replace(plain, sort="context", unit="day") if got.before in self.known.sets["before_then"] else None

    def _the_night(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return replace(plain, sort="overnight") if got.before in self.known.sets["before_overnight"] else None

    def _period(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        return plain if got.before in self.known.sets["before_period"] else None

    def _now(self, got: Caught, plain: TimeExpression) -> TimeExpression | None:
        """``now``; but "until now" is another time."""
        return None if got.end - got.start == 1 and got.before in self.known.sets["no_now_before"] else plain


def _range(first: TimeExpression, last: TimeExpression) -> TimeExpression:
    """A range of two times that were said at once."""
    return replace(first, sort="range", opening=first, to=last, unit=first.sort)


def checked(said: TimeExpression) -> TimeExpression | None:
    """The expression if its day exists in its month, else None."""
    if said.month is None or not 1 <= said.month <= 12 or said.day is None:
        return None
    longest = calendar.monthrange(said.year or 2000, said.month)[1]
    return said if 1 <= said.day <= longest else None
