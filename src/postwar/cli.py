"""The command line: parse, call the pipeline, print. Results go to stdout, progress and problems to stderr.

Exit status: 0 fine, 1 findings (a fault in a case, a report that cannot be read, books that do not add up), 2 usage.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cases import bundled_ids, check_case, find_case, load_case
from postwar.core.claim import claim_to_json
from postwar.core.errors import AskError, CaseError, LedgerError, PostwarError, Problem, RuleError
from postwar.core.outlook import outlook_to_json
from postwar.core.situation import situation_to_json
from postwar.core.time import Day, iso, parse_day
from postwar.ledger import Ledger
from postwar.outlook.table import outlook_csv
from postwar.publish.replay import score_lines
from postwar.publish.terminal import brief_lines, claim_lines, outlook_lines, status_lines
from postwar.schemas import SCHEMAS, schema

FINE, FINDINGS, USAGE = 0, 1, 2


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _print_json(value: Any) -> None:
    sys.stdout.write(pipeline.pretty_json(value))


def _print_lines(lines: Sequence[str]) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


def _report_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        _say(str(problem))


def _selection(args: argparse.Namespace) -> pipeline.Selection:
    return pipeline.Selection(args.case, args.ledger, None if args.reports is None else tuple(args.reports),
                              args.as_of, args.known_on, args.as_seq)


def cmd_read(args: argparse.Namespace) -> int:
    """Claims as JSON lines on stdout, problems on stderr."""
    status = FINE
    for name in args.files:
        stdin = sys.stdin.buffer.read() if name.split("@")[0] == "-" else None
        try:
            _, claims, problems = pipeline.read(name, args.case, stdin)
        except CaseError:
            raise
        except PostwarError as fault:
            _say(str(fault))
            status = FINDINGS
            continue
        for claim in claims:
            print(json.dumps(claim_to_json(claim), ensure_ascii=False, sort_keys=True))
        sys.stdout.flush()
        _report_problems(problems)
    return status


def cmd_ingest(args: argparse.Namespace) -> int:
    """One flushed line on stdout for each document that is in the books for good."""
    ledger = args.ledger or f"{load_case(args.case).id}.ledger"
    known_on = args.known_on or dt.date.today()
    status = FINE
    for _, result in pipeline.ingest(args.case, args.files, ledger, known_on=known_on, backfill=args.backfill,
                                     who=args.who):
        if isinstance(result, Problem):
            _say(str(result))
            status = FINDINGS
            continue
        print(f"{result.status}\t{result.sha256}\t{result.claims}\t{result.seq}", flush=True)
    return status


def cmd_log(args: argparse.Namespace) -> int:
    """The documents in a ledger, in order of entry."""
    with _existing(args.ledger) as ledger:
        rows = [{"seq": d.seq, "sha256": d.report.sha256, "id": d.report.id, "source": d.report.source,
                 "title": d.report.title, "published_at": iso(d.report.published_at), "known_on": iso(d.known_on),
                 "claims": d.n_claims} for d in ledger.documents()]
    if args.json:
        _print_json(rows)
    else:
        _print_lines([f"{r['seq']:>6}  {r['known_on']}  {r['claims']:>4} claims  {r['id']}  {r['source']}"
                      for r in rows])
    return FINE


def _existing(path: str) -> Ledger:
    if not Path(path).is_file():
        raise AskError(f"no ledger at {path}: make one with `postwar ingest CASE FILE… --ledger {path}`")
    return Ledger.open(path, read_only=True)


def cmd_verify(args: argparse.Namespace) -> int:
    """Whether every entry is as it was written, in the order it was written."""
    with _existing(args.ledger) as ledger:
        problems = ledger.verify()
        n = len(ledger.documents())
    _print_lines([str(p) for p in problems] or [f"{args.ledger}: {n} documents, the chain holds"])
    return FINDINGS if problems else FINE


def cmd_status(args: argparse.Namespace) -> int:
    """The situation as it was on one day and known on another."""
    found = pipeline.update(_selection(args), _say)
    _report_problems(found.problems)
    if args.json:
        _print_json(situation_to_json(found.situation))
    else:
        _print_lines(status_lines(found.case, found.situation))
    return FINE


def cmd_outlook(args: argparse.Namespace) -> int:
    """What may come next, as hubverse rows."""
    found = pipeline.update(_selection(args), _say)
    _report_problems(found.problems)
    _say(f"running {args.members} courses of the settlement")
    ahead = pipeline.outlook(found, args.to, args.members, args.seed)
    if args.csv:
        sys.stdout.write(outlook_csv(ahead))
    elif args.json:
        _print_json(outlook_to_json(ahead))
    else:
        _print_lines(outlook_lines(found.case, ahead))
    return FINE


def cmd_brief(args: argparse.Namespace) -> int:
    """The brief and the files beside it, in a folder."""
    files, found, ahead = pipeline.brief(_selection(args), to=args.to, members=args.members, seed=args.seed,
                                         progress=_say)
    _report_problems(found.problems)
    folder = Path(args.out or Path("out") / found.case.id)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    _print_lines(brief_lines(found.case, found.situation, ahead, str(folder), sorted(files)))
    return FINE


def cmd_show(args: argparse.Namespace) -> int:
    """The words of a claim and who said them."""
    if args.reports and not args.case:
        raise AskError("--reports need the names of a case: add --case CASE")
    if args.ledger:
        with _existing(args.ledger) as ledger:
            claim, document = ledger.claim(args.claim)
    else:
        reports = None if args.reports is None else tuple(args.reports)
        cases = (args.case,) if args.case else bundled_ids()
        claim, document = pipeline.show(args.claim, [pipeline.Selection(case, reports=reports) for case in cases])
    if args.json:
        _print_json({"claim": claim_to_json(claim), "report": {
            "id": document.report.id, "source": document.report.source, "title": document.report.title,
            "published_at": iso(document.report.published_at), "url": document.report.url,
            "sha256": document.report.sha256, "known_on": iso(document.known_on), "seq": document.seq}})
    else:
        _print_lines(claim_lines(claim, document))
    return FINE


def cmd_replay(args: argparse.Namespace) -> int:
    """A recorded displacement, read from a FLEE directory as it stands, run again and scored."""
    ask = pipeline.Ask(args.members, args.seed, args.compat, not args.no_capacity, args.from_day)
    files, scores, notes = pipeline.replay(args.folder, args.settings, ask, drawn=not args.no_pictures, progress=_say)
    for note in notes:
        _say(f"note: {note}")
    folder = Path(args.out or Path("out") / scores["displacement"])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    _print_lines(score_lines(scores, str(folder)))
    return FINE


def cmd_check(args: argparse.Namespace) -> int:
    """What is wrong in a case folder: a line a fault."""
    problems = check_case(args.case)
    if args.json:
        _print_json([{"file": p.file, "line": p.line, "value": p.value, "message": p.message, "mend": p.mend}
                     for p in problems])
    else:
        _print_lines([str(p) for p in problems] or [f"{args.case}: no fault found"])
    return FINDINGS if problems else FINE


def cmd_cases(args: argparse.Namespace) -> int:
    """The bundled cases."""
    cases = [load_case(name) for name in bundled_ids()]
    if args.json:
        _print_json([{"id": c.id, "title": c.title, "summary": c.summary, "ceasefire_on": iso(c.ceasefire_on),
                      "reports": len(c.reports), "folder": str(find_case(c.id))} for c in cases])
    else:
        _print_lines([f"{c.id:16} {c.title} ({len(c.reports)} reports)" for c in cases])
    return FINE


def cmd_schema(args: argparse.Namespace) -> int:
    """The JSON Schema of an output."""
    _print_json(schema(args.name))
    return FINE


def _day(text: str) -> Day:
    try:
        return parse_day(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{fault}, for instance 2020-12-02") from None


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a whole number of 1 or more: {text!r}")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdigit() or int(text) >= 2**64:
        raise argparse.ArgumentTypeError(f"not a whole number from 0 to 2^64 - 1: {text!r}")
    return int(text)


def _offset(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"not a whole number of 0 or more: {text!r}")
    return int(text)


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help="a bundled id (see `postwar cases`) or a folder")
    books = parser.add_mutually_exclusive_group()
    books.add_argument("--ledger", metavar="PATH", help="the books are this ledger")
    books.add_argument("--reports", metavar="FILE", nargs="+",
                       help="the books are just these files, each FILE[@YYYY-MM-DD]; default: the case's own reports")
    parser.add_argument("--as-of", metavar="DATE", type=_day, help="the day in the world; default: --known-on")
    parser.add_argument("--known-on", metavar="DATE", type=_day,
                        help="the day up to which the books had heard; default: --as-of, else their last day")
    parser.add_argument("--as-seq", metavar="N", type=_count, help="only the first N entries of the ledger")


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="DATE", type=_day, help="the last day; default: the case's horizon")
    parser.add_argument("--members", metavar="N", type=_count, default=pipeline.MEMBERS,
                        help="how many courses are run (default %(default)s)")
    parser.add_argument("--seed", metavar="N", type=_seed, default=pipeline.SEED,
                        help="names the random draws: same seed, same result (default %(default)s)")


def _add_books(commands: Any) -> None:
    """The commands that read reports and keep the ledger."""
    p = commands.add_parser("read", help="reports to claims, as JSON lines", description=cmd_read.__doc__)
    p.add_argument("files", metavar="FILE", nargs="+", help="FILE[@YYYY-MM-DD]; - is standard input")
    p.add_argument("--case", metavar="CASE", required=True, help="whose names to read with: an id or a folder")
    p.set_defaults(run=cmd_read)

    p = commands.add_parser("ingest", help="enter reports in a ledger", description=cmd_ingest.__doc__)
    p.add_argument("case", metavar="CASE")
    p.add_argument("files", metavar="FILE", nargs="+", help="FILE[@YYYY-MM-DD]")
    p.add_argument("--ledger", metavar="PATH", help="default: CASE.ledger in this folder")
    p.add_argument("--known-on", metavar="DATE", type=_day, help="the day from which they count; default: today")
    p.add_argument("--backfill", action="store_true", help="allow an earlier day than the ledger holds; recorded")
    p.add_argument("--who", metavar="NAME", default="", help="who enters them; recorded")
    p.set_defaults(run=cmd_ingest)

    p = commands.add_parser("log", help="the documents in a ledger", description=cmd_log.__doc__)
    p.add_argument("--ledger", metavar="PATH", required=True)
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_log)

    p = commands.add_parser("verify", help="whether a ledger is as it was written", description=cmd_verify.__doc__)
    p.add_argument("--ledger", metavar="PATH", required=True)
    p.set_defaults(run=cmd_verify)


def _add_answers(commands: Any) -> None:
    """The commands that answer from the books."""
    p = commands.add_parser("status", help="what was promised, done, held, counted", description=cmd_status.__doc__)
    _add_selection(p)
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_status)

    p = commands.add_parser("outlook", help="what may come next", description=cmd_outlook.__doc__)
    _add_selection(p)
    _add_run(p)
    form = p.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true")
    form.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_outlook)

    p = commands.add_parser("brief", help="the brief and the files beside it", description=cmd_brief.__doc__)
    _add_selection(p)
    _add_run(p)
    p.add_argument("--out", metavar="DIR", help="default: out/CASE")
    p.set_defaults(run=cmd_brief)

    p = commands.add_parser("show", help="the words behind a claim", description=cmd_show.__doc__)
    p.add_argument("claim", metavar="CLAIM")
    p.add_argument("--case", metavar="CASE", help="default: every bundled case")
    p.add_argument("--ledger", metavar="PATH")
    p.add_argument("--reports", metavar="FILE", nargs="+")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_show)


def _add_replay(commands: Any) -> None:
    """The command that runs a recorded displacement again."""
    p = commands.add_parser("replay", help="run a recorded displacement again", description=cmd_replay.__doc__)
    p.add_argument("folder", metavar="DIR", help="a FLEE directory: input_csv/ and source_data/, or the tables in it")
    p.add_argument("--settings", metavar="FILE", help="a simsetting.yml; default: the one in DIR, else FLEE's defaults")
    p.add_argument("--members", metavar="N", type=_count, default=pipeline.COURSES,
                   help="how many courses are run (default %(default)s)")
    p.add_argument("--seed", metavar="N", type=_seed, default=pipeline.SEED,
                   help="names the random draws: same seed, same result (default %(default)s)")
    p.add_argument("--no-capacity", action="store_true", help="camps are unlimited")
    p.add_argument("--compat", choices=("fixed", "flee"), default="fixed",
                   help="flee: with its documented quirks (default %(default)s)")
    p.add_argument("--from-day", metavar="N", type=_offset, help="go on from what camps had reported by day N")
    p.add_argument("--no-pictures", action="store_true", help="write no picture for each camp")
    p.add_argument("--out", metavar="DIR", help="default: out/NAME")
    p.set_defaults(run=cmd_replay)


def _add_cases(commands: Any) -> None:
    """The commands about cases and formats."""
    p = commands.add_parser("check", help="what is wrong in a case folder", description=cmd_check.__doc__)
    p.add_argument("case", metavar="CASE")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_check)

    p = commands.add_parser("cases", help="the bundled cases", description=cmd_cases.__doc__)
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_cases)

    p = commands.add_parser("schema", help="the JSON Schema of an output", description=cmd_schema.__doc__)
    p.add_argument("name", choices=SCHEMAS)
    p.set_defaults(run=cmd_schema)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="postwar", description="Keeps the books of a peace settlement and runs it forward.",
        epilog="Exit status: 0 fine, 1 findings, 2 usage.")
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--json", action="store_true", help="with --version: as JSON")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _add_books(commands)
    _add_answers(commands)
    _add_replay(commands)
    _add_cases(commands)
    return top


def _print_version(as_json: bool) -> int:
    number = pipeline.program_version()
    if as_json:
        schemas = {name: schema(name)["$id"] for name in SCHEMAS}
        _print_json({"program": "postwar", "version": number, "schemas": schemas})
    else:
        print(f"postwar {number}")
    return FINE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    top = parser()
    args = top.parse_args(argv)
    if args.command is None:
        if args.version:
            return _print_version(args.json)
        top.print_help(sys.stderr)
        return USAGE
    try:
        return int(args.run(args))
    except CaseError as fault:
        _report_problems(fault.problems)
        return FINDINGS
    except (AskError, RuleError) as fault:
        _say(f"postwar: {fault}")
        return USAGE
    except LedgerError as fault:
        _say(f"postwar: {fault}")
        return FINDINGS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as fault:
        _say(f"postwar: {fault.filename or 'a file'}: {fault.strerror or fault}")
        return FINDINGS


if __name__ == "__main__":
    sys.exit(main())
