"""What an output says of restricted evidence: how much of it is not shown, or that it holds some."""

from __future__ import annotations

from postwar.core.outlook import Outlook
from postwar.core.situation import Situation
from postwar.publish.prose import counted


def restricted_lines(found: Situation | Outlook) -> list[str]:
    """A line where the books hold restricted evidence, none where they do not.

    >>> from postwar.core.time import AsOf, Day
    >>> restricted_lines(Situation("x", AsOf(Day(2021, 3, 1), Day(2021, 3, 1)), unshown=2))
    ['2 restricted claims not shown']
    """
    stands_on = f"RESTRICTED: stands on {counted(found.restricted, 'restricted report')} too; not for release"
    return [stands_on] * bool(found.restricted) + [f"{counted(found.unshown, 'restricted claim')} not shown"] * bool(
        found.unshown)
