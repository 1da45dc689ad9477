"""Which columns of a feed say what: the forms whose rows are read as events, and a map for files with other heads."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from postwar.core.errors import Problem, ReportError
from postwar.reading.readers.acled import reader as acled
from postwar.reading.readers.ged import reader as ged


@dataclass(frozen=True, slots=True)
class Form:
    """A form of event tables: the columns it needs, and which of them say when, where, and which event it is."""

    name: str
    needed: frozenset[str]
    first: str
    last: str
    places: tuple[str, ...]      # from the finest to the coarsest
    event: str
    country: str = "country"
    lat: str = "latitude"
    lon: str = "longitude"


FORMS = (
    Form("acled", frozenset(acled.NEEDED), "event_date", "event_date", acled.PLACES, "event_id_cnty"),
    Form("ged", frozenset(ged.NEEDED), "date_start", "date_end", ged.PLACES, "id"),
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """How files with other heads fit a form: which column of theirs stands for which of the form's, what stands for a
    column that they lack, and who publishes them."""

    form: Form
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


def head(name: str) -> str:
    """A column's name as forms spell it.

    >>> head(" Event Date")
    'event_date'
    """
    return "_".join(name.strip().lower().split())


def form_of(folder: str, heads: frozenset[str]) -> Mapped:
    """The form whose columns are all there. Raises ``ReportError`` with what the closest form lacks.

    >>> form_of("f", frozenset({"id", "side_a"}))
    Traceback (most recent call last):
    postwar.core.errors.ReportError: f: no form of events that is known; 'ged' lacks the columns best, date_end, \
date_start, high, low, side_b, type_of_violence; name other columns for them with --map
    """
    for form in FORMS:
        if form.needed <= heads:
            return Mapped(form)
    closest = min(FORMS, key=lambda form: len(form.needed - heads) / len(form.needed))
    lacking = ", ".join(sorted(closest.needed - heads))
    raise ReportError(Problem(
        folder, None, None, f"no form of events that is known; {closest.name!r} lacks the columns {lacking}",
        "name other columns for them with --map"))


def load_map(path: Path) -> Mapped:
    """The map in a TOML file: ``form``, perhaps ``source``, and the tables ``[columns]`` (of the form = of the files)
    and ``[values]`` (of the form = what stands in every row).

    Raises ``ReportError`` where it cannot be read, or says anything else.
    """
    def fault(value: str | None, message: str, mend: str) -> ReportError:
        return ReportError(Problem(str(path), None, value, message, mend))

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        said = getattr(error, "strerror", None) or error
        raise fault(None, f"cannot be read ({said})", "write the map as TOML, see docs/ledger.md") from error
    form = next((form for form in FORMS if form.name == data.get("form")), None)
    if form is None:
        raise fault(str(data.get("form", "")), "no such form", f"form is one of {', '.join(f.name for f in FORMS)}")
    for key in data.keys() - {"form", "source", "columns", "values"}:
        raise fault(key, "a map has no", "it has form, source, [columns] and [values]")
    tables = [_texts(data.get(name, {}), name, fault) for name in ("columns", "values")]
    for twice in sorted(tables[0].keys() & tables[1].keys()):
        raise fault(twice, "both a column and a value for", "keep one of them")
    return Mapped(form, tables[0], tables[1], str(data.get("source", "")))


def _texts(table: Any, name: str, fault: Any) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(v, str | int | float) for v in table.values()):
        raise fault(name, "not a table of single values:", f"write [{name}] with lines such as fatalities = \"dead\"")
    return {head(str(key)): str(value) for key, value in table.items()}
