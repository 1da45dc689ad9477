"""The accord: how many dated promises are reported done, and which standing ones are reported as not kept."""

from __future__ import annotations

from postwar.core.situation import ObligationState
from postwar.publish.desk import RECENT, Desk
from postwar.publish.document import Line, line
from postwar.publish.leads.lead import ALWAYS, Lead
from postwar.publish.prose import joined, list_of, near_day, small
from postwar.publish.terms import ACT_WORDS, words

NAMED = 4  # more promises than this are counted, not named
PREPOSITIONS = {"withdraw": "from", "deploy": "to"}


def lead(desk: Desk) -> Lead:
    """Always told."""
    return Lead(ALWAYS, lambda: _sentence(desk))


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


def _sentence(desk: Desk) -> Line:
    due, done = due_states(desk), done_states(desk)
    broken = [o for o in desk.situation.obligations if o.life_cycle == "violated"]
    refs = [i for o in done for i in o.claims] or [o.id for o in due[:1]]
    if not due:
        head = line("No promise of the accord with a day of its own has come due")
    else:
        verb = "is" if len(done) == 1 else "are"
        counted_at = desk.opens(f"{len(done)} of the {len(due)}" if len(due) > 1 else f"{len(done)} of 1", refs)
        promises = "promises" if len(due) > 1 else "promise"
        head = line(counted_at, f" dated {promises} whose day has come {verb} reported done", _named(desk, done))
    rest = joined((_open(due, done), _broken(desk, broken)))
    marks = desk.mark([*refs, *(i for o in broken for i in o.claims)])
    return line(head, f"; {rest}" if rest else "", " " if marks else "", marks, ".")


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
    if not prompt:
        return ""
    if prompt == len(done):
        return ", on time" if prompt == 1 else ", both on time" if prompt == 2 else ", all on time"
    return f", {small(prompt)} of them on time"


def _on(desk: Desk, o: ObligationState) -> str:
    day = near_day(o.done_on, desk.situation.as_of.valid) if o.done_on else "day not stated"
    moved = o.timeliness.original_code not in (None, o.timeliness.code)
    return f"{day}, a day agreed later" if moved else day


def _short(desk: Desk, o: ObligationState, act: bool = True) -> str:
    """A promise in a few words: the act and where."""
    promised = desk.obligation(o)
    name = words(ACT_WORDS, promised.act).lower()
    if not promised.place:
        return f"the {name}"
    where = list_of(desk.names.spoken(p) for p in promised.place)
    return f"the {name} {PREPOSITIONS.get(promised.act, 'of')} {where}" if act else where


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


def _broken(desk: Desk, broken: list[ObligationState]) -> str:
    if not broken:
        return ""
    which = list_of(dict.fromkeys(_short(desk, o) for o in broken[:NAMED]))
    more = f" and {small(len(broken) - NAMED)} more" if len(broken) > NAMED else ""
    verb = "is" if len(broken) == 1 else "are"
    return f"{which}{more} {verb} reported as not kept"
