"""Control: a ribbon of places by time, filled by standing. It is no map and has no colours of flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from postwar.core.case import Case
from postwar.core.situation import Situation
from postwar.core.time import Day
from postwar.publish.document import Picture, line
from postwar.publish.drawing import INK, sheet, thin, write_svg
from postwar.publish.holdings import Holding, holdings
from postwar.publish.prose import counted, day, joined, short_day
from postwar.publish.terms import HOW_WORDS

NAME = "control"
ROWS = 18  # more places than this are left to the table
TEXT = 58  # characters of a place and its holder that fit one line
ROW_HEIGHT = 0.4  # inches
EDGES = 0.68  # inches above and below the rows: the legend, the days
FILLS = {
    # standing -> (hatch, thickness of the ink below it)
    "observed": ("", 0.55),
    "agreed": ("////", 0.0),
    "claimed": ("....", 0.0),
    "contested": ("xxxx", 0.12),
    "unknown": ("----", 0.0),
    "undated": ("||||", 0.0),
    "before": ("", 0.10),
}
MEANING = {
    "observed": "reported as seen or done",
    "agreed": "agreed, not observed",
    "claimed": "claimed by one side",
    "contested": "contested",
    "unknown": "not known",
    "undated": "passed, day not stated",
    "before": "as the fighting stopped",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """One holder of one place between two days, on what standing."""

    first: Day
    last: Day
    holder: str
    standing: str


@dataclass(frozen=True, slots=True)
class Row:
    """One place: its stretches in order."""

    place: str
    text: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn; ``left_out`` places are in the table alone."""

    first: Day
    last: Day
    rows: tuple[Row, ...]
    left_out: int


def data(case: Case, situation: Situation, name: Callable[[str], str]) -> Data | None:
    """The ribbon from the day the fighting stopped to the day of the brief; None where nothing is reported."""
    held = holdings(case, situation.control, name)
    first, last = case.ceasefire_on, situation.as_of.valid
    if not held or last <= first:
        return None
    rows = tuple(_row(case, h, first, last, name) for h in held[:ROWS])
    return Data(first, last, rows, len(held) - len(rows))


def _row(case: Case, h: Holding, first: Day, last: Day, name: Callable[[str], str]) -> Row:
    c = h.control
    place = case.place(c.place)
    standing = c.state if c.state in FILLS else "unknown"
    holder = name(c.actor) if c.actor else "not stated"
    since = min(max(c.since or first, first), last)
    before = place.controller if place is not None else None
    undated = c.since is None and before is not None and before != c.actor and c.actor is not None
    stretches = [Stretch(since, last, holder, "undated" if undated else standing)]
    if since > first and before and before != c.actor:
        stretches.insert(0, Stretch(first, since, name(before), "before"))
    elif since > first:
        stretches[0] = Stretch(first, last, holder, standing)
    title = _title([name(p) for p in h.places])
    when = f"since {short_day(c.since)}" if c.since else "day not stated" if undated else ""
    part = "in part" if c.extent == "part" else ""
    how = HOW_WORDS.get(c.how, "") if c.how in ("handover", "capture") else ""
    tries = (joined(parts, ", ") for parts in ((holder, when, how, part), (holder, when, part), (holder, part)))
    text = next((t for t in tries if len(title) + len(t) <= TEXT), holder)
    return Row(title, text, tuple(stretches))


def _title(places: list[str]) -> str:
    """One name, or the first and how many more."""
    return places[0] if len(places) == 1 else f"{places[0]} and {len(places) - 1} more"


def alt_text(d: Data) -> str:
    """What the ribbon shows, in words."""
    return (
        f"Who is reported to hold which place from {day(d.first)} to {day(d.last)}: "
        + "; ".join(f"{r.place}: {r.text}" for r in d.rows)
        + "."
    )


def draw(d: Data) -> str:
    """The ribbon as SVG: a line of text and a bar for each place, filled by standing."""
    height = ROW_HEIGHT * len(d.rows) + EDGES
    days = (d.last - d.first).days
    with sheet(NAME, height) as figure:
        axes = figure.add_axes((0.005, 0.28 / height, 0.99, 1 - EDGES / height))
        for n, row in enumerate(d.rows):
            y = -float(n)
            axes.text(0, y + 0.40, row.place, fontsize=8.5, fontweight="bold", va="bottom")
            axes.text(days, y + 0.40, row.text, fontsize=7.5, va="bottom", ha="right")
            for s in row.stretches:
                hatch, ink = FILLS[s.standing]
                axes.barh(
                    y + 0.18,
                    (s.last - s.first).days or 1,
                    left=(s.first - d.first).days,
                    height=0.34,
                    facecolor=thin(ink),
                    edgecolor=INK,
                    linewidth=0.6,
                    hatch=hatch,
                )
        axes.set_xlim(0, days)
        axes.set_ylim(-len(d.rows) + 0.85, 1.0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        marks = sorted({0, days // 2, days})
        axes.set_xticks(marks, [short_day(Day.fromordinal(d.first.toordinal() + m)) for m in marks])
        for label, side in zip(
            axes.get_xticklabels(),
            ("left", "center", "right") if len(marks) == 3 else ("left", "right"),
            strict=False,
        ):
            label.set_horizontalalignment(side)
        _legend(figure, d)
        return write_svg(figure, NAME, alt_text(d))


def _legend(figure, d: Data) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.patches import Patch

    used = [k for k in FILLS if any(s.standing == k for r in d.rows for s in r.stretches)]
    handles = [
        Patch(facecolor=thin(FILLS[k][1]), edgecolor=INK, hatch=FILLS[k][0], linewidth=0.6, label=MEANING[k])
        for k in used
    ]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=3,
        frameon=False,
        fontsize=7.5,
        handlelength=1.6,
        columnspacing=1.0,
        handletextpad=0.5,
        borderaxespad=0.1,
        labelspacing=0.3,
    )


def picture(case: Case, situation: Situation, name: Callable[[str], str]) -> Picture | None:
    """The ribbon with its caption, or None where nothing is reported."""
    d = data(case, situation, name)
    if d is None:
        return None
    more = f" {counted(d.left_out, 'further account')} in the table only." if d.left_out else ""
    caption = line(
        f"Control as reported, {day(d.first)} to {day(d.last)}, known on {short_day(situation.as_of.known)}. "
        f"A schematic, not a map: what is filled is the standing of the account, not the land.{more} "
        "Source: the reports in the table above."
    )
    return Picture(NAME, draw(d), alt_text(d), caption)
