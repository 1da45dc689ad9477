"""Links: what a claim counts, which provision it bears on, and on which precondition it hangs."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.case import Names
from postwar.core.claim import Claim
from postwar.reading.lexicon import word_list
from postwar.reading.mentions import Gazetteer
from postwar.reading.tokens import tokenise

_STOP = word_list("links.stop")
# kinds that may bear on a provision that is read as this kind
_NEAR = {
    "handover": {"handover", "withdrawal", "control", "deadline", "amendment", "capture"},
    "withdrawal": {"withdrawal", "amendment", "deadline"},
    "deployment": {"deployment", "mandate"},
    "mandate": {"mandate", "deployment", "amendment"},
    "guard": {"guard", "incident", "transport", "control"},
    "centre": {"centre", "ambiguity", "amendment"},
    "return": {"return", "displacement"},
    "exchange": {"exchange", "position", "aid"},
    "disarmament": {"disarmament", "amendment", "deadline"},
    "transport": {"transport"},
    "ceasefire": {"ceasefire", "incident"},
    "accord": {"accord", "deadline"},
    "aid": {"aid"},
    "reconstruction": {"reconstruction", "housing", "aid"},
    "mines": {"mines"},
    "housing": {"housing"},
}


def provision_kinds(names: Names, read_kinds: Sequence[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """For each provision the kinds of claim that bear on it, from the kinds its own text is read as."""
    return {pid: frozenset(k for kind in kinds for k in _NEAR.get(kind, {kind})) for pid, kinds in read_kinds}


def link_provisions(
    claim: Claim,
    names: Names,
    gazetteer: Gazetteer,
    kinds: dict[str, frozenset[str]],
    places: dict[str, frozenset[str]],
) -> tuple[str, ...]:
    """The provisions that a claim bears on: kind compatible, no other place, and words or places in common."""
    said = _stems(claim.quote)
    best: list[tuple[float, str]] = []
    for pid, text in names.provisions:
        if claim.kind not in kinds.get(pid, frozenset()):
            continue
        own = places.get(pid, frozenset())
        shared = own & set(claim.place)
        if (
            own
            and claim.place
            and not shared
            and not any(gazetteer.lies_in(p, q) or gazetteer.lies_in(q, p) for p in claim.place for q in own)
        ):
            continue
        common = len(said & _stems(text))
        if not shared and not common and own:
            continue
        best.append((2.0 * len(shared) + 0.5 * common + (0.0 if own else 0.25), pid))
    best.sort(key=lambda x: (-x[0], x[1]))
    return tuple(pid for score, pid in best[:2] if score >= max(0.25, best[0][0] - 0.001)) if best else ()


def _stems(text: str) -> frozenset[str]:
    return frozenset(t.low[:6] for t in tokenise(text) if t.low.isalpha() and t.low not in _STOP and len(t.low) > 3)


def group_of(claim: Claim, names: Names, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The populations that the figure of a claim counts: actors and groups share ids."""
    if claim.unit not in {"person", "household", "share", None} or claim.kind not in {
        "return",
        "displacement",
        "population",
        "casualty",
        "history",
        "aid",
        "incident",
    }:
        return ()
    known = {g.id for g in names.groups}
    ids = [
        a
        for a in (*claim.actor, *claim.target)
        if a in known or (a in gazetteer.actors and gazetteer.actors[a].kind == "population")
    ]
    return tuple(dict.fromkeys(ids))
