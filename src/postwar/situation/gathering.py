"""Which counts belong together though their words differ: the scope that a source leaves out, the town that stands for
the region, and the times at which a group left its homes.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from postwar.core.case import Case
from postwar.core.time import Day
from postwar.situation.measures import KIND_OF, UNSTATED, Count
from postwar.situation.reach import Reach

_APART = dt.timedelta(days=180)  # judgement: people who leave half a year after the last count leave another time
_SAME = 0.15  # judgement: an undated number this near to an earlier one restates it


def gather(
    counts: Sequence[Count], case: Case, reach: Reach, home_of: Callable[[str], str | None]
) -> tuple[Count, ...]:
    """The counts with scope, episode and place settled, oldest saying first."""
    settled = _with_episodes(_with_scopes(counts))
    return _at_home(settled, case, reach, home_of)


def _with_scopes(counts: Sequence[Count]) -> list[Count]:
    """A source that says more than once what it counts, and nothing else as often, counts so where it does not say."""
    said: dict[tuple[str, str | None, str], Counter[str]] = {}
    for c in counts:
        if c.variable in KIND_OF and c.scope != UNSTATED:
            said.setdefault((c.variable, c.group, c.item.origin), Counter())[c.scope] += 1
    out = []
    for c in counts:
        ranked = said.get((c.variable, c.group, c.item.origin), Counter()).most_common(2)
        clear = ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
        if c.variable in KIND_OF and c.scope == UNSTATED and c.item.claim.attributed_to and clear:
            words = ranked[0][0].replace("_", " ")
            c = replace(c, scope=ranked[0][0], note=f"{words}, as its source says elsewhere")
        out.append(c)
    return out


def _with_episodes(counts: Sequence[Count]) -> list[Count]:
    """Each count of people who left with the time at which they did: a new one begins with a count dated half a year or
    more after the last, or with an undated one that restates no earlier number."""
    leaving = sorted(
        (c for c in counts if c.variable == "displaced" and c.group is not None),
        key=lambda c: (c.group or "", c.day, c.item.claim.id),
    )
    episode: dict[int, int] = {}
    last: dict[str, tuple[Day, int]] = {}
    values: dict[tuple[str, int], list[float]] = {}
    for c in leaving:
        group, n, value = c.group or "", 0, _middle(c)
        if group in last:
            day, n = last[group]
            dated = c.item.claim.valid_from is not None or c.item.claim.valid_to is not None
            old = any(abs(math.log(value / v)) <= _SAME for v in values[group, n])
            if c.day - day > _APART and (dated or not old):
                n += 1
        episode[id(c)] = n
        if group not in last or c.day - last[group][0] <= _APART or n > last[group][1]:
            last[group] = (c.day, n)
        values.setdefault((group, n), []).append(value)
    return [replace(c, episode=episode.get(id(c), 0)) for c in counts]


def _middle(c: Count) -> float:
    ends = [v for v in (c.low, c.high) if v]
    return math.prod(ends) ** (1 / len(ends))


def episode_starts(counts: Iterable[Count]) -> dict[str, Day]:
    """For each group that left its homes again, the first day on which a count of the last time is told."""
    last: dict[str, tuple[int, Day]] = {}
    for c in counts:
        if c.variable == "displaced" and c.group is not None and c.episode:
            n, day = last.get(c.group, (0, c.day))
            if c.episode > n or (c.episode == n and c.day < day):
                last[c.group] = (c.episode, c.day)
    return {group: day for group, (_, day) in sorted(last.items())}


def _at_home(
    counts: Sequence[Count], case: Case, reach: Reach, home_of: Callable[[str], str | None]
) -> tuple[Count, ...]:
    """A running total at the one place in a group's home that is counted stands for the home where nobody counts the
    home itself; so does one that repeats a number given for the home."""
    out = []
    for c in counts:
        home = home_of(c.group) if c.group is not None and c.variable in KIND_OF and c.measure == "cumulative" else None
        if home is None or c.place is None or c.place == home or not reach.holds(home, c.place):
            out.append(c)
            continue
        alike = [o for o in counts if o.key[:4] == c.key[:4] and o.episode == c.episode]
        wide = [o for o in alike if o.place == home]
        inside = {o.place for o in alike if o.place != home and reach.holds(home, o.place or "")}
        repeats = any((o.low, o.high, o.wording) == (c.low, c.high, c.wording) for o in wide)
        if repeats or (not wide and len(inside) == 1):
            c = replace(c, place=home, note=f"counted at {case.name_of(c.place)}, taken for {case.name_of(home)}")
        out.append(c)
    return tuple(out)
