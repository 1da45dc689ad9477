"""One past outlook against what was reported later, beside what needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from postwar.core.case import Case
from postwar.core.errors import AskError
from postwar.core.outlook import Ensemble, Outlook
from postwar.core.score import MODEL, EventScore, SeriesScore
from postwar.core.situation import Situation
from postwar.core.variable import Estimate
from postwar.outlook.implementation import done_by
from postwar.outlook.lookup import EnsembleLookup
from postwar.outlook.scores.resolution import Reported, resolve
from postwar.outlook.scores.spread import ranked_probability
from postwar.outlook.scores.without_model import LAST, SATURATING, TREND, last_value, saturating, trend
from postwar.outlook.weighing import quantiles

BASE, HALF = "frozen base rate", "one half"
BANDS = (0.05, 0.25, 0.75, 0.95)
Key = tuple[str, str, str]
"""(variable, place, group) of a figure; "" for none."""


def key_of(figure: Estimate) -> Key:
    """What a figure is of."""
    return figure.variable, figure.place or "", figure.group or ""


def interval_score(low: float, high: float, reported: float, level: float = 0.9) -> float:
    """Width of a band, plus 2/(1 − level) times how far the figure lies outside (Gneiting and Raftery 2007).

    >>> interval_score(10, 20, 15), round(interval_score(10, 20, 25), 6)
    (10.0, 110.0)
    """
    return high - low + 2 / (1 - level) * max(low - reported, reported - high, 0)


def score_series(case: Case, now: Situation, ensemble: Ensemble, courses: Mapping[Key, Sequence[Estimate]],
                 later: Sequence[Estimate]) -> list[SeriesScore]:
    """The figures of later days, each scored where the run has its series and a figure of it was known on the origin.

    ``courses`` are the figures as known on the origin, oldest first, by what they are of; ``later`` those of days after
    it, as known at the end. Only one and the same scope is compared, and totals alone: a flow of some days is not.
    """
    lookup, found = EnsembleLookup(case, now, ensemble), []
    for figure in later:
        ahead = (figure.on - ensemble.origin).days
        course = [f for f in courses.get(key_of(figure), ()) if f.scope == figure.scope]
        if figure.measure == "flow" or not 0 < ahead <= ensemble.days or not course:
            continue
        variable, place, group = key_of(figure)
        try:
            values = lookup(variable, tuple(filter(None, (place, group))))[:, ahead]
        except (AskError, KeyError):
            continue
        band = quantiles(values[:, None], ensemble.weights, BANDS)[:, 0]
        since = (figure.on - course[-1].on).days
        crps = {MODEL: float(ranked_probability(values, figure.value, ensemble.weights)),
                LAST: abs(last_value(course) - figure.value),
                TREND: abs(trend(course, since) - figure.value),
                SATURATING: abs(saturating(course, since) - figure.value)}
        target = f"{variable}:{group}" if group else variable
        found.append(SeriesScore(
            target, place or case.id, ensemble.origin, figure.on, figure.value, figure.low, figure.high, crps,
            interval_score(band[0], band[3], figure.value),
            bool(band[1] <= figure.value <= band[2]), bool(band[0] <= figure.value <= band[3])))
    return found


def score_events(case: Case, now: Situation, ahead: Outlook, books: Reported) -> tuple[
        list[EventScore], list[tuple[str, str]]]:
    """Obligations and questions of an outlook that the books settle by the end; (target, reason) for the others.

    Beside the model stand one half, and for an obligation how often a promise of its theme was kept elsewhere by that
    time since the signing, of those still open. A question that the outlook does not model counts there with one half.
    """
    found, open_ = [], []
    signed = case.accord.signed_on or case.ceasefire_on
    for state in now.obligations:
        p = ahead.probability(f"obligation:{state.id}:done_by_due")
        if p is None or state.due is None or state.due > books.known:
            continue
        target = f"obligation:{state.id}"
        end = next((o for o in books.last.obligations if o.id == state.id), None)
        if end is None or end.disposition in ("unverifiable", "disputed") or (
                end.life_cycle == "fulfilled" and end.done_on is None):
            open_.append((target, "whether it was done by its day is not settled by the books"))
            continue
        done = end.done_on is not None and end.done_on <= state.due
        base = done_by(_theme(case, state.id), signed, ahead.origin, state.due)
        found.append(EventScore(target, ahead.origin, state.due, done, {MODEL: p, BASE: base, HALF: 0.5}))
    for question in case.questions:
        if question.closes_on <= ahead.origin:
            continue
        happened, reason = resolve(question, ahead.origin, books)
        if happened is None:
            open_.append((f"question:{question.id}", reason))
            continue
        p = ahead.probability(f"question:{question.id}")
        found.append(EventScore(f"question:{question.id}", ahead.origin, question.closes_on, happened,
                                {MODEL: 0.5 if p is None else p, BASE: 0.5, HALF: 0.5}))
    return found, open_


def _theme(case: Case, obligation: str) -> str:
    return next((o.theme for o in case.accord.obligations if o.id == obligation), "")


