"""Tables of figures: a row is a claim; its column's head, its caption and its first cell say what it counts."""

from __future__ import annotations

import pytest

from postwar.reading.figures import FigureGrammar
from postwar.reading.layout import blocks_of
from postwar.reading.lexicon import load_lexicon
from postwar.reading.tables import Cell, cells_of

LEXICON = load_lexicon("en")
FIGURES = FigureGrammar(LEXICON)


def cells(head: str, row: str, caption: str = "") -> list[Cell]:
    """The cells of a table of one row."""
    rule = "|".join("---" for _ in head.split("|"))
    blocks = [b for b in blocks_of(f"| {head} |\n|{rule}|\n| {row} |\n", 0) if b.kind == "row"]
    return cells_of(blocks[0], LEXICON, FIGURES, caption)


@pytest.mark.parametrize(
    ("head", "row", "kind", "unit", "measure"),
    [
        ("District | Returned", "Ulm | 1,230", "return", "person", None),
        ("District | Returned | Date", "Ulm | 1,230 | 1 May 2014", "return", "person", "flow"),
        ("District | Returned so far", "Ulm | 1,230", "return", "person", "cumulative"),
        ("Camp | Refugees present", "Ulm | 90", "displacement", "person", "stock"),
        ("Place | Refugees | Since last report", "Ulm | 90 | +5", "displacement", "person", None),
    ],
)
def test_a_cell_knows_what_it_counts_and_how(head: str, row: str, kind: str, unit: str, measure: str | None) -> None:
    first = cells(head, row)[0]
    assert (first.kind, first.unit, first.measure) == (kind, unit, measure)


def test_families_beside_persons_are_households() -> None:
    assert [c.unit for c in cells("Place | Refugees | Families", "Ulm | 90 | 20")] == ["person", "household"]


def test_a_change_is_a_flow_of_what_the_first_column_counts() -> None:
    last = cells("Place | Refugees | Families | Since last report", "Ulm | 90 | 20 | +5")[-1]
    assert (last.kind, last.unit, last.measure, last.low) == ("displacement", "person", "flow", 5)


def test_a_row_of_totals_is_about_the_whole() -> None:
    assert [c.whole for c in cells("District | Returned", "Total | 1,540")] == [True]
    assert [c.whole for c in cells("District | Returned", "Ulm | 1,540")] == [False]


def test_the_caption_says_what_a_row_counts_and_its_scope() -> None:
    cell = cells("District | 3 May", "Ulm | 40", "Returns registered by district")[0]
    assert (cell.kind, cell.scope) == ("return", "registered")
