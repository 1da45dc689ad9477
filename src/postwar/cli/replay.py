"""The command that runs a recorded displacement again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cli.terminal import FINE, count, offset, print_lines, say, seed, write_files
from postwar.publish.replay import score_lines


def cmd_replay(args: argparse.Namespace) -> int:
    """A recorded displacement, read from a FLEE directory as it stands, run again and scored."""
    ask = pipeline.Ask(args.members, args.seed, args.compat, not args.no_capacity, args.from_day)
    files, scores, notes = pipeline.replay(args.folder, args.settings, ask, drawn=not args.no_pictures, progress=say)
    for note in notes:
        say(f"note: {note}")
    folder = Path(args.out or Path("out") / scores["displacement"])
    write_files(folder, files)
    print_lines(score_lines(scores, str(folder)))
    return FINE


def add(commands: Any) -> None:
    """The command that runs a recorded displacement again."""
    p = commands.add_parser("replay", help="run a recorded displacement again", description=cmd_replay.__doc__)
    p.add_argument("folder", metavar="DIR", help="a FLEE directory: input_csv/ and source_data/, or the tables in it")
    p.add_argument("--settings", metavar="FILE", help="a simsetting.yml; default: the one in DIR, else FLEE's defaults")
    p.add_argument("--members", metavar="N", type=count, default=pipeline.COURSES,
                   help="how many courses are run (default %(default)s)")
    p.add_argument("--seed", metavar="N", type=seed, default=pipeline.SEED,
                   help="names the random draws: same seed, same result (default %(default)s)")
    p.add_argument("--no-capacity", action="store_true", help="camps are unlimited")
    p.add_argument("--compat", choices=("fixed", "flee"), default="fixed",
                   help="flee: with its documented quirks (default %(default)s)")
    p.add_argument("--from-day", metavar="N", type=offset, help="go on from what camps had reported by day N")
    p.add_argument("--no-pictures", action="store_true", help="write no picture for each camp")
    p.add_argument("--out", metavar="DIR", help="default: out/NAME")
    p.set_defaults(run=cmd_replay)
