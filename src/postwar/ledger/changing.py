"""A reading changed field by field: what a person says that the words mean, held against what a claim may hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from postwar.core import claim as nouns
from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import AskError
from postwar.core.time import parse_day

IDS = ("actor", "target", "place", "attributed_to", "provision", "group", "depends_on")
DAYS = ("valid_from", "valid_to", "said_on")
NUMBERS = ("low", "high", "of")
OFFSETS = ("start", "end")
CHOICES = {
    "kind": nouns.KINDS, "modality": nouns.MODALITIES, "date_basis": nouns.BASES, "bound": nouns.BOUNDS,
    "unit": nouns.UNITS, "measure": nouns.MEASURES, "evidence": nouns.EVIDENCE, "polarity": ("risk", "opening"),
    "status": ("civilian", "combatant", "unknown")}
NEEDED = ("kind", "modality", "date_basis")
FIELDS = ("kind", "modality", *IDS, *DAYS, "date_basis", *NUMBERS, "bound", "unit", "measure", "scope", "evidence",
          "polarity", "status", *OFFSETS)
"""What of a reading can be changed."""
_IN_THE_ID = frozenset({"start", "end", "kind", "actor", "place", "low", "high"})
BY_HAND = "hand"           # the reader of a claim that a person has changed


def changed(claim: Claim, report: Report, settings: Sequence[str], names: Names | None = None) -> Claim:
    """The claim with some fields set otherwise, each ``field=value``; an empty value takes the field away.

    Ids are separated by commas; days are 2020-11-16; ``start`` and ``end`` move the quote. With the ``names`` of a case
    its ids are held against it. The id of the claim follows its words, kind, actors, places and figure, as that of any
    claim does. Raises ``AskError`` for a field that there is not, or a value that it cannot have.

    >>> note = Report("n", "A", "", None, None, "", "en", "Ten people returned.", "ab" * 32)
    >>> said = Claim("c-1", "n", 0, 19, "Ten people returned", "return", "happened", low=10, high=10)
    >>> changed(said, note, ["modality=planned", "valid_to=2020-12-01"]).modality
    'planned'
    """
    values: dict[str, Any] = {}
    for setting in settings:
        field, equals, text = setting.partition("=")
        if not equals or field not in FIELDS:
            raise AskError(f"{setting!r}: write field=value; the fields are {', '.join(FIELDS)}")
        values[field] = _value(field, text.strip(), names)
    _check_order(claim, values)
    new = dataclasses.replace(claim, **values, reader=BY_HAND)
    if values.keys() & set(OFFSETS):
        if not 0 <= new.start < new.end <= len(report.text):
            raise AskError(f"characters {new.start} to {new.end}: the report has {len(report.text)}")
        new = dataclasses.replace(new, quote=report.text[new.start:new.end])
    if any(getattr(new, field) != getattr(claim, field) for field in _IN_THE_ID):
        new = dataclasses.replace(new, id=nouns.claim_id(report.sha256, new.start, new.end, new.kind, new.actor,
                                                         new.place, new.low, new.high))
    return new


def fields_changed(before: Claim, after: Claim) -> tuple[str, ...]:
    """The fields of a reading in which two claims differ.

    >>> fields_changed(Claim("c", "n", 0, 1, "T", "talks", "happened"), Claim("c", "n", 0, 1, "T", "talks", "planned"))
    ('modality',)
    """
    return tuple(field for field in FIELDS if getattr(before, field) != getattr(after, field))


def _value(field: str, text: str, names: Names | None) -> Any:
    if field in IDS:
        found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
        _check_ids(field, found, names)
        return found
    if text == "" and field not in (*NEEDED, *OFFSETS):
        return None
    if field in CHOICES and text not in CHOICES[field]:
        raise AskError(f"{field}={text}: one of {', '.join(CHOICES[field])}")
    read: Callable[[str], Any] = str
    if field in DAYS:
        read = parse_day
    elif field in NUMBERS:
        read = _number
    elif field in OFFSETS:
        read = int
    try:
        return read(text)
    except ValueError as error:
        raise AskError(f"{field}={text}: {error}") from None


def _number(text: str) -> float:
    number = float(text.replace(",", "").replace("_", ""))
    if not abs(number) < float("inf"):
        raise ValueError("not a finite number")
    return number


def _check_ids(field: str, ids: Sequence[str], names: Names | None) -> None:
    if names is None or field == "depends_on":
        return
    people = {a.id for a in names.actors} | {g.id for g in names.groups}
    known = {"place": {p.id for p in names.places}, "group": {g.id for g in names.groups},
             "provision": {provision for provision, _ in names.provisions}}.get(field, people)
    for one in ids:
        if one not in known:
            raise AskError(f"{field}={one}: the case {names.case_id} has no such id; it has "
                           f"{', '.join(sorted(known)) or 'none'}")


def _check_order(claim: Claim, values: dict[str, Any]) -> None:
    """No interval begins after its end."""
    for first, last in (("valid_from", "valid_to"), ("low", "high")):
        low, high = (values.get(name, getattr(claim, name)) for name in (first, last))
        if low is not None and high is not None and low > high:
            raise AskError(f"{first}={low} is after {last}={high}; set both")
