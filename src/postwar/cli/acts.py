"""The commands that decide on what is in a ledger, and those that say what was decided."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from postwar.cases import load_names
from postwar.cli.terminal import FINE, LEDGER, add_right, day, kept, print_json, print_lines, report_entered
from postwar.core.books import Document, Review
from postwar.core.claim import Claim, claim_to_json
from postwar.core.errors import AskError
from postwar.core.time import Day, iso
from postwar.ledger import Difference, Step, changed, fields_changed


def cmd_history(args: argparse.Namespace) -> int:
    """All that was ever entered of a claim, in order: what it was read as, by whom it was reviewed, what ended it."""
    with kept(args) as ledger:
        steps = ledger.history(args.claim)
    if args.json:
        print_json([{"seq": s.seq, "known_on": iso(s.known_on), "action": s.action, "state": s.state or None,
                     "scheme": s.scheme or None, "by": s.by or None, "who": s.who, "why": s.why,
                     "claim": None if s.claim is None else claim_to_json(s.claim)} for s in steps])
    else:
        print_lines(_history_lines(steps))
    return FINE


def _history_lines(steps: tuple[Step, ...]) -> list[str]:
    lines: list[str] = []
    before: Claim | None = None
    for step in steps:
        words = [step.state, f"by {step.by}" if step.by else ""]
        if step.claim is not None:
            words += [f"{step.claim.kind}.{step.claim.modality}", f"“{_quote(step.claim)}”"]
            if before is not None:
                words.append("changed: " + ", ".join(fields_changed(before, step.claim)))
            before = step.claim
        said = "  ".join(word for word in words if word)
        author = f"  by {step.who}" if step.who else ""
        lines.append(f"{step.seq:>6}  {step.known_on}  {step.action:8} {said}{author}"
                     + (f": {step.why}" if step.why else ""))
    return lines


def cmd_diff(args: argparse.Namespace) -> int:
    """What changed between two mornings: the books as known on one day against those as known on another."""
    if args.before > args.after:
        raise AskError(f"{args.before} is after {args.after}: name the earlier day first")
    with kept(args) as ledger:
        found = ledger.diff(args.before, args.after)
    if args.json:
        print_json(_difference_json(args.before, args.after, found))
    else:
        print_lines(_difference_lines(found) or ["nothing changed"])
    return FINE


def _difference_lines(found: Difference) -> list[str]:
    lines = [f"+ document {d.report.id}, {d.report.signed or 'source not named'}" for d in found.came]
    lines += [f"- document {d.report.id}, {d.report.signed or 'source not named'}" for d in found.went]
    lines += [f"+ {c.id}  “{_quote(c)}”" for c in found.claims]
    lines += [f"- {g.claim.id}  “{_quote(g.claim)}” ({_ended(g.action, g.who, g.why)})" for g in found.gone]
    lines += [f"~ {now.id}  “{_quote(now)}” ({', '.join(fields_changed(then, now))})" for then, now in found.changed]
    return lines + [f"review {r.claim} {r.state}{_field_of(r)} by {r.who}" + (f": {r.why}" if r.why else "")
                    for r in found.reviews]


def _field_of(review: Review) -> str:
    """Of which field a review speaks, where it is not of the whole reading."""
    return f" ({review.scheme.partition('.')[2]})" if "." in review.scheme else ""


def _ended(action: str, who: str, why: str) -> str:
    return (action or "seen no longer") + (f" by {who}" if who else "") + (f": {why}" if why else "")


def _difference_json(before: Day, after: Day, found: Difference) -> dict[str, Any]:
    def document(d: Document) -> dict[str, Any]:
        return {"id": d.report.id, "sha256": d.report.sha256, "source": d.report.source, "known_on": iso(d.known_on)}

    return {
        "from": iso(before), "to": iso(after),
        "documents": {"came": [document(d) for d in found.came], "went": [document(d) for d in found.went]},
        "claims": {
            "came": [claim_to_json(c) for c in found.claims],
            "went": [{"claim": claim_to_json(g.claim), "action": g.action, "who": g.who, "why": g.why, "seq": g.seq}
                     for g in found.gone],
            "changed": [{"before": claim_to_json(then), "after": claim_to_json(now),
                         "fields": list(fields_changed(then, now))} for then, now in found.changed]},
        "reviews": [review_json(r) for r in found.reviews]}


def review_json(review: Review) -> dict[str, Any]:
    """A review as JSON."""
    return {"claim": review.claim, "scheme": review.scheme, "state": review.state, "who": review.who,
            "why": review.why, "known_on": iso(review.known_on), "seq": review.seq}


def _quote(claim: Claim) -> str:
    words = " ".join(claim.quote.split())
    return words if len(words) <= 90 else words[:89] + "…"


def cmd_correct(args: argparse.Namespace) -> int:
    """The words were read wrongly: set fields of the reading otherwise, from a day on."""
    names = None if args.case is None else load_names(args.case)
    with kept(args, writing=True) as ledger:
        claim, document = ledger.claim(args.claim)
        new = changed(claim, document.report, args.set, names)
        if not fields_changed(claim, new):
            raise AskError(f"{claim.id}: it is read so already")
        report_entered(ledger.correct(args.claim, new, **by(args)), new.id)
    return FINE


def cmd_retract(args: argparse.Namespace) -> int:
    """From a day on a claim, or a whole document, counts no longer: it was withdrawn."""
    return _end(args, lambda ledger: ledger.retract(args.target, **by(args)))


def cmd_amend(args: argparse.Namespace) -> int:
    """From a day on a later claim of the source takes the place of a claim: the source itself says otherwise."""
    return _end(args, lambda ledger: ledger.amend(args.target, args.later, **by(args)))


def cmd_redact(args: argparse.Namespace) -> int:
    """Erase the words of a claim, or of a document with all its claims, for good and for every day."""
    return _end(args, lambda ledger: ledger.redact(args.target, **by(args)))


def _end(args: argparse.Namespace, act: Any) -> int:
    with kept(args, writing=True) as ledger:
        report_entered(act(ledger), args.target)
    return FINE


def by(args: argparse.Namespace) -> dict[str, Any]:
    """Who decides, why, and from which day on."""
    return {"who": args.who, "why": args.why, "known_on": args.known_on or dt.date.today(), "backfill": args.backfill}


def add_author(p: argparse.ArgumentParser, *, required: bool = True) -> None:
    """The arguments that every decision takes."""
    p.add_argument("--ledger", metavar="PATH", required=True, help=LEDGER)
    add_right(p)
    p.add_argument("--who", metavar="NAME", required=required, default="", help="who decides; recorded")
    p.add_argument("--why", metavar="TEXT", required=required, default="", help="the reason; recorded")
    p.add_argument("--known-on", metavar="DATE", type=day, help="the day from which it counts; default: today")
    p.add_argument("--backfill", action="store_true", help="allow an earlier day than the ledger holds; recorded")


def add(commands: Any) -> None:
    """The commands that decide on what is in a ledger."""
    p = commands.add_parser("history", help="all that was ever entered of a claim", description=cmd_history.__doc__)
    p.add_argument("claim", metavar="CLAIM")
    p.add_argument("--ledger", metavar="PATH", required=True, help=LEDGER)
    add_right(p)
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_history)

    p = commands.add_parser("diff", help="what changed between two mornings", description=cmd_diff.__doc__)
    p.add_argument("before", metavar="FROM", type=day)
    p.add_argument("after", metavar="TO", type=day)
    p.add_argument("--ledger", metavar="PATH", required=True, help=LEDGER)
    add_right(p)
    p.add_argument("--json", action="store_true")
    p.set_defaults(run=cmd_diff)

    p = commands.add_parser("correct", help="a claim was read wrongly", description=cmd_correct.__doc__)
    p.add_argument("claim", metavar="CLAIM")
    p.add_argument("--set", metavar="FIELD=VALUE", nargs="+", required=True, help="an empty value takes it away")
    p.add_argument("--case", metavar="CASE", help="whose ids the values must be")
    add_author(p)
    p.set_defaults(run=cmd_correct)

    for name, run, what in (("retract", cmd_retract, "a claim or a document was withdrawn"),
                            ("amend", cmd_amend, "a later claim takes the place of a claim"),
                            ("redact", cmd_redact, "erase a claim or a document for good")):
        p = commands.add_parser(name, help=what, description=run.__doc__)
        p.add_argument("target", metavar="CLAIM" if name == "amend" else "TARGET",
                       help="a claim's id" + ("" if name == "amend" else ", or the sha256 of a document"))
        if name == "amend":
            p.add_argument("later", metavar="LATER", help="the claim that takes its place")
        add_author(p)
        p.set_defaults(run=run)
