"""What the reference implementation does otherwise than its rules say, each by name: reproduced or mended."""

from __future__ import annotations

from dataclasses import dataclass, fields

from postwar.core.errors import AskError


@dataclass(frozen=True, slots=True)
class Quirks:
    """One switch for each documented oddity of FLEE (observed at commit 02cd2cb); True reproduces it.

    - ``doubled_link``: a route with ``forced_redirection`` 1 is laid twice, which doubles its destination's weight.
    - ``first_of_two_ways``: where two routes join the same two places, all travel on the one that is listed first.
    - ``day0_twice``: the day-0 figure of "raw" refugees adds the total to the camps.
    - ``capacity_less_day0``: a camp's capacity is lowered by its people of day 0, who count as occupants as well.
    - ``full_day_again``: who arrives with part of the day left travels a whole further day in what is left.
    - ``dead_link_closing``: closing a single link has no effect.
    - ``end_zero_reopens``: a closing without an end (0) is reopened on day 0.
    - ``last_word``: a link closed by two closings is open again when one of them ends.
    - ``first_intensity``: a change between two intensities above 0 is ignored.
    - ``town_after_conflict``: any place becomes a town when conflict there ends, whatever it was before.
    - ``stale_decay``: spawning on a day uses the decay of the day before, unless conflict changed on that day.
    - ``lost_day``: who is turned back on a journey of several links loses the next day to a route that leads nowhere.
    - ``still_place_is_camp``: a place whose moving chance is below 0.005 counts as a camp in destination weights.
    """

    doubled_link: bool
    first_of_two_ways: bool
    day0_twice: bool
    capacity_less_day0: bool
    full_day_again: bool
    dead_link_closing: bool
    end_zero_reopens: bool
    last_word: bool
    first_intensity: bool
    town_after_conflict: bool
    stale_decay: bool
    lost_day: bool
    still_place_is_camp: bool


def quirks(compat: str) -> Quirks:
    """All quirks for ``"flee"``, none for ``"fixed"``; ``AskError`` for another word.

    >>> quirks("flee").doubled_link, quirks("fixed").doubled_link
    (True, False)
    """
    if compat not in ("flee", "fixed"):
        raise AskError(f"compat is 'flee' (with its quirks) or 'fixed' (mended), not {compat!r}")
    return Quirks(*(compat == "flee" for _ in fields(Quirks)))
