"""How probable a verdict is: from the grades of the sources that bear it, each independent origin once.

Law: with p of each origin that its claim is right, log-odds add up over origins for the verdict and are taken away for
origins against it: ``logit(P) = sum logit(p_for) - sum logit(p_against)``, held between 0.01 and 0.99.
The figures per grade are judgement, after the Admiralty scale's words (A completely reliable ... E unreliable). F is
*cannot be judged*: it takes the mean over A to E and lowers the confidence, it does not stand for a middling source.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from postwar.core import words
from postwar.core.situation import Belief
from postwar.situation.evidence import Item
from postwar.situation.sides import Sides

P_RIGHT = {"A": 0.95, "B": 0.90, "C": 0.75, "D": 0.60, "E": 0.45}
P_UNGRADED = sum(P_RIGHT.values()) / len(P_RIGHT)
P_WITNESSED = 0.90  # judgement: the reporter saw it
P_DECIDED = {"substantiated": 0.95, "corroborated": 0.90}  # judgement: reviewers decided so of the event itself
P_INTERESTED = 0.65  # judgement: at most this where a party to the obligation is the only one to say so
P_NO_CLAIM = 0.5  # nothing is reported either way


def p_right(item: Item, parties: Iterable[str], sides: Sides) -> float:
    """The probability that one claim is right, by its source's grade, its evidence and its interest."""
    p = P_RIGHT.get(item.reliability, P_UNGRADED)
    if item.event in P_DECIDED:
        return max(p, P_DECIDED[item.event])
    if item.claim.evidence == "witnessed":
        return max(p, P_WITNESSED)
    if item.claim.attributed_to and sides.meet(item.claim.attributed_to, parties):
        return min(p, P_INTERESTED)
    return p


def _best_per_origin(items: Iterable[Item], parties: tuple[str, ...], sides: Sides) -> dict[str, float]:
    best: dict[str, float] = {}
    for item in items:
        best[item.origin] = max(best.get(item.origin, 0.0), p_right(item, parties, sides))
    return best


def believe(supporting: Iterable[Item], against: Iterable[Item], parties: tuple[str, ...], sides: Sides) -> Belief:
    """The belief in a verdict from the claims for it and against it."""
    listed_for, listed_against = tuple(supporting), tuple(against)
    for_it = _best_per_origin(listed_for, parties, sides)
    against_it = _best_per_origin(listed_against, parties, sides)
    log_odds = sum(math.log(p / (1 - p)) for _, p in sorted(for_it.items()))
    log_odds -= sum(math.log(p / (1 - p)) for _, p in sorted(against_it.items()))
    p = min(0.99, max(0.01, 1 / (1 + math.exp(-log_odds)))) if for_it or against_it else P_NO_CLAIM
    agreement = len(for_it) / (len(for_it) + len(against_it)) if for_it or against_it else 0.0
    graded = sum(any(i.origin == o and i.reliability != "F" for i in listed_for) for o in for_it)
    n = len(for_it) if graded or len(for_it) < 2 else len(for_it) - 1
    return Belief(p, words.likelihood_word(p), words.confidence_word(n, agreement))
