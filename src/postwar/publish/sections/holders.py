"""Who holds what: the state of control, not of title."""

from __future__ import annotations

from postwar.publish.charts.control import chart
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
from postwar.publish.holdings import Holding, holdings
from postwar.publish.prose import counted, joined, sentence, short_day
from postwar.publish.terms import HOW_WORDS, STATE_WORDS, words

ENDORSES_NOTHING = "Lines are approximate. Names and boundaries imply no endorsement of any position."


def build(desk: Desk) -> Section:
    """Table by date, a ribbon that is not a map, rival accounts."""
    title = "Who holds what"
    rows = holdings(desk.case, desk.situation.control, desk.names.plain)
    silent = [c for c in desk.situation.control if not c.claims]
    quiet = Paragraph(
        line(
            f"On {counted(len(silent), 'more place')} of the case no report says who holds "
            f"{'it' if len(silent) == 1 else 'them'}."
        ),
        "remark",
    )
    if not rows:
        none = Paragraph(line("No report in the books says who holds any place."))
        return Section("holders", title, (none, quiet) if silent else (none,))
    blocks: list[Block] = [
        Table(
            "Who controls each place, by the day since when; not who owns it",
            ("Place", "Held by", "Since", "How", "Standing"),
            tuple(_row(desk, h) for h in rows),
            "control",
        )
    ]
    picture = chart.picture(desk.case, desk.situation, desk.names.plain)
    if picture is not None:
        blocks.append(picture)
    if silent:
        blocks.append(quiet)
    blocks.append(Paragraph(line(ENDORSES_NOTHING), "remark"))
    return Section("holders", title, (*blocks, *_rivals(desk, rows)))


def _row(desk: Desk, h: Holding) -> tuple[Cell, ...]:
    c = h.control
    holder = desk.names.of(c.actor) if c.actor else "not stated"
    left_out = (
        f"in part, except {desk.names.listed(c.except_)}" if c.except_ else "in part" if c.extent == "part" else ""
    )
    within = "it" if len(h.places) == 1 else "them"
    inner = f"and in {within} {desk.names.listed(h.inside)}" if h.inside else ""
    since = desk.figure(short_day(c.since), c.claims) if c.since else line("day not stated ", desk.mark(c.claims))
    places = (desk.named(p) for p in h.places)
    return (
        cell(*places, Soft(left_out), Soft(inner)),
        cell(holder),
        cell(since),
        cell(words(HOW_WORDS, c.how)),
        cell(
            words(STATE_WORDS, c.state), Soft(f"{counted(len(c.rivals), 'rival account')}, below") if c.rivals else ""
        ),
    )


def _rivals(desk: Desk, rows: tuple[Holding, ...]) -> list[Block]:
    items = [_rival(desk, h, n) for h in rows for n in range(len(h.control.rivals))]
    if not items:
        return []
    return [
        Heading(line("Rival accounts")),
        Bullets(tuple(items)),
        Paragraph(line("Each stands; none is settled here."), "remark"),
    ]


def _rival(desk: Desk, h: Holding, n: int) -> Line:
    r = h.control.rivals[n]
    holder = f"held by {desk.names.of(r.actor)}" if r.actor else ""
    since = f"since {short_day(r.since)}" if r.since else ""
    extent = {"whole": "the whole of it", "part": "in part"}.get(r.extent, "")
    words_of = [desk.quote(claim) for claim in desk.claims(r.claims)[:2]]
    quoted = line(" ", desk.speaker(desk.claims(r.claims)[0]), ": ", *words_of) if words_of else ()
    return line(
        Strong(f"{desk.names.listed(h.places)}:"),
        " ",
        sentence(joined((holder, since, extent), ", ")) or sentence(r.text),
        quoted,
    )
