"""Entries are inserted, removed and moved with the comments that speak of them, and no other byte changes."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from generated_documents import Lines, Sample, documents
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deckgen.diagnostics import KeyPath, line_and_column
from deckgen.edit import ContentEditor, EditError

QUICK = settings(max_examples=int(os.environ.get("DECKGEN_EDITS", "40")), deadline=None)
VALUES: list[Any] = [
    "new", "a: b", "#x", "two\n\nparagraphs", "word " * 40, "", None, ["a", "b: c"], {"k": "v", "l": ["x", {"y": "z\nw"}]},
    [], {}, {"deep": {"deeper": {"text": "- no item"}}}, [["a"], "b"],
]  # fmt: skip
SAMPLE = """\
rows:   # behind the key
  # about a, above it
  - id: a   # at a
    text: x
    # at the fields of a

  # --- Goals ---
  # about b
  # and more about b
  - id: b

  # section

  - id: c
  # at the end of the list
flow: [one, {two: 2}, three]   # behind the list
lines: [
  first,  # about the first one
  second
]
empty: []
other:
    rows:
      # about d
      - id: d
        text: >-
          folded
"""


def collections(editor: ContentEditor) -> list[KeyPath]:
    return [path for path in editor.document.spans if isinstance(editor.get(path), list | dict)]


def entries_in_lines(sample: Sample) -> tuple[ContentEditor, dict[KeyPath, Lines]]:
    """Return an editor, and the lines of each entry outside of brackets."""
    editor = ContentEditor(sample.text, "f.yaml")
    found = {}
    body = sample.text.removeprefix("\ufeff")
    shift = len(sample.text) - len(body)
    for path in editor.document.spans:
        if path:
            line, column = line_and_column(body, editor.document.key_span(path).start - shift)
            if isinstance(path[-1], int):
                column = line_and_column(body, editor.document.span(path[:-1]).start - shift)[1]
            lines = sample.entries.get((line - 1, column - 1))
            if lines is not None and not editor.has_brackets(path[:-1]):
                found[path] = lines
    return editor, found


def lines_of(text: str) -> list[str]:
    return text.removeprefix("\ufeff").splitlines()


def written(lines: list[str]) -> list[str]:
    """Return lines without blank ones."""
    return [line for line in lines if line.strip()]


def lines_of_entry(sample: Sample, lines: Lines) -> list[str]:
    return lines_of(sample.text)[lines.first : lines.last + 1]


def insert_at(editor: ContentEditor, path: KeyPath, index: int, value: Any) -> KeyPath:
    """Insert an entry into a list or mapping; return its path."""
    entries = editor.get(path)
    if isinstance(entries, dict):
        names = list(entries)
        editor.add(path, "new", value, after=names[index - 1] if index else None, first=index == 0)
        return (*path, "new")
    editor.insert(path, index, value)
    return (*path, index)


@QUICK
@given(documents(), st.data())
def test_inserted_entry_is_read_and_its_removal_gives_the_same_bytes(sample: Sample, data: st.DataObject) -> None:
    editor = ContentEditor(sample.text, "f.yaml")
    path = data.draw(st.sampled_from(collections(editor)))
    index = data.draw(st.integers(0, len(editor.get(path))))
    value = data.draw(st.sampled_from(VALUES))
    if value is None and editor.has_brackets(path) and isinstance(editor.get(path), list):
        with pytest.raises(EditError):
            editor.insert(path, index, value)
        assert editor.text == sample.text
        return
    new = insert_at(editor, path, index, value)
    assert editor.get(new) == value
    assert list(editor.get(path))[index] == (new[-1] if isinstance(new[-1], str) else value)
    editor.remove(new)
    assert editor.text == sample.text


@QUICK
@given(documents(), st.data())
def test_removal_takes_the_lines_of_an_entry_and_its_comments(sample: Sample, data: st.DataObject) -> None:
    editor, entries = entries_in_lines(sample)
    path = data.draw(st.sampled_from(list(entries)))
    gone = entries[path]
    assume(len(path) > 1 or len(editor.document.data) > 1)
    editor.remove(path)
    lines = lines_of(sample.text)
    kept = written([line for number, line in enumerate(lines) if not gone.first <= number <= gone.last])
    after = written(lines_of(editor.text))
    if gone.is_inline:
        # The dash before it stays, before the next entry.
        kept, after = ([line.lstrip("- ") for line in each if line.strip("- ")] for each in (kept, after))
    assert after == kept


@QUICK
@given(documents(), st.data())
def test_moved_entry_and_all_others_keep_their_lines_together(sample: Sample, data: st.DataObject) -> None:
    editor, entries = entries_in_lines(sample)
    path = data.draw(st.sampled_from(list(entries)))
    before = editor.get(path[:-1])
    names = list(before) if isinstance(before, dict) else list(range(len(before)))
    to = data.draw(st.integers(0, len(names) - 1))
    editor.move(path, to)
    after = editor.get(path[:-1])
    names.insert(to, names.pop(names.index(path[-1])))
    assert after == (before if isinstance(before, dict) else [before[name] for name in names])
    assert not isinstance(before, dict) or list(after) == names
    bare = [line.lstrip("- ") for line in written(lines_of(editor.text))]
    lines = lines_of(sample.text)
    assert Counter(bare) == Counter(line.lstrip("- ") for line in written(lines))
    for each in (entries[path] for name in names if (path := (*path[:-1], name)) in entries):
        own = [line.lstrip("- ") for line in written(lines_of_entry(sample, each))]
        assert any(bare[start : start + len(own)] == own for start in range(len(bare)))


@QUICK
@given(documents(), st.data())
def test_entry_moves_into_another_list_or_mapping(sample: Sample, data: st.DataObject) -> None:
    editor, entries = entries_in_lines(sample)
    path = data.draw(st.sampled_from([path for path in entries if len(path) > 1] or [()]))
    others = [
        other
        for other in collections(editor)
        if other[: len(path)] != path
        and other != path[:-1]
        and isinstance(editor.get(other), type(editor.get(path[:-1])))
    ]
    assume(path and others)
    target = data.draw(st.sampled_from(others))
    size = len(editor.get(target))
    name = path[-1] if isinstance(path[-1], str) else data.draw(st.integers(0, size))
    value, comments = editor.get(path), sample.text.count("# ")
    # After the move, the path of the target may be another one.
    depth = len(path) - 1
    after = list(target)
    if isinstance(path[-1], int) and len(target) > depth and target[:depth] == path[:-1] and target[depth] > path[-1]:
        after[depth] -= 1
    is_empty_item = value is None and isinstance(path[-1], int)
    if editor.has_brackets(target) and (is_empty_item or "#" in "".join(lines_of_entry(sample, entries[path]))):
        with pytest.raises(EditError):
            editor.move(path, (*after, name))
        assert editor.text == sample.text
        return
    editor.move(path, (*after, name))
    assert editor.get((*after, name)) == value
    assert editor.text.count("# ") == comments


def test_entry_goes_with_the_comments_that_speak_of_it() -> None:
    editor = ContentEditor(SAMPLE, "f.yaml")
    editor.remove(("rows", 1))
    assert "# --- Goals ---\n\n  # section\n" in editor.text
    editor.remove(("rows", 0))
    assert editor.text.startswith("rows:   # behind the key\n  # --- Goals ---\n\n  # section\n\n  - id: c\n")


def test_list_without_entries_is_an_empty_value() -> None:
    editor = ContentEditor(SAMPLE, "f.yaml")
    editor.remove(("other", "rows", 0))
    assert editor.text.endswith("other:\n    rows:\n")
    editor.insert(("other", "rows"), 0, {"id": "e", "bullets": ["a: b"]})
    assert editor.text.endswith('other:\n    rows:\n      - id: e\n        bullets:\n          - "a: b"\n')


def test_entries_in_brackets_are_written_as_their_neighbours() -> None:
    editor = ContentEditor(SAMPLE, "f.yaml")
    editor.insert(("flow",), 2, {"four": "4,0"})
    assert 'flow: [one, {two: 2}, {four: "4,0"}, three]   # behind the list' in editor.text
    editor.insert(("lines",), 2, "third")
    editor.insert(("lines",), 1, "half")
    assert "  first,  # about the first one\n  half,\n  second,\n  third\n]" in editor.text
    editor.remove(("lines", 0))
    assert "lines: [\n  half," in editor.text
    editor.insert(("empty",), 0, "x")
    assert "empty: [x]\n" in editor.text
    editor.move(("flow", 0), 3)
    assert 'flow: [{two: 2}, {four: "4,0"}, three, one]' in editor.text


def test_new_entry_is_in_brackets_like_the_one_before_it() -> None:
    editor = ContentEditor("rows:\n  - [a, b]\n  - id: c\n", "f.yaml")
    editor.insert(("rows",), 1, ["x", "y"])
    assert editor.text == "rows:\n  - [a, b]\n  - [x, y]\n  - id: c\n"


def test_entry_moves_with_its_comments_and_is_indented_for_its_place() -> None:
    editor = ContentEditor(SAMPLE, "f.yaml")
    editor.move(("other", "rows", 0), ("rows", 0))
    assert editor.text.startswith(
        "rows:   # behind the key\n  # about d\n  - id: d\n    text: >-\n      folded\n\n  # about a, above it\n"
    )
    assert editor.text.endswith("other:\n    rows:\n")


def test_entry_is_not_moved_into_brackets_without_its_comments() -> None:
    editor = ContentEditor(SAMPLE, "f.yaml")
    with pytest.raises(EditError, match="because of the comments at it"):
        editor.move(("rows", 0), ("flow", 0))
    assert editor.text == SAMPLE


def test_comment_at_the_top_of_the_file_stays_there() -> None:
    editor = ContentEditor("# yaml-language-server: $schema=x\ntitle: A\nid: b\n", "f.yaml")
    editor.move(("id",), 0)
    assert editor.text == "# yaml-language-server: $schema=x\nid: b\ntitle: A\n"
    editor.remove(("id",))
    assert editor.text == "# yaml-language-server: $schema=x\ntitle: A\n"


def test_blank_lines_between_entries_stay_alike() -> None:
    editor = ContentEditor("l:\n  - a\n\n  - b\n\n  - c\n\nm: 1\n", "f.yaml")
    editor.insert(("l",), 3, "d")
    editor.insert(("l",), 0, "z")
    assert editor.text == "l:\n  - z\n\n  - a\n\n  - b\n\n  - c\n\n  - d\n\nm: 1\n"
    editor.move(("l", 0), 4)
    assert editor.text == "l:\n  - a\n\n  - b\n\n  - c\n\n  - d\n\n  - z\n\nm: 1\n"


@pytest.mark.parametrize(
    ("text", "edit", "message"),
    [
        ("a: 1\n", lambda editor: editor.remove(("a",)), "cannot be changed by a program"),
        ("a: 1\nb: 2\n", lambda editor: editor.insert(("a",), 0, "x"), "is no list"),
        ("a: [1]\n", lambda editor: editor.add(("a",), "k", "x"), "has no fields"),
        ("a: {b: 1}\nb: 2\n", lambda editor: editor.move(("b",), ("a", "b")), "is there already"),
        ("a: {b: {c: 1}}\n", lambda editor: editor.move(("a", "b"), ("a", "b", "b")), "into itself"),
        ("a: [1]\n", lambda editor: editor.insert(("a",), 0, {"k": "\x07"}), "invisible character"),
    ],
)
def test_edit_that_cannot_be_made_is_refused_and_changes_nothing(text: str, edit: Any, message: str) -> None:
    editor = ContentEditor(text, "f.yaml")
    with pytest.raises(EditError, match=message):
        edit(editor)
    assert editor.text == text


@pytest.mark.parametrize("text", ["a: &x\n  - 1\nb: *x\n", "a: &x 1\n"])
def test_file_with_anchors_is_refused_with_the_line_and_the_reason(text: str) -> None:
    with pytest.raises(EditError, match=r"errors that must be fixed first \(line 1: a value that starts with &"):
        ContentEditor(text, "f.yaml")
