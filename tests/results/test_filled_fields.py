"""What stands beside a result in a sheet is written where it belongs; marks that sheets do not show are restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from result_projects import opened

from deckgen.diagnostics import line_and_column
from deckgen.results import ResultUpdate, UpdateOutcome, Verdict, apply_updates, find_targets
from deckgen.results.new_rows import offered_row
from deckgen.results.sheet_marks import with_marks, without_marks
from deckgen.results.sheets import SheetUpdates, read_all, read_sheet
from sample_projects import Q2, make_project

METRICS = """\
readers:
  name: Readers
  goal: 80%
  quarters:
    Q1: 82%   # counted
    Q2: 40%[^est] of all
visits:
  name: Visits
  measures:
    - of: Women
      quarters: {Q2: 12%}
judged:
  name: Judged
  quarters:
    Q2:
      text: Late
      status: at-risk
      because: Old reason
"""
SLIDE = "kind: metrics\ntitle: M\nmetrics: [readers, visits, judged]\n"
NOTES = "est: {text: Estimated}\n"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return make_deck(tmp_path)


def make_deck(root: Path, **deck: object) -> Path:
    return make_project(root, SLIDE, files={"data/metrics.yaml": METRICS, "data/footnotes.yaml": NOTES}, **deck)


def fill(folder: Path, *cells: tuple[str, str, str]) -> list[UpdateOutcome]:
    """Fill in cells of the reported period, each as id, field and text."""
    updates = [ResultUpdate(i, "Q2", text, f"line {n}", field) for n, (i, field, text) in enumerate(cells, 2)]  # type: ignore[arg-type]
    deck = opened(folder)
    outcomes, changes = apply_updates(deck, updates)
    deck.write(changes, "fill")
    assert not opened(folder).is_broken
    return outcomes


def metrics(folder: Path) -> str:
    return (folder / "data" / "metrics.yaml").read_text(encoding="utf-8")


def test_fields_are_written_beside_a_result_that_was_only_a_text(deck: Path) -> None:
    cells = [("because", "Exams"), ("next", "A second wave"), ("status", "Off track"), ("comment", "By phone: Ada")]
    outcomes = fill(deck, *(("readers", field, text) for field, text in cells))
    assert {outcome.verdict for outcome in outcomes} == {Verdict.CHANGED}
    assert metrics(deck) == METRICS.replace(
        "    Q2: 40%[^est] of all\n",
        "    Q2:\n      text: 40%[^est] of all\n      because: Exams\n      next: A second wave\n"
        '      status: off-track\n      comment: "By phone: Ada"\n',
    )


def test_fields_are_written_in_braces_and_for_an_open_period(deck: Path) -> None:
    fill(deck, ("visits/women", "because", "Events"), ("visits/women", "forecast", "15%"))
    assert "      forecast: 15%\n      quarters: {Q2: {text: 12%, because: Events}}\n" in metrics(deck)
    folder = make_deck(deck.parent / "two")
    (folder / "data/metrics.yaml").write_text(METRICS.replace("    Q2: 40%[^est] of all\n", ""))
    fill(folder, ("readers", "because", "In May"))
    assert "    Q1: 82%   # counted\n    Q2:\n      because: In May\n" in metrics(folder)


def test_plans_are_written_for_the_next_period_and_as_a_whole(deck: Path) -> None:
    (deck / "data/metrics.yaml").write_text(METRICS.replace("    Q2: 40%[^est] of all\n", "    Q2: 40%\n    Q3: 50%\n"))
    plans = [("readers", "Q3", "plan", "55%"), ("visits/women", "Q3", "plan", "13%"), ("judged", "Q4", "plan", "Done")]
    plans += [("readers", "Q2", "whole_plan", "Two pilots"), ("visits/women", "Q2", "whole_plan", "One: pilot")]
    updates = [ResultUpdate(id_, period, text, "line 2", field) for id_, period, field, text in plans]  # type: ignore[arg-type]
    loaded = opened(deck)
    outcomes, changes = apply_updates(loaded, updates)
    loaded.write(changes, "fill")
    assert [outcome.before for outcome in outcomes] == ["50%", "", "", "", ""]
    text = metrics(deck)
    assert "  goal: 80%\n  plan: Two pilots\n  quarters:\n" in text
    assert "    Q2: 40%\n    Q3:\n      plan: 55%\n" in text, "what was written ahead is no result"
    assert '      plan: "One: pilot"\n      quarters: {Q2: 12%, Q3: {plan: 13%}}\n' in text
    assert text.endswith("    Q4:\n      plan: Done\n")
    again, changes = apply_updates(opened(deck), updates)
    assert ({outcome.verdict for outcome in again}, changes) == ({Verdict.UNCHANGED}, [])


def test_plan_of_a_period_that_is_reached_leaves_its_result(deck: Path) -> None:
    updates = [ResultUpdate("readers", "Q1", "85%", "line 2", "plan")]
    loaded = opened(deck)
    loaded.write(apply_updates(loaded, updates)[1], "fill")
    assert "    Q1:   # counted\n      text: 82%\n      plan: 85%\n" in metrics(deck)


def test_forecast_is_that_of_the_metric_and_keeps_its_status(deck: Path) -> None:
    fill(deck, ("readers", "forecast", "85% by Q4"))
    assert "  goal: 80%\n  forecast: 85% by Q4\n  quarters:\n" in metrics(deck)
    file = deck / "data/metrics.yaml"
    file.write_text(metrics(deck).replace("forecast: 85% by Q4", "forecast: {text: 85%, status: at-risk}"))
    fill(deck, ("readers", "forecast", "70%"))
    assert "  forecast: {text: 70%, status: at-risk}\n" in metrics(deck)


@pytest.mark.parametrize("typed", ["amber", "At risk", "at-risk", "Gelb"])
def test_status_is_read_in_words_of_the_deck_and_colours(typed: str, tmp_path: Path) -> None:
    folder = make_deck(tmp_path, verdicts={"words": {"at-risk": "Gelb"}})
    fill(folder, ("readers", "status", typed if typed != "At risk" else "Gelb"))
    assert "      status: Gelb\n" in metrics(folder)
    assert fill(folder, ("readers", "status", "gelb"))[0].verdict is Verdict.UNCHANGED


def test_word_that_is_no_status_is_refused_with_those_that_are(deck: Path) -> None:
    cells = [("readers", "Of track"), ("judged", "Splendid"), ("visits/women", "delayed")]
    guessed, unknown, synonym = fill(deck, *((id_, "status", text) for id_, text in cells))
    assert synonym.reason == "'delayed' is no status; did you mean `At risk`?"
    assert guessed.reason == "'Of track' is no status; did you mean `Off track`?"
    assert unknown.reason.startswith("'Splendid' is no status; write On track, At risk, Off track, Done, ")
    assert metrics(deck) == METRICS


def test_status_that_stays_when_its_result_changes_is_reported(deck: Path) -> None:
    updates = [
        ResultUpdate("judged", "Q2", "In time", "line 2"),
        ResultUpdate("judged", "Q2", "At risk", "line 2", "status"),
    ]
    outcomes, changes = apply_updates(opened(deck), updates)
    assert [outcome.verdict for outcome in outcomes] == [Verdict.CHANGED, Verdict.UNCHANGED]
    [issue] = outcomes[0].issues
    assert (issue.code, issue.message) == (
        "status-older-than-result", "the result of “Judged” for Q2 has changed, its status has not",
    )  # fmt: skip
    assert issue.span is not None
    line, column = line_and_column(changes[0].after, issue.span.start)
    assert changes[0].after.splitlines()[line - 1][column - 1 :] == "at-risk"
    assert outcomes[0].notes == ()


def test_status_that_changes_with_its_result_is_not_reported(deck: Path) -> None:
    outcomes = fill(deck, ("judged", "text", "In time"), ("judged", "status", "On track"))
    assert [issue for outcome in outcomes for issue in outcome.issues] == []
    assert "text: In time\n      status: on-track\n      because: Old reason\n" in metrics(deck)


def test_footnote_that_a_sheet_does_not_show_is_restored(deck: Path) -> None:
    (outcome,) = fill(deck, ("readers", "text", "45% of all"))
    assert "Q2: 45%[^est] of all\n" in metrics(deck)
    assert outcome.notes == ("it keeps [^est] of the old text: remove what no longer holds",)


def test_footnote_of_the_last_period_is_named_and_not_taken_over(deck: Path) -> None:
    (deck / "data/metrics.yaml").write_text(
        METRICS.replace("Q1: 82%   #", "Q1: 82%[^est]   #").replace("Q2: 40%[^est] of all", "Q2:")
    )
    typed, other = "45%", "46%[^est]"
    note = "the result of Q1 has [^est], the new one has no footnote: add it if it holds for Q2, too"
    for source in ("", "line 2"):
        ((outcome,), _) = apply_updates(opened(deck), [ResultUpdate("readers", "Q2", typed, source)])
        assert (outcome.update.text, outcome.notes) == (typed, (note,))
    assert fill(deck, ("readers", "text", other))[0].notes == ()
    assert "    Q2: 46%[^est]\n" in metrics(deck)


@pytest.mark.parametrize(
    ("before", "shown", "typed", "after"),
    [
        ("99K[^a], of all", "99K, of all", "102K, of most", "102K[^a], of most"),
        ("[^a] about 99K", "about 99K", "about 103K", "[^a] about 103K"),
        ("**Tool** in use[^a]", "Tool in use", "Tool in test", "**Tool** in test[^a]"),
        ("see [the list](https://x.org)", "see the list", "read the list", "read [the list](https://x.org)"),
        ("5 *of* 6", "5 of 6", "6 of 6 of them", "6 of 6 of them"),
        ("99K in all[^a]", "99K in all", "102K", "102K"),
        ("99K[^a]", "99K", "102K[^b]", "102K[^b]"),
        ("see https://x.org now", "see https://x.org now", "see there", "see there"),
        ("5 * 6", "5 * 6", "5 * 7", "5 * 7"),
    ],
)
def test_marks_are_not_shown_in_sheets_and_restored(before: str, shown: str, typed: str, after: str) -> None:
    assert without_marks(before) == shown
    assert with_marks(typed, before).text == after
    assert with_marks(shown, before).text == before


def read(path: Path, text: str) -> SheetUpdates:
    path.write_text(text, encoding="utf-8")
    return read_all(read_sheet(path), path, Q2)


def test_columns_beside_the_result_belong_to_its_period(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", "id,Q1,Q2,Why,Next steps,Back on track\nreaders,1%,2%,because,then,Q4\n")
    assert [(u.period, u.field, u.text) for u in found.updates] == [
        ("Q1", "text", "1%"), ("Q2", "text", "2%"), ("Q2", "because", "because"), ("Q2", "next", "then"),
        ("Q2", "back_on_track", "Q4"),
    ]  # fmt: skip
    found = read(tmp_path / "b.csv", "id,quarter,value,status\nreaders,Q1,,Paused\n")
    assert [(u.period, u.field, u.text) for u in found.updates] == [("Q1", "status", "Paused")]


def test_columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", "id,what,state,before (Q1),Budget,Empty,Q2\nreaders,R,filled,1%,5,,2%\n")
    assert found.unused == ("Budget",)
    found = read(tmp_path / "b.csv", "id,Q1,Q3,status\nreaders,1%,2%,Paused\n")
    assert found.unused == ("status",), "it is not said of which period it is"


def test_new_row_is_offered_as_yaml(deck: Path) -> None:
    texts = [("text", "25%"), ("status", "amber"), ("because", "It: is new"), ("forecast", "30%")]
    updates = [ResultUpdate("Totally new", "Q2", text, "line 2", field) for field, text in texts]  # type: ignore[arg-type]
    described = {"what": "A new one", "goal": "50%", "baseline": "12%", "owner": "Ada"}
    offered = offered_row(opened(deck).deck, "Totally new", updates, described)
    assert offered is not None
    assert offered.place == "at the end of content/sample/data/metrics.yaml, and its id on a slide"
    (deck / "data/metrics.yaml").write_text(METRICS + offered.text)
    loaded = opened(deck)
    assert not loaded.is_broken
    [target] = [target for target in find_targets(loaded.deck) if target.id == "totally-new"]
    assert (target.name, target.goal, target.owner, target.forecast) == ("A new one", "50%", "Ada", "30%")
    assert target.baseline == "12%"
    assert (target.value("Q2", "status"), target.value("Q2", "because")) == ("at-risk", "It: is new")


def test_new_row_of_a_section_is_offered_as_a_row_of_a_slide(deck: Path) -> None:
    updates = [ResultUpdate("part/new", "Q2", "Done", "line 2")]
    offered = offered_row(opened(deck).deck, "part/new", updates, {"what": "New"})
    assert offered is not None
    assert (offered.place[-29:], offered.text) == (
        "`key-results` in content/sample/part.yaml"[-29:], "- id: new\n  name: New\n  quarters:\n    Q2: Done\n",
    )  # fmt: skip
    assert offered_row(opened(deck).deck, "part/new", updates, {}) is None, "it has no name"


TEXTS = """\
kind: bullets
title: News
headline: All is well
bullets:
  - One thing
  - "Another: thing"
"""


def make_marked(root: Path) -> Path:
    folder = make_project(root, TEXTS, "kind: bullets\ntitle: More\nbullets: [All]\n")
    file, mark = (
        folder / "part.yaml",
        "  # REWRITE for Q2 FY20-21: headline, bullets (still as for Q1 FY20-21). Delete this line when it is done.\n",
    )
    file.write_text(
        file.read_text().replace("  - kind: bullets\n    title: News\n", f"{mark}  - kind: bullets\n    title: News\n")
    )
    return folder


def test_texts_that_are_rewritten_leave_the_rewrite_mark(tmp_path: Path) -> None:
    folder = make_marked(tmp_path)
    assert fill(folder, ("part/bullets#headline", "text", "All is better"))[0].verdict is Verdict.CHANGED
    text = (folder / "part.yaml").read_text()
    assert "REWRITE for Q2 FY20-21: bullets (still as for Q1 FY20-21). Delete" in text
    assert "    headline: All is better\n" in text
    fill(folder, ("part/bullets#bullets", "text", "1st thing\n2nd: thing"))
    text = (folder / "part.yaml").read_text()
    assert "REWRITE" not in text
    assert '      - 1st thing\n      - "2nd: thing"\n' in text


@pytest.mark.parametrize(
    ("text_id", "field", "text", "reason"),
    [
        ("part/bullets#bullets", "text", "One\nTwo\nThree", "has 2 items, the sheet 3 lines: change it by hand"),
        ("part/bullets#headline", "status", "Done", "a text of a slide has no `status`; write it in content/sample/part.yaml:6"),
        ("part/bullets#headline", "text", "#REF!", "is what a spreadsheet shows for an error"),
    ],
)  # fmt: skip
def test_text_that_cannot_be_written_is_refused(
    tmp_path: Path, text_id: str, field: str, text: str, reason: str
) -> None:
    (outcome,) = fill(make_marked(tmp_path), (text_id, field, text))
    assert outcome.verdict is Verdict.REFUSED
    assert reason in outcome.reason


def test_text_of_no_slide_is_unknown(tmp_path: Path) -> None:
    outcomes = fill(make_marked(tmp_path), ("part/none#headline", "text", "A"), ("part/bullets#none", "text", "A"))
    assert {outcome.verdict for outcome in outcomes} == {Verdict.UNKNOWN}
