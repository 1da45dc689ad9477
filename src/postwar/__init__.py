"""postwar keeps the books of a peace settlement and runs it forward.

The public names below are looked up on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import Any

_FACE = {
    "AsOf": "postwar.core.time",
    "Books": "postwar.core.books",
    "Case": "postwar.core.case",
    "CaseError": "postwar.core.errors",
    "Claim": "postwar.core.claim",
    "Ledger": "postwar.ledger",
    "Outlook": "postwar.core.outlook",
    "PostwarError": "postwar.core.errors",
    "Problem": "postwar.core.errors",
    "Report": "postwar.core.claim",
    "Selection": "postwar.pipeline",
    "Situation": "postwar.core.situation",
    "brief": "postwar.pipeline",
    "check_case": "postwar.cases",
    "hindcast": "postwar.pipeline",
    "load_case": "postwar.cases",
    "load_names": "postwar.cases",
    "open_report": "postwar.reading.read",
    "read_report": "postwar.reading.read",
    "update": "postwar.pipeline",
}

__all__ = sorted(_FACE)


def __getattr__(name: str) -> Any:
    if name not in _FACE:
        raise AttributeError(f"postwar has no public name {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_FACE[name]), name)


def __dir__() -> list[str]:
    return __all__
