"""References that lead nowhere are told where they stand."""

import pytest

from deckgen.diagnostics import Severity, position
from deckgen.resolve import resolve

METRICS = "editors:\n  name: Editors\n  parts:\n    old:\n      name: Old markets\n"
NOTES = 'est: {mark: "*", text: Estimated}\n'
SLIDE = "  - kind: metrics\n"


@pytest.fixture
def told(deck_of):
    def told(slides, data=None, sections=None):
        files = {"metrics": METRICS, "footnotes": NOTES, **(data or {})}
        deck = deck_of({"a": SLIDE + slides, **(sections or {})}, files)
        _, faults = resolve(deck)
        return [
            (f.code, f.span.file.rpartition("/")[2], *position(deck.documents[f.span.file].text, f.span.start), f.hint)
            for f in faults
        ]

    return told


def test_references_in_order_give_no_fault(told):
    assert told(
        "    metrics: [editors]\n    rows:\n      - metric: editors\n        name: E[^est]\n        parts:\n"
        "          old: {goal: 5%}\n    text: see [that](#b/metrics)[^est]\n",
        sections={"b": SLIDE},
    ) == []  # fmt: skip


def test_an_unknown_metric_named_by_id(told):
    assert told("    metrics:\n      - editor\n") == [("unknown-metric", "a.yaml", 5, 9, "did you mean `editors`?")]


def test_an_unknown_metric_of_a_row(told):
    assert told("    rows:\n      - metric: zzz\n") == [
        ("unknown-metric", "a.yaml", 5, 17, "known metrics are `editors`")
    ]


def test_an_unknown_footnote_is_told_at_its_mark(told):
    assert told("    text: abc[^est] def[^ets]\n") == [("unknown-footnote", "a.yaml", 4, 24, "did you mean `est`?")]


def test_an_unknown_footnote_in_the_definitions_is_told_there(told):
    faults = told("", {"metrics": "m:\n  name: M\n  quarters:\n    Q1: 5%[^nope]\n"})
    assert [fault[:4] for fault in faults] == [("unknown-footnote", "metrics.yaml", 4, 11)]


def test_a_footnote_in_a_footnote(told):
    faults = told("", {"footnotes": "a: x[^b]\nb: y\n"})
    assert [fault[:3] for fault in faults] == [("footnote-in-footnote", "footnotes.yaml", 1)]


def test_a_link_to_no_slide(told):
    assert told("    text: see [it](#a/metric)\n") == [("unknown-slide", "a.yaml", 4, 19, "did you mean `a/metrics`?")]


def test_a_link_without_its_section_is_told_how_to_write_it(told):
    [(code, *_, hint)] = told("    text: see [it](#metrics)\n")
    assert (code, hint) == ("unknown-slide", "write `#a/metrics`")


def test_a_row_about_nothing(told):
    [(code, _, line, *_)] = told("    rows:\n      - goal: 5%\n")
    assert (code, line) == ("row-without-subject", 5)


def test_a_part_that_the_metric_does_not_have(told):
    faults = told("    rows:\n      - metric: editors\n        parts:\n          odl: {goal: 5%}\n")
    assert [(f[0], f[2], f[4]) for f in faults] == [("row-without-subject", 7, "did you mean `old`?")]


def test_a_new_part_with_a_name_is_welcome(told):
    assert told("    rows:\n      - metric: editors\n        parts:\n          more: {name: More}\n") == []


def test_a_part_of_a_written_row_needs_a_name(told):
    faults = told("    rows:\n      - name: R\n        parts:\n          x: {goal: 5%}\n")
    assert [f[0] for f in faults] == ["row-without-subject"]


def test_a_footnote_in_a_title_is_a_warning(deck_of):
    deck = deck_of({"a": SLIDE + "    title: T[^est]\n"}, {"footnotes": NOTES})
    _, [fault] = resolve(deck)
    assert (fault.severity, fault.code) == (Severity.WARNING, "footnote-in-plain-text")


def test_slides_left_out_by_only_can_still_be_linked_to(deck_of):
    deck = deck_of({"a": SLIDE + "    text: see [it](#b/metrics)\n", "b": SLIDE}, only="a")
    assert resolve(deck)[1] == []
