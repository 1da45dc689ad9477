"""What is read two ways: readings of the text, accounts that contradict each other, figures of two scopes."""

from __future__ import annotations

from postwar.core.accord import Obligation, Reading
from postwar.core.situation import Check, ObligationState
from postwar.publish.desk import Desk
from postwar.publish.disputes import Dispute, dispute_line, disputes
from postwar.publish.document import Block, Bullets, Citation, Heading, Line, Paragraph, Section, Soft, Strong, line
from postwar.publish.prose import counted, sentence, short_day
from postwar.publish.rulings import ruled, standing
from postwar.publish.verdicts import promise, reading_verdict

QUOTED = 3  # claims of one comparison whose words are shown
STANDS = "Each account stands; none is settled here."
CHECK_WORDS = {
    "scope": "Figures that count different things",
    "consistent": "Figures that agree (derived)",
}


def build(desk: Desk) -> Section:
    """Readings with who holds each and since when; then what was held against what."""
    blocks: list[Block] = []
    for state in desk.situation.obligations:
        obligation = desk.obligation(state)
        if len(obligation.readings) > 0:
            blocks += _reading_block(desk, obligation, state)
    against = disputes(desk, desk.situation.checks)
    if against:
        items = tuple(_dispute(desk, d) for d in against)
        lead = Heading(line("Accounts that contradict each other"))
        blocks += [lead, Bullets(items), Paragraph(line(STANDS), "remark")]
    for kind, title in CHECK_WORDS.items():
        groups: dict[frozenset[str], list[Check]] = {}
        for check in desk.situation.checks:
            if check.kind == kind:
                groups.setdefault(frozenset(check.claims), []).append(check)
        if groups:
            blocks += [Heading(line(title)), Bullets(tuple(_check(desk, group) for group in groups.values()))]
    rivals = [c for c in desk.situation.control if c.rivals]
    if rivals:
        places = desk.names.listed(c.place for c in rivals)
        blocks.append(Paragraph(line(f"Rival accounts of control stand under Who holds what: {places}."), "remark"))
    if not blocks:
        blocks.append(
            Paragraph(
                line("Nobody in the books has voiced a second reading, and no two accounts contradict each other.")
            )
        )
    return Section("readings", "What is read two ways", tuple(blocks))


def _reading_block(desk: Desk, obligation: Obligation, state: ObligationState) -> list[Block]:
    verdicts = {r.id: r for r in state.readings}
    items = []
    for reading in sorted(obligation.readings, key=lambda r: (r.known_on, r.id)):
        found = verdicts.get(reading.id)
        outcome = reading_verdict(found, obligation.due.continuous_from is not None) if found else ""
        items.append(_reading(desk, reading, outcome))
    head = line(promise(obligation, desk.names), " ", desk.mark([obligation.id]))
    ruling = standing(desk, state)
    if ruling is None:
        return [Heading(head), Bullets(tuple(items))]
    said = line(ruled(desk, state), " ", Soft("Source: "), Citation(ruling.source), Soft("."))
    return [Heading(head), Bullets(tuple(items)), Paragraph(said, "remark")]


def _reading(desk: Desk, reading: Reading, outcome: str) -> Line:
    holder = desk.names.listed(reading.holder) or "Somebody not named"
    verdict = f" So read, it is: {outcome}." if outcome else ""
    return line(
        Strong(holder),
        f" (voiced by {short_day(reading.known_on)}): {sentence(reading.text)}{verdict} ",
        Soft("Source: "),
        Citation(reading.source),
        Soft("."),
    )


def _dispute(desk: Desk, d: Dispute) -> Line:
    """A dispute with the words of those that are quoted."""
    told = dispute_line(desk, d)
    for claim in [c for c in d.claims if desk.quotes.of(c).text][:QUOTED]:
        told = line(told, f" {desk.speaker(claim)}: ", desk.quote(claim))
    return told


def _check(desk: Desk, group: list[Check]) -> Line:
    """One comparison; others that the same claims give rise to are counted."""
    check = group[0]
    said = line(desk.worded(sentence(check.text), check.claims), " ")
    if len(group) > 1:
        said = line(said, f"The same words bear on {counted(len(group) - 1, 'more line')} of these books. ")
    claims = desk.claims(check.claims)
    shown = [c for c in claims if desk.quotes.of(c).text][:QUOTED]
    for claim in shown:
        said = line(said, f"{desk.speaker(claim)}: ", desk.quote(claim), " ")
    rest = [c.id for c in claims if c not in shown]
    return line(said, f"{'Also ' if shown else ''}{desk.speakers(rest)} ", desk.mark(rest)) if rest else said
