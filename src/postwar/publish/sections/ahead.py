"""What may come next: base rate before model, questions, promises, risks and openings, what is not modelled."""

from __future__ import annotations

from postwar.core.case import Question
from postwar.core.outlook import Forecast
from postwar.core.words import likelihood_word
from postwar.publish.assumptions import judgement_words
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
from postwar.publish.marks import RUN
from postwar.publish.prose import clean, counted, day, in_hundred, short_day
from postwar.publish.sections.left_out import has_place, is_violence, left_out
from postwar.publish.sections.notes import note_lines
from postwar.publish.sections.violence import error_words, steps, violence
from postwar.publish.series import yes_rows
from postwar.publish.verdicts import promise


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
        *violence(desk),
        *_questions(desk),
        *_promises(desk),
        *_said(desk),
        *_confidence(desk),
        *left_out(desk),
    ]
    return Section("ahead", "What may come next", tuple(blocks))


def _questions(desk: Desk) -> list[Block]:
    """By the day on which they close."""
    asked = {q.id: q for q in desk.case.questions}
    rows = [(r, asked.get(r.target.partition(":")[2])) for r in yes_rows(desk.outlook, "question:")]
    shown = [(r, q) for r, q in rows if q is not None and not (is_violence(q.rule) and has_place(q.rule))]
    if not shown:
        return []
    shown.sort(key=lambda pair: (pair[1].closes_on, pair[1].id))
    blocks: list[Block] = [
        Heading(line("Dated questions")),
        Table(
            f"Questions and the model's answer; {error_words(desk, (r.value for r, _ in shown))}",
            ("Question", "Closes", "Model: yes"),
            tuple(_question(desk, r, q) for r, q in shown),
            "questions",
        ),
    ]
    if any(q.written_on > desk.outlook.origin for _, q in shown):
        hindsight = "These questions were written after their answers were known: they show method, not skill."
        blocks.append(Paragraph(line(hindsight), "remark"))
    return blocks


def _question(desk: Desk, r: Forecast, q: Question) -> tuple[Cell, ...]:
    asked = clean(q.question)
    if is_violence(q.rule):
        answer = steps(desk, r.value)
        if "whoever starts it" not in asked:
            asked = f"{asked.rstrip('?')}, whoever starts it{'?' if asked.endswith('?') else ''}"
    else:
        answer = _answer(r.value)
    return cell(line(asked, Soft(f" {q.id}"))), cell(short_day(q.closes_on)), cell(answer)


def _answer(p: float) -> Line:
    word = likelihood_word(p)
    return line(Cited(in_hundred(p), (RUN,)), "" if word.startswith(("below", "above")) else f", {word}")


def _promises(desk: Desk) -> list[Block]:
    states = {s.id: s for s in desk.situation.obligations}
    made = []
    for r in yes_rows(desk.outlook, "obligation:"):
        state = states.get(r.target.split(":")[1])
        if state is not None:
            what = line(Strong(promise(desk.obligation(state), desk.names)), " ", desk.mark([state.id]))
            made.append((cell(what), cell(short_day(r.target_end_date)), cell(_answer(r.value))))
    if not made:
        return []
    table = Table("Done by the day in force", ("Promise", "Due", "Done by then"), tuple(made))
    return [Heading(line("Promises still open")), table]


def _said(desk: Desk) -> list[Block]:
    blocks: list[Block] = []
    for name, title in (("risk", "Risks, as others see them"), ("opening", "Openings, as others see them")):
        lines = note_lines(desk, (name,))
        if lines:
            blocks += [Heading(line(title)), Bullets(lines, role="notes")]
    return blocks


def _confidence(desk: Desk) -> list[Block]:
    judged = judgement_words(desk)
    blocks: list[Block] = [Paragraph(line("Confidence in this section: low."), "confidence")]
    if judged:
        all_of_them = line(" All of them, with their sources, stand under ", Cited("the run", (RUN,)), ".")
        blocks.append(Paragraph(line(f"{judged}.", all_of_them), "remark"))
    return blocks


def sources_of_rates(desk: Desk) -> list[Line]:
    """Where the base rates come from, each source once."""
    found = dict.fromkeys(r.source for r in desk.outlook.base_rates)
    return [line(Citation(source)) for source in found]
