"""Who acts, who is counted, who publishes, and under which names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from postwar.cases.documents import Documents
from postwar.cases.fields import Fields, Ids
from postwar.cases.rows import NO_DAY, only_once
from postwar.core.actor import ACTOR_KINDS, Actor, Force, Format, Group
from postwar.core.claim import UNITS, Source
from postwar.core.place import Place

RELIABILITIES = ("A", "B", "C", "D", "E", "F")
ANSWERS = ("yes", "no")
PRINTS = ("yes", "first-use", "never")
Named = TypeVar("Named", Actor, Group, Place)


@dataclass(frozen=True, slots=True)
class Alias:
    """One row of aliases.csv: a further name of an id, and whether it may be printed."""

    id: str
    alias: str
    print: str


def read_actors(documents: Documents) -> tuple[Actor, ...]:
    """The rows of actors.csv."""
    rows = documents.rows("actors.csv").rows
    only_once(rows, "id")
    return tuple(Actor(row.some_id(), row.text("name", required=True), row.words("aliases"),
                       row.choice("kind", ACTOR_KINDS), row.text("side"), row.text("note")) for row in rows)


def read_groups(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Group, ...]:
    """The rows of groups.csv; a later row of the same id revises it from its ``known_on``."""
    rows = documents.rows("groups.csv").rows
    only_once(rows, "id", "known_on")
    return tuple(_group(row, ids["place"]) for row in rows)


def _group(row: Fields, places: Ids) -> Group:
    low, high = row.number("low", least=0), row.number("high", least=0)
    born_low = row.number("born_since_low", least=0, most=1)
    born_high = row.number("born_since_high", least=0, most=1)
    row.in_order("low", "high", low, high)
    row.in_order("born_since_low", "born_since_high", born_low, born_high)
    return Group(
        id=row.some_id(), name=row.text("name", required=True), aliases=row.words("aliases"),
        home=row.ids("home", places), whereabouts=row.ids("whereabouts", places), low=low, high=high,
        as_of=row.day("as_of"), known_on=row.day("known_on", required=True) or NO_DAY,
        source=row.text("source", required=True), born_since_low=born_low, born_since_high=born_high)


def read_forces(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Force, ...]:
    """The rows of forces.csv; a later row of the same id revises it from its ``known_on``."""
    rows = documents.rows("forces.csv").rows
    only_once(rows, "id", "known_on")
    return tuple(Force(
        id=row.some_id(), actor=row.one_id("actor", ids["actor"], required=True), name=row.text("name", required=True),
        strength=row.number("strength", least=0), unit=row.choice("unit", UNITS, default="soldier"),
        role=row.text("role"), area=row.ids("area", ids["place"]), source=row.text("source", required=True),
        known_from=row.day("known_on")) for row in rows)


def read_formats(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Format, ...]:
    """The tables of formats.toml; a later table of the same id revises it from its ``known_on``."""
    top = documents.blocks.get("formats.toml")
    if top is None:
        return ()
    top.allow(("format",))
    blocks = tuple(top.blocks("format"))
    keys = ("id", "name", "kind", "members", "state", "accepted_by", "rejected_by", "since", "known_on", "source")
    formats = []
    for block in blocks:
        block.allow(keys)
        accepted, rejected = (block.ids(key, ids["actor"]) for key in ("accepted_by", "rejected_by"))
        for actor in accepted:
            if actor in rejected:
                block.fault("rejected_by", actor, "accepts and rejects the same format:",
                            "leave it in one of the two lists")
        formats.append(Format(
            id=block.some_id(), name=block.text("name", required=True), kind=block.text("kind"),
            members=block.ids("members", ids["actor"]), state=block.text("state"), accepted_by=accepted,
            rejected_by=rejected, since=block.day("since"), known_on=block.day("known_on", required=True) or NO_DAY,
            source=block.text("source", required=True)))
    only_once(blocks, "id", "known_on")
    return tuple(formats)


def read_sources(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Source, ...]:
    """The rows of sources.csv."""
    rows = documents.rows("sources.csv").rows
    only_once(rows, "id")
    return tuple(Source(row.some_id(), row.text("name", required=True), row.one_id("party", ids["actor"]),
                        row.choice("reliability", RELIABILITIES, default="F"),
                        _marked(row)) for row in rows)


def _marked(row: Fields) -> bool:
    """Whether a source is restricted; a mark that cannot be read is a fault, and taken for one."""
    return row.choice("restricted", ANSWERS, default="no") == "yes" or row.raw("restricted") not in (None, "no")


def read_aliases(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Alias, ...]:
    """The rows of aliases.csv."""
    rows = documents.rows("aliases.csv").rows
    only_once(rows, "id", "alias")
    named = ids["place"] | ids["actor"] | ids["group"]
    return tuple(Alias(row.one_id("id", named, required=True), row.text("alias", required=True),
                       row.choice("print", PRINTS, default="never")) for row in rows)


def with_aliases(rows: tuple[Named, ...], aliases: tuple[Alias, ...]) -> tuple[Named, ...]:
    """The rows with the further names that aliases.csv gives them, for reading."""
    more: dict[str, list[str]] = {}
    for alias in aliases:
        more.setdefault(alias.id, []).append(alias.alias)
    return tuple(_renamed(row, more[row.id]) if row.id in more else row for row in rows)


def _renamed(row: Named, names: list[str]) -> Named:
    added: list[str] = [name for name in names if name != row.name]
    return replace(row, aliases=tuple(dict.fromkeys((*row.aliases, *added))))


def print_names(aliases: tuple[Alias, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The other names of each id that are shown where it is first used, alphabetically."""
    names: dict[str, list[str]] = {}
    for alias in aliases:
        if alias.print == "first-use":
            names.setdefault(alias.id, []).append(alias.alias)
    return tuple((some_id, tuple(sorted(found))) for some_id, found in sorted(names.items()))
