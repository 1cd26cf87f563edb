"""The slides of a deck in order, and what their kinds are told."""

import pytest

from deckgen.model import Row
from deckgen.resolve import resolve

METRICS = "editors:\n  name: Active editors\n  short: Editors\n  goal: 5%\n  quarters: {Q1: 6%, Q2: 4%}\n"
METRICS += "other: {name: Other}\n"
DATA = {"metrics": METRICS, "acronyms": "ABC: Alphabet\n"}
OVERVIEW = "  - kind: metrics\n    metrics: [editors]\n"
RESULTS = (
    "  - kind: divider\n  - kind: key-results\n    rows:\n      - metric: editors\n      - {name: Tools, result: Two}\n"
)


def order(deck):
    resolved, faults = resolve(deck)
    assert faults == []
    return [(entry.origin.slide, context.section.id) for entry, context in resolved.contexts()]


def test_cover_and_agenda_open_and_the_scorecard_stands_before_the_first_divider(deck_of):
    assert order(deck_of({"a": OVERVIEW, "b": RESULTS}, DATA)) == [
        ("cover", ""), ("agenda", ""), ("a/metrics", "a"), ("scorecard", "a"), ("b/divider", "b"),
        ("b/key-results", "b"),
    ]  # fmt: skip


def test_without_divider_the_scorecard_closes_the_deck(deck_of):
    assert order(deck_of({"a": OVERVIEW}, DATA))[-1] == ("scorecard", "a")


@pytest.mark.parametrize(
    ("front", "expected"),
    [("[]", ["a/metrics"]), ("[cover]", ["cover", "a/metrics"]), ("[agenda, cover]", ["agenda", "cover", "a/metrics"])],
)
def test_front_says_what_is_added_and_in_which_order(deck_of, front, expected):
    assert [slide for slide, _ in order(deck_of({"a": OVERVIEW}, DATA, f"front: {front}\n"))] == expected


def test_an_empty_scorecard_is_left_out(deck_of):
    assert ("scorecard", "a") not in order(deck_of({"a": "  - kind: divider\n"}, DATA))


def test_one_section_alone_comes_with_the_cover(deck_of):
    deck = deck_of({"a": OVERVIEW, "b": RESULTS}, DATA, only="b")
    assert [slide for slide, _ in order(deck)] == ["cover", "b/divider", "b/key-results"]


def test_the_scorecard_has_every_metric_and_key_result_once(deck_of):
    resolved, _ = resolve(deck_of({"a": OVERVIEW, "b": RESULTS}, DATA))
    groups = [(g.title, [(m.short, m.kind) for m in g.measures]) for g in resolved.scorecard]
    assert groups == [("A", [("Editors", "metric")]), ("B", [("Tools", "key-result")])]


def test_the_scorecard_leaves_out_other_quarters_and_hidden_slides(deck_of):
    slides = "  - {kind: metrics, metrics: [editors], as_of: Q1}\n  - {kind: metrics, metrics: [other], hidden: true}\n"
    assert resolve(deck_of({"a": slides}, DATA))[0].scorecard == ()


def test_the_agenda_names_the_sections_that_show_something(deck_of):
    resolved, _ = resolve(deck_of({"a": OVERVIEW, "b": "  - {kind: divider, hidden: true}\n"}, DATA))
    assert [(entry.title, entry.section) for entry in resolved.agenda] == [("A", "a")]


def test_a_context_gives_measures_metrics_and_acronyms(deck_of):
    resolved, _ = resolve(deck_of({"a": OVERVIEW}, DATA))
    entry, context = list(resolved.contexts())[2]
    [measure] = context.measures([Row.model_validate({"metric": "editors"})], kind="metric")
    assert (measure.id, measure.results["Q2"].status) == ("editors", "off-track")
    assert context.metric("editors", as_of="Q1").results["Q2"].open
    assert context.acronyms["ABC"].raw == "Alphabet"
    assert context.origin == entry.origin


def test_an_unknown_metric_raises(deck_of):
    resolved, _ = resolve(deck_of({"a": OVERVIEW}, DATA))
    _, context = next(resolved.contexts())
    with pytest.raises(KeyError):
        context.metric("nope")


def test_a_metric_that_is_not_there_does_not_stop_the_scorecard(deck_of):
    resolved, faults = resolve(deck_of({"a": "  - {kind: metrics, metrics: [nope, editors]}\n"}, DATA))
    assert [fault.code for fault in faults] == ["unknown-metric"]
    assert [measure.id for group in resolved.scorecard for measure in group.measures] == ["editors"]
