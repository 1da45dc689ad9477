"""What may come next: base rate before model, questions, promises, risks and openings, what is not modelled."""

from __future__ import annotations

import datetime as dt

from postwar.core.case import Question
from postwar.core.outlook import BaseRate, Forecast, NotModelled
from postwar.core.time import Day
from postwar.core.words import likelihood_word, printed_probability
from postwar.publish.desk import Desk
from postwar.publish.document import (
    Block,
    Bullets,
    Cell,
    Citation,
    Cited,
    Heading,
    Line,
    Paragraph,
    Section,
    Soft,
    Strong,
    Table,
    cell,
    line,
)
from postwar.publish.head import NOT_FOR
from postwar.publish.marks import RATES, RUN
from postwar.publish.names import parameter_words
from postwar.publish.prose import (
    clean,
    counted,
    day,
    in_hundred,
    list_of,
    number,
    percent_span,
    plain_days,
    sentence,
    short_day,
)
from postwar.publish.sections.notes import note_lines
from postwar.publish.series import simulation_error, yes_rows
from postwar.publish.verdicts import promise

TIERS = {
    # the levels of fighting as the project's terms define them
    "1": "war resumes, as the base-rate data define it, whoever starts it",
    "2": "fighting with 25 or more deaths in 12 months, whoever starts it",
    "3": "fighting with 1,000 or more deaths, or a change of control by force, whoever starts it",
}
SHOWN_YEARS = (1, 2, 3, 5)
FEW = 50  # a rate on fewer cases is printed in steps of ten points


def build(desk: Desk) -> Section:
    """Renewed violence first as the base rate, then as the model has it; then all else that has a probability."""
    o = desk.outlook
    lead = Paragraph(
        line(
            f"From {day(o.origin)} to {day(o.to)}: ",
            Cited(counted(o.members, "possible course"), (RUN,)),
            " of the settlement, run forward from the intervals above. A probability is a share of these courses.",
        )
    )
    blocks: list[Block] = [
        lead,
        *_violence(desk),
        *_questions(desk),
        *_promises(desk),
        *_said(desk),
        *_confidence(desk),
        *_left_out(desk),
    ]
    return Section("ahead", "What may come next", tuple(blocks))


def _steps(p: float, n: int) -> tuple[str, str]:
    """The probability in steps, and its word: of the number that is printed, so that the two agree."""
    text = printed_probability(p, n).replace(" %", "%")
    printed = float(text.rstrip("%")) / 100 if text[0].isdigit() else p
    word = likelihood_word(printed)
    return text, "" if word.startswith(("below", "above")) else f", {word}"


def _violence(desk: Desk) -> list[Block]:
    rates, rows = desk.outlook.base_rates, _war_rows(desk)
    if not rates and not rows:
        return [
            Heading(line("Renewed violence")),
            Paragraph(line("Not modelled in this outlook, and no base rate is at hand. ", NOT_FOR), "caution"),
        ]
    blocks: list[Block] = [Heading(line("Renewed violence"))]
    if rates:
        blocks.append(
            Table(
                "How often it came back elsewhere (base rate), by years since the fighting stopped",
                ("Event", "Comparison group", "Years", "Share", "Cases"),
                tuple(_rate(r) for r in rates),
                "rates",
            )
        )
    if rows:
        blocks.append(
            Table(
                "The same events in this model, by horizon",
                ("Event", "By", "Model"),
                tuple(_war(desk, r) for r in rows),
                "war",
            )
        )
    blocks.append(Paragraph(line(NOT_FOR), "caution"))
    mixture = [(value, source) for name, value, source in desk.outlook.assumptions if name == "resumption.class"]
    blocks.append(
        Paragraph(
            line(
                "The comparison group is a judgement, so each is shown. The groups describe other wars, "
                "not these parties, and know nothing "
                "of arms or aims.",
                *((" How the war ended is taken as ", Cited(mixture[0][0], (RUN,)), ".") if mixture else ()),
            ),
            "remark",
        )
    )
    return blocks


def _rate(r: BaseRate) -> tuple[Cell, ...]:
    share = f"{100 * r.p:.0f}% ({percent_span(r.low, r.high)})"
    return (
        cell(Strong(sentence(r.event)[:-1])),
        cell(r.group),
        cell(number(r.horizon_years)),
        cell(line(Cited(share, (RATES,)))),
        cell(f"{r.n:,}"),
    )


def _war_rows(desk: Desk) -> list[Forecast]:
    """By horizon, never by day or place: whole years ahead, or the last day where the run is shorter."""
    rows = yes_rows(desk.outlook, "war_tier:")
    rows = tuple(r for r in rows if r.location == desk.outlook.case)
    wanted = {desk.outlook.origin + dt.timedelta(days=d) for d in (365, 730, 1095, 1826)}
    picked = [r for r in rows if r.target_end_date in wanted]
    last = max((r.target_end_date for r in rows), default=None)
    return picked or [r for r in rows if r.target_end_date == last]


def _horizon(origin: Day, on: Day) -> str:
    years = round((on - origin).days / 365.25)
    exact = abs((on - origin).days - 365.25 * years) < 3
    return f"{counted(years, 'year')} ahead" if exact and years else f"{(on - origin).days:,} days ahead"


def _rests_on(desk: Desk) -> int:
    """How many cases the base rates rest on: the widest group."""
    return max((r.n for r in desk.outlook.base_rates), default=FEW - 1)


def _war(desk: Desk, r: Forecast) -> tuple[Cell, ...]:
    tier = r.target.split(":")[1]
    error = simulation_error(r.value, desk.outlook.effective_members or desk.outlook.members)
    text, word = _steps(r.value, _rests_on(desk))
    return (
        cell(Strong(sentence(TIERS.get(tier, f"fighting reaches level {tier}, whoever starts it"))[:-1])),
        cell(_horizon(desk.outlook.origin, r.target_end_date)),
        cell(line(Cited(text, (RUN,)), word), Soft(_error_words(error))),
    )


def _error_words(error: float) -> str:
    return f"simulation error ±{counted(max(1, round(100 * error)), 'point')}"


def _is_violence(rule: str) -> bool:
    return "war_tier" in rule or "killed" in rule


def _has_place(rule: str) -> bool:
    """Whether a rule on violence names a place or a side: then no number is printed."""
    return 'killed["' in rule or 'war_tier["' in rule


def _questions(desk: Desk) -> list[Block]:
    asked = {q.id: q for q in desk.case.questions}
    rows = [(r, asked.get(r.target.partition(":")[2])) for r in yes_rows(desk.outlook, "question:")]
    shown = [(r, q) for r, q in rows if q is not None and not (_is_violence(q.rule) and _has_place(q.rule))]
    if not shown:
        return []
    hindsight = any(q.written_on > desk.outlook.origin for _, q in shown)
    blocks: list[Block] = [
        Heading(line("Dated questions")),
        Table(
            "Questions and the model's answer",
            ("Question", "Closes", "Model: yes"),
            tuple(_question(desk, r, q) for r, q in shown),
            "questions",
        ),
    ]
    if hindsight:
        blocks.append(
            Paragraph(
                line("These questions were written after their answers were known: they show method, not skill."),
                "remark",
            )
        )
    return blocks


def _question(desk: Desk, r: Forecast, q: Question) -> tuple[Cell, ...]:
    error = simulation_error(r.value, desk.outlook.effective_members or desk.outlook.members)
    if _is_violence(q.rule):
        text, word = _steps(r.value, _rests_on(desk))
        answer = line(Cited(text, (RUN,)), word)
        asked = (
            clean(q.question)
            if "whoever starts it" in q.question
            else f"{clean(q.question).rstrip('?')}, whoever starts it?"
        )
    else:
        answer = line(Cited(in_hundred(r.value), (RUN,)), *_word(r.value))
        asked = clean(q.question)
    return (
        cell(line(asked), Soft(q.id)),
        cell(short_day(r.target_end_date)),
        cell(answer, Soft(_error_words(error))),
    )


def _word(p: float) -> tuple[str, ...]:
    word = likelihood_word(p)
    return () if word.startswith(("below", "above")) else (f", {word}",)


def _promises(desk: Desk) -> list[Block]:
    rows = yes_rows(desk.outlook, "obligation:")
    states = {s.id: s for s in desk.situation.obligations}
    made = []
    for r in rows:
        obligation_id = r.target.split(":")[1]
        if obligation_id in states:
            made.append(
                (
                    cell(
                        line(
                            Strong(promise(desk.obligation(states[obligation_id]), desk.names)),
                            " ",
                            desk.mark([obligation_id]),
                        )
                    ),
                    cell(short_day(r.target_end_date)),
                    cell(line(Cited(in_hundred(r.value), (RUN,)), *_word(r.value))),
                )
            )
    return (
        [
            Heading(line("Promises still open")),
            Table("Done by the day in force", ("Promise", "Due", "Done by then"), tuple(made)),
        ]
        if made
        else []
    )


def _said(desk: Desk) -> list[Block]:
    blocks: list[Block] = []
    for name, title in (("risk", "Risks, as others see them"), ("opening", "Openings, as others see them")):
        lines = note_lines(desk, (name,))
        if lines:
            blocks += [Heading(line(title)), Bullets(lines, role="notes")]
    return blocks


def _confidence(desk: Desk) -> list[Block]:
    judged = [
        parameter_words(desk.names, name)
        for name, _, source in desk.outlook.assumptions
        if source.startswith("judgement")
    ]
    blocks: list[Block] = [Paragraph(line("Confidence in this section: low."), "confidence")]
    if judged:
        blocks.append(Paragraph(line(Strong("Rests on judgement: "), Cited(list_of(judged), (RUN,)), "."), "remark"))
    return blocks


def _left_out(desk: Desk) -> list[Block]:
    by_reason: dict[str, list[str]] = {}
    for n in desk.outlook.not_modelled:
        name, reason = _missed(desk, n)
        by_reason.setdefault(reason, []).append(name)
    for q in desk.case.questions:
        if _is_violence(q.rule) and _has_place(q.rule) and desk.outlook.probability(f"question:{q.id}") is not None:
            by_reason.setdefault("renewed violence is printed by horizon, never by place", []).append(
                clean(q.question)
            )
    items: list[Line] = [
        line(Strong(sentence(reason)), " ", " · ".join(names)) for reason, names in sorted(by_reason.items())
    ]
    items += [
        line(Strong(f"{_process_words(desk, process)}: off. "), sentence(plain_days(clean(reason))))
        for process, reason in desk.outlook.off
    ]
    if not items:
        return []
    return [
        Heading(line("Not modelled"), "not-modelled"),
        Paragraph(
            line("No probability here means that nothing was computed; it does not mean that it is unlikely."),
            "remark",
        ),
        Bullets(tuple(items)),
    ]


def _missed(desk: Desk, n: NotModelled) -> tuple[str, str]:
    """What has no probability, in words, and why; what lies past the end of the run has one reason."""
    kind, _, rest = n.target.partition(":")
    beyond = f"it falls after the last day of this run, {short_day(desk.outlook.to)}: run it on to that day"
    reason = plain_days(clean(n.reason.partition(" (")[0]))
    if kind == "question":
        asked = next((q for q in desk.case.questions if q.id == rest), None)
        if asked is not None:
            return clean(asked.question), beyond if asked.closes_on > desk.outlook.to else reason
    if kind == "obligation":
        state = next((s for s in desk.situation.obligations if s.id == rest.partition(":")[0]), None)
        if state is not None:
            return promise(
                desk.obligation(state), desk.names
            ), beyond if state.due is not None and state.due > desk.outlook.to else reason
    return n.target.replace("_", " "), reason


def _process_words(desk: Desk, process: str) -> str:
    name, _, about = process.partition(":")
    words_of = name.replace("_", " ").capitalize()
    return f"{words_of} ({desk.names.plain(about)})" if about else words_of


def sources_of_rates(desk: Desk) -> list[Line]:
    """Where the base rates come from, each source once."""
    found = dict.fromkeys(r.source for r in desk.outlook.base_rates)
    return [line(Citation(source)) for source in found]
