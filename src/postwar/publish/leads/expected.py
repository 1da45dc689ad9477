"""The return that is said to be ahead, and what it is said to wait on."""

from __future__ import annotations

from postwar.core.situation import Expected
from postwar.core.variable import Estimate
from postwar.publish.desk import Desk
from postwar.publish.document import Line, line
from postwar.publish.leads.lead import MANY_PEOPLE, Lead, latest, weigh
from postwar.publish.prose import as_given, list_of, near_day, order_words, plain_interval, unit_words
from postwar.publish.terms import KIND_WORDS, words


def lead(desk: Desk) -> Lead:
    """The return that waits on most, then the largest."""
    returns = [e for e in desk.situation.expected if e.kind == "return"]
    if not returns:
        return Lead(
            0, lambda: line("No report in the books speaks of a return that is planned and has not begun.")
        )
    e = max(returns, key=lambda one: (bool(one.depends_on), one.high or one.low or 0.0, one.claims))
    earlier = {x.claims for x in desk.previous.expected} if desk.previous is not None else {e.claims}
    on = latest(desk, e.claims)
    weight = weigh(desk, on, e.claims not in earlier, (e.high or e.low or 0.0) >= MANY_PEOPLE)
    return Lead(weight, lambda: _sentence(desk, e))


def _sentence(desk: Desk, e: Expected) -> Line:
    who = list_of(desk.names.spoken(g) for g in sorted(e.group, key=desk.names.plain)) or "people"
    where = f" to {list_of(desk.names.spoken(p) for p in sorted(e.place, key=desk.names.plain))}" if e.place else ""
    by = f" by {near_day(e.by, desk.situation.as_of.valid)}" if e.by else ""
    if e.low is not None or e.high is not None:
        phrase = order_words(e.low, e.high)
        text = f"{phrase[:1].upper()}{phrase[1:]} of {who}" if phrase else f"{as_given(e.low, e.high)} {_people(who)}"
        meant = f" ({as_given(e.low, e.high)}, a convention for the phrase)" if phrase else ""
        head = line(desk.opens(text, e.claims), f"{meant} are expected to return{where}{by}")
    else:
        head = line(f"The return of {who}{where} is planned or expected{by}")
    waits = desk.claims(e.depends_on)
    first = list_of(dict.fromkeys(words(KIND_WORDS, c.kind) for c in waits))
    come = "come" if len({c.kind for c in waits}) > 1 else "comes"
    tail = f"; {first} {come} first, it is said" if waits else ""
    back = _back(desk, e)
    so_far = (
        line("; ", desk.opens(plain_interval(back.low, back.high), back.claims), " of them are counted back so far")
        if back is not None
        else line("; no report says that any has returned")
    )
    claims = [*e.claims, *(back.claims if back is not None else ()), *(c.id for c in waits)]
    return line(head, so_far, tail, " ", desk.mark(claims), ".")


def _people(who: str) -> str:
    return unit_words("person") if who == "people" else who


def _back(desk: Desk, e: Expected) -> Estimate | None:
    """How many of that group are counted back, where a report says so."""
    found = (desk.main_figure(v, g) for v in ("back_home", "back_in_region") for g in e.group)
    return next((f for f in found if f is not None), None)
