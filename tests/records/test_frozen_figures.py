"""`deckgen freeze` and `unfreeze`: what is recorded, which changes are named, and files that are not sound."""

import sys
from datetime import date
from pathlib import Path

import pytest
from record_projects import RESULTS, SHOWN, deckgen, delete_marks, edit, make_deck, opened

from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.checks import CheckedDeck
from deckgen.diagnostics import Issue, line_and_column
from deckgen.model.record_files import frozen_path
from deckgen.records.comparing import frozen_issues
from deckgen.records.taking import take_frozen
from deckgen.records.writing import write_record
from deckgen.resolve import DeckRows
from sample_projects import make_every_example

RULE = "changed-since-freeze"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1611792000")
    return make_deck(tmp_path)


def named(folder: Path) -> list[str]:
    """Return the messages of what changed since the freeze, each with file and line."""
    laid_out = pipeline.lay_out(folder)
    return [place(issue, laid_out.sources) for issue in laid_out.issues if issue.code == RULE]


def place(issue: Issue, sources: object) -> str:
    assert issue.span is not None
    text = sources[issue.span.file]  # type: ignore[index]
    line, _ = line_and_column(text, issue.span.start)
    return f"{issue.span.file.rpartition('/')[2]}:{line}: {issue.message.partition(';')[0]}"


def test_frozen_deck_without_changes_has_no_issue(folder: Path) -> None:
    done = deckgen("freeze", cwd=folder)
    assert done.code == 0, done.err
    assert done.out.startswith("sample: figures of Q2 FY20-21 frozen, 5 lines (3 with a result of Q2)")
    assert "frozen: '2021-01-28'" in frozen_path(folder).read_text(encoding="utf-8")
    assert named(folder) == []
    assert "frozen already" in deckgen("freeze", cwd=folder).err


def test_each_change_is_named_with_its_owner_and_place(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, "data/metrics.yaml", "Q2: 81%", "Q2: 60%")
    edit(folder, "data/metrics.yaml", "quarters: {Q1: 13%}", "quarters: {Q1: 13%, Q2: 14%}")
    edit(folder, "data/metrics.yaml", "value: 1234000", "value: 1334000")
    edit(folder, "part.yaml", "status: done", "status: on-track")
    assert named(folder) == [
        "part.yaml:17: “Tools” (Grace) had the status done in Q2, and has the status on-track now",
        "metrics.yaml:8: “Readers” (Ada) was “81%” in Q2, and is “60%” now",
        "metrics.yaml:18: “People, Men” (no owner) was without a result in Q2, and is “14%” now",
        "metrics.yaml:23: “Budget” (no owner) was “1.234 Tsd. €” (1234000 EUR) in Q2, and is “1.234 Tsd. €” (1334000 EUR) now",
    ]  # fmt: skip


def test_changed_goal_is_named_with_the_verdicts_that_it_changes(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, "data/metrics.yaml", "goal: 80%", "goal: 83%")
    assert named(folder) == [
        "metrics.yaml:4: “Readers” (Ada) had the goal “80%”, and now has the goal “83%”",
        "metrics.yaml:8: “Readers” (Ada) had the status on-track in Q2, and has the status at-risk now",
    ]


def test_changed_forecast_is_named_with_its_status(folder: Path) -> None:
    edit(
        folder, "data/metrics.yaml", "  owner: Ada\n", "  owner: Ada\n  forecast: {text: 82% by Q4, status: on-track}\n"
    )
    deckgen("freeze", cwd=folder)
    assert named(folder) == []
    edit(folder, "data/metrics.yaml", "{text: 82% by Q4, status: on-track}", "78% by Q4")
    assert named(folder) == [
        "metrics.yaml:6: “Readers” (Ada) had the forecast “82% by Q4 (on-track)”, and now has the forecast “78% by Q4”"
    ]


def test_limit_of_a_goal_is_a_part_of_it(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, "data/metrics.yaml", "at_most: 2000000", "at_most: 3000000")
    (message,) = named(folder)
    assert message.endswith("now has the goal “€2 Mio. (at most 3000000 EUR, by Q4)”")


def test_rows_that_come_and_go_are_named(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, "part.yaml", "metrics: [readers, people, budget]", "metrics: [people, budget]")
    edit(folder, "part.yaml", "  - id: tools", "  - {id: more, name: More, quarters: {Q2: '5'}}\n      - id: tools")
    new, gone = named(folder)
    assert new.startswith("part.yaml:10: “More” (Grace) is new")
    assert gone.startswith("frozen.yaml:8: “Readers” (Ada) is no longer shown")
    assert pipeline.lay_out(folder, Selection(only="part")).issues == [
        issue for issue in pipeline.lay_out(folder).issues if "no longer shown" not in issue.message
    ]


def test_words_may_change(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, "part.yaml", "Readers are back", "All readers are back")
    assert named(folder) == []


FIGURES = """\
kind: table
title: Money
owner: Eve
columns: [Part, "2021"]
rows:
  - [Staff, "€1.2M"]
  - [Travel, "40%[^1], 40% of [it](https://example.org/17)"]
notes: 5 people asked
"""
CHART = """\
kind: chart
title: Visits
chart: {categories: [a, b], series: [{name: n, values: [1.5, 2]}]}
"""


def test_figures_in_the_text_of_a_key_result_are_frozen(tmp_path: Path) -> None:
    folder = make_deck(
        tmp_path, RESULTS.replace("goal: 2 tools", "goal: 2 tools\n    result: Build 2 tools for 30 wikis")
    )
    deckgen("freeze", cwd=folder)
    edit(folder, "part.yaml", "for 30 wikis", "for 20 wikis")
    assert named(folder) == ["part.yaml:10: slide part/key-results (Grace): “20” is new, “30” is gone"]


GONE = "slide part/chart (no owner): “1.5”, “2” are gone"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("40% of", "45% of", ["part.yaml:9: slide part/table (Eve): “45%” is new, “40%” is gone"]),
        ("€1.2M", "€1.3M", ["part.yaml:8: slide part/table (Eve): “1.3M” is new, “1.2M” is gone"]),
        ("[1.5, 2]", "[1.5, 3]", ["part.yaml:13: slide part/chart (no owner): “3” is new, “2” is gone"]),
        ("5 people", "6 people", []),
        ("org/17", "org/18", []),
        ("[Staff,", "[All staff,", []),
        (
            "title: Visits\n",
            "title: Visits\n    hidden: yes\n",
            [f"frozen.yaml:14: {GONE}"],
        ),
    ],
)
def test_figures_outside_of_results_are_frozen_too(
    tmp_path: Path, before: str, after: str, expected: list[str]
) -> None:
    folder = make_deck(tmp_path, FIGURES, CHART, metrics="")
    (folder / "data/footnotes.yaml").write_text("'1': Estimated\n", encoding="utf-8")
    deckgen("freeze", cwd=folder)
    assert named(folder) == []
    edit(folder, "part.yaml", before, after)
    assert named(folder) == expected


def test_a_result_that_a_slide_overrides_is_frozen_too(tmp_path: Path) -> None:
    other = "kind: key-results\ntitle: Other\nrows:\n  - metric: readers\n    quarters: {Q2: 82%}\n"
    folder = make_deck(tmp_path, SHOWN, other)
    deckgen("freeze", cwd=folder)
    assert named(folder) == []
    edit(folder, "part.yaml", "Q2: 82%", "Q2: 83%")
    assert [text.partition(" was")[2] for text in named(folder)] == [" “82%” in Q2, and is “83%” now"]


def test_build_and_check_report_changes_until_unfreeze(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, "data/metrics.yaml", "Q2: 81%", "Q2: 82%")
    for command in ("build", "build", "check"):
        done = deckgen(command, cwd=folder)
        assert done.code == 0
        assert "metrics.yaml:8:9: warning: “Readers” (Ada) was “81%” in Q2, and is “82%” now" in done.err
        assert "hint: ask Ada whether this is meant; `deckgen unfreeze` ends the freeze" in done.err
    done = deckgen("unfreeze", cwd=folder)
    assert done == (0, "sample: the figures are no longer frozen\n", "")
    assert not (folder / "history").exists()
    assert RULE not in deckgen("check", cwd=folder).err
    assert deckgen("unfreeze", cwd=folder).code == 2


def test_slides_of_versions_are_frozen_with_the_deck(folder: Path) -> None:
    with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
        file.write("versions:\n  board: {only: [part]}\n")
    edit(folder, "part.yaml", "- kind: key-results", "- kind: key-results\n    in: [board]")
    deckgen("freeze", cwd=folder)
    assert named(folder) == []
    edit(folder, "part.yaml", "Two tools", "One tool")
    done = deckgen("build", cwd=folder)
    assert done.code == 0
    assert done.err.count("“Tools” (Grace) was “Two tools” in Q2, and is “One tool” now") == 1
    assert "no longer shown" not in done.err


def test_the_rule_cannot_be_switched_off(folder: Path) -> None:
    text = (folder / "deck.yaml").read_text(encoding="utf-8")
    (folder / "deck.yaml").write_text(f"{text}checks: {{{RULE}: off}}\n", encoding="utf-8")
    assert f"`{RULE}` cannot be switched off" in deckgen("check", cwd=folder).err


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("format: 1\nresults: [\n", ":", "frozen.yaml"),
        ("format: 2\ntitle: T\nyear: FY20-21\nperiod: Q2\n", ":1:9: ", "`2` is not known here"),
        ("format: 1\ntitle: T\nyear: FY20-21\nperiod: Q2\nbogus: x\n", ":5:1: ", "there is no field `bogus` here"),
        ("format: 1\ntitle: T\nyear: FY20-21\nperiod: Q2\nresults: [{id: a}]\n", ":5:11: ", "`name` is missing here"),
        ("", ":1:1: ", "empty"),
    ],
)
def test_unsound_file_is_an_error_that_unfreeze_removes(folder: Path, text: str, where: str, message: str) -> None:
    deckgen("freeze", cwd=folder)
    frozen_path(folder).write_text(text, encoding="utf-8")
    done = deckgen("build", cwd=folder)
    assert done.code == 1
    assert f"content/sample/history/frozen.yaml{where}" in done.err
    assert message in done.err
    assert "hint: deckgen wrote this file: restore it, for example with git, or end the freeze with" in done.err
    assert deckgen("freeze", cwd=folder).code == 2
    assert deckgen("unfreeze", cwd=folder).code == 0
    assert deckgen("check", cwd=folder).code == 0


def test_freeze_of_another_period_is_reported_as_ended(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, "deck.yaml", "quarter: Q2", "quarter: Q3")
    (message,) = named(folder)
    assert message == "frozen.yaml:5: these figures were frozen for Q2 FY20-21, but the deck reports Q3 FY20-21"


def test_roll_ends_the_freeze_of_the_period_that_is_over(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    assert "the freeze of the figures would end" in deckgen("roll", "--dry-run", cwd=folder).out
    assert frozen_path(folder).exists()
    assert "the freeze of the figures has ended" in deckgen("roll", cwd=folder).out
    assert not frozen_path(folder).exists()
    delete_marks(folder)
    assert named(folder) == []


def test_deck_with_errors_is_not_frozen(folder: Path) -> None:
    edit(folder, "part.yaml", "kind: key-results", "kind: key-result")
    done = deckgen("freeze", cwd=folder)
    assert done.code == 1
    assert done.err.endswith("sample: fix these errors first; nothing was frozen\n")
    assert not frozen_path(folder).exists()


def test_history_that_leads_out_of_the_project_is_not_used(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / "history").symlink_to(outside)
    done = deckgen("build", cwd=folder)
    assert done.code == 1
    assert "content/sample/history: error: the folder history is not read: is a symbolic link" in done.err
    assert deckgen("freeze", cwd=folder).code == 1
    assert list(outside.iterdir()) == []


def test_no_kind_of_slide_differs_from_itself_as_frozen(tmp_path: Path) -> None:
    folder = make_every_example(tmp_path)
    record = take_frozen(DeckRows(opened(folder).deck), date(2021, 1, 28))
    assert record.results
    assert record.slides
    write_record(frozen_path(folder), folder, record)
    deck = opened(folder).deck
    assert deck.records is not None
    assert deck.records.frozen == record
    assert frozen_issues(CheckedDeck(DeckRows(deck)), whole=True) == []


def test_deck_without_records_imports_none_of_their_code(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, SHOWN, RESULTS)
    names = ("deckgen.model.records", "deckgen.model.record_files", "deckgen.records", "deckgen.resolve.presented")
    known = {name: sys.modules.pop(name) for name in (*sys.modules,) if name.startswith(names)}
    try:
        pipeline.check(folder)
        assert opened(folder).deck.records is None
        assert not [name for name in sys.modules if name.startswith(names)]
    finally:
        sys.modules.update(known)
