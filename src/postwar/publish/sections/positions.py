"""Status and mediators: who holds what on which topic, in whose words; and who is silent."""

from __future__ import annotations

from postwar.core.situation import FormatState, PositionState
from postwar.publish.desk import Desk
from postwar.publish.document import (
    Block,
    Bullets,
    Cell,
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
from postwar.publish.names import alphabetical_ids
from postwar.publish.prose import short_day
from postwar.publish.quotes import WORDS_A_CLAIM

NOT_STATED = "not stated in these reports"


def build(desk: Desk) -> Section:
    """One table a topic (actor, position, since), then the formats of mediation."""
    topics = [t.id for t in desk.case.accord.topics]
    topics += sorted({p.topic for p in desk.situation.positions} - set(topics))
    blocks: list[Block] = []
    silent: list[Line] = []
    for topic in topics:
        held = [p for p in desk.situation.positions if p.topic == topic]
        absent = {g.subject for g in desk.situation.gaps if g.kind == "position" and g.topic == topic} - {
            p.actor for p in held
        }
        if held:
            blocks.append(_topic(desk, topic, held, absent))
        elif absent:
            silent.append(line(Strong(f"{desk.names.plain(topic)}:"), f" {desk.names.listed(absent)}"))
    if silent:
        blocks += [Heading(line(f"Positions {NOT_STATED}")), Bullets(tuple(silent))]
    blocks += _formats(desk)
    if not blocks:
        blocks.append(Paragraph(line("No report in the books gives a position of any party.")))
    return Section("status", "Status and mediators", tuple(blocks))


def _topic(desk: Desk, topic: str, held: list[PositionState], absent: set[str]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for actor in alphabetical_ids(desk.names, {p.actor for p in held}):
        rows += [_position(desk, p) for p in held if p.actor == actor]
    if absent:
        rows.append((cell(desk.names.listed(absent)), cell(Soft(NOT_STATED)), cell("–")))
    return Table(desk.names.plain(topic), ("Actor", "Position, in whose words", "Since"), tuple(rows), "positions")


def _position(desk: Desk, p: PositionState) -> tuple[Cell, ...]:
    claim = desk.stance(p)
    earlier = [c.id for c in desk.claims(p.claims) if c.id != claim.id]
    voice = desk.names.plain(p.by) if p.by and p.by != p.actor else ""
    lead = f"{voice}, in {desk.outlet(desk.report(claim))}" if voice else desk.speaker(claim)
    denied = "denied: " if desk.denies(claim) else ""
    lines: list[Line] = [line(f"{lead}: {denied}", desk.quote(claim, WORDS_A_CLAIM))]
    if earlier:
        lines.append(
            line(Soft("changed from an earlier position" if p.changed_from else "also"), " ", desk.mark(earlier))
        )
    return cell(desk.named(p.actor)), cell(*lines), cell(short_day(p.since) if p.since else "not stated")


def _formats(desk: Desk) -> list[Block]:
    if not desk.situation.formats:
        return []
    return [Heading(line("Formats and missions")), Bullets(tuple(_format(desk, f) for f in desk.situation.formats))]


def _format(desk: Desk, f: FormatState) -> Line:
    parts = [
        f"members {desk.names.listed(f.members)}" if f.members else "",
        f"accepted by {desk.names.listed(f.accepted_by)}" if f.accepted_by else "",
        f"rejected by {desk.names.listed(f.rejected_by)}" if f.rejected_by else "",
    ]
    told = "; ".join(p for p in parts if p)
    return line(
        Strong(f"{desk.names.of(f.id)}:"),
        f" {f.state.replace('_', ' ')}",
        f"; {told} " if told else " ",
        desk.mark(f.claims),
    )
