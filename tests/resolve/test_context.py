"""The slides of a deck in order, and the context that each kind reads."""

import pytest

from deckgen.model import Row
from deckgen.resolve import DeckRows, UndefinedMetricError, resolve

METRICS = "editors:\n  name: Active editors\n  short: Editors\n  goal: 5%\n  quarters: {Q1: 6%, Q2: 4%}\n"
METRICS += "other: {name: Other}\n"
DATA = {"metrics": METRICS, "acronyms": "ABC: Alphabet\n"}
OVERVIEW = "  - kind: metrics\n    metrics: [editors]\n"
RESULTS = (
    "  - kind: divider\n  - kind: key-results\n    rows:\n      - metric: editors\n      - {name: Tools, result: Two}\n"
)


def slide_order(deck):
    resolved, issues = resolve(DeckRows(deck))
    assert issues == []
    return [(entry.origin.slide, context.section.id) for entry, context in resolved.contexts()]


def test_cover_and_agenda_are_first_and_scorecard_precedes_first_divider(deck_of):
    assert slide_order(deck_of({"a": OVERVIEW, "b": RESULTS}, DATA)) == [
        ("cover", ""), ("agenda", ""), ("a/metrics", "a"), ("scorecard", "a"), ("b/divider", "b"),
        ("b/key-results", "b"),
    ]  # fmt: skip


def test_scorecard_is_last_without_a_divider(deck_of):
    assert slide_order(deck_of({"a": OVERVIEW}, DATA))[-1] == ("scorecard", "a")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("[]", ["a/metrics"]),
        ("[cover]", ["cover", "a/metrics"]),
        ("[agenda, cover]", ["agenda", "cover", "a/metrics"]),
        ("[cover, scorecard, agenda]", ["cover", "scorecard", "agenda", "a/metrics"]),
        ("[scorecard, cover]", ["scorecard", "cover", "a/metrics"]),
        ("[cover, scorecard]", ["cover", "a/metrics", "scorecard"]),
    ],
)
def test_front_setting_selects_and_orders_the_added_slides(deck_of, front, expected):
    assert [slide for slide, _ in slide_order(deck_of({"a": OVERVIEW}, DATA, f"front: {front}\n"))] == expected


def test_empty_scorecard_is_left_out(deck_of):
    assert ("scorecard", "a") not in slide_order(deck_of({"a": "  - kind: divider\n"}, DATA))


def test_single_section_is_preceded_by_the_cover(deck_of):
    deck = deck_of({"a": OVERVIEW, "b": RESULTS}, DATA, only="b")
    assert [slide for slide, _ in slide_order(deck)] == ["cover", "b/divider", "b/key-results"]


def test_scorecard_lists_every_metric_and_key_result_once(deck_of):
    resolved, _ = resolve(DeckRows(deck_of({"a": OVERVIEW, "b": RESULTS}, DATA)))
    groups = [(g.title, [(m.short, m.kind) for m in g.measures]) for g in resolved.scorecard]
    assert groups == [("A", [("Editors", "metric")]), ("B", [("Tools", "key-result")])]


def test_scorecard_leaves_out_other_quarters_and_hidden_slides(deck_of):
    slides = "  - {kind: metrics, metrics: [editors], as_of: Q1}\n  - {kind: metrics, metrics: [other], hidden: true}\n"
    assert resolve(DeckRows(deck_of({"a": slides}, DATA)))[0].scorecard == ()


def test_agenda_lists_only_sections_with_visible_slides(deck_of):
    resolved, _ = resolve(DeckRows(deck_of({"a": OVERVIEW, "b": "  - {kind: divider, hidden: true}\n"}, DATA)))
    assert [(entry.title, entry.section) for entry in resolved.agenda] == [("A", "a")]


def test_context_provides_measures_metrics_and_acronyms(deck_of):
    resolved, _ = resolve(DeckRows(deck_of({"a": OVERVIEW}, DATA)))
    entry, context = list(resolved.contexts())[2]
    [measure] = context.measures([(Row.model_validate({"metric": "editors"}), context.origin)], kind="metric")
    assert (measure.id, measure.results["Q2"].status) == ("editors", "off-track")
    assert context.metric("editors", as_of="Q1").results["Q2"].is_open
    assert context.acronyms["ABC"].raw == "Alphabet"
    assert context.origin == entry.origin


def test_undefined_metric_raises_an_error_of_its_own(deck_of):
    resolved, _ = resolve(DeckRows(deck_of({"a": OVERVIEW}, DATA)))
    _, context = next(resolved.contexts())
    with pytest.raises(UndefinedMetricError, match="nope"):
        context.metric("nope")


def test_scorecard_skips_a_row_whose_inner_part_is_undefined(deck_of):
    rows = "{name: A, parts: {b: {name: B, parts: {c: {metric: nope}}}}}, {metric: editors}"
    resolved, issues = resolve(DeckRows(deck_of({"a": f"  - {{kind: metrics, rows: [{rows}]}}\n"}, DATA)))
    assert [issue.code for issue in issues] == ["unknown-metric"]
    assert [measure.id for group in resolved.scorecard for measure in group.measures] == ["editors"]


def test_scorecard_skips_an_undefined_metric(deck_of):
    resolved, issues = resolve(DeckRows(deck_of({"a": "  - {kind: metrics, metrics: [nope, editors]}\n"}, DATA)))
    assert [issue.code for issue in issues] == ["unknown-metric"]
    assert [measure.id for group in resolved.scorecard for measure in group.measures] == ["editors"]
