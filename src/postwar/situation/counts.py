"""What each claim counts: variable, measure, scope, group, place, day.

What was counted is read from the claim; where it is left out it is taken from the same report's nearest claim on
people, and never guessed across reports unless every report that says it agrees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from postwar.core.case import Case
from postwar.core.claim import Claim
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.evidence import Item
from postwar.situation.gathering import gather
from postwar.situation.measures import (
    KIND_OF,
    PEOPLE_UNITS,
    UNSTATED,
    Count,
    counts_inhabitants,
    measure_of,
    scope_of,
    variable_of,
)
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

HOUSEHOLD_SIZE, HOUSEHOLD_NOISE = 4.0, 0.2  # judgement: persons a household, and its spread on the log scale
_NEAR = 700  # characters within which a report's earlier claim gives what is left out


class Counts:
    """The counts in one case's claims, with what the words leave out filled in from the same report."""

    def __init__(self, case: Case, items: Sequence[Item], sides: Sides, reach: Reach) -> None:
        self._case, self._items, self._sides, self._reach = case, tuple(items), sides, reach

    def all(self) -> tuple[Count, ...]:
        """Every count, oldest first."""
        out: list[Count] = []
        for item in self._items:
            variable = variable_of(item.claim, self._case.ceasefire_on)
            if variable is not None:
                out += self._counts(item, variable)
            if self._has_inhabitants(item):
                out += self._denominator(item)
        return gather(self._fill_groups(out), self._case, self._reach, self._home)

    def _counts(self, item: Item, variable: str) -> list[Count]:
        claim = item.claim
        size = HOUSEHOLD_SIZE if claim.unit == "household" else 100.0 if claim.unit == "km2" else 1.0
        noise = HOUSEHOLD_NOISE if claim.unit == "household" else 0.0
        low, high = (None if v is None or v <= 0 else v * size for v in (claim.low, claim.high))
        if low is None and high is None:
            return []
        if variable == "force_strength":
            return self._strength(item, low, high)
        unit = {"household": "person", "km2": "hectare"}.get(claim.unit or "", claim.unit or "")
        group, place = self._group(item), self._place(item)
        if variable == "population":
            own = [g for g in self.populations(item) if claim.group and not self._touches_home(item, g)]
            if own:  # a group counted where its home is not
                variable, group, place = "away", own[0], self._home(own[0])
            elif not claim.place or not counts_inhabitants(item, self._case.ceasefire_on.year):
                return []
            group = group if claim.group else None
        elif variable in ("dwellings_lost", "hectares_released", "killed"):
            group = None
        measure = measure_of(variable, claim, self._case.ceasefire_on)
        scope, day = scope_of(item, variable), self._day(item)
        return [Count(item, variable, measure, scope, group, place, unit, low, high, day, noise)]

    def _strength(self, item: Item, low: float | None, high: float | None) -> list[Count]:
        """The personnel of a force, in the unit in which the case has it."""
        claim = item.claim
        group, place = self._force(claim)
        if group is None:
            return []
        scope = claim.scope if claim.scope and claim.scope != "in_place" else UNSTATED  # in place by its meaning
        unit = next((f.unit for f in self._case.forces if f.id == group and f.unit), claim.unit or "")
        measure = measure_of("force_strength", claim, self._case.ceasefire_on)
        return [Count(item, "force_strength", measure, scope, group, place, unit, low, high, self._day(item))]

    def _home(self, group_id: str) -> str | None:
        """The home of a group: the one place, or the nearest one that holds all of its homes; no country."""
        group = self._case.group(group_id)
        homes = group.home if group is not None else ()
        if len(homes) == 1:
            return homes[0]
        over = [
            (sum(self._reach.steps(h, p.id) or 0 for h in homes), p.id)
            for p in self._case.places
            if homes and p.kind != "country" and all(self._reach.holds(p.id, h) for h in homes)
        ]
        return min(over)[1] if over else None

    def _touches_home(self, item: Item, group_id: str) -> bool:
        """Whether a claim names a place in, or over, the home of a group; true also where either is not known."""
        group = self._case.group(group_id)
        if group is None or not group.home or not item.claim.place:
            return True
        return any(self._reach.holds(p, h) or self._reach.holds(h, p) for p in item.claim.place for h in group.home)

    @staticmethod
    def _has_inhabitants(item: Item) -> bool:
        """Whether a count is told as a part of those who live somewhere."""
        claim = item.claim
        of_people = claim.kind in ("displacement", "return") and claim.unit in PEOPLE_UNITS
        part = of_people and claim.modality == "happened" and claim.of is not None and claim.of > 0
        return part and bool(cues.LIVING.search(item.sentence)) and not cues.OF_THEM.search(claim.quote)

    def _denominator(self, item: Item) -> list[Count]:
        of = item.claim.of
        return [
            Count(item, "population", "stock", UNSTATED, None, self._place(item), "person", of, of, self._day(item))
        ]

    @staticmethod
    def _day(item: Item) -> Day:
        """The day that the count speaks of: its own where given, else the day of the saying."""
        claim = item.claim
        if claim.valid_to is not None:
            return min(claim.valid_to, item.report.published_at or claim.valid_to)
        return item.said

    def _force(self, claim: Claim) -> tuple[str | None, str | None]:
        """The force that a strength is of, and the first place of its area."""
        named = [f for f in self._case.forces if f.id in claim.actor]
        named += [
            f
            for f in self._case.forces
            if self._sides.share_party(claim.actor, (f.actor,)) and self._in_area(claim, f.area)
        ]
        return (named[0].id, named[0].area[0] if named[0].area else None) if named else (None, None)

    def _in_area(self, claim: Claim, area: tuple[str, ...]) -> bool:
        return (
            not claim.place
            or not area
            or any(self._reach.holds(p, a) or self._reach.holds(a, p) for p in claim.place for a in area)
        )

    def populations(self, item: Item) -> tuple[str, ...]:
        """The groups that the claim itself names, as group, actor or target."""
        named = (*item.claim.group, *item.claim.actor, *item.claim.target)
        return tuple(dict.fromkeys(g for g in named if self._case.group(g) is not None or self._sides.is_population(g)))

    def _group(self, item: Item) -> str | None:
        named = self.populations(item)
        if named:  # whom the reader names is not exchanged for another group that stands near
            return next((g for g in named if self._fits_home(item, g)), None)
        return self._nearest(
            item,
            lambda c: next(
                (g for g in (*c.group, *c.actor) if self._case.group(g) is not None or self._sides.is_population(g)),
                None,
            ),
        )

    def _fits_home(self, item: Item, group_id: str) -> bool:
        """Whether a group that the quote does not name can be meant: not where another group has its home."""
        group = self._case.group(group_id)
        if group is None or item.claim.kind not in KIND_OF.values() or not item.claim.place or not group.home:
            return True
        named = (
            group.name,
            *group.aliases,
            *(n for a in self._case.actors if a.id == group_id for n in (a.name, *a.aliases)),
        )
        if any(re.search(rf"\b{re.escape(n)}\b", item.words, re.IGNORECASE) for n in named if n):
            return True
        at_home = any(self._reach.holds(p, h) or self._reach.holds(h, p) for p in item.claim.place for h in group.home)
        others = any(p in g.home for g in self._case.groups if g.id != group_id for p in item.claim.place)
        return at_home or not others

    def _place(self, item: Item) -> str | None:
        """Where the figure counts: those who left and those who came back where their home is, not where the buses left
        from or arrived."""
        claim = item.claim
        group_id = self._group(item)
        if group_id is None and claim.kind in KIND_OF.values() and self.populations(item):
            return None  # whom it counts is not clear, so neither is where they are at home
        home = self._home(group_id) if group_id is not None and claim.kind in KIND_OF.values() else None
        places = claim.place
        if home is not None and group_id is not None:
            if not places or not self._touches_home(item, group_id):
                return home
            homes = (home, *(g.home if (g := self._case.group(group_id)) is not None else ()))
            places = tuple(p for p in places if any(self._reach.holds(p, h) or self._reach.holds(h, p) for h in homes))
        if len(places) == 1:
            return places[0]
        if places:
            holder = [p for p in places if all(self._reach.holds(p, q) for q in places)]
            return holder[0] if holder else places[0]
        return self._nearest(item, lambda c: c.place[0] if len(c.place) == 1 else None)

    def _nearest(self, item: Item, pick: Callable[[Claim], str | None]) -> str | None:
        """What the nearest earlier claim on people of the same report says."""
        best: tuple[int, str] | None = None
        for other in self._items:
            c = other.claim
            if (
                c.report != item.claim.report
                or c.kind not in ("displacement", "return", "population")
                or c.id == item.claim.id
            ):
                continue
            distance = item.claim.start - c.start
            found = pick(c)
            if found is not None and 0 <= distance <= _NEAR and (best is None or distance < best[0]):
                best = (distance, found)
        return best[1] if best is not None else None

    def _fill_groups(self, counts: list[Count]) -> list[Count]:
        """A count whose group no words give takes the group that all other counts of the variable and place give, and
        where they are silent the one group of the case whose home the place is."""
        out = []
        for count in counts:
            if count.group is None and count.variable in KIND_OF and not self.populations(count.item):
                said = Counter(
                    c.group for c in counts if c.variable in KIND_OF and c.place == count.place and c.group is not None
                )
                homes = [g.id for g in self._case.groups if count.place is not None and count.place in g.home]
                choice = next(iter(said)) if len(said) == 1 else homes[0] if len(set(homes)) == 1 and not said else None
                count = replace(count, group=choice)
            if count.place is None and count.group is not None:
                count = replace(count, place=self._home(count.group))
            out.append(count)
        return out
