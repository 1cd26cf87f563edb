"""Edits made in a batch have the same result as edits made one by one, but the file is read only a few times."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from edit_samples import FILE, MAPPINGS, PATHS, files, texts
from generated_documents import Sample, documents
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor, Edit, EditError, make_edits, verified_text
from deckgen.edit.document_parts import DocumentPart
from deckgen.reader import MAX_BYTES, MAX_DEPTH, MAX_VALUES, parse

QUICK = settings(max_examples=int(os.environ.get("DECKGEN_EDITS", "80")), deadline=None)
Make = Callable[[ContentEditor, KeyPath], None]
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
        # after the last value

  flow: {one: {x: 1}, two: {}}
other:
  name: Other"""


def set_value(path: KeyPath, value: str | None, outer_levels: int = 0) -> Edit:
    """Set the value at a path; the edit stays inside the list or mapping `outer_levels` above the innermost one."""
    scope = path[: max(len(path) - 1 - outer_levels, 0)]
    rest = path[len(scope) :]
    return Edit(scope, rest, lambda part, at: part.set((*at, *rest), value))


def add_key(path: KeyPath, key: str, value: str | None, *, first: bool = False) -> Edit:
    return Edit(path, (key,), lambda part, at: part.add(at, key, value, first=first))


def rename_key(path: KeyPath, key: str) -> Edit:
    return Edit(path[:-1], (key,), lambda part, at: part.rename((*at, path[-1]), key))


def make_one_by_one(editor: ContentEditor, edits: Sequence[Edit]) -> list[int | str]:
    """Make edits in the complete file, one by one; return the line or the error message of each."""
    results: list[int | str] = []
    for edit in edits:
        before = editor.state
        try:
            edit.make(editor, edit.path)
            results.append(editor.line((*edit.path, *edit.key_path)))
        except EditError as error:
            editor.restore(before)
            results.append(str(error))
    return results


def assert_same_result(text: str, edits: Sequence[Edit]) -> str:
    single, batch = ContentEditor(text, "sample.yaml"), ContentEditor(text, "sample.yaml")
    expected = make_one_by_one(single, edits)
    assert [str(r) if isinstance(r, EditError) else r for r in make_edits(batch, edits)] == expected
    assert batch.text == single.text
    assert batch.document.data == single.document.data
    assert batch.file_size.current == single.file_size.current
    return batch.text


values = st.one_of(st.none(), texts, st.sampled_from(["what ?", "a\x07b", "plain", "a\nb"]))
sets = st.builds(set_value, st.sampled_from(PATHS), values, st.sampled_from([0, 0, 0, 1, 2]))
adds = st.builds(
    add_key,
    st.sampled_from([*MAPPINGS, ("no",)]),
    st.sampled_from(["Q2", "new", "a b", "#1"]),
    values,
    first=st.booleans(),
)


@QUICK
@given(files(), st.lists(st.one_of(sets, adds), max_size=8))
def test_batch_has_the_same_result_as_single_edits(text: str, edits: list[Edit]) -> None:
    edits = [edit for edit in edits if edit.path != ("no",)]
    assert_same_result(text, edits)


@QUICK
@given(
    st.booleans(),
    st.lists(
        st.one_of(
            st.builds(
                set_value,
                st.sampled_from([
                    ("top", "name"), ("top", "parts", 0, "of"), ("top", "parts", 1, "quarters", "Q1"),
                    ("top", "parts", 0, "quarters", "Q2"), ("top", "flow", "one", "x"), ("other", "name"),
                ]),
                values,
            ),
            st.builds(
                add_key,
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
def test_nested_edits_have_the_same_result_as_single_edits(windows: bool, edits: list[Edit]) -> None:
    assert_same_result(NESTED.replace("\n", "\r\n") if windows else NESTED, edits)


@settings(QUICK, max_examples=25)
@given(
    documents(),
    st.lists(st.tuples(st.integers(0, 99), st.booleans(), st.sampled_from(["x", "a: b", "c\nd"])), max_size=4),
)
def test_keys_added_at_comments_are_where_single_edits_put_them(
    sample: Sample, chosen: list[tuple[int, bool, str]]
) -> None:
    editor = ContentEditor(sample.text, "sample.yaml")
    mappings = [path for path in editor.document.spans if isinstance(editor.get(path), dict)]
    edits = [
        add_key(mappings[number % len(mappings)], f"new{index}", value, first=first)
        for index, (number, first, value) in enumerate(chosen if mappings else [])
    ]
    assert_same_result(sample.text, edits)


def test_key_at_the_start_of_an_item_gets_no_blank_line() -> None:
    text = "- k2: v2   # at 2\n   # below 2\n\n  # section\n\n  k3: v3\n"
    assert_same_result(text, [add_key((0,), "new", "x", first=True)])


def test_reported_lines_are_those_at_the_time_of_each_edit() -> None:
    edits = [
        set_value(("last",), "z"), set_value(("nested", "quarters", "Q1"), "one\ntwo"), set_value(("plain",), "x"),
        set_value(("list", 3, "other"), "a\x07"), set_value(("empty",), "one\ntwo"), set_value(("list", 3, "key"), "y"),
    ]  # fmt: skip
    results = make_edits(ContentEditor(FILE, "sample.yaml"), edits)
    line = FILE.split("\n").index
    assert results[0] == line("last: value") + 1
    assert results[2] == line("plain: one two") + 1
    assert str(results[3]) == (
        f"the text for `other` in sample.yaml:{line('    other: |') + 1} contains an invisible character, U+0007"
    )
    assert results[5] == line("  - key: in a list") + 3


def test_edit_that_fails_halfway_changes_nothing() -> None:
    def make(part: ContentEditor, at: KeyPath) -> None:
        part.add(at, "first", None)
        part.add((*at, "first"), "second", "a\x07b")

    text = "a:\n  b: c\nd:\n  e: f\n"
    editor = ContentEditor(text, "f.yaml")
    refused, done = make_edits(editor, [Edit(("a",), ("first",), make), set_value(("d", "e"), "g")])
    assert isinstance(refused, EditError)
    assert done == 4
    assert editor.text == text.replace("e: f", "e: g")


@pytest.mark.parametrize(
    "edits",
    [
        [
            set_value(("a", "b", "c"), "1"),
            set_value(("a", "b", "c"), "2", outer_levels=1),
            set_value(("a", "b", "d"), "3"),
        ],
        [set_value(("a", "b", "c"), "1", outer_levels=2), set_value(("a", "b", "d"), "3")],
    ],
)
def test_edits_of_the_same_key_have_the_same_result_as_single_edits(edits: list[Edit]) -> None:
    text = assert_same_result("a:\n  b:\n    c: x\n    d: y\n", edits)
    assert "d: 3" in text or 'd: "3"' in text


def test_existing_key_is_refused_in_a_batch() -> None:
    edits = [
        set_value(("x", "a"), "1"),
        rename_key(("x", "a"), "b"),
        rename_key(("y", "a"), "b"),
        set_value(("y", "b"), "2"),
    ]
    assert_same_result("x:\n  a: s\n  b: t\ny:\n  a: s\n", edits)


@pytest.fixture
def read_lengths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the lengths of all texts that the reader reads."""
    lengths: list[int] = []

    def counting_parse(text: str, display: str) -> Any:
        lengths.append(len(text))
        return parse(text, display)

    monkeypatch.setattr(verified_text, "parse", counting_parse)
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
def test_file_is_read_only_a_few_times_for_many_edits(
    before: str, entry: str, after: str, value: str, read_lengths: list[int]
) -> None:
    text = before + "".join(entry.format(n) for n in range(200)) + after
    editor = ContentEditor(text, "f.yaml")
    paths = [path for path in editor.document.spans if path[-1:] == ("a",)]
    assert len(paths) == 200
    # The mapping around all of them is edited, too.
    outer = [set_value(("m", "name"), "N")] if before.startswith("m:") else []
    results = make_edits(editor, [*outer, *(set_value(path, value) for path in paths)])
    assert all(isinstance(result, EditError) == (value == "refused \x07") for result in results[len(outer) :])
    assert sum(read_lengths) < 8 * (len(text) + len(editor.text))
    assert sum(length > len(text) // 2 for length in read_lengths) <= 5


def test_edits_beyond_the_maximum_number_of_values_are_refused(read_lengths: list[int]) -> None:
    count = MAX_VALUES // 4 - 10
    text = "".join(f"m{n}:\n  a: x\n" for n in range(count))
    editor = ContentEditor(text, "f.yaml")
    left = (MAX_VALUES - editor.file_size.current.values) // 2  # each edit adds a key and a value
    results = make_edits(editor, [add_key((f"m{n}",), "new", "y") for n in range(left + 400)])
    assert [n for n, result in enumerate(results) if not isinstance(result, EditError)] == list(range(left))
    assert sum(length > len(text) // 2 for length in read_lengths) <= 3


def test_edits_are_made_up_to_the_maximum_file_size(read_lengths: list[int]) -> None:
    text = "m:\n  a: x\nn:\n  a: y\nl:\n  a: '" + "z" * (MAX_BYTES - 60) + "'\n"
    editor = ContentEditor(text, "f.yaml")
    left = MAX_BYTES - len(text)
    results = make_edits(editor, [set_value((key, "a"), "w" * (left // 2 + 2)) for key in ("m", "n")])
    assert [isinstance(result, EditError) for result in results] == [False, True]
    assert len(read_lengths) < 20


@pytest.mark.parametrize(("depth", "refused"), [(MAX_DEPTH - 2, False), (MAX_DEPTH - 1, True)])
def test_edits_beyond_the_maximum_depth_are_refused(depth: int, refused: bool) -> None:
    text = "".join(f"{' ' * level}k:\n" for level in range(depth)) + " " * depth + "x: y\n"

    def make(part: ContentEditor, at: KeyPath) -> None:
        part.add(at, "new", None)
        part.add((*at, "new"), "newer", "z")

    edits = [Edit(("k",) * depth, ("new",), make), set_value((*("k",) * depth, "x"), "w")]
    results = make_edits(ContentEditor(text, "f.yaml"), edits)
    assert [isinstance(result, EditError) for result in results] == [refused, False]


def test_part_has_its_columns_and_the_comments_below_it() -> None:
    part = DocumentPart(ContentEditor(NESTED, "f.yaml"), ("top", "parts", 1))
    assert part.text == "      of: second\n      quarters:\n        Q1: a\n        # after the last value\n\n"
    assert part.body == "of: second\n      quarters:\n        Q1: a\n        # after the last value"
    assert part.base_path == ("top", "parts", 1)
