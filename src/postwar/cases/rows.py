"""What rows of every kind share: a day that stands for a faulty one, ids that stand once, and revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

from postwar.cases.fields import Fields
from postwar.core.time import Day

NO_DAY = dt.date.min
"""Stands for a day that was missing or faulty in a row that is noted as such; no case is made of it."""

R = TypeVar("R")


def only_once(rows: Iterable[Fields], *keys: str) -> None:
    """Note every row whose keys all stand in an earlier row. Rows whose first key is empty are passed over."""
    first: dict[tuple[object, ...], int] = {}
    for row in rows:
        values = tuple(str(row.raw(key) or "") for key in keys)
        if not values[0]:
            continue
        line = first.setdefault(values, row.line(keys[0]))
        if line != row.line(keys[0]):
            same = " and ".join(keys)
            row.fault(keys[0], values[0], f"duplicate {same}, first in line {line}:", f"give each row its own {same}")


def known_rows(rows: Iterable[R], known_on: Callable[[R], Day | None], known: Day | None,
               key: Callable[[R], object] | None = None) -> tuple[R, ...]:
    """The rows known on a day. Where rows share a key, the latest known of them stands, in the first one's place: a
    later row revises an earlier one."""
    visible = [row for row in rows if known is None or (known_on(row) or NO_DAY) <= known]
    if key is None:
        return tuple(visible)
    latest: dict[object, R] = {}
    for row in visible:
        held = latest.get(key(row))
        if held is None or (known_on(held) or NO_DAY) <= (known_on(row) or NO_DAY):
            latest[key(row)] = row
    return tuple(latest.values())
