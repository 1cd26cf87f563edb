"""pydantic's errors become issues in plain words at their positions in the file."""

import textwrap
from typing import Annotated

import pytest
from pydantic import Field

from deckgen.diagnostics import line_and_column
from deckgen.model import Item, Metric, Model, RichText, Row, SlideContent
from deckgen.model.introspection import models_at
from deckgen.model.validation import validate
from deckgen.reader import parse


class Group(Model):
    group: RichText


class Sub(Model):
    sub: RichText
    cells: tuple[RichText, ...]


class Column(Model):
    heading: RichText | None = None
    text: RichText


class Content(SlideContent):
    objective: RichText
    updates: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    recommendation: RichText | Column | None = None
    lines: tuple[tuple[RichText, ...] | Group | Sub, ...] = ()


def check_text(text, kind=Content):
    """The line, column, code, message and hint of each issue."""
    document, issues = parse(textwrap.dedent(text), "x.yaml")
    assert document is not None
    assert not issues
    value, issues = validate(kind, document.data, document)
    assert (value is None) == bool(issues)
    return [(*line_and_column(document.text, i.span.start), i.code, i.message, i.hint or "") for i in issues]


BASE = "kind: x\nobjective: o\n"


def test_valid_content_has_no_issues():
    assert check_text(BASE + "rows:\n  - metric: a\nlines:\n  - [a, b]\n  - group: g\n  - {sub: s, cells: [a]}\n") == []


def test_unknown_field_is_reported_at_its_key_with_a_suggestion():
    assert check_text("kind: x\nobjectve: o\nobjective: o\n") == [
        (2, 1, "unknown-field", "there is no field `objectve` here", "did you mean `objective`?")
    ]


def test_unknown_field_without_a_similar_one_lists_the_known_fields():
    [(line, column, code, _, hint)] = check_text(BASE + "rows:\n  - metric: a\n    zzz: b\n")
    assert (line, column, code) == (5, 5, "unknown-field")
    assert hint.startswith("known fields are `metric`, `id`")
    assert "`measured`" in hint


@pytest.mark.parametrize(
    ("row", "meant"),
    [("target: 5%", "goal"), ("results: {Q2: 5}", "quarters"), ("results: 61 edits", "result"), ("label: a", "name")],
)
def test_field_under_another_name_is_suggested(row: str, meant: str) -> None:
    [(*_, code, _, hint)] = check_text(BASE + f"rows:\n  - metric: a\n    {row}\n")
    assert (code, hint) == ("unknown-field", f"did you mean `{meant}`?")


def test_required_field_under_another_name_is_reported_once() -> None:
    [(line, *_, message, hint)] = check_text("label: Editors\ntarget: 5\n", Metric)[:1]
    assert (line, message, hint) == (1, "there is no field `label` here", "did you mean `name`?")
    assert len(check_text("label: Editors\ntarget: 5\n", Metric)) == 2


def test_field_of_an_inner_value_is_shown_its_place() -> None:
    [(*_, hint)] = check_text(BASE + "rows:\n  - metric: a\n    status: done\n")
    assert hint == "`status` is a field of the entries of `quarters`: write it there, indented"

    class Outer(Model):
        goal: RichText
        column: Column | None = None

    [(*_, hint)] = check_text("goal: a\nheading: b\n", Outer)
    assert hint == "`heading` is a field of `column`: write it there, indented"


def test_status_under_another_name_is_suggested() -> None:
    [(*_, hint)] = check_text(BASE + "rows:\n  - metric: a\n    quarters: {Q2: {text: 5, status: On hold}}\n")
    assert hint == "did you mean `paused`?"


def test_list_of_texts_in_place_of_fields_is_reported_once() -> None:
    class Listed(Model):
        columns: tuple[Sub, ...]

    [(line, column, code, _, hint)] = check_text("columns: [a, b, c]\n", Listed)
    assert (line, column, code) == (1, 11, "wrong-shape")
    assert hint == "write `sub: …` and `cells: …`, each on a line of its own, indented"
    assert len(check_text("columns: [a, {sub: s, cells: [b]}, c]\n", Listed)) == 2


def test_missing_field_is_reported_at_the_first_line():
    assert check_text("kind: x\n") == [(1, 1, "missing-field", "`objective` is missing here", "add `objective: …`")]


def test_misspelt_required_field_is_reported_once_at_its_key():
    issues = check_text("kind: x\nobjectve: o\n")
    assert issues == [(2, 1, "unknown-field", "there is no field `objectve` here", "did you mean `objective`?")]


def test_list_is_not_too_short_because_of_an_invalid_entry():
    class Listed(Model):
        rows: Annotated[tuple[Column, ...], Field(min_length=1)]

    [(*_, code, message, _)] = check_text("rows:\n  - heading: h\n", Listed)
    assert (code, message) == ("missing-field", "`text` is missing here")
    [(*_, code, message, _)] = check_text("rows: []\n", Listed)
    assert (code, message) == ("wrong-count", "at least 1 entry is needed here, but there are none")


def test_list_in_place_of_text_is_reported():
    [(line, column, code, message, hint)] = check_text("kind: x\nobjective:\n  - a\n")
    assert (line, column, code) == (3, 3, "wrong-shape")
    assert message == "text is expected here, but this is a list"
    assert hint.startswith("write `|-` after the key")
    [(*_, item_hint)] = check_text(BASE + "updates:\n  - [a]\n")
    assert item_hint == hint


def test_text_in_place_of_a_list_is_reported():
    [(*_, message, hint)] = check_text(BASE + "updates: one\n")
    assert message == "a list is expected here, but this is `one`"
    assert "- " in hint


def test_empty_required_field_is_reported():
    [(*_, message, _)] = check_text("kind: x\nobjective:\n")
    assert message == "text is expected here, but it is empty"


def test_unknown_value_is_reported_with_a_suggestion():
    [(*_, code, message, hint)] = check_text(BASE + "rows:\n  - name: a\n    better: highr\n")
    assert (code, message, hint) == ("unknown-value", "`highr` is not known here", "did you mean `higher`?")


def test_invalid_key_is_reported_at_the_key():
    [(line, column, code, message, _)] = check_text(BASE + "rows:\n  - name: a\n    quarters:\n      Q5: x\n")
    assert (line, column, code, message) == (6, 7, "unknown-value", "`Q5` is not known here")


def test_only_the_likely_type_of_a_union_is_reported():
    [(line, column, code, message, hint)] = check_text(BASE + "recommendation:\n  heading: h\n  txt: t\n  text: u\n")
    assert (line, column, code) == (5, 3, "unknown-field")
    assert message == "there is no field `txt` here"
    assert hint == "did you mean `text`?"


def test_value_of_a_wrong_shape_lists_the_allowed_shapes():
    [(*_, code, message, _)] = check_text(BASE + "recommendation:\n  - a\n")
    assert code == "wrong-shape"
    assert message == "text or a group of `key: value` lines is expected here, but this is a list"


def test_issue_inside_a_union_in_a_list_has_its_line():
    [(line, *_, message, _)] = check_text(BASE + "lines:\n  - [a, b]\n  - sub: s\n    cells: x\n")
    assert line == 6
    assert message == "a list is expected here, but this is `x`"


def test_boolean_field_is_true_or_false():
    [(*_, message, _)] = check_text(BASE + "hidden: maybe\n")
    assert message == "yes or no is expected here, but this is `maybe`"


def test_all_issues_of_an_entry_are_reported_together():
    assert len(check_text("kind: x\ntitel: a\nupdates: b\nrows:\n  - better: up\n    goal: [1]\n")) == 5


def test_root_of_a_wrong_shape_is_reported():
    [(line, column, code, message, _)] = check_text("- a\n", Metric)
    assert (line, column, code) == (1, 1, "wrong-shape")
    assert message == "a group of `key: value` lines is expected here, but this is a list"


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), [Content]), (("rows", 0), [Row]), (("rows", 0, "parts", "x"), [Row]), (("recommendation",), [Column]),
     (("lines", 2), [Group, Sub]), (("nothing",), [])],
)  # fmt: skip
def test_models_at_a_path_are_found(path, expected):
    assert models_at(Content, path) == expected
