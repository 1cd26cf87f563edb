"""Explanations say in plain words what was read, by what it is judged, and why there is a verdict or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.explain import Explained, explained_results, find_results, sentences, verdict_counts
from deckgen.explain.results import Outcome
from deckgen.resolve import DeckRows
from deckgen.results import OpenDeck, open_deck
from sample_projects import make_project

METRICS = "kind: metrics\ntitle: How we measure\nmetrics: [{metrics}]\n"


def opened(root: Path, definitions: str, *slides: str, **deck: object) -> OpenDeck:
    names = [line.removesuffix(":") for line in definitions.splitlines() if line and line[0] != " "]
    shown = slides or (METRICS.format(metrics=", ".join(names)),)
    result = open_deck(make_project(root, *shown, files={"data/metrics.yaml": definitions}, **deck))
    assert isinstance(result, OpenDeck), result.issues
    assert not result.issues, result.issues
    return result


def explained(root: Path, definition: str, period: str | None = None, **deck: object) -> Explained:
    lines = "".join(f"  {line}\n" for line in definition.splitlines())
    return explained_results(DeckRows(opened(root, f"m:\n  name: M\n{lines}", **deck).deck), period)[0]


def words(root: Path, definition: str, period: str | None = None, **deck: object) -> str:
    return " ".join(sentences(explained(root, definition, period, **deck)))


def test_result_goal_and_baseline_are_typed_and_read(tmp_path: Path) -> None:
    said = words(tmp_path, "baseline: 99K editors a month\ngoal: +5% YoY\nquarters: {Q2: +8.1% YoY (92K/mo)}")
    assert said == (
        "The result “+8.1% YoY (92K/mo)” is read as +8.1% on the year before; “92K” beside it is read as 92,000 a month and "
        "not compared. The baseline “99K editors a month” is read as 99,000 a month. The goal “+5% YoY” is read as at least "
        "+5% on the year before. It is a standing goal: it holds in every period. Higher is better, as the goal says. "
        "A result that misses it by up to 0.5 percentage points (10% of it) is at risk, beyond that off track. "
        "Verdict: on track, +8.1% on the year before against the goal of at least +5% on the year before."
    )


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("goal: +5% YoY\nquarters: {Q2: 92K}", "92,000 and the goal +5% on the year before are different kinds of numbers"),
        ("goal: +5% YoY\nquarters: {Q2: 92K}", "To get one, write result and goal in the same unit"),
        ("goal: 40\nquarters: {Q2: 20}", "It is due in Q4."),
        ("goal: 40\nquarters: {Q2: 20}", "Nothing says what results count (`counts:`)"),
        ("goal: 40\nquarters: {Q2: 20}", "To get one, write `pace: even`, or a goal for each period: `goal: {Q1: …, Q4: …}`"),
        ("goal: 40\npace: even\ncounts: to-date\nquarters: {Q2: 21}", "each period needs its even share of the way"),
        ("goal: 40\npace: even\ncounts: to-date\nquarters: {Q2: 21}", "everything since the year began (`counts: to-date`)"),
        ("goal: {Q1: 50, Q2: 150, Q4: 400 people}\nquarters: {Q2: 230}", "at least 50 in Q1, at least 150 in Q2"),
        ("goal: at most 5\ncounts: to-date\nquarters: {Q2: 2}", "It is a ceiling for the whole year."),
        ("goal: at most 5\ncounts: to-date\nquarters: {Q2: 2}", "Once it is passed, the result is off track."),
        ("goal: Maintain baseline\nbaseline: 3.5\nquarters: {Q2: 3.6}", "is to keep the baseline: at least 3.5."),
        ("goal: 70–80%\nquarters: {Q2: 75%}", "is read as 70% to 80%."),
        ("goal: 99.95%\ntolerance: 0.05 points\nquarters: {Q2: 99.91%}", "0.05 percentage points (as `tolerance` says)"),
        ("goal: 95%\nquarters: {Q2: 99%}", "5 percentage points (no more than what is left up to 100%)"),
        ("baseline: 19%\nbetter: lower\ngoal: 18%\nquarters: {Q2: 18%}", "as `better: lower` and the baseline say."),
        ("baseline: 19%\nbetter: higher\ngoal: 18%\nquarters: {Q2: 18%}", "the baseline says lower is better"),
        ("goal: 80%\nquarters: {Q2: 81%-}", "“81%-” was not read, since “-” in it was not understood"),
        ("goal: 80%\nquarters: {Q2: Phase 2}", "“Phase 2” holds no number that counts as a result."),
        ("goal: 3 or so wikis\nquarters: {Q2: 80%}", "To get one, write the goal's number outright: `goal: {text"),
        ("goal: 80%\nquarters: {Q2: 81% (target 80%)}", "“80%” beside it is a target, a plan or an earlier figure"),
        ("goal: 80%\nquarters: {Q2: '69%, 77%'}", "holds “69%” and “77%”, of which none is clearly the result"),
        ("goal: 80%\nquarters: {Q2: {text: four fifths, value: 80, unit: '%'}}", "is 80%, as its `value` says"),
        ("goal: 80%\nquarters: {Q2: {text: Good, score: 0.5}}", "Its score is 0.5."),
        ("goal: 80%\nquarters: {Q2: {text: 90%, status: red}}", "the author says so. The number says otherwise: on track"),
        ("goal: 80%\nquarters: {Q2: {text: 90%, status: green}}", "The number says the same: 90%"),
        ("goal: 80%\ncompare: no\nreason: New method\nquarters: {Q2: 90%}", "the author excludes it: New method."),
        ("goal: 80%\nmeasured: {every: year, in: Q4}", "There is no result for Q2. It is measured in Q4."),
        ("goal: at most 21 days\nquarters: {Q2: 20 days}", "misses it by up to 2.1 days (10% of it)"),
        ("goal: at most 1 hour\nquarters: {Q2: 50 minutes}", "misses it by up to 6 minutes (10% of it)"),
        ("quarters: {Q2: 90%}", "There is no goal."),
    ],
)  # fmt: skip
def test_explanation_says_what_decides(tmp_path: Path, definition: str, expected: str) -> None:
    said = words(tmp_path, definition)
    assert expected in said, said


def test_value_after_the_reported_period_is_a_plan(tmp_path: Path) -> None:
    said = words(tmp_path, "goal: 80%\nquarters: {Q3: 85%}", "Q3")
    assert "Q3 comes after Q2, which is reported: “85%” is a plan, not a result. " in said


def test_verdict_that_the_deck_hides_is_said_to_be_hidden(tmp_path: Path) -> None:
    said = words(tmp_path, "goal: 80%\nquarters: {Q2: 90%}", verdicts={"show": "written"})
    assert said.endswith(
        "The deck does not show it: it shows only statuses that the author wrote here (`verdicts:` in deck.yaml)."
    )


MEASURES = "measures:\n- {of: Women, goal: 10%, quarters: {Q2: 12%}}\n- {of: Men, goal: 10%, quarters: {Q2: 5%}}\n"


def test_row_of_measures_has_the_verdict_of_its_worst_line(tmp_path: Path) -> None:
    row = explained(tmp_path, MEASURES)
    assert sentences(row) == ["Verdict: off track, as its worst line is: Men."]
    assert [(line.id, line.verdict.status) for line in row.measures] == [
        ("m/women", "on-track"),
        ("m/men", "off-track"),
    ]
    assert row.sums_up_measures


def test_row_of_measures_names_the_line_without_verdict(tmp_path: Path) -> None:
    row = explained(tmp_path, MEASURES.replace("5%}", "Phase 2}"))
    assert (row.verdict.status, row.verdict.reason) == (None, "there is no verdict on Men")


def test_each_line_stands_alone_where_the_row_says_so(tmp_path: Path) -> None:
    assert "a verdict of its own" in explained(tmp_path, f"verdict: each\n{MEASURES}").verdict.reason


def outcome(root: Path, definition: str, **deck: object) -> Outcome:
    return explained(root, definition, **deck).outcome


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("goal: 80%\nquarters: {Q2: 90%}", Outcome.JUDGED),
        ("goal: 80%\nquarters: {Q2: {text: 90%, status: red}}", Outcome.WRITTEN),
        ("goal: 80%\nquarters: {Q2: 90K}", Outcome.NOT_COMPARED),
        ("goal: 80%\nquarters: {Q2: In development}", Outcome.NO_NUMBER),
        ("goal: A strategy\nquarters: {Q2: 90%}", Outcome.NO_NUMBER),
        ("goal: 80\nquarters: {Q2: 9}", Outcome.NOT_DUE),
        ("goal: 80%\ncompare: no\nquarters: {Q2: 90%}", Outcome.EXCLUDED),
        ("goal: 80%", Outcome.NO_RESULT),
    ],
)
def test_outcome_tells_what_an_author_can_mend(tmp_path: Path, definition: str, expected: Outcome) -> None:
    assert outcome(tmp_path, definition) is expected


def test_no_verdict_is_asked_for_where_none_is_shown(tmp_path: Path) -> None:
    assert outcome(tmp_path, "goal: 80%\nquarters: {Q2: 90K}", verdicts={"show": "written"}) is Outcome.NOT_ASKED


DEFINITIONS = """\
readers:
  name: Readers
  goal: 80%
  quarters: {Q1: 70%, Q2: 90%}
visits:
  name: Visits
  parts:
    mobile: {name: Mobile, goal: +5% YoY, quarters: {Q2: 92K}}
unseen:
  name: Unseen
  goal: 5%
  quarters: {Q2: 6%}
"""
KEY_RESULTS = """\
kind: key-results
title: Two tools
rows:
  - {result: Tools are used, id: tools, goal: 50%, quarters: {Q2: 60%}}
"""


def ids(deck: OpenDeck) -> list[str]:
    return [result.id for result in explained_results(DeckRows(deck.deck))]


def test_results_have_the_ids_of_status_and_come_once(tmp_path: Path) -> None:
    shown = METRICS.format(metrics="readers, visits")
    result = opened(tmp_path, DEFINITIONS, shown, shown, KEY_RESULTS, checks={"unused-metric": "off"})
    assert ids(result) == ["readers", "visits/mobile", "part/tools", "unseen"]


def test_slide_of_an_earlier_quarter_is_explained_in_its_own(tmp_path: Path) -> None:
    shown = METRICS.format(metrics="readers")
    deck = opened(tmp_path, DEFINITIONS, shown, shown + "as_of: Q1\n").deck
    found = find_results(explained_results(DeckRows(deck)), "readers")
    assert [(result.period, result.verdict.status) for result in found] == [("Q2", "on-track"), ("Q1", "off-track")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("readers", ["readers"]), ("mobile", ["visits/mobile"]), ("visits", ["visits/mobile"]), ("gone", [])],
)
def test_result_is_found_by_id_by_its_last_part_or_by_its_group(tmp_path: Path, text: str, expected: list[str]) -> None:
    results = explained_results(DeckRows(opened(tmp_path, DEFINITIONS).deck))
    assert [result.id for result in find_results(results, text)] == expected


def test_counts_are_those_of_results_on_slides(tmp_path: Path) -> None:
    counts = verdict_counts(DeckRows(opened(tmp_path, DEFINITIONS, METRICS.format(metrics="readers, visits")).deck))
    assert (counts.judged, counts.not_compared) == (1, 1)
    assert counts.text == "1 result judged, 1 not compared (deckgen explain)"
