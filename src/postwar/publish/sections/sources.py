"""Who says so: every report with its origin, and every cited claim with its words; what all figures open to."""

from __future__ import annotations

from postwar.core.accord import Amendment, Provision
from postwar.core.actor import Group
from postwar.core.claim import Claim
from postwar.core.situation import ReportLine
from postwar.publish.assumptions import table, void_words
from postwar.publish.desk import Desk
from postwar.publish.document import (
    Block,
    Citation,
    Entries,
    Entry,
    Heading,
    Line,
    Paragraph,
    Quote,
    Section,
    Soft,
    Strong,
    line,
)
from postwar.publish.head import colophon
from postwar.publish.marks import RATES, RUN, slug
from postwar.publish.prose import clean, counted, half_up, interval, joined, said, sentence, short_day, span, unit_words
from postwar.publish.quotes import WORDS_A_CLAIM
from postwar.publish.sections.ahead import sources_of_rates
from postwar.publish.terms import EVIDENCE_WORDS, KIND_WORDS, MODALITY_WORDS, words


def build(desk: Desk) -> Section:
    """Reports with their cited claims, then the accord's text, the case's groups, the model run and the base rates."""
    lead = Paragraph(
        line(
            f"Each mark opens here. At most {WORDS_A_CLAIM} words of a claim and a tenth of any report are shown; "
            "beyond that, the place in the report is given."
        ),
        "remark",
    )
    blocks: list[Block] = [lead]
    desk.quotes.fill(desk.claims(desk.marks.cited))
    lines = {r.sha256: r for r in desk.situation.reports}
    for n, document in enumerate(desk.marks.documents, 1):
        cited = [c for c in desk.marks.claims.values() if c.id in desk.marks.cited and c.report == document.report.id]
        head = line(Strong(f"R{n}"), " ", desk.titled(document.report))
        entries = [
            Entry(c.id, desk.marks.ref(c.id).label, _claim(desk, c))
            for c in sorted(cited, key=lambda c: (c.start, c.end, c.id))
        ]
        about = _about(desk, document.report.id, lines.get(document.report.sha256), len(cited))
        blocks += [Heading(head, f"r{n}"), Paragraph(about, "remark"), Entries(tuple(entries))]
    return Section("sources", "Who says so", (*blocks, *_accord(desk), *_groups(desk), *_run(desk)))


def _about(desk: Desk, report_id: str, row: ReportLine | None, cited: int) -> Line:
    document = next(d for d in desk.marks.documents if d.report.id == report_id)
    origin = row.origin if row is not None and row.origin else document.report.origin
    return line(
        f"{desk.published(document.report)}. ",
        f"Origin: {desk.source_name(origin)}. " if origin else "Origin: its own. ",
        f"Known on {short_day(document.known_on)}, entry {document.seq}. "
        f"{counted(document.n_claims, 'claim')} read, {cited} cited here.",
    )


def _claim(desk: Desk, claim: Claim) -> tuple[Line, ...]:
    shown = desk.quotes.of(claim)
    where = f"characters {claim.start:,}–{claim.end:,} of the report"
    quoted = (
        line(Quote(shown.text), "" if shown.whole else line(Soft(f" (shortened; {where})")))
        if shown.text
        else line(Soft(f"For the words see {where}."))
    )
    what = joined(dict.fromkeys((words(KIND_WORDS, claim.kind), words(MODALITY_WORDS, claim.modality))), ", ")
    about = joined(
        (
            desk.names.listed(claim.actor),
            _toward(desk, claim),
            desk.names.listed(claim.place),
            said(claim),
            _when(claim),
        ),
        "; ",
    )
    who = f"{desk.speaker(claim)}" + (f", {words(EVIDENCE_WORDS, claim.evidence)}" if claim.evidence else "")
    waits = line("Waits on ", desk.mark(claim.depends_on), ".") if claim.depends_on else line("")
    return tuple(
        x
        for x in (quoted, line(Soft(f"{what[:1].upper()}{what[1:]}: {sentence(about)} {sentence(who)}")), waits)
        if x
    )


def _toward(desk: Desk, claim: Claim) -> str:
    return f"toward {desk.names.listed(claim.target)}" if claim.target else ""


def _when(claim: Claim) -> str:
    if claim.date_basis == "unresolved":
        return "a day that the text does not settle"
    when = span(claim.valid_from, claim.valid_to)
    said_on = f", said on {short_day(claim.said_on)}" if claim.said_on else ""
    basis = {"dateline": " (from the dateline)", "inferred": " (inferred within the report)"}.get(
        claim.date_basis, ""
    )
    return ("no day said" if when == "no date" else when + basis) + said_on


def _accord(desk: Desk) -> list[Block]:
    provisions = desk.case.accord.provisions
    used = {a for o in desk.situation.obligations for a in o.amendments}
    amendments = [a for a in desk.case.accord.amendments if a.id in used]
    if not provisions:
        return []
    signed = f"Signed on {short_day(desk.case.accord.signed_on)}. " if desk.case.accord.signed_on else ""
    entries = [_provision(p) for p in provisions] + [_amendment(desk, a) for a in amendments]
    return [
        Heading(line("The accord")),
        Paragraph(line(f"{signed}In this project's own words, clause by clause."), "remark"),
        Entries(tuple(entries)),
    ]


def _provision(p: Provision) -> Entry:
    return Entry(
        f"p-{slug(p.id)}",
        f"accord {p.id}",
        (line(sentence(clean(p.text))), line(Soft("Source: "), Citation(clean(p.source)))),
    )


def _amendment(desk: Desk, a: Amendment) -> Entry:
    by = f" Its day is now {short_day(a.by)}." if a.by else ""
    return Entry(
        f"a-{slug(a.id)}",
        f"change {a.id}",
        (
            line(
                f"{desk.marks.ref(a.obligation).label}: {a.kind} agreed on {short_day(a.agreed_on)}"
                f"{', ' + a.form if a.form else ''}.{by}"
            ),
            line(Soft("Source: "), Citation(clean(a.source))),
        ),
    )


def _groups(desk: Desk) -> list[Block]:
    groups = [g for g in desk.case.groups if g.low is not None or g.high is not None]
    entries = tuple(Entry(f"g-{slug(g.id)}", "case", _group(desk, g)) for g in groups)
    return [Heading(line("Groups, as the case counts them")), Entries(entries)] if entries else []


def _group(desk: Desk, g: Group) -> tuple[Line, ...]:
    size = f"{interval(g.low, g.high)} {unit_words('person')}"
    source = line(Soft("Source: "), Citation(clean(g.source)))
    return line(f"{desk.names.of(g.id)}: {size}, as of {short_day(g.as_of)}."), source


def _run(desk: Desk) -> list[Block]:
    o = desk.outlook
    effective = counted(half_up(o.effective_members or o.members), "effective member")
    about = line(f"{counted(o.members, 'member')}, {effective}, from {short_day(o.origin)} to {short_day(o.to)}.")
    void = void_words(desk)
    entries = [Entry(RUN.anchor, RUN.label, (about, colophon(desk), *([line(void)] if void else [])))]
    rates = sources_of_rates(desk)
    if rates:
        entries.append(Entry(RATES.anchor, RATES.label, (line("Shares with their 95% intervals, from:"), *rates)))
    rests = table(desk)
    return [
        Heading(line("The model run and the base rates")),
        Entries(tuple(entries[:1])),
        *([rests] if rests is not None else []),
        *([Entries(tuple(entries[1:]))] if rates else []),
    ]
