"""The dated questions of a case: questions.csv."""

from __future__ import annotations

from collections.abc import Mapping

from postwar.cases.documents import Documents
from postwar.cases.fields import Fields, Ids
from postwar.cases.rows import NO_DAY, only_once
from postwar.core.case import Question
from postwar.core.claim import KINDS
from postwar.core.errors import RuleError
from postwar.core.rules import DONE, parse_rule, rule_days, rule_series
from postwar.core.time import Day

WHO = {"force_strength": "force", "in_control": "actor"}
"""What the second index of a variable names; for all others it is a group or population."""

EVENTS = "events"
ROUTE = "route_open"


def read_questions(documents: Documents, ids: Mapping[str, Ids], ceasefire_on: Day | None) -> tuple[Question, ...]:
    """The rows of questions.csv; every rule is parsed, and every name in it looked up."""
    rows = documents.rows("questions.csv").rows
    only_once(rows, "id")
    return tuple(_question(row, ids, ceasefire_on) for row in rows)


def _question(row: Fields, ids: Mapping[str, Ids], ceasefire_on: Day | None) -> Question:
    closes_on = row.day("closes_on", required=True)
    if closes_on is not None and ceasefire_on is not None and closes_on < ceasefire_on:
        row.fault("closes_on", closes_on.isoformat(), f"the question closes before the ceasefire of {ceasefire_on}:",
                  "give a later day")
        closes_on = None
    return Question(
        id=row.some_id(), question=row.text("question", required=True), closes_on=closes_on or NO_DAY,
        rule=_rule(row, "rule", ids, closes_on, required=True), void_if=_rule(row, "void_if", ids, closes_on),
        written_on=row.day("written_on", required=True) or NO_DAY)


def _rule(row: Fields, key: str, ids: Mapping[str, Ids], closes_on: Day | None, required: bool = False) -> str:
    """The text of a rule, as it stands. What is wrong in it is noted."""
    text = row.text(key, required)
    if not text:
        return ""
    try:
        rule = parse_rule(text)
    except RuleError as error:
        where = "" if error.column is None else f"column {error.column}: "
        row.fault(key, error.found or text, f"this {key} does not parse, {where}{error.message}:",
                  error.mend or "see the grammar in docs/cases.md")
        return ""
    for variable, index in sorted(rule_series(rule)):
        _check_series(row, key, variable, index, ids)
    late = [day for day in rule_days(rule) if closes_on is not None and day > closes_on]
    if late:
        row.fault(key, late[0].isoformat(), f"the {key} looks beyond closes_on ({closes_on}):",
                  "let the question close on the last day that its rule names")
    return text


def _check_series(row: Fields, key: str, variable: str, index: tuple[str, ...], ids: Mapping[str, Ids]) -> None:
    """Look up the names in the brackets of a series; the first name that is wrong is noted."""
    if variable == DONE:
        row.refers(key, index[0], ids["obligation"])
        return
    if variable == EVENTS:
        kinds = Ids("kind of event", "the kinds of claim", frozenset(KINDS))
        expected = (kinds, *[ids["place"] | ids["who"] | ids["force"]] * (len(index) - 1))
    else:
        first = ids["route"] | ids["place"] if variable == ROUTE else ids["place"]
        expected = (first, ids[WHO[variable]] if variable in WHO else ids["group"])
    if len(index) > len(expected):
        row.fault(key, index[len(expected)], f"{variable} takes at most {len(expected)} names, this is one too many:",
                  "name the place first, then the group, force or actor")
        return
    for some_id, noun in zip(index, expected, strict=False):
        if not row.refers(key, some_id, noun):
            return
