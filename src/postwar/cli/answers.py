"""The commands that answer from the books."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cli.terminal import (
    FINDINGS,
    FINE,
    add_run,
    add_selection,
    print_json,
    print_lines,
    report_found,
    say,
    selection,
    write_files,
)
from postwar.core.outlook import outlook_to_json
from postwar.core.situation import situation_to_json
from postwar.core.watch import alert_to_json
from postwar.outlook.table import outlook_csv
from postwar.publish.alerts import alert_lines, alerts_feed
from postwar.publish.terminal import brief_lines, outlook_lines, status_lines


def cmd_status(args: argparse.Namespace) -> int:
    """The situation as it was on one day and known on another."""
    found = pipeline.update(selection(args), say)
    report_found(found)
    if args.json:
        print_json(situation_to_json(found.situation))
    else:
        print_lines(status_lines(found.case, found.situation))
    return FINE


def cmd_outlook(args: argparse.Namespace) -> int:
    """What may come next, as hubverse rows."""
    found = pipeline.update(selection(args), say)
    report_found(found)
    say(f"running {args.members} courses of the settlement")
    ahead = pipeline.outlook(found, args.to, args.members, args.seed)
    if args.csv:
        sys.stdout.write(outlook_csv(ahead))
    elif args.json:
        print_json(outlook_to_json(ahead))
    else:
        print_lines(outlook_lines(found.case, ahead))
    return FINE


def cmd_brief(args: argparse.Namespace) -> int:
    """The brief and the files beside it, in a folder."""
    files, found, ahead = pipeline.brief(selection(args), to=args.to, members=args.members, seed=args.seed,
                                         progress=say)
    report_found(found)
    folder = Path(args.out or Path("out") / found.case.id)
    write_files(folder, files)
    print_lines(brief_lines(found.case, found.situation, ahead, str(folder), sorted(files)))
    return FINE


def cmd_watch(args: argparse.Namespace) -> int:
    """What the rules of a watch find: each alert with since when and the words it stands on. Exit status 1 if one
    fires."""
    found = pipeline.watch(selection(args), args.rules, say)
    report_found(found)
    if args.json:
        print_json([alert_to_json(alert) for alert in found.alerts])
    elif args.rss:
        sys.stdout.write(alerts_feed(found.case, found.situation, found.books, found.alerts))
    else:
        print_lines(alert_lines(found.case, found.situation, found.books, found.alerts))
    return FINDINGS if found.alerts else FINE


def add(commands: Any) -> None:
    """The commands that answer from the books."""
    p = commands.add_parser("status", help="what was promised, done, held, counted", description=cmd_status.__doc__)
    add_selection(p)
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_status)

    p = commands.add_parser("outlook", help="what may come next", description=cmd_outlook.__doc__)
    add_selection(p)
    add_run(p)
    form = p.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true")
    form.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_outlook)

    p = commands.add_parser("brief", help="the brief and the files beside it", description=cmd_brief.__doc__)
    add_selection(p)
    add_run(p)
    p.add_argument("--out", metavar="DIR", help="default: out/CASE")
    p.set_defaults(run=cmd_brief)

    p = commands.add_parser("watch", help="what fires of the rules that are watched", description=cmd_watch.__doc__)
    add_selection(p)
    p.add_argument("--rules", metavar="FILE", help="default: watch.toml in the case's folder")
    form = p.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--rss", action="store_true", help="as a feed")
    p.set_defaults(run=cmd_watch)
