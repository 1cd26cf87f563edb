"""References to something undefined are reported at the line that has them."""

import pytest

from deckgen.diagnostics import Severity, line_and_column
from deckgen.resolve import DeckRows, resolve

METRICS = "editors:\n  name: Editors\n  parts:\n    old:\n      name: Old markets\n"
NOTES = 'est: {mark: "*", text: Estimated}\n'
SLIDE = "  - kind: metrics\n"


@pytest.fixture
def issues_of(deck_of):
    def issues_of(slides, data=None, sections=None):
        files = {"metrics": METRICS, "footnotes": NOTES, **(data or {})}
        deck = deck_of({"a": SLIDE + slides, **(sections or {})}, files)
        _, issues = resolve(DeckRows(deck))
        return [
            (
                f.code,
                f.span.file.rpartition("/")[2],
                *line_and_column(deck.documents[f.span.file].text, f.span.start),
                f.hint,
            )
            for f in issues
        ]

    return issues_of


def test_valid_references_have_no_issue(issues_of):
    assert issues_of(
        "    metrics: [editors]\n    rows:\n      - metric: editors\n        name: E[^est]\n        parts:\n"
        "          old: {goal: 5%}\n    text: see [that](#b/metrics)[^est]\n",
        sections={"b": SLIDE},
    ) == []  # fmt: skip


def test_undefined_metric_id_is_reported(issues_of):
    assert issues_of("    metrics:\n      - editor\n") == [
        ("unknown-metric", "a.yaml", 5, 9, "did you mean `editors`?")
    ]


def test_undefined_metric_of_a_row_is_reported(issues_of):
    assert issues_of("    rows:\n      - metric: zzz\n") == [
        ("unknown-metric", "a.yaml", 5, 17, "known metrics are `editors`")
    ]


def test_undefined_footnote_is_reported_at_its_reference(issues_of):
    assert issues_of("    text: abc[^est] def[^ets]\n") == [
        ("unknown-footnote", "a.yaml", 4, 24, "did you mean `est`?")
    ]


def test_undefined_footnote_in_a_definition_is_reported_there(issues_of):
    issues = issues_of("", {"metrics": "m:\n  name: M\n  quarters:\n    Q1: 5%[^nope]\n"})
    assert [issue[:4] for issue in issues] == [("unknown-footnote", "metrics.yaml", 4, 11)]


def test_footnote_in_a_footnote_is_reported(issues_of):
    issues = issues_of("", {"footnotes": "a: x[^b]\nb: y\n"})
    assert [issue[:3] for issue in issues] == [("footnote-in-footnote", "footnotes.yaml", 1)]


def test_link_to_a_missing_slide_is_reported(issues_of):
    assert issues_of("    text: see [it](#a/metric)\n") == [
        ("unknown-slide", "a.yaml", 4, 19, "did you mean `a/metrics`?")
    ]


def test_hint_for_a_link_without_section_has_the_full_id(issues_of):
    [(code, *_, hint)] = issues_of("    text: see [it](#metrics)\n")
    assert (code, hint) == ("unknown-slide", "write `#a/metrics`")


def test_row_without_metric_and_name_is_reported(issues_of):
    [(code, _, line, *_)] = issues_of("    rows:\n      - goal: 5%\n")
    assert (code, line) == ("row-without-subject", 5)


def test_part_that_the_metric_does_not_have_is_reported(issues_of):
    issues = issues_of("    rows:\n      - metric: editors\n        parts:\n          odl: {goal: 5%}\n")
    assert [(f[0], f[2], f[4]) for f in issues] == [("row-without-subject", 7, "did you mean `old`?")]


def test_new_part_with_a_name_is_allowed(issues_of):
    assert issues_of("    rows:\n      - metric: editors\n        parts:\n          more: {name: More}\n") == []


def test_part_of_a_row_without_metric_needs_a_name(issues_of):
    issues = issues_of("    rows:\n      - name: R\n        parts:\n          x: {goal: 5%}\n")
    assert [f[0] for f in issues] == ["row-without-subject"]


def test_footnote_in_a_title_is_a_warning(deck_of):
    deck = deck_of({"a": SLIDE + "    title: T[^est]\n"}, {"footnotes": NOTES})
    _, [issue] = resolve(DeckRows(deck))
    assert (issue.severity, issue.code) == (Severity.WARNING, "footnote-in-plain-text")


def test_link_to_a_slide_left_out_by_only_is_valid(deck_of):
    deck = deck_of({"a": SLIDE + "    text: see [it](#b/metrics)\n", "b": SLIDE}, only="a")
    assert resolve(DeckRows(deck))[1] == []
