"""The head of the brief: the two days, the books, access, draft, hindcast, what it is not for."""

from __future__ import annotations

from postwar.publish.desk import Desk, run_on
from postwar.publish.document import Cited, Fact, Line, line
from postwar.publish.prose import counted, day, short_day, weekday
from postwar.publish.restricted import restricted_lines

NOT_FOR = "Not for decisions on any person's return, asylum or protection."
DRAFT = "Draft. No person has endorsed it."


def facts(desk: Desk) -> tuple[Fact, ...]:
    """The lines of the head."""
    s = desk.situation
    return (
        Fact("As of", line(f"{day(s.as_of.valid)} in the world; known on {day(s.as_of.known)} in the books")),
        Fact("Books", _books(desk)),
        *_restricted(desk),
        Fact("Access", _access(desk)),
        Fact(
            "Outlook",
            line(
                "Hindcast: made later, using only what was known on this day; its builders know what followed. "
                "It shows method, not skill"
                if desk.outlook.hindcast
                else "Live: made from what is known on this day"
            ),
        ),
        Fact("For", line(f"Planners and analysts. {NOT_FOR}")),
        Fact("Names", line(_names(desk))),
    )


def _names(desk: Desk) -> str:
    """The other names of what the opening sentences name; all later names are introduced where they first stand."""
    introduced = desk.names.introduced()
    given = f"Here: {introduced}. " if introduced else ""
    return (
        "The accord's English text is followed; the other names in use are given once, alphabetically. "
        f"{given}No name implies a position on status"
    )


def _books(desk: Desk) -> Line:
    s = desk.situation
    reports = run_on(
        (
            line(Cited(f"{desk.published(d.report)}", (desk.marks.report_mark(d.report.id),)))
            for d in desk.marks.documents[:4]
        ),
        "; ",
    )
    more = len(desk.marks.documents) - 4
    tail = line(f"; and {counted(more, 'more report')}") if more > 0 else ()
    listed = line(" (", reports, tail, ")") if desk.marks.documents else ()
    seen = sum(c.evidence == "witnessed" for c in desk.books.claims)
    return line(
        f"{counted(len(s.reports), 'report')} of {counted(s.origins, 'independent origin')}",
        listed,
        f"; the accord's text; {counted(len(desk.books.claims), 'claim')}, {seen or 'none'} of them seen by a reporter",
    )


def _restricted(desk: Desk) -> tuple[Fact, ...]:
    """What is said of restricted evidence where the books hold any."""
    return tuple(Fact("Restricted", line(said)) for said in restricted_lines(desk.situation))


def _access(desk: Desk) -> Line:
    found = [c for c in desk.books.claims if c.kind == "access"]
    if not found:
        return line("No report in the books says what access observers had")
    return line(f"{counted(len(found), 'passage')} on the access of observers ", desk.mark(c.id for c in found[:6]))


def title(desk: Desk) -> tuple[str, str]:
    """Title and subtitle."""
    on = desk.situation.as_of.valid
    return desk.case.title, f"Brief for {weekday(on)} {day(on)}"


def colophon(desk: Desk) -> Line:
    """What the same bytes can be made from again."""
    s, o = desk.situation, desk.outlook
    return line(
        f"Entry {s.as_of.seq} of the books · program {s.version or o.version or 'not stated'} · "
        f"case {(s.case_digest or 'not stated')[:16]} · seed {o.seed} · {counted(o.members, 'member')} · "
        f"known on {short_day(s.as_of.known)}. The same of all of these gives the same bytes."
    )
