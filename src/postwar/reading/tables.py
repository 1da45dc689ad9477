"""Tables: a row is a unit; what it says is told by the column heads, who or where by its first cell."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from postwar.reading.figures import FigureGrammar
from postwar.reading.layout import Block
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.tokens import singular, tokenise

_DENOMINATORS = ("of", "out of", "total", "planned", "foreseen", "target")
_DAYS = ("as of", "date", "on", "day", "as at", "status on", "reported on", "period")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure cell: its span, kind, unit and number; ``of`` and ``day`` are spans or numbers of its neighbours."""

    start: int
    end: int
    kind: str
    unit: str | None
    low: float | None
    high: float | None
    bound: str
    of: float | None
    day: tuple[int, int] | None
    label: tuple[int, int]


def cells_of(block: Block, lexicon: Lexicon, figures: FigureGrammar) -> list[Cell]:
    """The figure cells of a table row whose column head tells what is counted."""
    out: list[Cell] = []
    heads = [h.lower().strip() for h in block.header]
    day = next((block.cells[k] for k, h in enumerate(heads) if k < len(block.cells) and h in _DAYS), None)
    for k, (a, b) in enumerate(block.cells):
        if k == 0 or k >= len(heads) or heads[k] in _DENOMINATORS or heads[k] in _DAYS:
            continue
        got = figures.figures(tokenise(block.text, a, b))
        kind = _kind(heads[k], lexicon)
        if not got or kind is None:
            continue
        after = heads[k + 1] if k + 1 < len(heads) else ""
        whole = (
            figures.figures(tokenise(block.text, *block.cells[k + 1]))
            if after in _DENOMINATORS and k + 1 < len(block.cells)
            else []
        )
        out.append(
            Cell(
                a,
                b,
                kind[0],
                kind[1] or got[0].unit,
                got[0].low,
                got[0].high,
                got[0].bound,
                whole[0].said if whole else got[0].of,
                day,
                block.cells[0],
            )
        )
    return out


def _kind(head: str, lexicon: Lexicon) -> tuple[str, str | None] | None:
    """The kind of claim and the unit that a column head names."""
    tokens = [t.low for t in tokenise(head)]
    forms = {f for t in tokens for f in singular(t)} | {" ".join(p) for p in itertools.pairwise(tokens)}
    unit = next(
        (lexicon.units[f] for f in sorted(forms) if f in lexicon.units and not lexicon.units[f].startswith("=")), None
    )
    for kind, cues in _CUES:
        if any(c in forms for c in words(cues)):
            return kind, unit or _UNIT.get(kind)
    return None


_UNIT = {
    "return": "person",
    "displacement": "person",
    "casualty": "person",
    "housing": "dwelling",
    "exchange": "person",
    "disarmament": "weapon",
    "population": "person",
    "incident": "incident",
}
_CUES = (
    (
        "mines",
        "searched; cleared; demined; mine; minefield; contaminated; released to use; surveyed; uxo; ordnance; hectare",
    ),
    ("housing", "dwelling; house; home; damaged; destroyed; rebuilt; repaired; apartment; flat"),
    ("casualty", "killed; wounded; injured; dead; casualty; death; missing"),
    ("return", "returned; return; returnee; came back; back home"),
    ("displacement", "displaced; fled; left; evacuee; refugee; evacuated; arrival; idp"),
    ("exchange", "prisoner; detainee; exchanged; freed; released; body; handed over bodies"),
    ("disarmament", "weapon; rifle; gun; handed in; surrendered; arms; demobilised; disarmed; demobilized"),
    ("deployment", "soldier; troop; peacekeeper; strength; deployed; observer; monitor; police"),
    ("incident", "incident; violation; attack; breach; shelling"),
    ("population", "population; inhabitant; resident; people"),
    ("aid", "parcel; ration; aid; tonne"),
)
