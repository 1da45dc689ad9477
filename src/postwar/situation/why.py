"""Why a verdict is what it is: its claims with what each does for it, who says it, and how good the source is."""

from __future__ import annotations

import difflib
from dataclasses import replace

from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.chain import Chain, Ground
from postwar.core.errors import AskError
from postwar.core.situation import Situation
from postwar.situation.clause_graph import clause_graph, hanging_on
from postwar.situation.evidence import Item, collect_items
from postwar.situation.grades import grade_of
from postwar.situation.links import ObligationLinks
from postwar.situation.origins import Origins
from postwar.situation.sides import Sides

_AUTHORITIES = ("state", "de-facto authority")
_ORDER = ("for", "against", "repairs", "moves", "suspends", "one reading")


def chain_of(case: Case, books: Books, situation: Situation, obligation: str) -> Chain:
    """The chain from the verdict on an obligation to the words under it; ``AskError`` where the accord has no such
    obligation on that day.

    The letter of an authority's own source is left out: no government is graded in print. The number beside a letter is
    the claim's own, told from what the other claims say."""
    state = next((o for o in situation.obligations if o.id == obligation), None)
    if state is None:
        ids = [o.id for o in situation.obligations]
        near = difflib.get_close_matches(obligation, ids, n=3, cutoff=0.4) or ids
        raise AskError(f"no obligation {obligation!r} on that day: there are {', '.join(near)}")
    sides = Sides(case)
    told = collect_items(books, situation.as_of, Origins(case, books.documents, sides))
    items = {i.claim.id: i for i in told}
    linker = ObligationLinks(case, told, situation.as_of, {o.id: o.due for o in situation.obligations})
    events = {t.claim: e for e in situation.events for t in e.tellings}
    effects = dict(state.effects)
    seen = [(items[c], effects.get(c, "for")) for c in state.claims if c in items]
    sided = {side: [i for i, effect in seen if effect == side] for side in ("for", "against")}
    grounds = [
        replace(_ground(case, item, effect, sided), link=linker.to(obligation, item), event=events.get(item.claim.id))
        for item, effect in seen
    ]
    grounds.sort(key=lambda g: (_ORDER.index(g.effect), g.said, g.claim))
    clause = next(p.text for p in case.accord.provisions if p.id == state.provision)
    hangs = hanging_on(clause_graph(case, situation.as_of.known), obligation)
    aside = [
        (i.claim.id, link) for i in told if state.provision in i.claim.provision and i.claim.id not in effects
        if (link := linker.to(obligation, i)) is not None and not link.holds
    ]
    return Chain(state, clause, tuple(grounds), state.waits_on, hangs, tuple(aside))


def _ground(case: Case, item: Item, effect: str, sided: dict[str, list[Item]]) -> Ground:
    report = item.report
    party = next((s.party for s in case.sources if report.source in (s.id, s.name)), report.source)
    author = next((a for a in case.actors if party in (a.id, a.name)), None)
    hidden = author is not None and author.kind in _AUTHORITIES
    contrary = {"for": "against", "against": "for"}.get(effect, "")
    grade = grade_of(item, sided.get(effect, ()), sided.get(contrary, ()), hidden)
    other = item.origin if item.origin != item.report_origin else ""
    return Ground(item.claim.id, effect, report.signed, report.id, item.said, other, grade)
