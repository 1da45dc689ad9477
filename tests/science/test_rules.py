"""The grammar of dated questions: what parses, what each form means day by day, and what is refused with which mend."""

from __future__ import annotations

import datetime as dt
import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.errors import AskError, RuleError
from postwar.core.rules import (
    And,
    Done,
    Fall,
    Not,
    NotGiven,
    On,
    Or,
    Reach,
    Rise,
    Series,
    Shut,
    Within,
    evaluate,
    parse_rule,
    rule_days,
    rule_series,
    rule_text,
)

ORIGIN = dt.date(2031, 1, 1)
LAST = dt.date(2031, 3, 1)


def day(n: int) -> str:
    """The day n days after the origin, as a rule writes it."""
    return (ORIGIN + dt.timedelta(days=n)).isoformat()


def judge(text: str, *courses: list[int]) -> list[bool]:
    """What a rule says of courses of one series, day 0 first."""
    values = np.array(courses)
    return evaluate(parse_rule(text), lambda variable, index: values, ORIGIN, values.shape[1] - 1).tolist()


NORTH = Series("back_in_region", ("north",))
PARSED = {
    'reach(returned["north"], 35000) by 2031-03-01': Within(Reach(NORTH, 35000), None, LAST),
    'reach(back_in_region["north"],35000)by 2031-03-01': Within(Reach(NORTH, 35000), None, LAST),
    'fall(away, 12.5) from 2031-01-01 to 2031-03-01': Within(Fall(Series("away"), 12.5), ORIGIN, LAST),
    'rise(killed["north"], 1) by 2031-03-01': Within(Rise(Series("killed", ("north",)), 1), None, LAST),
    'rise(killed, 100, 7 days) by 2031-03-01': Within(Rise(Series("killed"), 100, 7), None, LAST),
    'shut(route_open["pass"], 7 days) by 2031-03-01': Within(Shut(Series("route_open", ("pass",)), 7), None, LAST),
    'done("a 1.b") by 2031-03-01': Within(Done("a 1.b"), None, LAST),
    'force_strength["north","watch"] >= 1 on 2031-03-01': On(
        Series("force_strength", ("north", "watch")), ">=", 1, LAST),
    'not war_tier == 0 on 2031-03-01': Not(On(Series("war_tier"), "==", 0, LAST)),
    "away > 1 on 2031-03-01 or away < 2 on 2031-03-01 and away <= 3 on 2031-03-01": Or((
        On(Series("away"), ">", 1, LAST),
        And((On(Series("away"), "<", 2, LAST), On(Series("away"), "<=", 3, LAST))))),
    '(away > 1 on 2031-03-01 or away < 2 on 2031-03-01) and not (away <= 3 on 2031-03-01)': And((
        Or((On(Series("away"), ">", 1, LAST), On(Series("away"), "<", 2, LAST))),
        Not(On(Series("away"), "<=", 3, LAST)))),
}


@pytest.mark.parametrize(("text", "rule"), PARSED.items())
def test_every_form_parses_to_its_tree(text: str, rule: object) -> None:
    assert parse_rule(text) == rule


@pytest.mark.parametrize("rule", PARSED.values(), ids=str)
def test_the_canonical_text_parses_back(rule: Within) -> None:
    assert parse_rule(rule_text(rule)) == rule


REFUSED = {
    "": (1, "the rule is empty", "reach(…)"),
    "reach(": (7, "ends too early", "a variable"),
    'reach(returned["n"], 35000)': (28, "ends too early", "'by' and a date"),
    'reach(returned["n"], 35,000) by 2031-12-31': (24, "','", "without thousands separators, as 35000"),
    'reach(returned["n"], 35000) by 31 Dec 2031': (32, "'31'", "YYYY-MM-DD"),
    'reach(returned["n"], 35000) by 2031-1-5': (32, "'2031-1-5'", "YYYY-MM-DD"),
    'reach(returned["n"], 35000) by 2031-13-31': (32, "no such day: '2031-13-31'", "a day of the calendar"),
    "reach(retuned, 5) by 2031-12-31": (7, "no such variable: 'retuned'", "write 'returned'"),
    "zebras >= 3 on 2031-01-01": (1, "no such variable: 'zebras'", "one of away"),
    "reach(returned[“n”], 5) by 2031-12-31": (16, "'“'", "straight double quotes"),
    "done('x') by 2031-12-31": (6, '"\'"', "straight double quotes"),
    "done(x) by 2031-12-31": (6, "'x'", "an id in straight double quotes"),
    'done("") by 2031-12-31': (6, "not expected here", "an id in straight double quotes"),
    'away["n"] = 5 on 2031-12-31': (11, "'='", "== for equals"),
    'done("x") by 2031-12-31 AND done("y") by 2031-12-31': (25, "'AND'", "'and' in small letters"),
    'done("x") by 2031-12-31 done("y")': (25, "'done'", "'and', 'or' or the end of the rule"),
    'shut(route_open["c"], 7) by 2031-12-31': (24, "')'", "'days'"),
    'shut(route_open["c"], 7.5 days) by 2031-12-31': (23, "not a number of days: '7.5'", "whole number of 0 or more"),
    "rise(killed, 1, 0 days) by 2031-12-31": (17, "not a number of days: '0'", "whole number of 1 or more"),
    "rise(killed, 0) by 2031-12-31": (14, "a rise of nothing", "a number above 0"),
    "rise(killed, 1) from 2031-12-31 to 2031-12-01": (36, "ends before it begins", "the earlier day first"),
    "reach(away, -5) by 2031-12-31": (13, "'-'", "without sign"),
    "reach(away, 1e5) by 2031-12-31": (14, "'e5'", "')'"),
    "reach(away 5) by 2031-12-31": (12, "'5'", "a comma"),
    'reach(away["n",], 5) by 2031-12-31': (16, "']'", "an id"),
    "(reach(away, 5) by 2031-12-31": (30, "ends too early", "')'"),
    "away >= 5 by 2031-12-31": (11, "'by'", "'on' and a date"),
    "reach(away, 5) on 2031-12-31": (16, "'on'", "'by' and a date"),
    "Reach(away, 5) by 2031-12-31": (6, "'('", "reach(…)"),
    '__import__("os").system("x")': (11, "'('", "done(…)"),
    "reach(away, 5) by 2031-12-31 $": (30, "'$'", "'and'"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_what_is_refused_names_column_text_and_mend(text: str, said: tuple[int, str, str]) -> None:
    with pytest.raises(RuleError) as fault:
        parse_rule(text)
    column, what, mend = said
    assert fault.value.column == column
    assert f"column {column}: " in str(fault.value) and what in str(fault.value) and mend in fault.value.mend


@pytest.mark.parametrize("text", ["not " * 60 + "away > 1 on 2031-03-01", "away > 1 on 2031-03-01 or " * 400])
def test_a_rule_without_end_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match=r"nested too deep|characters"):
        parse_rule(text)


@settings(max_examples=50)
@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["reach(", "away", ", 5", ")", " by ", "2031-03-01", " and ", "not ", '["n"]', " on ", ">= 1", "("]),
    max_size=12).map("".join))
def test_any_text_parses_or_is_a_rule_error(text: str) -> None:
    try:
        rule = parse_rule(text)
    except RuleError as fault:
        assert fault.mend
    else:
        assert parse_rule(rule_text(rule)) == rule


# day 0 is the origin
MEANT = {
    "a level is reached on the last day": (f"reach(away, 5) by {day(3)}", [0, 1, 2, 5], True),
    "a level reached the day after does not count": (f"reach(away, 5) by {day(2)}", [0, 1, 2, 5], False),
    "a level that stands on the origin counts": (f"reach(away, 5) by {day(3)}", [5, 0, 0, 0], True),
    "a window leaves out what was before": (f"reach(away, 5) from {day(1)} to {day(3)}", [5, 0, 0, 0], False),
    "a window counts its first day": (f"reach(away, 5) from {day(1)} to {day(3)}", [0, 5, 0, 0], True),
    "a window counts its last day": (f"reach(away, 5) from {day(1)} to {day(3)}", [0, 0, 0, 5], True),
    "a fall is at most the level": (f"fall(away, 2) by {day(2)}", [9, 3, 2, 0], True),
    "a fall above the level is none": (f"fall(away, 1) by {day(2)}", [9, 3, 2, 0], False),
    "a rise counts from the origin": (f"rise(killed, 3) by {day(3)}", [7, 8, 9, 10], True),
    "what was there on the origin is no rise": (f"rise(killed, 3) by {day(3)}", [7, 7, 8, 9], False),
    "a rise in a window is against the day before": (f"rise(killed, 3) from {day(2)} to {day(3)}", [0, 5, 6, 8], True),
    "a rise before the window does not count": (f"rise(killed, 3) from {day(2)} to {day(3)}", [0, 5, 6, 7], False),
    "a window from the origin is against it": (f"rise(killed, 3) from {day(0)} to {day(1)}", [2, 5, 5, 5], True),
    "a rise after a fall counts from the low": (f"rise(away, 4) by {day(3)}", [9, 1, 5, 5], True),
    "a rise spread over more days is none in two": (f"rise(killed, 3, 2 days) by {day(3)}", [0, 1, 2, 3], False),
    "a rise within two days": (f"rise(killed, 3, 2 days) by {day(3)}", [0, 0, 2, 3], True),
    "a rise within more days than the window": (f"rise(killed, 3, 90 days) by {day(3)}", [0, 1, 2, 3], True),
    "shut on three days is more than two": (f"shut(route_open, 2 days) by {day(4)}", [9, 0, 0, 0, 9], True),
    "shut on two days is not more than two": (f"shut(route_open, 2 days) by {day(4)}", [9, 0, 0, 9, 0], False),
    "days shut must follow each other": (f"shut(route_open, 2 days) by {day(4)}", [0, 0, 9, 0, 0], False),
    "shut on the origin counts": (f"shut(route_open, 2 days) by {day(4)}", [0, 0, 0, 9, 9], True),
    "days shut must lie in the window": (f"shut(route_open, 2 days) from {day(1)} to {day(4)}", [0, 0, 0, 9, 9], False),
    "a window shorter than the closure": (f"shut(route_open, 9 days) by {day(4)}", [0, 0, 0, 0, 0], False),
    "done by the day": (f'done("a") by {day(2)}', [0, 0, 1, 1], True),
    "done after the day": (f'done("a") by {day(1)}', [0, 0, 1, 1], False),
    "done before the origin is done by the day": (f'done("a") by {day(1)}', [1, 1, 1, 1], True),
    "done in a window": (f'done("a") from {day(2)} to {day(3)}', [0, 0, 1, 1], True),
    "done before the window opens": (f'done("a") from {day(2)} to {day(3)}', [0, 1, 1, 1], False),
    "on looks at its day alone": (f"away == 5 on {day(1)}", [0, 5, 0, 0], True),
    "on a later day": (f"away == 5 on {day(2)}", [0, 5, 0, 0], False),
    "and": (f"away > 1 on {day(0)} and away > 1 on {day(1)}", [2, 1, 0, 0], False),
    "or": (f"away > 1 on {day(0)} or away > 1 on {day(1)}", [2, 1, 0, 0], True),
    "not binds closest": (f"not away > 1 on {day(0)} and away > 1 on {day(1)}", [2, 1, 0, 0], False),
}


@pytest.mark.parametrize(("text", "course", "holds"), MEANT.values(), ids=MEANT.keys())
def test_what_each_form_means(text: str, course: list[int], holds: bool) -> None:
    assert judge(text, course) == [holds]


@pytest.mark.parametrize("sign", [">=", "<=", ">", "<", "=="])
def test_every_comparison(sign: str) -> None:
    compare = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}[sign]
    assert judge(f"away {sign} 5 on {day(1)}", [0, 4], [0, 5], [0, 6]) == [compare(4, 5), compare(5, 5), compare(6, 5)]


@pytest.mark.parametrize(("text", "said"), [
    (f"away > 1 on {day(-1)}", "2030-12-31 lies before the origin 2031-01-01"),
    (f"rise(away, 1) from {day(-3)} to {day(2)}", "2030-12-29 lies before the origin"),
    (f"reach(away, 1) by {day(4)}", "2031-01-05 lies 1 days after the last day"),
    (f"reach(away, 1) by {day(2)} or away > 1 on {day(9)}", "2031-01-10"),
])
def test_a_day_outside_the_run_is_named(text: str, said: str) -> None:
    with pytest.raises(AskError, match=said):
        judge(text, [0, 1, 2, 3])


def test_a_series_that_nobody_has_is_named() -> None:
    with pytest.raises(NotGiven, match=r'nothing gives hectares_released\["north"\]') as fault:
        evaluate(parse_rule(f'reach(hectares_released["north"], 3) by {day(1)}'), lambda *key: {}[key], ORIGIN, 3)
    assert (fault.value.variable, fault.value.index) == ("hectares_released", ("north",))


def test_a_rule_says_what_it_needs() -> None:
    rule = parse_rule(f'done("a1") by {day(5)} and (reach(returned, 1) by {day(3)} or not away["n"] > 1 on {day(5)})')
    assert rule_series(rule) == {("done", ("a1",)), ("back_in_region", ()), ("away", ("n",))}
    assert rule_days(rule) == (ORIGIN + dt.timedelta(3), ORIGIN + dt.timedelta(5))


# any rule, any course

DAYS = 6
numbers = st.integers(0, 4)
dates = st.integers(0, DAYS).map(lambda n: ORIGIN + dt.timedelta(days=n))
events = st.one_of(
    st.builds(Reach, st.just(Series("away")), numbers.map(float)),
    st.builds(Fall, st.just(Series("away")), numbers.map(float)),
    st.builds(Rise, st.just(Series("away")), st.integers(1, 4).map(float), st.none() | st.integers(1, 8)),
    st.builds(Shut, st.just(Series("away")), st.integers(0, 4)))
atoms = st.one_of(
    st.builds(Within, events, st.none(), dates),
    st.tuples(events, dates, dates).map(lambda t: Within(t[0], min(t[1:]), max(t[1:]))),
    st.builds(On, st.just(Series("away")), st.sampled_from([">=", "<=", ">", "<", "=="]), numbers.map(float), dates))
rules = st.recursive(atoms, lambda part: st.one_of(
    st.builds(Not, part), st.builds(And, st.lists(part, min_size=2, max_size=3).map(tuple)),
    st.builds(Or, st.lists(part, min_size=2, max_size=3).map(tuple))), max_leaves=6)
courses = st.lists(st.lists(numbers, min_size=DAYS + 1, max_size=DAYS + 1), min_size=1, max_size=5).map(np.array)


def on(rule: object, values: np.ndarray) -> np.ndarray:
    return evaluate(rule, lambda variable, index: values, ORIGIN, DAYS)  # type: ignore[arg-type]


@settings(max_examples=50)
@given(rules, courses)
def test_not_is_the_opposite_and_text_says_the_same(rule: Or, values: np.ndarray) -> None:
    found = on(rule, values)
    assert found.shape == (len(values),) and found.dtype == np.bool_
    assert (on(Not(rule), values) == ~found).all()
    assert parse_rule(rule_text(rule)) == rule


@settings(max_examples=50)
@given(rules, courses)
def test_a_member_does_not_depend_on_the_others(rule: Or, values: np.ndarray) -> None:
    assert on(rule, values).tolist() == [bool(on(rule, row[None, :])[0]) for row in values]


@settings(max_examples=50)
@given(events, courses, dates, dates)
def test_what_has_happened_by_a_day_has_happened_by_a_later_one(event: Reach, values: np.ndarray, a: dt.date,
                                                                b: dt.date) -> None:
    early, late = on(Within(event, None, min(a, b)), values), on(Within(event, None, max(a, b)), values)
    assert not (early & ~late).any()


@settings(max_examples=50)
@given(events, courses, dates, dates)
def test_a_window_from_the_origin_is_by_for_levels_and_changes(event: Reach, values: np.ndarray, a: dt.date,
                                                               b: dt.date) -> None:
    last = max(a, b)
    assert (on(Within(event, ORIGIN, last), values) == on(Within(event, None, last), values)).all()
    inner = on(Within(event, min(a, b), last), values)
    assert not (inner & ~on(Within(event, None, last), values)).any()


@settings(max_examples=50)
@given(courses, st.integers(1, 4), st.integers(1, 8), dates, dates)
def test_a_rise_is_what_plain_loops_say(values: np.ndarray, amount: int, days: int, a: dt.date, b: dt.date) -> None:
    first, last = sorted(((a - ORIGIN).days, (b - ORIGIN).days))
    plain = [any(row[t] - row[s] >= amount for t in range(first, last + 1)
                 for s in range(max(first - 1, t - days, 0), t)) for row in values.tolist()]
    assert on(Within(Rise(Series("away"), float(amount), days), min(a, b), max(a, b)), values).tolist() == plain


@settings(max_examples=50)
@given(courses, st.integers(0, 4), dates, dates)
def test_a_closure_is_what_plain_loops_say(values: np.ndarray, days: int, a: dt.date, b: dt.date) -> None:
    first, last = sorted(((a - ORIGIN).days, (b - ORIGIN).days))
    plain = [any(all(x == 0 for x in row[t:t + days + 1]) for t in range(first, last - days + 1))
             for row in values.tolist()]
    assert on(Within(Shut(Series("away"), days), min(a, b), max(a, b)), values).tolist() == plain
