"""The commands that read reports and keep the ledger."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from postwar import pipeline
from postwar.cases import bundled_ids, load_case, load_names, restricted_sources
from postwar.cli.terminal import (
    FINDINGS,
    FINE,
    add_right,
    day,
    kept,
    print_json,
    print_json_line,
    print_lines,
    report_problems,
    right,
    say,
)
from postwar.core.case import Case, Names
from postwar.core.claim import HIDDEN, claim_to_json
from postwar.core.errors import AskError, CaseError, Problem
from postwar.core.link import link_to_json
from postwar.core.situation import event_to_json
from postwar.core.time import iso
from postwar.publish.links import event_lines, link_lines
from postwar.publish.terminal import claim_lines
from postwar.reading.assist.client import Helper
from postwar.reading.assist.helping import Helped
from postwar.reading.explain import lines
from postwar.reading.inputs.bar import Bar
from postwar.reading.read import list_reports

FILES = "FILE[@YYYY-MM-DD], a folder, a pattern or an address; - is standard input"
KEY = "POSTWAR_ASSIST_KEY"


def cmd_read(args: argparse.Namespace) -> int:
    """Claims as JSON lines on stdout, problems on stderr. With --assist a language model may point at words that the
    rules pass over: the report's text is sent to that address."""
    if args.places:
        return _read_places(args)
    helper = Helper(args.assist, args.assist_model, os.environ.get(KEY, "")) if args.assist else None
    files, problems = list_reports(args.files)
    report_problems(problems)
    status = FINDINGS if problems else FINE
    names, stdin, sources = load_names(args.case), _stdin(files), restricted_sources(args.case)
    case = _whole_case(args.case) if args.explain else None
    with Bar(len(files), sys.stderr) as bar:
        for name in files:
            bar.step(name)
            for found in pipeline.read(name, names, stdin, helper, args.explain, sources, args.with_restricted):
                status = FINDINGS if found.report is None else status
                _print_claims(found, names, case, args.explain, args.json)
                sys.stdout.flush()
                report_problems(found.problems)
                for line in _helped_lines(found.helped):
                    say(line)
    return status


def _print_claims(found: pipeline.Read, names: Names, case: Case | None, explain: bool, as_json: bool) -> None:
    """The claims as JSON lines; explained, each with the rule, the words and the anchor that decided it, and with what
    it bears on and why."""
    if not explain or found.report is None:
        for claim in found.claims:
            print_json_line(claim_to_json(claim))
        return
    if found.traces is None:
        say(f"no traces for {found.report.id} (a table, or a language that is read by stems)")
    links = pipeline.links_of_report(found.report, found.claims, names, case)
    for claim, trace in zip(found.claims, found.traces or (None,) * len(found.claims), strict=True):
        if as_json:
            print_json_line({**claim_to_json(claim), "trace": None if trace is None else asdict(trace),
                             "links": [link_to_json(link) for link in links[claim.id]]})
        else:
            print_lines([*lines(claim, trace), *link_lines(links[claim.id], "  "), ""])


def _whole_case(name: str) -> Case | None:
    """The case with its obligations, where the folder is one and not only names to read with."""
    try:
        return load_case(name)
    except CaseError:
        return None


def _read_places(args: argparse.Namespace) -> int:
    """Every place that is named, as JSON lines: of the case, else of the world with its candidates."""
    files, problems = list_reports(args.files)
    report_problems(problems)
    names = load_names(args.case)
    for name in files:
        for report, named in pipeline.places(name, names, _stdin([name]), restricted_sources(args.case),
                                             args.with_restricted):
            for start, end, place in named:
                world = [{"id": w.id, "sort": w.sort, "area": w.area, "lat": w.lat, "lon": w.lon, "people": w.people}
                         for w in place.world]
                row = {"report": report.id, "start": start, "end": end, "text": place.text, "sort": place.sort,
                       "case": list(place.case), "world": world}
                print_json_line(row)
    return FINDINGS if problems else FINE


def _helped_lines(helped: Helped | None) -> list[str]:
    """What a helper pointed at and was not taken, and where it reads the rules' words otherwise."""
    if helped is None:
        return []
    refused = [f"not taken: {r.reason}" + (f": “{r.quote[:80]}”" if r.quote else "") for r in helped.refusals]
    differing = [f"read otherwise ({', '.join(d.fields)}): {d.rules.id}, “{d.rules.quote[:80]}”"
                 for d in helped.disagreements]
    return refused + differing


def _stdin(files: Sequence[str]) -> bytes | None:
    """What stands on standard input, where a report is to be read from there."""
    return sys.stdin.buffer.read() if any(name.split("@")[0] == "-" for name in files) else None


def cmd_ingest(args: argparse.Namespace) -> int:
    """One flushed line on stdout for each document that is in the books for good."""
    ledger = args.ledger or f"{load_case(args.case).id}.ledger"
    known_on = args.known_on or dt.date.today()
    files, problems = list_reports(args.files)
    report_problems([Problem(HIDDEN, None, None, p.message, p.mend) for p in problems] if args.restricted else problems)
    status = FINDINGS if problems else FINE
    with Bar(len(files), sys.stderr) as bar:
        for name, result in pipeline.ingest(args.case, files, ledger, known_on=known_on, backfill=args.backfill,
                                            who=args.who, stdin=_stdin(files), right=right(args),
                                            restricted=args.restricted):
            bar.step(name)
            if isinstance(result, Problem):
                say(str(result))
                status = FINDINGS
                continue
            print(f"{result.status}\t{result.sha256}\t{result.claims}\t{result.seq}", flush=True)
    return status


def cmd_log(args: argparse.Namespace) -> int:
    """The documents in a ledger, in order of entry."""
    with kept(args) as ledger:
        rows = [{"seq": d.seq, "sha256": d.report.sha256, "id": d.report.id, "source": d.report.source,
                 "title": d.report.title, "published_at": iso(d.report.published_at), "known_on": iso(d.known_on),
                 "claims": d.n_claims} | ({"restricted": True} if d.report.restricted else {})
                for d in ledger.documents()]
    if args.json:
        print_json(rows)
    else:
        print_lines([f"{r['seq']:>6}  {r['known_on']}  {r['claims']:>4} claims  {r['id']}  {r['source']}"
                      + (" (restricted)" if "restricted" in r else "") for r in rows])
    return FINE


def cmd_show(args: argparse.Namespace) -> int:
    """The words of a claim and who said them; where a case is known, what it bears on with the reasons, and which
    reports tell of the same event."""
    if args.reports and not args.case:
        raise AskError("--reports need the names of a case: add --case CASE")
    if args.ledger and not args.case:
        with kept(args) as ledger:
            shown = pipeline.Shown(*ledger.claim(args.claim))
    else:
        reports = None if args.reports is None else tuple(args.reports)
        cases = (args.case,) if args.case else bundled_ids()
        shown = pipeline.show(args.claim, [
            pipeline.Selection(case, args.ledger, reports, right=right(args)) for case in cases])
    claim, document = shown.claim, shown.document
    if args.json:
        print_json({"claim": claim_to_json(claim), "report": {
            "id": document.report.id, "source": document.report.source, "title": document.report.title,
            "published_at": iso(document.report.published_at), "url": document.report.url,
            "sha256": document.report.sha256, "known_on": iso(document.known_on), "seq": document.seq},
            "links": [link_to_json(link) for link in shown.links],
            "event": event_to_json(shown.event) if shown.event is not None else None})
    else:
        event = [] if shown.event is None else event_lines(shown.event, {c.id: c for c in shown.beside})
        print_lines([*claim_lines(claim, document), *link_lines(shown.links), *event])
    return FINE


def add(commands: Any) -> None:
    """The commands that read reports and keep the ledger."""
    p = commands.add_parser("read", help="reports to claims, as JSON lines", description=cmd_read.__doc__)
    p.add_argument("files", metavar="FILE", nargs="+", help=FILES)
    p.add_argument("--case", metavar="CASE", required=True, help="whose names to read with: an id or a folder")
    p.add_argument("--explain", action="store_true",
                   help="print for each claim what decided it, and what it bears on with the reasons, instead of JSON")
    p.add_argument("--json", action="store_true", help="with --explain: the same as JSON lines")
    p.add_argument("--places", action="store_true", help="list the places that are named, instead of the claims")
    p.add_argument("--assist", metavar="ADDRESS", help=f"ask a language model there too; its key is taken from {KEY}")
    p.add_argument("--assist-model", metavar="NAME", default="default", help="its name there (default %(default)s)")
    p.add_argument("--with-restricted", action="store_true", help="show what is marked as restricted too")
    p.set_defaults(run=cmd_read)

    p = commands.add_parser("ingest", help="enter reports in a ledger", description=cmd_ingest.__doc__)
    p.add_argument("case", metavar="CASE")
    p.add_argument("files", metavar="FILE", nargs="+", help=FILES)
    p.add_argument("--ledger", metavar="PATH", help="default: CASE.ledger in this folder")
    p.add_argument("--known-on", metavar="DATE", type=day, help="the day from which they count; default: today")
    p.add_argument("--backfill", action="store_true", help="allow an earlier day than the ledger holds; recorded")
    p.add_argument("--who", metavar="NAME", default="", help="who enters them; recorded")
    p.add_argument("--restricted", action="store_true", help="their sources are to be protected: seal them")
    add_right(p, showing=False)
    p.set_defaults(run=cmd_ingest)

    p = commands.add_parser("log", help="the documents in a ledger", description=cmd_log.__doc__)
    p.add_argument("--ledger", metavar="PATH", required=True)
    p.add_argument("--json", action="store_true")
    add_right(p)
    p.set_defaults(run=cmd_log)

    p = commands.add_parser("show", help="the words behind a claim", description=cmd_show.__doc__)
    p.add_argument("claim", metavar="CLAIM")
    p.add_argument("--case", metavar="CASE", help="default: every bundled case")
    p.add_argument("--ledger", metavar="PATH")
    p.add_argument("--reports", metavar="FILE", nargs="+")
    p.add_argument("--json", action="store_true")
    add_right(p)
    p.set_defaults(run=cmd_show)
