"""The grammar of figures: numbers, bounds, ranges, shares, denominators, units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwar.reading.figures import FigureGrammar, figures_in, numbers_in, parse_number
from postwar.reading.lexicon import load_lexicon
from postwar.reading.tokens import tokenise

GRAMMAR = FigureGrammar(load_lexicon("en"))
Row = tuple[str, float | None, float | None, str, str | None, float | None]
ROWS: tuple[Row, ...] = (
    ("412 rifles", 412, 412, "exact", "weapon", None),
    ("some 2,000 soldiers", 2000, 2000, "about", "soldier", None),
    ("more than 26,000 people", 26000, None, "at_least", "person", None),
    ("over 800 rifles", 800, None, "at_least", "weapon", None),
    ("55,000 residents or more", 55000, None, "at_least", "person", None),
    ("up to 90,000 people", None, 90000, "at_most", "person", None),
    ("fewer than 300 guns", None, 300, "at_most", "weapon", None),
    ("no more than 40 men", None, 40, "at_most", "person", None),
    ("between 1,100 and 1,300 families", 1100, 1300, "between", "household", None),
    ("40 to 60 houses", 40, 60, "between", "dwelling", None),
    ("3-4 villages", 3, 4, "between", "place", None),
    ("dozens of houses", 24, 99, "order", "dwelling", None),
    ("hundreds of families", 200, 999, "order", "household", None),
    ("tens of thousands of people", 20000, 99999, "order", "person", None),
    ("eight hundred soldiers", 800, 800, "exact", "soldier", None),
    ("twenty-five prisoners", 25, 25, "exact", "person", None),
    ("a hundred and five guns", 105, 105, "exact", "weapon", None),
    ("11.5 million dollars", 11.5e6, 11.5e6, "exact", "money", None),
    ("$40 million", 40e6, 40e6, "exact", "money", None),
    ("two million euros", 2e6, 2e6, "exact", "money", None),
    ("60% of them", 0.6, 0.6, "exact", "share", None),
    ("nearly 70 per cent", 0.7, 0.7, "about", "share", None),
    ("a third of the houses", 0.33, 0.33, "about", "share", None),
    ("two thirds of all", 0.67, 0.67, "about", "share", None),
    ("fewer than half of those", None, 0.5, "at_most", "share", None),
    ("243 of the 279 guns", 243, 243, "exact", "weapon", 279),
    ("65 out of 340 hectares", 65, 65, "exact", "hectare", 340),
    ("180 observers out of 250", 180, 180, "exact", "person", 250),
    ("7,500 of the region's 15,000 inhabitants", 7500, 7500, "exact", "person", 15000),
    ("a five-year mandate", 5, 5, "exact", "year", None),
    ("six months", 0.5, 0.5, "exact", "year", None),
    ("ten days' grace", 10, 10, "exact", "day", None),
    ("for the ninth day", 9, 9, "exact", "day", None),
    ("six armoured vehicles", 6, 6, "exact", "vehicle", None),
    ("97,000 mines", 97000, 97000, "exact", "mine", None),
    ("A child was hurt", 1, 1, "exact", "person", None),
    ("13 lakh people", 1300000, 1300000, "exact", "person", None),
    ("two crore rupees", 2e7, 2e7, "exact", "money", None),
    ("1.2m people", 1.2e6, 1.2e6, "exact", "person", None),
    ("$5bn", 5e9, 5e9, "exact", "money", None),
    ("3.028 billion dollars", 3.028e9, 3.028e9, "exact", "money", None),
    ("40\u202f000 people", 40000, 40000, "exact", "person", None),
    ("61, 000 people", 61000, 61000, "exact", "person", None),
    ("12,5 km", 12.5, 12.5, "exact", "km", None),
    ("half a million refugees", 500000, 500000, "exact", "person", None),
    ("two and a half million people", 2500000, 2500000, "exact", "person", None),
    ("more than 100 and fewer than 300 homes", 100, 300, "between", "dwelling", None),
    ("several thousand people", 2000, 9999, "order", "person", None),
    ("names exceed 15,000 people", 15000, None, "at_least", "person", None),
    ("some 60% of the 400 families", 0.6, 0.6, "about", "share", 400),
    ("one in five villages", 0.2, 0.2, "about", "share", None),
)


@pytest.mark.parametrize("row", ROWS, ids=[r[0] for r in ROWS])
def test_figure(row: Row) -> None:
    text, low, high, bound, unit, of = row
    found = GRAMMAR.figures(tokenise(text))
    assert len(found) == 1, found
    f = found[0]
    assert (f.low, f.high, f.bound, f.unit, f.of) == (pytest.approx(low), pytest.approx(high), bound, unit, of)


@pytest.mark.parametrize(
    "text",
    [
        "resolution 1244",
        "point 8",
        "call +1-222-2222-2222",
        "No. 7",
        "at 12:30",
        "no one came",
        "one of the towns",
        "handed over",
        "the T-72 tank",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    assert not GRAMMAR.figures(tokenise(text))


def test_the_particle_of_hand_over_bounds_nothing() -> None:
    assert GRAMMAR.figures(tokenise("They handed over 3 rifles"))[0].bound == "exact"


def test_a_part_of_the_figure_before() -> None:
    found = GRAMMAR.figures(tokenise("55,000 people are home, 30,000 of them without an escort"))
    assert [(f.low, f.of) for f in found] == [(55000, None), (30000, 55000)]


def test_a_whole_is_not_taken_across_a_preposition() -> None:
    found = GRAMMAR.figures(tokenise("115 counties of the province with 237,655 persons displaced"))
    assert [(f.low, f.unit, f.of) for f in found] == [(115, "place", None), (237655, "person", None)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one hundred and three and two thirds", 103 + 2 / 3),
        ("three million and a half", 3.5e6),
        ("minus 2 1/4", -2.25),
        ("three quarters of a million", 750000),
        ("12,34,567.89", 1234567.89),
        ("six crore and two hundred", 60000200),
        ("⅔", 2 / 3),
    ],
)
def test_numbers_of_any_shape(text: str, value: float) -> None:
    assert [n.value for n in numbers_in(text)] == [pytest.approx(value)]


@given(st.text(alphabet="0123456789,.-/ hundredofamilyxe½%$", max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for f in figures_in(text):
        assert text[f.start : f.end] == f.text
    for n in numbers_in(text):
        assert text[n.start : n.end] == n.text


@given(st.integers(0, 10**9))
def test_a_number_with_commas_is_read_back(n: int) -> None:
    assert parse_number(f"{n:,}") == n == parse_number(str(n))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_bounds_keep_their_order(a: int, b: int) -> None:
    for f in GRAMMAR.figures(tokenise(f"between {a:,} and {b:,} people, of whom up to {b:,} returned")):
        assert f.low is None or f.high is None or f.low <= f.high
