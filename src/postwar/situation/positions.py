"""What each actor holds on each topic, in quoted words; what it held before where the words say that it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postwar.core.accord import Topic
from postwar.core.case import Case
from postwar.core.situation import FormatState, PositionState
from postwar.core.time import AsOf, Day
from postwar.situation import cues
from postwar.situation.evidence import Item, ids_of
from postwar.situation.sides import Sides

_STANCES = ("position", "planned", "demanded", "denied", "assessed", "agreed", "conditional")
_VOICED = (
    "accord",
    "amendment",
    "border",
    "control",
    "deployment",
    "exchange",
    "guard",
    "incident",
    "mandate",
    "recognition",
    "return",
    "talks",
    "transport",
    "withdrawal",
)  # what an actor says will, shall or did not happen on a topic is what it holds
_TRUTH = ("planned", "demanded", "denied", "agreed")


def is_stance(item: Item, case: Case, sides: Sides) -> bool:
    """Whether a claim voices what somebody holds: a position, a vote or word on recognition, or what an actor is
    quoted with on one of the case's topics as planned, demanded or denied."""
    claim = item.claim
    if claim.modality == "position" or (claim.kind == "position" and claim.modality in _STANCES):
        return True
    if claim.kind == "recognition" and claim.modality in ("demanded", "denied", "happened", "planned", "agreed"):
        return True
    if claim.kind not in _VOICED or claim.modality not in _TRUTH:
        return False
    speakers = [a for a in claim.attributed_to if not sides.is_population(a)]
    words = sides.without_names(item.words, speakers)  # who speaks is no topic
    return bool(speakers) and any(_mentions(words, t) for t in case.accord.topics)


def topics_of(case: Case, item: Item) -> tuple[Topic, ...]:
    """The topics that a claim is about: by its quote or the names of those it is about, else by its whole sentence."""
    targets = [n for a in item.claim.target for row in case.actors if row.id == a for n in (row.name, *row.aliases)]
    near = " ".join((item.words, *targets))
    found = tuple(t for t in case.accord.topics if _mentions(near, t))
    return found or tuple(t for t in case.accord.topics if _mentions(item.sentence, t))


def _mentions(text: str, topic: Topic) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text, re.IGNORECASE) for w in topic.words)


def stance_of(item: Item) -> str:
    """The words of a stance, without the marks around them. Of a denial whose quote does not say no by itself, the
    whole sentence: a quote must not say the opposite of what its speaker holds."""
    denied = item.claim.modality == "denied" and not cues.NOT_SO.search(item.words)
    return (item.sentence if denied else item.words).strip('“”" ')


def _own_speakers(item: Item, sides: Sides) -> tuple[str, ...]:
    """Whose stance it is: the actors of a position, else whom the report credits, else the actors."""
    claim = item.claim
    own = claim.modality == "position" or claim.kind in ("position", "recognition")
    for actors in (claim.actor, claim.attributed_to) if own else (claim.attributed_to, claim.actor):
        acting = tuple(a for a in actors if not sides.is_population(a))
        if acting:
            return acting if claim.modality in ("agreed", "position") else acting[:1]
    return ()


def _speakers(items: Sequence[Item], sides: Sides) -> dict[str, tuple[str, ...]]:
    """Who holds each stance: the actor of the claim, else whom the report credits, else who holds the stance before it
    in the same sentence."""
    found: dict[str, tuple[str, ...]] = {}
    for n, item in enumerate(items):
        own = _own_speakers(item, sides)
        if not own:
            before = [
                found[o.claim.id]
                for o in items[:n]
                if o.claim.report == item.claim.report and o.sentence == item.sentence and o.claim.id in found
            ]
            own = before[-1] if before else ()
        if own:
            found[item.claim.id] = own
    return found


def position_states(case: Case, items: Sequence[Item], sides: Sides) -> tuple[PositionState, ...]:
    """One line for each actor and topic, in the order of the ids: the latest stance, its own words before a report's,
    what it wants before how it sees somebody, the fuller words before the shorter."""
    stances = [i for i in items if is_stance(i, case, sides)]
    speakers = _speakers(stances, sides)
    held: dict[tuple[str, str], list[tuple[Item, str]]] = {}
    for item in stances:
        for speaker in speakers.get(item.claim.id, ()):
            for topic in topics_of(case, item):
                held.setdefault((sides.principal(speaker), topic.id), []).append((item, speaker))
    return tuple(_position(actor, topic, held[actor, topic], sides) for actor, topic in sorted(held))


def _held_on(item: Item) -> Day:
    """The day from which a stance is told as held: its own, else that of the saying; the day of what is demanded or
    planned is another."""
    claim = item.claim
    own = claim.valid_from or claim.valid_to
    dated = claim.kind in ("position", "recognition") or claim.modality == "position"
    return min(own, item.said) if own is not None and dated else item.said


def _position(actor: str, topic: str, held: list[tuple[Item, str]], sides: Sides) -> PositionState:
    speakers = {item.claim.id: speaker for item, speaker in held}
    items = [item for item, _ in held]
    changes = [i for i in items if cues.CHANGED.search(i.claim.quote)]
    stances = [i for i in items if i not in changes] or items
    last = max(_held_on(i) for i in stances)
    latest = [i for i in stances if _held_on(i) == last]
    best = max(
        latest,
        key=lambda i: (
            i.claim.modality == "position" or i.claim.kind in ("position", "recognition"),
            bool(i.claim.attributed_to),
            not cues.PERCEIVES.search(i.claim.quote),
            len(i.words),
            i.claim.id,
        ),
    )
    told = [i for i in stances if _held_on(i) < last and not cues.UNCHANGED.search(i.claim.quote)]
    earlier = sorted(told, key=lambda i: (_held_on(i), i.claim.id))
    changed_from = next((i.words for i in reversed(changes) if i is not best), None)
    if changed_from is None and earlier and _negates(stance_of(earlier[-1])) != _negates(stance_of(best)):
        changed_from = stance_of(earlier[-1])
    voices = (speakers[best.claim.id], *best.claim.attributed_to)
    by = next((v for v in voices if sides.is_person(v) and sides.principal(v) == actor), None)
    return PositionState(
        actor,
        by,
        topic,
        stance_of(best),
        last,
        changed_from,
        ids_of([best, *changes, *[i for i in items if i is not best and i not in changes]]),
    )


def _negates(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:no|not|never|none|nor|reject\w*|refus\w*|rul\w+ out|exclud\w*|against|oppos\w*)\b",
            text,
            re.IGNORECASE,
        )
    )


def format_states(case: Case, items: Sequence[Item], as_of: AsOf) -> tuple[FormatState, ...]:
    """The mediation formats as the case has them by the day known, the latest row of each, with the claims on them."""
    rows = {}
    for row in case.formats:
        if (row.known_on is None or row.known_on <= as_of.known) and (row.since is None or row.since <= as_of.valid):
            rows[row.id] = row
    return tuple(
        FormatState(
            f.id,
            f.name,
            f.state,
            f.members,
            f.accepted_by,
            f.rejected_by,
            ids_of([i for i in items if f.id in (*i.claim.actor, *i.claim.target)]),
        )
        for f in rows.values()
    )
