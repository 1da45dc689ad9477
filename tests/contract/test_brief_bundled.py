"""The briefs of the bundled cases, the whole way through: every figure opens, every link lands, limits are kept."""

from __future__ import annotations

import functools
import html.parser
import re
from pathlib import Path

import pytest

from postwar import pipeline
from postwar.cases import bundled_ids
from postwar.core.outlook import Outlook
from postwar.publish.brief import render_brief
from postwar.publish.prose import interval

DISPATCHES = sorted((Path(__file__).parents[2] / "../shared/dispatches").glob("*.txt"))
DAYS = ("2020-11-16", "2020-12-02")

pytestmark = pytest.mark.slow


class Links(html.parser.HTMLParser):
    """Links with their text, and ids, of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [str(value) for name, value in attrs if name == "id"]
        if tag == "a":
            self._open.append((str(dict(attrs).get("href")), []))

    def handle_data(self, data: str) -> None:
        for _, text in self._open:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            href, text = self._open.pop()
            self.links.append((href, "".join(text)))


def selections() -> list[pipeline.Selection]:
    """The bundled cases with their own reports; the dispatches of 2020 where they lie beside the repository."""
    own = [pipeline.Selection(case_id) for case_id in bundled_ids()]
    if len(DISPATCHES) != len(DAYS) or "karabakh-2020" not in bundled_ids():
        return own
    names = tuple(f"{path}@{day}" for path, day in zip(DISPATCHES, DAYS, strict=True))
    return [*own, pipeline.Selection("karabakh-2020", reports=names)]


@functools.cache
def rendered(selection: pipeline.Selection) -> tuple[pipeline.Update, Outlook, dict[str, str]]:
    """What was found, what is ahead, and the brief of a selection: made once for all tests here."""
    found = pipeline.update(selection)
    ahead = pipeline.outlook(found, members=40)
    return found, ahead, render_brief(found.case, found.situation, ahead, found.books, found.previous)


def opening(files: dict[str, str]) -> list[str]:
    """The five sentences, without links."""
    text = files["brief.md"].split("In five sentences\n", 1)[1].split("\n## ", 1)[0]
    bare = re.sub(r"\\(.)", r"\1", re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", text))
    return re.findall(r"^\d\. (.*)$", bare, re.M)


@pytest.mark.parametrize("selection", selections(), ids=lambda s: s.case + ("-dispatches" if s.reports else ""))
def test_every_figure_opens_and_every_link_lands(selection: pipeline.Selection) -> None:
    found, ahead, files = rendered(selection)
    page = Links(files["brief.html"])
    assert len(page.ids) == len(set(page.ids))
    inside = {href[1:] for href, _ in page.links if href.startswith("#")}
    assert inside <= set(page.ids), inside - set(page.ids)
    assert found.situation.figures
    for figure in found.situation.figures:
        text = interval(figure.low, figure.high)
        opened = {href[1:] for href, words in page.links if words.startswith(text)}
        assert opened & set(figure.claims), f"{figure.variable} {text} does not open to its claims"
    assert files == render_brief(found.case, found.situation, ahead, found.books, found.previous)
    assert len(opening(files)) == 5 and all(len(one.split()) < 75 for one in opening(files))
    changes = files["brief.md"].split("Since the last issue\n", 1)[1].split("\n## ", 1)[0]
    assert len(re.findall("^- ", changes, re.M)) <= 10
    for made in files.values():
        assert not re.search(r"\bNone\b|\bnan\b|  \|  \||datetime", made)


@pytest.mark.skipif(len(DISPATCHES) != len(DAYS), reason="needs the dispatches beside the repository")
def test_a_president_s_own_words_stand_in_the_opening_and_in_the_table_of_positions() -> None:
    made = rendered(selections()[-1])[2]
    words = "status as long as I am president”"
    table = made["brief.md"].split("Status and mediators\n", 1)[1]
    assert words in table and any(words in one for one in opening(made))


def test_years_on_the_opening_tells_what_is_news_then() -> None:
    """In October 2023: who holds what now, who left, and no expectation of three years ago."""
    told = opening(rendered(pipeline.Selection("karabakh-2020"))[2])
    assert any("under the control of" in one for one in told)
    assert any("left their homes by" in one and "2020" not in one for one in told)
    assert not any("expected to return" in one for one in told)
