"""Camps: one picture for each camp of a replay: what it reported, and the run with its 50 and 90 percent bands."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.time import Day
from postwar.publish.drawing import INK, sheet, thin, write_svg
from postwar.publish.prose import counted, day, number, short_day

NAME = "camps"
HEIGHT = 2.1


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn of one camp. ``bands`` (low, high) pairs outer and inner, ``mean`` and ``reported`` by day from
    ``first``; ``marks`` days and counts of the reports; ``origin`` the day from which the run is conditioned on
    reports, or None; ``capacity`` None for unlimited."""

    camp: str
    first: Day
    mean: tuple[float, ...]
    bands: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    reported: tuple[float, ...]
    marks: tuple[tuple[int, float], ...]
    origin: int | None
    capacity: int | None
    members: int
    made_by: str


def alt_text(d: Data) -> str:
    """What the picture shows, in words."""
    last = len(d.mean) - 1
    since = "" if d.origin is None else f" The run goes on from what was reported by {day(_on(d, d.origin))}."
    return (f"{d.camp}: people in the camp from {day(d.first)} to {day(_on(d, last))}. On the last day "
            f"{number(round(d.reported[-1]))} by the reports, {number(round(d.mean[-1]))} in the mean of "
            f"{counted(d.members, 'course')}.{since} {d.made_by}")


def draw(d: Data) -> str:
    """The picture as SVG."""
    with sheet(f"{NAME}-{d.camp}", HEIGHT) as figure:
        axes = figure.add_axes((0.135, 0.16, 0.855, 0.66))
        x = range(len(d.mean))
        for (low, high), shade in zip(d.bands, (0.13, 0.26), strict=False):
            axes.fill_between(x, low, high, color=thin(shade), linewidth=0)
        axes.plot(x, d.mean, color=INK)
        axes.plot(x, d.reported, color=INK, linewidth=0.8, linestyle=(0, (1, 1.5)))
        axes.plot([m[0] for m in d.marks], [m[1] for m in d.marks], linestyle="none", marker="o", markersize=2.5,
                  color=INK)
        _draw_limits(axes, d)
        axes.set_title(d.camp, loc="left", fontsize=8.5, fontweight="bold", pad=5)
        axes.set_xlim(0, max(len(d.mean) - 1, 1))
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(_locator())
        axes.yaxis.set_major_formatter(lambda v, _: number(v))
        ends = [0, max(len(d.mean) - 1, 1)]
        axes.set_xticks(ends, [short_day(_on(d, m)) for m in ends])
        axes.get_xticklabels()[0].set_horizontalalignment("left")
        axes.get_xticklabels()[-1].set_horizontalalignment("right")
        _legend(figure)
        return write_svg(figure, f"{NAME}-{d.camp}", alt_text(d))


def _on(d: Data, offset: int) -> Day:
    return Day.fromordinal(d.first.toordinal() + offset)


def _draw_limits(axes, d: Data) -> None:  # type: ignore[no-untyped-def]
    """The day of the restart, and the capacity where it lies within what is drawn."""
    if d.origin is not None:
        axes.axvline(d.origin, color=INK, linewidth=0.8, linestyle=(0, (4, 2)))
    top = max([*d.mean, *d.reported, *(m[1] for m in d.marks), 1.0])
    if d.capacity is not None and d.capacity <= 1.3 * top:
        axes.axhline(d.capacity, color=INK, linewidth=0.6, linestyle=(0, (6, 3)))


def _locator():  # type: ignore[no-untyped-def]
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=4, integer=True)


def _legend(figure) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Line2D([], [], linestyle="none", marker="o", markersize=2.5, color=INK, label="reported"),
        Line2D([], [], color=INK, linewidth=0.8, linestyle=(0, (1, 1.5)), label="interpolated"),
        Line2D([], [], color=INK, label="mean of the run"),
        Patch(facecolor=thin(0.36), label="50%"),
        Patch(facecolor=thin(0.13), label="90%"),
        Line2D([], [], color=INK, linewidth=0.6, linestyle=(0, (6, 3)), label="capacity"),
    ]
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False, fontsize=6.6,
                  handlelength=1.3, columnspacing=0.8, handletextpad=0.4, borderaxespad=0.1, labelspacing=0.2)
