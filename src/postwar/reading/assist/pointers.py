"""What a language model may answer: pointers at words of the report, never a number, a day or an id of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postwar.core.claim import KINDS, MODALITIES

SLOTS = ("actor", "target", "place", "when", "figure", "attributed_to")
LENT = ("actor", "target", "place", "attributed_to")
"""Slots whose words may stand elsewhere in the report, if marked so; a day and a figure stand in the quote."""
MOST_POINTERS, MOST_WORDS = 200, 12


@dataclass(frozen=True, slots=True)
class Slot:
    """Words that fill a slot; ``inherited`` where they stand outside the quote."""

    words: str
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """One claim as pointed at. ``start`` and ``end`` count characters of the raw report, where the model gives them."""

    quote: str
    kind: str
    modality: str
    slots: Mapping[str, tuple[Slot, ...]]
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A pointer that is not taken, and why."""

    quote: str
    reason: str


def answer_schema() -> dict[str, Any]:
    """The JSON Schema that an answer is asked to keep to."""
    slot = {"type": "array", "items": {"type": "object", "additionalProperties": False, "required": ["words"],
                                       "properties": {"words": {"type": "string"}, "inherited": {"type": "boolean"}}}}
    claim = {
        "type": "object", "additionalProperties": False, "required": ["quote", "kind", "modality"],
        "properties": {
            "quote": {"type": "string"}, "start": {"type": "integer"}, "end": {"type": "integer"},
            "kind": {"enum": sorted(KINDS)}, "modality": {"enum": sorted(MODALITIES)},
            **dict.fromkeys(SLOTS, slot)}}
    return {"type": "object", "additionalProperties": False, "required": ["claims"],
            "properties": {"claims": {"type": "array", "items": claim}}}


def pointers_in(answer: str) -> tuple[tuple[Pointer, ...], tuple[Refusal, ...]]:
    """The pointers of an answer, and what of it is none. An answer that is no JSON object of claims gives no pointer.

    >>> pointers_in('{"claims": [{"quote": "It rained", "kind": "weather", "modality": "happened"}]}')[1]
    (Refusal(quote='It rained', reason="kind 'weather' is not one of the vocabulary"),)
    """
    try:
        data = json.loads(answer)
    except (ValueError, RecursionError):
        return (), (Refusal("", "the answer is no JSON"),)
    claims = data.get("claims") if isinstance(data, dict) else None
    if not isinstance(claims, list):
        return (), (Refusal("", "the answer holds no list of claims"),)
    found: list[Pointer] = []
    refused = [Refusal("", f"more than {MOST_POINTERS} claims; the rest is left out")] * (len(claims) > MOST_POINTERS)
    for item in claims[:MOST_POINTERS]:
        pointer = _pointer(item)
        if isinstance(pointer, Pointer):
            found.append(pointer)
        else:
            refused.append(pointer)
    return tuple(found), tuple(refused)


def _pointer(item: Any) -> Pointer | Refusal:
    if not isinstance(item, dict) or not isinstance(item.get("quote"), str):
        return Refusal("", "a claim has no quote")
    quote, kind, modality = item["quote"], item.get("kind"), item.get("modality")
    for name, value, known in (("kind", kind, KINDS), ("modality", modality, MODALITIES)):
        if not isinstance(value, str) or value not in known:
            return Refusal(quote, f"{name} {value!r} is not one of the vocabulary")
    start, end = item.get("start"), item.get("end")
    if not all(v is None or (isinstance(v, int) and not isinstance(v, bool)) for v in (start, end)):
        return Refusal(quote, "its offsets are no whole numbers")
    slots: dict[str, tuple[Slot, ...]] = {}
    for name in SLOTS:
        given = _slots(item.get(name))
        if given is None:
            return Refusal(quote, f"{name} is no list of words")
        slots[name] = given
    return Pointer(quote, str(kind), str(modality), slots, start, end)


def _slots(value: Any) -> tuple[Slot, ...] | None:
    """The words of a slot; None where they are not given as asked."""
    items = [] if value is None else value if isinstance(value, list) else [value]
    found = []
    for item in items:
        item = {"words": item} if isinstance(item, str) else item
        if not isinstance(item, dict) or not isinstance(item.get("words"), str) or not item["words"].strip():
            return None
        if len(item["words"].split()) > MOST_WORDS:
            return None
        found.append(Slot(item["words"], item.get("inherited") is True))
    return tuple(found)
