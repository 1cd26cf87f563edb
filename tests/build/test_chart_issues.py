"""Charts whose slot is too small or whose characters no font has: reported by `check` and `build`, shown in a draft."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cache_entries import cached
from deckgen.build import pipeline
from deckgen.diagnostics import Severity
from deckgen.ir.blocks import Chart
from sample_projects import make_project

CROWDED = """
kind: chart
title: Far too much
charts:
  - title: Teachers
    kind: progress
    categories: [Q2]
    series: [{rows}]
  - {{title: Two, kind: trend, categories: [Q1, Q2], series: [{{name: Pupils, values: [2, 3]}}]}}
  - {{title: Three, kind: trend, categories: [Q1, Q2], series: [{{name: Schools, values: [2, 3]}}]}}
  - {{title: Four, kind: trend, categories: [Q1, Q2], series: [{{name: Books, values: [2, 3]}}]}}
  - {{title: Five, kind: trend, categories: [Q1, Q2], series: [{{name: Edits, values: [2, 3]}}]}}
""".format(rows=", ".join(f"{{name: Row {n}, values: [{n + 1}], goal: 9}}" for n in range(8)))
UNKNOWN = """
kind: chart
title: In any script
chart: {kind: compare, categories: [One, "𰀀𰀁"], series: [{name: Edits, values: [1, 2]}]}
"""
"""Ideographs of Unicode 13 (extension G), for which hardly any machine has a font."""


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CROWDED)


def test_check_reports_a_chart_in_too_small_a_slot_like_a_build(crowded: Path, tmp_path: Path) -> None:
    checked = pipeline.check(crowded)
    built = pipeline.build(crowded, tmp_path / "out.pptx")
    [issue] = [d for d in checked.issues if d.severity is Severity.ERROR]
    assert (issue.code, checked.deck, built.path) == ("chart", None, None)
    assert "too small" in issue.message
    assert issue in built.issues


def test_draft_shows_in_the_slot_why_the_chart_is_missing(crowded: Path, tmp_path: Path) -> None:
    built = pipeline.build(crowded, tmp_path / "out.pptx", draft=True)
    assert built.path
    assert [(d.code, d.severity) for d in built.issues] == [("chart", Severity.WARNING)]
    with zipfile.ZipFile(built.path) as package:
        slide = package.read("ppt/slides/slide1.xml").decode()
    assert " · Draft</a:t>" in slide
    assert slide.count("<asvg:svgBlip ") == 5


def test_draft_without_errors_is_not_marked_as_a_draft(tmp_path: Path) -> None:
    deck = make_project(tmp_path / "project", UNKNOWN.replace("𰀀𰀁", "Two"))
    built = pipeline.build_bytes(deck, draft=True)
    assert built.layout.deck
    assert "Draft" not in built.layout.deck.footer


def test_characters_missing_in_all_fonts_are_reported_by_every_build(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    deck = make_project(tmp_path / "project", UNKNOWN)
    for name in ("first.pptx", "second.pptx"):
        built = pipeline.build(deck, tmp_path / name)
        [issue] = built.issues
        assert built.path
        assert (issue.code, issue.severity) == ("chart-font", Severity.WARNING)
        assert "“𰀀𰀁”" in issue.message
        assert issue.span
        assert built.layout.sources[issue.span.file][issue.span.start :].startswith("{kind: compare")
    assert cached(tmp_path / "project" / "content" / "sample", "charts") == []
    assert not [w for w in recwarn if "Glyph" in str(w.message)]


def test_names_that_a_chart_has_no_room_for_are_listed(tmp_path: Path) -> None:
    name = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsgesellschaftsgebäude" * 2
    slide = f"""
kind: chart
title: Long names
chart: {{kind: compare, categories: [One, {name}], series: [{{name: Edits, values: [1, 2]}}]}}
"""
    checked = pipeline.check(make_project(tmp_path / "project", slide))
    [issue] = [d for d in checked.issues if d.code == "chart-names"]
    assert name in issue.message
    assert issue.severity is Severity.WARNING
    [chart] = [block for block in checked.slides[-1].blocks if isinstance(block, Chart)]
    assert name in chart.alt
