"""Reading: one report on its way to claims, step by step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.link import chosen_of
from postwar.core.time import Day
from postwar.reading.anaphora import resolve_bare
from postwar.reading.arguments import Roles
from postwar.reading.attribution import AttributionReader
from postwar.reading.claiming import Made, claim_of, dependent, numbered
from postwar.reading.clauses import cut_clauses
from postwar.reading.dates import Anchor, When, hemisphere
from postwar.reading.discourse import Discourse
from postwar.reading.draft import Draft
from postwar.reading.drafts import Drafter
from postwar.reading.figures import Figure, FigureGrammar
from postwar.reading.frames import FrameFinder
from postwar.reading.grammar import VerbFinder
from postwar.reading.headings import is_title
from postwar.reading.layout import Block
from postwar.reading.lexicon import Lexicon, load_lexicon
from postwar.reading.links import Linker, group_of
from postwar.reading.masthead import read_masthead
from postwar.reading.mentions import Gazetteer, Mention
from postwar.reading.provisions import Parsed, read_clause, sentences_of
from postwar.reading.readers import page_of_report
from postwar.reading.segment import sentences
from postwar.reading.sentence import Sentence
from postwar.reading.tables import cells_of
from postwar.reading.times import TimeGrammar
from postwar.reading.tokens import Token, tokenise
from postwar.reading.trace import Trace

LONG, FEW_WORDS = 60, 8  # a sentence of more tokens than that in so few different words is no prose
MOST_VERBS = 40  # of one sentence; what lies beyond is no prose
_QUOTE = re.compile(r"[\"“«„]([^\"“”«»„]{3,1500})[\"”»“]")


@lru_cache(maxsize=8)
def _gazetteer(names: Names, language: str) -> Gazetteer:
    return Gazetteer(names, load_lexicon(language))


@lru_cache(maxsize=4)
def _instruments(language: str) -> tuple[TimeGrammar, FigureGrammar, VerbFinder, FrameFinder, AttributionReader]:
    lexicon = load_lexicon(language)
    return (
        TimeGrammar(lexicon),
        FigureGrammar(lexicon),
        VerbFinder(lexicon),
        FrameFinder(lexicon),
        AttributionReader(lexicon),
    )


class Reading:
    """One report on its way to claims."""

    def __init__(self, report: Report, names: Names, lexicon: Lexicon, traced: bool = False) -> None:
        self.report, self.names, self.lexicon, self.traced = report, names, lexicon, traced
        self.traces: dict[str, Trace] = {}
        self.gazetteer = _gazetteer(names, lexicon.language)
        self.times, self.figures, self.verbs, self.finder, self.sources = _instruments(lexicon.language)
        self.talk = Discourse(self.gazetteer)
        self.talk.issuer = self._issuer()
        self._quoted: tuple[Block | None, list[tuple[int, int]]] = (None, [])
        page = page_of_report(report)
        self.blocks = page.blocks
        self.head = read_masthead(page.text, page.begin, page.blocks, self.times, report.published_at)
        self.anchor = self._anchor()

    def _issuer(self) -> tuple[str, ...]:
        """The actor of the case that publishes the report, if one does."""
        source = tokenise(self.report.source)
        named = [m for m in self.gazetteer.mentions(source) if m.via == "name" and m.actors] if source else []
        whole = [m for m in named if m.start == 0 or m.end == len(source)]
        actors = self.gazetteer.actors
        return next((m.actors[:1] for m in whole if actors[m.actors[0]].kind not in {"person", "population"}), ())

    def _anchor(self) -> Anchor:
        """What relative times count from: the dateline near the publication, the publication, a date printed on top."""
        published, dateline = self.report.published_at, self.head.dateline
        near = dateline is not None and (published is None or abs((dateline - published).days) <= 10)
        day = dateline if near else published or self.head.printed
        ceasefire = self.names.ceasefire_on
        year = None if day or ceasefire is None else ceasefire.year
        plain = Anchor(day, year, self._day_first(), ceasefire, southern=hemisphere(self.names.places))
        return replace(plain, period=self._period(plain))

    def _period(self, anchor: Anchor) -> tuple[Day, Day] | None:
        """The days that a report says it covers ("covers the period from … to …"), near its top."""
        for block in self.blocks[:6]:
            if "eriod" not in block.text[:600]:
                continue
            for a, b in sentences(block.text[:600]):
                tokens = tokenise(block.text, a, b)
                at = next((k for k, t in enumerate(tokens) if t.low == "period"), None)
                for said in self.times.times(tokens) if at is not None else ():
                    when = self.times.resolve(said, anchor, -1)
                    if said.sort == "range" and said.start - (at or 0) <= 4 and when.first and when.last:
                        return when.first, when.last
        return None

    def _day_first(self) -> bool | None:
        """Whether dates in figures put the day first, as far as one date of the text tells."""
        votes: Counter[bool] = Counter()
        for found in re.finditer(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/])", self.report.text):
            a, b = int(found[1]), int(found[3])
            if 12 < a <= 31 and 1 <= b <= 12:
                votes[True] += 1
            elif 12 < b <= 31 and 1 <= a <= 12:
                votes[False] += 1
        return None if len(votes) != 1 else next(iter(votes))

    def sentence(self, block: Block, start: int, end: int) -> Sentence:
        """A sentence with its mentions, times, figures, verbs and clauses."""
        tokens = tokenise(block.text, start, end)
        noise = len(tokens) > LONG and len({t.low for t in tokens}) <= FEW_WORDS
        return self.parse(block, () if noise else tokens)

    def parse(self, block: Block, tokens: tuple[Token, ...]) -> Sentence:
        """Everything that is seen in the tokens of one sentence."""
        mentions = self.gazetteer.mentions(tokens)
        mentions = [
            replace(m, actors=self.talk.actors_of(m, mentions, [t.low for t in tokens[m.end : m.end + 5]]))
            if m.via == "pronoun"
            else m
            for m in mentions
        ]
        named = frozenset(k for m in mentions if m.via in {"name", "both"} for k in range(m.start, m.end))
        times = self.times.times(tokens)
        taken = frozenset(k for t in times for k in range(t.start, t.end)) | frozenset(
            k for k in named if tokens[k].text[0].isdecimal()
        )
        figures = self.figures.figures(tokens, taken)
        dated = frozenset(k for t in times for k in range(t.start, t.end))
        peoples = frozenset(k for m in mentions if m.form == "adjective" for k in range(m.start, m.end))
        groups = self.verbs.groups(tokens, named | dated, peoples)[:MOST_VERBS]
        solid = frozenset(
            k for x in (*(m for m in mentions if m.via == "name"), *times, *figures) for k in range(x.start, x.end)
        )
        figures, stands = resolve_bare(
            tokens, figures, groups, self.talk.carried, self.lexicon, self._force_at(mentions)
        )
        clauses = cut_clauses(tokens, groups, self.sources.report_verbs(groups), solid)
        if block is not self._quoted[0]:
            self._quoted = (block, [m.span() for m in _QUOTE.finditer(block.text)])
        a, b = (tokens[0].start, tokens[-1].end) if tokens else (0, 0)
        quoted = [q for q in self._quoted[1] if q[0] < b and q[1] > a]
        kind = self.talk.carried.kind if self.talk.carried is not None and stands else ""
        return Sentence(
            block,
            tokens,
            mentions,
            times,
            figures,
            groups,
            clauses,
            self.lexicon,
            self.gazetteer,
            quoted,
            stands=stands,
            carried=kind,
        )

    def _force_at(self, mentions: list[Mention]) -> int | None:
        """Where a sentence first names a force by name or by a word."""
        kinds = {"mission", "armed force"}
        for m in mentions:
            named = m.via == "name" and m.actors and self.gazetteer.actors[m.actors[0]].kind in kinds
            if named or (m.via == "word" and m.form in {"army", "mission"}):
                return m.start
        return None

    def drafts(self) -> Iterator[Draft]:
        """The drafts of all blocks in order, one sentence at a time."""
        drafter = Drafter(self.lexicon, self.times, self.finder, self.anchor, self.talk)
        drafter.traced = self.traced
        opened, opened_end = self._first_text()
        caption = self.report.title
        self.talk.open_with(self.gazetteer.mentions(tokenise(self.report.title)), weak=False)
        if opened is not None:
            self.talk.open_with(self.gazetteer.mentions(tokenise(opened.text[:opened_end]))[:1], weak=True)
        for n, block in enumerate(self.blocks):
            self.talk.scene, self.talk.scene_when = (), None
            if block.kind == "row" or block.whole is not None:
                self.talk.last_place = ()
            if block.kind == "row":
                yield from self._row(block, drafter, caption)
                continue
            if block.kind == "heading" or is_title(block, n):
                caption = block.text[:200]
            if block.kind == "heading" or is_title(block, n):
                self.talk.note(self.gazetteer.mentions(tokenise(block.text)))
                continue
            first = opened_end if block is opened else 0
            for a, b in sentences(block.text):
                if b <= first:
                    continue
                if sum(c.isalpha() for c in block.text[a : a + 200]) < 3:
                    continue
                s = self.sentence(block, max(a, first), b)
                if s.tokens:
                    yield from drafter.drafts(s)

    def _first_text(self) -> tuple[Block | None, int]:
        """The block that a dateline opens, and how much of it the dateline takes."""
        top = [b for b in self.blocks if b.kind in {"paragraph", "bullet"}]
        if self.head.dateline_end and self.head.dateline_block < len(top):
            return top[self.head.dateline_block], self.head.dateline_end
        for block in top[:3]:
            tokens = tokenise(block.text[:80])
            named = self.gazetteer.mentions(tokens)
            if named and named[0].start == 0 and named[0].places and len(tokens) > named[0].end + 3:
                capital = all(t.text.isupper() for t in tokens[: named[0].end])
                if capital and tokens[named[0].end].low in {":", ".", "-", "–", "—"}:
                    return block, tokens[named[0].end].end
        return None, 0

    def _row(self, block: Block, drafter: Drafter, caption: str) -> list[Draft]:
        out: list[Draft] = []
        over = self._day_of(caption) or self._day_of(self.report.title)
        before: When | None = None
        for cell in cells_of(block, self.lexicon, self.figures, caption):
            s = self.sentence(block, cell.label[0], cell.label[1]) if cell.label[1] > cell.label[0] else None
            if s is None:
                continue
            when = self._day_of(block.text[slice(*cell.day)]) if cell.day and cell.day[1] > cell.day[0] else None
            before = self._day_of(cell.head) or before
            when = when or before or over or When(None, None, "none")
            named = self._label(block, cell.label)
            place = tuple(dict.fromkeys(m.places[0] for m in named if m.places))
            place = place or (self._caption_place(caption) if cell.whole else ())
            actor = tuple(m.actors[0] for m in named if m.actors and not m.places)[:1]
            if cell.kind in {"return", "displacement"} and not actor:
                actor = self.talk.population((), place)
            if cell.kind == "mines" and not actor:
                actor = self.talk.issuer
            if cell.kind == "deployment" and not actor and place:
                holder = self.gazetteer.places[place[0]].controller
                actor = (holder,) if holder is not None and holder in self.gazetteer.actors else ()
            start = cell.start if out else cell.label[0]
            figure = Figure(0, 0, cell.low, cell.high, cell.bound, cell.unit, cell.of)
            out.append(
                Draft(
                    s,
                    start,
                    cell.end,
                    cell.kind,
                    cell.modality,
                    Roles(actor, (), place),
                    when,
                    figure,
                    (),
                    "record",
                    cell.measure,
                    cell.scope,
                )
            )
        return out

    def _caption_place(self, caption: str) -> tuple[str, ...]:
        """The place that a table is about, by its caption or the report's title: that of its row of totals."""
        for text in (caption, self.report.title):
            found = next((m.places[0] for m in self.gazetteer.mentions(tokenise(text)) if m.places), None)
            if found is not None:
                return (found,)
        return ()

    def _label(self, block: Block, span: tuple[int, int]) -> list[Mention]:
        """The names in the first cell of a row, also those that a dash joins ("Oster-Ulm")."""
        out: list[Mention] = []
        at = span[0]
        for piece in re.split(r"([-–/])", block.text[slice(*span)]):
            out += self.gazetteer.mentions(tokenise(block.text, at, at + len(piece)))
            at += len(piece)
        whole = self.gazetteer.mentions(tokenise(block.text, *span))
        return whole if any(m.places or m.actors for m in whole) else out

    def _day_of(self, text: str) -> When | None:
        """The day that a caption, a column head or a cell names, if it names one."""
        found = self.times.times(tokenise(text))
        if not found:
            return None
        said = found[0]
        when = self.times.resolve(said, self.anchor, -1, self.talk.last_day)
        if said.sort == "month" and said.part == "end" and when.last:
            return replace(when, first=when.last)
        return when if when.first or when.last else when if when.basis == "unresolved" else None

    def clauses_of(self, text: str) -> Iterator[Parsed]:
        """The sentences of a provision, each with the kinds that the rules find in it and the days that it names."""
        for block, a, b in sentences_of(text):
            s = self.sentence(block, a, b)
            whens = [self.times.resolve(said, self.anchor, 1) for said in s.times]
            days = [(w.first, w.last) for w in whens if w.basis == "explicit"]
            yield s, frozenset(f.kind for f in self.finder.frames(s, ())), days

    def claims(self, drafts: Iterable[Draft]) -> tuple[Claim, ...]:
        """Drafts with spans of the raw text, ids, links; the same claim twice is kept once."""
        made: list[Made] = []
        seen: set[tuple[object, ...]] = set()
        sentence, tokens = 0, None
        for draft in drafts:
            if draft.sentence.tokens is not tokens:
                sentence, tokens = sentence + 1, draft.sentence.tokens
            claim = claim_of(self.report, draft)
            key = (claim.start, claim.end, claim.kind, claim.place, claim.low, claim.high)
            if claim.quote.strip() and key not in seen:
                seen.add(key)
                made.append(Made(claim, sentence, draft.clause, draft.trace))
        made.sort(key=lambda m: (m.claim.start, m.claim.end, m.claim.kind))
        made = dependent(self._linked(numbered(self.report, made)))
        self.traces = {m.claim.id: m.trace for m in made if m.trace is not None}
        return tuple(m.claim for m in made)

    def _linked(self, made: list[Made]) -> list[Made]:
        linker = linker_of(self.names, self.lexicon.language)
        out = []
        for m in made:
            links = linker.links(m.claim, self.report.form)
            group = group_of(m.claim, self.names, self.gazetteer)
            out.append(replace(m, claim=replace(m.claim, provision=chosen_of(links), group=group)))
        return out


@lru_cache(maxsize=8)
def linker_of(names: Names, language: str) -> Linker:
    """What links claims to the provisions of a case, from the provisions' own words."""
    reader = Reading(Report("", "", "", None, None, "", language, "", ""), names, load_lexicon(language))
    return Linker(
        [read_clause(pid, reader.clauses_of(text), reader.lexicon) for pid, text in names.provisions],
        reader.gazetteer,
        reader.lexicon,
    )
