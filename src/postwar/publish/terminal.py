"""What the commands print on a terminal: the same answers as the JSON, a line each, no colours."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.books import Document
from postwar.core.case import Case
from postwar.core.claim import Claim, plain_number, quoted_words
from postwar.core.outlook import Outlook
from postwar.core.situation import Control, ObligationState, Situation
from postwar.core.time import Day, iso
from postwar.core.variable import Estimate
from postwar.core.words import likelihood_word
from postwar.publish.prose import counted, half_up, unit_words
from postwar.publish.restricted import restricted_lines

WORDS_SHOWN = 25
BRIEF_LINES = 25


def _names(case: Case) -> dict[str, str]:
    return {x.id: x.name for x in (*case.places, *case.actors, *case.groups, *case.forces)}


def _number(value: float | None) -> str:
    """A count with thousands separators.

    >>> _number(26000.0), _number(None), _number(0.5)
    ('26,000', '', '0.5')
    """
    return "" if value is None else f"{plain_number(round(value, 2)):,}"


def _timeliness(o: ObligationState) -> str:
    t = o.timeliness
    words = _delay(t.code, t.days)
    if t.original_code and (t.original_code, t.original_days) != (t.code, t.days):
        words += f" (first text: {_delay(t.original_code, t.original_days)})"
    return words


def _delay(code: str, days: int | None) -> str:
    """A code of timeliness in words.

    >>> _delay("on_time", 0), _delay("late", 10)
    ('on time', 'late 10 d')
    """
    return code.replace("_", " ") + (f" {days} d" if days else "")


def _control_line(c: Control, names: dict[str, str]) -> str:
    holder = names.get(c.actor or "", c.actor or "unknown")
    since = f" since {c.since}" if c.since else ""
    part = f", in part, except {', '.join(names.get(e, e) for e in c.except_)}" if c.except_ else ""
    rivals = f"; {counted(len(c.rivals), 'rival account')}" if c.rivals else ""
    return f"  {names.get(c.place, c.place):40} {holder}{since} ({c.how}, {c.state}){part}{rivals}"


def _obligation_line(o: ObligationState) -> str:
    done = f", done {o.done_on}" if o.done_on else ""
    return f"  {o.id:24} {o.life_cycle.replace('_', ' ')}, {_timeliness(o)}, {o.disposition.replace('_', ' ')}{done}"


def _figure_line(f: Estimate, names: dict[str, str]) -> str:
    about = ", ".join(names.get(x, x) for x in (f.group, f.place) if x)
    figure = f"{_number(f.low)} to {_number(f.high)} {unit_words(f.unit, f.high)}".strip()
    return (f"  {f.variable:18} {figure} on {f.on} ({about}; {f.measure}, "
            f"{f.scope}; {counted(f.origins, 'origin')}, {f.role})")


def status_lines(case: Case, situation: Situation) -> list[str]:
    """The situation, a line a finding; everything in it is also in ``--json``, with its claims."""
    names, s = _names(case), situation
    lines = [f"{case.title}: as of {s.as_of.valid}, known on {s.as_of.known}, {counted(len(s.reports), 'report')}, "
             f"{counted(s.origins, 'independent origin')}, entry {s.as_of.seq}", *restricted_lines(s), "",
             "Who holds what"]
    lines += [_control_line(c, names) for c in s.control]
    lines += ["", "Promised and done"] + [_obligation_line(o) for o in s.obligations]
    lines += ["", "Figures"] + [_figure_line(f, names) for f in s.figures]
    if s.checks:
        lines += ["", "Held against each other"] + [f"  {c.kind}: {c.text}" for c in s.checks]
    if s.gaps:
        lines += ["", "Not in the books"] + [f"  {g.text}" for g in s.gaps]
    return lines


def _percent(p: float) -> str:
    """A probability in a hundred, never a false 0 or 100.

    >>> _percent(0.003), _percent(0.205), _percent(0.999)
    ('<1 in 100', '21 in 100', '>99 in 100')
    """
    return "<1 in 100" if p < 0.01 else ">99 in 100" if p > 0.99 else f"{half_up(100 * p)} in 100"


def outlook_lines(case: Case, outlook: Outlook) -> list[str]:
    """Probabilities of the outlook, a line each, then what it leaves out."""
    asked = {f"question:{q.id}": f"{q.question} ({q.closes_on})" for q in case.questions}
    lines = [f"{case.title}: from {outlook.origin} to {outlook.to}, {counted(outlook.members, 'member')}, "
             f"seed {outlook.seed}" + (", hindcast" if outlook.hindcast else ""), *restricted_lines(outlook)]
    for row in outlook.rows:
        kind = row.target.partition(":")[0]
        if kind in ("question", "obligation") and row.output_type_id == "yes":
            text = asked.get(row.target, f"{row.target} ({row.target_end_date})")
            lines.append(f"  {_percent(row.value):>10}  {likelihood_word(row.value):24} {text}")
    lines += ["", "Not modelled"] + [f"  {n.target}: {n.reason}" for n in outlook.not_modelled]
    return lines


def brief_lines(case: Case, situation: Situation, outlook: Outlook, folder: str, files: Sequence[str]) -> list[str]:
    """What `brief` prints when it is done: where the files are and what moved most; at most 25 lines."""
    s = situation
    dated = [o for o in s.obligations if o.due is not None]
    late = [o for o in dated if o.timeliness.code in ("late", "overdue")]
    of_what = f"{counted(len(s.reports), 'report')}, {counted(s.origins, 'independent origin')}"
    lines = [f"{case.title}", f"as of {s.as_of.valid}, known on {s.as_of.known}; {of_what}"
             + ("; hindcast" if outlook.hindcast else ""), *restricted_lines(s)]
    n_fulfilled = sum(o.life_cycle == "fulfilled" for o in s.obligations)
    n_not_observed = sum(o.disposition == "not_observed" for o in s.obligations)
    lines.append(f"{counted(len(s.obligations), 'obligation')}, of these {n_fulfilled} fulfilled, "
                 f"{len(late)} late or overdue, {n_not_observed} not observed")
    lines += [_figure_line(f, _names(case)).strip() for f in s.figures if f.role == "recommended"][:6]
    n_probabilities = sum(r.output_type == "pmf" for r in outlook.rows) // 2
    lines.append(f"outlook: {outlook.origin} to {outlook.to}, {counted(outlook.members, 'member')}, "
                 f"{counted(n_probabilities, 'probability', 'probabilities')}, "
                 f"{len(outlook.not_modelled)} not modelled")
    lines.append(f"draft; written to {folder}: {', '.join(files)}")
    return lines[:BRIEF_LINES]


def _when(claim: Claim) -> str:
    first, last = claim.valid_from, claim.valid_to
    if first is None and last is None:
        return "no date said" if claim.date_basis != "unresolved" else "a date that the text does not settle"
    if first == last:
        return str(first)
    return f"{_day(first)} to {_day(last)}"


def _day(day: Day | None) -> str:
    return iso(day) or "…"


def claim_lines(claim: Claim, document: Document) -> list[str]:
    """The words of a claim (at most 25), how they were read, and who said them where."""
    words = quoted_words(claim.quote, document.report.form).split()
    quote = " ".join(words[:WORDS_SHOWN]) + (" …" if len(words) > WORDS_SHOWN else "")
    report = document.report
    lines = [f"{claim.id}: {claim.kind}, {claim.modality}", f"“{quote}”", f"when: {_when(claim)}"]
    for label, ids in (("who", claim.actor), ("to", claim.target), ("where", claim.place),
                       ("said by", claim.attributed_to), ("bears on", claim.provision), ("waits on", claim.depends_on)):
        if ids:
            lines.append(f"{label}: {', '.join(ids)}")
    if claim.bound:
        figure = f"{_number(claim.low) or '…'} to {_number(claim.high) or '…'} {claim.unit or ''}"
        lines.append(f"figure: {claim.bound}, {figure}" + (f", of {_number(claim.of)}" if claim.of else ""))
    lines.append(f"from: {report.id}, {report.signed or 'source not named'}, "
                 f"{iso(report.published_at) or 'undated'}, characters {claim.start} to {claim.end}"
                 + (f", {report.url}" if report.url else ""))
    lines.append(f"read by {claim.reader}; known on {document.known_on}; entry {document.seq}")
    return lines
