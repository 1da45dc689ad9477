"""Every obligation of the accord with its verdict, each judged after those that it waits on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from postwar.core.accord import Obligation
from postwar.core.case import Case
from postwar.core.situation import Belief, ObligationState, ReadingVerdict, Timeliness
from postwar.core.time import AsOf, Day
from postwar.core.variable import Estimate
from postwar.situation.access import blind_on
from postwar.situation.amendments import Terms, terms_of
from postwar.situation.attribution import attributed
from postwar.situation.bearing import Bearing, Bearings
from postwar.situation.belief import believe
from postwar.situation.dates import SIGNING, ambiguity, judge_time
from postwar.situation.evidence import Item, ids_of
from postwar.situation.judge import judge
from postwar.situation.powers import Term, judge_end, notices_of, term_of
from postwar.situation.reach import Reach
from postwar.situation.readings import Found, differ, known_readings, reading_verdicts, settled, without
from postwar.situation.reasons import breach_of, due_words, why
from postwar.situation.reparation import repairs, rights_over, with_repair
from postwar.situation.rulings import Ruled, ruled_on, ruling_words
from postwar.situation.shares import share_returned
from postwar.situation.sides import Sides
from postwar.situation.suspension import pauses_of
from postwar.situation.verdict import Facts, Verdict

_SILENT = ("not_observed",)


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
        self._events = case.accord.event_days(as_of.known)
        self._event_names = {e.id: e.name for e in case.accord.events}
        self._bearings = Bearings(items, self._list, sides, reach, self._signed_on, case.ceasefire_on.year)
        self._log = [a for a in case.accord.access if a.known_on <= as_of.known]
        self._found = Found(items, sides, reach, self._signed_on)
        self._verdicts: dict[str, Verdict] = {}
        self._plain: dict[str, Verdict] = {}
        self._open: set[str] = set()

    def states(self) -> tuple[ObligationState, ...]:
        """The verdicts in the order of the text."""
        return tuple(self._state(o) for o in self._list)

    def fulfilled_claims(self) -> frozenset[str]:
        """The claims that put ahead what an obligation that is done once has fulfilled."""
        done = [o for o in self._list if (v := self._verdict_of(o.id)) is not None and v.done]
        return frozenset(i.claim.id for o in done for i in self._bearings.of(o).agreed)

    def _verdict_of(self, obligation_id: str) -> Verdict | None:
        """The verdict on another obligation; None where it is unknown or waits, in a circle, on this one."""
        return self._looked_up(obligation_id, self._verdicts, True)

    def _plain_verdict(self, obligation_id: str) -> Verdict | None:
        """The same without regard to suspensions and repairs, which both ask for it."""
        return self._looked_up(obligation_id, self._plain, False)

    def _looked_up(self, obligation_id: str, held: dict[str, Verdict], whole: bool) -> Verdict | None:
        other = next((o for o in self._list if o.id == obligation_id), None)
        key = f"{obligation_id}:{whole}"
        if other is None or key in self._open:
            return None
        if obligation_id not in held:
            self._open.add(key)
            held[obligation_id] = self._judge(other) if whole else self._judged(other, self._facts(other, False))
            self._open.discard(key)
        return held[obligation_id]

    def _days(self, o: Obligation) -> dict[str, Day | None]:
        """The days from which terms of ``o`` count: that of an event, of what ``o`` repairs the breach, of others their
        doing."""
        mends = repairs(o, self._list)
        days: dict[str, Day | None] = {}
        for name in {n for n in (o.due.of, o.due.parallel_with) if n and n != SIGNING}:
            if name in self._event_names:
                day = self._events.get(name)
                days[name] = day if day is not None and day <= self._as_of.valid else None
            elif name in mends:
                plain = self._plain_verdict(name)
                days[name] = plain.broken_on if plain is not None else None
            else:
                verdict = self._verdict_of(name)
                days[name] = verdict.done_on or verdict.done_by if verdict is not None and verdict.done else None
        return days

    def _terms(self, o: Obligation, bearing: Bearing) -> Terms:
        amendments = self._case.accord.amendments
        days, names = self._days(o), self._event_names
        return terms_of(o, amendments, bearing.moved, self._signed_on, days, self._as_of, self._sides, names)

    def _term(self, o: Obligation) -> Term | None:
        return term_of(o, self._signed_on, self._as_of.valid, notices_of(o, self._items, self._sides))

    def _conditions(self, o: Obligation, terms: Terms) -> tuple[list[str], list[str], list[Day]]:
        """What ``o`` still waits on, which conditions were met only after its last day, and the days of those met."""
        waits, late, met = [], [], []
        for name in o.after:
            if name == SIGNING:
                continue
            if name in self._event_names:
                day = self._events.get(name)
                if day is None or day > self._as_of.valid:
                    waits.append(name)
                else:
                    met.append(day)
                continue
            verdict = self._verdict_of(name)
            if verdict is None or not (verdict.done or verdict.disposition == "compliant"):
                waits.append(name)
                continue
            if verdict.done_by is not None:
                met.append(verdict.done_by)
            if terms.span.latest is not None and (verdict.done_by or self._as_of.valid) > terms.span.latest:
                late.append(name)
        mends = repairs(o, self._list)
        broken = [v.broken_on for n in mends if (v := self._plain_verdict(n)) is not None and v.broken_on is not None]
        if mends and not broken:
            waits += [breach_of(n) for n in mends]
        met += [min(broken)] if broken else []
        if terms.span.waits_on is not None and terms.span.waits_on not in mends:
            waits.append(terms.span.waits_on)
        if self._signed_on > self._as_of.valid:
            waits.append(SIGNING)
        return waits, late, met

    def _facts(self, o: Obligation, whole: bool = True) -> Facts:
        bearing = self._bearings.of(o)
        terms = self._terms(o, bearing)
        waits, late, met = self._conditions(o, terms)
        term = self._term(o)
        moved = terms.moved and terms.span.last is not None and terms.span.last != terms.original.last
        pauses = pauses_of(
            o,
            self._case.accord.amendments,
            bearing.paused,
            bearing.resumed,
            rights_over(o, self._list, self._plain_verdict),
            self._sides,
            self._as_of,
        ) if whole else ()
        return Facts(
            o,
            terms,
            bearing,
            self._as_of.valid,
            tuple(dict.fromkeys(waits)),
            tuple(late),
            share_returned(self._figures) if o.act == "return" else None,
            term.until if term is not None and not moved else None,
            max(met, default=None),
            pauses,
            blind_on(self._log, o.place, self._reach, self._as_of.valid),
            bool(repairs(o, self._list)),
        )

    def _judged(self, o: Obligation, facts: Facts) -> Verdict:
        verdict = judge(facts, self._bearings)
        term = self._term(o)
        return judge_end(o, term, verdict, self._as_of.valid) if term is not None else verdict

    def _judge(self, o: Obligation, left_out: tuple[Item, ...] = ()) -> Verdict:
        facts = self._facts(o)
        facts = replace(facts, bearing=without(facts.bearing, left_out))
        return with_repair(o, self._judged(o, facts), self._verdict_of)

    def _believe(self, o: Obligation, verdict: Verdict) -> Belief:
        silent = verdict.disposition in _SILENT
        parties = (*o.obligor, *o.beneficiary)
        return believe(() if silent else verdict.support, () if silent else verdict.against, parties, self._sides)

    def _read(self, o: Obligation) -> tuple[tuple[ReadingVerdict, ...], tuple[Verdict, ...]]:
        known = known_readings(o, self._as_of)
        return reading_verdicts(o, known, self._judge, self._found, lambda v: self._believe(o, v))

    def _state(self, o: Obligation) -> ObligationState:
        facts, term = self._facts(o), self._term(o)
        plain = self._verdict_of(o.id) or judge(facts, self._bearings)
        readings, whole = self._read(o)
        ruled = ruled_on(o, self._case, self._list, self._sides, self._as_of)
        verdict, readings = _as_ruled(settled(plain, whole), readings, whole, ruled)
        split = not any(r.upheld for r in readings) and differ(whole if len(whole) != 1 else (*whole, plain))
        disposition = "disputed" if split else verdict.disposition
        hits = tuple(i for v in whole if v.reason == "broken" for i in v.support)
        paused = tuple(i for p in facts.pauses for i in p.items)
        own = (*verdict.support, *verdict.against, *verdict.mended_by)
        items = tuple(dict.fromkeys((*own, *facts.terms.claims, *hits, *paused)))
        ends = term.until if term is not None and facts.terms.span.last is None else facts.terms.span.last
        return ObligationState(
            o.id,
            o.provision,
            o.stage,
            verdict.life_cycle,
            self._timeliness(facts, verdict),
            disposition,
            verdict.grade,
            readings,
            self._believe(o, verdict),
            ends,
            due_words(facts.terms, term),
            facts.terms.original.last,
            verdict.done_on,
            verdict.share,
            why(self._case, o, facts, verdict, term, split) + (ruling_words(self._case, ruled) if ruled else ""),
            facts.terms.applied,
            ids_of(items),
            attributed(verdict, (*o.obligor, *o.beneficiary), self._sides),
            facts.waits,
            _effects(verdict, facts, hits),
        )

    def _timeliness(self, facts: Facts, verdict: Verdict) -> Timeliness:
        code, days = verdict.timeliness
        least = most = None
        if code == "deadline_ambiguous":
            least, most = ambiguity(facts.terms.span, verdict.done_on, verdict.done_by, facts.today)
        if not facts.terms.moved or facts.terms.original == facts.terms.span:
            return Timeliness(code, days, least=least, most=most)
        first = judge(replace(facts, terms=Terms(facts.terms.original, facts.terms.original)), self._bearings)
        original = first.timeliness
        if verdict.done and facts.terms.original.last is not None:
            original = judge_time(facts.terms.original, verdict.done_on, verdict.done_by, facts.today)
        return Timeliness(code, days, *original, least, most)


def _as_ruled(
    verdict: Verdict, readings: tuple[ReadingVerdict, ...], whole: tuple[Verdict, ...], ruled: Ruled | None
) -> tuple[Verdict, tuple[ReadingVerdict, ...]]:
    """The verdict of the reading that a binding ruling upholds, and the readings with that one marked."""
    if ruled is None or not ruled.binds:
        return verdict, readings
    marked = tuple(replace(r, upheld=r.id == ruled.ruling.upholds) for r in readings)
    return next((v for v, r in zip(whole, marked, strict=True) if r.upheld), verdict), marked


def _effects(verdict: Verdict, facts: Facts, hits: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    """What each claim does for the verdict: speaks for it or against it, makes its breach good, moves its last day,
    suspends, or breaks it under one reading."""
    found: dict[str, str] = {}
    for effect, items in (
        ("for", verdict.support),
        ("against", verdict.against),
        ("repairs", verdict.mended_by),
        ("moves", facts.terms.claims),
        ("suspends", tuple(i for p in facts.pauses for i in p.items)),
        ("one reading", hits),
    ):
        for item in items:
            found.setdefault(item.claim.id, effect)
    return tuple(found.items())
