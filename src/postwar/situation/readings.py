"""One verdict per reading of the text: who holds it, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from postwar.core.accord import Obligation, Reading
from postwar.core.situation import Belief, ReadingVerdict
from postwar.core.time import AsOf, Day, parse_day
from postwar.situation import cues
from postwar.situation.bearing import Bearing
from postwar.situation.evidence import Item
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides
from postwar.situation.verdict import Verdict

_POSTED = ("deployment", "incident", "transport", "border")
_OF_AN_EVENT = ("casualty", "ceasefire", "incident")
_LISTS = {"obligor": "obligor", "place": "place", "except": "except_", "counted_by": "counted_by"}
_DAYS = ("by", "before")


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts that a reading speaks of, written ``kind``, ``kind@place`` and with `` by actor`` whose they are."""

    kind: str
    place: str
    actor: str

    @staticmethod
    def parse(text: str) -> tuple[Acts, ...]:
        """The acts as a case writes them, several apart by semicolons.

        >>> Acts.parse("capture@hill by east; incident")
        (Acts(kind='capture', place='hill', actor='east'), Acts(kind='incident', place='', actor=''))
        """
        found = []
        for part in filter(None, (p.strip() for p in text.split(";"))):
            what, _, actor = part.partition(" by ")
            kind, _, place = what.partition("@")
            found.append(Acts(kind.strip(), place.strip(), actor.strip()))
        return tuple(found)


def known_readings(o: Obligation, as_of: AsOf) -> tuple[Reading, ...]:
    """The readings voiced by the day the books are known to."""
    return tuple(r for r in o.readings if r.known_on <= as_of.known)


class Found:
    """Finds the claims of the acts that readings speak of, done since the text binds."""

    def __init__(self, items: Sequence[Item], sides: Sides, reach: Reach, since: Day | None) -> None:
        self._items, self._sides, self._reach, self._since = tuple(items), sides, reach, since

    def of_others(self, o: Obligation, what: str, unnamed: bool = False) -> tuple[Item, ...]:
        """The claims of an act by somebody who does not act for the obligor; with ``unnamed`` also those that name
        nobody."""
        return tuple(
            item
            for acts in Acts.parse(what)
            for item, acting in self._told(o, acts)
            if (bool(acting) or unnamed) and not self._sides.acts_for(acting, o.obligor)
        )

    def of_anyone(self, o: Obligation, what: str) -> tuple[Item, ...]:
        """The claims of an act whoever does it; where the reading names an actor, by him. With it go what the same
        report tells of its course and what it is called: the dead and wounded of the fighting, *a breach*."""
        found = [
            item
            for acts in Acts.parse(what)
            for item, acting in self._told(o, acts)
            if not acts.actor or self._sides.acts_for(acting, (acts.actor,))
        ]
        return (*found, *(i for i in self._items if i not in found and any(self._is_of(i, act) for act in found)))

    def _is_of(self, item: Item, act: Item) -> bool:
        """Whether a claim without a place and a day of its own tells of an act in the same report."""
        claim = item.claim
        if claim.kind not in _OF_AN_EVENT or claim.report != act.claim.report or item.day not in (None, act.day):
            return False
        return not claim.place or any(self._reach.holds(w, p) for w in claim.place for p in act.claim.place)

    def _told(self, o: Obligation, acts: Acts) -> list[tuple[Item, list[str]]]:
        """The claims of an act, each with who acts.

        Whoever sets up a post or a checkpoint guards, whatever kind of claim tells of it; where the reader left out
        who, it is the first actor that the words name."""
        found = []
        for item in self._items:
            claim = item.claim
            post = acts.kind == "guard" and claim.kind in _POSTED and bool(cues.POST.search(claim.quote))
            if (claim.kind != acts.kind and not post) or claim.modality != "happened":
                continue
            if self._since is not None and item.latest < self._since:
                continue
            where = (acts.place,) if acts.place else o.place
            if where and not any(self._reach.holds(w, p) for w in where for p in claim.place):
                continue
            acting = [a for a in claim.actor if not self._sides.is_population(a)]
            if post and not acting:
                acting = [a for a in (self._sides.first_named(claim.quote),) if a is not None]
            found.append((item, acting))
        return found


def read_as(o: Obligation, reading: Reading) -> Obligation:
    """The obligation as one reading has it: another obligor, place, exception, quantity or last day."""
    for name, value in reading.changes:
        if name in _LISTS:
            ids = tuple(v.strip() for v in value.replace(";", ",").split(",") if v.strip())
            o = replace(o, **{_LISTS[name]: ids})  # type: ignore[arg-type]
        elif name == "quantity":
            o = replace(o, quantity=float(value))
        elif name in _DAYS:
            day = parse_day(value)
            due = replace(o.due, by=None, before=None, within_days=None, within_months=None, parallel_with=None)
            o = replace(o, due=replace(due, by=day) if name == "by" else replace(due, before=day))
    return o


def without(bearing: Bearing, items: Sequence[Item]) -> Bearing:
    """What bears on an obligation, without the claims of acts that a reading leaves out of it."""
    left = set(items)
    return replace(
        bearing,
        broken=tuple(i for i in bearing.broken if i not in left),
        done=tuple(i for i in bearing.done if i not in left),
    )


def reading_verdicts(
    o: Obligation,
    readings: Sequence[Reading],
    judge_as: Callable[[Obligation, tuple[Item, ...]], Verdict],
    found: Found,
    believe_in: Callable[[Verdict], Belief],
) -> tuple[tuple[ReadingVerdict, ...], tuple[Verdict, ...]]:
    """The verdict under each reading, as it is printed and whole.

    ``judge_as`` judges an obligation and leaves out the claims that a reading allows or puts outside the duty."""
    printed: list[ReadingVerdict] = []
    whole: list[Verdict] = []
    for reading in readings:
        read = read_as(o, reading)
        left_out = [i for n, value in reading.changes if n == "allows" for i in found.of_others(read, value, True)]
        left_out += [i for n, value in reading.changes if n == "outside" for i in found.of_anyone(read, value)]
        verdict = judge_as(read, tuple(dict.fromkeys(left_out)))
        hits = [i for n, value in reading.changes if n == "forbids" for i in found.of_others(read, value)]
        if hits:
            since = min(i.day or i.latest for i in hits)
            support = tuple(dict.fromkeys((*(verdict.support if verdict.broken_on else ()), *hits)))
            verdict = replace(
                verdict, life_cycle="violated", disposition="breached", support=support, against=(),
                reasons=("broken",), broken_on=min(since, verdict.broken_on or since),
            )
        whole.append(verdict)
        printed.append(
            ReadingVerdict(
                reading.id, reading.holder, verdict.life_cycle, verdict.timeliness[0], verdict.disposition,
                reading.text, believe_in(verdict),
            )
        )
    return tuple(printed), tuple(whole)


def differ(verdicts: Sequence[Verdict]) -> bool:
    """Whether readings come to different verdicts: then the obligation is read more than one way."""
    return len({_axes(v) for v in verdicts}) > 1


def settled(plain: Verdict, verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict that all known readings come to, where the plain text would have another; the plain text's where
    they differ or only one is voiced."""
    agreed = len(verdicts) > 1 and not differ(verdicts)
    return verdicts[0] if agreed and _axes(verdicts[0]) != _axes(plain) else plain


def _axes(v: Verdict) -> tuple[str, str, str]:
    return v.life_cycle, v.timeliness[0], v.disposition
