"""What is said to be ahead and not said to have happened, with what it waits on."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.situation import Expected
from postwar.situation.counts import Counts
from postwar.situation.evidence import Item, ids_of

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
_AHEAD = ("planned", "demanded", "conditional")
_CONDITIONS = ("mines", "reconstruction", "housing", "services", "transport", "aid", "guard", "access")
_NEAR = 400  # characters within which a precondition stands beside what waits on it


def expected_lines(items: Sequence[Item], counts: Counts) -> tuple[Expected, ...]:
    """One line for each kind, modality, group and place that reports put ahead; what a later report tells as happened
    is no longer ahead."""
    grouped: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], list[Item]] = {}
    for item in items:
        claim = item.claim
        if claim.kind in _KINDS and claim.modality in _AHEAD and not _came_true(item, items, counts):
            key = (claim.kind, claim.modality, groups_of(item, counts), tuple(sorted(claim.place)))
            grouped.setdefault(key, []).append(item)
    return tuple(_line(key, grouped[key], items) for key in sorted(grouped))


def groups_of(item: Item, counts: Counts) -> tuple[str, ...]:
    """The populations that a claim is about."""
    return counts.populations(item)


def _came_true(item: Item, items: Sequence[Item], counts: Counts) -> bool:
    claim = item.claim
    return any(
        o.claim.kind == claim.kind
        and o.claim.modality == "happened"
        and o.said > item.said
        and set(o.claim.place) & set(claim.place)
        and groups_of(o, counts) == groups_of(item, counts)
        and set(o.claim.actor) & set(claim.actor or o.claim.actor)
        for o in items
    )


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
