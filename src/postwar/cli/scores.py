"""The command that judges past outlooks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cases import load_case
from postwar.cli.terminal import (
    FINE,
    add_selection,
    count,
    day,
    days_ahead,
    print_json,
    print_lines,
    say,
    seed,
    selection,
    write_files,
)
from postwar.core.score import skill_to_json
from postwar.publish.score import score_files, score_lines


def cmd_score(args: argparse.Namespace) -> int:
    """How right the outlooks of past days would have been: each is made again with what was known then, and held
    against what was reported later, beside forecasts that need no model."""
    found = pipeline.score(selection(args), args.first, args.last, args.every, args.horizon, args.members, args.seed,
                           say)
    case = load_case(args.case)
    if args.out:
        files = score_files(case, found)
        files["score.json"] = pipeline.pretty_json(skill_to_json(found))
        write_files(Path(args.out), files)
    if args.json:
        print_json(skill_to_json(found))
    else:
        print_lines(score_lines(case, found))
    return FINE


def add(commands: Any) -> None:
    """The command that judges past outlooks."""
    p = commands.add_parser("score", help="how right past outlooks would have been", description=cmd_score.__doc__)
    add_selection(p)
    p.add_argument("--from", dest="first", metavar="DATE", type=day,
                   help="the first day of an outlook; default: the day after the first figure in the books")
    p.add_argument("--to", dest="last", metavar="DATE", type=day,
                   help="the last; default: the day before the books end")
    p.add_argument("--every", metavar="DAYS", type=days_ahead, default=pipeline.EVERY,
                   help="days from one outlook to the next (default %(default)s)")
    p.add_argument("--horizon", metavar="DAYS", type=days_ahead, default=pipeline.HORIZON,
                   help="days after an outlook whose figures it is scored on (default %(default)s)")
    p.add_argument("--members", metavar="N", type=count, default=pipeline.MEMBERS,
                   help="how many courses are run (default %(default)s)")
    p.add_argument("--seed", metavar="N", type=seed, default=pipeline.SEED,
                   help="names the random draws: same seed, same result (default %(default)s)")
    p.add_argument("--out", metavar="DIR", help="also write score.json, tables and the reliability diagram")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_score)
