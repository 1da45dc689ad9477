"""Tables: a row is a unit; what it says is told by the column heads, who or where by its first cell."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from postwar.reading.figures import FigureGrammar
from postwar.reading.layout import Block
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.tokens import singular, tokenise

_LETTERS = 16  # a cell with more of them holds words beside its figure
_COUNTED = frozenset({"return", "displacement", "casualty", "population", "deployment", "disarmament", "incident"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure cell: its span, kind, unit and number; ``of`` and ``day`` are spans or numbers of its neighbours.

    ``head`` is what its column is called; ``measure`` and ``scope`` how it counts, as its head or caption tells;
    ``whole`` marks a row about everything that the table is about.
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
    measure: str | None = None
    scope: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TableWords:
    """What the words of tables mean, in one language."""

    kinds: tuple[tuple[str, str | None, tuple[str, ...]], ...]  # kind, unit, cues
    denominators: frozenset[str]
    whole_of: frozenset[str]
    days: frozenset[str]
    promised: frozenset[str]
    totals: frozenset[str]
    measures: tuple[tuple[str, tuple[str, ...]], ...]  # measure, words of a head


@lru_cache(maxsize=4)
def table_words(language: str) -> TableWords:
    """The words of tables of a language, read once."""
    file = resources.files("postwar.reading") / "lexicon" / language / "tables.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    sets = (frozenset(words(data[name])) for name in ("denominators", "whole_of", "days", "promised", "totals"))
    kinds = tuple((row["kind"], row.get("unit"), words(row["cues"])) for row in data["kind"])
    measures = tuple((name, words(data[name])) for name in ("flow", "cumulative", "stock"))
    return TableWords(kinds, *sets, measures)


def cells_of(block: Block, lexicon: Lexicon, figures: FigureGrammar, caption: str = "") -> list[Cell]:
    """The figure cells of a table row. What a cell counts is told by its column head, else by the first cell of its
    row, the column before, or the caption over the table."""
    if not block.cells:
        return []
    known = table_words(lexicon.language)
    out: list[Cell] = []
    heads = [h.lower().strip() for h in block.header]
    day = next((block.cells[k] for k, h in enumerate(heads) if k < len(block.cells) and h in known.days), None)
    label = block.text[slice(*block.cells[0])]
    whole = label.lower().strip(" :*") in known.totals
    row, over = _kind(label, lexicon), _kind(caption, lexicon)
    for k, (a, b) in enumerate(block.cells):
        if k == 0 or k >= len(heads) or heads[k] in known.days:
            continue
        if heads[k] in known.denominators and not (heads[k] == "total" and row is not None):
            continue
        got = figures.figures(tokenise(block.text, a, b))
        own = _kind(heads[k], lexicon)
        beside = _beside(out, heads[k], known)
        kind = own or row or beside or (over if whole or _is_name(label) else None)
        if kind is None or not got or not _only_figure(block.text[a:b]):
            continue
        first = got[0]
        of = _whole(block, heads, k, figures, known)
        modality = "agreed" if set(heads[k].split()) & known.promised else "happened"
        modality = "denied" if first.low == first.high == 0 and modality == "happened" else modality
        unit = first.unit or _unit(heads[k], lexicon) or kind[1]
        how = _measure(block.text[a:b], heads[k], caption, day, known) if kind[0] in _COUNTED else None
        whole_of = of if of is not None else first.of
        scope = _scope(heads[k], caption, lexicon)
        span, number = (a, b), (first.low, first.high, first.bound, whole_of)
        out.append(
            Cell(*span, kind[0], unit, *number, day, block.cells[0], block.header[k], modality, how, scope, whole)
        )
    return out


def _beside(out: list[Cell], head: str, known: TableWords) -> tuple[str, str | None] | None:
    """What the column before counts; for a change ("since last report") the first column, which it is a change of."""
    if not out:
        return None
    cell = out[0] if _told(head, known) == "flow" else out[-1]
    return cell.kind, cell.unit


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
    return sum(c.isalpha() for c in text) <= _LETTERS


def _whole(block: Block, heads: list[str], k: int, figures: FigureGrammar, known: TableWords) -> float | None:
    """The denominator in the column after ``k``, where its head says that it is one."""
    if k + 1 >= len(heads) or k + 1 >= len(block.cells) or heads[k + 1] not in known.whole_of:
        return None
    got = figures.figures(tokenise(block.text, *block.cells[k + 1]))
    return got[0].said if got else None


def _measure(text: str, head: str, caption: str, day: tuple[int, int] | None, known: TableWords) -> str | None:
    """How a cell counts: by its head, a plus before its number, the caption; a row of a day is that day's flow."""
    told = _told(head, known)
    if told is None and text.strip().startswith("+"):
        told = "flow"
    told = told or _told(caption.lower(), known)
    return told or ("flow" if day is not None and "as" not in head.split() and day[1] > day[0] else None)


def _told(text: str, known: TableWords) -> str | None:
    padded = f" {text} "
    return next((name for name, phrases in known.measures if any(f" {p} " in padded for p in phrases)), None)


def _scope(head: str, caption: str, lexicon: Lexicon) -> str | None:
    """What exactly is counted, where the head, or else the caption, says so."""
    for text in (head, caption.lower()):
        for name, phrases in lexicon.scopes["scope"].items():
            if any(f" {p} " in f" {text} " for p in words(phrases)):
                return str(name)
    return None


def _forms(head: str) -> set[str]:
    """The words of a head, each also in the singular, and its pairs of words."""
    tokens = [t.low for t in tokenise(head)]
    return {f for t in tokens for f in singular(t)} | {" ".join(p) for p in itertools.pairwise(tokens)}


def _unit(head: str, lexicon: Lexicon) -> str | None:
    """The unit that a head names."""
    named = (lexicon.units[f] for f in sorted(_forms(head)) if f in lexicon.units)
    return next((unit for unit in named if not unit.startswith("=")), None)


def _kind(head: str, lexicon: Lexicon) -> tuple[str, str | None] | None:
    """The kind of claim and the unit that a column head names."""
    forms = _forms(head)
    for kind, unit, cues in table_words(lexicon.language).kinds:
        if any(c in forms for c in cues):
            return kind, _unit(head, lexicon) or unit
    return None
