"""A folder of event tables is asked where it lies; only what matches is read, and entered once."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from postwar.cli import main
from postwar.core.errors import AskError, ReportError
from postwar.core.time import Day
from postwar.ledger import Ledger
from postwar.pipeline import Entered, FeedAsk, ask_feed, enter_feed
from postwar.reading.feeds import asking

duckdb = pytest.importorskip("duckdb")
pytestmark = pytest.mark.slow
HEADS = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country", "location",
         "latitude", "longitude", "fatalities", "notes")
ROWS = [
    ("L1", "2020-11-01", "Battles", "Armed clash", "Lowen army", "Valley Guard", "Lowen", "Tess", "12.4", "-41.2",
     "3", 'a "clash", at dawn'),
    ("P1", "2020-11-15", "Riots", "Mob violence", "Pellan", "", "Pellan", "Cressing", "14.0", "-40.0", "0", ""),
    ("L2", "2020-11-30", "Battles", "Armed clash", "Valley Guard", "Lowen army", "Lowen", "Orrin", "12.55", "-41.35",
     "0", "two\nlines; here"),
    ("L3", "2021-03-05", "Battles", "Armed clash", "Valley Guard", "", "Lowen", "Far hamlet", "12.47", "-41.2", "1",
     ""),
]
TYPES = {"event_date": "DATE", "latitude": "DOUBLE", "longitude": "DOUBLE", "fatalities": "BIGINT"}
Rows = Iterable[Sequence[str]]


def parquet(folder: Path, rows: Rows = ROWS, types: Mapping[str, str] = TYPES, heads: Sequence[str] = HEADS,
            how: str = "", name: str = "events.parquet") -> Path:
    """The rows as Parquet in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(_create(heads, types))
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(heads))})", [list(row) for row in rows])
        connection.execute(f"COPY t TO '{folder if how else folder / name}' (FORMAT parquet{how})")
    return folder


def _create(heads: Sequence[str], types: Mapping[str, str]) -> str:
    columns = ", ".join(head + " " + types.get(head, "VARCHAR") for head in heads)
    return f"CREATE TABLE t ({columns})"


def written(path: Path, rows: Rows = ROWS, heads: Sequence[str] = HEADS) -> Path:
    """The rows as one file of CSV, packed where its name says so; its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", newline="") if path.suffix == ".gz" else path.open("w", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path.parent


def parted(folder: Path) -> Path:
    return parquet(folder, how=", PARTITION_BY (country)")


def several(folder: Path) -> Path:
    parquet(folder, ROWS[:2], name="a.parquet")
    return parquet(folder / "more", ROWS[2:], name="b.parquet")


def in_csv(folder: Path) -> Path:
    """Two files whose columns stand in another order, one of them packed."""
    written(folder / "a.csv", ROWS[:2])
    turned = [row[::-1] for row in ROWS[2:]]
    return written(folder / "more" / "b.csv.gz", turned, HEADS[::-1]).parent


def as_texts(folder: Path) -> Path:
    return parquet(folder, types={})


def with_instants(folder: Path) -> Path:
    return parquet(folder, types=TYPES | {"event_date": "TIMESTAMP"})


@pytest.mark.parametrize("lay", [parquet, parted, lambda folder: several(folder).parent, in_csv, as_texts,
                                 with_instants], ids=["flat", "parted", "several", "csv", "texts", "instants"])
def test_however_the_files_lie_the_same_rows_match(tmp_path: Path, lay: Callable[[Path], Path]) -> None:
    folder = lay(tmp_path / "feed")
    fed = ask_feed(FeedAsk(str(folder), "toy", ("Lowen",), Day(2020, 11, 1), Day(2020, 12, 31)))
    assert (fed.found, fed.taken) == (2, 2)
    assert [(c.kind, c.actor, c.target, c.place, c.valid_from, c.low) for c in fed.claims] == [
        ("incident", ("lowen-army",), ("valley-guard",), ("tess",), Day(2020, 11, 1), None),
        ("casualty", ("lowen-army",), ("valley-guard",), ("tess",), Day(2020, 11, 1), 3),
        ("incident", ("valley-guard",), ("lowen-army",), ("orrin",), Day(2020, 11, 30), None)]
    report = fed.report
    assert report and all(report.text[c.start:c.end] == c.quote for c in fed.claims)
    assert "L2" in fed.claims[2].quote and "two\nlines; here" in fed.claims[2].quote
    assert (report.source, report.form) == ("ACLED", "acled") and "Lowen; 2020-11-01 to 2020-12-31" in report.title


@pytest.mark.parametrize(("asked", "events"), [
    ({"countries": ("lowen",)}, ["L1", "L2", "L3"]),
    ({"first": Day(2020, 11, 15)}, ["P1", "L2", "L3"]),
    ({"last": Day(2020, 11, 15)}, ["L1", "P1"]),
    ({"near": "tess", "within_km": 9}, ["L1", "L3"]),
    ({"near": "Tess town", "within_km": 25}, ["L1", "L2", "L3"]),
    ({"inside": "orrin"}, ["L2"]),
    ({"inside": "country-lowen"}, ["L1", "L2", "L3"]),
    ({"inside": "country-pellan"}, ["P1"]),
    ({"limit": 2}, ["L1", "P1"]),
])
def test_what_matches(tmp_path: Path, asked: dict[str, Any], events: list[str]) -> None:
    fed = ask_feed(FeedAsk(str(parquet(tmp_path / "feed")), "toy", **asked))
    text = fed.report.text if fed.report else ""
    assert [row[0] for row in csv.reader(text.splitlines()[1:]) if row[0][:1] in "LP" and len(row) > 3] == events


@pytest.mark.parametrize(("asked", "words"), [
    ({"countries": ("Lowan",)}, "no row of the country 'Lowan'; there are Lowen"),
    ({"near": "tess"}, "--near and --within go together"),
    ({"near": "country-lowen", "within_km": 9}, "Lowen has no coordinates"),
    ({"inside": "nowhere"}, "no place 'nowhere' in the case"),
    ({"first": Day(2021, 1, 1), "last": Day(2020, 1, 1)}, "there is no day"),
])
def test_what_cannot_be_asked_is_told(tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(AskError, match=words):
        ask_feed(FeedAsk(str(parquet(tmp_path / "feed")), "toy", **asked))


def test_more_rows_than_are_taken_unasked_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_ROWS", 3)
    ask = FeedAsk(str(parquet(tmp_path / "feed")), "toy")
    with pytest.raises(AskError, match="4 rows match, and more than 3 are not taken unasked"):
        ask_feed(ask)
    fed = ask_feed(replace(ask, limit=1))
    assert (fed.taken, fed.found) == (1, 4)


def without(name: str) -> tuple[list[str], list[list[str]]]:
    """The table without a column."""
    at = HEADS.index(name)
    return [h for h in HEADS if h != name], [[*row[:at], *row[at + 1:]] for row in ROWS]


def lay_nothing(folder: Path) -> None:
    folder.mkdir()


def lay_both(folder: Path) -> None:
    parquet(folder)
    written(folder / "a.csv")


def lay_lacking(folder: Path) -> None:
    heads, rows = without("fatalities")
    parquet(folder, rows, heads=heads)


def lay_no_days(folder: Path) -> None:
    written(folder / "a.csv", [(*row[:1], "soon", *row[2:]) for row in ROWS])


def lay_numbers_for_days(folder: Path) -> None:
    parquet(folder, [(*row[:1], "20201101", *row[2:]) for row in ROWS], TYPES | {"event_date": "BIGINT"})


def lay_damage(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.parquet").write_bytes(b"PAR1 nothing of the kind")


def lay_no_heads(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.csv").write_text("")


@pytest.mark.parametrize(("lay", "words"), [
    (lambda folder: None, "no such folder"),
    (lay_nothing, "holds no Parquet and no CSV"),
    (lay_both, "holds both Parquet and CSV"),
    (lay_lacking, "'acled' lacks the columns fatalities; name other columns for them with --map"),
    (lay_no_days, "event_date holds no days: 'soon'"),
    (lay_numbers_for_days, "of the type BIGINT, which holds no days: 'event_date'"),
    (lay_damage, "cannot be read"),
    (lay_no_heads, "a.csv:1: empty: no heads of columns"),
], ids=["none", "empty", "both", "lacking", "no days", "numbers", "damaged", "no heads"])
def test_a_feed_that_cannot_be_asked_is_told(tmp_path: Path, lay: Callable[[Path], None], words: str) -> None:
    lay(tmp_path / "feed")
    with pytest.raises(ReportError, match=words):
        ask_feed(FeedAsk(str(tmp_path / "feed"), "toy", first=Day(2020, 1, 1)))


def test_a_line_that_is_no_row_is_told_and_loses_no_other(tmp_path: Path) -> None:
    file = written(tmp_path / "feed" / "a.csv") / "a.csv"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], b"L9,2020-11-02,Battles\r\n", *lines[1:], b"caf\xe9" + lines[1]]))
    fed = ask_feed(FeedAsk(str(tmp_path / "feed"), "toy", ("Lowen",)))
    assert fed.found == 3
    assert [(p.line, p.message) for p in fed.problems if p.file.endswith("a.csv")] == [
        (2, "not a row of the table:"), (7, "not a row of the table:")]       # line ends within cells do not count


def test_very_many_such_lines_are_counted(tmp_path: Path) -> None:
    file = written(tmp_path / "feed" / "a.csv") / "a.csv"
    file.write_bytes(file.read_bytes() + b"L9,2020-11-02,Battles\r\n" * 300)
    fed = ask_feed(FeedAsk(str(tmp_path / "feed"), "toy", ("Lowen",)))
    told = [p for p in fed.problems if p.file.endswith("a.csv")]
    assert (fed.found, len(told), told[-1].value) == (3, 201, "100")


MAP = """form = "ged"
source = "Harbour Observatory"
[columns]
date_start = "When"
date_end = "When"
side_a = "By"
side_b = "Against"
where_coordinates = "At"
low = "dead min"
best = "dead min"
high = "dead max"
id = "no"
[values]
type_of_violence = 1
"""


def test_other_heads_are_read_by_a_map(tmp_path: Path) -> None:
    heads = ("no", "When", "By", "Against", "At", "dead min", "dead max")
    written(tmp_path / "feed" / "a.csv", [("7", "2020-11-02", "Lowen army", "Valley Guard", "Tess", "2", "5")], heads)
    (tmp_path / "map.toml").write_text(MAP)
    fed = ask_feed(FeedAsk(str(tmp_path / "feed"), "toy", inside="tess", map_file=str(tmp_path / "map.toml")))
    assert [(c.kind, c.place, c.low, c.high) for c in fed.claims] == [
        ("incident", ("tess",), None, None), ("casualty", ("tess",), 2, 5)]
    assert fed.report and fed.report.source == "Harbour Observatory" and fed.event == "id"


@pytest.mark.parametrize(("old", "new", "words"), [
    ('form = "ged"', 'form = "diary"', "no such form 'diary'; form is one of acled, ged"),
    ('form = "ged"', "form = ", "cannot be read"),
    ("[values]", "[filter]", "a map has no 'filter'"),
    ('"dead max"', '"dead most"', "the map names a column that is not there: 'dead most'"),
    ("type_of_violence = 1", "low = 1", "both a column and a value for 'low'"),
    ("type_of_violence = 1", "", "'ged' lacks the columns type_of_violence"),
    ("type_of_violence = 1", "type_of_violence = [1]", "not a table of single values: 'values'"),
])
def test_a_map_that_does_not_fit_is_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    heads = ("no", "When", "By", "Against", "At", "dead min", "dead max")
    written(tmp_path / "feed" / "a.csv", [("7", "2020-11-02", "Lowen army", "", "Tess", "2", "5")], heads)
    (tmp_path / "map.toml").write_text(MAP.replace(old, new))
    with pytest.raises(ReportError, match=words):
        ask_feed(FeedAsk(str(tmp_path / "feed"), "toy", map_file=str(tmp_path / "map.toml")))


def enter(folder: Path, ledger: Path, known_on: Day, **asked: Any) -> Entered:
    return enter_feed(ask_feed(FeedAsk(str(folder), "toy", **asked)), "toy", str(ledger), known_on=known_on)


def test_rows_are_entered_once_and_a_revised_row_takes_the_place_of_the_old(tmp_path: Path) -> None:
    feed, books = parquet(tmp_path / "feed"), tmp_path / "books.db"
    first = enter(feed, books, Day(2021, 1, 1), countries=("Lowen",), last=Day(2020, 12, 31))
    assert (first.receipt and first.receipt.claims, first.there, first.revised) == (3, 0, 0)
    again = enter(feed, books, Day(2021, 1, 2), countries=("Lowen",))
    assert (again.receipt and again.receipt.claims, again.there, again.revised) == (2, 2, 0)
    assert enter(feed, books, Day(2021, 1, 2), countries=("Lowen",)).receipt is None

    calmer = [(*row[:10], "0" if row[0] == "L1" else "4" if row[0] == "L3" else row[10], row[11]) for row in ROWS]
    revised = enter(parquet(tmp_path / "later", calmer), books, Day(2021, 2, 1), countries=("Lowen",))
    assert (revised.receipt and revised.receipt.claims, revised.there, revised.revised) == (3, 1, 4)
    assert enter(tmp_path / "later", books, Day(2021, 2, 1), countries=("Lowen",)).revised == 0
    with Ledger.open(books, read_only=True) as ledger:
        dead = [[c.low for c in ledger.books(day).claims if c.kind == "casualty"]
                for day in (Day(2021, 1, 1), Day(2021, 1, 31), Day(2021, 2, 1))]
        assert dead == [[3], [3, 1], [4]]
        assert sum(c.kind == "incident" for c in ledger.books().claims) == 3
        assert ledger.verify() == ()


def test_a_revision_that_was_cut_short_is_made_when_it_is_done_again(tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    books = tmp_path / "books.db"
    enter(parquet(tmp_path / "feed"), books, Day(2021, 1, 1))
    parquet(tmp_path / "later", [(*row[:10], "9", row[11]) for row in ROWS])
    monkeypatch.setattr(Ledger, "amend", _stopped)
    with pytest.raises(KeyboardInterrupt):
        enter(tmp_path / "later", books, Day(2021, 1, 1))
    monkeypatch.undo()
    done = enter(tmp_path / "later", books, Day(2021, 1, 1))
    assert (done.receipt, done.there, done.revised) == (None, 4, 6)
    with Ledger.open(books, read_only=True) as ledger:
        assert [c.low for c in ledger.books().claims if c.kind == "casualty"] == [9, 9, 9, 9]


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = str(parquet(tmp_path / "feed"))
    words = ["feed", feed, "toy", "--country", "Lowen", "--from", "2020-11-01", "--to", "2020-12-31"]
    assert main(words) == 0
    out, told = capsys.readouterr()
    assert out.splitlines()[1].split() == ["2020-11-01", "casualty", "tess", "lowen-army", ">", "valley-guard", "3",
                                           "killed"]
    assert "2 rows match; 3 claims" in told
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[1])["quote"].startswith("L1,2020-11-01")
    entering = [*words, "--ledger", str(tmp_path / "books.db"), "--known-on", "2021-01-01"]
    assert main(entering) == 0
    assert capsys.readouterr().out.split("\t")[0::2] == ["ok", "3"]
    assert main([*entering, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": 2, "there": 2, "revised": 0, "sha256": None, "claims": 0,
                                                   "seq": None}
    assert main(["feed", str(tmp_path / "none"), "toy"]) == 1
    assert main(["feed", feed, "toy", "--country", "Nowhere"]) == 2
