"""The face of the stage: from an ensemble of courses to an outlook."""

from __future__ import annotations

import datetime as dt

from postwar.core.case import Case
from postwar.core.outlook import Ensemble, Outlook
from postwar.core.situation import Situation
from postwar.outlook.assumptions import rests_on
from postwar.outlook.horizons import asked_days, horizons
from postwar.outlook.lookup import EnsembleLookup
from postwar.outlook.obligations import promised
from postwar.outlook.questions import ask
from postwar.outlook.recurrence import frequencies
from postwar.outlook.rows import Frame, in_order
from postwar.outlook.series import series_rows
from postwar.outlook.weighing import effective_members


def make_outlook(case: Case, situation: Situation, ensemble: Ensemble, version: str) -> Outlook:
    """What may come next: intervals of series, probabilities of obligations and questions, what is left out.

    Nothing here is drawn: the same ensemble gives the same outlook. ``hindcast`` marks an origin before the day on
    which the case was written. Raises ``ValueError`` where the ensemble starts on another day than the situation's.
    """
    origin, to = ensemble.origin, ensemble.origin + dt.timedelta(days=ensemble.days)
    if origin != situation.as_of.valid:
        raise ValueError(f"the ensemble starts on {origin}, the situation is of {situation.as_of.valid}")
    frame = Frame(origin, case.id)
    ahead = horizons(origin, ensemble.days, asked_days(case, situation))
    questions, unanswered, assumed = ask(case, ensemble, frame, EnsembleLookup(case, situation, ensemble))
    obligations, unforeseen = promised(case, situation, ensemble, frame)
    rows = [*series_rows(ensemble, frame, ahead), *obligations, *questions]
    return Outlook(
        case=case.id, origin=origin, known=situation.as_of.known, seq=situation.as_of.seq, to=to, seed=ensemble.seed,
        members=ensemble.members, version=version, case_digest=case.digest,
        rows=tuple(sorted(rows, key=in_order)),
        not_modelled=tuple(sorted((*unanswered, *unforeseen), key=lambda n: n.target)),
        base_rates=frequencies(case.ceasefire_on, origin, to),
        off=tuple(sorted(ensemble.off)),
        assumptions=(*rests_on(case, ensemble.parameters), *assumed),
        effective_members=effective_members(ensemble.weights),
        hindcast=case.written_on is not None and origin < case.written_on,
        unshown=situation.unshown, restricted=situation.restricted,
    )
