"""The whole command line: which commands there are, and how what goes wrong ends them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from postwar import pipeline
from postwar.cli import acts, answers, books, cases, exchange, feed, merge, obligations, protect, replay, review, scores
from postwar.cli.terminal import FINDINGS, FINE, USAGE, print_json, report_problems, say
from postwar.core.errors import AskError, CaseError, LedgerError, RuleError
from postwar.schemas import SCHEMAS, schema

GROUPS = (books, acts, review, merge, exchange, feed, protect, answers, obligations, replay, scores, cases)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="postwar", description="Keeps the books of a peace settlement and runs it forward.",
        epilog="Exit status: 0 fine, 1 findings, 2 usage.")
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--json", action="store_true", help="with --version: as JSON")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for group in GROUPS:
        group.add(commands)
    return top


def _print_version(as_json: bool) -> int:
    number = pipeline.program_version()
    if as_json:
        schemas = {name: schema(name)["$id"] for name in SCHEMAS}
        print_json({"program": "postwar", "version": number, "schemas": schemas})
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
        report_problems(fault.problems)
        return FINDINGS
    except (AskError, RuleError) as fault:
        say(f"postwar: {fault}")
        return USAGE
    except LedgerError as fault:
        say(f"postwar: {fault}")
        return FINDINGS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as fault:
        say(f"postwar: {fault.filename or 'a file'}: {fault.strerror or fault}")
        return FINDINGS
