"""The verdict on one obligation: life cycle, timeliness, disposition, with the claims that it stands on.

Three laws, by the kind of duty: one done once (done_once.py), one kept day by day (kept.py), and a prohibition, which
mirrors a duty: what would fulfil the duty breaks the prohibition. *No report* is never *not done*; *no access* is never
*compliant*. A suspension that holds stands over all three.
"""

from __future__ import annotations

from dataclasses import replace

from postwar.situation.acts import act_of
from postwar.situation.bearing import Bearings
from postwar.situation.done_once import done_days, judge_once
from postwar.situation.kept import judge_kept
from postwar.situation.verdict import Facts, Verdict

_OVER = ("fulfilled", "terminated", "discharged", "not_triggered")


def judge(f: Facts, bearings: Bearings) -> Verdict:
    """The verdict under the text as it stands."""
    if f.terms.waived or f.terms.replaced:
        life = "discharged" if f.terms.waived else "superseded"
        return Verdict(life, ("no_deadline", None), "excused", 0, support=f.terms.claims, reasons=("waived",))
    if f.o.mode == "must_not":
        verdict = _forbidden(f, bearings)
    elif f.o.mode == "may":
        return _permitted(f, bearings)
    elif act_of(f.o.act).lasting or f.terms.span.continuous:
        verdict = judge_kept(f)
    else:
        verdict = judge_once(f, bearings)
    return _with_pauses(f, verdict)


def _with_pauses(f: Facts, verdict: Verdict) -> Verdict:
    """What a suspension makes of a verdict. A breach from before it stays a breach; where the right to suspend is
    unproven, or there is none, the obligation is disputed."""
    pause = next((p for p in f.pauses if p.covers(f.today)), None)
    if pause is None or verdict.life_cycle in _OVER:
        return verdict
    support = tuple(dict.fromkeys((*verdict.support, *pause.items)))
    if pause.holds:
        word = "breached" if verdict.disposition == "breached" else "excused"
        reasons = ("suspended", *verdict.reasons)
        return replace(verdict, life_cycle="suspended", disposition=word, support=support, reasons=reasons)
    if verdict.disposition == "breached":
        return verdict
    life_cycle = "suspended" if pause.ground == "unproven" else verdict.life_cycle
    return replace(verdict, life_cycle=life_cycle, disposition="disputed", support=support, reasons=(pause.ground,))


def _forbidden(f: Facts, bearings: Bearings) -> Verdict:
    """A prohibition mirrors the duty: what would fulfil the duty breaks it."""
    span, b = f.terms.span, f.bearing
    if f.waits or span.waits_on:
        return Verdict("not_triggered", ("not_due", None), "not_observed", 0, reasons=("waits",))
    opens = max((d for d in (f.opens, span.base) if d is not None), default=None)
    inside = tuple(i for i in f.binding(b.done, span.latest) if opens is None or i.latest >= opens)
    over = span.latest is not None and f.today > span.latest
    code: tuple[str, int | None] = ("no_deadline", None) if span.latest is None or over else ("not_due", None)
    if inside:
        _, on, by, used = done_days(f, bearings, inside)
        support = tuple(used or inside)
        return Verdict(
            "violated", code, "breached", 0, on, by, support=support, reasons=("forbidden",), broken_on=on or by
        )
    if f.out_of_sight():
        return Verdict("in_effect", code, "unverifiable", 0, support=f.out_of_sight(), reasons=("unseen",))
    life = "discharged" if over else "in_effect"
    if b.denied:
        return Verdict(life, code, "compliant", 3, support=b.denied, reasons=("kept",))
    if f.blind is not None:
        return Verdict(life, code, "unverifiable", 0, reasons=("blind",))
    return Verdict(life, code, "not_observed", 0, reasons=("unreported",))


def _permitted(f: Facts, bearings: Bearings) -> Verdict:
    """A permission is used or not; it is never overdue and never broken by not being used."""
    share, on, by, used = done_days(f, bearings, f.bearing.done)
    code = ("no_deadline", None)
    if used and share >= 1.0:
        opens = f.terms.span.opens
        if on is not None and opens is not None and on < opens:
            return Verdict(
                "violated", code, "breached", 2, on, by, support=tuple(used), reasons=("early",), broken_on=on
            )
        return Verdict("fulfilled", code, "compliant", 3, on, by, support=tuple(used))
    waits = ("waits",) if f.waits else ("unused",)
    life = "not_triggered" if f.waits else "in_effect"
    return Verdict(life, code, "not_observed", 0, support=f.bearing.agreed, reasons=waits)
