"""What the codes of claims, control and obligations are called in the brief's own voice."""

from __future__ import annotations

from postwar.core.variable import VARIABLES

VARIABLE_WORDS = {v.id: v.name for v in VARIABLES} | {
    "away": "people still away from their homes",
    "back_home": "people back in their own home",
    "back_in_region": "people counted back in the region",
    "displaced": "people who left their homes",
    "force_strength": "personnel in place",
    "killed": "people killed since the fighting stopped",
    "population": "people living there",
}
PEOPLE = ("population", "displaced", "back_in_region", "back_home", "away")

KIND_WORDS = {
    "ceasefire": "the ceasefire",
    "accord": "the accord",
    "handover": "handover",
    "capture": "control taken during fighting",
    "control": "control",
    "withdrawal": "withdrawal",
    "deployment": "deployment",
    "mandate": "the mandate",
    "guard": "guarding",
    "centre": "the monitoring centre",
    "deadline": "a deadline",
    "amendment": "a change of the terms",
    "disarmament": "disarmament",
    "exchange": "prisoners and the dead",
    "displacement": "people leaving",
    "return": "people returning",
    "population": "people living there",
    "casualty": "people killed or hurt",
    "incident": "an incident",
    "housing": "homes",
    "mines": "clearing mines",
    "reconstruction": "rebuilding",
    "aid": "aid and the economy",
    "transport": "routes and links",
    "position": "a position",
    "talks": "talks",
    "recognition": "recognition",
    "support": "support of one side",
    "ambiguity": "something unclear in the terms",
    "risk": "a risk or opening",
    "history": "history",
    "access": "access of observers",
    "services": "services",
    "heritage": "places of worship and heritage",
    "border": "the border",
    "election": "an election",
}
MODALITY_WORDS = {
    "happened": "reported as happened",
    "agreed": "agreed",
    "planned": "planned or expected",
    "demanded": "called for",
    "conditional": "on a condition",
    "denied": "denied",
    "position": "a position",
    "assessed": "an assessment",
}
EVIDENCE_WORDS = {
    "witnessed": "seen by the reporter",
    "record": "from a record",
    "stated": "stated by a named source",
    "relayed": "relayed by another",
    "unsourced": "source not given",
}
MEASURE_WORDS = {"stock": "how many then", "flow": "in that time", "cumulative": "in all so far"}
SCOPE_WORDS = {
    "escorted_bus": "by escorted bus",
    "all_routes": "by all routes",
    "registered": "registered",
    "boardings": "journeys, so one person can count twice",
    "arrivals": "counted where they came",
    "estimated": "an estimate",
    "unspecified": "what is counted is not said",
    "unstated": "what is counted is not said",
    "in_place": "counted in the place",
}
HOW_WORDS = {
    "handover": "by agreement",
    "capture": "during fighting",
    "held": "held when the fighting stopped",
    "unknown": "not in the reports",
}
STATE_WORDS = {
    "agreed": "agreed, not observed",
    "observed": "reported as seen or done",
    "claimed": "claimed by one side",
    "contested": "contested",
}
FORCE_WORDS = {
    "reported": "reported in place",
    "agreed": "agreed; no report of it in place",
    "ended": "ended",
    "not_reported": "no report in the books",
}
ROUTE_WORDS = {
    "open": "open",
    "closed": "closed",
    "restricted": "restricted",
    "not_observed": "not observed",
    "not observed": "not observed",
}
ACT_WORDS = {
    "handover": "Handover",
    "withdraw": "Withdrawal",
    "deploy": "Deployment",
    "stay": "Presence",
    "guard": "Guarding",
    "control": "Control",
    "establish": "Set up",
    "return": "Return",
    "exchange": "Exchange",
    "disarm": "Disarmament",
    "unblock": "Unblocking",
    "build": "Building",
    "plan": "Plan",
    "hold_talks": "Talks",
    "cease_fire": "Ceasefire",
    "halt": "Halt in place",
    "guarantee": "Guarantee",
    "release": "Release",
    "legislate": "Law",
    "decide": "Decision",
    "elect": "Election",
    "pay": "Payment",
    "clear": "Clearance",
    "renew": "Renewal",
    "notify": "Notice",
    "monitor": "Monitoring",
}
LIFE_WORDS = {
    "not_triggered": "not called for yet",
    "in_effect": "in effect",
    "suspended": "suspended",
    "fulfilled": "done",
    "violated": "reported as not kept",
    "discharged": "no longer owed",
    "terminated": "ended",
    "superseded": "replaced by a later text",
}
PARAMETER_WORDS = {
    # what the model assumes, in the order in which it moves the answers of a brief: how likely violence is, who comes
    # back, whether a force stays, when a handover comes. The order is a judgement.
    "resumption.class": "how the war ended",
    "returns.ever_share": "how many of those who left would ever come back",
    "contingent.notice_p": "whether a party gives notice when the force's term ends",
    "resumption.peacekeeper_hazard_ratio": "how peacekeepers change the risk of war",
    "returns.rate": "how fast people come back",
    "resumption.tier2_share": "how many of the lesser renewals reach 25 deaths",
    "resumption.tier3_share": "how many renewals reach 1,000 deaths or a change of control",
    "contingent.early_exit_rate": "how often a force leaves before its term ends",
    "handover.on_time_share": "how many handovers come on their day",
    "departure.leave_share": "how many residents leave before a change of control",
    "handover.amend_p": "how often a handover is moved to a later day",
    "returns.capacity_per_day": "how many people the roads can carry in a day",
    "returns.other_side_factor": "how much slower people come back to the other side's control",
    "contingent.strength_share": "how much of its mandated strength a force reaches",
    "contingent.ramp_days": "how long a force takes to deploy",
    "handover.delay_days": "how late a late handover comes",
    "handover.amend_days": "by how much a handover is moved",
    "departure.spread_days": "how early residents leave",
    "returns.season_amplitude": "how much winter slows returns",
}
PRIOR_WORDS = {"lognormal": "lognormal", "normal": "normal", "uniform": "each value alike"}
_NUMBERS = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
# a name that ends in one of these takes an article inside a sentence
HEAD_NOUNS = frozenset({
    "army", "assembly", "authorities", "board", "commission", "committee", "contingent", "corridor", "council", "court",
    "desk", "force", "forces", "fund", "government", "group", "guard", "institute", "mission", "ministry", "office",
    "parliament", "party", "police", "republic", "road", "senate", "staff", "states", "nations", "union",
})
# and so does a name that begins with one of these
LEAD_NOUNS = _NUMBERS | {
    "border", "former", "international", "joint", "kingdom", "line", "ministry", "new", "office", "parliament",
    "planned", "republic", "union", "united", "zone",
}
# first words of names that are no names themselves: they lose their capital inside a sentence
COMMON_NOUNS = _NUMBERS | {
    "border", "civilians", "displaced", "districts", "families", "former", "joint", "line", "new", "people", "planned",
    "residents", "returnees", "unnamed", "villagers", "zone",
}


def words(table: dict[str, str], code: str | None) -> str:
    """The words for a code; a code without words is printed as words itself.

    >>> words(HOW_WORDS, "handover"), words(HOW_WORDS, "by_lot")
    ('by agreement', 'by lot')
    """
    return "" if code is None else table.get(code, code.replace("_", " "))
