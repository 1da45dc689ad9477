"""The grammar of times, against a Monday, 12 May 2014."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwar.core.place import Place
from postwar.reading.dates import Anchor, hemisphere
from postwar.reading.lexicon import load_lexicon
from postwar.reading.times import TimeGrammar, times_in
from postwar.reading.times.words import time_words
from postwar.reading.tokens import tokenise

GRAMMAR = TimeGrammar(load_lexicon("en"))
MONDAY = dt.date(2014, 5, 12)


def read(text: str, direction: int = -1, day: dt.date | None = MONDAY) -> tuple[str | None, str | None, str]:
    """The first time in a text, placed."""
    found = GRAMMAR.times(tokenise(text))
    assert found, text
    when = GRAMMAR.resolve(found[0], Anchor(day), direction)
    return (when.first and when.first.isoformat(), when.last and when.last.isoformat(), when.basis)


PAST: tuple[tuple[str, str | None, str | None, str], ...] = (
    ("on 9 May 2014", "2014-05-09", "2014-05-09", "explicit"),
    ("on May 9, 2014", "2014-05-09", "2014-05-09", "explicit"),
    ("on the 9th of May 2014", "2014-05-09", "2014-05-09", "explicit"),
    ("on 2014-05-09", "2014-05-09", "2014-05-09", "explicit"),
    ("on 9 May", "2014-05-09", "2014-05-09", "explicit"),
    ("on Dec. 3", "2013-12-03", "2013-12-03", "explicit"),
    ("on Friday", "2014-05-09", "2014-05-09", "dateline"),
    ("on Monday", "2014-05-12", "2014-05-12", "dateline"),
    ("last Monday", "2014-05-05", "2014-05-05", "dateline"),
    ("at the weekend", "2014-05-10", "2014-05-11", "dateline"),
    ("last week", "2014-05-05", "2014-05-11", "dateline"),
    ("yesterday", "2014-05-11", "2014-05-11", "dateline"),
    ("three days ago", "2014-05-09", "2014-05-09", "dateline"),
    ("some 20 years ago", "1994-01-01", "1994-12-31", "dateline"),
    ("last month", "2014-04-01", "2014-04-30", "dateline"),
    ("last year", "2013-01-01", "2013-12-31", "dateline"),
    ("in mid-April", "2014-04-11", "2014-04-20", "explicit"),
    ("in early April 2014", "2014-04-01", "2014-04-10", "explicit"),
    ("in the middle of April", "2014-04-11", "2014-04-20", "explicit"),
    ("in 2009", "2009-01-01", "2009-12-31", "explicit"),
    ("in the 1990s", "1990-01-01", "1999-12-31", "explicit"),
    ("by 30 April", None, "2014-04-30", "explicit"),
    ("by the end of April 2014", None, "2014-04-30", "explicit"),
    ("since 1 May", "2014-05-01", None, "explicit"),
    ("until 20 April", None, "2014-04-20", "explicit"),
    ("between 1 March and 9 April 2014", "2014-03-01", "2014-04-09", "explicit"),
    ("on 12 June", "2014-06-12", "2014-06-12", "explicit"),
    ("from 3 to 9 May", "2014-05-03", "2014-05-09", "explicit"),
    ("on Friday and Saturday", "2014-05-09", "2014-05-10", "dateline"),
    ("the day before yesterday", "2014-05-10", "2014-05-10", "dateline"),
    ("overnight", "2014-05-11", "2014-05-12", "dateline"),
    ("over the past 24 hours", "2014-05-11", "2014-05-12", "dateline"),
    ("in the second week of April", "2014-04-07", "2014-04-13", "explicit"),
    ("as of 9 May", "2014-05-09", "2014-05-09", "explicit"),
    ("as of the end of April", None, "2014-04-30", "explicit"),
    ("before the end of April", None, "2014-04-30", "explicit"),
    ("on or before 9 May", None, "2014-05-09", "explicit"),
    ("on New Year's Eve", "2013-12-31", "2013-12-31", "dateline"),
    ("from 15 April to 2 May 2014", "2014-04-15", "2014-05-02", "explicit"),
    ("on 3-5 May", "2014-05-03", "2014-05-05", "explicit"),
    ("so far", None, "2014-05-12", "dateline"),
    ("at present", "2014-05-12", "2014-05-12", "dateline"),
    ("on 30/04/2014", "2014-04-30", "2014-04-30", "explicit"),
    ("on 04/05/2014", None, None, "unresolved"),
    ("on Sunday 04/05/2014", "2014-05-04", "2014-05-04", "explicit"),
    ("two days after 28 February 2014", "2014-03-02", "2014-03-02", "inferred"),
    ("in the third quarter of 2013", "2013-07-01", "2013-09-30", "explicit"),
    ("in Q1 2014", "2014-01-01", "2014-03-31", "explicit"),
    ("in the first half of 2013", "2013-01-01", "2013-06-30", "explicit"),
    ("in 2014-W15", "2014-04-07", "2014-04-13", "explicit"),
    ("the week of 9 April", "2014-04-07", "2014-04-13", "explicit"),
    ("in the last week of March", "2014-03-24", "2014-03-30", "explicit"),
    ("in June last year", "2013-06-01", "2013-06-30", "dateline"),
    ("on the first Monday of April", "2014-04-07", "2014-04-07", "explicit"),
    ("on the 20th of last month", "2014-04-20", "2014-04-20", "dateline"),
    ("at the turn of 2013", "2012-12-17", "2013-01-15", "explicit"),
    ("in summer 2013", "2013-06-01", "2013-08-31", "inferred"),
    ("in the late 1990s", "1997-01-01", "1999-12-31", "explicit"),
    ("in the mid-1990s", "1994-01-01", "1996-12-31", "explicit"),
    ("in the nineties", "1990-01-01", "1999-12-31", "explicit"),
    ("in nineteen ninety-six", "1996-01-01", "1996-12-31", "explicit"),
    ("the war of 1992-93", "1992-01-01", "1993-12-31", "explicit"),
    ("in the 19th century", "1800-01-01", "1899-12-31", "explicit"),
    ("on Tuesday of last week", "2014-05-06", "2014-05-06", "dateline"),
    ("over the last three months", "2014-02-12", "2014-05-12", "dateline"),
    ("within 30 days of 10 April 2014", "2014-04-10", "2014-05-10", "inferred"),
    ("for 45 days from 1 March 2014", "2014-03-01", "2014-04-14", "explicit"),
    ("within 60 days of signature", None, None, "unresolved"),
    ("from March to 9 April 2014", "2014-03-01", "2014-04-09", "explicit"),
    ("on 9 April 2014 or later", "2014-04-09", None, "explicit"),
    ("no later than 9 April 2014", None, "2014-04-09", "explicit"),
    ("more than two weeks before 28 April 2014", None, "2014-04-14", "inferred"),
)
PLANNED: tuple[tuple[str, str | None, str | None], ...] = (
    ("on Friday", "2014-05-16", "2014-05-16"),
    ("next week", "2014-05-19", "2014-05-25"),
    ("on 3 January", "2015-01-03", "2015-01-03"),
    ("in January", "2015-01-01", "2015-01-31"),
    ("tomorrow", "2014-05-13", "2014-05-13"),
    ("by New Year", None, "2014-12-31"),
    ("by the end of the month", None, "2014-05-31"),
)


@pytest.mark.parametrize(("text", "first", "last", "basis"), PAST, ids=[p[0] for p in PAST])
def test_in_the_past(text: str, first: str | None, last: str | None, basis: str) -> None:
    assert read(text) == (first, last, basis)


@pytest.mark.parametrize(("text", "first", "last"), PLANNED, ids=[p[0] for p in PLANNED])
def test_what_is_planned_lies_ahead(text: str, first: str | None, last: str | None) -> None:
    assert read(text, 1)[:2] == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "on Friday",
        "yesterday",
        "last week",
        "at the weekend",
        "in April",
        "on 9 May",
        "three days ago",
        "now",
        "so far",
        "in the spring",
        "by New Year",
        "on the 9th",
    ],
)
def test_nothing_is_invented_without_an_anchor(text: str) -> None:
    assert read(text, -1, None) == (None, None, "unresolved")


@pytest.mark.parametrize(
    "text",
    [
        "They may return.",
        "Troops march north.",
        "on 31 April 2014",
        "at 15:00",
        "the second bus",
        "the fall of Tarn",
        "resolution 1244",
        "resolution 1995",
        "Jan Oster left",
        "on 24/7 duty",
        "the code 133-03-03-2020",
        "1,960 soldiers",
        "the sun rose",
    ],
)
def test_what_is_no_time(text: str) -> None:
    found = [t for t in GRAMMAR.times(tokenise(text)) if t.sort in {"date", "weekday", "season", "year"}]
    assert not found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a day later", "2014-05-08"),
        ("two days earlier", "2014-05-05"),
        ("three days before the ceremony", "2014-05-04"),
        ("the same evening", "2014-05-07"),
        ("the following day", "2014-05-08"),
        ("the day before", "2014-05-06"),
    ],
)
def test_times_told_by_the_day_spoken_of(text: str, expected: str) -> None:
    found = GRAMMAR.times(tokenise(text))[0]
    when = GRAMMAR.resolve(found, Anchor(MONDAY), -1, dt.date(2014, 5, 7))
    assert (when.first, when.basis) == (dt.date.fromisoformat(expected), "inferred")
    assert GRAMMAR.resolve(found, Anchor(MONDAY), -1).basis == "unresolved"


@pytest.mark.parametrize(("text", "last"), [("within ten days", "2014-05-22"), ("in two weeks", "2014-05-26")])
def test_times_ahead_are_of_what_is_planned(text: str, last: str) -> None:
    assert read(text, 1)[1] == last and read(text, -1) == (None, None, "unresolved")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("for two and a half years", "duration", "P2.5Y"),
        ("after 2 years and 3 months", "duration", "P2Y3M"),
        ("for weeks", "duration", "PXW"),
        ("on D+45", "duration", "P45D"),
        ("by the 45th day", "duration", "P45D"),
        ("every Friday", "recurring", "P1D"),
        ("in recent weeks", "vague", "PAST_REF"),
        ("in the third quarter of 2013", "date", "2013-Q3"),
        ("in early April 2014", "date", "2014-04"),
        ("last week", "date", "2014-W19"),
        ("on Friday morning", "date", "2014-05-09TMO"),
        ("between 1994 and 1997", "range", "1994/1997"),
    ],
)
def test_the_value_of_a_time(text: str, kind: str, value: str) -> None:
    found = times_in(f"It was seen {text}.", MONDAY)
    assert [(t.kind, t.value) for t in found] == [(kind, value)]


def test_seasons_of_the_south() -> None:
    when = GRAMMAR.resolve(GRAMMAR.times(tokenise("in summer 2013"))[0], Anchor(MONDAY, southern=True), -1)
    assert (when.first, when.last, when.basis) == (dt.date(2013, 12, 1), dt.date(2014, 2, 28), "explicit")


@pytest.mark.parametrize(
    ("lats", "southern"),
    [((40.0, 41.5), False), ((-34.0, -12.0), True), ((-5.0,), None), ((20.0, -20.0), None), ((), None)],
)
def test_where_the_places_lie_tells_whose_seasons(lats: tuple[float, ...], southern: bool | None) -> None:
    places = [Place(f"p{n}", "P", (), "district", (), lat, 30.0, None, None, "") for n, lat in enumerate(lats)]
    assert hemisphere(places) is southern


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They will return on Friday.", "2014-05-16"),
        ("They returned on Friday.", "2014-05-09"),
        ("The talks were postponed until Friday.", "2014-05-16"),
    ],
)
def test_the_tense_beside_a_time_tells_which_way_it_lies(text: str, day: str) -> None:
    assert times_in(text, MONDAY)[0].value == day


@pytest.mark.parametrize(
    "text", ["one ", "hundred and ", "1990s-", "two thousand and ", "three days and ", "12/", "May "]
)
def test_endless_runs_are_read_in_no_time(text: str) -> None:
    begun = time.process_time()
    times_in(text * 300, MONDAY)
    assert time.process_time() - begun < 1


@given(st.text(alphabet="0123456789-/.:, MaydofthFriweklast'½", max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for found in times_in(text, MONDAY):
        assert text[found.start : found.end] == found.text
        assert found.first is None or found.last is None or found.first <= found.last


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"]))
def test_a_full_date_is_read_back(day: dt.date, form: str) -> None:
    assert read(f"on {day.strftime(form)}", 0, None) == (day.isoformat(), day.isoformat(), "explicit")


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_a_week_of_the_dateline(day: dt.date, weekday: int) -> None:
    name = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()[weekday]  # noqa: SIM905
    past, ahead = (dt.date.fromisoformat(read(f"on {name}", d, day)[0] or "") for d in (-1, 1))
    assert 0 <= (day - past).days < 7 and 0 <= (ahead - day).days < 7
    assert past.weekday() == ahead.weekday() == weekday


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_way_to_say_a_time_is_a_sound_expression_and_is_found_by_its_first_words(language: str) -> None:
    ways = time_words(language).index
    assert ways
    for first, found in ways.items():
        for way in found:
            assert way.pattern.regex.pattern, first
