"""Links: which obligations a claim bears on, with the reasons for and against each candidate.

A candidate is an obligation whose act claims of this kind can show or break, or whose provision the reader linked the
claim to. What is chosen is what the verdicts stand on (``bearing``), no second opinion: a claim is linked to an
obligation exactly where it shows something of it. The reasons say why: the kind fits the act; its place is the same,
inside, or elsewhere; its actor is the obligor, the beneficiary, or another; its day lies inside the window; the reader
linked it; and, where all these leave it open, what the words themselves lack. Obligations of one act that a claim
fits by the same reasons, and whose places it does not part, are tied: all of them are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.link import Link, Reason
from postwar.core.time import AsOf, Day
from postwar.situation.acts import act_of
from postwar.situation.bearing import Bearings
from postwar.situation.evidence import Item
from postwar.situation.powers import notices_of
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

_OF_ANY_ACT = frozenset({"access", "amendment", "deadline"})
_PLACE_WORDS = {
    "covers": ("for", "the same, or all of it"),
    "inside": ("for", "inside"),
    "elsewhere": ("against", "elsewhere"),
}


class ObligationLinks:
    """Tells for every claim of the books which obligations it bears on, and why."""

    def __init__(self, case: Case, items: Sequence[Item], as_of: AsOf, due: Mapping[str, Day | None] | None = None
                 ) -> None:
        """``due`` is the last day in force of obligations whose day was moved; of others it is that of the text."""
        known = {p.id for p in case.accord.provisions if p.known_on <= as_of.known}
        self._obligations = [o for o in case.accord.obligations if o.provision in known]
        self._sides, self._signed_on = Sides(case), case.accord.signed_on or case.ceasefire_on
        self._bearings = Bearings(
            items, self._obligations, self._sides, Reach(case), self._signed_on, case.ceasefire_on.year
        )
        self._due = due or {}
        self._notices = {o.id: {i.claim.id for i in notices_of(o, items, self._sides)} for o in self._obligations}

    def of(self, item: Item) -> tuple[Link, ...]:
        """The candidates of a claim in the order of the accord, each with its reasons; none where no act fits."""
        found = [self._link(o, item) for o in self._obligations if self._is_candidate(o, item)]
        tied = _tied([(o, link) for o, link in found if link.holds], item)
        return tuple(
            Link(link.claim, link.to, link.sort, "tied" if link.to in tied else link.state, link.reasons, link.shows)
            for _, link in found
        )

    def to(self, obligation: str, item: Item) -> Link | None:
        """The link of a claim to one obligation; None where it is no candidate."""
        return next((link for link in self.of(item) if link.to == obligation), None)

    def _is_candidate(self, o: Obligation, item: Item) -> bool:
        kind = item.claim.kind
        return o.provision in item.claim.provision or kind in self._kinds(o) or bool(self._shows(o, item))

    def _shows(self, o: Obligation, item: Item) -> list[str]:
        """What a claim shows of an obligation; a notice under its power is shown too."""
        notice = ["notice"] if item.claim.id in self._notices[o.id] else []
        return [*self._bearings.effects(o, item), *notice]

    def _kinds(self, o: Obligation) -> tuple[str, ...]:
        act = act_of(o.act)
        return (*act.done, *act.begun, *act.by_beneficiary, *act.broken)

    def _link(self, o: Obligation, item: Item) -> tuple[Obligation, Link]:
        shows = tuple(self._shows(o, item))
        reasons = [self._kind(o, item), self._place(o, item), self._actor(o, item), self._window(o, item),
                   self._reader(o, item)]
        if not shows and not any(r.stands == "against" for r in reasons):
            reasons.append(Reason("sense", "against", self._bearings.objection(o, item)))
        state = "chosen" if shows else "set aside"
        return o, Link(item.claim.id, o.id, "obligation", state, tuple(reasons), shows)

    def _kind(self, o: Obligation, item: Item) -> Reason:
        act, kind = act_of(o.act), item.claim.kind
        name = o.act.replace("_", " ")
        if kind in act.done or kind in act.by_beneficiary:
            return Reason("kind", "for", f"{kind} can show {name}")
        if kind in act.begun:
            return Reason("kind", "for", f"{kind} can show that {name} began")
        if kind in act.broken:
            return Reason("kind", "for", f"{kind} can break {name}")
        if kind in _OF_ANY_ACT:
            return Reason("kind", "open", f"{kind} can be of any act")
        if self._shows(o, item):  # the end of a stay; a notice; a suspension
            return Reason("kind", "for", f"its words are of {name}")
        return Reason("kind", "against", f"{kind} shows nothing of {name}")

    def _place(self, o: Obligation, item: Item) -> Reason:
        where = self._bearings.place_meets(o, item)
        named = ", ".join(item.claim.place)
        if where == "none":
            return Reason("place", "open", "none named" if o.place else "the text names none")
        stands, how = _PLACE_WORDS[where]
        return Reason("place", stands, f"{named}: {how}")

    def _actor(self, o: Obligation, item: Item) -> Reason:
        acting = [a for a in item.claim.actor if not self._sides.is_population(a)]
        said = ", ".join(item.claim.actor)
        if not acting:
            return Reason("actor", "open", f"people: {said}" if said else "none named")
        if not o.obligor:
            return Reason("actor", "open", f"{said}; the text leaves the obligor open")
        if self._sides.acts_for(acting, o.obligor):
            return Reason("actor", "for", f"{said}: obligor")
        if o.beneficiary and self._sides.meet(acting, o.beneficiary):
            return Reason("actor", "for" if self._shows(o, item) else "open", f"{said}: beneficiary")
        return Reason("actor", "open" if self._shows(o, item) else "against", f"{said}: another")

    def _window(self, o: Obligation, item: Item) -> Reason:
        claim, last = item.claim, self._due.get(o.id) or o.due.by or o.due.before or o.due.continuous_to
        first = o.due.from_ or o.due.continuous_from or self._signed_on
        day = item.day or claim.valid_to or claim.valid_from
        if self._bearings.too_old(item):
            return Reason("window", "against", "of the time before the settlement")
        if day is None:
            return Reason("window", "open", "no day")
        if first is not None and day < first:
            return Reason("window", "open", f"{day} is before {first}")
        if last is not None and day > last:
            return Reason("window", "open", f"{day} is after {last}")
        return Reason("window", "for", f"{day} is inside" + (f", by {last}" if last is not None else ""))

    def _reader(self, o: Obligation, item: Item) -> Reason:
        if o.provision in item.claim.provision:
            return Reason("link", "for", f"its words are of provision {o.provision}")
        others = ", ".join(item.claim.provision)
        return Reason("link", "open", f"its words are of {others}" if others else "its words are of no one provision")


def _tied(held: Sequence[tuple[Obligation, Link]], item: Item) -> frozenset[str]:
    """The obligations of one act that fit by the same reasons and that the places of the claim do not part."""
    alike: dict[tuple[object, ...], list[Obligation]] = defaultdict(list)
    for o, link in held:
        alike[(o.act, link.shows, tuple((r.about, r.stands) for r in link.reasons))].append(o)
    tied = set()
    for group in alike.values():
        met = [set(o.place) & set(item.claim.place) for o in group]
        parted = all(met) and all(not a & b for k, a in enumerate(met) for b in met[k + 1 :])
        if len(group) > 1 and not parted:
            tied |= {o.id for o in group}
    return frozenset(tied)
