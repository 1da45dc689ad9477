"""Rulings between the readings of an obligation: who made which, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postwar.cases.fields import Ids
from postwar.cases.located import Block
from postwar.cases.rows import NO_DAY, only_once
from postwar.core.accord import Provision, Ruling

RULING = ("id", "obligation", "upholds", "by", "made_on", "known_on", "source")


def read_rulings(top: Block, ids: Mapping[str, Ids], provisions: Iterable[Provision]) -> tuple[Ruling, ...]:
    """The rulings of provisions.toml; each upholds a reading of the obligation that it names, and somebody made it."""
    readings = {o.id: frozenset(r.id for r in o.readings) for p in provisions for o in p.obligations}
    blocks = tuple(top.blocks("ruling"))
    only_once(blocks, "id")
    return tuple(_ruling(block, ids, readings) for block in blocks)


def _ruling(block: Block, ids: Mapping[str, Ids], readings: Mapping[str, frozenset[str]]) -> Ruling:
    block.allow(RULING)
    obligation = block.one_id("obligation", ids["obligation"], required=True)
    upholds = block.text("upholds", required=True)
    if upholds and obligation in readings:
        block.refers("upholds", upholds, Ids("reading", f"the readings of {obligation}", readings[obligation]))
    by = block.ids("by", ids["actor"])
    if block.raw("by") in (None, []) and not block.absent("by"):
        block.fault(None, block.raw("id"), "a ruling that nobody made:", "name who made it in by")
    return Ruling(
        block.some_id(), obligation, upholds, by, block.day("made_on", required=True) or NO_DAY,
        block.day("known_on", required=True) or NO_DAY, block.text("source", required=True))
