"""The accord: how many dated promises are reported done, and which standing ones are reported as not kept."""

from __future__ import annotations

from postwar.core.situation import ObligationState
from postwar.publish.desk import RECENT, Desk, run_on
from postwar.publish.document import Line, capital, line
from postwar.publish.leads.lead import Lead, latest, weigh
from postwar.publish.prose import joined, list_of, near_day, small
from postwar.publish.terms import ACT_WORDS, words

NAMED = 4  # more promises than this are counted, not named
STANDING = 2  # the accord is what the brief is about
SAID = {"halt": "halt of troops where they stood", "stay": "presence of the force"}  # acts whose noun says too little
PREPOSITIONS = {
    "withdraw": "from",
    "deploy": "to",
    "return": "to",
    "handover": "of",
    "guard": "of",
    "control": "of",
    "unblock": "of",
    "clear": "of",
}


def lead(desk: Desk) -> Lead:
    """Always told."""
    states = [*due_states(desk), *_broken(desk)]
    before = {o.id: (o.life_cycle, o.disposition) for o in desk.previous.obligations} if desk.previous else None
    changed = before is not None and any(before.get(o.id) != (o.life_cycle, o.disposition) for o in states)
    weight = weigh(desk, latest(desk, (i for o in states for i in o.claims)), changed, False, STANDING)
    return Lead(weight, lambda: _sentence(desk), always=True)


def due_states(desk: Desk) -> list[ObligationState]:
    """The promises with a day of their own that has come."""
    on = desk.situation.as_of.valid
    return [
        o
        for o in desk.situation.obligations
        if o.due is not None
        and o.due <= on
        and desk.obligation(o).mode == "must"
        and o.timeliness.code != "not_due"
        and not desk.obligation(o).due.continuous_from
    ]


def done_states(desk: Desk) -> list[ObligationState]:
    """Those of them that are reported done, by the day on which they were."""
    last = desk.situation.as_of.valid
    return sorted(
        (o for o in due_states(desk) if o.life_cycle == "fulfilled"), key=lambda o: (o.done_on or last, o.id)
    )


def _broken(desk: Desk) -> list[ObligationState]:
    """The promises that are reported as not kept."""
    return [o for o in desk.situation.obligations if o.life_cycle == "violated"]


def _sentence(desk: Desk) -> Line:
    """What is reported last comes first: what is done, or what is not kept."""
    due, done, broken = due_states(desk), done_states(desk), _broken(desk)
    refs = [i for o in done for i in o.claims] or [o.id for o in due[:1]]
    told_done = latest(desk, (i for o in done for i in o.claims))
    told_broken = latest(desk, (i for o in broken for i in o.claims))
    kept, breach = _kept(desk, due, done, refs), line(_not_kept(desk, broken))
    first = breach if told_broken and (told_done is None or told_broken > told_done) else kept
    parts = [part for part in (first, breach if first is kept else kept) if part]
    marks = desk.mark([*refs, *(i for o in broken for i in o.claims)])
    return line(capital(run_on(parts, "; ")), " " if marks else "", marks, ".")


def _kept(desk: Desk, due: list[ObligationState], done: list[ObligationState], refs: list[str]) -> Line:
    if not due:
        return line("no promise of the accord with a day of its own has come due")
    n, m = len(done), len(due)
    some = "the one" if n == m == 1 else f"all {small(m)}" if n == m else f"{small(n)} of the {small(m)}"
    rest = _open(due, done)
    promises, verb = "promise" if n == m == 1 else "promises", "is" if n == 1 else "are"
    told = f" dated {promises} whose day has come {verb} reported done"
    return line(desk.opens(some, refs), told, _named(desk, done), f"; {rest}" if rest else "")


def _named(desk: Desk, done: list[ObligationState]) -> str:
    """Which, and on which day; only while it is news."""
    timely = _timely(done)
    if not done or len(done) > NAMED or all(desk.days_ago(o.done_on or o.due) > RECENT for o in done if o.due):
        return timely
    handovers = all(desk.obligation(o).act == "handover" and desk.obligation(o).place for o in done)
    lead_in = ("the handovers of " if len(done) > 1 else "the handover of ") if handovers else ""
    items = list_of(f"{_short(desk, o, not handovers)} ({_on(desk, o)})" for o in done)
    return f"{timely}: {lead_in}{items}"


def _timely(done: list[ObligationState]) -> str:
    prompt = sum(o.timeliness.code == "on_time" for o in done)
    return "" if not prompt else " on time" if prompt == len(done) else f", {small(prompt)} of them on time"


def _on(desk: Desk, o: ObligationState) -> str:
    day = near_day(o.done_on, desk.situation.as_of.valid) if o.done_on else "day not stated"
    moved = o.timeliness.original_code not in (None, o.timeliness.code)
    return f"{day}, a day agreed later" if moved else day


def _short(desk: Desk, o: ObligationState, act: bool = True) -> str:
    """A promise in a few words: the act and where."""
    promised = desk.obligation(o)
    name = SAID.get(promised.act) or words(ACT_WORDS, promised.act).lower()
    if not promised.place:
        return f"the {name}"
    where = list_of(desk.names.spoken(p) for p in promised.place)
    return f"the {name} {PREPOSITIONS.get(promised.act, 'in')} {where}" if act else where


def _open(due: list[ObligationState], done: list[ObligationState]) -> str:
    """What is said of those that are not reported done."""
    rest = [o for o in due if o not in done and o.life_cycle != "violated"]
    quiet = [o for o in rest if o.disposition == "not_observed"]
    against = [o for o in rest if o.disposition == "contradictory"]
    partly = [o for o in rest if o.disposition == "partial"]
    past = all(o.timeliness.code == "overdue" for o in partly)
    others = len(rest) - len(quiet) - len(against) - len(partly)
    return joined(
        (
            f"{small(len(partly))} {'is' if len(partly) == 1 else 'are'} partly done{' and past the day' * past}"
            if partly
            else "",
            f"on {small(len(against))} the reports contradict each other" if against else "",
            f"on {small(len(quiet))} there is no report, which is not the same as not done" if quiet else "",
            f"{small(others)} {'stands' if others == 1 else 'stand'} otherwise" if others else "",
        )
    )


def _not_kept(desk: Desk, broken: list[ObligationState]) -> str:
    if not broken:
        return ""
    which = list(dict.fromkeys(_short(desk, o) for o in broken))
    more = [f"{small(len(which) - NAMED)} more"] if len(which) > NAMED else []
    days = [d for o in broken for c in desk.claims(o.claims) if (d := c.valid_to or desk.report(c).published_at)]
    last = f", the last time on {near_day(max(days), desk.situation.as_of.valid)}" if days else ""
    return f"{list_of([*which[:NAMED], *more])} {'is' if len(which) == 1 else 'are'} reported as not kept{last}"
