"""A case folder becomes a Case; all that is wrong with it becomes a list of problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from postwar.cases.accord import read_accord
from postwar.cases.actors import (
    print_names,
    read_actors,
    read_aliases,
    read_forces,
    read_formats,
    read_groups,
    read_sources,
    with_aliases,
)
from postwar.cases.digest import digest_case
from postwar.cases.documents import NEEDED_TABLES, Documents, check_folder, open_documents
from postwar.cases.fields import Ids
from postwar.cases.folder import HEADER, find_case
from postwar.cases.header import read_header
from postwar.cases.known import known_case, latest_groups
from postwar.cases.outlines import check_outlines
from postwar.cases.parameters import read_parameters
from postwar.cases.places import read_places, read_routes
from postwar.cases.questions import read_questions
from postwar.cases.reports import ReportFile, read_reports
from postwar.cases.rows import NO_DAY
from postwar.core.case import Case, Names
from postwar.core.errors import CaseError, Problem
from postwar.core.time import Day


def load_case(case: str | Path, known: Day | None = None) -> Case:
    """The case of a bundled id or of a folder, with only those rows that were known on ``known`` (None: all of them).

    Hidden by a later ``known_on`` are provisions, readings, silences, stages, amendments, parameters, formats, groups
    and routes; reports that came out later are left out of ``reports``. ``digest`` covers the visible rows and nothing
    else. Raises ``CaseError`` with every problem of the case, those of hidden rows included.

    >>> import datetime as dt
    >>> toy = load_case("toy", known=dt.date(2031, 5, 20))
    >>> toy.title, len(toy.digest)
    ('Tessary valley settlement', 64)
    """
    folder = find_case(case)
    whole, reports, problems = _read(folder)
    if problems:
        raise CaseError(problems)
    visible = known_case(whole, known)
    shown = (r.path for r in reports if known is None or r.day is None or r.day <= known)
    return replace(visible, reports=tuple(str(folder / path) for path in shown), digest=digest_case(visible))


def check_case(case: str | Path) -> tuple[Problem, ...]:
    """Every fault of a case, by file and line; none if it can be loaded.

    Raises ``CaseError`` only where there is no such folder.

    >>> check_case("toy")
    ()
    """
    return _read(find_case(case))[2]


def load_names(case: str | Path) -> Names:
    """What reading needs of a case. The folder needs no more than actors.csv and places.csv; groups.csv, aliases.csv,
    provisions.toml or provisions.csv (id, text) and case.toml are used where they are there.

    Raises ``CaseError`` with the problems of these files.

    >>> load_names("toy").case_id
    'toy'
    """
    folder = find_case(case)
    documents = open_documents(
        folder, ("actors.csv", "places.csv", "groups.csv", "aliases.csv", "provisions.csv"),
        (HEADER, "provisions.toml"), NEEDED_TABLES)
    ids = documents.ids()
    aliases = read_aliases(documents, ids)
    header = read_header(documents)
    names = Names(
        case_id=header.id or folder.resolve().name, actors=with_aliases(read_actors(documents), aliases),
        places=with_aliases(read_places(documents, ids, strict=False), aliases),
        groups=with_aliases(latest_groups(read_groups(documents, ids), None), aliases), provisions=_clauses(documents),
        ceasefire_on=header.ceasefire_on)
    problems = documents.faults.sorted()
    if problems:
        raise CaseError(problems)
    return names


def restricted_sources(case: str | Path) -> frozenset[str]:
    """The ids and names of the sources all whose reports are restricted. Faults of the table are for ``check``.

    >>> restricted_sources("toy")
    frozenset()
    """
    documents = open_documents(find_case(case), ("actors.csv", "sources.csv"), (), ())
    return frozenset(name for source in read_sources(documents, documents.ids()) if source.restricted
                     for name in (source.id, source.name))


def _clauses(documents: Documents) -> tuple[tuple[str, str], ...]:
    """Id and text of each provision."""
    top = documents.blocks.get("provisions.toml")
    if top is None:
        rows = documents.rows("provisions.csv").rows
        return tuple((row.some_id(), row.text("text", required=True)) for row in rows)
    return tuple((block.some_id(), block.text("text", required=True)) for block in top.blocks("provision"))


def _read(folder: Path) -> tuple[Case, tuple[ReportFile, ...], tuple[Problem, ...]]:
    """The case with all its rows, its reports, and every fault."""
    documents = open_documents(folder)
    ids = documents.ids()
    check_folder(folder, documents.faults)
    case = _case(documents, ids)
    check_outlines(folder, ids["place"], documents.faults)
    reports = read_reports(folder, _signatures(documents, case), documents.faults)
    return case, reports, documents.faults.sorted()


def _signatures(documents: Documents, case: Case) -> Ids:
    """How a report may name its source, where the case lists its sources: by id or name of a source or an actor."""
    table = documents.rows("sources.csv")
    listed = bool(table.rows) and table.whole and documents.rows("actors.csv").whole
    sources = (name for source in case.sources for name in (source.id, source.name))
    actors = (name for actor in case.actors for name in (actor.id, actor.name))
    return Ids("source", "sources.csv", frozenset((*sources, *actors)) if listed else None)


def _case(documents: Documents, ids: Mapping[str, Ids]) -> Case:
    header = read_header(documents)
    aliases = read_aliases(documents, ids)
    return Case(
        id=header.id, title=header.title, summary=header.summary, ceasefire_on=header.ceasefire_on or NO_DAY,
        time_zone=header.time_zone, horizon=header.horizon, languages=header.languages,
        actors=with_aliases(read_actors(documents), aliases), places=with_aliases(read_places(documents, ids), aliases),
        groups=with_aliases(read_groups(documents, ids), aliases), forces=read_forces(documents, ids),
        routes=read_routes(documents, ids), formats=read_formats(documents, ids),
        accord=read_accord(documents, ids), parameters=read_parameters(documents, ids),
        questions=read_questions(documents, ids, header.ceasefire_on), sources=read_sources(documents, ids),
        print_names=print_names(aliases), written_on=header.written_on, folder=str(documents.folder))
