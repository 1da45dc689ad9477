"""Obligations: promises by time: the window of each, its day by the text, the day agreed later, the day reported."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.situation import ObligationState, Situation
from postwar.core.time import Day
from postwar.publish.document import Picture, line
from postwar.publish.drawing import INK, sheet, thin, write_svg
from postwar.publish.names import NameBook
from postwar.publish.prose import counted, day, joined, short_day
from postwar.publish.verdicts import promise

NAME = "obligations"
ROWS = 18
ROW_HEIGHT = 0.38  # inches
EDGES = 0.52  # inches above and below the rows: the legend, the days
TEXT = 70  # characters of a promise that fit the width
AHEAD = 3  # the time shown ahead is at most this many times the time past


@dataclass(frozen=True, slots=True)
class Row:
    """One promise: its window, day by the text, day agreed later, day reported done; None where there is none."""

    id: str
    text: str
    first: Day | None
    last: Day | None
    due: Day | None
    amended: Day | None
    done: Day | None


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn, from ``first`` to ``last``, with the day of the brief between."""

    first: Day
    today: Day
    last: Day
    rows: tuple[Row, ...]
    left_out: int


def data(case: Case, situation: Situation) -> Data | None:
    """The promises that have a day; None where none has."""
    texts = {o.id: o for o in case.accord.obligations}
    names = NameBook(case)
    rows = [row for o in situation.obligations if (row := _row(texts[o.id], o, names)) is not None]
    if not rows:
        return None
    first = min(
        [case.accord.signed_on or case.ceasefire_on, *(d for r in rows for d in (r.first, r.due, r.done) if d)]
    )
    today = situation.as_of.valid
    farthest = max([today, *(d for r in rows for d in (r.due, r.amended, r.done) if d)])
    past = max((today - first).days, 14)
    last = min(farthest, Day.fromordinal(today.toordinal() + AHEAD * past))
    rows.sort(key=lambda r: (r.amended or r.due or r.last or Day.max, r.id))
    return Data(first, today, max(last, today), tuple(rows[:ROWS]), max(0, len(rows) - ROWS))


def _row(obligation: Obligation, state: ObligationState, names: NameBook) -> Row | None:
    d = obligation.due
    amended = state.due if state.due != state.original_due and (state.amendments or state.original_due) else None
    due = state.original_due if amended else state.due
    if due is None and amended is None and state.done_on is None and d.continuous_from is None:
        return None
    text = promise(obligation, names)
    text = text if len(text) <= TEXT else text[:TEXT].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return Row(
        obligation.id,
        text,
        d.continuous_from or d.from_,
        d.continuous_to if d.continuous_from else due,
        None if d.continuous_from else due,
        None if d.continuous_from else amended,
        state.done_on,
    )


def _words(r: Row) -> str:
    return joined(
        (
            f"every day from {short_day(r.first)} to {short_day(r.last) if r.last else 'no end'}"
            if r.first and not r.due
            else "",
            f"due {short_day(r.due)}" if r.due else "",
            f"moved to {short_day(r.amended)}" if r.amended else "",
            f"reported done {short_day(r.done)}" if r.done else "no day of completion reported",
        ),
        ", ",
    )


def alt_text(d: Data) -> str:
    """What the timeline shows, in words."""
    return (
        f"{counted(len(d.rows), 'promise')} by time, as of {day(d.today)}: "
        + "; ".join(f"{r.text}: {_words(r)}" for r in d.rows)
        + "."
    )


def draw(d: Data) -> str:
    """The timeline as SVG: a line of text and a track for each promise."""
    height = ROW_HEIGHT * len(d.rows) + EDGES
    days = max((d.last - d.first).days, 1)
    with sheet(NAME, height) as figure:
        axes = figure.add_axes((0.005, 0.28 / height, 0.99, 1 - EDGES / height))
        for n, row in enumerate(d.rows):
            _track(axes, d, row, -float(n), days)
        today = (d.today - d.first).days
        for n in range(len(d.rows)):
            axes.plot(
                [today, today], [-n - 0.02, -n + 0.32], color=INK, linewidth=0.9, linestyle=(0, (1.5, 1)), zorder=1
            )
        axes.set_xlim(-0.01 * days, 1.01 * days)
        axes.set_ylim(-len(d.rows) + 0.75, 1.0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        marks = [m for m in sorted({0, today, days}) if m in (0, today) or m - today > days / 5]
        labels = [short_day(Day.fromordinal(d.first.toordinal() + m)) for m in marks]
        if len(marks) > 1 and marks[1] < 0.3 * days:
            labels[0] = labels[0].rsplit(" ", 1)[0]  # the year stands in the label beside it
        axes.set_xticks(marks, labels)
        if marks:
            axes.get_xticklabels()[0].set_horizontalalignment("left")
            axes.get_xticklabels()[-1].set_horizontalalignment("right" if marks[-1] > 0.85 * days else "center")
        _legend(figure, any(on and on > d.last for r in d.rows for on in (r.due, r.amended)))
        return write_svg(figure, NAME, alt_text(d))


def _track(axes, d: Data, row: Row, y: float, days: int) -> None:  # type: ignore[no-untyped-def]
    def at(on: Day | None) -> float | None:
        return None if on is None else float(min((on - d.first).days, days))

    axes.text(0, y + 0.36, row.text, fontsize=7.8, va="bottom")
    axes.plot([0, days], [y + 0.15, y + 0.15], color=thin(0.25), linewidth=0.6)
    first, last = at(row.first), at(row.last) if row.last else float(days)
    if first is not None and last is not None and last > first:
        axes.plot([first, last], [y + 0.15, y + 0.15], color=thin(0.30), linewidth=5, solid_capstyle="butt")
    due, amended, done = at(row.due), at(row.amended), at(row.done)
    if due is not None and amended is not None:
        axes.annotate(
            "", (amended, y + 0.15), (due, y + 0.15), arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 0.8}
        )
    later = [on for on in (row.due, row.amended) if on is not None and on > d.last]
    for on, marker, fill in (
        (due, "|", INK),
        (amended, "d", "none"),
        (done, "o", INK),
        (days if later else None, ">", "none"),
    ):
        if on is not None and (on < days or marker in "o>" or not later):
            axes.plot(
                [on],
                [y + 0.15],
                marker=marker,
                markersize=9 if marker == "|" else 5.5,
                markerfacecolor=fill,
                markeredgecolor=INK,
                markeredgewidth=1.0,
                linestyle="none",
                clip_on=False,
                zorder=3,
            )


def _legend(figure, later: bool) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.lines import Line2D

    def mark(marker: str, fill: str, label: str) -> Line2D:
        return Line2D(
            [],
            [],
            linestyle="none",
            marker=marker,
            markersize=9 if marker == "|" else 5.5,
            markerfacecolor=fill,
            markeredgecolor=INK,
            label=label,
        )

    handles = [
        mark("|", INK, "due by the text"),
        mark("d", "none", "day agreed later"),
        mark("o", INK, "reported done"),
        Line2D([], [], color=thin(0.30), linewidth=5, label="binds every day"),
    ]
    if later:
        handles.append(mark(">", "none", "later"))
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=5,
        frameon=False,
        fontsize=7.2,
        handletextpad=0.6,
        columnspacing=0.6,
        handlelength=1.1,
        borderaxespad=0.1,
    )


def picture(case: Case, situation: Situation) -> Picture | None:
    """The timeline with its caption, or None where no promise has a day."""
    d = data(case, situation)
    if d is None:
        return None
    more = f" {counted(d.left_out, 'further promise')} in the table only." if d.left_out else ""
    caption = line(
        f"Promises with a day of their own, as of {day(d.today)} (broken line), "
        f"known on {short_day(situation.as_of.known)}. No circle means that no report gives a day, "
        f"not that it is open.{more} "
        "Source: the accord and the reports in the table above."
    )
    return Picture(NAME, draw(d), alt_text(d), caption)
