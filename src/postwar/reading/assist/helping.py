"""A report read with help: its passages are asked about one by one, and what comes back goes through the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import Problem, ReportError
from postwar.reading.assist.addressed import is_addressed
from postwar.reading.assist.gate import Gate
from postwar.reading.assist.pointers import Refusal, pointers_in
from postwar.reading.assist.prompt import passages, request
from postwar.reading.lexicon import LANGUAGES, load_lexicon
from postwar.reading.reading import Reading

Ask = Callable[[dict[str, Any]], str]
"""Takes the body of a request, gives the text of the answer; raises ``ReportError`` where there is none."""
COMPARED = ("modality", "actor", "place", "valid_from", "valid_to", "low", "high")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two readings of the same words that differ in some fields: for a person to decide."""

    rules: Claim
    helper: Claim
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Helped:
    """What help added: claims that the rules had not read, where the two differ, what was refused, what failed."""

    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...]
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]


def help_reading(report: Report, names: Names, claims: Sequence[Claim], model: str, ask: Ask) -> Helped:
    """Ask about a report and take what passes the gate.

    ``claims`` are what the rules read; ``model`` names the helper. A claim that the rules have already, in the same
    words and of the same kind, is not taken twice: where the two differ, that is a disagreement. Paragraphs that speak
    to a program are not sent. An address that fails is a problem, and the rules' claims stand as they are.
    """
    language = report.language.split("-")[0]
    reading = Reading(report, names, load_lexicon(language if language in LANGUAGES else "en"))
    gate = Gate(reading, claims, f"llm:{model}@1")
    taken: dict[str, Claim] = {}
    differing: list[Disagreement] = []
    refused: list[Refusal] = []
    problems: list[Problem] = []
    told = "\n\n".join(block.text for block in reading.blocks if not is_addressed(block.text))
    for _, passage in passages(told):
        try:
            answer = ask(request(model, passage))
        except ReportError as fault:
            problems.append(fault.problem)
            break
        pointers, left_out = pointers_in(answer)
        refused += left_out
        for pointer in pointers:
            found = gate.admit(pointer)
            if isinstance(found, Refusal):
                refused.append(found)
                continue
            same = _same(found, claims)
            if same is None:
                taken.setdefault(found.id, found)
            elif fields := tuple(f for f in COMPARED if getattr(same, f) != getattr(found, f)):
                differing.append(Disagreement(same, found, fields))
    order = sorted(taken.values(), key=lambda c: (c.start, c.end, c.kind))
    return Helped(tuple(order), tuple(differing), tuple(refused), tuple(problems))


def _same(found: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The rules' claim of the same kind whose words overlap, the most alike first."""
    near = [c for c in claims if c.kind == found.kind and c.start < found.end and found.start < c.end]
    alike = [(sum(getattr(c, f) != getattr(found, f) for f in COMPARED), c.start, c.end, c.id) for c in near]
    return near[alike.index(min(alike))] if near else None
