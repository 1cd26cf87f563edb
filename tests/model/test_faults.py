"""pydantic's errors, told in plain words at their place in the file."""

import textwrap
from typing import Annotated

import pytest
from pydantic import Field

from deckgen.diagnostics import position
from deckgen.model import Item, Metric, Model, RichText, Row, SlideContent
from deckgen.model.faults import check, models_at
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


def told(text, kind=Content):
    document, faults = parse(textwrap.dedent(text), "x.yaml")
    assert document is not None
    assert not faults
    found, faults = check(kind, document.data, document)
    assert (found is None) == bool(faults)
    return [(*position(document.text, f.span.start), f.code, f.message, f.hint or "") for f in faults]


BASE = "kind: x\nobjective: o\n"


def test_what_is_in_order_gives_no_fault():
    assert told(BASE + "rows:\n  - metric: a\nlines:\n  - [a, b]\n  - group: g\n  - {sub: s, cells: [a]}\n") == []


def test_an_unknown_field_is_told_at_its_key_with_the_likely_one():
    assert told("kind: x\nobjectve: o\nobjective: o\n") == [
        (2, 1, "unknown-field", "there is no field `objectve` here", "did you mean `objective`?")
    ]


def test_an_unknown_field_far_from_any_names_those_that_there_are():
    [(line, column, code, _, hint)] = told(BASE + "rows:\n  - metric: a\n    zzz: b\n")
    assert (line, column, code) == (5, 5, "unknown-field")
    assert hint.startswith("known fields are `metric`, `id`")
    assert "`measured`" in hint


def test_a_missing_field_is_told_at_the_first_line():
    assert told("kind: x\n") == [(1, 1, "missing-field", "`objective` is missing here", "add `objective: …`")]


def test_a_needed_field_that_is_misspelt_is_told_once_at_its_key():
    faults = told("kind: x\nobjectve: o\n")
    assert faults == [(2, 1, "unknown-field", "there is no field `objectve` here", "did you mean `objective`?")]


def test_a_list_is_not_too_short_because_its_entry_is_at_fault():
    class Listed(Model):
        rows: Annotated[tuple[Column, ...], Field(min_length=1)]

    [(*_, code, message, _)] = told("rows:\n  - heading: h\n", Listed)
    assert (code, message) == ("missing-field", "`text` is missing here")
    [(*_, code, message, _)] = told("rows: []\n", Listed)
    assert (code, message) == ("wrong-count", "at least 1 entry is needed here, but there are none")


def test_a_list_where_text_belongs():
    [(line, column, code, message, _)] = told("kind: x\nobjective:\n  - a\n")
    assert (line, column, code) == (3, 3, "wrong-shape")
    assert message == "text is expected here, but this is a list"


def test_text_where_a_list_belongs():
    [(*_, message, hint)] = told(BASE + "updates: one\n")
    assert message == "a list is expected here, but this is `one`"
    assert "- " in hint


def test_an_empty_field_that_is_needed():
    [(*_, message, _)] = told("kind: x\nobjective:\n")
    assert message == "text is expected here, but it is empty"


def test_an_unknown_value_names_the_known_ones():
    [(*_, code, message, hint)] = told(BASE + "rows:\n  - name: a\n    better: highr\n")
    assert (code, message, hint) == ("unknown-value", "`highr` is not known here", "did you mean `higher`?")


def test_a_wrong_key_is_told_at_the_key():
    [(line, column, code, message, _)] = told(BASE + "rows:\n  - name: a\n    quarters:\n      Q5: x\n")
    assert (line, column, code, message) == (6, 7, "unknown-value", "`Q5` is not known here")


def test_of_a_field_with_several_shapes_the_likely_one_is_told_once():
    [(line, column, code, message, hint)] = told(BASE + "recommendation:\n  heading: h\n  txt: t\n  text: u\n")
    assert (line, column, code) == (5, 3, "unknown-field")
    assert message == "there is no field `txt` here"
    assert hint == "did you mean `text`?"


def test_a_shape_that_none_allows_names_all_that_are_allowed():
    [(*_, code, message, _)] = told(BASE + "recommendation:\n  - a\n")
    assert code == "wrong-shape"
    assert message == "text or a group of `key: value` lines is expected here, but this is a list"


def test_a_fault_inside_a_list_of_alternatives_stands_at_its_line():
    [(line, *_, message, _)] = told(BASE + "lines:\n  - [a, b]\n  - sub: s\n    cells: x\n")
    assert line == 6
    assert message == "a list is expected here, but this is `x`"


def test_a_switch_is_true_or_false():
    [(*_, message, _)] = told(BASE + "hidden: maybe\n")
    assert message == "true or false is expected here, but this is `maybe`"


def test_all_faults_of_an_entry_are_told_at_once():
    assert len(told("kind: x\ntitel: a\nupdates: b\nrows:\n  - better: up\n    goal: [1]\n")) == 5


def test_the_whole_may_be_of_the_wrong_shape():
    [(line, column, code, message, _)] = told("- a\n", Metric)
    assert (line, column, code) == (1, 1, "wrong-shape")
    assert message == "a group of `key: value` lines is expected here, but this is a list"


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), [Content]), (("rows", 0), [Row]), (("rows", 0, "parts", "x"), [Row]), (("recommendation",), [Column]),
     (("lines", 2), [Group, Sub]), (("nothing",), [])],
)  # fmt: skip
def test_the_models_at_a_path_are_found(path, expected):
    assert models_at(Content, path) == expected
