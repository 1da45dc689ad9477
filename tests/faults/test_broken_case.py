"""A broken case: one line a fault, with file, line, value and mend; never a traceback."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postwar.cases import check_case, find_case, load_case, load_names
from postwar.core.errors import CaseError


@dataclass(frozen=True)
class Broken:
    """One fault: in ``file``, ``old`` becomes ``new``; the fault stands on the line that then holds ``at`` (default:
    ``new``), and is said and mended in these words."""

    name: str
    file: str
    old: str
    new: str
    says: str
    mend: str
    at: str | None = None


ORRIN = "orrin,Orrin district,Orrin,district,country-lowen,12.55,-41.35,240,valley-guard,invented"
SARN = "sarn-road,Sarn road,the road;the corridor;Sarn corridor,corridor,orrin,,,,lowen-army,"
T1 = '"reach(back_in_region[""tess"",""tess-people""], 4000) by 2019-06-30"'
FORCE = "observer-mission,observer-mission,Harbour Observer Mission,120,person"
LOSE = ""

TABLES = (
    Broken("a place within an unknown place", "places.csv", ORRIN, ORRIN.replace("country-lowen", "country-lowan"),
           "unknown place in within: 'country-lowan'", "did you mean 'country-lowen'?"),
    Broken("a controller nobody knows", "places.csv", "240,valley-guard", "240,hill-army",
           "unknown actor in controller: 'hill-army'", "add it to actors.csv, or name one that is there"),
    Broken("a latitude beyond the pole", "places.csv", "12.55,-41.35", "112.55,-41.35",
           "lat is out of range: '112.55'", "at most 90"),
    Broken("half a point", "places.csv", "12.55,-41.35", "12.55,", "a point needs both lat and lon", "fill in both"),
    Broken("a negative area", "places.csv", ",240,", ",-240,", "negative area_km2 '-240'", "at least 0"),
    Broken("a number with a unit", "places.csv", ",240,", ",240 km2,", "area_km2 is not a number: '240 km2'",
           "use digits and a decimal point"),
    Broken("a number without a source", "places.csv", "240,valley-guard,invented", "240,valley-guard,",
           "source is missing", "fill in source"),
    Broken("an unknown kind of place", "places.csv", ",corridor,orrin", ",coridor,orrin",
           "unknown kind 'coridor'", "did you mean 'corridor'?"),
    Broken("a place that lies in itself", "places.csv", "country-lowen,Lowen,Republic of Lowen,country,,",
           "country-lowen,Lowen,Republic of Lowen,country,sarn-road,", "a place lies within itself: 'country-lowen in",
           "take one of these out of within"),
    Broken("a name of two towns", "places.csv", SARN, f"{SARN}\ntess-2,Upper Tess,Tess,town,,,,,,",
           "this name also means 'tess', a town too: 'Tess'", "take it away from one of the two", at="tess-2"),
    Broken("a duplicate id", "places.csv", SARN, f"{SARN}\norrin,Orrin again,Orrin again,district,,,,,,",
           "duplicate id, first in line 5: 'orrin'", "give each row its own id", at="Orrin again"),
    Broken("a place without an id", "places.csv", "sarn-road,Sarn", ",Sarn", "id is missing", "fill in id",
           at=",Sarn road"),
    Broken("an id of two words", "actors.csv", "relief-line,Relief", "relief line,Relief", "bad id 'relief line'",
           "use one word"),
    Broken("an unknown kind of actor", "actors.csv", "Desk,organisation", "Desk,agency", "unknown kind 'agency'",
           "use one of state, "),
    Broken("a cell too many", "actors.csv", "relief-line,Relief Line,Relief Line charity,organisation,,",
           "relief-line,Relief Line,Relief Line charity,organisation,,,", "7 cells where the header has 6",
           "one cell a column"),
    Broken("a quotation mark that stays open", "actors.csv", "orrin-families,Families", 'orrin-families,"Families',
           "the cells of this row cannot be told apart", "close every quotation mark"),
    Broken("an unknown column", "actors.csv", "side,note", "side,colour", "unknown column 'colour'",
           "the columns are id"),
    Broken("a misspelt column", "actors.csv", "name,aliases", "nam,aliases", "unknown column 'nam'",
           "did you mean 'name'?"),
    Broken("a column that stands twice", "actors.csv", "side,note", "side,side", "a column stands twice: 'side'",
           "keep one of the two"),
    Broken("a negative count", "groups.csv", ",2000,2600,", ",-2000,2600,", "negative low '-2000'", "at least 0"),
    Broken("low above high", "groups.csv", ",2000,2600,", ",3000,2600,", "high lies below low (3000): '2600'",
           "make low at most high"),
    Broken("thousands separators", "groups.csv", ",14000,16000,", ',"14,000",16000,', "low is not a number: '14,000'",
           "no separators"),
    Broken("a day that is not in the calendar", "groups.csv", '2019-02-01,2019-03-10,"Invented: estimate',
           '2019-02-30,2019-03-10,"Invented: estimate', "as_of is not a day: '2019-02-30'", "YYYY-MM-DD"),
    Broken("a group of unknown home", "groups.csv", "Orrin residents,orrin,orrin,", "Orrin residents,orrin,orin,",
           "unknown place in whereabouts: 'orin'", "did you mean 'orrin'?"),
    Broken("a group of which nobody says since when it is known", "groups.csv", "2019-01-01,2019-03-10,",
           "2019-01-01,,",
           "known_on is missing", "fill in known_on"),
    Broken("a share above one", "groups.csv", ",0.2,0.35", ",0.2,35", "born_since_high is out of range: '35'",
           "at most 1"),
    Broken("a force of an unknown actor", "forces.csv", FORCE, FORCE.replace("observer-mission,o",
           "observer-mission,x-o"),
           "unknown actor in actor: 'x-observer-mission'", "did you mean 'observer-mission'?"),
    Broken("an unknown unit", "forces.csv", "120,person", "120,people", "unknown unit 'people'", "use one of person"),
    Broken("a force without a source", "forces.csv", ",Accord clause 4", ",", "source is missing", "fill in source",
           at=FORCE),
    Broken("an unknown kind of traffic", "routes.csv", "people;aid;goods", "people;aid;good",
           "unknown traffic 'good'", "did you mean 'goods'?"),
    Broken("a route that closes before it opens", "routes.csv", "2019-03-20,,", "2019-03-20,2019-03-01,",
           "open_to lies below open_from (2019-03-20): '2019-03-01'", "make open_from at most open_to"),
    Broken("a route that goes nowhere", "routes.csv", "tess,country-pellan", "tess,tess",
           "a route ends where it begins: 'tess'", "name two places"),
    Broken("another name of nobody", "aliases.csv", "tess,Tessa", "tes,Tessa",
           "unknown place or actor or group in id: 'tes'", "did you mean 'tess'?"),
    Broken("a name that may perhaps be printed", "aliases.csv", "lowen,yes", "lowen,perhaps", "unknown print 'perhaps'",
           "use one of yes, first-use, never"),
    Broken("a source of reliability G", "sources.csv", "Wire,,B", "Wire,,G", "unknown reliability 'G'",
           "use one of A, B"),
)

RULES = (
    Broken("a rule that does not parse", "questions.csv", "reach(war_tier, 2)", "reach war_tier, 2",
           "this rule does not parse, column 7: not expected here: 'war_tier'", "write '('"),
    Broken("a rule on an unknown variable", "questions.csv", "back_in_region[", "back_in_regoin[",
           "no such variable: 'back_in_regoin'", "write 'back_in_region'"),
    Broken("a rule on an unknown place", "questions.csv", '[""tess"",', '[""tss"",', "unknown place in rule: 'tss'",
           "did you mean 'tess'?"),
    Broken("a rule on an unknown group", "questions.csv", '""tess-people""', '""tess-peoples""',
           "unknown group in rule: 'tess-peoples'", "did you mean 'tess-people'?"),
    Broken("a rule on an unknown force", "questions.csv", '""observer-mission""', '""observers""',
           "unknown force in rule: 'observers'", "did you mean 'observer-mission'?"),
    Broken("a rule on an unknown actor", "questions.csv", '""tess"",""tess-people""], 4000)', '""tess"",""lowe""], 1)',
           "unknown group in rule: 'lowe'", "add it to groups.csv"),
    Broken("a rule on an actor who holds nothing", "questions.csv", T1,
           '"reach(in_control[""tess"",""nobody""], 1) by 2019-06-30"', "unknown actor in rule: 'nobody'",
           "add it to actors.csv"),
    Broken("a rule on an unknown route", "questions.csv", '""sarn-road""], 7 days', '""sarn-rail""], 7 days',
           "unknown route or place in rule: 'sarn-rail'", "did you mean 'sarn-road'?"),
    Broken("a rule on an unknown obligation", "questions.csv", 'done(""a2"")', 'done(""a22"")',
           "unknown obligation in rule: 'a22'", "did you mean 'a2'?"),
    Broken("a rule on an unknown kind of event", "questions.csv", T1, '"reach(events[""exchanges""], 1) by 2019-06-30"',
           "unknown kind of event in rule: 'exchanges'", "did you mean 'exchange'?"),
    Broken("a rule with a name too many", "questions.csv", '""tess-people""]', '""tess-people"",""lowen""]',
           "back_in_region takes at most 2 names, this is one too many: 'lowen'", "name the place first"),
    Broken("a rule that looks beyond its question", "questions.csv", "2020-03-10,", "2020-03-09,",
           "the rule looks beyond closes_on (2020-03-09): '2020-03-10'", "let the question close on the last day"),
    Broken("a void rule that does not parse", "questions.csv", '"reach(war_tier, 3) by 2019-06-30"', "no count comes",
           "this void_if does not parse, column 4", "write"),
    Broken("a question that closes before the ceasefire", "questions.csv", "2020-03-21,", "2018-03-21,",
           "the question closes before the ceasefire of 2019-03-10: '2018-03-21'", "give a later day"),
    Broken("a question of unknown age", "questions.csv", "by 2020-03-10\",,2019-03-20", "by 2020-03-10\",,",
           "written_on is missing", "fill in written_on"),
)

ACCORD = (
    Broken("TOML that does not parse", "provisions.toml", 'by = 2019-03-31}', 'by = 2019-03-31',
           "not valid TOML", "see https://toml.io"),
    Broken("a term from a signing without a day", "provisions.toml", "signed_on = 2019-03-09\n\n[[stage]]", "[[stage]]",
           "signed_on is missing, and terms count from the signing", "fill in signed_on"),
    Broken("an unknown table", "provisions.toml", "[[silence]]", "[[silense]]", "unknown key 'silense'",
           "did you mean 'silence'?"),
    Broken("a misspelt key", "provisions.toml", 'source = "Invented accord, clause 3"',
           'sorce = "Invented accord, clause 3"', "unknown key 'sorce'", "did you mean 'source'?"),
    Broken("a provision without a source", "provisions.toml", 'source = "Invented accord, clause 3"', LOSE,
           "source is missing", "fill in source", at='[[provision]]\nid = "a3"'),
    Broken("a provision without an obligation", "provisions.toml", '[[silence]]',
           '[[provision]]\nid = "a0"\ntext = "Peace."\nsource = "s"\nknown_on = 2019-03-10\n\n[[silence]]',
           "a provision has no obligation: 'a0'", "add [[provision.obligation]]", at='[[provision]]\nid = "a0"'),
    Broken("an unknown obligor", "provisions.toml", 'obligor = ["valley-guard"]', 'obligor = ["valley-gard"]',
           "unknown actor in obligor: 'valley-gard'", "did you mean 'valley-guard'?"),
    Broken("an unknown place in a clause", "provisions.toml", 'except = ["sarn-road"]', 'except = ["sarn"]',
           "unknown place in except: 'sarn'", "add it to places.csv"),
    Broken("an unknown beneficiary", "provisions.toml", '"tess-people", "orrin-families"', '"tess-people", "orrin-f"',
           "unknown actor or group in beneficiary: 'orrin-f'", "add it to actors.csv or groups.csv"),
    Broken("an unknown mode", "provisions.toml", 'mode = "must"\nact = "handover"', 'mode = "shall"\nact = "handover"',
           "unknown mode 'shall'", "use one of must, may, must_not", at='mode = "shall"'),
    Broken("an unknown act", "provisions.toml", 'act = "handover"', 'act = "hand over"', "unknown act 'hand over'",
           "did you mean 'handover'?"),
    Broken("an unknown stage", "provisions.toml", 'due = {by = 2019-03-31}\nstage = "stage-2"',
           'due = {by = 2019-03-31}\nstage = "phase-9"', "unknown stage in stage: 'phase-9'",
           "add it to provisions.toml",
           at='stage = "phase-9"'),
    Broken("an unknown obligation that comes first", "provisions.toml", 'after = ["a3"]', 'after = ["a33"]',
           "in after: 'a33'", "did you mean 'a3'?"),
    Broken("a negative quantity", "provisions.toml", "quantity = 48", "quantity = -48", "negative quantity '-48'",
           "at least 0"),
    Broken("a quantity in quotation marks", "provisions.toml", "quantity = 48", 'quantity = "48"',
           "quantity is not a number: '48'", "use digits"),
    Broken("a text instead of a list", "provisions.toml", 'obligor = ["valley-guard"]', 'obligor = "valley-guard"',
           "obligor is not a list of texts: 'valley-guard'", 'write ["one", "two"]'),
    Broken("a list instead of a table", "provisions.toml", "due = {by = 2019-03-31}", "due = [2019-03-31]",
           "due is not a table:", "write due = { … }"),
    Broken("a due day that is none", "provisions.toml", "{by = 2019-03-31}", '{by = "31 March 2019"}',
           "by is not a day: '31 March 2019'", "YYYY-MM-DD"),
    Broken("a due that says twice when", "provisions.toml", "{by = 2019-03-31}",
           "{by = 2019-03-31, before = 2019-04-02}",
           "due says twice when: 'by and before'", "keep one of by, before"),
    Broken("a window that ends before it begins", "provisions.toml", "{by = 2019-03-31}",
           "{from = 2019-04-01, by = 2019-03-31}", "by lies below from (2019-04-01)", "make from at most by"),
    Broken("a term of what", "provisions.toml", '{within_days = 60, of = "signing"}', "{within_days = 60}",
           "within_days of what?", 'add of = "signing"'),
    Broken("a term that counts from nothing known", "provisions.toml", '{within_days = 60, of = "signing"}',
           '{within_days = 60, of = "spring"}', "unknown obligation or event or signing in of: 'spring'",
           "add it to provisions.toml"),
    Broken("of without a term", "provisions.toml", '{within_days = 60, of = "signing"}', '{of = "signing"}',
           "of without a term: 'signing'", "add within_days, within_months, from_days or from_months"),
    Broken("half a day", "provisions.toml", "{within_days = 60,", "{within_days = 60.5,",
           "within_days is not a whole number: '60.5'", "count in whole days"),
    Broken("an end without a beginning", "provisions.toml",
           "{continuous_from = 2019-03-20, continuous_to = 2020-03-20}",
           "{continuous_to = 2020-03-20}", "continuous_to without continuous_from", "say from when it binds"),
    Broken("an obligation that waits on itself", "provisions.toml", "due = {by = 2019-03-20}",
           'due = {by = 2019-03-20}\nafter = ["a5"]', "an obligation waits on itself: 'a3 after a5 after a3'",
           "take one of these out of after", at='after = ["a5"]'),
    Broken("a duplicate obligation", "provisions.toml", 'id = "a4-stay"', 'id = "a4-deploy"',
           "duplicate id, first in line ", "give each row its own id",
           at='id = "a4-deploy"\nobligor = ["observer-mission"]'
           '\nmode = "must"\nact = "stay"'),
    Broken("a power without a holder", "provisions.toml", '{kind = "notice", holder = ["lowen", "tess-council"],',
           '{kind = "notice", holder = [],', "a power has no holder: 'notice'", "name the actors who may use it"),
    Broken("an unknown kind of power", "provisions.toml", '{kind = "notice"', '{kind = "veto"', "unknown kind 'veto'",
           "use one of renewal, notice, suspension, ruling"),
    Broken("a last day for notice that is not in the calendar", "provisions.toml",
           "notice_months = 3, from = 2019-03-20", "notice_months = 3, from = 2019-05-31",
           "-3 months from 2020-05-31 falls on no day", "give the day itself"),
    Broken("a term that ends on no day", "provisions.toml", "due = {by = 2019-03-31}\n",
           'due = {within_months = 1, of = "a4-x"}\n', "in of: 'a4-x'", "add it to provisions.toml"),
    Broken("a reading that nobody holds", "provisions.toml", 'holder = ["tess-council"]\n', "holder = []\n",
           "a reading has no holder: 'a5-sole'", "name the actors who read the text so",
           at='[[provision.obligation.reading]]\nid = "a5-sole"'),
    Broken("a reading voiced on no day", "provisions.toml", 'known_on = 2019-05-06\nsource = "Invented: statement',
           'source = "Invented: statement', "known_on is missing", "fill in known_on",
           at='[[provision.obligation.reading]]\nid = "a5-sole"'),
    Broken("a reading that forbids an unknown thing", "provisions.toml", "guard@sarn-road", "gard@sarn-road",
           "unknown kind of claim in forbids: 'gard'", "did you mean 'guard'?"),
    Broken("a reading that forbids it in an unknown place", "provisions.toml", "guard@sarn-road", "guard@sarn",
           "unknown place in forbids: 'sarn'", "add it to places.csv"),
    Broken("a reading that changes something unknown", "provisions.toml", 'none = "a post', 'nothing = "a post',
           "unknown key 'nothing'",
           "the keys are obligor, place, except, quantity, counted_by, by, before, forbids, allows, outside, none"),
    Broken("an amendment of an unknown obligation", "provisions.toml", 'obligation = "a2"', 'obligation = "b2"',
           "unknown obligation in obligation: 'b2'", "add it to provisions.toml"),
    Broken("a postponement to no day", "provisions.toml", "by = 2019-04-14\n", LOSE,
           "postpone without a new last day, in 'a2-later'", "fill in by", at='[[amendment]]\nid = "a2-later"'),
    Broken("an unknown form of amendment", "provisions.toml", 'form = "written"', 'form = "spoken"',
           "unknown form 'spoken'", "use one of written, oral"),
    Broken("a reason without a source", "provisions.toml", 'source = "Republic of Lowen", reason', "reason",
           "source is missing", "fill in source", at='{reason = "Snow'),
    Broken("a silence of unknown age", "provisions.toml", 'noted_by = "the accord\'s text"\nknown_on = 2019-03-10\n'
           'source = "Invented accord, read', 'noted_by = "the accord\'s text"\nsource = "Invented accord, read',
           "known_on is missing", "fill in known_on", at="[[silence]]"),
    Broken("a topic that nobody knows", "provisions.toml", 'expected_of = ["lowen",', 'expected_of = ["lowenia",',
           "unknown actor in expected_of: 'lowenia'", "did you mean 'lowen'?"),
)

PARAMETERS = (
    Broken("a parameter about nobody", "parameters.toml", 'name = "returns.rate"\nabout = "tess-people"',
           'name = "returns.rate"\nabout = "tessers"', "in about: 'tessers'", "did you mean 'tess'?",
           at='about = "tessers"'),
    Broken("a parameter of unknown age", "parameters.toml",
           'few residents stay through a change of control, and nobody has asked them"\nknown_on = 2019-03-10',
           'few residents stay through a change of control, and nobody has asked them"', "known_on is missing",
           "fill in known_on", at='[[parameter]]\nname = "departure.leave_share"'),
    Broken("a parameter without a source", "parameters.toml", 'source = "judgement: years rather than months"\n', LOSE,
           "source is missing", "fill in source", at='[[parameter]]\nname = "returns.rate"\nabout = "orrin-families"'),
    Broken("a parameter twice", "parameters.toml", 'name = "returns.ever_share"\nabout = "orrin-families"',
           'name = "returns.ever_share"\nabout = "tess-people"', "duplicate parameter, first in line ",
           "keep one of the two",
           at='name = "returns.ever_share"\nabout = "tess-people"\nunit = "share"\nprior = {kind = "beta", a = 2.0'),
    Broken("value and prior", "parameters.toml", "prior = {kind = \"uniform\"",
           "value = 0.2\nprior = {kind = \"uniform\"",
           "a parameter has both value and prior: 'returns.season_amplitude'", "give one of the two", at="value = 0.2"),
    Broken("neither value nor prior", "parameters.toml", 'prior = {kind = "uniform", low = 0.0, high = 0.5}\n', LOSE,
           "a parameter has neither value nor prior: 'returns.season_amplitude'", "give one of the two",
           at='[[parameter]]\nname = "returns.season_amplitude"'),
    Broken("an unknown kind of prior", "parameters.toml", 'kind = "uniform"', 'kind = "uniforn"',
           "unknown kind 'uniforn'",
           "did you mean 'uniform'?"),
    Broken("percentiles in the wrong order", "parameters.toml", "p05 = 1.0, p95 = 12.0", "p05 = 12.0, p95 = 1.0",
           "p95 is not above p05 = 12: '1.0'", "make p05 the smaller"),
    Broken("a lognormal from nothing", "parameters.toml", "p05 = 1.0, p95 = 12.0", "p05 = 0.0, p95 = 12.0",
           "p05 is out of range: '0.0'", "more than 0"),
    Broken("a beta of no weight", "parameters.toml", "a = 9.0, b = 1.5", "a = 9.0, b = 0.0", "b is out of range: '0.0'",
           "more than 0"),
    Broken("half a prior", "parameters.toml", "a = 9.0, b = 1.5", "a = 9.0", "b is missing", "fill in b"),
    Broken("a number of another prior", "parameters.toml", "a = 9.0, b = 1.5", "a = 9.0, p95 = 1.5, b = 1.5",
           "unknown key 'p95'", "the keys are kind, a, b"),
    Broken("weights that sum to more than one", "parameters.toml", "victory = 0.1", "victory = 0.2",
           "the weights of a choice sum to '1.1'", "make them sum to 1"),
    Broken("a negative weight", "parameters.toml", "victory = 0.1", "victory = -0.1", "negative victory '-0.1'",
           "at least 0"),
    Broken("a number that is none", "parameters.toml", "p05 = 100.0", "p05 = nan", "p05 is not a number: 'nan'",
           "use digits"),
    Broken("a name without a process", "parameters.toml", 'name = "resumption.class"', 'name = "class"',
           "bad name of a parameter: 'class'", "write process.quantity"),
)

OTHERS = (
    Broken("a case without a title", "case.toml", 'title = "Tessary valley settlement"', LOSE, "title is missing",
           "fill in title", at='id = "toy"'),
    Broken("a bad day of ceasefire", "case.toml", "2019-03-10", '"2019-3-10"', "ceasefire_on is not a day: '2019-3-10'",
           "YYYY-MM-DD"),
    Broken("a horizon in the past", "case.toml", "horizon = 2021-03-10", "horizon = 2018-03-10",
           "horizon lies below ceasefire_on (2019-03-10): '2018-03-10'", "make ceasefire_on at most horizon"),
    Broken("a time zone that is none", "case.toml", '"UTC"', '"valley time"', "not a time zone: 'valley time'",
           "write UTC"),
    Broken("a language in full", "case.toml", '["en"]', '["English"]', "not a language code: 'English'", "as in en"),
    Broken("an actor who accepts and rejects", "formats.toml", 'rejected_by = ["lowen"]',
           'rejected_by = ["tess-council"]',
           "accepts and rejects the same format: 'tess-council'", "leave it in one"),
    Broken("an unknown member", "formats.toml", 'members = ["lowen", "pellan",', 'members = ["lowen", "pelan",',
           "unknown actor in members: 'pelan'", "did you mean 'pellan'?"),
    Broken("a report of an impossible day", "reports/2019-03-11-truce.md", "published_at: 2019-03-11",
           "published_at: 2019-03-32", "published_at is not a day: '2019-03-32'", "YYYY-MM-DD"),
    Broken("a report of nobody", "reports/2019-03-11-truce.md", "source: Marrick Wire\n", LOSE, "source is missing",
           "fill in source", at="---"),
    Broken("a report of somebody unknown", "reports/2019-03-11-truce.md", "source: Marrick Wire", "source: Marick Wire",
           "unknown source in source: 'Marick Wire'", "did you mean 'Marrick Wire'?"),
    Broken("a misspelt key above a report", "reports/2019-03-11-truce.md", "published_at:", "publish_at:",
           "unknown key 'publish_at'", "did you mean 'published_at'?"),
    Broken("front matter that never ends", "reports/2019-03-11-truce.md", "language: en\n---", "language: en\n",
           "the front matter has no end", "write ---", at="---"),
    Broken("a line without a key above a report", "reports/2019-03-11-truce.md", "language: en", "in English",
           "not a line of front matter: 'in English'", "write key: value"),
)


def copied(folder: Path) -> Path:
    """The toy case in a folder of its own."""
    return Path(shutil.copytree(find_case("toy"), folder / "case"))


def line_of(text: str, fragment: str) -> int:
    return text.count("\n", 0, text.index(fragment)) + 1


@pytest.mark.parametrize("broken", TABLES + RULES + ACCORD + PARAMETERS + OTHERS, ids=lambda broken: broken.name)
def test_one_line_names_file_line_value_and_mend(tmp_path: Path, broken: Broken) -> None:
    case = copied(tmp_path)
    text = (case / broken.file).read_text(encoding="utf-8")
    assert broken.old in text, "the toy case has changed: this row no longer breaks anything"
    text = text.replace(broken.old, broken.new, 1)
    (case / broken.file).write_text(text, encoding="utf-8")

    problems = check_case(case)

    assert len(problems) == 1, [str(problem) for problem in problems]
    line = str(problems[0])
    assert "\n" not in line
    assert (problems[0].file, broken.says in line, broken.mend in problems[0].mend) == (broken.file, True, True), line
    if broken.name not in {"TOML that does not parse"}:
        assert problems[0].line == line_of(text, broken.new if broken.at is None else broken.at), line


def test_a_month_that_has_no_such_day_is_a_fault_not_a_clamp(tmp_path: Path) -> None:
    case = copied(tmp_path)
    file = case / "provisions.toml"
    text = file.read_text(encoding="utf-8").replace("signed_on = 2019-03-09", "signed_on = 2019-01-30")
    file.write_text(text.replace('{within_days = 60, of = "signing"}', '{within_months = 1, of = "signing"}'), "utf-8")
    (problem,) = check_case(case)
    assert "1 months from 2019-01-30 falls on no day" in str(problem)
    assert problem.line == line_of(text, "{within_days = 60")


NEEDED = ("actors.csv", "case.toml", "places.csv", "provisions.toml")
TEXTS = (*NEEDED, "aliases.csv", "formats.toml", "forces.csv", "groups.csv", "parameters.toml", "questions.csv",
         "routes.csv", "sources.csv", "reports/2019-03-11-truce.md")


@pytest.mark.parametrize("file", NEEDED)
def test_a_missing_file_is_one_line_and_references_to_it_are_not_held_against_others(tmp_path: Path, file: str) -> None:
    case = copied(tmp_path)
    (case / file).unlink()
    assert [str(p) for p in check_case(case)] == [f"{file}: this file is missing; add it; docs/cases.md shows its form"]


@pytest.mark.parametrize("file", TEXTS)
def test_a_file_that_is_not_utf8_is_one_line_with_the_line_of_the_byte(tmp_path: Path, file: str) -> None:
    case = copied(tmp_path)
    data = (case / file).read_bytes()
    at = data.index(b"\n", 20) + 3
    (case / file).write_bytes(data[:at] + b"\xe9" + data[at:])
    line = data.count(b"\n", 0, at) + 1
    assert [str(p) for p in check_case(case)] == [
        f"{file}:{line}: this file is not UTF-8: 'byte 0xe9'; save it as UTF-8"]


@pytest.mark.parametrize("file", [name for name in TEXTS if name.endswith(".csv")])
def test_an_empty_table_is_one_line(tmp_path: Path, file: str) -> None:
    case = copied(tmp_path)
    (case / file).write_bytes(b"")
    (problem,) = check_case(case)
    assert str(problem).startswith(f"{file}:1: the first line names no column; begin with ")


@pytest.mark.parametrize(("file", "text", "says"), [
    ("parameter.toml", "", "parameter.toml: nothing reads this file; did you mean parameters.toml?"),
    ("losses.csv", "id", "losses.csv: nothing reads this file; a case has actors.csv, "),
    ("reports/letter.txt", "Dear all",
     "reports/letter.txt:1: nothing says who published this report; begin it with ---"),
    ("reports/letter.toml", 'source = "Relief Line"',
     "reports/letter.toml: no report lies beside this file; add the rep"),
    ("reports/relief-line-letter.txt", "---\nsource: Relief Line\n---\nMore.\n",
     "reports/relief-line-letter.txt: this report has the same name as reports/relief-line-letter.md; keep one of the"),
    ("reports/b.md", "---\nsource: Relief Line\n---\nNo news.\n\n",
     "reports/c.md: this report has the same text as reports/"
     "b.md; keep one of the two"),
    ("outlines.geojson", "{\n]",
     "outlines.geojson:2: not valid JSON (Expecting property name enclosed in double quotes)"),
    ("outlines.geojson", "[]", "outlines.geojson:1: this is no FeatureCollection; write "),
    ("outlines.geojson", '{"features": [\n{"properties": {"id": "tes"}}]}',
     "outlines.geojson:2: an outline of an unknown place: 'tes'; did you mean 'tess'?"),
])
def test_a_stray_file_is_one_line(tmp_path: Path, file: str, text: str, says: str) -> None:
    case = copied(tmp_path)
    (case / file).write_text(text, "utf-8")
    if file == "reports/b.md":
        (case / "reports/c.md").write_text("---\nsource: Joint Return Desk\n---\nNo  news.", "utf-8")
    (problem,) = check_case(case)
    assert str(problem).startswith(says)


def test_faults_in_many_places_are_all_found_at_once(tmp_path: Path) -> None:
    case = copied(tmp_path)
    broken = (TABLES[0], TABLES[19], RULES[0], ACCORD[5], PARAMETERS[11], OTHERS[1])
    for fault in broken:
        text = (case / fault.file).read_text(encoding="utf-8")
        (case / fault.file).write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
    problems = check_case(case)
    lines = [str(problem) for problem in problems]
    assert len(lines) == len(broken)
    assert all(any(fault.says in line for line in lines) for fault in broken)
    assert [(p.file, p.line) for p in problems] == sorted((p.file, p.line) for p in problems)
    with pytest.raises(CaseError) as caught:
        load_case(case)
    assert caught.value.problems == problems
    assert str(caught.value).splitlines() == lines


@pytest.mark.parametrize("case", ["no-such-case", "", "\0", "a" * 5000])
def test_a_case_that_is_not_there_is_one_line(case: str) -> None:
    for ask in (check_case, load_case, load_names):
        with pytest.raises(CaseError) as caught:
            ask(case if case else Path("no-such-folder"))
        assert len(str(caught.value).splitlines()) == 1
        assert "no such case; " in str(caught.value)


def test_a_misspelt_bundled_case_is_named() -> None:
    with pytest.raises(CaseError, match="did you mean 'toy'"):
        load_case("toyy")


pieces = st.sampled_from([b"[[", b"]]", b"{", b"}", b'"', b",", b";", b"\n", b"=", b"nan", b"-1", b"1e999", b"id",
b"\xff",
                          b"\x00", b"\xef\xbb\xbf", b"---", b"2019-02-30", b'"""', b"\\", "\u2028".encode(), b"#",
                          b"'"])


@given(data=st.data())
@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_bytes_in_any_file_raise_anything_but_a_case_error(tmp_path: Path, data: st.DataObject) -> None:
    break_and_load(tmp_path, data)


@pytest.mark.long
@given(data=st.data())
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_bytes_at_all_raise_anything_but_a_case_error(tmp_path: Path, data: st.DataObject) -> None:
    break_and_load(tmp_path, data)


def break_and_load(tmp_path: Path, data: st.DataObject) -> None:
    """Put drawn bytes into one drawn file of the toy case, ask for the case, and put the file back."""
    case = tmp_path / "case"
    if not case.exists():
        copied(tmp_path)
    file = data.draw(st.sampled_from((*TEXTS, "outlines.geojson", "reports/x.toml")))
    before = (case / file).read_bytes() if (case / file).exists() else None
    after = data.draw(st.binary(max_size=60))
    if before and data.draw(st.booleans()):
        start = data.draw(st.integers(0, len(before)))
        end = start + data.draw(st.sampled_from((0, 0, 1, 5, 200)))
        after = before[:start] + data.draw(st.one_of(pieces, st.binary(max_size=4))) + before[end:]
    (case / file).write_bytes(after)
    try:
        for ask in (load_case, load_names):
            try:
                ask(case)
            except CaseError as error:
                assert error.problems
                assert all(len(str(problem).splitlines()) == 1 for problem in error.problems)
    finally:
        (case / file).unlink()
        if before is not None:
            (case / file).write_bytes(before)
