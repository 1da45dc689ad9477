"""What each claim counts: variable, measure, scope, group, place, day.

What was counted is read from the claim; where it is left out it is taken from the same report's nearest claim on
people, and never guessed across reports unless every report that says it agrees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from postwar.core.case import Case
from postwar.core.claim import Claim
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.evidence import Item
from postwar.situation.reach import Reach
from postwar.situation.reconcile import SOURCE_NOISE, Observation
from postwar.situation.sides import Sides

UNSTATED = "unspecified"
HOUSEHOLD_SIZE, HOUSEHOLD_NOISE = 4.0, 0.2  # judgement: persons a household, and its spread on the log scale
_NEAR = 700  # characters within which a report's earlier claim gives what is left out
_NOISE = {"A": 0.02, "B": 0.03, "C": 0.05, "D": 0.1, "E": 0.2}  # judgement, by the Admiralty letter of the source
BOUND_NOISE = 0.01  # judgement: who says "more than" has counted past that number
RANGE_NOISE = 0.04  # judgement: who gives a range says that it is not known better, whatever the grade
_PEOPLE = ("person", "household")
_TROOPS = ("soldier", "police", "person")
KIND_OF = {"displaced": "displacement", "back_in_region": "return", "back_home": "return"}


@dataclass(frozen=True, slots=True)
class Count:
    """One claim as a count of one variable in one scope."""

    item: Item
    variable: str
    measure: str
    scope: str
    group: str | None
    place: str | None
    unit: str
    low: float | None
    high: float | None
    day: Day
    extra_noise: float = 0.0

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What may be fused with what: variable, measure, scope, group and place."""
        return self.variable, self.measure, self.scope, self.group or "", self.place or ""

    @property
    def wording(self) -> str:
        """The wording of the figure as a likelihood knows it."""
        bound = self.item.claim.bound or "exact"
        return "nearly" if bound == "about" and cues.NEARLY.search(self.item.claim.quote) else bound

    def observation(self) -> Observation:
        """The count as an observation of the hidden path."""
        noise = _NOISE.get(self.item.reliability, SOURCE_NOISE)
        if self.wording in ("at_least", "at_most"):
            noise = min(noise, BOUND_NOISE)
        elif self.wording == "between":
            noise = max(noise, RANGE_NOISE)
        noise += self.extra_noise
        return Observation(self.day, self.wording, self.low, self.high, self.item.origin, noise)


def variable_of(claim: Claim, ceasefire_on: Day) -> str | None:
    """The variable that a claim counts; None where it counts none of them, or nothing that happened."""
    if claim.modality != "happened" or (claim.low is None and claim.high is None) or claim.unit == "share":
        return None
    kind, unit, quote = claim.kind, claim.unit, claim.quote
    if kind == "displacement" and unit in _PEOPLE:
        return "displaced"
    if kind == "return" and unit in _PEOPLE:
        return "back_home" if cues.OWN_HOME.search(quote) or claim.scope == "own_home" else "back_in_region"
    if kind == "population" and unit in _PEOPLE and not cues.PER_DAY.search(quote):
        return "population"
    if kind == "deployment" and unit in _TROOPS:
        return "force_strength"
    if kind == "casualty" and unit in _TROOPS and cues.KILLED.search(quote):
        begins = claim.valid_from or claim.valid_to
        return "killed" if begins is not None and begins >= ceasefire_on else None
    if kind == "housing" and unit == "dwelling" and cues.DESTROYED.search(quote):
        return "dwellings_lost"
    if kind == "mines" and unit in ("hectare", "km2") and cues.RELEASED.search(quote):
        return "hectares_released"
    return None


def scope_of(claim: Claim) -> str:
    """What exactly is counted: as the reader noted it, else by the words of the quote, else unspecified."""
    if claim.scope:
        return claim.scope
    for scope, cue in (
        ("boardings", cues.BOARDINGS),
        ("registered", cues.REGISTERED),
        ("escorted_bus", cues.PEOPLE_BY_BUS),
    ):
        if cue.search(claim.quote):
            return scope
    return UNSTATED


def _measure_of(variable: str, claim: Claim) -> str:
    """The measure as the reader noted it; else a count tied to one day, without words of a total, is that day's own."""
    if claim.measure:
        return claim.measure
    if variable in ("population", "force_strength"):
        return "stock"
    if cues.PER_DAY.search(claim.quote):
        return "flow"
    one_day = claim.valid_from is not None and claim.valid_from == claim.valid_to
    if one_day and (variable == "killed" or (claim.bound != "at_least" and not cues.SO_FAR.search(claim.quote))):
        return "flow"
    return "cumulative"


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
            if (
                item.claim.of is not None
                and item.claim.modality == "happened"
                and item.claim.unit in _PEOPLE
                and item.claim.kind in ("displacement", "return")
                and item.claim.of > 0
            ):
                out += self._denominator(item)
        return self._fill_groups(out)

    def _counts(self, item: Item, variable: str) -> list[Count]:
        claim = item.claim
        size = HOUSEHOLD_SIZE if claim.unit == "household" else 100.0 if claim.unit == "km2" else 1.0
        noise = HOUSEHOLD_NOISE if claim.unit == "household" else 0.0
        low, high = (None if v is None or v <= 0 else v * size for v in (claim.low, claim.high))
        if low is None and high is None:
            return []
        unit = {"household": "person", "km2": "hectare"}.get(claim.unit or "", claim.unit or "")
        group, place = self._force(claim) if variable == "force_strength" else (self._group(item), self._place(item))
        if variable == "force_strength" and group is None:
            return []
        if variable in ("population", "dwellings_lost", "hectares_released", "killed"):
            group = group if variable == "population" and claim.group else None
        scope = scope_of(claim)
        if variable == "force_strength":  # by its meaning the personnel in place
            scope = UNSTATED if scope == "in_place" else scope
            unit = next((f.unit for f in self._case.forces if f.id == group and f.unit), unit)
        return [
            Count(
                item,
                variable,
                _measure_of(variable, claim),
                scope,
                group,
                place,
                unit,
                low,
                high,
                self._day(item),
                noise,
            )
        ]

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
        own = [g for g in self.populations(item) if self._fits_home(item, g)]
        if own:
            return own[0]
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
        """Where the figure counts: a return where the home is, not where the buses left from."""
        claim = item.claim
        group = self._case.group(self._group(item) or "")
        places = claim.place
        if claim.kind == "return" and group is not None and len(group.home) == 1:
            home = group.home[0]
            places = tuple(p for p in places if self._reach.holds(p, home) or self._reach.holds(home, p)) or group.home
        if len(places) == 1:
            return places[0]
        if places:
            holder = [p for p in places if all(self._reach.holds(p, q) for q in places)]
            return holder[0] if holder else places[0]
        if group is not None and len(group.home) == 1 and claim.kind in KIND_OF.values():
            return group.home[0]
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

    def _fill_groups(self, counts: list[Count]) -> tuple[Count, ...]:
        """A count whose group no words give takes the group that all other counts of the variable and place give, and
        where they are silent the one group of the case whose home the place is."""
        out = []
        for count in counts:
            if count.group is None and count.variable in KIND_OF:
                said = Counter(
                    c.group for c in counts if c.variable in KIND_OF and c.place == count.place and c.group is not None
                )
                homes = [g.id for g in self._case.groups if count.place is not None and count.place in g.home]
                choice = next(iter(said)) if len(said) == 1 else homes[0] if len(set(homes)) == 1 and not said else None
                count = replace(count, group=choice)
            if count.place is None and count.group is not None:
                group = self._case.group(count.group)
                if group is not None and len(group.home) == 1:
                    count = replace(count, place=group.home[0])
            out.append(count)
        return tuple(out)
