"""Clauses: which obligations wait on which, from left to right, each with how far it has come."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.agenda import Wait
from postwar.core.case import Case
from postwar.core.situation import ObligationState, Situation
from postwar.publish.document import Picture, line
from postwar.publish.drawing import INK, WIDTH, sheet, thin, write_svg
from postwar.publish.names import NameBook
from postwar.publish.prose import counted, day, short_day
from postwar.publish.verdicts import promise

NAME = "clauses"
ROW_HEIGHT = 0.52  # inches
BOX_HEIGHT = 0.40
GAP = 0.35  # inches between two columns
LETTERS = 15.5  # letters of a box's text to the inch
LINES = 3  # lines of text in a box
COLUMNS = 4  # at most: further layers share the last column
KINDS = {
    "after": ("comes after it", "-"),
    "counts_from": ("its term counts from it", "-"),
    "parallel": ("in parallel", (0, (4, 2))),
    "repairs": ("makes its breach good", (0, (1, 1.5))),
    "suspends": ("may be suspended for its breach", (0, (1, 1.5))),
}
FILLED = ("fulfilled", "discharged", "terminated", "superseded")


@dataclass(frozen=True, slots=True)
class Node:
    """One obligation: its column and row, and whether it is behind its obligor."""

    id: str
    text: str
    life_cycle: str
    column: int
    row: float


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn. ``left_out`` obligations wait on nothing and nothing waits on them."""

    nodes: tuple[Node, ...]
    edges: tuple[Wait, ...]
    left_out: int


def data(case: Case, situation: Situation, graph: Sequence[Wait]) -> Data | None:
    """The obligations that wait on others or are waited on; None where there are none."""
    states = {o.id: o for o in situation.obligations}
    edges = tuple(e for e in graph if e.source in states and e.target in states)
    ids = [o for o in states if any(o in (e.source, e.target) for e in edges)]
    if not ids:
        return None
    columns = _columns(ids, edges)
    names = NameBook(case)
    texts = {o.id: promise(o, names) for o in case.accord.obligations}
    rows = _rows(ids, columns, edges)
    nodes = tuple(_node(states[i], texts[i], columns[i], rows[i]) for i in ids)
    return Data(nodes, edges, len(states) - len(ids))


def _node(state: ObligationState, text: str, column: int, row: float) -> Node:
    return Node(state.id, text, state.life_cycle, column, row)


def _columns(ids: Sequence[str], edges: Sequence[Wait]) -> dict[str, int]:
    """The column of each obligation: one right of all that it waits on. A circle is cut where it closes."""
    found: dict[str, int] = {}

    def column(some_id: str, open_: tuple[str, ...]) -> int:
        if some_id not in found:
            before = [e.source for e in edges if e.target == some_id and e.source not in (*open_, some_id)]
            depth = max((column(b, (*open_, some_id)) + 1 for b in before), default=0)
            found[some_id] = min(depth, COLUMNS - 1)
        return found[some_id]

    return {i: column(i, ()) for i in ids}


def _rows(ids: Sequence[str], columns: dict[str, int], edges: Sequence[Wait]) -> dict[str, float]:
    """The row of each: near what it waits on, and no two in one place."""
    rows: dict[str, float] = {}
    for n in range(COLUMNS):
        taken = -1.0
        here = [i for i in ids if columns[i] == n]
        wanted = {}
        for place, i in enumerate(here):
            sources = [rows[e.source] for e in edges if e.target == i and e.source in rows]
            wanted[i] = sum(sources) / len(sources) if sources else float(place)
        for i in sorted(here, key=lambda i: (wanted[i], here.index(i))):
            rows[i] = taken = max(wanted[i], taken + 1.0)
    return rows


def alt_text(d: Data) -> str:
    """What the graph shows, in words."""
    edges = "; ".join(f"{e.target}, {e.source}: {KINDS[e.kind][0]}" for e in d.edges)
    found = counted(len(d.nodes), "obligation")
    return f"{found} that wait on each other. The second of each pair comes first: {edges}."


def draw(d: Data) -> str:
    """The graph as SVG: boxes from left to right, an arrow for each edge."""
    n_columns = max(n.column for n in d.nodes) + 1
    n_rows = max(n.row for n in d.nodes) + 1
    height = n_rows * ROW_HEIGHT + 0.45
    wide = (WIDTH - 0.1 - GAP * (n_columns - 1)) / n_columns
    with sheet(NAME, height) as figure:
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.axis("off")
        at = {n.id: (0.05 + n.column * (wide + GAP), 0.40 + n.row * ROW_HEIGHT) for n in d.nodes}
        for node in d.nodes:
            _box(axes, node, *at[node.id], wide)
        for edge in d.edges:
            _arrow(axes, edge, at, wide)
        _legend(figure, sorted({e.kind for e in d.edges}, key=list(KINDS).index))
        return write_svg(figure, NAME, alt_text(d))


def _box(axes, node: Node, x: float, y: float, wide: float) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.patches import Rectangle

    done = node.life_cycle in FILLED
    broken = node.life_cycle == "violated"
    axes.add_patch(
        Rectangle((x, y), wide, BOX_HEIGHT, facecolor=thin(0.14) if done else "none", edgecolor=INK,
                  linewidth=1.4 if broken else 0.7, hatch="////" if broken else None))
    text = textwrap.wrap(f"{node.id} {node.text}", max(8, int(wide * LETTERS)))
    cut = text if len(text) <= LINES else [*text[: LINES - 1], text[LINES - 1].rstrip(".,;:") + " …"]
    background = {"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 0.6} if broken else None
    axes.text(x + 0.04, y + BOX_HEIGHT / 2, "\n".join(cut), fontsize=6.2, va="center", linespacing=1.0, bbox=background)


def _arrow(axes, edge: Wait, at: dict[str, tuple[float, float]], wide: float) -> None:  # type: ignore[no-untyped-def]
    (x0, y0), (x1, y1) = at[edge.source], at[edge.target]
    middle = BOX_HEIGHT / 2
    beside = x1 > x0
    far = x1 - x0 > 1.5 * (wide + GAP)
    bend = f"arc3,rad={-0.3 if far and abs(y1 - y0) < BOX_HEIGHT else 0}"
    start = (x0 + wide, y0 + middle) if beside else (x0 + wide / 2, y0 + (BOX_HEIGHT if y1 > y0 else 0))
    end = (x1, y1 + middle) if beside else (x1 + wide / 2, y1 + (0 if y1 > y0 else BOX_HEIGHT))
    axes.annotate(
        "", end, start,
        arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 0.8, "linestyle": KINDS[edge.kind][1],
                    "shrinkA": 0, "shrinkB": 0, "connectionstyle": bend})


def _legend(figure, kinds: Sequence[str]) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    lines = {("after" if k == "counts_from" else k): None for k in kinds}
    words = {"after": "after it, or counted from it", "parallel": KINDS["parallel"][0], "repairs": "for its breach",
             "suspends": "for its breach"}
    shown: dict[str, Line2D | Patch] = {}
    for kind in lines:
        shown.setdefault(words[kind], Line2D([], [], color=INK, linewidth=0.8, linestyle=KINDS[kind][1]))
    shown["behind its obligor"] = Patch(facecolor=thin(0.14), edgecolor=INK, linewidth=0.7)
    shown["a breach is reported"] = Patch(facecolor="none", edgecolor=INK, hatch="////", linewidth=1.0)
    figure.legend(
        list(shown.values()), list(shown), loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=3, frameon=False,
        fontsize=6.6, handlelength=1.8, columnspacing=0.9, handletextpad=0.5, borderaxespad=0.1)


def picture(case: Case, situation: Situation, graph: Sequence[Wait]) -> Picture | None:
    """The graph with its caption, or None where no obligation waits on another."""
    d = data(case, situation, graph)
    if d is None:
        return None
    more = f" {counted(d.left_out, 'further obligation')} wait on nothing." if d.left_out else ""
    caption = line(
        f"Which obligations wait on which, as of {day(situation.as_of.valid)}, known on "
        f"{short_day(situation.as_of.known)}; what is on the left comes first.{more} Source: the accord."
    )
    return Picture(NAME, draw(d), alt_text(d), caption)
