"""What the model assumes, in plain words: how many of it is judgement, and the whole of it as a table."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from postwar.core.parameter import Parameter, Prior
from postwar.publish.desk import Desk
from postwar.publish.document import Cell, Citation, Soft, Strong, Table, cell, line
from postwar.publish.prose import clean, counted, half_up, joined, list_of, number, sentence
from postwar.publish.terms import PARAMETER_WORDS, PRIOR_WORDS

NAMED = 3  # judgements that the brief names
JUDGEMENT = "judgement"
QUESTION = "question:"
PROBABILITY = re.compile(r"probability ([\d.]+(?:e-\d+)?)")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One parameter as the run drew it: its name, whom it is about, value or prior, unit, source."""

    name: str
    about: str
    value: str
    unit: str
    source: str

    @property
    def judged(self) -> bool:
        """Whether it rests on judgement alone."""
        return self.source.startswith(JUDGEMENT)


def assumptions(desk: Desk) -> tuple[Assumption, ...]:
    """The parameters that the run drew, those first that move the answers most."""
    rows = {(p.name, p.about): p for p in desk.case.parameters}
    made = []
    for key, value, source in desk.outlook.assumptions:
        if not key.startswith(QUESTION):
            name, _, about = key.partition(":")
            made.append(_assumption(name, about, rows.get((name, about)), value, source))
    order = list(PARAMETER_WORDS)
    return tuple(
        sorted(made, key=lambda a: (order.index(a.name) if a.name in order else len(order), a.name, a.about))
    )


def _assumption(name: str, about: str, row: Parameter | None, value: str, source: str) -> Assumption:
    if row is None:
        return Assumption(name, about, clean(value), "", clean(source))
    if row.prior is not None:
        return Assumption(name, about, prior_words(row.prior), _unit(row), clean(source))
    return Assumption(name, about, "not set" if row.value is None else number(row.value), _unit(row), clean(source))


def _unit(row: Parameter) -> str:
    return "" if row.prior is not None and row.prior.kind == "choice" else row.unit


def _figure(value: float) -> str:
    """A number to three digits without an exponent.

    >>> _figure(0.000034), _figure(1000.0), _figure(0.125)
    ('0.000034', '1,000', '0.125')
    """
    if abs(value) >= 1 or value == 0:
        return number(float(f"{value:.3g}"))
    return f"{float(f'{value:.3g}'):.10f}".rstrip("0")


def prior_words(prior: Prior) -> str:
    """A prior in words.

    >>> prior_words(Prior("choice", (("treaty", 0.25), ("truce", 0.75))))
    'treaty 25%, truce 75%'
    >>> prior_words(Prior("beta", (("a", 5.0), ("b", 2.0))))
    'about 0.714 (beta 5, 2)'
    >>> prior_words(Prior("lognormal", (("p05", 0.38), ("p95", 1.12))))
    '0.38 to 1.12 in nine of ten (lognormal)'
    """
    args = dict(prior.args)
    if prior.kind == "choice":
        return ", ".join(f"{label} {half_up(100 * weight)}%" for label, weight in prior.args)
    if prior.kind == "beta":
        a, b = args["a"], args["b"]
        if a == b == 1:
            return f"0 to 1 ({PRIOR_WORDS['uniform']})"
        return f"about {_figure(a / (a + b))} (beta {_figure(a)}, {_figure(b)})"
    if prior.kind == "uniform":
        return f"{_figure(args['low'])} to {_figure(args['high'])} ({PRIOR_WORDS['uniform']})"
    name = PRIOR_WORDS.get(prior.kind, prior.kind)
    return f"{_figure(args['p05'])} to {_figure(args['p95'])} in nine of ten ({name})"


def plain_words(assumption: Assumption) -> str:
    """What a parameter says, in plain words.

    >>> plain_words(Assumption("returns.rate", "", "", "", "")), plain_words(Assumption("mines.pace", "", "", "", ""))
    ('how fast people come back', 'mines: pace')
    """
    process, _, rest = assumption.name.partition(".")
    return PARAMETER_WORDS.get(assumption.name) or joined((process, rest), ": ").replace("_", " ")


def judgement_words(desk: Desk) -> str:
    """How many assumptions rest on judgement, and which of them weigh most; empty where none does."""
    found = assumptions(desk)
    judged = [a for a in found if a.judged]
    if not judged:
        return ""
    named = list(dict.fromkeys(plain_words(a) for a in judged))[:NAMED]
    lead = "above all " if len(judged) > len(named) else ""
    verb = "rests" if len(judged) == 1 else "rest"
    return f"{len(judged)} of the {counted(len(found), 'assumption')} {verb} on judgement, {lead}{list_of(named)}"


def mixture(desk: Desk) -> str:
    """How the run takes the war to have ended, as a mixture; empty where it assumes nothing of it."""
    return next((a.value for a in assumptions(desk) if a.name == "resumption.class"), "")


def table(desk: Desk) -> Table | None:
    """Every assumption of the run."""
    rows = tuple(_row(desk, a) for a in assumptions(desk))
    head = ("Assumption", "About", "Value or prior", "Unit", "Source")
    return Table("What the run assumes, what moves the answers most first", head, rows, "assumptions") if rows else None


def _row(desk: Desk, a: Assumption) -> tuple[Cell, ...]:
    words = plain_words(a)
    return (
        cell(Strong(words[:1].upper() + words[1:]), Soft(a.name)),
        cell(desk.names.of(a.about) if a.about else "the whole case"),
        cell(a.value),
        cell(a.unit or "–"),
        cell(line(Citation(sentence(a.source)))),
    )


def void_words(desk: Desk) -> str:
    """On what the answers to questions are conditional; empty where on nothing."""
    held = desk.outlook.assumptions
    notes = [(key.removeprefix(QUESTION), value) for key, value, _ in held if key.startswith(QUESTION)]
    if not notes:
        return ""
    chances = [float(m[1]) for _, value in notes if (m := PROBABILITY.search(value))]
    if len(chances) < len(notes):
        return " ".join(f"{i}: {sentence(clean(value))}" for i, value in notes)
    most = max(1, math.ceil(100 * max(chances)))
    return (
        f"{'The answer' if len(notes) == 1 else 'The answers'} to {list_of(i for i, _ in notes)} "
        f"{'is' if len(notes) == 1 else 'are'} given that the question does not become void by its own rule; "
        f"the chance that it does is at most {most} in 100."
    )
