"""JSON Schemas of what the commands print: a claim, a situation, an outlook. Data only, with a version in ``$id``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

SCHEMAS = ("claim", "outlook", "status")


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an output, one of :data:`SCHEMAS`; ``KeyError`` for any other name.

    ``$id`` ends in the version, as does the ``schema`` field of the output itself. A version stands for exactly these
    fields: one that is added, dropped or renamed makes a new version.

    >>> schema("status")["$id"], schema("claim")["type"]
    ('postwar/status@1', 'object')
    """
    if name not in SCHEMAS:
        raise KeyError(f"no schema {name!r}: there are {', '.join(SCHEMAS)}")
    found: dict[str, Any] = json.loads(files("postwar.schemas").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return found
