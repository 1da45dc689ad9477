"""The one plain sentence that says what a verdict rests on, and the due day in words."""

from __future__ import annotations

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.situation.amendments import Terms
from postwar.situation.dates import SIGNING
from postwar.situation.evidence import n_origins
from postwar.situation.powers import Term
from postwar.situation.verdict import Facts, Verdict
from postwar.situation.wording import names_of, say_day, say_days, say_list


def due_words(terms: Terms, term: Term | None) -> str:
    """When it falls due, in words: the day in force, and the first text where it was moved."""
    text = terms.span.text
    if term is not None:
        notice = f"; notice by {say_day(term.notice_by)}" if term.notice_by is not None else ""
        if term.noticed_on is not None:
            notice = f"; notice given on {say_day(term.noticed_on)}"
        elif term.late_notice is not None:
            notice += f"; that of {say_day(term.late_notice)} came too late"
        text = f"term to {say_day(term.until)}{notice}"
    if terms.moved and terms.original != terms.span:
        text += f" (first text: {terms.original.text})"
    return text


def _origins(n: int) -> str:
    return "one origin" if n == 1 else f"{n} independent origins"


def breach_of(obligation_id: str) -> str:
    """The name of a condition that is the breach of another obligation.

    >>> breach_of("a2")
    'a breach of a2'
    """
    return f"a breach of {obligation_id}"


def why(case: Case, o: Obligation, facts: Facts, verdict: Verdict, term: Term | None, split: bool) -> str:
    """One sentence on what the verdict rests on; further ones where the text names no obligor, is read two ways, where
    a later day was only asked for or a breach is being made good."""
    text = _main(case, facts, verdict, term)
    if verdict.reason == "suspended" and verdict.disposition == "breached":
        text += " What was broken before it stays broken."
    if "repair begun" in verdict.reasons:
        text += " What makes it good is reported begun."
    if facts.terms.asked:
        text += " A later day was asked for by the side that owes it; no agreement of the other is known."
    if not o.obligor:
        text += " Obligor undetermined: the text does not say who is to do it."
    if split:
        text += " The text is read in more than one way, and the readings come to different verdicts."
    return text


def _main(case: Case, facts: Facts, verdict: Verdict, term: Term | None) -> str:
    by = _origins(n_origins(verdict.support))
    reason = verdict.reason
    if reason == "denied" and verdict.disposition == "contradictory":
        return "One report has it done, a later one denies it."
    if reason in _PLAIN:
        return _PLAIN[reason].format(by=by)
    if reason in ("suspended", "unproven", "none"):
        return _paused(case, facts, reason)
    if reason == "blind":
        return _blind(case, facts)
    if reason == "early":
        return _early(facts, verdict, by)
    if reason == "waits":
        opens = facts.terms.span.opens
        if not facts.waits and opens is not None:
            return f"Binds from {say_day(opens)}; no report has it begun."
        return f"Waits on {say_list([_condition(case, w) for w in facts.waits])}; no report has it begun."
    if reason in ("ended", "ended early"):
        return _ended_early(case, facts, verdict, term)
    if reason in ("broken", "forbidden"):
        who = sorted({a for i in verdict.support for a in i.claim.actor})
        attributed = f"attributed in the claims to {names_of(case, who)}" if who else "attribution undetermined"
        return f"An event against this duty is reported by {by}; {attributed}{_denied_by(case, verdict)}."
    if reason == "excused" and not verdict.done:
        told = f"Reported begun by {by}" if verdict.grade else "No report has it done"
        return f"{told}; the last day had passed by {say_days(facts.terms.missed)} when a later one was agreed."
    if reason == "begun":
        share = f", about {verdict.share:.0%} done" if verdict.share is not None else ""
        return f"Reported begun by {by}{share}; completion is not reported."
    if reason == "unreported" and facts.o.mode == "must_not":
        return "No report has it happening, which is not the same as kept."
    if reason == "unreported":
        if verdict.against:
            said = n_origins(verdict.against)
            return f"No report has it done; {_origins(said)} {'says' if said == 1 else 'say'} that it is not."
        ahead = "Agreed or announced; no report has it happening" if verdict.support else "No report in the books"
        return f"{ahead}, which is not the same as not done."
    return _done(facts, verdict, by)


def _condition(case: Case, name: str) -> str:
    if name == SIGNING:
        return "the signing"
    event = next((e.name for e in case.accord.events if e.id == name), None)
    if event is not None:
        return event
    return name if name.startswith(breach_of("")) else f"{name} (not reported done)"


def _paused(case: Case, facts: Facts, reason: str) -> str:
    pause = next(p for p in facts.pauses if p.covers(facts.today))
    who = f" by {names_of(case, pause.by)}" if pause.by else ""
    start = f"Suspended{who} since {say_day(pause.since)}"
    end = f" to {say_day(pause.until)}" if pause.until is not None else ""
    if reason == "suspended" and pause.ground == "agreed":
        return f"{start}{end}, by agreement."
    if reason == "suspended":
        ground = f"in answer to a breach of {pause.answers}" if pause.answers else "under a right that the text gives"
        return f"{start}{end}, {ground}."
    if reason == "unproven":
        answer = f"in answer to a breach of {pause.answers}"
        return f"{start}{end} {answer}, which no report in the books bears out as standing."
    return f"Declared suspended{who} on {say_day(pause.since)}; the text gives no right to it."


def _blind(case: Case, facts: Facts) -> str:
    assert facts.blind is not None
    return (
        f"The access log has {names_of(case, facts.blind.observers)} without access since {say_day(facts.blind.since)} "
        "and nobody with it, so neither keeping nor breach can be verified."
    )


def _denied_by(case: Case, verdict: Verdict) -> str:
    who = sorted({a for i in verdict.against for a in i.claim.attributed_to})
    return f"; denied by {names_of(case, who)}" if who else "; denied by another report" if verdict.against else ""


_PLAIN = {
    "waived": "Waived or replaced by a later agreement.",
    "unseen": "Observers are reported to have had no access, so neither keeping nor breach can be verified.",
    "own word": "Only the side that owes it says that it was done, and observers are reported to have had no access.",
    "repaired": "A breach is reported, and what makes it good is reported done after it.",
    "term over": "Its term is over; a holder of the power had given notice in time.",
    "notice in time": "Ended after notice by a holder of the power, given in time.",
    "notice late": "Ended after notice by a holder of the power, given too late.",
    "kept again": "An event against this duty is reported, and the duty is reported kept after it.",
    "kept": "Reported kept by {by}.",
    "denied": "Reported as not done by {by}.",
    "unused": "A permission; no report has it used.",
    "ran out": "Its last day has passed.",
}


def _early(facts: Facts, verdict: Verdict, by: str) -> str:
    opens, on = facts.terms.span.opens, verdict.done_on
    before = f" {say_days((opens - on).days)} before its window opened," if opens is not None and on is not None else ""
    return f"Reported done{before} by {by}."


def _ended_early(case: Case, facts: Facts, verdict: Verdict, term: Term | None) -> str:
    power, ended = facts.o.power, verdict.ended_on
    assert ended is not None
    if verdict.reason == "ended":
        return f"Ended on {say_day(ended)}; the text gives no last day."
    if term is None or power is None:
        return f"Ended on {say_day(ended)}, before its last day."
    holders = names_of(case, power.holder) or "nobody it names"
    return (
        f"Ended on {say_day(ended)}, {say_days((term.until - ended).days)} before its term; the text gives the power "
        f"to end it to {holders} by notice, and no notice is reported."
    )


def _done(facts: Facts, verdict: Verdict, by: str) -> str:
    day = f" on {say_day(verdict.done_on)}" if verdict.done_on else ", on a day that is not given"
    return f"Reported done{day}, by {by}{_in_time(facts, verdict)}."


def _in_time(facts: Facts, verdict: Verdict) -> str:
    code, days = verdict.timeliness
    reason = verdict.reason
    if reason == "paused":
        return "; the days of its suspension do not count"
    if facts.terms.excused_on is not None:
        return f"; the last day had passed by {say_days(facts.terms.missed)} when a later one was agreed"
    if reason == "trigger":
        return f", {say_days(days or 0)} late; what it waits on was itself done after its last day"
    if reason == "days differ":
        return "; other claims give another day"
    if code == "late":
        return f", {say_days(days or 0)} after the last day in force"
    if code == "deadline_ambiguous":
        return "; whether in time cannot be told"
    if code == "on_time" and facts.terms.moved:
        told = " (the day of that agreement is not given)" if facts.terms.told_only else ""
        return f", by the last day in force after a later day was agreed{told}"
    return ", by the last day" if code == "on_time" else ""
