"""Fan: people back and away: what was reported, with its bounds, then the run with its 50 and 90 percent bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from postwar.core.case import Case
from postwar.core.claim import Claim
from postwar.core.outlook import Outlook
from postwar.core.situation import Situation
from postwar.core.time import Day
from postwar.publish.document import Picture, line
from postwar.publish.drawing import INK, sheet, thin, write_svg
from postwar.publish.prose import as_given, counted, day, near, number, rounded, short_day
from postwar.publish.series import Series, series_of
from postwar.publish.terms import VARIABLE_WORDS

NAME = "fan"
SHOWN = ("back_in_region", "back_home", "away")  # people back and away, in this order
REPORTED = ("back_in_region", "back_home", "displaced", "away")
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
PANELS = 3
PANEL_HEIGHT = 1.75
TITLE_LETTERS = 52  # of the full size beside the widest numbers; a longer title is set smaller
LEFT, LEFT_OF_MILLIONS, MILLION = 0.135, 0.17, 1e6  # share of the width that numbers beside the axis take


@dataclass(frozen=True, slots=True)
class Mark:
    """One reported figure on its day; an open end is None."""

    on: Day
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Panel:
    """One series: the marks of the reports, and (day, P5, P25, P50, P75, P95) of the run."""

    title: str
    marks: tuple[Mark, ...]
    bands: tuple[tuple[Day, float, float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn: the panels share their time from ``first`` to ``last``; the run begins at ``origin``."""

    first: Day
    origin: Day
    last: Day
    members: int
    panels: tuple[Panel, ...]


def choose(series: Sequence[Series], situation: Situation) -> list[Series]:
    """For each variable of :data:`SHOWN` one series, at most :data:`PANELS`.

    The place with the best reported figures of people back or away comes first, then the place with most people.

    A series of all groups of a place is taken before those of its groups.
    """
    known = {f.place: f.origins for f in sorted(situation.figures, key=lambda f: f.origins) if f.variable in REPORTED}
    picked = []
    for variable in SHOWN:
        mine = [s for s in series if s.variable == variable and s.days and set(LEVELS) <= set(s.at(s.days[-1]))]
        if mine:
            picked.append(
                max(mine, key=lambda s: (not s.who, known.get(s.place, 0), s.at(s.days[-1])[0.95], s.place))
            )
    return picked[:PANELS]


def data(
    case: Case, situation: Situation, outlook: Outlook, claims: Mapping[str, Claim], name: Callable[[str], str]
) -> Data | None:
    """The panels; None where the outlook has no series of people."""
    chosen = choose(series_of(outlook), situation)
    if not chosen:
        return None
    panels = tuple(_panel(situation, s, claims, name) for s in chosen)
    first = min(
        [outlook.origin, case.ceasefire_on, *(m.on for p in panels for m in p.marks if m.on >= case.ceasefire_on)]
    )
    panels = tuple(Panel(p.title, tuple(m for m in p.marks if m.on >= first), p.bands) for p in panels)
    return Data(first, outlook.origin, max(b[0] for p in panels for b in p.bands), outlook.members, panels)


def _panel(situation: Situation, s: Series, claims: Mapping[str, Claim], name: Callable[[str], str]) -> Panel:
    words = VARIABLE_WORDS.get(s.variable, s.variable)
    about = [name(x) for x in (s.place, s.who) if x]
    marks: set[Mark] = set()
    for f in situation.figures:
        if (
            f.variable != s.variable
            or (s.who and f.group not in (None, s.who))
            or (s.place and f.place not in (None, s.place))
        ):
            continue
        for claim in (claims[i] for i in f.claims if i in claims):
            if claim.low is not None or claim.high is not None:
                marks.add(Mark(claim.valid_to or claim.valid_from or f.on, claim.low, claim.high))
    bands = []
    for on in s.days:
        at = s.at(on)
        if set(LEVELS) <= set(at):
            bands.append((on, *(at[q] for q in LEVELS)))
    ordered = tuple(sorted(marks, key=lambda m: (m.on, m.low or 0.0, m.high or 0.0)))
    return Panel(words[0].upper() + words[1:] + (f": {', '.join(about)}" if about else ""), ordered, tuple(bands))  # type: ignore[arg-type]


def alt_text(d: Data) -> str:
    """What the fan shows, in words."""
    parts = []
    for p in d.panels:
        on, low, _, middle, _, high = p.bands[-1]
        seen = (
            f"last reported {as_given(p.marks[-1].low, p.marks[-1].high)} on {short_day(p.marks[-1].on)}; "
            if p.marks
            else ""
        )
        parts.append(
            f"{p.title}: {seen}by {short_day(on)} the run gives {near(low, high)}, middle {number(rounded(middle))}"
        )
    return (
        f"{counted(len(d.panels), 'series')} from {day(d.first)} to {day(d.last)}. ".replace("seriess", "series")
        + ". ".join(parts)
        + "."
    )


def draw(d: Data) -> str:
    """The panels as SVG, one below the other."""
    height = PANEL_HEIGHT * len(d.panels) + 0.35
    left = LEFT if max(_top(panel) for panel in d.panels) < MILLION else LEFT_OF_MILLIONS
    with sheet(NAME, height) as figure:
        for n, panel in enumerate(d.panels):
            bottom = (height - 0.35 - PANEL_HEIGHT * (n + 1) + 0.42) / height
            axes = figure.add_axes((left, bottom, 0.99 - left, (PANEL_HEIGHT - 0.75) / height))
            _draw_panel(axes, d, panel)
        _legend(figure)
        return write_svg(figure, NAME, alt_text(d))


def _top(p: Panel) -> float:
    """The highest number that a panel draws."""
    ends = [m.high if m.high is not None else m.low or 0.0 for m in p.marks]
    return max([*(b[5] for b in p.bands), *ends], default=0.0)


def _draw_panel(axes, d: Data, p: Panel) -> None:  # type: ignore[no-untyped-def]
    def at(on: Day) -> int:
        return (on - d.first).days

    x = [at(b[0]) for b in p.bands]
    axes.fill_between(x, [b[1] for b in p.bands], [b[5] for b in p.bands], color=thin(0.13), linewidth=0)
    axes.fill_between(x, [b[2] for b in p.bands], [b[4] for b in p.bands], color=thin(0.26), linewidth=0)
    axes.plot(x, [b[3] for b in p.bands], color=INK)
    for mark in p.marks:
        _draw_mark(axes, at(mark.on), mark)
    axes.axvline(at(d.origin), color=INK, linewidth=0.8, linestyle=(0, (4, 2)))
    size = max(8.5 * min(1.0, TITLE_LETTERS / len(p.title)), 6.6)
    axes.set_title(p.title, loc="left", fontsize=size, fontweight="bold", pad=5)
    axes.set_xlim(0, max(at(d.last), 1))
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(_locator())
    axes.yaxis.set_major_formatter(lambda v, _: number(v))
    ends = (0, at(d.last))
    marks = [m for m in sorted({*ends, at(d.origin)}) if m in ends or at(d.last) / 5 < m < at(d.last) * 4 / 5]
    axes.set_xticks(marks, [short_day(Day.fromordinal(d.first.toordinal() + m)) for m in marks])
    axes.get_xticklabels()[0].set_horizontalalignment("left")
    axes.get_xticklabels()[-1].set_horizontalalignment("right")


def _locator():  # type: ignore[no-untyped-def]
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=4, integer=True)


def _draw_mark(axes, x: float, m: Mark) -> None:  # type: ignore[no-untyped-def]
    """A bar from low to high; an open end is an arrow head; a single number a dot."""
    low, high = m.low, m.high
    if low is not None and high is not None and low < high:
        axes.plot([x, x], [low, high], color=INK, linewidth=2.2, solid_capstyle="butt", zorder=3)
        return
    marker = "o" if low == high else "^" if high is None else "v"
    axes.plot(
        [x],
        [low if low is not None else high],
        marker=marker,
        markersize=4.5,
        color=INK,
        linestyle="none",
        zorder=3,
        clip_on=False,
    )


def _legend(figure) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Line2D([], [], linestyle="none", marker="^", markersize=4.5, color=INK, label="reported"),
        Line2D([], [], color=INK, linewidth=2.2, label="as interval"),
        Line2D([], [], color=INK, label="middle (P50)"),
        Patch(facecolor=thin(0.36), label="50%"),
        Patch(facecolor=thin(0.13), label="90%"),
    ]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=5,
        frameon=False,
        fontsize=7.3,
        handlelength=1.3,
        columnspacing=0.8,
        handletextpad=0.4,
        borderaxespad=0.1,
    )


def picture(
    case: Case, situation: Situation, outlook: Outlook, claims: Mapping[str, Claim], name: Callable[[str], str]
) -> Picture | None:
    """The fan with its caption, or None where the outlook has no series of people."""
    d = data(case, situation, outlook, claims, name)
    if d is None:
        return None
    caption = line(
        f"People, as reported (marks, with their bounds) and as {d.members:,} courses run on from {day(d.origin)} "
        "(broken line): half of them lie in the dark band, nine in ten in the light one. A head that points up "
        f"means or more, down or fewer. Known on {short_day(situation.as_of.known)}. "
        "Source: the reports above; the model run in Who says so."
    )
    return Picture(NAME, draw(d), alt_text(d), caption)
