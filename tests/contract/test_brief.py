"""What render_brief promises: two files that say the same, every figure open to its words, nothing it must not say."""

from __future__ import annotations

import dataclasses
import html
import html.parser
import re

import pytest

from postwar.core.books import Books
from postwar.core.claim import Report
from postwar.core.situation import Situation
from postwar.core.time import AsOf
from postwar.publish.brief import build_document, render_brief
from postwar.publish.document import Cited, Marks, Quote, lines_of
from postwar.publish.html import policy
from postwar.publish.marks import MarkBook
from postwar.publish.prose import interval
from tests import invented as halda

TITLES = (
    "In five sentences", "Since the last issue", "Needs a person today", "Promised and done", "Who holds what",
    "Peacekeepers and the corridor", "People", "Homes, mines, services", "Living side by side", "Status and mediators",
    "What is read two ways", "What may come next", "What we do not know, and whom to ask", "Who says so",
)


BRIEF = render_brief(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())
HTML, MARKDOWN = BRIEF["brief.html"], BRIEF["brief.md"]


class Page(html.parser.HTMLParser):
    """Ids, links with their text, tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self._open.append((str(found.get("href")), []))

    def handle_data(self, data: str) -> None:
        for _, text in self._open:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            href, text = self._open.pop()
            self.links.append((href, "".join(text)))


PAGE = Page(HTML)


def plain(markdown: str) -> str:
    """Markdown without its links and escapes."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"\]\(#[^)]*\)", "]", markdown)).replace("[", "").replace("]", "")


def section(title: str) -> str:
    """The plain text of one section."""
    after = plain(MARKDOWN).split(f"</a>{title}\n", 1)[1]
    return after.split('\n## <a id="', 1)[0]


def render(**changes: object) -> dict[str, str]:
    """The brief of the invented settlement with a changed situation, case, outlook, books or previous situation."""
    parts = {"case": halda.case(), "situation": halda.situation(), "outlook": halda.outlook(), "books": halda.books(),
             "previous": None} | changes
    return render_brief(**parts)  # type: ignore[arg-type]


def test_two_files_and_the_same_bytes_every_time() -> None:
    assert sorted(BRIEF) == ["brief.html", "brief.md"]
    again = render_brief(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())
    assert again == BRIEF


def test_sections_stand_in_their_order_in_both_files() -> None:
    assert re.findall(r'^## <a id="[\w-]+"></a>(.*)$', MARKDOWN, re.M) == list(TITLES)
    assert re.findall(r'<h2 id="[\w-]+">(.*?)</h2>', HTML) == list(TITLES)


def test_every_number_of_the_markdown_is_in_the_page_and_the_other_way_round() -> None:
    page = html.unescape(re.sub(r"<(style|svg|title)\b.*?</\1>|<[^>]+>", " ", HTML, flags=re.S))
    markdown = re.sub(r"<a id=\"[^\"]*\">|\]\(#[^)]*\)|\*Picture:\*.*? Source:", "", MARKDOWN)
    number = re.compile(r"\d[\d,]*\d")
    assert set(number.findall(page)) == set(number.findall(markdown))


def test_every_link_inside_the_page_leads_somewhere_and_no_id_stands_twice() -> None:
    assert len(PAGE.ids) == len(set(PAGE.ids))
    inside = {href[1:] for href, _ in PAGE.links if href.startswith("#")}
    assert inside <= set(PAGE.ids), inside - set(PAGE.ids)
    anchors = set(re.findall(r'<a id="([^"]+)">', MARKDOWN))
    assert set(re.findall(r"\]\(#([^)]+)\)", MARKDOWN)) <= anchors


@pytest.mark.parametrize("figure", halda.situation().figures, ids=lambda f: f"{f.variable}-{f.scope}")
def test_every_figure_of_the_situation_opens_to_its_claims(figure: object) -> None:
    text = interval(figure.low, figure.high)  # type: ignore[attr-defined]
    opened = [href for href, words in PAGE.links if words.startswith(text)]
    assert opened, f"{text} is in no link"
    for href in opened:
        assert href.removeprefix("#") in {*figure.claims, *PAGE.ids}  # type: ignore[attr-defined]
    assert f"#{figure.claims[0]}" in opened  # type: ignore[attr-defined]


def test_a_cited_claim_shows_its_source_day_kind_and_modality() -> None:
    entry = section("Who says so").split("R2-1**", 1)[1].split("- <a id", 1)[0]
    for words in ("People returning", "reported as happened", "at least 12,000 people", "River Mission, in Herald",
                  "said on 1 Apr 2031", "stated by a named source"):
        assert words in entry, entry


def test_marks_number_reports_by_day_and_claims_by_place() -> None:
    marks = MarkBook(halda.case(), halda.books())
    claims = halda.shelf().claims
    assert marks.ref(claims["brelin"].id).label == "R1-1"
    assert marks.ref(claims["back"].id).label == "R2-1"
    assert marks.ref(claims["convoy"].id).label == "R3-1"
    with pytest.raises(KeyError, match="hold nothing of that id"):
        marks.ref("c-0000000000000000")


def test_the_head_says_what_a_reader_must_know_first() -> None:
    head = plain(MARKDOWN).split("## ", 1)[0]
    for words in ("Draft. No person has endorsed it.", "2 April 2031 in the world; known on 2 April 2031",
                  "3 reports of 2",
                  "No report in the books says what access observers had", "Live:",
                  "Not for decisions on any person's return, asylum or protection."):
        assert words in head
    assert "Entry 30 of the books · program 0.1.0 · case 0123456789abcdef · seed 1" in HTML
    hindcast = render(outlook=dataclasses.replace(halda.outlook(), hindcast=True))
    assert "It shows method, not skill" in hindcast["brief.md"].split("## ", 1)[0]


def test_five_sentences_of_which_each_ends() -> None:
    lines = re.findall(r"^\d\. (.*)$", section("In five sentences"), re.M)
    assert len(lines) == 5
    assert all(one.endswith(".") for one in lines)
    empty = render(situation=Situation("halda", AsOf(halda.ORIGIN, halda.ORIGIN, 30)))
    assert len(re.findall(r"^\d\. ", plain(empty["brief.md"]).split("Since the last issue")[0], re.M)) == 5


def test_the_first_use_gives_the_other_names_alphabetically_and_later_ones_the_display_name() -> None:
    text = plain(MARKDOWN)
    assert "Castor (also Çastor, Kastorra)" in re.sub(r"\*\*", "", text)
    assert text.count("Kastorra") == text.count("Haldatal") == 1
    assert text.index("Castor") < text.index("Kastorra") and text.index("Haldatal") < text.index("Promised and done")


def test_the_opening_sentences_are_read_aloud_and_the_head_introduces_their_names() -> None:
    five, head = section("In five sentences"), plain(MARKDOWN).split("## ", 1)[0]
    assert "(also" not in five and "/" not in five
    places = dataclasses.replace(halda.case(), print_names=(("brelin", ("Brellin", "Abrelin")),))
    told = plain(render(case=places)["brief.md"])
    assert "Brelin district (also Abrelin, Brellin)" in told.split("## ", 1)[0]
    assert told.count("Abrelin") == 1
    assert "are given once, alphabetically" in head


def test_without_a_previous_issue_it_says_so_and_with_one_it_says_what_changed() -> None:
    assert "First issue" in plain(render()["brief.md"])
    changed = section("Since the last issue")
    for words in ("2 reports have come since (Herald, 2 Apr 2031; Wire, undated)",
                  "+ Dunmar district: under the control of Tolva, by agreement, 31 March; "
                  "the promised handover: done, on time R2-2",
                  "+ First figure for people counted back", "+ A position of Maren on who hosts the talks"):
        assert words in changed, words
    same = render(previous=halda.situation())
    assert "Nothing has changed." in plain(same["brief.md"])


def test_one_act_is_one_line_and_at_most_ten_lines_are_told() -> None:
    changed = section("Since the last issue")
    assert changed.count("Dunmar district") == 1, "control and promise of one place are one line"
    kinds = [re.match(r"- . (\w+)", line)[1] for line in changed.splitlines() if line.startswith("- ")]  # type: ignore[index]
    assert kinds[0] == "Dunmar"
    many = tuple(dataclasses.replace(halda.situation().figures[0], scope=f"kind_{n}", value=float(n))
                 for n in range(30))
    told = plain(render(situation=dataclasses.replace(halda.situation(), figures=many),
                        previous=halda.previous())["brief.md"]).split("Needs a person today")[0]
    lines = [line for line in told.splitlines() if line.startswith("- ")]
    assert len(lines) == 10
    assert re.search(r"Not listed here: .*\b2\d figures", told), "what is not told is counted"


def test_not_observed_is_never_not_done() -> None:
    promised = section("Promised and done")
    assert "Not observed; its day was 13 days ago." in promised
    assert "not the same as not done" in promised
    assert not re.search(r"\bnot done\b", plain(MARKDOWN).replace("not the same as not done", ""))


def test_a_postponed_promise_shows_both_days_both_reasons_and_the_verdict() -> None:
    promised = section("Promised and done")
    assert "text: by 4 Mar 2031" in promised and "moved to 14 Mar 2031" in promised
    assert "Done, on time as amended; 10 days after the first date." in promised
    assert "Reason as Maren gives it: families asked for time." in promised
    assert "Reason as Tolva gives it: roads were blocked by snow." in promised


def test_likelihood_and_confidence_never_share_a_sentence() -> None:
    for sentence in re.split(r"(?<=[.;])\s|<br>|\|", plain(MARKDOWN)):
        assert not (re.search(r"\bin 100\b|likely", sentence) and "onfidence" in sentence), sentence


def test_an_expectation_is_nowhere_told_as_happened() -> None:
    people = section("People")
    row = next(line for line in people.splitlines() if "expected to return" in line)
    assert "not reported as happened" in row and "an expectation, not a count" in row
    assert "waits on clearing mines and rebuilding" in row


def test_back_in_the_region_and_back_home_are_two_rows_and_the_second_is_a_gap() -> None:
    rows = section("People").splitlines()
    assert any(r.startswith("| **People counted back in the region**") for r in rows)
    assert any(r.startswith("| **People back in their own home**") and "gap: no report gives it" in r for r in rows)


def test_renewed_violence_is_printed_as_the_wording_says() -> None:
    ahead = section("What may come next")
    assert ahead.index("22% (16–29%)") < ahead.index("The same events in this model")
    model = ahead.split("The same events in this model", 1)[1].split("### ", 1)[0]
    rows = [line for line in model.splitlines() if line.startswith("| **")]
    assert len(rows) == 3 and "| Event | 1 year ahead |" in model
    for row in rows:
        assert "whoever starts it" in row
        assert int(re.search(r"\| (?:below |above )?(\d+)%", row)[1]) % 5 == 0  # type: ignore[index]
        assert not re.search(r"20\d\d|Brelin|valley", row)
    assert "Not for decisions on any person's return, asylum or protection." in model
    assert "This run takes the war to have ended by: treaty 30%, truce 70%." in model


def test_a_question_on_violence_gets_steps_and_one_that_names_a_place_gets_no_number() -> None:
    ahead = section("What may come next")
    answers = ahead.split("Questions and the model's answer", 1)[1].split("### ", 1)[0]
    assert "whoever starts it?" in answers and "5%, very unlikely" in answers
    assert "62 in 100, likely" in answers
    assert "Is anybody killed in fighting in the valley" not in answers
    assert "never by place" in ahead.split("Not modelled", 1)[1]


def test_parties_stand_in_alphabetical_order() -> None:
    assert "by Maren and Tolva" in section("Promised and done")
    turned = dataclasses.replace(halda.situation(), positions=halda.situation().positions[::-1])
    assert plain(render(situation=turned)["brief.md"]).split("Who hosts the talks")[1] == \
        plain(render()["brief.md"]).split("Who hosts the talks")[1]


def test_the_same_claims_are_told_once_and_gaps_of_one_topic_are_one_line() -> None:
    missing = section("What we do not know, and whom to ask")
    assert "**Maren:** on the status of the valley." in missing
    assert "**No report in the books** (ask Maren or Tolva): Exchange: prisoners and the dead accord h1" in missing


def test_a_report_is_named_by_its_mark_in_a_sentence_of_another_stage() -> None:
    texts = tuple(dataclasses.replace(c, kind="consistent", text="Report r-note: 15,000, 2 April 2031; both agree.")
                  if "r-note" in c.text else c for c in halda.situation().checks)
    made = plain(render(situation=dataclasses.replace(halda.situation(), checks=texts))["brief.md"])
    assert "R3: 15,000, 2 April 2031; both agree." in made
    assert "r-note:" not in plain(MARKDOWN)


def test_figures_that_contradict_each_other_are_one_line_however_many_were_compared() -> None:
    i = {name: claim.id for name, claim in halda.shelf().claims.items()}
    pairs = [("back", "journeys"), ("journeys", "back"), ("back", "left")]
    checks = tuple(dataclasses.replace(halda.situation().checks[1], text=f"{a} against {b}.", claims=(i[a], i[b]))
                   for a, b in pairs)
    made = plain(render(situation=dataclasses.replace(halda.situation(), checks=checks))["brief.md"])
    today = made.split("Needs a person today", 1)[1].split("## ", 1)[0]
    assert today.count("Which account stands? People returning, Halda valley (also Haldatal): ") == 1
    assert today.count("at least 12,000 people on 1 Apr 2031 (River Mission, in Herald)") == 1
    assert "about 15,000 people on 2 Apr 2031 (Wire)" in today
    assert "Which account stands? Back against left." in today, "figures of another kind are no second account"


class TestThePage:
    """One file, no script, no request, a policy that would refuse both."""

    def test_policy_names_the_one_style_by_its_hash(self) -> None:
        style = re.findall(r"<style>(.*?)</style>", HTML, re.S)
        assert len(style) == 1
        meta = next(a for tag, a in PAGE.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
        assert meta["content"] == policy(style[0])
        assert "unsafe" not in str(meta["content"]) and "default-src 'none'" in str(meta["content"])

    def test_nothing_is_loaded_and_nothing_runs(self) -> None:
        tags = {tag for tag, _ in PAGE.tags}
        assert not tags & {"script", "iframe", "object", "embed", "form", "img", "base", "video", "audio", "use:"}
        for tag, attributes in PAGE.tags:
            assert not any(name.startswith("on") for name in attributes), (tag, attributes)
            assert "style" not in attributes, (tag, attributes)
            assert "src" not in attributes, (tag, attributes)
            if tag == "link":
                assert attributes["href"] == "data:,"
            for name in ("href", "xlink:href"):
                value = attributes.get(name) or ""
                assert tag == "link" or not value or value[0] == "#" or (tag == "a" and value.startswith("https://"))
        assert "url(http" not in HTML and "@import" not in HTML

    def test_it_can_be_read_without_eyes_and_without_a_mouse(self) -> None:
        tags = [tag for tag, _ in PAGE.tags]
        assert PAGE.tags[0] == ("html", {"lang": "en"})
        assert tags.count("h1") == 1 and {"main", "header", "footer", "nav"} <= set(tags)
        assert all(a.get("scope") in ("col", "row") for tag, a in PAGE.tags if tag == "th")
        assert tags.count("caption") == tags.count("table")
        assert all(a.get("role") == "img" and a.get("aria-label") for tag, a in PAGE.tags if tag == "svg")
        assert any(tag == "a" and a.get("class") == "skip" and a.get("href") == "#main" for tag, a in PAGE.tags)
        assert "prefers-color-scheme: dark" in HTML and "@media print" in HTML and "size: A4" in HTML

    def test_drawings_are_there_with_caption_known_day_and_source(self) -> None:
        captions = re.findall(r"<figcaption>(.*?)</figcaption>", HTML, re.S)
        assert len(captions) == 3
        assert all("nown on" in c and "Source:" in c for c in captions)
        fan = next(c for c in captions if "dark band" in c)
        assert "nine in ten" in fan


HOSTILE = ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a | b * c _ d [e](javascript:alert(1)) <b>",
           "right\u202eto left", "&lt;b&gt; {{ 7*7 }} {% x %}")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_report_is_text_in_the_brief(text: str) -> None:
    books = halda.books()
    first = books.documents[0]
    report = dataclasses.replace(first.report, title=text, url=f"javascript:{text}", source=text, origin=text)
    changed = dataclasses.replace(books, documents=(dataclasses.replace(first, report=report), *books.documents[1:]))
    made = render(books=changed)
    page = Page(made["brief.html"])
    assert not {"script", "img", "b"} & {tag for tag, _ in page.tags}
    assert not any(href.startswith("javascript") for href, _ in page.links)
    assert "49" not in re.findall(r"<cite>(.*?)</cite>", made["brief.html"])[0]
    assert "\u202e" not in made["brief.html"] + made["brief.md"]
    assert not re.search(r"(?<!\\)\]\(javascript|(?<!\\)<script", made["brief.md"])


def test_quotes_keep_to_25_words_a_claim_and_a_tenth_of_each_report() -> None:
    document = build_document(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())
    shown: dict[str, set[str]] = {}
    for made in lines_of(document):
        for part in made:
            if isinstance(part, Quote):
                assert len(part.text.split()) <= 25
                shown.setdefault(_home(part.text), set()).add(part.text)
    for report_id, texts in shown.items():
        words = halda.report(report_id).text.split()
        spans = [t.strip("… ").split() for t in texts]
        covered: set[int] = set()
        for quote in spans:
            bare = [_bare(w) for w in quote]
            at = next(i for i in range(len(words)) if [_bare(w) for w in words[i:i + len(quote)]] == bare)
            covered |= set(range(at, at + len(quote)))
        assert len(covered) <= len(words) / 10, report_id


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word)


def _home(text: str) -> str:
    flat = {i: _bare(" ".join(halda.report(i).text.split()).replace(" ", "")) for i in halda.TEXTS}
    return next(i for i, whole in flat.items() if _bare(text.replace(" ", "")) in whole)


def test_a_person_who_is_not_an_actor_of_the_case_is_named_nowhere() -> None:
    """The report may name a clerk; the brief names only actors of the case, and quotes."""
    assert "Orla Venn" in MARKDOWN          # holds an office, stands in the case
    assert "Marenese officers" not in plain(MARKDOWN)


def test_every_citation_is_listed_and_nothing_else_is() -> None:
    document = build_document(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())
    cited = {r.anchor for made in lines_of(document) for part in made if isinstance(part, Cited | Marks)
             for r in part.refs if r.anchor.startswith("c-")}
    listed = set(re.findall(r'<div class="entry" id="(c-[0-9a-f]+)">', HTML))
    assert cited == listed
    uncited = halda.shelf().claims["trucks"].id
    assert uncited not in listed


def test_an_empty_book_still_makes_a_brief() -> None:
    empty = Situation("halda", AsOf(halda.ORIGIN, halda.ORIGIN, 0))
    ahead = dataclasses.replace(halda.outlook(), rows=(), base_rates=(), assumptions=(), not_modelled=(), off=())
    made = render(situation=empty, books=Books(halda.ORIGIN, 0), outlook=ahead)
    assert re.findall(r'<h2 id="[\w-]+">(.*?)</h2>', made["brief.html"]) == list(TITLES)
    assert "0 reports of 0 independent origins" in plain(made["brief.md"])


def test_a_claim_that_the_books_do_not_hold_is_an_error_and_no_silent_gap() -> None:
    figure = dataclasses.replace(halda.situation().figures[0], claims=("c-ffffffffffffffff",))
    with pytest.raises(KeyError, match="c-ffffffffffffffff"):
        render(situation=dataclasses.replace(halda.situation(), figures=(figure,)))


def test_an_undated_report_is_named_so() -> None:
    report: Report = halda.report("r-note")
    assert report.published_at is None
    assert "Wire, undated" in MARKDOWN
    assert "1 report without a day of publication (R3)" in section("Needs a person today")


def test_what_no_longer_stands_is_told_too() -> None:
    now = dataclasses.replace(halda.situation(), figures=halda.situation().figures[1:], checks=())
    told = plain(render(situation=now, previous=halda.situation())["brief.md"]).split("Needs a person today")[0]
    assert "− Figure for people who left their homes (People of the valley): 29,400–36,700" in told
    assert "− No longer against each other: “All three districts” and “except the Pass road” cannot both hold." in told


def test_a_change_that_only_a_report_tells_opens_to_its_claim() -> None:
    told = halda.shelf().claims["convoy"].id
    states = tuple(dataclasses.replace(o, due=halda.d(10, 1), amendments=(f"H4:{told}",)) if o.id == "H4" else o
                   for o in halda.situation().obligations)
    made = render(situation=dataclasses.replace(halda.situation(), obligations=states))["brief.md"]
    assert "Plan: new road past Brelin: a change is reported R3-1; its last day is taken as 1 Oct 2031." in plain(made)
    assert f"[1 Oct 2031](#{told})" in made
