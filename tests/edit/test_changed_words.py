"""The same value changes no byte, and one changed word changes one line, however the text is written."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest
from generated_documents import Sample, documents
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor

QUICK = settings(max_examples=int(os.environ.get("DECKGEN_EDITS", "40")), deadline=None)
CONTENT = sorted((Path(__file__).resolve().parents[2] / "content/thriving-movement").rglob("*.yaml"))
LINES = ["A long text that has several lines, with", "words like 64% and it's; “quotes”, too, and", "the last line"]
FORMS = {
    "folded": "key: >-  # comment\n      {0}\n      {1}\n\n      {2}\nnext: 1\n",
    "folded, kept": "key: >+\n  {0}\n  {1}\n  {2}\n\nnext: 1\n",
    "literal": "key: |\n  {0}\n    {1}\n\n  {2}\nnext: 1\n",
    "literal, indented": "key: |2-\n    {0}\n  {1}\n  {2}\nnext: 1\n",
    "plain": "key: {0}\n  {1}\n\n  {2}   # comment\nnext: 1\n",
    "double": 'key: "{0}\n  \\"x\\\\y\\" {1}\n\n  {2}"\nnext: 1\n',
    "single": "key: '{0}\n  it''s\n  {2}'   # comment\nnext: 1\n",
    "in a list": "- >-\n  {0}\n  {1}\n  {2}\n-  {0}\n   {1}\n",
    "in brackets": "key: [{0}\n  and more, x]\n",
    "Windows": "key: >-\r\n  {0}\r\n  {1}\r\n\r\n  {2}\r\nnext: 1\r\n",
    "Chinese": "key: >-\n  活跃编辑者增长了百分之八，超过了百分之五的目标。\n  新编辑者的留存率也提高了，{2}\n  百分之五\n",
}  # fmt: skip


def texts(editor: ContentEditor) -> list[KeyPath]:
    return [path for path in editor.document.spans if isinstance(editor.get(path), str)]


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def with_word(text: str, index: int, word: str) -> str:
    """Return a text with another word in the place of one of its words."""
    words = list(re.finditer(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+", text))
    chosen = words[index % len(words)]
    return text[: chosen.start()] + word + text[chosen.end() :]


def assert_one_line_changes(text: str, path: KeyPath, value: str) -> None:
    editor = ContentEditor(text, "f.yaml")
    editor.set(path, value)
    assert editor.get(path) == value
    changed = changed_lines(text, editor.text)
    assert len(changed) <= 2, "\n".join(changed)


@QUICK
@given(documents())
def test_same_value_changes_no_byte(sample: Sample) -> None:
    editor = ContentEditor(sample.text, "f.yaml")
    for path in editor.document.spans:
        if not isinstance(editor.get(path), list | dict):
            editor.set(path, editor.get(path))
    assert editor.text == sample.text


@pytest.mark.parametrize("file", CONTENT, ids=lambda file: file.name)
def test_same_value_changes_no_byte_of_the_example(file: Path) -> None:
    text = file.read_bytes().decode()
    editor = ContentEditor(text, file.name)
    for path in list(editor.document.spans):
        if not isinstance(editor.get(path), list | dict):
            editor.set(path, editor.get(path))
    assert editor.text == text


@pytest.mark.parametrize("file", CONTENT, ids=lambda file: file.name)
def test_changed_word_changes_one_line_of_the_example(file: Path) -> None:
    text = file.read_bytes().decode()
    editor = ContentEditor(text, file.name)
    for number, path in enumerate(texts(editor)):
        span = editor.document.span(path)
        # Short values are alike: each tenth of them is enough.
        if "\n" in text[span.start : span.end] or number % 10 == 0:
            assert_one_line_changes(text, path, with_word(editor.get(path), number, "replacement"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("word", ["x", "66%", "a-much-longer-word-than-it-was", "it's"])
def test_changed_word_changes_one_line_in_every_form(form: str, word: str) -> None:
    text = FORMS[form].format(*LINES)
    for path in texts(ContentEditor(text, "f.yaml")):
        value = ContentEditor(text, "f.yaml").get(path)
        for index in range(len(value.split())):
            assert_one_line_changes(text, path, with_word(value, index, word))


@QUICK
@given(documents(), st.integers(0, 99), st.integers(0, 9))
def test_changed_word_changes_one_line_of_a_document(sample: Sample, number: int, index: int) -> None:
    found = texts(ContentEditor(sample.text, "f.yaml"))
    if found:
        path = found[number % len(found)]
        value = ContentEditor(sample.text, "f.yaml").get(path)
        if value.strip():
            assert_one_line_changes(sample.text, path, with_word(value, index, "1,234"))


@pytest.mark.parametrize("form", ["folded", "plain", "single", "literal"])
def test_removed_or_added_word_changes_one_line(form: str) -> None:
    text = FORMS[form].format(*LINES)
    value = ContentEditor(text, "f.yaml").get(("key",))
    words = list(re.finditer(r"\S+ ", value))
    for match in words:
        assert_one_line_changes(text, ("key",), value[: match.start()] + value[match.end() :])
        assert_one_line_changes(text, ("key",), f"{value[: match.start()]}added {value[match.start() :]}")


def test_added_sentence_is_wrapped_and_other_lines_stay() -> None:
    text = FORMS["folded"].format(*(f"{line}, {line}" for line in LINES))
    editor = ContentEditor(text, "f.yaml")
    sentence = (
        " A new sentence that is long enough to need a line of its own, since no line has room for all of it, in fact."
    )
    editor.set(("key",), editor.get(("key",)).replace("too,", "too," + sentence, 1))
    assert max(map(len, editor.text.splitlines())) <= 120
    removed = [line for line in changed_lines(text, editor.text) if line.startswith("-")]
    assert removed == [f"-      {LINES[1]}, {LINES[1]}"]


def test_long_line_stays_a_line_when_one_word_of_it_changes() -> None:
    text = f"headline: {'word ' * 26}end\nother: {'word ' * 21}end\n"
    editor = ContentEditor(text, "f.yaml")
    for key in ("headline", "other"):
        editor.set((key,), editor.get((key,)).replace("end", "a-longer-ending"))
    assert editor.text == text.replace("end", "a-longer-ending")


def test_rewritten_text_is_wrapped_anew() -> None:
    text = FORMS["folded"].format(*LINES)
    editor = ContentEditor(text, "f.yaml")
    editor.set(("key",), "entirely different " * 12 + "end")
    assert max(map(len, editor.text.splitlines())) <= 120
    assert min(map(len, editor.text.splitlines()[1:2])) > 100
