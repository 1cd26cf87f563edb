"""Results are written to their targets, with an outcome for each: changed, unchanged, unknown or refused."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from result_projects import METRICS, make_deck, opened

from deckgen.results import ResultUpdate, UpdateOutcome, Verdict, apply_updates, find_targets
from deckgen.results.sheet_marks import with_marks
from deckgen.results.update_checks import is_same_result
from sample_projects import make_project


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return make_deck(tmp_path)


def fill(folder: Path, *cells: tuple[str, str, str]) -> list[UpdateOutcome]:
    updates = [ResultUpdate(i, q, text, f"line {n}") for n, (i, q, text) in enumerate(cells, 2)]
    deck = opened(folder)
    outcomes, changes = apply_updates(deck, updates)
    deck.write(changes, "fill")
    return outcomes


def metrics(folder: Path) -> str:
    return (folder / "data" / "metrics.yaml").read_text(encoding="utf-8")


def test_result_replaces_the_previous_one_and_nothing_else(deck: Path) -> None:
    (outcome,) = fill(deck, ("editors", "Q2", "+9% YoY (95K/mo[^est])"))
    assert (outcome.verdict, outcome.before) == (Verdict.CHANGED, "+8.1% YoY")
    assert metrics(deck) == METRICS.replace("Q2: +8.1% YoY", "Q2: +9% YoY (95K/mo[^est])")
    assert outcome.location == "content/sample/data/metrics.yaml:8"


@pytest.mark.parametrize(
    ("id_", "before", "after"),
    [
        ("editors/new", "quarters: {Q1: 23K/mo}", "quarters: {Q1: 23K/mo, Q2: now}"),
        (
            "survey",
            "  measured: {every: year, in: Q4}\n",
            "  measured: {every: year, in: Q4}\n  quarters:\n    Q2: now\n",
        ),
        ("people/women", "        Q1: 11%\n", "        Q1: 11%\n        Q2: now\n"),
        (
            "people/outside-na-eu",
            "    - of: Outside NA/EU\n",
            "    - of: Outside NA/EU\n      quarters:\n        Q2: now\n",
        ),
    ],
)
def test_missing_quarter_is_added_where_it_belongs(deck: Path, id_: str, before: str, after: str) -> None:
    fill(deck, (id_, "Q2", "now"))
    assert metrics(deck) == METRICS.replace(before, after)


def test_quarters_stay_in_order_whatever_is_filled_in_first(deck: Path) -> None:
    fill(deck, ("survey", "Q3", "c"), ("survey", "Q1", "a"), ("survey", "Q2", "b"))
    assert "quarters:\n    Q1: a\n    Q2: b\n    Q3: c\n" in metrics(deck)


def test_written_status_is_retained_with_a_note(deck: Path) -> None:
    (outcome,) = fill(deck, ("tools", "Q2", "In use: on 5 wikis"))
    text = (deck / "part.yaml").read_text()
    assert 'Q2:\n            text: "In use: on 5 wikis"\n            status: at-risk\n' in text
    assert outcome.notes == ("its status stays as written: at-risk",)


def test_result_is_written_before_the_plan_of_its_period(deck: Path) -> None:
    file = deck / "data" / "metrics.yaml"
    file.write_text(
        metrics(deck).replace("    Q2: +8.1% YoY\n", "    Q2:\n      plan: +7% YoY   # of May\n      value: 7\n")
    )
    (outcome,) = fill(deck, ("editors", "Q2", "+9% YoY"))
    assert "    Q2:\n      text: +9% YoY\n      plan: +7% YoY   # of May\n      value: 7\n" in metrics(deck)
    assert "its value stays as written: 7" in outcome.notes


def test_notes_name_overriding_slides_and_later_quarters(deck: Path) -> None:
    (outcome, later) = fill(deck, ("editors", "Q2", "new"), ("editors", "Q3", "later"))
    assert [note for note in outcome.notes if "part.yaml:" in note and "text of its own" in note]
    assert later.notes == ("the deck reports Q2: `deckgen roll` makes this the plan for Q3",)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("0.081", "8.1%"), ("8.1", "8.1%"), ("9.1%", ""), ("+9.1% YoY", ""), ("8 pilots", ""), ("No", "")],
)
def test_note_asks_about_a_lost_percent_sign(deck: Path, text: str, meant: str) -> None:
    (outcome,) = fill(deck, ("editors", "Q2", text))
    assert outcome.verdict is Verdict.CHANGED
    questions = [note for note in outcome.notes if "has no unit" in note]
    assert questions == ([f"it has no unit, and its goal is +5% YoY: was {meant} meant?"] if meant else [])


def test_first_result_of_a_metric_in_braces_is_added_in_them(tmp_path: Path) -> None:
    metrics_file = "m: {name: M, goal: 5%}\nn: {name: N, quarters: }\n"
    folder = make_project(tmp_path, "kind: metrics\nmetrics: [m, n]\n", files={"data/metrics.yaml": metrics_file})
    fill(folder, ("m", "Q2", "5%, at last"), ("n", "Q1", "4%"), ("n", "Q2", "5%"))
    assert (
        metrics(folder)
        == 'm: {name: M, goal: 5%, quarters: {Q2: "5%, at last"}}\nn: {name: N, quarters: {Q1: 4%, Q2: 5%}}\n'
    )


def test_empty_text_deletes_a_result(deck: Path) -> None:
    fill(deck, ("editors", "Q2", ""))
    assert metrics(deck) == METRICS.replace("Q2: +8.1% YoY", "Q2:")


def test_unknown_id_gets_a_suggestion_and_others_are_written(deck: Path) -> None:
    unknown, changed = fill(deck, ("editorz", "Q2", "x"), ("people/women", "Q2", "12%"))
    assert (unknown.verdict, unknown.reason) == (Verdict.UNKNOWN, "did you mean `editors`?")
    assert changed.verdict is Verdict.CHANGED
    assert "Q2: 12%" in metrics(deck)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("up [^esst]", "there is no footnote 'esst'; did you mean `est`?"),
        ("#NAME?", "what a spreadsheet shows for an error"),
        ("########", "a column too narrow"),
        ("TRUE", "what a spreadsheet shows for true or false"),
        ("FALSCH", "what a spreadsheet shows for true or false"),
        ("#WERT!", "what a spreadsheet shows for an error"),
        ("#NV", "what a spreadsheet shows for an error"),
        ("#¿NOMBRE?", "what a spreadsheet shows for an error"),
        ("Err:502", "what a spreadsheet shows for an error"),
        ("a\x07b", "invisible character, U+0007"),
    ],
)
def test_text_that_cannot_be_a_result_is_refused(deck: Path, text: str, reason: str) -> None:
    (outcome,) = fill(deck, ("editors", "Q2", text))
    assert outcome.verdict is Verdict.REFUSED
    assert reason in outcome.reason
    assert metrics(deck) == METRICS


def test_conflicting_updates_are_refused(deck: Path) -> None:
    (outcome,) = fill(deck, ("tools", "Q2", "a"), ("part/tools", "Q2", "b"))
    assert outcome.verdict is Verdict.REFUSED
    assert "line 2, line 3" in outcome.reason
    assert len(fill(deck, ("tools", "Q2", "a"), ("part/tools", "Q2", "a "))) == 1


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\v", "\u2028", "\n"])
def test_every_kind_of_line_break_is_a_line_break(deck: Path, line_break: str) -> None:
    assert fill(deck, ("editors", "Q2", f"one{line_break}two"))[0].verdict is Verdict.CHANGED
    assert find_targets(opened(deck).deck)[0].text("Q2") == "one\ntwo"


def test_result_that_is_otherwise_the_same_keeps_its_footnote(deck: Path) -> None:
    for text in ("+7.3% YoY (89K/mo)", "+7.3%  YoY (89K/mo)"):
        (outcome,) = fill(deck, ("editors", "Q1", text))
        assert outcome.verdict is Verdict.UNCHANGED
        assert outcome.notes == ()
    assert metrics(deck) == METRICS


def test_footnote_of_the_result_before_is_named_where_it_is_lost(deck: Path) -> None:
    (outcome,) = fill(deck, ("editors", "Q1", "+8%"))
    assert outcome.notes == ("the old result had [^est], the new one has no footnote: add it if it still holds",)
    assert not fill(deck, ("editors", "Q1", "+9%[^est]"))[0].notes


def test_footnote_can_be_removed_from_the_command_line(deck: Path) -> None:
    loaded = opened(deck)
    outcomes, _ = apply_updates(loaded, [ResultUpdate("editors", "Q1", "+7.3% YoY (89K/mo)")])
    assert outcomes[0].verdict is Verdict.CHANGED


def test_unknown_id_is_one_outcome_with_all_its_places(deck: Path) -> None:
    outcomes = fill(deck, ("visit", "Q1", "4"), ("visit", "Q2", "5"), ("survey", "Q2", "3"))
    assert [(o.verdict, o.update.source) for o in outcomes] == [
        (Verdict.UNKNOWN, "line 2, line 3"),
        (Verdict.CHANGED, "line 4"),
    ]


@pytest.mark.parametrize(
    ("before", "text", "same"),
    [
        ("69.0%", "69.00%", True), ("+5%", "5%", True), ("61,000", "61000", True), ("82%", "83%", False), ("3.82", "3.8", False),
        ("a  b", "a b", True), ("5%", "5", False), ("+8.1% YoY", "+8.1%", False), ("", "x", False), ("5% up", "5%", False),
    ],
)  # fmt: skip
def test_same_number_in_another_notation_is_not_a_change(before: str, text: str, same: bool) -> None:
    assert is_same_result(before, text, "en") is same


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["editors", "editors/new", "survey", "people/women", "part/tools", "part/a-result-without-an-id"]),
    st.sampled_from(["Q1", "Q2", "Q3", "Q4"]),
    st.text("ab1 \n#:-?%@!&*[]{},'\"|>.+=é", min_size=1, max_size=20).filter(str.strip),
)
def test_any_text_that_is_accepted_is_the_result_of_the_deck(deck: Path, id_: str, quarter: str, text: str) -> None:
    (outcome,) = fill(deck, (id_, quarter, text))
    result = {target.id: target.text(quarter) for target in find_targets(opened(deck).deck)}[id_]
    if outcome.verdict is Verdict.CHANGED:
        assert result == with_marks(text.strip(), outcome.before).text
    else:
        assert outcome.verdict in {Verdict.UNCHANGED, Verdict.REFUSED}
        assert outcome.reason or is_same_result(result, text, "en")


def test_refused_result_leaves_no_empty_field(deck: Path) -> None:
    (refused, changed) = fill(deck, ("survey", "Q2", "a\x07b"), ("people/women", "Q2", "12%"))
    assert (refused.verdict, changed.verdict) == (Verdict.REFUSED, Verdict.CHANGED)
    assert metrics(deck) == METRICS.replace("        Q1: 11%\n", "        Q1: 11%\n        Q2: 12%\n")
    assert changed.location.endswith(f":{metrics(deck).splitlines().index('        Q2: 12%') + 1}")


def test_all_results_of_a_file_with_errors_are_refused(deck: Path) -> None:
    file = deck / "data" / "metrics.yaml"
    loaded = opened(deck)
    file.write_text(METRICS + "bad: [^x]\n", encoding="utf-8")
    outcomes, changes = apply_updates(
        loaded,
        [ResultUpdate("editors", "Q2", "new"), ResultUpdate("survey", "Q2", "new"), ResultUpdate("tools", "Q2", "new")],
    )
    assert [outcome.verdict for outcome in outcomes] == [Verdict.REFUSED, Verdict.REFUSED, Verdict.CHANGED]
    assert "has errors that must be fixed first" in outcomes[1].reason
    assert [change.display for change in changes] == ["content/sample/part.yaml"]
