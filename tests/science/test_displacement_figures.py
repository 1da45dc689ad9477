"""Figures of displacement in the terms of the field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.reading.displacement import displacement_reader

CASES = [
    ("Some 4,300 people were evacuated.", [(4300, "Evacuated", "People")]),
    ("The floods displaced 1,200 families.", [(1200, "Displaced", "Households")]),
    ("Number of displaced: 452", [(452, "Displaced", "People")]),
    ("Completely destroyed housing: 31", [(31, "Destroyed Housing", "Households")]),
    (
        "The storm damaged 85 houses and destroyed 36.",
        [(85, "Partially Destroyed Housing", "Households"), (36, "Destroyed Housing", "Households")],
    ),
    ("Nearly 600 were left homeless.", [(600, "Homeless", "People")]),
    ("Shelling forced 2,500 people out of their homes.", [(2500, "Forced to Flee", "People")]),
    ("Another 900 residents have been relocated to safety.", [(900, "Relocated", "People")]),
    (
        "700 people displaced in the north and 300 in the south.",
        [(700, "Displaced", "People"), (300, "Displaced", "People")],
    ),
    ("Forty people died and 12 trucks were burned.", []),
    ("The mission has 250 observers.", []),
    ("Rains killed 5 people and displaced 230 families.", [(230, "Displaced", "Households")]),
    ("2,000 families were displaced; 15 people died.", [(2000, "Displaced", "Households")]),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_figure_term_and_unit(text: str, wanted: list[tuple[int, str, str]]) -> None:
    found = displacement_reader().read(text)
    assert [(d.value, d.term, d.unit) for d in found] == wanted
    assert all(0 <= d.start < d.end <= len(text) for d in found)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["12", "people", "evacuated", ",", "(", ")", "houses", "and", "of", "destroyed", "."])))
def test_any_order_of_words_is_taken(row: list[str]) -> None:
    displacement_reader().read(" ".join(row))
