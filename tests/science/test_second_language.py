"""Times and figures of Russian sentences: the same grammar, other words."""

from __future__ import annotations

import datetime as dt

import pytest

from postwar.reading.dates import Anchor
from postwar.reading.figures import figures_in
from postwar.reading.times import times_in

DAY = Anchor(dt.date(2020, 11, 18))  # a Wednesday
TIMES: tuple[tuple[str, str | None, str | None, str], ...] = (
    ("Войска вошли в район 16 ноября.", "2020-11-16", "2020-11-16", "explicit"),
    ("Передача состоится 1 декабря 2020 года.", "2020-12-01", "2020-12-01", "explicit"),
    ("Во вторник колонна прибыла в город.", "2020-11-17", "2020-11-17", "dateline"),
    ("В минувшую пятницу вернулись 40 семей.", "2020-11-13", "2020-11-13", "dateline"),
    ("Вчера погибли двое военнослужащих.", "2020-11-17", "2020-11-17", "dateline"),
    ("Сёла должны быть переданы до 15 ноября.", None, "2020-11-15", "explicit"),
    ("С 10 ноября действует перемирие.", "2020-11-10", None, "explicit"),
    ("К 1 декабря вернутся все.", None, "2020-12-01", "explicit"),
    ("С 10 по 15 ноября вышли 300 машин.", "2020-11-10", "2020-11-15", "explicit"),
    ("В прошлом году вернулись многие.", "2019-01-01", "2019-12-31", "dateline"),
    ("На прошлой неделе было тихо.", "2020-11-09", "2020-11-15", "dateline"),
    ("В ноябре прошлого года шли бои.", "2019-11-01", "2019-11-30", "dateline"),
    ("В конце октября было тихо.", "2020-10-21", "2020-10-31", "explicit"),
    ("Три дня назад было тихо.", "2020-11-15", "2020-11-15", "dateline"),
    ("В третьем квартале 2021 года построят дома.", "2021-07-01", "2021-09-30", "explicit"),
    ("Через две недели начнётся вывод.", "2020-12-02", "2020-12-02", "dateline"),
    ("В течение 30 дней после 10 ноября их обменяют.", "2020-11-10", "2020-12-10", "inferred"),
    ("В 1990-х годах там жили многие.", "1990-01-01", "1999-12-31", "explicit"),
    ("Договор подписан 09.11.2020.", "2020-11-09", "2020-11-09", "explicit"),
)
FIGURES: tuple[tuple[str, float | None, float | None, str, str | None, float | None], ...] = (
    ("вернулись 26 тысяч человек", 26000, 26000, "exact", "person", None),
    ("более 26 000 беженцев", 26000, None, "at_least", "person", None),
    ("около 1960 миротворцев", 1960, 1960, "about", "soldier", None),
    ("от 75 до 90 тысяч из 150 тысяч жителей", 75000, 90000, "between", "person", 150000),
    ("разрушено 60 процентов домов", 0.6, 0.6, "exact", "share", None),
    ("десятки тысяч беженцев", 20000, 99999, "order", "person", None),
    ("тысячи людей", 2000, 9999, "order", "person", None),
    ("11,5 тыс. единиц оружия", 11500, 11500, "exact", "weapon", None),
    ("полторы тысячи домов", 1500, 1500, "exact", "dwelling", None),
    ("не менее 412 мин", 412, None, "at_least", "mine", None),
    ("треть семей", 0.33, 0.33, "about", "share", None),
    ("до 90 тысяч жителей", None, 90000, "at_most", "person", None),
)


@pytest.mark.parametrize(("text", "first", "last", "basis"), TIMES, ids=[t[0] for t in TIMES])
def test_times(text: str, first: str | None, last: str | None, basis: str) -> None:
    found = times_in(text, DAY, "ru")[0]
    assert (found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (first, last)
    assert found.basis == basis


def test_nothing_is_invented_without_an_anchor() -> None:
    for text in ("Вчера было тихо.", "Во вторник было тихо.", "На прошлой неделе было тихо.", "16 ноября было тихо."):
        found = times_in(text, None, "ru")[0]
        assert (found.first, found.last, found.basis) == (None, None, "unresolved"), text


@pytest.mark.parametrize("row", FIGURES, ids=[f[0] for f in FIGURES])
def test_figures(row: tuple[str, float | None, float | None, str, str | None, float | None]) -> None:
    text, low, high, bound, unit, of = row
    found = figures_in(text, "ru")
    assert [(f.low, f.high, f.bound, f.unit, f.of) for f in found] == [
        (low if low is None else pytest.approx(low), high if high is None else pytest.approx(high), bound, unit, of)
    ]


def test_a_day_is_no_figure() -> None:
    text = "16 ноября вернулись 40 семей."
    held = [(t.start, t.end) for t in times_in(text, DAY, "ru")]
    assert [f.low for f in figures_in(text, "ru", held)] == [40]
