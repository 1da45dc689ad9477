"""Parts: the span of a claim inside its clause, and the gapped parts that repeat a verb without saying it again.

"Oster was ceded on Tuesday, Ulm on May 3 and Tarn on May 9" is one verb and three parts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from postwar.reading.figures import Figure
from postwar.reading.frames import Frame
from postwar.reading.sentence import Sentence

_PLACE_GAPS = frozenset(
    {
        "handover",
        "capture",
        "withdrawal",
        "deployment",
        "return",
        "displacement",
        "exchange",
        "disarmament",
        "mines",
        "housing",
        "transport",
        "casualty",
    }
)
UNITS = {
    "displacement": ("person", "household", "share"),
    "return": ("person", "household", "share", "vehicle"),
    "deployment": ("soldier", "police", "person", "vehicle", "share"),
    "withdrawal": ("soldier", "police", "person", "vehicle", "place", "km", "share"),
    "mandate": ("year", "day"),
    "amendment": ("day", "year"),
    "guard": ("place", "soldier", "km"),
    "disarmament": ("weapon", "vehicle", "person", "soldier", "share"),
    "exchange": ("person", "soldier", "share"),
    "casualty": ("person", "soldier", "police", "household"),
    "incident": ("incident", "person", "day", "share", "place"),
    "housing": ("dwelling", "share", "place"),
    "mines": ("mine", "hectare", "km2", "km", "share"),
    "reconstruction": ("money", "place", "km", "dwelling"),
    "aid": ("money", "person", "share", "vehicle", "household"),
    "transport": ("km", "vehicle", "person"),
    "population": ("person", "household", "share"),
    "handover": ("place", "km2", "day", "share"),
    "capture": ("place", "km2", "share"),
    "control": ("place", "share", "km2"),
    "centre": ("person", "soldier", "place"),
    "deadline": ("day",),
    "recognition": ("vote",),
    "history": ("person", "year"),
    "risk": ("person",),
    "ceasefire": ("day", "incident"),
    "access": ("person", "vehicle"),
    "services": ("household", "share", "person"),
    "heritage": ("place",),
    "border": ("km",),
    "support": ("money", "weapon", "soldier"),
}
_BARE = frozenset(
    {"displacement", "return", "casualty", "disarmament", "deployment", "housing", "exchange", "mines", "population"}
)


# kinds of which a sentence seldom counts two
_ONE_FIGURE = frozenset({"mandate", "amendment", "guard", "transport", "reconstruction"})
_PLACES_COUNT = frozenset({"disarmament", "exchange", "deployment", "transport", "handover", "mines"})


@dataclass(frozen=True, slots=True)
class Part:
    """Tokens ``start`` to ``end`` of one claim; ``figure`` its figure; ``gapped``: it has no verb of its own.

    ``ahead``: its verb comes in a later part ("40 rifles and 3 mortars were handed in")."""

    start: int
    end: int
    figure: Figure | None = None
    gapped: bool = False
    ahead: bool = False


def parts_of(s: Sentence, frame: Frame, start: int, end: int) -> list[Part]:
    """The parts of a frame within tokens ``start`` to ``end``."""
    if frame.kind == "mandate" and frame.group is None:
        start = _own_start(s, frame, start)
    ahead = _joined_subjects(s, frame, start)
    out: list[Part] = []
    for a, b in itertools.pairwise([start, *ahead]):
        a, b = trim(s, a, b)
        out.append(Part(a, b, _figure(s, frame, a, b), gapped=True, ahead=True))
    start = ahead[-1] if ahead else start
    cuts = _gap_starts(s, frame, start, end)
    edges = [start, *cuts, end]
    for n, (a, b) in enumerate(itertools.pairwise(edges)):
        a, b = trim(s, a, b)
        if b <= a:
            continue
        figure = _figure(s, frame, a, b)
        if n and ((figure is None and not s.has("place", a, b)) or s.low(a) in {"not", "instead"}):
            continue
        out.append(Part(a, b, figure, gapped=n > 0))
    return out if any(not p.gapped for p in out) else [*out, Part(*trim(s, start, end))]


def _joined_subjects(s: Sentence, frame: Frame, start: int) -> list[int]:
    """Where further counted things begin that are joined before the verb ("24 boys and 9 girls have left")."""
    if frame.group is None or frame.kind in _ONE_FIGURE or frame.kind not in UNITS:
        return []
    counted = [
        f
        for f in s.figures
        if start <= f.start < frame.group.start and f.unit in UNITS[frame.kind] and not f.article and f.unit != "share"
    ]
    out = []
    for a, b in itertools.pairwise(counted):
        between = [s.low(k) for k in range(a.end, b.start)]
        verbs = any(a.end <= g.start < b.start for g in s.groups)
        if (
            between[-1:] in (["and"], [","], ["("])
            and len(between) <= 6
            and not verbs
            and not set(between) & s.lists["parts.inner"]
        ):
            out.append(b.start)
    return out


def _own_start(s: Sentence, frame: Frame, start: int) -> int:
    """Where the phrase of a noun begins: at the preposition before it ("for a renewable five-year mandate")."""
    for k in range(frame.head, max(start, frame.head - 5), -1):
        if s.low(k) == "for":
            return k
    return start


def _figure(s: Sentence, frame: Frame, a: int, b: int) -> Figure | None:
    wanted = UNITS.get(frame.kind, ())
    found = [
        f
        for f in s.figures
        if a <= f.start < b
        and (frame.kind == "population" or not s.peoples(f))
        and not (f.by and frame.kind not in {"amendment", "incident"})
    ]
    fitting = [f for f in found if f.unit in wanted and (not f.article or frame.kind in {"casualty"})]
    whole = [f for f in fitting if not f.article] or fitting
    bare = [f for f in found if f.unit is None and frame.kind in _BARE]
    if not whole and not bare:
        whole = [
            f
            for f in found
            if (f.unit == "place" and frame.kind in _PLACES_COUNT and a <= f.start < frame.head)
            or (frame.group is None and f.unit in {None, "incident"} and 0 <= frame.head - f.end <= 1 and not f.article)
        ]
    if whole and bare and bare[0].start < whole[0].start and whole[0].unit == "share":
        return bare[0]
    clause = s.clauses[frame.clause]
    if not found and clause.relative and a <= clause.start + 1:
        near = [
            f
            for f in s.figures
            if clause.start - 5 <= f.start < clause.start
            and (
                f.unit in wanted
                or (
                    f.noun is not None
                    and f.unit == "person"
                    and "place" in wanted
                    and s.low(f.noun) in {"others", "other"}
                )
            )
        ]
        return near[-1] if near else None
    ranked = (
        sorted(whole, key=lambda f: (wanted.index(f.unit or ""), f.start))
        if frame.kind in {"mandate", "amendment"}
        else whole
    )
    return ranked[0] if ranked else bare[0] if bare else None


def _gap_starts(s: Sentence, frame: Frame, start: int, end: int) -> list[int]:
    """Where gapped parts begin: after a comma, a join or a dash, with a place and a time, or a further figure."""
    out: list[int] = []
    first = _figure(s, frame, start, end)
    verbs = frame.clause
    heads = {k for g in s.clauses[verbs].groups for k in range(g.start, g.end)}
    last_head = max((k for k in heads if start <= k < end), default=frame.head)
    for k in range(start + 1, end - 1):
        if s.low(k) not in {",", "and", "—", "–", ";", "or", "of"} or k < min(frame.head, last_head):
            continue
        after = k + 1
        while after < end and s.low(after) in {"and", "but", "then", ","}:
            after += 1
        stop = next(
            (
                j
                for j in range(after, end)
                if s.low(j) in {",", ";", "—", "–"} or (s.low(j) == "and" and _opens(s, frame, j + 1, end, first))
            ),
            end,
        )
        dated = any(start <= t.start < k for t in s.times) or any(start <= f.start < k for f in s.figures)
        if (
            s.low(k) != "of"
            and dated
            and frame.kind in _PLACE_GAPS
            and _place_first(s, after)
            and (any(after <= t.start < stop for t in s.times) or any(after <= f.start < stop for f in s.figures))
            and not any(after <= g.start < stop and g.finite for g in s.groups)
        ) or (s.low(k) != "of" and _further(s, frame, after, stop, first)):
            out.append(after)
    return sorted(set(out))


def _opens(s: Sentence, frame: Frame, at: int, end: int, first: Figure | None) -> bool:
    return _place_first(s, at) or _further(s, frame, at, min(end, at + 6), first)


def _place_first(s: Sentence, at: int) -> bool:
    if s.low(at) in {"the", "in", "at", "from"}:
        at += 1
    return any(m.start == at and m.places for m in s.mentions)


def _further(s: Sentence, frame: Frame, after: int, stop: int, first: Figure | None) -> bool:
    """Whether a further figure of the same claim begins at ``after``."""
    if first is None or frame.kind not in UNITS:
        return False
    figure = next((f for f in s.figures if after <= f.start <= after + 1), None)
    if figure is None or figure.start <= first.start or figure.article:
        return False
    if figure.unit in UNITS[frame.kind] and frame.kind not in _ONE_FIGURE:
        return True
    return figure.unit is None and first.unit is not None and frame.kind in _BARE


def trim(s: Sentence, a: int, b: int) -> tuple[int, int]:
    """The span without linking words and marks at its ends."""
    while a < b and (
        (not s.tokens[a].is_word and s.tokens[a].text not in "\"“([$€£'’‘«")
        or s.low(a) in {"and", "but", "that", "though", "although", "while", "yet", "whereas"}
    ):
        a += 1
    while b > a and (
        (not s.tokens[b - 1].is_word and s.tokens[b - 1].text not in "\"”)]%'’»")
        or s.low(b - 1) in {"and", "but", "or"}
    ):
        b -= 1
    return a, b


def clause_span(s: Sentence, n: int, covered: Sequence[int] = ()) -> tuple[int, int]:
    """The tokens of a clause, with those of the condition that hangs on it."""
    clause = s.clauses[n]
    start, end = clause.start, clause.end
    for other in (n - 1, n + 1):
        if 0 <= other < len(s.clauses) and (
            s.clauses[other].link in {"if", "unless"} or s.low(s.clauses[other].start) == "should"
        ):
            start, end = min(start, s.clauses[other].start), max(end, s.clauses[other].end)
    return start, end
