"""What counts as doing, beginning or breaking each act of an accord: one row an act, to be read as a table.

Row: the kinds of claim that show it done, the kinds that show it begun, the kinds that break it, and whether it is a
duty that goes on (kept day by day) or one that is done once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Act:
    """How claims bear on one act. ``whole_by`` is the measure by which it counts as done: one report of it (*event*), a
    quantity or words of completion (*amount*), or never once and for all (*kept*)."""

    done: tuple[str, ...]
    begun: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    whole_by: str = "event"
    by_beneficiary: tuple[str, ...] = ()  # kinds that show it done when the receiving side is the actor
    figure: str = ""  # the variable that measures it

    @property
    def lasting(self) -> bool:
        """Whether the duty is kept day by day."""
        return self.whole_by == "kept"


ACT_TABLE: dict[str, Act] = {
    "handover": Act(("handover",), ("withdrawal",), (), "event", ("control", "deployment")),
    "withdraw": Act(("withdrawal",), (), (), "amount"),
    "deploy": Act(("deployment",), ("guard",), ("withdrawal",), "amount", figure="force_strength"),
    "stay": Act(("deployment", "mandate", "guard"), (), ("withdrawal",), "kept"),
    "guard": Act(("guard",), (), ("incident", "transport"), "kept"),
    "control": Act(("guard", "control"), (), ("capture",), "kept"),
    "establish": Act(("centre",), ("accord", "talks"), (), "event"),
    "return": Act(("return",), (), (), "amount", figure="back_in_region"),
    "exchange": Act(("exchange",), (), (), "amount"),
    "release": Act(("exchange",), (), (), "amount"),
    "disarm": Act(("disarmament",), (), (), "amount"),
    "unblock": Act(("transport",), (), ("incident",), "amount"),
    "build": Act(("transport", "reconstruction"), (), (), "event"),
    "plan": Act(("accord",), ("transport", "talks"), (), "event"),
    "hold_talks": Act(("talks",), (), (), "event"),
    "cease_fire": Act(("ceasefire",), (), ("incident", "ceasefire"), "kept"),
    "halt": Act(("ceasefire",), (), ("incident", "ceasefire", "capture"), "kept"),
    "guarantee": Act(("guard", "transport"), (), ("incident", "transport"), "kept"),
    "legislate": Act(("accord",), ("talks",), (), "event"),
    "decide": Act(("accord",), ("talks",), (), "event"),
    "elect": Act(("election",), (), (), "event"),
    "pay": Act(("aid",), (), (), "amount"),
    "clear": Act(("mines",), (), (), "amount", figure="hectares_released"),
    "renew": Act(("mandate",), (), (), "event"),
    "notify": Act(("mandate",), (), (), "event"),
    "monitor": Act(("centre", "deployment"), (), (), "kept"),
}


def act_of(name: str) -> Act:
    """The row of an act; an act that the table lacks is done once, by a claim of the same kind."""
    return ACT_TABLE.get(name) or Act((name,))


NAMES: dict[str, str] = {
    # act -> the words by which a sentence names it, for claims that speak of a duty without doing it
    "handover": r"hand(?:ed|ing|s)?[- ]?over|hand(?:ed|ing)? back|transfer\w*|ced(?:e|ed|ing)|surrender\w*"
    r"|pass(?:ed|es|ing)? to|takeover|vacat\w*"
    r"|return of (?:the )?(?:\w+ )?(?:district|region|town|village|area|territor)\w*",
    "withdraw": r"withdr[ae]w\w*|pull\w*[- ]?out|pull\w* back|departure|evacuat\w*|vacat\w*",
    "deploy": r"deploy\w*",
    "stay": r"mandate|term of|stay of",
    "guard": r"guard\w*|patrol\w*|escort\w*",
    "establish": r"cent(?:re|er)|commission|establish\w*|set(?:ting)? up|opening of",
    "return": r"return(?:s|ed|ing)? (?:home|of (?:displaced|refugees|people|families))|repatriat\w*",
    "exchange": r"exchang\w*|swap\w*|prisoners?|detainees?|captives?",
    "release": r"releas\w*|prisoners?|detainees?|captives?|amnest\w*",
    "disarm": r"disarm\w*|weapons?|arms|guns?|rifles?|decommission\w*|demobilis\w*|demobiliz\w*|collection",
    "unblock": r"unblock\w*|reopen\w*|opening of|links?",
    "build": r"build\w*|construct\w*|road|railway|bridge",
    "plan": r"plan\w*|project",
    "hold_talks": r"talks|meeting|round of|negotiat\w*|summit",
    "legislate": r"laws?|bill|act of|legislat\w*|amnest\w*|decrees?|statute|ordinance|regulations?|constitution\w*",
    "decide": r"decision|award|ruling|arbitrat\w*",
    "elect": r"elections?|polls?|vote",
    "pay": r"pay\w*|compensation|grants?|funds?",
    "clear": r"clear\w*|demin\w*|mines?",
    "cease_fire": r"truce|cease-?fire|armistice",
}
_NAMES = {act: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for act, words in NAMES.items()}


@lru_cache(maxsize=1 << 16)
def acts_named(text: str) -> frozenset[str]:
    """The acts that some words name; the same words are asked of every obligation, so that answers are kept.

    >>> sorted(acts_named("the handover was put off to 25 November"))
    ['handover']
    """
    return frozenset(act for act, words in _NAMES.items() if words.search(text))
