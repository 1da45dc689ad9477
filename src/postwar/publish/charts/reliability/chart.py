"""Reliability: of what was given a probability, how much happened, beside how far chance alone would scatter it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from postwar.core.score import MODEL, Skill
from postwar.core.time import Day
from postwar.publish.drawing import INK, sheet, thin, write_svg
from postwar.publish.prose import counted, day

NAME = "reliability"
BINS = 10
HEIGHT = 3.4  # inches
_KEY = """number: pairs
bar: 9 in 10 samples
lie here if the
probability is right
line of dashes:
as often as given"""


@dataclass(frozen=True, slots=True)
class Bin:
    """What was given nearly the same probability: the mean of it, the share that happened, how many, and the share
    between whose ends nine in ten samples of that size would lie if the probability were right."""

    p: float
    happened: float
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn: the bins, lowest probability first, and what the caption says."""

    bins: tuple[Bin, ...]
    pairs: int
    targets: int
    first: Day
    last: Day
    hindcast: bool


def data(skill: Skill) -> Data | None:
    """The bins of all promises and questions that the books settle; None where there are none."""
    if not skill.events:
        return None
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for e in skill.events:
        bins[min(int(e.p[MODEL] * BINS), BINS - 1)].append((e.p[MODEL], e.happened))
    made = tuple(_bin(pairs) for pairs in bins if pairs)
    return Data(made, len(skill.events), len({e.target for e in skill.events}), skill.origins[0], skill.origins[-1],
                skill.hindcast)


def _bin(pairs: list[tuple[float, bool]]) -> Bin:
    p, n = sum(q for q, _ in pairs) / len(pairs), len(pairs)
    return Bin(round(p, 4), round(sum(o for _, o in pairs) / n, 4), n, _quantile(n, p, 0.05) / n,
               _quantile(n, p, 0.95) / n)


def _quantile(n: int, p: float, level: float) -> int:
    """The smallest k with P(Binomial(n, p) ≤ k) ≥ level."""
    held = 0.0
    for k in range(n):
        held += math.comb(n, k) * p**k * (1 - p) ** (n - k)
        if held >= level:
            return k
    return n


def alt_text(d: Data) -> str:
    """What the picture shows, in words."""
    told = "; ".join(f"given {b.p:.0%} on average, {b.happened:.0%} of {b.n} happened" for b in d.bins)
    of = counted(d.targets, "promise or question", "promises and questions")
    return (f"Reliability of {counted(d.pairs, 'probability', 'probabilities')} about "
            f"{of}, from outlooks of {day(d.first)} to {day(d.last)}: {told}."
            + (" In hindsight: this shows method, not skill." if d.hindcast else ""))


def draw(d: Data) -> str:
    """The picture as SVG."""
    with sheet(NAME, HEIGHT) as figure:
        axes = figure.add_axes((0.115, 0.14, 0.62, 0.83))
        axes.plot([0, 1], [0, 1], color=thin(0.5), linewidth=0.8, linestyle=(0, (4, 2)))
        for b in d.bins:
            axes.plot([b.p, b.p], [b.low, b.high], color=thin(0.28), linewidth=5, solid_capstyle="butt")
        axes.plot([b.p for b in d.bins], [b.happened for b in d.bins], color=INK, marker="o", markersize=4,
                  linewidth=0.8)
        for b in d.bins:
            axes.annotate(str(b.n), (b.p, b.happened), xytext=(5, -9), textcoords="offset points", fontsize=6.6)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
        axes.set_xlabel("probability given")
        axes.set_ylabel("share that happened")
        ticks = [0, 0.25, 0.5, 0.75, 1]
        axes.set_xticks(ticks, [f"{t:.0%}" for t in ticks])
        axes.set_yticks(ticks, [f"{t:.0%}" for t in ticks])
        figure.text(0.76, 0.9, _KEY, fontsize=6.6, va="top", linespacing=1.5)
        return write_svg(figure, NAME, alt_text(d))
