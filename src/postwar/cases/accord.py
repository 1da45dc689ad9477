"""The accord of a case: provisions.toml, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postwar.cases.access import read_access
from postwar.cases.documents import ACCORD, SIGNING, Documents
from postwar.cases.due import read_due, read_power, whole_number
from postwar.cases.fields import Ids
from postwar.cases.located import Block
from postwar.cases.places import circles
from postwar.cases.rows import NO_DAY, only_once
from postwar.cases.rulings import read_rulings
from postwar.core.accord import (
    ACTS,
    AMENDMENTS,
    MODES,
    REMEDIES,
    Accord,
    Amendment,
    Event,
    Obligation,
    Provision,
    Reading,
    Remedy,
    Silence,
    Stage,
    Topic,
)
from postwar.core.claim import KINDS, UNITS
from postwar.core.time import Day

OBLIGATION = ("id", "obligor", "beneficiary", "mode", "act", "object", "place", "extent", "except", "quantity", "unit",
              "counted_by", "due", "after", "else", "stage", "power", "remedy", "reading")
CHANGES = ("obligor", "place", "except", "quantity", "counted_by", "by", "before", "forbids", "allows", "outside",
           "none")
ACTS_OF_READINGS = ("forbids", "allows", "outside")
LISTS = ("obligor", "place", "except", "counted_by")


def read_accord(documents: Documents, ids: Mapping[str, Ids]) -> Accord:
    """The accord of provisions.toml; an empty one where the file could not be read, which is noted already."""
    top = documents.blocks.get("provisions.toml")
    if top is None:
        return Accord(None)
    top.allow(ACCORD)
    signed_on = top.day("signed_on")
    events = _events(top)
    days = {SIGNING: signed_on} | {e.id: e.on for e in events}
    provisions = tuple(top.blocks("provision"))
    only_once(provisions, "id")
    obligations = tuple(o for block in provisions for o in block.blocks("obligation"))
    only_once(obligations, "id")
    read = tuple(_provision(block, ids, days) for block in provisions)
    accord = Accord(
        signed_on=signed_on, provisions=read,
        amendments=_amendments(top, ids), stages=_stages(top), silences=_silences(top), topics=_topics(top, ids),
        access=read_access(documents, ids), events=events,
        rulings=read_rulings(top, ids, read))
    counts = any(SIGNING in (o.due.of, *o.after) for o in accord.obligations)
    if counts and top.raw("signed_on") is None and not top.absent("signed_on"):
        top.fault(None, None, "signed_on is missing, and terms count from the signing", "fill in signed_on")
    _check_order(obligations, accord)
    return accord


def _stages(top: Block) -> tuple[Stage, ...]:
    blocks = _all(top, "stage", ("id", "name", "noted_by", "known_on"))
    return tuple(Stage(block.some_id(), block.text("name", required=True), block.text("noted_by", required=True),
                       block.day("known_on", required=True) or NO_DAY) for block in blocks)


def _events(top: Block) -> tuple[Event, ...]:
    blocks = _all(top, "event", ("id", "name", "on", "known_on", "source"))
    return tuple(Event(block.some_id(), block.text("name", required=True), block.day("on", required=True) or NO_DAY,
                       block.day("known_on", required=True) or NO_DAY, block.text("source", required=True))
                 for block in blocks)


def _silences(top: Block) -> tuple[Silence, ...]:
    blocks = _all(top, "silence", ("id", "topic", "text", "noted_by", "known_on", "source"))
    return tuple(Silence(block.some_id(), block.text("topic", required=True), block.text("text", required=True),
                         block.text("noted_by", required=True), block.day("known_on", required=True) or NO_DAY,
                         block.text("source", required=True)) for block in blocks)


def _topics(top: Block, ids: Mapping[str, Ids]) -> tuple[Topic, ...]:
    blocks = _all(top, "topic", ("id", "name", "words", "expected_of"))
    return tuple(Topic(block.some_id(), block.text("name", required=True), block.words("words", required=True),
                       block.ids("expected_of", ids["actor"])) for block in blocks)


def _all(top: Block, key: str, keys: Iterable[str]) -> tuple[Block, ...]:
    """The tables of a kind, their keys and ids checked."""
    blocks = tuple(top.blocks(key))
    for block in blocks:
        block.allow(keys)
    only_once(blocks, "id")
    return blocks


def _provision(block: Block, ids: Mapping[str, Ids], days: Mapping[str, Day | None]) -> Provision:
    block.allow(("id", "text", "theme", "parties", "source", "known_on", "obligation"))
    provision_id, theme = block.some_id(), block.text("theme")
    if "obligation" not in block.values and not block.absent("obligation"):
        block.fault(None, provision_id, "a provision has no obligation:", "add [[provision.obligation]] below it")
    return Provision(
        id=provision_id, text=block.text("text", required=True), theme=theme,
        parties=block.ids("parties", ids["actor"]),
        source=block.text("source", required=True), known_on=block.day("known_on", required=True) or NO_DAY,
        obligations=tuple(_obligation(o, provision_id, theme, ids, days) for o in block.blocks("obligation")))


def _obligation(block: Block, provision: str, theme: str, ids: Mapping[str, Ids],
                days: Mapping[str, Day | None]) -> Obligation:
    block.allow(OBLIGATION)
    readings = tuple(block.blocks("reading"))
    only_once(readings, "id")
    return Obligation(
        id=block.some_id(), provision=provision, obligor=block.ids("obligor", ids["actor"]),
        beneficiary=block.ids("beneficiary", ids["who"]), mode=block.choice("mode", MODES),
        act=block.choice("act", ACTS), object=block.text("object"), place=block.ids("place", ids["place"]),
        extent=block.choice("extent", ("whole", "part"), default="whole"), except_=block.ids("except", ids["place"]),
        quantity=block.number("quantity", least=0), unit=block.choice("unit", UNITS, default="") or None,
        due=read_due(block, ids, days), after=block.ids("after", ids["start"]), otherwise=block.text("else"),
        power=read_power(block, ids), stage=block.one_id("stage", ids["stage"]) or None,
        readings=tuple(_reading(r, ids) for r in readings), theme=theme,
        remedies=tuple(_remedy(r, ids) for r in block.blocks("remedy")), counted_by=_counters(block, ids))


def _counters(block: Block, ids: Mapping[str, Ids]) -> tuple[str, ...]:
    """Whose count of the quantity counts; without a quantity there is nothing to count."""
    found = block.ids("counted_by", ids["actor"])
    if found and block.raw("quantity") is None and not block.absent("quantity"):
        block.fault("counted_by", found[0], "counted_by without a quantity:", "add quantity, or take counted_by out")
    return found


def _remedy(block: Block, ids: Mapping[str, Ids]) -> Remedy:
    block.allow(("kind", "obligation", "holder", "notice_days"))
    kind = block.choice("kind", REMEDIES)
    names = block.ids("obligation", ids["obligation"])
    if block.raw("obligation") in (None, []) and not block.absent("obligation"):
        block.fault(None, kind or None, "a remedy names no obligation:",
                    "name the duties that repair it, or that may be suspended")
    if kind == "repair" and block.raw("notice_days") is not None:
        block.fault("notice_days", block.raw("notice_days"), "a repair has no notice:", "take notice_days out")
    return Remedy(kind, names, block.ids("holder", ids["actor"]), whole_number(block, "notice_days") or 0)


def _reading(block: Block, ids: Mapping[str, Ids]) -> Reading:
    block.allow(("id", "holder", "text", "changes", "known_on", "source"))
    holder = block.ids("holder", ids["actor"])
    if block.raw("holder") in (None, []) and not block.absent("holder"):
        block.fault(None, block.raw("id"), "a reading has no holder:", "name the actors who read the text so")
    return Reading(
        id=block.some_id(), holder=holder, text=block.text("text", required=True), changes=_changes(block, ids),
        known_on=block.day("known_on", required=True) or NO_DAY, source=block.text("source", required=True))


def _changes(reading: Block, ids: Mapping[str, Ids]) -> tuple[tuple[str, str], ...]:
    """What a reading changes: field and value, as text."""
    block = reading.block("changes")
    if block is None:
        return ()
    block.allow(CHANGES)
    return tuple((key, _change(block, key, ids)) for key in block.values if key in CHANGES)


def _change(block: Block, key: str, ids: Mapping[str, Ids]) -> str:
    """One change as text, with what it names checked."""
    if key in ("by", "before"):
        day = block.day(key)
        return day.isoformat() if day else ""
    if key == "quantity":
        number = block.number(key, least=0)
        return "" if number is None else f"{number:g}"
    value = block.text(key)
    if key in LISTS:
        kind = ids["place" if key in ("place", "except") else "actor"]
        for some_id in filter(None, (part.strip() for part in value.split(";"))):
            block.refers(key, some_id, kind)
    elif key in ACTS_OF_READINGS:
        for part in filter(None, (part.strip() for part in value.split(";"))):
            _check_acts(block, key, part, ids)
    return value


def _check_acts(block: Block, key: str, text: str, ids: Mapping[str, Ids]) -> None:
    """Acts of a reading: a kind of claim, with a place and with who does it."""
    what, by, actor = text.partition(" by ")
    kind, at, place = what.partition("@")
    if block.refers(key, kind.strip(), Ids("kind of claim", "none", frozenset(KINDS))) and at:
        block.refers(key, place.strip(), ids["place"])
    if by:
        block.refers(key, actor.strip(), ids["actor"])


def _amendments(top: Block, ids: Mapping[str, Ids]) -> tuple[Amendment, ...]:
    blocks = _all(top, "amendment", ("id", "obligation", "kind", "by", "agreed_on", "known_on", "parties", "form",
                                     "reasons", "source"))
    found = []
    for block in blocks:
        kind, by = block.choice("kind", AMENDMENTS), block.day("by")
        if kind in {"postpone", "extend"} and block.raw("by") is None and not block.absent("by"):
            block.fault(None, block.raw("id"), f"{kind} without a new last day, in", "fill in by")
        found.append(Amendment(
            id=block.some_id(), obligation=block.one_id("obligation", ids["obligation"], required=True), kind=kind,
            by=by, agreed_on=block.day("agreed_on", required=True) or NO_DAY,
            known_on=block.day("known_on", required=True) or NO_DAY, parties=block.ids("parties", ids["actor"]),
            form=block.choice("form", ("written", "oral")), reasons=tuple(_reason(r) for r in block.blocks("reasons")),
            source=block.text("source", required=True)))
    return tuple(found)


def _reason(block: Block) -> tuple[str, str]:
    block.allow(("source", "reason"))
    return block.text("source", required=True), block.text("reason", required=True)


def _check_order(blocks: Iterable[Block], accord: Accord) -> None:
    """No obligation may wait on itself, at whatever distance."""
    lines = {o.id: block for o, block in reversed(list(zip(accord.obligations, blocks, strict=True))) if o.id}
    waits = {o.id: (*o.after, *([o.due.of] if o.due.of else [])) for o in accord.obligations if o.id}
    for circle in circles(waits):
        lines[circle[0]].fault("after", " after ".join((*circle, circle[0])), "an obligation waits on itself:",
                               "take one of these out of after, or out of due.of")
