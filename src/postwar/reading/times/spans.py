"""Times of a text: the way in for whoever has text and no sentence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from postwar.core.time import Day
from postwar.reading.dates import Anchor, TimeExpression, When
from postwar.reading.segment import sentences
from postwar.reading.times.grammar import TimeGrammar, is_bare_nth
from postwar.reading.times.line import Line
from postwar.reading.times.tense import Tense
from postwar.reading.times.values import part_value, range_value, value_of
from postwar.reading.tokens import tokenise


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time of a text.

    ``kind``: date, range, duration, recurring, vague, clock; ``value``: as ISO 8601 and TIMEX3 write the stretch that
    it names; ``mod``: START, MID or END of it; ``first`` and ``last``: its days, inclusive, None = open or not
    resolved; ``bound``: on, by, until, before, since, from, after; ``basis``: explicit, dateline, inferred, unresolved,
    none; ``said``: the time as said, its places counted in tokens of its sentence.
    """

    start: int
    end: int
    text: str
    kind: str
    value: str
    mod: str
    first: Day | None
    last: Day | None
    granularity: str
    bound: str
    basis: str
    sort: str
    said: TimeExpression = field(repr=False, compare=False)
    language: str = field(default="en", repr=False)

    def placed(self, anchor: Anchor, direction: int, context: Day | None = None) -> When:
        """Where it stands on the calendar from an anchor, -1 in the past, +1 in the future, 0 either; ``context``: the
        last full date that was said.

        >>> import datetime as dt
        >>> times_in("They left on Friday.")[0].placed(Anchor(dt.date(2014, 11, 12)), 1).first.isoformat()
        '2014-11-14'
        """
        return _instruments(self.language)[0].resolve(self.said, anchor, direction, context)


_KINDS = {
    "range": "range", "duration": "duration", "first_n": "duration", "within": "range", "lately": "range",
    "coming": "range", "recurring": "recurring", "vague": "vague", "the_unit": "vague", "clock": "clock",
    "daypart": "clock", "event_day": "duration", "within_event": "duration",
    "length_from": "range", "within_time": "range",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tongue:
    language: str


@lru_cache(maxsize=8)
def _instruments(language: str) -> tuple[TimeGrammar, Tense]:
    grammar = TimeGrammar(_Tongue(language))
    return grammar, Tense(grammar.known)


def times_in(
    text: str, anchor: Anchor | Day | None = None, language: str = "en", direction: int | None = None
) -> list[TimeSpan]:
    """The times of a text, in order, placed against an anchor.

    ``anchor``: the day of the text or all that is known of it; ``direction``: -1 past, +1 future, 0 unknown; None lets
    the verb nearest to a time tell.

    >>> import datetime as dt
    >>> text = "It will begin on Friday and end by March."
    >>> [(t.text, t.value, t.bound) for t in times_in(text, dt.date(2014, 11, 12))]
    [('Friday', '2014-11-14', 'on'), ('March', '2015-03', 'by')]
    """
    known = anchor if isinstance(anchor, Anchor) else Anchor(anchor)
    grammar, tense = _instruments(language)
    out: list[TimeSpan] = []
    context: Day | None = None
    for a, b in sentences(text):
        tokens = tokenise(text, a, b)
        line = Line(tokens)
        for said in grammar.all_times(tokens):
            if said.sort in {"short_weekday", "part"}:
                continue
            way = direction if direction is not None else tense.direction(line, said)
            when, value = _valued(grammar, said, known, way, context)
            ends = grammar.resolve(said, known, way, context) if said.bound != "on" else when
            found = _Found(value, when.granularity, ends)
            out.append(_span(text, tokens[said.start].start, tokens[said.end - 1].end, said, language, found))
            if said.sort in {"date", "weekday", "days"} and when.first:
                context = when.first
    return out


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of a time: the value of what it names, how fine that is, and the ends that its bound leaves."""

    value: str
    granularity: str
    ends: When


def _valued(
    grammar: TimeGrammar, said: TimeExpression, anchor: Anchor, way: int, context: Day | None
) -> tuple[When, str]:
    """A time without its bound on the calendar, and its value."""
    when = grammar.resolve(replace(said, bound="on"), anchor, way, context)
    if said.sort != "range" or said.opening is None or said.to is None or when.first is None or when.last is None:
        return when, value_of(said, when)
    ends = ((said.opening, when.first), (said.to, when.last))
    fine = [grammar.resolve(end, anchor, way, context).granularity or "day" for end, _ in ends]
    first, last = (value_of(end, When(day, day, "", g)) for (end, day), g in zip(ends, fine, strict=True))
    return when, range_value(first, last)


def _span(text: str, start: int, end: int, said: TimeExpression, language: str, found: _Found) -> TimeSpan:
    kind = "vague" if is_bare_nth(said) else _KINDS.get(said.sort, "date")
    ends = found.ends
    unplaced = ends.first is None and ends.last is None and said.sort in _KINDS
    basis = "none" if unplaced and ends.basis != "unresolved" else ends.basis
    return TimeSpan(
        start, end, text[start:end], kind, found.value, part_value(said), ends.first, ends.last, found.granularity,
        said.bound, basis, said.sort, said, language,
    )  # fmt: skip
