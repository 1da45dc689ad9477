"""The header of a case: case.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postwar.cases.documents import Documents
from postwar.cases.folder import HEADER
from postwar.core.time import Day

KEYS = ("id", "title", "summary", "ceasefire_on", "time_zone", "horizon", "languages", "written_on")
TIME_ZONE = re.compile(r"UTC([+-]\d{2}:\d{2})?\Z|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2}\Z", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Header:
    """What case.toml says of the case as a whole."""

    id: str = ""
    title: str = ""
    summary: str = ""
    ceasefire_on: Day | None = None
    time_zone: str = "UTC"
    horizon: Day | None = None
    languages: tuple[str, ...] = ()
    written_on: Day | None = None


def read_header(documents: Documents) -> Header:
    """The header; an empty one where the file could not be read, which is noted already."""
    top = documents.blocks.get(HEADER)
    if top is None:
        return Header()
    top.allow(KEYS)
    ceasefire_on, horizon = top.day("ceasefire_on", required=True), top.day("horizon")
    top.in_order("ceasefire_on", "horizon", ceasefire_on, horizon)
    time_zone = top.text("time_zone", required=True)
    if time_zone and not TIME_ZONE.match(time_zone):
        top.fault("time_zone", time_zone, "not a time zone:", "write UTC, UTC+04:00, or a name such as Europe/Moscow")
    languages = top.words("languages", required=True)
    for language in languages:
        if not LANGUAGE.match(language):
            top.fault("languages", language, "not a language code:", "write two or three small letters, as in en")
    return Header(top.some_id(), top.text("title", required=True), top.text("summary"), ceasefire_on, time_zone,
                  horizon, languages, top.day("written_on"))
