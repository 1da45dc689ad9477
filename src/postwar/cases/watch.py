"""What is watched for: watch.toml, in the folder of a case or anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from postwar.cases.documents import open_documents
from postwar.cases.faults import Faults
from postwar.cases.fields import Ids
from postwar.cases.folder import find_case, read_text
from postwar.cases.located import Block, parse_toml
from postwar.core.errors import CaseError
from postwar.core.variable import VARIABLE_IDS
from postwar.core.watch import WATCH_KINDS, Watch

FILE = "watch.toml"
KEYS: Mapping[str, tuple[str, ...]] = {
    "overdue": ("obligation", "after_days", "clear_days"),
    "rival": ("place", "new_days", "clear_days"),
    "closed": ("route", "after_days", "clear_days"),
    "figure": ("variable", "group", "place", "low", "high", "margin", "after_days", "clear_days"),
    "silent": ("source", "after_days", "clear_days"),
}
SUBJECTS = {"overdue": "obligation", "rival": "place", "closed": "route"}


def load_watches(case: str | Path, rules: str | Path | None = None) -> tuple[Watch, ...]:
    """The rules of a file (default: watch.toml in the case's folder), in their order.

    Raises ``CaseError`` with every fault: no such file, an unknown kind or key, a subject that the case does not have,
    a figure's rule without a band, a negative number, an id that stands twice.
    """
    folder = find_case(case)
    documents = open_documents(folder)
    path = folder / FILE if rules is None else Path(rules)
    faults = Faults()
    if not path.is_file():
        faults.add(str(rules or FILE), None, None, "there are no rules to watch by",
                   f"write {FILE} in the case's folder, or name a file with --rules")
        raise CaseError(faults.sorted())
    text = read_text(path.parent, path.name, faults)
    top = None if text is None else parse_toml(path.name, text, faults)
    watches = () if top is None else _watches(top, documents.ids())
    if faults.sorted():
        raise CaseError(faults.sorted())
    return watches


def _watches(top: Block, ids: Mapping[str, Ids]) -> tuple[Watch, ...]:
    top.allow(("watch",))
    found: list[Watch] = []
    first: dict[str, int] = {}
    for block in top.blocks("watch"):
        watch = _watch(block, ids)
        line = first.setdefault(watch.id, block.line("id"))
        if watch.id and line != block.line("id"):
            block.fault("id", watch.id, f"duplicate id, first in line {line}:", "give each rule its own id")
        found.append(watch)
    return tuple(found)


def _watch(block: Block, ids: Mapping[str, Ids]) -> Watch:
    kind = block.choice("kind", WATCH_KINDS)
    block.allow(("id", "kind", "text", *KEYS.get(kind, tuple(k for keys in KEYS.values() for k in keys))))
    some_id, text = block.some_id(), block.text("text")
    after, clear = _days(block, "after_days", 0), _days(block, "clear_days", 0)
    if kind == "figure":
        return _figure(block, ids, Watch(some_id, kind, text, (), after, clear))
    if kind == "silent":
        subjects = block.words("source")
    else:
        subjects = block.ids(SUBJECTS[kind], ids[SUBJECTS[kind]]) if kind else ()
    return Watch(some_id, kind, text, subjects, after, clear, _days(block, "new_days", 7))


def _days(block: Block, key: str, default: int) -> int:
    number = block.number(key, least=0)
    if number is not None and number != int(number):
        block.fault(key, block.raw(key), f"{key} is not a whole number:", "count whole days")
        return default
    return default if number is None else int(number)


def _figure(block: Block, ids: Mapping[str, Ids], watch: Watch) -> Watch:
    variable = block.text("variable", required=True)
    block.refers("variable", variable, Ids("variable", "the terms", VARIABLE_IDS)) if variable else None
    low, high = block.number("low"), block.number("high")
    if low is None and high is None and block.raw("low") is None and block.raw("high") is None:
        block.fault(None, None, "a figure has no band", "give low, high or both")
    block.in_order("low", "high", low, high)
    margin = block.number("margin", least=0) or 0.0
    return Watch(watch.id, watch.kind, watch.text, (), watch.after_days, watch.clear_days, variable=variable,
                 group=block.one_id("group", ids["group"]), place=block.one_id("place", ids["place"]), low=low,
                 high=high, margin=margin)
