"""The JSON Schemas say exactly what the outputs hold: every field, every vocabulary, nothing else."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from postwar.core import accord, claim
from postwar.core.claim import Claim, claim_to_json
from postwar.core.outlook import BaseRate, Forecast, NotModelled, Outlook, outlook_to_json
from postwar.core.situation import (
    Belief,
    Check,
    Control,
    Event,
    Expected,
    ForceState,
    FormatState,
    Gap,
    Note,
    ObligationState,
    PositionState,
    ReadingVerdict,
    ReportLine,
    RivalControl,
    RouteState,
    Situation,
    SourceRecord,
    StageState,
    Telling,
    Timeliness,
    situation_to_json,
)
from postwar.core.time import AsOf
from postwar.core.variable import VARIABLE_IDS, Estimate
from postwar.schemas import SCHEMAS, schema

DAY = dt.date(2031, 1, 1)
Json = dict[str, Any]

CLAIM = Claim(
    "c-0123456789abcdef", "bulletin", 3, 9, "“ten” 😀", "return", "happened", ("watch",), ("upland",), ("north",), DAY,
    DAY, "explicit", 10.0, 12.5, "between", "person", 150.0, ("watch",), ("p1",), "rules@1", ("northerners",), "flow",
    "all_routes", DAY, ("mines",), "record", "opening", "civilian")
BARE = Claim("c1", "r", 0, 0, "", "talks", "denied")
SITUATION = Situation(
    "plain", AsOf(DAY, DAY, 7),
    control=(Control("north", "upland", DAY, "handover", "contested", "part", ("pass",),
                     (RivalControl(None, None, "unknown", "whole", "all of it", ("c2",)),), ("c1",)),),
    obligations=(
        ObligationState(
            "a1", "p1", "first", "fulfilled", Timeliness("late", 3, "overdue", 13), "partial", 2,
            (ReadingVerdict("strict", ("upland",), "violated", "overdue", "breached", "as written"),),
            Belief(0.87, "very likely", "moderate"), DAY, "", DAY, DAY, 0.5, "said by two", ("m1",), ("c1",)),
        ObligationState("a2", "p1", None, "in_effect", Timeliness("no_deadline"), "not_observed", 0, (),
                        Belief(0.5, "roughly even chance", "low"), None, "no day", None, None, None, "", (), ())),
    stages=(StageState("first", "First", "open", 1, 2, None, "observers", ("c1",)),),
    silences=(("s1", "status", "nothing is said"),),
    figures=(Estimate("back_in_region", "cumulative", "all_routes", "northerners", "north", "person", DAY, 26700.0,
                      26000.0, 29000.5, ("c1",), 2, 0.1, "recommended", "latest"),
             Estimate("displaced", "stock", "", None, None, "person", DAY, 1.0, 1.0, 1.0, ())),
    forces=(ForceState("watch", ("north",), 100.0, None, DAY, None, 5.0, "reported", ("c1",)),),
    routes=(RouteState("pass-road", "pass", "restricted", "watch", DAY, ("c1",)),
            RouteState("r", None, "not_observed", None, None, ())),
    positions=(PositionState("upland", "speaker", "status", "“none”", DAY, None, ("c1",)),),
    formats=(FormatState("group", "Group", "stalled", ("upland",), (), ("lowland",), ()),),
    expected=(Expected("return", "planned", ("northerners",), ("north",), 20000.0, 99999.0, DAY, ("mines",), ("c1",)),),
    checks=(Check("contradiction", "two counts", ("c1", "c2")),),
    gaps=(Gap("position", "lowland", "status", "not in these reports", ("lowland",)),),
    notes=(Note("homes", "housing", "happened", ("north",), ("c1",)),),
    reports=(ReportLine("r1", "Gazette", "Title", DAY, "https://example.org", "0" * 64, "Gazette", 3, 7),),
    events=(Event("e-1", "handover", "north", DAY, DAY, 2, (Telling("c1", "recommended", "first", "gazette"),
                                                            Telling("c2", "triangulation", "later", "wire")),
                  (("day", "c1", "c2"),)),
            Event("e-2", "talks", None, None, None, 1, (Telling("c3", "recommended", "alone", "gazette"),))),
    sources=(SourceRecord("gazette", "back_in_region", "C", 0.05, 3, 0.06),), origins=1,
    case_digest="abc", version="0.1")
OUTLOOK = Outlook(
    "plain", DAY, DAY, 7, dt.date(2032, 1, 1), 1, 500, "0.1", "abc",
    rows=(Forecast(DAY, "back_in_region", "north", 30, dt.date(2031, 1, 31), "quantile", "0.05", 12.0),
          Forecast(DAY, "back_in_region", "north", 30, dt.date(2031, 1, 31), "mean", "NA", 12.5),
          Forecast(DAY, "question:q1", "plain", 30, dt.date(2031, 1, 31), "pmf", "yes", 0.25)),
    not_modelled=(NotModelled("question:q2", "no process"),),
    base_rates=(BaseRate("war resumes", "all", 1, 0.218, 0.161, 0.291, 156, "Fortna 2008"),),
    off=(("corridor", "no data"),),
    assumptions=(("returns.rate", "lognormal", "judgement: wide"),), effective_members=412.3, hindcast=True)

BARE_OUTLOOK = dataclasses.replace(OUTLOOK, rows=(), not_modelled=(), base_rates=(), off=(), assumptions=())

OUTPUTS: dict[str, Json] = {
    "claim": claim_to_json(CLAIM), "outlook": outlook_to_json(OUTLOOK), "status": situation_to_json(SITUATION)}


CHECKS = {name: jsonschema.Draft202012Validator(schema(name), format_checker=jsonschema.FormatChecker())
          for name in SCHEMAS}


def faults(name: str, value: Json) -> list[str]:
    """What a schema finds wrong in a value, once it went through JSON."""
    found = CHECKS[name].iter_errors(json.loads(json.dumps(value)))
    return [f"{list(e.absolute_path)}: {e.message}" for e in found]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema_with_a_version(name: str) -> None:
    found = schema(name)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$id"] == f"postwar/{name}@1" and found["title"].endswith("@1)")


def test_there_is_no_other_schema() -> None:
    assert SCHEMAS == ("claim", "outlook", "status")
    with pytest.raises(KeyError, match="'dreams': there are claim, outlook, status"):
        schema("dreams")


@pytest.mark.parametrize(("name", "value"), [
    *OUTPUTS.items(), ("claim", claim_to_json(BARE)), ("status", situation_to_json(Situation("plain", AsOf(DAY, DAY)))),
    ("outlook", outlook_to_json(BARE_OUTLOOK)),
], ids=["claim", "outlook", "status", "bare claim", "bare status", "bare outlook"])
def test_an_output_fits_its_schema(name: str, value: Json) -> None:
    assert faults(name, value) == []


@pytest.mark.parametrize("name", ["outlook", "status"])
def test_an_output_names_its_schema(name: str) -> None:
    assert OUTPUTS[name]["schema"] == schema(name)["$id"]


def objects(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all objects in a value whose keys are fields (places under control are names, not fields)."""
    found = [path] if isinstance(value, dict) and path != ("control",) else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [p for key, part in items for p in objects(part, (*path, key))]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


FIELDS = [(name, path, field) for name, value in OUTPUTS.items()
          for path in objects(value) for field in at(value, path)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_field_may_be_missing_added_or_of_another_type(name: str) -> None:
    for owner, path, field in FIELDS:
        if owner != name:
            continue
        missing, wrong = copy.deepcopy(OUTPUTS[name]), copy.deepcopy(OUTPUTS[name])
        del at(missing, path)[field]
        at(wrong, path)[field] = {"an": "object"} if (*path, field) != ("control",) else []
        assert not CHECKS[name].is_valid(missing), f"{path} without {field}"
        assert not CHECKS[name].is_valid(wrong), f"{path} with an object as {field}"
    for path in objects(OUTPUTS[name]):
        added = copy.deepcopy(OUTPUTS[name])
        at(added, path)["surprise"] = 1
        assert not CHECKS[name].is_valid(added), f"{path} with a field that is no field"


def changed(name: str, *path: Any, to: Any) -> list[str]:
    value = copy.deepcopy(OUTPUTS[name])
    at(value, path[:-1])[path[-1]] = to
    return faults(name, value)


WRONG: list[tuple[str, tuple[Any, ...], Any]] = [
    ("claim", ("kind",), "rumour"), ("claim", ("modality",), "maybe"), ("claim", ("unit",), "furlong"),
    ("claim", ("bound",), "roughly"), ("claim", ("date_basis",), None), ("claim", ("measure",), "level"),
    ("claim", ("polarity",), "good"), ("claim", ("status",), "unharmed"), ("claim", ("evidence",), "hearsay"),
    ("claim", ("valid_from",), "1 May 2031"), ("claim", ("said_on",), "2031-13-01"), ("claim", ("start",), -1),
    ("claim", ("actor",), "watch"), ("claim", ("low",), "ten"), ("claim", ("quote",), None), ("claim", ("start",), 1.5),
    ("status", ("schema",), "postwar/status@2"), ("status", ("as_of", "valid"), None),
    ("status", ("control", "north", "how"), "force"), ("status", ("control", "north", "state"), "sure"),
    ("status", ("control", "north", "rivals", 0, "extent"), "half"),
    ("status", ("obligations", 0, "life_cycle"), "done"),
    ("status", ("obligations", 0, "timeliness", "code"), "tardy"), ("status", ("obligations", 0, "grade"), 4),
    ("status", ("obligations", 0, "belief", "p"), 1.2), ("status", ("obligations", 0, "belief", "confidence"), "sure"),
    ("status", ("obligations", 0, "share"), 50), ("status", ("figures", 0, "variable"), "happiness"),
    ("status", ("figures", 0, "value"), None), ("status", ("reports", 0, "sha256"), "abc"),
    ("status", ("checks", 0, "kind"), "odd"), ("status", ("routes", 0, "state"), "ajar"),
    ("outlook", ("rows", 0, "output_type"), "sample"), ("outlook", ("rows", 2, "output_type_id"), "maybe"),
    ("outlook", ("rows", 2, "value"), 1.5), ("outlook", ("rows", 0, "output_type_id"), "median"),
    ("outlook", ("rows", 1, "output_type_id"), "0.5"), ("outlook", ("rows", 0, "location"), ""),
    ("outlook", ("rows", 0, "horizon"), "30"), ("outlook", ("base_rates", 0, "n"), 0), ("outlook", ("members",), 0),
    ("outlook", ("not_modelled", 0, "reason"), ""), ("outlook", ("hindcast",), "yes"),
]


@pytest.mark.parametrize(("name", "path", "to"), WRONG, ids=str)
def test_a_value_outside_its_vocabulary_or_range_is_refused(name: str, path: tuple[Any, ...], to: Any) -> None:
    assert changed(name, *path, to=to)


def enum(name: str, *path: str) -> list[Any]:
    found: Any = schema(name)
    for key in path:
        found = found["items"] if key == "[]" else found["properties"][key]
    return list(found["enum"])


@pytest.mark.parametrize(("words", "name", "path"), [
    (claim.KINDS, "claim", ("kind",)), (claim.MODALITIES, "claim", ("modality",)),
    (claim.BASES, "claim", ("date_basis",)),
    ((*claim.BOUNDS, None), "claim", ("bound",)), ((*claim.UNITS, None), "claim", ("unit",)),
    ((*claim.MEASURES, None), "claim", ("measure",)), ((*claim.EVIDENCE, None), "claim", ("evidence",)),
    (accord.LIFE_CYCLES, "status", ("obligations", "[]", "life_cycle")),
    (accord.TIMELINESS, "status", ("obligations", "[]", "timeliness", "code")),
    (accord.DISPOSITIONS, "status", ("obligations", "[]", "disposition")),
    (accord.DISPOSITIONS, "status", ("obligations", "[]", "readings", "[]", "disposition")),
    (claim.KINDS, "status", ("expected", "[]", "kind")), (claim.KINDS, "status", ("notes", "[]", "kind")),
    (claim.MODALITIES, "status", ("notes", "[]", "modality")), (claim.MEASURES, "status", ("figures", "[]", "measure")),
    (tuple(sorted(VARIABLE_IDS)), "status", ("figures", "[]", "variable")),
], ids=lambda x: str(x)[:40])
def test_vocabularies_are_those_of_the_code(words: tuple[Any, ...], name: str, path: tuple[str, ...]) -> None:
    assert enum(name, *path) == list(words)


def test_the_claim_has_the_fields_of_the_noun() -> None:
    assert list(schema("claim")["properties"]) == [field.name for field in dataclasses.fields(Claim)]


def test_a_schema_is_read_anew_each_time() -> None:
    reader: Callable[[str], Json] = schema
    reader("claim").clear()
    assert reader("claim")["type"] == "object"
