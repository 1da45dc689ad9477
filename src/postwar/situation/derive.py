"""The face of the stage, and its order. Claims as of a day in, one situation out; nothing else is read.

1. origins and sides: who answers for whom, which reports count once    origins.py sides.py reach.py
2. the claims that can be so on the day, in context                     evidence.py
3. figures, fused per scope               measures.py counts.py gathering.py reliability.py figures.py reconcile.py
                                          balance.py
4. control of places                                                    moves.py control.py
5. obligations, each after those it waits on, then stages               obligations.py verdict.py stages.py
6. forces, routes, positions, formats, what is expected, notes          forces.py routes.py positions.py expected.py
7. which claims tell of one event, checks between claims, then gaps     events.py checks.py gaps.py
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.situation import ReportLine, Situation, situation_to_json
from postwar.core.time import AsOf
from postwar.situation.balance import balance
from postwar.situation.checks import control_checks, figure_checks, route_checks, share_checks
from postwar.situation.control import ControlBook
from postwar.situation.counts import Counts
from postwar.situation.events import events
from postwar.situation.evidence import collect_items
from postwar.situation.expected import expected_lines
from postwar.situation.figures import by_key, estimates
from postwar.situation.forces import force_states
from postwar.situation.gaps import gap_lines
from postwar.situation.notes import note_lines
from postwar.situation.obligations import ObligationBook
from postwar.situation.origins import Origins
from postwar.situation.positions import format_states, position_states
from postwar.situation.reach import Reach
from postwar.situation.reliability import learn, noises
from postwar.situation.routes import route_states
from postwar.situation.sides import Sides
from postwar.situation.stages import stage_states


def derive(case: Case, books: Books, as_of: AsOf, version: str = "") -> Situation:
    """What the books say of the day ``as_of.valid``, as known on ``as_of.known``.

    ``books`` holds only what was known by then, so a claim recorded later changes nothing here. The result does not
    depend on the order of the claims within the books. ``as_of.seq`` 0 stands for the books' last entry.
    """
    as_of = as_of if as_of.seq else replace(as_of, seq=books.seq)
    sides, reach = Sides(case), Reach(case)
    origins = Origins(case, books.documents, sides)
    items = collect_items(books, as_of, origins)
    counter = Counts(case, items, sides, reach)
    counts = counter.all()
    sources = learn(list(by_key(counts).values()))
    figures, unbalanced = balance(case, estimates(case, counts, reach, noises(sources)))
    control = ControlBook(case, items, sides, reach).lines()
    book = ObligationBook(case, items, figures, sides, reach, as_of)
    obligations = book.states()
    routes = route_states(case, items, sides, reach, as_of)
    positions = position_states(case, items, sides)
    checks = (*share_checks(case, items, counts), *figure_checks(case, counts), *control_checks(case, control))
    situation = Situation(
        case=case.id,
        as_of=as_of,
        control=control,
        obligations=obligations,
        stages=stage_states(case, obligations, items, as_of),
        silences=tuple((s.id, s.topic, s.text) for s in case.accord.silences if s.known_on <= as_of.known),
        figures=figures,
        forces=force_states(case, items, sides, reach, as_of),
        routes=routes,
        positions=positions,
        formats=format_states(case, items, as_of),
        expected=expected_lines(items, counter, book.fulfilled_claims(), reach, as_of),
        checks=(*checks, *unbalanced, *route_checks(case, items, routes)),
        gaps=gap_lines(case, items, obligations, figures, positions, routes),
        notes=note_lines(items),
        events=events(items, sides, reach),
        reports=_reports(books, origins),
        sources=sources,
        origins=origins.count(),
        case_digest=case.digest,
        version=version,
        unshown=books.unshown,
    )
    return replace(situation, digest=_digest(situation))


def _reports(books: Books, origins: Origins) -> tuple[ReportLine, ...]:
    """One line a document, by publication, then by name."""
    documents = sorted(books.documents, key=lambda d: (d.report.published_at or d.known_on, d.report.id))
    return tuple(
        ReportLine(
            d.report.id,
            d.report.source,
            d.report.title,
            d.report.published_at,
            d.report.url,
            d.report.sha256,
            origins.of_report(d.report.id),
            d.n_claims,
            d.seq,
            d.report.restricted,
        )
        for d in documents
    )


def _digest(situation: Situation) -> str:
    """SHA-256 over the public form: equal situations have equal digests."""
    text = json.dumps(situation_to_json(situation), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
