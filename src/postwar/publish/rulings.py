"""What was ruled between readings of the text, as it is printed."""

from __future__ import annotations

from postwar.core.accord import Ruling
from postwar.core.situation import ObligationState
from postwar.publish.desk import Desk
from postwar.publish.prose import short_day


def standing(desk: Desk, state: ObligationState) -> Ruling | None:
    """The ruling by which a reading of an obligation stands; None where none that binds upholds one."""
    upheld = {r.id for r in state.readings if r.upheld}
    made = [r for r in desk.case.accord.rulings if r.obligation == state.id and r.upholds in upheld]
    return max(made, key=lambda r: (r.made_on, r.id), default=None)


def ruled(desk: Desk, state: ObligationState) -> str:
    """Who ruled when, and by whose reading the text is read; empty where nobody did."""
    ruling = standing(desk, state)
    if ruling is None:
        return ""
    readers = next(r.holder for r in state.readings if r.id == ruling.upholds)
    return (
        f"Ruled on {short_day(ruling.made_on)} by {desk.names.listed(ruling.by)}, who may rule under the text: "
        f"it is read as {desk.names.listed(readers)} {'reads' if len(readers) == 1 else 'read'} it."
    )
