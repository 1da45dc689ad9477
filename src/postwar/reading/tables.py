"""Tables: a row is a unit; what it says is told by the column heads, who or where by its first cell."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from postwar.reading.figures import FigureGrammar
from postwar.reading.layout import Block
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.tokens import singular, tokenise

_DENOMINATORS = ("of", "out of", "total", "planned", "foreseen", "target")
_PROMISED = frozenset(words("promised; agreed; allowed; envisaged; ceiling; quota"))
_DAYS = ("as of", "date", "on", "day", "as at", "status on", "reported on", "period")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure cell: its span, kind, unit and number; ``of`` and ``day`` are spans or numbers of its neighbours.

    ``head`` is what its column is called.
    """

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
    head: str = ""
    modality: str = "happened"


def cells_of(block: Block, lexicon: Lexicon, figures: FigureGrammar, caption: str = "") -> list[Cell]:
    """The figure cells of a table row. What a cell counts is told by its column head, else by the first cell of its
    row, the column before, or the caption over the table."""
    out: list[Cell] = []
    heads = [h.lower().strip() for h in block.header]
    day = next((block.cells[k] for k, h in enumerate(heads) if k < len(block.cells) and h in _DAYS), None)
    row = _kind(block.text[slice(*block.cells[0])], lexicon) if block.cells else None
    over = _kind(caption, lexicon)
    named = bool(block.cells) and _is_name(block.text[slice(*block.cells[0])])
    for k, (a, b) in enumerate(block.cells):
        if k == 0 or k >= len(heads) or heads[k] in _DAYS:
            continue
        if heads[k] in _DENOMINATORS and not (heads[k] == "total" and row is not None):
            continue
        got = figures.figures(tokenise(block.text, a, b))
        if not got or not _only_figure(block.text[a:b]):
            continue
        kind = _kind(heads[k], lexicon) or row or _last_kind(out) or (over if named else None)
        if kind is None:
            continue
        whole = _whole(block, heads, k, figures)
        of = whole if whole is not None else got[0].of
        unit = got[0].unit or kind[1]
        modality = "agreed" if set(heads[k].split()) & _PROMISED else "happened"
        low, high, bound = got[0].low, got[0].high, got[0].bound
        modality = "denied" if low == high == 0 and modality == "happened" else modality
        out.append(Cell(a, b, kind[0], unit, low, high, bound, of, day, block.cells[0], block.header[k], modality))
    return out


def _last_kind(out: list[Cell]) -> tuple[str, str | None] | None:
    return (out[-1].kind, out[-1].unit) if out else None


def _is_name(label: str) -> bool:
    """Whether a row's label names where, who or when, so that what is over the table may say what the row counts: a
    label that names a thing of its own ("buildings checked") is not counted as something else.

    >>> [_is_name(label) for label in ("Tolvane district", "3 May", "buildings checked", "Tents handed out")]
    [True, True, False, False]
    """
    own = [word for word in label.split() if word[:1].islower()]
    of_its_own = any(word.endswith(("s", "ed")) or word == "out" for word in own)
    return (label[:1].isupper() or label[:1].isdigit()) and not of_its_own


def _only_figure(text: str) -> bool:
    """Whether a cell holds a figure and little else."""
    return sum(c.isalpha() for c in text) <= 16


def _whole(block: Block, heads: list[str], k: int, figures: FigureGrammar) -> float | None:
    """The denominator in the column after ``k``, where its head says that it is one."""
    if k + 1 >= len(heads) or k + 1 >= len(block.cells) or heads[k + 1] not in _DENOMINATORS[:2] + _DENOMINATORS[3:]:
        return None
    got = figures.figures(tokenise(block.text, *block.cells[k + 1]))
    return got[0].said if got else None


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
        "km cleared; mine found; searched; cleared; demined; mine; minefield; contaminated; released to use; "
        "surveyed; uxo; ordnance; explosive; hectare",
    ),
    ("housing", "dwelling; house; home; damaged; destroyed; rebuilt; repaired; apartment; flat"),
    ("exchange", "exhumed; identified; returned to families; remains"),
    ("casualty", "killed; wounded; injured; dead; casualty; death; missing"),
    ("return", "returned; return; returnee; came back; back home"),
    (
        "displacement",
        "displaced; fled; left; evacuee; refugee; evacuated; arrival; idp; evacuation; sheltering; home-based; shelter",
    ),
    ("exchange", "prisoner; detainee; exchanged; freed; released; body; handed over bodies"),
    (
        "disarmament",
        "weapon; rifle; gun; handed in; surrendered; arms; demobilised; disarmed; demobilized; cache; ammunition; "
        "discharged",
    ),
    (
        "deployment",
        "soldier; troop; peacekeeper; strength; deployed; observer; monitor; police; present; cantonment; cantoned; "
        "assembled; in camp",
    ),
    ("incident", "incident; violation; attack; breach; shelling"),
    ("population", "population; inhabitant; resident; people"),
    ("transport", "flight; ship; truck; lorry; convoy; crossing; vehicle; train; passenger; road"),
    ("aid", "parcel; ration; aid; tonne"),
)
