"""The review of claims: listed with their words, and decided on one by one, at a terminal or by a script."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from postwar import pipeline
from postwar.cases import load_names
from postwar.cli.acts import add_author, by, review_json
from postwar.cli.terminal import FINE, kept, print_json, print_lines, report_entered, say
from postwar.core.books import EVENT_STATES
from postwar.core.case import Names
from postwar.core.claim import claim_to_json
from postwar.core.errors import AskError, LedgerError
from postwar.core.time import iso
from postwar.ledger import STATES, Ledger, Receipt, changed, fields_changed

CONFIRMED, REJECTED = "reading_confirmed", "reading_rejected"
KEYS = "c confirm · r reject · s FIELD=VALUE set a field · e STATE of the event · k or Enter skip · q quit"


def cmd_review(args: argparse.Namespace) -> int:
    """Claims that wait for a review, each in its sentence; confirm them, reject them, or change a field. The state of
    the reading says whether the words were read rightly, that of the event whether it took place."""
    decisions = [*_decisions(args)]
    names = load_names(args.case)
    if decisions:
        _needed(args, [args.set] if args.set or args.reject else [])
        with kept(args, writing=True) as ledger:
            for claim, act in decisions:
                report_entered(act(ledger, names), claim)
        return FINE
    states = STATES if args.state == ["all"] else args.state
    ask = sys.stdin.isatty() and not (args.list or args.json)
    with kept(args, writing=ask) as ledger:
        found = pipeline.to_review(names, ledger, states)
        if not ask:
            _print(found, args)
            return FINE
        _needed(args, [])
        return _ask(args, ledger, names, found)


Act = Callable[[Ledger, Names], Receipt]


def _decisions(args: argparse.Namespace) -> Iterator[tuple[str, Act]]:
    """What the arguments say is to be entered, in their order: confirmations, rejections, settings, events."""
    for state, given in ((CONFIRMED, args.confirm), (REJECTED, args.reject)):
        for target in given:
            claim, _, field = target.partition(":")
            yield target, _review(args, claim, state, field)
    for claim, *settings in args.set:
        if not settings:
            raise AskError(f"--set {claim}: say what, for instance --set {claim} modality=planned")
        yield claim, _set(args, claim, settings)
    for setting in args.event:
        claim, equals, state = setting.partition("=")
        if not equals or state not in EVENT_STATES:
            raise AskError(f"--event {setting}: write CLAIM=STATE; states are {', '.join(EVENT_STATES)}")
        yield claim, _review(args, claim, state, "")


def _review(args: argparse.Namespace, claim: str, state: str, field: str) -> Act:
    return lambda ledger, _: ledger.review(claim, state, field=field, **by(args))


def _set(args: argparse.Namespace, claim: str, settings: Sequence[str]) -> Act:
    def act(ledger: Ledger, names: Names) -> Receipt:
        found, document = ledger.claim(claim)
        new = changed(found, document.report, settings, names)
        if not fields_changed(found, new):
            raise AskError(f"{claim}: it is read so already")
        return ledger.correct(claim, new, **by(args))

    return act


def _needed(args: argparse.Namespace, reasoned: Sequence[object]) -> None:
    """Nobody decides without a name, nor changes or rejects a reading without a reason."""
    if not args.who:
        raise AskError("say who reviews: --who NAME")
    if reasoned and not args.why:
        raise AskError("say why: --why TEXT")


# What is listed ----------------------------------------------------------------------------------------------------

def _print(found: Sequence[pipeline.ToReview], args: argparse.Namespace) -> None:
    if args.json:
        print_json([_json(one) for one in found])
    else:
        lines = [line for one in found for line in (*card(one), "")]
        print_lines(lines or [f"nothing in state {' or '.join(args.state)}"])


def _json(one: pipeline.ToReview) -> dict[str, Any]:
    r = one.reviewed
    return {
        "claim": claim_to_json(r.claim), "entry": r.entry, "state": r.state, "event": r.event or None,
        "sentence": one.sentence, "report": r.document.report.id, "source": r.document.report.source,
        "known_on": iso(r.document.known_on),
        "fields": {field: {"value": m.value, "how": m.how, "why": m.why, "state": m.state}
                   for field, m in one.marks.items()},
        "provisions": [{"id": provision, "text": text} for provision, text in one.provisions],
        "reviews": [review_json(review) for review in r.reviews]}


def card(one: pipeline.ToReview) -> list[str]:
    """A claim as it is shown to a reviewer: its sentence with the quote in brackets, and a line for each field."""
    r = one.reviewed
    name = f"{r.claim.id}@{r.entry}" if r.contested else r.claim.id
    event = f"  event: {r.event}" if r.event else ""
    source = r.document.report.source or "source not named"
    lines = [f"{name}  {r.state}{event}  ({r.document.report.id}, {source}, entry {r.entry})", f"  {one.sentence}"]
    for field, mark in one.marks.items():
        value = ", ".join(mark.value) if isinstance(mark.value, list) else str(mark.value)
        own = f"  {mark.state}" if mark.state != r.state else ""
        why = f": {mark.why}" if mark.why else ""
        lines.append(f"  {field:13} {value:32} {mark.how}{why}{own}")
    lines += [f"  bears on      {provision}: {text}" for provision, text in one.provisions]
    return lines + [f"  {review.scheme:13} {review.state} by {review.who}, {review.known_on}"
                    + (f": {review.why}" if review.why else "") for review in r.reviews]


# At a terminal -----------------------------------------------------------------------------------------------------

def _ask(args: argparse.Namespace, ledger: Ledger, names: Names, found: Sequence[pipeline.ToReview]) -> int:
    """Claim by claim, until there is none left or the reviewer stops."""
    say(KEYS)
    for n, one in enumerate(found, 1):
        print_lines([f"{n} of {len(found)}", *card(one)])
        while True:
            words = _answer("> ").split()
            key = words[0] if words else "k"
            if key == "q":
                return FINE
            if key == "k":
                break
            try:
                act = _act_of(args, one, key, words[1:])
                report_entered(act(ledger, names), one.reviewed.claim.id)
                break
            except (AskError, LedgerError) as fault:
                say(str(fault))
    say("nothing left to review" if found else f"nothing in state {' or '.join(args.state)}")
    return FINE


def _act_of(args: argparse.Namespace, one: pipeline.ToReview, key: str, words: Sequence[str]) -> Act:
    """What a reviewer's answer enters."""
    r = one.reviewed
    target = f"{r.claim.id}@{r.entry}" if r.contested else r.claim.id
    given = argparse.Namespace(**vars(args))
    if key in ("r", "s") and not given.why:
        given.why = _answer("why? ")
    if key in ("c", "r"):
        return _review(given, target, CONFIRMED if key == "c" else REJECTED, words[0] if words else "")
    if key == "s" and words:
        return _set(given, target, words)
    if key == "e" and len(words) == 1:
        return _review(given, target, words[0], "")
    raise AskError(KEYS)


def _answer(prompt: str) -> str:
    """A line from standard input; what ends it ends the review."""
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    return line.strip() if line else "q"


def add(commands: Any) -> None:
    """The command that reviews claims."""
    p = commands.add_parser("review", help="claims that wait for a review", description=cmd_review.__doc__)
    p.add_argument("case", metavar="CASE", help="whose names and provisions the claims use")
    p.add_argument("--confirm", metavar="ID[:FIELD]", nargs="+", default=[], help="it was read rightly")
    p.add_argument("--reject", metavar="ID[:FIELD]", nargs="+", default=[], help="it was read wrongly")
    p.add_argument("--set", metavar=("ID", "FIELD=VALUE"), nargs="+", action="append", default=[],
                   help="it must be read so; an empty value takes the field away")
    p.add_argument("--event", metavar="ID=STATE", nargs="+", default=[],
                   help="whether it took place: " + ", ".join(EVENT_STATES))
    p.add_argument("--state", metavar="STATE", nargs="+", default=["proposed", "contested"],
                   help=f"which are listed: {', '.join(STATES)}, or all (default: proposed and contested)")
    p.add_argument("--list", action="store_true", help="only list them")
    p.add_argument("--json", action="store_true", help="only list them, as JSON")
    add_author(p, required=False)
    p.set_defaults(run=cmd_review)
