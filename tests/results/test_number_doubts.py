"""Numbers in the form of another language are never taken for others in silence: they are refused, or named with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from result_projects import opened

from deckgen.results import ResultUpdate, UpdateOutcome, Verdict, apply_updates
from deckgen.results.number_doubts import decimal_mark_of_sheet
from sample_projects import make_project

METRICS = """\
share:
  name: Share
  goal: 20%
  quarters: {Q1: "17.5%"}
index:
  name: Index
  goal: 3.5
  baseline: 3.1
  quarters: {Q1: "3.2"}
people:
  name: People
  goal: 2,000
  quarters: {Q1: "1,150"}
spaced:
  name: Spaced
  goal: 12 000
new:
  name: New
"""
SLIDE = "kind: metrics\ntitle: M\nmetrics: [share, index, people, spaced, new]\nnotes: Old\n"


def make(root: Path, language: str = "en", metrics: str = METRICS) -> Path:
    return make_project(root, SLIDE, files={"data/metrics.yaml": metrics}, language=language)


def outcome_of(folder: Path, *update: str, mark: str = "") -> UpdateOutcome:
    id_, text, *field = update
    updates = [ResultUpdate(id_, "Q2", text, "line 2", field[0] if field else "text", mark)]  # type: ignore[arg-type]
    ((outcome,), _) = apply_updates(opened(folder), updates)
    return outcome


TWO_READINGS = "can mean thousands or decimals, so it is not compared"
OTHER = "is written as in another language than the deck's (en): write"


@pytest.mark.parametrize(
    ("id_", "field", "text", "note"),
    [
        ("share", "text", "18,2 %", f"“18,2” {OTHER} “18.2”"),
        ("people", "text", "1.234,5", f"“1.234,5” {OTHER} “1,234.5”"),
        ("people", "text", "1 234", f"“1 234” {OTHER} “1,234”"),
        ("index", "text", "3,4", f"“3,4” {OTHER} “3.4”"),
        ("share", "forecast", "21,5 %", f"“21,5” {OTHER} “21.5”"),
        ("share", "because", "Only 2,5 million came", f"“2,5” {OTHER} “2.5”"),
        ("index", "text", "3.214", f"“3.214” {TWO_READINGS}: write “3214”, or fewer decimals"),
        ("index", "text", "3,214", "“3,214” is read as 3214, far from what is known of it: was 3.214 meant?"),
        ("part/metrics#notes", "text", "It is 2,5 now", f"“2,5” {OTHER} “2.5”"),
    ],
)  # fmt: skip
def test_form_of_another_language_is_named_with_the_remedy(
    tmp_path: Path, id_: str, field: str, text: str, note: str
) -> None:
    outcome = outcome_of(make(tmp_path), id_, text, field)
    assert (outcome.verdict, outcome.notes) == (Verdict.CHANGED, (note,))


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("people", "1,234"), ("people", "12,345"), ("share", "1.234%"), ("spaced", "13 500"), ("new", "1,234"),
        ("index", "3.4"), ("index", "12,345,678"), ("share", "+1,234%"),
    ],
)  # fmt: skip
def test_forms_of_the_deck_are_not_remarked(tmp_path: Path, id_: str, text: str) -> None:
    outcome = outcome_of(make(tmp_path), id_, text)
    assert (outcome.verdict, outcome.notes) == (Verdict.CHANGED, ())


@pytest.mark.parametrize(("id_", "text"), [("new", "1,234"), ("index", "3,214"), ("share", "1,234%")])
def test_number_that_its_sheet_writes_otherwise_is_refused(tmp_path: Path, id_: str, text: str) -> None:
    outcome = outcome_of(make(tmp_path), id_, text, mark=",")
    whole, decimal = text.replace(",", "").rstrip("%"), text.replace(",", ".").rstrip("%")
    why = f"“{text.rstrip('%')}” is {whole} in the deck's language (en), but its sheet has “,” before decimals"
    assert (outcome.verdict, outcome.reason) == (Verdict.REFUSED, f"{why}: write “{whole}” or “{decimal}”")


def test_number_that_fits_what_is_known_is_taken_from_any_sheet(tmp_path: Path) -> None:
    assert outcome_of(make(tmp_path), "people", "1,234", mark=",").verdict is Verdict.CHANGED
    assert outcome_of(make(tmp_path / "b"), "people", "12,345", mark=",").verdict is Verdict.CHANGED


def test_decks_in_another_language_are_protected_alike(tmp_path: Path) -> None:
    folder = make(tmp_path, "de", METRICS.replace("17.5%", "17,5 %").replace("3.5", "3,5").replace('"3.2"', '"3,2"'))
    assert outcome_of(folder, "share", "18.2 %").notes == (
        "“18.2” is written as in another language than the deck's (de): write “18,2”",
    )
    assert outcome_of(folder, "index", "3.214").notes == (
        "“3.214” is read as 3214, far from what is known of it: was 3,214 meant?",
    )
    assert outcome_of(folder, "new", "1.234", mark=".").verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    ("texts", "separator", "language", "mark"),
    [
        (["18,2 %", "1,234"], ",", "en", ","), (["18.2 %", "1,234"], ",", "en", ""), (["1,234"], ";", "en", ","),
        (["18.2 %"], ";", "de", "."), (["18,2 %"], ",", "de", ""), ([], ",", "en", ""),
    ],
)  # fmt: skip
def test_sheet_shows_with_which_mark_it_writes_decimals(
    texts: list[str], separator: str, language: str, mark: str
) -> None:
    assert decimal_mark_of_sheet(texts, separator, language) == mark
