"""Why: from the words of the reports, by what they do for it, to the verdict on one obligation."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.chain import Chain
from postwar.core.situation import Situation
from postwar.publish.document import Picture, line
from postwar.publish.drawing import INK, WIDTH, sheet, thin, write_svg
from postwar.publish.names import NameBook
from postwar.publish.prose import counted, day, in_hundred, joined, list_of, short_day
from postwar.publish.quotes import WORDS_A_CLAIM, QuoteBook
from postwar.publish.verdicts import promise, timeliness_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME = "why"
ROWS = 8  # claims that are drawn; the others are counted
LETTERS = 17.0  # letters of text to the inch
LINE = 0.115  # inches
PAD = 0.06
COLUMNS = (2.30, 0.62, 1.73)  # inches: the words, what they do, the verdict
EFFECTS = {
    "for": ("for it", "-"),
    "against": ("against it", (0, (4, 2))),
    "repairs": ("makes it good", "-"),
    "moves": ("moves its day", (0, (1, 1.5))),
    "suspends": ("suspends it", (0, (1, 1.5))),
    "one reading": ("one reading", (0, (6, 1.5, 1, 1.5))),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: its words or a pointer to them, who says it, and what it does."""

    words: str
    source: str
    effect: str


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn: the claims, and the lines of the verdict."""

    obligation: str
    rows: tuple[Row, ...]
    verdict: tuple[str, ...]
    left_out: int


def data(case: Case, books: Books, chain: Chain) -> Data:
    """The claims under a verdict, the first of each effect before the rest, and the verdict on its axes."""
    quotes, claims = QuoteBook(books), {c.id: c for c in books.claims}
    listed = {s.id: s.name for s in case.sources}
    rows = []
    for ground in chain.grounds[:ROWS]:
        shown = quotes.of(claims[ground.claim], WORDS_A_CLAIM, True).text
        after = list_of([listed.get(o, case.name_of(o)) for o in ground.origin.split("+") if o])
        source = joined((f"{ground.source}, {short_day(ground.said)}", f"after {after}" if after else ""), ", ")
        rows.append(Row(f"“{shown}”" if shown else f"words at {ground.claim}", source, ground.effect))
    return Data(chain.state.id, tuple(rows), _verdict(case, chain), max(0, len(chain.grounds) - ROWS))


def _verdict(case: Case, chain: Chain) -> tuple[str, ...]:
    state = chain.state
    names = NameBook(case)
    o = next(o for o in case.accord.obligations if o.id == state.id)
    return (
        f"{state.id} {promise(o, names)}",
        f"{state.life_cycle.replace('_', ' ')} · {timeliness_words(state.timeliness.code, state.timeliness.days)}",
        state.disposition.replace("_", " "),
        f"{in_hundred(state.belief.p)}, {state.belief.word}",
        f"confidence {state.belief.confidence}",
        *(f"as read by {names.listed(r.holder)}: {r.disposition.replace('_', ' ')}" for r in state.readings),
        *((f"waits on {', '.join(chain.waits_on)}",) if chain.waits_on else ()),
        *((f"hangs on it: {', '.join(chain.hangs)}",) if chain.hangs else ()),
    )


def alt_text(d: Data) -> str:
    """What the picture shows, in words."""
    said = "; ".join(f"{EFFECTS[r.effect][0]}: {r.words} ({r.source})" for r in d.rows)
    return f"Why {d.obligation}: {'; '.join(d.verdict)}. " + (f"{said}." if said else "No claim bears on it.")


def _wrapped(texts: Sequence[str], wide: float) -> list[str]:
    return [part for text in texts for part in textwrap.wrap(text, int(wide * LETTERS)) or [""]]


def _figure(d: Data, figure: Figure, height: float) -> None:
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    verdict = _wrapped(d.verdict, COLUMNS[2] - 2 * PAD)
    tall = LINE * len(verdict) + 2 * PAD
    x, y = WIDTH - COLUMNS[2] - 0.04, (height - tall) / 2
    _box(axes, x, y, COLUMNS[2], tall, verdict, thin(0.10))
    top = 0.05
    for row in d.rows:
        text = _wrapped((row.words, row.source), COLUMNS[0] - 2 * PAD)
        box = LINE * len(text) + 2 * PAD
        _box(axes, 0.04, top, COLUMNS[0], box, text, "none")
        start, end = (0.04 + COLUMNS[0], top + box / 2), (x, y + tall / 2)
        axes.annotate(
            "", end, start,
            arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 0.8, "linestyle": EFFECTS[row.effect][1],
                        "shrinkA": 0, "shrinkB": 0})
        under = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.5}
        axes.text(start[0] + 0.05, start[1] - 0.03, EFFECTS[row.effect][0], fontsize=6.2, va="bottom", bbox=under)
        top += box + 0.10


def _box(axes, x: float, y: float, wide: float, tall: float, text: Sequence[str], fill) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((x, y), wide, tall, facecolor=fill, edgecolor=INK, linewidth=0.7))
    axes.text(x + PAD, y + tall / 2, "\n".join(text), fontsize=6.6, va="center", linespacing=1.05)


def _height(d: Data) -> float:
    boxes = [LINE * len(_wrapped((r.words, r.source), COLUMNS[0] - 2 * PAD)) + 2 * PAD + 0.10 for r in d.rows]
    return max(sum(boxes), LINE * len(_wrapped(d.verdict, COLUMNS[2] - 2 * PAD)) + 2 * PAD) + 0.10


def draw(d: Data) -> str:
    """The picture as SVG: the words on the left, the verdict on the right, an arrow for what each does."""
    height = _height(d)
    with sheet(NAME, height) as figure:
        _figure(d, figure, height)
        return write_svg(figure, NAME, alt_text(d))


def draw_png(d: Data, dots: int = 200) -> bytes:
    """The same as a PNG of so many dots to the inch, on white."""
    height = _height(d)
    with sheet(NAME, height) as figure:
        _figure(d, figure, height)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=dots, facecolor="white", metadata={"Software": None})
        return buffer.getvalue()


def picture(case: Case, books: Books, situation: Situation, chain: Chain) -> Picture:
    """The picture with its caption."""
    d = data(case, books, chain)
    more = f" {counted(d.left_out, 'further claim')} not drawn." if d.left_out else ""
    caption = line(
        f"From the words of the reports to the verdict on {d.obligation}, as of {day(situation.as_of.valid)}, known on "
        f"{short_day(situation.as_of.known)}.{more} Source: the reports named in the boxes."
    )
    return Picture(NAME, draw(d), alt_text(d), caption)
