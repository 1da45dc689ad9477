"""Every obligation of the accord with its verdict, each judged after those that it waits on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.situation import ObligationState, Timeliness
from postwar.core.time import AsOf, Day
from postwar.core.variable import Estimate
from postwar.situation.amendments import Terms, terms_of
from postwar.situation.bearing import Bearing, Bearings
from postwar.situation.belief import believe
from postwar.situation.dates import SIGNING, judge_time
from postwar.situation.evidence import Item, ids_of
from postwar.situation.powers import Term, judge_end, term_of
from postwar.situation.reach import Reach
from postwar.situation.readings import acts_of_others, differ, known_readings, reading_verdicts
from postwar.situation.reasons import due_words, why
from postwar.situation.sides import Sides
from postwar.situation.verdict import Facts, Verdict, judge


class ObligationBook:
    """Judges the obligations of one case as of a day."""

    def __init__(
        self, case: Case, items: Sequence[Item], figures: Sequence[Estimate], sides: Sides, reach: Reach, as_of: AsOf
    ) -> None:
        self._case, self._items, self._figures = case, tuple(items), figures
        self._sides, self._reach, self._as_of = sides, reach, as_of
        known = {p.id for p in case.accord.provisions if p.known_on <= as_of.known}
        self._list = [o for o in case.accord.obligations if o.provision in known]
        self._signed_on = case.accord.signed_on or case.ceasefire_on
        self._bearings = Bearings(items, self._list, sides, reach, self._signed_on, case.ceasefire_on.year)
        self._verdicts: dict[str, Verdict] = {}
        self._open: set[str] = set()

    def states(self) -> tuple[ObligationState, ...]:
        """The verdicts in the order of the text."""
        return tuple(self._state(o) for o in self._list)

    def fulfilled_claims(self) -> frozenset[str]:
        """The claims that put ahead what an obligation that is done once has fulfilled."""
        done = [o for o in self._list if (v := self._verdict_of(o.id)) is not None and v.done]
        return frozenset(i.claim.id for o in done for i in self._bearings.of(o).agreed)

    def _find(self, obligation_id: str) -> Obligation | None:
        return next((o for o in self._list if o.id == obligation_id), None)

    def _verdict_of(self, obligation_id: str) -> Verdict | None:
        """The verdict on another obligation; None where it is unknown or waits, in a circle, on this one."""
        other = self._find(obligation_id)
        if other is None or obligation_id in self._open:
            return None
        if obligation_id not in self._verdicts:
            self._open.add(obligation_id)
            self._verdicts[obligation_id] = self._judge(other)
            self._open.discard(obligation_id)
        return self._verdicts[obligation_id]

    def _done_days(self, o: Obligation) -> dict[str, Day | None]:
        names = {n for n in (o.due.of, o.due.parallel_with) if n and n != SIGNING}
        verdicts = {n: self._verdict_of(n) for n in names}
        return {n: (v.done_on or v.done_by if v is not None and v.done else None) for n, v in verdicts.items()}

    def _terms(self, o: Obligation, bearing: Bearing) -> Terms:
        return terms_of(
            o, self._case.accord.amendments, bearing.moved, self._signed_on, self._done_days(o), self._as_of
        )

    def _facts(self, o: Obligation) -> Facts:
        bearing = self._bearings.of(o)
        terms = self._terms(o, bearing)
        waits, late = [], []
        for name in o.after:
            if name == SIGNING:
                continue
            verdict = self._verdict_of(name)
            if verdict is None or not (verdict.done or verdict.disposition == "compliant"):
                waits.append(name)
            elif terms.span.latest is not None and (verdict.done_by or self._as_of.valid) > terms.span.latest:
                late.append(name)
        if terms.span.waits_on is not None:
            waits.append(terms.span.waits_on)
        if self._signed_on > self._as_of.valid:
            waits.append(SIGNING)
        term = term_of(o, self._signed_on, self._as_of.valid)
        return Facts(
            o,
            terms,
            bearing,
            self._as_of.valid,
            tuple(dict.fromkeys(waits)),
            tuple(late),
            self._share(o),
            term.until if term is not None else None,
        )

    def _share(self, o: Obligation) -> float | None:
        """How much of an open-ended return is done, where one figure says who left and another who is back."""
        if o.act != "return":
            return None
        shares = []
        for back in self._figures:
            if back.variable == "back_in_region" and back.role == "recommended" and back.measure == "cumulative":
                left = next(
                    (
                        f
                        for f in self._figures
                        if f.variable == "displaced"
                        and f.role == "recommended"
                        and f.group == back.group
                        and f.place == back.place
                    ),
                    None,
                )
                if left is not None and left.value > 0:
                    shares.append(min(0.99, back.value / left.value))
        return round(min(shares), 2) if shares else None

    def _judge(self, o: Obligation, allowed: tuple[Item, ...] = ()) -> Verdict:
        facts = self._facts(o)
        if allowed:
            broken = tuple(i for i in facts.bearing.broken if i not in allowed)
            facts = replace(facts, bearing=replace(facts.bearing, broken=broken))
        return judge(facts, self._bearings)

    def _state(self, o: Obligation) -> ObligationState:
        facts = self._facts(o)
        verdict = self._verdict_of(o.id) or judge(facts, self._bearings)
        term = term_of(o, self._signed_on, self._as_of.valid)
        if term is not None:
            verdict = judge_end(o, term, verdict, self._items, self._sides)
        readings, breaking = reading_verdicts(
            o,
            known_readings(o, self._as_of),
            self._judge,
            lambda read, what, unnamed: acts_of_others(
                read, what, self._items, self._sides, self._reach, self._signed_on, unnamed
            ),
        )
        disposition = "disputed" if differ(readings) else verdict.disposition
        parties = (*o.obligor, *o.beneficiary)
        items = tuple(dict.fromkeys((*verdict.support, *verdict.against, *facts.terms.claims, *breaking)))
        silent = verdict.disposition == "not_observed"
        belief = believe(() if silent else verdict.support, () if silent else verdict.against, parties, self._sides)
        return ObligationState(
            o.id,
            o.provision,
            o.stage,
            verdict.life_cycle,
            self._timeliness(o, facts, verdict),
            disposition,
            verdict.grade,
            readings,
            belief,
            self._due(facts, term),
            due_words(facts.terms, term),
            self._original_due(facts),
            verdict.done_on,
            verdict.share,
            why(self._case, o, facts, verdict, term, disposition),
            facts.terms.applied,
            ids_of(items),
        )

    @staticmethod
    def _due(facts: Facts, term: Term | None) -> Day | None:
        return term.until if term is not None and facts.terms.span.last is None else facts.terms.span.last

    @staticmethod
    def _original_due(facts: Facts) -> Day | None:
        return facts.terms.original.last

    def _timeliness(self, o: Obligation, facts: Facts, verdict: Verdict) -> Timeliness:
        code, days = verdict.timeliness
        if not facts.terms.moved or facts.terms.original == facts.terms.span:
            return Timeliness(code, days)
        first = judge(replace(facts, terms=Terms(facts.terms.original, facts.terms.original)), self._bearings)
        original = first.timeliness
        if verdict.done and facts.terms.original.last is not None:
            original = judge_time(facts.terms.original, verdict.done_on, verdict.done_by, facts.today)
        return Timeliness(code, days, *original)
