"""What follows a breach: the right of others to suspend, the duty to make it good, and whether it was made good.

A breach stays in the history. Where every duty that the text names for its repair is done, after the breach, the
verdict says *repaired*; where one is begun, the breach stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from postwar.core.accord import Obligation
from postwar.situation.suspension import Right
from postwar.situation.verdict import Verdict

_MENDED = ("breached", "partial")
Judged = Callable[[str], Verdict | None]


def repaired_by(o: Obligation) -> tuple[str, ...]:
    """The duties that make a breach of ``o`` good."""
    return tuple(dict.fromkeys(r for remedy in o.remedies if remedy.kind == "repair" for r in remedy.obligation))


def repairs(o: Obligation, all_of_them: Sequence[Obligation]) -> tuple[str, ...]:
    """The obligations whose breach ``o`` makes good."""
    return tuple(other.id for other in all_of_them if o.id in repaired_by(other))


def rights_over(o: Obligation, all_of_them: Sequence[Obligation], plain: Judged) -> tuple[Right, ...]:
    """The rights to suspend ``o``: by its own power, and by the breach of other duties; ``plain`` judges a duty without
    regard to suspensions."""
    found = []
    if o.power is not None and o.power.kind == "suspension":
        found.append(Right(o.power.holder))
    for other in all_of_them:
        for remedy in other.remedies:
            if remedy.kind == "suspend" and o.id in remedy.obligation:
                verdict = plain(other.id)
                broken = verdict.broken_on if verdict is not None else None
                stands = verdict is not None and verdict.disposition == "breached"
                holder = remedy.holder or other.beneficiary
                found.append(Right(holder, other.id, broken, stands, remedy.notice_days))
    return tuple(found)


def with_repair(o: Obligation, verdict: Verdict, judged: Judged) -> Verdict:
    """The verdict once its repair is looked at."""
    names = repaired_by(o)
    if not names or verdict.broken_on is None or verdict.disposition not in _MENDED:
        return verdict
    others = [v for v in (judged(n) for n in names) if v is not None]
    done = [v for v in others if v.done]
    if len(done) == len(names):
        mended = tuple(dict.fromkeys(i for v in done for i in v.support))
        return replace(verdict, disposition="repaired", mended_by=mended, reasons=("repaired", *verdict.reasons))
    if any(v.grade > 0 for v in others):
        return replace(verdict, reasons=(*verdict.reasons, "repair begun"))
    return verdict
