"""Words in a quote that say how much of a thing happened. English; a claim in another language just gives no cue."""

from __future__ import annotations

import re


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE)


WHOLE = _any("all", "whole", "entire(?:ly)?", "fully", "full", "complete(?:ly)?", "every")
ALL_OF_A_NUMBER = re.compile(r"\ball (two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.IGNORECASE)
PARTITIVE = _any(
    "swath(?:e|es|s)?",
    "parts? of",
    "some of",
    "most of",
    "much of",
    "several",
    "portions?",
    "areas of",
    "territory lost",
    "stretch(?:es)? of",
    "half of",
    "a number of",
)
ONGOING = _any(
    "are (?:now )?(?:leaving|departing|withdrawing|pulling out|fleeing)",
    "is (?:leaving|departing|withdrawing)",
    "began",
    "begun",
    "begins?",
    "started",
    "starts?",
    "under way",
    "underway",
    "continu\\w+",
)
FINISHED = _any("complet\\w+", "finish\\w+", "the last", "last of", "fully", "all of", "concluded", "ended", "entire")
OF_A_SERIES = _any(
    "(?:first|second|third|fourth|fifth|sixth|next|previous|another|\\d+(?:st|nd|rd|th)) (?:\\w+ )?"
    "(?:stages?|phases?|rounds?|tranches?|batch(?:es)?|instal?lments?|withdrawals?|relocations?|handovers?|groups?)",
    "(?:stages?|phases?|rounds?) (?:one|two|three|four|five|\\d+)",
)  # one part of what is done in several
STILL_HELD = _any(
    "still (?:being )?(?:held|detained|imprisoned|jailed|in)",
    "remain\\w* (?:in|behind|jailed|held|detained)",
    "(?:stay|kept) in",
)
REJECTED = _any(
    "reject\\w+", "disqualif\\w+", "ruled out", "turned (?:down|away)", "not accepted", "(?:did|do|does) not meet",
    "fail(?:ed|s)? to meet", "dispute[sd]?", "in dispute",
)
OPENED = _any(
    "open(?:ed|s)?",
    "reopen(?:ed|s)?",
    "re-open(?:ed|s)?",
    "resum\\w+",
    "unblock(?:ed|s)?",
    "unimpeded",
    "passable",
    "in use",
    "restored",
    "traffic (?:is|was|has been) moving",
    "free movement",
)
CLOSED = _any(
    "clos(?:ed|ure|es|ing)",
    "block(?:ed|ade|ades|ing|s)?",
    "blockad\\w+",
    "cut off",
    "cuts? off",
    "shut",
    "severed",
    "halted",
    "impassable",
    "sealed",
)
RESTRICTED = _any(
    "checkpoints?", "restrict\\w+", "limit(?:ed|s)", "inspect\\w+", "delay(?:ed|s)?", "partly", "partially"
)
NO_ACCESS = _any(
    "denied",
    "refus\\w+",
    "turned (?:back|away)",
    "no access",
    "barred",
    "not (?:been )?(?:allowed|let|permitted)",
    "prevented",
    "without access",
    "could not (?:reach|enter|visit)",
    "cannot (?:reach|enter|visit)",
    "kept out",
    "blocked",
    "restrict\\w+",
    "not (?:been )?(?:admitted|reached|visited)",
)
KILLED = _any(
    "kill(?:ed|s|ing)?",
    "dead",
    "died",
    "dies",
    "deaths?",
    "fatal(?:ly|ities)?",
    "shot dead",
    "lost (?:his|her|their) li(?:fe|ves)",
    "bodies",
)
DESTROYED = _any(
    "destroy\\w*", "burn(?:ed|t)", "razed", "gutted", "demolish\\w+", "levelled", "leveled", "alight", "uninhabitable"
)
RELEASED = _any("clear(?:ed|ance|ing)?", "demin(?:ed|ing)", "released", "handed over for use", "made safe")
NEARLY = _any("nearly", "almost", "just under", "close to", "not quite", "just short of")
OWN_HOME = _any(
    "own (?:homes?|houses?|flats?|apartments?)", "their (?:houses|flats|apartments)", "(?:his|her) (?:house|flat|home)"
)
RETOOK = _any("retook", "retaken", "recaptur\\w+", "regain\\w+", "took back", "taken back", "reclaim\\w+", "won back")
TAKEOVER = _any(
    "takeover", "took over", "takes over", "taken over", "taking over", "took control", "takes control", "entered"
)
CHANGED = _any(
    "backtrack\\w*",
    "revers\\w+",
    "dropp?(?:ed|ing)",
    "abandon\\w*",
    "no longer",
    "withdr(?:ew|awn|aw(?:s|ing)?) (?:its|his|her|their|the|an?) (?:\\w+ )?(?:offer|promise|pledge|demand|proposal)",
    "retreat(?:ed|ing|s)? from",
    "chang(?:ed|ing) (?:its|his|her|their) (?:position|stance|mind)",
    "earlier (?:promise|offer|pledge|position)",
    "u-turn",
)
UNCHANGED = re.compile(r"\b(?:(?:has|have|had) not changed|unchanged|(?:remains?|stays?) the same)\b", re.IGNORECASE)
PERCEIVES = _any("sees?", "saw", "views?", "viewed", "regards?", "regarded", "perceiv\\w+", "fears?", "feared")
OPENING = _any("opportunit\\w+", "opening", "chance", "may be possible", "hope(?:s|ful)?", "breakthrough", "promising")
STAGE = _any("stages?", "phases?")
PEOPLE_BY_BUS = _any("bus(?:es)?", "convoys?", "coach(?:es)?")
REGISTERED = _any("regist\\w+")
BOARDINGS = _any("board(?:ed|ings?)", "embark\\w+")
BREACH = _any("violat\\w+", "breach\\w*", "broke", "broken", "breaks?", "breaking")
POSITIONS = _any(
    "positions?",
    "lines?",
    "in place",
    "halt(?:ed|s)? where",
    "where they (?:stand|stood|are|were)",
    "stay(?:ed|s)? where",
    "frozen",
    "froze",
    "posts?",
    "no (?:advance|movement)",
)
POST = _any("checkpoints?", "(?:customs|border|control|military) posts?", "posts?", "roadblocks?")
WILL_NOT = re.compile(
    r"\b(?:will|would|shall|may|must|can|could) (?:not|never)\b|\bwon['’]t\b|\bcannot\b", re.IGNORECASE
)
IN_THE_TEXT = re.compile(
    r"\b(?:statement|accord|agreement|deal|text|clause|document|treaty)\b[^.;]*"
    r"\b(?:contain|mention|sa[yi]|provid|nam|includ|hold|speak)\w*\b",
    re.IGNORECASE,
)
NOT_SO = re.compile(r"\b(?:not?|never|none|nobody|nothing|nor|without)\b|n['’]t\b", re.IGNORECASE)
SINCE_THE_END = re.compile(
    r"\bsince the (?:(?:\w+ ){0,2}(?:truce|cease-?fire|statement|agreement|accord|deal|armistice|settlement)"
    r"|(?:fighting|war|hostilities) (?:stopped|ended|was over)"
    r"|end of (?:the )?(?:\w+ )?(?:war|fighting|hostilities))\b",
    re.IGNORECASE,
)
LIVING = _any("liv(?:e|es|ed|ing)", "inhabit\\w*", "population", "residents?", "home to", "remain\\w*", "stay\\w*")
LIVED_BEFORE = re.compile(
    r"\b(?:had|once|formerly|used to) (?:lived?|been home)\b|\blived? there before\b", re.IGNORECASE
)
FIRST_OF_ALL = re.compile(
    r"\b(?:the|a) first (?:group|families|family|people|civilians?|residents?|returnees?|\d)", re.IGNORECASE
)
ALL_ROUTES = re.compile(
    r"\b(?:by|on) all (?:routes|roads|means)\b|\bprivate (?:cars?|vehicles?)\b"
    r"|\bwithout (?:any |an |a )?(?:\w+ )?escort\b|\bby their own means\b|\bon their own\b",
    re.IGNORECASE,
)
OF_THEM = re.compile(r"\bof (?:them|these|those|whom)\b", re.IGNORECASE)
ARRIVED = _any("arriv\\w+")
STILL_AWAY = _any("still", "remain\\w*", "yet to return", "not (?:yet )?returned")
A_TIME_PAST = re.compile(r"\b(?:was|were)\b.*\bfor (?:\w+ )?(?:hours?|days?|weeks?|months?)\b", re.IGNORECASE)
PER_DAY = _any(
    "a day",
    "per day",
    "daily",
    "in (?:the )?(?:past|last) (?:24 hours|day)",
    "over the (?:past|last) (?:24 hours|day)",
    "on the (?:last|same|previous|following|next) day",
    "within 24 hours",
    "in (?:a single|one) day",
    "(?:that|the) day",
    "day alone",
)
SO_FAR = _any(
    "so far",
    "in total",
    "altogether",
    "in all",
    "since",
    "already",
    "have (?:now )?\\w+ed",
    "has \\w+ed",
    "had \\w+ed",
    "(?:have|has|had) (?:left|fled|come back|gone|been|died)",
    "(?:are|were|is) (?:now )?(?:back|away|still)",
    "to date",
    "by now",
    "cumulative",
    "total(?:led|ling)?",
)
MINES = _any("mines?", "minefields?", "landmines?", "deminer", "demining", "unexploded", "ordnance")
UNDER_FIRE = _any(
    "shot",
    "shooting",
    "fire",
    "fired",
    "shell(?:ed|ing)",
    "attack\\w*",
    "clash\\w*",
    "fighting",
    "ambush\\w*",
    "drones?",
    "sniper\\w*",
    "strikes?",
    "offensive",
    "skirmish\\w*",
)
ON_PAPER = _any(
    "sign(?:ed|s|ing)?",
    "agree[ds]?",
    "memorandum",
    "details",
    "approv\\w+",
    "authoris\\w+",
    "authoriz\\w+",
    "announc\\w+",
)
NOTICE = _any("notice", "notif\\w+", "objection", "will not (?:renew|extend)", "terminat\\w+")
SUSPENDED = _any("suspend(?:s|ed|ing)?", "suspension", "(?:puts?|putting) (?:\\w+ ){0,4}on hold")
_WAR = r"(?:hostilities|fighting|operations?|offensives?|strikes?|attacks?|shelling|traffic|flights?)"
WAR_SUSPENDED = re.compile(
    rf"\bsuspen\w+ (?:of )?(?:\w+ ){{0,3}}{_WAR}\b|\b{_WAR} (?:\w+ ){{0,2}}suspended\b", re.IGNORECASE
)
LIFTED = _any(
    "(?:lift(?:s|ed|ing)?|end(?:s|ed|ing)?|revok(?:es|ed|ing)|cancel(?:s|led|ling)?) (?:\\w+ ){0,3}suspension",
    "no longer suspended",
)
RESUMED = _any("resum\\w+", "restart\\w*", "reinstat\\w+", "(?:takes?|took|taken) (?:\\w+ ){0,3}up again")
PRESENT = _any(
    "now",
    "at present",
    "currently",
    "today",
    "controls?",
    "holds?",
    "(?:is|are) in control",
    "under (?:the |full )?control",
    "retain(?:s|ing)?",
    "keeps?",
)
ATTACK = _any(
    "shot at",
    "shootings?",
    "fired (?:at|on|upon)",
    "opened fire",
    "under fire",
    "shell(?:ed|ing)",
    "attack\\w*",
    "clash\\w*",
    "strikes?",
    "violat\\w+",
    "breach\\w*",
    "offensive",
    "assault",
    "kill(?:ed|s)?",
    "dead",
    "wounded",
    "ambush\\w*",
    "skirmish\\w*",
    "fighting",
)
_CONDITION = re.compile(
    r"\s*(?:(?:only )?(?:if|unless|once|in case|provided|as soon as)\b"
    r"|(?:only (?:when|after|once)|when|until)\b[^,;]*\b(?:has|have) (?:been )?\w+)",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"\b(?:can|could|may|might|will|would|cannot)\b[^.;]*\b(?:only (?:when|once|after|if)|until|unless)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b((?:1[89]|20)\d\d)(?:s|-)?\b")
_LONG_AGO = _any("years ago", "decades? ago", "formerly", "previously", "decades-old", "since the (?:first|last) war")


def names_a_condition(text: str) -> bool:
    """Whether the clause itself is what something waits on: *once*, *if*, *when … has been*.

    >>> names_a_condition("when the fields have been cleared"), names_a_condition("when the army entered the town")
    (True, False)
    """
    return bool(_CONDITION.match(text))


def is_waited_on(before: str) -> bool:
    """Whether the words before a clause say that something waits on it.

    >>> is_waited_on("The return can begin only when mines have been cleared and ")
    True
    """
    return bool(_WAITS.search(before))


def speaks_of_the_past(text: str, year: int) -> bool:
    """Whether the words name a year before ``year`` and no later one, or speak of years ago.

    >>> speaks_of_the_past("the hills that the army seized in the 1990s", 2020)
    True
    >>> speaks_of_the_past("the hills that the army took on 3 May 2020", 2020)
    False
    """
    years = [int(y) for y in _YEAR.findall(text)]
    return (bool(years) and max(years) < year) or bool(_LONG_AGO.search(text))
