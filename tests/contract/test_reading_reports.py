"""Opening reports: their names, their bytes, what stands over their text, whom they credit; many at once."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
from pathlib import Path

import pytest

from postwar.core.claim import quoted_words
from postwar.core.errors import ReportError
from postwar.reading.inputs.bar import Bar
from postwar.reading.read import list_reports, open_bytes, open_report, open_reports, read_report, split_name

DAY = dt.date(2014, 5, 12)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", ("a.txt", None)),
        ("a.txt@2014-05-12", ("a.txt", DAY)),
        ("b@c.txt", ("b@c.txt", None)),
        ("b@c.txt@2014-05-12", ("b@c.txt", DAY)),
        ("-@2014-05-12", ("-", DAY)),
        ("@2014-05-12", ("@2014-05-12", None)),
    ],
)
def test_the_day_is_what_stands_after_the_last_at(name: str, expected: tuple[str, dt.date | None]) -> None:
    assert split_name(name) == expected


def test_a_day_that_is_in_no_calendar_is_refused() -> None:
    with pytest.raises(ReportError, match="2014-02-30"):
        split_name("a.txt@2014-02-30")


def test_front_matter_and_the_day_in_the_name(tmp_path: Path) -> None:
    path = tmp_path / "north.one.md"
    path.write_text(
        "---\nsource: Mill News\ntitle: T\npublished_at: 2014-05-01\nurl: https://m.example/1\n---\nText.\n"
    )
    report, problems = open_report(str(path))
    assert (report.id, report.source, report.title, report.url) == (
        "north.one",
        "Mill News",
        "T",
        "https://m.example/1",
    )
    assert report.published_at == dt.date(2014, 5, 1) and not problems and report.language == "en"
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert open_report(f"{path}@2014-05-12")[0].published_at == DAY


def test_a_printed_date_does_not_publish(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# A title\n\nBy AFP\n\nMay 12, 2014\n\nText follows here.\n")
    report, _ = open_report(str(path))
    assert report.published_at is None and report.title == "A title" and report.origin == "AFP" == report.source


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("By [EFE](#)\n\nText.", "EFE"),
        ("By Ana Ruiz\n\nText.", ""),
        ("Text here.\n\n**Jo Bell / AFP**\n", "AFP"),
        ("DORN (Reuters) - Troops left on Friday.", "Reuters"),
        ("Text.\n\nJo Bell / Getty\n", ""),
    ],
)
def test_origin(tmp_path: Path, text: str, origin: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert open_report(str(path))[0].origin == origin


def test_bytes_that_are_not_utf_8_are_refused_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("erste\nSüden".encode("latin-1"))
    with pytest.raises(ReportError) as caught:
        open_report(str(path))
    assert (caught.value.problem.line, caught.value.problem.value) == (2, "byte 7")


def test_a_missing_file_is_refused_by_name() -> None:
    with pytest.raises(ReportError, match=r"nowhere\.txt"):
        open_report("nowhere.txt")


def test_standard_input_is_known_by_its_hash() -> None:
    data = "\ufeffText.\r\n".encode()
    report, _ = open_report("-@2014-05-12", data)
    assert report.id == "sha256:" + hashlib.sha256(data).hexdigest() and report.text == "\ufeffText.\r\n"


def test_a_bad_date_in_the_front_matter_is_a_problem_and_the_report_is_undated(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\npublished_at: 12.5.2014\n---\nText.\n")
    report, problems = open_report(str(path))
    assert report.published_at is None and problems[0].value == "12.5.2014"


@pytest.mark.parametrize(("value", "expected"), [("2014-06-01", dt.date(2014, 6, 1)), ("last June", None)])
def test_the_day_of_retrieval(tmp_path: Path, value: str, expected: dt.date | None) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\npublished_at: 2014-05-12\nretrieved_at: {value}\n---\nText.\n")
    report, problems = open_report(str(path))
    assert (report.published_at, report.retrieved_at) == (DAY, expected)
    assert [p.value for p in problems] == ([] if expected else [value])


def test_fields_from_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.\n")
    (tmp_path / "a.toml").write_text('source = "Mill News"\npublished_at = 2014-05-12\n')
    report, problems = open_report(str(tmp_path / "a.txt"))
    assert (report.source, report.published_at, problems) == ("Mill News", DAY, ())


SAMPLES = Path(__file__).parents[2] / "src/postwar/reading/readers"


def test_the_encoding_may_stand_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Дорога открыта.".encode("cp1251"))
    (tmp_path / "a.toml").write_text('encoding = "windows-1251"\n')
    report, _ = open_report(str(tmp_path / "a.txt"))
    assert report.text == "Дорога открыта." and base64.b64decode(report.raw) == (tmp_path / "a.txt").read_bytes()


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_texts_of_two_and_four_bytes_a_letter(tmp_path: Path, codec: str) -> None:
    (tmp_path / "a.txt").write_bytes("The road to Oster is open.\n".encode(codec))
    report, problems = open_report(str(tmp_path / "a.txt"))
    assert report.text.lstrip("\ufeff") == "The road to Oster is open.\n" and not problems


FORMS = {
    "acled/samples/events.csv": "acled",
    "docx/samples/bulletin.docx": "docx",
    "eml/samples/note.eml": "eml",
    "feed/samples/news.atom": "feed",
    "ged/samples/events.csv": "ged",
    "html/samples/rifles.html": "html",
    "markdown/samples/notice.md": "",
    "pdf/samples/bulletin.pdf": "pdf",
    "plain_text/samples/notice.txt": "",
    "table/samples/returns.csv": "table",
    "workbook/samples/returns.xlsx": "workbook",
}


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_told_and_hashed_and_its_bytes_are_kept(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    found = [r for r, _ in open_bytes(Path(name).name, data) if r is not None]
    assert found[0].form == FORMS[name] and found[0].id.split("#")[0] == Path(name).stem
    for report in found[:1] if FORMS[name] == "eml" else found:
        kept = base64.b64decode(report.raw) if report.raw else report.text.encode()
        assert hashlib.sha256(kept).hexdigest() == report.sha256
        assert FORMS[name] == "feed" or kept == data


def test_a_folder_a_pattern_and_a_file_name_each_file_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/c.html", ".hidden", "a.toml", "photo.jpg", "deep/.git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.\n")
    names, problems = list_reports([str(tmp_path) + "@2014-05-12", f"{tmp_path}/*.txt@2014-05-12", "-", "nowhere.txt"])
    dated = [f"{name}@2014-05-12" for name in ("a.md", "b.txt", "c.html")]
    assert [Path(n).name for n in names] == [*dated, "-", "nowhere.txt"]
    assert [p.value for p in problems] == ["photo.jpg"]
    assert "cannot be looked for" in list_reports(["a" * 5000])[1][0].message
    assert "stands for no file" in list_reports([f"{tmp_path}/*.pdf"])[1][0].message


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfa bad")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 cut")
    (tmp_path / "c.txt").write_text("The road is open.\n")
    (tmp_path / "d.csv").write_text("nothing\n")
    found = list(open_reports([str(tmp_path), "@2014-02-30", "x@2014-02-30", "-"], b"Text."))
    assert [r.text for r, _ in found if r is not None] == ["The road is open.\n", "Text."]
    assert [Path(p[0].file).name for r, p in found if r is None] == [
        "x@2014-02-30", "a.txt", "b.docx", "d.csv", "@2014-02-30",
    ]  # fmt: skip


def test_several_reports_in_one_file_are_not_one_report(tmp_path: Path) -> None:
    (tmp_path / "news.rss").write_bytes((SAMPLES / "feed/samples/news.rss").read_bytes())
    with pytest.raises(ReportError, match="several reports: '2'"):
        open_report(str(tmp_path / "news.rss"))
    ids = [r.id for r, _ in open_reports([str(tmp_path / "news.rss@2014-06-01")]) if r is not None]
    assert len(set(ids)) == 2 and all(i.startswith("news#") for i in ids)


def test_what_is_attached_takes_its_day_and_source_from_the_mail() -> None:
    found = open_bytes("note.eml", (SAMPLES / "eml/samples/note.eml").read_bytes())
    mail, table = [report for report, _ in found if report is not None]
    assert (table.id, table.published_at, table.source) == ("note#2-t", DAY, mail.source)


def test_names_and_fields_hold_nothing_that_a_terminal_or_the_books_choke_on(tmp_path: Path) -> None:
    about = '{"datePublished": "2014-05-12", "publisher": {"name": "M\\ud800\\u001b[1m"}}'
    page = f'<script type="application/ld+json">{about}'
    path = tmp_path / "a\x1b[1m\udcff.html"
    path.write_text(f"{page}</script><h1>A\x07 b</h1><p>Text.")
    ((report, _),) = open_reports([str(path)])
    assert report is not None and (report.id, report.title, report.source) == ("a [1m?", "A b", "M? [1m")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The road to Oster is open, and the families of the district were told that they can return to it. ", "en"),
        ("Дорога в город открыта, и семьи этого района вернулись в свои дома, сказали нам. Мины вывезены. ", "ru"),
        ("Дорога до міста відкрита, і родини цього району повернулися до своїх домівок, повідомили нам. ", "uk"),
        ("La route est ouverte et les familles du district sont rentrées dans les villages, a dit la mission. ", "fr"),
        ("El camino está abierto y las familias de los pueblos se fueron por la noche con los niños del valle. ", "es"),
        ("გზა ოსტერისკენ გახსნილია და ოჯახები დაბრუნდნენ თავიანთ სახლებში, თქვეს დამკვირვებლებმა გუშინ. ", "ka"),
    ],
)
def test_a_text_that_does_not_say_its_language_shows_it(text: str, language: str) -> None:
    ((report, _),) = open_bytes("a.txt", (text * 3).encode())
    assert report is not None and report.language == language
    ((page, _),) = open_bytes("a.html", f"<div class=article-body id=story><p>{text * 3}</p></div>".encode())
    assert page is not None and page.language == language
    ((stated, _),) = open_bytes("a.md", f"---\nlanguage: en\n---\n{text * 3}".encode())
    assert stated is not None and stated.language == "en"


def test_a_file_without_words_is_a_problem() -> None:
    ((report, problems),) = open_bytes("a.html", b"<html><script>x()</script></html>")
    assert report is not None and "holds no text" in problems[0].message


def test_sentences_in_a_log_take_the_day_and_place_of_their_row() -> None:
    from postwar.cases import load_names

    place = next(p.name for p in load_names("toy").places if p.kind in {"town", "village"})
    said = "Two farmers were killed by a mine while they were working in a field by the wood, the council said."
    promised = "The council called for a truce, and the first families are expected to return by the end of the month."
    text = f'Place,Date,What\n{place},2014-05-03,"{said}"\nElsewhere,soon,"{said}"\n{place},2014-05-04,"{promised}"\n'
    ((report, _),) = open_bytes("log.csv", text.encode())
    assert report is not None
    claims, _ = read_report(report, load_names("toy"))
    killed = [c for c in claims if c.kind == "casualty"]
    assert [(c.valid_from, len(c.place)) for c in killed] == [(dt.date(2014, 5, 3), 1), (None, 0)]
    assert all(text[c.start : c.end] == c.quote and not c.quote.startswith(place) for c in killed)
    assert len({c.id for c in claims}) == len(claims)
    assert all(c.valid_from != dt.date(2014, 5, 4) for c in claims if c.modality != "happened")


def test_quotes_of_a_page_are_what_stands_in_it() -> None:
    from postwar.cases import load_names

    data = (SAMPLES / "html/samples/rifles.html").read_bytes()
    ((report, _),) = open_bytes("rifles.html", data)
    assert report is not None
    claims, _ = read_report(report, load_names("toy"))
    assert claims and all(data.decode()[c.start : c.end] == c.quote for c in claims)
    rifles = next(c for c in claims if c.kind == "disarmament")
    assert quoted_words(rifles.quote, "html").startswith("The hill militia handed over 412 rifles on Friday")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_shows_on_a_terminal_only_and_is_rubbed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postwar.reading.inputs.bar.AFTER", -1.0)
    monkeypatch.setattr("postwar.reading.inputs.bar.EVERY", 0.0)
    for stream, shown in ((_Terminal(), True), (io.StringIO(), False)):
        with Bar(4, stream) as bar:
            bar.step("a\x1b[31m.txt")
            bar.step("b.txt")
        said = stream.getvalue()
        assert ("2 of 4 b.txt" in said) is shown and "\x1b" not in said
        assert said.endswith("\r") is shown
