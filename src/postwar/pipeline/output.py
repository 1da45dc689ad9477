"""What every order gives out: its version, its seed, its words of progress and its way to write JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

SEED = 1

Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing: the progress of a caller who asked for none."""


def program_version() -> str:
    """The version of this program, as installed.

    >>> program_version()[0].isdigit()
    True
    """
    try:
        return version("postwar")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0+source"


def canonical_json(value: Any) -> str:
    """One way to write a value: sorted keys, no needless space, characters as they are.

    >>> canonical_json({"b": 1, "a": ["é"]})
    '{"a":["é"],"b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def pretty_json(value: Any) -> str:
    """A value as JSON that a person can read: sorted keys, two spaces, characters as they are, one line end."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
