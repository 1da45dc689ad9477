"""The command that makes one ledger of two."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
from contextlib import ExitStack
from typing import Any

from postwar import pipeline
from postwar.cli.terminal import FINE, LEDGER, add_right, day, print_json, print_lines, right
from postwar.core.errors import AskError
from postwar.ledger import Ledger, Merge
from postwar.publish.prose import counted


def cmd_merge(args: argparse.Namespace) -> int:
    """One ledger of two that were written apart: A learns what B holds; with --out another ledger learns both, and A
    stays as it is. Each keeps its chain and its authors, the same document counts once, and what people decided
    differently stands side by side until somebody decides. Done again it adds nothing."""
    with ExitStack() as stack:
        given = right(args)
        others = [stack.enter_context(pipeline.kept(path, right=given))
                  for path in ([args.a, args.b] if args.out else [args.b])]
        if args.a == args.b:
            raise AskError(f"{args.a}: name two ledgers")
        into = stack.enter_context(Ledger.open(args.out, key=given.key, restricted=given.shown) if args.out
                                   else pipeline.kept(args.a, writing=True, right=given))
        did = [into.merge(other, known_on=args.known_on or dt.date.today(), who=args.who, why=args.why)
               for other in others]
        disputed = sorted({r.claim.id for r in into.to_review(("contested",))}) if into.last_known() else []
    names = [args.a, args.b] if args.out else [args.b]
    if args.json:
        print_json({"into": args.out or args.a, "contested": disputed, "merged": [
            {"ledger": name, **dataclasses.asdict(one)} for name, one in zip(names, did, strict=True)]})
    else:
        print_lines([f"{name}: {_words(one)}" for name, one in zip(names, did, strict=True)])
        if disputed:
            print_lines([f"{counted(len(disputed), 'claim')} read differently and shown in no answer until somebody "
                         f"decides: postwar review CASE --state contested --ledger {args.out or args.a}"])
    return FINE


def _words(did: Merge) -> str:
    if not did.imported:
        return "nothing new"
    came = ", ".join([counted(did.documents, "document"), counted(did.claims, "claim"),
                      counted(did.decisions, "decision")])
    erased = f", {counted(did.erased, 'payload')} erased" if did.erased else ""
    return f"{came} came{erased}; {counted(did.same, 'document')} here already; entry {did.seq}"


def add(commands: Any) -> None:
    """The command that makes one ledger of two."""
    p = commands.add_parser("merge", help="one ledger of two that were written apart", description=cmd_merge.__doc__)
    p.add_argument("a", metavar="A", help=LEDGER)
    p.add_argument("b", metavar="B")
    p.add_argument("--out", metavar="C", help="the ledger that learns both; made where it is not there")
    p.add_argument("--who", metavar="NAME", default="", help="who merges them; recorded")
    p.add_argument("--why", metavar="TEXT", default="", help="the reason; recorded")
    p.add_argument("--known-on", metavar="DATE", type=day, help="the day on which it is learnt; default: today")
    p.add_argument("--json", action="store_true")
    add_right(p)
    p.set_defaults(run=cmd_merge)
