"""Edits made together give the file that they give one after the other, with the same lines and errors, and few readings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from edit_samples import FILE, MAPPINGS, PATHS, files, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.edit import Edit, EditError, Editing, batch, editing, make_all
from deckgen.ir.blocks import Path
from deckgen.reader import MAX_BYTES, MAX_DEPTH, MAX_VALUES, parse

QUICK = settings(max_examples=int(os.environ.get("DECKGEN_EDITS", "80")), deadline=None)
Make = Callable[[Editing, Path], None]
NESTED = """\
top: # a comment
  name: Top
  parts:
    - of: first
      quarters: {Q1: a, Q2: "b, c"}
    -
      of: second
      quarters:
        Q1: a
        # behind the last value

  flow: {one: {x: 1}, two: {}}
other:
  name: Other"""


def setting(path: Path, value: str | None, inside: int = 0) -> Edit:
    """An edit of the value at a path; it stays inside the list or mapping so many levels above the closest one."""
    scope = path[: max(len(path) - 1 - inside, 0)]
    rest = path[len(scope) :]
    return Edit(scope, rest, lambda part, at: part.set((*at, *rest), value))


def adding(path: Path, key: str, value: str | None, *, first: bool = False) -> Edit:
    return Edit(path, (key,), lambda part, at: part.add(at, key, value, first=first))


def renaming(path: Path, key: str) -> Edit:
    return Edit(path[:-1], (key,), lambda part, at: part.rename((*at, path[-1]), key))


def one_by_one(whole: Editing, edits: Sequence[Edit]) -> list[int | str]:
    """Make edits on the whole file, each of them read back before the next one."""
    made: list[int | str] = []
    for edit in edits:
        before = whole.state
        try:
            edit.make(whole, edit.path)
            made.append(whole.line((*edit.path, *edit.place)))
        except EditError as error:
            whole.restore(before)
            made.append(str(error))
    return made


def assert_same(text: str, edits: Sequence[Edit]) -> str:
    alone, together = Editing(text, "sample.yaml"), Editing(text, "sample.yaml")
    expected = one_by_one(alone, edits)
    assert [str(r) if isinstance(r, EditError) else r for r in make_all(together, edits)] == expected
    assert together.text == alone.text
    assert together.document.data == alone.document.data
    assert together.total.size == alone.total.size
    return together.text


values = st.one_of(st.none(), texts, st.sampled_from(["what ?", "a\x07b", "plain", "a\nb"]))
sets = st.builds(setting, st.sampled_from(PATHS), values, st.sampled_from([0, 0, 0, 1, 2]))
adds = st.builds(
    adding,
    st.sampled_from([*MAPPINGS, ("no",)]),
    st.sampled_from(["Q2", "new", "a b", "#1"]),
    values,
    first=st.booleans(),
)


@QUICK
@given(files(), st.lists(st.one_of(sets, adds), max_size=8))
def test_edits_together_give_the_text_that_they_give_one_by_one(text: str, edits: list[Edit]) -> None:
    edits = [edit for edit in edits if edit.path != ("no",)]
    assert_same(text, edits)


@QUICK
@given(
    st.booleans(),
    st.lists(
        st.one_of(
            st.builds(
                setting,
                st.sampled_from([
                    ("top", "name"), ("top", "parts", 0, "of"), ("top", "parts", 1, "quarters", "Q1"),
                    ("top", "parts", 0, "quarters", "Q2"), ("top", "flow", "one", "x"), ("other", "name"),
                ]),
                values,
            ),
            st.builds(
                adding,
                st.sampled_from([
                    (), ("top",), ("top", "parts", 0), ("top", "parts", 1), ("top", "parts", 1, "quarters"), ("other",),
                    ("top", "flow"), ("top", "flow", "two"), ("top", "parts", 0, "quarters"),
                ]),
                st.sampled_from(["k", "l", "m"]),
                values,
                first=st.booleans(),
            ),
        ),
        max_size=10,
    ),
)  # fmt: skip
def test_edits_inside_each_other_give_the_same_text_as_well(windows: bool, edits: list[Edit]) -> None:
    assert_same(NESTED.replace("\n", "\r\n") if windows else NESTED, edits)


def test_each_line_is_the_one_at_the_time_of_the_edit() -> None:
    edits = [
        setting(("last",), "z"), setting(("nested", "quarters", "Q1"), "one\ntwo"), setting(("plain",), "x"),
        setting(("list", 3, "other"), "a\x07"), setting(("empty",), "one\ntwo"), setting(("list", 3, "key"), "y"),
    ]  # fmt: skip
    results = make_all(Editing(FILE, "sample.yaml"), edits)
    line = FILE.split("\n").index
    assert results[0] == line("last: value") + 1
    assert results[2] == line("plain: one two") + 1
    assert str(results[3]) == (
        f"the text for `other` in sample.yaml:{line('    other: |') + 1} holds an invisible character, U+0007"
    )
    assert results[5] == line("  - key: in a list") + 3


def test_an_edit_that_cannot_be_made_whole_leaves_nothing_behind() -> None:
    def make(part: Editing, at: Path) -> None:
        part.add(at, "first", None)
        part.add((*at, "first"), "second", "a\x07b")

    text = "a:\n  b: c\nd:\n  e: f\n"
    whole = Editing(text, "f.yaml")
    refused, done = make_all(whole, [Edit(("a",), ("first",), make), setting(("d", "e"), "g")])
    assert isinstance(refused, EditError)
    assert done == 4
    assert whole.text == text.replace("e: f", "e: g")


@pytest.mark.parametrize(
    "edits",
    [
        [setting(("a", "b", "c"), "1"), setting(("a", "b", "c"), "2", inside=1), setting(("a", "b", "d"), "3")],
        [setting(("a", "b", "c"), "1", inside=2), setting(("a", "b", "d"), "3")],
    ],
)
def test_edits_that_reach_into_each_other_are_made_one_by_one(edits: list[Edit]) -> None:
    text = assert_same("a:\n  b:\n    c: x\n    d: y\n", edits)
    assert "d: 3" in text or 'd: "3"' in text


def test_a_key_that_is_there_already_is_refused_among_others() -> None:
    edits = [setting(("x", "a"), "1"), renaming(("x", "a"), "b"), renaming(("y", "a"), "b"), setting(("y", "b"), "2")]
    assert_same("x:\n  a: s\n  b: t\ny:\n  a: s\n", edits)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of all texts that are read."""
    lengths: list[int] = []

    def counted(text: str, display: str) -> Any:
        lengths.append(len(text))
        return parse(text, display)

    monkeypatch.setattr(editing, "parse", counted)
    return lengths


@pytest.mark.parametrize(
    ("before", "entry", "after"),
    [
        ("", "m{}:\n  a: x\n  q:\n    Q1: y\n", ""),
        ("{\n", '"m{}": {{"a": "x", "q": {{"Q1": "y"}}}},\n', '"last": "z"}\n'),
        ("s:\n", "  - a: x\n    q: {{Q1: y}}\n", ""),
        ("s:\n", "-\n  a: x\n  q:\n    Q1: y\n", ""),
        ("m:\n  name: M\n  parts:\n", "    p{}: {{a: x, q: {{Q1: y}}}}\n", ""),
    ],
)
@pytest.mark.parametrize("value", ["plain", "[^x] in quotes", "what ?", "a\nb", "refused \x07"])
def test_many_edits_read_the_file_a_few_times(before: str, entry: str, after: str, value: str, read: list[int]) -> None:
    text = before + "".join(entry.format(n) for n in range(200)) + after
    whole = Editing(text, "f.yaml")
    paths = [path for path in whole.document.spans if path[-1:] == ("a",)]
    assert len(paths) == 200
    # What holds all of them is edited, too.
    own = [setting(("m", "name"), "N")] if before.startswith("m:") else []
    results = make_all(whole, [*own, *(setting(path, value) for path in paths)])
    assert all(isinstance(result, EditError) == (value == "refused \x07") for result in results[len(own) :])
    assert sum(read) < 8 * (len(text) + len(whole.text))
    assert sum(length > len(text) // 2 for length in read) <= 5


def test_no_edit_makes_a_file_larger_than_the_reader_takes(read: list[int]) -> None:
    count = MAX_VALUES // 4 - 10
    text = "".join(f"m{n}:\n  a: x\n" for n in range(count))
    whole = Editing(text, "f.yaml")
    left = (MAX_VALUES - whole.total.size.values) // 2  # each takes a key and a value
    results = make_all(whole, [adding((f"m{n}",), "new", "y") for n in range(left + 400)])
    assert [n for n, result in enumerate(results) if not isinstance(result, EditError)] == list(range(left))
    assert sum(length > len(text) // 2 for length in read) <= 3


def test_a_file_is_filled_up_to_its_last_character(read: list[int]) -> None:
    text = "m:\n  a: x\nn:\n  a: y\nl:\n  a: '" + "z" * (MAX_BYTES - 60) + "'\n"
    whole = Editing(text, "f.yaml")
    left = MAX_BYTES - len(text)
    results = make_all(whole, [setting((key, "a"), "w" * (left // 2 + 2)) for key in ("m", "n")])
    assert [isinstance(result, EditError) for result in results] == [False, True]
    assert len(read) < 20


@pytest.mark.parametrize(("depth", "refused"), [(MAX_DEPTH - 2, False), (MAX_DEPTH - 1, True)])
def test_no_edit_nests_deeper_than_the_reader_takes(depth: int, refused: bool) -> None:
    text = "".join(f"{' ' * level}k:\n" for level in range(depth)) + " " * depth + "x: y\n"

    def make(part: Editing, at: Path) -> None:
        part.add(at, "new", None)
        part.add((*at, "new"), "newer", "z")

    edits = [Edit(("k",) * depth, ("new",), make), setting((*("k",) * depth, "x"), "w")]
    results = make_all(Editing(text, "f.yaml"), edits)
    assert [isinstance(result, EditError) for result in results] == [refused, False]


def test_a_part_keeps_its_columns_and_what_stands_below_its_values() -> None:
    part = batch.DocumentPart(Editing(NESTED, "f.yaml"), ("top", "parts", 1))
    assert part.text == "      of: second\n      quarters:\n        Q1: a\n        # behind the last value\n\n"
    assert part.body == "of: second\n      quarters:\n        Q1: a"
    assert part.base == ("top", "parts", 1)
