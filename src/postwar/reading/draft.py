"""A draft: a claim in the making, before it gets its id and is tied to others."""

from __future__ import annotations

from dataclasses import dataclass, field

from postwar.reading.arguments import Roles
from postwar.reading.dates import When
from postwar.reading.dating import NOTHING
from postwar.reading.figures import Figure
from postwar.reading.sentence import Sentence
from postwar.reading.trace import Trace

_NO_DEFAULT_UNIT = {
    "casualty": "person",
    "displacement": "person",
    "return": "person",
    "exchange": "person",
    "disarmament": "weapon",
    "deployment": "soldier",
    "housing": "dwelling",
    "population": "person",
    "mines": "mine",
}


@dataclass(slots=True)
class Draft:
    """A claim in the making; spans are of the block's clean text."""

    sentence: Sentence
    start: int
    end: int
    kind: str
    modality: str
    roles: Roles
    when: When
    figure: Figure | None
    attributed: tuple[str, ...]
    evidence: str
    measure: str | None = None
    scope: str | None = None
    said: When = NOTHING
    clause: int = 0
    words: tuple[str, ...] = field(default_factory=tuple)
    trace: Trace | None = None

    @property
    def unit(self) -> str | None:
        """The figure's unit, or that of things that are always counted in one."""
        if self.figure is None:
            return None
        if self.kind in {"capture", "handover", "control"} and self.figure.unit == "person":
            return "place"
        return self.figure.unit or _NO_DEFAULT_UNIT.get(self.kind)
