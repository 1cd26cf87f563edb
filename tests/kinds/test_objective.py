"""Objectives: a panel and rows of updates where the brand has the opener, else two texts."""

from pathlib import Path

from deckgen.build import pipeline
from deckgen.ir.blocks import Slide, Table, Text
from sample_projects import make_project

ENTRY = """\
kind: objective
title: Safer editing
objective: Keep editors safe.
updates:
  - All is well.
  - {lead: Delivery, text: is delayed, status: amber}
"""


def lay_out(root: Path, entry: str = ENTRY) -> Slide:
    result = pipeline.lay_out(make_project(root, entry))
    assert result.deck is not None, result.issues
    return result.slides[-1]


def texts(slide: Slide, slot: str) -> list[str]:
    return [p.plain_text for block in slide.blocks if block.slot == slot for p in block.all_paragraphs()]


def test_updates_are_rows_of_the_opener(tmp_path: Path) -> None:
    slide = lay_out(tmp_path)
    assert slide.layout == "objective--opener"
    [table] = slide.blocks_of(Table)
    assert [[c.plain_text for c in row.cells] for row in (*table.header, *table.rows)] == [
        ["What happened in Q2"],
        ["All is well."],
        ["Delivery: is delayed\nAt risk"],
    ]


def test_update_with_a_status_has_its_mark_and_colour(tmp_path: Path) -> None:
    [table] = lay_out(tmp_path).blocks_of(Table)
    cells = [row.cells[0] for row in table.rows]
    assert [(cell.mark, cell.fill, cell.bar) for cell in cells] == [
        (None, None, None),
        ("at-risk", "warning-tint", "warning"),
    ]


def test_headline_is_the_title_and_the_topic_stands_in_the_panel(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, f"{ENTRY}headline: Delivery is delayed\n")
    assert slide.title == "Delivery is delayed"
    assert texts(slide, "objective") == ["Objective", "Safer editing", "Keep editors safe."]
    assert "Safer editing" not in slide.eyebrow


def test_topic_is_shown_once_without_a_headline(tmp_path: Path) -> None:
    slide = lay_out(tmp_path)
    assert slide.title == "Safer editing"
    assert texts(slide, "objective") == ["Objective", "Keep editors safe."]


def test_objective_without_updates_has_the_standard_layout(tmp_path: Path) -> None:
    assert lay_out(tmp_path, "kind: objective\nobjective: Keep editors safe.").layout == "objective"


def test_standard_layout_shows_the_word_of_a_status(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, f"{ENTRY}variant: standard\n")
    assert slide.layout == "objective"
    assert all(isinstance(block, Text) for block in slide.blocks)
    assert texts(slide, "updates") == ["All is well.", "Delivery: is delayed At risk"]
