"""The commands that make keys, and those that hold a ledger against what it was."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cli.terminal import FINDINGS, FINE, LEDGER, print_json, print_lines
from postwar.core.errors import AskError, LedgerError
from postwar.ledger.checkpoint import Checkpoint, read_checkpoint, signed
from postwar.ledger.keys import load_public_key, load_signing_key, new_key, new_signing_pair


def cmd_keys_new(args: argparse.Namespace) -> int:
    """A new key in a file that only its owner can read: for restricted evidence, or to sign checkpoints with."""
    if args.signing:
        print_lines([f"{args.file}: signs checkpoints; give {new_signing_pair(args.file)} to whoever is to check them"])
    else:
        new_key(args.file)
        print_lines([f"{args.file}: opens restricted evidence; without it that is lost, so keep a copy elsewhere"])
    return FINE


def cmd_checkpoint(args: argparse.Namespace) -> int:
    """What a ledger is now, signed, in a small file to be kept somewhere else."""
    key = load_signing_key(args.key)
    with pipeline.kept(args.ledger) as ledger:
        made = ledger.checkpoint()
    try:
        Path(args.out).write_text(signed(made, key), encoding="ascii", newline="\n")
    except OSError as fault:
        raise LedgerError(f"{args.out}: cannot be written ({fault.strerror}); name another file") from fault
    print_lines([f"{args.out}: entry {made.seq}, digest {made.digest}"])
    return FINE


def cmd_verify(args: argparse.Namespace) -> int:
    """Whether every entry is as it was written, in the order it was written; with a checkpoint, whether the history
    that it saw is still there."""
    seen = _checkpoint(args)
    with pipeline.kept(args.ledger) as ledger:
        problems = ledger.verify(seen)
        n, apart = len(ledger.documents()), ledger.unshown()
    if args.json:
        print_json({"documents": n, "restricted_not_shown": apart, "checkpoint": None if seen is None else seen.seq,
                    "problems": [{"entry": p.line, "message": p.message, "mend": p.mend} for p in problems]})
    else:
        others = f" and {apart} restricted" if apart else ""
        up_to = f", and holds all up to entry {seen.seq} that the checkpoint saw" if seen is not None else ""
        print_lines([str(p) for p in problems] or [f"{args.ledger}: {n} documents{others}, the chain holds{up_to}"])
    return FINDINGS if problems else FINE


def _checkpoint(args: argparse.Namespace) -> Checkpoint | None:
    if args.checkpoint is None and args.public_key is None:
        return None
    if args.checkpoint is None or args.public_key is None:
        raise AskError("--checkpoint and --public-key go together: the file, and the key of whoever signed it")
    try:
        text = Path(args.checkpoint).read_text(encoding="utf-8", errors="replace")
    except OSError as fault:
        raise AskError(f"{args.checkpoint}: cannot be read ({fault.strerror}); name the checkpoint's file") from fault
    return read_checkpoint(args.checkpoint, text, load_public_key(args.public_key))


def add(commands: Any) -> None:
    """The commands that make keys, and those that hold a ledger against what it was."""
    p = commands.add_parser("keys", help="make a key", description="Keys, each in a file of its own.")
    p = p.add_subparsers(dest="action", metavar="ACTION", required=True).add_parser(
        "new", help="a new key", description=cmd_keys_new.__doc__)
    p.add_argument("file", metavar="FILE", help="where to; a file that is there is never overwritten")
    p.add_argument("--signing", action="store_true", help="to sign checkpoints with; FILE.pub is its public half")
    p.set_defaults(run=cmd_keys_new)

    p = commands.add_parser("checkpoint", help="what a ledger is now, signed", description=cmd_checkpoint.__doc__)
    p.add_argument("--ledger", metavar="PATH", required=True, help=LEDGER)
    p.add_argument("--key", metavar="FILE", required=True, help="made by `postwar keys new FILE --signing`")
    p.add_argument("--out", metavar="FILE", required=True)
    p.set_defaults(run=cmd_checkpoint)

    p = commands.add_parser("verify", help="whether a ledger is as it was written", description=cmd_verify.__doc__)
    p.add_argument("--ledger", metavar="PATH", required=True, help=LEDGER)
    p.add_argument("--checkpoint", metavar="FILE", help="what `postwar checkpoint` wrote, kept somewhere else")
    p.add_argument("--public-key", metavar="FILE", help="of whoever signed it")
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_verify)
