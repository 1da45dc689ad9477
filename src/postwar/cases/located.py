"""TOML with lines: the values come from the standard library's reader, and this finds where each of them stands."""

from __future__ import annotations

import bisect
import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from postwar.cases.faults import Faults, nearest
from postwar.cases.fields import Fields
from postwar.core.time import Day, parse_day

Path = tuple[str | int, ...]
"""Keys and array indices from the top of a file down to a value."""

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
KEY = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*""")
STRING = re.compile(r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL)
BARE = re.compile(r"[^,\]}#\n]*")
AT = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


def parse_toml(file: str, text: str, faults: Faults) -> Block | None:
    """The top table of a TOML text; None where it does not parse, which is then noted with its line."""
    try:
        values = tomllib.loads(text)
        lines = Lines(text)
    except tomllib.TOMLDecodeError as error:
        at = AT.search(str(error))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        what = AT.sub("", str(error)).strip()
        faults.add(file, line, None, f"not valid TOML ({what.encode('ascii', 'backslashreplace').decode()})",
                   "see https://toml.io for the form")
    except (ValueError, RecursionError):
        faults.add(file, 1, None, "not valid TOML (a number or a nesting is too large)",
                   "see https://toml.io for the form")
    else:
        return Block(file, values, (), lines, faults)
    return None


class Lines:
    """The line of every key, table and array item of a text that is valid TOML.

    >>> lines = Lines('a = 1\\n[[t]]\\n[[t]]\\nb = [\\n {c = 2}]')
    >>> lines.of(("t", 1, "b", 0, "c")), lines.of(("t", 1))
    (5, 3)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._found: dict[Path, int] = {}
        self._items: dict[Path, int] = {}
        self._read()

    def of(self, path: Path) -> int:
        """The line of a path, or of the nearest table around it."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)

    def _note(self, path: Path, at: int) -> None:
        self._found.setdefault(path, bisect.bisect_left(self._ends, at) + 1)

    def _read(self) -> None:
        """Walk over the statements: headers and pairs."""
        table: Path = ()
        at = self._skip(0)
        while at < len(self._text):
            if self._text[at] == "[":
                many = self._text.startswith("[[", at)
                parts, end = self._key(at + 1 + many)
                table = self._enter(parts, many)
                for depth in range(1, len(table) + 1):
                    self._note(table[:depth], at)
                end += 1 + many
            else:
                end = self._pair(table, at)
            at = self._skip(max(end, at + 1))

    def _skip(self, at: int) -> int:
        found = BLANK.match(self._text, at)
        return found.end() if found else at

    def _key(self, at: int) -> tuple[tuple[str, ...], int]:
        """A dotted key, and where it ends."""
        parts: list[str] = []
        while found := KEY.match(self._text, at):
            part = found[1]
            parts.append(next(iter(tomllib.loads(f"{part} = 0"))) if part[0] in "\"'" else part)
            at = found.end()
            if not self._text.startswith(".", at):
                break
            at += 1
        return tuple(parts), at

    def _enter(self, parts: tuple[str, ...], many: bool) -> Path:
        """The path that a header opens: below an array of tables it is in the array's last item."""
        path: Path = ()
        for depth, part in enumerate(parts, start=1):
            path += (part,)
            if many and depth == len(parts):
                self._items[path] = self._items.get(path, -1) + 1
            if path in self._items:
                path += (self._items[path],)
        return path

    def _pair(self, table: Path, at: int) -> int:
        """A key and its value; where the value ends."""
        parts, end = self._key(at)
        path = table
        for part in parts:
            path += (part,)
            self._note(path, at)
        return self._value(path, self._skip(end + 1))

    def _value(self, path: Path, at: int) -> int:
        if self._text.startswith(("[", "{"), at):
            return self._bracket(path, at, "]" if self._text[at] == "[" else "}")
        found = STRING.match(self._text, at) or BARE.match(self._text, at)
        return found.end() if found else at + 1

    def _bracket(self, path: Path, at: int, closing: str) -> int:
        """An array or inline table; where it ends."""
        at = self._skip(at + 1)
        index = 0
        while at < len(self._text) and self._text[at] != closing:
            if closing == "]":
                self._note((*path, index), at)
                end = self._value((*path, index), at)
                index += 1
            else:
                end = self._pair(path, at)
            at = self._skip(max(end, at + 1))
            if self._text.startswith(",", at):
                at = self._skip(at + 1)
        return at + 1


class Block(Fields):
    """One table of a TOML file."""

    def __init__(self, file: str, values: dict[str, Any], path: Path, lines: Lines, faults: Faults) -> None:
        self.file = file
        self.faults = faults
        self.values = values
        self._path = path
        self._lines = lines
        self._misspelt: frozenset[str] = frozenset()

    def raw(self, key: str) -> object | None:
        """The value; None where it is absent or an empty text."""
        value: object = self.values.get(key)
        return None if isinstance(value, str) and not value.strip() else value

    def line(self, key: str | None = None) -> int:
        """The line of the key, or of the table's head."""
        return self._lines.of(self._path if key is None else (*self._path, key))

    def as_number(self, value: object) -> float | None:
        """An integer or a float."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            return float(value)
        except OverflowError:
            return None

    def as_day(self, value: object) -> Day | None:
        """A TOML date, or a text of the form YYYY-MM-DD."""
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        try:
            return parse_day(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def as_list(self, value: object) -> tuple[str, ...] | None:
        """An array of texts."""
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        return None

    def absent(self, key: str) -> bool:
        """Whether the key stands there misspelt: that is one fault, not two."""
        return key in self._misspelt

    def allow(self, keys: Iterable[str]) -> None:
        """Note every key that is none of ``keys``. Call it before reading, so that a misspelt key is not also noted
        as missing."""
        keys = tuple(keys)
        free = [key for key in keys if key not in self.values]
        misspelt = set()
        for key in self.values:
            if key in keys:
                continue
            near = nearest(key, free)
            if near:
                misspelt.add(near)
            mend = f"did you mean {near!r}?" if near else "the keys are " + ", ".join(keys)
            self.fault(key, key, "unknown key", mend)
        self._misspelt = frozenset(misspelt)

    def block(self, key: str) -> Block | None:
        """The table of that key; None where it is absent or no table, which is noted."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(key, value, f"{key} is not a table:", f"write {key} = {{ … }}")
            return None
        return Block(self.file, value, (*self._path, key), self._lines, self.faults)

    def blocks(self, key: str) -> Iterator[Block]:
        """The tables of an array of tables; what is none is noted."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.fault(key, None, f"{key} is not a list of tables", f"write [[{key}]] above each")
            return
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield Block(self.file, item, (*self._path, key, index), self._lines, self.faults)
            else:
                self.faults.add(self.file, self._lines.of((*self._path, key, index)), item,
                                f"an item of {key} is not a table:", f"write [[{key}]] above each")
