"""What all commands share: how they print, and how they read a day, a number, a selection of books."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.core.errors import Problem
from postwar.core.time import Day, parse_day
from postwar.ledger import Ledger, Receipt
from postwar.publish.prose import counted
from postwar.publish.restricted import restricted_lines

KEY_FILE = "POSTWAR_KEY_FILE"
FINE, FINDINGS, USAGE = 0, 1, 2
"""Exit status: fine · a fault in a case, a report that cannot be read, books that do not add up, an alert · usage."""

LEDGER = "a file, or postgresql://user@host/database[?ledger=NAME]"
"""How a ledger is named."""


def say(text: str) -> None:
    """A line of progress or a problem, on stderr at once."""
    print(text, file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    """A value as JSON that a person can read, on stdout."""
    sys.stdout.write(pipeline.pretty_json(value))


def print_json_line(value: Any) -> None:
    """A value as one line of JSON, on stdout."""
    print(json.dumps(value, ensure_ascii=False, sort_keys=True))


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Texts by the names of their files, in a folder that is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def report_entered(receipt: Receipt, what: str = "") -> None:
    """What is in the books for good now, as one flushed line: ok or same, document, number of claims, last entry."""
    print("\t".join((receipt.status, receipt.sha256, str(receipt.claims), str(receipt.seq), *([what] if what else ()))),
          flush=True)


def print_lines(lines: Sequence[str]) -> None:
    """Lines on stdout."""
    sys.stdout.write("".join(line + "\n" for line in lines))


def report_problems(problems: Sequence[Problem]) -> None:
    """Bad input that was left out: a line each, on stderr."""
    for problem in problems:
        say(str(problem))


def selection(args: argparse.Namespace) -> pipeline.Selection:
    """The books and the two days that the arguments ask for."""
    return pipeline.Selection(args.case, args.ledger, None if args.reports is None else tuple(args.reports),
                              args.as_of, args.known_on, args.as_seq, right(args))


def right(args: argparse.Namespace) -> pipeline.Right:
    """The right to restricted evidence that the arguments, or the environment, give."""
    return pipeline.Right(args.key or os.environ.get(KEY_FILE), getattr(args, "with_restricted", False))


def kept(args: argparse.Namespace, *, writing: bool = False) -> Ledger:
    """The kept ledger that the arguments name, with the right that they give; on stderr, how much restricted evidence
    is not shown, or that some may be."""
    given = right(args)
    ledger = pipeline.kept(args.ledger, writing=writing, right=given)
    if given.shown:
        say("RESTRICTED: may show restricted evidence; not for release")
    elif n_apart := ledger.unshown():
        say(f"{counted(n_apart, 'restricted document')} not shown")
    return ledger


def report_found(found: pipeline.Update | pipeline.Watched) -> None:
    """Bad input that was left out, and how much restricted evidence is not shown, or that some is: on stderr."""
    report_problems(found.problems)
    for line in restricted_lines(found.situation):
        say(line)


def add_selection(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which books and which two days."""
    parser.add_argument("case", metavar="CASE", help="a bundled id (see `postwar cases`) or a folder")
    books = parser.add_mutually_exclusive_group()
    books.add_argument("--ledger", metavar="PATH", help=f"the books are this ledger: {LEDGER}")
    books.add_argument("--reports", metavar="FILE", nargs="+",
                       help="the books are just these files, each FILE[@YYYY-MM-DD]; default: the case's own reports")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day in the world; default: --known-on")
    parser.add_argument("--known-on", "--known", metavar="DATE", type=day,
                        help="the day up to which the books had heard; default: --as-of, else their last day")
    parser.add_argument("--as-seq", metavar="N", type=count, help="only the first N entries of the ledger")
    add_right(parser)


def add_right(parser: argparse.ArgumentParser, *, showing: bool = True) -> None:
    """The arguments about restricted evidence; without ``showing`` only its key."""
    parser.add_argument("--key", metavar="FILE", help=f"the key to restricted evidence; default: ${KEY_FILE}")
    if showing:
        parser.add_argument("--with-restricted", action="store_true", help="show restricted evidence, marked so")


def add_run(parser: argparse.ArgumentParser) -> None:
    """The arguments of a run of the model."""
    parser.add_argument("--to", metavar="DATE", type=day, help="the last day; default: the case's horizon")
    parser.add_argument("--members", metavar="N", type=count, default=pipeline.MEMBERS,
                        help="how many courses are run (default %(default)s)")
    parser.add_argument("--seed", metavar="N", type=seed, default=pipeline.SEED,
                        help="names the random draws: same seed, same result (default %(default)s)")


def day(text: str) -> Day:
    """A day, as an argument."""
    try:
        return parse_day(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{fault}, for instance 2020-12-02") from None


def count(text: str) -> int:
    """A whole number of 1 or more, as an argument."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a whole number of 1 or more: {text!r}")
    return int(text)


def seed(text: str) -> int:
    """A seed of 64 bits, as an argument."""
    if not text.isdigit() or int(text) >= 2**64:
        raise argparse.ArgumentTypeError(f"not a whole number from 0 to 2^64 - 1: {text!r}")
    return int(text)


def offset(text: str) -> int:
    """A whole number of 0 or more, as an argument."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"not a whole number of 0 or more: {text!r}")
    return int(text)


def days_ahead(text: str) -> int:
    """A number of days, as an argument: 30 or 30d."""
    return offset(text.removesuffix("d"))
