"""Since the last issue: what the books say now that they did not say then: at most ten lines, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.situation import Control, ObligationState, Situation
from postwar.core.time import Day
from postwar.core.variable import Estimate
from postwar.publish.desk import Desk
from postwar.publish.disputes import dispute_line, disputes
from postwar.publish.document import Block, Bullets, Line, Paragraph, Section, line
from postwar.publish.holdings import surrounding
from postwar.publish.names import alphabetical_ids
from postwar.publish.prose import counted, day, half_up, interval, joined, list_of, near_day
from postwar.publish.terms import HOW_WORDS, VARIABLE_WORDS, words
from postwar.publish.verdicts import promise, readings_differ, verdict

LINES = 10
FIRST = 3  # lines of each kind before any kind gets more
STANDINGS = {"agreed": "to come, by what was agreed, ", "claimed": "claimed, by one side, to be "}
NAMED = 3  # places named in one line; the others are counted


@dataclass(frozen=True, slots=True)
class Act:
    """Places that passed to one holder on one day, and the promises about them whose verdict changed with it."""

    actor: str | None
    since: Day | None
    controls: tuple[Control, ...]
    new: bool
    promises: tuple[ObligationState, ...]


def build(desk: Desk) -> Section:
    """New, changed and withdrawn lines against the situation as known at the previous report's day."""
    before, title = desk.previous, "Since the last issue"
    if before is None:
        return Section("since", title, (Paragraph(line("First issue: there is nothing earlier to compare with.")),))
    found = acts(desk, before)
    told = {o.id for a in found for o in a.promises}
    groups: dict[tuple[str, str | None], list[Line]] = {
        ("change of control", "changes of control"): [_act(desk, a) for a in found],
        ("promise", None): _promises(desk, before, told),
        ("figure", None): _figures(desk, before),
        ("position", None): _positions(desk, before),
        ("contradiction", None): _disputes(desk, before),
    }
    lead = Paragraph(line(_compared(desk, before)), "remark")
    shown = _shares([len(lines) for lines in groups.values()])
    items = [one for lines, n in zip(groups.values(), shown, strict=True) for one in lines[:n]]
    if not items:
        return Section("since", title, (lead, Paragraph(line("Nothing has changed."))))
    blocks: list[Block] = [lead, Bullets(tuple(items), role="changes")]
    left = zip(groups.items(), shown, strict=True)
    rest = list_of(counted(len(lines) - n, *names) for (names, lines), n in left if len(lines) > n)
    if rest:
        blocks.append(Paragraph(line(f"Not listed here: {rest}. The sections below hold all of it."), "remark"))
    return Section("since", title, tuple(blocks))


def _shares(sizes: list[int]) -> list[int]:
    """How many lines each kind gets: a few each, then what is left, in order.

    >>> _shares([6, 4, 2, 0, 2]), _shares([20, 1, 0, 0, 0])
    ([3, 3, 2, 0, 2], [9, 1, 0, 0, 0])
    """
    got = [0] * len(sizes)
    for most in (FIRST, LINES):
        for n, size in enumerate(sizes):
            got[n] = min(size, most, got[n] + LINES - sum(got))
    return got


def _compared(desk: Desk, before: Situation) -> str:
    old = {r.sha256 for r in before.reports}
    new = [desk.published(d.report) for d in desk.marks.documents if d.report.sha256 not in old]
    more = f"; and {len(new) - NAMED} more" if len(new) > NAMED else ""
    verb = "has" if len(new) == 1 else "have"
    since = f"; {counted(len(new), 'report')} {verb} come since ({'; '.join(new[:NAMED])}{more})" if new else ""
    return (
        f"Compared with what was known on {day(before.as_of.known)}{since}. "
        "“+” is new, “~” is changed, “−” no longer stands."
    )


def acts(desk: Desk, before: Situation) -> list[Act]:
    """The changes of control, by day: one for each holder and day, with the promises about the same places."""
    old = {c.place: c.actor for c in before.control}
    rows: dict[tuple[str, Day | None], list[Control]] = {}
    for c in desk.situation.control:
        if c.claims and c.actor and old.get(c.place, "") != c.actor:
            rows.setdefault((c.actor, c.since), []).append(c)
    changed = {o.id: o for o in desk.situation.obligations if _was(desk, before, o)}
    made = []
    for (actor, since), controls in rows.items():
        places = {c.place for c in controls}
        about = tuple(o for o in changed.values() if places & set(_handed_over(desk, o)))
        made.append(Act(actor, since, tuple(controls), not places & set(old), about))
    last = desk.situation.as_of.valid
    return sorted(made, key=lambda a: (a.since or last, a.actor or "", a.controls[0].place))


def _handed_over(desk: Desk, o: ObligationState) -> tuple[str, ...]:
    promised = desk.obligation(o)
    return promised.place if promised.act == "handover" else ()


def _act(desk: Desk, a: Act) -> Line:
    ids = {c.place for c in a.controls}
    inside = {i for i in ids if surrounding(desk.case, i) & ids}
    outer = alphabetical_ids(desk.names, ids - inside or ids)
    named = [desk.names.of(p) for p in outer[:NAMED]]
    more = [counted(len(outer) - NAMED, "more place")] if len(outer) > NAMED else []
    within = f" (with {counted(len(inside), 'place')} inside)" if inside and ids - inside else ""
    how = {c.how for c in a.controls}
    by = HOW_WORDS[next(iter(how))] if how <= {"handover"} or how <= {"capture"} else ""
    claims = [i for c in a.controls for i in c.claims]
    when = near_day(a.since, desk.situation.as_of.valid) if a.since else "day not stated"
    verdicts = joined(dict.fromkeys(desk.verdict(o) for o in a.promises))
    promised = f"; the promised handover: {verdicts}" if verdicts else ""
    holder = desk.names.inside(a.actor) if a.actor else "a holder not named"
    states = {c.state for c in a.controls}
    standing = STANDINGS.get("".join(states), "") if len(states) == 1 else ""
    return line(
        f"{'+' if a.new else '~'} {list_of([*named, *more])}{within}: {standing}under the control of {holder}"
        f"{f', {by}' if by else ''}, ",
        desk.opens(when, claims),
        f"{promised} ",
        desk.mark([*claims, *(i for o in a.promises for i in o.claims)]),
    )


def _was(desk: Desk, before: Situation, o: ObligationState) -> str:
    """The earlier verdict on a promise, empty where there was none or where nothing but the calendar has moved."""
    old = next((x for x in before.obligations if x.id == o.id), None)
    if old is None or _verdict_key(old) == _verdict_key(o):
        return ""
    was = verdict(old, desk.obligation(o).due.continuous_from is not None)
    return "" if was == desk.verdict(o) else was


def _verdict_key(o: ObligationState) -> tuple[object, ...]:
    share = None if o.share is None else half_up(100 * o.share)
    return o.life_cycle, o.disposition, o.timeliness.code, o.timeliness.original_code, share, readings_differ(o)


def _promises(desk: Desk, before: Situation, told: set[str]) -> list[Line]:
    """Verdicts that changed and are not told with a change of control: those not kept, those done, the others."""
    found = [o for o in desk.situation.obligations if o.id not in told and _was(desk, before, o)]
    found.sort(key=lambda o: {"violated": 0, "fulfilled": 1}.get(o.life_cycle, 2))
    return [
        line(
            f"~ {promise(desk.obligation(o), desk.names)}: {desk.verdict(o)} (before: {_was(desk, before, o)}) ",
            desk.mark(o.claims or (o.id,)),
        )
        for o in found
    ]


def _key(f: Estimate) -> tuple[str, str, str, str, str]:
    return f.variable, f.scope, f.measure, f.group or "", f.place or ""


def _about(desk: Desk, f: Estimate) -> str:
    what = words(VARIABLE_WORDS, f.variable)
    return what + (f" ({desk.names.plain(f.group or f.place or '')})" if f.group or f.place else "")


def _figures(desk: Desk, before: Situation) -> list[Line]:
    """Figures that are new, changed or gone, the largest first."""
    old = {_key(f): f for f in before.figures if f.role == "recommended"}
    lines = []
    for f in sorted(desk.situation.figures, key=lambda f: -f.value):
        was, now, what = old.get(_key(f)), interval(f.low, f.high), _about(desk, f)
        if f.role != "recommended":
            continue
        if was is None:
            lines.append(line(f"+ First figure for {what}: ", desk.figure(now, f.claims)))
        elif interval(was.low, was.high) != now:
            change = f"~ {what[0].upper()}{what[1:]}: {interval(was.low, was.high)} became "
            lines.append(line(change, desk.figure(now, f.claims)))
    kept = {_key(f) for f in desk.situation.figures}
    return lines + [
        line(f"− Figure for {_about(desk, f)}: ", desk.figure(interval(f.low, f.high), f.claims))
        for f in before.figures
        if f.role == "recommended" and _key(f) not in kept
    ]


def _positions(desk: Desk, before: Situation) -> list[Line]:
    old = {(p.actor, p.topic, p.stance) for p in before.positions}
    return [
        line(
            f"{'~ A changed' if p.changed_from else '+ A'} position of {desk.names.inside(p.actor)} on "
            f"{desk.names.topic(p.topic)} ",
            desk.mark(p.claims),
        )
        for p in desk.situation.positions
        if (p.actor, p.topic, p.stance) not in old
    ]


def _disputes(desk: Desk, before: Situation) -> list[Line]:
    """Contradictions that are new or gone; one that is only told on more claims is neither."""
    now, then = desk.situation.checks, before.checks
    claims_then, texts_then = {frozenset(c.claims) for c in then}, {c.text for c in then}
    claims_now, texts_now = {frozenset(c.claims) for c in now}, {c.text for c in now}
    new = [c for c in now if frozenset(c.claims) not in claims_then and c.text not in texts_then]
    gone = [c for c in then if frozenset(c.claims) not in claims_now and c.text not in texts_now]
    return [line("+ Against each other: ", dispute_line(desk, d)) for d in disputes(desk, new)] + [
        line("− No longer against each other: ", dispute_line(desk, d)) for d in disputes(desk, gone)
    ]
