"""Typed access to one row of a table or one table of a TOML file; each fault is noted once, and reading goes on."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from postwar.cases.faults import Faults, mend_by
from postwar.core.time import Day

ID = re.compile(r"[^\s;,\"'\[\]()]{1,80}\Z")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids that a reference may name. ``known`` is None where the file that holds them could not be read whole:
    then nothing is said of references to it, because the fault is in that file."""

    noun: str
    where: str
    known: frozenset[str] | None

    def holds(self, some_id: str) -> bool:
        """Whether a reference to this id is in order, as far as can be told."""
        return self.known is None or some_id in self.known

    def mend(self, some_id: str) -> str:
        """What mends a reference to an id that is not there."""
        return mend_by(some_id, self.known or (), f"add it to {self.where}, or name one that is there")

    def __or__(self, other: Ids) -> Ids:
        """Either of two kinds of id."""
        both = None if self.known is None or other.known is None else self.known | other.known
        where = self.where if other.where in self.where.split(" or ") else f"{self.where} or {other.where}"
        return Ids(f"{self.noun} or {other.noun}", where, both)


class Fields(ABC):
    """One row or table. ``file`` and :meth:`line` say where; :meth:`raw` gives a cell, None where it is empty."""

    file: str
    faults: Faults

    @abstractmethod
    def raw(self, key: str) -> object | None:
        """The cell or value as it stands; None where it is absent or empty."""

    @abstractmethod
    def line(self, key: str | None = None) -> int:
        """The line on which the key stands, or the row or table itself."""

    @abstractmethod
    def as_number(self, value: object) -> float | None:
        """The value as a number, None if it is none."""

    @abstractmethod
    def as_day(self, value: object) -> Day | None:
        """The value as a day, None if it is none."""

    @abstractmethod
    def as_list(self, value: object) -> tuple[str, ...] | None:
        """The value as a list of texts, None if it is none."""

    @abstractmethod
    def absent(self, key: str) -> bool:
        """Whether a missing value has been, or will be, noted as another fault."""

    def fault(self, key: str | None, value: object, message: str, mend: str) -> None:
        """Note a fault of this row."""
        self.faults.add(self.file, self.line(key), value, message, mend)

    def need(self, key: str) -> object | None:
        """The raw value of a field that must be there; its absence is a fault."""
        value = self.raw(key)
        if value is None and not self.absent(key):
            self.fault(None, None, f"{key} is missing", f"fill in {key}")
        return value

    def _get(self, key: str, required: bool) -> object | None:
        return self.need(key) if required else self.raw(key)

    def text(self, key: str, required: bool = False) -> str:
        """A text; empty where it is absent."""
        value = self._get(key, required)
        if value is None or isinstance(value, str):
            return value or ""
        self.fault(key, value, f"{key} is not a text:", "put it in quotation marks")
        return ""

    def some_id(self, key: str = "id") -> str:
        """The row's own id: one word without spaces, brackets, quotation marks, commas or semicolons."""
        value = self.text(key, required=True)
        if value and not ID.match(value):
            self.fault(key, value, f"bad {key}", "use one word of letters, digits and hyphens")
            return ""
        return value

    def number(self, key: str, required: bool = False, least: float | None = None, most: float | None = None,
               above: float | None = None) -> float | None:
        """A number inside its range; None where it is absent or faulty."""
        value = self._get(key, required)
        if value is None:
            return None
        number = self.as_number(value)
        if number is None or not math.isfinite(number):
            self.fault(key, value, f"{key} is not a number:", "use digits and a decimal point, no separators or units")
            return None
        if least is not None and number < least:
            message = f"negative {key}" if least == 0 else f"{key} is out of range:"
            self.fault(key, value, message, f"it must be at least {least:g}")
        elif most is not None and number > most:
            self.fault(key, value, f"{key} is out of range:", f"it must be at most {most:g}")
        elif above is not None and number <= above:
            self.fault(key, value, f"{key} is out of range:", f"it must be more than {above:g}")
        else:
            return number
        return None

    def day(self, key: str, required: bool = False) -> Day | None:
        """An ISO 8601 day; None where it is absent or faulty."""
        value = self._get(key, required)
        if value is None:
            return None
        day = self.as_day(value)
        if day is None:
            self.fault(key, value, f"{key} is not a day:", "write a day of the calendar as YYYY-MM-DD")
        return day

    def words(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where it is absent or faulty."""
        value = self._get(key, required)
        if value is None:
            return ()
        words = self.as_list(value)
        if words is None:
            self.fault(key, value, f"{key} is not a list of texts:", 'write ["one", "two"]')
            return ()
        return words

    def choice(self, key: str, options: Iterable[str], default: str | None = None) -> str:
        """One word of a fixed list. Without a default it must be there."""
        options = tuple(options)
        value = self._get(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or value not in options:
            self.fault(key, value, f"unknown {key}", mend_by(value, options, f"use one of {', '.join(options)}"))
            return default or ""
        return value

    def choices(self, key: str, options: Iterable[str]) -> tuple[str, ...]:
        """Any number of words of a fixed list."""
        options = tuple(options)
        good = []
        for word in self.words(key):
            if word in options:
                good.append(word)
            else:
                self.fault(key, word, f"unknown {key}", mend_by(word, options, f"use one of {', '.join(options)}"))
        return tuple(good)

    def ids(self, key: str, ids: Ids, required: bool = False) -> tuple[str, ...]:
        """References; those that name nothing are noted and left out."""
        return tuple(word for word in self.words(key, required) if self.refers(key, word, ids))

    def one_id(self, key: str, ids: Ids, required: bool = False) -> str:
        """One reference; empty where it is absent or names nothing."""
        value = self.text(key, required)
        return value if value and self.refers(key, value, ids) else ""

    def refers(self, key: str, some_id: str, ids: Ids) -> bool:
        """Whether the id is one of ``ids``; if not, that is noted."""
        if ids.holds(some_id):
            return True
        self.fault(key, some_id, f"unknown {ids.noun} in {key}:", ids.mend(some_id))
        return False

    def in_order(self, low_key: str, high_key: str, low: float | Day | None, high: float | Day | None) -> bool:
        """Whether low is at most high; if not, that is noted. An end that is not there is in order."""
        if low is None or high is None or low <= high:  # type: ignore[operator]
            return True
        self.fault(high_key, self.raw(high_key), f"{high_key} lies below {low_key} ({self.raw(low_key)}):",
                   f"make {low_key} at most {high_key}")
        return False
