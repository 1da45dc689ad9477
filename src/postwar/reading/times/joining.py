"""Joining: times that stand side by side and tell one: "Friday, 9 May", "June last year", "from 3 May to 5 June"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from postwar.reading.dates import TimeExpression
from postwar.reading.figures.number_words import word_set
from postwar.reading.times.line import Line
from postwar.reading.times.words import TimeWords

_RANGED = frozenset(
    {"date", "numeric", "month", "year", "weekday", "of_month", "holiday", "nth", "now", "days", "week_no", "decade",
     "season", "year_rel", "month_rel", "week_rel", "quarter_rel", "context", "so_far"}
)  # fmt: skip
_OUTER = frozenset(
    {"week_rel", "month_rel", "quarter_rel", "year_rel", "decade_rel", "month", "year", "the_unit", "decade"}
)
_FINE = frozenset({"date", "numeric", "weekday", "of_month", "holiday", "now", "days", "context"})
_OF_WEEK = frozenset({"week_rel"})
_OF_YEAR = frozenset({"year_rel", "year"})
_DAYED = frozenset({"weekday", "days", "date", "holiday", "of_month", "context"})
_MOST_GAP = 2
Fuse = Callable[[TimeExpression, TimeExpression, list[str]], TimeExpression | None]


class Joiner:
    """Joins times that tell one, with the words of one language."""

    def __init__(self, known: TimeWords) -> None:
        self._glue, self._article = known.sets["glue"], known.sets["article"]
        said = known.data["range"]
        self._between, self._and = word_set(said["between"]), word_set(said["and"])
        self._from, self._to, self._plain = word_set(said["from"]), word_set(said["to"]), word_set(said["plain"])
        self._clock_glue = frozenset({*self._glue, "at", "about", "around"})

    def joined(self, line: Line, found: list[TimeExpression]) -> list[TimeExpression]:
        """The times, those that tell one made one."""
        out: list[TimeExpression] = []
        for said in found:
            last = out[-1] if out else None
            gap = [t.low for t in line.tokens[last.end : said.start]] if last is not None else []
            fused = None
            if last is not None and len(gap) <= _MOST_GAP and all(word in self._glue for word in gap):
                fused = _fused(last, said, gap)
            if fused is not None:
                out[-1] = replace(fused, start=min(fused.start, out[-1].start), end=said.end)
            else:
                out.append(said)
        return [t for n, t in enumerate(out) if not _is_night_of(t, out[n + 1] if n + 1 < len(out) else None)]

    def ranges(self, line: Line, found: list[TimeExpression]) -> list[TimeExpression]:
        """The times, two with a word between that makes a range of them made one."""
        out: list[TimeExpression] = []
        n = 0
        while n < len(found):
            a, b = found[n], found[n + 1] if n + 1 < len(found) else None
            if b is not None and self._is_range(line, a, b):
                start = replace(a, bound="on")
                out.append(
                    replace(start, sort="range", end=b.end, opening=start, to=replace(b, bound="on"), unit=a.sort)
                )
                n += 2
                continue
            out.append(a)
            n += 1
        return out

    def _is_range(self, line: Line, a: TimeExpression, b: TimeExpression) -> bool:
        the = line.low(b.start - 1) in self._article
        if (
            (b.start - a.end - the != 1 and b.sort != "so_far")
            or a.sort not in _RANGED
            or b.sort not in _RANGED
            or a.part == "rest"
        ):
            return False
        middle, at = line.low(a.end), a.start - (line.low(a.start - 1) in self._article)
        before = line.low(at - 1)
        if b.sort == "so_far":
            return before in self._from and b.start == a.end
        coarser = a.sort in _FINE and b.sort not in _FINE and b.year is None  # "down from Friday to December's figures"
        if coarser and before not in self._between | self._from:
            return False
        if middle in self._and and a.sort == b.sort == "weekday" and before not in self._between | self._from:
            return (b.n - a.n) % 7 == 1
        if before in self._between:
            return middle in self._and or middle in self._plain
        return middle in self._plain or (before in self._from and middle in self._to)


def _is_night_of(said: TimeExpression, after: TimeExpression | None) -> bool:
    """Whether "overnight" only tells the time of day of what follows ("overnight on Friday")."""
    return said.sort == "overnight" and after is not None and after.start - said.end <= _MOST_GAP


def _fused(a: TimeExpression, b: TimeExpression, gap: list[str]) -> TimeExpression | None:
    """One time of two that stand side by side, or None."""
    plain = [word for word in gap if word not in {"the", ",", "("}]
    for rule in (_weekday_date, _inner, _outer_first, _day_and_hour):
        fused = rule(a, b, plain)
        if fused is not None:
            return fused
    return None


def _weekday_date(a: TimeExpression, b: TimeExpression, gap: list[str]) -> TimeExpression | None:
    """``Friday, 9 May``; ``Friday the 13th``."""
    if (
        a.sort in {"weekday", "short_weekday"}
        and b.sort in {"date", "numeric", "of_month"}
        and not set(gap) - {"-", "–"}
    ):
        return replace(b, start=a.start, weekday=int(a.n)) if b.weekday is None else None
    return None


def _inner(a: TimeExpression, b: TimeExpression, gap: list[str]) -> TimeExpression | None:
    """``Tuesday of next week``, ``June last year``, ``the third quarter of 2016``, ``the 20th of next month``."""
    if not set(gap) <= {"of", "in", "on", "at"}:
        return None
    if a.sort == "nth" and b.sort in _OUTER and (gap or b.sort.endswith("_rel") or a.unit in {"quarter", "half"}):
        return _inside(a, b) if a.unit != "quarter" or b.sort in _OF_YEAR | {"the_unit"} else None
    if (
        a.sort == "week_rel"
        and a.mod == "last"
        and b.sort in {"month", "year", "month_rel", "year_rel"}
        and "of" in gap
    ):
        return replace(_inside(a, b), sort="nth", n=-1, unit="week", mod="")
    if a.sort in {"weekday", "weekend"} and b.sort in _OF_WEEK and not a.mod:
        return _inside(a, b)
    if a.sort in {"month", "date"} and b.sort in _OF_YEAR and a.year is None and not a.mod:
        return _inside(a, b) if b.sort == "year_rel" or gap in (["of"], ["in"]) else None
    if a.sort in {"of_month", "nth"} and b.sort == "month_rel" and gap in (["of"], []):
        return _inside(a, b)
    if a.sort in {"first_n", "lately"} and b.sort in _OUTER and "of" in gap:
        return replace(_inside(a, b), sort="first_n", n=a.n if a.sort == "first_n" else -a.n)
    if a.sort == "week_no" and b.sort in _OF_YEAR:
        return _inside(a, b)
    return None


def _outer_first(a: TimeExpression, b: TimeExpression, gap: list[str]) -> TimeExpression | None:
    """``next week on Friday``, ``next year's first quarter``, ``the 1988 third quarter``, ``this week Monday``."""
    if a.sort == "week_rel" and b.sort == "weekday" and not b.mod and set(gap) <= {"on", "-", "–"}:
        return _inside(b, a)
    if a.sort in _OF_YEAR and b.sort == "nth" and b.unit in {"quarter", "half"} and set(gap) <= {"'s", "-", "s", "'"}:
        return _inside(b, a)
    if a.sort == "year" and b.sort == "month" and b.year is None and not gap:
        return replace(b, year=a.year)
    return None


def _day_and_hour(a: TimeExpression, b: TimeExpression, gap: list[str]) -> TimeExpression | None:
    """``Friday morning``, ``10 p.m. Wednesday``, ``10 May at 14:00``."""
    if (
        a.sort in _DAYED
        and b.sort in {"clock", "daypart"}
        and set(gap) <= {"at", "in"}
        and (b.sort == "clock" or not gap)
    ):
        return replace(a, clock=b.clock)
    if a.sort in {"clock", "daypart"} and (b.sort in _DAYED or b.sort == "now") and set(gap) <= {"on", "of"}:
        return replace(b, clock=a.clock)
    return None


def _inside(inner: TimeExpression, outer: TimeExpression) -> TimeExpression:
    sort = f"{outer.unit}_rel" if outer.sort == "the_unit" else outer.sort
    return replace(inner, within=replace(outer, sort=sort))
