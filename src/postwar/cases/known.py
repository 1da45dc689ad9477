"""What of a case was known on a day."""

from __future__ import annotations

from dataclasses import replace

from postwar.cases.rows import known_rows
from postwar.core.accord import Accord, Obligation, Provision
from postwar.core.actor import Group
from postwar.core.case import Case
from postwar.core.time import Day


def known_case(case: Case, known: Day | None) -> Case:
    """The case with only those rows that were known on ``known`` (all of them for None), each in its latest known form.

    A row known later changes nothing here: a stage that nobody had spoken of yet is also taken from the obligations
    that were later counted into it.
    """
    return replace(
        case,
        groups=latest_groups(case.groups, known),
        forces=known_rows(case.forces, lambda row: row.known_from, known, lambda row: row.id),
        routes=known_rows(case.routes, lambda row: row.known_on, known,
                          lambda row: (row.id, row.traffic, row.direction)),
        formats=known_rows(case.formats, lambda row: row.known_on, known, lambda row: row.id),
        parameters=known_rows(case.parameters, lambda row: row.known_on, known, lambda row: (row.name, row.about)),
        accord=_known_accord(case.accord, known))


def latest_groups(groups: tuple[Group, ...], known: Day | None) -> tuple[Group, ...]:
    """The groups known on a day, each in its latest form."""
    return known_rows(groups, lambda row: row.known_on, known, lambda row: row.id)


def _known_accord(accord: Accord, known: Day | None) -> Accord:
    stages = known_rows(accord.stages, lambda row: row.known_on, known)
    names = frozenset(stage.id for stage in stages)
    provisions = known_rows(accord.provisions, lambda row: row.known_on, known)
    return replace(
        accord, stages=stages, provisions=tuple(_known_provision(p, known, names) for p in provisions),
        amendments=known_rows(accord.amendments, lambda row: row.known_on, known),
        silences=known_rows(accord.silences, lambda row: row.known_on, known),
        access=known_rows(accord.access, lambda row: row.known_on, known),
        events=known_rows(accord.events, lambda row: row.known_on, known),
        rulings=known_rows(accord.rulings, lambda row: row.known_on, known))


def _known_provision(provision: Provision, known: Day | None, stages: frozenset[str]) -> Provision:
    return replace(provision, obligations=tuple(_known_obligation(o, known, stages) for o in provision.obligations))


def _known_obligation(obligation: Obligation, known: Day | None, stages: frozenset[str]) -> Obligation:
    return replace(
        obligation, stage=obligation.stage if obligation.stage in stages else None,
        readings=known_rows(obligation.readings, lambda row: row.known_on, known))
