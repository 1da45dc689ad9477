"""Figures of displacement: the labelled half of the development set of IDETECT (IDMC, 2017), its English rows.

A row's figure is right where the reader finds a figure of displacement with that value, or where those of one term and
unit add up to it; its term and unit are right where one of these has them. Shares are of all English rows.
"""

from __future__ import annotations

import csv
import re
from itertools import groupby
from pathlib import Path

from benchmarks.reading.rows import Absent, Row, share
from postwar.reading.displacement import Displaced, displacement_reader

FILE = Path("data/reading/idetect-dev/labelled_dev_half.csv")
NAME = "IDETECT dev, English rows"
# function words of the other languages of the set: two of them, and the row is not English
FOREIGN = frozenset(
    {
        *("de", "la", "las", "los", "que", "en", "se", "han", "por", "y"),  # Spanish
        *("da", "do", "dos", "pela", "pelo", "uma"),  # Portuguese
        *("su", "je", "od", "za", "na", "nije"),  # Croatian
    }
)


def is_english(text: str) -> bool:
    """Whether an excerpt is in English, by the function words of the other languages."""
    return len(FOREIGN & set(re.findall(r"[^\W\d_]+", text.lower()))) < 2


def fitting(found: list[Displaced], value: float) -> list[Displaced]:
    """Those with a value, else those of one term and unit that add up to it."""
    same = [d for d in found if value in {d.low, d.high}]
    if same:
        return same
    for _, group in groupby(sorted(found, key=_sort), key=_sort):
        some = list(group)
        if len(some) > 1 and sum(d.value for d in some) == value:
            return some
    return []


def _sort(figure: Displaced) -> tuple[str, str]:
    return figure.term, figure.unit


def measure(shared: Path) -> list[Row]:
    """Figure, term, unit."""
    path = shared / FILE
    if not path.exists():
        raise Absent(str(path))
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [row for row in csv.DictReader(file) if is_english(row["Excerpt"])]
    figure = term = unit = 0
    for row in rows:
        right = fitting(displacement_reader().read(row["Excerpt"]), float(row["Displacement figure"]))
        figure += bool(right)
        term += any(d.term == row["Reporting term"] for d in right)
        unit += any(d.unit == row["Reporting unit"] for d in right)
    size = len(rows)
    return [
        Row("displacement, figure", NAME, size, share(figure, size), 0.93, True, "figure present .887"),
        Row("displacement, term", NAME, size, share(term, size), 0.80),
        Row("displacement, unit", NAME, size, share(unit, size), 0.90),
    ]
