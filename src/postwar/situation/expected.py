"""What is said to be ahead and not said to have happened, with what it waits on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from postwar.core.situation import Expected
from postwar.core.time import AsOf
from postwar.situation.counts import Counts
from postwar.situation.evidence import Item, ids_of
from postwar.situation.reach import Reach

_KINDS = (
    "return",
    "reconstruction",
    "mines",
    "housing",
    "transport",
    "deployment",
    "talks",
    "guard",
    "exchange",
    "withdrawal",
    "handover",
    "disarmament",
    "centre",
    "aid",
    "services",
    "border",
    "displacement",
)
_AT_ONCE = ("centre", "deployment", "guard", "handover", "withdrawal")
_AHEAD = ("planned", "demanded", "conditional")
_CONDITIONS = ("mines", "reconstruction", "housing", "services", "transport", "aid", "guard", "access")
_NEAR = 400  # characters within which a precondition stands beside what waits on it


def expected_lines(
    items: Sequence[Item], counts: Counts, done: Collection[str], reach: Reach, as_of: AsOf
) -> tuple[Expected, ...]:
    """One line for each kind, modality, group and place that reports put ahead.

    No longer ahead is what a report of the same day or later tells as happened, what bears on an obligation that is
    fulfilled (``done``: the ids of such claims), and what was to be by a day that has passed."""
    grouped: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], list[Item]] = {}
    for item in items:
        claim = item.claim
        if claim.kind not in _KINDS or claim.modality not in _AHEAD or claim.id in done:
            continue
        past = claim.valid_to is not None and claim.valid_to < as_of.valid
        if not past and not _came_true(item, items, counts, reach):
            key = (claim.kind, claim.modality, groups_of(item, counts), tuple(sorted(claim.place)))
            grouped.setdefault(key, []).append(item)
    return tuple(_line(key, grouped[key], items) for key in sorted(grouped))


def groups_of(item: Item, counts: Counts) -> tuple[str, ...]:
    """The populations that a claim is about."""
    return counts.populations(item)


def _came_true(item: Item, items: Sequence[Item], counts: Counts, reach: Reach) -> bool:
    """Whether a report tells it as happened: of a single event at a place that it can mean; of what goes on bit by bit
    (returns, clearance, building) only for the same people, the same place and the same number or none."""
    claim = item.claim
    told = [o for o in items if o.claim.kind == claim.kind and o.claim.modality == "happened" and o.said >= item.said]
    if claim.kind in _AT_ONCE:
        return any(
            _may_be_same(o.claim.actor, claim.actor)
            and (o.said > item.said or o.claim.report != claim.report)
            and (not o.claim.place or not claim.place or _meet(reach, o.claim.place, claim.place))
            for o in told
        )
    return any(
        o.said > item.said
        and set(o.claim.place) & set(claim.place)
        and groups_of(o, counts) == groups_of(item, counts)
        and set(o.claim.actor) & set(claim.actor or o.claim.actor)
        and (claim.low is None or (o.claim.low or 0) >= claim.low)
        for o in told
    )


def _may_be_same(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not some or not others or bool(set(some) & set(others))


def _meet(reach: Reach, some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(reach.holds(a, b) or reach.holds(b, a) for a in some for b in others)


def _line(key: tuple[str, str, tuple[str, ...], tuple[str, ...]], group: list[Item], items: Sequence[Item]) -> Expected:
    kind, modality, people, place = key
    last = group[-1].claim
    waits = [c for item in group for c in _waits_on(item, items)]
    by = max((i.claim.valid_to for i in group if i.claim.valid_to is not None), default=None)
    return Expected(kind, modality, people, place, last.low, last.high, by, tuple(dict.fromkeys(waits)), ids_of(group))


def _waits_on(item: Item, items: Sequence[Item]) -> list[str]:
    """The claims that it is conditional on: as its reader noted, else the preconditions that stand beside it."""
    if item.claim.depends_on:
        known = {i.claim.id for i in items}
        return [c for c in item.claim.depends_on if c in known]
    if item.claim.kind != "return" or item.claim.modality == "conditional":
        return []
    return [
        o.claim.id
        for o in items
        if o.claim.report == item.claim.report
        and o.claim.modality == "conditional"
        and o.claim.kind in _CONDITIONS
        and abs(o.claim.start - item.claim.start) <= _NEAR
        and (o.sentence == item.sentence or abs(o.claim.start - item.claim.end) <= _NEAR // 2)
    ]
