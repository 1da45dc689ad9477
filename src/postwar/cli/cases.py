"""The commands about cases and formats."""

from __future__ import annotations

import argparse
from typing import Any

from postwar.cases import bundled_ids, check_case, find_case, load_case
from postwar.cases.catalogue import code_of, explain, with_code
from postwar.cases.mending import fix_case
from postwar.cli.terminal import FINDINGS, FINE, print_json, print_lines, say
from postwar.core.time import iso
from postwar.schemas import SCHEMAS, schema


def cmd_check(args: argparse.Namespace) -> int:
    """What is wrong in a case folder: a line a fault, its code at the end (see `postwar explain`)."""
    if args.fix:
        mended, problems = fix_case(args.case)
        for mend in mended:
            say(f"mended {with_code(mend.problem)}: now {mend.now!r}")
    else:
        problems = check_case(args.case)
    if args.json:
        print_json([{"file": p.file, "line": p.line, "value": p.value, "message": p.message, "mend": p.mend,
                     "code": code_of(p)} for p in problems])
    else:
        print_lines([with_code(p) for p in problems] or [f"{args.case}: no fault found"])
    return FINDINGS if problems else FINE


def cmd_explain(args: argparse.Namespace) -> int:
    """What a code of `postwar check` means, with an example."""
    print_lines(explain(args.code))
    return FINE


def cmd_cases(args: argparse.Namespace) -> int:
    """The bundled cases."""
    cases = [load_case(name) for name in bundled_ids()]
    if args.json:
        print_json([{"id": c.id, "title": c.title, "summary": c.summary, "ceasefire_on": iso(c.ceasefire_on),
                      "reports": len(c.reports), "folder": str(find_case(c.id))} for c in cases])
    else:
        print_lines([f"{c.id:16} {c.title} ({len(c.reports)} reports)" for c in cases])
    return FINE


def cmd_schema(args: argparse.Namespace) -> int:
    """The JSON Schema of an output."""
    print_json(schema(args.name))
    return FINE


def add(commands: Any) -> None:
    """The commands about cases and formats."""
    p = commands.add_parser("check", help="what is wrong in a case folder", description=cmd_check.__doc__)
    p.add_argument("case", metavar="CASE")
    p.add_argument("--fix", action="store_true", help="mend what has one safe mend; a bundled case is never changed")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_check)

    p = commands.add_parser("explain", help="what a code of check means", description=cmd_explain.__doc__)
    p.add_argument("code", metavar="PWnnn")
    p.set_defaults(run=cmd_explain)

    p = commands.add_parser("cases", help="the bundled cases", description=cmd_cases.__doc__)
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_cases)

    p = commands.add_parser("schema", help="the JSON Schema of an output", description=cmd_schema.__doc__)
    p.add_argument("name", choices=SCHEMAS)
    p.set_defaults(run=cmd_schema)
