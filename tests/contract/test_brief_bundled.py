"""The briefs of the bundled cases, the whole way through: every figure opens, every link lands, limits are kept."""

from __future__ import annotations

import html.parser
import re
from pathlib import Path

import pytest

from postwar import pipeline
from postwar.cases import bundled_ids
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


@pytest.mark.parametrize("selection", selections(), ids=lambda s: s.case + ("-dispatches" if s.reports else ""))
def test_every_figure_opens_and_every_link_lands(selection: pipeline.Selection) -> None:
    found = pipeline.update(selection)
    ahead = pipeline.outlook(found, members=40)
    files = render_brief(found.case, found.situation, ahead, found.books, found.previous)
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
    for made in files.values():
        assert not re.search(r"\bNone\b|\bnan\b|  \|  \||datetime", made)
