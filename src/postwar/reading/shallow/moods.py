"""How far a clause says that a thing is so, by cues; *happened* only where a form of the past or a state says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postwar.reading.shallow.stems import find, folded

SHORT = 3
"""Letters of a particle: it acts on what stands close behind it, a longer word on the whole clause."""
ORDER = ("conditional", "denied", "demanded", "agreed", "planned", "assessed")


def mood(data: Mapping[str, Any], lows: Sequence[str], clause: tuple[int, int], act: tuple[int, int],
         given: str = "") -> str | None:
    """The modality of a kind whose act stands at ``act`` in a clause; ``given`` is the kind's own, if it has one.

    None where nothing says that it happened and nothing that it did not: such a clause makes no claim.
    """
    start, end = clause
    governed = lows[start] in folded(data["parts"]["governed"])
    for name in ORDER:
        if any(name != "denied" or _denies(lows, at, act) for at in _all(data[name]["cues"], lows, start, end)):
            return name
        if governed and any(len(lows[a]) > SHORT for a, _ in _all(data[name]["cues"], lows, 0, start)):
            return name
    if given:
        return given
    if _ahead(data, lows[act[0]:act[1]]):
        return "planned"
    told = data["happened"]
    if _past(told["verb_endings"], lows[act[0]:act[1]]):
        return "happened"
    if find(told["states"], lows, start, end) or find(told["carriers"], lows, start, end):
        return "happened"
    return None


def _all(cues: str, lows: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Every place of a stretch where a cue stands."""
    out = []
    while (at := find(cues, lows, start, end)) is not None:
        out.append(at)
        start = at[0] + 1
    return out


def _denies(lows: Sequence[str], cue: tuple[int, int], act: tuple[int, int]) -> bool:
    """A particle denies what stands close behind it; a verb of denial the whole clause."""
    return len(lows[cue[0]]) > SHORT or 0 <= act[0] - cue[1] <= 2


def _past(endings: str, act: Sequence[str]) -> bool:
    """Whether a word of the act ends as a verb of the past or a short participle does."""
    return any(word.endswith(ending) and len(word) > len(ending) + 2 for word in act for ending in folded(endings))


def _ahead(data: Mapping[str, Any], act: Sequence[str]) -> bool:
    """Whether a word of the act is a future form of one of the verbs that have one."""
    planned = data["planned"]
    return any(find(planned["verbs"], (word,), 0, 1) and any(word.endswith(e) for e in folded(planned["verb_endings"]))
               for word in act)
