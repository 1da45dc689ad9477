"""Numbers and ranges of numbers: the specification cases of Microsoft Recognizers-Text (MIT), English.

A case is right where the grammar finds as many numbers as the case lists, each at its place and of its value.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from benchmarks.reading.rows import Row, share
from benchmarks.reading.specifications import Case, cases
from postwar.reading.figures import FigureSpan, figures_in, numbers_in

FOLDER = Path("data/reading/recognizers/Number")


def number_right(case: Case) -> bool:
    """Whether every number of a case is found at its place with its value, and no other."""
    found, wanted = numbers_in(case["Input"]), case["Results"]
    return len(found) == len(wanted) and all(
        n.start < r["End"] + 1 and r["Start"] < n.end and _same(n.value, float(r["Resolution"]["value"]))
        for n, r in zip(found, wanted, strict=True)
    )


def percent_right(case: Case) -> bool:
    """Whether every percentage with a number is found with its value, and no other."""
    found = [f for f in figures_in(case["Input"]) if f.unit == "share"]
    wanted = [r["Resolution"]["value"] for r in case["Results"] if r["Resolution"]["value"] != "null"]
    return len(found) == len(wanted) and all(
        _same((f.low or 0) * 100, float(w.rstrip("%"))) for f, w in zip(found, wanted, strict=True)
    )


def range_right(case: Case) -> bool:
    """Whether every range of a case is found with both ends (an open end is open), and no other."""
    found = [f for f in figures_in(case["Input"]) if f.bound in {"between", "at_least", "at_most"} or _is_equal(f)]
    wanted = [_ends(r["Resolution"]["value"]) for r in case["Results"]]
    return len(found) == len(wanted) and all(
        _same(f.low, low) and _same(f.high, high) for f, (low, high) in zip(found, wanted, strict=True)
    )


def _is_equal(figure: FigureSpan) -> bool:
    return figure.bound == "exact" and "equal" in figure.text.lower()


def _ends(text: str) -> tuple[float | None, float | None]:
    low, _, high = text[1:-1].partition(",")
    return float(low) if low else None, float(high) if high else None


def _same(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def measure(shared: Path) -> list[Row]:
    """The share of cases that are right."""
    sets: tuple[tuple[str, str, Callable[[Case], bool], float | None, str], ...] = (
        ("numbers", "NumberModel", number_right, 0.95, "Recognizers (Python) .82"),
        ("number ranges", "NumberRangeModel", range_right, 0.85, "none in Python"),
        ("percentages", "PercentModel", percent_right, None, ""),
    )
    rows = []
    for what, name, right, bar, reference in sets:
        found = cases(shared / FOLDER, name)
        value = share(sum(map(right, found)), len(found))
        note = "ends compared without their strictness" if name == "NumberRangeModel" else ""
        rows.append(Row(what, f"recognizers/{name}", len(found), value, bar, True, reference, note))
    return rows
