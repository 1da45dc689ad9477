"""What one claim measures: which variable, in which scope, as a stock, a flow or a running total."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from postwar.core.claim import Claim
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.evidence import Item
from postwar.situation.reconcile import SOURCE_NOISE, Observation

UNSTATED = "unspecified"
PEOPLE_UNITS = ("person", "household")
TROOP_UNITS = ("soldier", "police", "person")
KIND_OF = {"displaced": "displacement", "back_in_region": "return", "back_home": "return"}
_NOISE = {"A": 0.02, "B": 0.03, "C": 0.05, "D": 0.1, "E": 0.2}  # judgement, by the Admiralty letter of the source
BOUND_NOISE = 0.01  # judgement: who says "more than" has counted past that number
RANGE_NOISE = 0.04  # judgement: who gives a range says that it is not known better, whatever the grade
_HOW_SURE = ("verified", "confirmed", "in_place")  # say how a count was made, not what it counts
_START = dt.timedelta(days=31)  # an interval that begins within a month of the ceasefire counts from the start
_SAME_FIGURE = re.compile(r"(?:He|She|It|They|The (?:figure|count|total|number|data))\b")


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
    episode: int = 0  # of a group that left its homes more than once, which time
    note: str = ""  # what was taken for what

    @property
    def key(self) -> tuple[str, str, str, str, str, int]:
        """What may be fused with what: variable, measure, scope, group, place and episode."""
        return self.variable, self.measure, self.scope, self.group or "", self.place or "", self.episode

    @property
    def wording(self) -> str:
        """The wording of the figure as a likelihood knows it."""
        bound = self.item.claim.bound or "exact"
        return "nearly" if bound == "about" and cues.NEARLY.search(self.item.claim.quote) else bound

    def observation(self, source_noise: float | None = None) -> Observation:
        """The count as an observation of the hidden path; ``source_noise`` where more is known of its origin than the
        grade."""
        noise = noise_of(self.item.reliability) if source_noise is None else source_noise
        if self.wording in ("at_least", "at_most"):
            noise = min(noise, BOUND_NOISE)
        elif self.wording == "between":
            noise = max(noise, RANGE_NOISE)
        noise += self.extra_noise
        return Observation(self.day, self.wording, self.low, self.high, self.item.origin, noise)


def noise_of(letter: str) -> float:
    """The noise of a source on the log scale, by its Admiralty letter; F, cannot be judged, is that of no grade.

    >>> noise_of("A"), noise_of("F")
    (0.02, 0.05)
    """
    return _NOISE.get(letter, SOURCE_NOISE)


def variable_of(claim: Claim, ceasefire_on: Day) -> str | None:
    """The variable that a claim counts; None where it counts none of them, or nothing that happened."""
    if claim.modality != "happened" or (claim.low is None and claim.high is None) or claim.unit == "share":
        return None
    kind, unit, quote = claim.kind, claim.unit, claim.quote
    if kind == "displacement" and unit in PEOPLE_UNITS:
        return "away" if claim.measure == "stock" and cues.STILL_AWAY.search(quote) else "displaced"
    if kind == "return" and unit in PEOPLE_UNITS:
        return "back_home" if cues.OWN_HOME.search(quote) or claim.scope == "own_home" else "back_in_region"
    if kind == "population" and unit in PEOPLE_UNITS and not cues.PER_DAY.search(quote):
        return "population"
    if kind == "deployment" and unit in TROOP_UNITS:
        return "force_strength"
    if kind == "casualty" and unit in TROOP_UNITS and cues.KILLED.search(quote):
        begins = claim.valid_from or claim.valid_to
        since = begins is not None and begins >= ceasefire_on
        return "killed" if since or (begins is None and cues.SINCE_THE_END.search(quote)) else None
    if kind == "housing" and unit == "dwelling" and cues.DESTROYED.search(quote):
        return "dwellings_lost"
    if kind == "mines" and unit in ("hectare", "km2") and cues.RELEASED.search(quote):
        return "hectares_released"
    return None


def counts_inhabitants(item: Item, year: int) -> bool:
    """Whether a population claim counts who lives somewhere now: its words speak of living there, and of no time before
    ``year``."""
    quote = item.claim.quote
    now = not cues.LIVED_BEFORE.search(item.sentence) and not cues.speaks_of_the_past(item.sentence, year)
    return now and bool(cues.LIVING.search(quote))


def scope_of(item: Item, variable: str) -> str:
    """What exactly is counted: as the reader noted it, else by the words of the quote, its sentence or the one that
    goes on about the same figure; else unspecified.

    A reader's note that only says how the count was made (*verified*) is no scope."""
    claim = item.claim
    if variable == "killed":
        return "mines" if cues.MINES.search(item.sentence) else UNSTATED
    if variable == "displaced" and cues.ARRIVED.search(claim.quote):
        return "arrivals"
    if claim.scope and claim.scope not in _HOW_SURE:
        return claim.scope
    for scope, cue in (
        ("boardings", cues.BOARDINGS),
        ("registered", cues.REGISTERED),
        ("escorted_bus", cues.PEOPLE_BY_BUS),
    ):
        if cue.search(claim.quote):
            return scope
    if variable in KIND_OF:
        goes_on = item.after if _SAME_FIGURE.match(item.after) else ""
        if cues.ALL_ROUTES.search(item.sentence) or cues.ALL_ROUTES.search(goes_on):
            return "all_routes"
    return UNSTATED


def measure_of(variable: str, claim: Claim, ceasefire_on: Day) -> str:
    """The measure as the reader noted it; else a count tied to one day, or to a while that began later than the truce,
    is that time's own unless its words speak of a total or of the first of all."""
    if variable in ("away", "population", "force_strength"):
        return "flow" if claim.measure == "flow" else "stock"
    if claim.measure:
        return claim.measure
    if cues.PER_DAY.search(claim.quote):
        return "flow"
    if variable != "killed" and (cues.SO_FAR.search(claim.quote) or cues.FIRST_OF_ALL.search(claim.quote)):
        return "cumulative"
    begins, ends = claim.valid_from, claim.valid_to
    if begins is None or ends is None:
        return "cumulative"
    if begins == ends:
        return "flow" if variable == "killed" or claim.bound != "at_least" else "cumulative"
    return "flow" if begins > ceasefire_on + _START else "cumulative"
