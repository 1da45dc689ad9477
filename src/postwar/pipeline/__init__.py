"""THE ORDER: from reports to a brief, written once.

    1  open the reports                            reading.read.open_reports
    2  settle the two clocks                       pipeline.settlement
    3  load the case as known on that day          cases.load_case
    4  read the reports into claims                reading.read.read_report
    5  enter them in the ledger                    ledger.Ledger.ingest
    6  take the books as of the two clocks         ledger.Ledger.books
    7  derive the situation                        situation.derive
    8  run the settlement forward                  model.run
    9  make the outlook                            outlook.make_outlook
   10  write the brief and the files beside it     publish.render_brief

A recorded displacement is replayed in an order of its own:

    1  load its directory                          cases.flee.load_flight
    2  run its members                             model.processes.flight.run.simulate
    3  set the camps' reports beside them          core.reported
    4  condition the course on reports, if asked   outlook.restart.condition
    5  score it                                    outlook.scores.table
    6  write the tables and draw the pictures      publish.replay

A watch goes through the same steps up to 7 on every day on which the books learnt something, and follows its rules:

    1  load the rules                              cases.watch.load_watches
    2  what they find on each day                  situation.watching.findings
    3  which alerts fire on the last               situation.watching.follow
    4  print them                                  publish.alerts

A review looks at claims one by one:

    1  the claims in a state of review             ledger.Ledger.to_review
    2  read their reports again, with traces       reading.explain.explained
    3  say of each field how it was come by        pipeline.review
    4  enter what is decided                       ledger.Ledger.review, .correct

A feed, a folder of event tables too large to read, is asked:

    1  open it, by its form or a map               reading.feeds.table
    2  say what is asked in its terms              cases.load_names
    3  ask it; the matches are a report            reading.feeds.asking
    4  leave out the rows that the books hold      ledger.Ledger.documents
    5  read the rest into claims                   reading.read.read_report
    6  enter them                                  ledger.Ledger.ingest
    7  let older versions of a row give way        ledger.Ledger.amend, .retract

A score makes the outlooks of past days again, each with what was known then, and holds them against the last day:

    1  steps 1 to 9 for each past day              pipeline.score
    2  what the books say came of it               outlook.scores.resolution
    3  score it beside what needs no model         outlook.scores.rolling
    4  print it, draw the reliability              publish.score

No stage knows another; only these modules know all of them.
"""

from __future__ import annotations

from postwar.pipeline.displacement import COURSES, Ask, replay
from postwar.pipeline.feed import Entered, Fed, FeedAsk, ask_feed, enter_feed
from postwar.pipeline.links import Shown, links_of_report, show
from postwar.pipeline.output import SEED, Progress, canonical_json, pretty_json, program_version
from postwar.pipeline.review import ToReview, to_review
from postwar.pipeline.right import NO_RIGHT, Right
from postwar.pipeline.score import EVERY, HORIZON, score
from postwar.pipeline.settlement import (
    MEMBERS,
    YEAR,
    Read,
    Selection,
    Update,
    brief,
    hindcast,
    ingest,
    kept,
    opened,
    outlook,
    places,
    read,
    update,
)
from postwar.pipeline.watch import Watched, watch

__all__ = [
    "COURSES", "EVERY", "HORIZON", "MEMBERS", "NO_RIGHT", "SEED", "YEAR", "Ask", "Entered", "Fed", "FeedAsk",
    "Progress", "Read", "Right", "Selection", "Shown", "ToReview", "Update", "Watched", "ask_feed", "brief",
    "canonical_json", "enter_feed", "hindcast", "ingest", "kept", "links_of_report", "opened", "outlook", "places",
    "pretty_json", "program_version", "read", "replay", "score", "show", "to_review", "update", "watch",
]
