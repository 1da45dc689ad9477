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

No stage knows another; only these modules know all of them.
"""

from __future__ import annotations

from postwar.pipeline.displacement import COURSES, Ask, replay
from postwar.pipeline.output import SEED, Progress, canonical_json, pretty_json, program_version
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
    show,
    update,
)
from postwar.pipeline.watch import Watched, watch

__all__ = [
    "COURSES", "MEMBERS", "SEED", "YEAR", "Ask", "Progress", "Read", "Selection", "Update", "Watched", "brief",
    "canonical_json", "hindcast", "ingest", "kept", "opened", "outlook", "places", "pretty_json", "program_version",
    "read", "replay", "show", "update", "watch",
]
