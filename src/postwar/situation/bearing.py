"""Which claims bear on an obligation, and how: done, begun, agreed, denied, broken, ended, moved, suspended, or out of
sight.

A claim bears on an obligation when it is of a kind that shows the act (acts.py), reaches its place, and its actor acts
for the obligor, or when its reader linked it to the provision. A link alone never overrides another place, and what
names the place of one obligation shows nothing for a wider one beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postwar.core.accord import Obligation
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.acts import Act, act_of, acts_named
from postwar.situation.amounts import counts_unit
from postwar.situation.evidence import Item
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

_PLACE_BOUND = ("handover", "withdraw")  # acts that a claim without a place cannot show
_PLACE_NEEDED = ("guard", "control", "guarantee", "unblock", "build", "clear")
_ANYWHERE = ("disarm", "exchange", "release", "legislate", "elect", "notify", "renew", "pay")
_ONE_OF_A_KIND = ("decide", "elect", "establish", "legislate")  # where each duty of the act is a thing of its own
_NEED_A_LINK = ("accord", "talks")  # every report of a settlement tells of accords and talks
_SPEAK_FOR_THEMSELVES = (
    "ceasefire",
    "centre",
    "deployment",
    "disarmament",
    "exchange",
    "return",
)  # need no place named
_OF_ITS_PLACE = ("guard", "mines", "reconstruction", "transport")  # what they show is as wide as the place they name
_WIDE = ("country", "region", "zone")
_AHEAD = ("agreed", "planned", "demanded", "conditional")
_STAND_STILL = ("cease_fire", "halt")
_EVENTS = ("access", "capture", "casualty", "incident", "transport")  # what is told of these is no declaration


@dataclass(frozen=True, slots=True)
class Bearing:
    """The claims that bear on one obligation, by what they show. All are in the order of the saying."""

    done: tuple[Item, ...] = ()
    begun: tuple[Item, ...] = ()
    agreed: tuple[Item, ...] = ()
    denied: tuple[Item, ...] = ()
    broken: tuple[Item, ...] = ()
    unbroken: tuple[Item, ...] = ()  # a breach that somebody denies
    ended: tuple[Item, ...] = ()
    moved: tuple[Item, ...] = ()
    unseen: tuple[Item, ...] = ()
    seen: tuple[Item, ...] = ()  # observers had access
    paused: tuple[Item, ...] = ()  # somebody declares that he suspends it
    resumed: tuple[Item, ...] = ()


class Bearings:
    """Sorts the claims of one case onto its obligations."""

    def __init__(
        self,
        items: Sequence[Item],
        obligations: Sequence[Obligation],
        sides: Sides,
        reach: Reach,
        signed_on: Day | None,
        year: int,
    ) -> None:
        self._items, self._all, self._sides, self._reach = tuple(items), tuple(obligations), sides, reach
        self._signed_on, self._year = signed_on, year

    def of(self, o: Obligation) -> Bearing:
        """The claims that bear on ``o``."""
        act = act_of(o.act)
        found: dict[str, list[Item]] = {}
        for item in self._items:
            for effect in self._effects(o, act, item):
                found.setdefault(effect, []).append(item)
        return Bearing(**{name: tuple(items) for name, items in found.items()})

    def effects(self, o: Obligation, item: Item) -> list[str]:
        """What a claim shows of ``o``: names of the fields of :class:`Bearing`; none where it does not bear on it."""
        return self._effects(o, act_of(o.act), item)

    def too_old(self, item: Item) -> bool:
        """Whether a claim is of the time before the accord: by its days, else by its words."""
        return self._too_old(item)

    def objection(self, o: Obligation, item: Item) -> str:
        """Why a claim whose kind, place, actor and day leave it open shows nothing of ``o`` all the same."""
        if self._of_another(o, item):
            return "it names the place of another obligation that it can show"
        if self._counts_another(o, item):
            return "it counts what another obligation names"
        if self._founds_another(o, item):
            return "it speaks of what another obligation founds"
        if item.claim.kind in _NEED_A_LINK:
            return f"{item.claim.kind} is told everywhere: it needs words of the provision"
        if not item.claim.place and o.place:
            return "it names no place, and its words no more than its kind"
        if item.claim.modality not in (*_AHEAD, "happened", "denied"):
            return f"it is no report of what was done ({item.claim.modality})"
        return "its words show neither the act nor its breach"

    def covered(self, o: Obligation, items: Iterable[Item]) -> dict[str, list[Item]]:
        """For each place of the obligation the claims that reach it; under "" all claims where it names no place, or is
        done wherever it is done (weapons, prisoners, laws, money)."""
        listed = list(items)
        if not o.place or o.act in _ANYWHERE:
            return {"": listed}
        return {
            p: [i for i in listed if any(self._reach.reaches(n, p, o.except_) is not None for n in i.claim.place)]
            for p in o.place
        }

    def place_meets(self, o: Obligation, item: Item) -> str:
        """``covers`` (all of a place of the obligation), ``inside`` (part of one), ``none`` given, or ``elsewhere``."""
        if not item.claim.place or not o.place:
            return "none"
        if any(self._reach.reaches(n, p, o.except_) is not None for n in item.claim.place for p in o.place):
            return "covers"
        inside = [n for n in item.claim.place if any(self._reach.holds(p, n) for p in o.place)]
        if any(not any(self._reach.holds(e, n) for e in o.except_) for n in inside):
            return "inside"
        return "elsewhere"

    def counted(self, o: Obligation, items: Iterable[Item]) -> tuple[Item, ...]:
        """The claims whose figures count towards the quantity: where the obligation says by whose count it goes, those
        in which they act (*the mission accepted*), or which they tell without saying who acts."""
        if not o.counted_by:
            return tuple(items)
        return tuple(
            i for i in items
            if self._sides.acts_for([a for a in i.claim.actor if not self._sides.is_population(a)]
                                    or i.claim.attributed_to, o.counted_by)
        )

    def own_word(self, o: Obligation, items: Iterable[Item]) -> bool:
        """Whether nobody says some claims but the side that owes the duty."""
        listed = list(items)
        return bool(listed) and all(
            not i.own_voice and self._sides.meet(i.claim.attributed_to, o.obligor) for i in listed
        )

    def _effects(self, o: Obligation, act: Act, item: Item) -> list[str]:
        claim, where = item.claim, self.place_meets(o, item)
        linked = o.provision in claim.provision
        declared = self._declares(o, item)
        if declared == "paused":
            return [declared]
        if claim.kind == "amendment":
            return [declared] if declared else ["moved"] if self._amends(o, item) else []
        if claim.kind == "deadline" and self._is_new_day(o, item):
            return ["moved"]
        if claim.kind == "access":
            return [self._sight(item)] if where in ("covers", "inside") or linked else []
        shown = self._shows(o, act, item, where, linked)
        return [declared, *shown] if declared else shown

    def _sight(self, item: Item) -> str:
        """What a claim on access says: that observers could see, or could not; of what is ahead, neither."""
        claim = item.claim
        if claim.modality == "denied" or (claim.modality == "happened" and cues.NO_ACCESS.search(claim.quote)):
            return "unseen"
        return "seen" if claim.modality == "happened" else "agreed"

    def _declares(self, o: Obligation, item: Item) -> str:
        """Whether a claim tells that somebody suspends the duty, or takes it up again; empty where neither."""
        claim = item.claim
        if claim.modality != "happened" or claim.kind in _EVENTS:
            return ""
        if not (cues.SUSPENDED.search(claim.quote) or cues.RESUMED.search(claim.quote)):
            return ""
        if o.provision not in claim.provision and not self._fits_amendment(o, item):
            return ""
        if cues.SUSPENDED.search(claim.quote) and not cues.WAR_SUSPENDED.search(claim.quote):
            return "resumed" if cues.LIFTED.search(claim.quote) else "paused"
        return "resumed" if cues.RESUMED.search(claim.quote) else ""

    def _shows(self, o: Obligation, act: Act, item: Item, where: str, linked: bool) -> list[str]:
        claim = item.claim
        if self._is_breach(o, act, item, where, linked):
            return ["unbroken" if claim.modality == "denied" else "broken"]
        if not self._belongs(o, act, item, where, linked):
            return []
        return self._acted(o, act, item, where)

    def _amends(self, o: Obligation, item: Item) -> bool:
        """Whether an amendment speaks of ``o``: its words name the act, and its place is the obligation's own.

        Words that name no act, or no place, need a link to the provision, and no second obligation that they fit as
        well. A duty that goes on is amended only by words that name it."""
        claim = item.claim
        if claim.modality not in ("agreed", "happened") or not self._fits_amendment(o, item):
            return False
        return bool(claim.place) or sum(self._fits_amendment(other, item) for other in self._all) == 1

    def _is_new_day(self, o: Obligation, item: Item) -> bool:
        """Whether a deadline is the new day of an amendment that its sentence tells of (*put off … to the 25th*)."""
        if item.claim.modality != "agreed" or item.claim.valid_to is None:
            return False
        return any(
            i.claim.kind == "amendment"
            and i.claim.report == item.claim.report
            and i.sentence == item.sentence
            and self._amends(o, i)
            for i in self._items
        )

    def _fits_amendment(self, o: Obligation, item: Item) -> bool:
        claim = item.claim
        linked = o.provision in claim.provision
        named = acts_named(claim.quote) or acts_named(item.sentence)
        if named and o.act not in named:
            return False
        if not named and (not linked or act_of(o.act).lasting):
            return False
        if not claim.place or not o.place:
            return linked
        return any(n == p or (self._reach.holds(p, n) and not self._is_wide(p)) for n in claim.place for p in o.place)

    def _is_wide(self, place_id: str) -> bool:
        return self._reach.kind(place_id) in _WIDE

    def _of_another(self, o: Obligation, item: Item) -> bool:
        """Whether the claim names the very place of another obligation that it can show, and no place of this one."""
        claim = item.claim
        if claim.kind not in _OF_ITS_PLACE or set(claim.place) & set(o.place) or o.provision in claim.provision:
            return False
        return any(
            set(claim.place) & set(other.place) and claim.kind in (*act.done, *act.begun, *act.broken)
            for other in self._all
            if other.id != o.id
            for act in (act_of(other.act),)
        )

    def _counts_another(self, o: Obligation, item: Item) -> bool:
        """Whether a claim counts what another obligation of the same act names (weapons, and not fighters; police, and
        not soldiers), or tells of somebody whom another one names and this one does not."""
        others = [c for c in self._all if c.id != o.id and c.act == o.act]
        acting = {a for a in item.claim.actor if not self._sides.is_population(a)}
        named = acting & {a for c in others for a in c.obligor}
        answering = acting | {self._sides.principal(a) for a in named}
        if named and o.obligor and not answering & {*o.obligor, *o.counted_by}:
            return True
        unit = item.claim.unit
        if unit is None or o.unit is None or unit == o.unit:
            return False
        if counts_unit(unit, o.unit):
            return any(c.unit == unit for c in others)
        return any(c.unit and counts_unit(unit, c.unit) for c in others)

    def _founds_another(self, o: Obligation, item: Item) -> bool:
        """Whether a claim that something was founded, passed or elected speaks of another thing than ``o`` does: its
        words are of another provision of the same act."""
        if o.act not in _ONE_OF_A_KIND or o.provision in item.claim.provision:
            return False
        return any(c.act == o.act and c.provision in item.claim.provision for c in self._all)

    def _belongs(self, o: Obligation, act: Act, item: Item, where: str, linked: bool) -> bool:
        claim = item.claim
        kinds = (*act.done, *act.begun, *act.by_beneficiary, *(("withdrawal",) if o.act == "stay" else ()))
        dated = claim.valid_to is not None or claim.valid_from is not None
        deadline = claim.kind == "deadline" and dated and where in ("covers", "none") and linked
        if claim.kind not in kinds and not deadline:
            return False
        if self._of_another(o, item) or self._counts_another(o, item) or self._founds_another(o, item):
            return False
        if where == "elsewhere" and not (linked and o.act not in (*_PLACE_BOUND, *_PLACE_NEEDED)):
            return False
        if where == "none" and o.place and (o.act == "handover" or (o.act in _PLACE_NEEDED and not linked)):
            return False
        if claim.kind in _NEED_A_LINK and not linked:
            return False
        acting = [a for a in claim.actor if not self._sides.is_population(a)]
        if o.act == "handover" and claim.kind == "withdrawal":  # of the giving side
            fits = not acting or not self._sides.meet(acting, o.beneficiary)
        elif o.act == "handover":
            fits = not acting or not o.obligor or self._sides.meet(acting, (*o.obligor, *o.beneficiary))
        else:
            doers = (*o.obligor, *o.counted_by)  # whose count it goes by tells of the doing too
            fits = not acting or not o.obligor or self._sides.acts_for(acting, doers)
        if not fits:
            return False
        own = bool(o.obligor) and self._sides.acts_for(acting, (*o.obligor, *o.counted_by))
        if where in ("covers", "inside") or linked or own:
            return True
        unsaid = not acting or not o.obligor  # the words leave open who, the text leaves open who
        return (
            claim.kind in _SPEAK_FOR_THEMSELVES and where == "none" and unsaid and (not o.place or not claim.provision)
        )

    def _acted(self, o: Obligation, act: Act, item: Item, where: str) -> list[str]:
        claim = item.claim
        if o.act == "halt" and not cues.POSITIONS.search(claim.quote):
            return []  # that the fighting stopped does not say that everybody stayed where he was
        if o.act == "disarm" and cues.REJECTED.search(claim.quote):
            return []  # what was brought and not accepted
        if claim.modality == "denied":  # what will not be, or is not in the text, says nothing of what was done
            aside = cues.WILL_NOT.search(claim.quote) or cues.IN_THE_TEXT.search(claim.quote)
            return [] if aside else ["denied"]
        if claim.modality in _AHEAD:
            return ["agreed"]
        if claim.modality != "happened" or claim.kind == "deadline" or self._too_old(item):
            return []
        if claim.kind == "transport" and cues.CLOSED.search(claim.quote) and not cues.OPENED.search(claim.quote):
            return []
        if o.act in ("unblock", "guarantee") and claim.kind == "transport" and not cues.OPENED.search(claim.quote):
            return []
        if o.act == "stay" and claim.kind == "withdrawal":
            return ["ended"] if not cues.ONGOING.search(claim.quote) else ["begun"]
        if o.act == "notify" and not cues.NOTICE.search(claim.quote):
            return []
        if o.act == "legislate" and o.act not in acts_named(claim.quote):
            return []  # an accord that is signed is no law
        if o.act in ("exchange", "release") and cues.STILL_HELD.search(claim.quote):
            return ["denied"]
        if claim.kind == "centre" and cues.ON_PAPER.search(claim.quote) and not cues.OPENED.search(claim.quote):
            return ["begun"]
        if claim.kind in act.by_beneficiary:
            ours = bool(o.beneficiary) and self._sides.share_party(claim.actor, o.beneficiary)
            return ["done"] if ours and where == "covers" and not cues.PARTITIVE.search(claim.quote) else []
        if claim.kind in act.begun:
            return ["begun"]
        if o.act in _PLACE_BOUND and (where == "inside" or cues.PARTITIVE.search(claim.quote)):
            return ["begun"]
        if o.act == "handover" and not self._received(o, item):
            return []
        return ["done"]

    def _received(self, o: Obligation, item: Item) -> bool:
        """False only where the receiving side is said to give the place to somebody else."""
        takers = [a for a in item.claim.target if not self._sides.is_population(a)]
        if (
            not takers
            or not o.beneficiary
            or self._sides.meet(takers, o.beneficiary)
            or cues.TAKEOVER.search(item.claim.quote)
        ):
            return True
        return not self._sides.meet(item.claim.actor, o.beneficiary)

    def _is_breach(self, o: Obligation, act: Act, item: Item, where: str, linked: bool) -> bool:
        claim = item.claim
        if claim.modality not in ("happened", "denied") or self._too_old(item) or where == "elsewhere":
            return False
        if claim.kind == "ceasefire" and (not cues.BREACH.search(claim.quote) or cues.NOT_SO.search(claim.quote)):
            return False
        casualty = claim.kind == "casualty" and "incident" in act.broken and o.act in _STAND_STILL
        if claim.kind not in act.broken and not casualty:
            return False
        if cues.MINES.search(item.sentence) or (casualty and not cues.UNDER_FIRE.search(claim.quote)):
            return False
        if claim.kind == "capture":  # one without a day can belong to the fighting before
            return (
                claim.valid_from is not None
                and where != "none"
                and (self._signed_on is None or claim.valid_from > self._signed_on)
            )
        if claim.kind == "ceasefire":
            return where != "none" or linked or not claim.place
        if o.act in _STAND_STILL:
            return bool(cues.ATTACK.search(claim.quote)) and (
                where != "none" or linked or not o.place or not claim.place
            )
        if where == "none" and not linked:
            return False
        return bool(cues.CLOSED.search(claim.quote)) and not cues.OPENED.search(claim.quote)

    def _too_old(self, item: Item) -> bool:
        claim = item.claim
        ends = claim.valid_to or claim.valid_from
        if ends is not None:
            return self._signed_on is not None and ends < self._signed_on
        return cues.speaks_of_the_past(claim.quote, self._year)
