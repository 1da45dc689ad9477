"""What the model assumes in a case: parameters.toml."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from postwar.cases.documents import Documents
from postwar.cases.fields import Ids
from postwar.cases.located import Block
from postwar.cases.rows import NO_DAY
from postwar.core.claim import KINDS
from postwar.core.parameter import PRIOR_KINDS, Parameter, Prior

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")
KEYS = ("name", "about", "unit", "source", "known_on", "value", "prior")


def read_parameters(documents: Documents, ids: Mapping[str, Ids]) -> tuple[Parameter, ...]:
    """The tables of parameters.toml; a later table of the same name and ``about`` revises it from its ``known_on``."""
    top = documents.blocks.get("parameters.toml")
    if top is None:
        return ()
    top.allow(("parameter",))
    about = ids["group"] | ids["force"] | ids["obligation"] | ids["place"] | ids["route"] | ids["actor"] \
        | _formats(documents)
    first: dict[tuple[str, str, str], int] = {}
    found = []
    for block in top.blocks("parameter"):
        parameter = _parameter(block, about)
        found.append(parameter)
        key = (parameter.name, parameter.about, str(block.raw("known_on")))
        line = first.setdefault(key, block.line("name"))
        if parameter.name and line != block.line("name"):
            block.fault("name", ":".join(filter(None, key[:2])), f"duplicate parameter, first in line {line}:",
                        "keep one of the two, or give the later one its own known_on")
    return tuple(found)


def _formats(documents: Documents) -> Ids:
    """The ids of formats.toml; open where the file could not be read."""
    top = documents.blocks.get("formats.toml")
    found = () if top is None else (str(block.raw("id")) for block in top.blocks("format"))
    return Ids("format", "formats.toml", None if "formats.toml" in documents.lost else frozenset(found))


def _parameter(block: Block, about: Ids) -> Parameter:
    block.allow(KEYS)
    name = block.text("name", required=True)
    if name and not NAME.match(name):
        block.fault("name", name, "bad name of a parameter:", "write process.quantity, as in returns.ever_share")
        name = ""
    has_value, has_prior = block.raw("value") is not None, block.raw("prior") is not None
    if has_value == has_prior and not (block.absent("value") or block.absent("prior")):
        message = "a parameter has both value and prior:" if has_value else "a parameter has neither value nor prior:"
        block.fault("value" if has_value else None, name, message, "give one of the two")
    return Parameter(
        name=name, about=_about(block, about), value=block.number("value"), prior=_prior(block),
        unit=block.text("unit", required=True), source=block.text("source", required=True),
        known_on=block.day("known_on", required=True) or NO_DAY)


def _about(block: Block, ids: Ids) -> str:
    """What a parameter is about: an id of the case; or an event, its kind and then the ids that it is about, as a
    question names it, divided by semicolons ("accord;north;south")."""
    kind, _, rest = block.text("about").partition(";")
    if kind not in KINDS or ids.holds(kind):
        return block.one_id("about", ids)
    for some_id in rest.split(";") if rest else ():
        block.refers("about", some_id, ids)
    return block.text("about")


def _prior(parameter: Block) -> Prior | None:
    block = parameter.block("prior")
    if block is None:
        return None
    kind = block.choice("kind", PRIOR_KINDS)
    if not kind:
        return None
    args = PRIOR_KINDS[kind]
    block.allow(("kind", *args))
    if kind == "choice":
        return Prior(kind, _weights(block))
    above = 0.0 if kind in {"lognormal", "beta"} else None
    numbers = tuple((arg, block.number(arg, required=True, above=above)) for arg in args)
    if any(number is None for _, number in numbers):
        return None
    (low_key, low), (high_key, high) = numbers
    if kind != "beta" and low is not None and high is not None and low >= high:
        block.fault(high_key, block.raw(high_key), f"{high_key} is not above {low_key} = {low:g}:",
                    f"make {low_key} the smaller of the two")
        return None
    return Prior(kind, tuple((arg, number) for arg, number in numbers if number is not None))


def _weights(prior: Block) -> tuple[tuple[str, float], ...]:
    """The weights of a choice: none negative, summing to one."""
    block = prior.block("weights")
    if block is None:
        if "weights" not in prior.values and not prior.absent("weights"):
            prior.fault(None, None, "a choice has no weights", "write weights = {one = 0.5, other = 0.5}")
        return ()
    weights = [(label, block.number(label, required=True, least=0)) for label in block.values]
    good = tuple((label, weight) for label, weight in weights if weight is not None)
    total = math.fsum(weight for _, weight in good)
    if len(good) == len(weights) and not math.isclose(total, 1.0, abs_tol=1e-6):
        prior.fault("weights", f"{total:g}", "the weights of a choice sum to", "make them sum to 1")
    return good
