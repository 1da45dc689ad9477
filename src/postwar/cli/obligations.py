"""The commands about what was promised: what falls due, why a verdict stands, which clauses wait on which."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cli.terminal import (
    FINE,
    add_selection,
    days_ahead,
    print_json,
    print_lines,
    report_found,
    say,
    selection,
)
from postwar.core.errors import AskError
from postwar.core.time import iso
from postwar.core.words import SCHEMES
from postwar.publish.due import due_calendar, due_text
from postwar.publish.why import chain_lines, chain_to_json
from postwar.situation.clause_graph import clause_graph
from postwar.situation.due import due_lines
from postwar.situation.why import chain_of


def cmd_due(args: argparse.Namespace) -> int:
    """What is overdue, what falls due, and what hangs on it."""
    found = pipeline.update(selection(args), say)
    report_found(found)
    lines = due_lines(found.case, found.situation, args.within)
    if args.ics == "-":
        sys.stdout.write(due_calendar(found.case, found.situation, lines))
        return FINE
    if args.ics:
        Path(args.ics).write_text(due_calendar(found.case, found.situation, lines), encoding="utf-8", newline="")
    if args.json:
        print_json([{"obligation": line.obligation, "kind": line.kind, "on": iso(line.on), "days": line.days,
                     "hangs": list(line.hangs)} for line in lines])
    else:
        print_lines(due_text(found.case, found.situation, lines, args.within))
    return FINE


def cmd_why(args: argparse.Namespace) -> int:
    """From the verdict on one obligation to the words it stands on."""
    from postwar.publish.charts.why import chart

    found = pipeline.update(selection(args), say)
    report_found(found)
    chain = chain_of(found.case, found.books, found.situation, args.obligation)
    if args.picture:
        data, path = chart.data(found.case, found.books, chain), Path(args.picture)
        if path.suffix.lower() == ".png":
            path.write_bytes(chart.draw_png(data))
        else:
            path.write_text(chart.draw(data), encoding="utf-8", newline="\n")
    if args.json:
        print_json(chain_to_json(chain))
    else:
        print_lines(chain_lines(found.case, found.books, found.situation, chain, args.words))
    return FINE


def cmd_clauses(args: argparse.Namespace) -> int:
    """Which obligations wait on which."""
    from postwar.publish.charts.clauses import chart

    found = pipeline.update(selection(args), say)
    report_found(found)
    graph = clause_graph(found.case, found.situation.as_of.known)
    if args.picture:
        picture = chart.picture(found.case, found.situation, graph)
        if picture is None:
            raise AskError("no obligation of this accord waits on another")
        Path(args.picture).write_text(picture.svg, encoding="utf-8", newline="\n")
    print_lines([f"{e.target:10} {chart.KINDS[e.kind][0]:32} {e.source}" for e in graph]
                or ["nothing waits on anything"])
    return FINE


def add(commands: Any) -> None:
    """The commands about what was promised."""
    p = commands.add_parser("due", help="what falls due, what is overdue", description=cmd_due.__doc__)
    add_selection(p)
    p.add_argument("--within", metavar="30d", type=days_ahead, help="only so many days ahead; default: at any time")
    p.add_argument("--ics", metavar="FILE", help="write a calendar (RFC 5545); - is standard output")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_due)

    p = commands.add_parser("why", help="from a verdict to the words under it", description=cmd_why.__doc__)
    add_selection(p)
    p.add_argument("obligation", metavar="OBLIGATION")
    p.add_argument("--words", choices=sorted(SCHEMES), default="icd203", help="the words for likelihood")
    p.add_argument("--picture", metavar="FILE", help="draw it: .svg or .png")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_why)

    p = commands.add_parser("clauses", help="which obligations wait on which", description=cmd_clauses.__doc__)
    add_selection(p)
    p.add_argument("--picture", metavar="FILE", help="draw it as SVG")
    p.set_defaults(run=cmd_clauses)
