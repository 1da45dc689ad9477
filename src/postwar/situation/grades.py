"""The grade of an item beside that of its source: the Admiralty code, letter and number.

The letter is the source's, A to E; F is *cannot be judged* and is missing, not middling. The number is the item's
credibility, 1 confirmed to 5 improbable, told from what other origins say and from how it was come by, without sight
of the source; 6, *cannot be judged*, is missing too.
"""

from __future__ import annotations

from collections.abc import Sequence

from postwar.situation.evidence import Item

SEEN = ("witnessed", "record")


def credibility(others: int, against: int, evidence: str | None) -> int | None:
    """The number of an item, given how many other independent origins say the same and how many the contrary; None
    where nothing allows to judge it.

    1 confirmed by others and contradicted by none; 2 probably true: more for it than against, or seen by the reporter
    or taken from a record; 3 possibly true: as many for it as against; 4 doubtful: more against it; 5 improbable:
    nobody else says it, and more than one origin the contrary.

    >>> credibility(2, 0, None), credibility(0, 1, None), credibility(0, 0, "stated")
    (1, 4, None)
    """
    said = others + (evidence in SEEN)
    if against == 0:
        return 1 if others else 2 if said else None
    if said > against:
        return 2
    if said == against:
        return 3
    return 4 if said or against == 1 else 5


def grade_of(item: Item, alike: Sequence[Item], contrary: Sequence[Item], hide_letter: bool = False) -> str:
    """Letter and number of one claim among those on its side and on the other; what is missing is left out."""
    others = {i.origin for i in alike} - {item.origin}
    against = {i.origin for i in contrary} - {item.origin}
    number = credibility(len(others), len(against), item.claim.evidence)
    letter = "" if hide_letter or item.reliability == "F" else item.reliability
    return f"{letter}{'' if number is None else number}"
