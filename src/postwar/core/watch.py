"""What is watched for, and what was found: rules over the situation, and the alerts that they raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from postwar.core.claim import plain_number
from postwar.core.time import Day, iso

WATCH_KINDS = ("overdue", "rival", "closed", "figure", "silent")
"""An obligation overdue · a new account beside another · a route closed · a figure outside a band · a source silent."""

ON, OFF, BETWEEN = "on", "off", "between"
"""What a rule finds of a subject on a day: it holds, it does not, or neither can be said (an alert stays as it is)."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One rule of ``watch.toml``.

    ``subjects`` narrows it to obligations, places, routes or sources (empty = all that there are). It fires once it has
    held for ``after_days``, and ends once it has not held for ``clear_days`` running. A new account counts as new for
    ``new_days``. For a figure: ``variable``, ``group`` and ``place``, and a band; it holds where the whole interval
    lies outside ``low`` to ``high``, and no longer where the whole interval lies inside by at least ``margin``.
    """

    id: str
    kind: str
    text: str = ""
    subjects: tuple[str, ...] = ()
    after_days: int = 0
    clear_days: int = 0
    new_days: int = 7
    variable: str = ""
    group: str = ""
    place: str = ""
    low: float | None = None
    high: float | None = None
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule finds of one subject on one day. ``held_since`` is the day from which it has held, where told;
    ``value`` and ``unit`` are what was measured, ``detail`` the words that the situation has for it."""

    watch: str
    subject: str
    level: str
    held_since: Day | None = None
    value: float | None = None
    unit: str = ""
    detail: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that fires for a subject. ``since`` is the day on which it began to fire; ``finding`` the latest of it."""

    watch: Watch
    subject: str
    since: Day
    finding: Finding


def alert_to_json(alert: Alert) -> dict[str, Any]:
    """The public form of an alert: what ``postwar watch --json`` prints."""
    found = alert.finding
    return {
        "watch": alert.watch.id, "kind": alert.watch.kind, "text": alert.watch.text, "subject": alert.subject,
        "since": iso(alert.since), "held_since": iso(found.held_since), "value": plain_number(found.value),
        "unit": found.unit, "detail": found.detail, "claims": list(found.claims),
    }
