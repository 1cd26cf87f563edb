"""A result that is changed by hand while its written status is not, is named where the deck has a record of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_projects import RESULTS, SHOWN, deckgen, delete_marks, edit, make_deck

from deckgen.build import pipeline
from deckgen.diagnostics import line_and_column

RULE = "status-older-than-result"
METRICS = """\
readers:
  name: Readers
  goal: 80%
  quarters: {Q1: 84%, Q2: 81%}
people: {name: People}
budget:
  name: Budget
  goal: {text: "€2 Mio.", at_most: 2000000, unit: EUR, by: Q4}
  quarters:
    Q1: {text: Late, status: at-risk}
    Q2: {text: as planned, value: 1234000, unit: EUR}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_deck(tmp_path, SHOWN, RESULTS, metrics=METRICS)


def older(folder: Path, *, in_build: bool = False) -> list[str]:
    """Return what `check` says, or `build`: file, line and message."""
    laid_out = pipeline.lay_out(folder) if in_build else pipeline.check(folder)
    found = [issue for issue in laid_out.issues if issue.code == RULE]
    assert all(issue.span is not None for issue in found)
    return [
        f"{i.span.file.rpartition('/')[2]}:{line_and_column(laid_out.sources[i.span.file], i.span.start)[0]}: {i.message}"
        for i in found
        if i.span is not None
    ]


CHANGED = "part.yaml:17: the result of “Tools” for Q2 was “Two tools” and is “One tool”, its status is the same"


def test_build_names_a_status_that_stays_after_a_freeze(folder: Path) -> None:
    deckgen("freeze", cwd=folder)
    assert older(folder) == []
    edit(folder, "part.yaml", "text: Two tools", "text: One tool")
    assert older(folder, in_build=True) == older(folder) == [CHANGED]
    done = deckgen("build", cwd=folder)
    assert f"[{RULE}]" in done.err
    edit(folder, "part.yaml", "status: done", "status: at-risk")
    assert older(folder) == []


def test_check_names_a_status_that_stays_after_the_archive(folder: Path) -> None:
    assert deckgen("archive", cwd=folder).code == 0
    assert older(folder) == []
    edit(folder, "part.yaml", "text: Two tools", "text: One tool")
    assert older(folder) == [CHANGED]


def test_status_of_a_past_period_is_compared_with_the_last_record(folder: Path) -> None:
    assert deckgen("roll", cwd=folder).code == 0
    delete_marks(folder)
    edit(folder, "part.yaml", "text: Two tools", "text: One tool")
    edit(folder, "data/metrics.yaml", "{text: Late,", "{text: In time,")
    assert older(folder) == [
        CHANGED, "metrics.yaml:10: the result of “Budget” for Q1 was “Late” and is “In time”, its status is the same",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("data/metrics.yaml", "Q2: 81%", "Q2: 60%", []),
        ("data/metrics.yaml", "text: as planned", "text: half of it",
         ["metrics.yaml:11: the result of “Budget” for Q2 was “as planned” and is “half of it”, its value is the same"]),
        ("data/metrics.yaml", "text: as planned, value: 1234000", "text: half of it, value: 617000", []),
        ("data/metrics.yaml", "text: as planned", "text: €617000", []),
        ("part.yaml", "text: Two tools", 'text: "Two  tools"', []),
        ("part.yaml", "{text: Two tools, status: done}", "Two tools", []),
        ("part.yaml", "{text: Two tools, status: done}", "{text: One tool, status: on-track}", []),
        ("part.yaml", "{text: Two tools, status: done}", "", []),
    ],
)  # fmt: skip
def test_only_what_is_written_and_unchanged_is_named(
    folder: Path, file: str, before: str, after: str, expected: list[str]
) -> None:
    deckgen("freeze", cwd=folder)
    edit(folder, file, before, after)
    assert older(folder) == expected


@pytest.mark.parametrize("setting", ["[part/tools]", "off"])
@pytest.mark.parametrize("command", ["freeze", "archive"])
def test_status_that_still_holds_can_be_let_pass(folder: Path, command: str, setting: str) -> None:
    deckgen(command, cwd=folder)
    edit(folder, "part.yaml", "text: Two tools", "text: One tool")
    deck = folder / "deck.yaml"
    deck.write_text(f"{deck.read_text()}checks: {{{RULE}: {setting}}}\n")
    assert older(folder) == older(folder, in_build=True) == []


def test_damaged_record_of_the_reported_period_is_an_error(folder: Path) -> None:
    deckgen("archive", cwd=folder)
    (record,) = (folder / "history").iterdir()
    record.write_text(record.read_text() + "more: 1\n")
    done = deckgen("check", cwd=folder)
    assert done.code == 1
    assert f"history/{record.name}" in done.err
