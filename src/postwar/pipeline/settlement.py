"""The order of a settlement: from reports to a brief."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass

from postwar.cases import load_case, load_names, restricted_sources
from postwar.core.books import Books
from postwar.core.case import Case, Names
from postwar.core.claim import HIDDEN, Claim, Report
from postwar.core.errors import AskError, Problem
from postwar.core.outlook import Outlook, outlook_to_json
from postwar.core.situation import Situation, situation_to_json
from postwar.core.time import AsOf, Day
from postwar.ledger import Key, Ledger, Receipt, is_kept
from postwar.model.run import run
from postwar.outlook.forecast import make_outlook
from postwar.outlook.table import outlook_csv
from postwar.pipeline.output import SEED, Progress, canonical_json, pretty_json, program_version, silent
from postwar.pipeline.right import NO_RIGHT, Right, called, marked, told
from postwar.publish.brief import render_brief
from postwar.reading.assist.client import Helper
from postwar.reading.assist.helping import Helped, help_reading
from postwar.reading.explain import Trace, explained
from postwar.reading.lexicon import LANGUAGES, load_lexicon
from postwar.reading.mentions import Gazetteer
from postwar.reading.read import read_report
from postwar.reading.readers import page_of_report, reader_of
from postwar.reading.world.atlas import NamedPlace, places_named
from postwar.situation.derive import derive

MEMBERS = 500
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked: of which case, from which books, on which two days.

    ``reports`` are names ``FILE[@YYYY-MM-DD]`` and make a temporary ledger of just these files; ``ledger`` is the file
    or the address of a kept one; with neither the case's own reports are the books. A clock that is not given takes
    the other's day; with neither given both are the last day in the books. So nothing known later enters unless both
    clocks say so. What is restricted is left out and counted, unless the ``right`` asks for it and has the key.
    """

    case: str
    ledger: str | None = None
    reports: tuple[str, ...] | None = None
    as_of: Day | None = None
    known_on: Day | None = None
    as_seq: int | None = None
    right: Right = NO_RIGHT


@dataclass(frozen=True, slots=True)
class Read:
    """One report as read: the rules' claims, then those that a helper added; ``None`` for one that does not open.
    ``traces`` say what decided each claim, where they were asked for and are kept."""

    report: Report | None
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    helped: Helped | None = None
    traces: tuple[Trace, ...] | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """The books and the situation of one selection, the situation of the issue before, and what was found."""

    case: Case
    books: Books
    situation: Situation
    previous: Situation | None
    problems: tuple[Problem, ...]


def _digest(situation: Situation) -> Situation:
    text = canonical_json(situation_to_json(situation))
    return dataclasses.replace(situation, digest=hashlib.sha256(text.encode()).hexdigest())


def _open_all(names: Sequence[str], sources: Set[str]) -> tuple[list[Report], list[Problem]]:
    """Step 1: every report that opens; one that does not is a problem and stops no other. Those of ``sources`` are
    restricted."""
    reports, problems = [], []
    for report, found in marked(names, sources=sources):
        problems.extend(found)
        if report is not None:
            reports.append(report)
    return reports, problems


def _clocks(selection: Selection, last: Day | None) -> AsOf:
    """Step 2: the two days. ``last`` is the last day on which the books learnt something."""
    known = selection.known_on or selection.as_of or last
    if known is None:
        raise AskError("no report has a date: say the day with --as-of or --known-on")
    return AsOf(valid=selection.as_of or known, known=known)


@contextmanager
def _books_of_files(selection: Selection, progress: Progress) -> Iterator[tuple[Case, Ledger, AsOf, list[Problem]]]:
    """Steps 1 to 5 for files: a temporary ledger that holds what was published by the day asked for.

    An undated report counts as known from the day it was retrieved, where that is stated, else from the day asked for,
    since that is when it was handed in.
    """
    names = selection.reports
    if names is None:
        names = load_case(selection.case).reports
    reports, problems = _open_all(names, restricted_sources(selection.case))
    learnt = {r.sha256: r.published_at or r.retrieved_at for r in reports}
    told_of = [r for r in reports if selection.right.shown or not r.restricted]
    as_of = _clocks(selection, max((day for r in told_of if (day := learnt[r.sha256])), default=None))
    case = load_case(selection.case, as_of.known)
    dated = [(learnt[r.sha256] or as_of.known, learnt[r.sha256] is None, r.id, r) for r in reports]
    seen = sorted((d for d in dated if d[0] <= as_of.known), key=lambda d: (*d[:3], d[3].sha256))
    key = Key.fresh() if any(d[3].restricted for d in seen) else None
    with Ledger.open(":memory:", key=key, restricted=key is not None and selection.right.shown) as ledger:
        for n, (known_on, _, _, report) in enumerate(seen, 1):
            progress(f"reading {n} of {len(seen)}: {called(report)}")
            claims, found = read_report(report, case.names)
            problems.extend(told(report, found, selection.right))
            ledger.ingest(report, claims, known_on=known_on)
        yield case, ledger, as_of, problems


def kept(ledger: str, case: str = "CASE", *, writing: bool = False, right: Right = NO_RIGHT) -> Ledger:
    """A kept ledger, to read or to write; ``AskError`` with how to make one for a case where there is none."""
    if not is_kept(ledger):
        raise AskError(f"no ledger at {ledger}: make one with `postwar ingest {case} FILE… --ledger {ledger}`")
    return Ledger.open(ledger, read_only=not writing, key=right.key, restricted=right.shown)


@contextmanager
def _books_of_ledger(selection: Selection) -> Iterator[tuple[Case, Ledger, AsOf, list[Problem]]]:
    """Steps 2 and 3 for a kept ledger."""
    assert selection.ledger is not None
    with kept(selection.ledger, selection.case, right=selection.right) as ledger:
        last = ledger.books(seq=selection.as_seq).known if selection.as_seq is not None else ledger.last_known()
        as_of = _clocks(selection, last)
        yield load_case(selection.case, as_of.known), ledger, as_of, []


def situation_of(case: Case, ledger: Ledger, as_of: AsOf, seq: int | None) -> tuple[Books, Situation]:
    """Steps 6 and 7."""
    books = ledger.books(known=as_of.known, seq=seq)
    return books, _digest(derive(case, books, dataclasses.replace(as_of, seq=books.seq), program_version()))


def _previous(case_id: str, ledger: Ledger, books: Books, as_of: AsOf) -> Situation | None:
    """The situation of the issue before: as known on the last earlier day on which the books learnt something."""
    days = sorted({d.known_on for d in books.documents})
    if len(days) < 2:
        return None
    day = days[-2]
    case = load_case(case_id, day)
    return situation_of(case, ledger, AsOf(valid=min(day, as_of.valid), known=day), books.seq)[1]


@contextmanager
def opened(selection: Selection, progress: Progress = silent) -> Iterator[tuple[Case, Ledger, AsOf, list[Problem]]]:
    """The case as known, the ledger, the two days and the problems of a selection (steps 1 to 5)."""
    if selection.ledger is not None and selection.reports is not None:
        raise AskError("give --ledger or --reports, not both: the books are one or the other")
    source = _books_of_files(selection, progress) if selection.ledger is None else _books_of_ledger(selection)
    with source as found:
        yield found


def update(selection: Selection, progress: Progress = silent) -> Update:
    """From reports or a ledger to the situation as it was on one day and known on another (steps 1 to 7).

    Raises ``CaseError`` for a case that cannot be used, ``AskError`` for a question the books cannot answer as put.

    >>> update(Selection("toy")).situation.case
    'toy'
    """
    with opened(selection, progress) as (case, ledger, as_of, problems):
        books, situation = situation_of(case, ledger, as_of, selection.as_seq)
        previous = _previous(selection.case, ledger, books, as_of)
    return Update(case, books, situation, previous, tuple(problems))


def outlook(found: Update, to: Day | None = None, members: int = MEMBERS, seed: int = SEED) -> Outlook:
    """What may come next, from the day of the situation on (steps 8 and 9).

    ``to`` is the last day (default: the case's horizon, or a year on where it has passed or is not given); ``members``
    how many courses are run; ``seed`` names the random draws: same seed, same result. Raises ``AskError`` where the
    books know more than the origin day: that would be hindsight.
    """
    as_of = found.situation.as_of
    if as_of.known > as_of.valid:
        raise AskError(f"an outlook from {as_of.valid} must not know what was reported by {as_of.known}: "
                       f"ask with --known-on {as_of.valid} or earlier")
    if to is None:
        horizon = found.case.horizon
        to = horizon if horizon is not None and horizon > as_of.valid else as_of.valid + YEAR
    ensemble = run(found.case, found.situation, to, members, seed)
    return make_outlook(found.case, found.situation, ensemble, program_version())


def hindcast(case: str, origin: Day, to: Day | None = None, members: int = MEMBERS, seed: int = SEED) -> Outlook:
    """The outlook that the case's own reports would have given on ``origin``: only ``as_of(known=then)``."""
    return outlook(update(Selection(case, as_of=origin, known_on=origin)), to, members, seed)


def brief(selection: Selection, *, to: Day | None = None, members: int = MEMBERS, seed: int = SEED,
          progress: Progress = silent) -> tuple[dict[str, str], Update, Outlook]:
    """The brief and the files beside it, name to text (steps 1 to 10)."""
    found = update(selection, progress)
    progress(f"running {members} courses of the settlement")
    ahead = outlook(found, to, members, seed)
    progress("writing the brief")
    files = dict(render_brief(found.case, found.situation, ahead, found.books, found.previous))
    files["situation.json"] = pretty_json(situation_to_json(found.situation))
    files["outlook.json"] = pretty_json(outlook_to_json(ahead))
    files["outlook.csv"] = outlook_csv(ahead)
    return dict(sorted(files.items())), found, ahead


def read(name: str, names: Names, stdin: bytes | None = None, helper: Helper | None = None,
         trace: bool = False, sources: Set[str] = frozenset(), shown: bool = False) -> Iterator[Read]:
    """The reports of one name (a file, a folder, a pattern, an address) read with the names of a case (steps 1 and 4).

    A restricted one (it says so, or is of ``sources``) gives a problem that says how many claims are not shown, unless
    ``shown``; no helper is asked about it. With a ``helper`` its claims follow those of the rules. With ``trace`` what
    decided each claim comes along, unless the report is a table or of a language that keeps no traces.
    """
    for report, problems in marked([name], stdin, sources):
        if report is None:
            yield Read(None, (), problems)
        elif report.restricted and not shown:
            yield Read(None, (), (_not_shown(len(read_report(report, names)[0])),))
        elif trace and not hasattr(reader_of(report), "claims_of") and report.language.split("-")[0] in LANGUAGES:
            told = explained(report, names)
            yield Read(report, tuple(claim for claim, _ in told), problems, traces=tuple(t for _, t in told))
        else:
            claims, found = read_report(report, names)
            asked = None if report.restricted else helper
            helped = None if asked is None else help_reading(report, names, claims, asked.model, asked.ask)
            more = ((), ()) if helped is None else (helped.claims, helped.problems)
            yield Read(report, (*claims, *more[0]), (*problems, *found, *more[1]), helped)


def _not_shown(n_claims: int) -> Problem:
    return Problem(HIDDEN, None, None, f"{n_claims} restricted claims not shown", "add --with-restricted to see them")


def places(name: str, names: Names, stdin: bytes | None = None, sources: Set[str] = frozenset(), shown: bool = False
           ) -> Iterator[tuple[Report, tuple[tuple[int, int, NamedPlace], ...]]]:
    """Every place that the reports of one name speak of, with its span in the raw text: places of the case, and of the
    world where it is none of the case's (marked so, with candidates)."""
    gazetteer = Gazetteer(names, load_lexicon("en"))
    for report, _ in marked([name], stdin, sources):
        if report is not None and (shown or not report.restricted):
            blocks = page_of_report(report).blocks
            yield report, tuple((*block.raw(n.start, n.end), n) for block in blocks
                                for n in places_named(block.text, gazetteer))


def ingest(case: str, names: Sequence[str], ledger: str, *, known_on: Day, backfill: bool = False, who: str = "",
           stdin: bytes | None = None, right: Right = NO_RIGHT, restricted: bool = False
           ) -> Iterator[tuple[str, Receipt | Problem]]:
    """Enter reports in a kept ledger, one transaction a document; yields each name with its receipt once it is durable,
    or with the problem that kept it out. Those that are ``restricted``, or marked so, are sealed with the key of the
    ``right``, and named by nothing. Raises ``LedgerError`` where the books refuse."""
    known_names = load_names(case)
    with Ledger.open(ledger, key=right.key) as books:
        for report, problems in marked(names, stdin, restricted_sources(case), restricted):
            if report is None:
                yield from ((problem.file, problem) for problem in problems)
                continue
            claims, _ = read_report(report, known_names)
            yield called(report), books.ingest(report, claims, known_on=known_on, backfill=backfill, who=who)
