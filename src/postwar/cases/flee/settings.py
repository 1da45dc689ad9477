"""simsetting.yml: the rule set of a replay."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from postwar.cases.flee.sheet import Findings
from postwar.core.flight import FlightRules

SETTINGS = "simsetting.yml"
SECTIONS = ("spawn_rules", "move_rules", "optimisations")
IGNORED = ("log_levels",)
OFF: Mapping[str, tuple[Any, ...]] = {
    **dict.fromkeys(("fixed_routes", "conflict_driven_spawning", "flood_driven_spawning", "use_pop_for_loc_weight",
                     "stay_close_to_home", "children_avoidhazards", "boys_take_risk", "match_camp_ethnicity",
                     "match_camp_religion", "match_conflict_ethnicity", "match_town_ethnicity", "camps_are_sinks",
                     "flood_rules", "use_economic_pull", "two_system_decision_making", "home_distance_power",
                     "capacity_per_day"), (False, 0)),
    "harvest_months": ([],),
}
"""Rules of FLEE that are not modelled, with the values that leave them off."""
_LEAST: Mapping[str, float] = {"conflict_spawn_decay_interval": 1, "awareness_level": 1, "hasten": 1,
                               "max_move_speed": 1e-9, "max_walk_speed": 1e-9}


def read_settings(path: str | Path | None, folder: Path, found: Findings) -> FlightRules:
    """The rules of a settings file; of ``simsetting.yml`` in the directory where no path is given; FLEE's own defaults
    where there is none either."""
    given = Path(path) if path is not None else folder / SETTINGS
    name = given.name
    if path is None and not given.is_file():
        found.notes.add(SETTINGS, None, None, "no settings are given: FLEE's own defaults hold", "add --settings FILE")
        return FlightRules()
    top = _parsed(given, name, found)
    values: dict[str, Any] = {}
    for section, key, value, line in _entries(top, name, found):
        known = {f.name: f.default for f in fields(FlightRules)}
        if key in known:
            _take(values, key, value, known[key], (name, line), found)
        elif key in OFF:
            if value is not None and value not in OFF[key]:
                found.faults.add(name, line, f"{key}: {value}", "this rule of FLEE is not modelled:", "turn it off")
        else:
            near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.88)
            if near:
                found.faults.add(name, line, key, "unknown setting", f"did you mean {near[0]!r}?")
            else:
                found.notes.add(name, line, f"{section}: {key}", "an unknown setting is left out:", "take it out")
    return FlightRules(**values)


def _parsed(path: Path, name: str, found: Findings) -> Any:
    """The nodes of a settings file; None, and a fault, where it cannot be read."""
    import yaml  # here, so that commands without settings start without it

    try:
        return yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        found.faults.add(name, None, None, f"this file cannot be opened ({error.strerror})", "name a readable file")
    except UnicodeDecodeError:
        found.faults.add(name, None, None, "this file is not UTF-8", "save it as UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found.faults.add(name, None if mark is None else mark.line + 1, getattr(error, "problem", None),
                         "this is not YAML:", "write key: value, indented by section")
    return None


def _entries(top: Any, name: str, found: Findings) -> Iterator[tuple[str, str, Any, int]]:
    """Section, key, value and line of every setting."""
    import yaml

    if top is None:
        return
    if not isinstance(top, yaml.MappingNode):
        found.faults.add(name, 1, None, "the settings hold no sections", "write sections " + ", ".join(SECTIONS))
        return
    for head, body in top.value:
        section = str(head.value)
        if section in IGNORED:
            continue
        if not isinstance(body, yaml.MappingNode):
            if section not in SECTIONS:
                yield "", section, _value(body), head.start_mark.line + 1
            elif body.value:
                found.faults.add(name, head.start_mark.line + 1, section, "a section holds no settings:",
                                 "write key: value below it")
            continue
        for key, value in body.value:
            yield section, str(key.value), _value(value), key.start_mark.line + 1


def _value(node: Any) -> Any:
    """The value of a node: a number, a truth, a list, a text, or None."""
    import yaml

    value = yaml.SafeLoader("").construct_object(node, deep=True)
    if not isinstance(value, str):
        return value
    if value.lower() == "none":
        return None
    try:
        return float(value)  # such as 1e-3, which YAML takes for text
    except ValueError:
        return value


def _take(values: dict[str, Any], key: str, value: Any, default: Any, at: tuple[str, int], found: Findings) -> None:
    """Put one setting in ``values``, of the type its default has; a fault where it is of another."""
    wrong = "a list of shares" if default is None else {bool: "True or False", int: "a whole number"}.get(
        type(default), "a number")
    taken: Any = None
    if value is None:
        taken = default
    elif default is None and isinstance(value, list) and value and all(_is_number(v) and v >= 0 for v in value):
        taken = tuple(float(v) for v in value)
    elif isinstance(default, bool) and isinstance(value, bool):
        taken = value
    elif isinstance(default, bool) or default is None or not _is_number(value):
        pass
    elif value < _LEAST.get(key, 0.0):
        wrong = f"a number of at least {_LEAST.get(key, 0.0):g}"
    elif isinstance(default, int):
        taken = int(value) if value == int(value) else None
    else:
        taken = float(value)
    if taken is None and value is not None:
        found.faults.add(at[0], at[1], f"{key}: {value}", f"this setting must be {wrong}:", "correct it")
        return
    if key.endswith("movechance") and taken > 1:
        found.faults.add(at[0], at[1], f"{key}: {value}", "a chance lies above 1:", "write at most 1")
        return
    values[key] = taken


def _is_number(value: Any) -> bool:
    """Whether a value is a finite number and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
