"""Links: which provisions a claim speaks of, with the reasons for and against each, and whom its figure counts.

A provision is a candidate where the claim's kind is what the clause is about, or near to it. For each candidate stand
the reasons: kind, place, actor, window, figure, words. One that speaks against it at a point that the clause states
(another place, another doer, a place that it leaves out) sets it aside; of the others the one with most for it is
chosen, for each place that the claim names; what fits equally well is kept as tied. A candidate of a kind that is only
near, or whose clause names a place or a doer that the claim does not, needs one more reason than its kind; of a kind
that is only near, who acts is no such reason, unless it tells of a term or of a mission; nor is it where the clause
names both sides.
Weights: the same place 4, one inside 3, a named doer 2, a kind of doer 1, its day 1, the same number 2, the same unit
1, each word in common 1 (at most 2), the same kind 2. Judgement: places tell clauses apart better than words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.case import Names
from postwar.core.claim import Claim, quoted_words
from postwar.core.link import Link, Reason
from postwar.core.time import Day
from postwar.reading.lexicon import Lexicon
from postwar.reading.mentions import Gazetteer
from postwar.reading.provisions import TIME_UNITS, Clause, lies, link_words, terms_of
from postwar.reading.tokens import Token, tokenise

_MOST_WORDS = 2
_OF_A_TERM = frozenset({"amendment", "deadline"})
_BY_ACTOR = frozenset({"amendment", "deadline", "deployment", "mandate"})  # only near, these can rest on who acts
_HEADS = frozenset({"person", "soldier", "police"})


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate with its reasons, what stands for it, and the places of the claim that it meets ("" for none)."""

    clause: Clause
    reasons: tuple[Reason, ...]
    weight: int
    fits: bool
    meets: frozenset[str]

    @property
    def barred(self) -> bool:
        """Whether a reason speaks against it."""
        return any(r.stands == "against" for r in self.reasons)


class Linker:
    """Links the claims of a case's reports to the provisions of its accord."""

    def __init__(self, clauses: Sequence[Clause], gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.clauses, self.gazetteer, self.lexicon = tuple(clauses), gazetteer, lexicon
        self._words = link_words(lexicon.language)

    def links(self, claim: Claim, form: str = "") -> tuple[Link, ...]:
        """Every candidate of a claim in the order of the accord, with its reasons; ``form`` is that of its report."""
        if not any(self._kind_fits(claim.kind, c) for c in self.clauses):
            return ()
        tokens = tokenise(quoted_words(claim.quote, form))
        said = terms_of(tokens, self.lexicon, self._words)
        acts = self._acts(tokens) if claim.kind in _OF_A_TERM else frozenset()
        weighed = [self._weigh(claim, c, said, acts) for c in self.clauses if self._kind_fits(claim.kind, c)]
        best = self._best(claim, weighed)
        beaten = Reason("sense", "against", f"{', '.join(sorted(best))} fits more" if best else "no more than its kind")
        state = "chosen" if len(best) == 1 or self._parted(claim, weighed, best) else "tied"
        return tuple(
            Link(claim.id, w.clause.id, "provision", state, w.reasons)
            if w.clause.id in best
            else Link(claim.id, w.clause.id, "provision", "set aside", w.reasons if w.barred else (*w.reasons, beaten))
            for w in weighed
        )

    def _acts(self, tokens: Sequence[Token]) -> frozenset[str]:
        """The kinds of act that words of a term name."""
        low = {t.low for t in tokens}
        return frozenset(kind for kind, nouns in self._words.act.items() if nouns & low)

    def _kind_fits(self, kind: str, clause: Clause) -> bool:
        return kind in clause.kinds or any(kind in self._words.near.get(k, ()) for k in clause.kinds)

    def _best(self, claim: Claim, weighed: Sequence[_Weighed]) -> frozenset[str]:
        """For each place of the claim the candidates with most for them; without a place that one meets, over all."""
        fitting = [w for w in weighed if w.fits]
        found: set[str] = set()
        met = [p for p in claim.place if any(p in w.meets for w in fitting)]
        for place in met or [""]:
            pool = [w for w in fitting if not place or place in w.meets]
            most = max((w.weight for w in pool), default=0)
            found |= {w.clause.id for w in pool if w.weight == most}
        return frozenset(found)

    def _parted(self, claim: Claim, weighed: Sequence[_Weighed], best: frozenset[str]) -> bool:
        """Whether several are chosen because each meets a place of its own: no tie, an act at several places."""
        held = [w for w in weighed if w.clause.id in best]
        places = [w.meets & set(claim.place) for w in held]
        return all(places) and all(not a & b for k, a in enumerate(places) for b in places[k + 1 :])

    def _weigh(self, claim: Claim, clause: Clause, said: frozenset[str], acts: frozenset[str]) -> _Weighed:
        same = claim.kind in clause.kinds or bool(acts & clause.kinds)
        kind = _kind(claim, clause, acts)
        place, meets, at = self._place(claim, clause)
        actor, by = self._actor(claim, clause)
        window, on = self._window(claim, clause)
        figure, counted = _figure(claim, clause)
        common = sorted(said & clause.terms)
        words = Reason("words", "for" if common else "open", ", ".join(common) or "none in common")
        reasons = (kind, place, actor, window, figure, words)
        weight = at + by + on + counted + min(len(common), _MOST_WORDS)
        another = bool(clause.actors and claim.actor) and actor.stands != "for"
        needed = not same or bool(clause.places and not meets) or another
        enough = weight if same or claim.kind in _BY_ACTOR else weight - by
        barred = any(r.stands == "against" for r in reasons)
        unplaced = bool(clause.places) and not meets and claim.kind in self._words.placed
        fits = not barred and (enough > 0 or not needed) and not unplaced
        if unplaced and not barred:
            reasons = (kind, Reason("place", "against", "the claim does not name the clause's place"), *reasons[2:])
        return _Weighed(clause, reasons, weight + 2 * same, fits, meets)

    def _place(self, claim: Claim, clause: Clause) -> tuple[Reason, frozenset[str], int]:
        """The reason by place, the claim's places that meet the clause's, and their weight."""
        if not claim.place or not clause.places:
            left = [p for p in claim.place if lies(self.gazetteer, p, clause.left_out) in ("same", "inside")]
            if left:
                return Reason("place", "against", f"the clause leaves {', '.join(left)} out"), frozenset(), 0
            return Reason("place", "open", "none named" if not claim.place else "the clause names none"), frozenset(), 0
        how = {p: lies(self.gazetteer, p, clause.places) for p in claim.place}
        out = {p for p in how if how[p] != "same" and lies(self.gazetteer, p, clause.left_out) in ("same", "inside")}
        same = [p for p in how if how[p] == "same"]
        inside = [p for p in how if how[p] == "inside" and p not in out]
        around = [p for p in how if how[p] == "around"]
        if same:
            return Reason("place", "for", f"the same: {', '.join(same)}"), frozenset(same + inside), 4
        if inside:
            return Reason("place", "for", f"{', '.join(inside)} lies inside"), frozenset(inside), 3
        if around:
            return Reason("place", "open", f"{', '.join(around)} is wider"), frozenset(), 0
        if out:
            return Reason("place", "against", f"the clause leaves {', '.join(sorted(out))} out"), frozenset(), 0
        stands = "open" if clause.open_place else "against"
        return Reason("place", stands, f"elsewhere: {', '.join(how)}"), frozenset(), 0

    def _actor(self, claim: Claim, clause: Clause) -> tuple[Reason, int]:
        """The reason by actor and its weight: named in the clause, of the side of one, of a sort that it names."""
        own = (*claim.actor, *claim.target)
        if not own or not (clause.actors or clause.sorts):
            return Reason("actor", "open", "none named" if not own else "the clause names none"), 0
        named = [a for a in own if a in clause.actors]
        if named:
            tells = 0 if set(self.gazetteer.principals) <= clause.actors else 2
            return Reason("actor", "for", f"named: {', '.join(dict.fromkeys(named))}"), tells
        side = [a for a in own if self._side(a) in {self._side(b) for b in clause.actors}]
        if side:
            return Reason("actor", "for", f"of the same side: {', '.join(dict.fromkeys(side))}"), 1
        sort = [a for a in own if self._sort(a) in clause.sorts]
        if sort:
            return Reason("actor", "for", f"of the sort that the clause names: {', '.join(dict.fromkeys(sort))}"), 1
        doing = claim.kind in self._words.doers
        return Reason("actor", "against" if doing else "open", f"another: {', '.join(dict.fromkeys(own))}"), 0

    def _side(self, actor: str) -> str:
        row = self.gazetteer.actors.get(actor)
        return row.side if row is not None and row.side and row.kind != "population" else actor

    def _sort(self, actor: str) -> str:
        row = self.gazetteer.actors.get(actor)
        return row.kind if row is not None else ""

    def _window(self, claim: Claim, clause: Clause) -> tuple[Reason, int]:
        """The reason by day: the clause's own last day, a day up to it, or one after it (which may be late)."""
        day = claim.valid_to or claim.valid_from
        if day is None or clause.last is None:
            return Reason("window", "open", "no day" if day is None else "the clause names no day"), 0
        if day == clause.last and claim.kind in {"deadline", "amendment", *clause.kinds}:
            return Reason("window", "for", f"{day} is the clause's day"), 1
        return Reason("window", "open", f"{day} is {_when(day, clause)}"), 0


def _kind(claim: Claim, clause: Clause, acts: frozenset[str]) -> Reason:
    """The reason by kind: what the clause is about, or near to it; of a term, the act that its words name."""
    about = ", ".join(sorted(clause.kinds))
    if acts:
        named = f"{claim.kind} of {', '.join(sorted(acts))}"
        return Reason("kind", "for" if acts & clause.kinds else "against", f"{named}, the clause is about {about}")
    same = claim.kind in clause.kinds
    return Reason("kind", "for" if same else "open", f"{claim.kind}, {'as' if same else 'near'} the clause ({about})")


def _when(day: Day, clause: Clause) -> str:
    assert clause.last is not None
    if clause.first is not None and day < clause.first:
        return f"before {clause.first}"
    return f"inside, by {clause.last}" if day <= clause.last else f"after {clause.last}"


def _figure(claim: Claim, clause: Clause) -> tuple[Reason, int]:
    """The reason by figure: the clause's number, what it counts, or something else than it counts."""
    counted = [(n, u) for n, u in clause.figures if u not in TIME_UNITS]
    if claim.unit in TIME_UNITS or not counted:
        return Reason("figure", "open", "nothing counted" if claim.unit in TIME_UNITS else "the clause counts none"), 0
    numbers = {claim.low, claim.high, claim.of} - {None}
    if any(n in numbers and _alike(claim.unit, u) for n, u in counted):
        return Reason("figure", "for", "the clause's number"), 2
    if any(_alike(claim.unit, u) for _, u in counted):
        return Reason("figure", "for", f"counts the same ({claim.unit})"), 1
    units = ", ".join(sorted({str(u) for _, u in counted}))
    return Reason("figure", "against", f"counts {claim.unit}, the clause {units}"), 0


def _alike(one: str | None, other: str | None) -> bool:
    return one == other or {one, other} <= _HEADS


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
