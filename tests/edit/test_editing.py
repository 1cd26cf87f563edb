"""An edit changes the requested value and no other byte, whatever the text and the file are."""

import os
from typing import Any

import pytest
from edit_samples import FILE, MAPPINGS, PATHS, TRAPS, files, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.edit import ContentEditor, EditError
from deckgen.reader import parse

QUICK = settings(max_examples=int(os.environ.get("DECKGEN_EDITS", "80")), deadline=None)


def read(text: str) -> Any:
    document, issues = parse(text, "sample.yaml")
    assert document is not None
    assert not issues
    return document.data


def value_at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        data = data[part]
    return data


def without(data: Any, path: tuple[str | int, ...]) -> Any:
    """Return the data without the value at a path."""
    if len(path) == 1:
        if isinstance(data, list):
            return [x for i, x in enumerate(data) if i != path[0]]
        return [(k, v) for k, v in data.items() if k != path[0]]
    if isinstance(data, list):
        return [without(x, path[1:]) if i == path[0] else x for i, x in enumerate(data)]
    return [(k, without(v, path[1:]) if k == path[0] else v) for k, v in data.items()]


def test_sample_file_has_a_text_or_nothing_at_each_path() -> None:
    assert {type(value_at(read(FILE), path)) for path in PATHS} == {str, type(None)}


@QUICK
@given(files(), st.sampled_from(PATHS), texts)
def test_text_is_read_back_as_written_and_other_bytes_stay(text: str, path: tuple[str | int, ...], value: str) -> None:
    editing = ContentEditor(text, "sample.yaml")
    span = editing.document.span(path)
    editing.set(path, value)
    assert value_at(read(editing.text), path) == value
    assert without(read(editing.text), path) == without(read(text), path)
    assert editing.text.startswith(text[: span.start])
    assert editing.text.endswith(text[span.end :])
    assert len(editing.text) >= len(text) - (span.end - span.start)


@pytest.mark.parametrize("value", TRAPS)
@pytest.mark.parametrize("path", [("plain",), ("flow", "Q1"), ("folded",), ("empty-with-comment",)])
def test_texts_that_look_like_other_yaml_are_read_back(value: str, path: tuple[str | int, ...]) -> None:
    editing = ContentEditor(FILE, "sample.yaml")
    editing.set(path, value)
    assert value_at(read(editing.text), path) == value


@QUICK
@given(files(), st.sampled_from(MAPPINGS), texts, st.sampled_from(["Q2", "new", "a b", "#1", "no"]), st.booleans())
def test_adding_a_key_leaves_all_other_bytes(
    text: str, path: tuple[str | int, ...], value: str, key: str, first: bool
) -> None:
    if key in (value_at(read(text), path) or {}):
        return
    editing = ContentEditor(text, "sample.yaml")
    editing.add(path, key, value, first=first)
    assert value_at(read(editing.text), path)[key] == value
    if value_at(read(text), path) is not None:
        assert without(read(editing.text), (*path, key)) == without(read(text), (*path, key))
    begin = next((i for i, (a, b) in enumerate(zip(text, editing.text, strict=False)) if a != b), len(text))
    assert editing.text.endswith(text[begin:]), "the edit changed more than one span"


@QUICK
@given(files(), st.sampled_from(PATHS))
def test_value_can_be_emptied_and_filled_again(text: str, path: tuple[str | int, ...]) -> None:
    editing = ContentEditor(text, "sample.yaml")
    editing.set(path, None)
    assert value_at(read(editing.text), path) is None
    assert without(read(editing.text), path) == without(read(text), path)
    editing.set(path, "back again")
    assert value_at(read(editing.text), path) == "back again"


@QUICK
@given(files(), st.lists(st.sampled_from([p for p in PATHS if isinstance(p[-1], str)]), min_size=1, max_size=4))
def test_inserted_comments_do_not_change_data_and_can_be_deleted(text: str, paths: list[tuple[str | int, ...]]) -> None:
    editing = ContentEditor(text, "sample.yaml")
    editing.insert_above(paths, "REWRITE: this is old")
    assert read(editing.text) == read(text)
    marks = [i for i in range(len(editing.text)) if editing.text.startswith("# REWRITE", i)]
    assert len(marks) == len({editing.line(path) for path in paths})
    editing.delete_lines(marks)
    assert editing.text == text


def test_rename_changes_only_the_key() -> None:
    editing = ContentEditor(FILE, "sample.yaml")
    editing.rename(("nested", "quarters"), "FY20-21")
    assert editing.text == FILE.replace("    quarters:", "    FY20-21:")


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("title",), "Other", "title:   Other   # behind a value"),
        (("empty",), "full", "empty: full"),
        (("empty-with-comment",), "71K/mo[^p]", "empty-with-comment: 71K/mo[^p]   # to come"),
        (("plain",), "3.82", 'plain: "3.82"'),
        (("double",), "plain", 'double: "plain"   # and a comment'),
        (("single",), "don't", "single: 'don''t'"),
        (("flow", "Q1"), "61,000", 'flow: {Q1: "61,000", Q2: "[^p]", Q3: plain text}'),
        (("plain",), "the [^x] note: with", 'plain: "the [^x] note: with"'),
        (("plain",), 'a: "b"', "plain: 'a: \"b\"'"),
    ],
)
def test_value_is_written_as_an_author_would_write_it(path: tuple[str, ...], value: str, line: str) -> None:
    editing = ContentEditor(FILE, "sample.yaml")
    editing.set(path, value)
    assert line in editing.text.split("\n")


def test_block_scalars_retain_style_comment_and_paragraphs() -> None:
    editing = ContentEditor(FILE, "sample.yaml")
    editing.set(("folded",), "word " * 30 + "end\n\nnext")
    block = editing.text.split("folded: ")[1].split("literal:")[0]
    assert block.startswith(">-\n  word word")
    assert block.endswith("end\n\n  next\n")
    assert max(map(len, block.splitlines())) <= 120
    editing.set(("literal",), "one\ntwo")
    assert "literal: |-   # a comment behind the header\n    one\n    two\nflow" in editing.text


def test_new_keys_are_in_order_and_indented_like_their_neighbours() -> None:
    editing = ContentEditor(FILE, "sample.yaml")
    editing.add(("nested", "quarters"), "Q2", "now", after="Q1")
    editing.add(("nested", "quarters"), "Q4", None)
    assert "        Q1: four blanks deep   # comment\n        Q2: now\n        # comment of its own" in editing.text
    assert "          folded\n        Q4:\n" in editing.text
    editing.add(("flow",), "Q4", "12%")
    assert "Q3: plain text, Q4: 12%}" in editing.text


def test_new_lines_have_the_windows_line_breaks_of_the_file() -> None:
    editing = ContentEditor("a: 1\r\nb: x\r\n", "sample.yaml")
    editing.set(("b",), "one\ntwo")
    editing.add((), "c", "3x")
    assert editing.text == "a: 1\r\nb: |-\r\n  one\r\n  two\r\nc: 3x\r\n"


@pytest.mark.parametrize("char", ["\x07", "\r", "\u2028", "\x00", "\ufeff"])
def test_character_not_allowed_in_content_is_refused_by_name(char: str) -> None:
    editing = ContentEditor(FILE, "sample.yaml")
    with pytest.raises(EditError, match=rf"invisible character, U\+{ord(char):04X}"):
        editing.set(("plain",), f"a{char}b")
    assert editing.text == FILE


@pytest.mark.parametrize("path", [("list",), ("nested", "quarters"), ("flow",)])
def test_lists_and_mappings_are_not_overwritten(path: tuple[str, ...]) -> None:
    with pytest.raises(EditError, match="not a single text"):
        ContentEditor(FILE, "sample.yaml").set(path, "x")


def test_file_with_errors_is_not_edited() -> None:
    with pytest.raises(EditError, match="has errors"):
        ContentEditor("a: [^x]\n", "sample.yaml")
