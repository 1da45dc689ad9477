"""The command that asks a folder of event tables, and takes only what matches."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from postwar import pipeline
from postwar.cli.terminal import (
    FINDINGS,
    FINE,
    count,
    day,
    print_json_line,
    print_lines,
    report_entered,
    report_problems,
    say,
)
from postwar.core.claim import Claim, claim_to_json, plain_number
from postwar.core.errors import ReportError


def cmd_feed(args: argparse.Namespace) -> int:
    """Rows of a folder of event tables (Parquet or CSV; ACLED, UCDP GED, others by a map) that match, as claims.
    Without --ledger they are only shown. The folder is asked where it lies and is never loaded."""
    ask = pipeline.FeedAsk(args.folder, args.case, tuple(args.country or ()), args.first, args.last, args.near,
                           args.within, args.inside, args.map, args.limit)
    try:
        fed = pipeline.ask_feed(ask)
    except ReportError as fault:
        report_problems([fault.problem])
        return FINDINGS
    report_problems(fed.problems)
    left = f", of which the first {fed.taken} are taken" if fed.taken < fed.found else ""
    say(f"{fed.found} rows match{left}; {len(fed.claims)} claims")
    if args.ledger:
        _enter(args, fed)
    elif args.json:
        for claim in fed.claims:
            print_json_line(claim_to_json(claim))
    else:
        print_lines([_line(claim) for claim in fed.claims])
    return FINDINGS if fed.problems and not fed.claims else FINE


def _enter(args: argparse.Namespace, fed: pipeline.Fed) -> None:
    """Enter what matches; a line on stdout as of `postwar ingest`."""
    done = pipeline.enter_feed(fed, args.case, args.ledger, known_on=args.known_on or dt.date.today(),
                               backfill=args.backfill, who=args.who)
    say(f"{done.there} rows were there; {done.revised} claims of earlier rows gave way")
    receipt = done.receipt
    if args.json:
        print_json_line({"rows": fed.taken, "there": done.there, "revised": done.revised,
                         "sha256": receipt and receipt.sha256, "claims": receipt.claims if receipt else 0,
                         "seq": receipt and receipt.seq})
    elif receipt is not None:
        report_entered(receipt)


def _line(claim: Claim) -> str:
    """One claim: its days, what, where, who against whom, how many died."""
    days = f"{claim.valid_from}" if claim.valid_from == claim.valid_to else f"{claim.valid_from} to {claim.valid_to}"
    who = " > ".join(", ".join(ids) or "-" for ids in (claim.actor, claim.target))
    figures = dict.fromkeys(plain_number(n) for n in (claim.low, claim.high) if n is not None)
    dead = f"  {' to '.join(map(str, figures))} killed" if figures else ""
    return f"{days:24}  {claim.kind:10}  {', '.join(claim.place) or '-':20}  {who}{dead}"


def _km(text: str) -> float:
    """A distance, as an argument: 30 or 30km."""
    try:
        km = float(text.lower().removesuffix("km"))
    except ValueError:
        km = -1.0
    if not 0 < km <= 20_000:
        raise argparse.ArgumentTypeError(f"not a number of kilometres: {text!r}")
    return km


def add(commands: Any) -> None:
    """The command about feeds."""
    p = commands.add_parser("feed", help="what matches in a folder of event tables", description=cmd_feed.__doc__)
    p.add_argument("folder", metavar="FOLDER", help="of Parquet or CSV, flat or parted (country=…/year=…)")
    p.add_argument("case", metavar="CASE", help="whose names to read with: an id or a folder")
    p.add_argument("--country", metavar="NAME", action="append", help="as the feed spells it; can be given again")
    p.add_argument("--from", dest="first", metavar="DATE", type=day)
    p.add_argument("--to", dest="last", metavar="DATE", type=day)
    where = p.add_mutually_exclusive_group()
    where.add_argument("--near", metavar="PLACE", help="a place of the case; with --within")
    where.add_argument("--in", dest="inside", metavar="PLACE", help="a place of the case and all places within it")
    p.add_argument("--within", metavar="KM", type=_km)
    p.add_argument("--map", metavar="FILE.toml", help="which column says what, where the heads are others")
    p.add_argument("--limit", metavar="N", type=count, help="take at most so many rows, the first by day")
    p.add_argument("--ledger", metavar="PATH", help="enter them there; what it holds is left out")
    p.add_argument("--known-on", metavar="DATE", type=day, help="the day from which they count; default: today")
    p.add_argument("--backfill", action="store_true", help="allow an earlier day than the ledger holds; recorded")
    p.add_argument("--who", metavar="NAME", default="", help="who enters them; recorded")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_feed)
