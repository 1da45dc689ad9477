"""Dated questions: the probability of each, or why there is none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case, Question
from postwar.core.errors import AskError, RuleError
from postwar.core.outlook import Ensemble, Forecast, NotModelled
from postwar.core.rules import Lookup, evaluate, parse_rule
from postwar.core.time import iso
from postwar.outlook.rows import Frame
from postwar.outlook.weighing import probability

Assumption = tuple[str, str, str]
_SOURCE = "the question's own void rule"


def ask(case: Case, ensemble: Ensemble, frame: Frame, lookup: Lookup) -> tuple[
        list[Forecast], list[NotModelled], list[Assumption]]:
    """Two rows for each question that this run can answer, a reason for every other, and what the answers assume.

    P(yes) = weight of members in which the rule holds / weight of members in which the question is not void. A void
    rule that nothing can judge is assumed not to hold, and that is listed. A question that closes on or before the
    origin is a matter for the books.
    """
    rows: list[Forecast] = []
    left_out: list[NotModelled] = []
    assumed: list[Assumption] = []
    for question in case.questions:
        target = f"question:{question.id}"
        try:
            p, note = _answer(question, ensemble, lookup)
        except (AskError, RuleError) as fault:
            left_out.append(NotModelled(target, str(fault)))
            continue
        rows.extend(frame.yes_no(target, "", question.closes_on, p))
        if note:
            assumed.append((target, note, _SOURCE))
    return rows, left_out, assumed


def _answer(question: Question, ensemble: Ensemble, lookup: Lookup) -> tuple[float, str]:
    """P(yes), and what had to be assumed of the void rule."""
    if question.closes_on <= ensemble.origin:
        raise AskError(f"closes on {iso(question.closes_on)}, not after the origin {iso(ensemble.origin)}: "
                       "its answer is a matter for the books")
    holds = evaluate(parse_rule(question.rule), lookup, ensemble.origin, ensemble.days)
    void, note = _void(question, ensemble, lookup)
    open_weight = float(ensemble.weights[~void].sum())
    if not open_weight > 0:
        raise AskError(f"void: {question.void_if} holds in every course of this run")
    if void.any():
        note = f"given that it does not become void, which has probability {1 - open_weight:.3g}"
    return probability(holds[~void], ensemble.weights[~void] / open_weight), note


def _void(question: Question, ensemble: Ensemble, lookup: Lookup) -> tuple[NDArray[np.bool_], str]:
    """In which members the question is void; in none, with a note, where nothing can tell."""
    never = np.zeros(ensemble.members, dtype=np.bool_)
    if not question.void_if:
        return never, ""
    rule = parse_rule(question.void_if)
    try:
        return evaluate(rule, lookup, ensemble.origin, ensemble.days), ""
    except AskError as fault:
        return never, f"assumed not to become void: {fault}"
