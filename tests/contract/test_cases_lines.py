"""Every key of a TOML file has its line: held against the standard library's reader and against texts built line by
line."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.cases import bundled_ids, find_case
from postwar.cases.located import Lines, Path


def paths(value: Any, path: Path = ()) -> list[Path]:
    """Every path of keys and indices in a value read from TOML."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [deeper for key, item in items for deeper in paths(item, (*path, key))]


def test_every_key_of_the_bundled_cases_stands_on_the_line_that_is_said() -> None:
    for bundled in bundled_ids():
        for file in sorted(find_case(bundled).rglob("*.toml")):
            text = file.read_text(encoding="utf-8")
            lines, rows = Lines(text), text.splitlines()
            for path in paths(tomllib.loads(text)):
                names = [part for part in path if isinstance(part, str)]
                if isinstance(path[-1], str):
                    assert names[-1] in rows[lines.of(path) - 1], (file, path)


TRICKY = '''# [no] = "table"
a = """
b = 1 # not a key
[t]
""" # c = 2
"quoted key" = 'single # quotes'
dotted . key = [ # a list
  {x = "]", y = [1, 2]},
  # z = 3

  {x = "}"},
]

[[t]]
u = 1
[[t.v]]
w = \'\'\'
[[t]]\'\'\'
[t.v.deep]
d = 2020-11-10 12:00:00
[[t]]
[[t.v]]
[[t.v]]
w = "\\\\"
last = {}
'''


def test_strings_comments_lists_and_inline_tables_do_not_mislead() -> None:
    lines = Lines(TRICKY)
    assert {path: lines.of(path) for path in paths(tomllib.loads(TRICKY))} == {
        ("a",): 2, ("quoted key",): 6, ("dotted",): 7, ("dotted", "key"): 7, ("dotted", "key", 0): 8,
        ("dotted", "key", 0, "x"): 8, ("dotted", "key", 0, "y"): 8, ("dotted", "key", 0, "y", 0): 8,
        ("dotted", "key", 0, "y", 1): 8, ("dotted", "key", 1): 11, ("dotted", "key", 1, "x"): 11,
        ("t",): 14, ("t", 0): 14, ("t", 0, "u"): 15, ("t", 0, "v"): 16, ("t", 0, "v", 0): 16, ("t", 0, "v", 0, "w"): 17,
        ("t", 0, "v", 0, "deep"): 19, ("t", 0, "v", 0, "deep", "d"): 20,
        ("t", 1): 21, ("t", 1, "v"): 22, ("t", 1, "v", 0): 22, ("t", 1, "v", 1): 23, ("t", 1, "v", 1, "w"): 24,
        ("t", 1, "v", 1, "last"): 25,
    }


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)


def written(value: Any) -> str:
    """A TOML value on as many lines as its lists have items."""
    if isinstance(value, list):
        return "[" + "".join(f"\n  {written(item)}," for item in value) + "\n]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


values = st.recursive(st.integers(-9, 9) | words, lambda inner: st.lists(inner, max_size=3), max_leaves=6)


@given(tables=st.lists(st.dictionaries(st.from_regex(r"[a-z]{1,3}", fullmatch=True), values, max_size=4), max_size=4))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_key_is_found_on_the_line_where_it_was_written(tables: list[dict[str, Any]]) -> None:
    text = ""
    expected = {}
    for index, table in enumerate(tables):
        text += "[[row]] # head\n"
        for key, value in table.items():
            expected["row", index, key] = text.count("\n") + 1
            text += f"{key} = {written(value)}\n"
    assert tomllib.loads(text).get("row", []) == tables
    lines = Lines(text)
    assert {path: lines.of(path) for path in expected} == expected
