"""Stages of the accord: done when their obligations are; a report's own staging is a claim beside them."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.case import Case
from postwar.core.situation import ObligationState, StageState
from postwar.core.time import AsOf
from postwar.situation import cues
from postwar.situation.evidence import Item


def stage_states(
    case: Case, obligations: Sequence[ObligationState], items: Sequence[Item], as_of: AsOf
) -> tuple[StageState, ...]:
    """One line for each stage known by then, in the order of the text.

    A duty that is kept day by day counts as done while it is kept."""
    lines = []
    staging = [
        i.claim.id
        for i in items
        if cues.STAGE.search(i.claim.quote)
        or (i.claim.kind in ("handover", "accord", "talks") and cues.STAGE.search(i.sentence))
    ]
    for stage in case.accord.stages:
        if stage.known_on > as_of.known:
            continue
        own = [o for o in obligations if o.stage == stage.id]
        done = [
            o
            for o in own
            if o.life_cycle == "fulfilled" or (o.life_cycle == "in_effect" and o.disposition == "compliant")
        ]
        begun = [o for o in own if o.grade > 0]
        state = "done" if own and len(done) == len(own) else "open" if begun else "not_started"
        day = max((o.done_on for o in done if o.done_on is not None), default=None) if state == "done" else None
        claims = tuple(dict.fromkeys([c for o in own for c in o.claims] + (staging if own else [])))
        lines.append(StageState(stage.id, stage.name, state, len(done), len(own), day, stage.noted_by, claims))
    return tuple(lines)
