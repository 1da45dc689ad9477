"""What each actor holds on each topic, in quoted words; what it held before where the words say that it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postwar.core.accord import Topic
from postwar.core.case import Case
from postwar.core.situation import FormatState, PositionState
from postwar.core.time import AsOf
from postwar.situation import cues
from postwar.situation.evidence import Item, ids_of
from postwar.situation.sides import Sides

_STANCES = ("position", "planned", "demanded", "denied", "assessed")


def is_stance(item: Item) -> bool:
    """Whether a claim voices what somebody holds: a position, or a demand for recognition."""
    claim = item.claim
    if claim.modality == "position" or (claim.kind == "position" and claim.modality in _STANCES):
        return True
    return claim.kind == "recognition" and claim.modality in ("demanded", "denied", "happened")


def topics_of(case: Case, item: Item) -> tuple[Topic, ...]:
    """The topics that a claim is about: by its quote or the names of those it is about, else by its whole sentence."""
    targets = [n for a in item.claim.target for row in case.actors if row.id == a for n in (row.name, *row.aliases)]
    near = " ".join((item.words, *targets))
    found = tuple(t for t in case.accord.topics if _mentions(near, t))
    return found or tuple(t for t in case.accord.topics if _mentions(item.sentence, t))


def _mentions(text: str, topic: Topic) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text, re.IGNORECASE) for w in topic.words)


def _own_speaker(item: Item, sides: Sides) -> str | None:
    for actors in (item.claim.actor, item.claim.attributed_to):
        for actor in actors:
            if not sides.is_population(actor):
                return actor
    return None


def _speakers(items: Sequence[Item], sides: Sides) -> dict[str, str]:
    """Who holds each stance: the actor of the claim, else whom the report credits, else who holds the stance before it
    in the same sentence."""
    found: dict[str, str] = {}
    for n, item in enumerate(items):
        own = _own_speaker(item, sides)
        if own is None:
            before = [
                found[o.claim.id]
                for o in items[:n]
                if o.claim.report == item.claim.report and o.sentence == item.sentence and o.claim.id in found
            ]
            own = before[-1] if before else None
        if own is not None:
            found[item.claim.id] = own
    return found


def position_states(case: Case, items: Sequence[Item], sides: Sides) -> tuple[PositionState, ...]:
    """One line for each actor and topic, in the order of the ids: the latest stance, its own words before a report's,
    what it wants before how it sees somebody, the fuller words before the shorter."""
    stances = [i for i in items if is_stance(i)]
    speakers = _speakers(stances, sides)
    held: dict[tuple[str, str], list[Item]] = {}
    for item in stances:
        if item.claim.id in speakers:
            for topic in topics_of(case, item):
                held.setdefault((sides.principal(speakers[item.claim.id]), topic.id), []).append(item)
    return tuple(_position(actor, topic, held[actor, topic], speakers, sides) for actor, topic in sorted(held))


def _position(actor: str, topic: str, items: list[Item], speakers: dict[str, str], sides: Sides) -> PositionState:
    changes = [i for i in items if cues.CHANGED.search(i.claim.quote)]
    stances = [i for i in items if i not in changes] or items
    last_said = max(i.said for i in stances)
    latest = [i for i in stances if i.said == last_said]
    best = max(
        latest,
        key=lambda i: (bool(i.claim.attributed_to), not cues.PERCEIVES.search(i.claim.quote), len(i.words), i.claim.id),
    )
    earlier = [i for i in stances if i.said < last_said]
    changed_from = changes[-1].words if changes else None
    if (
        changed_from is None
        and earlier
        and earlier[-1].words != best.words
        and _negates(earlier[-1].words) != _negates(best.words)
    ):
        changed_from = earlier[-1].words
    speaker = speakers[best.claim.id]
    by = speaker if sides.is_person(speaker) else None
    return PositionState(
        actor,
        by,
        topic,
        best.words,
        best.claim.valid_from or best.said,
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
