"""What the text leaves open: the first topic on which it is silent, who has said what of it, and who has not."""

from __future__ import annotations

from postwar.core.situation import PositionState
from postwar.publish.desk import RECENT, Desk
from postwar.publish.document import Line, Quote, line
from postwar.publish.leads.lead import Lead, latest, weigh
from postwar.publish.names import alphabetical_ids
from postwar.publish.prose import list_of, near_day
from postwar.publish.quotes import WORDS_A_CLAIM

STANDING = 2  # what a settlement leaves open bears on all else in it


def lead(desk: Desk) -> Lead:
    """The first silence of the text; where there is none, whoever has stated a position."""
    s = desk.situation
    topic = next((t for _, t, _ in s.silences), "")
    asked = {a for t in desk.case.accord.topics if t.id == topic for a in t.expected_of}
    held = [p for p in s.positions if p.topic == topic or not topic]
    held = [p for p in held if p.actor in asked] or held  # those whose position a reader asks for
    if not topic and not held:
        return Lead(0, lambda: line("No report in the books gives a position of any party."))
    earlier = {(p.actor, p.topic, p.stance) for p in desk.previous.positions} if desk.previous is not None else None
    changed = earlier is not None and any((p.actor, p.topic, p.stance) not in earlier for p in held)
    weight = weigh(desk, latest(desk, (i for p in held for i in p.claims)), changed, False, STANDING)
    return Lead(weight, lambda: _sentence(desk, topic, held))


def _sentence(desk: Desk, topic: str, held: list[PositionState]) -> Line:
    if not topic:
        actors = list_of(desk.names.spoken(a) for a in alphabetical_ids(desk.names, {p.actor for p in held}))
        return line(f"Positions are on record of {actors} ", desk.mark(i for p in held for i in p.claims), ".")
    absent = {g.subject for g in desk.situation.gaps if g.kind == "position" and g.topic == topic}
    absent -= {p.actor for p in held}
    names = list_of(desk.names.spoken(a) for a in alphabetical_ids(desk.names, absent))
    missing = f"; what {names} {'hold' if len(absent) > 1 else 'holds'} is in none of these reports" if names else ""
    told = _told(desk, held)
    marks = desk.mark(i for p in held for i in p.claims)
    head = f"The accord says nothing on {desk.names.topic(topic)}"
    return line(head, "; " if told else "", told, missing, " " if marks else "", marks, ".")


def _told(desk: Desk, held: list[PositionState]) -> Line:
    """Whoever's words are shown, with them; the others as having stated a position."""
    shown, others = line(), []
    for p in sorted(held, key=lambda p: (desk.names.plain(p.actor), p.by or "")):
        claim = desk.stance(p)
        quote = desk.quotes.of(claim, WORDS_A_CLAIM).text
        if quote and not shown:
            when = f" ({near_day(p.since, desk.situation.as_of.valid)})" if p.since and _old(desk, p) else ""
            actor = desk.names.spoken(p.actor)
            voice = f"for {actor}, {desk.names.plain(p.by)}" if p.by and p.by != p.actor else actor
            says = "denying" if desk.denies(claim) else "saying"
            shown = line(f"{voice} is reported as {says}{when} ", Quote(quote))
        else:
            others.append(p.actor)
    names = list_of(desk.names.spoken(a) for a in alphabetical_ids(desk.names, set(others)))
    one = len(set(others)) == 1
    too = f"{'a position' if one else 'positions'} of {names} {'is' if one else 'are'} on record"
    return line(shown, f", and {too} too" if shown else too) if names else shown


def _old(desk: Desk, p: PositionState) -> bool:
    return p.since is not None and desk.days_ago(p.since) > RECENT
