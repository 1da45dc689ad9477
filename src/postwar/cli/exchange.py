"""The commands that take a ledger out as a file, or as tables, and make it again."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cli.terminal import FINDINGS, FINE, print_json, print_lines, report_problems
from postwar.core.errors import AskError
from postwar.ledger import Ledger


def cmd_export(args: argparse.Namespace) -> int:
    """Every entry as JSON lines, from which alone the chain can be checked and the ledger be made again; with
    --parquet, tables for analysis."""
    out = Path(args.out)
    if args.parquet and out.exists() and not out.is_dir():
        raise AskError(f"{out}: a file; --parquet writes several into a folder: name one")
    if not args.parquet and (out.is_dir() or not out.parent.is_dir()):
        raise AskError(f"{out}: not a file in a folder that is there; name one such as books.jsonl")
    with pipeline.kept(args.ledger) as ledger:
        if args.parquet:
            made = ledger.export_tables(out)
            left = f"; {made.sealed} sealed records left out" if made.sealed else ""
            line = f"{out}: {made.entries} entries, {made.documents} documents, {made.claims} claims{left}"
            said: dict[str, object] = dataclasses.asdict(made)
        else:
            entries, digest = ledger.export(out)
            line = f"{out}: {entries} entries, the last digest is {digest}"
            said = {"entries": entries, "digest": digest}
    if args.json:
        print_json(said)
    else:
        print_lines([line])
    return FINE


def cmd_import(args: argparse.Namespace) -> int:
    """Every entry of an export that a ledger lacks, once all of the file is known to fit."""
    taken = Ledger.restore(Path(args.file), args.ledger, in_part=args.in_part)
    report_problems(taken.problems)
    if args.json:
        print_json({"added": taken.added, "there": taken.there, "problems": len(taken.problems)})
    else:
        print_lines([f"{args.ledger}: {taken.added} entries added, {taken.there} were there"])
    return FINDINGS if taken.problems else FINE


def add(commands: Any) -> None:
    """The commands that take a ledger out, and make it again."""
    p = commands.add_parser("export", help="a ledger as a file", description=cmd_export.__doc__)
    p.add_argument("--ledger", metavar="PATH", required=True)
    p.add_argument("--out", metavar="FILE", required=True, help="with --parquet: a folder")
    p.add_argument("--parquet", action="store_true",
                   help="write entries.parquet, documents.parquet and claims.parquet for analysis")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_export)

    p = commands.add_parser("import", help="a ledger from its export", description=cmd_import.__doc__)
    p.add_argument("file", metavar="FILE", help="what `postwar export` wrote")
    p.add_argument("--ledger", metavar="PATH", required=True, help="made where there is none")
    p.add_argument("--in-part", action="store_true",
                   help="where a line does not fit, take the whole transactions before it")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_import)
